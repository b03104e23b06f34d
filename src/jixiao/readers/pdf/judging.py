"""What of a page's text a reader sees, and whether the page has to be read as a picture instead.

A page is a picture when its text is one, when its text is not named by the file (fonts without Unicode maps), or when all text is an
invisible layer that somebody's text recognition put under a scan.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

import msgspec

from jixiao.documents import Omission
from jixiao.readers.lattice import Box
from jixiao.readers.pages import spot
from jixiao.readers.pdf.lines import lines_of
from jixiao.readers.pdf.rules import Drawn, on_dark
from jixiao.readers.pdf.runs import CUT_OFF, INVISIBLE, UNKNOWN, Run, around

_FEW = 20
"""Characters that may stand on a scanned page as text: a page number, a stamp of the scanner."""
_PICTURED = 0.3
"""Share of a page that pictures cover when the page is one."""
_OUTLINES = 150
"""Paths with curves on a page whose text was turned into shapes."""
_UNNAMED = 0.05
"""Share of characters without a name beyond which the others are not to be trusted either."""
_SIDE = 60.0
"""Points of the shorter side of a picture that may hold text; smaller ones are seals and marks."""
_ENOUGH = 100
"""Ideographs that tell whether a text is Chinese."""
_COMMON = 0.7
"""Share of them that are among the 3,755 common ones of GB 2312; of any real text nearly all are."""
_LATIN = 0.3
"""Share of accented letters in a text whose bytes were taken for Latin ones."""
WHITE = "是与纸张同色的文字"


class Kind(Enum):
    """How a page is to be read."""

    TEXT = "text"
    PICTURE = "picture"
    GARBLED = "garbled"
    LAYERED = "layered"
    """A scan with text that somebody else recognised in an invisible layer."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """The runs that are seen, or those of the invisible layer of a scan; what was left out; and how to read the page."""

    runs: tuple[Run, ...]
    omissions: tuple[Omission, ...]
    kind: Kind


def judged(runs: Sequence[Run], drawn: Drawn, number: int, size: tuple[float, float]) -> Judged:
    """Part what is seen on page `number` from what is not."""
    told = [_told(run, drawn, size) for run in runs]
    seen = tuple(run for run in told if not run.hidden)
    layer = tuple(run for run in told if run.hidden == INVISIBLE)
    covered = _covered(drawn.pictures, size)
    if _count(seen) < _FEW:
        if layer and covered >= _PICTURED:
            return Judged(runs=layer, omissions=(), kind=Kind.LAYERED)
        if covered >= _PICTURED or drawn.outlines >= _OUTLINES:
            return Judged(runs=seen, omissions=(), kind=Kind.PICTURE)
    if _is_garbled("".join(run.text for run in seen)):
        return Judged(runs=(), omissions=(), kind=Kind.GARBLED)
    omissions = (*_hidden(told, number, size), *_pictures(drawn.pictures, seen, number, size))
    return Judged(runs=seen, omissions=omissions, kind=Kind.TEXT)


def _told(run: Run, drawn: Drawn, size: tuple[float, float]) -> Run:
    """A run with the reason why it is not seen, where the page around it is one."""
    if run.hidden:
        return run
    x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
    if not (0 <= x <= size[0] and 0 <= y <= size[1]):
        return msgspec.structs.replace(run, hidden=CUT_OFF)
    if run.white and not on_dark(run.box, [*drawn.dark, *drawn.pictures]):
        return msgspec.structs.replace(run, hidden=WHITE)
    return run


def _count(runs: Iterable[Run]) -> int:
    return sum(len(run.glyphs) for run in runs)


def _covered(pictures: Iterable[Box], size: tuple[float, float]) -> float:
    """Share of the page that pictures cover; those that overlap count twice."""
    areas = (
        max(0.0, min(right, size[0]) - max(left, 0.0)) * max(0.0, min(bottom, size[1]) - max(top, 0.0))
        for left, top, right, bottom in pictures
    )
    return sum(areas) / (size[0] * size[1])


def _is_garbled(text: str) -> bool:
    """Whether a text cannot be what is printed: characters without names, rare ones only, or bytes taken for Latin letters."""
    if not text:
        return False
    if text.count(UNKNOWN) > _UNNAMED * len(text):
        return True
    ideographs = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    if len(ideographs) >= _ENOUGH and sum(map(_is_common, ideographs)) < _COMMON * len(ideographs):
        return True
    return sum("\u00a1" <= character <= "\u024f" for character in text) > _LATIN * max(len(text), _FEW)


def _is_common(character: str) -> bool:
    code = character.encode("gb2312", errors="ignore")
    return bool(code) and code[0] < 0xD8


def _hidden(runs: Iterable[Run], number: int, size: tuple[float, float]) -> list[Omission]:
    """One omission for each reason why text is not seen."""
    reasons: dict[str, list[Run]] = {}
    for run in runs:
        if run.hidden:
            reasons.setdefault(run.hidden, []).append(run)
    return [
        Omission(
            text="\n".join(line.text for line in lines_of(hidden)),
            why=f"{why}，未作为内容读取。",
            place=spot(number, around([run.box for run in hidden]), size),
        )
        for why, hidden in reasons.items()
    ]


def _pictures(pictures: Iterable[Box], runs: Sequence[Run], number: int, size: tuple[float, float]) -> list[Omission]:
    """Pictures on a page of text that may hold text themselves: large ones over which none is printed."""
    return [
        Omission(text="", why="是图片，其中如有文字未读取；请核对原件。", place=spot(number, box, size))
        for box in pictures
        if min(box[2] - box[0], box[3] - box[1]) >= _SIDE
        and _count(run for run in runs if on_dark(run.box, [box])) < _FEW
    ]
