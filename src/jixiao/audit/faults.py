"""What a check yields: the fault it saw, not yet signed with the code, title and basis of the check."""

import msgspec

from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import Article


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What a check saw, before the check's own code, title and basis are put on; made by `case.finding`.

    `file` is the position of the file that it concerns, where several are seen at once.
    `doubtful` tells that a cell it rests on was read with doubt; severity and certainty are None where those of the check hold.
    `unfounded` tells that a cell which it takes for blank holds what could not be read: such a fault is not reported.
    `basis` is what the rule pack in force rests on, where the fault was judged by it; empty where the basis of the check holds.
    `title` names the fault where that of the check would say more than was seen, or something else; empty where it fits.
    """

    message: str
    file: int = 0
    evaluation: int | None = None
    quotes: tuple[Quote, ...] = ()
    figures: dict[str, str] = {}
    suggestion: str | None = None
    severity: Severity | None = None
    certainty: Certainty | None = None
    doubtful: bool = False
    unfounded: bool = False
    basis: tuple[Article, ...] = ()
    title: str = ""
