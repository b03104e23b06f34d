"""A fill-in workbook recalculated by LibreOffice shows what the scorer says."""

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from jixiao import pipeline
from jixiao.model import Evaluation, Indicator
from jixiao.renderers.fillin import Template, hints, workbook
from jixiao.scoring import RowScore, packs, score
from tests.renderers.fillin.filling import (
    EXAMPLES,
    FILLABLE,
    FORM,
    GIVEN,
    PACK,
    blank_of,
    carried,
    filled,
    laid,
    opened,
    recognised,
    template,
)
from tests.renderers.fillin.recalculating import needs_office, saved_again


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


@needs_office
@pytest.mark.parametrize("code", ["mof-2020-10", "mof-2021-101", "manual-2022"])
def test_a_form_that_is_filled_in_shows_what_the_scorer_says(tmp_path: Path, code: str) -> None:
    """Execution rate and its points, every due score, the sums and the grade; and the hints that the rows deserve."""
    pack = packs[code]
    made = template(FORM)
    form = laid(made)
    (tmp_path / "form.xlsx").write_bytes(filled(workbook([made], pack), form, GIVEN))
    content = (saved_again(tmp_path) / "form.xlsx").read_bytes()
    [evaluation] = recognised(content).evaluations
    card = score(evaluation, pack)
    assert card.execution is not None
    assert card.execution.computed is not None
    assert evaluation.funds[0].rate == "97.50%"
    assert Decimal(evaluation.funds[0].score or "") == card.execution.computed.low
    assert evaluation.total_weight == "100"
    typed = sum(Decimal(str(GIVEN[f"indicators/{index}/score"])) for index in range(6))
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
