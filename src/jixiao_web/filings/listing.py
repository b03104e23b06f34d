"""The page that lists forms: narrowed and ordered by its address, with what changed since the person last looked."""

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.renderers.review import Settlement
from jixiao_web.cycles.models import Kind, Stage
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.searching import Wanted, found, is_overdue, offers, wanted
from jixiao_web.filings.settling import settled_of
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import READERS
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.looking import News, news
from jixiao_web.workflow.steps import STEPS, Step

_PAGE = 50
_COLUMNS = (
    ("project", "项目"),
    ("body", "单位（科室）"),
    ("year", "批次"),
    ("deadline", "截止"),
    ("state", "状态"),
    ("", "自评总分"),
    ("", "复核总分"),
    ("", "上次看过以后"),
    ("changed_at", "最近修改"),
)


class Line(NamedTuple):
    """A form in the list; `reviewed` is the reviewers' total where there is one; `news` is None when the person has seen it as it is."""

    filing: Filing
    reviewed: Settlement | None
    overdue: bool
    news: News | None

    @property
    def round(self) -> str:
        """The cycle with its year, which its name may not hold."""
        cycle = self.filing.cycle
        return cycle.name if str(cycle.year) in cycle.name else f"{cycle.year}年度 {cycle.name}"


class Total(NamedTuple):
    """How many of the forms asked for, whatever their state, are in a state."""

    state: str
    words: str
    forms: int


class Heading(NamedTuple):
    """A heading: its words, and where it is ordered by, what the next click asks for and how it is ordered now."""

    words: str
    sort: str = ""
    now: str = ""

    @property
    def kind(self) -> str:
        """How its column is set: figures at the right; what a tablet has no room for."""
        return "amount" if "总分" in self.words else "roomy" if self.words in {"批次", "最近修改"} else ""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The forms that the person sees, as asked."""
    person = person_of(request)
    asked, wrong = wanted(request.GET)
    if wrong:
        messages.warning(request, "地址中有不认识的查找条件，没有按它查找。")
    today = timezone.localdate()
    page = Paginator(found(person, asked, today), _PAGE).get_page(request.GET.get("page"))
    unseen = news(person, [filing.pk for filing in page])
    reviewed = settled_of(list(page))
    last = Entry.objects.first()
    context = {
        "page": page,
        "lines": [
            Line(filing, reviewed.get(filing.pk), is_overdue(filing, today), unseen.get(filing.pk)) for filing in page
        ],
        "headings": [_heading(name, words, asked.sort) for name, words in _COLUMNS],
        "asked": asked,
        "offers": offers(person),
        "states": State.choices,
        "stages": Stage.choices,
        "kinds": Kind.choices,
        "reads": person.holds(*READERS),
        "totals": _totals(person, asked, today),
        "steps": _steps(person, asked),
        "query": request.GET.urlencode(),
        "until": last.pk if last else 0,
    }
    return render(request, "filings/list.html", context)


def _totals(person: Person, asked: Wanted, today: date) -> list[Total]:
    """The forms asked for, by state."""
    forms = found(person, asked._replace(state="", sort=""), today).order_by()
    counted = dict(forms.values_list("state").annotate(count=Count("pk", distinct=True)))
    return [Total(state, words, counted[state]) for state, words in State.choices if counted.get(state)]


def _steps(person: Person, asked: Wanted) -> list[Step]:
    """The steps that the person may take with many forms at once, in the state that is asked for."""
    mine = [step for step in STEPS if person.holds(*step.roles) and step.at_once]
    return [step for step in mine if not asked.state or asked.state in step.before]


def _heading(name: str, words: str, sort: str) -> Heading:
    if not name:
        return Heading(words)
    now = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return Heading(words, f"-{name}" if now == "ascending" else name, now)
