"""What counts as right, as wrong and as wrong in silence."""

from typing import Any

import msgspec
import pytest

from jixiao.model import Evaluation, Indicator
from tests.facsimiles.measuring import figures, measured

ROW = Indicator(
    level1="产出指标", level2="数量指标", name="培训场次（期）", weight="10", target="≥12场", actual="9场", score="7.5"
)
OTHER = msgspec.structs.replace(ROW, name="检查机构数量", target="650家", actual="684家", weight="8", score="8")


def read(*rows: Indicator, unread: str = "") -> list[Any]:
    return list(measured([Evaluation(indicators=(ROW, OTHER))], [Evaluation(indicators=rows)], unread))


def changed(**values: object) -> Indicator:
    return msgspec.structs.replace(ROW, **values)


def test_a_row_read_as_laid_out_is_exact() -> None:
    one, other = read(ROW, OTHER)
    assert (one.exact, one.right, one.silent) == (True, True, ())
    assert other.exact


@pytest.mark.parametrize(
    ("values", "exact", "right", "silent"),
    [
        ({"name": "培训场次(期)"}, False, True, ()),
        ({"name": "培训场次"}, False, False, ()),
        ({"target": "≧12场"}, False, True, ()),
        ({"target": "12场"}, False, False, ("target",)),
        ({"score": "75"}, False, False, ("score",)),
        ({"score": "75", "doubtful": ("score",)}, False, False, ()),
        ({"score": None}, False, False, ("score",)),
        ({"weight": "7.5", "score": "10", "doubtful": ("weight",)}, False, False, ("score",)),
        ({"level1": "效益指标"}, True, True, ()),
    ],
)
def test_a_change_counts(values: dict[str, object], exact: bool, right: bool, silent: tuple[str, ...]) -> None:  # noqa: FBT001
    row, _ = read(changed(**values), OTHER)
    assert (row.exact, row.right, row.silent) == (exact, right, silent)


def test_white_space_is_told_apart_from_other_faults() -> None:
    row, _ = read(changed(name="培训 场次（期）"), OTHER)
    assert (row.exact, row.unspaced, row.right) == (False, True, True)
    row, _ = read(changed(name="培训场次(期)"), OTHER)
    assert (row.exact, row.unspaced, row.right) == (False, False, True)


def test_a_lost_figure_is_not_silent_where_its_text_is_told_of() -> None:
    row, _ = read(changed(score=None), OTHER, unread="7.5")
    assert row.silent == ()


def test_a_lost_row_and_one_too_many_are_wrong() -> None:
    lost, kept = read(OTHER)
    assert (lost.name, lost.right, lost.silent) == ("- 培训场次（期）", False, ("weight", "target", "actual", "score"))
    assert kept.exact
    *_, more = read(ROW, OTHER, Indicator(level1=None, level2=None, name="凭空一行", score="3"))
    assert (more.name, more.right, more.silent) == ("+ 凭空一行", False, ("score",))


def test_a_form_that_was_not_found_loses_all_its_rows() -> None:
    assert [row.right for row in measured([Evaluation(indicators=(ROW, OTHER))], [])] == [False, False]


def test_a_doubt_is_known_of() -> None:
    doubted, sure = read(changed(doubtful=("target",)), OTHER)
    assert (doubted.doubted, sure.doubted) == (True, False)
    beside, _ = read(changed(doubtful=("note",)), OTHER)
    assert not beside.doubted


def test_figures_are_digits_points_and_comparisons_in_one_spelling() -> None:
    assert figures("≧１２．５％（含）") == "≥12.5%"
    assert figures(None) == ""


def test_a_lost_figure_is_not_silent_where_a_row_that_is_none_holds_it_in_doubt() -> None:
    torn = changed(name="培训", target="场次（期）", actual="10 ≥12场 9场 7.5", score=None)
    for doubtful, silent in (((), True), (("target", "actual", "weight", "score"), False)):
        rows = {row.name: row for row in read(msgspec.structs.replace(torn, weight=None, doubtful=doubtful), OTHER)}
        assert set(rows) == {"- 培训场次（期）", "检查机构数量", "+ 培训"}
        assert bool(rows["- 培训场次（期）"].silent) == silent
