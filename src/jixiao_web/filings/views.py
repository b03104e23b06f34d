"""The page of one form."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao_web.evidence.listing import of_row
from jixiao_web.filings import sheet
from jixiao_web.filings.judging import judge, watched, without_placeholders
from jixiao_web.filings.models import Filing, Part, State
from jixiao_web.filings.naming import called
from jixiao_web.filings.table import table
from jixiao_web.filings.telling import told
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.looking import READ_BY_PROGRAM, look
from jixiao_web.workflow.models import Objection, Rectification
from jixiao_web.workflow.permissions import (
    may_assign,
    may_object,
    may_write,
    reviewers,
    seen,
)
from jixiao_web.workflow.taking import offered, standing


class Objected(NamedTuple):
    """An objection and what people call the cell it is about."""

    objection: Objection
    called: str


@require_safe
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One form, as the person may see and write it."""
    person = person_of(request)
    filing = seen(person, number)
    context = _page(person, filing)
    look(person, filing)
    return render(request, "filings/filing.html", context)


def _page(person: Person, filing: Filing) -> dict[str, Any]:
    return table(person, filing) | {
        "steps": offered(person, filing),
        "standing": standing(person, filing),
        "way": _way(filing),
        "record": Entry.objects.filter(object_type="filings.filing", object_id=filing.pk).exclude(
            Q(action__startswith="修改") | Q(action=READ_BY_PROGRAM)
        )[:20],
        "objections": [
            Objected(each, called(list(filing.rows.all()), each.address, filing.form))
            for each in filing.objections.select_related("raised_by", "answered_by")
            if each.sent or each.raised_by_id == person.pk
        ],
        "may_object": may_object(person, filing),
        "may_assign": may_assign(person, filing),
        "assignments": filing.assignments.select_related("person"),
        "assigned_to_me": filing.assignments.filter(person=person, done_at=None).exists(),
        "demands": _demands(filing),
        "reviewers": reviewers(filing) if may_assign(person, filing) else (),
    }


_WAY = (
    (State.DRAFT, "填报"),
    (State.UNIT_REVIEW, "单位审核"),
    (State.SUBMITTED, "提交"),
    (State.IN_REVIEW, "主管部门审核"),
    (State.RECHECKED, "复核"),
    (State.CONFIRMED, "确定"),
    (State.PUBLISHED, "公开"),
)


def _way(filing: Filing) -> list[tuple[str, str]]:
    """The stations of the form's way, each with "done", "here" or ""."""
    states = [state for state, _ in _WAY]
    at = states.index(State.DRAFT if filing.state == State.RETURNED else State(filing.state))
    return [
        (words, "done" if number < at else "here" if number == at else "") for number, (_, words) in enumerate(_WAY)
    ]


def _demands(filing: Filing) -> list[Rectification]:
    """What is to be put right: demanded of this form, and of earlier ones of the project and still open."""
    of_project = Rectification.objects.filter(filing__project=filing.project).select_related("filing__cycle", "by")
    return list(of_project.filter(Q(filing=filing) | Q(done=False, filing__cycle__year__lt=filing.cycle.year)))


@require_safe
def explained(request: HttpRequest, number: int, row_number: int) -> HttpResponse:
    """How the score of a row, or its light, comes about, and what was found about it."""
    person = person_of(request)
    filing = seen(person, number)
    rows = list(filing.rows.all())
    judgement, card = judge(filing, rows), watched(filing, rows)
    shown_rows = [each.pk for each in without_placeholders(rows) if each.part == Part.INDICATOR]
    lit = card is not None and row_number in shown_rows
    context = {
        "light": sheet.light_view(card.rows[shown_rows.index(row_number)]) if card and lit else None,
        "filing": filing,
        "row": filing.rows.filter(pk=row_number).first(),
        "evidence": of_row(filing, row_number),
        "writable": may_write(person, filing),
        "derivation": sheet.derivation(judgement.scores.get(row_number)),
        "findings": told(filing, rows, sheet.of_row(judgement, row_number)),
    }
    return render(request, "filings/parts/explained.html", context)
