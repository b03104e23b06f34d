"""The person behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jixiao_web.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in; the middleware lets nobody else come this far."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
