"""What attackers try: forged requests, guessed passwords, planted sessions, hostile documents, questions about the server."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings import table
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.saving import MovedOnError, save_cell
from jixiao_web.people.models import Body, Person
from jixiao_web.secret_key import kept_secret
from jixiao_web.trail.models import Entry

SignedIn = Callable[[str], Client]
PASSWORD = "Jixiao-2026"  # noqa: S105 - of the demo
SOURCES = Path(__file__).resolve().parents[2] / "src"


def sign_in(client: Client, username: str = "tianbao", password: str = PASSWORD, **fields: str):  # noqa: ANN201 - Django's test response
    return client.post("/login", {"username": username, "password": password, **fields})


@pytest.mark.usefixtures("demo")
def test_a_session_planted_before_signing_in_is_worth_nothing() -> None:
    client, thief = Client(), Client()
    client.get("/login")
    client.session.save()
    session = client.session
    session["seen"] = ""
    session.save()
    planted = client.session.session_key
    client.cookies["sessionid"] = thief.cookies["sessionid"] = planted
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    assert thief.get("/").status_code == 302


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        path = before + re.sub(r"<[^>]+>", "x", re.sub(r"<int:\w+>", "1", str(pattern.pattern)))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_takes_a_form_from_another_site(as_: SignedIn, address: str) -> None:
    signed_in = as_("tianbao")
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in.cookies
    entries = Entry.objects.count()
    answer = client.post(address, {"address": "head/remark", "value": "x"})
    assert answer.status_code in {403, 405}
    if answer.status_code == 403:
        assert "页面已过期" in answer.content.decode()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_what_protects_it(as_: SignedIn, address: str) -> None:
    for client in (as_("tianbao"), as_("rizhi"), Client()):
        answer = client.get(address)
        assert answer.status_code < 500
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "no-store" in answer.headers["Cache-Control"]
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors" in policy
        for cookie in answer.cookies.values():
            assert cookie["httponly"] or cookie.key == "csrftoken"  # which the page reads at every save
            assert cookie["samesite"] == "Lax"


@pytest.mark.usefixtures("demo")
def test_five_wrong_passwords_lock_the_account_and_no_other(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    client = Client()
    answers = [sign_in(client, password="wrong").status_code for _ in range(5)]  # noqa: S106 - wrong
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "锁定30分钟" in locked.content.decode()
    assert sign_in(Client(), "caiwu").status_code == 302
    assert Entry.objects.filter(action="登录失败", about="账号“tianbao”").count() >= 4


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:1"]
)
def test_signing_in_leads_to_no_other_site(place: str) -> None:
    assert sign_in(Client(), next=place).headers["Location"] == "/"
    assert Client().get("/login", {"next": place}).status_code == 200


@pytest.mark.usefixtures("demo")
def test_line_breaks_in_an_address_reach_no_header() -> None:
    for path in ("/a%0d%0aSet-Cookie:x=1", "/%E7%BB%A9%E6%95%88%0a"):
        for headers in ({}, {"HX-Request": "true"}):
            answer = Client().get(path, headers=headers)
            told = answer.headers.get("HX-Redirect") or answer.headers["Location"]
            assert told.isascii()
            assert "\n" not in told
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("value", ["a\0b", "\0"])
def test_a_nul_is_refused_everywhere(as_: SignedIn, draft: Filing, value: str) -> None:
    client = as_("tianbao")
    fields = {"address": "head/remark", "seen": "", "value": value}
    for answer in (
        client.post(f"/filings/{draft.pk}/cell", fields),
        client.get("/filings/", {"q": value}),
        Client().post("/login", {"username": value, "password": "x"}),
    ):
        assert answer.status_code == 400
        assert "没有保存" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999", "9223372036854775808"])
def test_numbers_beyond_all_bounds_are_not_found(as_: SignedIn, draft: Filing, number: str) -> None:
    client = as_("tianbao")
    assert client.get(f"/filings/{number}/").status_code == 404
    assert client.get(f"/filings/{draft.pk}/rows/{number}").status_code == 200
    assert client.post(f"/filings/{draft.pk}/row", {"action": "remove", "row": number}).status_code == 404
    assert client.get(f"/filings/{draft.pk}/pulse", {"since": number}).status_code == 200
    assert client.get("/filings/", {"page": number}).status_code == 200
    address = {"address": f"indicators/{number}/actual", "seen": "", "value": "1"}
    assert client.post(f"/filings/{draft.pk}/cell", address).status_code in {404, 410}


def test_pages_of_trouble_are_chinese_and_tell_nothing_of_the_server(
    as_: SignedIn, draft: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        message = f"secret in {__file__}"
        raise RuntimeError(message)

    client = as_("tianbao")
    client.raise_request_exception = False
    monkeypatch.setattr(table, "judge", broken)
    for path, status in (("/nothing", 404), (f"/filings/{draft.pk}/", 500), ("/bodies/", 403)):
        answer = client.get(path)
        text = answer.content.decode()
        assert answer.status_code == status
        assert re.search(r"<h1>(没有找到|系统出错|没有权限)</h1>", text)
        assert str(SOURCES.parent) not in text
        assert "secret" not in text
        assert "Traceback" not in text
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


ACTIVE = {
    "有脚本.html": "<html><body><script>alert(1)</script><img src=x onerror=alert(1)><table><tr><td>{}</td></tr></table></body></html>",
    "图.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><text>{}</text></svg>',
    "文.txt": "<script>alert(1)</script>\n{}\n",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_an_uploaded_document_never_runs(
    as_: SignedIn, cycle: Cycle, body: Callable[[str], Body], name: str, settings: Settings
) -> None:
    unit = as_("tianbao")
    file = SimpleUploadedFile(name, ACTIVE[name].format("绩效自评表").encode(), content_type="text/html")
    fields = {"body": body("石门县医疗保障局").pk, "file": file}
    page = unit.post(f"/cycles/{cycle.pk}/upload", fields).headers["Location"]
    unit.post(f"{page}read")
    shown = unit.get(page).content.decode()
    assert "alert(1)" not in re.sub(r"&lt;.*?&gt;", "", shown)
    frame = unit.get(f"{page}original")
    if frame.status_code == 200:
        policy = frame.headers["Content-Security-Policy"]
        assert re.search(r"(^|; )sandbox(;|$)", policy)
        assert "script-src 'none'" in policy
        assert "<script>alert" not in frame.content.decode()
        assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", frame.content.decode())
    kept = next((Path(settings.MEDIA_ROOT) / "uploads").iterdir()).name
    for guess in (
        f"/uploads/{kept}",
        f"/files/uploads/{kept}",
        f"/media/uploads/{kept}",
        f"/static/../files/uploads/{kept}",
    ):
        assert unit.get(guess).status_code == 404


def test_a_save_that_was_overtaken_by_a_step_is_refused(draft: Filing, person: Callable[[str], Person]) -> None:
    Filing.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    with pytest.raises(MovedOnError, match="已提交"):
        save_cell(draft, person("tianbao"), Address("head", None, "remark"), seen="", value="x")


def test_whoever_only_looks_at_the_settings_leaves_no_folder_behind(tmp_path: Path) -> None:
    code = "import django; django.setup(); from django.conf import settings; print(settings.DATABASES)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "jixiao_web.settings", "PYTHONPATH": str(SOURCES)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True)  # noqa: S603 - our own code
    assert list(tmp_path.iterdir()) == []


def test_the_secret_key_stays_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = kept_secret(folder)
    assert len(key) > 50
    assert kept_secret(folder) == key
    assert [(each.name, each.stat().st_mode & 0o777) for each in folder.iterdir()] == [("secret-key", 0o600)]
