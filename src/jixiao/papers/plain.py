"""Papers as plain text (纯文本): a line for each row, cells separated by tabs, as a spreadsheet copies and takes them.

A cell that holds a line break, a tab or a quotation mark stands in quotation marks, so that rows stay whole; where a merged cell covers
further places, these are blank. The reader of texts gives back the same cells. A grid of one column is running text.
"""

from collections.abc import Iterator, Sequence

from jixiao.papers.characters import lines, writable
from jixiao.papers.paper import Figure, Grid, Line, Paper


def write(papers: Sequence[Paper]) -> bytes:
    """The papers one after the other, UTF-8 with a byte-order mark, by which Windows knows the encoding."""
    parts = ["\n".join(_lines(paper)) for paper in papers]
    return ("\n\n".join(parts) + "\n").encode("utf-8-sig")


def _lines(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield from _running(block.text)
        elif isinstance(block, Grid):
            yield from _rows(block)
        elif isinstance(block, Figure):
            told = block.description.startswith(block.caption)
            yield from _running(block.description if told else f"{block.caption}：{block.description}")
        else:
            yield ""


def _running(text: str) -> Iterator[str]:
    """Running text: a tab in it would make it a row."""
    return (line.replace("\t", " ") for line in lines(text))


def _rows(grid: Grid) -> Iterator[str]:
    rows = [[""] * len(grid.widths) for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = writable(cell.text)
    for row in rows:
        if len(row) == 1:
            yield from _running(row[0])
        else:
            # One tab at the end of a line, or at its beginning, does not yet make a row for those who read it; a second one does.
            yield "\t".join(map(_quoted, row)) + "\t" * (len(row) == 2 and "" in row)


def _quoted(text: str) -> str:
    if not any(mark in text for mark in '\t\n"'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
