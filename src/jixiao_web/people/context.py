"""What every page knows of the person who looks at it."""

from typing import Any

from django.http import HttpRequest

from jixiao_web.people.models import Person
from jixiao_web.people.navigation import entries


def of_person(request: HttpRequest) -> dict[str, Any]:
    """The person, the appointments, and the entries of the menu."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {}
    return {"person": person, "appointments": person.current, "menu": entries(person, request)}
