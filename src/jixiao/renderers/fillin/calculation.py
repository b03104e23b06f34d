"""The hidden sheet: one row of formulas for each row of indicators, from what is typed to what it earns, and the list of units.

It stands apart from the form, so that the form holds nothing but what is handed in; rows inserted in the form move its references.
"""

import re
from collections.abc import Iterator

import msgspec

from jixiao.renderers.fillin import pack_formulas, reading_formulas
from jixiao.renderers.fillin.reading_formulas import Lists, Typed
from jixiao.renderers.fillin.units import formula_units
from jixiao.scoring import RulePack

SHEET = "记分辅助"
FIRST_ROW = 2
"""The first row of formulas, from 1; above it stand the headings."""

HEADINGS = (
    "一级指标", "二级指标", "指标值", "比较", "其后", "位数", "整数部分", "数值", "单位",
    "完成值", "位数", "整数部分", "数值", "单位", "可比", "达到", "用语", "满意度", "应得下限", "应得上限",
)  # fmt: skip
_COLUMNS = "ABCDEFGHIJKLMNOPQRST"
LAST_COLUMN, GOAL_COLUMN, UNITS_COLUMN, SIMPLE_COLUMN = "U", "V", "W", "X"
"""Texts of last year that name a year and have to be looked at; the list of units, and 1 for those that a bare figure may leave out."""


class Outcome(msgspec.Struct, frozen=True):
    """References to what a row of formulas gives, for use on other sheets: reached (1, 0, blank), the bounds of its score, and more."""

    reached: str
    low: str
    high: str
    phrase: str
    operator: str
    goal: str
    done: str
    comparable: str
    last_target: str


def outcome(row: int) -> Outcome:
    """Where the formulas of the `row`-th row of indicators (from 0) stand."""
    return Outcome(*(f"{SHEET}!${column}${FIRST_ROW + row}" for column in f"PSTQDHMO{LAST_COLUMN}"))


def row_formulas(
    typed: Typed, row: int, pack: RulePack, *, begins: bool = False, rate_row: bool = False
) -> Iterator[tuple[str, str]]:
    """Each formula of a row with its column; `begins` says that no row of the same form stands above it.

    With `rate_row` the form gives the execution rate no points but in a row of that name, which may be scored in two ways: such a row
    is left to a person.
    """
    here = {column: f"${column}${FIRST_ROW + row}" for column in _COLUMNS}
    above = {column: f"${column}${FIRST_ROW + row - 1}" if not begins else '""' for column in "AB"}
    (level1, level2, target, operator, rest, digits, whole, goal, goal_unit) = (here[column] for column in _COLUMNS[:9])
    (actual, digits_done, whole_done, done, done_unit, may, reached, phrase, satisfaction) = (
        here[column] for column in _COLUMNS[9:18]
    )
    first, second = typed.level1 or '""', typed.level2 or '""'
    weight = typed.weight or '""'
    read = pack_formulas.Read(
        operator=operator,
        goal=goal,
        done=done,
        done_unit=done_unit,
        reached=reached,
        phrase=phrase,
        satisfaction=satisfaction,
        weight=weight,
    )
    bounds = pack_formulas.row_bounds(read, pack)
    formulas = (
        f'=IF({first}="",{above["A"]},{first})',
        f'=IF({second}="",IF({first}="",{above["B"]},""),{second})',
        reading_formulas.target_text(typed),
        reading_formulas.sign(target),
        f"=MID({target},LEN({operator})+1,99)",
        reading_formulas.length(rest),
        reading_formulas.whole_part(rest, digits),
        reading_formulas.figure(rest, digits, whole),
        reading_formulas.unit(rest, digits, goal),
        reading_formulas.actual_text(typed),
        reading_formulas.length(actual),
        reading_formulas.whole_part(actual, digits_done),
        reading_formulas.figure(actual, digits_done, whole_done),
        reading_formulas.unit(actual, digits_done, done),
        reading_formulas.comparable(goal, goal_unit, done, done_unit, typed.name, lists()),
        reading_formulas.reached(may, operator, goal, done),
        reading_formulas.phrase(target, actual),
        f'=IF(ISNUMBER(FIND("满意",{level1}&{level2}&{typed.name})),1,0)',
        *(_left_open(bound, typed.name) if rate_row else bound for bound in (bounds.low, bounds.high)),
    )
    yield from zip(_COLUMNS, formulas, strict=True)


def _left_open(formula: str, name: str) -> str:
    return f'=IF(ISNUMBER(FIND("执行率",{name})),"",{formula.removeprefix("=")})'


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a row shows before anything is answered: its levels, its name, and its target as one text."""

    level1: str = ""
    level2: str = ""
    name: str = ""
    target: str = ""


def row_values(shown: Shown, before: tuple[str, str]) -> dict[str, str | int | float]:
    """What the formulas of a row give as long as nothing is answered, by column: programs that do not recalculate show this.

    `before` are the levels that hold for the row above.
    """
    target = shown.target
    for old, new in (*reading_formulas.FOLDED.items(), *reading_formulas.operator_words().items()):
        target = target.replace(old, new)
    operator = target[:1] if target[:1] in {"≥", "≤", "=", ">", "<"} else ""
    rest = target[len(operator) :]
    digits = len(rest) - len(rest.lstrip("0123456789.,"))
    whole, number, unit = _figure(rest, digits)
    level1 = shown.level1 or before[0]
    level2 = shown.level2 or ("" if shown.level1 else before[1])
    asked = int("满意" in level1 + level2 + shown.name)
    given: dict[str, str | int | float] = dict.fromkeys(_COLUMNS, "")
    return given | {
        "A": level1, "B": level2, "C": target, "D": operator, "E": rest[:99],
        "F": digits if digits <= reading_formulas.LONGEST else 99, "G": whole, "H": number, "I": unit, "K": 0, "O": 0, "Q": 0, "R": asked,
    }  # fmt: skip


def _figure(rest: str, digits: int) -> tuple[str, float | str, str]:
    """Whole part, number and unit of a text that begins with so many digits, commas and points; blanks where they are no figure."""
    head = rest[:digits]
    if not _FIGURE.fullmatch(head) or digits > reading_formulas.LONGEST:
        whole = head.partition(".")[0] if _LOOSE.fullmatch(head) and digits <= reading_formulas.LONGEST else ""
        return whole, "", ""
    return head.partition(".")[0], float(head.replace(",", "")), rest[digits : digits + 20]


_FIGURE = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_LOOSE = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


def lists() -> Lists:
    """Where the list of units stands."""
    last = FIRST_ROW + len(formula_units()) - 1
    return Lists(*(f"${column}${FIRST_ROW}:${column}${last}" for column in (UNITS_COLUMN, SIMPLE_COLUMN)))
