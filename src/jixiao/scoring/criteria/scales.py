"""择一还是相加: whether several points in one part are steps of one scale or requirements that add up.

得2分…得1分…得0分 is a scale, 参保人数…得2分；参保率…得2分 is a sum. Figures of one measure, and words that only weaken the first
(基本, 不足), make a scale; else the weight decides, which the points either add up to or begin with. Where neither does, both ways stay
possible.
"""

import re
from decimal import Decimal
from itertools import pairwise

import msgspec

from jixiao.scoring.criteria.criterion import Branch, Condition, Part, Points
from jixiao.scoring.rounding import EXACT
from jixiao.targets import Deadline, Quantity, Range

_WEAKER = re.compile(r"基本|部分|较|一般|不足|不够|欠|但|不完整|不全|尚|个别|少量|有所|延迟|滞后")
_GRADES = re.compile(r"优秀?|良好?|中等?|差|较[好差]|及格|合格|一般|好")


def ways(part: Part, weight: Decimal) -> tuple[tuple[Part, ...], ...]:
    """All ways to read a part: as one scale, as a sum of parts, or either."""
    given = [branch for branch in part.branches if branch.positive]
    if len(given) < 2:
        return ((part,),)
    decided = _is_scale(given, weight, ends=any(branch.zero for branch in part.branches))
    scale, added = (part,), _apart(part)
    return (scale, added) if decided is None else (scale,) if decided else (added,)


def _is_scale(given: list[Branch], weight: Decimal, *, ends: bool) -> bool | None:
    """Decide between scale (True) and sum (False); None where nothing does. `ends`: the part names what earns nothing."""
    measures = _measures(given)
    if measures is not None:
        return len(measures) == 1
    if any(_is_weaker(condition) for branch in given[1:] for condition in branch.conditions):
        return True
    points = [_worth(branch, weight) for branch in given]
    steady = all(one > two for one, two in pairwise(points)) or all(one < two for one, two in pairwise(points))
    if sum(points) == weight:
        return None if steady and ends else False
    if max(points) == weight:
        return True
    if len(set(points)) == 1:
        return False
    return True if steady and ends else None


def _is_weaker(condition: Condition) -> bool:
    """Tell whether a condition only weakens what another one asks for: its denial, a hedged word, a grade."""
    return condition.denied or bool(_WEAKER.search(condition.text) or _GRADES.fullmatch(condition.text))


def _measures(given: list[Branch]) -> set[tuple[str, str]] | None:
    """What the branches measure, where all of them ask for figures: one measure for a scale, several for a sum."""
    found: set[tuple[str, str]] = set()
    subjects: set[str] = set()
    for branch in given:
        values = [condition.value for condition in branch.conditions if condition.value is not None]
        if len(values) != 1 or isinstance(values[0], Deadline) or len(branch.conditions) > 1:
            return None
        subjects |= {values[0].subject} if values[0].subject else set()
        if not _is_bare_zero(values[0]):
            found.add((values[0].unit.base, values[0].subject or ""))
    units = {base for base, _ in found}
    return {(base, "") for base in units} if len(subjects) <= 1 else found


def _is_bare_zero(value: Quantity | Range) -> bool:
    """Tell whether a figure is nothing of whatever is measured (调整率=0 above 0-10%)."""
    return isinstance(value, Quantity) and value.number == 0 and not value.unit.base


def _worth(branch: Branch, weight: Decimal) -> Decimal:
    gives = branch.gives
    if not isinstance(gives, Points):  # pragma: no cover -- only branches that give points are asked
        return weight
    return EXACT.multiply(gives.high, weight) if gives.share else gives.high


def _apart(part: Part) -> tuple[Part, ...]:
    """Cut a part before every branch that gives points."""
    cuts = [number for number, branch in enumerate(part.branches) if branch.positive]
    cuts[0] = 0
    ends = [*cuts[1:], len(part.branches)]
    return tuple(
        msgspec.structs.replace(part, branches=part.branches[start:end]) for start, end in zip(cuts, ends, strict=True)
    )
