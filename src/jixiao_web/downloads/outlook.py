"""What is looked at before a form is published (公开前核对): open findings and personal data, each with its cell, and the sum of it all.

Whoever publishes, by page, interface or command, confirms just this list by its digest: one that changed meanwhile is looked at again.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from jixiao.findings import Finding
from jixiao.renderers.publication import Exposed
from jixiao.renderers.publication.publishing import Decision, decide, looked_through
from jixiao_web.downloads.making import reported
from jixiao_web.filings.addresses import FIELDS, HEAD, Address
from jixiao_web.filings.content import unplaced
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.naming import called
from jixiao_web.filings.telling import ToldFinding, told


class Piece(NamedTuple):
    """A piece of personal data: its kind in Chinese, its text, the cell ("" where it stands in none) and what people call that."""

    kind: str
    text: str
    address: str
    called: str


class Outlook(NamedTuple):
    """What publishing would come to: findings left open, what is blanked and what is published as it is, and the digest of it all."""

    findings: list[ToldFinding]
    blanked: list[Piece]
    pointed_out: list[Piece]
    digest: str


def outlook(filing: Filing) -> Outlook:
    """Look at a form as it stands."""
    rows = list(filing.rows.all())
    given = set(filing.answers.values_list("key", flat=True))
    left = [each for each in judge(filing, rows).findings if each.key not in given]
    decision = decided(filing)
    return Outlook(
        findings=told(filing, rows, left),
        blanked=[_piece(each, filing, rows) for each in decision.blanked],
        pointed_out=[_piece(each, filing, rows) for each in decision.pointed_out],
        digest=_digest(left, decision),
    )


def decided(filing: Filing) -> Decision:
    """What becomes of the personal data in a form: it is blanked, but for the names of those who sign."""
    return decide(looked_through([unplaced(reported(filing))]), {}, redact=True)


def _digest(findings: Sequence[Finding], decision: Decision) -> str:
    pieces = [piece.key for piece in (*decision.blanked, *decision.pointed_out)]
    listed = msgspec.json.encode([sorted(finding.key for finding in findings), sorted(pieces)])
    return hashlib.sha256(listed).hexdigest()[:16]


def _piece(piece: Exposed, filing: Filing, rows: Sequence[Row]) -> Piece:
    address = _address(piece.path, rows)
    words = called(rows, str(address), filing.form) if address else piece.where
    return Piece(piece.kind.chinese, piece.text, str(address or ""), words)


_IN_HEAD = re.compile(r"evaluations/0/(\w+)")
_IN_ROW = re.compile(r"evaluations/0/(\w+)/(\d+)/(\w+)")


def _address(path: str, rows: Sequence[Row]) -> Address | None:
    """The cell of the form in which a text of its submission stands; None for the name of the file and the like."""
    if (found := _IN_HEAD.fullmatch(path)) and found[1] in HEAD:
        return Address("head", None, found[1])
    if (found := _IN_ROW.fullmatch(path)) and found[3] in FIELDS.get(found[1], ()):
        held = [row for row in rows if row.part == found[1]]
        return Address(found[1], held[int(found[2])].pk, found[3])
    return None
