"""The total row (总分、合计): which of its figures is the weight and which the score."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from jixiao.forms.cuts import AlignedRow
from jixiao.forms.headings import Column, Heading
from jixiao.forms.labels import Label, is_total_word, label_at
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token
from jixiao.forms.shapes import is_damaged_number
from jixiao.forms.ungluing import weight_and_score
from jixiao.forms.words import words
from jixiao.model import Field, Indicator
from jixiao.places import Place
from jixiao.targets import score_points, weight_points

_LEVELS = frozenset({"level1_points", "level2_points"})
_POINTS = _LEVELS | frozenset({"weight", "score", "converted_score", "deduction", "reviewed_score"})
_SCORE = re.compile(
    "(?:本|该)?(?:项目|表|次)?(?:自评|评价|绩效|考核|综合|实际|最终|合计|总计)*总?(?:得分|评分|成绩)(?:合计|总计)?:?"
)
"""What opens a row that holds the total score alone."""
_BRIEF_WORD = re.compile(r"[^\d%≥≤<>=。，；]{2,8}")
_PAIR = 2
_FULL = 100


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The totals as printed; `place` is that of their label, `cells` those of the figures where a real table has them.

    `word` is their label where no list knows it, `grade` the 等级 that stands in their row without a label.
    """

    weight: str | None = None
    score: str | None = None
    fields: tuple[Field, ...] = ()
    place: Place | None = None
    cells: dict[str, Place] = {}
    word: str = ""
    grade: Token | None = None


def read_totals(tokens: Ribbon, label: Label, heading: Heading, limit: int) -> tuple[Totals, int]:
    """Read the row of a total label; returns the totals and the index after the row. A lone figure is the score."""
    totals, end = _read_totals(tokens, label, heading, limit)
    grade = next(
        (each for each in tokens[label.end : end] if each.gap is Gap.CELL and each.key in words().grades), None
    )
    return (totals if grade is None else msgspec.structs.replace(totals, grade=grade)), end


def _read_totals(tokens: Ribbon, label: Label, heading: Heading, limit: int) -> tuple[Totals, int]:
    numbers = _glued(label.rest) if heading.glued else [label.rest] if _is_total(label.rest) else []
    start = label.end
    if heading.glued and start < limit and tokens[start].gap is not Gap.ROW:
        numbers.extend(_glued(tokens[start].key))
        start += 1
    figures, extras, end = _row(tokens, start, limit)
    only = _full_weight(tokens[start:end], heading)
    if only is not None:
        totals = Totals(weight=only, fields=tuple(extras), place=tokens[label.start].place)
        return msgspec.structs.replace(totals, cells=_cells(totals, tokens[start:end])), end
    placed = _placed(tokens[start:end], heading)
    if placed:
        return _totals_of(placed, extras, tokens[start:end], tokens[label.start].place), end
    numbers.extend(figures)
    if not numbers and _stands_alone(tokens, end, limit):
        numbers.append(tokens[end].text)
        end += 1
    totals = _assigned(numbers, extras, heading, tokens[label.start].place)
    return msgspec.structs.replace(totals, cells=_cells(totals, tokens[start:end])), end


def _cells(totals: Totals, row: Ribbon) -> dict[str, Place]:
    """The cells of the figures: where both are alike, the weight is the first of them and the score the last."""
    places: dict[str, list[Place]] = {}
    for token in row:
        if token.place.column is not None:
            places.setdefault(token.text, []).append(token.place)
    cells = {"weight": places.get(totals.weight or "", [])[:1], "score": places.get(totals.score or "", [])[-1:]}
    return {field: found[0] for field, found in cells.items() if found}


def _full_weight(row: Ribbon, heading: Heading) -> str | None:
    """The figure of a row that has no other, stands in a column of weights and of nothing else, and is what weights add up to."""
    figures = [token for token in row if _is_total(token.key)]
    if len(figures) != 1 or figures[0].shift < CERTAIN or figures[0].column is None:
        return None
    (figure,) = figures
    covered = range(figure.column or 0, (figure.column or 0) + figure.span)
    fields = [column.field for column in heading.columns if column.column in covered]
    return figure.text if fields == ["weight"] and score_points(figure.text) == _FULL else None


def totals_around(tokens: Ribbon, start: int, heading: Heading) -> tuple[Totals, int] | None:
    """The totals of a row of a real table whose label does not open it, and where the row ends: 97 | 100 | 合计."""
    if tokens[start].gap is not Gap.ROW or tokens[start].shift < CERTAIN or not _is_total(tokens[start].key):
        return None
    end = next((index for index in range(start + 1, len(tokens)) if tokens[index].gap is Gap.ROW), len(tokens))
    row = tokens[start:end]
    labels = [token for token in row if not _is_total(token.key)]
    if len(labels) != 1 or not is_total_word(labels[0].key):
        return None
    placed = _placed(row, heading)
    return (_totals_of(placed, [], row, labels[0].place), end) if placed else None


def totals_beside_score(tokens: Ribbon, start: int, heading: Heading) -> tuple[Totals, int] | None:
    """The totals of a row of a table that only says 得分 and one or two figures, and where the row ends."""
    first = tokens[start]
    if first.gap is not Gap.ROW or first.prose or not _SCORE.fullmatch(first.key):
        return None
    end = next((index for index in range(start + 1, len(tokens)) if tokens[index].gap is Gap.ROW), len(tokens))
    row = tokens[start:end]
    figures = row[1:]
    if not 0 < len(figures) <= _PAIR or not all(_is_total(token.key) for token in figures):
        return None
    placed = _placed(row, heading) if first.shift >= CERTAIN else []
    if len(figures) == _PAIR and placed:
        return _totals_of(placed, [], row, first.place), end
    score = next((column for column in heading.columns if column.field == "score"), None)
    if len(figures) != 1 or score is None or (first.shift >= CERTAIN and not _may_stand_in(figures[0], score)):
        return None
    totals = Totals(score=figures[0].text, place=first.place)
    return msgspec.structs.replace(totals, cells=_cells(totals, row)), end


def totals_by_sums(tokens: Ribbon, start: int, heading: Heading) -> tuple[Totals, int] | None:
    """The totals of a row of a real table whose word no list knows, where its figures are the sums of their columns: 总成绩 | 100 | 97."""
    first = tokens[start]
    if first.gap is not Gap.ROW or first.shift < CERTAIN or not _BRIEF_WORD.fullmatch(first.key):
        return None
    end = next((index for index in range(start + 1, len(tokens)) if tokens[index].gap is Gap.ROW), len(tokens))
    row, table = tokens[start:end], first.place.table
    columns = {column.column: column for column in heading.columns if column.field in {"weight", "score"}}
    if len(row) == 1 or not all(_is_total(token.key) and token.column in columns for token in row[1:]):
        return None
    others = [
        token
        for index, token in enumerate(tokens[heading.end :], start=heading.end)
        if not start <= index < end and token.place.table == table and token.column in columns
    ]
    for figure in row[1:]:
        points = [score_points(token.key) for token in others if token.column == figure.column]
        if len(points) < _PAIR or None in points or sum(filter(None, points)) != score_points(figure.key):
            return None
    placed = [(columns[token.column], token) for token in row[1:]]
    return msgspec.structs.replace(_totals_of(placed, [], row, first.place), word=first.text), end


def unlabelled_totals(tokens: Ribbon, index: int, heading: Heading) -> tuple[Totals, int] | None:
    """The totals of a row that no known label opens: its word stands behind, says 得分, or is told by what the figures add up to."""
    return (
        totals_around(tokens, index, heading)
        or totals_beside_score(tokens, index, heading)
        or totals_by_sums(tokens, index, heading)
    )


class Rows(Protocol):
    """A table whose rows were aligned with its columns."""

    rows: list[AlignedRow]

    def text(self, row: AlignedRow, field: str) -> str | None:
        """What stands in a column of a row."""

    def adds_up(self, row: AlignedRow) -> bool:
        """Whether a row is called 小计."""

    def place(self, row: AlignedRow, field: str | None = None) -> Place:
        """Where a row, or a field of it, stands."""


def last_sum(tables: Sequence[Rows]) -> Totals | None:
    """The totals that the last row of a form prints as 小计, where no other row is called so and it adds up all rows."""
    sums = [(table, row) for table in tables for row in table.rows if table.adds_up(row)]
    if len(sums) != 1 or tables[-1].rows[-1] is not sums[0][1]:
        return None
    ((table, last),) = sums
    printed = {"weight": table.text(last, "weight"), "score": table.text(last, "score")}
    for field, read in (("weight", weight_points), ("score", score_points)):
        points = [read(each.text(row, field)) for each in tables for row in each.rows if row is not last]
        if (total := read(printed[field])) is not None and total == sum(filter(None, points)):
            cells = {name: table.place(last, name) for name, text in printed.items() if text is not None}
            return Totals(weight=printed["weight"], score=printed["score"], place=table.place(last), cells=cells)
    return None


def _may_stand_in(figure: Token, column: Column) -> bool:
    """Whether a figure stands in a column, or goes on over it."""
    start = figure.column or 0
    return start <= (column.column or 0) < start + figure.span


def _placed(row: Ribbon, heading: Heading) -> list[tuple[Column, Token]]:
    """The figures of a row of totals of a real table with their columns; empty where one stands in no column of points."""
    columns = {column.column: column for column in heading.columns if column.field in _POINTS}
    figures = [token for token in row if _is_total(token.key)]
    placed = [(columns[token.column], token) for token in figures if token.column in columns]
    beside = len(figures) > len(columns)  # a figure more than there are points is that of a column of no known use
    if len(figures) < _PAIR or any(token.shift < CERTAIN for token in figures):
        return []
    return placed if len(placed) == len(figures) or beside else []


def _totals_of(placed: list[tuple[Column, Token]], extras: list[Field], row: Ribbon, place: Place) -> Totals:
    figures = {column.field: token.text for column, token in placed}
    others = tuple(
        Field(label=column.word, value=token.text, place=token.place)
        for column, token in placed
        if column.field not in {"weight", "score"} | _LEVELS
    )
    totals = Totals(weight=figures.get("weight"), score=figures.get("score"), fields=(*others, *extras), place=place)
    return msgspec.structs.replace(totals, cells=_cells(totals, row))


def _glued(rest: str) -> list[str]:
    """The figures that run into the label of a total: one of at most 100, or two that can be cut in one way only."""
    if _is_total(rest) and Decimal(rest.rstrip("分%")) <= _FULL:
        return [rest]
    pair = weight_and_score(rest)
    return pair if len(pair) == _PAIR else []


def _row(tokens: Ribbon, start: int, limit: int) -> tuple[list[str], list[Field], int]:
    """The figures of a total row, other labelled values in it, and where it ends.

    The pieces of one damaged figure (97. 3l) stay together: a total that cannot be read must not hand its place to another.
    """
    numbers: list[str] = []
    extras: list[Field] = []
    broken = False
    end = start
    while end < limit:
        token = tokens[end]
        points = _is_total(token.key)
        if token.gap is Gap.ROW or (token.gap in (Gap.LINE, Gap.BLANK) and not points):
            break
        damaged = not points and is_damaged_number(token.key)
        if damaged and broken:
            numbers[-1] = f"{numbers[-1]} {token.text}"
        elif damaged or points:
            numbers.append(token.text)
        elif (beside := label_at(tokens, end)) and beside.kind == "head" and (beside.rest or _is_pair(tokens, beside)):
            value = beside.rest or tokens[beside.end].text
            extras.append(Field(label=beside.printed, value=value, place=token.place))
            end = end if beside.rest else beside.end
        broken = damaged
        end += 1
    return numbers, extras, end


def _is_pair(tokens: Ribbon, label: Label) -> bool:
    """Whether the cell behind a label in a row of totals is its value."""
    return label.end < len(tokens) and tokens[label.end].gap is Gap.CELL and label_at(tokens, label.end) is None


def _assigned(numbers: list[str], extras: list[Field], heading: Heading, place: Place) -> Totals:
    """Give the figures to the columns of points that the heading names, as far as their numbers agree."""
    columns = [column for column in heading.columns if column.field in _POINTS]
    order = [column.field for column in columns]
    if len(numbers) >= _PAIR and len(numbers) == len(order):
        totals = dict(zip(order, numbers, strict=True))
        others = tuple(
            Field(label=column.word, value=number, place=place)
            for column, number in zip(columns, numbers, strict=True)
            if column.field not in {"weight", "score"} | _LEVELS
        )
        return Totals(weight=totals.get("weight"), score=totals.get("score"), fields=(*others, *extras), place=place)
    if len(numbers) == _PAIR and {"weight", "score"} <= set(order):
        pair = [field for field in order if field in {"weight", "score"}]
        totals = dict(zip(pair, numbers, strict=True))
        return Totals(weight=totals["weight"], score=totals["score"], fields=tuple(extras), place=place)
    if len(numbers) == 1 and order == ["weight"]:
        return Totals(weight=numbers[0], fields=tuple(extras), place=place)
    return Totals(score=numbers[0] if numbers else None, fields=tuple(extras), place=place)


def _is_total(text: str) -> bool:
    """A figure of a total row; weights that were added up wrongly may exceed 100."""
    return bool(re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?(?:分|%)?", text))


def _stands_alone(tokens: Ribbon, index: int, limit: int) -> bool:
    """Whether the row after a bare total label holds one figure and nothing else: the row was broken in two."""
    if index >= limit or not _is_total(tokens[index].key):
        return False
    return index + 1 >= limit or tokens[index + 1].gap is Gap.ROW


def of_unscored(weight: str | None, score: str | None, rows: tuple[Indicator, ...]) -> tuple[str | None, str | None]:
    """Take a lone total for the weight where no row has a score and the weights add up to it; returns weight and score."""
    if weight is not None or score is None or any(row.score is not None for row in rows):
        return weight, score
    weights = [points for row in rows if (points := weight_points(row.weight)) is not None]
    return (score, None) if weights and sum(weights) == score_points(score) else (weight, score)


def settle(
    weight: str | None, score: str | None, stated: str | None, rows: tuple[Indicator, ...]
) -> tuple[str | None, str | None]:
    """Reconcile a lone total with the score that the report states; returns weight and score.

    If it is the sum of the weights while the report names the sum of the scores, it was the weight.
    """
    if score is None or weight is not None or stated is None:
        return weight, score if score is not None else stated
    weights, scores = (
        sum((read(getattr(row, field)) or Decimal(0) for row in rows), Decimal(0))
        for field, read in (("weight", weight_points), ("score", score_points))
    )
    printed, told = score_points(score), score_points(stated)
    if printed == weights and printed != scores and told == scores:
        return score, stated
    return weight, score
