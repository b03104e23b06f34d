"""What is proved in a table without cells: where a cell ends there was supposed, and a supposition without evidence is a doubt.

Evidence is that every other cut of the table is clearly dearer (alignment measures by how much), that all columns of a row have a cell
which looks it, and that the form's sums close. A row that lacks any of this keeps its best reading, named as doubtful.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from jixiao.forms import shapes
from jixiao.forms.closing import closes
from jixiao.forms.cuts import AlignedRow, Segment
from jixiao.forms.ribbon import Gap, Ribbon, cell_text
from jixiao.model import Evaluation, Unread

_FIGURES = ("target", "actual", "weight", "score")
_ANSWERS = frozenset({"actual", "forecast", "reviewed_actual"})
"""Columns that look alike: where one is blank, what stands in the other may be its."""
_PROSE = frozenset({"note", "remark", "rule", "explanation"})
_LEVELS = ("level1", "level2")
_PROVED = 0.5
"""How much dearer the next best cut must be."""
_STRANGE = 2.0
"""Cost from which on a cell does not belong in its column."""
_PLAIN = 0.5
"""Cost from which on a text is no value."""
_SPOILT = 0.25
"""Share of rows in doubt that makes all of them doubtful: what was supposed for the whole table is wrong."""
_SPOILT_THOUGH_IT_TIES = 0.75
"""The same where the sums close, which says that every row has its points."""
_CERTAIN = 0.92
"""Confidence from which on a row is taken as read although nothing else proves it: any other cut costs far more."""
_COMPARISON = re.compile(r"[≥≤<>=]+\d")
_WHITE = 0.9
"""Confidence of a row whose cells only the white around them bounds."""
_OTHER_ROW = re.compile(r"(?:产出|数量|质量|时效|成本|效益|效应|影响|满意度)指标.{2}")
_ANSWERED = re.compile(r"(?:达成(?:预期|年度)指标(?:并具有一定效果)?|效果较差)\d")
"""An answer in the words of the ministry with the points behind it: a row, wherever it stands."""


class Loose(Protocol):
    """A table whose rows were supposed."""

    tokens: Ribbon
    rows: list[AlignedRow]


def unproved(fields: Sequence[str], cells: Mapping[str, Segment], doubtful: Iterable[str]) -> list[str]:
    """The cells of a row that nothing proves: all figures of it, if the cut of one of them or of the name is open."""
    open_to_doubt = [field for field, cell in cells.items() if cell.margin < _PROVED and field not in _PROSE]
    figures = [field for field in _FIGURES if field in fields]
    strange = any(cell.cost >= _STRANGE for field, cell in cells.items() if field not in _PROSE)
    lacking = [field for field in (*figures, "name") if field in fields and field not in cells]
    answers = [cells[field] for field in cells if field in _ANSWERS]
    alike = len([field for field in fields if field in _ANSWERS]) > 1 and any(cell.cost > _PLAIN for cell in answers)
    if strange or lacking or alike or set(open_to_doubt) | (set(doubtful) & {"name", *figures}):
        return [*open_to_doubt, *figures]
    return open_to_doubt


def is_open(tokens: Ribbon, cells: Mapping[str, Segment]) -> bool:
    """Whether the rows of a page may as well be cut elsewhere: in the white between them, or where the next page goes on."""
    return any(
        token.open for field, cell in cells.items() if field not in _LEVELS for token in tokens[cell.start : cell.end]
    )


def holds_another(tokens: Ribbon, cells: Mapping[str, Segment]) -> bool:
    """Whether a row seems to hold cells of another: points inside a text, a level word inside a name, rows that may be cut elsewhere."""
    if is_open(tokens, cells):
        return True
    for field, cell in cells.items():
        inside = tokens[cell.start : cell.end]
        if field in _FIGURES[2:]:
            continue
        if field in _FIGURES and len(_COMPARISON.findall("".join(token.key for token in inside))) > 1:
            return True
        text = "".join(token.key for token in inside)
        if field not in _LEVELS and _OTHER_ROW.search(text):
            return True
        if field in _PROSE and _ANSWERED.search(text):
            return True
        if any(shapes.is_points(token.key) and token.gap is not Gap.GLUE for token in inside[1:]):
            return True
    return False


def row_unread(tokens: Ribbon, cells: Collection[Segment], why: str) -> Unread:
    """Report all that was taken for one row."""
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    return Unread(text=cell_text(tokens[start:end]), why=why, place=tokens[start].place)


def confidence(tokens: Ribbon, cells: Mapping[str, Segment]) -> float:
    """How sure a row is whose cells were supposed: by how much dearer every other cut of its name and figures is.

    Where the white of a page made the cells there are no other cuts to compare.
    """
    if any(tokens[cell.start].supposed for cell in cells.values()):
        return _WHITE
    margins = [cells[field].margin for field in ("name", *_FIGURES) if field in cells]
    return round(1 - 0.4 * 2 ** -min(margins, default=0.0), 2)


def proved(evaluation: Evaluation, fields: Sequence[str]) -> tuple[Evaluation, bool]:
    """Hold the rows of text without cells against the whole form; returns it, and whether it is doubtful as a whole.

    Where the sums do not close, only rows are taken as read of which any other cut would be absurd; where many rows are doubtful, none is.
    """
    rows = evaluation.indicators
    named = [field for field in _FIGURES if field in fields]
    weak = [bool(set(row.doubtful) & {"name", *_FIGURES}) for row in rows]
    ties = _ties(evaluation)
    spoilt = sum(weak) > (_SPOILT_THOUGH_IT_TIES if ties else _SPOILT) * len(rows)
    if not spoilt and {"weight", "score"} & set(named) and not ties:
        weak = [known or row.confidence < _CERTAIN for known, row in zip(weak, rows, strict=True)]
        spoilt = sum(weak) > _SPOILT * len(rows)
    changed = tuple(
        msgspec.structs.replace(row, doubtful=tuple(dict.fromkeys((*row.doubtful, *named)))) if known or spoilt else row
        for known, row in zip(weak, rows, strict=True)
    )
    return msgspec.structs.replace(evaluation, indicators=changed), spoilt


def _ties(evaluation: Evaluation) -> bool:
    """Whether the printed totals prove the points; without any nothing is proved."""
    return (evaluation.total_weight or evaluation.total_score) is not None and closes(evaluation)


def told_again(tables: Iterable[Loose]) -> Iterator[Unread]:
    """The rows of tables as they were supposed, text by text, for whoever holds them against the original."""
    why = "表格的文字没有单元格界线，行列是推断的，且与表内合计或版式不能互相印证，请对照原件核对。"
    for table in tables:
        for row in table.rows:
            yield row_unread(table.tokens, row.cells.values(), why)
