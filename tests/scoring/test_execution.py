"""The fund block: which row is the total, how the rate comes about, and what leaves it undecided."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from jixiao.model import Evaluation
from jixiao.scoring import Scorecard, names_execution_rate, packs, score

Form = Callable[[str], Evaluation]
Scored = Callable[..., Scorecard]
NATIONAL = packs["mof-2020-10"]


@pytest.mark.parametrize(
    ("name", "is_it"),
    [
        ("预算执行率", True),
        ("指标1：资金执行率", True),
        ("部门预算支出执行率", True),
        ("经费执行率", True),
        ("执行率", True),
        ("预算执行率（B/A）", True),
        ("医嘱执行率", False),
        ("预算执行率达标的项目数", False),
        ("项目执行率", False),
        (None, False),
    ],
)
def test_an_indicator_named_for_the_execution_rate(name: str | None, *, is_it: bool) -> None:
    assert names_execution_rate(name) is is_it


def test_points_printed_beside_a_source_are_earned_by_the_rate_of_the_total(scored: Scored) -> None:
    card = scored("资金：年度资金总额 | 全年 100 | 执行 90\n资金：其他资金 | 全年 40 | 执行 10 | 分值 10 | 得分 9")
    assert card.execution is not None
    assert card.execution.computed is not None
    assert (card.execution.weight, card.execution.reported, card.execution.computed.low) == (10, 9, 9)


@pytest.mark.parametrize(
    ("fund", "why"),
    [
        ("全年 - | 执行 5", "全年执行数5、全年预算数未填，无法计算执行率"),
        ("全年 10 | 执行 -", "全年执行数未填、全年预算数10，无法计算执行率"),
        ("全年 若干 | 年初 10 | 执行 5", "全年预算数若干，无法计算执行率"),
        ("年初 若干 | 执行 5", "（未填全年预算数，按年初预算数计算），无法计算执行率"),
        ("全年 -10 | 执行 5", "预算为负数，无法计算执行率"),
        ("全年 0 | 执行 0", "预算为0，无法计算执行率"),
    ],
)
def test_a_rate_that_cannot_be_computed_leaves_the_score_open_and_says_why(scored: Scored, fund: str, why: str) -> None:
    card = scored(f"资金：年度资金总额 | {fund} | 执行率 100% | 分值 10")
    assert card.execution is not None
    assert card.execution.computed is not None
    assert (card.execution.computed.low, card.execution.computed.high) == (0, 10)
    assert why in card.execution.because
    assert card.execution.duties == ()


@pytest.mark.parametrize(("choice", "points"), [("full", 10), ("zero", 0)])
def test_a_pack_may_decide_about_a_budget_of_zero(form: Form, choice: str, points: int) -> None:
    pack = msgspec.structs.replace(NATIONAL, execution=msgspec.structs.replace(NATIONAL.execution, zero_budget=choice))
    row = score(form("资金：年度资金总额 | 全年 0 | 执行 0 | 分值 10"), pack).execution
    assert row is not None
    assert row.computed is not None
    assert (row.computed.low, row.computed.high) == (points, points)


def test_money_paid_back_beyond_the_spending_earns_nothing(scored: Scored) -> None:
    card = scored("资金：年度资金总额 | 全年 10 | 执行 -1 | 分值 10")
    assert card.execution is not None
    assert card.execution.computed is not None
    assert card.execution.computed.high == 0


def test_unspent_money_calls_for_a_reason(scored: Scored) -> None:
    card = scored("资金：年度资金总额 | 全年 100 | 执行 51.83 | 分值 10")
    assert card.execution is not None
    (duty,) = card.execution.duties
    assert (duty.when, duty.because) == ("execution_below", "执行率51.83%：预算没有执行完的，要单独说明原因。")
    spent = scored("资金：年度资金总额 | 全年 100 | 执行 100 | 分值 10").execution
    assert spent is not None
    assert spent.duties == ()


def test_points_not_printed_are_what_the_indicators_leave_of_a_hundred(scored: Scored) -> None:
    card = scored(
        "资金：年度资金总额 | 全年 100 | 执行 50\n指标：产出指标 / 数量指标 / 甲 | 分值 90 | 指标值 ≥1次 | 实际值 1次"
    )
    assert card.execution is not None
    assert card.execution.weight == 10
    assert card.execution.because.endswith("（表内未印执行率的分值，其余分值合计90分，取余下的10分。）")
    assert (card.total.low, card.total.high, card.total.weight) == (95, 95, 100)


@pytest.mark.parametrize(("weights", "fund"), [("100", ""), ("80", ""), ("90", " | 分值 C/D")])
def test_the_execution_rate_earns_nothing_where_the_form_gives_it_no_points(
    scored: Scored, weights: str, fund: str
) -> None:
    card = scored(
        f"资金：年度资金总额 | 全年 100 | 执行 50{fund}\n指标：产出指标 / 数量指标 / 甲 | 分值 {weights} | 指标值 ≥1次 | 实际值 1次"
    )
    assert card.execution is None
    assert card.execution_rate == Decimal("0.5")
