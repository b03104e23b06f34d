"""项目绩效自评报告: one project, from its 自评表."""

from jixiao.renderers.narrative import completion, deviations, drawings, funds, scores, words_told
from jixiao.renderers.narrative.closing import appendix, opening, signature
from jixiao.renderers.narrative.comparison import Earlier, compare
from jixiao.renderers.narrative.composing import Composer, Report
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.fragments import join
from jixiao.renderers.narrative.own_words import OwnWords


def project_report(form: FormView, earlier: Earlier | None = None, date: str | None = None) -> Report:
    """Write the report of one project; `earlier` is its form of the year before."""
    composer, own = Composer(form.materials), OwnWords(form)
    opening(composer, form.name, form.year, "绩效自评报告")
    composer.heading1("项目基本情况")
    composer.heading2("项目概况")
    _outline(composer, form)
    composer.heading2("绩效目标")
    completion.goals(composer, form, "expected", missing="年度总体目标")
    completion.makeup(composer, form)
    _money(composer, form, own)
    composer.heading1("自评结论")
    if form.scored:
        scores.result(composer, form)
    else:
        composer.gap("自评得分和等级")
    if other := own.of("other"):
        composer.say(*words_told.sentence(other))
    scores.by_level_table(composer, form)
    drawings.scores(composer, form)
    _completion(composer, form, own)
    _deviations(composer, form)
    composer.heading1("存在的问题和改进措施")
    words_told.problems(composer, own)
    if earlier is not None:
        composer.heading1("与上年比较")
        compare(composer, form, earlier)
    signature(composer, form.author, date)
    if form.rows:
        appendix(composer, "附表")
        completion.table(composer, form)
        drawings.completion(composer, form, appended=True)
    return composer.report(form.plain_name)


def _outline(composer: Composer, form: FormView) -> None:
    supervisor, unit = form.unit_name("supervisor"), form.unit_name("implementer")
    if supervisor and unit and join(supervisor, form.materials).text != join(unit, form.materials).text:
        composer.say("项目主管部门为", *supervisor, "，实施单位为", *unit, "。")
    elif unit or supervisor:
        composer.say("项目由", *(unit or supervisor), "组织实施。")
    if not unit and not supervisor:
        composer.gap("项目主管部门和实施单位")
    composer.gap("项目设立的依据、主要内容、实施对象和实施期限")


def _money(composer: Composer, form: FormView, own: OwnWords) -> None:
    composer.heading1("资金安排和使用情况")
    composer.heading2("资金安排")
    funds.arrangement(composer, form)
    composer.heading2("资金执行")
    funds.execution(composer, form, own)
    funds.table(composer, form)
    drawings.execution(composer, form)
    composer.heading2("资金管理")
    composer.gap("资金管理制度、支付程序、专账核算和监督检查情况")


def _completion(composer: Composer, form: FormView, own: OwnWords) -> None:
    composer.heading1("绩效目标完成情况")
    composer.heading2("总体目标完成情况")
    completion.goals(composer, form, "actual", missing="年度总体目标的实际完成情况")
    composer.heading2("绩效指标完成情况")
    completion.indicators(composer, form)
    drawings.completion(composer, form)
    if form.satisfaction:
        composer.heading2("满意度情况")
        words_told.satisfaction(composer, form, own)


def _deviations(composer: Composer, form: FormView) -> None:
    missed, exceeded = deviations.missed(form), deviations.exceeded(form)
    others = deviations.explained(form)
    if not missed and not exceeded and not others:
        return
    composer.heading1("偏离绩效目标的原因和改进措施")
    if missed:
        composer.heading2("未达到指标值的指标")
        deviations.tell_missed(composer, form)
    if exceeded:
        composer.heading2("完成值高于指标值较多的指标")
        deviations.tell_exceeded(composer, form)
    if others:
        composer.heading2(deviations.heading_of_explained(others))
        deviations.tell_explained(composer, form)
