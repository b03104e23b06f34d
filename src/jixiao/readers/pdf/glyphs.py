"""The characters of a page, gathered into runs: what was printed in one go and belongs to one cell.

Characters are never assigned to cells one by one: an amount wider than its column would be torn apart (2,321,808.08 next to 810 became
12,321,808.0 and 810). Boxes are the loose ones, from the font's ascent to its descent; the tight ones put "，" and "." on other lines.
"""

import ctypes
import math
from collections.abc import Sequence

import msgspec
from pypdfium2 import raw

from jixiao.readers.contents import RefusedError
from jixiao.readers.lattice import Box
from jixiao.readers.pdf.pdfium import Handle, Matrix, colour

_WITHIN = 0.35
"""Gap in ems that parts runs within one text object."""
_BETWEEN = 0.12
"""Gap in ems across which characters of different text objects are one run; some programs write one object per character."""
_OVERLAP = 0.3
"""By how many ems the next character may begin before the end of the last, in kerned and in overlapping text."""
_LEVEL = 0.35
"""By how many ems the middle of characters of one line may differ."""
_SLANT = math.radians(4)
"""Text inclined by more than this from the upright and the level is a watermark, not content."""
_TINY = 1.2
"""Points of height below which nobody can read text: it was hidden that way."""
_WHITE = 245
_UNKNOWN = "\ufffd"
_LINE_END_HYPHEN = 2
_SYMBOL_FONTS = {
    "WINGDINGS": dict(
        zip(b"\xa3\xa8\x6f\x71\x52\xfe\xfc\x50\x53\xfd\x6e\xb7\x6c\xd8\xa1", "□□□□☑☑✓✓☒☒■•●➢○", strict=True)
    ),
    "SYMBOL": dict(zip(b"\xb3\xa3\xb1\xb4\xd7\xb7\xb9", "≥≤±×·•≠", strict=True)),
}
"""What the symbol fonts of word processors show for a private character: its low byte is the place in the font."""


class Glyph(msgspec.Struct, frozen=True):
    """One character and its loose box, as displayed."""

    text: str
    box: Box


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Characters printed in one go: their text, the box around them, how high their line is, and in which direction they run.

    `turn` counts quarter turns clockwise: 0 is level, 1 reads downwards, 3 upwards. `hidden` says why a reader does not see it.
    """

    glyphs: tuple[Glyph, ...]
    box: Box
    turn: int = 0
    hidden: str = ""
    white: bool = False

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


def _run(glyphs: Sequence[Glyph], like: Run | None = None) -> Run | None:
    """Make a run of characters without the spaces around them; None when nothing else is left."""
    start, end = 0, len(glyphs)
    while start < end and glyphs[start].text.isspace():
        start += 1
    while end > start and glyphs[end - 1].text.isspace():
        end -= 1
    if start == end:
        return None
    kept = tuple(glyphs[start:end])
    lefts, tops, rights, bottoms = zip(*(glyph.box for glyph in kept), strict=True)
    box = min(lefts), min(tops), max(rights), max(bottoms)
    return Run(glyphs=kept, box=box) if like is None else msgspec.structs.replace(like, glyphs=kept, box=box)


class _Look(msgspec.Struct, frozen=True):
    """What holds for all characters of one text object."""

    hidden: str = ""
    white: bool = False


_OUTLINE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
INVISIBLE = "是不显示的文字"
TINY = "是小到看不见的文字"
SLANTED = "是斜排的水印文字"
WHITE = "是与纸张同色的文字"


def runs(characters: Handle, shown: Matrix, most: int) -> list[Run]:
    """Gather the characters of a page into runs, in the order in which they were written.

    Raises:
        RefusedError: the page has more than `most` characters.

    """
    count = raw.FPDFText_CountChars(characters)
    if count > most:
        message = f"有一页含 {count} 个字符，超过 {most} 个的上限，不是绩效自评表；请只提交自评材料本身。"
        raise RefusedError(message)
    gathering = _Gathering()
    looks: dict[int, _Look] = {}
    base = math.atan2(shown.b, shown.a)
    box, address, look, angle = raw.FS_RECTF(), 0, _Look(), 0.0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(characters, index)
        if raw.FPDFText_IsGenerated(characters, index) == 1 and code != _LINE_END_HYPHEN:
            continue
        thing = raw.FPDFText_GetTextObject(characters, index)
        pointer = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if pointer != address or not index:
            address = pointer
            if pointer not in looks:
                looks[pointer] = _look(thing) if pointer else _Look()
            look = looks[pointer]
            angle = base + raw.FPDFText_GetCharAngle(characters, index)
        raw.FPDFText_GetLooseCharBox(characters, index, box)
        if 0xF000 <= code <= 0xF0FF:
            code = ord(_symbol(thing, code & 0xFF))
        text = _character(code, unmapped=raw.FPDFText_HasUnicodeMapError(characters, index) == 1)
        if text:
            gathering.add(Glyph(text, shown.box(box.left, box.bottom, box.right, box.top)), pointer, look, angle)
    return gathering.finished()


def _look(thing: Handle) -> _Look:
    mode = raw.FPDFTextObj_GetTextRenderMode(thing)
    if mode in _INVISIBLE_MODES:
        return _Look(INVISIBLE)
    ink = colour(raw.FPDFPageObj_GetStrokeColor if mode in _OUTLINE_MODES else raw.FPDFPageObj_GetFillColor, thing)
    if ink is None:
        return _Look()
    return _Look(INVISIBLE if ink[3] == 0 else "", min(ink[:3]) >= _WHITE)


def _symbol(thing: Handle, byte: int) -> str:
    """What a character of a symbol font shows, U+FFFD when that is not known."""
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing), name, len(name))
    font = name.value.decode("latin-1").upper()
    return next((shown.get(byte, _UNKNOWN) for key, shown in _SYMBOL_FONTS.items() if key in font), _UNKNOWN)


def _character(code: int, *, unmapped: bool) -> str:
    """The text of a character: empty for controls, U+FFFD where the file does not say which character it is."""
    if code == _LINE_END_HYPHEN:
        return "-"
    if unmapped or 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code in {0, 0xFFFD, 0xFFFE, 0xFFFF}:
        return _UNKNOWN
    return "" if code < 0x20 or 0x7F <= code < 0xA0 or code in {0xAD, 0x200B, 0xFEFF} else chr(code)


class _Gathering:
    """Runs while characters are added to them."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._glyphs: list[Glyph] = []
        self._pointer = 0
        self._look = _Look()
        self._turn = 0
        self._seen: dict[str, list[Box]] = {}

    def add(self, glyph: Glyph, pointer: int, look: _Look, angle: float) -> None:
        quarter = round(angle / (math.pi / 2))
        if abs(angle - quarter * math.pi / 2) > _SLANT:
            look = _Look(SLANTED)
        turn = quarter % 4
        reach = _WITHIN if pointer == self._pointer else _BETWEEN
        if self._glyphs and not (look == self._look and turn == self._turn and self._follows(glyph.box, reach)):
            self._close()
        self._glyphs.append(glyph)
        self._pointer, self._look, self._turn = pointer, look, turn

    def _follows(self, box: Box, reach: float) -> bool:
        """Whether a character goes on where the last one ended, on the same line."""
        last, now = turned(self._glyphs[-1].box, self._turn), turned(box, self._turn)
        em = max(last[3] - last[1], now[3] - now[1])
        level = abs(last[1] + last[3] - now[1] - now[3]) / 2 <= _LEVEL * em
        # Both characters of a ligature have the box of the whole.
        return level and (last == now or -_OVERLAP * em <= now[0] - last[2] <= reach * em)

    def _close(self) -> None:
        run = _run(self._glyphs)
        self._glyphs = []
        if run is None:
            return
        run = msgspec.structs.replace(run, turn=self._turn, hidden=self._look.hidden, white=self._look.white)
        if run.size < _TINY and not run.hidden:
            run = msgspec.structs.replace(run, hidden=TINY)
        if not self._again(run):
            self._runs.append(run)

    def _again(self, run: Run) -> bool:
        """Whether the same text was written in the same spot before: bold letters are imitated that way."""
        spots = self._seen.setdefault(run.text, [])
        near = 0.15 * run.size
        if any(abs(run.box[0] - left) <= near and abs(run.box[1] - top) <= near for left, top, _, _ in spots[-50:]):
            return True
        spots.append(run.box)
        return False

    def finished(self) -> list[Run]:
        """All runs, the last one closed."""
        self._close()
        return self._runs


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
