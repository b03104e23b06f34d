"""How far the units of a cycle are (报送进度): of each the forms by state, for those who collect them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings.models import Filing, State
from jixiao_web.people.models import Body

COLUMNS = (
    ("填报中", (State.DRAFT, State.UNIT_REVIEW)),
    ("已退回", (State.RETURNED,)),
    ("待受理", (State.SUBMITTED,)),
    ("审核中", (State.IN_REVIEW, State.RECHECKED)),
    ("已确定", (State.CONFIRMED, State.PUBLISHED)),
)
"""What the states are added up to: with whom a form is."""


class Count(NamedTuple):
    """How many forms, and the state that a list of them is narrowed to: "" where they are in several."""

    forms: int
    state: str


class Progress(NamedTuple):
    """A unit, all its forms, and how many are with whom, in the order of COLUMNS."""

    unit: Body | None
    forms: int
    counts: tuple[Count, ...]


def _counted(unit: Body | None, states: Counter[str]) -> Progress:
    counts = (
        Count(sum(states[state] for state in summed), summed[0] if len(summed) == 1 else "") for _, summed in COLUMNS
    )
    return Progress(unit, states.total(), tuple(counts))


def progress(filings: Iterable[Filing]) -> tuple[list[Progress], Progress]:
    """The units that forms are there of, those with the most still to hand in first, and all together."""
    units: dict[int, Body] = {}
    states: dict[int, Counter[str]] = {}
    for filing in filings:
        unit = filing.body.unit
        units[unit.pk] = unit
        states.setdefault(unit.pk, Counter())[filing.state] += 1
    counted = [_counted(units[number], held) for number, held in states.items()]
    ordered = sorted(
        counted, key=lambda each: (-each.counts[0].forms - each.counts[1].forms, each.unit.place if each.unit else [])
    )
    return ordered, _counted(None, sum(states.values(), Counter()))


def without_forms(cycle: Cycle, started: Iterable[Body | None]) -> list[Body]:
    """The units below the body of the cycle that made nothing yet."""
    units = Body.objects.filter(kind=Body.Kind.UNIT, path__startswith=cycle.body.path, closed_on=None)
    return sorted(units.exclude(pk__in=[each.pk for each in started if each]), key=lambda unit: unit.place)
