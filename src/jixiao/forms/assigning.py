"""What the columns of a real table hold when words alone do not tell: every column is weighed by its word, its contents and its neighbours.

The cheapest way to give all columns a field counts. Where another way costs nearly as much and gives a figure another column, that figure
is in doubt. Costs are in the same loose unit: about what one unlisted word is worth.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from jixiao.forms import shapes
from jixiao.forms.headings import is_of_other_time
from jixiao.forms.labels import is_total_word
from jixiao.forms.levels import depth_of, is_level_word, level_fit
from jixiao.targets import units

_NEVER = 9.0
_DEAREST = 7.0
"""A field that costs a column more than this is none of its candidates."""
_SOME_UNITS = 3.0
"""What a column of units costs in which nothing is a known one."""
_UNSAID = 2.5
"""What it costs that neither the word of a column nor the sum of its figures says that they are weights."""
_CANDIDATES = 6
_BEAM = 100
_MARGIN = 0.7
"""Ways that cost no more than this beside the cheapest leave in doubt what they see otherwise."""
_FIGURES = frozenset({"target", "actual", "weight", "score"})
_POINTS = frozenset({"weight", "score"})
_EVIDENCE = 3
_FEWEST_ROWS = 2
_FEWEST_CELLS = 3
_MAJORITY = 0.5
_LONG = 16
_FRACTION = re.compile(r"\d{1,3}(?:\.\d+)?分?(?:/|\()\d{1,3}(?:\.\d+)?分?\)?")
_POINTED = re.compile(r".+\(\d{1,3}(?:\.\d+)?分\)")
_SYMBOL = re.compile(r"[≥≤<>=]{1,2}|定性|定量|大于等于|小于等于|等于|正向|反向")
_NUMBERING = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.、]?\s*")
_UNIT_OF = re.compile(r"[\d.,]+(\D{1,4})$")
_WHOLES = frozenset(Decimal(whole) for whole in (1, 60, 70, 80, 85, 90, 95, 100, 1000))
"""What the weights of a form add up to, with or without those of the execution of its budget."""

_LEVELS = frozenset({"level1", "level2"})
_KINDS = {"points": frozenset({"weight", "score"}), "value": frozenset({"target", "actual"}), "level": _LEVELS}
"""What a word names that tells the kind of figure and not which."""
_ORDER = (
    ("level1", "level2", 3.0),
    ("level1", "name", 1.5),
    ("level2", "name", 1.5),
    ("name", "target", 1.2),
    ("name", "actual", 1.2),
    ("name", "weight", 0.8),
    ("name", "score", 1.0),
    ("target", "actual", 1.2),
    ("operator", "target", 1.5),
    ("target", "unit", 0.3),
    ("weight", "score", 0.7),
    ("actual", "note", 0.8),
)
"""What usually stands before what, and what the other way round costs."""


class Seen(msgspec.Struct, frozen=True):
    """A cell of a possible heading: its word as a key, and the keys of what stands below it, "" where a row leaves it blank."""

    word: str
    below: tuple[str, ...]


class Assigned(msgspec.Struct, frozen=True):
    """A field for each column, and the figures whose column another way would see elsewhere."""

    fields: tuple[str, ...]
    unsure: frozenset[str]


class _Column(msgspec.Struct, frozen=True):
    """What stands in one column, row by row, and its shares among what is not blank."""

    texts: tuple[str, ...]
    total: str
    blank: float
    value: float
    told: float
    points: float
    rate: float
    number: float
    compared: float
    first: float
    second: float
    level: float
    symbol: float
    unit: float
    rule: float
    long: float
    pointed: float
    unique: float
    sequence: bool
    depths: float


def assign(
    cells: Sequence[Seen], listed: Sequence[str | None], built: Sequence[str | None], *, strict: bool = True
) -> Assigned | None:
    """The cheapest fields of columns whose words name `listed` or seem to name `built` fields; None where they head no indicators."""
    rows = tuple(zip(*(cell.below for cell in cells), strict=True))
    body = [row for row in rows if _is_indicator(row)]
    if len(body) < _FEWEST_ROWS:
        return None
    totals = next((row for row in rows if any(map(is_total_word, row))), ("",) * len(cells))
    columns = [_column(texts, total) for texts, total in zip(zip(*body, strict=True), totals, strict=True)]
    ways = _ways(columns, cells, listed, built)
    if not ways:
        return None
    (best, fields), *others = ways
    if not _is_believable(fields, columns, listed, built, grouped=any(map(_is_level_alone, rows)), strict=strict):
        return None
    near = [other for cost, other in others if cost - best < _MARGIN]
    unsure = {field for field in _FIGURES for other in near if _where(other, field) != _where(fields, field)}
    return Assigned(fields, frozenset(unsure & set(fields)))


def _is_indicator(row: Sequence[str]) -> bool:
    """Whether a row below a heading is one of an indicator: no total, no level alone."""
    said = [text for text in row if text]
    if len(said) < _FEWEST_CELLS or any(map(is_total_word, said)):
        return False
    words = [text for text in said if not (shapes.is_value(text) or shapes.is_dash(text))]
    return not all(is_level_word(_NUMBERING.sub("", word)) or _is_depth_of_level(word) for word in words)


def _is_level_alone(row: Sequence[str]) -> bool:
    """Whether a row holds nothing but a level: 产出指标 over the indicators below it."""
    said = [text for text in row if text]
    return (
        len(set(said)) == 1
        and is_level_word(_NUMBERING.sub("", said[0]))
        and said[0].partition("(")[0].endswith("指标")
    )


def _is_depth_of_level(text: str) -> bool:
    return depth_of(text) in {1, 2}


def _column(texts: tuple[str, ...], total: str) -> _Column:
    said = [text for text in texts if text and not shapes.is_dash(text)]

    def share(tells: Callable[[str], object]) -> float:
        return sum(1 for text in said if tells(text)) / len(said) if said else 0.0

    return _Column(
        texts=texts,
        total=total,
        blank=1 - len(said) / len(texts),
        value=share(_is_value),
        told=share(_tells),
        points=share(_is_points),
        rate=share(shapes.is_rate),
        number=share(shapes.is_number),
        compared=share(shapes.starts_with_comparison),
        first=share(lambda text: _is_level(text, 1)),
        second=share(lambda text: _is_level(text, 2)),
        level=share(is_level_word),
        symbol=share(_SYMBOL.fullmatch),
        unit=share(_is_unit),
        rule=share(shapes.is_rule),
        long=share(lambda text: len(text) > _LONG),
        pointed=share(_POINTED.fullmatch),
        unique=len(set(said)) / len(said) if said else 0.0,
        sequence=bool(said) and said == [str(number) for number in range(1, len(said) + 1)],
        depths=share(depth_of),
    )


@lru_cache(maxsize=8192)
def _is_points(text: str) -> bool:
    return shapes.is_points(text) or bool(_FRACTION.fullmatch(text)) or shapes.is_rate(text)


@lru_cache(maxsize=8192)
def _is_value(text: str) -> bool:
    return shapes.is_value(text) and not shapes.is_rule(text)


@lru_cache(maxsize=8192)
def _tells(text: str) -> bool:
    """Whether a text says how much or when, be it in a sentence."""
    return not shapes.is_rule(text) and (shapes.is_value(text) or any(map(str.isdigit, text)))


def _is_level(text: str, level: Literal[1, 2]) -> bool:
    """Whether a text is a level of its kind, also with what it holds behind it: 产出（数量）."""
    return level_fit(text, level) < 1 or level_fit(text.partition("(")[0], level) < 1


@lru_cache(maxsize=8192)
def _is_unit(text: str) -> bool:
    return text in {"%", "‰"} or (not shapes.is_value(text) and units.unit(text) is not None)


def _ordinal(column: _Column) -> float:
    return 0.0 if column.sequence else _NEVER


def _depth(column: _Column) -> float:
    return _NEVER * (1 - column.depths)


def _level(share: float, column: _Column) -> float:
    unlike = column.value + column.symbol + column.rule + _mostly(column.unit) + column.depths
    alone = 0.5 if column.unique == 1 and not column.blank else 0.0
    return 1.2 * (1 - share) + alone + _NEVER * unlike + 3.0 * max(column.blank - 0.8, 0.0) + 2.0 * column.long


def _mostly(share: float) -> float:
    """A share from one half on: some words are units as well (机构)."""
    return max(0.0, 2 * share - 1)


def _level1(column: _Column) -> float:
    return _level(column.first, column)


def _level2(column: _Column) -> float:
    return _level(column.second, column)


def _name(column: _Column) -> float:
    unlike = column.value + column.symbol + _mostly(column.unit) + column.rule
    return (
        _DEAREST * unlike
        + 7.0 * column.blank
        + 4.0 * (1 - column.unique)
        + 4.0 * max(column.level, column.first)
        + _NEVER * column.depths
        + column.long
    )


def _valued(column: _Column) -> float:
    bare = 0.6 if column.number == 1 else 0.0
    words = 3.0 * (1 - column.told) + 1.5 * (column.told - column.value)
    return words + bare + _NEVER * (column.symbol + _mostly(column.unit)) + 3.0 * column.rule + 2.0 * column.level


def _target(column: _Column) -> float:
    return _valued(column) + 3.0 * column.blank - 1.5 * min(column.compared * 2, 1.0)


def _actual(column: _Column) -> float:
    return _valued(column) + 1.5 * column.blank + 3.5 * column.compared


def _weight(column: _Column) -> float:
    return _NEVER * (1 - column.points) + 4.0 * column.blank - (1.0 if _is_whole(column) else -1.2)


def _is_whole(column: _Column) -> bool:
    """Whether the figures of a column add up to what weights do, with or without a total among them that no word tells."""
    figures = _figures(column)
    added, most = sum(figures, Decimal(0)), max(figures, default=Decimal(0))
    return bool(figures) and (added in _WHOLES or (added == 2 * most and most in _WHOLES))


def _score(column: _Column) -> float:
    tied = column.total != "" and sum(_figures(column), Decimal(0)) == _figure(column.total)
    return _NEVER * (1 - column.points + column.rate) + 1.5 * column.blank - (0.8 if tied else 0.0)


def _rule(column: _Column) -> float:
    return _NEVER * column.value + 3.0 * (1 - column.rule) + 2.0 * column.blank + 3.0 * (column.level + column.unit)


def _aside(column: _Column) -> float:
    said = 0.0 if column.blank > 0.2 else 1.2
    return said + _DEAREST * column.value + 3.0 * (column.level + column.unit + column.symbol)


def _unit(column: _Column) -> float:
    return _SOME_UNITS * (1 - column.unit) + _NEVER * (column.value + (column.unit == 0))


def _operator(column: _Column) -> float:
    return _NEVER * (1 - column.symbol)


def _beside(column: _Column) -> float:
    return 1.5 + 0.7 * column.value + 0.5 * column.points


_LOOKS: dict[str, Callable[[_Column], float]] = {
    "ordinal": _ordinal,
    "depth": _depth,
    "level1": _level1,
    "level2": _level2,
    "name": _name,
    "target": _target,
    "actual": _actual,
    "weight": _weight,
    "score": _score,
    "rule": _rule,
    "note": _aside,
    "remark": _aside,
    "unit": _unit,
    "operator": _operator,
    "explanation": _beside,
}
_BLANK = {"note": 0.0, "remark": 0.0, "explanation": 1.0, "actual": 1.5, "score": 1.5, "target": 3.0, "weight": 3.0}
"""What a column costs in which nothing stands."""


def _word(field: str, listed: str | None, built: str | None, *, other_time: bool) -> float:
    """What a word says against a field."""
    late = 3.0 if other_time and field in _FIGURES else 0.0
    return late + (_unlike_built(field, built) if listed is None else _unlike_listed(field, listed))


def _unlike_listed(field: str, listed: str) -> float:
    """What a listed word says against a field: 指标说明 may head names, 评价内容 levels, the others hardly anything else."""
    if listed == field:
        return 0.0
    if listed == "explanation":
        return 2.5
    if field == "explanation" or (listed == "name" and field in _LEVELS):
        return 1.5
    return 4.5


def _unlike_built(field: str, built: str | None) -> float:
    """What a word that no list holds says against a field by how it is built."""
    if built is None:
        return 0.4 if field == "explanation" else 0.7
    if built == field or field in _KINDS.get(built, ()):
        return -1.5 if built == "explanation" else 0.0
    if built == "level" and field == "name":
        return 0.6
    if built == "name" and field in _LEVELS:
        return 0.8
    return 1.0 if field == "explanation" and built != "level" else 2.0


def _candidates(column: _Column, word: str, listed: str | None, built: str | None) -> list[tuple[float, str]]:
    named = {field for field in (listed, built) if field is not None} - _LOOKS.keys() - _KINDS.keys()
    late = is_of_other_time(word)
    costs = [(0.5 + _word(field, listed, built, other_time=late), field) for field in sorted(named)]
    for field, looks in _LOOKS.items():
        look = _BLANK.get(field, _NEVER) if column.blank == 1 else looks(column)
        unsaid = _UNSAID if field == "weight" and listed is built is None and not _is_whole(column) else 0.0
        costs.append((look + unsaid + _word(field, listed, built, other_time=late), field))
    kept = sorted(cost for cost in costs if cost[0] < _DEAREST)
    return kept[:_CANDIDATES] or [(_DEAREST, "explanation")]


def _ways(
    columns: Sequence[_Column], cells: Sequence[Seen], listed: Sequence[str | None], built: Sequence[str | None]
) -> list[tuple[float, tuple[str, ...]]]:
    """The cheapest ways to give every column a field, the cheapest first."""
    beam: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
    for column, cell, known, seeming in zip(columns, cells, listed, built, strict=True):
        candidates = _candidates(column, cell.word, known, seeming)
        beam = sorted(
            (cost + more + _out_of_order(fields, field), (*fields, field))
            for cost, fields in beam
            for more, field in candidates
            if _may_follow(fields, field)
        )[:_BEAM]
    ways = [(cost + _whole(fields, columns), fields) for cost, fields in beam if "name" in fields]
    return sorted(ways)


def _may_follow(fields: Sequence[str], field: str) -> bool:
    """Whether a column may hold a field that another one has: points may stand beside every level, what is beside at all, nothing else."""
    if field not in fields or field == "explanation":
        return True
    return (
        field == "weight"
        and bool(fields)
        and all(
            fields[index - 1] in {"level1", "level2"}
            for index, known in enumerate(fields)
            if known == "weight" and index
        )
    )


def _out_of_order(fields: Sequence[str], field: str) -> float:
    cost = sum(dear for before, after, dear in _ORDER if before == field and after in fields)
    return cost + (2.0 if field == "ordinal" and len(fields) > 1 else 0.0)


def _whole(fields: Sequence[str], columns: Sequence[_Column]) -> float:
    """What the columns cost together: scores above weights, numbers whose unit stands nowhere, targets and actuals of other units."""
    of = dict(zip(reversed(fields), reversed(columns), strict=True))
    cost = 0.0
    if of.keys() >= _POINTS:
        pairs = [
            (_figure(weight), _figure(score))
            for weight, score in zip(of["weight"].texts, of["score"].texts, strict=True)
        ]
        cost += 6.0 * any(weight is not None and score is not None and score > weight for weight, score in pairs)
    if "target" in of and "actual" in of:
        cost -= 1.0 if _alike(of["target"], of["actual"]) else 0.0
    if "weight" in of and of["name"].pointed == 1:
        # The points stand behind the names: a column of points holds scores.
        cost += 3.0
    if "operator" in of and ("target" not in of or of["target"].number < _MAJORITY):
        cost += 3.0
    if "unit" in of:
        cost += -1.5 if "target" in of and of["target"].number >= _MAJORITY else 3.0
    front = fields[: fields.index("name")]
    cost += 0.8 * front.count("explanation") + 1.0 * ("level2" in of and "level1" not in of)
    return cost + 1.0 * ("target" not in of) + 1.0 * ("actual" not in of)


def _alike(target: _Column, actual: _Column) -> bool:
    """Whether most targets and actuals are of one unit."""
    pairs = [
        (_unit_of(left), _unit_of(right))
        for left, right in zip(target.texts, actual.texts, strict=True)
        if left and right
    ]
    return sum(1 for left, right in pairs if left == right != "") > len(pairs) / 2


@lru_cache(maxsize=8192)
def _unit_of(text: str) -> str:
    match = _UNIT_OF.search(text)
    return match.group(1) if match else ""


def _is_believable(
    fields: Sequence[str],
    columns: Sequence[_Column],
    listed: Sequence[str | None],
    built: Sequence[str | None],
    *,
    grouped: bool,
    strict: bool,
) -> bool:
    """Whether enough speaks for a heading of indicators: words that say what the columns hold, levels, points that fit together.

    `grouped` says that levels stand in rows of their own; a `strict` look asks for a word that agrees, and for no more than columns.
    """
    valued = (_FIGURES | {"rule", "forecast"}) & set(fields)
    if len(valued) < _FEWEST_ROWS or not _FIGURES & set(fields):
        return False
    agreeing = sum(
        1
        for field, known, seeming in zip(fields, listed, built, strict=True)
        if field != "explanation" and (field in {known, seeming} or (seeming == "level" and field in _LEVELS))
    )
    levels = (grouped and not strict) or any(column.level > _MAJORITY for column in columns)
    points = [column for field, column in zip(fields, columns, strict=True) if field == "weight"]
    fitting = bool(points) and _weight(points[-1]) < 0
    of = dict(zip(fields, columns, strict=True))
    answering = not strict and {"target", "actual"} <= of.keys() and _answers(of)
    told = 2 * levels + 2 * fitting + 2 * answering
    return agreeing + told >= _EVIDENCE and (agreeing >= 1 or (told > _EVIDENCE and not strict))


def _answers(of: Mapping[str, _Column]) -> bool:
    """Whether targets and actuals show what they are, whatever they are called: one compares and the other answers in its units.

    Signs or units in a column of their own show the same of bare figures.
    """
    target, actual = of["target"], of["actual"]
    if target.compared >= _MAJORITY:
        return _alike(target, actual)
    apart = [of[field] for field in ("operator", "unit") if field in of]
    figures = target.number >= _MAJORITY and actual.number >= _MAJORITY
    return figures and any(max(column.symbol, column.unit) == 1 for column in apart)


def _where(fields: Sequence[str], field: str) -> int | None:
    return fields.index(field) if field in fields else None


def _figures(column: _Column) -> list[Decimal]:
    return [figure for text in column.texts if (figure := _figure(text)) is not None]


@lru_cache(maxsize=8192)
def _figure(text: str) -> Decimal | None:
    plain = text.rstrip("分%")
    return Decimal(plain) if re.fullmatch(r"\d{1,4}(?:\.\d+)?", plain) else None
