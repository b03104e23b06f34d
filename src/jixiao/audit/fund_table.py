"""The 资金 table as a sum: which rows are sources of the total, which are parts of another source, and whether it all ties."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import product

import msgspec

from jixiao.audit.figures import ZERO, half_unit, places
from jixiao.audit.rows import FundRow
from jixiao.scoring import names_total, total_row

COLUMNS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}
"""The columns of money in the 资金 table with their names for sentences."""

_MOST_OPEN = 6
"""With more rows than this that may or may not be parts of others, only the two plain readings are tried."""


class Role(StrEnum):
    """What a fund row stands for, by its label."""

    TOTAL = "年度资金总额"
    FISCAL = "财政拨款"
    LOCAL = "本级安排"
    SUPERIOR = "上级补助"
    CARRIED = "上年结转"
    OTHER = "其他"


_WORDS = (
    (Role.CARRIED, re.compile(r"结转|结余")),
    (Role.SUPERIOR, re.compile(r"上级|中央|省级|省财政|转移支付")),
    (Role.LOCAL, re.compile(r"本级|地方|市级|州级|县级|区级|县区")),
    (Role.FISCAL, re.compile(r"财政|一般公共预算|政府性基金")),
)


def label_of(row: FundRow) -> str:
    """The row's label without blanks and punctuation, for comparing and for sentences."""
    return re.sub(r"[\s:：（）()、,，]", "", row.label)


def role(row: FundRow) -> Role:
    """Tell a fund row's role from its label; what names nothing known is another source."""
    if names_total(row.label):
        return Role.TOTAL
    label = label_of(row).removeprefix("其中")
    return next((role for role, words in _WORDS if words.search(label)), Role.OTHER)


class Mismatch(msgspec.Struct, frozen=True, kw_only=True):
    """A column whose sources do not make its total: both figures, the addends, and whether the accusation is beyond doubt."""

    column: str
    whole: FundRow
    addends: tuple[FundRow, ...]
    expected: Decimal
    found: Decimal
    sure: bool


class FundTable:
    """The fund rows of one form with their roles: `total`, the `sources` below it, `fiscal` and the `parts` of that."""

    def __init__(self, rows: tuple[FundRow, ...]) -> None:
        self.rows = rows
        self.roles = tuple(role(row) for row in rows)
        totals = [index for index, kind in enumerate(self.roles) if kind is Role.TOTAL]
        total = total_row(tuple(row.fund for row in rows))
        self.total = None if total is None else rows[total]
        self.single_total = len(totals) == 1
        self.sources = rows[totals[0] + 1 :] if self.single_total else ()

    def of(self, wanted: Role) -> tuple[FundRow, ...]:
        """The rows of one role in order."""
        return tuple(row for row, kind in zip(self.rows, self.roles, strict=True) if kind is wanted)

    @cached_property
    def fiscal(self) -> FundRow | None:
        """财政拨款, if it is one row among the sources."""
        rows = [row for row in self.of(Role.FISCAL) if row in self.sources]
        return rows[0] if len(rows) == 1 else None

    @cached_property
    def parts(self) -> tuple[FundRow, ...]:
        """本级安排 and 上级补助 that stand below 财政拨款."""
        fiscal = self.fiscal
        if fiscal is None:
            return ()
        return tuple(
            row for row in self.rows[fiscal.index + 1 :] if self.roles[row.index] in {Role.LOCAL, Role.SUPERIOR}
        )

    def tolerance(self, column: str, addends: int) -> Decimal:
        """What rounding may explain: half a unit of the finest place printed in the column for each addend.

        Small whole figures are taken as exact: nobody rounds 24万元 from anything.
        """
        return self._half_units[column] * addends

    @cached_property
    def _half_units(self) -> dict[str, Decimal]:
        return {column: self._half_unit(column) for column in COLUMNS}

    def _half_unit(self, column: str) -> Decimal:
        values = [value for row in self.rows if (value := amount(row, column)) is not None]
        finest = max(map(places, values), default=0)
        return ZERO if finest == 0 and all(abs(value) < 1000 for value in values) else half_unit(finest)

    def mismatch(self, column: str) -> Mismatch | None:
        """Compare a column's total with its sources; None where it ties under any reading of the labels or cannot be judged."""
        return self._mismatches[column]

    @cached_property
    def _mismatches(self) -> dict[str, Mismatch | None]:
        return {column: self._mismatch(column) for column in COLUMNS}

    def _mismatch(self, column: str) -> Mismatch | None:
        whole = self.total
        expected = None if whole is None else amount(whole, column)
        known = [row for row in self.sources if amount(row, column) is not None]
        if whole is None or expected is None or not known:
            return None
        readings = (tuple(row for row in known if row not in parts) for parts in self._readings())
        addends = next(readings)
        if self._ties(column, expected, addends) or any(self._ties(column, expected, other) for other in readings):
            return None
        found = _sum(addends, column)
        return Mismatch(
            column=column,
            whole=whole,
            addends=addends,
            expected=expected,
            found=found,
            sure=found > expected or (len(known) == len(self.sources) and self._complete),
        )

    def _ties(self, column: str, expected: Decimal, addends: tuple[FundRow, ...]) -> bool:
        difference = expected - _sum(addends, column)
        if abs(difference) <= self.tolerance(column, len(addends)):
            return True
        if difference < 0:
            return False
        # Less than the total: the rest may stand in a cell that is blank here though its row is used, or in no row at all.
        unknown = any(amount(row, column) is None and not is_blank(row) for row in self.sources)
        return unknown or (not self._complete and len(addends) == 1)

    @property
    def _complete(self) -> bool:
        return any(self.roles[row.index] is Role.OTHER for row in self.sources)

    def _readings(self) -> Iterator[set[FundRow]]:
        """The sets of rows that may be parts of others instead of sources, most usual first: all that can be, then every choice."""
        open_rows = self._open_rows
        choices: Iterable[tuple[bool, ...]] = product((True, False), repeat=len(open_rows))
        if len(open_rows) > _MOST_OPEN:
            choices = ((part,) * len(open_rows) for part in (True, False))
        for choice in choices:
            yield {row for row, part in zip(open_rows, choice, strict=True) if part}

    @cached_property
    def _open_rows(self) -> tuple[FundRow, ...]:
        return tuple(row for row in self.sources if self._may_be_part(row))

    def _may_be_part(self, row: FundRow) -> bool:
        first = self.sources[0]
        if row is first:
            return False
        kind = self.roles[row.index]
        above = {self.roles[index] for index in range(first.index, row.index)}
        return "其中" in row.label or (kind in {Role.FISCAL, Role.LOCAL, Role.SUPERIOR} and Role.FISCAL in above)


def amount(row: FundRow, column: str) -> Decimal | None:
    """One of the row's amounts by its column's name."""
    value: Decimal | None = getattr(row, column)
    return value


def is_blank(row: FundRow) -> bool:
    """Tell whether a row holds no amount at all, so that the source was not used."""
    return all(amount(row, column) is None for column in COLUMNS)


def _sum(rows: tuple[FundRow, ...], column: str) -> Decimal:
    return sum((value for row in rows if (value := amount(row, column)) is not None), ZERO)
