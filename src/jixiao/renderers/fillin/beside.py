"""What stands to the right of the form: 应得分 and hints row by row, the sums as they are typed, and last year's answers.

It lies outside of the print area and in the range named `ASIDE`, which readers leave alone.
"""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from jixiao.renderers.fillin import calculation, hints, pack_formulas
from jixiao.renderers.fillin.carrying import LastYear, dated, reminders
from jixiao.renderers.fillin.form import FormSheet
from jixiao.renderers.fillin.levels import frame_of
from jixiao.renderers.fillin.reading_formulas import Typed
from jixiao.scoring import RulePack, total_row, written
from jixiao.targets import number

GAP = 1
"""Blank columns between the form and what stands beside it."""
WIDTHS = (15.0, 34.0, 16.0, 9.0, 46.0, 60.0)
HEADINGS = ("应得分", "填写提示", "{last}完成值", "{last}得分", "{last}审核发现的问题", "{last}偏差原因及改进措施")
CAPTION = "以下为填报辅助，自动计算，不打印、不属于自评表"
GOAL_YEAR = "请核对年份：目标中写的不是本年"
OVERSPENT = "执行数大于预算数，请核对"
_FUND_WORDS = ("年初预算", "全年预算", "执行", "执行率", "得分")
_FULL, _FULL_TARGET = 100, 90
"""What the weights of a self-evaluation and of a target form add up to (目标申报表不设预算执行率)."""


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """One cell beside the form: where, its text or formula, what the formula gives at first, and how it is to be shown."""

    row: int
    column: int
    text: str
    value: str | int | float = ""
    percent: bool = False
    fixed: bool = False

    @property
    def computed(self) -> bool:
        """Whether it is a formula; what last year's form says never is."""
        return self.text.startswith("=") and not self.fixed


class Beside:
    """The cells beside one form; `base` is the row of the hidden sheet at which the form's rows begin."""

    def __init__(self, form: FormSheet, pack: RulePack, base: int, last: LastYear | None) -> None:
        self.form, self.pack, self.base, self.last = form, pack, base, last
        self.left = len(form.widths) + GAP
        self.columns = set(form.layout.columns)
        self.fields = form.by_path
        self.total_fund = total_row(form.evaluation.funds)

    @property
    def scored(self) -> bool:
        """Whether the form awards points."""
        return "score" in self.columns

    @property
    def called(self) -> str:
        """What the form is called that this one was made from."""
        return "" if self.last is None else self.last.called(self.form.evaluation.year)

    @property
    def width(self) -> int:
        """How many columns are used."""
        return len(WIDTHS) if self.last is not None else 2

    def cells(self) -> Iterator[Aside]:
        """All cells beside the form."""
        yield Aside(row=0, column=self.left, text=CAPTION, fixed=True)
        notes = [*self._last_funds(), *self._last_goals()]
        taken = {each.row for each in notes}
        yield from notes
        yield from self._panel(taken)
        yield from self._rows()

    # The references

    def reference(self, path: str) -> str | None:
        """The cell of a value, None where the form has none."""
        spot = self.fields.get(path)
        return None if spot is None else xl_rowcol_to_cell(spot.row, spot.column, row_abs=True, col_abs=True)

    def typed(self, row: int, sheet: str = "") -> Typed:
        """References to the cells of a row of indicators, from another sheet if one is named."""
        named = {
            field: f"{sheet}{xl_rowcol_to_cell(spot.row, spot.column, col_abs=True)}"
            for field in Typed.__struct_fields__
            if (spot := self.fields.get(f"indicators/{row}/{field}")) is not None
        }
        return Typed(**named)

    def column_range(self, field: str) -> str | None:
        """The cells of a column of the indicator table."""
        spot = self.fields.get(f"indicators/0/{field}")
        if spot is None:
            return None
        name = xl_col_to_name(spot.column)
        return f"${name}${self.form.first + 1}:${name}${self.form.first + self.form.count}"

    def _hidden(self, column: str) -> str:
        first = calculation.FIRST_ROW + self.base
        return f"{calculation.SHEET}!${column}${first}:${column}${first + self.form.count - 1}"

    def budget(self, index: int) -> str:
        """The budget of a fund row as an expression: the adjusted one, else the initial one."""
        adjusted, initial = self.reference(f"funds/{index}/adjusted"), self.reference(f"funds/{index}/initial")
        if adjusted is None or initial is None:
            return adjusted or initial or '""'
        return f"IF(ISNUMBER({adjusted}),{adjusted},{initial})"

    def rate(self, index: int) -> str | None:
        """The formula of the execution rate of a fund row; None where the form has no amounts to make it of."""
        spent = self.reference(f"funds/{index}/executed")
        return None if spent is None else pack_formulas.rate(self.budget(index), spent)

    @property
    def rate_cell(self) -> str | None:
        """The cell of the execution rate of the total, where the form has one."""
        return None if self.total_fund is None else self.reference(f"funds/{self.total_fund}/rate")

    def fund_score(self) -> str | None:
        """The formula of what the execution rate earns."""
        weight = None if self.total_fund is None else self.reference(f"funds/{self.total_fund}/weight")
        if weight is None or self.rate_cell is None:
            return None
        return pack_formulas.execution_score(self.rate_cell, weight, self.pack)

    # The sums

    def total(self, field: str) -> str | None:
        """The formula of the sum of a column of points, that of the execution rate among them; None where the form has no points."""
        column = self.column_range(field)
        if column is None:
            return None
        fund = None if self.total_fund is None else self.reference(f"funds/{self.total_fund}/{field}")
        cells = ",".join(filter(None, (column, fund)))
        return f'=IF(COUNT({column})=0,"",{pack_formulas.rounded(f"SUM({cells})", self.pack)})'

    def total_weight(self) -> Decimal | None:
        """What the weights add up to at first; None where none is a number."""
        rows = [value for row in self.form.evaluation.indicators if (value := number(row.weight)) is not None]
        fund = None
        if self.total_fund is not None and self.reference(f"funds/{self.total_fund}/weight"):
            fund = number(self.form.evaluation.funds[self.total_fund].weight)
        return sum(rows, fund or Decimal(0)) if rows else None

    @property
    def due_weight(self) -> int:
        """What the weights have to add up to."""
        return _FULL_TARGET if self.form.layout.form == "target" else _FULL

    def _panel(self, taken: set[int]) -> Iterator[Aside]:
        lines = [*self._sums()]
        room = range(1, self.form.first - 1)
        places = [(row, self.left) for row in room]
        places += [(row, self.left + 2) for row in room if row not in taken] if self.last is not None else []
        for (row, column), (label, cell) in zip(places, lines, strict=False):
            yield Aside(row=row, column=column, text=label)
            yield msgspec.structs.replace(cell, row=row, column=column + 1)

    def _sums(self) -> Iterator[tuple[str, Aside]]:
        """The lines of the panel: a label, and the cell beside it with its place still to be given."""
        yield "评价口径", _aside(self.pack.title)
        weights = self.total("weight")
        if weights is not None:
            yield "分值合计", self._weight_line(weights)
        if self.rate_cell is not None:
            over = f'IF(ISNUMBER({self.rate_cell}),IF({self.rate_cell}>1,"{OVERSPENT}",{self.rate_cell}),"")'
            yield "预算执行率", _aside(f"={over}", percent=True)
        if self.scored:
            yield from self._score_lines()
        name, actual = self.column_range("name"), self.column_range("actual")
        if actual is not None:
            text = f'=SUMPRODUCT(({name}<>"")*({actual}=""))&"项"'
            yield (
                "尚未填完成值",
                _aside(text, f"{sum(row.name is not None for row in self.form.evaluation.indicators)}项"),
            )
        if weights is not None:
            yield from self._level_lines()

    def _weight_line(self, weights: str) -> Aside:
        total, due = weights.removeprefix("="), self.due_weight
        side = f'IF({total}>{due},"，多","，少")&ROUND(ABS({total}-{due}),2)&"分"'
        text = f'=IF({total}="","",{total}&"分"&IF(ABS({total}-{due})<0.005,"，正确","，应为{due}分"&{side}))'
        value = self.total_weight()
        if value is None:
            return _aside(text)
        apart = value - due
        words = f"，应为{due}分，{'多' if apart > 0 else '少'}{written(abs(apart))}分" if apart else "，正确"
        return _aside(text, f"{written(value)}分{words}")

    def _score_lines(self) -> Iterator[tuple[str, Aside]]:
        fund = None if self.total_fund is None else self.reference(f"funds/{self.total_fund}/score")
        low, high = (f"SUM({self._hidden(column)}{',' + fund if fund else ''})" for column in "ST")
        if self.rate_cell is not None:
            low, high = (pack_formulas.capped(each, self.rate_cell, self.pack) for each in (low, high))
        name = self.column_range("name")
        left = f"(COUNTA({name})-COUNT({self._hidden('S')}))"
        bounds = f'IF({low}={high},{low},{low}&"～"&{high})'
        shown = f'{bounds}&IF({left}>0,"，另有"&({left})&"项由人工评定","")'
        wanting = f'IF(ISNUMBER({fund}),{shown},"尚缺执行率得分")' if fund else shown
        named = sum(row.name is not None for row in self.form.evaluation.indicators)
        text = f'=IF(COUNTA({name})=0,"",IF(COUNT({self._hidden("S")})=0,"尚有"&({left})&"项未评定",{wanting}))'
        yield "应得总分", _aside(text, f"尚有{named}项未评定" if named else "")
        score = self.total("score")
        if score is not None:
            total = score.removeprefix("=")
            yield "自评总分", _aside(score)
            missing = f"COUNTA({name})-COUNT({self.column_range('score')})"
            graded = f'IF({missing}>0,"尚有"&({missing})&"项未填得分",{pack_formulas.grade(total, self.pack)})'
            yield "对应等级", _aside(f'=IF({total}="","",{graded})')

    def _level_lines(self) -> Iterator[tuple[str, Aside]]:
        levels, weights = self.column_range("level1"), self.column_range("weight")
        if levels is None:
            return
        usual = {name: points for table in reversed(self.pack.weights.tables) for name, points in table.levels.items()}
        for level in frame_of(self.form.layout).levels:
            total = f'ROUND(SUMIF({levels},"{level}*",{weights}),6)'
            rows = [row for row in self.form.evaluation.indicators if row.level1 == level]
            points = sum((number(row.weight) or Decimal(0) for row in rows), Decimal(0))
            note = f"（通用{written(usual[level])}分）" if level in usual and self.due_weight == _FULL else ""
            value = f"{written(points)}分{note}" if points else ""
            yield f"{level}分值", _aside(f'=IF({total}=0,"",{total}&"分{note}")', value)

    # Row by row

    def _rows(self) -> Iterator[Aside]:
        head = self.form.first - 1
        for offset, heading in enumerate(HEADINGS[: self.width]):
            shown = heading.format(last=self.called) if self.scored or heading != HEADINGS[0] else ""
            yield Aside(row=head, column=self.left + offset, text=shown, fixed=True)
        for index in range(self.form.count):
            row = self.form.first + index
            outcome = calculation.outcome(self.base + index)
            if self.scored:
                yield Aside(row=row, column=self.left, text=hints.due(outcome))
            text = hints.hint(self.typed(index), outcome, self.pack)
            yield Aside(row=row, column=self.left + 1, text=text, value=self._first_hint(index))
            yield from self._last_row(index, row)

    def _first_hint(self, index: int) -> str:
        """What the hint says as long as nothing is answered."""
        if index >= len(self.form.evaluation.indicators):
            return ""
        row = self.form.evaluation.indicators[index]
        if not row.name:
            return hints.NO_NAME if row.target else ""
        if not row.target:
            return hints.NO_TARGET
        if dated(row.target, self.form.evaluation.year) and self.last is not None:
            return hints.YEAR
        return hints.NO_WEIGHT if "weight" in self.columns and number(row.weight) is None else ""

    def _last_row(self, index: int, row: int) -> Iterator[Aside]:
        if self.last is None or index >= len(self.last.evaluation.indicators):
            return
        last = self.last.evaluation.indicators[index]
        found = "；".join(dict.fromkeys(f"{each.title}（{each.code}）" for each in reminders(self.last, index)))
        reason = "　".join(filter(None, (last.note, last.remark)))
        score = f"{last.score}／{last.weight}" if last.score and last.weight else last.score
        for offset, text in enumerate((last.actual, score, found, reason), start=2):
            if text:
                yield Aside(row=row, column=self.left + offset, text=text, fixed=True)

    def _last_funds(self) -> Iterator[Aside]:
        if self.last is None:
            return
        for index, fund in enumerate(self.last.evaluation.funds):
            spot = self.fields.get(f"funds/{index}/executed") or self.fields.get(f"funds/{index}/initial")
            amounts = (fund.initial, fund.adjusted, fund.executed, fund.rate, fund.score)
            said = [f"{name}{value}" for name, value in zip(_FUND_WORDS, amounts, strict=True) if value is not None]
            if spot is not None and said:
                unit = self.last.evaluation.amount_unit
                text = f"〔{self.called}〕{(fund.label or '').rstrip('：:')}：{'，'.join(said)}{f'（{unit}）' if unit else ''}"
                yield Aside(row=spot.row, column=self.left + 2, text=text, fixed=True)

    def _last_goals(self) -> Iterator[Aside]:
        for index, goal in enumerate(self.form.evaluation.goals):
            spot = self.fields.get(f"goals/{index}/expected")
            if spot is not None and self.last is not None and dated(goal.expected, self.form.evaluation.year):
                kept = f"{calculation.SHEET}!${calculation.GOAL_COLUMN}${calculation.FIRST_ROW + self.base + index}"
                cell = self.reference(spot.path)
                yield Aside(
                    row=spot.row, column=self.left + 1, text=f'=IF({cell}={kept},"{GOAL_YEAR}","")', value=GOAL_YEAR
                )
        for index, goal in enumerate(self.last.evaluation.goals if self.last else ()):
            spot = self.fields.get(f"goals/{index}/expected")
            if spot is not None and goal.actual:
                text = f"〔{self.called}〕实际完成情况：{goal.actual}"
                yield Aside(row=spot.row, column=self.left + 2, text=text, fixed=True)


def _aside(text: str, value: float | str = "", *, percent: bool = False) -> Aside:
    return Aside(row=0, column=0, text=text, value=value, percent=percent)
