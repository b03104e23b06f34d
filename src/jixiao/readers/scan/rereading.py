"""A second look at what was read with little certainty: the same line larger, and with its contrast drawn out."""

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from jixiao.readers.scan.cells import Recognised
from jixiao.readers.scan.lines import Fragment, crop
from jixiao.readers.scan.pictures import Picture
from jixiao.readers.scan.recognition import NOTHING, Reading, recognise

_DOUBTED = 0.93
"""Confidence of the least sure character below which a line is read again."""
_DASH_HEIGHT, _DASH_WIDTH, _LONG_DASH = 0.3, 0.22, 0.7
"""Characters: a flat mark that nothing was read from is a dash, a long one from so many on."""
_DASH_SURE = 0.9


def reread(page: Picture, pieces: Sequence[Recognised], character: float) -> list[Recognised]:
    """Read doubtful pieces again in two other ways, and let the three readings agree or the surest one win."""
    doubted = [index for index, piece in enumerate(pieces) if piece.reading.confidence < _DOUBTED]
    crops = [crop(page, pieces[index].fragment) for index in doubted]
    larger = recognise([_larger(line) for line in crops])
    plainer = recognise([_plainer(line) for line in crops])
    result = list(pieces)
    for index, *others in zip(doubted, larger, plainer, strict=True):
        piece = pieces[index]
        reading = _chosen(piece.reading, others)
        if not reading.text:
            reading = _dash(piece.fragment, character)
        result[index] = msgspec.structs.replace(piece, reading=reading)
    return result


def _chosen(first: Reading, others: Sequence[Reading]) -> Reading:
    """The reading that most looks agree on; of equally many the surest."""
    looks = (first, *others)
    texts = [look.text for look in looks]
    best = max(looks, key=lambda look: (texts.count(look.text), look.confidence))
    same = [look for look in looks if look.text == best.text]
    return max(same, key=lambda look: look.confidence)


def _dash(fragment: Fragment, character: float) -> Reading:
    """A flat mark from which nothing was read, as the dash it is."""
    left, top, right, bottom = fragment.box
    width, height = right - left - 0.4 * character, bottom - top - 0.4 * character
    if fragment.overlooked and height <= _DASH_HEIGHT * character and width >= _DASH_WIDTH * character:
        return Reading(text="-" if width < _LONG_DASH * character else "—", sure=(_DASH_SURE,), middles=(0.5,))
    return NOTHING


def _larger(line: Picture) -> Picture:
    edge = line.shape[0] // 4
    paper = tuple(int(shade) for shade in np.percentile(line, 90, axis=(0, 1)))
    wide = cv2.copyMakeBorder(line, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(cv2.resize(wide, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC), np.uint8)


def _plainer(line: Picture) -> Picture:
    low, high = (float(shade) for shade in np.percentile(line, [2, 85]))
    stretched = (line.astype(np.float32) - low) * (255.0 / max(high - low, 30.0))
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)
