"""Laws that hold for every form: scores within their weight, monotone in the actual, blind to 元↔万元 and to the order of rows."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao.model import Evaluation, Fund, Indicator
from jixiao.scoring import Interval, RulePack, packs, score

PACKS = st.sampled_from(list(packs))
# A deduction for over-achievement is the one rule by which a better actual may earn less.
MONOTONE_PACKS = st.sampled_from([pack for pack in packs if pack.over_achievement.policy in {"none", "reason"}])
FIGURES = st.decimals(min_value=0, max_value=10_000, places=2)
WEIGHTS = st.decimals(min_value=0, max_value=100, places=1)
SIGNS = st.sampled_from(["≥", "≤", "=", ">", "<", ""])
PHRASES = st.sampled_from(
    [
        "达成预期指标",
        "部分达成预期指标",
        "未达成",
        "基本达成",
        "稳步推进",
        "全覆盖",
        "2024年9月底前",
        "6-9个月",
        "",
        "-",
        "…",
    ]
)
NAMES = st.sampled_from(["培训次数", "项目成本", "参保人满意度", "预算执行率", "系统响应时间", "宣传效果"])
TARGETS = st.one_of(st.builds("{}{}%".format, SIGNS, FIGURES), st.builds("{}{}".format, SIGNS, FIGURES), PHRASES)
ACTUALS = st.one_of(st.builds("{}%".format, FIGURES), st.builds("{}".format, FIGURES), PHRASES)
ROWS = st.builds(
    Indicator,
    level1=st.sampled_from(["产出指标", "满意度指标"]),
    level2=st.sampled_from(["数量指标", "成本指标", None]),
    name=NAMES,
    weight=WEIGHTS.map(str),
    target=TARGETS,
    actual=ACTUALS,
    score=st.none(),
    doubtful=st.sampled_from([(), ("target",), ("actual", "score")]),
)
FUNDS = st.builds(
    Fund,
    label=st.sampled_from(["年度资金总额", "资金总额", None]),
    adjusted=FIGURES.map(str),
    executed=FIGURES.map(str),
    weight=st.sampled_from(["10", "20", None]),
)


def one_row(target: str, actual: str, weight: object = "10", name: str = "任务量") -> Evaluation:
    return Evaluation(
        indicators=(
            Indicator(
                level1="产出指标", level2="数量指标", name=name, weight=str(weight), target=target, actual=actual
            ),
        )
    )


def computed(evaluation: Evaluation, pack: RulePack) -> Interval:
    interval = score(evaluation, pack).rows[0].computed
    assert interval is not None
    return interval


@given(ROWS, FUNDS, PACKS)
def test_every_score_lies_between_nothing_and_its_weight_and_says_why(
    row: Indicator, fund: Fund, pack: RulePack
) -> None:
    card = score(Evaluation(funds=(fund,), indicators=(row,)), pack)
    for scored in (*card.rows, *([] if card.execution is None else [card.execution])):
        assert scored.computed is not None
        assert scored.weight is not None
        assert 0 <= scored.computed.low <= scored.computed.high <= scored.weight
        assert scored.because.endswith(("。", "。）"))
        assert scored.basis
    assert card.total.low is not None
    assert card.total.high is not None
    assert 0 <= card.total.low <= card.total.high


@given(FIGURES, FIGURES, FIGURES, MONOTONE_PACKS)
def test_more_of_a_positive_indicator_never_earns_less(
    target: Decimal, one: Decimal, other: Decimal, pack: RulePack
) -> None:
    less, more = (computed(one_row(f"≥{target}人次", f"{actual}人次"), pack) for actual in sorted((one, other)))
    assert less.low <= more.low
    assert less.high <= more.high


@given(FIGURES, FIGURES, FIGURES, PACKS)
def test_more_of_a_reverse_indicator_never_earns_more(
    target: Decimal, one: Decimal, other: Decimal, pack: RulePack
) -> None:
    less, more = (computed(one_row(f"≤{target}分钟", f"{actual}分钟"), pack) for actual in sorted((one, other)))
    assert less.low >= more.low
    assert less.high >= more.high


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([pack for pack in packs if pack.execution.over_budget == "full"]))
def test_higher_execution_never_earns_less(budget: Decimal, one: Decimal, other: Decimal, pack: RulePack) -> None:
    def of(spent: Decimal) -> Interval:
        fund = Fund(label="年度资金总额", adjusted=str(budget), executed=str(spent), weight="10")
        card = score(Evaluation(funds=(fund,)), pack)
        assert card.execution is not None
        assert card.execution.computed is not None
        return card.execution.computed

    assume(
        max(one, other) <= 1000 * budget
    )  # beyond it two units seem to be printed, and nothing follows from the figures
    less, more = (of(spent) for spent in sorted((one, other)))
    assert less.low <= more.low
    assert less.high <= more.high


@given(FIGURES, FIGURES, st.sampled_from(["≥", "≤", "="]), PACKS)
def test_points_do_not_change_between_yuan_and_ten_thousand_yuan(
    target: Decimal, actual: Decimal, sign: str, pack: RulePack
) -> None:
    plain = computed(one_row(f"{sign}{target * 10_000}元", f"{actual * 10_000}元"), pack)
    assert computed(one_row(f"{sign}{target}万元", f"{actual}万元"), pack) == plain
    assert computed(one_row(f"{sign}{target}万元", f"{actual * 10_000}元"), pack) == plain


@given(FIGURES, FIGURES, PACKS)
def test_execution_does_not_change_between_yuan_and_ten_thousand_yuan(
    budget: Decimal, spent: Decimal, pack: RulePack
) -> None:
    def of(unit: str, factor: int) -> Interval | None:
        fund = Fund(label="年度资金总额", adjusted=str(budget * factor), executed=str(spent * factor), weight="10")
        card = score(Evaluation(amount_unit=unit, funds=(fund,)), pack)
        assert card.execution is not None
        return card.execution.computed

    assert of("万元", 1) == of("元", 10_000)


@given(
    st.lists(ROWS, min_size=1, max_size=8).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), PACKS
)
def test_the_order_of_rows_does_not_matter_for_the_total(
    orders: tuple[list[Indicator], list[Indicator]], pack: RulePack
) -> None:
    one, other = (score(Evaluation(indicators=tuple(rows)), pack).total for rows in orders)
    assert (one.low, one.high, one.open_above, one.weight) == (other.low, other.high, other.open_above, other.weight)


@given(st.lists(ROWS, max_size=8), st.lists(FUNDS, max_size=2), PACKS)
def test_the_total_is_the_sum_of_the_rows_within_its_cap(
    rows: list[Indicator], funds: list[Fund], pack: RulePack
) -> None:
    card = score(Evaluation(indicators=tuple(rows), funds=tuple(funds)), pack)
    parts = [
        row.computed for row in (*card.rows, *([] if card.execution is None else [card.execution])) if row.computed
    ]
    if not parts:
        assert card.total.low is card.total.high is None
        return
    cap = card.total.cap if card.total.cap is not None else Decimal("Infinity")
    assert card.total.high == min(sum(part.high for part in parts), cap)
    assert card.total.low is not None
    assert card.total.low <= sum(part.low for part in parts)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=6), PACKS)
def test_no_text_stops_the_scoring(target: str, actual: str, weight: str, pack: RulePack) -> None:
    score(one_row(target, actual, weight), pack)


@pytest.mark.parametrize("field", ["year", "title", "project_name", "supervisor", "implementer"])
def test_who_files_a_form_does_not_change_its_scores(form: Callable[[str], Evaluation], field: str) -> None:
    evaluation = form("指标：产出指标 / 数量指标 / 任务量 | 分值 10 | 指标值 ≥3次 | 实际值 2次")
    other = msgspec.structs.replace(evaluation, **{field: 2001 if field == "year" else "某市医疗保障局"})
    for pack in packs:
        one, two = score(evaluation, pack), score(other, pack)
        assert (one.rows, one.execution, one.grade) == (two.rows, two.execution, two.grade)
        assert one.total.because.removesuffix(one.reservation) == two.total.because.removesuffix(two.reservation)
        assert (one.total.low, one.total.high, one.total.cap) == (two.total.low, two.total.high, two.total.cap)
