"""One form on its worksheet: cells, validation, formulas, colours that warn, protection and how it prints."""

from collections.abc import Iterator
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from jixiao.papers.excel.strings import plain
from jixiao.renderers.fillin import calculation, hints
from jixiao.renderers.fillin.beside import GAP, WIDTHS, Aside, Beside
from jixiao.renderers.fillin.carrying import dated
from jixiao.renderers.fillin.explanations import explained
from jixiao.renderers.fillin.form import NotFillableError, Spot, each_is_text, size_of
from jixiao.renderers.fillin.looks import COMPUTED, INPUT, ORANGE, RED, Looks
from jixiao.renderers.fillin.typing_rules import Rule, rule_for
from jixiao.targets import number

ASIDE = "非填报内容"
"""The name of the ranges that are no part of a form; see jixiao.readers.excel.asides."""
_LEVELS = ("level1", "level2")
_LEFT = frozenset({"name", "note", "remark", "rule"})
_NUMBERS = frozenset(
    {"weight", "score", "total_weight", "total_score", "initial", "adjusted", "executed", "forecast", "total_label"}
)
_LAST_COLUMN = "XFD"
_LONGEST_TEXT, _CUT = 32767, "……（原文过长，从略）"
"""Characters that a cell takes; of what stands beside the form the rest may be left out, of the form nothing."""
_ALLOWED = {
    "format_cells": False,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "autofilter": True,
    "objects": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
"""What protection leaves free: widths, heights and hiding of rows, inserting rows, notes; without a password anybody may lift it."""


class SheetWriter:
    """Writes one form; `beside` knows what stands to its right and where its formulas are."""

    def __init__(self, book: Workbook, sheet: Worksheet, helper: Worksheet, beside: Beside) -> None:
        self.book, self.sheet, self.helper, self.beside, self.form = book, sheet, helper, beside, beside.form
        self.looks = Looks(book, size_of(self.form.layout))
        self.quoted = "'" + sheet.get_name().replace("'", "''") + "'!"
        self.texts: list[tuple[int, int]] = []

    def write(self) -> None:
        """Write everything that belongs to the form."""
        self._geometry()
        for spot in self.form.spots:
            self._spot(spot)
        for rule, first, last in self._validations():
            self.sheet.data_validation(*first, *last, rule)
        for cell in self.beside.cells():
            self._aside(cell)
        self._hidden_rows()
        self._colours()
        self._print()
        self.sheet.protect("", _ALLOWED)
        side = xl_col_to_name(len(self.form.widths))
        self.book.define_name(f"{self.sheet.get_name()}!{ASIDE}", f"={self.quoted}${side}:${_LAST_COLUMN}")

    # The form

    def _geometry(self) -> None:
        for column, width in enumerate(self.form.widths):
            self.sheet.set_column(column, column, round(width, 2))
        left = len(self.form.widths)
        self.sheet.set_column(left, left + GAP - 1, 2)
        for offset, width in enumerate(WIDTHS[: self.beside.width]):
            self.sheet.set_column(left + GAP + offset, left + GAP + offset, width, self.looks.aside())
        for row, height in self.form.heights.items():
            self.sheet.set_row(row, height)

    def _spot(self, spot: Spot) -> None:
        if len(spot.text) > _LONGEST_TEXT:
            name, many = spot.heading or spot.path, len(spot.text)
            message = f"“{name}”一格有{many}个字，超过单元格的容量（{_LONGEST_TEXT}字），不能沿用；请精简原表后再试。"
            raise NotFillableError(message)
        field = spot.path.rpartition("/")[2]
        formula = self._formula(spot)
        look = self._look(spot, field, computed=formula is not None)
        if spot.height > 1 or spot.width > 1:
            last = (spot.row + spot.height - 1, spot.column + spot.width - 1)
            self.sheet.merge_range(spot.row, spot.column, *last, "", look)
        at = (spot.row, spot.column)
        figure = number(spot.text) if field in _NUMBERS and spot.kind == "value" else None
        if formula is not None:
            text, value = formula
            self.sheet.write_formula(*at, text, look, value)
        elif not spot.text:
            self.sheet.write_blank(*at, None, look)
        elif figure is not None and "," not in spot.text:
            self.sheet.write_number(*at, float(figure), look)
        else:
            self.sheet.write_string(*at, plain(spot.text), look)
            self.texts.append(at)

    def _formula(self, spot: Spot) -> tuple[str, str | float] | None:
        """The formula of a cell that is computed, with what it gives at first."""
        group, _, rest = spot.path.partition("/")
        index, _, field = rest.partition("/")
        text: str | None = None
        value: str | float = ""
        if spot.kind != "value":
            return None
        if group == "funds" and field == "rate":
            text = self.beside.rate(int(index))
        elif group == "funds" and field == "score" and int(index) == self.beside.total_fund:
            text = self.beside.fund_score()
        elif group == "total_weight":
            text, total = self.beside.total("weight"), self.beside.total_weight()
            value = "" if total is None else float(total)
        elif group == "total_score":
            text = self.beside.total("score")
        return None if text is None else (text, value)

    def _look(self, spot: Spot, field: str, *, computed: bool) -> Any:  # noqa: ANN401 - a format of XlsxWriter
        more: dict[str, Any] = {}
        if field in _LEVELS and spot.path.startswith("indicators/"):
            more = {"top": 0, "bottom": int(spot.row == self.form.first + self.form.count - 1)}
        if computed:
            more = {"bg_color": COMPUTED, "num_format": "0.00%" if field == "rate" else "General"}
        elif self._is_input(spot):
            more |= {"bg_color": INPUT, "locked": False}
            more["num_format"] = "General" if field in _NUMBERS else "@"
        if spot.kind == "value" and (field in _LEFT or self._is_running(spot)):
            more |= {"align": "left", "indent": 1}
        if spot.kind == "label" and spot.path.startswith("funds/"):
            more |= {"align": "left", "indent": 1}
        return self.looks.of(spot.kind, **more)

    @staticmethod
    def _is_running(spot: Spot) -> bool:
        group = spot.path.partition("/")[0]
        return group in {"goals", "fund_management"} or (
            group not in {"funds", "indicators"} and each_is_text(spot.path)
        )

    def _is_input(self, spot: Spot) -> bool:
        """Whether a person types here: a value, a line outside of the table, or the year where none is known."""
        group, _, rest = spot.path.partition("/")
        if group == "funds" and rest.endswith(("/weight", "/score")):
            return int(rest.split("/")[0]) == self.beside.total_fund
        return bool(spot.path) and (spot.kind in {"value", "line"} or (spot.kind == "subtitle" and group == "year"))

    def _validations(self) -> Iterator[tuple[Rule, tuple[int, int], tuple[int, int]]]:
        """Each validation with its first and last cell; one for a whole column where all its cells have the same."""
        runs: dict[int, tuple[Rule, int, int]] = {}
        for spot in self.form.spots:
            rule = self._rule(spot)
            if rule is None:
                continue
            if not spot.path.startswith("indicators/"):
                yield rule, (spot.row, spot.column), (spot.row, spot.column)
                continue
            column = spot.column
            kept = runs.get(column)
            if kept is not None and kept[2] == spot.row - 1 and _alike(kept[0], rule):
                runs[column] = (kept[0], kept[1], spot.row)
                continue
            if kept is not None:
                yield kept[0], (kept[1], column), (kept[2], column)
            runs[column] = (rule, spot.row, spot.row)
        for column, (rule, first, last) in runs.items():
            yield rule, (first, column), (last, column)

    def _rule(self, spot: Spot) -> Rule | None:
        if spot.kind == "heading" and spot.path:
            group = "funds" if spot.row < self.form.first - 1 else "indicators"
            words = explained(spot.path.replace("heading/", f"{group}/"), spot.text, self.form.layout)
            return {"validate": "any", "input_title": words.title, "input_message": words.text}
        if spot.kind not in {"value", "line"} or not spot.path:
            return None
        weight = None
        if spot.path.startswith("indicators/") and spot.path.endswith("/score"):
            cell = self.form.at(spot.path.removesuffix("score") + "weight")
            weight = xl_rowcol_to_cell(cell.row, cell.column, col_abs=True) if cell is not None else None
        return rule_for(spot, self.form, weight)

    # Beside the form, and on the hidden sheet

    def _aside(self, cell: Aside) -> None:
        headed = cell.row == self.form.first - 1
        look = self.looks.aside(
            num_format="0.00%" if cell.percent else "General",
            **({"bold": True, "bottom": 1} if headed else {}),
            **({"align": "left"} if not headed else {}),
        )
        if cell.computed:
            self.sheet.write_formula(cell.row, cell.column, cell.text, look, cell.value)
        elif cell.text:
            cut = cell.text[: _LONGEST_TEXT - len(_CUT)] + _CUT if len(cell.text) > _LONGEST_TEXT else cell.text
            self.sheet.write_string(cell.row, cell.column, plain(cut), look)

    def _hidden_rows(self) -> None:
        before = ("", "")
        year = self.form.evaluation.year
        rows = self.form.evaluation.indicators
        for index in range(self.form.count):
            typed = self.beside.typed(index, self.quoted)
            row = calculation.FIRST_ROW + self.beside.base + index
            values = calculation.row_values(self._shown(index), before)
            before = (str(values["A"]), str(values["B"]))
            formulas = calculation.row_formulas(
                typed,
                self.beside.base + index,
                self.beside.pack,
                begins=index == 0,
                rate_row=self.beside.fund_score() is None,
            )
            for column, formula in formulas:
                self.helper.write_formula(f"{column}{row}", formula, None, values[column])
            target = rows[index].target if index < len(rows) else None
            if self.beside.last is not None and dated(target, year):
                spot = self.form.at(f"indicators/{index}/target")
                self.helper.write_string(f"{calculation.LAST_COLUMN}{row}", plain(spot.text) if spot else "")
        for index, goal in enumerate(self.form.evaluation.goals):
            if self.beside.last is not None and dated(goal.expected, year):
                row = calculation.FIRST_ROW + self.beside.base + index
                self.helper.write_string(f"{calculation.GOAL_COLUMN}{row}", plain(goal.expected or ""))

    def _shown(self, index: int) -> calculation.Shown:
        texts = {
            field: spot.text if (spot := self.form.at(f"indicators/{index}/{field}")) is not None else ""
            for field in ("level1", "level2", "name", "target", "operator", "unit")
        }
        target = texts["target"]
        if target[:1] in "0123456789" and target:
            target += texts["unit"]
        target = ("" if texts["operator"] == "定性" else texts["operator"]) + target
        return calculation.Shown(level1=texts["level1"], level2=texts["level2"], name=texts["name"], target=target)

    # Colours, printing

    def _colours(self) -> None:
        first, last = self.form.first, self.form.first + self.form.count - 1
        hint = f"${xl_col_to_name(self.beside.left + 1)}{first + 1}"
        for field, warned, colour in (
            ("name", (hints.NO_NAME,), ORANGE),
            ("target", (hints.YEAR, hints.NO_TARGET, hints.BARE), ORANGE),
            ("weight", (hints.NO_WEIGHT,), ORANGE),
            ("actual", (hints.SCORED_BLANK, hints.AS_TEXT), ORANGE),
            ("score", (hints.ABOVE_WEIGHT, hints.ABOVE_DUE), RED),
            ("score", (hints.NO_SCORE,), ORANGE),
            ("note", (hints.NO_REASON, hints.NO_REASON_FAR, hints.MISSED_NO_REASON), ORANGE),
        ):
            spot = self.form.at(f"indicators/0/{field}")
            if spot is not None:
                said = ",".join(f'{hint}="{words}"' for words in warned)
                self._when(first, last, spot.column, f"=OR({said})", colour)
        self._merged_looks(first, last)
        self._sum_colours()

    def _when(self, first: int, last: int, column: int, criteria: str, colour: dict[str, Any]) -> None:
        look = self.looks.made(**colour)
        options = {"type": "formula", "criteria": criteria, "format": look}
        self.sheet.conditional_format(first, column, last, column, options)

    def _merged_looks(self, first: int, last: int) -> None:
        """A label that repeats the one above is not shown and has no line above it: one cell to look at, though every row has its own."""
        names: list[str] = []
        # LibreOffice takes all four lines of such a format, not only those that it names.
        beginning = {"top": 1, "left": 1, "right": 1}
        for field in _LEVELS:
            spot = self.form.at(f"indicators/0/{field}")
            if spot is None:
                continue
            names.append(xl_col_to_name(spot.column))
            repeats = _repeats(names, first + 1)
            self._when(first + 1, last, spot.column, f"={repeats}", {"num_format": ";;;", "font_color": INPUT})
            self._when(first + 1, last - 1, spot.column, f"=NOT({repeats})", beginning)
            self._when(last, last, spot.column, f"=NOT({_repeats(names, last)})", beginning | {"bottom": 1})

    def _sum_colours(self) -> None:
        spot = self.form.at("total_weight")
        if spot is not None:
            cell = xl_rowcol_to_cell(spot.row, spot.column, row_abs=True, col_abs=True)
            wrong = f"=AND(ISNUMBER({cell}),ABS({cell}-{self.beside.due_weight})>0.005)"
            self._when(spot.row, spot.row, spot.column, wrong, RED)
        for index, _ in enumerate(self.form.evaluation.funds):
            spent = self.form.at(f"funds/{index}/executed")
            if spent is not None:
                cell = xl_rowcol_to_cell(spent.row, spent.column, row_abs=True, col_abs=True)
                over = (
                    f"=AND(ISNUMBER({cell}),ISNUMBER({self.beside.budget(index)}),{cell}>{self.beside.budget(index)})"
                )
                self._when(spent.row, spent.row, spent.column, over, RED)
        for index, _ in enumerate(self.form.evaluation.goals):
            goal = self.form.at(f"goals/{index}/expected")
            if goal is not None:
                hint = f"${xl_col_to_name(self.beside.left + 1)}${goal.row + 1}"
                self._when(goal.row, goal.row, goal.column, f'=LEFT({hint},5)="请核对年份"', ORANGE)

    def _print(self) -> None:
        sheet, form = self.sheet, self.form
        sheet.set_paper(9)
        if form.layout.orientation == "landscape":
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, form.rows - 1, len(form.widths) - 1)
        sheet.repeat_rows(form.first - 1)
        sheet.center_horizontally()
        sheet.set_margins(left=0.7, right=0.7, top=0.75, bottom=0.75)
        sheet.set_footer("&C&P / &N")
        sheet.print_black_and_white()
        sheet.hide_gridlines(2)
        sheet.set_zoom(100)
        if self.texts:
            rows = xl_range_abs(0, 0, form.rows - 1, len(form.widths) - 1).replace("$", "")
            sheet.ignore_errors({"number_stored_as_text": rows})


def _alike(one: Rule, other: Rule) -> bool:
    """Whether two validations are the same but for the row that a bound refers to."""
    moving = {"maximum"}
    relative = str(one.get("maximum", "")).startswith("=") and str(other.get("maximum", "")).startswith("=")
    kept = moving if relative else set()
    return {key: value for key, value in one.items() if key not in kept} == {
        key: value for key, value in other.items() if key not in kept
    }


def _repeats(columns: list[str], row: int) -> str:
    """Whether the last of the columns says in a row (from 0) what it says in the row above, the columns before it too.

    The row above is counted from the row itself, so that it stays the row above when one is inserted between the two.
    """
    same = ",".join(f"${name}{row + 1}=OFFSET(${name}{row + 1},-1,0)" for name in columns)
    return f'AND(${columns[-1]}{row + 1}<>"",{same})'
