"""What of last year stands in the fill-in workbook, what beside it, and what is said of the rest."""

import pytest
from msgspec.structs import replace

from jixiao import pipeline
from jixiao.forms import layouts
from jixiao.model import Evaluation, Field, Goal, Indicator
from jixiao.renderers.fillin import LastYear, NotFillableError, from_last_year, hints, workbook
from jixiao.renderers.fillin.beside import CAPTION
from tests.renderers.fillin.filling import EXAMPLES, FILLABLE, FORM, PACK, laid, opened, recognised, rows, template


def test_a_year_in_a_target_stays_and_is_marked() -> None:
    made = template(FORM)
    content = workbook([made], PACK)
    assert made.evaluation.year == 2025
    assert made.evaluation.indicators[2].target == "2024年11月底前"
    page, form = opened(content, values=True).worksheets[0], laid(made)
    said = [page.cell(form.first + 1 + index, len(form.widths) + 3).value or "" for index in range(6)]
    assert said == ["", "", hints.YEAR, "", "", ""]


def test_what_last_year_said_stands_beside_and_its_findings_as_reminders() -> None:
    audited = pipeline.audit(EXAMPLES[0].parent / "t1-fund-supervision.txt")
    [last] = audited.submission.evaluations
    made = template(last, findings=audited.findings)
    book = opened(workbook([made], PACK), values=True)
    form, page = laid(made), book.worksheets[0]
    side = len(form.widths) + 2
    beside = [page.cell(form.first + 1 + 2, side + offset).value for offset in (2, 3, 5)]
    assert beside == [
        last.indicators[2].actual,
        f"{last.indicators[2].score}／{last.indicators[2].weight}",
        last.indicators[2].note,
    ]
    told = [cell.value for cells in book["填表说明"].iter_rows() for cell in cells if cell.value]
    for finding in audited.findings:
        assert finding.message in told
    assert page["K1"].value == CAPTION


def test_signatures_and_days_are_not_carried_over_but_what_describes_the_project_is() -> None:
    fields = (
        Field(label="填报日期", value="2024年3月1日"),
        Field(label="单位负责人签字", value="负责人甲"),
        Field(label="项目属性", value="延续项目"),
    )
    last = Evaluation(layout="T8", form="target", year=2024, title="申报表", fields=fields, indicators=FORM.indicators)
    kept = {field.label: field.value for field in template(last).evaluation.fields}
    assert kept["项目属性"] == "延续项目"
    assert kept.get("填报日期") is None
    assert kept.get("单位负责人签字") is None


def test_the_year_in_the_title_moves_with_the_form() -> None:
    last = Evaluation(layout="T4", year=2024, title="2024年度项目支出绩效自评表", indicators=FORM.indicators)
    assert template(last).evaluation.title == "2025年度项目支出绩效自评表"


def test_a_year_that_the_title_names_is_not_printed_below_it_again() -> None:
    last = Evaluation(layout="T1", year=2024, title="2024年度项目支出绩效自评表", indicators=FORM.indicators)
    kinds = {spot.kind: spot.text for spot in laid(template(last)).spots}
    assert kinds["title"] == "2025年度项目支出绩效自评表"
    assert "subtitle" not in kinds
    kinds = {spot.kind: spot.text for spot in laid(template(FORM)).spots}
    assert kinds["subtitle"] == "（2025年度）"


@pytest.mark.parametrize("code", FILLABLE)
def test_a_form_of_one_layout_is_carried_into_any_other(code: str) -> None:
    """What the other layout holds of the rows reads back from it, and nothing else is in the way."""
    [last] = pipeline.read(EXAMPLES[0].parent / "t11-sichuan-aid-workers.txt").evaluations
    made = from_last_year(LastYear(evaluation=last), layouts()[code], None, PACK)
    submission = recognised(workbook([made], PACK))
    assert [rows(form) for form in submission.evaluations] == [rows(made.evaluation)]
    assert not submission.problems


def test_what_the_layout_cannot_hold_is_listed() -> None:
    row = Indicator(level1="产出指标", level2="数量指标", name="培训", target="≥8次", weight="90", rule="每少1次扣2分")
    last = LastYear(evaluation=Evaluation(layout="T4", year=2024, title="自评表", indicators=(row,)))
    made = from_last_year(last, layouts()["T1"], None, PACK)
    assert any("每少1次扣2分" in omission.text for omission in made.dropped)
    told = opened(workbook([made], PACK))["填表说明"]
    assert any("每少1次扣2分" in str(cell.value) for cells in told.iter_rows() for cell in cells)


def test_a_goal_form_leads_to_a_self_evaluation_of_the_same_year() -> None:
    """Its weights are those of 90 points, to which the execution rate adds its ten; nothing is called last year's."""
    [goals] = pipeline.read(EXAMPLES[0].parent / "t8-goal-long-term-care.txt").evaluations
    made = from_last_year(LastYear(evaluation=goals), layouts()["T1"], None, PACK)
    assert made.evaluation.year == goals.year
    assert made.evaluation.funds[0].weight == "10"
    content = workbook([made], PACK)
    [read] = recognised(content).evaluations
    assert (read.form, read.total_weight) == ("self_evaluation", "100")
    assert [row.name for row in read.indicators] == [row.name for row in goals.indicators]
    form = laid(made)
    assert opened(content).worksheets[0].cell(form.first, len(form.widths) + 4).value == "申报表完成值"


def test_a_text_that_no_cell_holds_is_refused_in_the_form_and_cut_beside_it() -> None:
    row = Indicator(level1="产出指标", level2="数量指标", name="培训", target="≥8次", weight="90", note="长" * 40_000)
    last = Evaluation(layout="T1", year=2024, title="自评表", indicators=(row,))
    page = opened(workbook([template(last)], PACK)).worksheets[0]
    assert any(str(cell.value).endswith("从略）") for cells in page.iter_rows() for cell in cells)
    with pytest.raises(NotFillableError, match="40000个字"):
        workbook([template(replace(last, goals=(Goal(expected="长" * 40_000),)))], PACK)
