"""Kill -9: whatever was acknowledged is there at the next start, nothing is half done, and the log is whole."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.web.conftest import ON_POSTGRESQL
from tests.web.postgresql import remade
from tests.web.reliability.conftest import CONSISTENT, ROUNDS, Asked, inquired
from tests.web.reliability.test_writers import DRAFT
from tests.web.serving import Server, Visitor

CELLS = ("head/remark", "head/conclusion", "head/supervisor")
chance = random.Random(20261130)  # noqa: S311 - chance that repeats itself


class Typing(threading.Thread):
    """Somebody who types into a cell without end; `saved` is what the server last acknowledged, `sent` what came after it."""

    def __init__(self, server: Server, cookies: dict[str, str], filing: int, address: str, seen: str) -> None:
        super().__init__()
        self._server, self._cookies, self._url, self._address = server, cookies, f"/filings/{filing}/cell", address
        self.saved = self.sent = seen
        self.refused: list[int] = []
        self.count = 0

    def run(self) -> None:
        """Until the server is gone."""
        with suppress(OSError, HTTPException), Visitor(self._server.port) as visitor:
            visitor.cookies = dict(self._cookies)
            for turn in range(10_000):
                self.sent = f"{self._server.port}，{turn}"
                fields = {"address": self._address, "seen": self.saved, "value": self.sent}
                status = visitor.post(self._url, fields).status
                if status != 200:
                    self.refused.append(status)
                    return
                self.saved, self.count = self.sent, self.count + 1


class Walking(threading.Thread):
    """Somebody in the unit who sends another form to be reviewed and back without end; `at` is the state last acknowledged."""

    _NEXT = {"draft": ("propose", "unit_review"), "unit_review": ("send_back", "draft")}

    def __init__(self, server: Server, filing: int, at: str) -> None:
        super().__init__()
        self._server, self._url, self.at = server, f"/filings/{filing}/", at
        self.may_be = {at}

    def run(self) -> None:
        """Until the server is gone."""
        with suppress(OSError, HTTPException), Visitor(self._server.port, "caiwu") as visitor:
            for _ in range(10_000):
                code, after = self._NEXT[self.at]
                self.may_be = {self.at, after}
                visitor.get(self._url)
                version = re.search(r'name="version" value="(\d+)"', visitor.text)
                assert version
                fields = {"version": version[1], "reason": "核对"}
                assert visitor.post(f"{self._url}steps/{code}", fields).status == 302
                self.at, self.may_be = after, {after}


def test_a_server_killed_while_people_work_has_lost_nothing(start: Callable[[], Server], asked: Asked) -> None:
    server = start()
    typed, walked = asked(
        "from jixiao_web.filings.models import Filing\n"
        "told = [f.pk for f in Filing.objects.filter(cycle__year=2025, state='draft').order_by('project__code')]"
    )
    held = {
        address: asked(f"{DRAFT}\ntold = Filing.objects.get(pk=told).head.get('{address[5:]}', '')")
        for address in CELLS
    }
    at, acknowledged = "draft", 0
    for _ in range(2 * ROUNDS):
        with Visitor(server.port, "tianbao") as visitor:
            cookies = dict(visitor.cookies)
        people = [Typing(server, cookies, typed, address, held[address]) for address in CELLS]
        walker = Walking(server, walked, at)
        for each in (*people, walker):
            each.start()
        walker.join(timeout=chance.uniform(2, 4))
        server.kill()
        for each in (*people, walker):
            each.join()
        assert [each.refused for each in people] == [[], [], []]
        server = start()
        now = asked(
            "from jixiao_web.filings.models import Filing\n"
            f"told = [Filing.objects.get(pk={typed}).head, Filing.objects.get(pk={walked}).state]"
        )
        for each in people:
            held[each._address] = now[0].get(each._address[5:], "")
            assert held[each._address] in {each.saved, each.sent}
            acknowledged += each.count
        assert now[1] in walker.may_be
        at = now[1]
        assert asked(CONSISTENT) == []
    assert acknowledged > 10 * ROUNDS


MIGRATE = """
import os, signal, sys, django
django.setup()
from django.db.migrations.recorder import MigrationRecorder
from jixiao_web.migrating import bring_up_to_date
left, record = int(sys.argv[1]), MigrationRecorder.record_applied
def counted(self, app, name):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    record(self, app, name)
MigrationRecorder.record_applied = counted
os.makedirs(os.environ["JIXIAO_DATA"], exist_ok=True)
bring_up_to_date()
"""


Environment = Mapping[str, str]


def migrated(folder: Path, killed_at: int = 0, further: Environment | None = None) -> int:
    """Bring a database up to date, killed when the given migration is to be recorded; the status of the process."""
    environment = {**os.environ, "JIXIAO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "jixiao_web.settings"}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **(further or {})}
    command = [sys.executable, "-c", MIGRATE, str(killed_at)]
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode  # noqa: S603 - our own code


SCHEMA = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
told = []
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        described = connection.introspection.get_table_description(cursor, table)
        told += [[table, str(column.name), str(column.type_code), bool(column.null_ok)] for column in described]
        told += sorted([table, name, str(each["columns"])] for name, each in connection.introspection.get_constraints(cursor, table).items()
            if not name.startswith("__") and not name.endswith("_not_null"))
applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
told = [told, applied]
"""
"""The tables with their columns, indexes and constraints, and the migrations that are recorded."""


@pytest.fixture
def empty(request: pytest.FixtureRequest) -> Callable[[str], dict[str, str]]:
    """What tells a process an empty database by name: nothing for SQLite, whose folder is new, else one of PostgreSQL."""
    if not ON_POSTGRESQL:
        return lambda _: {}
    address = request.getfixturevalue("postgresql_address")
    return lambda name: {"JIXIAO_DATABASE_URL": remade(address, name)}


def test_a_migration_that_is_killed_half_way_is_done_again_as_if_it_had_not_begun(
    tmp_path: Path, empty: Callable[[str], dict[str, str]]
) -> None:
    target = empty("whole")
    assert migrated(tmp_path / "whole", further=target) == 0
    whole = inquired(tmp_path / "whole", SCHEMA, target)
    count = len(whole[1])
    assert count > 10
    points = [1, count // 2, count] if ROUNDS == 1 else range(1, count + 1)
    for killed_at in points:
        folder, target = tmp_path / f"killed{killed_at}", empty("killed")
        assert migrated(folder, killed_at, target) == -signal.SIGKILL
        assert migrated(folder, further=target) == 0
        assert inquired(folder, SCHEMA, target) == whole
