"""Amounts from one unit to another (元、万元、亿元), exactly and in plain digits."""

import re
from decimal import Decimal

from jixiao.targets import number, yuan_per

_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def converted(text: str, source: str, target: str) -> str | None:
    """The same amount in another unit; thousands are grouped where they were. None when the text is no plain number.

    Digits are neither lost nor added: 232.180808 万元 is 2321808.08 元. Zeros behind the point that say nothing are left out.
    """
    value = number(text) if _PLAIN.fullmatch(text) else None
    per, other = yuan_per(source), yuan_per(target)
    if value is None or per is None or other is None:
        return None
    moved = value.scaleb(per.adjusted() - other.adjusted())
    shown = format(moved.normalize() + Decimal(0), "f")
    whole, _, rest = shown.partition(".")
    grouped = f"{int(whole):,}" if "," in text else whole
    return f"{grouped}.{rest}" if rest else grouped
