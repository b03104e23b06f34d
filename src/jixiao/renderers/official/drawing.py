"""Laying a carried form out: every value it says in the place that its layout gives it, and nothing else."""

from collections.abc import Sequence

import msgspec

from jixiao.forms import Layout
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.headings import column_label
from jixiao.forms.identity import year_in
from jixiao.forms.parts import (
    FURTHER,
    Column,
    Funds,
    Goals,
    Head,
    Indicators,
    Labelled,
    Lines,
    Management,
    Part,
)
from jixiao.forms.target_columns import TargetCells, split_target
from jixiao.model import Evaluation, Fund, Indicator
from jixiao.papers import Block, Grid, Line, Paper, Role
from jixiao.papers.looks import text_width
from jixiao.papers.paging import tightened
from jixiao.renderers.columns import FUND
from jixiao.renderers.official.tables import WIDTH, Piece, Row, Ruling, bracket_below, divided, edges_of, framed
from jixiao.renderers.official.widths import fitted

_POINT = 25.4 / 72
_APART = "　　　　"
"""What stands between labelled values on one line."""
_RUNNING = frozenset({"note", "rule", "remark", "description", "issue"})
_NUMBERS = frozenset(
    {"weight", "score", "reviewed_score", "initial", "adjusted", "executed", "forecast", "rate", "total_label"}
)
_POINTS = {"weight": "total_weight", "score": "total_score"}


def draw(evaluation: Evaluation, layout: Layout, name: str) -> Paper:
    """Make the paper of a form that its layout can hold (`carrying.carry`)."""
    return _Drawing(evaluation, layout).paper(name)


class _Table(msgspec.Struct):
    """Rows that become one grid."""

    rows: list[Row]
    header_rows: int = 0


class _Drawing:
    """One form on its way to paper."""

    def __init__(self, evaluation: Evaluation, layout: Layout) -> None:
        self.evaluation = evaluation
        self.layout = layout
        self.fields = {field.label: field.value for field in evaluation.fields}

    def paper(self, name: str) -> Paper:
        """Draw title, lines and tables in the order of the declaration."""
        pieces: list[Line | _Table] = [*self._title()]
        for part in self.layout.parts:
            if isinstance(part, Lines):
                pieces += self._lines(part)
            elif isinstance(part, Indicators):
                pieces.append(_Table(self._indicators(part), header_rows=1))
            elif isinstance(last := pieces[-1], _Table) and not last.header_rows:
                last.rows.extend(self._rows(part))
            else:
                pieces.append(_Table(self._rows(part)))
        tables = [piece for piece in pieces if isinstance(piece, _Table)]
        main = next((table for table in tables if table.header_rows), None)
        ruling = Ruling([table.rows for table in tables], edges_of(main.rows) if main else (0.0, WIDTH))
        blocks: list[Block] = []
        for piece in pieces:
            if isinstance(piece, Line):
                blocks.append(piece)
            elif piece.rows:
                joined = bool(blocks) and isinstance(blocks[-1], Grid)
                header_rows, size = piece.header_rows, self.layout.size
                blocks.append(ruling.grid(piece.rows, header_rows=header_rows, joined=joined, size=size))
        return tightened(Paper(name=name, blocks=tuple(blocks), orientation=self.layout.orientation))

    def _title(self) -> list[Line]:
        title, year = self.evaluation.title or self.layout.heading, self.evaluation.year
        lines = [Line(text=title, style="title")]
        if year is not None and self.layout.subtitle is not None and year_in(title) != year:
            lines.append(Line(text=self.layout.subtitle.format(year=year), style="subtitle"))
        return lines

    def _lines(self, part: Lines) -> list[Line]:
        """Lines of labelled values above or below the table."""
        lines = []
        for row in part.rows:
            shown = [f"{each.label}：{self._value(each) or ''}" for each in row if self._shown(each)]
            if shown:
                lines.append(Line(text=_APART.join(shown), style="small"))
        return lines

    def _shown(self, each: Labelled) -> bool:
        return not each.optional or self._value(each) is not None

    def _value(self, each: Labelled) -> str | None:
        if each.path.startswith(FURTHER):
            return self.fields.get(each.path.removeprefix(FURTHER))
        value: str | None = getattr(self.evaluation, each.path)
        if each.path == "project_name" and value is not None and self.evaluation.project_code is not None:
            return f"{self.evaluation.project_code}-{value}"
        return value

    def _unit(self, text: str) -> str:
        """Put the unit of the amounts into a label, in a line of its own; without one the brackets go too."""
        unit = self.evaluation.amount_unit
        for brackets in ("（{unit}）", "({unit})"):
            text = text.replace(brackets, brackets.format(unit=unit) if unit else "")
        return bracket_below(text.replace("{unit}", unit or ""))

    def _rows(self, part: Part) -> list[Row]:
        if isinstance(part, Head):
            return self._head(part)
        if isinstance(part, Funds):
            return self._funds(part)
        if isinstance(part, Management):
            return self._management(part)
        if isinstance(part, Goals):
            return self._goals(part)
        return []

    def _head(self, part: Head) -> list[Row]:
        rows = []
        for pairs in part.rows:
            shown = [each for each in pairs if self._shown(each)]
            row: Row = []
            for each, (left, right) in zip(shown, divided(0.0, WIDTH, [1.0] * len(shown)), strict=True):
                middle = left + min(part.label_width, (right - left) / 2)
                value = self._value(each) or ""
                role: Role = "text" if each.path in {"conclusion", "remark"} or len(value) > _LONG else "value"
                row += [
                    Piece(left=left, right=middle, text=each.label, role="label"),
                    Piece(left=middle, right=right, text=value, role=role),
                ]
            if row:
                rows.append(row)
        return rows

    def _funds(self, part: Funds) -> list[Row]:
        left = part.frame_width
        first = left + part.label_width if part.labelled else left
        edges = divided(first, WIDTH, [column.width for column in part.columns])
        rows: list[Row] = []
        if part.headed:
            label = [Piece(left=left, right=first, text=self._unit(part.heading), role="heading")]
            headings = _cells(
                edges, [bracket_below(column.heading) for column in part.columns], ["heading"] * len(edges)
            )
            rows.append([*(label if part.labelled else []), *headings])
        for index, fund in enumerate(self.evaluation.funds):
            label = [Piece(left=left, right=first, text=fund.label or "", role="label")]
            texts = [self._fund_text(fund, index, column) for column in part.columns]
            roles = [_role(column.field) for column in part.columns]
            rows.append([*(label if part.labelled else []), *_cells(edges, texts, roles)])
        return framed(self._unit(part.frame), left, rows)

    def _fund_text(self, fund: Fund, index: int, column: Column) -> str:
        if column.field in FUND:
            value: str | None = getattr(fund, column.field)
            whole = (
                index > 0 and column.field in {"weight", "score"} and getattr(self.evaluation.funds[0], column.field)
            )
            return value or (_NONE if whole else "")
        heading = column_label(column.heading)
        label = (fund.label or TOTAL_LABEL).rstrip(":：")
        return self.fields.get(heading if index == 0 else f"{heading}（{label}）") or ""

    def _management(self, part: Management) -> list[Row]:
        left, first = part.frame_width, part.frame_width + part.label_width
        sides = divided(first, WIDTH, [1.0, 1.0])
        blank = Piece(left=left, right=first, role="heading")
        rows: list[Row] = [[blank, *_cells(sides, [part.description, part.issue], ["heading", "heading"])]]
        for item in self.evaluation.fund_management:
            label = Piece(left=left, right=first, text=item.item, role="label")
            rows.append([label, *_cells(sides, [item.description or "", item.issue or ""], ["text", "text"])])
        return framed(part.frame, left, rows)

    def _goals(self, part: Goals) -> list[Row]:
        sides = (("expected", part.expected), ("actual", part.actual))
        printed = [(side, heading) for side, heading in sides if heading is not None] or [("expected", "")]
        edges = divided(part.frame_width, WIDTH, [1.0] * len(printed))
        goals = [[getattr(goal, side) or "" for side, _ in printed] for goal in self.evaluation.goals] or [
            [""] * len(printed)
        ]
        rows: list[Row] = []
        if part.beside:
            rows += [self._goal_beside(edges, [heading for _, heading in printed], texts) for texts in goals]
        else:
            if part.expected is not None:
                rows.append(_cells(edges, [heading for _, heading in printed], ["heading"] * len(printed)))
            rows += [_cells(edges, texts, ["text"] * len(printed)) for texts in goals]
        for each in part.rows:
            label, value = divided(part.frame_width, WIDTH, [1.0, 1.0])
            rows.append(_cells([label, value], [each.label, self._value(each) or ""], ["label", "text"]))
        return framed(part.frame, part.frame_width, rows)

    @staticmethod
    def _goal_beside(edges: Sequence[tuple[float, float]], headings: Sequence[str], texts: Sequence[str]) -> Row:
        row: Row = []
        for (left, right), heading, text in zip(edges, headings, texts, strict=True):
            middle = left + min(14.0, (right - left) / 3)
            row += _cells([(left, middle), (middle, right)], [heading, text], ["label", "text"])
        return row

    # The table of indicators

    def _indicators(self, part: Indicators) -> list[Row]:
        left = part.frame_width if part.frame else 0.0
        edges = divided(left, WIDTH, self._widths(part, left))
        rows: list[Row] = [
            _cells(edges, [bracket_below(column.heading) for column in part.columns], ["heading"] * len(part.columns))
        ]
        indicators = self.evaluation.indicators
        rows += [self._indicator(part, edges, index) for index in range(len(indicators))]
        if part.frame:
            # The heading is repeated on every page, so that no cell may reach from it into the rows.
            heading = [Piece(left=0.0, right=left, role="heading"), *rows[0]]
            rows = [heading, *framed(part.frame, left, rows[1:])]
        return rows + self._total(part, edges)

    def _widths(self, part: Indicators, left: float) -> list[float]:
        """The widths of the columns, as declared unless a long text needs more."""
        fields = [column.field for column in part.columns]
        texts = [
            [self._indicator_text(row, field, set(fields)) for field in fields] for row in self.evaluation.indicators
        ]
        totals = [self._total_text(column) if part.total else "" for column in part.columns]
        paper = Paper(name="", blocks=(), orientation=self.layout.orientation)
        ems = text_width(paper) / _POINT * (WIDTH - left) / WIDTH / self.layout.size
        declared = [column.width for column in part.columns]
        headings = [bracket_below(column.heading) for column in part.columns]
        return fitted(declared, [*texts, totals], ems, headings)

    def _indicator(self, part: Indicators, edges: Sequence[tuple[float, float]], index: int) -> Row:
        rows = self.evaluation.indicators
        row: Row = []
        fields = {column.field for column in part.columns}
        for column, (left, right) in zip(part.columns, edges, strict=True):
            height = 1
            if column.field in {"level1", "level2"}:
                owner = _owner(rows[index], column.field)
                if index and _owner(rows[index - 1], column.field) == owner:
                    continue
                height = next(
                    (end for end, other in enumerate(rows[index:]) if _owner(other, column.field) != owner),
                    len(rows) - index,
                )
            text = self._indicator_text(rows[index], column.field, fields)
            row.append(Piece(left=left, right=right, text=text, role=_role(column.field), rows=height))
        return row

    def _indicator_text(self, row: Indicator, field: str, fields: set[str]) -> str:
        if field in {"level1", "level2"}:
            return self._level(getattr(row, field), field)
        if "operator" in fields and field in {"operator", "target", "unit"}:
            cells = split_target(row.target) if row.target else TargetCells(target="")
            if field == "target" and "unit" not in fields:
                return cells.target + cells.unit
            return str(getattr(cells, field))
        return getattr(row, field) or ""

    def _level(self, label: str | None, field: str) -> str:
        points = getattr(self.evaluation, f"{field}_weights").get(label)
        return (label or "") if points is None else f"{label}\n（{points}分）"

    def _total(self, part: Indicators, edges: Sequence[tuple[float, float]]) -> list[Row]:
        """The row of totals: its label before the first column of points, its figures below theirs."""
        fields = [column.field for column in part.columns]
        first = next((index for index, field in enumerate(fields) if field in _POINTS), None)
        if part.total is None or first is None:
            return []
        texts = [self._total_text(column) for column in part.columns[first:]]
        label = Piece(left=0.0, right=edges[first][0], text=part.total, role="label")
        return [[label, *_cells(edges[first:], texts, [_role(field) for field in fields[first:]])]]

    def _total_text(self, column: Column) -> str:
        if column.field in _POINTS:
            return getattr(self.evaluation, _POINTS[column.field]) or ""
        return self.fields.get(column_label(column.heading)) or "" if column.field == "reviewed_score" else ""


_NONE = "—"
"""What stands where points belong to the total alone."""
_LONG = 40
"""Characters from which on the value of a head field is set as running text."""


def _cells(edges: Sequence[tuple[float, float]], texts: Sequence[str], roles: Sequence[Role]) -> Row:
    return [
        Piece(left=left, right=right, text=text, role=role)
        for (left, right), text, role in zip(edges, texts, roles, strict=True)
    ]


def _role(field: str) -> Role:
    if field in _NUMBERS:
        return "number"
    return "text" if field in _RUNNING else "value"


def _owner(row: Indicator, field: str) -> tuple[str | None, ...]:
    return (row.level1,) if field == "level1" else (row.level1, row.level2)
