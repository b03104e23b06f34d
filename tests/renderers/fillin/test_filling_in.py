"""A fill-in workbook reads back what was carried over and what was typed, and calculates what the scorer says."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from jixiao import pipeline
from jixiao.forms import layouts
from jixiao.model import Evaluation, Field, Fund, Goal, Indicator
from jixiao.renderers.annotated import annotate
from jixiao.renderers.fillin import LastYear, NotFillableError, Template, calculation, from_last_year, hints, workbook
from jixiao.renderers.fillin.beside import CAPTION
from jixiao.renderers.fillin.explanations import LONGEST_TEXT, LONGEST_TITLE, explanations
from jixiao.scoring import RowScore, packs, score
from tests.renderers.fillin.filling import PACK, blank_of, carried, filled, laid, opened, recognised, rows, template
from tests.renderers.fillin.recalculating import PROGRAM, WHY_NOT, saved_again

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("t*.txt"))
FILLABLE = ("T1", "T1-成本", "T1-元", "T2", "T3", "T4", "T6", "T7", "T8", "T10", "T11")
needs_office = pytest.mark.skipif(PROGRAM is None, reason=WHY_NOT)


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def example(request: pytest.FixtureRequest) -> list[Template]:
    """This year's forms out of an example, with what its audit found."""
    audited = pipeline.audit(request.param)
    found = enumerate(audited.submission.evaluations)
    return [template(evaluation, index=index, findings=audited.findings) for index, evaluation in found]


def _without_names(content: bytes) -> bytes:
    """The same workbook after a program that loses the names of ranges."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for item in source.infolist():
            data = source.read(item).decode()
            target.writestr(item, re.sub(r'<definedName name="非填报内容"[^<]*</definedName>', "", data))
    return made.getvalue()


def test_a_template_of_each_example_reads_back_what_it_carries_over(example: list[Template]) -> None:
    """Nothing of the side columns, the lists, the explanations and the hidden sheet is read, and nobody is troubled about them."""
    submission = recognised(workbook(example, PACK))
    assert [_comparable(form) for form in submission.evaluations] == [_comparable(each.evaluation) for each in example]
    assert not submission.narrative.text
    assert not {problem.code for problem in submission.problems} - {"READ-03"}
    assert all(not row.doubtful for form in submission.evaluations for row in form.indicators)


def _comparable(form: Evaluation) -> dict[str, object]:
    """Without rows of funds that hold no amount yet: a label alone says to no reader what it is."""
    return {name: value for name, value in carried(form).items() if name != "funds"}


def test_the_rows_come_back_even_where_the_names_of_the_ranges_were_lost(example: list[Template]) -> None:
    submission = recognised(_without_names(workbook(example, PACK)))
    assert [rows(form) for form in submission.evaluations] == [rows(each.evaluation) for each in example]


def _answers(made: Template) -> dict[str, str | float]:
    """Something in every cell that may be typed into and is blank."""
    form = laid(made)
    answers: dict[str, str | float] = {}
    for index, fund in enumerate(made.evaluation.funds):
        for field, amount in (("initial", 120), ("adjusted", 132.5), ("executed", 128.75 + index)):
            if form.at(f"funds/{index}/{field}") is not None:
                answers[f"funds/{index}/{field}"] = amount
        del fund
    for index, row in enumerate(made.evaluation.indicators):
        texts: dict[str, str | float] = {
            "actual": f"完成{index + 1}项，其中“达标”{index}项",
            "note": f"原因{index}：受工期影响。下一步5月底前整改。",
            "forecast": "全年可完成",
            "likelihood": "有可能",
            "remark": f"佐证{index}",
            "score": 3.25,
        }
        for field, text in texts.items():
            if form.at(f"indicators/{index}/{field}") is not None and row.name:
                answers[f"indicators/{index}/{field}"] = text
    for index in range(len(made.evaluation.goals)):
        if form.at(f"goals/{index}/actual") is not None:
            answers[f"goals/{index}/actual"] = "年度目标如期完成。"
    for index in range(len(made.evaluation.fund_management)):
        answers |= {
            f"fund_management/{index}/description": f"按规定办理{index}",
            f"fund_management/{index}/issue": "无",
        }
    return answers


def test_what_is_typed_reads_back(example: list[Template]) -> None:
    content = workbook(example, PACK)
    for sheet, made in enumerate(example):
        content = filled(content, laid(made), _answers(made), sheet)
    read = recognised(content).evaluations
    assert len(read) == len(example)
    for form, made in zip(read, example, strict=True):
        for path, answer in _answers(made).items():
            group, index, field = path.split("/")
            if (group, field) == ("funds", "forecast"):
                continue
            assert getattr(getattr(form, group)[int(index)], field) == str(answer), path


@needs_office
def test_libreoffice_calculates_what_was_written_and_saves_what_reads_back(tmp_path: Path) -> None:
    """The figures that the file holds are those that a program gets, so whoever does not calculate sees the right ones."""
    made: dict[str, list[Template]] = {}
    for path in EXAMPLES:
        audited = pipeline.audit(path)
        found = enumerate(audited.submission.evaluations)
        made[path.stem] = [template(form, index=index, findings=audited.findings) for index, form in found]
    made |= {f"blank-{number}": [blank_of(code)] for number, code in enumerate(FILLABLE)}
    contents = {name: workbook(each, PACK) for name, each in made.items()}
    for name, content in contents.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    saved = saved_again(tmp_path)
    for name, content in contents.items():
        again = (saved / f"{name}.xlsx").read_bytes()
        before, after = recognised(content), recognised(again)
        assert [carried(form) for form in after.evaluations] == [carried(form) for form in before.evaluations], name
        assert [each.code for each in after.problems] == [each.code for each in before.problems], name
        one, other = opened(content, values=True), opened(again, values=True)
        for sheet in one.worksheets:
            for cells in sheet.iter_rows():
                for cell in cells:
                    calculated = other[sheet.title][cell.coordinate].value
                    values = ["" if value is None else value for value in (cell.value, calculated)]
                    assert values[0] == values[1], (name, sheet.title, cell.coordinate)


_FORM = Evaluation(
    layout="T1",
    year=2024,
    title="项目支出绩效自评表",
    project_name="医保基金监管",
    supervisor="青崖市医疗保障局",
    implementer="青崖市医疗保障事务中心",
    amount_unit="万元",
    funds=(Fund(label="年度资金总额", weight="10"), Fund(label="其中：当年财政拨款")),
    goals=(Goal(expected="2024年底前完成全部检查任务。"),),
    indicators=(
        Indicator(level1="产出指标", level2="数量指标", name="现场检查机构数", target="≥650家", weight="20"),
        Indicator(level1="产出指标", level2="质量指标", name="问题整改率", target="≥95%", weight="20"),
        Indicator(level1="产出指标", level2="时效指标", name="检查完成时间", target="2024年11月底前", weight="10"),
        Indicator(level1="效益指标", level2="社会效益指标", name="违规机构占比", target="≤5%", weight="20"),
        Indicator(level1="效益指标", level2="可持续影响指标", name="联合监管机制", target="健全", weight="10"),
        Indicator(level1="满意度指标", level2="服务对象满意度指标", name="参保群众满意度", target="≥90%", weight="10"),
    ),
)
_GIVEN: dict[str, str | float] = {
    "funds/0/initial": 120, "funds/0/adjusted": 132, "funds/0/executed": 128.7,
    "goals/0/expected": "年底前完成全部检查任务。",
    "indicators/0/actual": "684家", "indicators/0/score": 20, "indicators/1/actual": "93.1%", "indicators/1/score": 19.6,
    "indicators/2/target": "2025年11月底前", "indicators/2/actual": "2025年11月20日", "indicators/2/score": 10,
    "indicators/3/actual": "6.25%", "indicators/3/score": 18,
    "indicators/4/actual": "部分达成预期指标并具有一定效果", "indicators/4/score": 7, "indicators/4/note": "机制尚在磨合。",
    "indicators/5/actual": "96%", "indicators/5/score": 10,
}  # fmt: skip


@needs_office
@pytest.mark.parametrize("code", ["mof-2020-10", "mof-2021-101", "manual-2022"])
def test_a_form_that_is_filled_in_shows_what_the_scorer_says(tmp_path: Path, code: str) -> None:
    """Execution rate and its points, every due score, the sums and the grade; and the hints that the rows deserve."""
    pack = packs[code]
    made = template(_FORM)
    form = laid(made)
    (tmp_path / "form.xlsx").write_bytes(filled(workbook([made], pack), form, _GIVEN))
    content = (saved_again(tmp_path) / "form.xlsx").read_bytes()
    [evaluation] = recognised(content).evaluations
    card = score(evaluation, pack)
    assert card.execution is not None
    assert card.execution.computed is not None
    assert evaluation.funds[0].rate == "97.50%"
    assert Decimal(evaluation.funds[0].score or "") == card.execution.computed.low
    assert evaluation.total_weight == "100"
    typed = sum(Decimal(str(_GIVEN[f"indicators/{index}/score"])) for index in range(6))
    assert Decimal(evaluation.total_score or "") == typed + card.execution.computed.low
    page = opened(content, values=True).worksheets[0]
    side = len(form.widths) + 2
    due = {index: page.cell(form.first + 1 + index, side).value for index in range(6)}
    for index in (0, 1, 3, 5):
        interval = card.rows[index].computed
        assert interval is not None
        assert interval.is_exact
        assert Decimal(repr(float(due[index]))) == interval.low
    quality = card.rows[4].computed
    assert quality is not None
    assert due[4] == f"{float(quality.low):g}～{float(quality.high):g}{hints.OPEN_ABOVE}"
    assert due[2] in {None, ""}
    said = [page.cell(form.first + 1 + index, side + 1).value or "" for index in range(9)]
    assert said[2] == hints.BY_A_PERSON
    assert said[6:] == ["", "", ""]
    if code == "mof-2020-10":
        assert said[:6] == ["", hints.NO_REASON, hints.BY_A_PERSON, hints.ABOVE_DUE, "", ""]
    panel = {page.cell(row, side).value: page.cell(row, side + 1).value for row in range(1, form.first)}
    assert panel["自评总分"] == float(evaluation.total_score or "")
    assert panel["对应等级"] == pack.grades.grade(Decimal(evaluation.total_score or ""))
    assert panel["分值合计"] == "100分，正确"
    sums = [
        card.execution.computed.low + sum(_end(card.rows[index], end) for index in (0, 1, 3, 4, 5))
        for end in ("low", "high")
    ]
    assert panel["应得总分"] == f"{float(sums[0]):g}～{float(sums[1]):g}，另有1项由人工评定"


def _end(row: RowScore, end: str) -> Decimal:
    assert row.computed is not None
    found: Decimal = getattr(row.computed, end)
    return found


def test_a_year_in_a_target_stays_and_is_marked() -> None:
    made = template(_FORM)
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


def test_only_input_cells_are_unlocked_and_the_sheets_are_protected_without_a_password() -> None:
    made = template(_FORM)
    book, form = opened(workbook([made], PACK)), laid(made)
    page = book.worksheets[0]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book.worksheets)
    assert not page.protection.insertRows
    assert not page.protection.formatRows
    free = {cell.coordinate for cells in page.iter_rows() for cell in cells if not cell.protection.locked}
    for spot in form.spots:
        cell = page.cell(spot.row + 1, spot.column + 1)
        computed = isinstance(cell.value, str) and cell.value.startswith("=")
        if spot.kind in {"label", "heading", "title"} or computed:
            assert cell.coordinate not in free, spot
        if spot.path.startswith("indicators/"):
            assert cell.coordinate in free, spot
    assert not {coordinate for coordinate in free if page[coordinate].column > len(form.widths)}
    assert book[calculation.SHEET].sheet_state == "veryHidden"


def test_bounds_and_lists_of_the_cells() -> None:
    made = template(_FORM)
    page, form = opened(workbook([made], PACK)).worksheets[0], laid(made)
    rules = page.data_validations.dataValidation

    def rule(path: str) -> object:
        spot = form.at(path)
        assert spot is not None
        where = page.cell(spot.row + 1, spot.column + 1).coordinate
        return next(each for each in rules if where in each.sqref)

    weight, points, amount = rule("indicators/0/weight"), rule("indicators/3/score"), rule("funds/0/executed")
    assert (weight.type, weight.formula1, weight.formula2) == ("decimal", "0", "100")
    assert (points.type, points.formula1) == ("decimal", "0")
    assert points.formula2.startswith("$G")
    assert (amount.type, amount.operator, amount.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert "产出指标" in rule("indicators/0/level1").formula1
    assert "部分达成预期指标并具有一定效果" in rule("indicators/4/actual").formula1
    assert rule("indicators/0/actual").type is None
    assert all(len(each.prompt or "") <= 255 and len(each.promptTitle or "") <= 32 for each in rules)


def test_a_limit_of_characters_is_enforced_where_the_form_states_one() -> None:
    made = blank_of("T11")
    page = opened(workbook([made], PACK)).worksheets[0]
    limits = {int(each.formula1) for each in page.data_validations.dataValidation if each.type == "textLength"}
    assert limits == {100, 200}


@pytest.mark.parametrize("code", FILLABLE)
def test_a_blank_form_of_every_layout_with_a_table_opens_without_errors(code: str) -> None:
    """No cell shows an error or a zero that nobody typed; and filled in with a row, that row is all that is read."""
    made = blank_of(code)
    content = workbook([made], PACK)
    for cells in opened(content, values=True).worksheets[0].iter_rows():
        for cell in cells:
            assert not str(cell.value or "").startswith("#")
            assert cell.value != 0
    [evaluation] = recognised(
        filled(content, laid(made), {"indicators/0/name": "开展培训", "indicators/0/target": "≥8"})
    ).evaluations
    assert [(row.level1, row.name, row.target) for row in evaluation.indicators] == [
        (made.evaluation.indicators[0].level1, "开展培训", "≥8")
    ]
    assert evaluation.year == 2025


def test_a_form_without_table_is_refused() -> None:
    with pytest.raises(NotFillableError, match="T5"):
        workbook([blank_of("T5")], PACK)


_ALPHABET = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
_TEXT = st.text(_ALPHABET, min_size=1, max_size=60).map(str.strip).filter(bool)
_DANGEROUS = st.sampled_from(
    ["=1+1", "+cmd", "@SUM(A1)", "-3", "{=A1}", "https://example.org", "'引号", '=HYPERLINK("x")']
)


def _generated() -> Iterator[st.SearchStrategy[Evaluation]]:
    words = st.sampled_from(["检查", "培训", "参保", "结算", "宣传", "整改", "满意度", "覆盖率", "机构", "人次"])
    name = st.lists(words, min_size=2, max_size=12).map("".join)
    target = st.builds(
        "{}{}{}".format, st.sampled_from("≥≤＝"), st.integers(1, 999), st.sampled_from(["家", "%", "次", "万元"])
    )
    row = st.builds(
        Indicator,
        level1=st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
        level2=st.sampled_from(["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]),
        name=name,
        target=target | st.sampled_from(["健全完善", "有效提升", "2024年12月底前"]),
        weight=st.integers(1, 40).map(str),
    )
    yield st.lists(row, min_size=1, max_size=45, unique_by=lambda each: each.name).map(
        lambda found: Evaluation(
            layout="T1", year=2024, title="项目支出绩效自评表", project_name="医保服务项目", supervisor="青崖市医疗保障局",
            implementer="青崖市医疗保障事务中心", amount_unit="万元", funds=(Fund(label="年度资金总额", weight="10"),),
            goals=(Goal(expected="完成全年任务。" * len(found)),),
            indicators=tuple(sorted(found, key=lambda each: ["产出指标", "效益指标", "满意度指标"].index(each.level1 or ""))),
        )
    )  # fmt: skip


@settings(max_examples=12)
@given(next(_generated()))
def test_a_generated_form_reads_back_what_it_carries_over(last: Evaluation) -> None:
    made = template(last)
    [read] = recognised(workbook([made], PACK)).evaluations
    assert _comparable(read) == _comparable(made.evaluation)


@settings(max_examples=10)
@given(_TEXT | _DANGEROUS)
def test_any_text_of_last_year_stays_a_text(text: str) -> None:
    """Nothing that last year's file says becomes a formula or a link, in the form or beside it."""
    row = Indicator(level1="产出指标", level2="数量指标", name=text, target=text, weight="10", note=text, actual=text)
    made = template(Evaluation(layout="T1", year=2024, title="自评表", project_name=text, indicators=(row,)))
    book = opened(workbook([made], PACK))
    page, form = book.worksheets[0], laid(made)
    spot = form.at("indicators/0/name")
    assert spot is not None
    cell = page.cell(spot.row + 1, spot.column + 1)
    assert (cell.value, cell.data_type) == (text, "s")
    assert not page._hyperlinks
    beside = page.cell(form.first + 1, len(form.widths) + 4)
    assert (beside.value, beside.data_type) == (text, "s")


def test_signatures_and_days_are_not_carried_over_but_what_describes_the_project_is() -> None:
    fields = (
        Field(label="填报日期", value="2024年3月1日"),
        Field(label="单位负责人签字", value="负责人甲"),
        Field(label="项目属性", value="延续项目"),
    )
    last = Evaluation(layout="T8", form="target", year=2024, title="申报表", fields=fields, indicators=_FORM.indicators)
    kept = {field.label: field.value for field in template(last).evaluation.fields}
    assert kept["项目属性"] == "延续项目"
    assert kept.get("填报日期") is None
    assert kept.get("单位负责人签字") is None


def test_the_year_in_the_title_moves_with_the_form() -> None:
    last = Evaluation(layout="T4", year=2024, title="2024年度项目支出绩效自评表", indicators=_FORM.indicators)
    assert template(last).evaluation.title == "2025年度项目支出绩效自评表"


def test_several_forms_get_a_sheet_each_and_names_that_excel_accepts() -> None:
    forms = [
        template(Evaluation(layout="T1", year=2024, title="自评表", project_name=name, indicators=_FORM.indicators))
        for name in ("医保[基金]监管/检查", "医保[基金]监管/检查", None, "很长的项目名称" * 9)
    ]
    content = workbook(forms, PACK)
    names = opened(content).sheetnames
    assert len(set(names)) == len(names) == 6
    assert all(len(name) <= 31 for name in names)
    assert len(recognised(content).evaluations) == 4


def test_findings_come_back_in_the_workbook_itself(tmp_path: Path) -> None:
    """Annotated, every note stands on the cell that was typed into, and the workbook reads and audits as before."""
    made = template(_FORM)
    path = tmp_path / "form.xlsx"
    path.write_bytes(filled(workbook([made], PACK), laid(made), _GIVEN))
    audited = pipeline.audit(path)
    copy = annotate(path.read_bytes(), audited)
    page = opened(copy.content).worksheets[0]
    notes = {cell.coordinate: cell.comment.text for cells in page.iter_rows() for cell in cells if cell.comment}
    form = laid(made)
    reason = form.at("indicators/1/note")
    assert reason is not None
    assert "DEV-01" in notes[page.cell(reason.row + 1, reason.column + 1).coordinate]
    assert all(page[coordinate].column <= len(form.widths) for coordinate in notes)
    path.write_bytes(copy.content)
    again = pipeline.audit(path)
    assert rows(again.submission.evaluations[0]) == rows(audited.submission.evaluations[0])
    assert {finding.code for finding in again.findings} <= {finding.code for finding in audited.findings} | {"READ-05"}


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


@needs_office
def test_hints_keep_to_what_their_form_asks(tmp_path: Path) -> None:
    """Each form in its own way.

    Monitoring asks for reasons where the year's target is in danger, not where it is not reached yet; a printed 评分标准 is not overruled;
    and a row named 预算执行率 is left to a person where the form scores the rate nowhere else.
    """
    level = {"level1": "产出指标", "level2": "数量指标"}
    monitored = Indicator(**level, name="培训", target="≥8次")
    watched = template(
        Evaluation(layout="T7", form="monitoring", year=2024, title="监控表", indicators=(monitored, monitored))
    )
    ruled = Indicator(**level, name="培训", target="≥8次", weight="90", rule="每少1次扣2分")
    own = template(Evaluation(layout="T4", year=2024, title="自评表", indicators=(ruled, replace(ruled, rule=None))))
    rated = Indicator(level1="过程管理", level2="资金管理", name="预算执行率", target="≥95%", weight="8")
    plain = template(
        Evaluation(layout="T3", year=2024, title="自评表", indicators=(rated, replace(rated, name="使用合规率")))
    )
    answers: dict[str, tuple[Template, dict[str, str | float]]] = {
        "watched": (watched, {
            "indicators/0/actual": "3次", "indicators/0/likelihood": "确定能",
            "indicators/1/actual": "3次", "indicators/1/likelihood": "有可能",
        }),
        "own": (own, {f"indicators/{row}/{field}": value for row in (0, 1) for field, value in (("actual", "4次"), ("score", 82))}),
        "rated": (plain, {f"indicators/{row}/{field}": value for row in (0, 1) for field, value in (("actual", "96.4%"), ("score", 8))}),
    }  # fmt: skip
    for name, (made, given_answers) in answers.items():
        (tmp_path / f"{name}.xlsx").write_bytes(filled(workbook([made], PACK), laid(made), given_answers))
    saved = saved_again(tmp_path)
    said: dict[str, list[tuple[object, object]]] = {}
    for name, (made, _) in answers.items():
        page, form = opened((saved / f"{name}.xlsx").read_bytes(), values=True).worksheets[0], laid(made)
        side = len(form.widths) + 2
        cells = [
            (page.cell(form.first + row, side).value, page.cell(form.first + row, side + 1).value) for row in (1, 2)
        ]
        said[name] = [(due or "", hint or "") for due, hint in cells]
    assert said["watched"] == [("", ""), ("", hints.UNSURE)]
    assert said["own"] == [(45, hints.BY_OWN_RULE), (45, hints.ABOVE_DUE)]
    assert said["rated"] == [("", hints.BY_A_PERSON), (8, "")]


_KNOWN_TO_ALL = frozenset(
    "ABS AND CHOOSE COUNT COUNTA EXACT FIND IF IFERROR ISERROR ISNUMBER LEFT LEN MAX MID MIN NOT OR RIGHT ROUND SUBSTITUTE SUM SUMIF "
    "SUMPRODUCT TEXT VALUE INT".split()
)
"""Functions that Excel 2007, WPS and LibreOffice have alike."""


@pytest.mark.parametrize("code", [pack.code for pack in packs])
def test_no_formula_needs_a_function_of_later_years_or_more_room_than_there_is(code: str) -> None:
    pack = packs[code]
    for made in (template(_FORM), blank_of("T11"), blank_of("T7")):
        for sheet in opened(workbook([made], pack)).worksheets:
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.data_type == "f":
                        plain = re.sub(r'"[^"]*"', "", cell.value)
                        assert set(re.findall(r"([A-Z.]+)\(", plain)) <= _KNOWN_TO_ALL, cell.coordinate
                        assert len(cell.value) < 8192


def test_no_explanation_is_cut_and_each_has_a_title() -> None:
    for subject, words in explanations().items():
        assert 0 < len(words.title) <= LONGEST_TITLE, subject
        assert 0 < len(words.text) + len("本栏限200字以内。") <= LONGEST_TEXT, subject
