"""The worked examples of the field: each states what a rule gives for printed figures, under the name a jurist would give it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from jixiao.scoring import RowScore, Scorecard

Row = Callable[..., RowScore]
Scored = Callable[..., Scorecard]


def points(row: RowScore) -> Decimal:
    """The one value that a rule leaves."""
    assert row.computed is not None
    assert row.computed.is_exact
    return row.computed.low


def span(row: RowScore) -> tuple[Decimal, Decimal, bool]:
    assert row.computed is not None
    return row.computed.low, row.computed.high, row.computed.open_above


def execution(scored: Scored, fund: str, pack: str = "mof-2020-10", unit: str = "元") -> RowScore:
    card = scored(f"评价：project self_evaluation 2024 {unit} 自评表\n资金：年度资金总额 | {fund} | 分值 10", pack)
    assert card.execution is not None
    return card.execution


# --- 财预〔2020〕10号 ------------------------------------------------------------------------------------------------------------


def test_article_16_a_target_reached_earns_full_points(row: Row) -> None:
    reached = row("分值 10 | 指标值 ≥95% | 实际值 98%")
    assert points(reached) == 10
    assert "记满分10分" in reached.because


def test_article_16_a_target_missed_earns_its_ratio_of_completion(row: Row) -> None:
    missed = row("分值 10 | 指标值 ≥218万人 | 实际值 216.96万人")
    assert points(missed) == Decimal("9.95")
    assert missed.because == "216.96万人 ÷ 218万人 × 10分 ≈ 9.95分。"
    assert [str(basis) for basis in missed.basis] == ["《项目支出绩效评价管理办法》（财预〔2020〕10号）第十六条"]


def test_a_reverse_indicator_exceeded_by_one_point_earns_target_over_actual(row: Row) -> None:
    missed = row("分值 10 | 指标值 ≤96% | 实际值 97%")
    assert missed.exact is not None
    assert round(missed.exact.low, 3) == Decimal("9.897")
    assert missed.because == "96% ÷ 97% × 10分 ≈ 9.9分。"


def test_the_production_module_takes_the_excess_off_a_reverse_indicator(row: Row) -> None:
    missed = row("分值 10 | 指标值 ≤96% | 实际值 97%", "module-reverse")
    assert missed.exact is not None
    assert round(missed.exact.low, 3) == Decimal("9.896")
    assert missed.because == "［1 －（97% － 96%）÷ 96%］ × 10分 ≈ 9.9分。"


@pytest.mark.parametrize(("actual", "earned"), [("30", "10"), ("45", "5"), ("59", "0.33"), ("60", "0"), ("90", "0")])
def test_the_production_module_gives_nothing_from_twice_the_target_on(row: Row, actual: str, earned: str) -> None:
    assert points(row(f"分值 10 | 指标值 ≤30分钟 | 实际值 {actual}分钟", "module-reverse")) == Decimal(earned)


def test_execution_of_86_44_percent_earns_8_64_points(scored: Scored) -> None:
    row = execution(scored, "年初 2,686,139.91 | 全年 2,686,139.91 | 执行 2,321,808.08")
    assert points(row) == Decimal("8.64")
    assert row.because == "执行率 2,321,808.08 ÷ 2,686,139.91 ≈ 86.44%，86.44% × 10分 ≈ 8.64分。"


def test_the_denominator_is_the_adjusted_budget_not_the_initial_one(scored: Scored) -> None:
    assert points(execution(scored, "年初 200 | 全年 100 | 执行 90")) == 9


def test_an_adjusted_budget_left_blank_is_read_as_unchanged_and_says_so(scored: Scored) -> None:
    row = execution(scored, "年初 146 | 执行 131.24", unit="万元")
    assert points(row) == Decimal("8.99")
    assert "未填全年预算数，按年初预算数计算" in row.because


def test_the_rate_is_computed_and_not_trusted_from_print(scored: Scored) -> None:
    assert points(execution(scored, "全年 100 | 执行 50 | 执行率 100%")) == 5


@pytest.mark.parametrize(
    ("phrase", "low", "high", "open_above"),
    [("达成预期指标", "24", "30", False), ("部分达成预期指标", "18", "24", True), ("未达成预期指标", "0", "18", True)],
)
def test_a_qualitative_indicator_of_30_points_falls_into_one_of_three_bands(
    row: Row,
    phrase: str,
    low: str,
    high: str,
    open_above: bool,  # noqa: FBT001
) -> None:
    assert span(row(f"分值 30 | 指标值 稳步推进 | 实际值 {phrase}")) == (Decimal(low), Decimal(high), open_above)


def test_far_more_than_the_target_earns_full_points_but_calls_for_a_reason(row: Row) -> None:
    over = row("分值 10 | 指标值 ≥100人次 | 实际值 748人次")
    assert points(over) == 10
    assert [(duty.when, duty.may_reduce) for duty in over.duties] == [("over_achieved", True)]


def test_article_11_a_missed_target_calls_for_reasons_and_measures(row: Row) -> None:
    (duty,) = row("分值 10 | 指标值 ≥95% | 实际值 94%").duties
    assert duty.when == "missed"
    assert "第十一条" in str(duty.basis[0])


# --- 财预〔2021〕101号 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "actual", "earned"),
    [
        ("90%", "86%", "8.89"),
        ("30%", "3.33%", "0"),
        ("11家", "9家", "5.45"),
        ("100%", "60%", "0"),
        ("100%", "59.99%", "0"),
    ],
)
def test_with_a_pass_line_only_completion_above_60_percent_counts(
    row: Row, target: str, actual: str, earned: str
) -> None:
    assert points(row(f"分值 10 | 指标值 ≥{target} | 实际值 {actual}", "mof-2021-101")) == Decimal(earned)


def test_the_ratio_rule_gives_9_56_where_the_pass_line_gives_8_89(row: Row) -> None:
    cells = "分值 10 | 指标值 ≥90% | 实际值 86%"
    assert points(row(cells)) == Decimal("9.56")
    passed = row(cells, "mof-2021-101")
    assert passed.because == "完成比例 86% ÷ 90% ≈ 95.56%，（95.56% － 60%）÷（100% － 60%）× 10分 ≈ 8.89分。"


def test_the_ratio_rule_gives_1_11_where_the_pass_line_gives_nothing(row: Row) -> None:
    cells = "分值 10 | 指标值 ≥30% | 实际值 3.33%"
    assert points(row(cells)) == Decimal("1.11")
    assert "低于及格线60%，得0分" in row(cells, "mof-2021-101").because


@pytest.mark.parametrize(
    ("spent", "earned"),
    [("100", "10"), ("86.44", "7"), ("80", "7"), ("79.99", "5"), ("60", "5"), ("51.83", "0"), ("0.51", "0")],
)
def test_execution_by_interval(scored: Scored, spent: str, earned: str) -> None:
    assert points(execution(scored, f"全年 100 | 执行 {spent}", "mof-2021-101")) == Decimal(earned)


def test_by_interval_the_guidance_is_silent_about_spending_beyond_the_budget(scored: Scored) -> None:
    row = execution(scored, "全年 100 | 执行 101", "mof-2021-101")
    assert span(row) == (0, 10, False)
    assert "执行数超过预算数" in row.because


@pytest.mark.parametrize(
    ("actual", "earned"),
    [("90.71%", "10"), ("90%", "10"), ("85%", "8"), ("79%", "5"), ("59%", "0"), ("96", "10"), ("85分", "8")],
)
def test_satisfaction_by_interval(row: Row, actual: str, earned: str) -> None:
    cells = f"分值 10 | 指标值 ≥85% | 实际值 {actual}"
    assert points(row(cells, "mof-2021-101", "满意度指标 / 服务对象满意度指标 / 参保人员满意度")) == Decimal(earned)


def test_satisfaction_given_as_a_bound_earns_at_least_its_interval(row: Row) -> None:
    row_score = row(
        "分值 10 | 指标值 ≥85% | 实际值 ≥85%", "mof-2021-101", "满意度指标 / 服务对象满意度指标 / 参保人员满意度"
    )
    assert span(row_score) == (8, 10, False)


# --- local rules -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("actual", "earned"), [("129", "10"), ("130", "8"), ("500", "8")])
def test_the_manual_takes_two_points_off_from_130_percent_on(row: Row, actual: str, earned: str) -> None:
    assert points(row(f"分值 10 | 指标值 ≥100人次 | 实际值 {actual}人次", "manual-2022")) == Decimal(earned)


def test_the_manual_never_takes_more_than_the_indicator_is_worth(row: Row) -> None:
    deducted = row("分值 1 | 指标值 ≥100人次 | 实际值 130人次", "manual-2022")
    assert points(deducted) == 0
    assert deducted.because == "130人次 ÷ 100人次 = 130%，达到指标值的130%及以上，1分 － 2分，扣完为止 = 0分。"


@pytest.mark.parametrize(
    ("spent", "cap"),
    [
        ("80", None),
        ("79.99", "89"),
        ("70", "89"),
        ("69.99", "79"),
        ("60", "79"),
        ("59.99", "69"),
        ("50", "69"),
        ("49.99", "59"),
    ],
)
def test_the_manual_caps_the_total_by_the_execution_rate(scored: Scored, spent: str, cap: str | None) -> None:
    card = scored(
        f"""资金：年度资金总额 | 全年 100 | 执行 {spent} | 分值 10
        指标：产出指标 / 数量指标 / 任务量 | 分值 90 | 指标值 ≥1次 | 实际值 1次""",
        "manual-2022",
    )
    assert card.total.cap == (None if cap is None else Decimal(cap))
    uncapped = 90 + Decimal(spent) / 10
    expected = uncapped if cap is None else min(uncapped, Decimal(cap))
    assert card.total.high == pytest.approx(expected, abs=Decimal("0.005"))


def test_without_an_execution_rate_nobody_knows_whether_the_total_is_capped(scored: Scored) -> None:
    card = scored("指标：产出指标 / 数量指标 / 任务量 | 分值 100 | 指标值 ≥1次 | 实际值 1次", "manual-2022")
    assert (card.total.low, card.total.high) == (59, 100)
    assert card.grade.computed == ("优", "良", "中", "差")


def test_at_130_percent_an_explanation_is_due_but_no_point_is_lost(row: Row) -> None:
    over = row("分值 10 | 指标值 ≥100人次 | 实际值 130人次", "explain-130")
    assert points(over) == 10
    assert [(duty.when, duty.may_reduce) for duty in over.duties] == [("over_achieved", True)]
    assert row("分值 10 | 指标值 ≥100人次 | 实际值 129人次", "explain-130").duties == ()


@pytest.mark.parametrize(("actual", "due"), [("29", False), ("30", True)])
def test_with_a_target_of_zero_the_explanation_is_due_from_30_on(row: Row, actual: str, due: bool) -> None:  # noqa: FBT001
    duties = row(f"分值 10 | 指标值 ≥0人次 | 实际值 {actual}人次", "explain-130").duties
    assert [duty.when for duty in duties] == (["over_achieved"] if due else [])


@pytest.mark.parametrize(
    ("phrase", "low", "high"), [("达成预期指标", 24, 30), ("部分达成预期指标", 15, 24), ("未达成预期指标", 0, 15)]
)
def test_the_mingguang_form_of_2021_has_its_bands_at_80_and_50(row: Row, phrase: str, low: int, high: int) -> None:
    assert span(row(f"分值 30 | 指标值 稳步推进 | 实际值 {phrase}", "mingguang-2021"))[:2] == (low, high)


def test_the_mingguang_form_reads_equal_targets_as_b_over_a_or_a_over_b(row: Row) -> None:
    assert points(row("分值 10 | 指标值 =100% | 实际值 80%", "mingguang-2021")) == 8
    assert points(row("分值 10 | 指标值 =100% | 实际值 125%", "mingguang-2021")) == 8


def test_above_an_equal_target_the_module_gives_full_points_and_the_national_rule_leaves_room(row: Row) -> None:
    cells = "分值 10 | 指标值 =100% | 实际值 125%"
    assert points(row(cells, "module-reverse")) == 10
    national = row(cells)
    assert span(national) == (8, 10, False)
    assert national.because.startswith("有两种读法：")


@pytest.mark.parametrize(("months", "earned"), [("6", "10"), ("9", "10"), ("7.5", "10"), ("3", "5"), ("12", "7.5")])
def test_a_range_has_two_bad_sides(row: Row, months: str, earned: str) -> None:
    assert points(row(f"分值 10 | 指标值 6-9个月 | 实际值 {months}个月")) == Decimal(earned)


def test_beyond_a_range_the_module_counts_down_from_its_upper_end(row: Row) -> None:
    assert points(row("分值 10 | 指标值 6-9个月 | 实际值 13.5个月", "module-reverse")) == 5
