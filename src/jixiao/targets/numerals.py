"""Chinese numerals (中文数字): 三十万, 一百零五, 二〇二三, 叁拾万. Only captured numerals are converted, never running text."""

from decimal import Decimal

DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "两": 2,
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}

CHARACTERS = "".join((*DIGITS, *SMALL, *LARGE))
"""Every character a numeral may consist of."""


def chinese_number(text: str) -> Decimal | None:
    """Read a numeral: by places (二〇二三) or by value (三十万, 一百零五); None when it is malformed or colloquial (三百五)."""
    if not text or any(character not in CHARACTERS for character in text):
        return None
    if all(character in DIGITS for character in text):
        return (
            Decimal("".join(str(DIGITS[character]) for character in text)) if "两" not in text or text == "两" else None
        )
    total = 0
    limit = 10**16
    rest = text
    for word, size in (("亿", LARGE["亿"]), ("万", LARGE["万"])):
        head, mark, tail = rest.partition(word)
        if mark:
            value = _section(head, limit // size, after=total > 0)
            if value is None or value == 0:
                return None
            total += value * size
            rest, limit = tail, size
    if rest:
        value = _section(rest, limit, after=total > 0)
        if value is None:
            return None
        total += value
    return Decimal(total)


def _section(text: str, limit: int, *, after: bool = False) -> int | None:
    """Read a numeral below 10,000; `after` when a larger part precedes it, so that a missing place must be filled by 零."""
    total, size, digit, zero = 0, limit, None, False
    if not text or any(character in LARGE for character in text):
        return None
    for position, character in enumerate(text):
        if character in DIGITS:
            if digit is not None:
                return None
            if DIGITS[character] == 0:
                if position == len(text) - 1 or zero or not (position or after):
                    return None
                zero = True
                continue
            digit = DIGITS[character]
        else:
            step = SMALL[character]
            if step >= size or (digit is None and (step != SMALL["十"] or (position and not zero))):
                return None
            total += (1 if digit is None else digit) * step
            size, digit, zero = step, None, False
    if digit is not None:
        if not zero and (size > SMALL["十"] and (total or after)):
            return None
        total += digit
    return total if total < limit else None
