"""Problems, measures, satisfaction and whatever else the form says in its own words; where it says nothing, a gap."""

import re

from jixiao.renderers.narrative.composing import Composer, listed
from jixiao.renderers.narrative.expressions import Operation
from jixiao.renderers.narrative.forms import FormView, RowView
from jixiao.renderers.narrative.fragments import Bound, Fragment, Said
from jixiao.renderers.narrative.own_words import NOTHING, Own, OwnWords

_PROBLEM_LABEL = re.compile(r"问题|不足")
_MEASURE_LABEL = re.compile(r"改进|措施|建议")
_SURVEY = re.compile(r"问卷|抽样|样本|回访|测评|调查|评价器|好差评|份")


def sentence(own: tuple[Own, ...]) -> tuple[Fragment, ...]:
    """Sentences of the form one behind the other, as they stand, each with its full stop."""
    said: list[Fragment] = []
    for each in own[:-1]:
        said += [each.said(), "" if each.text[-1:] in "。；;！!" else "。"]
    last = own[-1]
    return (*said, Said(last.origin, last.text.rstrip("。；;")), "。")


def problems(composer: Composer, own: OwnWords) -> None:
    """存在的问题, then 改进措施."""
    told = own.of("problem")
    if told:
        composer.say("存在的主要问题：", *sentence(told))
    elif own.states_none(_PROBLEM_LABEL):
        composer.say("自评表的“存在问题”填写为无。")
    else:
        composer.gap("项目实施和管理中存在的问题及其原因")
    measures = own.of("measure")
    if measures:
        composer.say("改进措施：", *sentence(measures))
    elif not own.states_none(_MEASURE_LABEL):
        composer.gap("下一步改进措施、责任单位和完成时限")


def satisfaction(composer: Composer, form: FormView, own: OwnWords, *, numbered: bool = False) -> None:
    """What the satisfaction rows give and how satisfaction was found out; `numbered` among the other levels of indicators."""
    rows = form.satisfaction
    told = [row for row in rows if row.row.indicator.actual is not None]
    if told:
        said = (*listed([(*row.told(), *_margin(row)) for row in told], "；"), "。")
        if numbered:
            composer.point("满意度指标。", *said)
        else:
            composer.say(*said)
    surveys = own.of("survey")
    notes = [
        row for row in rows if (text := row.row.indicator.remark) and _SURVEY.search(text) and not NOTHING.match(text)
    ]
    if surveys:
        composer.say(*sentence(surveys))
    if notes:
        composer.say(*listed([(row.said("remark"),) for row in notes], "；"), "。")
    if not surveys and not notes:
        composer.gap("满意度的调查方式、调查对象、样本数量和有效样本数量")


def _margin(row: RowView) -> tuple[Fragment, ...]:
    comparison = row.row.comparison
    if row.missed:
        distance = row.distance
        return () if distance is None else ("，", *distance)
    if row.exceeded or comparison.actual is None or comparison.target is None or comparison.unit is None:
        return ()
    above = Operation("difference", (row.compared("actual"), row.compared("target")))
    if not row.reached or comparison.actual <= comparison.target:
        return ()
    return ("，比指标值高", Bound(above, row.step, 6))
