"""绩效运行监控: the lights by the time that has passed, the warnings, the forecast."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model import Evaluation, parse_notation
from jixiao.monitoring import Light, months_of, packs, watch

MODULE, SICHUAN = packs["monitor-module"], packs["monitor-sichuan-2025"]


def form(*lines: str, executed: str = "70") -> Evaluation:
    text = [
        "评价：project monitoring 2025 万元 绩效运行监控表",
        f"资金：年度资金总额 | 年初 120 | 全年 120 | 执行 {executed}",
    ]
    return parse_notation("\n".join([*text, *lines])).evaluations[0]


def sessions(actual: str) -> str:
    return f"指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥12场 | 实际值 {actual}"


@pytest.mark.parametrize(
    ("actual", "light"),
    [
        ("4场", Light.RED),
        ("4.2场", Light.YELLOW),
        ("5场", Light.YELLOW),
        ("5.6场", Light.GREEN),
        ("7场", Light.GREEN),
        ("8.4场", Light.BLUE),
    ],
)
def test_after_seven_months_a_quantity_is_held_against_seven_twelfths(actual: str, light: Light) -> None:
    row = watch(form(sessions(actual)), 7, MODULE).rows[0]
    assert row.light is light
    assert "12×7÷12＝7场" in row.because


@pytest.mark.parametrize(
    ("row", "light"),
    [
        ("指标：产出指标 / 质量指标 / 验收合格率 | 指标值 ≥95% | 实际值 96%", Light.GREEN),
        ("指标：产出指标 / 质量指标 / 验收合格率 | 指标值 ≥95% | 实际值 90%", Light.RED),
        ("指标：产出指标 / 成本指标 / 单册成本 | 指标值 ≤4元 | 实际值 4.2元", Light.RED),
        ("指标：效益指标 / 社会效益指标 / 知晓率 | 指标值 ≥85% | 实际值 60%", Light.RED),
        ("指标：效益指标 / 社会效益指标 / 服务环境 | 指标值 明显改善 | 实际值 部分达成预期指标", Light.YELLOW),
        ("指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥12场", Light.NONE),
        ("指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥12场 | 实际值 正在开展", Light.NONE),
    ],
)
def test_what_does_not_grow_with_the_months_is_inside_its_target_or_outside(row: str, light: Light) -> None:
    assert watch(form(row), 7, MODULE).rows[0].light is light


@pytest.mark.parametrize(
    ("executed", "light"), [("41.9", Light.RED), ("42", Light.YELLOW), ("56", Light.GREEN), ("119", Light.GREEN)]
)
def test_the_budget_is_held_against_the_time_passed(executed: str, light: Light) -> None:
    budget = watch(form(executed=executed), 7, MODULE).budget
    assert budget.light is light
    assert "时间进度7÷12＝58.33%" in budget.because


def test_without_a_budget_nothing_is_said_of_it() -> None:
    blank = parse_notation("评价：project monitoring 2025 万元 监控表").evaluations[0]
    card = watch(blank, 7, SICHUAN)
    assert card.budget.light is Light.NONE
    assert card.warnings == ()


@pytest.mark.parametrize(
    ("months", "executed", "warned"),
    [
        (4, "29.9", True),
        (4, "30", False),
        (6, "47", True),
        (7, "1", False),
        (8, "71", True),
        (10, "95.9", True),
        (10, "96", False),
    ],
)
def test_sichuan_warns_at_the_end_of_four_months_of_the_year(months: int, executed: str, *, warned: bool) -> None:
    assert bool(watch(form(executed=executed), months, SICHUAN).warnings) is warned


def test_goal_and_budget_may_not_drift_apart() -> None:
    card = watch(form(sessions("2场"), executed="70"), 7, SICHUAN)
    assert [each.indicator for each in card.warnings] == [0]
    assert "目标进度16.67%，执行进度58.33%，相差41.67%" in card.warnings[0].message
    assert card.days == 10


def test_the_years_end_is_where_the_months_so_far_lead() -> None:
    card = watch(form(sessions("7场"), executed="35"), 7, MODULE)
    assert (card.rows[0].forecast, card.rows[0].unit) == (Decimal("12.00"), "场")
    assert card.budget.forecast == Decimal("60.00")


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1—7月", 7),
        ("1-10月", 10),
        ("一至三月", None),
        ("1月至9月", 9),
        ("截至8月底", 8),
        ("上半年", None),
        ("13月", None),
    ],
)
def test_the_months_of_a_form(text: str, months: int | None) -> None:
    assert months_of(text) == months


@given(st.integers(1, 12), st.integers(1, 10_000), st.integers(0, 20_000))
def test_more_is_never_a_worse_light(months: int, wanted: int, done: int) -> None:
    order = [Light.RED, Light.YELLOW, Light.GREEN, Light.BLUE]

    def light(actual: int) -> int:
        row = f"指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥{wanted}场 | 实际值 {actual}场"
        return order.index(watch(form(row), months, MODULE).rows[0].light)

    assert light(done) <= light(done + 1)
