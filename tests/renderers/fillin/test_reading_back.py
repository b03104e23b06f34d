"""A fill-in workbook reads back what was carried over and what was typed, whatever the texts are."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.model import Evaluation, Fund, Goal, Indicator
from jixiao.renderers.annotated import annotate
from jixiao.renderers.fillin import Template, workbook
from tests.renderers.fillin.filling import (
    EXAMPLES,
    FORM,
    GIVEN,
    PACK,
    carried,
    filled,
    laid,
    opened,
    recognised,
    rows,
    template,
)


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


def test_several_forms_get_a_sheet_each_and_names_that_excel_accepts() -> None:
    forms = [
        template(Evaluation(layout="T1", year=2024, title="自评表", project_name=name, indicators=FORM.indicators))
        for name in ("医保[基金]监管/检查", "医保[基金]监管/检查", None, "很长的项目名称" * 9)
    ]
    content = workbook(forms, PACK)
    names = opened(content).sheetnames
    assert len(set(names)) == len(names) == 6
    assert all(len(name) <= 31 for name in names)
    assert len(recognised(content).evaluations) == 4


def test_findings_come_back_in_the_workbook_itself(tmp_path: Path) -> None:
    """Annotated, every note stands on the cell that was typed into, and the workbook reads and audits as before."""
    made = template(FORM)
    path = tmp_path / "form.xlsx"
    path.write_bytes(filled(workbook([made], PACK), laid(made), GIVEN))
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
