"""Numbers written in Chinese numerals, as the formats [DBNum1] (一百二十三), [DBNum2] (壹佰贰拾叁) and [DBNum3] (１２３) show them."""

import re

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟"), 3: ("", "十", "百", "千")}
_GROUPS = ("", "万", "亿", "万亿")
_GROUP = 10_000


def digit_by_digit(text: str, style: int) -> str:
    """Put a Chinese digit for every Arabic one: 2024 becomes 二〇二四; style 0 leaves the text as it is."""
    return text.translate(str.maketrans("0123456789", _DIGITS[style])) if style else text


def spelt(number: int, style: int) -> str:
    """Write a number of zero or more with its units: 一千〇五; ten is 一十. From 10¹⁶ on digit by digit."""
    if number == 0 or number >= _GROUP ** len(_GROUPS):
        return digit_by_digit(str(number), style)
    zero = _DIGITS[style][0]
    parts: list[str] = []
    for index, group in enumerate(_GROUPS):
        here, above = number // _GROUP**index % _GROUP, number // _GROUP ** (index + 1)
        if here:
            gap = zero if above and here < _GROUP // 10 else ""
            parts.append(gap + _four(here, style) + group)
        elif above % _GROUP and parts:
            parts.append(zero)
    # A group of zeros between two others leaves one zero, whatever stands at the head of the lower one.
    return re.sub(f"{zero}{{2,}}", zero, "".join(reversed(parts)))


def counted(number: int, style: int) -> str:
    """Write a number below a hundred the way dates say it: 十, 十二, 二十一; style 0 leaves the digits."""
    text = spelt(number, style) if style else str(number)
    ten = _UNITS[style][1] if style else ""
    return text[1:] if style and 10 <= number < 20 and text[1] == ten else text


def _four(number: int, style: int) -> str:
    """Spell 1 … 9999."""
    digits, units = _DIGITS[style], _UNITS[style]
    text = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += digits[digit] + units[power]
        elif text and number % 10**power and not text.endswith(digits[0]):
            text += digits[0]
    return text
