"""Faults seen in other systems of this field, each kept out by a test of its own."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from jixiao.model import Evaluation
from jixiao.scoring import RowScore, Scorecard, packs, score

Row = Callable[..., RowScore]
Scored = Callable[..., Scorecard]

EVERY_PACK = pytest.mark.parametrize("pack", [pack.code for pack in packs])
FULL = "指标：产出指标 / 数量指标 / 任务量 | 分值 {weight} | 指标值 ≥100人次 | 实际值 {actual}人次"


def exact(row: RowScore | None) -> Decimal:
    assert row is not None
    assert row.computed is not None
    assert row.computed.is_exact
    return row.computed.low


def test_a_total_of_exactly_90_has_a_grade(scored: Scored) -> None:
    card = scored(
        "资金：年度资金总额 | 全年 100 | 执行 0 | 分值 10\n" + FULL.format(weight=90, actual=100) + "\n总分：得分 90"
    )
    assert (card.total.low, card.total.high) == (90, 90)
    assert card.grade.computed == ("优",)
    assert card.grade.from_reported == "优"


@EVERY_PACK
@pytest.mark.parametrize("spent", ["0", "5"])
def test_a_budget_of_zero_is_undecided_and_does_not_stop_the_scoring(scored: Scored, pack: str, spent: str) -> None:
    card = scored(f"资金：年度资金总额 | 全年 0 | 执行 {spent} | 分值 10", pack)
    assert card.execution is not None
    assert card.execution.computed is not None
    assert (card.execution.computed.low, card.execution.computed.high) == (0, 10)
    assert "预算为0，无法计算执行率" in card.execution.because
    assert card.execution_rate is None


@EVERY_PACK
@pytest.mark.parametrize("spent", ["100", "100.01", "250", "9999999999"])
def test_an_execution_score_never_exceeds_its_10_points(scored: Scored, pack: str, spent: str) -> None:
    card = scored(f"资金：年度资金总额 | 全年 100 | 执行 {spent} | 分值 10 | 得分 25", pack)
    assert card.execution is not None
    assert card.execution.computed is not None
    assert card.execution.computed.high == 10


@EVERY_PACK
@pytest.mark.parametrize("actual", ["0", "3"])
def test_a_positive_indicator_with_a_target_of_zero_is_reached_without_any_division(
    row: Row, pack: str, actual: str
) -> None:
    assert exact(row(f"分值 10 | 指标值 ≥0人次 | 实际值 {actual}人次", pack)) == 10


@EVERY_PACK
@pytest.mark.parametrize(("actual", "earned"), [("0人", 10), ("1人", 0), ("40人", 0)])
@pytest.mark.parametrize("sign", ["≤", "="])
def test_a_target_of_zero_that_is_not_kept_earns_nothing(
    row: Row, pack: str, sign: str, actual: str, earned: int
) -> None:
    assert (
        exact(row(f"分值 10 | 指标值 {sign}0人 | 实际值 {actual}", pack, "产出指标 / 质量指标 / 虚报参保人数"))
        == earned
    )


@EVERY_PACK
@pytest.mark.parametrize("blank", [" ", "　", "\u00a0", "\t"])
def test_a_phrase_with_a_trailing_blank_is_the_same_phrase(
    form: Callable[[str], Evaluation], pack: str, blank: str
) -> None:
    plain = form("指标：效益指标 / 社会效益指标 / 宣传 | 分值 30 | 指标值 达成预期指标 | 实际值 达成预期指标")
    spaced = msgspec.structs.replace(plain.indicators[0], actual=f"达成预期指标{blank}")
    other = msgspec.structs.replace(plain, indicators=(spaced,))
    first, second = (score(evaluation, packs[pack]).rows[0] for evaluation in (plain, other))
    assert first.computed == second.computed
    assert first.computed is not None
    assert (first.computed.low, first.computed.high) == (24, 30)


@EVERY_PACK
def test_at_least_90_percent_is_a_figure_and_not_skipped_as_text(row: Row, pack: str) -> None:
    assert exact(row("分值 10 | 指标值 ≥90% | 实际值 95%", pack)) == 10
    assert exact(row("分值 10 | 指标值 ≥90% | 实际值 45%", pack)) < 10


@EVERY_PACK
def test_a_reverse_indicator_is_not_judged_as_a_positive_one(row: Row, pack: str) -> None:
    assert exact(row("分值 10 | 指标值 ≤60分钟 | 实际值 20分钟", pack)) == 10
    slow = row("分值 10 | 指标值 ≤60分钟 | 实际值 90分钟", pack)
    assert exact(slow) < 10
    assert slow.rule == "reverse"


def test_sub_funds_are_not_counted_beside_their_total(scored: Scored) -> None:
    card = scored(
        """资金：年度资金总额 | 全年 100 | 执行 80 | 分值 10 | 得分 8
        资金：其中：财政拨款 | 全年 60 | 执行 60 | 分值 10 | 得分 10
        资金：上年结转资金 | 全年 40 | 执行 20 | 分值 10 | 得分 5
        指标：产出指标 / 数量指标 / 任务量 | 分值 90 | 指标值 ≥1次 | 实际值 1次"""
    )
    assert exact(card.execution) == 8
    assert (card.total.low, card.total.high) == (98, 98)


@EVERY_PACK
def test_rows_of_one_name_keep_their_own_scores(scored: Scored, pack: str) -> None:
    card = scored("\n".join(FULL.format(weight=10, actual=actual) for actual in (100, 80, 90)), pack)
    assert [row.indicator for row in card.rows] == [0, 1, 2]
    first, second, third = (exact(row) for row in card.rows)
    assert first == 10
    assert second < third < first


@EVERY_PACK
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("≤15万元 | 实际值 18万元", "≤150000元 | 实际值 180000元"),
        ("≤15万元 | 实际值 18万元", "≤15万元 | 实际值 180000元"),
    ],
)
def test_yuan_and_ten_thousand_yuan_give_the_same_points(row: Row, pack: str, one: str, other: str) -> None:
    levels = "产出指标 / 成本指标 / 项目成本"
    assert (
        row(f"分值 10 | 指标值 {one}", pack, levels).computed == row(f"分值 10 | 指标值 {other}", pack, levels).computed
    )


@pytest.mark.parametrize(
    ("unit", "fund"),
    [("万元", "全年 15 | 执行 12"), ("元", "全年 150000 | 执行 120000"), ("万元", "全年 15 | 执行 120000元")],
)
def test_the_unit_of_the_fund_table_does_not_change_the_execution_score(scored: Scored, unit: str, fund: str) -> None:
    card = scored(f"评价：project self_evaluation 2023 {unit} 自评表\n资金：年度资金总额 | {fund} | 分值 10")
    assert exact(card.execution) == 8


@EVERY_PACK
@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("效益指标 / 社会效益指标 / 网络安全事件发生次数", "0次", "2次"),
        ("效益指标 / 社会效益指标 / 网络安全事件发生次数", "不发生", "2次"),
        ("效益指标 / 可持续影响指标 / 等保长效机制", "建立", "未建立"),
        ("效益指标 / 可持续影响指标 / 等保长效机制", "建立", "正在建立"),
        ("产出指标 / 时效指标 / 宣传品发放", "5000份", "4200份"),
    ],
)
def test_what_was_plainly_not_done_never_earns_full_points(
    row: Row, pack: str, name: str, target: str, actual: str
) -> None:
    found = row(f"分值 15 | 指标值 {target} | 实际值 {actual}", pack, name)
    assert found.computed is not None
    assert not found.computed.admits(Decimal(15))
