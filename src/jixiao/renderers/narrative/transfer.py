"""转移支付绩效自评报告: one transfer, in the chapters that such reports have."""

import re

from jixiao.renderers.narrative import completion, deviations, drawings, funds, scores, sums, words_told
from jixiao.renderers.narrative.closing import appendix, opening, signature
from jixiao.renderers.narrative.comparison import Earlier, compare
from jixiao.renderers.narrative.composing import Composer, Phrase, Report
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import Fragment, Said
from jixiao.renderers.narrative.own_words import NOTHING, OwnWords


def transfer_report(form: FormView, earlier: Earlier | None = None, date: str | None = None) -> Report:
    """Write the report of one transfer; `earlier` is its form of the year before."""
    composer, own = Composer(form.materials), OwnWords(form)
    opening(composer, form.name, form.year, "绩效自评报告")
    _issued(composer, form)
    composer.heading1("绩效情况分析")
    _money(composer, form, own)
    _management(composer, form)
    composer.heading2("总体绩效目标完成情况分析")
    completion.goals(composer, form, "actual", missing="总体绩效目标的实际完成情况")
    composer.heading2("绩效指标完成情况分析")
    completion.indicators(composer, form)
    if form.satisfaction:
        words_told.satisfaction(composer, form, own, numbered=True)
    scores.by_level_table(composer, form)
    drawings.scores(composer, form)
    drawings.completion(composer, form)
    sums.weights(composer, form)
    if form.scored:
        scores.result(composer, form)
    if earlier is not None:
        composer.heading2("与上年比较")
        compare(composer, form, earlier)
    _deviations(composer, form, own)
    composer.heading1("绩效自评结果拟应用和公开情况")
    composer.gap("自评结果与预算安排、政策调整挂钩的打算，公开的方式和时间")
    _others(composer, own)
    signature(composer, _author(form), date)
    if form.rows:
        appendix(composer, "附表")
        completion.table(composer, form)
        drawings.completion(composer, form, appended=True)
    return composer.report(form.plain_name)


_UNIT = re.compile(r"(?:局|中心|委员会|办公室|院|站|所|处)$")
_SEVERAL = re.compile(r"所辖|[、，,及和各]")


def _author(form: FormView) -> Phrase:
    """The unit that reports: the one that uses the money, else 地方主管部门; none where the form names several or a region."""
    for path in ("implementer", "local_supervisor"):
        text = form.text(path)
        if text and _UNIT.search(text) and not _SEVERAL.search(text):
            return form.unit_name(path)
    return ()


_UNITS = (("supervisor", "中央主管部门"), ("local_supervisor", "地方主管部门"), ("implementer", "资金使用单位"))


def _issued(composer: Composer, form: FormView) -> None:
    composer.heading1("绩效目标分解下达情况")
    composer.heading2("上级下达转移支付预算和绩效目标情况")
    funds.arrangement(composer, form)
    told: list[Fragment] = []
    for path, label in _UNITS:
        if name := form.unit_name(path):
            told += ["，" if told else "", label, "为", *name]
    if told:
        composer.say(*told, "。")
    else:
        composer.gap("、".join(label for _, label in _UNITS))
    completion.goals(composer, form, "expected", missing="上级下达的总体绩效目标")
    composer.heading2("分解下达预算和绩效目标情况")
    composer.gap("资金分解下达的文号、时间、对象和金额，绩效目标分解到县（区）或项目的情况")


def _money(composer: Composer, form: FormView, own: OwnWords) -> None:
    composer.heading2("资金投入情况分析")
    composer.point("资金到位情况。")
    composer.gap("各级资金到位的金额和时间")
    composer.point("资金执行情况。")
    funds.execution(composer, form, own)
    funds.table(composer, form)
    drawings.execution(composer, form)


_ITEMS = ("分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性", "预算绩效管理", "支出责任履行")
_SHORTEST = 10
"""A description in fewer characters (科学分配) only says the item's name again."""


def _management(composer: Composer, form: FormView) -> None:
    composer.heading2("资金管理情况分析")
    if not form.evaluation.fund_management:
        composer.gap("资金管理情况：", "、".join(_ITEMS))
        return
    for index, row in enumerate(form.evaluation.fund_management):
        path = f"fund_management/{index}"
        item = Said(form.origin(f"{path}/item"), row.item)
        description = form.text(f"{path}/description")
        if description is None or len(description) < _SHORTEST:
            composer.point(item, "。")
            shown: Phrase = ()
            if description is not None:
                shown = ("（自评表只填写", form.said(f"{path}/description", marked=True), "）")
            composer.gap(item, "的说明" if row.item.endswith("情况") else "的情况说明", *shown)
        else:
            composer.point(item, "。", *_sentence(form, f"{path}/description"))
        issue = form.text(f"{path}/issue")
        if issue and not NOTHING.match(issue):
            composer.say("存在问题和改进措施：", *_sentence(form, f"{path}/issue"))
    if lacking := _lacking(form):
        composer.gap("资金管理情况：", "、".join(lacking))


def _lacking(form: FormView) -> list[str]:
    """The items of 资金管理情况 that the form has no row for."""
    items = [row.item for row in form.evaluation.fund_management]
    return [item for item in _ITEMS if not any(item in printed for printed in items)]


def _sentence(form: FormView, path: str) -> tuple[Said | str, ...]:
    said = form.said(path)
    return (said, "" if said.text[-1:] in "。；;！!" else "。")


def _deviations(composer: Composer, form: FormView, own: OwnWords) -> None:
    composer.heading1("偏离绩效目标的原因和下一步改进措施")
    missed, exceeded, others = deviations.missed(form), deviations.exceeded(form), deviations.explained(form)
    if missed:
        composer.heading2("未达到指标值的指标")
        deviations.tell_missed(composer, form)
    if exceeded:
        composer.heading2("完成值高于指标值较多的指标")
        deviations.tell_exceeded(composer, form)
    if others:
        composer.heading2(deviations.heading_of_explained(others))
        deviations.tell_explained(composer, form)
    if not missed and not exceeded and not others:
        composer.say("绩效指标没有偏离指标值的情况。") if _all_reached(form) else composer.gap("偏离绩效目标的原因")
    told = own.of("problem", "measure")
    if told:
        composer.say(*words_told.sentence(told))
    if not told and not missed:
        composer.gap("下一步改进措施")


def _all_reached(form: FormView) -> bool:
    return bool(form.rows) and all(row.reached for row in form.rows)


def _others(composer: Composer, own: OwnWords) -> None:
    composer.heading1("其他需要说明的问题")
    other = own.of("other")
    if other:
        composer.say(*words_told.sentence(other))
    else:
        composer.gap("巡视、审计和财会监督中发现的转移支付资金问题及整改情况，没有的写明“无”")
