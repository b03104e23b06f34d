"""Figures in findings: how exactly something is printed, how it is said in a sentence, and the amounts of money in running text."""

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import msgspec

from jixiao import targets
from jixiao.targets import Quantity

ZERO = Decimal(0)
HUNDRED = Decimal(100)


def places(number: Decimal) -> int:
    """Count the decimals of a figure as printed."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last printed place: what rounding to so many decimals may have taken away or added."""
    return Decimal(5).scaleb(-decimals - 1)


def rounds_to(printed: Decimal, exact: Decimal) -> bool:
    """Tell whether a figure is printed rightly: rounded or cut at its last place, or within 0.01."""
    last = Decimal(1).scaleb(-places(printed))
    return (
        abs(printed - exact) <= Decimal("0.01")
        or printed == exact.quantize(last, ROUND_HALF_UP)
        or printed == exact.quantize(last, ROUND_FLOOR)
    )


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """An amount of money: in yuan, how far rounding may have moved it, as printed, and where its text begins and ends."""

    yuan: Decimal
    tolerance: Decimal
    text: str
    start: int = 0
    end: int = 0

    def near(self, yuan: Decimal, tolerance: Decimal = ZERO) -> bool:
        """Tell whether the amount and another one may be the same, each within its rounding."""
        return abs(self.yuan - yuan) <= self.tolerance + tolerance


_MONEY = re.compile(r"(?<![\d.])(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?:[十百千]?万|亿)?元")
_PER_BEFORE = re.compile(
    r"(?:每|人均|户均|均次|次均|单价)[^，,。；;、\d]{0,8}$|(?:标准|起付线|限额|最高|不超过|不低于|至少|上限)(?:为|是|定为|达|到)?$"
)
_PER_AFTER = re.compile(r"[整]?(?:[/／]|每|的?标准|以[上下内])|[整]?[（(][^）)]*[/／每]")


def amounts_in(text: str) -> Iterator[Amount]:
    """Find the amounts of money in running text; standards, limits and amounts per person are left out."""
    for found in _MONEY.finditer(text):
        if _PER_BEFORE.search(text, 0, found.start()) or _PER_AFTER.match(text, found.end()):
            continue
        yuan = targets.amount(found.group().replace(" ", ""), None)
        digits = targets.number(found["digits"])
        if yuan is None or not digits:
            continue
        yield Amount(
            yuan=yuan,
            tolerance=half_unit(places(digits)) * yuan / digits if places(digits) or yuan != digits else ZERO,
            text=found.group(),
            start=found.start(),
            end=found.end(),
        )


def money(value: targets.Value | None) -> Amount | None:
    """The amount that a target or actual states as a whole; None for anything else and for amounts per person, month or case."""
    if not isinstance(value, Quantity) or value.unit.base != "元" or value.per or value.change:
        return None
    return Amount(
        yuan=value.value,
        tolerance=half_unit(places(value.number)) * value.unit.factor if value.unit.factor != 1 else ZERO,
        text=value.text,
    )
