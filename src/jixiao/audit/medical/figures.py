"""参考数: the figures of figures.yaml, each with its source and whether anybody compared it with the document that sets it."""

from decimal import Decimal
from functools import cache

import msgspec

from jixiao import data

UNVERIFIED = "（参考数未与原文核对）"
"""Stands in every message that rests on a figure which nobody has compared with its source."""


class Sourced(msgspec.Struct, frozen=True, kw_only=True):
    """A figure or table of figures with where it comes from."""

    source: str
    verified: bool

    @property
    def caution(self) -> str:
        """What a message must say beside the figure; empty where it was verified."""
        return "" if self.verified else UNVERIFIED


class Limit(Sourced, frozen=True, kw_only=True):
    """One figure."""

    value: Decimal


class Band(Sourced, frozen=True, kw_only=True):
    """A lower and an upper figure, both allowed."""

    low: Decimal
    high: Decimal


class Subsidy(msgspec.Struct, frozen=True, kw_only=True):
    """人均财政补助 and 个人缴费 of one year's notice, in yuan."""

    fiscal: Decimal
    own: Decimal


class Subsidies(Sourced, frozen=True, kw_only=True):
    """The standards by the year of the notice."""

    by_year: dict[int, Subsidy]


class Tiers(Sourced, frozen=True, kw_only=True):
    """中央分担比例 in percent → its regions → the letter that stands for the region in document numbers."""

    by_share: dict[int, dict[str, str]]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """DRG/DIP付费 to be reached by the end of a year: of spending, of groups, of institutions, in percent."""

    spending: Decimal
    groups: Decimal
    institutions: Decimal


class PaymentReform(Sourced, frozen=True, kw_only=True):
    """The plan by year."""

    by_year: dict[int, Coverage]


class Floors(Sourced, frozen=True, kw_only=True):
    """困难群众参保率, 重点救助对象住院救助比例 and 政策范围内住院报销比例 that the country asks for at least, in percent."""

    poor_insured: Decimal
    aid_ratio: Decimal
    inpatient_ratio: Decimal


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All reference figures."""

    persons_times_standard: Limit
    subsidies: Subsidies
    tiers: Tiers
    payment_reform: PaymentReform
    reserve_months: Band
    aid_balance: Limit
    floors: Floors
    reward: Band


@cache
def figures() -> Figures:
    """The figures of figures.yaml; raises msgspec.ValidationError where the file is not of that shape."""
    return data.load(__package__ or "jixiao.audit.medical", "figures.yaml", Figures)
