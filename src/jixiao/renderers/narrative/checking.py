"""The last look at a finished report: every figure on the paper stands in a binding, and every binding still says the same.

It reads the paper, not the program that wrote it: each text is searched for figures anew and each binding worked out anew from the
materials. A report that fails is not handed out.
"""

from collections.abc import Iterator
from typing import Literal

from jixiao.papers import Figure, Grid, Line
from jixiao.renderers.narrative.composing import Report, Traced
from jixiao.renderers.narrative.figures import figures, shown
from jixiao.renderers.narrative.fragments import Binding, MissingValueError, said
from jixiao.renderers.narrative.materials import Materials

_Address = tuple[int, int | None, Literal["text", "caption", "description"]]


class UnboundFigureError(ValueError):
    """A figure of the report stems from no value of the form; the message names the figure and its sentence."""


def check(report: Report, materials: Materials) -> None:
    """Raise UnboundFigureError unless every figure of the report stems from a value of the materials."""
    traced = {(each.block, each.cell, each.part): each for each in report.texts}
    for address, text in _printed(report):
        found = traced.get(address)
        if found is not None and found.text.text != text:
            raise UnboundFigureError(_fault(text, "文字在编写之后被改动过"))
        _figures(text, found)
        if found is not None:
            _bindings(found, materials)
    for drawn in report.drawn:
        caption = traced[drawn.block, None, "caption"].text.text
        for binding, stated in zip(drawn.bindings, drawn.stated, strict=True):
            _again(binding, stated, caption, materials)


def _printed(report: Report) -> Iterator[tuple[_Address, str]]:
    """Every text of the paper with its address."""
    for number, block in enumerate(report.paper.blocks):
        if isinstance(block, Line):
            yield (number, None, "text"), block.text
        elif isinstance(block, Grid):
            yield from (((number, index, "text"), cell.text) for index, cell in enumerate(block.cells))
        elif isinstance(block, Figure):
            yield (number, None, "caption"), block.caption
            yield (number, None, "description"), block.description


def _figures(text: str, found: Traced | None) -> None:
    spans = () if found is None else found.text.spans
    bound = {place for span in spans for place in range(span.start, span.end)}
    for place in figures(text):
        if place not in bound:
            raise UnboundFigureError(_fault(text, f"其中的“{shown(text, place)}”没有来源"))


def _bindings(found: Traced, materials: Materials) -> None:
    for span in found.text.spans:
        _again(span.binding, found.text.text[span.start : span.end], found.text.text, materials)


def _again(binding: Binding, stated: str, text: str, materials: Materials) -> None:
    """Ask a binding anew what it says."""
    try:
        again = said(binding, materials)
    except MissingValueError as error:
        raise UnboundFigureError(_fault(text, str(error))) from error
    if again != stated:
        raise UnboundFigureError(_fault(text, f"其中的“{stated}”与来源不符，应为“{again}”"))


def _fault(text: str, why: str) -> str:
    return (
        f"报告中有一处数字不能与自评表对应，报告没有生成：“{text}”，{why}。请把这句话和所用的文件交给维护本程序的人员。"
    )
