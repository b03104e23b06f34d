"""Pages joined: a table that runs over several pages becomes whole, forms of one file stay apart."""

from jixiao.documents import Block, Cell, Paragraph, Table
from jixiao.places import Place
from jixiao.readers.lattice import Segment, Tolerance, lattices
from jixiao.readers.pages import Page, PageBlock, PageTable, joined, ruled_table

_HEADING = ["一级指标", "二级指标", "三级指标", "指标值", "实际值", "分值", "得分", "说明"]
_XS = tuple(0.1 + 0.1 * number for number in range(9))
Row = list[str | tuple[str, int]]
"""The cells of a row: text, or text and the number of rows it covers; None where a cell from above reaches in."""


def table(rows: list[list[str | tuple[str, int] | None]], xs: tuple[float, ...] = _XS, page: int = 1) -> PageTable:
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is not None:
                words, span = text if isinstance(text, tuple) else (text, 1)
                box = (xs[column], 0.1 + row / 100, xs[column + 1], 0.1 + (row + span) / 100)
                place = Place(page=page, box=box)
                cells.append(Cell(row=row, column=column, text=words, row_span=span, place=place))
    return PageTable(cells=tuple(cells), xs=xs)


def line(text: str, top: float = 0.5, page: int = 1) -> Paragraph:
    return Paragraph(text=text, place=Place(page=page, box=(0.1, top, 0.9, top + 0.02)))


def pages(*contents: list[PageBlock]) -> list[Page]:
    return [Page(number=number, blocks=tuple(blocks)) for number, blocks in enumerate(contents, 1)]


def shown(blocks: tuple[Block, ...]) -> list[str | list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows()] if isinstance(block, Table) else block.text
        for block in blocks
    ]


def indicator(name: str, label1: object = None, label2: object = None, note: str = "") -> list:
    return [label1, label2, name, "≥90%", "95%", "10", "10", note]


def test_a_table_goes_on_over_pages_without_its_repeated_heading() -> None:
    first = table([_HEADING, indicator("甲", ("产出指标", 2), ("数量指标", 2)), indicator("乙")])
    second = table([_HEADING, indicator("丙", ("", 2), ("", 1)), indicator("丁", None, "质量指标")], page=2)
    blocks = joined(pages([line("标题"), first], [second]))
    assert shown(blocks) == [
        "标题",
        [
            _HEADING,
            ["产出指标", "数量指标", "甲", "≥90%", "95%", "10", "10", ""],
            ["乙", "≥90%", "95%", "10", "10", ""],
            ["丙", "≥90%", "95%", "10", "10", ""],
            ["质量指标", "丁", "≥90%", "95%", "10", "10", ""],
        ],
    ]
    whole = blocks[1]
    assert isinstance(whole, Table)
    label = next(cell for cell in whole.cells if cell.text == "产出指标")
    assert label.row_span == 4
    last = whole.cells[-1]
    assert (last.place.page, last.place.table, last.place.row, last.place.column) == (2, 1, 5, 8)
