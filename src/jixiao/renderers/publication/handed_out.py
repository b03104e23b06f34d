"""Personal data on papers that are handed out (letters, reports): where it stands, told without repeating it."""

from collections.abc import Iterator, Sequence

from jixiao.papers import Grid, Line, Paper
from jixiao.renderers.publication.privacy import BLANK
from jixiao.texts.personal import Personal, personal

_AROUND = 12
"""Characters shown before and after a piece, by which a person finds it."""


def told_personal(papers: Sequence[Paper]) -> tuple[str, ...]:
    """A Chinese sentence for each place with personal data: which paper, which line or cell, and what kinds, the words around it."""
    return tuple(
        f"“{paper.name}”{where}：{'、'.join(dict.fromkeys(piece.kind.chinese for piece in pieces))}，“{_around(text, pieces)}”"
        for paper in papers
        for where, text in _texts(paper)
        if (pieces := personal(text))
    )


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """Every text with where it stands: lines and tables are counted as they follow each other."""
    line, table = 0, 0
    for block in paper.blocks:
        if isinstance(block, Line):
            line += 1
            yield f"第{line}段", block.text
        elif isinstance(block, Grid):
            table += 1
            yield from (
                (f"表{table}第{cell.row + 1}行第{cell.column + 1}列", cell.text) for cell in block.cells if cell.text
            )


def _around(text: str, pieces: Sequence[Personal]) -> str:
    """The words around the pieces, themselves written over."""
    masked = text
    for piece in pieces:
        masked = masked[: piece.start] + BLANK * (piece.end - piece.start) + masked[piece.end :]
    start, end = max(pieces[0].start - _AROUND, 0), min(pieces[-1].end + _AROUND, len(text))
    shown = " ".join(masked[start:end].split())
    return f"{'……' if start else ''}{shown}{'……' if end < len(text) else ''}"
