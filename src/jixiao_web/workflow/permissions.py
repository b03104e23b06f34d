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
    return Filing.objects.filter(seen).distinct().select_related("cycle", "project", "body__parent")


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


def waiting(person: Person) -> QuerySet[Filing]:
    """The forms that wait for a person: in an open cycle, with a step to take that does not take the last one back.

    So do those that were assigned, until the person's opinion is given. What is confirmed may be published, but waits for nobody.
    """
    theirs = Q(state=State.IN_REVIEW, assignments__person=person, assignments__done_at=None)
    for step in STEPS:
        if not step.takes_back:
            theirs |= Q(state__in=set(step.before) - {State.CONFIRMED}) & below("body__path", person, *step.roles)
    return visible(person).filter(theirs, cycle__closed=False)


def may_object(person: Person, filing: Filing) -> bool:
    """Tell whether a person may write objections: whoever could return the form as it stands, and experts it was assigned to."""
    if any(step.code == "return" for step in possible(person, filing)):
        return True
    assigned = filing.assignments.filter(person=person, done_at=None).exists()
    return filing.state == State.IN_REVIEW and assigned


def may_assign(person: Person, filing: Filing) -> bool:
    """Tell whether a person may give the form to reviewers and demand that things be put right."""
    return holds_over(person, filing.body, Role.SUPERVISOR, Role.TREASURY) and filing.state in {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.RECHECKED,
        State.CONFIRMED,
        State.PUBLISHED,
    }


def reviewers(filing: Filing) -> QuerySet[Person]:
    """Whom a form may be given to: experts and reviewers at the form's body or above it."""
    above = [int(number) for number in filing.body.path.strip("/").split("/")]
    roles = (Role.EXPERT, Role.SUPERVISOR)
    return Person.objects.filter(appointments__role__in=roles, appointments__body__in=above, is_active=True).distinct()
