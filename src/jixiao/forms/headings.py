"""Table headings: runs of column words, found by their characters, so that broken, spaced and glued headings are all the same."""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.words import SUFFIX, alternation, inverted, key, words

_MOST_COLUMNS = 40
"""More column words in a row than any form has: not a heading."""
_KNOWN = 3
"""Known columns behind which an unknown word in the same row is a column of its own."""
_SHORT = 14
"""Characters of such a word at most."""
_WORD = 6
"""Tokens that one column word may be broken into."""
_LONGEST = 24
"""Characters of the longest column word with its suffix."""
_REACH = 64
"""Tokens that a heading may take; one column word is rarely broken into more than four."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a heading: the field it fills, the word as printed, its position and span where the source knows them."""

    field: str
    word: str
    column: int | None
    span: int = 1


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading over tokens[start:end]; `lines` tells whether every column word stands on a line of its own."""

    start: int
    end: int
    columns: tuple[Column, ...]
    glued: bool = False
    lines: bool = False

    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the columns."""
        return tuple(column.field for column in self.columns)


@cache
def _pattern(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    lookup = inverted(words().indicator_columns if kind == "indicator" else words().fund_columns)
    built = words().indicator_patterns if kind == "indicator" else words().fund_patterns
    groups = "".join(f"|(?P<{field}>{'|'.join(patterns)})" for field, patterns in built.items())
    return re.compile(f"(?:(?P<listed>{alternation(lookup)}){groups}){SUFFIX}"), lookup


def _field(match: re.Match[str], lookup: dict[str, str]) -> str:
    """The field of the word that a heading pattern matched: a listed word, or the group that built it."""
    listed = match.groupdict().get("listed")
    return lookup[listed] if listed else str(match.lastgroup)


def indicator_headings(tokens: Ribbon) -> Iterator[Heading]:
    """Find every heading of an indicator table, in order and without overlap."""
    return _headings(tokens, "indicator", _is_indicator_heading)


def fund_heading(tokens: Ribbon) -> Heading | None:
    """Find the first heading of a fund table, or None."""
    return next(_headings(tokens, "fund", _is_fund_heading), None)


def column_word(text: str) -> str | None:
    """The field of Fund that a text names when it is nothing but one column word."""
    pattern, lookup = _pattern("fund")
    match = pattern.fullmatch(text)
    field = _field(match, lookup) if match else None
    return field if field in {"initial", "adjusted", "executed", "rate"} else None


def _is_indicator_heading(fields: list[str]) -> bool:
    present = set(fields)
    named = present & {"level1", "level2", "name"}
    valued = present & {"target", "actual", "weight", "score", "rule"}
    return "name" in named and len(named) + len(valued) >= 3 and bool(valued)


def _is_fund_heading(fields: list[str]) -> bool:
    present = set(fields)
    return len(present & {"initial", "adjusted", "executed"}) >= 2 or (
        bool(present & {"adjusted", "executed", "initial"}) and bool(present & {"rate", "label", "forecast"})
    )


def _headings(tokens: Ribbon, kind: str, accept: Callable[[list[str]], bool]) -> Iterator[Heading]:
    start = 0
    pattern, _ = _pattern(kind)
    while start < len(tokens):
        # A word may be broken over tokens, so the first character decides whether to look closer.
        heading = _heading_at(tokens, start, kind) if pattern.match(_opening(tokens, start)) else None
        if heading is not None and accept(list(heading.fields())):
            yield heading
            start = heading.end
        else:
            start += 1


def _opening(tokens: Ribbon, start: int) -> str:
    return "".join(token.key for token in tokens[start : start + _WORD])[:_LONGEST]


def _heading_at(tokens: Ribbon, start: int, kind: str) -> Heading | None:
    pattern, lookup = _pattern(kind)
    reach = tokens[start : start + _REACH]
    text = "".join(token.key for token in reach)
    owner = [index for index, token in enumerate(reach) for _ in token.key]
    columns: list[tuple[Column, int, int]] = []
    position = 0
    while position < len(text) and len(columns) <= _MOST_COLUMNS:
        match = pattern.match(text, position)
        if match is None:
            index = owner[position]
            if not (_unknown_column(reach[index], len(columns)) and owner[position - 1] == index - 1):
                break
            unknown = Column(
                field="explanation", word=reach[index].key, column=reach[index].column, span=reach[index].span
            )
            columns.append((unknown, index, index))
            position += len(reach[index].key)
            continue
        first, last = owner[match.start()], owner[match.end() - 1]
        if any(token.gap >= Gap.CELL for token in reach[first + 1 : last + 1]):
            break
        if columns and reach[first].gap is Gap.ROW and position == match.start() and first != owner[position - 1]:
            break
        field = _field(match, lookup)
        if field == "total_label" and columns and reach[first].gap >= Gap.LINE and reach[first].gap is not Gap.CELL:
            break
        columns.append(
            (Column(field=field, word=match.group(0), column=reach[first].column, span=reach[first].span), first, last)
        )
        position = match.end()
    # A heading ends with a whole token; what follows a column word inside the same token is a cell of glued text.
    glued = bool(columns) and position < len(text) and owner[position] == owner[position - 1]
    if glued and columns[0][0].column is not None:
        return None
    if not columns or len(columns) > _MOST_COLUMNS:
        return None
    kept = _without_frame([column for column, _, _ in columns])
    end = start + columns[-1][2] + 1
    on_lines = [
        first > before and reach[first].gap in (Gap.LINE, Gap.BLANK)
        for (_, _, before), (_, first, _) in itertools.pairwise(columns)
    ]
    return Heading(
        start=start,
        end=end,
        columns=tuple(kept),
        glued=glued or end - start < len(columns),
        lines=bool(on_lines) and all(on_lines),
    )


def _unknown_column(token: Token, known: int) -> bool:
    """Whether a cell that is no column word still heads a column: in a row with certain ends, behind known columns, and short."""
    return token.gap is Gap.CELL and token.column is not None and known >= _KNOWN and len(token.key) <= _SHORT


def _with_level_points(columns: list[Column]) -> list[Column]:
    """Tell the 分值 that stands beside a level from that of the indicator: it comes before another one."""
    last = max((index for index, column in enumerate(columns) if column.field == "weight"), default=-1)
    renamed = list(columns)
    for index, (before, column) in enumerate(itertools.pairwise(columns), start=1):
        if column.field == "weight" and index < last and before.field in {"level1", "level2"}:
            renamed[index] = msgspec.structs.replace(column, field=f"{before.field}_points")
    return renamed


def _without_frame(columns: list[Column]) -> list[Column]:
    """Drop a frame label (绩效指标) that stands before the heading proper and the second of two like columns."""
    columns = _with_level_points(columns)
    fields = [column.field for column in columns]
    kept: list[Column] = []
    for index, column in enumerate(columns):
        if column.field == "name" and "name" in fields[index + 1 :] and key(column.word) != "三级指标":
            continue
        if column.field in {known.field for known in kept}:
            kept.append(msgspec.structs.replace(column, field="explanation"))
        else:
            kept.append(column)
    return kept
