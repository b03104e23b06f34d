"""Signing in: who is let in, when a password must be changed, when a session ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jixiao_web.people.models import Appointment, Body, Person
from jixiao_web.trail.models import Entry

SignedIn = Callable[[str], Client]
PASSWORD = "Jixiao-2026"  # noqa: S105 - of the demo


@pytest.mark.usefixtures("demo")
def test_strangers_see_the_login_page_alone() -> None:
    client = Client()
    assert client.get("/").headers["Location"] == "/login?next=/"
    assert client.get("/filings/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/login?next=/filings/"
    assert client.get("/healthz").content == b"ok"


@pytest.mark.usefixtures("demo")
def test_with_the_right_password_one_is_in_until_one_signs_out() -> None:
    client = Client()
    assert "账号或密码不正确" in client.post("/login", {"username": "tianbao", "password": "x"}).content.decode()
    assert client.post("/login", {"username": "tianbao", "password": PASSWORD}).headers["Location"] == "/"
    assert "医保政策宣传" in client.get("/").content.decode()
    client.post("/logout")
    assert client.get("/").status_code == 302
    told = Entry.objects.filter(action__startswith="登录").values_list("action", "after")[:2]
    assert sorted(told) == [("登录", "来自 127.0.0.1"), ("登录失败", "来自 127.0.0.1")]


@pytest.mark.usefixtures("demo")
def test_a_second_session_ends_the_first() -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.post("/login", {"username": "tianbao", "password": PASSWORD})
    assert second.get("/").status_code == 200
    assert first.get("/").status_code == 302


def test_an_idle_session_ends(as_: SignedIn) -> None:
    client = as_("tianbao")
    assert client.get("/").status_code == 200
    session = client.session
    session["seen"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    assert client.get("/").status_code == 302


def test_a_page_that_asks_by_itself_keeps_no_session_alive(as_: SignedIn) -> None:
    client = as_("tianbao")
    client.get("/")
    session = client.session
    session["seen"] = before = (timezone.now() - timedelta(minutes=20)).isoformat()
    session.save()
    assert client.get("/", headers={"X-Unattended": "1"}).status_code == 200
    assert client.session["seen"] == before
    client.get("/")
    assert client.session["seen"] > before


@pytest.mark.parametrize(
    "change", [{"must_change_password": True}, {"password_changed_at": timezone.now() - timedelta(days=91)}]
)
def test_a_password_that_is_new_or_old_must_be_changed_first(as_: SignedIn, change: dict[str, object]) -> None:
    client = as_("tianbao")
    Person.objects.filter(username="tianbao").update(**change)
    assert client.get("/").headers["Location"] == "/password"
    fields = {"old_password": PASSWORD, "new_password1": "Ganjing-2027", "new_password2": "Ganjing-2027"}
    assert client.post("/password", fields).headers["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["Short-1a", "alllowercase", "tianbao-Tianbao", PASSWORD, "1234567890"])
def test_weak_and_former_passwords_are_refused(as_: SignedIn, password: str) -> None:
    client = as_("tianbao")
    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = client.post("/password", fields)
    assert answer.status_code == 200
    assert "This password" not in answer.content.decode()


def test_administrators_hold_no_other_role(person: Callable[[str], Person], body: Callable[[str], Body]) -> None:
    appointment = Appointment(person=person("xitong"), body=body("石门县医疗保障局"), role="filler")
    with pytest.raises(Exception, match="分立"):
        appointment.full_clean()


def test_a_page_runs_no_script_but_its_own(as_: SignedIn) -> None:
    response = as_("tianbao").get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in response.content.decode()
    assert " style=" not in response.content.decode()


@pytest.mark.usefixtures("demo")
def test_whoever_signs_in_comes_back_to_what_was_asked_for_and_is_told_why_first() -> None:
    client = Client()
    to = client.get("/filings/?state=draft").headers["Location"]
    assert "随后打开您要看的页面" in client.get(to).content.decode()
    assert "随后打开" not in client.get("/login").content.decode()
    sent = client.post("/filings/1/steps/submit", headers={"Referer": "http://testserver/filings/1/"})
    assert sent.headers["Location"] == "/login?next=/filings/1/"
    elsewhere = client.post("/filings/1/steps/submit", headers={"Referer": "https://elsewhere.example/filings/1/"})
    assert elsewhere.headers["Location"] == "/login?next=/"
    signed_in = client.post("/login", {"username": "tianbao", "password": PASSWORD, "next": "/filings/?state=draft"})
    assert signed_in.headers["Location"] == "/filings/?state=draft"
