"""What every place of a document was taken for: a target, an amount, a heading, or nothing at all."""

from collections.abc import Iterator, Sequence

import msgspec

from jixiao.forms import FormTrace
from jixiao.model import Evaluation, Submission
from jixiao.model.titles import FORMS, KINDS
from jixiao.places import Place
from jixiao.renderers.columns import FUND, HEAD, INDICATOR, LEVELS, column_name
from jixiao.renderers.scores import form_name

GROUPS = {
    "head": "表头栏目",
    "fund": "资金",
    "goal": "目标与资金管理",
    "level": "指标名称与级别",
    "target": "指标值",
    "actual": "完成值",
    "points": "分值与得分",
    "words": "原因、备注、评分标准",
    "total": "合计、等级、结论",
    "heading": "表头所在行",
    "unread": "没有读懂",
    "other": "栏目名称及其他",
}
"""The groups of colours and what each stands for."""

_INDICATOR_GROUPS = {
    "target": "target",
    "actual": "actual",
    "forecast": "actual",
    "reviewed_actual": "actual",
    "weight": "points",
    "score": "points",
    "reviewed_score": "points",
}
_TOTALS = {
    "total_weight": "分值合计",
    "total_score": "总分",
    "grade": "等级",
    "conclusion": "自评结论",
    "remark": "说明",
}


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What a place was taken for: the group of its colour, the words for it, and whether the reading is in doubt."""

    group: str
    words: str
    doubtful: bool = False


class ToldForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of one form above the drawing: its name, where it begins, its layout and why, its headings, its sums."""

    number: int
    name: str
    kind: str
    place: str
    layout: str
    headings: tuple[tuple[str, str], ...]
    sums: str


class Roles:
    """The roles of all places of a submission; a place that stands for no value has the role of a label."""

    def __init__(self, submission: Submission, traces: Sequence[FormTrace]) -> None:
        self._by_place: dict[Place, Role] = {}
        for item in submission.unread:
            self._by_place.setdefault(item.place, Role(group="unread", words=f"没有读懂：{item.why}"))
        for number, evaluation in enumerate(submission.evaluations, start=1):
            for place, role in _roles(evaluation):
                told = msgspec.structs.replace(role, words=f"表{number}　{role.words}")
                self._by_place.setdefault(place, told)
        self._headings = {place for trace in traces for place in trace.headings}

    def of(self, place: Place) -> Role:
        """What a place was taken for."""
        known = self._by_place.get(place)
        if known is not None:
            return known
        if place in self._headings:
            return Role(group="heading", words="指标表的表头从这里开始")
        return Role(group="other", words="栏目名称，或不含数值的文字")


def _roles(evaluation: Evaluation) -> Iterator[tuple[Place, Role]]:
    yield from _row_roles(evaluation)
    for number, fund in enumerate(evaluation.funds, start=1):
        for field, place in fund.cells.items():
            words = f"资金第{number}行　{FUND.get(field, field)}"
            yield place, Role(group="fund", words=words, doubtful=field in fund.doubtful)
    for field, place in evaluation.cells.items():
        group, words = ("total", _TOTALS[field]) if field in _TOTALS else ("head", HEAD.get(field, field))
        yield place, Role(group=group, words=words, doubtful=field in evaluation.doubtful)
    yield from _goal_roles(evaluation)
    for extra in evaluation.fields:
        yield extra.place, Role(group="head", words=f"其他栏目　{extra.label}")


def _row_roles(evaluation: Evaluation) -> Iterator[tuple[Place, Role]]:
    for number, row in enumerate(evaluation.indicators, start=1):
        for field, place in row.cells.items():
            words = f"第{number}行指标　{(LEVELS | INDICATOR).get(field, field)}"
            group = "level" if field in LEVELS else _INDICATOR_GROUPS.get(field, "words")
            yield place, Role(group=group, words=words, doubtful=field in row.doubtful)


def _goal_roles(evaluation: Evaluation) -> Iterator[tuple[Place, Role]]:
    for goal in evaluation.goals:
        for field, place in goal.cells.items():
            words = "预期目标" if field == "expected" else "目标实际完成情况"
            yield place, Role(group="goal", words=words, doubtful=field in goal.doubtful)
    for item in evaluation.fund_management:
        for field, place in item.cells.items():
            yield place, Role(group="goal", words=f"资金管理情况　{item.item}", doubtful=field in item.doubtful)


def told_of(index: int, evaluation: Evaluation, trace: FormTrace) -> ToldForm:
    """Tell of one form how it was recognised."""
    choice = trace.choice
    return ToldForm(
        number=index + 1,
        name=form_name(evaluation),
        kind=f"{KINDS[evaluation.kind]}{FORMS[evaluation.form]}",
        place=str(evaluation.place),
        layout=f"{choice.layout.code}　{choice.layout.title}（相近程度 {choice.fit:.2f}：{choice.why}）"
        if choice
        else "没有相近的表式",
        headings=tuple((word, column_name(field)) for word, field in (*trace.fund_columns, *trace.columns)),
        sums={True: "分值、得分与表内合计相符", False: "分值或得分与表内合计不符", None: "表内没有合计"}[trace.closes],
    )
