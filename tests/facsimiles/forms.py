"""Laying a form out: from what it says (an Evaluation) to paragraphs above and a sheet of cells, in its 表式 and a style.

Nothing of what the evaluation says is lost and nothing is added, so that whoever reads the sheet must come to the same evaluation.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from jixiao.model import Evaluation, Field, Fund, Indicator
from tests.facsimiles.layouts import WIDTHS, Layout, layout_of
from tests.facsimiles.sheets import Piece, Placed, Role, Sheet, fitted, placed
from tests.facsimiles.styles import Style

_OPERATOR_VALUE_UNIT = re.compile(r"([≥≤＝=><]?)(\d[\d.,]*)(.*)")
_RUNNING_TEXT = {"note", "rule", "remark"}
_POINTS_LOOK = "（{}分）"
_LABEL, _FUND_LABEL = 9.0, 10.0
"""Widths that labels are given, in characters."""

Line = list[Piece]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form laid out: its title, lines between title and table, and one or two sheets, one below the other."""

    title: str
    lines: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def laid_out(form: Evaluation, style: Style, *, told: bool = False) -> Form:
    """Lay a form out; `told` when running text around it tells what its head does not (year, grade, unit)."""
    return _Drawing(form, style, told=told).form()


class _Drawing:
    """One form on its way to the sheet."""

    def __init__(self, form: Evaluation, style: Style, *, told: bool) -> None:
        self.evaluation = form
        self.style = style
        self.told = told
        self.layout: Layout = layout_of(form)
        framed = style.frame and self.layout.frame is not None and not style.apart
        self.columns = [("frame", ""), *self.layout.columns] if framed else list(self.layout.columns)
        fine = [*style.fine, *[1] * len(self.columns)]
        self.spans = fine[: len(self.columns)]
        """How many columns of the grid each column of the indicators takes."""
        self.width = sum(self.spans)
        factors = [*style.widths, *[1.0] * len(self.columns)]
        self.room = [
            WIDTHS[field] * factor / span
            for (field, _), factor, span in zip(self.columns, factors, self.spans, strict=False)
            for _ in range(span)
        ]
        """The widths of the columns of the grid."""
        self.fields = {field.label: field for field in form.fields}
        """Fields that are not yet drawn."""

    def form(self) -> Form:
        above = self._above()
        head = [*self._head(), *self._parts()]
        table = [*self._indicators(), *self._total()]
        below = self._below()
        inside = self.style.title_inside
        title = self.evaluation.title or ""
        lines: list[Line] = []
        if inside:
            lines.append([Piece(title, self.width, role="title")])
            year = self._year()
            lines.extend([Piece(text, self.width, role="title")] for text in ([year] if year else []))
            lines.extend([self._filled(above)] if above else [])
        heading = len(lines) + len(head)
        lines += [*head, *table, *below]
        sheet = Sheet(
            cells=tuple(self._standing(cell) for cell in placed(lines, self.width)),
            widths=tuple(self.room),
            repeated=(heading,),
        )
        sheets = sheet.split(heading) if self.style.apart and heading else (sheet,)
        between = [] if inside else [text for text in (self._year(), self._spaced(above)) if text]
        return Form(title="" if inside else title, lines=tuple(between), sheets=sheets)

    def _standing(self, cell: Placed) -> Placed:
        upright = self.style.upright and cell.column == 0 and cell.text in {self.layout.frame, self.layout.goal_frame}
        return msgspec.structs.replace(cell, upright=upright)

    def _year(self) -> str:
        year = self.evaluation.year
        if year is None or str(year) in (self.evaluation.title or "") or (self.told and not self.layout.head):
            return ""
        return f"（{year}{self.layout.period}）"

    def _above(self) -> list[Field]:
        return [self.fields.pop(label) for label in list(self.fields) if label in self.layout.above]

    @staticmethod
    def _spaced(fields: Sequence[Field]) -> str:
        return "        ".join(f"{_stamped(field.label)}：{field.value or ''}" for field in fields)

    def _filled(self, fields: Sequence[Field]) -> Line:
        spans = self._divided([1.0] * len(fields))
        return [
            Piece(f"{_stamped(field.label)}：{field.value or ''}", span, role="text")
            for field, span in zip(fields, spans, strict=True)
        ]

    def _head(self) -> Iterable[Line]:
        pairs = [[(label, self._head_value(key)) for key, label in line] for line in self.layout.head]
        names = {key for line in self.layout.head for key, _ in line}
        if self.evaluation.local_supervisor and "local_supervisor" not in names:
            pairs.append([("地方主管部门", self.evaluation.local_supervisor)])
        if self.evaluation.grade and not self.evaluation.conclusion and not self.told:
            pairs.append([("自评等级", self.evaluation.grade)])
        inside = [label for label in self.fields if label in self.layout.in_head]
        if inside:
            pairs.append([(label, self.fields.pop(label).value or "") for label in inside])
        yield from (self._labelled(line) for line in pairs)

    def _head_value(self, key: str) -> str:
        value: str = getattr(self.evaluation, key) or ""
        if key == "project_name" and self.evaluation.project_code:
            return f"{self.evaluation.project_code}-{value}"
        return value

    def _labelled(self, pairs: Sequence[tuple[str, str]]) -> Line:
        """A line of labels with their values, the values sharing what the labels leave."""
        value = max(sum(self.room) / len(pairs) - _LABEL, _LABEL)
        spans = self._divided([_LABEL, value] * len(pairs))
        texts = [text for pair in pairs for text in pair]
        return [
            Piece(text, span, role="value" if index % 2 else "label")
            for index, (text, span) in enumerate(zip(texts, spans, strict=True))
        ]

    def _divided(self, wanted: Sequence[float], *, framed: bool = False) -> list[int]:
        """Divide the width among the parts of a line, or what the frame at the left leaves of it."""
        return fitted(self.room[self.spans[0] :] if framed else self.room, wanted)

    def _framed(self, text: str, lines: list[Line]) -> list[Line]:
        """Put a label to the left of some lines, in the first column."""
        frame = Piece(self._broken(text), self.spans[0], len(lines), "label")
        return [[frame, *lines[0]], *lines[1:]]

    def _parts(self) -> list[Line]:
        parts = [self._goals(), self._funds()] if self.layout.goals_first else [self._funds(), self._goals()]
        return [*parts[0], *self._management(), *parts[1]]

    def _funds(self) -> list[Line]:
        funds = self.evaluation.funds
        columns = self.layout.funds
        if not funds or not columns:
            return []
        frame_text = self.layout.fund_frame.format(unit=self.evaluation.amount_unit or "万元")
        unheaded = all(not heading for _, heading in columns)
        labelled = self.layout.fund_label is not None or len(funds) > 1
        if labelled and self.layout.fund_label is None:
            columns = columns[1:]
        wanted = [WIDTHS.get(f"fund_{field}", 7.0) for field, _ in columns]
        spans = self._divided([_FUND_LABEL, *wanted] if labelled else wanted, framed=True)
        label = spans.pop(0) if labelled else 0
        lines: list[Line] = []
        if not unheaded:
            top = [Piece((self.layout.fund_label or "").format(unit=self.evaluation.amount_unit), label, role="label")]
            headings = [
                Piece(self._broken(heading), span, role="heading")
                for (_, heading), span in zip(columns, spans, strict=True)
            ]
            lines.append([*(top if labelled else []), *headings])
        for number, fund in enumerate(funds):
            values = [
                Piece(self._fund_value(fund, number, field), span)
                for (field, _), span in zip(columns, spans, strict=True)
            ]
            lines.append([*([Piece(fund.label or "", label, role="label")] if labelled else []), *values])
        return self._framed(frame_text, lines)

    def _fund_value(self, fund: Fund, number: int, column: str) -> str:
        if column in Fund.__struct_fields__:
            value: str | None = getattr(fund, column)
            blank = self.style.blank if column in {"weight", "rate", "score"} else ""
            return blank if value is None else value
        own = column if number == 0 else f"{column}（{(fund.label or '').rstrip(':：')}）"
        told = self.fields.pop(own, None)
        return (told.value or "") if told else ""

    def _goals(self) -> list[Line]:
        goals = self.evaluation.goals
        process = self.fields.pop(re.sub(r"^\d\.", "", self.layout.process), None) if self.layout.process else None
        if not goals and process is None:
            return []
        if self.layout.expected is None:
            wide = self.width - self.spans[0]
            lines = [[Piece(goal.expected or "", wide, role="text")] for goal in goals]
            return self._framed(self.layout.goal_frame, lines)
        spans = self._divided([1.0, 1.0] if self.layout.actual else [1.0], framed=True)
        sides = (self.layout.expected, self.layout.actual) if self.layout.actual else (self.layout.expected,)
        lines = [[Piece(side, span, role="heading") for side, span in zip(sides, spans, strict=True)]]
        for goal in goals:
            texts = (goal.expected, goal.actual)[: len(spans)]
            lines.append([Piece(text or "", span, role="text") for text, span in zip(texts, spans, strict=True)])
        if process is not None:
            lines.append(
                [Piece(self.layout.process or "", spans[0], role="label"), Piece(process.value or "", spans[1])]
            )
        return self._framed(self.layout.goal_frame, lines)

    def _management(self) -> list[Line]:
        rows = self.evaluation.fund_management
        if not rows:
            return []
        item, left, right = self._divided([_FUND_LABEL, 20, 20], framed=True)
        lines = [
            [
                Piece("", item),
                Piece("情况说明", left, role="heading"),
                Piece("存在问题和改进措施", right, role="heading"),
            ]
        ]
        lines += [
            [
                Piece(row.item, item, role="label"),
                Piece(row.description or "", left, role="text"),
                Piece(row.issue or "", right, role="text"),
            ]
            for row in rows
        ]
        return self._framed("资金管理情况", lines)

    def _indicators(self) -> list[Line]:
        rows = self.evaluation.indicators
        lines = [
            [Piece(self._broken(heading), self._span(field), role="heading") for field, heading in self.layout.columns]
        ]
        lines += [self._indicator(rows, index) for index in range(len(rows))]
        if self.columns[0][0] == "frame":
            lines[0].insert(0, Piece(self.layout.frame or "", self.spans[0], len(lines), "label"))
        return lines

    def _span(self, field: str) -> int:
        """How many columns of the grid a column of the indicators takes."""
        return self.spans[[known for known, _ in self.columns].index(field)]

    def _indicator(self, rows: Sequence[Indicator], index: int) -> Line:
        row = rows[index]
        pieces = []
        for field, _ in self.layout.columns:
            height = 1
            if field in {"level1", "level2"} and self.style.merged:
                if index and _owner(rows[index - 1], field) == _owner(row, field):
                    continue
                below = rows[index:]
                same = [_owner(other, field) == _owner(row, field) for other in below]
                height = same.index(False) if False in same else len(same)
            pieces.append(Piece(self._indicator_value(row, field), self._span(field), height, _role(field)))
        return pieces

    def _indicator_value(self, row: Indicator, field: str) -> str:
        if field in {"level1", "level2"}:
            return self._level(getattr(row, field), field)
        if field in {"operator", "target", "unit"} and ("operator", "指标性质") in self.layout.columns:
            match = _OPERATOR_VALUE_UNIT.fullmatch(row.target or "")
            parts = match.groups() if match else ("定性" if row.target else "", row.target or "", "")
            return dict(zip(("operator", "target", "unit"), parts, strict=True))[field]
        return getattr(row, field) or ""

    def _level(self, label: str | None, field: str) -> str:
        points = getattr(self.evaluation, f"{field}_weights").get(label)
        text = self._broken(label or "")
        if points is None:
            return text
        return text + ("\n" if self.style.broken else "") + _POINTS_LOOK.format(points)

    def _total(self) -> list[Line]:
        points = {"weight": self.evaluation.total_weight, "score": self.evaluation.total_score}
        if any(key == "total_score" for line in self.layout.head for key, _ in line):
            points["score"] = None
        if not any(points.values()):
            return []
        front = next(index for index, (field, _) in enumerate(self.columns) if field in points)
        rest = [Piece(points.get(field) or "", self._span(field)) for field, _ in self.columns[front:]]
        return [[Piece(self.layout.total, sum(self.spans[:front]), role="label"), *rest]]

    def _below(self) -> list[Line]:
        pairs = [
            (self.layout.conclusion, self.evaluation.conclusion),
            ("说明", self.evaluation.remark),
            *((field.label, field.value or "") for field in self.fields.values()),
        ]
        left, right = self._divided([_LABEL, sum(self.room) - _LABEL])
        return [
            [Piece(label, left, role="label"), Piece(value, right, role="text")]
            for label, value in pairs
            if value is not None
        ]

    def _broken(self, text: str) -> str:
        """Break a heading or level by hand, as people do to keep its column narrow."""
        if not self.style.broken:
            return text
        front, bracket, rest = text.partition("（")
        half = len(front) - len(front) // 2
        shown = f"{front[:half]}\n{front[half:]}" if len(front) > 3 else front
        return f"{shown}\n{bracket}{rest}" if bracket else shown


def _role(field: str) -> Role:
    if field in {"level1", "level2"}:
        return "level"
    return "text" if field in _RUNNING_TEXT else "value"


def _owner(row: Indicator, field: str) -> tuple[str | None, ...]:
    return (row.level1,) if field == "level1" else (row.level1, row.level2)


def _stamped(label: str) -> str:
    return f"{label}（盖章）" if label in {"单位", "填报单位"} else label
