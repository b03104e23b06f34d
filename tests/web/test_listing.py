"""The list of forms: narrowed, ordered, with what changed, and one step taken with many."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.searching import Wanted, found, offers, wanted
from jixiao_web.people.models import Body, Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow import bulk

SignedIn = Callable[[str], Client]
TODAY = date(2026, 11, 30)


def said(answer: HttpResponse) -> str:
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def codes(person: Person, query: str) -> list[str]:
    asked, _ = wanted(dict(part.split("=") for part in query.split("&")))
    return [f"{each.project.code[-1]}/{each.cycle.year}" for each in found(person, asked, TODAY)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2024", ["1/2024"]),
        ("stage=self_evaluation&state=draft", ["1/2025", "2/2025"]),
        ("stage=target", []),
        ("kind=transfer", []),
        ("q=监督&state=submitted", ["3/2025"]),
        ("q=1001", ["1/2025", "1/2024"]),
        ("q=柳泉县", ["3/2025"]),
        ("year=1999", []),
        ("body=999999", []),
    ],
)
def test_the_list_is_narrowed(person: Callable[[str], Person], query: str, expected: list[str]) -> None:
    assert codes(person("shenhe"), query) == expected


@pytest.mark.parametrize(
    ("sort", "first"),
    [("year", "1/2024"), ("-project", "1/2025"), ("deadline", "1/2024"), ("-state", "3/2025"), ("state", "1/2024")],
)
def test_the_list_is_ordered_as_asked(person: Callable[[str], Person], sort: str, first: str) -> None:
    ordered = codes(person("shenhe"), f"sort={sort}")
    assert ordered[0] == first
    assert len(ordered) == 4


def test_a_body_stands_for_its_whole_subtree(
    person: Callable[[str], Person], body: Callable[[str], Body], cycle: Cycle
) -> None:
    city = person("shenhe")
    assert codes(city, f"body={body('石门县').pk}&cycle={cycle.pk}") == ["1/2025", "2/2025"]
    assert codes(city, f"body={body('待遇保障股').pk}") == ["2/2025"]
    assert codes(person("tianbao"), f"body={body('柳泉县').pk}") == []


def test_what_is_overdue_is_the_units_and_past_its_deadline(
    person: Callable[[str], Person], cycle: Cycle, as_: SignedIn
) -> None:
    assert codes(person("shenhe"), "overdue=1") == []
    Cycle.objects.filter(pk=cycle.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    late = found(person("shenhe"), Wanted(overdue="1"), timezone.localdate())
    assert {each.state for each in late} == {"draft"}
    page = as_("shenhe").get("/filings/").content.decode()
    assert page.count("已逾期</span>") == len(late) == 2


def test_fields_that_hold_nothing_known_are_told_and_narrow_nothing() -> None:
    asked, wrong = wanted({"year": "x", "state": "flying", "sort": "-state", "kind": "", "body": "9" * 30})
    assert asked == Wanted(sort="-state")
    assert wrong == ["body", "year", "state"]


def test_people_are_offered_what_they_see_and_no_more(person: Callable[[str], Person]) -> None:
    city, county = offers(person("shenhe")), offers(person("tianbao"))
    assert [name.strip("　") for _, name in county.bodies] == ["石门县医疗保障局", "待遇保障股"]
    assert [name for _, name in city.bodies][:2] == ["青崖市", "　石门县"]
    assert city.years == [2025, 2024]
    assert offers(person("xitong")).bodies == []


def test_the_list_tells_what_others_did_since_one_looked(as_: SignedIn, draft: Filing) -> None:
    city, unit = as_("shenhe"), as_("tianbao")
    assert "未看过" in city.get("/filings/").content.decode()
    city.get(f"/filings/{draft.pk}/")
    only = f"/filings/?q={draft.project.name}&year=2025"
    assert "无变化" in city.get(only).content.decode()
    assert f'href="/filings/{draft.pk}/"' not in city.get("/filings/?changed=1").content.decode()
    for field in ("remark", "supervisor"):
        seen = draft.head.get(field, "")
        unit.post(f"/filings/{draft.pk}/cell", {"address": f"head/{field}", "seen": seen, "value": f"改后的{field}"})
    draft.refresh_from_db()
    unit.post(f"/filings/{draft.pk}/steps/propose", {"version": draft.version})
    assert "送单位审核、修改2处" in city.get(only).content.decode()
    assert f'href="/filings/{draft.pk}/"' in city.get("/filings/?changed=1").content.decode()
    city.get(f"/filings/{draft.pk}/")
    assert "无变化" in city.get(only).content.decode()


def test_the_filter_stays_in_the_address(as_: SignedIn) -> None:
    page = as_("shenhe").get("/filings/?state=submitted&sort=-changed_at").content.decode()
    assert '<option value="submitted" selected>' in page
    assert 'aria-sort="descending"' in page
    assert "?state=submitted&amp;sort=project" in page
    answer = as_("shenhe").post("/bulk", {"code": "open", "query": "state=submitted&sort=-changed_at"})
    assert answer.headers["Location"] == "/filings/?state=submitted&sort=-changed_at"
    assert "请先勾选" in said(answer)


@pytest.fixture
def many(cycle: Cycle, handed_in: Filing) -> list[Filing]:
    """1,200 forms that were handed in."""
    head = {"total_score": "95"}
    projects = Project.objects.bulk_create(
        Project(code=f"P{number:04}", name=f"第{number}号项目", body=handed_in.body) for number in range(1200)
    )
    return Filing.objects.bulk_create(
        Filing(
            cycle=cycle,
            project=project,
            body=handed_in.body,
            created_by=handed_in.created_by,
            state=State.SUBMITTED,
            head=head,
        )
        for project in projects
    )


@pytest.mark.usefixtures("many")
def test_a_thousand_forms_are_paged_with_few_questions_to_the_database(
    as_: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    city = as_("shenhe")
    with django_assert_max_num_queries(25):
        page = city.get("/filings/?state=submitted&page=3").content.decode()
    assert "第3页，共25页" in page
    assert "?state=submitted&amp;page=4" in page
    assert page.count('name="filing"') == 50


@pytest.mark.usefixtures("many")
def test_all_that_are_as_asked_take_a_step_as_many_as_go_at_once(
    as_: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 30)
    city = as_("shenhe")
    page = city.get("/filings/?q=号项目").content.decode()
    assert "全部1200张" in page
    until = re.search(r'name="until" value="(\d+)"', page)
    assert until
    answer = city.post("/bulk", {"code": "open", "scope": "all", "query": "q=号项目", "until": until[1]})
    assert "已受理30张" in said(answer)
    assert "还有1170张" in said(answer)
    assert Filing.objects.filter(state=State.IN_REVIEW).count() == 30


def test_many_forms_take_a_step_at_once_and_those_that_cannot_are_named(
    as_: SignedIn, draft: Filing, handed_in: Filing
) -> None:
    last = Entry.objects.first()
    assert last
    fields = {"code": "open", "filing": [str(draft.pk), str(handed_in.pk), "x"], "until": last.pk}
    answer = as_("shenhe").post("/bulk", fields)
    assert "已受理1张" in said(answer)
    assert "医保政策宣传" in said(answer)
    handed_in.refresh_from_db()
    assert handed_in.state == State.IN_REVIEW
    assert as_("shenhe").post("/bulk", {"code": "fly"}).status_code == 404
    assert as_("shenhe").post("/bulk", {"code": "reopen", "filing": [str(handed_in.pk)]}).status_code == 404


def test_no_form_takes_a_step_over_what_changed_after_the_list_was_opened(as_: SignedIn, handed_in: Filing) -> None:
    fields = {"code": "open", "filing": [str(handed_in.pk)], "until": "0"}
    assert "又有改动" in said(as_("shenhe").post("/bulk", fields))
    handed_in.refresh_from_db()
    assert handed_in.state == State.SUBMITTED


def test_steps_are_offered_for_the_state_that_is_asked_for(as_: SignedIn) -> None:
    page = as_("shenhe").get("/filings/?state=submitted").content.decode()
    assert 'value="open"' in page
    assert 'value="recheck"' not in page
    assert 'name="scope"' not in as_("shenji").get("/filings/").content.decode()


def test_the_forms_are_added_up_by_state_whatever_state_is_asked_for(as_: SignedIn) -> None:
    page = as_("shenhe").get("/filings/?state=draft&year=2025").content.decode()
    totals = page.split('aria-label="按状态"')[1].split("</p>")[0]
    assert re.findall(r"state=(\w+)[^>]*>([^<]+)<", totals) == [("draft", "填报中 2"), ("submitted", "已提交 1")]
    assert totals.count('aria-current="true"') == 1
    assert "year=2025" in totals


def test_a_list_without_forms_says_what_to_do(as_: SignedIn) -> None:
    assert "清除条件" in as_("shenhe").get("/filings/?q=查无此项").content.decode()
    assert "分派给您评审" in as_("zhuanjia").get("/filings/").content.decode()
    Filing.objects.update(last_year=None)
    Filing.objects.all().delete()
    assert "上传已有的表或新建空白表" in as_("tianbao").get("/filings/").content.decode()


def test_a_cycle_is_named_with_its_year_once(as_: SignedIn, cycle: Cycle) -> None:
    assert "2025年度 " not in as_("shenhe").get(f"/filings/?cycle={cycle.pk}").content.decode()
    Cycle.objects.filter(pk=cycle.pk).update(name="部门预算项目自评")
    assert "2025年度 部门预算项目自评" in as_("shenhe").get(f"/filings/?cycle={cycle.pk}").content.decode()
