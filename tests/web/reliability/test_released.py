"""A database of any released state is brought up to date, and everything in it is still there."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.reliability.conftest import CONSISTENT, inquired
from tests.web.reliability.test_killed import migrated
from tests.web.serving import Server, Visitor

RELEASED = Path(__file__).resolve().parents[1] / "released"
DATABASE = "jixiao.sqlite3"
HELD = """
from django.apps import apps
told = {model._meta.label: model.objects.count() for model in apps.get_models()}
"""
MISSING = """
from io import StringIO
from django.core.management import call_command
out = StringIO()
try:
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    told = ""
except SystemExit:
    told = out.getvalue()
"""


def columns(folder: Path) -> set[tuple[str, str, str]]:
    """Every column of every table with its type."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            (table, row[1], row[2]) for table in tables for row in connection.execute(f'PRAGMA table_info("{table}")')
        }


def recorded(folder: Path) -> int:
    """How many migrations were applied."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM django_migrations").fetchone()[0])


def thawed(release: Path, folder: Path) -> Path:
    """A data folder as it was at a release."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript(release.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode=WAL")
    return folder


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "data"
    assert migrated(folder) == 0
    return folder


@pytest.mark.parametrize("release", sorted(RELEASED.glob("*.sql")), ids=lambda path: path.stem)
def test_a_released_state_comes_up_to_date_even_after_being_killed(release: Path, fresh: Path, tmp_path: Path) -> None:
    folder = thawed(release, tmp_path / "data")
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        people = connection.execute("SELECT COUNT(*) FROM people_person").fetchone()[0]
    for new in range(1, recorded(fresh) - recorded(folder) + 1):
        assert migrated(folder, new) != 0
    assert migrated(folder) == 0
    assert columns(folder) == columns(fresh), (
        "as long as nothing is released: write unreleased.sql anew (see tests/web/released)"
    )
    assert recorded(folder) == recorded(fresh)
    assert inquired(folder, HELD)["people.Person"] == people
    assert inquired(folder, CONSISTENT) == []
    server = Server(folder).ready()
    try:
        with Visitor(server.port, "tianbao") as visitor:
            assert visitor.get("/filings/").status == 200
            assert "医保政策宣传" in visitor.text
            assert visitor.get("/filings/2/").status == 200
    finally:
        server.stop()


def test_there_is_a_migration_for_every_change_of_a_model(fresh: Path) -> None:
    assert inquired(fresh, MISSING) == ""
