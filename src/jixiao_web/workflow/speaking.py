"""What is said about a form on its way: objections and replies, answers to findings, opinions of experts, what is to be put right."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from jixiao_web.filings.addresses import Address
from jixiao_web.filings.judging import judge, watched
from jixiao_web.filings.models import Answered, Filing
from jixiao_web.people.models import Appointment, Person
from jixiao_web.people.roles import UNIT
from jixiao_web.trail.writing import note
from jixiao_web.workflow.models import Assignment, Notice, Objection, Rectification


class SaidNothingError(ValueError):
    """A text that must say something is empty, or is about nothing that there is; says in Chinese what is missing."""


def object_to(filing: Filing, person: Person, address: Address | None, reason: str) -> Objection:
    """Write down why a cell, or with None the form, is to be changed; the unit gets it when the form is returned."""
    reason = _said(reason, "退回意见")
    quoted = ""
    if address is not None and address.row is None:
        quoted = filing.head.get(address.field) or ""
    elif address is not None:
        row = filing.rows.filter(pk=address.row or 0, part=address.part).first()
        if row is None:
            message = "这一行已被删除，没有记下意见；请刷新页面。"
            raise SaidNothingError(message)
        quoted = row.values.get(address.field) or ""
    with transaction.atomic():
        made = filing.objections.create(
            address=str(address) if address else "", quoted=quoted, reason=reason, raised_by=person
        )
        note(person, "写退回意见", filing, path=made.address, after=reason)
    return made


def withdraw_objection(objection: Objection, person: Person) -> None:
    """Take back an objection that was not sent yet."""
    with transaction.atomic():
        note(person, "撤回退回意见", objection.filing, path=objection.address, before=objection.reason)
        objection.delete()


def reply_to(objection: Objection, person: Person, text: str) -> None:
    """Answer an objection."""
    text = _said(text, "答复")
    with transaction.atomic():
        note(person, "答复退回意见", objection.filing, path=objection.address, before=objection.answer, after=text)
        objection.answer, objection.answered_by, objection.answered_at = text, person, timezone.now()
        objection.save()


def answer_finding(filing: Filing, person: Person, key: str, reason: str) -> None:
    """Give a reason why a finding is none, or must stay; with an empty one the answer kept is taken away.

    Raises SaidNothingError when there is no such finding, or it is fatal: those are put right, not answered.
    """
    found = next((each for each in judge(filing).findings if each.key == key), None)
    if found is None or found.severity == "fatal":
        message = "这处问题已经不在了，请刷新页面。" if found is None else "严重问题须改正，不能用说明代替。"
        raise SaidNothingError(message)
    reason = reason.strip()
    with transaction.atomic():
        before = filing.answers.filter(key=key).first()
        if not reason:
            filing.answers.filter(key=key).delete()
        else:
            values = {"code": found.code, "message": found.message, "reason": reason, "person": person}
            Answered.objects.update_or_create(filing=filing, key=key, defaults=values)
        note(person, f"说明问题{found.code}", filing, before=before.reason if before else "", after=reason)


def assign_to(filing: Filing, person: Person, reviewer: Person) -> None:
    """Give a form to a reviewer or expert, who is told."""
    with transaction.atomic():
        _, made = Assignment.objects.get_or_create(filing=filing, person=reviewer, defaults={"by": person})
        if made:
            Notice.objects.create(person=reviewer, filing=filing, text=f"《{filing}》分派给您评审")
            note(person, "分派评审", filing, after=str(reviewer))


def give_opinion(assignment: Assignment, text: str) -> None:
    """Hand in the opinion on an assigned form; whoever assigned it is told."""
    text = _said(text, "评审意见")
    with transaction.atomic():
        assignment.opinion, assignment.done_at = text, timezone.now()
        assignment.save()
        told = f"{assignment.person}已提交《{assignment.filing}》的评审意见"
        Notice.objects.create(person=assignment.by, filing=assignment.filing, text=told)
        note(assignment.person, "提交评审意见", assignment.filing, after=text)


def demand(filing: Filing, person: Person, text: str, due: date | None) -> Rectification:
    """Demand that something be put right; it stands beside next year's form until it is."""
    text = _said(text, "整改事项")
    with transaction.atomic():
        made = filing.rectifications.create(text=text, due=due, by=person)
        note(person, "提出整改", filing, after=text)
        until = f"，{due.year}年{due.month}月{due.day}日前报告整改结果" if due else ""
        _tell_unit(filing, person, f"《{filing}》被要求整改{until}：{text}")
    return made


def warn(filing: Filing, person: Person, today: date) -> int:
    """下达预警: every warning of a monitoring form becomes a demand with the pack's time limit; returns how many are new."""
    card = watched(filing, list(filing.rows.all()))
    if card is None or not card.warnings:
        message = "这张表目前没有预警。"
        raise SaidNothingError(message)
    due = working_days_after(today, card.days) if card.days else None
    known = set(filing.rectifications.filter(done=False).values_list("text", flat=True))
    new = [each.message for each in card.warnings if f"预警：{each.message}" not in known]
    for message in new:
        demand(filing, person, f"预警：{message}", due)
    return len(new)


def working_days_after(day: date, count: int) -> date:
    """The day so many working days later, Monday to Friday; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


_SATURDAY = 5


def report_rectified(rectification: Rectification, person: Person, result: str, *, done: bool) -> None:
    """Report what was done about a demand."""
    result = _said(result, "整改结果")
    with transaction.atomic():
        note(person, "报告整改", rectification.filing, before=rectification.result, after=result)
        rectification.result, rectification.done = result, done
        rectification.save()
        if rectification.by_id != person.pk:
            how = "已完成整改" if done else "报告了整改进展"
            said = f"{person}：《{rectification.filing}》{how}：{result}"
            Notice.objects.create(person=rectification.by, filing=rectification.filing, text=said[:_NOTICE])


def _tell_unit(filing: Filing, person: Person, text: str) -> None:
    """Tell everybody of the unit that fills the form in and answers for it."""
    above = [int(number) for number in filing.body.path.strip("/").split("/")]
    whom = Appointment.objects.filter(role__in=UNIT, body__in=above, person__is_active=True).exclude(person=person)
    people = set(whom.values_list("person", flat=True))
    Notice.objects.bulk_create(Notice(person_id=each, filing=filing, text=text[:_NOTICE]) for each in people)


_NOTICE = 300
"""Characters that a notice holds."""


def _said(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        message = f"请写明{what}。"
        raise SaidNothingError(message)
    if len(text) > _LONGEST:
        message = f"{what}最多{_LONGEST}字，这里有{len(text)}字；请精简。"
        raise SaidNothingError(message)
    return text


_LONGEST = 5000
