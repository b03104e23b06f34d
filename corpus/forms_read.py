"""The files of the corpus, laid out and read, with what is expected of them; the sound forms as hosts for planted errors."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from jixiao import data, pipeline
from jixiao.findings import Finding, Severity
from jixiao.forms import recognise
from jixiao.model import Submission, parse_notation
from jixiao.readers.choosing import read_bytes
from tests.facsimiles import linear
from tests.facsimiles.booklets import booklet
from tests.facsimiles.styles import drawn

ROOT = Path(__file__).resolve().parent
FORMS = ROOT / "forms"


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file of the corpus is for: the kind of project, the style it is laid out in, and every finding as CODE@form.

    `form` counts from 0; CODE@- is about the whole file. A finding that comes twice is named twice.
    """

    about: str
    style: int = 0
    findings: tuple[str, ...] = ()


@cache
def expected() -> dict[str, Expected]:
    """All files of the corpus by name."""
    text = (ROOT / "expected.yaml").read_text(encoding="utf-8")
    return msgspec.convert(data.parse(text) or {}, dict[str, Expected])


@cache
def written(name: str) -> Submission:
    """What a file of the corpus says, as we wrote it."""
    return parse_notation((FORMS / f"{name}.form").read_text(encoding="utf-8"), name)


@cache
def audited(name: str) -> pipeline.Audited:
    """Lay a file of the corpus out as a document in its layout, read that document and audit what was read."""
    document = linear.write(booklet(written(name), drawn(expected()[name].style)))
    return pipeline.examine(recognise(read_bytes(document, f"{name}.txt")))


def named(finding: Finding) -> str:
    """Write a finding as expected.yaml does."""
    return f"{finding.code}@{'-' if finding.evaluation is None else finding.evaluation}"


def sound() -> Iterator[str]:
    """The files of which nothing above 提示 is expected and found."""
    for name in expected():
        if all(finding.severity is Severity.INFO for finding in audited(name).findings):
            yield name


@cache
def hosts() -> tuple[Submission, ...]:
    """The sound self-evaluations, each alone and without the running text around it, by the name of their file."""
    found = []
    for name in sound():
        submission = audited(name).submission
        for index, form in enumerate(submission.evaluations):
            if form.form == "self_evaluation":
                source = msgspec.structs.replace(submission.source, name=f"{name}#{index + 1}")
                narrative = type(submission.narrative)()
                alone = msgspec.structs.replace(
                    submission, source=source, evaluations=(form,), narrative=narrative, unread=(), problems=()
                )
                found.append(alone)
    return tuple(found)


def layout(name: str) -> str:
    """The 表式 of a file; one that tells of its projects in running text besides is a 自评综述 (T5)."""
    submission = written(name)
    return "T5" if submission.narrative.text else submission.evaluations[0].layout or "T1"
