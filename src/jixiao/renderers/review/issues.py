"""What is put to the unit: findings by what the unit has to do about them, alike ones together, in the order of the forms."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from jixiao.facts import unit_core
from jixiao.findings import Certainty, Finding, Severity
from jixiao.law import Article
from jixiao.model import Evaluation
from jixiao.model.titles import FORMS
from jixiao.renderers.review.reviewed import AuditedForm, FileFindings, Material, ReviewedForm


class Demand(StrEnum):
    """What the unit has to do, gravest first."""

    CORRECT = "必须改正"
    EXPLAIN = "应当说明"
    ADVICE = "建议"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What findings are about: a form (自评表) or a file as a whole; `evaluation` is the form whose cells are quoted, if it is one."""

    title: str
    evaluation: Evaluation | None
    findings: tuple[Finding, ...]


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's material: its self-evaluations, its other forms, what was found, and what the reading could not make out."""

    unit: str
    forms: tuple[ReviewedForm, ...]
    others: tuple[AuditedForm, ...]
    subjects: tuple[Subject, ...]
    notes: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found about the unit's forms and files."""
        return tuple(finding for subject in self.subjects for finding in subject.findings)


def demand(finding: Finding) -> Demand:
    """What a finding demands: only what is certain must be corrected, what is less sure must be explained first."""
    if finding.severity is Severity.INFO:
        return Demand.ADVICE
    grave = finding.severity.at_least(Severity.ERROR)
    return Demand.CORRECT if grave and finding.certainty is Certainty.CERTAIN else Demand.EXPLAIN


def demanded(subjects: Iterable[Subject], wanted: Demand) -> tuple[Subject, ...]:
    """Keep what is still open and demands this, and the subjects that have any of it."""
    kept = (
        msgspec.structs.replace(
            subject,
            findings=tuple(each for each in subject.findings if each.answer is None and demand(each) is wanted),
        )
        for subject in subjects
    )
    return tuple(subject for subject in kept if subject.findings)


def answered(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Keep what the unit has answered already."""
    kept = (
        msgspec.structs.replace(subject, findings=tuple(each for each in subject.findings if each.answer is not None))
        for subject in subjects
    )
    return tuple(subject for subject in kept if subject.findings)


def alike(findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Put findings of one check and certainty together where the first of them stands."""
    groups: dict[tuple[str, Certainty], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.certainty), []).append(finding)
    return tuple(map(tuple, groups.values()))


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One problem with the number under which the annex of a letter lists it, counted from 1."""

    number: int
    subject: Subject
    finding: Finding


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """All problems of one check and certainty that demand the same, wherever they stand; there is at least one."""

    demand: Demand
    cases: tuple[Case, ...]

    @property
    def first(self) -> Finding:
        """The finding by which the kind is named."""
        return self.cases[0].finding

    @property
    def basis(self) -> tuple[Article, ...]:
        """What any of its findings rests on, each article once."""
        return tuple(dict.fromkeys(article for case in self.cases for article in case.finding.basis))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What is to be done about them, each sentence once."""
        return tuple(dict.fromkeys(case.finding.suggestion for case in self.cases if case.finding.suggestion))


def kinds(subjects: Sequence[Subject], wanted: Iterable[Demand]) -> tuple[Kind, ...]:
    """The open problems by what they demand and by kind, numbered through; of a kind in the order of the forms."""
    result: list[Kind] = []
    number = 0
    for each in wanted:
        found: dict[tuple[str, Certainty], list[Case]] = {}
        for subject in demanded(subjects, each):
            for finding in subject.findings:
                case = Case(number=0, subject=subject, finding=finding)
                found.setdefault((finding.code, finding.certainty), []).append(case)
        for cases in found.values():
            counted = tuple(msgspec.structs.replace(case, number=number + at) for at, case in enumerate(cases, start=1))
            result.append(Kind(demand=each, cases=counted))
            number += len(cases)
    return tuple(result)


class _Gathered:
    """What belongs to one unit, while it is gathered."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.forms: list[ReviewedForm] = []
        self.others: list[AuditedForm] = []
        self.subjects: list[Subject] = []
        self.notes: list[str] = []

    def add(
        self, title: str, evaluation: Evaluation | None, findings: Iterable[Finding], notes: Iterable[Finding]
    ) -> None:
        """Add what was found about a form or a file."""
        self.subjects.append(Subject(title=title, evaluation=evaluation, findings=tuple(findings)))
        self.notes += [f"{title}：{note.message}" for note in notes]


def dossiers(material: Material) -> tuple[Dossier, ...]:
    """Sort the material by unit, in the order in which the units are first named.

    Forms that name no unit are of the unit "", those of each file apart: nothing tells whether two files come from one unit.
    """
    units: dict[str, _Gathered] = {}

    def of(unit: str | None, file: str) -> _Gathered:
        return units.setdefault(unit_core(unit) or f"|{file}", _Gathered(unit or ""))

    for file in material.files:
        for form in sorted((*file.forms, *file.others), key=lambda each: each.index):
            gathered = of(form.unit, file.file)
            if isinstance(form, ReviewedForm):
                gathered.forms.append(form)
            else:
                gathered.others.append(form)
            gathered.add(_title(form), form.evaluation, form.findings, form.notes)
        if (file.forms or file.others) and (file.findings or file.notes):
            title = f"“{file.file}”全文" if len(material.files) > 1 else "材料全文"
            of(_answers_for(file), file.file).add(title, None, file.findings, file.notes)
    return tuple(
        Dossier(
            unit=each.unit,
            forms=tuple(each.forms),
            others=tuple(each.others),
            subjects=tuple(subject for subject in each.subjects if subject.findings),
            notes=tuple(each.notes),
        )
        for each in units.values()
    )


def _title(form: AuditedForm) -> str:
    evaluation = form.evaluation
    kind = "" if isinstance(form, ReviewedForm) else FORMS[evaluation.form]
    told = "".join((f"{evaluation.year}年度" if evaluation.year else "", kind))
    return f"“{form.name}”{f'（{told}）' if told else ''}"


def _answers_for(file: FileFindings) -> str | None:
    """Who answers for a file: the unit of all its forms, else their one supervisor, else the unit of the first."""
    forms = (*file.forms, *file.others)
    units = {unit_core(form.unit): form.unit for form in forms}
    supervisors = {unit_core(form.supervisor): form.supervisor for form in forms if form.supervisor}
    if len(units) > 1 and len(supervisors) == 1:
        return next(iter(supervisors.values()))
    return next(iter(units.values()))
