"""What a 自评报告 is made of: the files at hand, and every value in them by its address (`Origin`), to be asked for again."""

from collections.abc import Sequence
from functools import cached_property

import msgspec

from jixiao.audit import Case, Row
from jixiao.audit.case import doubts, quote
from jixiao.findings import Quote
from jixiao.results import Audited
from jixiao.scoring import DEFAULT_PACK, RowScore, Scorecard, packs


class Origin(msgspec.Struct, frozen=True):
    """The address of a value: number of the file among the materials, of the form in it (None for the running text), path of the cell.

    Paths are those of findings (indicators/3/score, total_score), and besides: year, narrative/4 for a passage of the running text,
    scorecard/rows/3/because for the sentence by which the points of a row were worked out again, scorecard/total for that of the total.
    """

    file: int
    form: int | None
    path: str


class Materials:
    """The files of a report in order; what stands in them by address."""

    def __init__(self, files: Sequence[Audited]) -> None:
        self.files = tuple(files)
        self._cases: dict[tuple[int, int], Case] = {}

    def case(self, file: int, form: int) -> Case:
        """One form with its values understood."""
        if (file, form) not in self._cases:
            result = self.files[file]
            card = self.scorecard(file, form)
            pack = packs[card.rule_pack if card else DEFAULT_PACK]
            self._cases[file, form] = Case(result.submission, form, pack, card)
        return self._cases[file, form]

    def scorecard(self, file: int, form: int) -> Scorecard | None:
        """What the leading rule pack gives a form; None where it was not scored."""
        return next((card for card in self.files[file].scorecards if card.evaluation == form), None)

    def case_of(self, origin: Origin) -> Case:
        """The form that an address leads into."""
        return self.case(origin.file, _number(origin))

    def row(self, origin: Origin) -> Row:
        """The indicator row that an address leads into."""
        return self.case_of(origin).rows[int(origin.path.split("/")[1])]

    def scored(self, origin: Origin) -> RowScore | None:
        """What the rule pack gives the row at an address (indicators/3), or 预算执行率 (execution)."""
        card = self.scorecard(origin.file, _number(origin))
        if card is None:
            return None
        return card.execution if origin.path == "execution" else card.rows[int(origin.path.split("/")[1])]

    def quote(self, origin: Origin) -> Quote:
        """What stands at an address, as printed, and where in the file that is."""
        submission = self.files[origin.file].submission
        kind, *rest = origin.path.split("/")
        if kind == "narrative":
            passage = submission.narrative.text[int(rest[0])]
            return Quote(text=passage.text, place=passage.place, path=origin.path)
        form = submission.evaluations[_number(origin)]
        if kind == "year":
            year = None if form.year is None else str(form.year)
            return Quote(text=year, place=form.cells.get("year", form.cells.get("title")), path=origin.path)
        if kind == "scorecard":
            return Quote(text=self._because(origin, rest), place=None, path=origin.path)
        return quote(form, origin.path)

    def total_because(self, origin: Origin) -> str:
        """How the rule pack comes to the total of a form; empty where it was not scored."""
        card = self.scorecard(origin.file, _number(origin))
        return "" if card is None else card.total.because

    def _because(self, origin: Origin, rest: list[str]) -> str | None:
        if rest[0] == "total":
            return self.total_because(origin)
        path = "execution" if rest[0] == "execution" else f"indicators/{rest[1]}"
        row = self.scored(msgspec.structs.replace(origin, path=path))
        return None if row is None else row.because

    def doubtful(self, origin: Origin) -> bool:
        """Tell whether a value was read with doubt, so that a person has to compare it with the original."""
        if origin.form is None or origin.path.startswith(("narrative", "scorecard")):
            return False
        return doubts(self.files[origin.file].submission.evaluations[origin.form], origin.path)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files as their user named them."""
        return tuple(result.path for result in self.files)


def _number(origin: Origin) -> int:
    if origin.form is None:
        message = f"{origin.path} needs a form"
        raise ValueError(message)
    return origin.form
