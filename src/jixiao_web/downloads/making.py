"""Making the files that are handed out, by the renderers of the library."""

import re
import tempfile
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.utils import timezone

from jixiao import pipeline
from jixiao.findings import Answer
from jixiao.model import Submission
from jixiao.papers import Paper
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import annotated, official, review
from jixiao.results import Audited, Failed
from jixiao.scoring import packs
from jixiao_web.filings.content import submission_of, unplaced
from jixiao_web.filings.judging import without_placeholders
from jixiao_web.filings.models import Filing
from jixiao_web.filings.naming import called
from jixiao_web.filings.settling import COMPLETED, settled
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.record import last_taken
from jixiao_web.workflow.steps import REVIEWED

FORMATS = ("docx", "xlsx", "pdf")
"""In which the papers can be had."""


class Made(NamedTuple):
    """A file to hand out: its name, its media type, its content."""

    name: str
    media_type: str
    content: bytes


class CannotMakeFileError(Exception):
    """A file cannot be made; says in Chinese why, and what to do."""


def form(filing: Filing, format_: str) -> Made:
    """The form in its layout, as the unit fills it in; what reviewers enter stands in the 复核表."""
    return _written(filing, "", list(official.convert(reported(filing)).papers), format_)


def reported(filing: Filing) -> Submission:
    """The form without what reviewers entered: a table with columns of a review would be no 自评表 any more."""
    submission = _titled(filing)
    if filing.form != "self_evaluation":
        return submission
    [evaluation] = submission.evaluations
    blank = dict.fromkeys(REVIEWED)
    rows = tuple(msgspec.structs.replace(row, **blank) for row in evaluation.indicators)
    return msgspec.structs.replace(submission, evaluations=(msgspec.structs.replace(evaluation, indicators=rows),))


_YEAR = re.compile(r"(?:19|20)\d\d")


def _titled(filing: Filing) -> Submission:
    """The form without a title that names another year: one carried or uploaded from there, which nobody sees on the page."""
    submission = submission_of(filing)
    [evaluation] = submission.evaluations
    years = set(_YEAR.findall(evaluation.title or ""))
    if years <= {str(filing.cycle.year)}:
        return submission
    return msgspec.structs.replace(submission, evaluations=(msgspec.structs.replace(evaluation, title=None),))


def recheck(filing: Filing, format_: str) -> Made:
    """自评复核表: what was reported beside what the rules give."""
    material = review.gather([_coded(filing, _audited(filing))], entered=True)
    papers = review.recheck_papers(material, _settled(filing, material.forms[0])) if material.forms else ()
    return _written(filing, "复核表", list(papers), format_)


def _coded(filing: Filing, judged: Audited) -> Audited:
    """With the code under which the application knows the project, where the form names none."""
    [evaluation] = judged.submission.evaluations
    named = msgspec.structs.replace(
        evaluation, project_code=evaluation.project_code or filing.project.official_code or None
    )
    return msgspec.structs.replace(judged, submission=msgspec.structs.replace(judged.submission, evaluations=(named,)))


_FULL = Decimal(100)


def _settled(filing: Filing, form: review.ReviewedForm) -> review.Settled:
    """Who completed the review and when, and what it came to; nothing before it is done.

    The total is 复核总分 as page, list and interface have it.
    """
    done = last_taken(filing, "recheck") if filing.state in COMPLETED else None
    if done is None:
        return review.Settled()
    settlement = settled(filing, filing.rows.all())
    graded = settlement is not None and form.card.total.weight == _FULL
    grade = packs[form.card.rule_pack].grades.grade(settlement.total) if settlement and graded else None
    day = timezone.localdate(done.at)
    return review.Settled(
        by=done.person_name,
        on=f"{day.year}年{day.month}月{day.day}日",
        settlement=settlement,
        grade=grade or "",
    )


def opinion(filing: Filing, format_: str) -> Made:
    """审核意见 as a letter, with what was said when the form was returned; what a person must decide stays a marked gap."""
    head = review.Letterhead(addressee=filing.body.unit.name)
    material = review.gather([_audited(filing)], entered=True)
    papers = review.opinion_papers(material, head, _returned(filing)) if material.forms else ()
    return _written(filing, "审核意见", list(papers), format_)


def _returned(filing: Filing) -> list[review.Returned]:
    """For what the form was returned, and what the unit answered."""
    rows = list(filing.rows.all())
    return [
        review.Returned(
            reason=each.reason,
            cell=called(rows, each.address, filing.form) if each.address else "",
            quoted=each.quoted,
            answer=_answer(each.answer, each.answered_by, each.answered_at) if each.answer else None,
            settled=each.settled,
        )
        for each in filing.objections.filter(sent=True).select_related("answered_by")
    ]


def _answer(text: str, person: Person | None, at: datetime | None) -> Answer:
    return Answer(
        reason=text.rstrip("。"),
        by=person.name if person else None,
        on=timezone.localdate(at).isoformat() if at else None,
    )


def annotated_copy(filing: Filing) -> Made:
    """The official form in Word with the findings of the page on its cells, or the uploaded document while nothing was changed since."""
    judged = _audited(filing)
    changed = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk).exclude(path="").exists()
    if filing.source and not changed:
        original = Made(filing.source_name, "", Path(filing.source.path).read_bytes())
        if (copy := _annotated(judged, original)) is not None:
            return copy
    copy = _annotated(judged, form(filing, "docx"))
    if copy is None:
        message = f"《{filing}》还没有可以加批注的内容；请先填写。"
        raise CannotMakeFileError(message)
    return copy


def _safe(name: str) -> str:
    """A name for a file of our own: no separators, not too long for any disk."""
    stem, suffix = Path(name).stem, Path(name).suffix
    return re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", stem)[:60] + suffix[:10]


def _annotated(judged: Audited, file: Made) -> Made | None:
    """A file with the findings of the page; None when the form is not in it."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / _safe(file.name)
        path.write_bytes(file.content)
        [read] = pipeline.work(partial(pipeline.audit), [path], jobs=1)
        if isinstance(read, Failed):
            raise CannotMakeFileError(read.message.replace(str(path), file.name))
    found = annotated.bound(judged, read.submission)
    if found is None:
        return None
    try:
        copy = annotated.annotate(file.content, found)
    except annotated.CannotAnnotateError as error:
        message = f"“{file.name}”{error}"
        raise CannotMakeFileError(message) from error
    suffix = copy.suffix or Path(file.name).suffix
    return Made(f"{Path(file.name).stem}-批注{suffix}", "application/octet-stream", copy.content)


def _audited(filing: Filing) -> Audited:
    """The form judged as on the page, with what the unit said to findings, without the places of the page: they mean nothing on paper."""
    plan = filing.cycle.plan(filing.project.kind)
    packs = [plan.rule_pack] if plan.rule_pack else []
    result = pipeline.examine(
        unplaced(submission_of(filing, without_placeholders(filing.rows.all()))), packs, monitor=plan.monitor_pack
    )
    given = {
        each.key: Answer(reason=each.reason, by=each.person.name, on=timezone.localdate(each.at).isoformat())
        for each in filing.answers.select_related("person")
    }
    findings = (msgspec.structs.replace(each, answer=given.get(each.key)) for each in result.findings)
    return msgspec.structs.replace(result, findings=tuple(findings))


def _written(filing: Filing, what: str, papers: list[Paper], format_: str) -> Made:
    if not papers:
        message = f"《{filing}》没有可以出具的{what}；自评表才有。"
        raise CannotMakeFileError(message)
    try:
        content = formats[format_].write(papers)
    except MissingFontsError as error:
        raise CannotMakeFileError(str(error)) from error
    ending = f"-{what}" if what else ""
    return Made(f"{filing.project.name}{filing.cycle.year}{ending}.{format_}", formats[format_].media_type, content)
