"""Making the files that are handed out, by the renderers of the library."""

import re
import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from jixiao import pipeline
from jixiao.model import Submission
from jixiao.papers import Paper
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import annotated, official, review
from jixiao.results import Audited, Failed
from jixiao_web.filings.content import submission_of, unplaced
from jixiao_web.filings.models import Filing
from jixiao_web.trail.models import Entry

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
    """The form in its layout."""
    return _written(filing, "", list(official.convert(_titled(filing)).papers), format_)


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
    material = review.gather([_audited(filing)], entered=True)
    return _written(filing, "复核表", list(review.recheck_papers(material)) if material.forms else [], format_)


def opinion(filing: Filing, format_: str) -> Made:
    """审核意见 as a letter; what a person must decide stays a marked gap."""
    head = review.Letterhead(addressee=filing.body.unit.name)
    material = review.gather([_audited(filing)], entered=True)
    return _written(filing, "审核意见", list(review.opinion_papers(material, head)) if material.forms else [], format_)


def annotated_copy(filing: Filing) -> Made:
    """The official form in Word with the findings on the very cells, or the uploaded document as long as nothing was changed since."""
    changed = Entry.objects.filter(object_type="filings.filing", object_id=filing.pk).exclude(path="").exists()
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        if filing.source and not changed:
            name, content = filing.source_name, Path(filing.source.path).read_bytes()
        else:
            made = form(filing, "docx")
            name, content = made.name, made.content
        path = Path(folder) / _safe(name)
        path.write_bytes(content)
        return _annotated(path, name, content)


def _safe(name: str) -> str:
    """A name for a file of our own: no separators, not too long for any disk."""
    stem, suffix = Path(name).stem, Path(name).suffix
    return re.sub(r"[\\/:*?\"<>|\x00-\x1f]", "_", stem)[:60] + suffix[:10]


def _annotated(path: Path, name: str, content: bytes) -> Made:
    [result] = pipeline.work(partial(pipeline.audit), [path], jobs=1)
    if isinstance(result, Failed):
        raise CannotMakeFileError(result.message.replace(str(path), name))
    try:
        copy = annotated.annotate(content, result)
    except annotated.CannotAnnotateError as error:
        message = f"“{name}”{error}"
        raise CannotMakeFileError(message) from error
    return Made(f"{Path(name).stem}-批注{copy.suffix or Path(name).suffix}", "application/octet-stream", copy.content)


def _audited(filing: Filing) -> Audited:
    """The form judged anew without the places of the page, which mean nothing on paper."""
    pack = filing.cycle.plan(filing.project.kind).rule_pack
    return pipeline.examine(unplaced(submission_of(filing)), [pack] if pack else [])


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
