"""The indicator table: from the tokens below a heading to rows with their levels filled down."""

import re

import msgspec

from jixiao.forms import shapes
from jixiao.forms.alignment import align
from jixiao.forms.cuts import AlignedRow, Fit, Follow, Segment, text_of
from jixiao.forms.grouping import groups
from jixiao.forms.headings import Heading
from jixiao.forms.levels import level_fit, split_points
from jixiao.forms.lined import joins_in_lines, rows_of_lines
from jixiao.forms.looks import fit_of, follow_of, joins_of, slots_of
from jixiao.forms.proving import confidence, holds_another, is_open, row_unread, unproved
from jixiao.forms.refining import expand, level_label, refine
from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.target_columns import joined_target
from jixiao.forms.words import key, keys
from jixiao.model import Field, Indicator, Unread
from jixiao.places import Place

_SUBTOTALS = ["小计", "合计", "总计", "分值小计", "得分小计"]
"""What a row that adds up the rows above it is called; it is no indicator."""
_EXTRAS = frozenset({"explanation", "met", "converted_score", "deduction"})
_OTHER_ROW = re.compile(
    r"(?:产出|数量|质量|时效|成本|效益|效应|影响|满意度)指标|[≥≤<>=]\d|\d(?:\.\d+)?[^\d.]{0,3}\d+\.\d"
)
"""What the words of one row do not hold in glued text: the levels, operators and runs of figures of another."""
_ROW_PIECES = 4
"""Pieces standing apart that make a line of running text a row of the table around it."""
_NEW_LINE = frozenset({Gap.LINE, Gap.BLANK, Gap.ROW})
_SECOND_LEVELS = 2
"""Rows opened by a second level that show it to be a column although the heading names none."""
_POINTED = re.compile(r".+\((?:满分|分值|权重)?:?\d{1,3}(?:\.\d+)?分\)")
"""A name with its points."""
_PROSE = frozenset({"note", "remark"})
_DOUBT_IN_PROSE = 0.05
"""The same for running text: one cell or two of it side by side say the same, and where the next name begins is that one's doubt."""
_DOUBT = 0.35
"""A cut whose rival is not dearer than this is reported as doubtful."""


class IndicatorTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one table with the points its labels printed, what stood in columns of no known use, and what could not be placed."""

    rows: tuple[Indicator, ...]
    fields: tuple[Field, ...]
    level1_weights: dict[str, str]
    level2_weights: dict[str, str]
    unread: tuple[Unread, ...]


class AlignedTable(msgspec.Struct, kw_only=True):
    """One table between alignment and filling: its tokens, their costs and the rows as cut so far.

    `between` are lines of running text that stand between the rows of a table: page headers and footers. In a `loose` table no cell
    is certain: where it ends was supposed from what it says.
    """

    tokens: Ribbon
    heading: Heading
    fit: Fit
    follow: Follow
    rows: list[AlignedRow]
    between: Ribbon = ()
    loose: bool = False

    def of(self, field: str) -> Ribbon:
        """The tokens of a column."""
        fields = self.heading.fields()
        slot = fields.index(field) if field in fields else -1
        segments = (row.cells[slot] for row in self.rows if slot in row.cells)
        return tuple(token for segment in segments for token in self.tokens[segment.start : segment.end])

    def text(self, row: AlignedRow, field: str) -> str | None:
        """What stands in a column of a row, or None."""
        slot = self.heading.slot(field)
        segment = None if slot is None else row.cells.get(slot)
        return None if segment is None else text_of(self.tokens, segment)

    def adds_up(self, row: AlignedRow) -> bool:
        """Whether a row is called 小计 or the like."""
        return any(key(self.text(row, field) or "") in keys(_SUBTOTALS) for field in ("level1", "level2", "name"))

    def place(self, row: AlignedRow, field: str | None = None) -> Place:
        """Where a row begins, or the cell of one of its fields stands."""
        slot = None if field is None else self.heading.slot(field)
        segment = None if slot is None else row.cells.get(slot)
        start = min(cell.start for cell in row.cells.values()) if segment is None else segment.start
        return self.tokens[start].place


def align_indicators(tokens: Ribbon, heading: Heading) -> AlignedTable:
    """Cut the tokens below a heading into rows and cells."""
    tokens, heading = expand(tokens, heading)
    heading = _with_second_level(tokens, heading)
    refined = _rows_left_out(refine(tokens, heading))
    table_rows = any(token.gap is Gap.ROW and not token.prose for token in refined)
    lined = None
    if not table_rows:
        # Without rows a column is nothing but the number of a cell.
        refined = tuple(msgspec.structs.replace(token, column=None) for token in refined)
        lined = rows_of_lines(refined, heading)
        refined = lined or refined
    between = tuple(token for token in refined if token.prose) if table_rows else ()
    refined = tuple(token for token in refined if not (table_rows and token.prose))
    fit, follow = fit_of(refined, heading), follow_of(refined, heading)
    known = table_rows or lined is not None
    joins = joins_of(heading, refined) if lined is None else joins_in_lines(heading, refined)
    rows = align(refined, slots_of(heading), fit, follow, joins, rows_known=known)
    return AlignedTable(
        tokens=refined,
        heading=heading,
        fit=fit,
        follow=follow,
        rows=rows,
        between=between,
        loose=not table_rows or any(token.supposed for token in refined),
    )


def _with_second_level(tokens: Ribbon, heading: Heading) -> Heading:
    """Add the column of second levels to a heading with one column of levels, in which first levels stand in lines of their own."""
    if not tokens or "level1" not in heading.fields() or "level2" in heading.fields():
        return heading
    lines = [index for index, token in enumerate(tokens) if index == 0 or token.gap in _NEW_LINE]
    ends = [*lines[1:], len(tokens)]
    alone = [end - start == 1 for start, end in zip(lines, ends, strict=True)]
    first = any(only and level_fit(tokens[start].key, 1) == 0 for start, only in zip(lines, alone, strict=True))
    seconds = sum(
        1 for start, only in zip(lines, alone, strict=True) if not only and level_fit(tokens[start].key, 2) == 0
    )
    if not first or seconds < _SECOND_LEVELS:
        return heading
    columns = list(heading.columns)
    at = heading.fields().index("level1")
    columns.insert(at + 1, msgspec.structs.replace(columns[at], field="level2"))
    return msgspec.structs.replace(heading, columns=tuple(columns))


def _rows_left_out(tokens: Ribbon) -> Ribbon:
    """Take a line between the rows of a table for a row, when it has as many pieces standing apart as only a row has."""
    if not any(token.gap is Gap.ROW and not token.prose for token in tokens):
        return tokens
    lines: list[list[Token]] = []
    for token in tokens:
        if not lines or token.gap >= Gap.LINE:
            lines.append([])
        lines[-1].append(token)
    return tuple(
        msgspec.structs.replace(token, gap=Gap.CELL if index else Gap.ROW, prose=False) if _is_row(line) else token
        for line in lines
        for index, token in enumerate(line)
    )


def _is_row(line: list[Token]) -> bool:
    apart = all(token.gap is Gap.WIDE for token in line[1:])
    return line[0].prose and len(line) >= _ROW_PIECES and apart


def fill_indicators(table: AlignedTable, above: IndicatorTable | None = None) -> IndicatorTable:
    """Make indicators of aligned rows; cells whose cut is uncertain are named in `doubtful`.

    `above` is the table that this one continues after a page break: its last levels still hold.
    """
    filling = _Filling(table)
    filling.points = _points_in_names(table)
    if above is not None and above.rows:
        filling.level1, filling.level2 = above.rows[-1].level1, above.rows[-1].level2
    return filling.table(table.rows)


def _points_in_names(table: AlignedTable) -> bool:
    """Whether a form without a column of points prints them behind every name: 宣传场次（10分）."""
    if "weight" in table.heading.fields() or table.loose:
        return False
    rows = [row for row in table.rows if table.text(row, "target") is not None or table.text(row, "actual") is not None]
    names = [table.text(row, "name") for row in rows]
    return len(names) > 1 and all(name is not None and _POINTED.fullmatch(key(name)) for name in names)


_CHECKED = frozenset({"target", "actual", "weight", "score"})


_UNFINISHED = ("，", "、", "（", "(", ",", "：")


def _damaged(field: str, text: str | None) -> bool:
    """A cell that a scan has visibly spoilt: a number with letters in it, a mark for an unreadable character."""
    if text is None:
        return False
    if field in {"weight", "score"}:
        return not (shapes.is_points(key(text)) or shapes.is_many_points(key(text)) or shapes.is_rate(key(text)))
    return shapes.is_damaged_text(key(text))


class _Filling:
    """Turns aligned rows into indicators: carries the levels down, joins operator, value and unit, names what is doubtful."""

    def __init__(self, table: AlignedTable) -> None:
        heading = table.heading
        self.tokens = table.tokens
        self.loose = table.loose
        self.fields = heading.fields()
        self.glued = heading.glued
        self.unsure = {column.field for column in heading.columns if column.unsure}
        self.words = tuple(column.word.rstrip(":") for column in heading.columns)
        self.extras: list[Field] = []
        self.points = False
        self.level1: str | None = None
        self.level2: str | None = None
        self.level1_weights: dict[str, str] = {}
        self.level2_weights: dict[str, str] = {}
        self.unread: list[Unread] = []
        self.idle: list[Token] = []
        self.grouped = {} if {"level1", "level2"} & set(self.fields) or self.loose else groups(table)

    def table(self, rows: list[AlignedRow]) -> IndicatorTable:
        indicators = [indicator for row in rows if (indicator := self._indicator(row)) is not None]
        self._tell_idle()
        return IndicatorTable(
            rows=tuple(indicators),
            fields=tuple(self.extras),
            level1_weights=self.level1_weights,
            level2_weights=self.level2_weights,
            unread=tuple(self.unread),
        )

    def _indicator(self, row: AlignedRow) -> Indicator | None:
        cells = {self.fields[slot]: segment for slot, segment in sorted(row.cells.items())}
        texts = {field: text_of(self.tokens, segment) for field, segment in cells.items()}
        if any(key(texts.get(field) or "") in keys(_SUBTOTALS) for field in ("level1", "level2", "name")):
            return None
        self._tell_idle(texts)
        if (group := self.grouped.get(id(row))) is not None:
            texts = group
        self._carry(texts)
        for index in row.strays:
            token = self.tokens[index]
            self.unread.append(Unread(text=token.text, why="这个单元格对不上任何一列。", place=token.place))
        name = texts.get("name")
        said = [
            field
            for field in texts
            if field not in ("level1", "level2", "ordinal", "depth") and texts[field] is not None
        ]
        if not said or id(row) in self.grouped:
            self.idle = [self.tokens[i] for segment in cells.values() for i in range(segment.start, segment.end)]
            return None
        if said == ["name"] and name is not None and level_label(name) is not None:
            return None
        if not self.loose and not {"name", "target", "actual"} & set(said):
            self._report(cells, "这一行没有指标名称，也没有指标值。")
            return None
        if name is not None and shapes.is_placeholder(name) and not {"target", "actual", "score"} & set(said):
            return None
        self._keep_extras(row, name)
        values = {field: texts.get(field) for field in Indicator.__struct_fields__ if field in texts}
        values["target"] = joined_target(
            texts.get("target"), texts.get("operator"), texts.get("unit"), texts.get("direction")
        )
        values.update(level1=self.level1, level2=self.level2, name=name)
        if self.points and name is not None:
            values.update(weight=split_points(name).points)
        return Indicator(
            **values,
            doubtful=self._all_doubtful(row, cells, texts),
            confidence=confidence(self.tokens, cells) if self.loose else self._confidence(cells),
            place=self._place(cells),
            cells=self._cells(cells),
        )

    def _cells(self, cells: dict[str, Segment]) -> dict[str, Place]:
        places = {
            field: self.tokens[segment.start].place
            for field, segment in cells.items()
            if field in Indicator.__struct_fields__
        }
        return {**places, "weight": places["name"]} if self.points and "name" in places else places

    def _report(self, cells: dict[str, Segment], why: str) -> None:
        for segment in cells.values():
            text = text_of(self.tokens, segment)
            if text is not None:
                self.unread.append(Unread(text=text, why=why, place=self.tokens[segment.start].place))

    def _tell_idle(self, texts: dict[str, str | None] | None = None) -> None:
        """Report the levels of a row of nothing else where none of the rows below it stands under them."""
        given = [field for field in ("level1", "level2") if texts and texts.get(field) is not None]
        if texts is not None and not given and texts.get("name") is not None:
            self.idle = []
            return
        if texts is None or "level1" in given or (given and self.level2 is not None):
            for token in self.idle:
                self.unread.append(Unread(text=token.text, why="这一级指标下没有三级指标。", place=token.place))
            self.idle = []

    def _all_doubtful(
        self, row: AlignedRow, cells: dict[str, Segment], texts: dict[str, str | None]
    ) -> tuple[str, ...]:
        doubtful = [*self._doubtful(cells, texts, strays=bool(row.strays)), *self._swallowing(texts)]
        doubtful += [field for field in self.fields if field in self.unsure and texts.get(field) is not None]
        if self.loose:
            doubtful += unproved(self.fields, cells, doubtful)
            if holds_another(self.tokens, cells):
                doubtful += [field for field in self.fields if field in _CHECKED]
                self.unread.append(
                    row_unread(self.tokens, cells.values(), "这一行的文字里可能混入了别的行，请对照原件核对。")
                )
        elif is_open(self.tokens, cells):
            doubtful += [field for field in self.fields if field in _CHECKED or field == "name"]
            self.unread.append(
                row_unread(
                    self.tokens,
                    cells.values(),
                    "这一行在两页相接处，与另一页上的文字是否同属一行看不准，请对照原件核对。",
                )
            )
        return tuple(dict.fromkeys(field for field in doubtful if field in Indicator.__struct_fields__))

    def _keep_extras(self, row: AlignedRow, name: str | None) -> None:
        """Keep the cells of columns that an Indicator has no field for, under the column's word and the row's name."""
        for slot, segment in sorted(row.cells.items()):
            text = text_of(self.tokens, segment)
            if self.fields[slot] in _EXTRAS and text is not None:
                label = f"{self.words[slot]}（{name or '未命名指标'}）"
                self.extras.append(Field(label=label, value=text, place=self.tokens[segment.start].place))

    def _carry(self, texts: dict[str, str | None]) -> None:
        first, second = texts.get("level1"), texts.get("level2")
        if first is not None:
            label = split_points(first)
            if label.text != self.level1:
                self.level1, self.level2 = label.text, None
            if points := label.points or texts.get("level1_points"):
                self.level1_weights[label.text] = points
        if second is not None:
            label = split_points(second)
            self.level2 = label.text
            if points := label.points or texts.get("level2_points"):
                self.level2_weights[label.text] = points

    @staticmethod
    def _doubtful(cells: dict[str, Segment], texts: dict[str, str | None], *, strays: bool) -> tuple[str, ...]:
        doubtful = [
            field
            for field, segment in cells.items()
            if segment.margin < (_DOUBT_IN_PROSE if field in _PROSE else _DOUBT)
            and field in Indicator.__struct_fields__
        ]
        doubtful += [
            field
            for field in cells
            if field not in doubtful and field in _CHECKED and _damaged(field, texts.get(field))
        ]
        if "target" not in doubtful and shapes.is_swallowed_sign(
            key(texts.get("target") or ""), key(texts.get("actual") or "")
        ):
            doubtful.append("target")
        doubtful += [
            field
            for field, text in texts.items()
            if text is not None
            and text.endswith(_UNFINISHED)
            and field not in doubtful
            and field in Indicator.__struct_fields__
        ]
        target, actual = key(texts.get("target") or ""), key(texts.get("actual") or "")
        if (
            shapes.starts_with_comparison(actual)
            and len(target) > 1
            and not re.search(r"\d", target)
            and target in actual
        ):
            # 同比下降 | ≥10%同比下降14.3%: the operator and its figure belong to the target.
            doubtful += [field for field in ("target", "actual") if field not in doubtful]
        if strays:
            doubtful += [
                field for field in ("target", "actual", "weight", "score") if field not in doubtful and field in cells
            ]
        return tuple(doubtful)

    def _swallowing(self, texts: dict[str, str | None]) -> list[str]:
        """The doubtful cells of glued text: all where the points stand between the values, and a text that holds another row."""
        if not self.glued:
            return []
        between = [field for field in self.fields if field in _CHECKED] != ["target", "actual", "weight", "score"]
        said = [field for field, text in texts.items() if text is not None and field in Indicator.__struct_fields__]
        return [
            field
            for field in said
            if between or (field in {"name", "note", "remark"} and _OTHER_ROW.search(key(texts[field] or "")))
        ]

    @staticmethod
    def _confidence(cells: dict[str, Segment]) -> float:
        worst = max((segment.cost for segment in cells.values()), default=0.0)
        margin = min((segment.margin for segment in cells.values()), default=10.0)
        return round(max(0.0, min(1.0, 1.0 - worst / 10.0)) * (1.0 if margin >= _DOUBT else 0.6), 2)

    def _place(self, cells: dict[str, Segment]) -> Place:
        anchor = cells.get("name") or min(cells.values(), key=lambda segment: segment.start)
        return self.tokens[anchor.start].place
