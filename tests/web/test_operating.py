"""Operating an installation: the first accounts, passwords from the machine itself, what a watcher asks."""

import re
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner
from django.db import DatabaseError
from django.test import Client

from jixiao.cli.program import jixiao
from jixiao_web.commands import reset_password, set_up
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry

Ran = Callable[..., str]
ADMINISTRATORS = ("--system", "席:席一", "--security", "an:安二", "--trail", "ren：任三")


def ran(*arguments: str) -> str:
    """What a command says; its error where it has one."""
    try:
        result = CliRunner().invoke(jixiao, arguments, standalone_mode=False)
    except click.ClickException as error:
        return str(error)
    return result.output or str(result.exception)


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> Ran:  # noqa: ARG001 - the database
    for module in (set_up, reset_password):
        monkeypatch.setattr(module, "started", lambda *_, **__: None)
    return ran


@pytest.mark.usefixtures("demo")
def test_administrators_are_made_for_an_empty_database_alone(run: Ran) -> None:
    before = Person.objects.count()
    assert "已经有机构或人员" in run("set-up", "青崖市", *ADMINISTRATORS)
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--system", "a:甲", "--security", "a:甲", "--trail", "b:乙"), "须用三个不同的账号"),
        (("--system", "a", "--security", "b:乙", "--trail", "c:丙"), "“a”应写作 账号:姓名"),
    ],
)
def test_administrators_are_three_with_names(run: Ran, given: tuple[str, ...], said: str) -> None:
    assert said in run("set-up", "青崖市", *given)


def test_a_password_is_reset_from_the_machine_itself(run: Ran, demo: None) -> None:  # noqa: ARG001 - the cast
    [password] = re.findall(r"新密码：(\S+)（", run("reset-password", "anquan"))
    client = Client()
    assert client.post("/login", {"username": "anquan", "password": password}).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/password"
    assert "须先换成自己的新密码" in client.get("/password").content.decode()
    entry = Entry.objects.filter(action="重置密码").latest("pk")
    assert (entry.person, entry.about) == (None, "安荃")
    assert "没有账号“无此人”" in run("reset-password", "无此人")


@pytest.mark.usefixtures("demo")
def test_a_watcher_is_told_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        message = "server closed the connection unexpectedly"
        raise DatabaseError(message)

    assert Client().get("/healthz").content == b"ok"
    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database")
