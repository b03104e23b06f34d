"""Who may do what with a form. Every page, list and command asks here."""

from django.db.models import Q, QuerySet
from django.http import Http404

from jixiao_web.filings.addresses import Address
from jixiao_web.filings.models import Filing, State
from jixiao_web.people.models import Person
from jixiao_web.people.roles import READERS, Role
from jixiao_web.people.scope import below, holds_over
from jixiao_web.workflow.steps import REVIEWED, REVIEWING, STEPS, WRITABLE, Step


def visible(person: Person) -> QuerySet[Filing]:
    """The forms that a person sees: those of the own subtree and those assigned, with what lists need."""
    seen = below("body__path", person, *READERS) | Q(assignments__person=person)
    return Filing.objects.filter(seen).distinct().select_related("cycle", "project", "body")


def seen(person: Person, number: int) -> Filing:
    """One form that a person sees; raises Http404 for any other, whether it exists or not."""
    filing = visible(person).filter(pk=number).first()
    if filing is None:
        raise Http404
    return filing


def may_write(person: Person, filing: Filing, address: Address | None = None) -> bool:
    """Tell whether a person may write into a cell of a form as it stands; without address, into any."""
    reviewed = address is not None and address.field in REVIEWED
    roles = (REVIEWING if reviewed else WRITABLE).get(State(filing.state), ())
    if holds_over(person, filing.body, *roles):
        return not filing.cycle.closed
    expert = filing.state == State.IN_REVIEW and filing.assignments.filter(person=person, done_at=None).exists()
    return reviewed and expert and person.holds(Role.EXPERT)


def possible(person: Person, filing: Filing) -> list[Step]:
    """The steps that a person may take with a form as it stands."""
    return [step for step in STEPS if filing.state in step.before and holds_over(person, filing.body, *step.roles)]
