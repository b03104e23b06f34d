"""A server on a data folder of its own, and what its database says when the server is gone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import ON_POSTGRESQL
from tests.web.postgresql import remade
from tests.web.serving import Server, copied

ROUNDS = int(os.environ.get("JIXIAO_TEST_ROUNDS", "1"))
"""How often more than in the gate the tests kill and write: JIXIAO_TEST_ROUNDS=20 pytest tests/web/reliability."""
Asked = Callable[[str], Any]
_SET_UP = "import json, django; django.setup()\n"


@pytest.fixture
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    """What tells a server its database: nothing for SQLite, else a new database of PostgreSQL."""
    if not ON_POSTGRESQL:
        return {}
    return {"JIXIAO_DATABASE_URL": remade(request.getfixturevalue("postgresql_address"), "served")}


@pytest.fixture
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder, with the demo in it where that is not in PostgreSQL."""
    return tmp_path / "data" if ON_POSTGRESQL else copied(request.getfixturevalue("prepared"), tmp_path / "data")


@pytest.fixture
def asked(data: Path, environment: dict[str, str]) -> Asked:
    """`inquired` of the database of the test."""
    return lambda code: inquired(data, code, environment)


def inquired(data: Path, code: str, environment: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - whatever the piece tells
    """Run a piece of Python on a database in a process of its own; what it puts into `told` comes back."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", f"{_SET_UP}{code}\nprint(json.dumps(told))"],
        env={
            **inherited,
            **(environment or {}),
            "JIXIAO_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "jixiao_web.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def start(data: Path, environment: dict[str, str]) -> Iterator[Callable[[], Server]]:
    """Start a server, again and again; whatever still runs at the end is stopped."""
    started: list[Server] = []

    def starting() -> Server:
        started.append(Server(data, "--demo", "--threads", "16", environment=environment))
        return started[-1].ready()

    yield starting
    for server in started:
        if server.process.poll() is None:
            server.stop()
        assert "Internal Server Error" not in server.log, server.log[-4000:]


CONSISTENT = """
from jixiao_web.filings.models import Filing, Row
from jixiao_web.trail.models import Entry
from jixiao_web.trail.verifying import verify
verdict = verify()
wrong = [verdict.fault] if verdict.fault else []
last = {}
for entry in Entry.objects.filter(object_type="filings.filing").order_by("pk"):
    if entry.path:
        last[entry.object_id, entry.path] = entry.after
    elif entry.before and not entry.action.startswith(("增加行", "删除行", "移动行")):
        last[entry.object_id, "state"] = entry.after
for (number, path), value in last.items():
    filing = Filing.objects.get(pk=number)
    if path == "state":
        held, value = filing.get_state_display(), value.partition("：")[0]  # behind the colon stands the reason
    else:
        part, *row, field = path.split("/")
        held = (filing.head if part == "head" else Row.objects.get(pk=row[0]).values).get(field, "")
    if held != value:
        wrong.append(f"{number} {path}: the log says {value}, the form {held}")
told = wrong
"""
"""Nothing, or what does not fit: the log is whole, and every cell and state is what the last entry about it says."""
