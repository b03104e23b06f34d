"""Forms by chance for any declared layout: what bureaus write into them, from a few rows to several pages, with gaps where forms have gaps.

The same layout and seed give the same form. A form is such as can be read: levels are missing where nothing stands above them that would
be filled down, and of the points of the rows most add up to the printed totals.
"""

import random
from decimal import Decimal
from itertools import pairwise

import msgspec

from jixiao.forms import Layout
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.headings import column_label
from jixiao.forms.parts import FURTHER, Column, Funds, Goals, Indicators, Management, labelled
from jixiao.model import Evaluation, Field, Fund, Goal, Indicator
from jixiao.model import Management as ManagementRow

_LEVELS = {
    "成本指标": ("经济成本指标", "社会成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_OLDER = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_DECISION = {
    "项目决策": ("决策依据", "绩效目标", "资金投入"),
    "过程管理": ("资金管理", "组织管理"),
    "项目产出": ("数量指标", "质量指标"),
    "项目效益": ("社会效益", "服务对象满意度"),
}
_SUBJECTS = (
    "医保政策宣传",
    "定点医药机构现场检查",
    "经办人员业务培训",
    "门诊慢特病评审",
    "异地就医直接结算",
    "12393服务热线受理",
    "DIP付费病案质量抽查",
    "救助对象信息比对（按月）",
)
_MEASURES = (
    ("场次", "≥{a}场", "{b}场"),
    ("机构数量", "≥{a}家", "{b}家"),
    ("覆盖率", "≥{p}%", "{q}%"),
    ("差错率", "≤{s}%", "{t}%"),
    ("办理时限", "≤{a}个工作日", "{b}个工作日"),
    ("完成时间", "2023年11月底前", "2023年11月{d}日"),
    ("人均费用", "≤{a}元/人", "{b}元/人"),
    ("支出总额", "≤{a}万元", "{b}.5万元"),
    ("覆盖人数", "≥{a},000人次", "{b},000人次"),
    ("工作机制", "健全完善", "达成预期指标"),
    ("便利程度", "明显提升", "部分达成预期指标并具有一定效果"),
    ("评估结果", "＝100%", "100%"),
    ("投诉数量", "不超过{a}件", "{b}件"),
)
_REASONS = (
    "供应商交货迟缓，设备安装推迟。",
    "=因系统切换，11月数据于12月补传；@技术服务方已说明（V2.0版）。",
    "部分基层医疗机构信息系统改造滞后，接口未按期完成。",
    "预算下达较晚；今后提前谋划，加强与财政部门沟通。",
    "群众参保意愿下降，参保人数未达到预期（较上年减少1.2万人）。",
    "下一步将增设窗口，完善“一站式”结算流程，力争2024年6月底前完成。",
)
_AIMS = (
    "完善医疗保障制度，提升经办服务能力，方便群众就医结算。",
    "持续推进支付方式改革，规范医疗服务行为，保障基金安全运行。",
    "按时完成年度宣传培训任务，参保率稳定在95%以上。",
    "建立健全基金监管长效机制，追回违规使用的医保基金。",
)
_RULES = (
    "完成值达到指标值，记满分；未达到指标值，按B/A或A/B×该指标分值记分。",
    "每低1个百分点扣除权重分的5%，扣完为止。",
    "按时完成得满分，每逾期1天扣0.5分，扣完为止。",
)
_UNITS = ("青崖市医疗保障局", "[215]落霞州医疗保障局", "沧澜县医疗保障局（本级）", "鹤鸣市医疗保险中心")
_PROJECTS = (
    "医疗服务与保障能力提升",
    "城乡医疗救助工作经费",
    "智能监控系统运维（二期）",
    "DRG/DIP付费方式改革技术服务",
)
_PLAIN = {"填报日期": "2024年1月25日", "填报时间": "2024年3月10日", "复核日期": "2024年5月6日", "联系人": "经办人甲"}


def form_by_chance(layout: Layout, seed: int) -> Evaluation:
    """A form of a layout with everything that it has a place for, or less."""
    return _Form(layout, random.Random(f"{layout.code}/{seed}")).evaluation()  # noqa: S311 - no secret


class _Form:
    """One form on its way."""

    def __init__(self, layout: Layout, chance: random.Random) -> None:
        self.layout = layout
        self.chance = chance
        self.held = {each.path: each for each in labelled(layout.parts)}

    def evaluation(self) -> Evaluation:
        """Put the form together."""
        rows = self._rows()
        if self.chance.random() < 0.1:
            rows = tuple(msgspec.structs.replace(row, score=None) for row in rows)
        totals = self._totals(rows)
        fields = self._fields()
        funds = self._funds()
        head = {
            field: value
            for field, value in {
                "project_name": self.chance.choice(_PROJECTS),
                "supervisor": self.chance.choice(_UNITS),
                "local_supervisor": self.chance.choice(_UNITS),
                "implementer": self.chance.choice(_UNITS),
            }.items()
            if field in self.held and self._often()
        }
        if head.get("project_name") and self.chance.random() < 0.2:
            head["project_code"] = "51092322T000000431595"
        conclusion = self._long(_REASONS) if "conclusion" in self.held and self._often() else None
        grade = self.chance.choice(("优", "良", "中")) if conclusion else None
        part = self.layout.part(Indicators)
        return Evaluation(
            kind=self.layout.kind,
            form=self.layout.form,
            layout=self.layout.code,
            year=self.chance.choice((2021, 2023, 2024)) if self.layout.subtitle else None,
            title=self.layout.heading,
            amount_unit=self.layout.units[0] if funds and self.layout.units else None,
            funds=funds,
            fund_management=self._management(),
            goals=self._goals(),
            level1_weights=self._points(rows, "level1") if part and part.points else {},
            level2_weights=self._points(rows, "level2") if part and part.points and self.layout.code == "T3" else {},
            indicators=rows,
            conclusion=f"{grade}。{conclusion}" if conclusion else None,
            grade=grade,
            remark=self._long(_REASONS) if "remark" in self.held and self._often() else None,
            fields=fields,
            **head,
            **totals,
        )

    def _often(self) -> bool:
        return self.chance.random() < 0.85

    def _long(self, sentences: tuple[str, ...]) -> str:
        """One sentence, some, or very many."""
        count = self.chance.choice((1, 1, 2, 3, 12))
        return "".join(self.chance.choice(sentences) for _ in range(count))

    # The table of indicators

    def _rows(self) -> tuple[Indicator, ...]:
        levels = _DECISION if self.layout.code == "T3" else self.chance.choice((_LEVELS, _OLDER))
        count = self.chance.choice((1, 4, 9, 14, 22, 45))
        names = [f"{subject}{measure}" for subject in _SUBJECTS for measure, _, _ in _MEASURES]
        chosen = self.chance.sample(range(len(names)), count)
        without = self.chance.random() < 0.15
        places = sorted(
            (self.chance.choice([(i, j) for i, first in enumerate(levels) for j in range(len(levels[first]))]))
            for _ in range(count)
        )
        weights = self._weights(count)
        rows = []
        for (first, second), index, weight in zip(places, chosen, weights, strict=True):
            level1 = list(levels)[first]
            level2 = None if without else levels[level1][second]
            rows.append(self._row(level1, level2, names[index], _MEASURES[index % len(_MEASURES)], weight))
        return tuple(rows)

    def _row(
        self, level1: str, level2: str | None, name: str, measure: tuple[str, str, str], weight: Decimal
    ) -> Indicator:
        chance = self.chance
        figures = {
            "a": chance.randint(1, 400),
            "b": chance.randint(1, 400),
            "p": chance.randint(60, 100),
            "q": chance.randint(600, 1000) / 10,
            "s": chance.randint(1, 20),
            "t": chance.randint(1, 300) / 10,
            "d": chance.randint(1, 30),
        }
        if self.chance.random() < 0.05:
            name = f"{name}——{chance.choice(('A类', '“双随机”', '1+N', '其中：县（区）级'))}"
        score = weight if chance.random() < 0.7 else weight * chance.randint(5, 10) / 10
        values: dict[str, str | None] = {
            "target": measure[1].format(**figures),
            "actual": measure[2].format(**figures) if chance.random() < 0.95 else None,
            "weight": _printed(weight),
            "score": _printed(score),
            "rule": chance.choice(_RULES) if chance.random() < 0.8 else None,
            "note": self._long(_REASONS) if chance.random() < 0.25 else None,
            "remark": "按合同约定分季度支付" if chance.random() < 0.15 else None,
            "forecast": measure[2].format(**figures) if chance.random() < 0.9 else None,
            "likelihood": chance.choice(("确定能", "有可能", "完全不可能")),
            "reviewed_actual": measure[2].format(**figures),
            "reviewed_score": _printed(score),
            "deviation": f"{chance.randint(0, 50)}%" if chance.random() < 0.5 else None,
        }
        columns = self.layout.columns
        return Indicator(
            level1=level1,
            level2=level2,
            name=name,
            **{field: text for field, text in values.items() if field in columns},
        )

    def _weights(self, count: int) -> list[Decimal]:
        """Weights in halves that add up to what the execution of the budget leaves."""
        whole = 2 * (100 - self._ten())
        edges = [0, *sorted(self.chance.sample(range(1, whole), count - 1)), whole]
        return [Decimal(high - low) / 2 for low, high in pairwise(edges)]

    def _ten(self) -> int:
        """The points of the execution of the budget, where it has any; a 绩效目标表 leaves room for them."""
        return 10 if "score" in self.layout.funds or self.layout.form == "target" else 0

    def _totals(self, rows: tuple[Indicator, ...]) -> dict[str, str]:
        part = self.layout.part(Indicators)
        if all(row.score is None for row in rows):
            return {}
        scores = sum((Decimal(row.score or 0) for row in rows), Decimal(0))
        funds = 0 if self.layout.form == "target" else self._ten()
        totals = {"total_weight": str(100 - self._ten() + funds), "total_score": _printed(scores + funds)}
        columns = self.layout.columns if part and part.total else ()
        return {
            field: text
            for field, text in totals.items()
            if field.removeprefix("total_") in columns or field in self.held
        }

    def _points(self, rows: tuple[Indicator, ...], level: str) -> dict[str, str]:
        points: dict[str, Decimal] = {}
        for row in rows:
            label = getattr(row, level)
            if label is not None and row.weight is not None:
                points[label] = points.get(label, Decimal(0)) + Decimal(row.weight)
        return {label: _printed(value) for label, value in points.items()} if self.chance.random() < 0.7 else {}

    # The other parts

    def _funds(self) -> tuple[Fund, ...]:
        part = self.layout.part(Funds)
        if part is None:
            return ()
        labels = list(part.rows[: self.chance.randint(1, len(part.rows))]) if part.labelled else [TOTAL_LABEL]
        return tuple(self._fund(label, index, part) for index, label in enumerate(labels))

    def _fund(self, label: str, index: int, part: Funds) -> Fund:
        fields = {column.field for column in part.columns}
        initial = self.chance.choice((Decimal(48), Decimal(360000), Decimal("2321.08"), Decimal("0.5")))
        blank = index > 0 and self.chance.random() < 0.2
        amount = f"{initial:,}" if self.chance.random() < 0.3 else format(initial, "f")
        values = {
            "initial": None if blank and part.headed else amount,
            "adjusted": None if blank else amount,
            "executed": None if blank else format(initial, "f"),
            "rate": None if blank else "100.00%",
            "weight": "10" if index == 0 else None,
            "score": "10" if index == 0 else None,
        }
        return Fund(label=label, **{field: text for field, text in values.items() if field in fields})

    def _management(self) -> tuple[ManagementRow, ...]:
        part = self.layout.part(Management)
        if part is None:
            return ()
        return tuple(
            ManagementRow(
                item=item,
                description=self._long(_AIMS) if self._often() else None,
                issue=self.chance.choice(("无", "无", None, self._long(_REASONS))),
            )
            for item in part.items
        )

    def _goals(self) -> tuple[Goal, ...]:
        part = self.layout.part(Goals)
        if part is None:
            return ()
        actual = part.actual is not None
        count = self.chance.choice((1, 1, 1, 2, 3)) if actual and not part.beside else 1
        return tuple(
            Goal(expected=self._long(_AIMS), actual=self._long(_AIMS) if actual and self._often() else None)
            for _ in range(count)
        )

    def _fields(self) -> tuple[Field, ...]:
        """The further fields of the layout, blank ones too, as the reader gives them."""
        fields = [
            Field(label=path.removeprefix(FURTHER), value=self._field_value(path.removeprefix(FURTHER)))
            for path in self.held
            if path.startswith(FURTHER)
        ]
        part = self.layout.part(Funds)
        beside = [column for column in part.columns if column.field not in Fund.__struct_fields__] if part else []
        return (*(field for field in fields if field.value is not None), *(self._beside(column) for column in beside))

    def _field_value(self, label: str) -> str | None:
        if not self._often():
            return None
        if label in {"单位", "填报单位"}:
            return self.chance.choice(_UNITS)
        return _PLAIN.get(label) or self.chance.choice(("负责人乙", self._long(_REASONS)[:60]))

    def _beside(self, column: Column) -> Field:
        texts = {"rule": _RULES[0], "note": _REASONS[0], "forecast": "48", "total_label": "48"}
        return Field(label=column_label(column.heading), value=texts[column.field])


def _printed(points: Decimal) -> str:
    return format(points.normalize() + Decimal(0), "f")
