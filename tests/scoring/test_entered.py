"""认定得分: what a reviewer entered stands in the total and the grade."""

from decimal import Decimal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model import Evaluation, parse_notation
from jixiao.scoring import DEFAULT_PACK, Interval, as_entered, packs, score

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
资金：年度资金总额 | 年初 20 | 全年 20 | 执行 20 | 分值 10 | 执行率 100% | 得分 10
指标：产出指标 / 数量指标 / 走访户数 | 分值 40 | 指标值 ≥40户 | 实际值 30户 | 得分 40
指标：产出指标 / 质量指标 / 回访率 | 分值 20 | 指标值 100% | 实际值 100% | 得分 20
指标：效益指标 / 社会效益指标 / 知晓程度 | 分值 30 | 得分 30
总分：分值 100 | 得分 100
"""
PACK = packs[DEFAULT_PACK]


def entered(*points: str | None) -> Evaluation:
    evaluation = parse_notation(FORM, "表.txt").evaluations[0]
    rows = tuple(
        msgspec.structs.replace(row, reviewed_score=given)
        for row, given in zip(evaluation.indicators, points, strict=True)
    )
    return msgspec.structs.replace(evaluation, indicators=rows)


def test_nothing_entered_or_only_what_the_rules_give_changes_nothing() -> None:
    for points in ((None, None, None), ("30", "20", None), ("30分", "", None)):
        evaluation = entered(*points)
        card = score(evaluation, PACK)
        assert as_entered(evaluation, card, PACK) is card


def test_what_is_no_score_of_the_row_is_left() -> None:
    for points in (("41", None, None), ("-1", None, None), ("优", None, None), ("20～25", None, None)):
        evaluation = entered(*points)
        card = score(evaluation, PACK)
        assert as_entered(evaluation, card, PACK) is card


def test_a_score_stands_also_where_the_rules_give_none() -> None:
    evaluation = entered(None, None, "24")
    card = score(evaluation, PACK)
    changed = as_entered(evaluation, card, PACK)
    assert changed.rows[2].computed == Interval.exactly(Decimal(24))
    assert changed.rows[2].because.startswith("复核人认定24分")
    assert changed.rows[:2] == card.rows[:2]


@settings(max_examples=80)
@given(st.integers(0, 40), st.integers(0, 20), st.integers(0, 30))
def test_the_total_is_the_sum_of_what_was_entered_and_the_grade_follows(one: int, two: int, three: int) -> None:
    evaluation = entered(str(one), str(two), str(three))
    changed = as_entered(evaluation, score(evaluation, PACK), PACK)
    assert changed.total.low == changed.total.high == Decimal(10 + one + two + three)
    assert changed.grade.computed == (PACK.grades.grade(Decimal(10 + one + two + three)),)
