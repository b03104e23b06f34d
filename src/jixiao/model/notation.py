"""A plain-text notation of the model: short enough to write tests in, complete enough to round-trip.

    评价：project self_evaluation 2023 万元 项目支出绩效自评表      (kind form year unit title; - for none)
    项目名称：医保政策宣传
    主管部门：某市医疗保障局
    资金：年度资金总额 | 年初 15 | 全年 15 | 执行 12 | 分值 10 | 执行率 80% | 得分 8
    管理：分配科学性 | 情况 按因素法分配 | 问题 无
    目标：预期 完成宣传 | 实际 已完成 | 存疑 actual              (the fields of a row that were read with doubt, in any kind of row)
    分值：产出指标 50 | 效益指标 30                              (points printed in the labels of the first level)
    二级分值：数量指标 20
    指标：产出指标 / 数量指标 / 培训次数 | 分值 10 | 指标值 ≥2次 | 实际值 3次 | 得分 10 | 原因 …
    总分：分值 100 | 得分 98
    等级：优
    结论：…
    字段：填报日期 = 2024-01-05
    存疑：total_score                                            (fields in doubt that stand in no row)
    叙述：…                                                      (narrative; belongs to the file, not to a form)
    事实：医保宣传 | 得分 | 98 | 分

One statement per line; a form begins at 评价；blank lines and lines that begin with # are skipped. Within a statement parts are
separated by " | ", the three levels by " / " (- for none). Places are the lines of the notation.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, cast, get_args

import msgspec

from jixiao.model.submission import (
    Evaluation,
    Fact,
    Field,
    Form,
    Fund,
    Goal,
    Indicator,
    Kind,
    Management,
    Narrative,
    Passage,
    Submission,
)
from jixiao.places import Place, Source

_FUND = {
    "年初": "initial",
    "全年": "adjusted",
    "执行": "executed",
    "分值": "weight",
    "执行率": "rate",
    "得分": "score",
    "存疑": "doubtful",
}
_MANAGEMENT = {"情况": "description", "问题": "issue", "存疑": "doubtful"}
_GOAL = {"预期": "expected", "实际": "actual", "存疑": "doubtful"}
_INDICATOR = {
    "分值": "weight",
    "指标值": "target",
    "实际值": "actual",
    "得分": "score",
    "评分标准": "rule",
    "原因": "note",
    "备注": "remark",
    "预计": "forecast",
    "可能性": "likelihood",
    "复核值": "reviewed_actual",
    "复核得分": "reviewed_score",
    "偏离度": "deviation",
    "存疑": "doubtful",
}
_TOTAL = {"分值": "total_weight", "得分": "total_score"}
_HEAD = {
    "项目名称": "project_name",
    "项目编码": "project_code",
    "主管部门": "supervisor",
    "地方主管部门": "local_supervisor",
    "实施单位": "implementer",
    "等级": "grade",
    "结论": "conclusion",
    "备注": "remark",
    "表式": "layout",
    "期间": "period",
}
_NOTHING = "-"
_SHOWN = 60
"""Characters of a line that a refusal quotes."""


class NotationError(ValueError):
    """A line of the notation cannot be understood; the message names the line and what was expected."""


def parse_notation(text: str, name: str = "notation") -> Submission:
    """Read the notation; raises NotationError with the line at fault."""
    evaluations: list[dict[str, Any]] = []
    passages: list[Passage] = []
    facts: list[Fact] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        keyword, colon, rest = line.partition("：")
        place = Place(line=number)
        if not colon:
            raise _error(number, line, "“关键词：内容”")
        if keyword == "叙述":
            passages.append(Passage(text=rest, place=place))
        elif keyword == "事实":
            facts.append(_fact(rest, place, number))
        elif keyword == "评价":
            evaluations.append(_opening(rest, place, number))
        elif not evaluations:
            raise _error(number, line, "先写“评价：”一行")
        else:
            _statement(evaluations[-1], keyword, rest, place, number)
    return Submission(
        source=Source(name=name, sha256="", media_type="text/plain", reader="notation"),
        evaluations=tuple(msgspec.convert(evaluation, Evaluation) for evaluation in evaluations),
        narrative=Narrative(facts=tuple(facts), text=tuple(passages)),
    )


def _error(number: int, line: str, expected: str) -> NotationError:
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"
    return NotationError(f"第{number}行“{shown}”看不懂，应为{expected}。")


def _value(text: str) -> str | None:
    stripped = text.strip()
    return None if stripped in {"", _NOTHING} else stripped


def _parts(rest: str) -> list[str]:
    return [part.strip() for part in rest.split(" | ")]


def _opening(rest: str, place: Place, number: int) -> dict[str, Any]:
    pieces = rest.split(maxsplit=4)
    if len(pieces) < 4 or pieces[0] not in get_args(Kind) or pieces[1] not in get_args(Form):
        raise _error(number, rest, "“project|transfer|department 表别 年度 单位 [标题]”")
    kind, form, year, unit = pieces[:4]
    if not (year == _NOTHING or (len(year) == 4 and year.isdecimal())):
        raise _error(number, rest, "年度写成四位数字或 -")
    return {
        "kind": kind,
        "form": form,
        "year": None if year == _NOTHING else int(year),
        "amount_unit": _value(unit),
        "title": pieces[4] if len(pieces) > 4 else None,
        "place": place,
        "funds": [],
        "fund_management": [],
        "goals": [],
        "indicators": [],
        "fields": [],
        "cells": {},
    }


def _fact(rest: str, place: Place, number: int) -> Fact:
    parts = _parts(rest)
    if len(parts) != 4 or not parts[1] or not parts[2]:
        raise _error(number, rest, "“主体 | 项目 | 数值 | 单位”")
    return Fact(subject=_value(parts[0]), field=parts[1], value=parts[2], unit=_value(parts[3]), place=place)


def _statement(evaluation: dict[str, Any], keyword: str, rest: str, place: Place, number: int) -> None:
    if keyword in _HEAD:
        evaluation[_HEAD[keyword]] = _value(rest)
        evaluation["cells"][_HEAD[keyword]] = place
        return
    handler = _STATEMENTS.get(keyword)
    if handler is None:
        raise _error(
            number, f"{keyword}：{rest}", f"下列关键词之一：{'、'.join([*_HEAD, *_STATEMENTS, '叙述', '事实'])}"
        )
    handler(evaluation, rest, place, number)


def _labelled(parts: list[str], labels: dict[str, str], number: int) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for part in parts:
        label, _, value = part.partition(" ")
        if label not in labels:
            raise _error(number, part, f"以{'、'.join(labels)}之一开头")
        values[labels[label]] = _value(value)
    return values


def _row(model: Callable[..., Any], values: dict[str, Any], labelled: dict[str, Any], place: Place) -> Any:  # noqa: ANN401 - one of several row types
    doubtful = tuple((labelled.pop("doubtful", None) or "").split())
    return model(**values, **labelled, doubtful=doubtful, place=place, cells=dict.fromkeys([*values, *labelled], place))


def _fund(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    first, *parts = _parts(rest)
    evaluation["funds"].append(_row(Fund, {"label": _value(first)}, _labelled(parts, _FUND, number), place))


def _management(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    first, *parts = _parts(rest)
    evaluation["fund_management"].append(
        _row(Management, {"item": first}, _labelled(parts, _MANAGEMENT, number), place)
    )


def _goal(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    labelled = {"expected": None, **_labelled(_parts(rest), _GOAL, number)}
    evaluation["goals"].append(_row(Goal, {}, labelled, place))


def _indicator(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    first, *parts = _parts(rest)
    levels = first.split(" / ", maxsplit=2)
    if len(levels) != 3:
        raise _error(number, first, "“一级 / 二级 / 三级指标”")
    values = dict(zip(("level1", "level2", "name"), map(_value, levels), strict=True))
    evaluation["indicators"].append(_row(Indicator, values, _labelled(parts, _INDICATOR, number), place))


def _points(field: str) -> Callable[[dict[str, Any], str, Place, int], None]:
    def read(evaluation: dict[str, Any], rest: str, _place: Place, number: int) -> None:
        points: dict[str, str] = {}
        for part in _parts(rest):
            label, space, value = part.rpartition(" ")
            if not space:
                raise _error(number, part, "“指标名 分值”")
            points[label] = value
        evaluation[field] = points

    return read


def _total(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    for field, value in _labelled(_parts(rest), _TOTAL, number).items():
        evaluation[field] = value
        evaluation["cells"][field] = place


def _field(evaluation: dict[str, Any], rest: str, place: Place, number: int) -> None:
    label, equals, value = rest.partition(" = ")
    if not equals:
        raise _error(number, rest, "“标签 = 内容”")
    evaluation["fields"].append(Field(label=label.strip(), value=_value(value), place=place))


def _doubt(evaluation: dict[str, Any], rest: str, _place: Place, number: int) -> None:
    fields = rest.split()
    unknown = [field for field in fields if field not in _MAY_BE_DOUBTED and not _FURTHER.fullmatch(field)]
    if unknown or not fields:
        raise _error(number, rest, f"下列字段名，用空格分开：{'、'.join(_MAY_BE_DOUBTED)}、fields/序号/value")
    evaluation["doubtful"] = fields


_FURTHER = re.compile(r"fields/\d{1,4}/value")
_MAY_BE_DOUBTED = ("title", "year", "amount_unit", *_HEAD.values(), *_TOTAL.values())


_STATEMENTS: dict[str, Callable[[dict[str, Any], str, Place, int], None]] = {
    "资金": _fund,
    "管理": _management,
    "目标": _goal,
    "分值": _points("level1_weights"),
    "二级分值": _points("level2_weights"),
    "指标": _indicator,
    "总分": _total,
    "字段": _field,
    "存疑": _doubt,
}


def print_notation(submission: Submission) -> str:
    """Write a submission in the notation; places, confidences, unread text and problems are not part of it."""
    return "\n".join(_lines(submission)) + "\n"


def _lines(submission: Submission) -> Iterator[str]:
    for evaluation in submission.evaluations:
        yield from _evaluation_lines(evaluation)
    for passage in submission.narrative.text:
        yield f"叙述：{passage.text}"
    for fact in submission.narrative.facts:
        yield "事实：" + " | ".join([fact.subject or _NOTHING, fact.field, fact.value, fact.unit or _NOTHING])


def _evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    yield from _head_lines(evaluation)
    yield from _row_lines(evaluation)
    if total := _labels(evaluation, _TOTAL):
        yield "总分：" + " | ".join(total)
    for extra in evaluation.fields:
        yield f"字段：{extra.label} = {extra.value or _NOTHING}"
    if evaluation.doubtful:
        yield f"存疑：{' '.join(evaluation.doubtful)}"


def _head_lines(evaluation: Evaluation) -> Iterator[str]:
    opening = [evaluation.kind, evaluation.form, str(evaluation.year or _NOTHING), evaluation.amount_unit or _NOTHING]
    yield "评价：" + " ".join([*opening, evaluation.title or ""]).strip()
    for keyword, field in _HEAD.items():
        value = getattr(evaluation, field)
        if value is not None:
            yield f"{keyword}：{value}"


def _row_lines(evaluation: Evaluation) -> Iterator[str]:
    for fund in evaluation.funds:
        yield "资金：" + " | ".join([fund.label or _NOTHING, *_labels(fund, _FUND)])
    for management in evaluation.fund_management:
        yield "管理：" + " | ".join([management.item, *_labels(management, _MANAGEMENT)])
    for goal in evaluation.goals:
        yield "目标：" + " | ".join(_labels(goal, _GOAL) or [f"预期 {_NOTHING}"])
    for keyword, points in (("分值", evaluation.level1_weights), ("二级分值", evaluation.level2_weights)):
        if points:
            yield f"{keyword}：" + " | ".join(f"{label} {value}" for label, value in points.items())
    for indicator in evaluation.indicators:
        levels = " / ".join(level or _NOTHING for level in (indicator.level1, indicator.level2, indicator.name))
        yield "指标：" + " | ".join([levels, *_labels(indicator, _INDICATOR)])


def _labels(row: msgspec.Struct, labels: dict[str, str]) -> list[str]:
    written = []
    for label, field in labels.items():
        value = cast("str | tuple[str, ...] | None", getattr(row, field))
        if value:
            written.append(f"{label} {value if isinstance(value, str) else ' '.join(value)}")
    return written
