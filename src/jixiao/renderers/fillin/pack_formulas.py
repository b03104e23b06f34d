"""A rule pack (评价口径) as spreadsheet formulas: what a row earns, what the execution rate earns, the grade of a total.

They give what `scoring` gives for the rows that `reading_formulas` understands, and blanks for the others; the tests let LibreOffice
calculate thousands of rows and compare.
"""

import msgspec

from jixiao.renderers.fillin.reading_formulas import steps
from jixiao.scoring import RulePack, written
from jixiao.scoring.rule_packs import HUNDRED, ONE, Band

_NOISE = 11
"""Decimals up to which a product of binary fractions is believed, before it is rounded half up as the pack says."""


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """References to what the reading formulas found for one row, and to its weight."""

    operator: str
    goal: str
    done: str
    done_unit: str
    reached: str
    phrase: str
    satisfaction: str
    weight: str


class Bounds(msgspec.Struct, frozen=True):
    """Two expressions, the least and the most that a row may earn; equal where the rule is exact."""

    low: str
    high: str


def rounded(expression: str, pack: RulePack) -> str:
    """Round half up as the pack says, binary noise first."""
    return f"ROUND(ROUND({expression},{_NOISE}),{pack.rounding.places})"


def row_bounds(row: Read, pack: RulePack) -> Bounds:
    """The least and most points of a row; blank texts where the workbook cannot tell."""
    return Bounds(*(_bound(row, pack, high=high) for high in (False, True)))


def _bound(row: Read, pack: RulePack, *, high: bool) -> str:
    weight = row.weight
    decided = f"IF({row.reached}=1,{_over_achieved(row, pack)},{_missed(row, pack, high=high)})"
    decided = f'IF({row.reached}="",{_phrased(row, pack, high=high)},{decided})'
    if pack.satisfaction.method == "intervals":
        decided = f"IF({_has_level(row)},{weight}*{_satisfied(row, pack)},{decided})"
    return f'=IF(ISNUMBER({weight}),IFERROR({rounded(decided, pack)},""),"")'


def _phrased(row: Read, pack: RulePack, *, high: bool) -> str:
    """A qualitative target answered by one of the three phrases: the end of its band; anything else is an error, shown as blank."""
    bands = (pack.qualitative.reached, pack.qualitative.partly, pack.qualitative.missed)
    ends = ",".join(f"{row.weight}*{_end(band, high=high)}" for band in bands)
    return f"CHOOSE({row.phrase},{ends})"


def _end(band: Band, *, high: bool) -> str:
    return written(band.high if high else band.low)


def _over_achieved(row: Read, pack: RulePack) -> str:
    """Full points, less what the pack takes off a target that is exceeded by far."""
    rule, weight = pack.over_achievement, row.weight
    if rule.policy not in {"flat", "proportional"} or rule.threshold is None:
        return weight
    off = written(rule.points) if rule.points is not None else f"{weight}*({row.done}/{row.goal}-1)"
    upward = f'OR({row.operator}="",{row.operator}="≥",{row.operator}=">",{row.operator}="=")'
    far = f"IF({row.goal}>0,ROUND({row.done}-{written(rule.threshold)}*{row.goal},9)>=0,FALSE)"
    return f"IF(AND({upward},{far}),MAX({weight}-{off},0),{weight})"


def _missed(row: Read, pack: RulePack, *, high: bool) -> str:
    short = _earned(row.done, row.goal, row.weight, pack)
    beyond = _beyond(row, pack)
    above = {"full": row.weight, "inverse": beyond, "either": row.weight if high else beyond}[pack.equal.above]
    equal = f"IF({row.done}<{row.goal},{short},{above})"
    decided = f'IF(OR({row.operator}="≤",{row.operator}="<"),{beyond},IF({row.operator}="=",{equal},{short}))'
    return f"IF({row.goal}=0,{row.weight}*{written(pack.zero_target.otherwise)},{decided})"


def _beyond(row: Read, pack: RulePack) -> str:
    """Above a target that should not be exceeded."""
    zero_at = pack.reverse.zero_at
    if zero_at is None:
        return _earned(row.goal, row.done, row.weight, pack)
    end = f"{written(zero_at)}*{row.goal}"
    return _earned(f"MAX({end}-{row.done},0)", f"({written(zero_at - ONE)}*{row.goal})", row.weight, pack)


def _earned(top: str, bottom: str, weight: str, pack: RulePack) -> str:
    """The completion ratio as points, above a pass line where there is one, between nothing and the weight."""
    line = pack.completion.pass_line
    if line is None:
        return f"MIN(MAX({weight}*{top}/{bottom},0),{weight})"
    above = f"({top}-{written(line)}*{bottom})"
    return f"MIN(MAX({weight}*{above}/({bottom}*{written(ONE - line)}),0),{weight})"


def _has_level(row: Read) -> str:
    """Whether a row asks satisfaction and its actual states a level of it."""
    bare = f'AND(OR({row.done_unit}="",{row.done_unit}="分"),{row.done}>1,{row.done}<=100)'
    return f'IF({row.satisfaction}=1,IF({row.done}="",FALSE,OR({row.done_unit}="%",{bare})),FALSE)'


def _satisfied(row: Read, pack: RulePack) -> str:
    scale = tuple((written(step.at_least * HUNDRED), written(step.value)) for step in pack.satisfaction.steps)
    return steps(row.done, scale)


def rate(budget: str, spent: str) -> str:
    """执行率: spent ÷ budget as a number; blank where one of them is missing, the budget is nothing, or the two are in different units."""
    slip = f"OR(ABS({spent}/{budget}/10000-1)<0.001,ABS({spent}/{budget}*10000-1)<0.001)"
    known = f"AND(ISNUMBER({budget}),ISNUMBER({spent}))"
    return f'=IF({known},IF({budget}>0,IF({slip},"",{spent}/{budget}),""),"")'


def execution_score(rate_cell: str, weight: str, pack: RulePack) -> str:
    """What an execution rate earns; blank where the rule leaves it open."""
    rule = pack.execution
    if rule.method == "intervals":
        scale = tuple((written(step.at_least), written(step.value)) for step in rule.steps)
        earned = f"{weight}*{steps(f'ROUND({rate_cell},12)', scale)}"
    else:
        earned = f"MIN(MAX({weight}*{rate_cell},0),{weight})"
    earned = rounded(earned, pack)
    if rule.over_budget == "open":
        earned = f'IF(ROUND({rate_cell},12)>1,"",{earned})'
    return f'=IF(AND(ISNUMBER({rate_cell}),ISNUMBER({weight})),{earned},"")'


def capped(total: str, rate_cell: str, pack: RulePack) -> str:
    """A total with the limit that the execution rate sets; without a rate the strictest limit may apply, and nothing is shown."""
    if pack.total_caps is None:
        return total
    limit = "100000"
    for cap in pack.total_caps.caps:
        limit = f"IF({rate_cell}<{written(cap.below)},{written(cap.total)},{limit})"
    return f'IF(ISNUMBER({rate_cell}),MIN({total},{limit}),"")'


def grade(total: str, pack: RulePack) -> str:
    """The grade (等级) of a total."""
    return steps(total, tuple((written(limit.at_least), f'"{limit.name}"') for limit in pack.grades.limits))
