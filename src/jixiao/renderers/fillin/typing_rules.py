"""What may be typed into a cell: lists to choose from, numbers within bounds, the length of texts, and the words shown beside it."""

import re
from functools import cache
from typing import Any

from jixiao import data
from jixiao.forms import Layout
from jixiao.renderers.fillin.explanations import explained, subject_of
from jixiao.renderers.fillin.form import FormSheet, Spot
from jixiao.renderers.fillin.hints import SURE
from jixiao.renderers.fillin.levels import offered
from jixiao.renderers.fillin.reading_formulas import PHRASES
from jixiao.renderers.fillin.units import OFFERED
from jixiao.targets import Deadline, Quantity, Range, parse
from jixiao.targets.values import Compound

OPERATORS = ("≥", "≤", "＝", "＞", "＜", "定性")
LIKELIHOODS = (SURE, "有可能", "完全不可能")
GRADES = ("优", "良", "中", "差")
_LONGEST_LIST = 255
_STATED_LIMIT = re.compile(r"(\d+)字(?:以内|之内|以下)|(?:不超过|不多于|≤|限)(\d+)字")
_AMOUNTS = frozenset({"initial", "adjusted", "executed", "forecast", "total_label"})
_POINTS = frozenset({"weight", "total_weight"})

Rule = dict[str, Any]
"""A validation as XlsxWriter takes it."""


@cache
def _limits() -> dict[str, dict[str, int]]:
    return data.load(__package__, "limits.yaml", dict[str, dict[str, int]])


def limit_of(path: str, heading: str, layout: Layout) -> int | None:
    """How many characters the form allows: as its label says, else as the official form of this layout does."""
    stated = _STATED_LIMIT.search(heading)
    if stated is not None:
        return int(stated[1] or stated[2])
    return _limits().get(layout.code, {}).get(subject_of(path))


def rule_for(spot: Spot, form: FormSheet, weight_cell: str | None) -> Rule:
    """The validation of a cell with its words; `weight_cell` is the cell of the weight in the same row, for a score."""
    limit = limit_of(spot.path, spot.heading, form.layout)
    words = explained(spot.path, spot.heading, form.layout, limit)
    shown: Rule = {"input_title": words.title, "input_message": words.text}
    group, _, rest = spot.path.partition("/")
    field = rest.rpartition("/")[2] or group
    if limit is not None:
        told = {"error_title": "超过字数限制", "error_message": f"表式规定本栏不超过{limit}字，请精简。"}
        return shown | told | {"validate": "length", "criteria": "<=", "value": limit}
    if group == "funds" and field in _AMOUNTS:
        told = {"error_title": "应填数字", "error_message": "金额应为不小于0的数字，不要写单位和文字；没有的留空。"}
        return shown | told | {"validate": "decimal", "criteria": ">=", "value": 0}
    if field in _POINTS:
        told = {"error_title": "应填分值", "error_message": "分值应为0至100之间的数字。"}
        return shown | told | {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    if field == "score" and group == "indicators" and weight_cell is not None:
        told = {"error_title": "得分超出范围", "error_message": "得分应为0至本项分值之间的数字；请先填写分值。"}
        return shown | told | {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": f"={weight_cell}"}
    listed = _listed(spot, field, form) if group == "indicators" or field == "grade" else None
    return shown | (listed or {"validate": "any"})


def _listed(spot: Spot, field: str, form: FormSheet) -> Rule | None:
    """The list that a cell offers; None for none. Only what the form itself fixes is enforced."""
    match field:
        case "level1" | "level2":
            shown = [other.text for other in form.spots if other.text and _is_column(other.path, field)]
            return _list(tuple(dict.fromkeys((*shown, *offered(form.layout, form.evaluation, field)))))
        case "operator":
            return _list(OPERATORS, enforced=True, told="指标性质只能从列表中选择。")
        case "unit":
            return _list(OFFERED)
        case "likelihood":
            return _list(LIKELIHOODS, enforced=True, told="完成目标可能性只能从列表中选择。")
        case "grade":
            return _list(GRADES, enforced=True, told="等级只能从列表中选择。")
        case "actual" if _in_words(spot, form):
            return _list(PHRASES)
        case _:
            return None


def _is_column(path: str, field: str) -> bool:
    return path.startswith("indicators/") and path.endswith(f"/{field}")


def _in_words(spot: Spot, form: FormSheet) -> bool:
    """Whether the row has a target in words, which one of the three phrases may answer."""
    index = int(spot.path.split("/")[1])
    rows = form.evaluation.indicators
    target = rows[index].target if index < len(rows) else None
    if target is None:
        return False
    value = parse(target)
    parts = value.parts if isinstance(value, Compound) else (value,)
    return not any(isinstance(part, Quantity | Range | Deadline) for part in parts)


def _list(words: tuple[str, ...], *, enforced: bool = False, told: str = "") -> Rule:
    """A list to choose from; what it offers must fit into the room that the file format has, the first words first."""
    kept: list[str] = []
    for word in words:
        if "," not in word and len(",".join([*kept, word])) <= _LONGEST_LIST:
            kept.append(word)
    if not kept:
        return {"validate": "any"}
    rule: Rule = {"validate": "list", "source": kept, "show_error": enforced}
    return rule | ({"error_title": "请从列表中选择", "error_message": told} if enforced else {})
