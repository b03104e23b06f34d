"""Filling layouts: one form, or all forms of a file, as papers for the writers with what could not be carried over."""

import re
from collections.abc import Sequence

import msgspec

from jixiao.forms import Layout, layouts
from jixiao.forms.parts import Account
from jixiao.model import Evaluation, Submission, Unread
from jixiao.papers import Line, Paper
from jixiao.renderers.official.accounts import account
from jixiao.renderers.official.carrying import carry
from jixiao.renderers.official.drawing import draw
from jixiao.renderers.official.filled import Filled

_USUAL = {"transfer": "T2", "department": "T6", "project": "T1"}
_MONITORING = {"transfer": "T7-转移支付", "department": "T7-整体", "project": "T7"}
_BY_FORM = {"target": "T8", "review": "T10"}
_TEXT = "文字部分"


class Conversion(msgspec.Struct, frozen=True, kw_only=True):
    """A file put into layouts: its forms in order, the papers to write, and how many passages of running text were left out.

    `unread` is what could not be read or understood of the file, which nobody can have written.
    """

    forms: tuple[Filled, ...]
    papers: tuple[Paper, ...]
    passages_left_out: int = 0
    unread: tuple[Unread, ...] = ()


def fill(evaluation: Evaluation, layout: Layout, name: str | None = None) -> Filled:
    """Put a form into a layout; `name` names the paper (the sheet of a workbook), by default after the project."""
    layout = of_period(layout, evaluation.period)
    part = layout.part(Account)
    if part is not None:
        carried, paper = account(evaluation, layout, part)
    else:
        carried = carry(evaluation, layout)
        shown = name or evaluation.project_name or evaluation.implementer or layout.heading
        paper = draw(carried.evaluation, carried.layout, shown)
    return Filled(
        layout=carried.layout,
        evaluation=carried.evaluation,
        omitted=carried.omitted,
        wanting=carried.wanting,
        papers=(paper,),
    )


def convert(submission: Submission, layout: Layout | None = None) -> Conversion:
    """Put every form of a file into a layout, or each into its own; only in the latter case the running text is kept, in front."""
    passages = submission.narrative.text
    if layout is None:
        forms = tuple(fill(*_own(evaluation)) for evaluation in submission.evaluations)
        front = (_text_of([passage.text for passage in passages]),) if passages else ()
        papers = (*front, *(paper for form in forms for paper in form.papers))
        return Conversion(forms=forms, papers=papers, unread=submission.unread)
    forms = tuple(fill(evaluation, layout) for evaluation in submission.evaluations)
    papers = tuple(paper for form in forms for paper in form.papers)
    told = layout.part(Account) is not None
    papers = _together(papers) if told else papers
    return Conversion(forms=forms, papers=papers, passages_left_out=len(passages), unread=submission.unread)


def _own(evaluation: Evaluation) -> tuple[Evaluation, Layout]:
    """A form with the layout it was recognised as; one of no known layout goes into the usual one, widened by all it holds."""
    known = evaluation.layout
    code = known if known in layouts() else _usual(evaluation)
    return msgspec.structs.replace(evaluation, layout=code), layouts()[str(code)]


def _usual(evaluation: Evaluation) -> str:
    kinds = _MONITORING if evaluation.form == "monitoring" else _USUAL
    return _BY_FORM.get(evaluation.form, kinds[evaluation.kind])


def of_period(layout: Layout, period: str | None) -> Layout:
    """The layout with the months that a form is about (1-9月, 1—9月, 9月) in place of those it is declared with."""
    if layout.period is None or period is None or not re.search(r"\d", period):
        return layout
    text = msgspec.json.encode(msgspec.structs.replace(layout, check=None)).decode()
    return msgspec.json.decode(text.replace(layout.period, _in_figures(period)), type=Layout)


def _in_figures(period: str) -> str:
    """The months as layouts print them: 1—9月 as 1-9月."""
    last = re.findall(r"\d+", period)[-1]
    return f"1-{last}月"


def _text_of(passages: Sequence[str]) -> Paper:
    return Paper(name=_TEXT, blocks=tuple(Line(text=text, style="body") for text in passages))


def _together(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """The paragraphs of all forms under one title."""
    first, *others = papers
    blocks = (*first.blocks, *(block for paper in others for block in paper.blocks[1:]))
    return (msgspec.structs.replace(first, blocks=blocks),)
