"""The tests run on the database that they were asked to run on; rows are held so that nobody waits in a ring."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

import jixiao_web
from jixiao_web.databases import from_url
from jixiao_web.filings.models import Filing
from jixiao_web.holding import hold
from tests.web.conftest import ON_POSTGRESQL

SOURCES = Path(jixiao_web.__file__).parent


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    assert connection.vendor == os.environ.get("JIXIAO_TEST_DATABASE", "sqlite")


def test_a_held_row_leaves_its_key_and_the_rows_beside_it_to_others(draft: Filing) -> None:
    cycle = draft.cycle
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert hold(Filing, draft.pk, "cycle", "body").cycle == cycle
        assert hold(Filing, draft.pk) == draft
    ends = [query["sql"].partition(" FOR ")[2] for query in asked if query["sql"].startswith("SELECT")]
    assert ends == (['NO KEY UPDATE OF "filings_filing"'] * 2 if ON_POSTGRESQL else ["", ""])


def test_rows_are_held_in_one_way_only() -> None:
    asking = {path.name for path in SOURCES.rglob("*.py") if "select_for_update(" in path.read_text(encoding="utf-8")}
    assert asking == {"holding.py", "writing.py"}, (
        "hold rows by jixiao_web.holding.hold; the log's head has no others beside it"
    )


def test_the_address_of_a_postgresql_is_taken_apart() -> None:
    held = from_url("postgresql://jixiao:p%40ss@db.example:5433/绩效")
    assert [held[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "jixiao",
        "p@ss",
        "db.example",
        "5433",
        "绩效",
    ]
    assert from_url("postgres://%2Frun%2Fpg/jixiao")["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql://host/", "jixiao"])
def test_any_other_address_is_refused_in_chinese(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="JIXIAO_DATABASE_URL 应为"):
        from_url(url)
