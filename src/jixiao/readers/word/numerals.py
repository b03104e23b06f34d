"""Numbers of automatic numbering as they are printed: 一、 （二） ③ 4. E) vi."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_ZERO_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_LONGEST_LETTERS = 30
"""Times that Word repeats a letter: A … Z, AA … ZZ, AAA …"""


def _spelt(value: int, digits: str, units: str) -> str:
    """Spell a number with its places: 12 → 一十二, 105 → 一百零五."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = digits[0] if low and low < 1_000 else ""
        return _spelt(high, digits, units) + "万" + gap + (_spelt(low, digits, units) if low else "")
    spelt, pending = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            spelt += (digits[0] if pending and spelt else "") + digits[digit] + (units[place - 1] if place else "")
        pending = not digit
    return spelt


def _counting(value: int) -> str:
    """Spell a number as it is spoken: 12 → 十二."""
    spelt = _spelt(value, _DIGITS, "十百千")
    return spelt[1:] if spelt.startswith("一十") else spelt


def _digit_by_digit(value: int) -> str:
    return "".join(_ZERO_DIGITS[int(digit)] for digit in str(value))


def _formal(value: int) -> str:
    return _spelt(value, _FORMAL, "拾佰仟")


def _letters(value: int) -> str:
    times, letter = divmod(value - 1, 26)
    return chr(ord("A") + letter) * min(times + 1, _LONGEST_LETTERS)


def _roman(value: int) -> str:
    spelt = ""
    for size, sign in _ROMAN:
        times, value = divmod(value, size)
        spelt += sign * min(times, _LONGEST_LETTERS)
    return spelt


def _listed(characters: str) -> Callable[[int], str]:
    """One character for each number; beyond the last come plain figures."""
    return lambda value: characters[value - 1] if value <= len(characters) else str(value)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda value: characters[(value - 1) % len(characters)]


def _run(start: str, count: int) -> str:
    return "".join(chr(ord(start) + offset) for offset in range(count))


_CIRCLED = _listed(_run("①", 20) + _run("㉑", 15) + _run("㊱", 15))
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "ordinal": str,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _listed(_run("⑴", 20)),
    "decimalEnclosedFullstop": _listed(_run("⒈", 20)),
    "ideographEnclosedCircle": _listed(_run("㊀", 10)),
    "decimalFullWidth": lambda value: str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalFullWidth2": lambda value: str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalHalfWidth": str,
    "none": lambda _: "",
}


def numeral(value: int, style: str) -> str:
    """Spell a number in one of Word's styles of numbering; a style that is not known, and numbers below one, come as figures."""
    spell = _FORMATS.get(style, str)
    return spell(value) if value > 0 else str(value)
