"""双监控 in the application: lights beside the rows, warnings with a time limit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from jixiao import pipeline
from jixiao.papers.formats import formats
from jixiao.renderers import official
from jixiao_web.cycles.opening import make_filing, open_cycle
from jixiao_web.downloads import making
from jixiao_web.filings.causes import CAUSES, joined, parted
from jixiao_web.filings.content import submission_of
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person
from jixiao_web.workflow.models import Rectification
from jixiao_web.workflow.speaking import working_days_after

SignedIn = Callable[[str], Client]


@pytest.fixture
def monitoring(draft: Filing, person: Callable[[str], Person]) -> Filing:
    """The form of the first eight months of 2025 under the rules of Sichuan: 4 of 12 sessions, 8 of 20."""
    cycle = open_cycle(
        person("shenhe"),
        draft.cycle.body,
        name="1—8月监控",
        year=2025,
        stage="monitoring",
        months="1—8月",
        deadline=date(2025, 9, 10),
        plans={"project": ("T7", "", "monitor-sichuan-2025")},
    )
    made = make_filing(person("tianbao"), cycle, draft.project, source=draft.last_year)
    rows = {"funds": {"initial": "20", "executed": "8"}, "indicators": {"actual": "2场"}}
    for part, values in rows.items():
        row = made.rows.filter(part=part)[0]
        row.values = {**row.values, **values}
        row.save()
    return made


def test_the_page_shows_lights_and_where_the_year_is_heading(as_: SignedIn, monitoring: Filing) -> None:
    monitoring.cycle.plans.update(monitor_pack="")
    page = as_("tianbao").get(f"/filings/{monitoring.pk}/").content.decode()
    assert "红灯" in page
    assert "全年约3场" in page
    cell = f"indicators/{monitoring.rows.filter(part='indicators')[0].pk}/actual"
    answer = as_("tianbao").post(f"/filings/{monitoring.pk}/cell", {"address": cell, "seen": "2场", "value": "7场"})
    assert "绿灯" in answer.content.decode()


def test_warnings_are_given_out_once_with_their_time_limit(as_: SignedIn, monitoring: Filing) -> None:
    Filing.objects.filter(pk=monitoring.pk).update(state="submitted")
    city = as_("shenhe")
    assert "低于60%" in city.get(f"/filings/{monitoring.pk}/").content.decode()
    for _ in range(2):
        city.post(f"/filings/{monitoring.pk}/warn")
    given = Rectification.objects.filter(filing=monitoring)
    assert given.count() == 2
    assert all(each.due for each in given)
    assert "预警" in as_("tianbao").get("/rectifications/").content.decode()


def test_without_warnings_none_are_given_out(as_: SignedIn, handed_in: Filing) -> None:
    answer = as_("shenhe").post(f"/filings/{handed_in.pk}/warn", follow=True)
    assert "没有预警" in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2025, 9, 1), date(2025, 9, 15)),
        (date(2025, 9, 5), date(2025, 9, 19)),
        (date(2025, 9, 6), date(2025, 9, 19)),
    ],
)
def test_working_days_leave_out_the_weekends(day: date, due: date) -> None:
    assert working_days_after(day, 10) == due


def test_reasons_by_category_stand_on_the_page_on_paper_and_in_what_is_carried_over(
    as_: SignedIn, monitoring: Filing, person: Callable[[str], Person]
) -> None:
    row = monitoring.rows.filter(part="indicators")[0]
    client, url = as_("tianbao"), f"/filings/{monitoring.pk}/"
    page = client.get(url).content.decode()
    assert all(f"<option>{cause}</option>" in page for cause in CAUSES)
    assert all(words in page for words in ("完成目标可能性", "全年预计完成值", "低于60%"))
    for field, value in (("cause", "经费保障"), ("note", "补助资金十月才下达"), ("likelihood", "有可能")):
        fields = {"address": f"indicators/{row.pk}/{field}", "seen": "", "value": value}
        assert client.post(f"{url}cell", fields).status_code == 200
    [paper] = official.convert(submission_of(monitoring)).papers
    text = formats["html"].write([paper]).decode()
    assert "经费保障：补助资金十月才下达" in text
    assert "有可能" in text
    cycle = open_cycle(
        person("shenhe"),
        monitoring.body,
        name="2025年自评之二",
        year=2025,
        stage="self_evaluation",
        months="",
        deadline=date(2026, 3, 1),
        plans={"project": ("T1", "", "")},
    )
    made = make_filing(person("tianbao"), cycle, monitoring.project, source=monitoring)
    assert made.rows.filter(part="indicators")[0].values["note"] == "经费保障：补助资金十月才下达"
    assert "likelihood" not in made.rows.filter(part="indicators")[0].values


@pytest.mark.parametrize(
    ("note", "cause", "rest"),
    [
        ("经费保障：资金没有到位", "经费保障", "资金没有到位"),
        ("人员保障", "人员保障", ""),
        ("其他原因，见附件", "", "其他原因，见附件"),
        ("", "", ""),
    ],
)
def test_a_reason_on_paper_is_parted_into_category_and_words(note: str, cause: str, rest: str) -> None:
    assert parted(note) == (cause, rest)
    assert (joined(cause, rest) or "") == note


def test_a_warning_leads_to_its_cell(as_: SignedIn, monitoring: Filing) -> None:
    fund = monitoring.rows.filter(part="funds")[0]
    assert f'data-goto="funds/{fund.pk}/executed"' in as_("tianbao").get(f"/filings/{monitoring.pk}/").content.decode()


def _with_lights(monitoring: Filing) -> Filing:
    monitoring.cycle.plans.update(monitor_pack="")
    return Filing.objects.get(pk=monitoring.pk)


def test_a_red_light_demands_outlook_reason_and_handling_before_the_form_is_handed_in(
    as_: SignedIn, monitoring: Filing
) -> None:
    monitoring = _with_lights(monitoring)
    assert {"MON-01", "MON-02"} <= {each.code for each in judge(monitoring).findings}
    for row in monitoring.rows.filter(part="indicators"):
        row.values = {**row.values, "actual": row.values.get("actual") or row.values["target"]}
        row.save()
    Filing.objects.filter(pk=monitoring.pk).update(state="unit_review")
    answer = as_("caiwu").post(f"/filings/{monitoring.pk}/steps/submit", {"version": monitoring.version}, follow=True)
    assert "既未改正，也未说明原因" in answer.content.decode()
    row = monitoring.rows.filter(part="indicators")[0]
    row.values = {
        **row.values,
        "forecast": "12场",
        "likelihood": "有可能",
        "cause": "经费保障",
        "note": "补助资金六月才下达，已排定八月起每月补办2场",
    }
    row.save()
    named = row.values["name"]
    left = [each for each in judge(monitoring).findings if each.code.startswith("MON-0") and named in each.message]
    assert not left


def test_lights_follow_the_pack_of_the_cycle(monitoring: Filing) -> None:
    assert "MON-01" not in {each.code for each in judge(monitoring).findings}, (
        "Sichuan warns, it has no lights of shares"
    )


def test_the_paper_bears_the_months_of_the_cycle(monitoring: Filing, tmp_path: Path) -> None:
    file = tmp_path / "monitoring.docx"
    file.write_bytes(making.form(monitoring, "docx").content)
    with ZipFile(file) as package:
        text = package.read("word/document.xml").decode()
    assert "1-8月" in text
    assert "1-7月" not in text
    [read] = pipeline.read(file).evaluations
    assert (read.form, read.layout, read.period) == ("monitoring", "T7", "1-8月")


def test_what_is_found_on_the_page_is_found_in_the_paper(monitoring: Filing, tmp_path: Path) -> None:
    monitoring = _with_lights(monitoring)
    file = tmp_path / "monitoring.docx"
    file.write_bytes(making.form(monitoring, "docx").content)
    found = {(each.code, each.message) for each in pipeline.audit(file).findings}
    assert found == {(each.code, each.message) for each in judge(monitoring).findings}


def test_the_execution_rate_is_worked_out(as_: SignedIn, monitoring: Filing) -> None:
    assert "40.00%" in as_("tianbao").get(f"/filings/{monitoring.pk}/").content.decode()


def test_no_review_score_is_asked_for_where_there_is_no_column_for_it(as_: SignedIn, monitoring: Filing) -> None:
    Filing.objects.filter(pk=monitoring.pk).update(state="in_review")
    assert "可以填写复核值" not in as_("shenhe").get(f"/filings/{monitoring.pk}/").content.decode()


def test_a_light_is_explained_like_a_score(as_: SignedIn, monitoring: Filing) -> None:
    monitoring = _with_lights(monitoring)
    row = monitoring.rows.filter(part="indicators")[0]
    told = as_("tianbao").get(f"/filings/{monitoring.pk}/rows/{row.pk}").content.decode()
    assert "标准值＝" in told
    assert "这张表不计分" not in told


def test_a_row_without_an_indicator_has_no_light(as_: SignedIn, monitoring: Filing) -> None:
    values = {"level1": "产出指标", "level2": "质量指标"}
    row = monitoring.rows.create(part="indicators", position=0, values=values)
    unit = as_("tianbao")
    page = unit.get(f"/filings/{monitoring.pk}/").content.decode()
    assert f'id="light-{row.pk}"></td>' in page
    assert "这张表不计分" in unit.get(f"/filings/{monitoring.pk}/rows/{row.pk}").content.decode()
