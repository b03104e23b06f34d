"""Findings about a form that is kept elsewhere, put onto the cells of a file that shows the same form."""

from collections.abc import Iterator, Sequence

import msgspec

from jixiao.findings import Finding, Quote
from jixiao.forms.words import key
from jixiao.model import Evaluation, Submission
from jixiao.places import Place
from jixiao.results import Audited

_KNOWN_BY = {
    "indicators": ("name", "target"),
    "funds": ("label",),
    "fund_management": ("item",),
    "goals": ("expected",),
    "fields": ("label",),
}
"""By which of its texts a row is known again in the file."""


def bound(judged: Audited, paper: Submission) -> Audited | None:
    """Give the findings about one form the places of a file: what was found stays, what it quotes is where the file shows it.

    A row that the file does not show gives no place; the file's own findings about being read are not taken over. None when the file holds
    no form of this project.
    """
    [form] = judged.submission.evaluations
    index = _index(form, paper.evaluations)
    if index is None:
        return None
    places = _Places(form, paper.evaluations[index])
    findings = tuple(_moved(finding, index, places) for finding in judged.findings)
    return msgspec.structs.replace(judged, submission=paper, findings=findings)


def _index(form: Evaluation, shown: Sequence[Evaluation]) -> int | None:
    """Which form of the file it is: the one of its name with the most of its rows, the only one whatever its name."""
    named = [at for at, each in enumerate(shown) if len(shown) == 1 or _same(each.project_name, form.project_name)]
    return max(named, key=lambda at: len(_rows("indicators", form, shown[at])), default=None)


def _moved(finding: Finding, index: int, places: "_Places") -> Finding:
    quotes = tuple(msgspec.structs.replace(quote, place=places.of(quote)) for quote in finding.quotes)
    return msgspec.structs.replace(finding, evaluation=index, quotes=quotes)


class _Places:
    """Where the file shows the cells of a form."""

    def __init__(self, form: Evaluation, shown: Evaluation) -> None:
        self.shown = shown
        self.rows = {group: _rows(group, form, shown) for group in _KNOWN_BY}

    def of(self, quote: Quote) -> Place | None:
        """The place of what is quoted, of its row where the file leaves the cell out; None where it shows neither."""
        match (quote.path or "").split("/"):
            case [group, number, *field] if (
                group in self.rows and (at := self.rows[group].get(int(number))) is not None
            ):
                row = getattr(self.shown, group)[at]
                place: Place = getattr(row, "cells", {}).get("".join(field)) or row.place
                return place
            case [field]:
                return self.shown.cells.get(field)
        return None


def _rows(group: str, form: Evaluation, shown: Evaluation) -> dict[int, int]:
    """The rows of a form that the file shows, by their numbers in both; both are in the same order."""
    return dict(_matched(group, getattr(form, group), getattr(shown, group)))


def _matched(group: str, ours: Sequence[msgspec.Struct], theirs: Sequence[msgspec.Struct]) -> Iterator[tuple[int, int]]:
    at = 0
    for number, row in enumerate(ours):
        found = next((there for there in range(at, len(theirs)) if _alike(group, row, theirs[there])), None)
        if found is not None:
            yield number, found
            at = found + 1


def _alike(group: str, ours: msgspec.Struct, theirs: msgspec.Struct) -> bool:
    return all(_same(getattr(ours, field), getattr(theirs, field)) for field in _KNOWN_BY[group])


def _same(one: str | None, other: str | None) -> bool:
    return key(one or "") == key(other or "")
