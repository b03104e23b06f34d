"""Papers as one web page (网页) that needs nothing else: it looks like the paper on the screen and prints as one.

Every text is escaped by the template engine; there is no script, and the policy in the page forbids any.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jixiao.papers import measuring
from jixiao.papers.characters import lines
from jixiao.papers.families import FACES, FAMILIES, Face
from jixiao.papers.grids import repeated
from jixiao.papers.looks import (
    CAPTION,
    CELLS,
    GAP_COLOUR,
    LINES,
    Look,
    heading,
    is_letter,
    page_size,
    small_size,
    text_width,
)
from jixiao.papers.paper import Block, Cell, Figure, Grid, Line, Paper

_POINT = 25.4 / 72
_PADDING = 1.0
"""What is free at either side of a cell's text, in millimetres, as paper.css has it."""
_WHOLE_LINES = 8
"""A row of no more lines than these is not broken at the end of a page."""
_HEADINGS = {"title": "h1", "heading1": "h2", "heading2": "h3"}


class _Cell(msgspec.Struct, frozen=True):
    """A cell with what the markup says of it; `scope` is empty for one that is no heading of others."""

    cell: Cell
    lines: list[str]
    scope: str
    looks: str = ""
    """The classes of a figure, which is never broken: `figure`, and where it is set smaller its size, `s7-5`."""


class _Row(msgspec.Struct, frozen=True):
    """A row; `whole` where it is not to be broken at the end of a page."""

    cells: list[_Cell]
    whole: bool


class _Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block as the template wants it, with the classes that its rules go by; a page break has nothing else."""

    name: str = ""
    tag: str = ""
    line: list[str] = []
    gap: bool = False
    grid: Grid | None = None
    head: list[_Row] = []
    body: list[_Row] = []
    figure: Figure | None = None
    source: str = ""
    caption: list[str] = []


class _Sheet(msgspec.Struct, frozen=True):
    """A paper: the class that its rules go by, its blocks, and the rules."""

    name: str
    blocks: list[_Block]
    rules: list[str]


def write(papers: Sequence[Paper]) -> bytes:
    """One page of all papers, UTF-8."""
    sheets = [_sheet(f"paper{number}", paper) for number, paper in enumerate(papers, 1)]
    style = _common_style() + "\n".join(rule for sheet in sheets for rule in sheet.rules) + "\n"
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    page = _environment().get_template("paper.html.jinja")
    return page.render(
        title=" ".join(lines(heading(papers))),
        sheets=sheets,
        style=Markup(style),  # noqa: S704 - our own rules with numbers, none of a document's text
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    ).encode("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jixiao.papers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _common_style() -> str:
    """The rules that all papers share: those of the template and the looks of lines and cells."""
    own = (resources.files("jixiao.papers") / "templates" / "paper.css").read_text(encoding="utf-8")
    rules = [f".{style} {{ {_css(look)} }}" for style, look in LINES.items()]
    rules += [f".{role} {{ {_font(look)}; text-align: {look.align} }}" for role, look in CELLS.items()]
    rules += [f"td.{_sized(half / 2)} {{ font-size: {half / 2:g}pt }}" for half in range(14, 24)]
    rules.append(f"figcaption {{ {_css(CAPTION)} }}")
    rules.append(f"mark {{ background: #{GAP_COLOUR}; color: inherit }}")
    return own + "\n".join(rules) + "\n"


def _css(look: Look) -> str:
    """The declarations of a look of lines."""
    return (
        f"{_font(look)}; font-size: {look.size:g}pt; line-height: {look.leading:g}pt; "
        f"text-align: {'justify' if look.align == 'both' else look.align}; text-indent: {look.first}em; "
        f"margin: {look.before:g}pt {look.right}em {look.after:g}pt 0"
    )


def _font(look: Look) -> str:
    return f"font-family: {_stack(FACES[look.font])}"


@cache
def _stack(face: Face) -> str:
    names = ", ".join(f'"{name}"' for name in FAMILIES[face])
    return f"{names}, {'sans-serif' if face == 'hei' else 'serif'}"


def _sheet(name: str, paper: Paper) -> _Sheet:
    blocks, rules = [], list(_page_rules(name, paper))
    for index, block in enumerate(paper.blocks):
        own = f"{name}-{index}"
        blocks.append(_block(own, paper, index, block))
        rules += _rules(own, paper, index, block)
    return _Sheet(name, blocks, rules)


def _page_rules(name: str, paper: Paper) -> Iterator[str]:
    """The size of its pages, on paper and on the screen, and the number at their foot: outside in a letter, else in the middle."""
    margins = " ".join(f"{margin:g}mm" for margin in paper.margins)
    width, _ = page_size(paper)
    yield f".{name} {{ page: {name}; padding: {margins}; width: {width:g}mm }}"
    yield f"@page {name} {{ size: A4 {paper.orientation}; margin: {margins} }}"
    if paper.page_numbers:
        number = f'content: "— " counter(page) " —"; font: 14pt {_stack("song")}'
        sides = ((":left", "left"), (":right", "right")) if is_letter(paper) else (("", "center"),)
        for pages, side in sides:
            yield f"@page {name}{pages} {{ @bottom-{side} {{ {number} }} }}"


def _rules(name: str, paper: Paper, index: int, block: Block) -> Iterator[str]:
    """What only this block has: the size of its text, the widths of its columns."""
    if isinstance(block, Grid):
        total = sum(block.widths) or 1.0
        yield f".{name} {{ font-size: {block.size:g}pt }}"
        for column, width in enumerate(block.widths, 1):
            yield f".{name} col:nth-child({column}) {{ width: {100 * width / total:.3f}% }}"
    elif isinstance(block, Figure):
        yield f".{name} {{ width: {block.width:g}mm }}"
    elif isinstance(block, Line) and block.style in {"small", "small_right"}:
        yield f".{name} {{ font-size: {small_size(paper.blocks, index):g}pt }}"


def _block(name: str, paper: Paper, index: int, block: Block) -> _Block:
    if isinstance(block, Line):
        return _Block(
            name=f"{block.style} {name}" if block.style in {"small", "small_right"} else block.style,
            tag=_HEADINGS.get(block.style, "p"),
            line=lines(block.text),
            gap=block.style == "gap",
        )
    if isinstance(block, Grid):
        following = paper.blocks[index + 1 : index + 2]
        continued = any(isinstance(one, Grid) and one.joined for one in following)
        head = repeated(block)
        rows = _grid_rows(block, text_width(paper))
        return _Block(
            name=name + " joined" * block.joined + " continued" * continued,
            grid=block,
            head=rows[:head],
            body=rows[head:],
        )
    if isinstance(block, Figure):
        source = "data:image/svg+xml;base64," + base64.b64encode(block.svg).decode("ascii")
        return _Block(name=name, figure=block, source=source, caption=lines(block.caption))
    return _Block()


def _grid_rows(grid: Grid, width: float) -> list[_Row]:
    cells: list[list[_Cell]] = [[] for _ in range(grid.rows)]
    tall: set[int] = set()
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        share = sum(grid.widths[cell.column : cell.column + cell.column_span]) / (sum(grid.widths) or 1.0)
        looks = _figure_looks(cell, grid.size, (share * width - 2 * _PADDING) / _POINT)
        cells[cell.row].append(_Cell(cell, lines(cell.text), _scope(cell, grid), looks))
        ems = share * width / _POINT / grid.size - 1
        if cell.row_span > 1 or measuring.lines(cell.text, ems) > _WHOLE_LINES:
            # Browsers would take a row together with all rows that a cell of it spans.
            tall.add(cell.row)
    return [_Row(row, number not in tall) for number, row in enumerate(cells)]


def _figure_looks(cell: Cell, size: float, room: float) -> str:
    if cell.upright or not measuring.is_figure(cell.text):
        return ""
    fits = measuring.fitting(cell.text, size, room)
    if fits < size:
        return f"figure {_sized(fits)}"
    return "figure" if measuring.width(cell.text) * size <= room else ""


def _sized(size: float) -> str:
    return f"s{size:g}".replace(".", "-")


def _scope(cell: Cell, grid: Grid) -> str:
    """Of which cells it is the heading, if of any: of those below it, or of those to its right."""
    if not cell.text.strip():
        return ""
    if cell.role == "heading":
        return "colgroup" if cell.column_span > 1 else "col"
    if cell.role == "label" and cell.column + cell.column_span < len(grid.widths):
        return "rowgroup" if cell.row_span > 1 else "row"
    return ""
