"""What a page shows without writing it as text: the values of form fields, the numbers of list items, raised figures."""

from lxml import etree

_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_SILENT_INPUTS = frozenset("hidden password file image submit button reset".split())
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LONGEST_LIST = 999


def value_of(element: etree._Element) -> str:
    """What an input or select shows: its value, a box with or without its tick, the chosen option."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if element.get("multiple") is None:
            chosen = chosen[-1:] or options[:1]
        return "、".join(" ".join((option.text or "").split()) for option in chosen)
    kind = (element.get("type") or "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if element.get("checked") is not None else "□"
    return "" if kind in _SILENT_INPUTS else element.get("value") or ""


def raised(text: str, tag: str) -> str:
    """Figures of <sup> or <sub> as the characters that look so, since 10² is not 102; other text as it is."""
    return text.translate(_RAISED if tag == "sup" else _LOWERED)


class Numbering:
    """The numbers of an ordered list."""

    def __init__(self, element: etree._Element) -> None:
        self._next = _number(element.get("start"), 1)
        self._step = -1 if element.get("reversed") is not None else 1
        self._kind = element.get("type") or ""

    def label(self, item: etree._Element, style: str) -> str:
        """The number of the next item as displayed, with what parts it from the text; empty where the style shows none."""
        number = self._next = _number(item.get("value"), self._next)
        self._next += self._step
        kind = item.get("type") or self._kind
        words = style.split()
        if "none" in words or not 0 < number <= _LONGEST_LIST:
            return "" if "none" in words else f"{number}. "
        if {"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"} & set(words):
            return f"{chinese(number)}、"
        if kind in {"a", "A"} or any(word.endswith(("-alpha", "-latin")) for word in words):
            text = _letters(number)
            return f"{text.upper() if kind == 'A' or 'upper' in style else text}. "
        if kind in {"i", "I"} or any(word.endswith("-roman") for word in words):
            text = _roman(number)
            return f"{text.upper() if kind == 'I' or 'upper' in style else text}. "
        return f"{number}. "


def chinese(number: int) -> str:
    """A number below a thousand in Chinese numerals: 一, 十, 二十一, 一百〇五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "")


def _number(text: str | None, otherwise: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 7 else otherwise


def _letters(number: int) -> str:
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ((900, "cm"), (500, "d"), (400, "cd"), *_ROMAN):
        count, number = divmod(number, value)
        text += letters * count
    return text
