"""A line of a paper as a Word paragraph."""

from jixiao.papers.looks import LINES, small_size
from jixiao.papers.measuring import width
from jixiao.papers.paper import Grid, Line, Paper
from jixiao.papers.word.markup import paragraph, run, twips
from jixiao.papers.word.styles import LINE_IDS

_HIGHLIGHT = '<w:highlight w:val="yellow"/>'


def line(paper: Paper, index: int, before: str) -> str:
    """The line at this position of the paper; `before` are the properties that a page break in front of it asks for."""
    block = paper.blocks[index]
    assert isinstance(block, Line)  # noqa: S101 - the caller has seen it
    style = LINE_IDS[block.style]
    following = paper.blocks[index + 1] if index + 1 < len(paper.blocks) else None
    match block.style:
        case "small" | "small_right":
            size = small_size(paper.blocks, index)
            own = (
                ""
                if size == LINES["small"].size
                else f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
            )
            kept = "<w:keepNext/>" if isinstance(following, Grid) else ""
            return paragraph(style, run(block.text, own), kept + before)
        case "gap":
            return paragraph(style, run(block.text, _HIGHLIGHT), before)
        case "signature":
            kept = "<w:keepNext/>" if isinstance(following, Line) and following.style == "signature" else ""
            return paragraph(style, run(block.text), kept + before + _signed(paper, index))
        case _:
            return paragraph(style, run(block.text), before)


def _signed(paper: Paper, index: int) -> str:
    """The indent of a line of the signature (GB/T 9704-2012, 7.3.5): the date four characters from the right, the name centred above it.

    Where the name is longer than the date, the name stands two characters from the right and the date is centred below it.
    """
    first, last = index, index
    while first > 0 and _is_signature(paper, first - 1):
        first -= 1
    while last + 1 < len(paper.blocks) and _is_signature(paper, last + 1):
        last += 1
    widths = [width(block.text) for block in paper.blocks[first : last + 1] if isinstance(block, Line)]
    middle = max(4 + widths[-1] / 2, *(2 + each / 2 for each in widths))
    right = max(0.0, middle - widths[index - first] / 2)
    return f'<w:ind w:rightChars="{round(right * 100)}" w:right="{twips(right * LINES["signature"].size)}"/>'


def _is_signature(paper: Paper, index: int) -> bool:
    block = paper.blocks[index]
    return isinstance(block, Line) and block.style == "signature"
