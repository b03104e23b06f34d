"""Cycles: who opens them, what is made in them and from what."""

from collections.abc import Callable
from datetime import date
from re import DOTALL, findall

import pytest
from django.test import Client

from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import expected, make_filing, open_cycle, sources_of
from jixiao_web.cycles.progress import progress, without_forms
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body, Person

SignedIn = Callable[[str], Client]
FIELDS = {
    "name": "青崖市2026年度绩效自评",
    "year": "2026",
    "stage": "self_evaluation",
    "deadline": "2027-02-26",
    "layout_project": "T1",
    "layout_transfer": "T2",
    "layout_department": "T6",
}
MONITORED = {"name": "1—7月监控", "year": "2026", "stage": "monitoring", "months": "1—7月", "deadline": "2027-02-26"}


def test_a_supervisor_opens_a_cycle_for_the_own_subtree(as_: SignedIn, body: Callable[[str], Body]) -> None:
    city = as_("shenhe")
    assert "表式" in city.get("/cycles/open").content.decode()
    assert city.post("/cycles/open", {**FIELDS, "body": body("云岭省").pk}).status_code == 200
    answer = city.post("/cycles/open", {**FIELDS, "body": body("青崖市").pk})
    cycle = Cycle.objects.get(year=2026)
    assert answer.headers["Location"] == f"/cycles/{cycle.pk}/"
    assert cycle.plan("transfer").layout == "T2"
    assert "青崖市2026年度绩效自评" in as_("tianbao").get("/cycles/").content.decode()


def test_units_stand_in_the_order_in_which_they_were_set_up(draft: Filing, body: Callable[[str], Body]) -> None:
    county = body("石门县")
    made = [Body.objects.create(pk=95 + each, name=f"第{each}县局", kind="unit", parent=county) for each in range(12)]
    idle = [each.name for each in without_forms(draft.cycle, [draft.body.unit]) if each in made]
    assert idle == [each.name for each in made]
    Filing.objects.filter(pk=draft.pk).update(body=made[11])
    other = Filing.objects.get(pk=draft.pk)
    other.pk, other.body, other.project = None, made[2], draft.project
    units, together = progress([Filing.objects.get(pk=draft.pk), other])
    assert [each.unit for each in units] == [made[2], made[11]]
    assert together.forms == 2


@pytest.mark.parametrize("who", ["tianbao", "juzhang", "shenji", "zhuanjia", "xitong"])
def test_others_open_none(as_: SignedIn, who: str) -> None:
    assert as_(who).get("/cycles/open").status_code == 403


def test_a_form_is_carried_from_last_years(as_: SignedIn, draft: Filing, person: Callable[[str], Person]) -> None:
    cycle = open_cycle(
        person("shenhe"),
        draft.cycle.body,
        name="下一年",
        year=2026,
        stage="self_evaluation",
        deadline=date(2027, 2, 1),
        plans={},
    )
    unit, url = as_("tianbao"), f"/cycles/{cycle.pk}/make"
    fields = {"project": draft.project.pk, "body": draft.body.pk, "source": draft.pk}
    assert "2025年度" in unit.get(f"/cycles/{cycle.pk}/").content.decode()
    made = Filing.objects.get(pk=int(unit.post(url, fields).headers["Location"].split("/")[2]))
    first = made.rows.filter(part="indicators")[0].values
    assert first["target"] == "≥12场"
    assert "actual" not in first
    assert made.last_year == draft
    assert "initial" not in made.rows.filter(part="funds")[0].values, "the budget of another year"
    again = unit.post(url, fields, follow=True).content.decode()
    assert "没有重复新建" in again


def test_monitored_values_become_drafts_and_scores_do_not(draft: Filing, person: Callable[[str], Person]) -> None:
    opened = {"year": 2025, "deadline": date(2025, 8, 20), "plans": {}}
    watched = open_cycle(person("shenhe"), draft.cycle.body, name="监控", stage="monitoring", months="1—7月", **opened)
    monitoring = make_filing(person("tianbao"), watched, draft.project, source=draft.last_year)
    row = monitoring.rows.filter(part="indicators")[0]
    row.values = {**row.values, "actual": "7场", "note": "汛期推迟", "score": "3"}
    row.save()
    draft.delete()
    cycle = Cycle.objects.get(year=2025, stage="self_evaluation")
    assert sources_of(cycle, monitoring.project)[0] == monitoring
    made = make_filing(person("tianbao"), cycle, monitoring.project, source=monitoring)
    values = made.rows.filter(part="indicators")[0].values
    assert (values["actual"], values["note"]) == ("7场", "汛期推迟")
    assert "score" not in values


def test_a_new_project_gets_an_empty_form(as_: SignedIn, cycle: Cycle, body: Callable[[str], Body]) -> None:
    unit, url = as_("tianbao"), f"/cycles/{cycle.pk}/make"
    fields = {"name": "档案数字化", "kind": "project", "body": body("石门县医疗保障局").pk}
    answer = unit.post(url, fields, follow=True)
    assert "增加" in answer.content.decode()
    assert Project.objects.get(name="档案数字化").code
    assert "请写明项目名称" in unit.post(url, {**fields, "name": " "}, follow=True).content.decode()
    assert unit.post(url, {**fields, "body": body("柳泉县医疗保障局").pk}).status_code == 403
    assert as_("liuquan").post(f"/cycles/{cycle.pk}/make", {**fields}).status_code == 403


def test_in_an_ended_cycle_nothing_is_written(as_: SignedIn, draft: Filing) -> None:
    url = f"/cycles/{draft.cycle_id}/close"
    assert as_("tianbao").post(url, {"closed": "1"}).status_code == 403
    as_("shenhe").post(url, {"closed": "1"})
    assert "<textarea" not in as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()
    as_("shenhe").post(url, {"closed": "0"})
    assert "<textarea" in as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()


def test_a_monitoring_cycle_says_its_months_and_no_deadline_has_passed(
    as_: SignedIn, body: Callable[[str], Body]
) -> None:
    fields = {**MONITORED, "body": body("青崖市").pk}
    for wrong in ({"months": ""}, {"months": "十三月"}, {"months": "1—7月", "deadline": "2020-01-01"}):
        assert as_("shenhe").post("/cycles/open", {**fields, **wrong}).status_code == 200
    assert as_("shenhe").post("/cycles/open", {**fields, "months": "1—7月"}).status_code == 302


def test_a_cycle_of_monitoring_takes_the_layout_of_monitoring(as_: SignedIn, body: Callable[[str], Body]) -> None:
    city = as_("shenhe")
    page = city.get("/cycles/open", {"stage": "monitoring"}).content.decode()
    assert "T7" in page
    assert 'value="T1"' not in page
    assert "T10" not in page
    misfit = {**MONITORED, "body": body("青崖市").pk, "layout_project": "T1"}
    assert city.post("/cycles/open", misfit).status_code == 200
    city.post("/cycles/open", {**MONITORED, "body": body("青崖市").pk})
    cycle = Cycle.objects.get(name=MONITORED["name"])
    layouts = [cycle.plan(kind).layout for kind in ("project", "transfer", "department")]
    assert layouts == ["T7", "T7-转移支付", "T7-整体"]


def test_what_is_offered_for_a_cycle_is_told_apart(as_: SignedIn) -> None:
    for stage in ("target", "monitoring", "self_evaluation"):
        page = as_("shenhe").get("/cycles/open", {"stage": stage}).content.decode()
        assert "-----" not in page
        for select in findall(r"<select.*?</select>", page, DOTALL):
            offered = [words.removesuffix("（默认）") for words in findall(r"<option[^>]*>([^<]*)<", select)]
            assert len(set(offered)) == len(offered), offered


def _carried_into(source: Filing, person: Person, year: int, stage: str, name: str = "下一批") -> Filing:
    cycle = open_cycle(
        person,
        source.cycle.body,
        name=name,
        year=year,
        stage=stage,
        months="1—7月" if stage == "monitoring" else "",
        deadline=date(2027, 2, 1),
        plans={},
    )
    return make_filing(person, cycle, source.project, source=source)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("stage", ["target", "monitoring", "self_evaluation"])
def test_whatever_is_carried_stands_on_the_page(
    as_: SignedIn, draft: Filing, person: Callable[[str], Person], year: int, stage: str
) -> None:
    if year == draft.cycle.year:
        draft.cycle.stage = "target"
        draft.cycle.save()
    made = _carried_into(draft, person("tianbao"), year, stage)
    page = as_("tianbao").get(f"/filings/{made.pk}/").content.decode()
    held = [f"{row.part}/{row.pk}/{field}" for row in made.rows.all() for field, text in row.values.items() if text]
    unseen = {
        address for address in held if f'"{address}"' not in page and not address.endswith(("/level1", "/level2"))
    }
    assert not unseen
    assert "title" not in made.head
    assert ("initial" in made.rows.filter(part="funds")[0].values) == (year == draft.cycle.year), (
        "the budget of this year alone"
    )


def test_what_an_earlier_period_came_to_is_not_that_of_the_next(draft: Filing, person: Callable[[str], Person]) -> None:
    first = _carried_into(draft.last_year or draft, person("tianbao"), 2025, "monitoring")
    row = first.rows.filter(part="indicators")[0]
    row.values = {**row.values, "actual": "4场", "note": "场地装修", "likelihood": "有可能"}
    row.save()
    second = _carried_into(first, person("tianbao"), 2025, "monitoring", name="1—9月监控")
    assert not {"actual", "note", "likelihood", "cause"} & set(second.rows.filter(part="indicators")[0].values)


def test_a_project_of_a_later_year_is_no_duty_of_an_earlier_cycle(
    as_: SignedIn, cycle: Cycle, body: Callable[[str], Body], person: Callable[[str], Person]
) -> None:
    earlier = Cycle.objects.get(year=2024)
    unit = body("石门县医疗保障局")
    before = expected(earlier, [unit]).count()
    late = Project.objects.create(body=unit, code="LATE", name="新设项目")
    make_filing(person("tianbao"), cycle, late)
    assert expected(earlier, [unit]).count() == before
    assert "新设项目" not in as_("tianbao").get(f"/cycles/{earlier.pk}/").content.decode()


def test_who_collects_sees_how_far_every_unit_is(as_: SignedIn, cycle: Cycle, draft: Filing) -> None:
    Filing.objects.filter(pk=draft.pk).update(state="confirmed")
    page = as_("shenhe").get(f"/cycles/{cycle.pk}/").content.decode()
    table = page.split("各单位进度")[1].split("</section>")[0]
    rows = [findall(r"(?<=>)[^<>\s]+(?=<)", row) for row in findall(r"<tr>.*?</tr>", table, DOTALL)]
    assert rows == [
        ["单位", "填报中", "已退回", "待受理", "审核中", "已确定", "合计"],
        ["石门县医疗保障局", "1", "0", "0", "0", "1", "2"],
        ["柳泉县医疗保障局", "0", "0", "1", "0", "0", "1"],
        ["合计", "1", "0", "1", "0", "1", "3"],
    ]
    assert findall(r"<li>([^<]+)</li>", table) == ["青崖市医疗保障局", "青崖市财政局"]
    assert "各单位进度" not in as_("tianbao").get(f"/cycles/{cycle.pk}/").content.decode()


def test_the_page_of_a_cycle_names_the_first_forms_and_counts_the_others(
    as_: SignedIn, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jixiao_web.cycles.views._SHOWN", 1)
    page = as_("shenhe").get(f"/cycles/{cycle.pk}/").content.decode()
    assert "这里列前1张，还有2张" in page
