"""Formulas that read what is typed in a row: operator, figure and unit of a target and of an actual, and whether one reaches the other.

They understand less than `targets` and never something else: one figure after at most one comparison, a unit of the list on the
hidden sheet. Whatever is more than that gives blanks, and a person decides. The functions are those of every spreadsheet program
since 2007, without array formulas, so that WPS and LibreOffice calculate the same.
"""

import msgspec

from jixiao.targets import Operator, parse
from jixiao.targets.values import Quantity

LONGEST = 15
"""Digits and signs of a figure that a spreadsheet keeps exactly."""

FOLDED = {
    "　": "", " ": "", "＝": "=", "＞": ">", "＜": "<", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "％": "%", ">=": "≥", "<=": "≤",
}  # fmt: skip
"""Look-alikes, as `targets.characters` folds them; blanks say nothing between operator, figure and unit."""

_WORDS = {"≥": ("不低于", "不少于", "不小于", "至少"), "≤": ("不超过", "不高于", "不多于", "不大于", "至多")}
_MEASURED = "0123456789一二三四五六七八九十百千万亿两半零无年月日季周前≥≤=<>~%％＝＞＜"
"""Characters of which a target that a phrase may answer has none: a figure or a date may hide behind each."""

PHRASES = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")
"""What a qualitative indicator may answer: the three bands (三档), best first."""
_SAID_ALIKE = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")
"""How rule packs name the same bands."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """References to the cells of one row in which a person types; None for a column that the form does not have."""

    name: str
    level1: str | None = None
    level2: str | None = None
    operator: str | None = None
    target: str | None = None
    unit: str | None = None
    actual: str | None = None
    weight: str | None = None
    score: str | None = None
    rule: str | None = None
    note: str | None = None
    likelihood: str | None = None


class Lists(msgspec.Struct, frozen=True):
    """References to the list of units on the hidden sheet, and beside it to 1 for those that a bare figure may leave out."""

    units: str
    simple: str


def operator_words() -> dict[str, str]:
    """The words for a comparison that formulas replace by its sign, each of them proved by `targets`."""
    found = {}
    for sign, words in _WORDS.items():
        for word in words:
            value = parse(f"{word}12%")
            if isinstance(value, Quantity) and value.operator == Operator(sign) and value.aim is None:
                found[word] = sign
    return found


def folded(expression: str, *, words: bool = False) -> str:
    """A text without blanks and look-alikes; with `words`, comparisons in words become signs."""
    for old, new in (*FOLDED.items(), *(operator_words().items() if words else ())):
        expression = f'SUBSTITUTE({expression},"{old}","{new}")'
    return expression


def target_text(cells: Typed) -> str:
    """The target as one text, whether it stands in one cell or in three (性质、指标值、度量单位)."""
    if cells.target is None:
        return '=""'
    text = cells.target
    if cells.unit is not None:
        text = f'{text}&IF(ISNUMBER(FIND(LEFT({text}&"x",1),"0123456789")),{cells.unit},"")'
    if cells.operator is not None:
        text = f'IF({cells.operator}="定性","",{cells.operator})&{text}'
    return f"={folded(text, words=True)}"


def actual_text(cells: Typed) -> str:
    """The actual where it is a text; a figure that was pasted as a number shows something else than it is, and is not trusted."""
    return '=""' if cells.actual is None else f'=IF(ISNUMBER({cells.actual}),"",{folded(cells.actual)})'


def sign(text: str) -> str:
    """The comparison that a text begins with, or nothing."""
    return f'=IF({text}="","",IF(ISNUMBER(FIND(LEFT({text},1),"≥≤=><")),LEFT({text},1),""))'


def length(rest: str) -> str:
    """How many characters of digits, commas and points a text begins with."""
    places = "{" + ",".join(str(number) for number in range(1, LONGEST + 2)) + "}"
    return f'=IF({rest}="",0,SUMPRODUCT(MIN({places}+99*ISNUMBER(FIND(MID({rest}&"x",{places},1),"0123456789.,"))))-1)'


def whole_part(rest: str, digits: str) -> str:
    """The figure before its point, commas included; blank where the characters make no figure."""
    head = f"LEFT({rest},{digits})"
    sound = (
        f'{digits}>0,{digits}<={LONGEST},ISERROR(FIND(LEFT({head},1),".,")),ISERROR(FIND(RIGHT({head},1),".,")),'
        f'LEN({head})-LEN(SUBSTITUTE({head},".",""))<=1,ISERROR(FIND(",",{head},FIND(".",{head}&".")))'
    )
    return f'=IF(AND({sound}),LEFT({head},FIND(".",{head}&".")-1),"")'


def figure(rest: str, digits: str, whole: str) -> str:
    """The number; blank where commas stand elsewhere than between thousands."""
    plain = f'SUBSTITUTE({whole},",","")'
    value = f"VALUE({plain}&MID({rest},LEN({whole})+1,{digits}-LEN({whole})))"
    grouped = f'OR({plain}={whole},TEXT(VALUE({plain}),"#,##0")={whole})'
    return f'=IF({whole}="","",IF({grouped},{value},""))'


def unit(rest: str, digits: str, number: str) -> str:
    """What stands behind the figure."""
    return f'=IF({number}="","",MID({rest},{digits}+1,20))'


def listed(unit_cell: str, lists: Lists) -> str:
    """Whether a unit is one of the list, letter by letter."""
    return f"SUMPRODUCT(--EXACT({unit_cell},{lists.units}))>0"


def comparable(goal: str, goal_unit: str, done: str, done_unit: str, name: str, lists: Lists) -> str:
    """1 where target and actual are figures of one unit, or a bare actual can only mean the unit of the target."""
    same = f'AND({goal_unit}={done_unit},OR({goal_unit}="",{listed(goal_unit, lists)}))'
    named = f'OR(ISNUMBER(FIND("(",{name})),ISNUMBER(FIND("（",{name})))'
    slip = f'AND({goal_unit}="%",{done}>0,{done}<=1)'
    simple = f"SUMPRODUCT(EXACT({goal_unit},{lists.units})*{lists.simple})>0"
    bare = f'AND({done_unit}="",{goal_unit}<>"",{simple},NOT({named}),NOT({slip}))'
    return f'=IF(OR({goal}="",{done}=""),0,IF(OR({same},{bare}),1,0))'


def reached(may: str, operator: str, goal: str, done: str) -> str:
    """1 where the target is reached, 0 where it is missed, blank where it cannot be told. A bare target is reached by itself only."""
    cases = (("≥", ">="), ("≤", "<="), ("=", "="), (">", ">"), ("<", "<"))
    decided = f'IF({done}={goal},1,"")'
    for printed, compared in reversed(cases):
        decided = f'IF({operator}="{printed}",IF({done}{compared}{goal},1,0),{decided})'
    return f'=IF({may}=1,{decided},"")'


def phrase(target: str, actual: str) -> str:
    """Which of the three phrases answers a qualitative target: 1, 2 or 3; 0 for none."""
    characters = ",".join(f'"{character}"' for character in _MEASURED)
    measured = f"SUMPRODUCT(--ISNUMBER(FIND({{{characters}}},{target})))>0"
    chosen = "0"
    for number, words in reversed(tuple(enumerate(zip(PHRASES, _SAID_ALIKE, strict=True), start=1))):
        answered = ",".join(f'{actual}="{each}"' for each in words)
        chosen = f"IF(OR({answered}),{number},{chosen})"
    return f'=IF(OR({target}="",{measured}),0,{chosen})'


def steps(value: str, scale: tuple[tuple[str, str], ...]) -> str:
    """Choose by the first step that a value reaches: pairs of its lower limit and what it gives, the highest first."""
    chosen = scale[-1][1]
    for limit, given in reversed(scale[:-1]):
        chosen = f"IF({value}>={limit},{given},{chosen})"
    return chosen
