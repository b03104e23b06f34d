"""A layout widened by what a form of it holds beyond it, so that a form written in its own layout loses nothing."""

import msgspec

from jixiao.forms import Layout, layouts
from jixiao.forms.fund_rows import TOTAL_LABEL
from jixiao.forms.headings import column_label
from jixiao.forms.labels import label_word
from jixiao.forms.parts import (
    FURTHER,
    Column,
    Funds,
    Goals,
    Head,
    Indicators,
    Labelled,
    Lines,
    Management,
    Part,
    labelled,
)
from jixiao.forms.words import keys, words
from jixiao.model import Evaluation
from jixiao.renderers.columns import FUND, INDICATOR

_HEAD = {
    "project_name": "项目名称",
    "supervisor": "主管部门",
    "local_supervisor": "地方主管部门",
    "implementer": "实施单位",
}
_FOOT = {"grade": "自评等级", "conclusion": "自评结论", "remark": "说明"}
_WIDTHS = {"rule": 16.0, "note": 16.0, "remark": 10.0, "weight": 7.0, "score": 7.0}
_USUAL = 11.0


def widened(layout: Layout, evaluation: Evaluation) -> Layout:
    """Add to a layout the columns, rows and blocks for which a form has values and the layout no place."""
    parts = [_with_columns(part, evaluation) for part in layout.parts]
    blocks: list[tuple[type[Part], bool, str]] = [
        (Funds, bool(evaluation.funds), "T1"),
        (Management, bool(evaluation.fund_management), "T2"),
        (Goals, bool(evaluation.goals), "T1"),
    ]
    table = next((index for index, part in enumerate(parts) if isinstance(part, Indicators)), len(parts))
    for kind, needed, donor in blocks:
        part = layouts()[donor].part(kind)
        if needed and part is not None and layout.part(kind) is None:
            parts.insert(table, _with_columns(part, evaluation))
            table += 1
    held = {each.path for each in labelled(layout.parts)}
    above = [(field, label) for field, label in _HEAD.items() if field not in held and getattr(evaluation, field)]
    if above:
        first = next((index for index, part in enumerate(parts) if not isinstance(part, Lines)), 0)
        parts.insert(first, Head(rows=tuple((Labelled(field=field, label=label),) for field, label in above)))
    below = [*_below(layout, evaluation, held)]
    if below:
        # Lines below the table (联系人) stay below it.
        end = next((at for at in range(len(parts), 0, -1) if not isinstance(parts[at - 1], Lines)), len(parts))
        parts.insert(end, Head(rows=tuple((each,) for each in below)))
    return msgspec.structs.replace(layout, parts=tuple(parts))


def _with_columns(part: Part, evaluation: Evaluation) -> Part:
    """A table with a column for every field that any row has."""
    if isinstance(part, Indicators):
        names, rows = INDICATOR, evaluation.indicators
        known = {column.field for column in part.columns}
        more = tuple(
            Column(field=field, heading=names[field], width=_WIDTHS.get(field, _USUAL))
            for field in names
            if field not in known and any(getattr(row, field) is not None for row in rows)
        )
        return msgspec.structs.replace(part, columns=(*part.columns, *more))
    if isinstance(part, Funds) and part.headed:
        known = {column.field for column in part.columns}
        more = tuple(
            Column(field=field, heading=FUND[field], width=10.0)
            for field in FUND
            if field != "label"
            and field not in known
            and any(getattr(row, field) is not None for row in evaluation.funds)
        )
        return msgspec.structs.replace(part, columns=(*part.columns, *more))
    return part


def _below(layout: Layout, evaluation: Evaluation, held: set[str]) -> list[Labelled]:
    """Rows for what stands alone and has no place: the score where no total row holds it, the conclusion, further fields."""
    table = layout.part(Indicators)
    rows = []
    totalled = table is not None and table.total is not None and "score" in layout.columns
    if evaluation.total_score is not None and not totalled and "total_score" not in held:
        rows.append(Labelled(field="total_score", label="自评得分"))
    rows += [
        Labelled(field=field, label=label)
        for field, label in _FOOT.items()
        if field not in held
        and getattr(evaluation, field) is not None
        and not (field == "grade" and evaluation.conclusion == evaluation.grade)
    ]
    beside = set(_beside(layout, evaluation))
    return rows + [
        Labelled(label=field.label, field=f"{FURTHER}{field.label}")
        for field in evaluation.fields
        if f"{FURTHER}{field.label}" not in held
        and field.label not in beside
        and field.value is not None
        and not ("implementer" in held and is_filler(field.label) and field.value == evaluation.implementer)
    ]


def is_filler(label: str) -> bool:
    """Whether a label names whoever fills the form in, which the reader keeps as a field and as 实施单位 alike."""
    return label_word(label) in keys(words().head_labels["filler"])


def _beside(layout: Layout, evaluation: Evaluation) -> list[str]:
    part = layout.part(Funds)
    if part is None:
        return []
    headings = [column_label(column.heading) for column in part.columns if column.field not in FUND]
    rows = [(fund.label or TOTAL_LABEL).rstrip(":：") for fund in evaluation.funds]
    return [heading if index == 0 else f"{heading}（{row}）" for heading in headings for index, row in enumerate(rows)]
