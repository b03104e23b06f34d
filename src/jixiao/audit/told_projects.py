"""The projects that a report tells of (报告所列项目), each with the form it means: by name, else by an amount that only one form has."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.collection import Collection, Filed, Source
from jixiao.facts import Likeness, project_likeness
from jixiao.findings import Certainty, Quote
from jixiao.model import Fact
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_LISTED = re.compile(r"[“\"]([^“”\"]{2,40})[”\"]")


class ToldProject:
    """One project as a report names it, what it states of it, and the form that it means (None where there is none)."""

    def __init__(self, collection: Collection, file: int, name: str) -> None:
        self._collection = collection
        self.file = file
        self.name = name
        self.form: Filed | None = None
        self.likeness = Likeness(0.0)
        self.by_money = False
        self.budget: Fact | None = None
        self.executed: Fact | None = None
        self.score: Fact | None = None
        self.mention: Quote | None = None

    @property
    def certainty(self) -> Certainty:
        """How sure a finding may be that rests on name and form meaning the same project."""
        return Certainty.LIKELY if self.likeness.same else Certainty.POSSIBLE

    @property
    def remark(self) -> str:
        """Say in Chinese by what the form was matched where it was not by its name."""
        return "" if self.likeness.same else f"（两处名称不同，{self.likeness.how}，请先核实是否同一项目）"

    def where(self, form: Filed) -> str:
        """How to speak of the report in a sentence about a form."""
        return "报告正文" if form.file == self.file else f"文件{quoted(self._collection.files[self.file].name)}的正文"

    def quote(self, fact: Fact) -> Source:
        """Quote a figure of the report."""
        return self.file, Quote(text=f"{fact.field}{fact.value}{fact.unit or ''}", place=fact.place)


def told_projects(collection: Collection) -> Iterator[ToldProject]:
    """Every project that a narrative tells of, in order, matched with the self-evaluations of its file, else of its unit and year."""
    for number in range(len(collection.files)):
        told = _named(collection, number)
        if told:
            _match(told, _forms(collection, number))
            yield from told


def _forms(collection: Collection, number: int) -> list[Filed]:
    own = [form for form in collection.by_file.get(number, ()) if _evaluates(form)]
    if own:
        return own
    file = collection.files[number]
    return [
        form
        for form in collection.by_unit_year.get((collection.unit_of_file(number), file.year), ())
        if _evaluates(form)
    ]


def _evaluates(form: Filed) -> bool:
    return form.digest.form == "self_evaluation" and form.digest.evaluation.kind != "department"


def _named(collection: Collection, number: int) -> list[ToldProject]:
    """The projects that a narrative names in a list or states budget, execution or score of."""
    found: dict[str, ToldProject] = {}
    file = collection.files[number]
    for fact in file.facts:
        kind = _STATED.get(fact.field)
        if kind is None or not fact.subject:
            continue
        told = found.setdefault(fact.subject, ToldProject(collection, number, fact.subject))
        if getattr(told, kind) is None:
            setattr(told, kind, fact)
    for quote in file.lists:
        for name in _LISTED.findall(key(quote.text or "")):
            told = found.setdefault(name, ToldProject(collection, number, name))
            told.mention = told.mention or quote
    return list(found.values())


_STATED = {"得分": "score", "全年预算数": "budget", "执行数": "executed"}


def _match(told: list[ToldProject], forms: list[Filed]) -> None:
    """Give each project its form: those whose names agree best first, each form once; then by amounts that occur once on both sides."""
    liked = sorted(
        (
            (-likeness.confidence, position, index, likeness)
            for position, project in enumerate(told)
            for index, form in enumerate(forms)
            if (likeness := project_likeness(project.name, form.digest.evaluation.project_name)).confidence >= 0.75
        ),
        key=lambda each: each[:3],
    )
    free = set(range(len(forms)))
    for _, position, index, likeness in liked:
        if told[position].form is None and index in free:
            told[position].form, told[position].likeness = forms[index], likeness
            free.discard(index)
    open_projects = [project for project in told if project.form is None]
    for project in open_projects:
        money = _money(project)
        rivals = [other for other in open_projects if _money(other) == money]
        same = [index for index in sorted(free) if money is not None and forms[index].digest.budget == money]
        if money is not None and len(same) == 1 and len(rivals) == 1:
            project.form, project.by_money = forms[same[0]], True
            project.likeness = Likeness(0.7, "按预算数推断")
            free.discard(same[0])


def _money(project: ToldProject) -> Decimal | None:
    return None if project.budget is None else targets.amount(project.budget.value, project.budget.unit)
