"""Tables of the review papers: columns with their headings, rows below them, as a grid that repeats its headings."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from jixiao.papers import Cell, Grid, Role
from jixiao.scoring import Interval, written
from jixiao.scoring.rounding import rounded

Content = str | Decimal | int | None
"""What a row holds in a column; figures become numbers in a spreadsheet."""


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, its share of the width, and what its cells hold."""

    heading: str
    width: float
    role: Role = "value"


_SHORT = 8
"""So few rows stand on one page, and need no heading repeated."""


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Content]], *, size: float = 9, filtered: bool = False
) -> Grid:
    """Lay out a plain table; an empty one says so in a single row."""
    cells = [Cell(row=0, column=at, text=column.heading, role="heading") for at, column in enumerate(columns)]
    places = [_places(contents) for contents in zip(*rows, strict=True)]
    for number, row in enumerate(rows, start=1):
        for at, (column, content) in enumerate(zip(columns, row, strict=True)):
            cells.append(Cell(row=number, column=at, text=shown(content, places[at]), role=_role(content, column)))
    if not rows:
        cells.append(Cell(row=1, column=0, column_span=len(columns), text="无"))
    widths = tuple(column.width for column in columns)
    return Grid(
        widths=widths,
        cells=tuple(cells),
        header_rows=int(filtered or len(rows) > _SHORT),
        size=size,
        filtered=filtered and len(rows) > 1,
    )


def _role(content: Content, column: Column) -> Role:
    return "number" if isinstance(content, Decimal | int) else column.role


def _places(contents: Sequence[Content]) -> int:
    """The decimals that a column needs for all its figures to be exact and of one shape."""
    figures = (written(content) for content in contents if isinstance(content, Decimal))
    return max((len(figure.partition(".")[2]) for figure in figures), default=0)


def shown(content: Content, places: int) -> str:
    """Write what a cell holds, a figure with so many decimals; nothing for None."""
    if isinstance(content, Decimal):
        return f"{content:.{places}f}"
    return "" if content is None else str(content)


def interval_words(interval: Interval | None) -> str:
    """Write an interval of points: 9.95, 8～10, 6～8（不含8）; empty where there is none."""
    if interval is None:
        return ""
    low, high = written(interval.low), written(interval.high)
    if low == high:
        return low
    return f"{low}～{high}" + (f"（不含{high}）" if interval.open_above else "")


def difference_words(interval: Interval | None, reported: Decimal | None) -> str:
    """Write 重算－自评 over the whole interval, so that differences add up to that of the totals: -5, -6～0, -9～-3（不含-3）."""
    if interval is None or reported is None:
        return ""
    moved = Interval(low=interval.low - reported, high=interval.high - reported, open_above=interval.open_above)
    return interval_words(moved)


def percent(ratio: Decimal) -> str:
    """Write a ratio with at most two decimals: 0.25 is 25%."""
    return f"{written(rounded(ratio * 100, 2))}%"


def ten_thousands(yuan: Decimal | None) -> Decimal | None:
    """万元, exactly."""
    return None if yuan is None else (yuan / 10_000).normalize() if yuan else yuan
