"""The content of one file (Submission): its forms (Evaluation) with funds, goals and indicators, and what its narrative states.

Every value is the text as printed, line breaks inside a cell removed, or None for a blank cell or a lone dash. `place` is where a
row stands; `cells` gives the place of single fields where the source knows it, keyed by field name. `doubtful` names the fields whose
reading is uncertain; of a form as a whole those that stand in no such row: 项目名称, 总分 …, and further fields as "fields/0/value".
"""

from typing import Literal

import msgspec

from jixiao.findings import Finding
from jixiao.places import Place, Source

Kind = Literal["project", "transfer", "department"]
Form = Literal["target", "monitoring", "self_evaluation", "review"]


class Fund(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A 资金行: budget at the start (年初预算数), adjusted (全年预算数 A), executed (全年执行数 B), 分值, 执行率, 得分."""

    label: str | None
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    weight: str | None = None
    rate: str | None = None
    score: str | None = None
    doubtful: tuple[str, ...] = ()
    place: Place = Place()
    cells: dict[str, Place] = {}


class Management(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of 资金管理情况: item (分配科学性 …), 情况说明, 存在问题和改进措施."""

    item: str
    description: str | None = None
    issue: str | None = None
    doubtful: tuple[str, ...] = ()
    place: Place = Place()
    cells: dict[str, Place] = {}


class Goal(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """年度总体目标: 预期目标 and 实际完成情况."""

    expected: str | None
    actual: str | None = None
    doubtful: tuple[str, ...] = ()
    place: Place = Place()
    cells: dict[str, Place] = {}


class Indicator(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row of the indicator table (三级指标). `confidence` is in 0..1.

    `forecast`, `likelihood`, `reviewed_actual`, `reviewed_score` and `deviation` are columns of monitoring and review forms.
    """

    level1: str | None
    level2: str | None
    name: str | None
    weight: str | None = None
    target: str | None = None
    actual: str | None = None
    score: str | None = None
    rule: str | None = None
    note: str | None = None
    remark: str | None = None
    forecast: str | None = None
    likelihood: str | None = None
    reviewed_actual: str | None = None
    reviewed_score: str | None = None
    deviation: str | None = None
    doubtful: tuple[str, ...] = ()
    confidence: float = 1.0
    place: Place = Place()
    cells: dict[str, Place] = {}


class Field(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Anything else a form holds under a label: 填报日期, 联系人, 存在问题, 改进措施 …"""

    label: str
    value: str | None
    place: Place = Place()


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """One 绩效自评表 (or target, monitoring, review form). `layout` is the code of the 表式 it was recognised as.

    `period` are the months that a monitoring form is about (监控期间), as printed: 1-7月. `level1_weights` and `level2_weights` are
    the points printed in the labels: {"产出指标": "50"}.
    """

    kind: Kind = "project"
    form: Form = "self_evaluation"
    layout: str | None = None
    year: int | None = None
    period: str | None = None
    title: str | None = None
    project_name: str | None = None
    project_code: str | None = None
    supervisor: str | None = None
    local_supervisor: str | None = None
    implementer: str | None = None
    amount_unit: str | None = None
    funds: tuple[Fund, ...] = ()
    fund_management: tuple[Management, ...] = ()
    goals: tuple[Goal, ...] = ()
    level1_weights: dict[str, str] = {}
    level2_weights: dict[str, str] = {}
    indicators: tuple[Indicator, ...] = ()
    total_weight: str | None = None
    total_score: str | None = None
    grade: str | None = None
    conclusion: str | None = None
    remark: str | None = None
    fields: tuple[Field, ...] = ()
    doubtful: tuple[str, ...] = ()
    place: Place = Place()
    cells: dict[str, Place] = {}


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A figure stated in running text: whose (subject), what (field), how much (value, unit)."""

    subject: str | None
    field: str
    value: str
    unit: str | None = None
    place: Place = Place()


class Passage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph of the narrative."""

    text: str
    place: Place = Place()


class Narrative(msgspec.Struct, frozen=True, kw_only=True):
    """The running text around the forms and the figures found in it."""

    facts: tuple[Fact, ...] = ()
    text: tuple[Passage, ...] = ()


class Unread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Text that was seen but could not be understood; `why` is a Chinese sentence."""

    text: str
    why: str
    place: Place = Place()


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One file's content."""

    source: Source
    evaluations: tuple[Evaluation, ...] = ()
    narrative: Narrative = Narrative()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Finding, ...] = ()
