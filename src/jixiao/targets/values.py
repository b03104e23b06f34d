"""What a target or an actual can mean (指标值): one immutable type per kind of expression, each with its text and tokens."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

from jixiao.targets.units import BARE, Unit


class Token(msgspec.Struct, frozen=True):
    """A stretch of the original text [start, end) and what it was taken for."""

    kind: str
    start: int
    end: int


class Operator(StrEnum):
    """How a figure bounds: at least, at most, more than, less than, equal, about, or nothing said (a bare value)."""

    GE = "≥"
    LE = "≤"
    GT = ">"
    LT = "<"
    EQ = "="
    ABOUT = "约"
    BARE = ""

    @property
    def is_floor(self) -> bool:
        """Tell whether more is allowed: ≥, >."""
        return self in {Operator.GE, Operator.GT}

    @property
    def is_ceiling(self) -> bool:
        """Tell whether less is allowed: ≤, <."""
        return self in {Operator.LE, Operator.LT}


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """What all values share: the text as printed and the tokens that cover it without a gap."""

    text: str
    tokens: tuple[Token, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The tokens' offsets in the original text, in order, without gaps."""
        return tuple((token.start, token.end) for token in self.tokens)


class Quantity(Expression, frozen=True, kw_only=True, tag="quantity"):
    """A figure: `number` as printed in `unit`, its `operator`, what it is `per` (人, 月), and the words around it.

    `change` tells an increase or decrease from a level (同比下降5%), `aim` is the verb that sets a direction (达到, 控制在),
    `word` is True for a zero written as a word (无).
    """

    number: Decimal
    operator: Operator = Operator.BARE
    unit: Unit = BARE
    per: tuple[str, ...] = ()
    change: Literal["up", "down"] | None = None
    aim: str | None = None
    subject: str | None = None
    tail: str | None = None
    word: bool = False

    @property
    def value(self) -> Decimal:
        """The figure in the base unit of its dimension."""
        return self.number * self.unit.factor


class Range(Expression, frozen=True, kw_only=True, tag="range"):
    """A figure between two bounds, each included unless said otherwise; `low` and `high` in `unit`."""

    low: Decimal
    high: Decimal
    unit: Unit = BARE
    per: tuple[str, ...] = ()
    low_included: bool = True
    high_included: bool = True
    change: Literal["up", "down"] | None = None
    subject: str | None = None
    tail: str | None = None


class Deadline(Expression, frozen=True, kw_only=True, tag="deadline"):
    """A day or period, as a limit when `before` (2024年9月底前) or as a statement (2024年11月30日).

    `first` and `last` bound the days meant, in year 1 when no year is printed (`year` is None). For a limit they bound the last day
    allowed: 12月前 may mean the end of November or of December. `every` is the period of a recurring date (每月25日前).
    """

    year: int | None
    first: date
    last: date
    before: bool = False
    every: str | None = None
    subject: str | None = None
    tail: str | None = None


class Coverage(Expression, frozen=True, kw_only=True, tag="coverage"):
    """An extent in words: all without exception (全覆盖) or broad (全面, 普遍开展)."""

    extent: Literal["full", "broad"]
    subject: str | None = None


class Trend(Expression, frozen=True, kw_only=True, tag="trend"):
    """A development in words: its motion (up, down, forward), its degree as printed and the period it refers to (同比)."""

    motion: Literal["up", "down", "forward"]
    degree: str | None = None
    reference: str | None = None
    subject: str | None = None


class Relative(Expression, frozen=True, kw_only=True, tag="relative"):
    """A comparison with something named instead of a figure: 低于全国平均水平."""

    operator: Operator
    reference: str
    subject: str | None = None


class Achievement(Expression, frozen=True, kw_only=True, tag="achievement"):
    """A phrase that only says how far the target was met; `mostly` is 基本达成, which rule packs read differently."""

    level: Literal["reached", "mostly", "partly", "missed"]


class Absence(Expression, frozen=True, kw_only=True, tag="absence"):
    """Something that must not or did not occur: 无扣分, 零投诉, 未发生安全事故."""

    subject: str


class FreeText(Expression, frozen=True, kw_only=True, tag="text"):
    """What is not understood as any of the other types; kept as it is."""


class Compound(Expression, frozen=True, kw_only=True, tag="compound"):
    """Several values in one cell: 药品≥85%，耗材≥75%. The spans of the parts' tokens refer to the whole text."""

    parts: tuple["Part", ...]


Part = Quantity | Range | Deadline | Coverage | Trend | Relative | Achievement | Absence | FreeText
Value = Part | Compound
