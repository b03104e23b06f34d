"""Numbers written in Chinese numerals, as the formats [DBNum1] (一百二十三), [DBNum2] (壹佰贰拾叁) and [DBNum3] (１２３) show them."""

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟"), 3: ("", "十", "百", "千")}
_GROUPS = ((10**8, "亿"), (10**4, "万"))


def digit_by_digit(text: str, style: int) -> str:
    """Put a Chinese digit for every Arabic one: 2024 becomes 二〇二四; style 0 leaves the text as it is."""
    return text.translate(str.maketrans("0123456789", _DIGITS[style])) if style else text


def spelt(number: int, style: int) -> str:
    """Write a number of zero or more with its units: 一千〇五; ten is 一十. From 10¹⁶ on digit by digit."""
    if number == 0 or number >= _GROUPS[0][0] ** 2:
        return digit_by_digit(str(number), style)
    for size, name in _GROUPS:
        above, below = divmod(number, size)
        if above:
            gap = _DIGITS[style][0] if 0 < below < size // 10 else ""
            return spelt(above, style) + name + gap + (spelt(below, style) if below else "")
    return _four(number, style)


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
        elif text and number % 10**power and text[-1] != digits[0]:
            text += digits[0]
    return text
