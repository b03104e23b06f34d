"""Texts that a spreadsheet may hold as numbers: only those that it then shows with exactly the same characters."""

import re
from decimal import Decimal

import msgspec

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?(%?)")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.([0-9]+))?(%?)")
_MOST_DIGITS = 15
"""What Excel keeps of a number; a longer one (a bank account) would come out changed."""


class Number(msgspec.Struct, frozen=True):
    """A number and the format in which it looks like the text it was made of."""

    value: float
    format: str


def number(text: str) -> Number | None:
    """The number that shows as exactly this text: 12.50, -3, 1,234.50, 90%; None for every other text.

    Left as texts: leading zeros and plus signs, exponents, minus zero, more than 15 digits, separators out of place.
    """
    match = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if match is None:
        return None
    digits = text.rstrip("%").replace(",", "")
    value = Decimal(digits)
    if sum(character.isdigit() for character in digits) > _MOST_DIGITS or (text.startswith("-") and not value):
        return None
    decimals = len(match[1] or "")
    shown = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "") + match[2]
    return Number(float(value / 100 if match[2] else value), shown)
