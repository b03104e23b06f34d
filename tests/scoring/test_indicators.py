"""Single rows: every kind of comparison finds its rule, also those no worked example covers."""

from collections.abc import Callable
from decimal import Decimal, localcontext

import msgspec
import pytest

from jixiao.law import article
from jixiao.model import Evaluation
from jixiao.places import Place
from jixiao.scoring import RowScore, RulePack, Scorecard, packs, score
from jixiao.scoring.indicators import judge
from jixiao.scoring.rule_packs import DeadlineRule, OverAchievementRule
from jixiao.scoring.verdicts import Verdict
from jixiao.targets import Comparison, Direction, Outcome, compare

Row = Callable[..., RowScore]
Scored = Callable[..., Scorecard]
NATIONAL = packs["mof-2020-10"]
COMMON = {"basis": (article("财预〔2020〕10号", 16),), "explanation": "说明。"}
TEN = Decimal(10)


def compared(
    outcome: str, direction: str, target: str | None = None, actual: str | None = None, **more: object
) -> Comparison:
    return Comparison(
        outcome=Outcome(outcome),
        direction=Direction(direction),
        because="实际与指标值相比。",
        target=None if target is None else Decimal(target),
        actual=None if actual is None else Decimal(actual),
        unit="次",
        **more,  # type: ignore[arg-type]
    )


def verdict(comparison: Comparison, pack: RulePack = NATIONAL) -> Verdict:
    return judge(comparison, TEN, pack)


def span(found: Verdict) -> tuple[str, str, bool]:
    interval = found.interval
    return f"{interval.low.normalize():f}", f"{interval.high.normalize():f}", interval.open_above


@pytest.mark.parametrize(
    ("comparison", "expected", "rule"),
    [
        (compared("reached", "deadline"), ("10", "10", False), "deadline"),
        (compared("missed", "deadline"), ("0", "10", True), "deadline"),
        (compared("undecided", "deadline"), ("0", "10", False), "undecided"),
        (compared("reached", "relative"), ("10", "10", False), "completion"),
        (compared("missed", "relative"), ("0", "10", True), "undecided"),
        (compared("undecided", "unknown"), ("0", "10", False), "undecided"),
        (compared("missed", "positive"), ("0", "10", True), "completion"),
        (compared("missed", "positive", "-5", "-8"), ("0", "10", True), "completion"),
        (compared("missed", "positive", "5", "-3"), ("0", "0", False), "completion"),
        (compared("missed", "positive", "0", "-3"), ("0", "0", False), "zero_target"),
        (compared("reached", "level", "5", "5"), ("10", "10", False), "completion"),
        (compared("undecided", "level", "5", "4"), ("8", "10", False), "completion"),
        (compared("undecided", "level", "4", "5"), ("8", "10", False), "completion"),
        (compared("undecided", "level", "0", "5"), ("0", "10", False), "undecided"),
        (compared("undecided", "level", "5", None), ("0", "10", False), "undecided"),
        (compared("undecided", "level"), ("0", "10", False), "undecided"),
        (compared("missed", "equal", "5", "4"), ("8", "8", False), "equal"),
        (compared("missed", "equal", "4", "5"), ("8", "10", False), "equal"),
        (compared("reached", "qualitative"), ("8", "10", False), "qualitative"),
        (compared("missed", "qualitative"), ("0", "8", True), "qualitative"),
        (compared("undecided", "qualitative"), ("0", "10", False), "qualitative"),
    ],
)
def test_the_direction_and_the_outcome_choose_the_rule(
    comparison: Comparison, expected: tuple[str, str, bool], rule: str
) -> None:
    found = verdict(comparison)
    assert (span(found), found.rule) == (expected, rule)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("达成预期指标", ("8", "10", False)), ("部分达成", ("0", "10", True)), ("基本达成", ("0", "10", False))],
)
@pytest.mark.parametrize("target", ["≥95%", "6-9个月", "2024年9月底前"])
def test_a_phrase_in_place_of_a_figure_leaves_room_and_says_why(
    target: str, phrase: str, expected: tuple[str, str, bool]
) -> None:
    found = verdict(compare(target, phrase))
    assert span(found) == expected
    assert f"完成值以“{phrase}”作答" in found.because
    assert "无法按比例记分" in found.because


@pytest.mark.parametrize(
    ("pack", "phrase", "expected"),
    [
        ("mof-2020-10", "达成预期指标", ("8", "10", False)),
        ("mof-2020-10", "基本达成", ("6", "10", False)),
        ("mof-2021-101", "基本达成", ("8", "10", False)),
        ("mof-2020-10", "部分达成", ("6", "8", True)),
        ("mingguang-2021", "部分达成", ("5", "8", True)),
        ("mof-2020-10", "未达成", ("0", "6", True)),
    ],
)
@pytest.mark.parametrize("target", ["稳步推进", "低于全国平均水平"])
def test_the_level_of_a_phrase_chooses_the_band(
    pack: str, phrase: str, target: str, expected: tuple[str, str, bool]
) -> None:
    found = verdict(compare(target, phrase), packs[pack])
    assert (span(found), found.rule) == (expected, "qualitative")


def test_mostly_reached_can_also_be_read_as_partly() -> None:
    rule = msgspec.structs.replace(NATIONAL.qualitative, mostly="partly")
    pack = msgspec.structs.replace(NATIONAL, qualitative=rule)
    assert span(verdict(compare("稳步推进", "基本达成"), pack)) == ("6", "8", True)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("6-9次", "3次", ("5", "5", False)),
        ("6-9次", "12次", ("7.5", "7.5", False)),
        ("0-9次", "-1次", ("0", "0", False)),
        ("6-9次", "≤3次", ("0", "10", True)),
    ],
)
def test_a_range_is_measured_at_its_nearest_end(target: str, actual: str, expected: tuple[str, str, bool]) -> None:
    assert span(verdict(compare(target, actual))) == expected


@pytest.mark.parametrize(
    ("target", "actual", "name", "note"),
    [
        ("12次", "9次", "培训次数", "9次 ÷ 12次 × 10分 = 7.5分。（指标值未写比较符号，按正向指标计算。）"),
        ("15万元", "20万元", "项目成本", "15万元 ÷ 20万元 × 10分 = 7.5分。（指标值未写比较符号，按反向指标计算。）"),
        ("≥100%", "95", "医保目录政策落实率", "（单位或口径一方未写，按另一方补足。）"),
    ],
)
def test_what_a_comparison_assumes_is_told(target: str, actual: str, name: str, note: str) -> None:
    assert verdict(compare(target, actual, name=name)).because.endswith(note)


# --- several targets in one row ----------------------------------------------------------------------------------------------------


def several(outcome: str, *parts: Comparison) -> Comparison:
    return compared(outcome, "compound", parts=parts)


REACHED, HALF = compared("reached", "positive", "85", "90"), compared("missed", "positive", "80", "40")


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (several("reached", REACHED, REACHED), ("10", "10", False)),
        (several("missed", REACHED, HALF), ("5", "10", True)),
        (several("missed", HALF, HALF), ("5", "5", False)),
        (several("undecided", REACHED, compared("undecided", "unknown")), ("0", "10", False)),
        (several("reached", REACHED, compared("reached", "qualitative")), ("8", "10", False)),
    ],
)
def test_several_targets_in_one_row_earn_between_the_worst_and_the_best(
    comparison: Comparison, expected: tuple[str, str, bool]
) -> None:
    found = verdict(comparison)
    assert span(found) == expected
    assert found.rule == "compound"
    assert "一行含2项目标，表内未分列分值：（1）" in found.because


def test_drugs_and_consumables_in_one_row(row: Row) -> None:
    both = row("分值 10 | 指标值 药品≥85%，耗材≥75% | 实际值 药品90%，耗材60%")
    assert both.computed is not None
    assert (both.computed.low, both.computed.high, both.computed.open_above) == (8, 10, True)
    assert [duty.when for duty in both.duties] == ["missed"]


# --- packs that take points off ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("actual", "expected"), [("12", "10"), ("13", "7"), ("15", "5"), ("20", "0"), ("35", "0")])
def test_a_proportional_deduction_takes_the_deviation_off(actual: str, expected: str) -> None:
    rule = OverAchievementRule(policy="proportional", threshold=Decimal("1.3"), **COMMON)  # type: ignore[arg-type]
    pack = msgspec.structs.replace(NATIONAL, over_achievement=rule)
    assert span(verdict(compared("reached", "positive", "10", actual), pack))[:2] == (expected, expected)


def test_a_deadline_missed_can_earn_nothing() -> None:
    pack = msgspec.structs.replace(NATIONAL, deadline=DeadlineRule(missed="zero", **COMMON))  # type: ignore[arg-type]
    assert span(verdict(compared("missed", "deadline"), pack)) == ("0", "0", False)


def test_reverse_indicators_far_below_their_target_are_not_over_achieved(row: Row) -> None:
    assert row("分值 10 | 指标值 ≤60分钟 | 实际值 5分钟", "manual-2022").duties == ()


# --- the row itself --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "because"),
    [
        ("指标值 ≥1次 | 实际值 1次", "本行没有分值，不记分。"),
        ("分值 合格 | 指标值 ≥1次 | 实际值 1次", "分值“合格”不是可以采用的分值，本行无法记分。"),
    ],
)
def test_a_row_without_usable_weight_is_traced_and_not_scored(scored: Scored, cells: str, because: str) -> None:
    card = scored(
        f"指标：产出指标 / 数量指标 / 甲 | {cells}\n指标：产出指标 / 数量指标 / 乙 | 分值 10 | 指标值 ≥1次 | 实际值 1次"
    )
    first = card.rows[0]
    assert (first.computed, first.rule, first.because) == (None, "unscored", because)


@pytest.mark.parametrize("cells", ["指标值 ≥1次", "实际值 1次", "指标值 达标"])
def test_a_blank_actual_or_target_leaves_everything_open(row: Row, cells: str) -> None:
    found = row(f"分值 10 | {cells}")
    assert found.computed is not None
    assert (found.computed.low, found.computed.high) == (0, 10)


def test_a_doubtful_cell_is_named_in_the_reasoning(row: Row) -> None:
    found = row("分值 10 | 指标值 ≥1次 | 实际值 1次 | 存疑 actual score")
    assert found.because.endswith("（实际完成值识别存疑，请核对原件。）")


def test_criteria_of_the_forms_own_are_pointed_at(row: Row) -> None:
    found = row("分值 10 | 指标值 ≥1次 | 实际值 1次 | 评分标准 每少一次扣2分")
    assert found.because.endswith("（表内另印有评分标准，按该标准得10分。）")


def test_a_note_of_the_comparison_stays_inside_the_sentence() -> None:
    because = verdict(compare("96", "96", name="参保群众满意度")).because
    assert "。（" not in because
    assert because.endswith("，记满分10分。")


def test_a_score_remembers_the_cells_it_used(form: Callable[[str], Evaluation]) -> None:
    evaluation = form("指标：产出指标 / 数量指标 / 甲 | 分值 10 | 指标值 ≥1次 | 实际值 1次 | 得分 9.5")
    cells = {"weight": Place(row=3, column=4), "actual": Place(row=3, column=6)}
    spotted = msgspec.structs.replace(evaluation.indicators[0], cells=cells, place=Place(row=3))
    found = score(msgspec.structs.replace(evaluation, indicators=(spotted,)), NATIONAL).rows[0]
    assert found.places == (Place(row=3, column=4), Place(row=3), Place(row=3, column=6))
    assert (found.reported, found.weight) == (Decimal("9.5"), 10)


# --- 预算执行率 among the indicators ---------------------------------------------------------------------------------------------------

RATE_ROW = "指标：过程管理 / 资金管理 / {name} | 分值 10 | 指标值 {target} | 实际值 89.89% | 得分 9"
FUND = "资金：年度资金总额 | 全年 146 | 执行 131.24"


@pytest.mark.parametrize("name", ["预算执行率", "指标1：预算执行率", "★资金执行率", "部门预算执行率", "1.预算执行率"])
def test_an_execution_row_has_two_lawful_readings(scored: Scored, name: str) -> None:
    row = scored(f"{FUND}\n{RATE_ROW.format(name=name, target='≥90%')}").rows[0]
    assert (row.computed.low, row.computed.high) == (Decimal("8.99"), Decimal("9.99"))
    assert row.rule == "execution"
    assert "按预算执行率记分，执行率 131.24 ÷ 146 ≈ 89.89%" in row.because
    assert "按批复的指标值记分，89.89% ÷ 90% × 10分 ≈ 9.99分" in row.because


@pytest.mark.parametrize(
    ("pack", "low", "high"),
    [("mof-2021-101", "7", "9.97"), ("module-reverse", "9.99", "9.99"), ("mingguang-2021", "8.99", "9.99")],
)
def test_packs_read_an_execution_row_in_their_own_way(scored: Scored, pack: str, low: str, high: str) -> None:
    row = scored(f"{FUND}\n{RATE_ROW.format(name='预算执行率', target='≥90%')}", pack).rows[0]
    assert (row.computed.low, row.computed.high) == (Decimal(low), Decimal(high))


def test_without_a_fund_block_the_row_itself_states_the_rate(scored: Scored) -> None:
    row = scored(RATE_ROW.format(name="预算执行率", target="≥90%")).rows[0]
    assert (row.computed.low, row.computed.high) == (Decimal("8.99"), Decimal("9.99"))


def test_an_execution_row_without_target_is_scored_by_the_rate_alone(scored: Scored) -> None:
    for pack in ("mof-2020-10", "module-reverse"):
        row = scored(f"{FUND}\n{RATE_ROW.format(name='预算执行率', target='-')}", pack).rows[0]
        assert row.computed.is_exact
        assert row.computed.low == Decimal("8.99")


def test_a_pack_may_read_an_execution_row_as_the_execution_rate_only(form: Callable[[str], Evaluation]) -> None:
    rule = msgspec.structs.replace(NATIONAL.execution, indicator_row="execution")
    pack = msgspec.structs.replace(NATIONAL, execution=rule)
    row = score(form(f"{FUND}\n{RATE_ROW.format(name='预算执行率', target='≥90%')}"), pack).rows[0]
    assert row.computed is not None
    assert row.computed.is_exact
    assert row.computed.low == Decimal("8.99")


def test_an_execution_row_is_an_ordinary_indicator_where_the_fund_block_has_its_points(scored: Scored) -> None:
    card = scored(f"{FUND} | 分值 10\n{RATE_ROW.format(name='预算执行率', target='≥90%')}")
    row = card.rows[0]
    assert (row.computed.low, row.computed.high) == (Decimal("9.99"), Decimal("9.99"))
    assert card.execution.computed.low == Decimal("8.99")


def test_an_execution_row_that_states_no_rate_is_left_to_its_target(scored: Scored) -> None:
    row = scored("指标：过程管理 / 资金管理 / 预算执行率 | 分值 10 | 指标值 良好 | 实际值 良好").rows[0]
    assert (row.computed.low, row.computed.high) == (8, 10)


def test_other_rates_are_no_execution_rate(scored: Scored) -> None:
    row = scored(f"{FUND}\n{RATE_ROW.format(name='政策执行率', target='≥90%')}").rows[0]
    assert row.rule == "completion"


@pytest.mark.parametrize(
    ("target", "actual", "formula"),
    [
        ("≥100万元", "99.99万元", "99.99万元 ÷ 100万元 × 10分 ≈ 10分。"),
        ("≥100万元", "99.9万元", "99.9万元 ÷ 100万元 × 10分 = 9.99分。"),
        ("≥3次", "1次", "1次 ÷ 3次 × 10分 ≈ 3.33分。"),
    ],
)
def test_only_what_is_equal_is_written_as_equal(row: Row, target: str, actual: str, formula: str) -> None:
    assert row(f"分值 10 | 指标值 {target} | 实际值 {actual}").because == formula


def test_points_from_a_rounded_percentage_are_about_what_the_formula_says(row: Row) -> None:
    because = row("分值 10 | 指标值 ≥80次 | 实际值 70次", "mof-2021-101").because
    assert because == "完成比例 70次 ÷ 80次 = 87.5%，（87.5% － 60%）÷（100% － 60%）× 10分 ≈ 6.88分。"


@pytest.mark.parametrize("pack", ["mof-2020-10", "mof-2021-101", "module-reverse"])
def test_a_narrow_decimal_context_of_the_caller_changes_no_score(row: Row, pack: str) -> None:
    cells = [
        "分值 12.5 | 指标值 ≥1,300,848.16元 | 实际值 1,299,999.99元",
        "分值 12.5 | 指标值 ≤1,300,848.16元 | 实际值 1,300,999.99元",
        "分值 12.5 | 指标值 有效提升 | 实际值 部分达成预期指标",
    ]
    wide = [row(cell, pack) for cell in cells]
    with localcontext() as context:
        context.prec = 4
        narrow = [row(cell, pack) for cell in cells]
    assert [(one.exact, one.because) for one in narrow] == [(one.exact, one.because) for one in wide]
