"""When two statements about the same thing contradict each other."""

from decimal import Decimal

import pytest

from jixiao.facts import Statement


def said(value: str, bound: str = "", tolerance: str = "0") -> Statement:
    return Statement(
        origin="result",
        measure="参保率",
        value=Decimal(value),
        unit="%",
        text="",
        bound=bound,
        tolerance=Decimal(tolerance),
    )


@pytest.mark.parametrize(
    ("one", "two", "contradict"),
    [
        (said("90"), said("90"), False),
        (said("90"), said("91"), True),
        (said("93.1", tolerance="0.05"), said("93.06", tolerance="0.005"), False),
        (said("90", "≥"), said("93"), False),
        (said("95", "≥"), said("93"), True),
        (said("95", "≤"), said("93"), False),
        (said("90", "≤"), said("93"), True),
        (said("90", "≥"), said("95", "≤"), False),
        (said("21", "约"), said("22"), False),
        (said("21", "约"), said("30"), True),
    ],
)
def test_contradiction_is_mutual(one: Statement, two: Statement, *, contradict: bool) -> None:
    assert one.contradicts(two) is contradict
    assert two.contradicts(one) is contradict


def test_what_is_promised() -> None:
    assert not said("90").planned
    assert Statement(origin="target", measure="参保率", value=Decimal(90), unit="%", text="90%").planned
