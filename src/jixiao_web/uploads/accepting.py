"""Making forms of what was read of a document, and what stands in the way of it, which is told before anybody tries."""

from typing import NamedTuple

from django.db import transaction

from jixiao.model import Evaluation
from jixiao.model.titles import FORMS
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import CannotMakeError, make_filing, project_of
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.models import Filing, Row
from jixiao_web.holding import hold
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note
from jixiao_web.uploads.belonging import questions
from jixiao_web.uploads.correcting import corrected, corrections
from jixiao_web.uploads.models import Upload
from jixiao_web.uploads.reading import submission

_STAGES = {str(form): words for form, words in FORMS.items()}


class Hindrance(NamedTuple):
    """Why no form can be made of what was read: a sentence, and the form that is there already, if that is why."""

    text: str
    filing: Filing | None = None
    wrong_kind: bool = False
    other_project: bool = False
    """Whether it can be accepted all the same, as the form of another project."""


def hindrance(upload: Upload, index: int, evaluation: Evaluation) -> Hindrance | None:
    """What stands in the way of making a form, as far as it can be known beforehand."""
    if number := upload.accepted.get(str(index)):
        return Hindrance("这张表已经采用，请在绩效表上继续核对、修改。", Filing.objects.filter(pk=number).first())
    if evaluation.form != upload.cycle.stage:
        return Hindrance(_wrong_kind(upload, evaluation), wrong_kind=True)
    if upload.cycle.closed:
        return Hindrance(f"批次“{upload.cycle}”已经结束，不能再采用。")
    code, name = evaluation.project_code or "", evaluation.project_name or evaluation.title or upload.name
    same = {"project__code": code} if code else {"project__name": name}
    there = (
        Filing.objects.filter(cycle=upload.cycle, project__body=upload.body, **same).select_related("project").first()
    )
    if there is None:
        return None
    return Hindrance(
        f"本批次已有《{there.project}》的表；如是另一个项目，请在页面下方“作为”处选定项目后采用。",
        there,
        other_project=True,
    )


def _wrong_kind(upload: Upload, evaluation: Evaluation) -> str:
    return (
        f"这是{FORMS[evaluation.form]}，而批次“{upload.cycle}”收的是{_STAGES[upload.cycle.stage]}，不能采用；"
        "请改到收这种表的批次，或核对是否选错了文件。"
    )


def move(upload: Upload, person: Person, cycle: Cycle) -> None:
    """Take a document to another cycle; raises CannotMakeError once a form was made of it."""
    with transaction.atomic():
        held = hold(Upload, upload.pk, "cycle")
        if held.accepted:
            message = "文件中已有表被采用，不能再改换批次；请在另一批次中重新上传。"
            raise CannotMakeError(message)
        note(person, "改换批次", held, before=str(held.cycle), after=str(cycle))
        held.cycle = cycle
        held.save(update_fields=["cycle"])


def discard(upload: Upload, person: Person) -> None:
    """Throw a document away with its drawing; raises CannotMakeError once a form was made of it."""
    with transaction.atomic():
        held = hold(Upload, upload.pk)
        if held.accepted:
            message = "文件中已有表被采用，原件须保留备查，不能删除。"
            raise CannotMakeError(message)
        note(person, "删除上传的文件", held)
        held.delete()


def accept(
    upload: Upload, person: Person, index: int, *, project: Project | None = None, confirmed: bool = False
) -> Filing:
    """Make a form of one of those that a document holds; raises CannotMakeError when there is none, or it is there already.

    One that names another body or another year is accepted only when the person `confirmed` that, which the log tells.
    """
    if not 0 <= index < len(submission(upload).evaluations):
        message = "文件里没有这张表，请刷新页面后重新选择。"
        raise CannotMakeError(message)
    evaluation = corrected(upload, index)
    if evaluation.form != upload.cycle.stage:
        raise CannotMakeError(_wrong_kind(upload, evaluation))
    doubted = [each.text for each in questions(upload, evaluation) if each.grave]
    if doubted and not confirmed:
        message = f"没有采用：{''.join(doubted)}确认无误的，请勾选“已核对，确认采用”后再采用。"
        raise CannotMakeError(message)
    with transaction.atomic():
        held = hold(Upload, upload.pk)
        if project is None:
            name = evaluation.project_name or evaluation.title or upload.name
            project = project_of(upload.body, code=evaluation.project_code or "", name=name, kind=evaluation.kind)
        filing = make_filing(person, upload.cycle, project, content=evaluation)
        filing.source.name, filing.source_name = upload.file.name, upload.name
        filing.save(update_fields=["source", "source_name"])
        held.accepted = {**held.accepted, str(index): filing.pk}
        held.save(update_fields=["accepted"])
        note(person, "采用上传的表", filing, after=upload.name)
        if doubted:
            note(person, "确认采用", filing, after="".join(doubted))
        _tell_corrections(held, filing, person, index)
    upload.accepted = held.accepted
    return filing


def _tell_corrections(upload: Upload, filing: Filing, person: Person, index: int) -> None:
    """Write what was put right into the log of the form as well: what was read, what stands there now."""
    rows = {(row.part, row.position): row for row in Row.objects.filter(filing=filing)}
    for each in corrections(upload, index):
        part, number, field = each.address
        address = each.address if number is None else Address(part, rows[part, number + 1].pk, field)
        if each.read != each.now:
            note(person, "更正读取", filing, path=str(address), before=each.read, after=each.now)
