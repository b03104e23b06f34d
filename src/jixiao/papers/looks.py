"""How each piece of a paper looks, the same in every format: fonts, sizes, places on the line, after GB/T 9704-2012 (党政机关公文格式).

The fonts are those that offices in China have; a writer that embeds fonts puts its own in their place.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from jixiao.papers.paper import Block, Grid, Line, LineStyle, Paper, Role

LATIN = "Times New Roman"
"""The font of Latin letters and figures."""

TITLE, FANGSONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Font, size in points, place on the line, and in points: height of a line, space above and below.

    `first` (首行缩进) and `right` (右空) are counted in characters of the size. `level` is that of the outline (from 1), for navigation.
    """

    name: str
    font: str = FANGSONG
    size: float = 16
    align: Literal["left", "center", "right", "both"] = "left"
    leading: float = 28
    before: float = 0
    after: float = 0
    first: int = 0
    right: int = 0
    level: int | None = None


LINES: dict[LineStyle, Look] = {
    "title": Look(name="公文标题", font=TITLE, size=22, align="center", leading=33, after=6, level=1),
    "subtitle": Look(name="副标题", font=KAI, align="center", after=6),
    "addressee": Look(name="主送机关"),
    "heading1": Look(name="一级标题", font=HEI, first=2, level=2),
    "heading2": Look(name="二级标题", font=KAI, first=2, level=3),
    "body": Look(name="公文正文", align="both", first=2),
    "small": Look(name="表外文字", size=10.5, leading=16),
    "small_right": Look(name="表外文字（靠右）", size=10.5, leading=16, align="right"),
    "signature": Look(name="落款", align="right", right=2),
    "gap": Look(name="待填写", align="both", first=2),
}
"""仿宋 三号 (16 points) in lines of 28 points gives the 22 lines of 28 characters on a page that the standard asks for."""

CAPTION = Look(name="图题", font=HEI, size=12, align="center", leading=20, after=6)

CELLS: dict[Role, Look] = {
    "heading": Look(name="栏目", font=HEI, size=10.5, align="center"),
    "label": Look(name="项目名", size=10.5, align="center"),
    "value": Look(name="填报内容", size=10.5, align="center"),
    "number": Look(name="数字", size=10.5, align="center"),
    "text": Look(name="填报文字", size=10.5),
}
"""The size is that of a grid that says nothing else."""

CELL_MARGIN = 1.0
"""Between the border of a cell and its text to the left and right, in millimetres."""

LEAST_ROW = 6.0
"""How high a row of a form is at least in Word, in millimetres."""

PAGE = (210.0, 297.0)
"""A4, in millimetres."""

GAP_COLOUR = "FFFF00"


def page_size(paper: Paper) -> tuple[float, float]:
    """Width and height of a paper's pages in millimetres."""
    return PAGE if paper.orientation == "portrait" else (PAGE[1], PAGE[0])


def text_width(paper: Paper) -> float:
    """The width between the margins in millimetres."""
    return page_size(paper)[0] - paper.margins[1] - paper.margins[3]


def is_letter(paper: Paper) -> bool:
    """Tell an official letter (公文) from a form: it addresses somebody or is signed."""
    return any(getattr(block, "style", None) in {"addressee", "signature"} for block in paper.blocks)


def small_size(blocks: tuple[Block, ...], index: int) -> float:
    """The size of a small line: that of the grid that follows it, else of the one before it, without stepping over other text."""
    for step in (1, -1):
        position = index + step
        while 0 <= position < len(blocks):
            block = blocks[position]
            if isinstance(block, Grid):
                return block.size
            if getattr(block, "style", None) not in {"small", "small_right"}:
                break
            position += step
    return LINES["small"].size


def heading(papers: Sequence[Paper]) -> str:
    """What a file of these papers is called in its properties: its first title on one line, else the name of its first paper."""
    for paper in papers:
        for block in paper.blocks:
            if isinstance(block, Line) and block.style == "title":
                return " ".join(block.text.split())
    return papers[0].name if papers else ""
