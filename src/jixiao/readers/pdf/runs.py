"""Characters gathered into runs: what was printed in one go and belongs to one cell.

Characters are never assigned to cells one by one: an amount wider than its column would be torn apart (2,321,808.08 next to 810 became
12,321,808.0 and 810).
"""

import math
from collections.abc import Sequence

import msgspec

from jixiao.readers.lattice import Box

_WITHIN = 0.35
"""Gap in ems that parts runs within one text object."""
_BETWEEN = 0.12
"""Gap in ems across which characters of different text objects are one run; some programs write one object per character."""
_OVERLAP = 0.3
"""By how many ems the next character may begin before the end of the last, in kerned and in overlapping text."""
_LEVEL = 0.35
"""By how many ems the middle of characters of one line may differ."""
_SPACE = 0.16, 1.0
"""Ems between two characters that a space takes, when a program moves on instead of writing it."""
_SINGLE = 0.8
"""Text objects per character by which a program is known that writes characters one by one."""
_SLANT = math.radians(4)
"""Text inclined by more than this from the upright and the level is a watermark, not content."""
_TINY = 1.2
"""Points of height below which nobody can read text: it was hidden that way."""
_AGAIN = 0.15
"""Ems by which text that imitates bold letters is written beside itself."""
_SPOTS = 50
UNKNOWN = "\ufffd"
"""Stands for a character that the file does not name."""
_CHINESE = 0x2E80
"""Chinese characters and full-width signs begin here."""
_IDEOGRAPHS = 0x3400, 0x9FFF

INVISIBLE = "是不显示的文字"
TINY = "是小到看不见的文字"
SLANTED = "是斜排的水印文字"
CUT_OFF = "是被页面或单元格边界截去的文字"


class Glyph(msgspec.Struct, frozen=True):
    """One character and its loose box, as displayed."""

    text: str
    box: Box


class Look(msgspec.Struct, frozen=True):
    """What holds for all characters of one text object: why they are not seen, whether they are white, and what of them is seen."""

    hidden: str = ""
    white: bool = False
    clip: Box | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Characters printed in one go: their text, the box around what is seen of them, and in which direction they run.

    `turn` counts quarter turns clockwise: 0 is level, 1 reads downwards, 3 upwards. `hidden` says why a reader does not see it. The space
    that was written before or behind a run is no character of it.
    """

    glyphs: tuple[Glyph, ...]
    box: Box
    turn: int = 0
    hidden: str = ""
    white: bool = False
    spaced_before: bool = False
    spaced_after: bool = False

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """Height of the line, about an em."""
        left, top, right, bottom = self.box
        return right - left if self.turn % 2 else bottom - top

    def part(self, start: int, end: int) -> "Run | None":
        """The run of some of the characters; None when these are but spaces."""
        return _run(self.glyphs[start:end], self)


def _run(glyphs: Sequence[Glyph], like: Run) -> Run | None:
    """Make a run of characters without the spaces around them; None when nothing else is left."""
    start, end = 0, len(glyphs)
    while start < end and glyphs[start].text.isspace():
        start += 1
    while end > start and glyphs[end - 1].text.isspace():
        end -= 1
    if start == end:
        return None
    kept = tuple(glyphs[start:end])
    return msgspec.structs.replace(
        like,
        glyphs=kept,
        box=around([glyph.box for glyph in kept]),
        spaced_before=start > 0,
        spaced_after=end < len(glyphs),
    )


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common; its right is left of its left, or its bottom above its top, when that is nothing."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def turned(box: Box, turn: int) -> Box:
    """A box in the frame of text that runs in the given direction, so that this text is level there."""
    left, top, right, bottom = box
    if turn == 0:
        return box
    if turn == 1:
        return top, -right, bottom, -left
    if turn == 2:
        return -right, -bottom, -left, -top
    return -bottom, left, -top, right


class Spacing:
    """What the program that made a file does between characters, as far as its pages have been read."""

    def __init__(self) -> None:
        self._close = self._apart = 0
        self._characters = self._objects = 0
        self._writes_spaces = False

    def count(self, text: str, *, begins: bool) -> None:
        """Count a character, and whether a text object begins with it."""
        self._characters += 1
        self._objects += begins
        self._writes_spaces = self._writes_spaces or text == " "

    def note(self, gap: float) -> None:
        """Count a gap in ems between an ideograph and a Latin letter or a figure."""
        self._close += gap < _BETWEEN
        self._apart += _SPACE[0] <= gap <= _WITHIN

    @property
    def parts(self) -> bool:
        """Whether it leaves a little space between ideographs and letters, so that such a space says nothing.

        A program that writes characters one by one, and spaces never, leaves space only where one is.
        """
        one_by_one = self._objects >= _SINGLE * self._characters and not self._writes_spaces
        return not one_by_one and self._apart >= self._close


class Gathering:
    """Runs while characters are added to them, in the order in which they were written."""

    def __init__(self, spacing: Spacing) -> None:
        self._spacing = spacing
        self._runs: list[Run] = []
        self._glyphs: list[Glyph] = []
        self._written = 0
        self._look = Look()
        self._turn = 0
        self._seen: dict[str, list[Box]] = {}

    def add(self, glyph: Glyph, written: int, look: Look, angle: float) -> None:
        """Add a character of text object number `written`, inclined clockwise by an angle in radians."""
        quarter = round(angle / (math.pi / 2))
        if abs(angle - quarter * math.pi / 2) > _SLANT:
            look = msgspec.structs.replace(look, hidden=SLANTED)
        turn = quarter % 4
        if self._glyphs:
            gap = self._gap(glyph.box) if turn == self._turn and look == self._look else None
            if gap is not None and _is_mixed(self._glyphs[-1].text, glyph.text):
                self._spacing.note(gap)
            if gap is None or gap > (_WITHIN if written == self._written else _BETWEEN):
                self._close()
        self._spacing.count(glyph.text, begins=written != self._written)
        self._glyphs.append(glyph)
        self._written, self._look, self._turn = written, look, turn

    def _gap(self, box: Box) -> float | None:
        """Ems between the last character and the next one on its line; None when that is on no line or too far back."""
        last, now = turned(self._glyphs[-1].box, self._turn), turned(box, self._turn)
        if last == now:
            return 0.0  # both characters of a ligature have the box of the whole
        em = max(last[3] - last[1], now[3] - now[1], 0.1)
        if abs(last[1] + last[3] - now[1] - now[3]) / 2 > _LEVEL * em:
            return None
        gap = (now[0] - last[2]) / em
        return gap if gap >= -_OVERLAP else None

    def _close(self) -> None:
        glyphs, look = tuple(self._glyphs), self._look
        self._glyphs = []
        run = _run(glyphs, Run(glyphs=glyphs, box=glyphs[0].box, turn=self._turn, hidden=look.hidden, white=look.white))
        if run is None:
            if self._runs:
                self._runs[-1] = msgspec.structs.replace(self._runs[-1], spaced_after=True)
            return
        if run.size < _TINY and not run.hidden:
            run = msgspec.structs.replace(run, hidden=TINY)
        if look.clip is not None:
            run = _clipped(run, look.clip)
        if not self._again(run):
            self._runs.append(run)

    def _again(self, run: Run) -> bool:
        """Whether the same text was written in the same spot before: bold letters are imitated that way."""
        spots = self._seen.setdefault(run.text, [])
        near = _AGAIN * run.size
        if any(abs(run.box[0] - left) <= near and abs(run.box[1] - top) <= near for left, top, _, _ in spots[-_SPOTS:]):
            return True
        spots.append(run.box)
        return False

    def finished(self) -> list[Run]:
        """All runs, the last one closed, with the spaces that a program moved over instead of writing them."""
        if self._glyphs:
            self._close()
        parted = self._spacing.parts
        return [
            *(_spaced(*pair, parted=parted) for pair in zip(self._runs, self._runs[1:], strict=False)),
            *self._runs[-1:],
        ]


def _clipped(run: Run, clip: Box) -> Run:
    """A run with the box of what is seen of it: hidden when that is nothing, or when its lines are cut lengthwise through the middle."""
    seen = common(run.box, clip)
    x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
    through = clip[0] <= x <= clip[2] if run.turn % 2 else clip[1] <= y <= clip[3]
    if seen[0] >= seen[2] or seen[1] >= seen[3] or not through:
        return msgspec.structs.replace(run, hidden=run.hidden or CUT_OFF)
    return msgspec.structs.replace(run, box=seen)


def _is_chinese(text: str) -> bool:
    return ord(text[0]) >= _CHINESE


def _is_mixed(one: str, other: str) -> bool:
    """Whether one of two characters is an ideograph and the other a Latin letter or a figure."""
    left, right = (_IDEOGRAPHS[0] <= ord(text[0]) <= _IDEOGRAPHS[1] for text in (one, other))
    between = one if right else other
    return left != right and between.isalnum() and not _is_chinese(between)


def _spaced(run: Run, following: Run, *, parted: bool) -> Run:
    """A run with the space behind it, where the gap shows one.

    Programs leave a little space between Chinese characters and Latin letters or figures (`parted`: this one does so), but never beside
    points and commas.
    """
    one, other = turned(run.box, run.turn), turned(following.box, run.turn)
    em = max(run.size, 0.1)
    level = abs(one[1] + one[3] - other[1] - other[3]) / 2 <= _LEVEL * em
    if run.turn != following.turn or not level or not _SPACE[0] <= (other[0] - one[2]) / em <= _SPACE[1]:
        return run
    left, right = run.glyphs[-1].text, following.glyphs[0].text
    beside_sign = _is_chinese(left) != _is_chinese(right) and not _is_mixed(left, right)
    return msgspec.structs.replace(run, spaced_after=True) if beside_sign or not parted else run
