"""The report as a whole: its files with their forms, and the figures of the summary cards."""

from collections.abc import Sequence

import msgspec

from jixiao.findings import Finding, Severity
from jixiao.law import Article
from jixiao.model import Submission
from jixiao.places import Place
from jixiao.renderers.common_findings import common_findings
from jixiao.renderers.report.forms import FormView, doubts, form_view
from jixiao.renderers.report.marks import Marker, Numbered, linked
from jixiao.renderers.scores import pack_label, pack_title
from jixiao.results import Audited, Failed, Result, by_severity


class CommonView(msgspec.Struct, frozen=True, kw_only=True):
    """What many forms of a file have in common; `spots` are its findings in the forms, each with the number of its form."""

    anchor: str
    finding: Finding
    forms: int
    spots: tuple[tuple[int, Numbered], ...]
    basis: tuple[Article, ...]
    suggestions: tuple[str, ...]


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its forms, the findings about the whole of it, what its forms have in common, and what was not understood."""

    anchor: str
    path: str
    submission: Submission
    forms: tuple[FormView, ...]
    findings: tuple[Numbered, ...]
    common: tuple[CommonView, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A rule pack (评价口径) used: its short label and its title."""

    label: str
    title: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows; `doubtful` counts cells read with doubt, `unread` pieces of text not understood."""

    files: tuple[FileView, ...]
    failed: tuple[Failed, ...]
    packs: tuple[Pack, ...]
    counts: dict[Severity, int]
    rows: int
    doubtful: int
    unread: int

    @property
    def forms(self) -> list[FormView]:
        """All forms of all files."""
        return [form for file in self.files for form in file.forms]

    @property
    def indexed(self) -> bool:
        """Tell whether there is enough to need a table of contents."""
        return len(self.files) > 1 or len(self.forms) > 1

    @property
    def single(self) -> FormView | None:
        """The form, where there is only one."""
        return self.forms[0] if len(self.forms) == 1 else None

    @property
    def totalled(self) -> list[FormView]:
        """The forms that print a total for which there is a recomputed one."""
        return [form for form in self.forms if form.total_score.text and form.leading and form.leading.total]

    @property
    def disputed(self) -> int:
        """How many forms print a total or grade that the rules do not allow."""
        return sum(form.leading is not None and form.leading.disputed for form in self.totalled)


def overview(results: Sequence[Result]) -> Overview:
    """Lay all files out."""
    audited = [result for result in results if isinstance(result, Audited)]
    evaluations = [evaluation for result in audited for evaluation in result.submission.evaluations]
    codes = dict.fromkeys(card.rule_pack for result in audited for card in result.scorecards)
    return Overview(
        files=tuple(_file(f"f{number}", result) for number, result in enumerate(audited, start=1)),
        failed=tuple(result for result in results if isinstance(result, Failed)),
        packs=tuple(Pack(label=pack_label(number), title=pack_title(code)) for number, code in enumerate(codes)),
        counts=by_severity(results),
        rows=sum(len(evaluation.indicators) for evaluation in evaluations),
        doubtful=sum(map(doubts, evaluations)),
        unread=sum(len(result.submission.unread) for result in audited),
    )


def _unread(submission: Submission, index: int) -> int:
    """Count the pieces not understood from a form's beginning to the next form's; those that cannot be placed may be of any form."""
    starts = [_position(evaluation.place) for evaluation in submission.evaluations]
    pieces = [_position(piece.place) for piece in submission.unread]
    if len({len(position) for position in (*starts, *pieces) if position}) > 1:
        return len(pieces)  # lines here and cells there: nothing tells which comes first
    start = starts[index] if index else ()
    following = min((position for position in starts if position > starts[index]), default=None)
    return sum(not position or (start <= position and (not following or position < following)) for position in pieces)


def _position(place: Place) -> tuple[int, ...]:
    """Where something stands in its file, in numbers that can be compared; empty where the place does not say."""
    if place.line is not None:
        return (place.line,)
    return (place.table, place.row or 0) if place.table is not None else ()


def _file(anchor: str, result: Audited) -> FileView:
    shared = common_findings(
        (finding.evaluation, finding) for finding in result.findings if finding.evaluation is not None
    )
    above = {id(finding): f"{anchor}-c{at}" for at, each in enumerate(shared, start=1) for finding in each.findings}
    numbered = [
        Numbered(number=number, anchor=f"{anchor}-n{number}", finding=finding, common=above.get(id(finding), ""))
        for number, finding in enumerate(result.findings, start=1)
    ]
    spots = {id(each.finding): each for each in numbered}
    evaluations = result.submission.evaluations
    markers = [
        Marker(f"{anchor}-e{index + 1}", [each for each in numbered if each.finding.evaluation == index])
        for index in range(len(evaluations))
    ]
    forms = [
        form_view(
            index,
            evaluation,
            [card for card in result.scorecards if card.evaluation == index],
            markers[index],
            unread=_unread(result.submission, index),
        )
        for index, evaluation in enumerate(evaluations)
    ]
    return FileView(
        anchor=anchor,
        path=result.path,
        submission=result.submission,
        forms=tuple(forms),
        findings=tuple(linked(each, markers) for each in numbered if each.finding.evaluation is None),
        common=tuple(
            CommonView(
                anchor=f"{anchor}-c{at}",
                finding=each.first,
                forms=len(each.homes),
                spots=tuple((form + 1, spots[id(finding)]) for form, finding in each.members),
                basis=each.basis,
                suggestions=each.suggestions,
            )
            for at, each in enumerate(shared, start=1)
        ),
    )
