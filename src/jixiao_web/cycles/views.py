"""Pages of the cycles: the list, opening one, how far the bodies are, and making a form in it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jixiao.monitoring import DEFAULT_PACK as DEFAULT_MONITOR
from jixiao.monitoring import MonitorPack, months_of
from jixiao.monitoring import packs as monitor_packs
from jixiao.scoring import DEFAULT_PACK, RulePack, packs
from jixiao_web.asking import Asking
from jixiao_web.cycles import progress
from jixiao_web.cycles.models import Cycle, Kind, Project, Stage, fitting
from jixiao_web.cycles.opening import (
    CannotMakeError,
    close_cycle,
    expected,
    make_filing,
    open_cycle,
    project_of,
    sources_of,
)
from jixiao_web.filings.models import State
from jixiao_web.people.models import Body, Person
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import READERS, Role
from jixiao_web.people.scope import below, holds_over, paths
from jixiao_web.workflow.models import Notice
from jixiao_web.workflow.permissions import visible

_OPENERS = (Role.SUPERVISOR, Role.TREASURY)
_ASKS_ANEW = {
    "hx-get": "",
    "hx-include": "closest form",
    "hx-target": "#asked",
    "hx-select": "#asked",
    "hx-swap": "outerHTML",
    "hx-trigger": "change",
}
"""What a cycle collects decides what else is asked: the fields are fetched anew."""
_SHOWN = 100
"""Forms that are named on the page of a cycle; the others are in the list of forms."""
_FILLERS = (Role.FILLER, Role.FINANCE)


def seen_cycles(person: Person) -> QuerySet[Cycle]:
    """The cycles of the own subtree, and those opened above it."""
    condition = below("body__path", person, *READERS)
    for path in paths(person, *READERS):
        condition |= Q(body__in=[int(number) for number in path.strip("/").split("/")])
    return Cycle.objects.filter(condition).distinct().select_related("body")


class CycleForm(Asking):
    """What a cycle is: its name, year, kind, body, deadline, and for every kind of project the layout and the rule pack."""

    name = forms.CharField(label="名称", max_length=200)
    year = forms.IntegerField(label="年度", min_value=2015, max_value=2100)
    stage = forms.ChoiceField(label="类别", choices=Stage.choices, initial=Stage.SELF_EVALUATION)
    months = forms.CharField(
        label="监控期间", max_length=20, required=False, help_text="如 1—7月；只用于绩效运行监控。"
    )
    body = forms.ModelChoiceField(label="组织单位", queryset=Body.objects.none(), empty_label="请选择")
    deadline = forms.DateField(label="截止日期", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django declares it
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Body.objects.filter(below("path", person, *_OPENERS)).exclude(kind=Body.Kind.OFFICE)
        field.empty_label = None
        self.fields["stage"].widget.attrs.update(_ASKS_ANEW)
        stage = self["stage"].value()
        self.collects = stage if stage in Stage.values else Stage.SELF_EVALUATION.value
        if self.collects != Stage.MONITORING:
            del self.fields["months"]
        for kind, words in Kind.choices:
            self._ask(f"layout_{kind}", f"{words}的表式", _layouts(self.collects, kind))
            if self.collects == Stage.SELF_EVALUATION:
                self._ask(f"rules_{kind}", f"{words}的评价口径", _named(packs, DEFAULT_PACK))
            if self.collects == Stage.MONITORING:
                self._ask(f"monitor_{kind}", f"{words}的监控口径", _named(monitor_packs, DEFAULT_MONITOR))

    def _ask(self, name: str, words: str, offered: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(label=words, choices=offered, required=False)

    def clean(self) -> dict[str, Any]:
        """Monitoring needs months that can be understood, and nobody can file before yesterday."""
        held = super().clean() or self.cleaned_data
        if self.collects == Stage.MONITORING and months_of(held.get("months", "")) is None:
            self.add_error("months", "请写明监控到几月，如 1—7月。")
        if held.get("deadline") and held["deadline"] < timezone.localdate():
            self.add_error("deadline", "截止日期已经过去。")
        return held

    @property
    def basics(self) -> list[forms.BoundField]:
        """The fields about the cycle itself, after its name."""
        return [self[name] for name in ("year", "stage", "body", "deadline", "months") if name in self.fields]

    @property
    def by_kind(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields about each kind of project."""
        names = {kind: [f"{part}_{kind}" for part in _ASKED] for kind in Kind.values}
        return [(words, [self[name] for name in names[kind] if name in self.fields]) for kind, words in Kind.choices]

    def plans(self) -> dict[str, tuple[str, str, str]]:
        """Layout, rule pack and monitoring pack by kind of project."""
        held = self.cleaned_data
        plans = {}
        for kind in Kind.values:
            layout, rules, monitor = (held.get(f"{part}_{kind}", "") for part in _ASKED)
            plans[kind] = (layout or fitting(self.collects, kind)[0].code, rules, monitor)
        return plans


_ASKED = ("layout", "rules", "monitor")


def _layouts(stage: str, kind: str) -> list[tuple[str, str]]:
    return [(layout.code, f"{layout.code} {layout.title}") for layout in fitting(stage, kind)]


def _named(offered: Iterable[RulePack | MonitorPack], usual: str) -> list[tuple[str, str]]:
    """The packs by their titles, the usual one first; it is kept as "", so that forms follow it when it changes."""
    ordered = sorted(offered, key=lambda pack: pack.code != usual)
    return [("", f"{pack.title}（默认）") if pack.code == usual else (pack.code, pack.title) for pack in ordered]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The cycles that concern the person, with how far they are."""
    person = person_of(request)
    _allowed(person.holds(*READERS))
    cycles = list(seen_cycles(person)[:200])
    counted: dict[int, Counter[str]] = {cycle.pk: Counter() for cycle in cycles}
    for number, state in visible(person).filter(cycle__in=cycles).values_list("cycle", "state"):
        counted[number][state] += 1
    shown = [
        (
            cycle,
            counted[cycle.pk].total(),
            sum(counted[cycle.pk][state] for state in (State.CONFIRMED, State.PUBLISHED)),
        )
        for cycle in cycles
    ]
    return render(request, "cycles/list.html", {"cycles": shown, "may_open": person.holds(*_OPENERS)})


@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """Open a cycle."""
    person = person_of(request)
    _allowed(person.holds(*_OPENERS))
    form = CycleForm(person, request.POST or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        fields = {name: held[name] for name in ("name", "year", "stage", "deadline")} | {
            "months": held.get("months", "")
        }
        cycle = open_cycle(person, held["body"], plans=form.plans(), **fields)
        told = Notice.objects.filter(cycle=cycle).count()
        messages.success(request, f"批次“{cycle}”已开设，已通知各单位{told}人。")
        return redirect("cycle", cycle.pk)
    return render(request, "cycles/open.html", {"form": form})


def _cycle(request: HttpRequest, number: int) -> tuple[Person, Cycle]:
    person = person_of(request)
    return person, get_object_or_404(seen_cycles(person), pk=number)


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One cycle: its forms by body, and what can be made in it."""
    person, cycle = _cycle(request, number)
    Notice.objects.filter(cycle=cycle, person=person, read=False).update(read=True)
    filings = list(visible(person).filter(cycle=cycle).order_by("body__path", "project__code")[:2000])
    units, together = progress.progress(filings)
    may_close = holds_over(person, cycle.body, *_OPENERS)
    states = Counter(filing.state for filing in filings)
    bodies = own_bodies(person, cycle)
    waiting = expected(cycle, bodies)
    context = {
        "cycle": cycle,
        "filings": filings[:_SHOWN],
        "more": max(0, len(filings) - _SHOWN),
        "units": units if may_close or len(units) > 1 else (),
        "together": together,
        "columns": [words for words, _ in progress.COLUMNS],
        "idle": progress.without_forms(cycle, [each.unit for each in units]) if may_close else (),
        "states": [(words, states[state]) for state, words in State.choices if states[state]],
        "bodies": bodies,
        "waiting": [(project, sources_of(cycle, project)) for project in waiting[:200]],
        "kinds": Kind.choices,
        "overdue": cycle.deadline < timezone.localdate(),
        "uploads": person.uploads.filter(cycle=cycle).select_related("body").order_by("-pk")[:50] if bodies else (),
        "may_close": may_close,
    }
    return render(request, "cycles/cycle.html", context)


def own_bodies(person: Person, cycle: Cycle) -> list[Body]:
    """Units and offices for which a person may make forms in a cycle."""
    if cycle.closed:
        return []
    mine = Body.objects.filter(below("path", person, *_FILLERS), path__startswith=cycle.body.path, closed_on=None)
    return list(mine.filter(kind__in=(Body.Kind.UNIT, Body.Kind.OFFICE)))


@require_POST
def made(request: HttpRequest, number: int) -> HttpResponse:
    """Make a form: of a project that is known, or of a new one."""
    person, cycle = _cycle(request, number)
    body = next((each for each in own_bodies(person, cycle) if str(each.pk) == request.POST.get("body", "")), None)
    if body is None:
        raise PermissionDenied
    try:
        known, source = request.POST.get("project", ""), request.POST.get("source", "")
        if known:
            project = get_object_or_404(Project, pk=int(known) if known.isdecimal() else 0, body=body)
        else:
            fields = {name: request.POST.get(name, "") for name in ("code", "name", "kind")}
            project = project_of(body, **fields)
        origin = next((each for each in sources_of(cycle, project) if str(each.pk) == source), None)
        if source and origin is None:
            raise Http404
        filing = make_filing(person, cycle, project, source=origin)
    except CannotMakeError as error:
        messages.error(request, str(error))
        return redirect("cycle", cycle.pk)
    return redirect("filing", filing.pk)


@require_POST
def closed(request: HttpRequest, number: int) -> HttpResponse:
    """End a cycle, or take that back."""
    person, cycle = _cycle(request, number)
    _allowed(holds_over(person, cycle.body, *_OPENERS))
    close_cycle(person, cycle, closed=request.POST.get("closed") == "1")
    messages.success(request, f"批次已{'结束' if cycle.closed else '恢复'}。")
    return redirect("cycle", cycle.pk)


def _allowed(allowed: bool) -> None:  # noqa: FBT001 - a guard
    if not allowed:
        raise PermissionDenied
