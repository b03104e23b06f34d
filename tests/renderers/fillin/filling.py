"""Filling a workbook in as a person would, and what of a form is to come back out of it."""

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from jixiao import forms
from jixiao.findings import Finding
from jixiao.model import Evaluation, Fund, Goal, Indicator, Submission
from jixiao.readers.choosing import read_bytes
from jixiao.renderers.fillin import SPARE, LastYear, Template, blank, from_last_year
from jixiao.renderers.fillin.form import FormSheet, lay_form
from jixiao.scoring import DEFAULT_PACK, packs
from jixiao.targets import number

PACK = packs[DEFAULT_PACK]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("t*.txt"))
FILLABLE = (
    "T1",
    "T1-成本",
    "T1-元",
    "T2",
    "T3",
    "T4",
    "T6",
    "T6-整体",
    "T7",
    "T7-整体",
    "T7-转移支付",
    "T8",
    "T10",
    "T11",
)
FORM = Evaluation(
    layout="T1",
    year=2024,
    title="项目支出绩效自评表",
    project_name="医保基金监管",
    supervisor="青崖市医疗保障局",
    implementer="青崖市医疗保障事务中心",
    amount_unit="万元",
    funds=(Fund(label="年度资金总额", weight="10"), Fund(label="其中：当年财政拨款")),
    goals=(Goal(expected="2024年底前完成全部检查任务。"),),
    indicators=(
        Indicator(level1="产出指标", level2="数量指标", name="现场检查机构数", target="≥650家", weight="20"),
        Indicator(level1="产出指标", level2="质量指标", name="问题整改率", target="≥95%", weight="20"),
        Indicator(level1="产出指标", level2="时效指标", name="检查完成时间", target="2024年11月底前", weight="10"),
        Indicator(level1="效益指标", level2="社会效益指标", name="违规机构占比", target="≤5%", weight="20"),
        Indicator(level1="效益指标", level2="可持续影响指标", name="联合监管机制", target="健全", weight="10"),
        Indicator(level1="满意度指标", level2="服务对象满意度指标", name="参保群众满意度", target="≥90%", weight="10"),
    ),
)
"""A form of last year."""
GIVEN: dict[str, str | float] = {
    "funds/0/initial": 120, "funds/0/adjusted": 132, "funds/0/executed": 128.7,
    "goals/0/expected": "年底前完成全部检查任务。",
    "indicators/0/actual": "684家", "indicators/0/score": 20, "indicators/1/actual": "93.1%", "indicators/1/score": 19.6,
    "indicators/2/target": "2025年11月底前", "indicators/2/actual": "2025年11月20日", "indicators/2/score": 10,
    "indicators/3/actual": "6.25%", "indicators/3/score": 18,
    "indicators/4/actual": "部分达成年度指标并具有一定效果", "indicators/4/score": 7, "indicators/4/note": "机制尚在磨合。",
    "indicators/5/actual": "96%", "indicators/5/score": 10,
}  # fmt: skip
"""What is typed into this year's."""
_NUMBERS = frozenset({"weight", "score", "initial", "adjusted", "executed"})
_ROW_FIELDS = (
    "level1",
    "level2",
    "name",
    "weight",
    "target",
    "actual",
    "score",
    "rule",
    "note",
    "remark",
    "forecast",
    "likelihood",
)


def recognised(content: bytes) -> Submission:
    """What the usual readers make of a workbook."""
    return forms.recognise(read_bytes(content, "表.xlsx"))


def template(evaluation: Evaluation, index: int = 0, findings: tuple[Finding, ...] = ()) -> Template:
    """This year's form out of last year's, in its own layout."""
    layout = forms.layouts()[evaluation.layout or "T1"]
    return from_last_year(LastYear(evaluation=evaluation, index=index, findings=findings), layout, None, PACK)


def blank_of(code: str, year: int | None = 2025) -> Template:
    """A blank form."""
    return blank(forms.layouts()[code], year, PACK)


def laid(made: Template) -> FormSheet:
    """Where the cells of a form stand."""
    return lay_form(made.layout, made.evaluation, SPARE)


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """The workbook as openpyxl sees it: formulas, or what they gave."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def filled(content: bytes, form: FormSheet, answers: Mapping[str, str | float], sheet: int = 0) -> bytes:
    """Type answers, by path, into a form."""
    book = opened(content)
    page = book.worksheets[sheet]
    for path, answer in answers.items():
        spot = form.at(path)
        assert spot is not None, path
        cell = page.cell(spot.row + 1, spot.column + 1)
        assert not cell.protection.locked, path
        cell.value = answer
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def carried(form: Evaluation) -> dict[str, Any]:
    """What a form says that a template carries over, figures as figures."""
    return {
        "head": [form.kind, form.form, form.year, form.title, form.project_name, form.project_code, form.amount_unit],
        "units": [form.supervisor, form.local_supervisor, form.implementer],
        "funds": [(fund.label, _figure("weight", fund.weight)) for fund in form.funds],
        "items": [row.item for row in form.fund_management],
        "goals": [goal.expected for goal in form.goals],
        "points": [form.level1_weights, form.level2_weights],
        "rows": rows(form),
    }


def rows(form: Evaluation) -> list[dict[str, Any]]:
    """The rows of indicators, figures as figures."""
    return [{field: _figure(field, getattr(row, field)) for field in _ROW_FIELDS} for row in form.indicators]


def _figure(field: str, text: str | None) -> str | Decimal | None:
    value = number(text) if field in _NUMBERS else None
    return text if value is None else value
