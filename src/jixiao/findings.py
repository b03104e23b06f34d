"""What any stage may report (问题): a sentence with the cells it quotes, its arithmetic, its legal basis and its certainty."""

from enum import StrEnum

import msgspec

from jixiao.law import Article
from jixiao.places import Place


class Severity(StrEnum):
    """How grave a finding is, highest first."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word shown to users."""
        return {"fatal": "严重", "error": "错误", "warning": "提醒", "info": "提示"}[self.value]

    def at_least(self, other: "Severity") -> bool:
        """Tell whether this severity is as grave as the other or graver."""
        order = list(Severity)
        return order.index(self) <= order.index(other)


class Certainty(StrEnum):
    """How sure we are: arithmetic is certain, wording is likely or possible."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def chinese(self) -> str:
        """The word shown to users."""
        return {"certain": "确定", "likely": "很可能", "possible": "可能"}[self.value]

    @staticmethod
    def weakest(*certainties: "Certainty") -> "Certainty":
        """The least sure of several, as what rests on all of them is."""
        return max(certainties, key=list(Certainty).index)


class Quote(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A cell as printed. `path` names it inside its evaluation, e.g. "indicators/3/score", "funds/0/rate", "total_score".

    `file` is the name of the file it stands in, where that is another than the one the finding is about.
    """

    text: str | None
    place: Place | None = None
    path: str | None = None
    file: str | None = None

    @property
    def where(self) -> str:
        """The place in Chinese, with the file where it is another one; empty where neither is known."""
        place = "" if self.place is None or self.place == Place() else str(self.place)
        return f"“{self.file}”{place}" if self.file else place


class Answer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the unit says to a finding (说明): the reason, who gave it and when, as they wrote it."""

    reason: str
    by: str | None = None
    on: str | None = None

    def __str__(self) -> str:
        """Write it for people: 采购合同次年签订（财务科，2024-03-01）."""
        given = "，".join(filter(None, (self.by, self.on)))
        return f"{self.reason}（{given}）" if given else self.reason


_OF_FORM = (
    "STR-",
    "IND-",
    "QLT-",
    "DEV-03",
    "DEV-04",
    "DEV-05",
    "DEV-06",
    "WGT-06",
    "SAT-0",
    "NAR-11",
    "NAR-12",
    "READ-",
)
"""Checks of how a form is filled in; the others say that what it states cannot be so."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One problem found.

    `code` is that of the check (or READ-… for reading problems), `name` its fault-stating identifier, `title` its Chinese name,
    `evaluation` the index of the form in its submission or None for the whole file, `figures` the numbers of the arithmetic as text.
    `key` is by what an answer knows it again (jixiao.answers), `answer` what was answered.
    """

    code: str
    name: str
    title: str
    severity: Severity
    certainty: Certainty
    message: str
    evaluation: int | None = None
    quotes: tuple[Quote, ...] = ()
    figures: dict[str, str] = {}
    basis: tuple[Article, ...] = ()
    suggestion: str | None = None
    key: str = ""
    answer: Answer | None = None

    @property
    def open(self) -> bool:
        """Tell whether it still has to be dealt with: an answer settles whatever is not fatal."""
        return self.answer is None or self.severity is Severity.FATAL

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """Where it stands among others: the gravest first; of these doubtful ones last, and figures and facts before matters of form."""
        possible = self.certainty is Certainty.POSSIBLE
        order = list(Certainty).index(self.certainty)
        return list(Severity).index(self.severity), possible, self.code.startswith(_OF_FORM), order
