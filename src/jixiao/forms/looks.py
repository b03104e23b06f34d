"""What a cell of each indicator column looks like, as costs for the alignment: 0 is at home, about 9 does not belong.

The figures were weighed against each other on forms of many layouts: a plain text in a column of values costs 0.6, a value in a
column of names 2.5, a level word as a name 2; leaving a column of points empty costs 3, one of notes 0.1.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from jixiao.forms import shapes
from jixiao.forms.cuts import Fit, Follow, Joins, Slot
from jixiao.forms.headings import Heading
from jixiao.forms.levels import begins_with_level, depth_of, is_level_word, level_fit
from jixiao.forms.ribbon import Gap, Ribbon

_BLANK = 0.9
"""Share of the cost of an empty cell that is given back when its blank is there to be seen."""
_SKIPS: dict[str, tuple[int, float]] = {
    "ordinal": (1, 0.3),
    "depth": (1, 0.3),
    "level1": (6, 0.1),
    "level1_points": (1, 0.1),
    "level2": (6, 0.3),
    "level2_points": (1, 0.1),
    "name": (12, 5.0),
    "operator": (2, 0.8),
    "direction": (2, 0.3),
    "target": (14, 1.5),
    "unit": (2, 0.4),
    "actual": (14, 1.5),
    "weight": (1, 3.0),
    "score": (1, 3.0),
    "converted_score": (1, 0.5),
    "deduction": (1, 0.5),
    "rule": (40, 0.3),
    "note": (60, 0.1),
    "remark": (60, 0.1),
    "forecast": (10, 0.8),
    "likelihood": (3, 0.5),
    "reviewed_actual": (8, 0.8),
    "reviewed_score": (1, 0.8),
    "deviation": (2, 0.4),
    "met": (1, 0.3),
    "explanation": (20, 0.3),
}
"""Per field: the most tokens a cell takes, and the cost of an empty cell."""
_OPERATORS = frozenset("≥≤><=") | {
    "定性",
    "定量",
    "大于等于",
    "小于等于",
    "等于",
    "大于",
    "小于",
    "正向",
    "反向",
    ">=",
    "<=",
    "约",
}
LIKELIHOODS = frozenset({"确定能", "有可能", "完全不可能", "能", "不能", "可能", "确定", "不可能"})
_VALUES = frozenset({"target", "actual"})
_OPENERS = "，。、；：）”’！？,;:)%》的"
"""What no cell begins with: it goes on with another."""


_ELSEWHERE = 9.0
_LONG = 8
"""Characters of a text that does not stand twice by chance."""
_FEW_BESIDE = 0.04
"""Share of tokens that are values beside others up to which cells have lines of their own."""
_LONGEST_UNIT = 5
_FIGURE_WITH_UNIT = re.compile(r"[≥≤<>=约不低于超过少]*[\d.,]+(\D{1,4})")
_CLOSED = frozenset({"level1", "level2", "direction", "operator", "unit", "likelihood"})


def slots_of(heading: Heading) -> list[Slot]:
    """The columns to fill."""
    return [
        Slot(field=field, longest=_SKIPS[field][0], skip=_SKIPS[field][1], closed=field in _CLOSED)
        for field in heading.fields()
    ]


def joins_of(heading: Heading, tokens: Ribbon) -> Joins:
    """How loose the text is.

    Where columns stand wide apart a single space means little; where each heading word has a line of its own, and cells too, a line
    break is nearly a cell boundary.
    """
    wide = any(token.gap is Gap.WIDE for token in tokens)
    if heading.glued:
        return Joins(space=0.3, line=0.8, blank=0.8, glue=0.3, divide=0.0)
    if heading.lines and _side_by_side(tokens) <= _FEW_BESIDE * len(tokens):
        return Joins(line=2.5, blank=3.0, space=0.1, part=0.6)
    return Joins(space=0.1 if wide else 0.4)


def _side_by_side(tokens: Ribbon) -> int:
    """How many values stand behind another one on its line: cells that have no lines of their own."""
    return sum(
        1
        for before, token in pairwise(tokens)
        if token.gap is Gap.SPACE and shapes.is_value(before.key) and shapes.is_value(token.key)
    )


def fit_of(tokens: Ribbon, heading: Heading) -> Fit:
    """The cost of a text in a column: what it looks like, and how far the cell stands from its column."""
    fields = heading.fields()
    columns = [(column.column, column.span) for column in heading.columns]
    marked = "depth" in fields

    def cost(slot: int, text: str, first: int) -> float:
        token = tokens[first]
        column, span = columns[slot]
        shift = 0.0
        if token.column is not None and column is not None:
            outside = max(column - token.column, token.column - (column + span - 1), 0)
            shift = outside * token.shift
        if marked and fields[slot] != "depth" and depth_of(text):
            return _ELSEWHERE
        # In running lines a lone character is the broken end of a word, not a cell.
        lone = 1.4 if token.prose and len(text) == 1 and fields[slot] in _VALUES and not text.isdigit() else 0.0
        return shift + lone + look(fields[slot], text)

    return cost


def _looks_level1(text: str) -> float:
    return level_fit(text, 1)


def _looks_level2(text: str) -> float:
    return level_fit(text, 2)


def _looks_name(text: str) -> float:
    if shapes.is_number(text) or shapes.is_dash(text):
        return 6.0
    cost = 4.0 if shapes.starts_with_comparison(text) else (2.5 if shapes.is_value(text) else 0.0)
    cost += 2.0 if is_level_word(text) else 0.0
    cost += 2.5 if shapes.is_rule(text) else 0.0
    cost += 1.0 if shapes.is_sentence(text) else 0.0
    cost += 0.8 if re.search(r"\d%$", text) else 0.0
    cost += 5.0 if text[0] in _OPENERS or text == "指标" else 0.0
    cost += 4.0 if text.endswith(("达成预期指标", "达成年度指标")) and len(text) > 7 else 0.0
    # 职责履行(30分)老旧小区改造完成率: points in brackets end a label of a level.
    cost += 2.5 if begins_with_level(text) else 0.0
    cost += 2.0 if re.match(r"[^\d()≥≤=]{2,10}\(\d{1,3}(?:\.\d+)?分\).", text) else 0.0
    return cost + (1.0 if len(text) > 80 else 0.0)


def _looks_value(text: str) -> float:
    if text[0] in _OPENERS:
        return 5.0
    if shapes.is_dash(text):
        return 0.3
    if shapes.is_value(text):
        return 0.2 if shapes.is_points(text) else 0.0
    cost = 0.6 + (2.0 if is_level_word(text) else 0.0) + (2.0 if shapes.is_rule(text) else 0.0)
    cost += 1.5 if re.search(r"[^≥≤<>=][≥≤]", text) and text.count("≥") + text.count("≤") == 1 else 0.0
    return cost + (3.0 if text.endswith(("达成预期指标", "达成年度指标")) else 0.0)


def _looks_points(text: str) -> float:
    if shapes.is_points(text):
        return 0.0
    if shapes.is_dash(text):
        return 1.0
    if shapes.is_damaged_number(text) or shapes.is_many_points(text):
        return 2.0
    return 4.0 if shapes.is_rate(text) else 9.0


def _looks_weight(text: str) -> float:
    # Some forms print weights as shares: 10%. Rather than that, a rate is what was done and the weight is blank.
    return 2.2 if shapes.is_rate(text) else _looks_points(text)


def _looks_rule(text: str) -> float:
    if shapes.is_rule(text):
        return 0.0
    return 4.0 if shapes.is_value(text) else 1.5


def _looks_note(text: str) -> float:
    if shapes.is_points(text):
        return 3.0
    cost = 1.2 if shapes.is_value(text) else 0.5
    cost += 3.0 if is_level_word(text) else 0.0
    cost += 1.0 if shapes.is_rule(text) else 0.0
    cost += 2.0 if re.search(r".[^\d()≥≤=]{2,6}\(\d{1,3}(?:\.\d+)?分\)$", text) else 0.0
    return cost + (4.0 if text[0] in "，；：）)" else 0.0)


def _looks_remark(text: str) -> float:
    return _looks_note(text) + 0.1


def _looks_operator(text: str) -> float:
    return 0.0 if text in _OPERATORS else 6.0


def _looks_direction(text: str) -> float:
    return 0.0 if text in _OPERATORS or text.startswith(("正向", "反向", "逆向", "定")) else 3.0


def _looks_unit(text: str) -> float:
    if shapes.is_number(text) or text in _OPERATORS:
        return 5.0
    if len(text) > _LONGEST_UNIT:
        return 4.0
    return 0.8 if re.fullmatch(r"[较有很不显明基].+", text) else 0.0


def _looks_depth(text: str) -> float:
    return 0.0 if depth_of(text) else 9.0


def _looks_ordinal(text: str) -> float:
    return 0.0 if re.fullmatch(r"\d{1,3}[.、]?", text) else 7.0


def _looks_likelihood(text: str) -> float:
    return 0.0 if text in LIKELIHOODS else 2.5


def _looks_deviation(text: str) -> float:
    return 0.0 if shapes.is_rate(text.lstrip("-+")) or shapes.is_number(text) else 1.2


def _looks_met(text: str) -> float:
    return 0.0 if re.fullmatch(r"[是否√×✓✗]|(?:未|部分|基本|全部|已)?(?:完成|达标|达成)", text) else 6.0


def _looks_explanation(text: str) -> float:
    return 1.0 if shapes.is_points(text) else 0.4


_LOOKS: dict[str, Callable[[str], float]] = {
    "ordinal": _looks_ordinal,
    "depth": _looks_depth,
    "level1": _looks_level1,
    "level1_points": _looks_points,
    "level2": _looks_level2,
    "level2_points": _looks_points,
    "name": _looks_name,
    "operator": _looks_operator,
    "direction": _looks_direction,
    "target": _looks_value,
    "unit": _looks_unit,
    "actual": _looks_value,
    "weight": _looks_weight,
    "score": _looks_points,
    "converted_score": _looks_points,
    "deduction": _looks_points,
    "rule": _looks_rule,
    "note": _looks_note,
    "remark": _looks_remark,
    "forecast": _looks_value,
    "likelihood": _looks_likelihood,
    "reviewed_actual": _looks_value,
    "reviewed_score": _looks_points,
    "deviation": _looks_deviation,
    "met": _looks_met,
    "explanation": _looks_explanation,
}


_SHORT = 40
"""Characters of a text that is worth remembering: the same words of levels and short values stand in form after form."""


def look(field: str, text: str) -> float:
    """What a text costs in a column by its looks alone."""
    return _look_of_short(field, text) if len(text) <= _SHORT else _LOOKS[field](text)


@lru_cache(maxsize=65536)
def _look_of_short(field: str, text: str) -> float:
    return _LOOKS[field](text)


def follow_of(tokens: Ribbon, heading: Heading) -> Follow:
    """What neighbours in a row say of each other.

    Target and actual are of one kind, a score does not exceed its weight, and two cells that keep their distance show that the columns
    between them are blank and not lost.
    """
    fields = heading.fields()
    columns = [column.column for column in heading.columns]
    skips = [_SKIPS[field][1] for field in fields]

    def cost(slot: int, text: str, first: int, before: int, text_before: str, first_before: int) -> float:
        if slot - before > 1:
            return visible_blanks(tokens, columns, skips, (slot, first), (before, first_before))
        pair = (fields[before], fields[slot])
        if pair == ("target", "actual"):
            if text == text_before:
                return -0.8 if len(text) < _LONG else -2.4
            return -0.5 if _unit(text) and _unit(text) == _unit(text_before) else 0.0
        if pair == ("weight", "score") and shapes.is_points(text) and shapes.is_points(text_before):
            return 1.0 if float(text.removesuffix("分")) > float(text_before.removesuffix("分")) else 0.0
        return 0.0

    return cost


def offset(tokens: Ribbon, columns: Sequence[int | None], cell: tuple[int, int]) -> int | None:
    """How far a cell (slot, first token) stands to the right of its column; None where one of the two is not known."""
    stands, column = tokens[cell[1]].column, columns[cell[0]]
    return None if stands is None or column is None else stands - column


def visible_blanks(
    tokens: Ribbon,
    columns: Sequence[int | None],
    skips: Sequence[float],
    here: tuple[int, int],
    before: tuple[int, int],
) -> float:
    """What is given back for empty columns between two cells (slot, first token) that keep the distance of their columns."""
    moved = offset(tokens, columns, here)
    if moved is None or moved != offset(tokens, columns, before):
        return 0.0
    return -_BLANK * sum(skips[before[0] + 1 : here[0]])


def _unit(text: str) -> str:
    match = _FIGURE_WITH_UNIT.fullmatch(text)
    return match.group(1) if match else ""
