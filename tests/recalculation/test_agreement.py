"""Two scorers and the figures themselves give the same points; a scorecard that was tampered with is noticed."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from jixiao.model import Evaluation, Indicator, parse_notation
from jixiao.recalculation import confirm
from jixiao.recalculation.plain import rounded_half_up, total_points
from jixiao.scoring import Interval, RulePack, packs, score
from jixiao.scoring.scorecards import Scorecard
from tests.recalculation.generated_forms import ROWS, Form, forms

CASES = 50_000
"""Rows scored in all; `python3 dev.py bench recalculation` takes a million."""


def disagreements(form: Form, card: Scorecard, pack: RulePack) -> list[str]:
    """Every way in which a card differs from the figures that its form was made of, and from the second scorer."""
    found = [str(difference) for difference in confirm(form.evaluation, card, pack)]
    assert card.execution is not None
    pairs = zip((*form.rows, form.execution), (*card.rows, card.execution), strict=True)
    rounded = []
    for points, row in pairs:
        places = pack.rounding.places
        rounded.append(
            points._replace(low=rounded_half_up(points.low, places), high=rounded_half_up(points.high, places))
        )
        said = row.computed
        if said is None or (said.low, said.high, said.open_above) != rounded[-1]:
            text = "" if row.indicator is None else form.evaluation.indicators[row.indicator]
            found.append(f"{pack.code}: {rounded[-1]}, but {row.because} {text}")
    if (card.total.low, card.total.high, card.total.open_above) != total_points(rounded, form.rate, pack):
        found.append(card.total.because)
    return found


@pytest.mark.parametrize("pack", packs, ids=lambda pack: pack.code)
def test_both_scorers_and_the_figures_agree(pack: RulePack) -> None:
    count = CASES // len(list(packs)) // ROWS
    for form in forms(2023, count, pack):
        assert disagreements(form, score(form.evaluation, pack), pack) == []


def form(text: str) -> Evaluation:
    return parse_notation(f"评价：project self_evaluation 2023 万元 自评表\n{text}").evaluations[0]


FORM = form(
    "资金：年度资金总额 | 全年 100 | 执行 80 | 分值 10\n"
    "指标：产出指标 / 数量指标 / 宣传场次 | 分值 40 | 指标值 ≥10场 | 实际值 8场\n"
    "指标：效益指标 / 社会效益指标 / 机制健全程度 | 分值 50 | 指标值 逐步健全 | 实际值 达成预期指标"
)
PACK = packs["manual-2022"]


def tampered(card: Scorecard, row: int, points: str) -> Scorecard:
    rows = list(card.rows)
    rows[row] = msgspec.structs.replace(rows[row], computed=Interval.exactly(Decimal(points)))
    return msgspec.structs.replace(card, rows=tuple(rows))


def test_a_wrong_row_is_named_with_both_figures() -> None:
    card = tampered(score(FORM, PACK), 0, "36")
    [difference] = confirm(FORM, card, PACK)
    assert (difference.indicator, difference.what, difference.said, difference.recalculated) == (
        0,
        "得分",
        "36分",
        "32分",
    )


def test_a_wrong_execution_total_and_grade_are_named() -> None:
    card = score(FORM, PACK)
    assert card.execution is not None
    wrong = msgspec.structs.replace(
        card,
        execution=msgspec.structs.replace(card.execution, computed=Interval.exactly(Decimal(10))),
        total=msgspec.structs.replace(card.total, low=Decimal(90), high=Decimal(90)),
        grade=msgspec.structs.replace(card.grade, computed=("优",)),
    )
    assert [difference.what for difference in confirm(FORM, wrong, PACK)] == ["预算执行率得分", "总分", "等级"]


def test_an_outcome_that_contradicts_its_own_figures_is_named() -> None:
    card = score(FORM, PACK)
    comparison = card.rows[0].comparison
    assert comparison is not None
    wrong = msgspec.structs.replace(card.rows[0], comparison=msgspec.structs.replace(comparison, actual=Decimal(12)))
    found = confirm(FORM, msgspec.structs.replace(card, rows=(wrong, *card.rows[1:])), PACK)
    assert "是否达到指标值" in {difference.what for difference in found}


UNUSUAL = (Path(__file__).parent / "unusual_forms.txt").read_text(encoding="utf-8").split("\n\n")
"""Forms that the generator does not make: blanks, no budget, two units, phrases for figures, several values in one cell …"""


@pytest.mark.parametrize("text", UNUSUAL)
@pytest.mark.parametrize("pack", packs, ids=lambda pack: pack.code)
def test_unusual_forms_agree_too(text: str, pack: RulePack) -> None:
    evaluation = form(text)
    assert confirm(evaluation, score(evaluation, pack), pack) == ()


NO_BUDGET = """资金：年度资金总额 | 全年 0 | 执行 0 | 分值 10
指标：产出指标 / 时效指标 / 拨付时间 | 分值 90 | 指标值 2023年6月底前 | 实际值 2023年7月5日"""
RATE_AS_ROW = """资金：年度资金总额 | 全年 100 | 执行 90
指标：产出指标 / 数量指标 / 预算执行率 | 分值 50 | 指标值 ≥95% | 实际值 90%
指标：产出指标 / 数量指标 / 宣传场次 | 分值 50 | 指标值 ≥10场 | 实际值 15场"""


@pytest.mark.parametrize("zero_budget", ["full", "zero"])
@pytest.mark.parametrize("text", [NO_BUDGET, RATE_AS_ROW])
def test_rules_that_no_pack_uses_yet_agree_as_well(text: str, zero_budget: Literal["full", "zero"]) -> None:
    pack = msgspec.structs.replace(
        PACK,
        deadline=msgspec.structs.replace(PACK.deadline, missed="zero"),
        execution=msgspec.structs.replace(PACK.execution, zero_budget=zero_budget, indicator_row="execution"),
        over_achievement=msgspec.structs.replace(PACK.over_achievement, policy="proportional", points=None),
    )
    evaluation = form(text)
    assert confirm(evaluation, score(evaluation, pack), pack) == ()


def test_rows_that_cannot_be_scored_are_left_out_alike() -> None:
    evaluation = Evaluation(
        form="target", indicators=(Indicator(level1="产出指标", level2=None, name="场次", weight="90", target="≥1场"),)
    )
    assert confirm(evaluation, score(evaluation, PACK), PACK) == ()
