"""Whether what was read says what was written: everything but places and confidence, and no doubt about any of it."""

from collections.abc import Callable, Sequence

import msgspec

from jixiao.forms import Layout, recognise
from jixiao.model import Evaluation, Submission
from jixiao.papers.formats import formats
from jixiao.readers.choosing import read_bytes
from jixiao.renderers.official import fill
from tests.facsimiles.comparing import differences, exactly, unspaced


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
    """The form without the name of its layout, which some have in common with others but for words that not every form holds."""
    return msgspec.structs.replace(form, layout=None)
