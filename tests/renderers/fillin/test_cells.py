"""The cells of a fill-in workbook: what may be typed where, what is said to whoever does, and how much room there is."""

import re

import pytest
from msgspec.structs import replace

from jixiao.model import Evaluation
from jixiao.renderers.fillin import NotFillableError, calculation, workbook
from jixiao.renderers.fillin.explanations import LONGEST_TEXT, LONGEST_TITLE, explanations
from jixiao.scoring import packs
from tests.renderers.fillin.filling import FILLABLE, FORM, PACK, blank_of, filled, laid, opened, recognised, template


def test_only_input_cells_are_unlocked_and_the_sheets_are_protected_without_a_password() -> None:
    made = template(FORM)
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
    made = template(FORM)
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


def test_brackets_at_the_end_of_a_label_stand_on_a_line_of_their_own() -> None:
    sheet = opened(workbook([blank_of("T11")], PACK)).worksheets[0]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"实施单位\n（盖章）", "预算执行情况\n（10分）"} <= texts


def test_a_form_without_table_is_refused() -> None:
    with pytest.raises(NotFillableError, match="T5"):
        workbook([blank_of("T5")], PACK)


_KNOWN_TO_ALL = frozenset(
    "ABS AND CHOOSE COUNT COUNTA EXACT FIND IF IFERROR ISERROR ISNUMBER LEFT LEN MAX MID MIN NOT OR RIGHT ROUND SUBSTITUTE SUM SUMIF "
    "SUMPRODUCT TEXT VALUE INT".split()
)


@pytest.mark.parametrize("code", [pack.code for pack in packs])
def test_no_formula_needs_a_function_of_later_years_or_more_room_than_there_is(code: str) -> None:
    pack = packs[code]
    for made in (template(FORM), blank_of("T11"), blank_of("T7")):
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


def test_a_divided_target_is_asked_for_without_its_sign_and_its_unit() -> None:
    said = {}
    for code in ("T1", "T11"):
        page = opened(workbook([blank_of(code)], PACK)).worksheets[0]
        said[code] = " ".join(each.prompt or "" for each in page.data_validations.dataValidation)
    assert "≥95%" in said["T1"]
    assert "≥95%" not in said["T11"]
    assert "比较符号和单位分别写在“性质”“度量单位”两栏" in said["T11"]
    assert "比较符号和单位分别写在" not in said["T1"]


def test_a_row_is_as_high_as_its_texts_and_has_room_for_what_last_year_said() -> None:
    row = replace(FORM.indicators[0], name="面向定点医药机构和参保单位开展门诊共济保障政策宣传培训的场次" * 3)
    brief = replace(FORM, indicators=(row, FORM.indicators[1]), conclusion="优。")
    told = replace(
        brief, goals=(replace(FORM.goals[0], actual="全年检查任务已经完成。" * 60),), conclusion="优。" * 300
    )

    def heights(last: Evaluation) -> dict[str, float]:
        made = template(last)
        page, form = opened(workbook([made], PACK)).worksheets[0], laid(made)
        paths = ("indicators/0/name", "indicators/1/name", "goals/0/actual", "conclusion")
        return {path: page.row_dimensions[form.by_path[path].row + 1].height for path in paths}

    short, long = heights(brief), heights(told)
    assert short["indicators/0/name"] > 3 * short["indicators/1/name"]
    assert long["indicators/0/name"] == short["indicators/0/name"]
    assert long["goals/0/actual"] > 2 * short["goals/0/actual"]
    assert long["conclusion"] > 2 * short["conclusion"]
    assert max(long.values()) < 409
