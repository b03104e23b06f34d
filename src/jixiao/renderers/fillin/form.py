"""The form as it stands on the sheet: a layout's declaration and what is already known become spots, each with its place and path.

Nothing here knows a file format. Rows and columns count from 0. A spot's path names the value that it holds as findings name it
(indicators/0/actual, funds/1/executed, goals/0/expected, fields/联系人, total_score); headings and labels have none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from jixiao.forms import Layout
from jixiao.forms.headings import column_label
from jixiao.forms.identity import year_in
from jixiao.forms.parts import FURTHER, Account, Column, Funds, Goals, Head, Indicators, Labelled, Lines, Management
from jixiao.forms.target_columns import split_target
from jixiao.model import Evaluation, Fund, Goal, Indicator
from jixiao.papers.heights import text_height
from jixiao.papers.measuring import lines
from jixiao.renderers.fillin.lattice import columns_for, fitted
from jixiao.renderers.official.names import said
from jixiao.renderers.official.tables import bracket_below
from jixiao.scoring import total_row

Kind = Literal["title", "subtitle", "line", "heading", "label", "value"]

_WIDTH = {"portrait": 104.0, "landscape": 146.0}
"""Widths of all columns together, in characters of the usual font."""
_GOAL_HEIGHT, _TEXT_HEIGHT, _ROW_HEIGHT, _HEADING_HEIGHT = 96.0, 60.0, 24.0, 30.0
_HIGHEST = 400.0
"""A row may be no higher than 409 points."""
_CHARACTER, _INDENT = 5.25, 10.0
"""Points of a column for each character of its width, and what a cell with an indented text does not give to it."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the sheet: anchor, how many rows and columns it covers, what it is, what it says, and whose value it is."""

    row: int
    column: int
    height: int = 1
    width: int = 1
    kind: Kind
    text: str = ""
    path: str = ""
    heading: str = ""
    """The heading or label that a value stands under."""


class FormSheet(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A form on its sheet: spots in reading order, widths of columns in characters, heights of the rows that do not grow by themselves.

    `first` is the first row of indicators and `count` how many there are, the spare ones behind them included; the row above is that of
    the headings.
    """

    layout: Layout
    evaluation: Evaluation
    spots: tuple[Spot, ...]
    widths: tuple[float, ...]
    heights: dict[int, float]
    rows: int
    first: int
    count: int

    def at(self, path: str) -> Spot | None:
        """The spot that holds a value; None where the form has no place for it."""
        return self.by_path.get(path)

    @cached_property
    def by_path(self) -> dict[str, Spot]:
        """The spots that hold a value, by its path."""
        return {spot.path: spot for spot in self.spots if spot.path}


class NotFillableError(ValueError):
    """A layout that has no table to fill in; the message is a Chinese sentence."""


def size_of(layout: Layout) -> float:
    """The size of the letters in points: one more than on paper, where a form has to fit the page."""
    return layout.size + 1


def room_in(width: float) -> float:
    """The points that a column as wide as so many characters has for an indented text."""
    return max(width * _CHARACTER - _INDENT, _CHARACTER)


def lay_form(layout: Layout, evaluation: Evaluation, spare: int, last: Evaluation | None = None) -> FormSheet:
    """Lay a form out; `spare` blank rows stand behind its indicators. Cells have room for what last year's form says in them.

    Raises NotFillableError for a layout without indicator table.
    """
    table = layout.part(Indicators)
    if table is None or layout.part(Account) is not None:
        message = f"“{layout.title}”（{layout.code}）是叙述文字，没有可以逐格填写的表格，不能生成填报工作簿。"
        raise NotFillableError(message)
    return _Laying(layout, evaluation, table, spare, _texts(last) if last is not None else {}).sheet()


def _texts(evaluation: Evaluation) -> dict[str, str]:
    """What a form says, by the paths of spots."""
    further = {f"{FURTHER}{field.label}": field.value for field in evaluation.fields if field.value is not None}
    return {value.path: value.text for value in said(evaluation)} | further


class _Laying:
    """A form while its parts are put down one below the other."""

    def __init__(
        self, layout: Layout, evaluation: Evaluation, table: Indicators, spare: int, last: Mapping[str, str]
    ) -> None:
        self.layout, self.form, self.table, self.spare, self.last = layout, evaluation, table, spare, last
        frame = (table.frame_width,) if table.frame else ()
        across = sum(column.width for column in table.columns)
        self.table_shares = (*frame, *(column.width / across * (100 - sum(frame)) for column in table.columns))
        most = max((self._most(part) for part in layout.parts), default=1)
        columns = columns_for(self.table_shares, most)
        self.widths = tuple(share / 100 * _WIDTH[layout.orientation] for share in columns)
        self.columns = columns
        self.spots: list[Spot] = []
        self.heights: dict[int, float] = {}
        self.row = 0
        self.first = 0

    @staticmethod
    def _most(part: object) -> int:
        """The most cells that stand side by side in a part other than the table."""
        match part:
            case Lines():
                return max((len(row) for row in part.rows), default=1)
            case Head():
                return max((2 * len(row) for row in part.rows), default=1)
            case Funds():
                return len(part.columns) + 1 + (1 if part.labelled else 0)
            case Goals():
                return 5
            case _:
                return 4

    def sheet(self) -> FormSheet:
        """Put all parts down."""
        self._title()
        for part in self.layout.parts:
            match part:
                case Lines():
                    self._lines(part)
                case Head():
                    self._head(part)
                case Funds():
                    self._funds(part)
                case Management():
                    self._management(part)
                case Goals():
                    self._goals(part)
                case Indicators():
                    self._indicators(part)
                case _:
                    pass
        return FormSheet(
            layout=self.layout,
            evaluation=self.form,
            spots=tuple(self.spots),
            widths=self.widths,
            heights=self.heights,
            rows=self.row,
            first=self.first,
            count=len(self.form.indicators) + self.spare,
        )

    # One row

    def _put(self, shares: Sequence[float], cells: Sequence[Spot | None], least: float) -> None:
        """Put a row of cells down, as high as its texts need and at least so high; None is a place that a cell above covers."""
        column, height = 0, least
        for covered, cell in zip(fitted(shares, self.columns), cells, strict=True):
            if cell is not None:
                self.spots.append(msgspec.structs.replace(cell, row=self.row, column=column, width=covered))
                if cell.height == 1 and cell.kind not in {"title", "subtitle"}:
                    texts = (cell.text, self.last.get(cell.path, ""))
                    room = sum(self.widths[column : column + covered])
                    height = max(height, *(self._needed(text, room) for text in texts))
            column += covered
        self.heights[self.row] = min(height, _HIGHEST)
        self.row += 1

    def _needed(self, text: str, width: float) -> float:
        """The height in points that a text needs in a width given in characters of the usual font."""
        size = size_of(self.layout)
        return text_height(lines(text, room_in(width) / size), size)

    def _title(self) -> None:
        year = self.form.year
        words = str(year) if year is not None else "    "
        title = (self.form.title or self.layout.heading).replace("{year}", words)
        self._put((1,), (_spot("title", title, path="title"),), 36.0)
        if self.layout.subtitle is not None and (year is None or year_in(title) != year):
            text = self.layout.subtitle.replace("{year}", words)
            self._put((1,), (_spot("subtitle", text, path="year" if year is None else ""),), 20.0)

    def _lines(self, part: Lines) -> None:
        for row in part.rows:
            cells = [
                _spot("line", f"{each.label}：{self._value(each) or ''}", path=each.path, heading=each.label)
                for each in row
            ]
            self._put((1,) * len(cells), cells, _ROW_HEIGHT)

    def _head(self, part: Head) -> None:
        for row in part.rows:
            width = (100 - part.label_width * len(row)) / len(row)
            shares = [share for _ in row for share in (part.label_width, width)]
            cells = [cell for each in row for cell in self._labelled(each)]
            long = len(row) == 1 and each_is_text(row[0].path)
            self._put(shares, cells, _TEXT_HEIGHT if long else _ROW_HEIGHT)

    def _labelled(self, each: Labelled) -> tuple[Spot, Spot]:
        value = _spot("value", self._value(each) or "", path=each.path, heading=each.label)
        return _spot("label", bracket_below(each.label)), value

    def _value(self, each: Labelled) -> str | None:
        path = each.path
        if path.startswith(FURTHER):
            label = path.removeprefix(FURTHER)
            return next((field.value for field in self.form.fields if field.label == label), None)
        if path == "project_name" and self.form.project_code and self.form.project_name:
            return f"{self.form.project_code}-{self.form.project_name}"
        value = getattr(self.form, path)
        return None if value is None else str(value)

    # The parts inside the table

    def _framed(self, text: str, rows: int) -> Spot:
        return _spot("label", bracket_below(text), height=rows)

    def _funds(self, part: Funds) -> None:
        frame = part.frame.replace("{unit}", self.form.amount_unit or self.layout.units[0] if self.layout.units else "")
        heading = part.heading.replace("{unit}", self.form.amount_unit or (self.layout.units or ("万元",))[0])
        labels = (part.label_width,) if part.labelled else ()
        rest = 100 - part.frame_width - sum(labels)
        across = sum(column.width for column in part.columns)
        shares = (part.frame_width, *labels, *(column.width / across * rest for column in part.columns))
        rows = len(self.form.funds) + (1 if part.headed else 0)
        cover: Spot | None = self._framed(frame, rows)
        if part.headed:
            labelled = (_spot("heading", heading),) if part.labelled else ()
            self._put(shares, (cover, *labelled, *_headings(part.columns)), _HEADING_HEIGHT)
            cover = None
        for index, fund in enumerate(self.form.funds):
            cells = [cover] + ([_spot("label", fund.label or "", path=f"funds/{index}/label")] if part.labelled else [])
            cells += [self._fund(fund, index, column) for column in part.columns]
            self._put(shares, cells, _ROW_HEIGHT)
            cover = None

    def _fund(self, fund: Fund, index: int, column: Column) -> Spot:
        text = getattr(fund, column.field, None) or self._further(fund, index, column) or ""
        if not text and column.field in {"weight", "score"} and index != total_row(self.form.funds):
            text = "-"
        return _spot("value", text, path=f"funds/{index}/{column.field}", heading=column.heading)

    def _further(self, fund: Fund, index: int, column: Column) -> str | None:
        """What stands in a column that a fund has no field for: a further field of the form, under the heading of the column."""
        if column.field in Fund.__struct_fields__:
            return None
        heading = column_label(column.heading)
        label = heading if index == 0 else f"{heading}（{(fund.label or '').rstrip(':：')}）"
        return next((field.value for field in self.form.fields if field.label == label), None)

    def _management(self, part: Management) -> None:
        shares = (part.frame_width, part.label_width, *((100 - part.frame_width - part.label_width) / 2,) * 2)
        cover: Spot | None = self._framed(part.frame, len(self.form.fund_management) + 1)
        headings = [_spot("heading", text) for text in ("", part.description, part.issue)]
        self._put(shares, (cover, *headings), _ROW_HEIGHT)
        for index, row in enumerate(self.form.fund_management):
            cells = [
                _spot("value", getattr(row, field) or "", path=f"fund_management/{index}/{field}", heading=heading)
                for field, heading in (("description", part.description), ("issue", part.issue))
            ]
            self._put(shares, (None, _spot("label", row.item), *cells), 36.0)

    def _goals(self, part: Goals) -> None:
        sides = [
            (side, heading)
            for side, heading in (("expected", part.expected), ("actual", part.actual))
            if heading is not None or side == "expected"
        ]
        goals = self.form.goals or (Goal(expected=None),)
        headed = part.expected is not None
        rest = 100 - part.frame_width
        beside = part.beside and headed
        rows = len(goals) + (1 if headed and not beside else 0) + len(part.rows)
        cover: Spot | None = self._framed(part.frame, rows)
        if beside:
            shares: tuple[float, ...] = (
                part.frame_width,
                *(share for _ in sides for share in (9.0, rest / len(sides) - 9)),
            )
        else:
            shares = (part.frame_width, *(rest / len(sides) for _ in sides))
        if headed and not beside:
            self._put(shares, (cover, *(_spot("heading", heading or "") for _, heading in sides)), _ROW_HEIGHT)
            cover = None
        for index, goal in enumerate(goals):
            cells: list[Spot | None] = [cover]
            for side, heading in sides:
                if beside:
                    cells.append(_spot("heading", heading or ""))
                value = getattr(goal, side) or ""
                cells.append(_spot("value", value, path=f"goals/{index}/{side}", heading=heading or part.frame))
            self._put(shares, cells, _GOAL_HEIGHT)
            cover = None
        for each in part.rows:
            below = (part.frame_width, rest / 2, rest / 2) if not beside else (part.frame_width, 9.0, rest - 9)
            self._put(below, (None, *self._labelled(each)), _TEXT_HEIGHT)

    def _indicators(self, part: Indicators) -> None:
        rows = len(self.form.indicators) + self.spare
        cover = (self._framed(part.frame, rows + 1),) if part.frame else ()
        self._put(self.table_shares, (*cover, *_headings(part.columns)), _HEADING_HEIGHT)
        self.first = self.row
        blank = Indicator(level1=None, level2=None, name=None)
        covered = (None,) if part.frame else ()
        for index, row in enumerate((*self.form.indicators, *(blank,) * self.spare)):
            cells = [self._indicator(row, index, column) for column in part.columns]
            self._put(self.table_shares, (*covered, *cells), _ROW_HEIGHT)
        if part.total is not None:
            self._total(part)

    def _indicator(self, row: Indicator, index: int, column: Column) -> Spot:
        field = column.field
        if "operator" in self.layout.columns and field in {"operator", "target", "unit"}:
            text = getattr(split_target(row.target), field) if row.target is not None else ""
        else:
            text = getattr(row, field) or ""
        if text and self.table.points and field in {"level1", "level2"}:
            text = self._with_points(text, field)
        return _spot("value", text, path=f"indicators/{index}/{field}", heading=column.heading)

    def _with_points(self, text: str, field: str) -> str:
        points = getattr(self.form, f"{field}_weights").get(text)
        return f"{text}（{points}分）" if points else text

    def _total(self, part: Indicators) -> None:
        held = [index for index, column in enumerate(part.columns) if column.field in {"weight", "score"}]
        lead = len(self.table_shares) - len(part.columns)
        first = lead + (min(held) if held else len(part.columns))
        shares = [sum(self.table_shares[:first]), *self.table_shares[first:]]
        cells = [_spot("label", part.total or "")]
        for column in part.columns[first - lead :]:
            path = {"weight": "total_weight", "score": "total_score"}.get(column.field, "")
            cells.append(_spot("value" if path else "label", path=path, heading=column.heading))
        self._put(shares, cells, _ROW_HEIGHT)


def _spot(kind: Kind, text: str = "", *, path: str = "", heading: str = "", height: int = 1) -> Spot:
    return Spot(row=0, column=0, kind=kind, text=text, path=path, heading=heading, height=height)


def _headings(columns: Sequence[Column]) -> Iterator[Spot]:
    yield from (_spot("heading", column.heading, path=f"heading/{column.field}") for column in columns)


_SHORT = re.compile(
    r"(?:project_name|project_code|supervisor|local_supervisor|implementer|total_\w+|grade)|fields/.*(?:人|日期|时间|属性|性质|期|电话|单位)"
)


def each_is_text(path: str) -> bool:
    """Whether a value is a running text, which needs room, rather than a name or a date."""
    return _SHORT.fullmatch(path) is None
