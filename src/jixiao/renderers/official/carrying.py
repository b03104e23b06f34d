"""From the form that was read to the form that the target layout can say: what is kept, converted, left out, and what is wanting."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

import msgspec

from jixiao.data import load
from jixiao.forms import Layout, layouts
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.headings import column_label
from jixiao.forms.identity import carries_code, stated_grade, year_in
from jixiao.forms.labels import label_word
from jixiao.forms.narrative import stated_score
from jixiao.forms.parts import FURTHER, Column, Funds, Goals, Indicators, Labelled, Management, labelled
from jixiao.forms.target_columns import split_target
from jixiao.forms.words import key
from jixiao.model import Evaluation, Field, Fund, Goal, Indicator
from jixiao.model import Management as ManagementRow
from jixiao.renderers.columns import FUND
from jixiao.renderers.official.amounts import converted
from jixiao.renderers.official.filled import Carried, Omission, Wanting
from jixiao.renderers.official.names import EVALUATION, GOAL, INDICATORS, MANAGEMENT, POINTS, row_name, said
from jixiao.renderers.official.ties import POINTS as TOTALS
from jixiao.renderers.official.ties import is_rate_of, points_of_parts
from jixiao.renderers.official.widening import is_filler, widened
from jixiao.targets import number

AMOUNTS = ("initial", "adjusted", "executed")
_LEVELS = frozenset({"level1", "level2", "name"})
_MAY_BE_BLANK = frozenset({"note", "remark", "deviation", "label", *_LEVELS})
"""Columns that are blank in many a sound form."""
_BY_THEN = frozenset({"executed", "rate", "score", "actual", "note", "total_score", "grade", "conclusion"})
"""What a monitoring form tells of some months and a self-evaluation of the whole year."""
_NO_PLACE = "目标表式没有这一栏。"
_OTHER_PERIOD = "监控表说的是年中的情况，自评表说的是全年，二者不能互换。"
Row = TypeVar("Row", Fund, ManagementRow, Goal, Indicator)


def carry(evaluation: Evaluation, layout: Layout) -> Carried:
    """Put what a form says into another layout, or into its own, which is widened by what the form holds beyond it."""
    return _Carrying(evaluation, layout).carried()


class _Carrying:
    """One form on its way into a layout."""

    def __init__(self, evaluation: Evaluation, layout: Layout) -> None:
        self.own = evaluation.layout == layout.code
        self.layout = widened(layout, evaluation) if self.own else layout
        self.source = evaluation
        self.told = {value.path: value for value in said(evaluation)}
        self.omitted: list[Omission] = []
        self.wanting: list[Wanting] = []
        self.holders = {each.path: each for each in labelled(self.layout.parts)}
        self.other_period = (evaluation.form == "monitoring") != (layout.form == "monitoring")
        self.unit = self._unit()

    def carried(self) -> Carried:
        """Put the new form together."""
        head = self._head()
        funds, extras = self._funds()
        evaluation = msgspec.structs.replace(
            self.source,
            kind=self.layout.kind,
            form=self.layout.form,
            layout=self.layout.code,
            period=self.layout.period,
            **head,
            amount_unit=self.unit if self.layout.part(Funds) else None,
            funds=funds,
            fund_management=self._management(),
            goals=self._goals(),
            indicators=self._indicators(),
            level1_weights=self._points("level1_weights"),
            level2_weights=self._points("level2_weights"),
            fields=(),
            doubtful=(),
        )
        evaluation = msgspec.structs.replace(evaluation, fields=self._fields(evaluation, extras))
        if evaluation.implementer is None:
            # Whoever fills a form in is its 实施单位 unless it names another.
            filler = next((field.value for field in evaluation.fields if is_filler(field.label)), None)
            evaluation = msgspec.structs.replace(evaluation, implementer=filler)
        self._check_totals(evaluation)
        if self.layout.check:
            self.wanting.append(Wanting(path="", label="监控期间", why=self.layout.check))
        return Carried(
            layout=self.layout,
            evaluation=evaluation,
            omitted=tuple(self.omitted),
            wanting=tuple(self.wanting),
        )

    # What is left out, and what is wanting

    def _omit(self, path: str, why: str = _NO_PLACE) -> None:
        value = self.told.get(path)
        if value is not None:
            self.omitted.append(
                Omission(path=path, label=value.label, text=value.text, why=why, whose=value.whose, place=value.place)
            )

    def _want(
        self,
        path: str,
        label: str,
        why: str = "目标表式有这一栏，原表没有相应内容，已留空。",
        *,
        whose: str = "",
        text: str = "",
    ) -> None:
        called = f"{whose}的{label}" if whose else label
        self.wanting.append(Wanting(path=path, label=called, why=why, text=text, whose=whose))

    # The head and what stands alone

    def _head(self) -> dict[str, object]:
        head: dict[str, object] = {}
        values = self._units_by_rank()
        for field in (*_SIMPLE, "conclusion", "remark"):
            head[field] = self._alone(field, values[field] if field in values else getattr(self.source, field))
        head["project_code"] = self._code()
        head["title"] = self._title()
        head["year"] = self._year(str(head["title"]))
        conclusion = head["conclusion"] if isinstance(head["conclusion"], str) else None
        head["grade"] = self._alone("grade", self.source.grade, implied=stated_grade(conclusion))
        return head | self._totals(conclusion)

    def _units_by_rank(self) -> dict[str, str | None]:
        """主管部门 of a project form is that of the place; that of a transfer form is the central one, which stands above it."""
        source = self.source
        if source.kind == self.layout.kind or "transfer" not in (source.kind, self.layout.kind):
            return {}
        if "supervisor" not in self.holders and "local_supervisor" not in self.holders:
            return {}
        if self.layout.kind == "transfer":
            return {} if source.local_supervisor else {"supervisor": None, "local_supervisor": source.supervisor}
        if source.local_supervisor is None:
            return {}
        self._omit("supervisor", "目标表式的“主管部门”填写地方主管部门，没有中央主管部门一栏。")
        return {"supervisor": source.local_supervisor, "local_supervisor": None}

    def _alone(self, field: str, value: str | None, *, implied: str | None = None) -> str | None:
        if value is None:
            if field in self.holders and not self.holders[field].optional:
                self._want(field, self.holders[field].label)
            return None
        if self.other_period and field in _BY_THEN:
            self._omit(field, _OTHER_PERIOD)
            return None
        if field in self.holders or implied == value:
            return value
        self._omit(field)
        return None

    def _code(self) -> str | None:
        """A project's code stands before its name."""
        code, name = self.source.project_code, self.source.project_name
        if code is None or "project_code" in self.holders:
            return code
        if name is not None and "project_name" in self.holders and carries_code(code, name):
            return code
        self._omit("project_code")
        return None

    def _title(self) -> str:
        title = self.source.title
        told = self.layout.kind != "department" or _WHOLE in key(title or "")
        if self.own and title is not None and told:
            return title
        if title is not None and key(title) != key(self.layout.heading):
            self._omit("title", f"已改用目标表式的标题“{self.layout.heading}”。")
        return self.layout.heading

    def _year(self, title: str) -> int | None:
        year = self.source.year
        if year is None:
            self._want("year", "年度", "原表没有写明年度，请补填。")
        elif self.layout.subtitle is None and year_in(title) != year:
            self._omit("year")
            return None
        return year

    def _totals(self, conclusion: str | None) -> dict[str, str | None]:
        table = self.layout.part(Indicators)
        columns = self.layout.columns if table and table.total else ()
        totals: dict[str, str | None] = {}
        for field, column, implied in (
            ("total_weight", "weight", None),
            ("total_score", "score", stated_score(conclusion)),
        ):
            value: str | None = getattr(self.source, field)
            if column not in columns or field in self.holders or (self.other_period and field in _BY_THEN):
                totals[field] = self._alone(field, value, implied=implied)
                continue
            totals[field] = value
            if value is None:
                self._want(field, EVALUATION[field])
        return totals

    # The tables

    def _unit(self) -> str | None:
        unit = self.source.amount_unit
        if unit is None and self.source.funds and self.layout.units:
            self._want("amount_unit", "金额单位", "原表没有写明金额单位，金额按原样填写，请核对。")
        if unit is None or not self.layout.units or unit in self.layout.units:
            return unit
        return self.layout.units[0]

    def _amount(self, path: str, text: str, name: str, whose: str = "") -> str:
        source, target = self.source.amount_unit, self.unit
        if source is None or target is None or source == target:
            return text
        moved = converted(text, source, target)
        if moved is None:
            why = f"不是可以从{source}换算成{target}的数，已按原样填写，请改写。"
            self._want(path, name, why, whose=whose, text=text)
            return text
        return moved

    def _row(self, group: str, row: Row, index: int, names: dict[str, str], columns: Iterable[str]) -> Row:
        """A row with what its columns can hold."""
        held = set(columns)
        changes: dict[str, object] = {"doubtful": ()}
        for field in names:
            if getattr(row, field) is None:
                continue
            if field not in held:
                self._omit(f"{group}/{index}/{field}")
                changes[field] = None
            elif self.other_period and field in _BY_THEN:
                self._omit(f"{group}/{index}/{field}", _OTHER_PERIOD)
                changes[field] = None
        return msgspec.structs.replace(row, **changes)

    def _funds(self) -> tuple[tuple[Fund, ...], dict[str, str]]:
        """The rows of funds, and the labels of the further fields that stand in columns of the fund table."""
        part = self.layout.part(Funds)
        if part is None:
            for path in [path for path in self.told if path == "amount_unit" or path.startswith("funds/")]:
                self._omit(path, "目标表式没有资金栏。")
            return (), {}
        fields = [column.field for column in part.columns]
        if not self.source.funds:
            rows = tuple(Fund(label=label) for label in part.rows) if part.labelled else ()
            self._want("funds", "项目资金")
            return rows, {}
        rows_kept = [fund for index, fund in enumerate(self.source.funds) if part.labelled or index == 0]
        for index in range(len(rows_kept), len(self.source.funds)):
            for field in FUND:
                self._omit(f"funds/{index}/{field}", "目标表式的资金栏只有合计一行。")
        funds = tuple(
            self._fund(self._row("funds", fund, index, FUND, ("label", *fields)), index, labelled=part.labelled)
            for index, fund in enumerate(rows_kept)
        )
        self._want_columns("funds", part.columns, self.source.funds)
        return funds, self._beside(part, funds)

    def _fund(self, fund: Fund, index: int, *, labelled: bool) -> Fund:
        name = row_name("funds", fund, index)
        amounts: dict[str, str | None] = {
            field: self._amount(f"funds/{index}/{field}", text, FUND[field], name)
            for field in AMOUNTS
            if (text := getattr(fund, field)) is not None
        }
        if self._loses_its_rate(fund, index):
            path = f"funds/{index}/rate"
            self._omit(path, "它按全年预算数计算，目标表式没有全年预算数一栏，与年初预算数、执行数不相合。")
            why = "已留空；请按目标表式的口径（执行数÷年初预算数）核定后补填，并核对得分。"
            self._want(path, FUND["rate"], why, whose=name)
            amounts["rate"] = None
        if not labelled:
            if key(fund.label or TOTAL_LABEL).rstrip(":") != TOTAL_LABEL:
                self._omit(f"funds/{index}/label")
            amounts["label"] = TOTAL_LABEL
        elif fund.label is None:
            amounts["label"] = TOTAL_LABEL
        return msgspec.structs.replace(fund, **amounts)

    def _loses_its_rate(self, fund: Fund, index: int) -> bool:
        """Whether 执行率 is that of 全年预算数, which was left out, and would stand beside 年初预算数, of which it is none."""
        source = self.source.funds[index]
        if source.adjusted is None or fund.adjusted is not None or fund.rate is None or fund.initial is None:
            return False
        unit = self.source.amount_unit
        return is_rate_of(source, "adjusted", unit) is True and is_rate_of(source, "initial", unit) is False

    def _check_totals(self, carried: Evaluation) -> None:
        """Say where points were left out that the total still counts."""
        for column, field in TOTALS.items():
            parts = points_of_parts(carried, column)
            total = number(getattr(carried, field))
            if total not in {None, parts} and parts != points_of_parts(self.source, column):
                what = INDICATORS[column]
                why = f"有的{what}没有写入，新表各项{what}合计为{parts:f}，总分仍照原表写{total:f}；请按目标表式重新分配或改写。"
                self._want(field, EVALUATION[field], why)

    def _beside(self, part: Funds, funds: tuple[Fund, ...]) -> dict[str, str]:
        """The labels of what stands in further columns of the fund table, with the path of the cell it fills."""
        columns = [column for column in part.columns if column.field not in FUND]
        labels = {}
        for column in columns:
            for index, fund in enumerate(funds):
                heading = column_label(column.heading)
                row = (fund.label or TOTAL_LABEL).rstrip(":：")
                labels[heading if index == 0 else f"{heading}（{row}）"] = f"funds/{index}/{column.field}"
        return labels

    def _management(self) -> tuple[ManagementRow, ...]:
        part = self.layout.part(Management)
        rows = self.source.fund_management
        if part is None:
            for path in [path for path in self.told if path.startswith("fund_management/")]:
                self._omit(path, "目标表式没有资金管理情况栏。")
            return ()
        if not rows:
            self._want("fund_management", part.frame)
            return tuple(ManagementRow(item=item) for item in part.items)
        return tuple(self._row("fund_management", row, index, MANAGEMENT, MANAGEMENT) for index, row in enumerate(rows))

    def _goals(self) -> tuple[Goal, ...]:
        part = self.layout.part(Goals)
        if part is None:
            for path in [path for path in self.told if path.startswith("goals/")]:
                self._omit(path, "目标表式没有总体目标栏。")
            return ()
        sides = [side for side in GOAL if side == "expected" or part.actual is not None]
        goals = [self._row("goals", goal, index, GOAL, sides) for index, goal in enumerate(self.source.goals)]
        for side in sides:
            if not any(getattr(goal, side) is not None for goal in goals):
                self._want(f"goals/0/{side}", GOAL[side])
        return tuple(goal for goal in goals if goal.expected is not None or goal.actual is not None)

    def _indicators(self) -> tuple[Indicator, ...]:
        columns = self.layout.columns
        rows = tuple(
            self._measured(self._row("indicators", row, index, INDICATORS, columns))
            for index, row in enumerate(self.source.indicators)
        )
        table = self.layout.part(Indicators)
        if table is not None:
            self._want_columns("indicators", table.columns, rows)
        if "operator" in columns:
            self._list_whole_targets(rows)
        return rows

    def _measured(self, row: Indicator) -> Indicator:
        """What was done without the unit where 度量单位 has a column of its own that says the very same, and with it where it has none.

        A form that keeps its layout keeps every text, and so does a row without points: a bare figure beside their blank cell is taken
        for them where a text has lost its cells.
        """
        apart, was_apart = (_UNIT in columns for columns in (self.layout.columns, self._columns_read()))
        unit = split_target(row.target).unit if row.target is not None else ""
        if self.own or apart == was_apart or not unit or (apart and row.weight is None):
            return row
        moved = {}
        for field in _DONE:
            text: str | None = getattr(row, field)
            bare = None if text is None else text.removesuffix(unit) if apart else text
            if bare is not None and _FIGURE.fullmatch(bare):
                moved[field] = bare if apart else f"{bare}{unit}"
        return msgspec.structs.replace(row, **moved)

    def _columns_read(self) -> tuple[str, ...]:
        """The columns of the layout that the form was read as."""
        code = self.source.layout
        return layouts()[code].columns if code is not None and code in layouts() else ()

    def _list_whole_targets(self, rows: tuple[Indicator, ...]) -> None:
        for index, row in enumerate(rows):
            if row.target is not None and split_target(row.target).whole:
                path, whose = f"indicators/{index}/target", row_name("indicators", row, index)
                why = "不能按性质、指标值、度量单位拆开，已整体填在指标值一栏。"
                self._want(path, "指标值", why, whose=whose, text=row.target)

    def _want_columns(self, group: str, columns: Iterable[Column], rows: tuple[msgspec.Struct, ...]) -> None:
        """List the columns that no row has anything for."""
        for column in columns:
            field, heading = column.field, column.heading
            known = rows and field in rows[0].__struct_fields__ and field not in _MAY_BE_BLANK
            if known and not any(getattr(row, field) is not None for row in rows):
                self._want(f"{group}/*/{field}", f"{_TABLES[group]}的{heading}")

    def _points(self, group: str) -> dict[str, str]:
        """The points of levels where the layout prints them, or the form did."""
        table = self.layout.part(Indicators)
        level = group.removesuffix("_weights")
        levels = {getattr(row, level) for row in self.source.indicators}
        kept = {}
        for label, points in getattr(self.source, group).items():
            if table is not None and (table.points or self.own) and label in levels:
                kept[label] = points
            else:
                self._omit(f"{group}/{label}", f"目标表式不在指标名称后印{POINTS[group]}。")
        return kept

    # Further fields

    def _fields(self, carried: Evaluation, beside: dict[str, str]) -> tuple[Field, ...]:
        """What stands under further labels, in the order in which it is printed."""
        known: dict[str, Field] = {}
        for index, source in enumerate(self.source.fields):
            field = self._under_its_name(source, beside)
            path = f"{FURTHER}{field.label}"
            if field.label in beside:
                known[field.label] = msgspec.structs.replace(field, value=self._told_amount(field, beside[field.label]))
            elif path in self.holders and field.label not in known:
                known[field.label] = field
            elif not self._is_unit_of_head(field, carried):
                self._omit(f"{FURTHER}{index}")
        printed = [self._printed(path, each, known, carried) for path, each in self.holders.items()]
        return (
            *(field for field in printed if field is not None),
            *(known[label] for label in beside if label in known),
        )

    def _under_its_name(self, field: Field, beside: dict[str, str]) -> Field:
        """The field under the label by which the layout asks for the same (填报日期, 填报时间), unless the form holds that too."""
        if field.label in beside or f"{FURTHER}{field.label}" in self.holders:
            return field
        own = {each.label for each in self.source.fields}
        labels = (label for label in _synonyms().get(field.label, ()) if f"{FURTHER}{label}" in self.holders)
        label = next((label for label in labels if label not in own), None)
        return field if label is None else msgspec.structs.replace(field, label=label)

    def _printed(self, path: str, each: Labelled, known: dict[str, Field], carried: Evaluation) -> Field | None:
        """The further field that a labelled value will be read as; None where it is none, or nothing is printed."""
        filler = is_filler(each.label)
        if path.startswith(FURTHER):
            label = path.removeprefix(FURTHER)
            found = known.get(label, Field(label=label, value=None))
            if found.value is None and not each.optional:
                self._want(path, each.label)
        elif filler:
            found = Field(label=label_word(each.label), value=getattr(carried, path))
        else:
            return None
        return None if found.value is None and (filler or each.optional) else found

    def _told_amount(self, field: Field, path: str) -> str | None:
        """An amount in a further column of the fund table (全年预计执行数) is in the unit of the table."""
        if field.value is None or not path.endswith(("/forecast", "/total_label")):
            return field.value
        return self._amount(path, field.value, field.label)

    def _is_unit_of_head(self, field: Field, carried: Evaluation) -> bool:
        """Whether a field only repeats the unit that the head of the new form gives (单位 and 实施单位)."""
        return is_filler(field.label) and field.value is not None and field.value == carried.implementer


_UNIT = "unit"
_DONE = ("actual", "reviewed_actual", "forecast")
"""What is counted in the unit of the target."""
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WHOLE = "整体"
"""What the title of a department's form says, by which it is known for one."""
_TABLES = {"funds": "资金", "indicators": "指标"}
"""What the columns of a table are said to be of; some, as 分值, stand in both."""
_SIMPLE = ("project_name", "supervisor", "local_supervisor", "implementer")


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """Labels that ask for the same, by each of them."""
    lines = [tuple(line.split()) for line in load("jixiao.renderers.official", "synonyms.yaml", tuple[str, ...])]
    return {label: line for line in lines for label in line}
