"""Making the files that are handed out, by the renderers of the library."""

import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jixiao import pipeline
from jixiao.papers import Paper
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import annotated, official, review
from jixiao.results import Audited, Failed
from jixiao_web.filings.content import submission_of
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing

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
    return _written(filing, "", list(official.convert(submission_of(filing)).papers), format_)


def recheck(filing: Filing, format_: str) -> Made:
    """自评复核表: what was reported beside what the rules give."""
    return _written(filing, "复核表", list(review.recheck_papers(review.gather([_audited(filing)]))), format_)


def opinion(filing: Filing, format_: str) -> Made:
    """审核意见 as a letter; what a person must decide stays a marked gap."""
    head = review.Letterhead(addressee=filing.body.unit.name)
    return _written(filing, "审核意见", list(review.opinion_papers(review.gather([_audited(filing)]), head)), format_)


def annotated_copy(filing: Filing) -> Made:
    """The document that was uploaded, or else the official form in Word, with the findings on the very cells."""
    if filing.source:
        path, name = Path(filing.source.path), filing.source_name
        return _annotated(path, name, path.read_bytes())
    made = form(filing, "docx")
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / "form.docx"
        path.write_bytes(made.content)
        return _annotated(path, made.name, made.content)


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
    return judge(filing).result


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
