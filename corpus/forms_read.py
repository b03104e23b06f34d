"""The forms of the corpus with what is expected of them (expected.yaml), and the sound ones as hosts for planted errors."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import yaml

from jixiao import pipeline
from jixiao.findings import Finding, Severity
from jixiao.model import Submission

ROOT = Path(__file__).resolve().parent
FORMS = ROOT / "forms"


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a form of the corpus is for: the kind of project, the 表式 (domain names such as T1), and every finding as CODE@form.

    `form` counts from 0; CODE@- is about the whole file. A finding that comes twice is named twice.
    """

    about: str
    layout: str
    findings: tuple[str, ...] = ()


@cache
def expected() -> dict[str, Expected]:
    """All forms of the corpus by file name."""
    text = (ROOT / "expected.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text) or {}, dict[str, Expected])


@cache
def audited(name: str) -> pipeline.Audited:
    """Read and audit a form of the corpus."""
    return pipeline.audit(FORMS / name)


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
