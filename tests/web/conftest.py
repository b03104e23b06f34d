"""The fixed cast (固定人员表) of the tests of the web application: the demo itself."""

from collections.abc import Callable

import pytest
from django.test import Client

from jixiao_web.cycles.models import Cycle
from jixiao_web.demo.loading import load
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body, Person

SignedIn = Callable[[str], Client]


@pytest.fixture
def demo(db: None) -> None:  # noqa: ARG001 - the database
    load()


@pytest.fixture
def as_(demo: None) -> SignedIn:  # noqa: ARG001 - the cast
    """A client signed in as somebody of the cast."""

    def signed_in(username: str) -> Client:
        client = Client()
        person = Person.objects.get(username=username)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        person.session_key = client.session.session_key or ""
        person.save(update_fields=["session_key"])
        return client

    return signed_in


@pytest.fixture
def person(demo: None) -> Callable[[str], Person]:  # noqa: ARG001 - the cast
    return lambda username: Person.objects.get(username=username)


@pytest.fixture
def draft(demo: None) -> Filing:  # noqa: ARG001 - the cast
    """医保政策宣传 of 石门县 for 2025, being filled in; its form of 2024 stands beside it."""
    return Filing.objects.get(cycle__year=2025, project__code="53110122T000000001001")


@pytest.fixture
def handed_in(demo: None) -> Filing:  # noqa: ARG001 - the cast
    """A form of 柳泉县 that waits for the supervisor."""
    return Filing.objects.get(state="submitted")


@pytest.fixture
def cycle(demo: None) -> Cycle:  # noqa: ARG001 - the cast
    return Cycle.objects.get(year=2025)


@pytest.fixture
def body(demo: None) -> Callable[[str], Body]:  # noqa: ARG001 - the cast
    return lambda name: Body.objects.get(name=name)
