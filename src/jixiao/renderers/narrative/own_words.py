"""The form's own words (自评结论、备注、存在问题 …) sentence by sentence, each given out once, to the chapter that it speaks to."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from jixiao.audit.reasons import given, repeats_row
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import Said
from jixiao.renderers.narrative.materials import Origin
from jixiao.scoring import names_execution_rate
from jixiao.texts.sentences import sentences

Topic = Literal["grade", "execution", "survey", "problem", "measure", "other"]

_GRADE = re.compile(r"^\s*(?:(?:自评)?(?:结论|等级)(?:为|是|[:：])?\s*)?[“\"]?[优良中差][”\"]?\s*$")
_SCORE = re.compile(
    r"^\s*(?:本?项目)?(?:自评|综合)?(?:总?得分|总分)[为是:：]?\s*\d+(?:\.\d+)?\s*分?[，,、。]?\s*(?:(?:自评|评价)?等级[为是:：]?[“\"]?[优良中差][”\"]?[，,。]?\s*)?"
)
_REASON = re.compile(r"原因|因为|由于|主要是|主要系|受.{1,12}影响|(?<!主要)因(?![素此而地人城病]).{2,}")
_EXECUTION = re.compile(r"执行率|预算执行|未(?:支付|执行|支出)|结转|结余|尾款|支付进度")
_SURVEY = re.compile(r"问卷|抽样|样本|回访|满意度(?:调查|测评|数据|来源)|测评|发放.{0,8}份|评价器|好差评")
_MEASURE = re.compile(r"^(?:今后|下一?步|下一阶段|接下来|下年|明年|将|拟|建议)|改进措施|下一?步(?:工作|将|拟|计划)")
_PROBLEM = re.compile(
    r"存在.{0,24}(?:问题|不足|困难|短板|差距)|问题(?:主要)?(?:是|为|有|[:：])|不足(?:之处)?(?:是|[:：])|未(?:达到|完成|能)|尚未|不够|薄弱|滞后|偏低"
    r"|偏差较?大|单一|(?:较为?|比较|存在)困难|制约"
)
_AUDITED = re.compile(r"(?:巡视|巡察|审计|财会监督).{0,40}发现")
_PROBLEM_LABEL = re.compile(r"问题|不足|偏差|困难")
_MEASURE_LABEL = re.compile(r"改进|措施|建议|下一步")
_OTHER_LABEL = re.compile(r"结论|评价意见|说明|备注|综述|概述|实施内容|实施过程|完成情况")
NOTHING = re.compile(r"^[\s\-—/\\.。]*(?:无|没有|暂无|不涉及|未发现(?:问题)?)?[\s.。]*$")
"""What stands in a field and says nothing, or that there is nothing to say."""


class Own(msgspec.Struct, frozen=True):
    """A sentence of the form with what it speaks to."""

    topic: Topic
    origin: Origin
    text: str

    def said(self, *, marked: bool = False) -> Said:
        """The sentence as a fragment."""
        return Said(self.origin, self.text.rstrip("。；;") if marked else self.text, marked)


class OwnWords:
    """All sentences that a form states beside its tables."""

    def __init__(self, form: FormView) -> None:
        self.form = form
        self.sentences = tuple(_sentences(form))

    def of(self, *topics: Topic) -> tuple[Own, ...]:
        """The sentences on some topics in order."""
        return tuple(own for own in self.sentences if own.topic in topics)

    def states_none(self, label: re.Pattern[str]) -> bool:
        """Tell whether a field that is asked for says 无."""
        return any(
            field.value and NOTHING.match(field.value) and field.value.strip(" -—/\\.。") and label.search(field.label)
            for field in self.form.evaluation.fields
        )


def _sentences(form: FormView) -> Iterator[Own]:
    for path in ("conclusion", "remark"):
        yield from _cut(form, path, None)
    for index, field in enumerate(form.evaluation.fields):
        if field.value is None or NOTHING.match(field.value):
            continue
        topic: Topic | None = None
        if _PROBLEM_LABEL.search(field.label):
            topic = "problem"
        elif _MEASURE_LABEL.search(field.label):
            topic = "measure"
        elif not _OTHER_LABEL.search(field.label):
            continue
        yield from _cut(form, f"fields/{index}/value", topic)
    for row in form.rows:
        if (
            names_execution_rate(row.row.indicator.name)
            and row.row.indicator.note
            and given(row.row)
            and not repeats_row(row.row)
        ):
            yield Own("execution", row.origin("note"), row.row.indicator.note.strip().rstrip("。；;"))
    yield from _reported(form)


def _cut(form: FormView, path: str, label: Topic | None) -> Iterator[Own]:
    text = form.text(path)
    if text is None or (NOTHING.match(text) and not form.instructed(path)):
        return
    last: Topic | None = None
    for piece in sentences(text):
        topic = _topic(piece.text, label, last)
        last = topic
        end = piece.start + len(piece.text)
        said = _SCORE.sub("", piece.text + text[end : end + 1]).strip(" ,，、")
        if topic != "grade" and said:
            yield Own(topic, form.origin(path), said)


def _topic(text: str, label: Topic | None, last: Topic | None) -> Topic:
    if label == "problem" and _MEASURE.search(text) and not explains_execution(text):
        return "measure"
    for topic, speaks in _BEFORE_LABELS:
        if speaks(text):
            return topic
    if label is not None:
        return label
    for topic, speaks in _BY_WORDS:
        if speaks(text):
            return topic
    return "measure" if last == "measure" else "other"


def explains_execution(text: str) -> bool:
    """Tell whether a text says why the budget was spent as it was."""
    return bool(_EXECUTION.search(text) and _REASON.search(text))


_NO_PROBLEM = re.compile(
    r"(?:未|没有|无)(?:发现|出现|发生|存在)?[^，,]{0,16}(?:问题|不足|困难)|避免|防止|解决|整改|消除|查处|纠正|督促"
)
_BEFORE_LABELS: tuple[tuple[Topic, Callable[[str], object]], ...] = (
    ("grade", _GRADE.match),
    ("other", _AUDITED.search),
    ("execution", explains_execution),
)
_BY_WORDS: tuple[tuple[Topic, Callable[[str], object]], ...] = (
    ("survey", _SURVEY.search),
    ("measure", _MEASURE.search),
    ("problem", lambda text: _PROBLEM.search(text) and not _NO_PROBLEM.search(text)),
)
_TOLD = re.compile(
    r"发现的?(?:主要)?问题(?:及原因)?[:：](?P<problem>.*?)(?:下一步)?改进措施[:：](?P<measure>.*)$", re.DOTALL
)


def _reported(form: FormView) -> Iterator[Own]:
    """Problems and measures that the report around the forms states of this project (决算公开 的自评综述)."""
    name = (form.evaluation.project_name or "").strip()
    if len(name) < 4:
        return
    passages = form.materials.files[form.file].submission.narrative.text
    for index, passage in enumerate(passages):
        found = _TOLD.search(passage.text) if name in passage.text else None
        if found is None:
            continue
        origin = Origin(form.file, None, f"narrative/{index}")
        topics: tuple[Topic, Topic] = ("problem", "measure")
        for label in topics:
            for piece in sentences(found[label]):
                if not NOTHING.match(piece.text):
                    yield Own(_topic(piece.text, label, None), origin, piece.text.strip())
