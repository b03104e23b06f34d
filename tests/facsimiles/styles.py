"""How a form may look without saying anything else: what bureaus, templates and programs do differently."""

import random

import msgspec


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """The look of one facsimile; the default is the plain form of the ministry."""

    seed: int = 0
    body: str = "宋体"
    heading: str = "黑体"
    size: float = 9.0
    """Points of the body."""
    landscape: bool = False
    title_inside: bool = False
    """Title, year and date are the first rows of the table, not paragraphs above it."""
    frame: bool = True
    """A column 绩效指标 stands to the left of the table of indicators."""
    upright: bool = False
    """The frame column and narrow labels are set with one character above the other."""
    merged: bool = True
    """A level spans its rows; otherwise every row repeats it."""
    broken: bool = False
    """Headings and levels are broken into lines by hand."""
    blank: str = "-"
    """What stands where a fund row has no weight, rate or score."""
    apart: bool = False
    """The indicators are a table of their own, below that of the head; its heading is repeated on every page."""
    dragged: bool = False
    """Columns were dragged by hand: their edges differ a little from row to row."""
    fine: tuple[int, ...] = ()
    """Into how many columns of the grid a column of the indicators is divided, so that other lines have edges of their own."""
    widths: tuple[float, ...] = ()
    """Factors of the widths of columns, one after another; too few are taken as 1."""
    numbers: bool = False
    """A spreadsheet holds numbers with formats where it can, not texts."""
    one_sheet: bool = False
    """All forms of a file stand on one sheet of a workbook."""
    encoding: str = "utf-8"
    """Of web pages and texts."""


PLAIN = Style()


def drawn(seed: int) -> Style:
    """A style by chance; the same seed gives the same style, and 0 the plain one."""
    if seed == 0:
        return PLAIN
    chance = random.Random(seed)  # noqa: S311 - the look of a form is no secret
    return Style(
        seed=seed,
        body=chance.choice(("宋体", "仿宋_GB2312", "仿宋", "等线")),
        heading=chance.choice(("黑体", "方正小标宋简体", "宋体")),
        size=chance.choice((8.0, 9.0, 10.0, 10.5)),
        landscape=chance.random() < 0.35,
        title_inside=chance.random() < 0.5,
        frame=chance.random() < 0.75,
        upright=chance.random() < 0.4,
        merged=chance.random() < 0.85,
        broken=chance.random() < 0.5,
        blank=chance.choice(("-", "—", "/", "")),
        apart=chance.random() < 0.3,
        dragged=chance.random() < 0.4,
        fine=tuple(chance.choice((1, 1, 2, 3)) for _ in range(12)) if chance.random() < 0.6 else (),
        widths=tuple(round(chance.uniform(0.8, 1.25), 2) for _ in range(12)),
        numbers=chance.random() < 0.5,
        one_sheet=chance.random() < 0.4,
        encoding=chance.choice(("utf-8", "utf-8-sig", "gb18030")),
    )
