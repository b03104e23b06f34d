"""The recogniser: a document is put straight and laid out as a ribbon, the ribbon cut into forms, each form read."""

from collections.abc import Iterator

import msgspec

from jixiao.documents import Document
from jixiao.forms import shapes
from jixiao.forms.columns import turned
from jixiao.forms.crossed_funds import straightened
from jixiao.forms.cutting import cut
from jixiao.forms.levels import is_level_word
from jixiao.forms.mending import likelihoods
from jixiao.forms.narrative import read_narrative
from jixiao.forms.problems import problems_of
from jixiao.forms.reading import FormReading, FormTrace
from jixiao.forms.real_tables import understood
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token, bounded, ribbon
from jixiao.forms.sideways import turned_upright
from jixiao.forms.spelling import spelt
from jixiao.forms.uncalculated import doubt_uncalculated
from jixiao.forms.ungluing import unglue
from jixiao.model import Submission, Unread

_FEWEST_LEVELS = 2
"""Level words, and values, that make a table one of indicators."""


def recognise(document: Document) -> Submission:
    """Read every form of a document and the narrative around them; what is not understood is kept as unread."""
    return _read(document)[0]


def trace(document: Document) -> tuple[Submission, tuple[FormTrace, ...]]:
    """Read a document as `recognise` does and tell of each form how it was recognised."""
    submission, readings = _read(document)
    forms = zip(readings, submission.evaluations, strict=True)
    return submission, tuple(reading.trace(evaluation) for reading, evaluation in forms)


def _read(document: Document) -> tuple[Submission, list[FormReading]]:
    document, respelt = spelt(document)
    cells = bounded(document)
    blocks, strays = turned(document.blocks)
    document = msgspec.structs.replace(document, blocks=blocks)
    sure = likelihoods(document)
    document, heads = understood(straightened(turned_upright(document)))
    tokens = ribbon(document, heads=heads)
    spans = cut(tokens)
    if not spans:
        tokens = ribbon(document, broken_rows=True)
        spans = cut(tokens)
    if not spans or any(heading.glued for span in spans for heading in span.headings):
        tokens = unglue(tokens)
        spans = cut(tokens)
    readings = [FormReading(tokens, span, sure, cells) for span in spans]
    outside = _outside(tokens, readings)
    report = read_narrative(outside)
    evaluations = tuple(reading.evaluation(report, alone=len(readings) == 1) for reading in readings)
    unread = (*(item for reading in readings for item in reading.unread), *strays, *_not_understood(outside, readings))
    omitted = tuple(
        Unread(text=item.text, why=item.why, place=item.place) for item in document.omissions if not item.aside
    )
    submission = Submission(
        source=document.source,
        evaluations=tuple(doubt_uncalculated(evaluation, document.omissions) for evaluation in evaluations),
        narrative=report.narrative,
        unread=(*unread, *omitted),
        problems=tuple(
            problems_of(
                evaluations,
                unread,
                omitted,
                [reading.mended for reading in readings],
                respelt,
                [] if sure else [index for index, reading in enumerate(readings) if reading.guessed],
            )
        ),
    )
    return submission, readings


def _not_understood(outside: Ribbon, readings: list[FormReading]) -> Iterator[Unread]:
    """Report the real tables beside the forms that hold levels and values of indicators, but were not recognised as forms."""
    tables: dict[tuple[int | None, str | None], list[Token]] = {}
    for token in outside if readings else ():
        if not token.prose and token.shift >= CERTAIN:
            tables.setdefault((token.place.table, token.place.sheet), []).append(token)
    for table in tables.values():
        levels = sum(1 for token in table if is_level_word(token.key))
        values = sum(1 for token in table if shapes.is_value(token.key) and not shapes.is_number(token.key))
        if levels >= _FEWEST_LEVELS and values >= _FEWEST_LEVELS:
            first = next((index for index, token in enumerate(table) if index and token.gap is Gap.ROW), len(table))
            text = " ".join(token.text for token in table[:first])
            yield Unread(
                text=text, why="由此开始的表格像是指标表，但看不出各列是什么，没有作为表读入。", place=table[0].place
            )


def _outside(tokens: Ribbon, readings: list[FormReading]) -> Ribbon:
    """The tokens that belong to no form."""
    claimed = {index for reading in readings for index in range(reading.span.start, reading.end)}
    loose = {id(token) for reading in readings for token in reading.tail.loose if token.prose}
    return tuple(token for index, token in enumerate(tokens) if index not in claimed or id(token) in loose)
