"""What a score may be: precision, representable scores, direction against the criteria, which fund row carries the points."""

from decimal import Decimal

import pytest

from jixiao import targets
from jixiao.audit import Case, checks
from jixiao.audit.examples import example
from jixiao.audit.lawful import (
    decimals,
    may_be_weight,
    outcome,
    representable,
    scored_rows,
    tolerance,
)
from jixiao.audit.rows import Row
from jixiao.findings import Certainty
from jixiao.model import Indicator
from jixiao.scoring import packs, score


def case(fragment: str, pack: str = "mof-2020-10") -> Case:
    submission = example(fragment)
    return Case(submission, 0, packs[pack], score(submission.evaluations[0], packs[pack], 0))


@pytest.mark.parametrize(
    ("text", "count"), [("9", 0), ("9.6", 1), ("10.00", 2), (None, 0), ("９．５", 1), ("9.5分", 1)]
)
def test_decimals(text: str | None, count: int) -> None:
    assert decimals(text) == count


@pytest.mark.parametrize(
    ("low", "high", "places", "exists"),
    [("2.4", "3", 0, True), ("1.2", "1.6", 0, False), ("1.2", "1.6", 1, True), ("1.8", "2.4", 0, True)],
)
def test_representable(low: str, high: str, places: int, *, exists: bool) -> None:
    assert representable(Decimal(low), Decimal(high), places) is exists


def test_tolerance_follows_the_precision_of_the_form() -> None:
    row = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分"
    assert tolerance(case(f"{row} 20")) < 1
    assert tolerance(case(f"{row} 20.0")) < Decimal("0.1")
    assert tolerance(case(f"{row} 20.00")) == Decimal("0.01")


def judged(target: str, actual: str, rule: str | None, name: str) -> targets.Outcome:
    return outcome(Row(0, Indicator(level1=None, level2=None, name=name, target=target, actual=actual, rule=rule)))


def test_direction_inferred_against_the_criteria_is_undecided() -> None:
    assert judged("85%", "90%", "支付比例不低于85%，得4分", "运行成本控制率") is targets.Outcome.UNDECIDED
    assert judged("85%", "90%", "控制率不高于85%，得4分", "运行成本控制率") is targets.Outcome.MISSED
    assert judged("85%", "80%", "控制在85%以内，得4分；不低于80%得2分", "群众参保率") is targets.Outcome.UNDECIDED
    assert judged("85%", "80%", "按比例记分", "群众参保率") is targets.Outcome.MISSED
    assert judged("≥85%", "80%", "控制在85%以内", "群众参保率") is targets.Outcome.MISSED


def test_the_total_carries_the_points_of_execution() -> None:
    funds = """
        资金：财政拨款 | 全年 60 | 执行 60 | 分值 6 | 得分 6
        资金：年度资金总额 | 全年 100 | 执行 100 | 分值 10 | 得分 10
    """
    both = case(funds)
    fund = both.points_fund
    assert fund is not None
    assert fund.label == "年度资金总额"


def test_the_first_row_with_points_where_no_total_is_named() -> None:
    fund = case(
        "资金：财政拨款 | 全年 60 | 执行 60\n资金：其他资金 | 全年 40 | 执行 40 | 分值 10 | 得分 10"
    ).points_fund
    assert fund is not None
    assert fund.label == "其他资金"
    assert case("资金：-").points_fund is None


def test_a_full_score_is_no_weight() -> None:
    assert not may_be_weight(case("总分：得分 100"))


def test_without_a_scorecard_rows_still_have_points() -> None:
    submission = example("总分：-")
    rows = list(scored_rows(Case(submission, 0)))
    assert rows[0].computed is None
    assert not rows[0].may_reduce


def test_without_a_scorecard_a_full_score_for_a_miss_is_still_found() -> None:
    submission = example("指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 9场 | 得分 20")
    faults = list(checks["SCO-04"].function(Case(submission, 0)))
    assert [fault.certainty for fault in faults] == [Certainty.CERTAIN]
    assert "应得" not in faults[0].message
