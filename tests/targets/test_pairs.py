"""Every pair of pairs.yaml is decided as its table says: outcome, direction, gap and flags."""

from pathlib import Path
from typing import Any

import pytest

from jixiao import data
from jixiao.targets import Outcome, compare, parse

PAIRS: list[list[Any]] = data.parse((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))
FLAGS = ("inferred", "by_phrase", "restates", "assumed")


def test_the_table_is_large_enough() -> None:
    assert len(PAIRS) >= 120


@pytest.mark.parametrize("row", PAIRS, ids=[f"{row[0]} / {row[1]}" for row in PAIRS])
def test_pair(row: list[Any]) -> None:
    target, actual, name, level2, outcome, direction, gap, flags = row
    found = compare(target, actual, name=name, level2=level2)
    assert (found.outcome.value, found.direction.value) == (outcome, direction), found.because
    assert (None if found.gap is None else format(found.gap.normalize(), "f")) == gap
    assert [flag for flag in FLAGS if getattr(found, flag)] == [flag for flag in FLAGS if flag in flags]
    assert found.because.endswith(("。", "）"))


@pytest.mark.parametrize("row", PAIRS, ids=[f"{row[0]} / {row[1]}" for row in PAIRS])
def test_typed_values_compare_like_their_texts(row: list[Any]) -> None:
    target, actual, name, level2 = row[:4]
    typed = compare(parse(target), None if actual is None else parse(actual), name=name, level2=level2)
    assert typed == compare(target, actual, name=name, level2=level2)


def test_the_sentence_shows_the_figures() -> None:
    assert compare("≥218 万人", "216.96 万人").because == "完成值“216.96 万人”低于指标值“≥218 万人”，相差1.04万人。"
    assert compare("≤96%", "97%").because == "完成值“97%”高于指标值“≤96%”，相差1个百分点。"


def test_figures_stand_in_the_unit_of_the_target() -> None:
    found = compare("≥218万人", "2169600人")
    assert (str(found.target), str(found.actual), found.unit) == ("218", "216.96", "万人")
    assert found.ratio is not None
    assert str(round(found.ratio, 4)) == "0.9952"


def test_no_ratio_for_a_target_of_zero() -> None:
    assert compare("0", "3", name="虚报参保人数").ratio is None


def test_parts_of_a_compound_are_kept() -> None:
    found = compare("药品≥85%，耗材≥75%", "药品86%，耗材70%")
    assert [part.outcome for part in found.parts] == [Outcome.REACHED, Outcome.MISSED]


def test_nothing_to_compare() -> None:
    assert compare(None, "95%").because == "指标值未填写，无法比较。"
    assert compare("95%", None).because == "完成值未填写，无法比较。"
    assert compare(None, None).outcome == Outcome.UNDECIDED
