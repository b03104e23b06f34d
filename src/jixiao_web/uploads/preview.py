"""What was read of one form, as the page shows it beside the original: tables of cells that can be put right."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jixiao.model import Evaluation
from jixiao.places import Place
from jixiao.renderers import anchor
from jixiao.renderers.columns import FUND, HEAD, INDICATOR, LEVELS
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.models import Part
from jixiao_web.uploads.correcting import corrected, doubts, text_at
from jixiao_web.uploads.models import Upload
from jixiao_web.uploads.reading import submission

_TAIL = {"total_weight": "分值合计", "total_score": "总分", "grade": "等级", "conclusion": "自评结论", "remark": "备注"}
_COLUMNS: dict[str, Mapping[str, str]] = {
    Part.FUND: FUND,
    Part.MANAGEMENT: {"item": "事项", "description": "情况说明", "issue": "存在问题和改进措施"},
    Part.GOAL: {"expected": "预期目标", "actual": "实际完成情况"},
    Part.INDICATOR: {**LEVELS, "target": INDICATOR["target"], "actual": INDICATOR["actual"], **INDICATOR},
    Part.FIELD: {"label": "栏目", "value": "内容"},
}
_MONITORED = {"executed": "期间执行数", "actual": "期间完成值"}
"""What the columns of a monitoring form (监控表) are called, where it is otherwise."""
_ALWAYS = {
    "target": {"name", "target", "weight", "label", "initial", "expected", "item", "value"},
    "": {"name", "target", "actual", "weight", "score", "label", "initial", "executed", "expected", "item", "value"},
}
"""Columns that are shown although no row holds anything there; a form of targets has fewer."""
_FIGURES = frozenset(
    {"weight", "score", "rate", "initial", "adjusted", "executed", "total_weight", "total_score", "grade"}
)


class CellView(NamedTuple):
    """A cell: where it is, what it is called, what stands there, what was read, whether that is doubted or was put right.

    `seen` names the place in the drawing of the original.
    """

    address: str
    label: str
    called: str
    text: str
    read: str
    doubtful: bool
    corrected: bool
    figure: bool
    seen: str


class TableView(NamedTuple):
    """A part of the form; of the columns their fields and labels."""

    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[CellView, ...], ...]


class FormView(NamedTuple):
    """One form of a document: the cells that stand in no row, above and below, and its tables.

    `pictured` tells that it is drawn over pictures of pages, not as text.
    """

    evaluation: Evaluation
    head: tuple[CellView, ...]
    tables: tuple[TableView, ...]
    tail: tuple[CellView, ...]
    doubts: int
    pictured: bool


class _Cells:
    """Makes the cells of one form."""

    def __init__(self, upload: Upload, index: int) -> None:
        self.read = submission(upload).evaluations[index]
        self.now = corrected(upload, index)
        self._seen_to = {key.removeprefix(f"{index}/") for key in upload.corrections if key.startswith(f"{index}/")}

    def cell(self, address: Address, label: str) -> CellView:
        held: Any = self.now if address.row is None else getattr(self.now, address.part)[address.row]
        doubtful = address.field in getattr(held, "doubtful", ())
        if address.part == Part.FIELD:
            doubtful = str(address) in self.now.doubtful
        place: Place = getattr(held, "cells", {}).get(address.field) or (Place() if address.row is None else held.place)
        return CellView(
            address=str(address),
            label=label,
            called=self._called(address, label, held),
            text=text_at(self.now, address),
            read=text_at(self.read, address),
            doubtful=doubtful,
            corrected=str(address) in self._seen_to,
            figure=address.field in _FIGURES,
            seen=anchor(place) if place != Place() else "",
        )

    @staticmethod
    def _called(address: Address, label: str, held: Any) -> str:  # noqa: ANN401 - a row of any part
        if address.row is None:
            return label
        name = getattr(held, "name", None) or getattr(held, "label", None) or getattr(held, "item", None) or ""
        told = f"“{name[:40]}”" if name else ""
        return f"{Part(address.part).label}第{address.row + 1}行{told}{label}"


def cell(upload: Upload, index: int, address: Address) -> CellView:
    """One cell as it stands now."""
    label = ({**HEAD, **_TAIL} if address.row is None else _COLUMNS[address.part]).get(address.field, "其他栏目")
    return _Cells(upload, index).cell(address, label)


def form(upload: Upload, index: int) -> FormView:
    """One form of a document."""
    cells = _Cells(upload, index)
    now, money = cells.now, f"（{cells.now.amount_unit}）" if cells.now.amount_unit else ""
    captions = {Part.FUND: f"项目资金{money}", Part.GOAL: "年度总体目标"}
    tables = [
        _table(cells, part, captions.get(part, Part(part).label))
        for part in (Part.FUND, Part.MANAGEMENT, Part.GOAL, Part.INDICATOR, Part.FIELD)
        if getattr(now, part) or part == Part.INDICATOR
    ]
    head = ("project_name", "supervisor", "implementer")
    return FormView(
        evaluation=now,
        head=tuple(_alone(cells, HEAD, head)),
        tables=tuple(tables),
        tail=tuple(_alone(cells, _TAIL, ("total_score", "grade") if now.form == "self_evaluation" else ())),
        doubts=doubts(now),
        pictured=_pictured(cells.read),
    )


def _pictured(read: Evaluation) -> bool:
    return any(place.box for row in read.indicators for place in (row.place, *row.cells.values()))


def _alone(cells: _Cells, labels: Mapping[str, str], always: Iterable[str]) -> Iterable[CellView]:
    for field, label in labels.items():
        if field in always or getattr(cells.read, field) or getattr(cells.now, field):
            yield cells.cell(Address("head", None, field), label)


def _table(cells: _Cells, part: Part, caption: str) -> TableView:
    always = _ALWAYS.get(cells.now.form, _ALWAYS[""])
    read, now = getattr(cells.read, part), getattr(cells.now, part)
    own = _MONITORED if cells.now.form == "monitoring" else {}
    shown = [
        (field, own.get(field, label))
        for field, label in _COLUMNS[part].items()
        if field in always or any(getattr(row, field) for row in (*read, *now))
    ]
    rows = tuple(
        tuple(cells.cell(Address(part, number, field), label) for field, label in shown) for number in range(len(now))
    )
    return TableView(caption, tuple(shown), rows)
