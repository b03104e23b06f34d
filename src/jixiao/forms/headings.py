"""Table headings: runs of column words, found by their characters, so that broken, spaced and glued headings are all the same."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.shapes import is_dash, is_value
from jixiao.forms.words import SUFFIX, alternation, inverted, key, words

_MOST_COLUMNS = 40
"""More column words in a row than any form has: not a heading."""
_MOST_ALIKE = 8
"""The same word more often than this in a row is no heading either: points of eight grades stand side by side at most."""
UNSURE = "?"
"""Behind the field of a column that may as well be another."""
_HALVES = 2
_TRAIL = 3
"""Unknown cells on end that a heading may have."""
_SHORT = 14
"""Characters of such a word at most."""
_WORD = 6
"""Tokens that one column word may be broken into."""
_LONGEST = 24
"""Characters of the longest column word with its suffix."""
_OTHER_TIME = re.compile(r"上年|去年|往年|上一年|[上下]半年|半年|季度?|中期|实施期|\d{1,2}[-至~]\d{1,2}月|\d{1,2}月")
"""What columns of another time than the whole year say in their headings."""
_MONTHS_OF = re.compile(r"\d{1,2}月?[-至~]\d{1,2}月[^\d%。，]{2,8}")
_WHOLE_TIME = re.compile("全年|年度|本年|当年|合计|累计|年终|年末|年底")
_REACH = 64
"""Tokens that a heading may take; one column word is rarely broken into more than four."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a heading: the field it fills, the word as printed, its position and span where the source knows them.

    An `unsure` one may as well be another: neither its word nor what stands in it tells.
    """

    field: str
    word: str
    column: int | None
    span: int = 1
    unsure: bool = False


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading over tokens[start:end]; `lines` tells whether every column word stands on a line of its own.

    `words` are all its words, those of columns that only frame others included.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    words: tuple[str, ...] = ()
    glued: bool = False
    lines: bool = False

    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the columns."""
        return tuple(column.field for column in self.columns)

    def slot(self, field: str) -> int | None:
        """The position of the first column of a field, or None."""
        return next((slot for slot, column in enumerate(self.columns) if column.field == field), None)


@cache
def _pattern(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    columns = words().indicator_columns
    if kind != "indicator":
        # The points of the execution rate are called what those of an indicator are: 满分, 实得分.
        points = {field: [*words().fund_columns[field], *columns[field]] for field in ("weight", "score")}
        columns = {**words().fund_columns, **points}
    lookup = inverted(columns)
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
    field = listed_field(text, "fund")
    return field if field in {"initial", "adjusted", "executed", "rate"} else None


@lru_cache(maxsize=8192)
def listed_field(text: str, kind: str) -> str | None:
    """The field that a text names when it is nothing but one listed word of an indicator or fund heading."""
    pattern, lookup = _pattern(kind)
    match = pattern.fullmatch(text)
    return _field(match, lookup) if match else None


def column_label(heading: str) -> str:
    """The words under which what stands in a column of no known use is kept."""
    return key(heading).rstrip(":")


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
    while start < len(tokens):
        heads = tokens[start].heads
        opening = _may_open(tokens, start, kind) if heads is None else heads.startswith(kind)
        heading = _heading_at(tokens, start, kind) if opening else None
        if heading is not None and accept(list(heading.fields())):
            yield heading
            start = heading.end
        else:
            start += 1


def _may_open(tokens: Ribbon, start: int, kind: str) -> bool:
    """Whether a column word begins at a token: the cell of a table must be one, elsewhere a word may be broken over tokens."""
    pattern, _ = _pattern(kind)
    if _is_cell(tokens[start]):
        return pattern.fullmatch(tokens[start].key) is not None
    opening = "".join(token.key for token in tokens[start : start + _WORD])[:_LONGEST]
    return pattern.match(opening) is not None


def _is_cell(token: Token) -> bool:
    """Whether a token is a whole cell of a table: one that only begins with a column word is another column."""
    return token.column is not None and not token.prose


class _Found(msgspec.Struct, frozen=True):
    """A column word over reach[first:last+1] with the characters behind it; `known` tells whether it was a word of the vocabulary."""

    column: Column
    first: int
    last: int
    end: int
    known: bool


def _reach(tokens: Ribbon, start: int) -> Ribbon:
    """The tokens that a heading may take; one of whole cells ends with its row, which the first token of the next row shows."""
    most = min(start + _REACH, len(tokens))
    end = next((index + 1 for index in range(start + 1, most) if tokens[index].gap is Gap.ROW), most)
    return tokens[start : end if _is_cell(tokens[start]) else most]


def _heading_at(tokens: Ribbon, start: int, kind: str) -> Heading | None:
    reach = _reach(tokens, start)
    text = "".join(token.key for token in reach)
    owner = [index for index, token in enumerate(reach) for _ in token.key]
    found = _without_trail(_column_words(reach, text, owner, kind), reach)
    if not found or len(found) > _MOST_COLUMNS:
        return None
    # A heading of a table ends with a whole cell; in running text what follows in the same token is a cell of glued text.
    position = found[-1].end
    glued = position < len(text) and owner[position] == owner[position - 1]
    if glued and found[0].column.column is not None:
        return None
    end = start + found[-1].last + 1
    on_lines = [
        word.first > before.last and reach[word.first].gap in (Gap.LINE, Gap.BLANK)
        for before, word in itertools.pairwise(found)
    ]
    return Heading(
        start=start,
        end=end,
        columns=tuple(_without_frame([word.column for word in found], kind)),
        words=tuple(word.column.word for word in found),
        glued=glued or end - start < len(found),
        lines=bool(on_lines) and all(on_lines),
    )


def _column_words(reach: Ribbon, text: str, owner: list[int], kind: str) -> list[_Found]:
    """The column words that follow one another from the first character on; in a row with certain ends unknown cells among them too."""
    pattern, lookup = _pattern(kind)
    found: list[_Found] = []
    alike: Counter[str] = Counter()
    position = 0
    while position < len(text) and len(found) <= _MOST_COLUMNS:
        index = owner[position]
        if found and reach[index].gap is Gap.ROW and owner[position - 1] != index:
            break
        cell = reach[index]
        if cell.heads is not None:
            if not cell.heads.startswith(kind):
                break
            position += len(cell.key)
            found.append(_Found(_told_column(cell.heads, cell), index, index, position, known=True))
            continue
        end = position + len(cell.key)
        match = pattern.fullmatch(text, position, end) if _is_cell(cell) else pattern.match(text, position)
        if match is None:
            if not (_unknown_column(reach[index], len(found)) and owner[position - 1] == index - 1):
                break
            unknown = _column("explanation", reach[index].key, reach[index])
            position += len(reach[index].key)
            found.append(_Found(unknown, index, index, position, known=False))
            continue
        first, last = index, owner[match.end() - 1]
        field = _field(match, lookup)
        if any(token.gap >= Gap.CELL for token in reach[first + 1 : last + 1]):
            break
        if field == "total_label" and found and reach[first].gap >= Gap.LINE and reach[first].gap is not Gap.CELL:
            break
        position = match.end()
        found.append(_Found(_column(field, match.group(0), reach[first]), first, last, position, known=True))
        alike[match.group(0)] += 1
        if alike[match.group(0)] > _MOST_ALIKE:
            return []
    return found


def _column(field: str, word: str, token: Token) -> Column:
    return Column(field=field, word=word, column=token.column, span=token.span)


def _told_column(heads: str, token: Token) -> Column:
    """The column of a cell of which the table as a whole told what it heads."""
    field = heads.partition("/")[2]
    column = _column(field.removesuffix(UNSURE), token.key, token)
    return msgspec.structs.replace(column, unsure=field.endswith(UNSURE))


def _unknown_column(token: Token, before: int) -> bool:
    """Whether a cell that is no column word still heads a column: in a row with certain ends, behind another column, and short."""
    apart = token.gap is Gap.CELL and token.column is not None
    return apart and before >= 1 and len(token.key) <= _SHORT and not is_value(token.key) and not is_dash(token.key)


def _without_trail(found: list[_Found], reach: Ribbon) -> list[_Found]:
    """Leave out unknown cells at the end, unless they end their row: they may as well be the first cells below the heading.

    More than a few unknown cells on end are no heading either.
    """
    known = [index for index, word in enumerate(found) if word.known]
    if not known:
        return []
    last = known[-1]
    after = found[-1].last + 1
    ends_row = after < len(reach) and reach[after].gap is Gap.ROW
    if len(found) - 1 - last > (_TRAIL if ends_row else 0):
        found = found[: last + 1]
    gaps = [right - left - 1 for left, right in itertools.pairwise(known)]
    cut = next((known[index] + 1 for index, gap in enumerate(gaps) if gap > _TRAIL), len(found))
    return found[:cut]


def _with_level_points(columns: list[Column]) -> list[Column]:
    """Tell the 分值 that stands beside a level from that of the indicator: it comes before another one."""
    last = max((index for index, column in enumerate(columns) if column.field == "weight"), default=-1)
    renamed = list(columns)
    for index, (before, column) in enumerate(itertools.pairwise(columns), start=1):
        if column.field == "weight" and index < last and before.field in {"level1", "level2"}:
            renamed[index] = msgspec.structs.replace(column, field=f"{before.field}_points")
    return renamed


def _without_frame(columns: list[Column], kind: str) -> list[Column]:
    """Drop a label of the block that stands before the heading proper, and the further ones of like columns."""
    if kind == "fund" and len(columns) > 1 and columns[0].field in {column.field for column in columns[1:]}:
        columns = columns[1:]
    columns = _without_first_half(_with_level_points(columns))
    if kind == "indicator":
        columns = _of_the_year(columns)
    fields = [column.field for column in columns]
    kept: list[Column] = []
    for index, column in enumerate(columns):
        if column.field == "name" and "name" in fields[index + 1 :]:
            if index and column.column is not None:
                kept.append(msgspec.structs.replace(column, field="explanation"))
            continue
        if column.field in {known.field for known in kept}:
            kept.append(msgspec.structs.replace(column, field="explanation"))
        else:
            kept.append(column)
    return kept


def is_word_of_months(word: str) -> bool:
    """Whether a text that begins with months says in words what it heads: 1-6月成绩."""
    return bool(_MONTHS_OF.fullmatch(word))


def is_of_other_time(word: str) -> bool:
    """Whether a heading speaks of another time than the whole year: 上年实际, 上半年完成."""
    return bool(_OTHER_TIME.search(word))


def meant(words_of: Sequence[str]) -> int:
    """Which of several columns that say the same of different times is that of the whole year: 上半年完成 | 全年完成."""
    whole = [index for index, word in enumerate(words_of) if not is_of_other_time(word)]
    told = [index for index, word in enumerate(words_of) if _WHOLE_TIME.search(word) and index in whole]
    return next(iter((*told, *whole, 0)))


def _of_the_year(columns: list[Column]) -> list[Column]:
    """Take columns of half-years and of the year before for what stands beside the figure of the year."""
    renamed = list(columns)
    for field in ("target", "actual"):
        alike = [index for index, column in enumerate(columns) if column.field == field]
        if len(alike) < _HALVES or not any(_OTHER_TIME.search(columns[index].word) for index in alike):
            continue
        kept = alike[meant([columns[index].word for index in alike])]
        for index in alike:
            if index != kept:
                renamed[index] = msgspec.structs.replace(columns[index], field="explanation")
    return renamed


def _without_first_half(columns: list[Column]) -> list[Column]:
    """Of two sets of columns side by side, for the whole period and for the year, the year's stands second and is the form's."""
    names = [index for index, column in enumerate(columns) if key(column.word) in {"三级指标", "指标名称"}]
    if len(names) != _HALVES:
        return columns
    start = names[1] - 1 if columns[names[1] - 1].field == "level2" else names[1]
    return [
        msgspec.structs.replace(column, field="explanation")
        if index < start and column.field in {"level2", "name", "operator", "target", "unit", "weight"}
        else column
        for index, column in enumerate(columns)
    ]
