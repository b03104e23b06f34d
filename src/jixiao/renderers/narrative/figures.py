"""Which characters of a text are figures: Arabic digits of any kind and Chinese numerals, apart from the fixed words that hold one."""

import re
import unicodedata
from collections.abc import Iterator

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半壹贰叁肆伍陆柒捌玖拾佰仟")
_FIXED = re.compile(r"[一二三]级指标|[万亿]元|[一]致|[进下]一步|[一]般公共预算")
"""Words of the trade that hold a numeral and count nothing."""


def figures(text: str) -> Iterator[int]:
    """Find the positions of all characters that state a figure, or may."""
    fixed = {place for found in _FIXED.finditer(text) for place in range(found.start(), found.end())}
    for place, character in enumerate(text):
        if place not in fixed and _is_figure(character):
            yield place


def _is_figure(character: str) -> bool:
    return character in _NUMERALS or unicodedata.category(character) in {"Nd", "Nl", "No"}


def shown(text: str, place: int) -> str:
    """The figure that a position belongs to, whole, with the decimal point and what follows it: 97.5%."""
    found = next((each for each in _WHOLE.finditer(text) if each.start() <= place < each.end()), None)
    return text[place] if found is None else found.group()


_WHOLE = re.compile(r"[\d.,，]+[%％‰]?|[〇零一二三四五六七八九十百千万亿两半]+[一-鿿]?")
