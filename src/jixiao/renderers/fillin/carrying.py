"""From last year's form to this year's: what is carried over, what is blank again, and what a person must look at.

Goals, indicators, targets and weights are carried over letter by letter. Nothing is moved to the new year but the year of the form:
a year inside of a target or a goal is a promise that only a person can renew, and is marked.
"""

import re
from collections.abc import Iterator

import msgspec

from jixiao.findings import Finding
from jixiao.forms import Layout
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.parts import Funds, Management
from jixiao.model import Evaluation, Field, Fund, Goal, Indicator
from jixiao.model import Management as ManagementRow
from jixiao.renderers.fillin.levels import standard_rows
from jixiao.renderers.official import Omission
from jixiao.renderers.official.carrying import carry
from jixiao.scoring import RulePack, total_row, written

_DATED = re.compile(r"(?:19|20)\d\d(?=\s*(?:年|[-./]\d|度))")
_STAYS = re.compile(
    r"(?!.*(?:签字|签章|负责人|日期|时间)).*(?:单位|部门|属性|性质|类别|项目期|项目周期|计算方法|评分标准)"
)
"""Further fields that describe the project or whoever fills the form in, and hold from year to year."""
_TITLE_YEAR = re.compile(r"(?:19|20)\d\d")


class LastYear(msgspec.Struct, frozen=True, kw_only=True):
    """The form that this year's is made from, its index in its file, and what the audit of the file found.

    Mostly it is that of last year; a goal form or a monitoring form may be one of this year as well.
    """

    evaluation: Evaluation
    index: int = 0
    findings: tuple[Finding, ...] = ()

    def called(self, year: int | None) -> str:
        """What it is called beside a form of a year: 上年, or 申报表 and 监控表 of the same year."""
        if self.evaluation.year is None or self.evaluation.year != year:
            return "上年"
        return _FORMS[self.evaluation.form]


_FORMS = {"target": "申报表", "monitoring": "监控表", "self_evaluation": "原表", "review": "复核表"}


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """This year's form before it is filled in, with last year's beside it; `dropped` is what the layout cannot hold of that."""

    layout: Layout
    evaluation: Evaluation
    last: LastYear | None = None
    dropped: tuple[Omission, ...] = ()


def blank(layout: Layout, year: int | None, pack: RulePack) -> Template:
    """A form of a layout in which nothing is known but its usual rows."""
    part, management = layout.part(Funds), layout.part(Management)
    labels = part.rows if part is not None and part.labelled else (TOTAL_LABEL,)
    funds = tuple(Fund(label=label) for label in labels) if part is not None else ()
    evaluation = Evaluation(
        kind=layout.kind,
        form=layout.form,
        period=layout.period,
        layout=layout.code,
        year=year,
        title=layout.heading,
        amount_unit=layout.units[0] if layout.units else None,
        funds=_with_weight(funds, layout, pack),
        fund_management=tuple(ManagementRow(item=item) for item in management.items) if management else (),
        indicators=standard_rows(layout),
    )
    return Template(layout=layout, evaluation=evaluation)


def from_last_year(last: LastYear, layout: Layout, year: int | None, pack: RulePack) -> Template:
    """This year's form with what last year's says and still holds.

    Where no `year` is given it is one later than last year's; goals and monitoring lead to a self-evaluation of their own year.
    """
    carried = carry(last.evaluation, layout)
    form = carried.evaluation
    if year is None and form.year is not None:
        year = form.year + (0 if _precedes(last.evaluation.form, layout.form) else 1)
    funds = tuple(Fund(label=fund.label, weight=fund.weight) for fund in form.funds)
    evaluation = msgspec.structs.replace(
        form,
        year=year,
        title=_title(form.title, last.evaluation.year, year),
        funds=_with_weight(funds, carried.layout, pack),
        fund_management=tuple(ManagementRow(item=row.item) for row in form.fund_management),
        goals=tuple(Goal(expected=goal.expected) for goal in form.goals),
        indicators=tuple(_unanswered(row) for row in form.indicators),
        total_weight=None,
        total_score=None,
        grade=None,
        conclusion=None,
        remark=None,
        fields=tuple(_renewed(field) for field in form.fields),
        cells={},
    )
    dropped = tuple(omission for omission in carried.omitted if _is_kept(omission.path))
    return Template(layout=carried.layout, evaluation=evaluation, last=last, dropped=dropped)


def _precedes(form: str, other: str) -> bool:
    """Whether a form of one kind comes before one of another in the course of one year: goals, monitoring, self-evaluation, review."""
    return _COURSE.index(form) < _COURSE.index(other)


_COURSE = ("target", "monitoring", "self_evaluation", "review")


def _unanswered(row: Indicator) -> Indicator:
    return Indicator(
        level1=row.level1, level2=row.level2, name=row.name, weight=row.weight, target=row.target, rule=row.rule
    )


def _renewed(field: Field) -> Field:
    return Field(label=field.label, value=field.value if _STAYS.match(field.label) else None)


def _is_kept(path: str) -> bool:
    """Whether a value is one of those that are carried over at all."""
    return (
        re.fullmatch(r"indicators/\d+/(?:level1|level2|name|weight|target|rule)|goals/\d+/expected|project_.*", path)
        is not None
    )


def _title(title: str | None, last: int | None, year: int | None) -> str | None:
    """The title of the form; the year in it is that of the form and moves with it."""
    if title is None or last is None or year is None:
        return title
    return _TITLE_YEAR.sub(lambda found: str(year) if found[0] == str(last) else found[0], title)


def _with_weight(funds: tuple[Fund, ...], layout: Layout, pack: RulePack) -> tuple[Fund, ...]:
    """The points of the execution rate where the form has a place for them and none are printed."""
    total = total_row(funds)
    if total is None or "weight" not in layout.funds or any(fund.weight for fund in funds):
        return funds
    usual = written(pack.weights.tables[0].execution)
    return tuple(
        msgspec.structs.replace(fund, weight=usual) if index == total else fund for index, fund in enumerate(funds)
    )


def dated(text: str | None, year: int | None) -> bool:
    """Whether a text names a calendar year that is not that of the new form, so that a person has to look at it."""
    return text is not None and any(found != str(year) for found in _DATED.findall(text))


def carried_over(template: Template) -> int:
    """How many indicators are those of last year's form."""
    return 0 if template.last is None else len(template.evaluation.indicators)


def outdated(template: Template) -> int:
    """How many targets and goals of last year's form name a year that is not that of the new one."""
    form = template.evaluation
    texts = [*(row.target for row in form.indicators), *(goal.expected for goal in form.goals)]
    return 0 if template.last is None else sum(dated(text, form.year) for text in texts)


def reminders(last: LastYear, row: int | None = None) -> Iterator[Finding]:
    """What the audit found in last year's form, or in one of its rows of indicators.

    What concerns the reading of that file alone is nothing to remember.
    """
    for finding in last.findings:
        if finding.evaluation != last.index or finding.code.startswith("READ-"):
            continue
        start = f"indicators/{row}/"
        if row is None or any((quote.path or "").startswith(start) for quote in finding.quotes):
            yield finding
