"""What people call a cell: 宣传场次 · 得分 beside the form, 第4行 得分 in the log, which keeps the address."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from jixiao_web.filings.addresses import Address, NoSuchCellError, parse
from jixiao_web.filings.models import Filing, Part, Row
from jixiao_web.filings.sheet import COLUMNS, FUNDS, OTHERS, REVIEW, name_of
from jixiao_web.trail.models import Entry

_PLAIN = "self_evaluation"
_OF_PART = {
    Part.GOAL: {"actual": "实际完成情况"},
    Part.FIELD: {"label": "栏目"},
    "head": {
        "title": "标题",
        "project_code": "项目编码",
        "local_supervisor": "地方主管部门",
        "amount_unit": "金额单位",
    },
}
_LEVELS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "cause": "偏差原因类别",
    "rule": "评分标准",
    "deviation": "偏离度",
    "total_weight": "总分值",
}


def label_of(address: Address, form: str) -> str:
    """The heading under which a cell stands in forms of this kind (self_evaluation, target, monitoring)."""
    tables = {Part.INDICATOR: COLUMNS, Part.FUND: FUNDS}.get(Part(address.part), {}) if address.row is not None else {}
    labels: dict[str, str] = {**OTHERS, **dict(REVIEW), **_LEVELS}
    for kind in (*tables, form):
        labels |= dict(tables.get(kind, ()))
    labels |= _OF_PART.get(address.part, {})
    return labels[address.field]


def called(rows: Sequence[Row], text: str, form: str) -> str:
    """The name of the row and of the column of the cell with an address; 整张表 for none."""
    if not text:
        return "整张表"
    address = parse(text)
    row = next((each for each in rows if each.pk == address.row), None)
    label = label_of(address, form)
    return f"{name_of(row)} · {label}" if row else label


def numbered(entries: Iterable[Entry]) -> dict[int, str]:
    """For each entry of the log that is about a cell, by its number, what people call the cell: 第4行 得分."""
    told = [entry for entry in entries if entry.path and entry.object_type == "filings.filing"]
    forms = dict(Filing.objects.filter(pk__in={entry.object_id for entry in told}).values_list("pk", "cycle__stage"))
    counted: dict[tuple[int, str], int] = {}
    lines: dict[int, int] = {}
    for number, filing, part in Row.objects.filter(filing__in=forms).values_list("pk", "filing", "part"):
        lines[number] = counted[filing, part] = counted.get((filing, part), 0) + 1
    return {entry.pk: _line(entry.path, lines, forms.get(entry.object_id or 0, _PLAIN)) for entry in told}


def _line(path: str, lines: Mapping[int, int], form: str) -> str:
    try:
        address = parse(path)
    except NoSuchCellError:
        return path
    label = label_of(address, form)
    if address.row is None:
        return label
    part = "" if address.part == Part.INDICATOR else Part(address.part).label
    at = lines.get(address.row)
    return f"{part}第{at}行 {label}" if at else f"{part}（已删除的行）{label}"


def values_in_words(text: str) -> str:
    """The content of a row that the log keeps as JSON, as people read it; any other text as it is."""
    try:
        values = msgspec.json.decode(text, type=dict[str, str | None])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return text
    return "；".join(value for value in values.values() if value)
