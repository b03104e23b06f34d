"""Filling a layout with a form: carried over, drawn, and handed to the writers as a paper."""

from jixiao.forms import Layout
from jixiao.model import Evaluation
from jixiao.renderers.official.carrying import carry
from jixiao.renderers.official.drawing import draw
from jixiao.renderers.official.filled import Filled


def fill(evaluation: Evaluation, layout: Layout, name: str | None = None) -> Filled:
    """Put a form into a layout; `name` names the paper (the sheet of a workbook), by default after the project."""
    carried = carry(evaluation, layout)
    shown = name or evaluation.project_name or evaluation.implementer or layout.heading
    return Filled(
        layout=carried.layout,
        evaluation=carried.evaluation,
        omitted=carried.omitted,
        wanting=carried.wanting,
        papers=(draw(carried.evaluation, carried.layout, shown),),
    )
