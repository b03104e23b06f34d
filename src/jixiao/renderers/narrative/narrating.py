"""From audited files to reports: which forms are told of, in which kind of report, with which form of the year before."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from jixiao.facts import project_likeness, unit_core, unit_likeness
from jixiao.renderers.narrative.chapters import told as passages_of
from jixiao.renderers.narrative.checking import UnboundFigureError, check
from jixiao.renderers.narrative.comparison import Earlier
from jixiao.renderers.narrative.composing import Report
from jixiao.renderers.narrative.department import department_report, leading
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import LiteralFigureError, MissingValueError, Said
from jixiao.renderers.narrative.materials import Materials
from jixiao.renderers.narrative.project import project_report
from jixiao.renderers.narrative.transfer import transfer_report
from jixiao.results import Audited

ReportKind = Literal["project", "department", "transfer"]


class NothingToTellError(ValueError):
    """The files hold no 自评表 of which a report could be written; the message says so in Chinese."""


class Narrated(msgspec.Struct, frozen=True, kw_only=True):
    """The reports with the materials that their figures are bound to.

    `notes` say in Chinese which forms no report tells of, and which hardly belong together.
    """

    reports: tuple[Report, ...]
    materials: Materials
    notes: tuple[str, ...] = ()


def narrate(
    files: Sequence[Audited],
    last_year: Sequence[Audited] = (),
    kind: ReportKind | None = None,
    date: str | None = None,
) -> Narrated:
    """Write the reports: one for each project or transfer, or one for the department; `kind` is guessed from the forms if None.

    `last_year` are the files to compare with, `date` is printed below the report. Raises NothingToTellError where there is no form to
    tell of, and UnboundFigureError where a figure of a report stems from no value.
    """
    materials = Materials((*files, *last_year))
    everything = [
        FormView(materials, file, index)
        for file, result in enumerate(materials.files)
        for index in range(len(result.submission.evaluations))
    ]
    told = [form for form in everything if form.file < len(files) and form.evaluation.form == "self_evaluation"]
    earlier = [form for form in everything if form.file >= len(files) and form.evaluation.form == "self_evaluation"]
    if not told:
        message = "所给的文件里没有绩效自评表，不能编写自评报告；请给出填写完毕的自评表。"
        raise NothingToTellError(message)
    wanted = kind or _kind(told)
    try:
        reports = _reports(wanted, told, earlier, date)
    except (LiteralFigureError, MissingValueError) as error:
        message = f"{error}报告没有生成，请把所用的文件交给维护本程序的人员。"
        raise UnboundFigureError(message) from error
    for report in reports:
        check(report, materials)
    notes = _notes(everything, told, len(files), wanted)
    if wanted == "department":
        notes += _not_taken_up(reports[0], materials, leading(told).file)
    if last_year:
        notes += _not_compared(told, earlier, wanted)
    return Narrated(reports=tuple(reports), materials=materials, notes=tuple(notes))


def _kind(forms: Sequence[FormView]) -> ReportKind:
    kinds = {form.evaluation.kind for form in forms}
    return "department" if "department" in kinds else "transfer" if kinds == {"transfer"} else "project"


def _reports(kind: ReportKind, told: list[FormView], earlier: list[FormView], date: str | None) -> list[Report]:
    if kind == "department":
        own = next((form for form in told if form.evaluation.kind == "department"), None)
        return [department_report(told, None if own is None else before(own, earlier), date)]
    if kind == "transfer":
        return [
            transfer_report(form, before(form, earlier), date) for form in told if form.evaluation.kind != "department"
        ]
    return [project_report(form, before(form, earlier), date) for form in told if form.evaluation.kind != "department"]


def before(form: FormView, earlier: Sequence[FormView]) -> Earlier | None:
    """The form of the same project and unit among those of the year before: the one most alike, None where none surely is."""
    liked = [
        (_likeness(form, other), -place, other) for place, other in enumerate(earlier) if _may_precede(form, other)
    ]
    best = max(liked, key=lambda each: each[:2], default=None)
    return Earlier(best[2]) if best is not None and best[0] >= _SURE else None


_SURE = 0.9


def _likeness(form: FormView, other: FormView) -> float:
    if form.evaluation.kind == "department":
        return 1.0  # of one unit, as was asked before
    return project_likeness(form.evaluation.project_name, other.evaluation.project_name).confidence


def _may_precede(form: FormView, other: FormView) -> bool:
    now, last = form.evaluation, other.evaluation
    if now.kind != last.kind or (now.year is not None and last.year is not None and last.year >= now.year):
        return False
    units = (now.implementer, last.implementer)
    return not all(units) or unit_likeness(*units).confidence >= _LIKELY


_LIKELY = 0.75


def _notes(everything: Sequence[FormView], told: Sequence[FormView], files: int, kind: ReportKind) -> list[str]:
    names = {"target": "绩效目标表", "monitoring": "绩效监控表", "review": "复核表"}
    said = [
        f"“{form.plain_name}”是{names[form.evaluation.form]}，不是自评表，没有写入报告。"
        for form in everything
        if form.file < files and form.evaluation.form != "self_evaluation"
    ]
    if kind == "department":
        said += _mixed(told)
    else:
        said += [
            f"“{form.plain_name}”是部门整体支出的自评表，没有写入报告；请用 --kind department 编写部门整体的报告。"
            for form in told
            if form.evaluation.kind == "department"
        ]
    return said


def _not_compared(told: Sequence[FormView], earlier: Sequence[FormView], kind: ReportKind) -> list[str]:
    """Which reports have no chapter on the year before, although its forms were given."""
    asked = [form for form in told if (form.evaluation.kind == "department") == (kind == "department")]
    without = [form for form in asked if before(form, earlier) is None]
    chapter = "没有写与上年比较一章。"
    if len(without) == len(asked):
        return [f"所给上年材料中没有同一单位、同一项目的自评表，{chapter}"]
    return [f"所给上年材料中没有“{form.plain_name}”同一单位的自评表，{chapter}" for form in without]


def _mixed(told: Sequence[FormView]) -> list[str]:
    """What a reader of a department's report must know: its forms are of several years or departments."""
    years = sorted({form.evaluation.year for form in told if form.evaluation.year is not None})
    units = list(dict.fromkeys(unit_core(form.evaluation.supervisor) for form in told if form.evaluation.supervisor))
    said = []
    if len(years) > 1:
        said.append(f"所给的自评表属于{len(years)}个年度（{'、'.join(map(str, years))}），写在同一份报告里，请核对。")
    if len(units) > 1:
        said.append(f"所给的自评表有{len(units)}个主管部门（{'、'.join(units)}），写在同一份报告里，请核对。")
    return said


def _not_taken_up(report: Report, materials: Materials, file: int) -> list[str]:
    """What the report that the unit handed in says beyond the chapters of the new one."""
    bindings = [span.binding for traced in report.texts for span in traced.text.spans]
    taken = {binding.origin for binding in bindings if isinstance(binding, Said)}
    left = Counter(
        "·".join(filter(None, (each.chapter, each.section)))
        for each in passages_of(materials, file)
        if each.said.origin not in taken
    )
    if not left:
        return []
    chapters = "、".join(f"“{chapter}”{count}段" for chapter, count in left.items())
    return [f"原有报告的{chapters}没有写入，请核对是否需要补写。"]
