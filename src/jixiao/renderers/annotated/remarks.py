"""The findings of one file as remarks (批注): which cell each stands on, and its text, the same in every format.

A finding quotes several cells; it is remarked on the first of them that can be found in the file, the others are named in the remark.
A cell that carries several findings has one remark with all of them, the gravest first. What has no cell stands in the summary alone.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.model import Evaluation
from jixiao.places import Place
from jixiao.renderers.citations import cited
from jixiao.renderers.scores import form_name
from jixiao.results import Audited
from jixiao.targets.quotation import quoted

INITIALS = "审"
_LONGEST_QUOTE = 40
"""Characters of a quoted cell that are enough to know it by."""
_MOST_QUOTES = 8
Spot = TypeVar("Spot")


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One finding with its number in the file and the places where it may be remarked, the best first.

    `form` names the form that it is about, where the file holds several.
    """

    number: int
    finding: Finding
    places: tuple[Place, ...]
    form: str = ""

    @property
    def heading(self) -> str:
        """What it is: 问题3【错误】SCO-04 得分高于应得分（很可能）."""
        finding = self.finding
        sure = "" if finding.certainty is Certainty.CERTAIN else f"（{finding.certainty.chinese}）"
        return f"问题{self.number}【{finding.severity.chinese}】{finding.code} {finding.title}{sure}"

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is to be said below the heading, each with its label; the message has none."""
        finding = self.finding
        told = (
            ("", finding.message),
            ("计算", "；".join(f"{name} {value}" for name, value in finding.figures.items())),
            ("依据", cited(finding.basis)),
            ("建议", finding.suggestion or ""),
            ("单位说明", "" if finding.answer is None else str(finding.answer)),
            ("所引单元格", self.where if len(finding.quotes) > 1 else ""),
        )
        return tuple((label, text) for label, text in told if text)

    @property
    def where(self) -> str:
        """All cells that the finding quotes, in words."""
        return _listed(self.finding.quotes)


def _listed(quotes: Sequence[Quote]) -> str:
    told = list(dict.fromkeys(f"{quote.where}{quoted(_excerpt(quote.text))}" for quote in quotes))
    more = f"；等{len(told)}处" if len(told) > _MOST_QUOTES else ""
    return "；".join(told[:_MOST_QUOTES]) + more


def _excerpt(text: str | None) -> str | None:
    plain = " ".join((text or "").split())
    return (plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…") or None


def remarks(audited: Audited) -> tuple[Remark, ...]:
    """Number the findings of a file in their order: those about the whole file, then form by form the gravest first."""
    forms = audited.submission.evaluations
    return tuple(
        Remark(
            number=number,
            finding=finding,
            places=tuple(dict.fromkeys(_places(finding, forms))),
            form=_form(finding, forms),
        )
        for number, finding in enumerate(audited.findings, start=1)
    )


def _form(finding: Finding, forms: Sequence[Evaluation]) -> str:
    if len(forms) < 2:
        return ""
    if finding.evaluation is None:
        return "全文"
    return f"表{finding.evaluation + 1}　{form_name(forms[finding.evaluation])}"


def placed(
    found: Sequence[Remark], spot: Callable[[Place], Spot | None]
) -> tuple[dict[Spot, list[Remark]], list[Remark]]:
    """Put remarks to their spots, at each the gravest first; the second value holds those for which there is none."""
    at: dict[Spot, list[Remark]] = {}
    nowhere: list[Remark] = []
    for remark in found:
        here = next((here for place in remark.places if (here := spot(place)) is not None), None)
        if here is None:
            nowhere.append(remark)
        else:
            at.setdefault(here, []).append(remark)
    return {here: sorted(told, key=lambda each: each.finding.rank) for here, told in at.items()}, nowhere


def worst(found: Sequence[Remark]) -> Severity:
    """The gravest severity of some remarks."""
    return min(found, key=lambda each: each.finding.rank).finding.severity


def text_of(found: Sequence[Remark]) -> str:
    """The remarks of one cell as plain text."""
    return "\n\n".join(
        "\n".join([each.heading, *(f"{label}：{text}" if label else text for label, text in each.lines)])
        for each in found
    )


def _places(finding: Finding, forms: Sequence[Evaluation]) -> Iterator[Place]:
    form = None if finding.evaluation is None else forms[finding.evaluation]
    for quote in finding.quotes:
        if quote.place is None or quote.file is not None:
            continue
        if form is not None and quote.path is not None and _is_row_only(quote.place):
            yield from _blank_cell(form, quote.path)
        yield quote.place


def _is_row_only(place: Place) -> bool:
    return place.row is not None and place.column is None


_ROWS = ("indicators", "funds", "fund_management", "goals")


def _blank_cell(form: Evaluation, path: str) -> Iterator[Place]:
    """Where a blank cell of a row must lie: in the column in which the other rows have theirs; else the cell that names the row."""
    kind, *rest = path.split("/")
    if kind not in _ROWS or not rest:
        return
    rows = getattr(form, kind)
    row = rows[int(rest[0])]
    named = next(iter(row.cells.values()), row.place)
    start = row.cells.get("name", row.cells.get("label", named))
    if len(rest) > 1:
        for other in rows:
            above = other.cells.get(rest[1])
            if above is not None and above.column is not None and _same_table(above, start):
                yield _crossing(start, above)
                break
    yield start


def _same_table(one: Place, other: Place) -> bool:
    return (one.sheet, one.table) == (other.sheet, other.table)


def _crossing(row: Place, column: Place) -> Place:
    """The place in the row of one cell and the column of another; with boxes only where both stand on one page."""
    box = None
    if row.box is not None and column.box is not None and row.page == column.page:
        box = (column.box[0], row.box[1], column.box[2], row.box[3])
    return msgspec.structs.replace(row, column=column.column, box=box, corners=None)
