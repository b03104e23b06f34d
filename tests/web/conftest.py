"""The fixed cast (固定人员表) of the tests of the web application: the demo itself.

The tests run on SQLite, or with JIXIAO_TEST_DATABASE=postgresql on a PostgreSQL that they start.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from jixiao_web.cycles.models import Cycle
from jixiao_web.databases import from_url
from jixiao_web.demo.loading import load
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body, Person
from tests.web import postgresql
from tests.web.serving import Server

SignedIn = Callable[[str], Client]
ON_POSTGRESQL = os.environ.get("JIXIAO_TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """A PostgreSQL that the tests start."""
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.cluster() as address:
        yield address


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """The database of the tests: SQLite in memory, or PostgreSQL; every process of pytest-xdist has its own."""
    if not ON_POSTGRESQL:
        yield
        return
    settings.DATABASES["default"] = from_url(request.getfixturevalue("postgresql_address"))
    del connections["default"]
    connections._settings = None
    del connections.settings
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:  # noqa: ARG001 - the empty database
    """The demo is loaded once; every test works in a transaction that is taken back."""
    with django_db_blocker.unblock():
        load()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests of the tests wait until a document is read, instead of asking again."""
    monkeypatch.setattr("jixiao_web.uploads.reading.PATIENCE", 120)


@pytest.fixture
def demo(db: None) -> None:
    """The demo as it is loaded."""


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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    Server(folder, "--demo").ready().stop()
    return folder
