"""A second look at what was read with little certainty: the same line larger, and with its contrast drawn out."""

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from jixiao.readers.scan.cells import Recognised
from jixiao.readers.scan.lines import LINE_EDGE, MARK_EDGE, crop
from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.recognition import NOTHING, Reading, recognise

_DOUBTED = 0.93
"""Confidence of the least sure character below which a line is read again."""
_DASH_HEIGHT, _DASH_WIDTH, _LONG_DASH = 0.3, 0.15, 0.5
"""Pitches: how high a dash is at most, how wide at least, and from which width on it is a long one."""
_DASH_SHAPE = 1.2
"""How many times wider than high a dash is, however blurred."""
_DASH_SURE = 0.95
_UPRIGHT = frozenset(["1", "l", "I", "|", "丿", "ノ", "/"])
"""What recognition makes of a lone slash."""
_SIGN = frozenset(["z", "Z"])
"""What recognition makes of a lone ≥ in small or blurred print."""
_LOWEST_SLASH = 9
"""Pixels; what is lower has no slant to measure."""
_LEANS = 0.2
"""How far to the right a slash leans, as a share of its height; an italic 1 leans less."""
_GUESSED = 0.6
"""How sure a reading must be to say that a flat mark is something else than a dash."""
_LETTER_SURE = 0.8
_CHINESE = 0x2E80
"""Chinese characters and full-width signs begin here."""
_FLAT = frozenset(["", "-", "—", "一", "_", "~", "–", "ー", "―", "=", "一一", "--"])
"""What recognition makes of a lone dash."""


def reread(page: Picture, pieces: Sequence[Recognised], pitch: float) -> list[Recognised]:
    """Read doubtful pieces again in two other ways, and let the three readings agree or the surest one win."""
    doubted = [index for index, piece in enumerate(pieces) if piece.reading.confidence < _DOUBTED]
    crops = [crop(page, pieces[index].fragment) for index in doubted]
    larger = recognise([_larger(line) for line in crops])
    plainer = recognise([_plainer(line) for line in crops])
    result = list(pieces)
    for index, *others in zip(doubted, larger, plainer, strict=True):
        piece = pieces[index]
        result[index] = msgspec.structs.replace(piece, reading=_chosen(piece.reading, others))
    return [_without_noise(_as_slash(page, _as_dash(page, piece, pitch))) for piece in result]


def _chosen(first: Reading, others: Sequence[Reading]) -> Reading:
    """The reading that most looks agree on; of equally many the surest."""
    looks = (first, *others)
    texts = [look.text for look in looks]
    best = max(looks, key=lambda look: (texts.count(look.text), look.confidence))
    same = [look for look in looks if look.text == best.text]
    return max(same, key=lambda look: look.confidence)


def _without_noise(piece: Recognised) -> Recognised:
    """Take a single letter that recognition is not sure of for ink that says nothing: the page tells of it as unread."""
    text = piece.reading.text
    if text in _SIGN:
        # What else stands alone in a cell of a form and looks like a z? But let somebody look.
        return msgspec.structs.replace(piece, reading=Reading(text="≥", sure=(_GUESSED,), middles=(0.5,)))
    letter = len(text) == 1 and not text.isdigit() and ord(text) < _CHINESE
    noise = letter and text not in _FLAT and piece.reading.confidence < _LETTER_SURE
    return msgspec.structs.replace(piece, reading=NOTHING) if noise else piece


def _as_dash(page: Picture, piece: Recognised, pitch: float) -> Recognised:
    """Take a lone flat mark for the dash it is, whatever was read from it: 一, or nothing.

    What the detector saw may be the character 一, which is as wide as a long dash: that stays.
    """
    left, top, right, bottom = piece.fragment.box
    edges = 2 * (MARK_EDGE if piece.fragment.overlooked else LINE_EDGE) * pitch
    width, height = right - left - edges, bottom - top - edges
    flat = height <= _DASH_HEIGHT * pitch and width >= max(_DASH_WIDTH * pitch, _DASH_SHAPE * height)
    guessed = len(piece.reading.text) == 1 and piece.reading.confidence < _GUESSED
    wide = width >= _LONG_DASH * pitch and not piece.fragment.overlooked
    if not flat or wide or not (guessed or piece.reading.text in _FLAT):
        return piece
    if _strokes(page[top:bottom, left:right]) == 2:
        return msgspec.structs.replace(piece, reading=Reading(text="=", sure=(_DASH_SURE,), middles=(0.5,)))
    text = "-" if width < _LONG_DASH * pitch else "—"
    sure = max(_DASH_SURE, piece.reading.confidence if piece.reading.text in "-—" else 0.0)
    return msgspec.structs.replace(piece, reading=Reading(text=text, sure=(sure,), middles=(0.5,)))


def _strokes(mark: Picture) -> int:
    """How many level strokes a flat mark has, one above the other."""
    if not mark.size:
        return 0
    _, dark = cv2.threshold(mark, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    inked = np.asarray(dark).mean(axis=1) > np.asarray(dark).mean(axis=1).max() / 2
    return int((np.diff(np.concatenate([[0], inked.astype(np.int8)])) > 0).sum())


def _as_slash(page: Picture, piece: Recognised) -> Recognised:
    """Take a lone leaning stroke for the slash it is, which bureaus put where nothing is to be filled in: it is read as 1."""
    if piece.reading.text not in _UPRIGHT or piece.fragment.stack:
        return piece
    left, top, right, bottom = piece.fragment.box
    line = page[top:bottom, left:right]
    _, dark = cv2.threshold(line, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows = np.flatnonzero(np.asarray(dark).any(axis=1))
    if rows.size < _LOWEST_SLASH:
        return piece
    third = rows.size // 3
    upper, lower = (np.nonzero(np.asarray(dark)[part])[1] for part in (rows[:third], rows[-third:]))
    # Two thirds of the height lie between the middles of the upper and of the lower third.
    if float(upper.mean() - lower.mean()) < _LEANS * rows.size * 2 / 3:
        return piece
    return msgspec.structs.replace(piece, reading=Reading(text="/", sure=(_DASH_SURE,), middles=(0.5,)))


def _larger(line: Picture) -> Picture:
    edge = line.shape[0] // 4
    paper = tuple(int(shade) for shade in np.percentile(line, 90, axis=(0, 1)))
    wide = cv2.copyMakeBorder(line, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(cv2.resize(wide, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC), np.uint8)


def _plainer(line: Picture) -> Picture:
    low, high = (float(shade) for shade in np.percentile(line, [2, 85]))
    stretched = (line.astype(np.float32) - low) * (255.0 / max(high - low, 30.0))
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)
