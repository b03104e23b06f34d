"""What a command says on standard error when its file is written: where it is, what it holds, and what a person has still to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from jixiao.papers import Grid, Line, Paper
from jixiao.renderers.publication.handed_out import told_personal
from jixiao.renderers.terminal import harmless

_MARKS = ("待填写", "待核对")


def tell_written(path: Path | str, *told: str) -> None:
    """Say in one line what was written where; an empty part says nothing."""
    click.echo(harmless(f"已写入“{path}”：{'，'.join(part for part in told if part)}。"), err=True)


def tell_lines(sentences: Iterable[str]) -> None:
    """Say what belongs to what was written, a line each."""
    for sentence in sentences:
        click.echo(harmless(sentence), err=True)


def counted(number: int, what: str) -> str:
    """So many of something (3处没有写入), or nothing where there is none."""
    return f"{number}{what}" if number else ""


def marks(papers: Sequence[Paper]) -> list[int]:
    """How many places of papers are marked 【待填写】 and 【待核对】."""
    texts = [text for paper in papers for text in _texts(paper)]
    return [sum(text.count(f"【{mark}") for text in texts) for mark in _MARKS]


def told_marks(papers: Sequence[Paper]) -> tuple[str, ...]:
    """The same in words, for `tell_written`."""
    return tuple(counted(number, f"处【{mark}】") for number, mark in zip(marks(papers), _MARKS, strict=True))


def tell_personal(papers: Sequence[Paper]) -> None:
    """Warn of personal data that papers quote, place by place."""
    places = told_personal(papers)
    if places:
        click.echo(f"提示：写出的材料里有{len(places)}处引用了个人信息，发出或者公开前请核对、删去：", err=True)
    tell_lines(f"  {place}" for place in places)


def _texts(paper: Paper) -> Iterable[str]:
    for block in paper.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
