"""Every address × every person × every state of the form, against the table in permissions.yaml."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jixiao import data
from jixiao_web.downloads import making
from jixiao_web.downloads.making import Made
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Appointment, Body, Person

SignedIn = Callable[[str], Client]
TABLE: dict[str, Any] = data.parse(Path(__file__).with_name("permissions.yaml").read_text(encoding="utf-8"))
REFUSED, UNSEEN = 403, 404
pytestmark = pytest.mark.no_cover  # thousands of requests; what stands behind each address is traced where it is tested


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            assert pattern.name, pattern
            yield pattern.name


def test_every_address_has_a_row() -> None:
    named = {row.get("route", name) for name, row in TABLE["form"].items()} | {*TABLE["pages"], *TABLE["elsewhere"]}
    assert set(routes(get_resolver().url_patterns)) == named


@pytest.mark.parametrize("test", sorted(set(TABLE["elsewhere"].values())))
def test_whoever_answers_for_an_address_is_there(test: str) -> None:
    assert Path(__file__).with_name(f"{test}.py").is_file()


@pytest.fixture
def stage(draft: Filing, as_: SignedIn) -> SignedIn:
    """The cast around one form: an expert that it is assigned to, one that it is not."""
    outside = Person.objects.create(username="zhuanwai", name="庄外", must_change_password=False)
    Appointment.objects.create(person=outside, body=Body.objects.get(name="青崖市"), role="expert")
    shenhe = Person.objects.get(username="shenhe")
    draft.assignments.create(person=Person.objects.get(username="zhuanjia"), by=shenhe)
    known: dict[str, Client] = {}
    return lambda who: known.setdefault(who, as_(who)) if who not in known else known[who]


def address(filing: Filing, name: str, row: dict[str, Any]) -> str:
    route, first = row.get("route", name), filing.rows.filter(part="indicators")[0].pk
    further = {
        "step": {"code": row.get("code")},
        "api-step": {"code": row.get("code")},
        "explained": {"row_number": first},
        "withdraw": {"objection": 10**6},
        "reply": {"objection": 10**6},
        "evidence": {"evidence": 10**6},
        "replace-evidence": {"evidence": 10**6},
        "take-off": {"evidence": 10**6},
        "paper": {"what": "form", "kind": "xlsx"},
    }
    return reverse(route, kwargs={"number": filing.pk, **further.get(route, {})})


@pytest.mark.parametrize("name", TABLE["form"])
def test_what_may_be_done_with_a_form(
    name: str, stage: SignedIn, draft: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Who may have the files is asked here; that they are made is asked in test_downloads, in processes of their own.
    made = Made("表.docx", "application/octet-stream", b"")
    monkeypatch.setattr(making, "annotated_copy", lambda _: made)
    row = TABLE["form"][name]
    method = "get" if "get" in row else "post"
    allowed = row[method]
    reviewed = f"indicators/{draft.rows.filter(part='indicators')[0].pk}/reviewed_score"
    fields = {key: value.replace("{reviewed}", reviewed) for key, value in row.get("fields", {}).items()}
    url, wrong = address(draft, name, row), []
    states = TABLE["states"] if isinstance(allowed, dict) and "any" not in allowed.values() else TABLE["states"][:1]
    for state in states:
        for who in (*TABLE["readers"], *TABLE["strangers"]):
            Filing.objects.filter(pk=draft.pk).update(state=state, head={})
            draft.assignments.update(done_at=None)
            got = getattr(stage(who), method)(url, fields).status_code
            if who in TABLE["strangers"]:
                right = got == UNSEEN
            elif allowed == "all" or (who in allowed and (allowed[who] == "any" or state in allowed[who])):
                right = got != REFUSED and (got != UNSEEN or row.get("missing", False))
            else:
                right = got == REFUSED
            if not right:
                wrong.append((state, who, got))
    assert wrong == []


@pytest.mark.parametrize("name", TABLE["pages"])
def test_who_gets_into_a_page(name: str, stage: SignedIn) -> None:
    allowed = TABLE["pages"][name]["get"]
    for who in (*TABLE["readers"], *TABLE["strangers"]):
        expected = 200 if allowed == "everybody" or who in allowed else REFUSED
        assert (who, stage(who).get(reverse(name)).status_code) == (who, expected)


@pytest.mark.parametrize("name", [*TABLE["form"], *TABLE["pages"]])
def test_nobody_gets_anywhere_without_signing_in(name: str, draft: Filing) -> None:
    url = address(draft, name, TABLE["form"][name]) if name in TABLE["form"] else reverse(name)
    for answer in (Client().get(url), Client().post(url)):
        if url.startswith("/api/"):
            assert answer.status_code == 401
        else:
            assert answer.headers["Location"].startswith("/login")
