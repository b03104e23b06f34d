"""The characters of a page as PDFium names them, with where they stand and how they look.

Boxes are the loose ones, from the font's ascent to its descent; the tight ones put "，" and "." on other lines.
"""

import ctypes
import math

from pypdfium2 import raw

from jixiao.readers.contents import RefusedError
from jixiao.readers.lattice import Box
from jixiao.readers.pdf.pdfium import Handle, Matrix, address, colour, is_lost
from jixiao.readers.pdf.rules import Drawn
from jixiao.readers.pdf.runs import INVISIBLE, UNKNOWN, Gathering, Glyph, Look, Run, Spacing

_WHITE = 245
_LINE_END_HYPHEN = 2
"""What PDFium makes of a hyphen at the end of a line."""
_WIDE_FROM, _WIDE = 0x2E80, 0.95
"""Chinese characters and full-width signs begin here; they are as broad as an em."""
_TIGHT = 0.02
"""Points between the origin of a character and its box, by which the box is seen to be the tight one: its font tells no widths."""
_ASCENT = 0.85
_SYMBOL_FONTS = {
    "WINGDINGS": dict(
        zip(b"\xa3\xa8\x6f\x71\x52\xfe\xfc\x50\x53\xfd\x6e\xb7\x6c\xd8\xa1", "□□□□☑☑✓✓☒☒■•●➢○", strict=True)
    ),
    "SYMBOL": dict(zip(b"\xb3\xa3\xb1\xb4\xd7\xb7\xb9", "≥≤±×·•≠", strict=True)),
}
"""What the symbol fonts of word processors show for a private character: its low byte is the place in the font."""
_OUTLINED = frozenset({raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_UNDRAWN = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


def runs(characters: Handle, shown: Matrix, drawn: Drawn, spacing: Spacing, most: int) -> tuple[list[Run], int]:
    """Gather the characters of a page into runs; how many text objects have none that PDFium could find is said beside.

    Raises:
        RefusedError: the page has more than `most` characters.

    """
    count = raw.FPDFText_CountChars(characters)
    if count > most:
        message = f"有一页含 {count} 个字符，超过 {most} 个的上限，不是绩效自评表；请只提交自评材料本身。"
        raise RefusedError(message)
    gathering = Gathering(spacing)
    looks: dict[int, Look] = {}
    base = math.atan2(shown.b, shown.a)
    loose, last, look, angle = raw.FS_RECTF(), -1, Look(), 0.0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(characters, index)
        if code != _LINE_END_HYPHEN and raw.FPDFText_IsGenerated(characters, index) == 1:
            continue
        thing = raw.FPDFText_GetTextObject(characters, index)
        written = address(thing)
        if written != last:
            last = written
            if written not in looks:
                looks[written] = _look(thing, drawn.clips.get(written)) if written else Look()
            look = looks[written]
            angle = base + raw.FPDFText_GetCharAngle(characters, index)
        raw.FPDFText_GetLooseCharBox(characters, index, loose)
        box = shown.box(loose.left, loose.bottom, loose.right, loose.top)
        if code >= _WIDE_FROM:
            box = _widened(characters, index, box, shown)
        text = _character(characters, index, code, thing)
        if text:
            gathering.add(Glyph(text, box), written, look, angle)
    lost = sum(is_lost(thing) for where, thing in drawn.texts.items() if where not in looks)
    return gathering.finished(), lost


def _widened(characters: Handle, index: int, box: Box, shown: Matrix) -> Box:
    """The box of a Chinese character whose font tells no widths: from its origin, as broad as it is set high."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(characters, index, x, y)
    left, baseline = shown.point(x.value, y.value)
    if not _TIGHT < box[0] - left < box[2] - box[0]:
        return box
    given = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(characters, index, given)
    em = raw.FPDFText_GetFontSize(characters, index) * abs(given.a) * shown.scale
    if box[2] - box[0] >= _WIDE * em:
        return box
    return left, min(box[1], baseline - _ASCENT * em), max(box[2], left + em), max(box[3], baseline)


def _look(thing: Handle, clip: Box | None) -> Look:
    mode = raw.FPDFTextObj_GetTextRenderMode(thing)
    if mode in _UNDRAWN:
        return Look(INVISIBLE)
    ink = colour(raw.FPDFPageObj_GetStrokeColor if mode in _OUTLINED else raw.FPDFPageObj_GetFillColor, thing)
    if ink is None:
        return Look(clip=clip)
    return Look("" if ink[3] else INVISIBLE, min(ink[:3]) >= _WHITE, clip)


def _character(characters: Handle, index: int, code: int, thing: Handle) -> str:
    """The text of a character: empty for controls, U+FFFD where the file does not say which character it is."""
    if code == _LINE_END_HYPHEN:
        return "-"
    if 0xF000 <= code <= 0xF0FF:
        return _symbol(thing, code & 0xFF)
    if 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code in {0, 0xFFFD, 0xFFFE, 0xFFFF}:
        return UNKNOWN
    if raw.FPDFText_HasUnicodeMapError(characters, index) == 1:
        return UNKNOWN
    return "" if code < 0x20 or 0x7F <= code < 0xA0 or code in {0xAD, 0x200B, 0xFEFF} else chr(code)


def _symbol(thing: Handle, byte: int) -> str:
    """What a character of a symbol font shows, U+FFFD when that is not known."""
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing), name, len(name))
    font = name.value.decode("latin-1").upper()
    return next((shown.get(byte, UNKNOWN) for key, shown in _SYMBOL_FONTS.items() if key in font), UNKNOWN)
