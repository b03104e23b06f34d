"""The registry of layouts (表式) and the choice of the one a form resembles most.

A layout is declared once, in a file of `forms/declared/`: it names a form that is read, and it is the form that is written.
"""

import re
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, TypeVar

import msgspec

from jixiao import data
from jixiao.forms.parts import Account, Funds, Head, Indicators, Lines, Part, Unit
from jixiao.forms.words import key
from jixiao.model.submission import Form, Kind
from jixiao.registry import Registry

_LEAST = 0.6
"""A form that shares less than this of a layout's columns has no known layout."""
P = TypeVar("P", bound=Part)


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A layout as declared: how a form is called and what it holds, in the order in which it is printed.

    `code` names it in commands and results, `title` in lists. `heading` is the title that the form prints, `subtitle` the line below it,
    with "{year}" for the year. `units` are those in which its amounts may stand, the first where they have to be converted; none leaves
    them as they are. `period` are the months as the declaration prints them, of forms that may be about others. `marks` are words that
    only this layout has, by which it is told from others with the same columns. `check` is what whoever fills this layout has to see to,
    because no form says it. `size` is that of the text in points.
    """

    code: str
    title: str
    kind: Kind
    form: Form
    heading: str
    parts: tuple[Part, ...]
    subtitle: str | None = "（{year}年度）"
    units: tuple[Unit, ...] = ()
    size: float = 9.0
    orientation: Literal["portrait", "landscape"] = "portrait"
    marks: tuple[str, ...] = ()
    check: str | None = None
    period: str | None = None

    def __post_init__(self) -> None:
        """Refuse an order of parts in which a form would not be read."""
        kinds = [type(part) for part in self.parts]
        below = self.parts[kinds.index(Indicators) + 1 :] if Indicators in kinds else ()
        for part in below:
            if not isinstance(part, Lines | Head):
                message = f"{self.code}: {part.__struct_config__.tag} stand above the indicators, or they are not read"
                raise ValueError(message)  # noqa: TRY004 - the declaration is at fault

    def part(self, kind: type[P]) -> P | None:
        """The part of a kind, or None where the layout has none."""
        return next((part for part in self.parts if isinstance(part, kind)), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of the indicator table."""
        table = self.part(Indicators)
        return tuple(column.field for column in table.columns) if table else ()

    @property
    def funds(self) -> tuple[str, ...]:
        """The fields of the fund table, `label` among them where the labels of its rows have a heading."""
        table = self.part(Funds)
        if table is None:
            return ()
        heading = ("label",) if table.labelled and table.heading else ()
        return (*heading, *(column.field for column in table.columns if column.field != "total_label"))


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A layout with how well it fits in 0..1 and why, for `doctor`."""

    layout: Layout
    fit: float
    why: str


def layout_from_yaml(text: str) -> Layout:
    """Read a declaration; raises msgspec.ValidationError, which names the key, when it is not of that shape."""
    return msgspec.convert(data.parse(text), Layout, strict=False)


@cache
def layouts() -> Registry[Layout]:
    """All layouts in the order of the catalogue: T1, T2, …, and their variants behind them."""
    registry: Registry[Layout] = Registry("表式")
    files = (file for file in (resources.files(__package__) / "declared").iterdir() if file.name.endswith(".yaml"))
    for layout in sorted((layout_from_yaml(file.read_text(encoding="utf-8")) for file in files), key=_in_catalogue):
        registry.add(layout)
    return registry


def _in_catalogue(layout: Layout) -> tuple[int, str]:
    number = re.search(r"\d+", layout.code)
    return (int(number[0]) if number else 0, layout.code)


def choose(
    *, kind: str, form: str, columns: tuple[str, ...], funds: tuple[str, ...], texts: frozenset[str]
) -> Choice | None:
    """The layout nearest to a form's kind, purpose, columns and words; None when none is near."""
    printed = "\n".join(texts)
    found = frozenset(columns) - _NO_SIGN, frozenset(funds) - _NO_SIGN
    weighed = [_Weighed.of(table, kind, form, found, printed) for table in _tables()]
    best = max(weighed, key=lambda each: each.fit)
    return best.choice if best.fit >= _LEAST else None


class _Table(NamedTuple):
    """A layout with a table of indicators, and the fields of its two tables."""

    layout: Layout
    columns: frozenset[str]
    funds: frozenset[str]


@cache
def _tables() -> tuple[_Table, ...]:
    tables = (layout for layout in layouts() if layout.part(Account) is None)
    return tuple(_Table(layout, frozenset(layout.columns), frozenset(layout.funds)) for layout in tables)


class _Weighed(NamedTuple):
    """How well a layout fits and by what: shares of common columns in both tables, and the marks that are there."""

    fit: float
    layout: Layout
    shared: float
    money: float
    marks: tuple[str, ...]

    @classmethod
    def of(
        cls, table: _Table, kind: str, form: str, found: tuple[frozenset[str], frozenset[str]], printed: str
    ) -> "_Weighed":
        """Weigh a layout against a form: `found` are the fields of its indicator table and of its fund table."""
        layout = table.layout
        shared, money = _overlap(table.columns, found[0]), _overlap(table.funds, found[1])
        marks = tuple(mark for mark in layout.marks if key(mark) in printed)
        fit = 0.6 * shared + 0.15 * money + 0.1 * (layout.kind == kind) + 0.15 * (layout.form == form)
        fit += (0.05 if marks else -0.05) if layout.marks else 0.0
        return cls(round(min(1.0, fit), 3), layout, shared, money, marks)

    @property
    def choice(self) -> Choice:
        """The layout with the reasons in words."""
        why = f"指标栏目相同程度{self.shared:.0%}，资金栏目相同程度{self.money:.0%}"
        if self.marks:
            why += f"，有标志性字样“{'”“'.join(self.marks)}”"
        return Choice(layout=self.layout, fit=self.fit, why=why)


_NO_SIGN = frozenset({"ordinal", "depth", "explanation", "met", "total_label", "converted_score"})
"""Columns that any layout may have besides its own."""


def _overlap(declared: frozenset[str], found: frozenset[str]) -> float:
    either = declared | found
    return len(declared & found) / len(either) if either else 1.0
