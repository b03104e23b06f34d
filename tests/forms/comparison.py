"""Compare what the reader made of a form with the truth written by hand: what is right, what is wrong, and what is wrong in silence.

Texts are compared after NFKC, with one spelling of operators, dashes and quotes and without white space; a lone dash is a blank; numbers
are compared as numbers. A wrong cell is silent unless the reader owned up to it: the field is named in the row's `doubtful`, a reading
problem quotes the cell, or the value was left blank and its text stands in `unread`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any, TypeVar

from jixiao.model import Evaluation, Submission

ROW = ("name", "weight", "target", "actual", "score", "level1", "level2")
ASIDE = ("rule", "note", "remark", "forecast", "likelihood", "reviewed_actual", "reviewed_score", "deviation")
FUND = ("label", "initial", "adjusted", "executed", "weight", "rate", "score")
MANAGEMENT = ("item", "description", "issue")
GOAL = ("expected", "actual")
HEAD = (
    "kind",
    "form",
    "year",
    "amount_unit",
    "project_name",
    "project_code",
    "supervisor",
    "local_supervisor",
    "implementer",
    "total_weight",
    "total_score",
    "grade",
    "conclusion",
    "remark",
)

_NUMBERS = {"weight", "score", "initial", "adjusted", "executed", "total_weight", "total_score", "reviewed_score"}
_OPERATORS = {"≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", ">=": "≥", "<=": "≤"}
_ONE_SPELLING = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019`", "'"),
        **dict.fromkeys("\u301c\u223c", "~"),
        **dict.fromkeys("\u2022\u30fb\u2027\u2219", "·"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    }
)
_BLANK = {"", "-", "--", "/", "\\"}


def plain(value: object, key: str = "") -> str:
    """Bring a printed text to the spelling it is compared in; "" for a blank cell."""
    if value is None:
        return ""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)).translate(_ONE_SPELLING))
    for spelling, one in _OPERATORS.items():
        text = text.replace(spelling, one)
    text = text.rstrip(":;。")
    if text in _BLANK:
        return ""
    if key in _NUMBERS:
        try:
            return format(Decimal(text.replace(",", "")).normalize(), "f")
        except InvalidOperation:
            return text
    return text


@dataclass(frozen=True)
class Difference:
    """One thing read otherwise than it stands in the form; `silent` when the reader did not own up to it."""

    path: str
    expected: str | None
    got: str | None
    silent: bool

    def __str__(self) -> str:
        """Say it in one line: where, what stands there, what was read."""
        mark = "silent " if self.silent else "owned  "
        return f"{mark} {self.path}: {self.expected!r} read as {self.got!r}"


@dataclass
class Share:
    """How many of a kind were right."""

    right: int = 0
    total: int = 0

    def count(self, *, right: bool) -> None:
        """Add one, right or wrong."""
        self.right += right
        self.total += 1

    @property
    def part(self) -> float:
        """The part that is right, 1.0 where there is nothing to read."""
        return self.right / self.total if self.total else 1.0

    def __str__(self) -> str:
        """Write it as right/total."""
        return f"{self.right}/{self.total}"


@dataclass
class Report:
    """The comparison of one file."""

    name: str
    forms: Share = field(default_factory=Share)
    rows: Share = field(default_factory=Share)
    funds: Share = field(default_factory=Share)
    head: Share = field(default_factory=Share)
    others: Share = field(default_factory=Share)
    differences: list[Difference] = field(default_factory=list)

    @property
    def silent(self) -> list[Difference]:
        """The differences that the reader did not own up to."""
        return [difference for difference in self.differences if difference.silent]


Record = TypeVar("Record")


def align(
    expected: Sequence[Record], got: Sequence[Record], likeness: Callable[[Record, Record], float]
) -> Iterator[tuple[int | None, int | None]]:
    """Pair two sequences in order so that the sum of likenesses is greatest; a pair needs a likeness above zero."""
    best = [[0.0] * (len(got) + 1) for _ in range(len(expected) + 1)]
    alike = [[likeness(left, right) for right in got] for left in expected]
    for i in range(len(expected) - 1, -1, -1):
        for j in range(len(got) - 1, -1, -1):
            pair = alike[i][j] + best[i + 1][j + 1] if alike[i][j] > 0 else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(expected) or j < len(got):
        both = i < len(expected) and j < len(got)
        if both and alike[i][j] > 0 and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif i < len(expected) and (j == len(got) or best[i][j] == best[i + 1][j]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def compare(name: str, truth: Submission, read: Submission) -> Report:
    """Compare a submission as read with the truth, form by form."""
    report = Report(name)
    comparison = _Comparison(report, read)
    for expected, got in align(truth.evaluations, read.evaluations, _like_evaluations):
        report.forms.count(right=expected is not None and got is not None)
        comparison.evaluation(
            None if expected is None else truth.evaluations[expected],
            None if got is None else read.evaluations[got],
            f"{expected if expected is not None else 'extra'}",
            got,
        )
    return report


def _like_evaluations(expected: Evaluation, got: Evaluation) -> float:
    names = {plain(row.name) for row in got.indicators}
    shared = sum(plain(row.name) in names for row in expected.indicators)
    return 0.1 + shared + (plain(expected.project_name) == plain(got.project_name))


def _likeness(keys: Sequence[str]) -> Callable[[Any, Any], float]:
    def measure(expected: object, got: object) -> float:
        left, right = plain(getattr(expected, keys[0])), plain(getattr(got, keys[0]))
        title = SequenceMatcher(None, left, right).ratio()
        pairs = [(plain(getattr(expected, key), key), plain(getattr(got, key), key)) for key in keys[1:]]
        same = sum(one == other != "" for one, other in pairs)
        return title + same / len(keys) if title >= 0.5 or same >= 3 else 0.0

    return measure


class _Comparison:
    """Walk through one file; keeps the texts with which the reader may have owned up to a fault."""

    def __init__(self, report: Report, read: Submission) -> None:
        self.report = report
        self.problems = read.problems
        self.unread = "".join(plain(piece.text) for piece in read.unread)
        self.narrative = "".join(plain(passage.text) for passage in read.narrative.text)

    def evaluation(self, truth: Evaluation | None, read: Evaluation | None, path: str, index: int | None) -> None:
        if truth is None:
            self.report.differences.append(Difference(path, None, str(read and read.title), silent=True))
            return
        if read is None:
            read = Evaluation()
        self._head(truth, read, path, index)
        for key, share in (("funds", self.report.funds), ("fund_management", None), ("goals", None)):
            fields = {"funds": FUND, "fund_management": MANAGEMENT, "goals": GOAL}[key]
            for where, expected, got in self._pairs(getattr(truth, key), getattr(read, key), fields, f"{path}/{key}"):
                self._record(expected, got, fields, where, index, share or self.report.others)
        for where, expected, got in self._pairs(truth.indicators, read.indicators, ROW, f"{path}/indicators"):
            self._row(expected, got, where, index)
        for key in ("level1_weights", "level2_weights"):
            self._points(getattr(truth, key), getattr(read, key), f"{path}/{key}")
        self._fields(truth, read, path)

    def _pairs(
        self, expected: Sequence[Any], got: Sequence[Any], keys: Sequence[str], path: str
    ) -> Iterator[tuple[str, Any, Any]]:
        for i, j in align(expected, got, _likeness(keys)):
            yield (
                f"{path}/{j if j is not None else f'missing {i}'}",
                None if i is None else expected[i],
                None if j is None else got[j],
            )

    def _owned(self, expected: str, got: str, path: str, index: int | None, doubtful: Iterable[str] = ()) -> bool:
        _, _, inside = path.partition("/")
        quoted = any(
            problem.evaluation in {None, index} and quote.path == inside
            for problem in self.problems
            for quote in problem.quotes
        )
        return inside.rpartition("/")[2] in doubtful or quoted or (not got and expected in self.unread)

    def _cell(self, expected: object, got: object, path: str, index: int | None, doubtful: Iterable[str] = ()) -> bool:
        key = path.rpartition("/")[2]
        left, right = plain(expected, key), plain(got, key)
        if left == right:
            return True
        silent = not self._owned(plain(expected), right, path, index, doubtful)
        self.report.differences.append(
            Difference(path, None if expected is None else str(expected), None if got is None else str(got), silent)
        )
        return False

    def _head(self, truth: Evaluation, read: Evaluation, path: str, index: int | None) -> None:
        fields, apart = ({plain(one.value) for one in form.fields} for form in (read, truth))
        for key in HEAD:
            expected, got = getattr(truth, key), getattr(read, key)
            if key == "remark" and expected is None and plain(got) in apart:
                continue
            elsewhere = [key] if got is None and plain(expected) in fields else []
            right = self._cell(expected, got, f"{path}/{key}", index, elsewhere)
            if expected is not None or got is not None:
                self.report.head.count(right=right)

    def _record(
        self, expected: object, got: object, keys: Sequence[str], path: str, index: int | None, share: Share
    ) -> None:
        cells = [
            self._cell(getattr(expected, key, None), getattr(got, key, None), f"{path}/{key}", index) for key in keys
        ]
        share.count(right=all(cells))

    def _row(self, expected: Any, got: Any, path: str, index: int | None) -> None:  # noqa: ANN401 - a row or None
        if expected is None:
            owned = "name" in got.doubtful
            self.report.rows.count(right=False)
            self.report.differences.append(Difference(path, None, f"row {got.name}", silent=not owned))
            return
        if got is None:
            self.report.rows.count(right=False)
            owned = plain(expected.name) in self.unread
            self.report.differences.append(Difference(path, f"row {expected.name}", None, silent=not owned))
            return
        damaged = set(expected.doubtful)
        right = True
        for key in ROW:
            if key in damaged:
                marked = key in got.doubtful or (not plain(getattr(got, key)) and bool(self.unread))
                if not marked:
                    right = False
                    self.report.differences.append(
                        Difference(f"{path}/{key}", "damaged, to be marked", str(getattr(got, key)), silent=True)
                    )
                continue
            right &= self._cell(getattr(expected, key), getattr(got, key), f"{path}/{key}", index, got.doubtful)
        self.report.rows.count(right=right)
        swapped = (expected.note, expected.remark) == (got.remark, got.note) and None in {got.note, got.remark}
        for key in ASIDE:
            if key in damaged or (swapped and key in {"note", "remark"}):
                continue
            self._cell(getattr(expected, key), getattr(got, key), f"{path}/{key}", index, got.doubtful)

    def _points(self, expected: dict[str, str], got: dict[str, str], path: str) -> None:
        for label in {**expected, **got}:
            self._cell(expected.get(label), got.get(label), f"{path}/{label}", None)

    def _fields(self, truth: Evaluation, read: Evaluation, path: str) -> None:
        kept = self.unread + self.narrative + "".join(plain(one.value) for one in read.fields)
        known = {(plain(one.label), plain(one.value)) for one in read.fields}
        remark = plain(read.remark)
        for one in truth.fields:
            right = (plain(one.label), plain(one.value)) in known or plain(one.value) == remark
            self.report.others.count(right=right)
            if not right:
                lost = plain(one.value) not in kept
                self.report.differences.append(Difference(f"{path}/fields/{one.label}", one.value, None, silent=lost))
