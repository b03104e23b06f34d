"""What a column of the twin is, and how its values are taken: printed texts as they are, typed figures only where they are exact.

What is printed stands in a column of its own, untouched. Beside it stands a typed one (…_yuan, …_points, …_percent, …_number), filled only
where the printed text is exactly that figure and was read without doubt; else it is empty. Nothing is rounded or guessed.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

import msgspec

from jixiao import targets

Value = str | int | Decimal | None
Type = Literal["string", "integer", "number", "year"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a column looks at: one thing of a table with where it belongs.

    `number` counts the rows of a form (or of the whole package) from 1; `file` and `evaluation` count within the package from 1.
    """

    it: Any
    file: int
    evaluation: int | None = None
    number: int = 1
    unit: str | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its identifier, Chinese title and description, its type, and how its value is taken from a row."""

    name: str
    title: str
    description: str
    value: Callable[[Row], Value]
    type: Type = "string"
    required: bool = False
    choices: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its rows: primary key by names of columns, foreign keys as column → table of the same column."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()


def printed(name: str) -> Callable[[Row], Value]:
    """Take a field of the row as it is."""
    return lambda row: getattr(row.it, name)


def _typed(name: str, read: Callable[[str, Row], Decimal | None]) -> Callable[[Row], Value]:
    """The figure that a printed text exactly is, None where it is no such figure or its reading is in doubt."""

    def value(row: Row) -> Value:
        text = getattr(row.it, name)
        doubtful = name in getattr(row.it, "doubtful", ())
        return None if text is None or doubtful else read(text, row)

    return value


def _yuan(text: str, row: Row) -> Decimal | None:
    """Money in yuan, where the cell or the table says its unit."""
    if targets.yuan_per(row.unit) is None and targets.number(text) is not None:
        return None
    return targets.amount(text, row.unit)


def _quantity(text: str) -> targets.Quantity | None:
    """A figure that stands for itself: one bound, nothing said around it, no change and no share of something."""
    value = targets.parse(text)
    if not isinstance(value, targets.Quantity) or value.operator is targets.Operator.ABOUT or value.word:
        return None
    return None if value.change or value.per or value.subject or value.tail else value


def _number(text: str, _row: Row) -> Decimal | None:
    found = _quantity(text)
    return None if found is None else found.number


def _word(name: str, say: Callable[[targets.Quantity], str]) -> Callable[[Row], Value]:
    def value(row: Row) -> Value:
        text: str | None = getattr(row.it, name)
        doubtful = name in getattr(row.it, "doubtful", ())
        found = None if text is None or doubtful else _quantity(text)
        return None if found is None else say(found) or None

    return value


def text(name: str, title: str, description: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> Column:
    """A column that holds a field as printed."""
    return Column(
        name=name, title=title, description=description, value=printed(name), required=required, choices=choices
    )


def figure(name: str, of: str, title: str, description: str, read: Callable[[str, Row], Decimal | None]) -> Column:
    """A column that holds the figure which the field `of` exactly is."""
    return Column(name=name, title=title, description=description, value=_typed(of, read), type="number")


def money(name: str, title: str) -> tuple[Column, Column]:
    """A field of money as printed, and in yuan."""
    return (
        text(name, title, f"表上印的{title}，原样照录。"),
        figure(
            f"{name}_yuan",
            name,
            f"{title}（元）",
            f"{title}折合成元；单元格或表头写明金额单位、读取无疑义的才填。",
            _yuan,
        ),
    )


def points(name: str, title: str) -> tuple[Column, Column]:
    """A field of points as printed, and as a number."""
    read = targets.weight_points if "weight" in name else targets.score_points
    return (
        text(name, title, f"表上印的{title}，原样照录。"),
        figure(
            f"{name}_points",
            name,
            f"{title}（数值）",
            f"{title}的数值；确为数字、读取无疑义的才填。",
            lambda text, _: read(text),
        ),
    )


def value(name: str, title: str, meaning: str) -> tuple[Column, ...]:
    """A target or an actual as printed, and as operator, number and unit where it is one plain figure."""
    return (
        text(name, title, f"{meaning}，原样照录。"),
        Column(
            name=f"{name}_operator",
            title=f"{title}：界限",
            description="≥、≤、>、<、=，只印数字的为空；仅在其后的数值有值时填。",
            value=_word(name, lambda found: found.operator.value),
        ),
        figure(f"{name}_number", name, f"{title}：数值", "整个单元格就是一个数值时才填，单位见下一列。", _number),
        Column(
            name=f"{name}_unit",
            title=f"{title}：单位",
            description="上述数值的计量单位，如 %、万人；没有单位的为空。",
            value=_word(name, lambda found: found.unit.name),
        ),
    )


def doubtful(row: Row) -> Value:
    """The names of the fields whose reading is in doubt."""
    return " ".join(getattr(row.it, "doubtful", ())) or None
