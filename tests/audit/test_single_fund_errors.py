"""Single errors in sound funds and weights: a table made from its own sums raises no alarm, any one changed figure does."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit import audit
from jixiao.audit.examples import example
from jixiao.findings import Severity
from jixiao.model import Evaluation, Submission

MONEY = st.integers(min_value=10_000, max_value=9_999_999).map(lambda cents: Decimal(cents) / 100)
SHIFT = st.sampled_from([Decimal("0.27"), Decimal("1.5"), Decimal(90), Decimal(12_345)])
ALARMS = (Severity.FATAL, Severity.ERROR)
LABELS = ("年度资金总额：", "财政拨款：", "本级安排：", "其中：上级补助：", "其他：")


@st.composite
def sound_funds(draw: st.DrawFn) -> list[list[Decimal]]:
    """Amounts of LABELS × (initial, adjusted, executed) that tie in every way; all is spent, and no more than half is 其他."""
    local, superior, other = (draw(MONEY) for _ in range(3))
    other = min(other, local + superior)
    column = [local + superior + other, local + superior, local, superior, other]
    return [[amount] * 3 for amount in column]


def form(funds: list[list[Decimal]], rate: str = "100.00") -> Submission:
    """Put the amounts, in 元, into an otherwise sound form."""
    lines = [
        f"资金：{label} | 年初 {initial} | 全年 {adjusted} | 执行 {executed}"
        for label, (initial, adjusted, executed) in zip(LABELS, funds, strict=True)
    ]
    lines[0] += f" | 分值 10 | 执行率 {rate} | 得分 10"
    cost = "指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值 ≤9元 | 实际值 8.6元 | 得分 10"
    return example("\n".join(["评价：project self_evaluation 2023 元", *lines, cost]))


def codes(submission: Submission) -> set[str]:
    return {finding.code for finding in audit(submission)[1]}


@given(sound_funds())
def test_sound_funds_raise_no_alarm(funds: list[list[Decimal]]) -> None:
    assert codes(form(funds)) == set()


@given(sound_funds(), st.integers(0, 4), st.integers(0, 2), SHIFT)
def test_one_changed_amount_is_found(funds: list[list[Decimal]], row: int, column: int, shift: Decimal) -> None:
    funds[row][column] += shift
    assert codes(form(funds)) & {"FUN-01", "FUN-18"}


@given(sound_funds(), st.integers(0, 2))
def test_slip_of_the_unit_is_found(funds: list[list[Decimal]], column: int) -> None:
    funds[0][column] *= 10_000
    assert "FUN-13" in codes(form(funds))


@given(sound_funds(), st.sampled_from(["99.97", "99%", "98.00%", "110.00", "10.00%"]))
def test_changed_rate_is_found(funds: list[list[Decimal]], rate: str) -> None:
    assert "FUN-02" in codes(form(funds, rate))


@given(sound_funds())
def test_alarms_do_not_depend_on_the_unit(funds: list[list[Decimal]]) -> None:
    large = [[amount * 1000 for amount in row] for row in funds]
    large[0][2] -= large[0][2] / 2
    yuan = form(large).evaluations[0]
    moved = [
        msgspec.structs.replace(
            fund, **{name: str(Decimal(getattr(fund, name)) / 10_000) for name in ("initial", "adjusted", "executed")}
        )
        for fund in yuan.funds
    ]
    ten_thousands = msgspec.structs.replace(yuan, amount_unit="万元", funds=tuple(moved))
    assert _alarms(yuan) == _alarms(ten_thousands)


def _alarms(evaluation: Evaluation) -> list[str]:
    submission = msgspec.structs.replace(example(""), evaluations=(evaluation,))
    return [finding.code for finding in audit(submission)[1] if finding.severity in ALARMS]


@pytest.mark.parametrize("row", range(7))
@pytest.mark.parametrize("weight", ["0", "1", "25", "11.5"])
def test_one_changed_weight_is_found(row: int, weight: str) -> None:
    sound = example("").evaluations[0]
    changed = msgspec.structs.replace(sound.indicators[row], weight=weight)
    rows = (*sound.indicators[:row], changed, *sound.indicators[row + 1 :])
    submission = msgspec.structs.replace(example(""), evaluations=(msgspec.structs.replace(sound, indicators=rows),))
    assert "WGT-01" in codes(submission)
