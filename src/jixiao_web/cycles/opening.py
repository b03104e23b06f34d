"""Opening cycles, and making forms in them: from nothing, from last year's, from the approved targets, from a document that was read."""

from datetime import date

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Min, Q, QuerySet

from jixiao.forms.layouts import layouts
from jixiao.forms.parts import FURTHER, labelled
from jixiao.model import Evaluation, Field, Fund, Goal, Indicator
from jixiao_web.cycles.models import Cycle, Kind, Plan, Project, Stage
from jixiao_web.filings.addresses import FIELDS
from jixiao_web.filings.causes import CAUSE
from jixiao_web.filings.content import evaluation_of, fill, without
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.sheet import COLUMNS, FUNDS
from jixiao_web.people.models import Body, Person
from jixiao_web.trail.writing import note
from jixiao_web.workflow.reminding import tell_opened


class CannotMakeError(ValueError):
    """A cycle or form cannot be made as asked; says in Chinese why."""


def open_cycle(
    person: Person,
    body: Body,
    *,
    name: str,
    year: int,
    stage: str,
    deadline: date,
    months: str = "",
    plans: dict[str, tuple[str, str, str]],
) -> Cycle:
    """Open a cycle for a body's subtree, whose people are told; `plans` gives layout, rule pack and monitoring pack by kind of project."""
    with transaction.atomic():
        cycle = Cycle.objects.create(
            name=name, year=year, stage=stage, deadline=deadline, months=months, body=body, opened_by=person
        )
        for kind, (layout, pack, monitor) in plans.items():
            Plan.objects.create(cycle=cycle, kind=kind, layout=layout, rule_pack=pack, monitor_pack=monitor)
        note(person, "开设批次", cycle)
        tell_opened(cycle)
    return cycle


def close_cycle(person: Person, cycle: Cycle, *, closed: bool) -> None:
    """End a cycle, or take that back: in an ended one nothing is written any more."""
    with transaction.atomic():
        cycle.closed = closed
        cycle.save(update_fields=["closed"])
        note(person, "结束批次" if closed else "恢复批次", cycle)


def open_to(cycle: Cycle, body: Body) -> bool:
    """Tell whether a body files in a cycle: it lies in the subtree that the cycle was opened for, and the cycle goes on."""
    return body.path.startswith(cycle.body.path) and not cycle.closed


def project_of(body: Body, *, code: str, name: str, kind: str) -> Project:
    """The project of a body with a code, made if it is new; without code one is given. Raises CannotMakeError without a name."""
    code, name = code.strip(), name.strip()
    if not name:
        message = "请写明项目名称。"
        raise CannotMakeError(message)
    if kind not in Kind.values:
        message = "请选择资金类别。"
        raise CannotMakeError(message)
    if code:
        found, _ = Project.objects.get_or_create(body=body, code=code, defaults={"name": name, "kind": kind})
        return found
    same = Project.objects.filter(body=body, name=name).first()
    if same:
        return same
    number = Project.objects.filter(body=body, code__startswith=f"{body.pk}-").count() + 1
    return Project.objects.create(body=body, code=f"{body.pk}-{number:04}", name=name, kind=kind)


_RESULTS: dict[str, tuple[str, ...]] = {
    "indicators": (
        "actual",
        "score",
        "note",
        "remark",
        "forecast",
        "likelihood",
        "reviewed_actual",
        "reviewed_score",
        "deviation",
    ),
    "goals": ("actual",),
    "funds": ("executed", "rate", "score"),
    "fund_management": ("description", "issue"),
}
"""What a form tells of the time that it is about; the next one is about another."""
_BUDGET = ("initial", "adjusted")
_DRAFTS: dict[str, tuple[str, ...]] = {
    "indicators": ("score", "forecast", "likelihood", "reviewed_actual", "reviewed_score", "deviation"),
    "goals": (),
    "funds": ("rate", "score"),
    "fund_management": (),
}
"""Left blank when a self-evaluation is made from what was monitored in its year: values so far are drafts of those of the year."""


def carried(source: Filing, cycle: Cycle) -> Evaluation:
    """What of a form goes into one of a cycle: goals, indicators, targets, weights, the budget if it is that of the year.

    Values that were monitored become drafts of those of the same year's self-evaluation. What the page of the new form does not show is
    not carried: nobody could put it right.
    """
    same_year = source.cycle.year == cycle.year
    drafts = same_year and source.cycle.stage == Stage.MONITORING and cycle.stage == Stage.SELF_EVALUATION
    blank = {part: set(fields) for part, fields in (_DRAFTS if drafts else _RESULTS).items()}
    if not same_year:
        blank["funds"] |= set(_BUDGET)
    for part, columns in (("indicators", COLUMNS), ("funds", FUNDS)):
        shown = {field for field, _ in columns[cycle.stage]} | _KEPT
        blank[part] |= set(FIELDS[part]) - {CAUSE} - shown
    evaluation = without(evaluation_of(source), blank)
    return msgspec.structs.replace(evaluation, title=None, total_weight=None, fields=())


_KEPT = {"level1", "level2", "rule"}
"""The merged columns, and the criteria of a layout that has them: what the page shows beside the cells."""


def sources_of(cycle: Cycle, project: Project) -> list[Filing]:
    """Forms of a project from which one in this cycle can be made: monitoring and approved targets of the year, then last year's."""
    same = Filing.objects.filter(project=project).exclude(cycle=cycle).select_related("cycle", "project")
    approved = (State.CONFIRMED, State.PUBLISHED)
    wanted = [
        same.filter(cycle__year=cycle.year, cycle__stage=Stage.MONITORING),
        same.filter(cycle__year=cycle.year, cycle__stage=Stage.TARGET, state__in=approved),
        same.filter(cycle__year=cycle.year - 1, cycle__stage=cycle.stage),
        same.filter(cycle__year=cycle.year - 1, cycle__stage=Stage.SELF_EVALUATION),
    ]
    found = [filing for query in wanted for filing in query.order_by("-pk")[:1]]
    return list(dict.fromkeys(found))


def expected(cycle: Cycle, bodies: list[Body]) -> QuerySet[Project]:
    """The known projects of bodies that have no form in a cycle yet, without those that are first filed about a later year."""
    made = Filing.objects.filter(cycle=cycle, project__body__in=bodies)
    known = Project.objects.filter(body__in=bodies).exclude(pk__in=made.values("project"))
    first = known.annotate(first=Min("filings__cycle__year"))
    return first.filter(Q(first=None) | Q(first__lte=cycle.year))


def make_filing(
    person: Person, cycle: Cycle, project: Project, *, source: Filing | None = None, content: Evaluation | None = None
) -> Filing:
    """Make the form of a project in a cycle: from another form, from content that was read, or empty.

    Raises CannotMakeError when the cycle is not open to the project's body, or the form is there already.
    """
    if not open_to(cycle, project.body):
        message = f"“{cycle}”不接受“{project.body}”的报送，或已经结束。"
        raise CannotMakeError(message)
    evaluation = content or _with_fields(carried(source, cycle) if source else _empty(project), cycle, project)
    before = Filing.objects.filter(project=project, cycle__year=cycle.year - 1, cycle__stage=cycle.stage).first()
    filing = Filing(cycle=cycle, project=project, body=project.body, created_by=person, last_year=before)
    try:
        with transaction.atomic():
            fill(filing, evaluation)
            filing.head = {**filing.head, "project_name": filing.head.get("project_name") or project.name}
            filing.save(update_fields=["head"])
            note(
                person,
                "新建",
                filing,
                after=f"由《{source}》（{source.cycle.get_stage_display()}）带入" if source else "",
            )
    except IntegrityError as error:
        message = f"《{project}》在“{cycle}”中已经有一张表，没有重复新建；请在报送列表中打开它。"
        raise CannotMakeError(message) from error
    return filing


def _with_fields(evaluation: Evaluation, cycle: Cycle, project: Project) -> Evaluation:
    """The form with the further fields that its layout prints, blank, so that they are filled in: 填报日期, 联系人."""
    layout = layouts()[cycle.plan(project.kind).layout]
    named = [each.path.removeprefix(FURTHER) for each in labelled(layout.parts) if each.path.startswith(FURTHER)]
    return msgspec.structs.replace(evaluation, fields=tuple(Field(label=label, value=None) for label in named))


def _empty(project: Project) -> Evaluation:
    return Evaluation(
        project_name=project.name,
        implementer=project.body.unit.name,
        amount_unit="万元",
        funds=(Fund(label="年度资金总额"), Fund(label="其中：当年财政拨款")),
        goals=(Goal(expected=None),),
        indicators=tuple(
            Indicator(level1=level1, level2=level2, name=None)
            for level1, level2 in (
                ("产出指标", "数量指标"),
                ("产出指标", "质量指标"),
                ("产出指标", "时效指标"),
                ("成本指标", "经济成本指标"),
                ("效益指标", "社会效益指标"),
                ("满意度指标", "服务对象满意度指标"),
            )
        ),
    )
