"""Whether what was read says what was written: everything but places and confidence, and no doubt about any of it."""

from collections.abc import Callable, Sequence

import msgspec

from jixiao.forms import Layout, recognise
from jixiao.forms.words import key
from jixiao.model import Evaluation, Submission
from jixiao.papers.formats import formats
from jixiao.readers.choosing import read_bytes
from jixiao.renderers.official import fill
from tests.facsimiles.comparing import differences, exactly, unspaced

_ALIKE = frozenset({"T1", "T1-成本"})
"""Layouts that only the words of their indicators tell apart."""


def spelling(kind: str) -> Callable[[str], str]:
    """How texts are compared: in a PDF nothing tells of a blank at which a line ends."""
    return unspaced if kind == "pdf" else exactly


def read_again(content: bytes, kind: str) -> Submission:
    """Read what a writer made."""
    return recognise(read_bytes(content, f"form.{kind}"))


def faults(expected: Sequence[Evaluation], read: Submission, kind: str) -> list[str]:
    """What was read otherwise than it was written, was not understood, or is doubted."""
    found = differences(
        [_named(form) for form in expected], [_named(form) for form in read.evaluations], spelling(kind)
    )
    found += [f"unread: {unread.text} ({unread.why})" for unread in read.unread]
    return found + [f"problem: {problem.code} {problem.message}" for problem in read.problems]


def round_trip(source: Evaluation, layout: Layout, kind: str) -> list[str]:
    """The faults of a form that is filled into a layout, written and read again."""
    filled = fill(source, layout)
    return faults([filled.evaluation], read_again(formats[kind].write(filled.papers), kind), kind)


def _named(form: Evaluation) -> Evaluation:
    """The form under the layout that its content tells."""
    if form.layout not in _ALIKE:
        return form
    cost = any("成本指标" in key(row.level1 or "") for row in form.indicators)
    return msgspec.structs.replace(form, layout="T1-成本" if cost else "T1")
