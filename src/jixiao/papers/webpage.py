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

from jixiao.papers.characters import lines
from jixiao.papers.paper import Block, Cell, Figure, Grid, Line, Paper


class _SetCell(msgspec.Struct, frozen=True):
    """A cell with what the markup says of it; `scope` is empty for one that is no heading of others."""

    cell: Cell
    lines: list[str]
    scope: str


class _SetGrid(msgspec.Struct, frozen=True):
    """A grid as rows of cells, those above to be repeated on each page, and the class that holds its widths."""

    name: str
    grid: Grid
    head: list[list[_SetCell]]
    body: list[list[_SetCell]]


class _SetBlock(msgspec.Struct, frozen=True):
    """A block as the template wants it: what it is, and one of the three."""

    kind: str
    line: Line | None = None
    lines: list[str] = []
    grid: _SetGrid | None = None
    figure: Figure | None = None
    source: str = ""


class _Sheet(msgspec.Struct, frozen=True):
    """A paper: its class, its blocks."""

    name: str
    paper: Paper
    blocks: list[_SetBlock]


def write(papers: Sequence[Paper]) -> bytes:
    """One page of all papers, UTF-8."""
    sheets = [_sheet(number, paper) for number, paper in enumerate(papers, 1)]
    style = _asset("paper.css") + "".join(rule for sheet in sheets for rule in _rules(sheet))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    page = _environment().get_template("paper.html.jinja")
    return page.render(
        title=_title(sheets),
        sheets=sheets,
        style=Markup(style),  # noqa: S704 - our own file and numbers, not a document's text
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
def _asset(name: str) -> str:
    return (resources.files("jixiao.papers") / "templates" / name).read_text(encoding="utf-8")


def _title(sheets: Sequence[_Sheet]) -> str:
    titles = (block.lines for sheet in sheets for block in sheet.blocks if block.line and block.line.style == "title")
    return " ".join(next(titles, [])).strip() or (" ".join(lines(sheets[0].paper.name)) if sheets else "")


def _rules(sheet: _Sheet) -> Iterator[str]:
    """What only these papers have: the size of a page, its margins, the widths of columns. Numbers and names of our own making."""
    paper = sheet.paper
    top, right, bottom, left = (f"{margin:g}mm" for margin in paper.margins)
    number = 'content: "— " counter(page) " —"' if paper.page_numbers else "content: none"
    yield (
        f"\n@page {sheet.name} {{ size: A4 {paper.orientation}; margin: {top} {right} {bottom} {left};"
        f" @bottom-center {{ {number} }} }}\n"
        f".{sheet.name} {{ page: {sheet.name}; padding: {top} {right} {bottom} {left};"
        f" width: {297 if paper.orientation == 'landscape' else 210}mm }}\n"
    )
    for block in sheet.blocks:
        if block.grid:
            grid = block.grid.grid
            total = sum(grid.widths)
            yield f".{block.grid.name} {{ font-size: {grid.size:g}pt }}\n"
            for column, width in enumerate(grid.widths, 1):
                yield f".{block.grid.name} col:nth-child({column}) {{ width: {100 * width / total:.3f}% }}\n"
        elif block.figure:
            width = round(block.figure.width)
            yield f".w{width} {{ width: {width}mm }}\n"


def _sheet(number: int, paper: Paper) -> _Sheet:
    name = f"paper{number}"
    blocks = [_block(f"{name}-{index}", block) for index, block in enumerate(paper.blocks, 1)]
    return _Sheet(name, paper, blocks)


def _block(name: str, block: Block) -> _SetBlock:
    if isinstance(block, Line):
        return _SetBlock("line", line=block, lines=lines(block.text))
    if isinstance(block, Grid):
        return _SetBlock("grid", grid=_grid(name, block))
    if isinstance(block, Figure):
        source = "data:image/svg+xml;base64," + base64.b64encode(block.svg).decode("ascii")
        return _SetBlock("figure", figure=block, source=source, lines=lines(block.caption))
    return _SetBlock("break")


def _grid(name: str, grid: Grid) -> _SetGrid:
    rows: list[list[_SetCell]] = [[] for _ in range(grid.rows)]
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(_SetCell(cell, lines(cell.text), _scope(cell, grid)))
    return _SetGrid(name, grid, rows[: grid.header_rows], rows[grid.header_rows :])


def _scope(cell: Cell, grid: Grid) -> str:
    if cell.role == "heading" and cell.text.strip():
        return "colgroup" if cell.column_span > 1 else "col"
    if cell.role == "label" and cell.text.strip() and cell.column + cell.column_span < len(grid.widths):
        return "rowgroup" if cell.row_span > 1 else "row"
    return ""
