"""Finding forms (查找) by unit, year, cycle, kind, state and words: the list, steps with many forms and the interface ask alike."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jixiao_web.cycles.models import Cycle, Kind, Stage
from jixiao_web.filings.models import Filing, State
from jixiao_web.people.models import Body, Person
from jixiao_web.people.roles import READERS
from jixiao_web.people.scope import below
from jixiao_web.workflow.looking import changes
from jixiao_web.workflow.models import Look
from jixiao_web.workflow.permissions import visible

UNFINISHED = (State.DRAFT, State.UNIT_REVIEW, State.RETURNED)
"""States in which a form is still the unit's to hand in, so that it can be overdue."""
ORDERS = {
    "project": ("project__name",),
    "body": ("body__path", "project__code"),
    "year": ("cycle__year",),
    "deadline": ("cycle__deadline",),
    "state": ("state",),
    "changed_at": ("changed_at",),
}
_USUAL = ("-cycle__year", "body__path", "project__code", "pk")
_LONGEST = 100


class Wanted(NamedTuple):
    """What is looked for; what is "" or 0 narrows nothing. `body` stands for its whole subtree."""

    body: int = 0
    year: int = 0
    cycle: int = 0
    stage: str = ""
    kind: str = ""
    state: str = ""
    q: str = ""
    changed: str = ""
    overdue: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything but an order is asked for."""
        return self._replace(sort="") != Wanted()


_KNOWN = {
    "stage": frozenset(Stage.values),
    "kind": frozenset(Kind.values),
    "state": frozenset(State.values),
    "changed": frozenset({"1"}),
    "overdue": frozenset({"1"}),
    "sort": frozenset({*ORDERS, *(f"-{name}" for name in ORDERS)}),
}


def wanted(query: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """Read what is looked for out of an address; second come the names of the fields that hold nothing known, which narrow nothing."""
    held: dict[str, int | str] = {}
    wrong = []
    for name in Wanted._fields:
        text = query.get(name, "").strip()
        if not text:
            continue
        if isinstance(Wanted._field_defaults[name], int):
            known = text.isdecimal() and len(text) < len("1000000000")
            held[name] = int(text) if known else 0
        else:
            known = name not in _KNOWN or text in _KNOWN[name]
            held[name] = text[:_LONGEST] if known else ""
        if not known:
            wrong.append(name)
    return Wanted(**held), wrong  # type: ignore[arg-type] # each by the type of its default


def is_overdue(filing: Filing, today: date) -> bool:
    """Whether a form should have been handed in."""
    return filing.state in UNFINISHED and filing.cycle.deadline < today and not filing.cycle.closed


def found(person: Person, asked: Wanted, today: date) -> QuerySet[Filing]:
    """The forms that a person sees and that are as asked, in the order asked for."""
    forms = visible(person)
    if asked.body:
        # Of a body that is not there nothing is found.
        path = Body.objects.filter(pk=asked.body).values_list("path", flat=True).first()
        forms = forms.filter(body__path__startswith=path) if path else forms.none()
    if asked.q:
        words = Q(project__name__icontains=asked.q) | Q(project__code__icontains=asked.q)
        forms = forms.filter(words | Q(body__name__icontains=asked.q))
    exactly = {
        "cycle__year": asked.year,
        "cycle": asked.cycle,
        "cycle__stage": asked.stage,
        "project__kind": asked.kind,
        "state": asked.state,
    }
    forms = forms.filter(**{name: value for name, value in exactly.items() if value})
    if asked.overdue:
        forms = forms.filter(state__in=UNFINISHED, cycle__deadline__lt=today, cycle__closed=False)
    if asked.changed:
        forms = _with_news(forms, person)
    return forms.order_by(*_order(asked.sort))


def _order(sort: str) -> tuple[str, ...]:
    sign, name = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    own = tuple(sign + field for field in ORDERS.get(name, ()))
    return (
        *own,
        *(field for field in _USUAL if field.removeprefix("-") not in {each.removeprefix("-") for each in own}),
    )


def _with_news(forms: QuerySet[Filing], person: Person) -> QuerySet[Filing]:
    """Those that the person never looked at, and those that others changed since."""
    looked = Look.objects.filter(filing=OuterRef("pk"), person=person).values("entry")[:1]
    later = changes().filter(object_id=OuterRef("pk"), pk__gt=OuterRef("looked"))
    seen = forms.annotate(looked=Coalesce(Subquery(looked), Value(-1)))
    return seen.filter(Q(looked=-1) | Exists(later.exclude(person=person)))


class Offers(NamedTuple):
    """What there is to choose from in the forms that a person sees; bodies by number, indented as they stand in the tree."""

    bodies: list[tuple[int, str]]
    years: list[int]
    cycles: list[Cycle]


def offers(person: Person) -> Offers:
    """What a person can narrow the list to."""
    forms = visible(person).order_by()
    pairs = forms.values_list("body__path", "cycle").distinct()
    paths, cycles = {path for path, _ in pairs}, {cycle for _, cycle in pairs}
    numbers = {int(number) for path in paths for number in path.strip("/").split("/")}
    mine = below("path", person, *READERS) | Q(path__in=paths)
    bodies = sorted(Body.objects.filter(mine, pk__in=numbers), key=lambda body: body.place)
    top = min((body.path.count("/") for body in bodies), default=0)
    rounds = list(Cycle.objects.filter(pk__in=cycles).order_by("closed", "-year", "-pk"))
    return Offers(
        bodies=[(body.pk, "　" * (body.path.count("/") - top) + body.name) for body in bodies],
        years=sorted({each.year for each in rounds}, reverse=True),
        cycles=rounds,
    )
