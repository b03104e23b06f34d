"""A verdict: what one rule says about one row, with its reasoning, and the verdicts that do not depend on any rule's figures."""

from decimal import Decimal

import msgspec

from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import EXACT, rounded, written
from jixiao.scoring.rule_packs import HUNDRED, ZERO, RulePack


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The interval before rounding, the section of the pack that decided (`rule`), and the reasoning in Chinese."""

    interval: Interval
    rule: str
    because: str


def clause(sentence: str) -> str:
    """Turn a comparison's sentence into the first half of a longer one."""
    return sentence.replace("。（", "（").rstrip("。")


def full(weight: Decimal, rule: str, why: str) -> Verdict:
    """Full points (记满分), and why."""
    return Verdict(interval=Interval.exactly(weight), rule=rule, because=f"{why}，记满分{written(weight)}分。")


def nothing(rule: str, why: str) -> Verdict:
    """No points (不得分), and why."""
    return Verdict(interval=Interval.exactly(ZERO), rule=rule, because=f"{why}，得0分。")


def below_full(weight: Decimal, rule: str, why: str) -> Verdict:
    """Anything below full points: the target was missed, but the rule gives no measure."""
    return Verdict(
        interval=Interval(low=ZERO, high=weight, open_above=weight > ZERO),
        rule=rule,
        because=f"{why}，得分在0至{written(weight)}分之间（不含满分）。",
    )


def anything(weight: Decimal, rule: str, why: str) -> Verdict:
    """The honest interval when nothing is certain: from nothing to full points."""
    return Verdict(
        interval=Interval(low=ZERO, high=weight), rule=rule, because=f"{why}，得分在0至{written(weight)}分之间。"
    )


def shown(points: Decimal, pack: RulePack) -> str:
    """Write points as the pack rounds them."""
    return written(rounded(points, pack.rounding.places))


def shown_interval(interval: Interval, pack: RulePack) -> str:
    """Write an interval of points: 9.95, or 24至30, or 6至8（不含8）."""
    low, high = shown(interval.low, pack), shown(interval.high, pack)
    if low == high:
        return f"{low}分"
    return f"{low}至{high}分" + (f"（不含{high}分）" if interval.open_above else "")


def equals_points(points: Decimal, pack: RulePack, *, rounded_before: bool = False) -> str:
    """End a formula with its points: = 7.5分, or ≈ 9.95分 where they, or a figure shown in the formula, had to be rounded."""
    same = rounded(points, pack.rounding.places) == points and not rounded_before
    return f"{'=' if same else '≈'} {shown(points, pack)}分"


def equals_percent(ratio: Decimal) -> str:
    """End a formula with its ratio: = 80%, or ≈ 86.44% where the percentage had to be rounded."""
    return f"{'=' if is_whole_percent(ratio) else '≈'} {percent(ratio)}"


def is_whole_percent(ratio: Decimal) -> bool:
    """Tell whether `percent` writes a ratio in full, without rounding."""
    return rounded(ratio, 4) == ratio


def percent(ratio: Decimal) -> str:
    """Write a ratio as a percentage with at most two decimals."""
    return f"{written(rounded(EXACT.multiply(ratio, HUNDRED), 2))}%"


def figure(value: Decimal, unit: str | None) -> str:
    """Write a figure with its unit."""
    return f"{written(value)}{unit or ''}"
