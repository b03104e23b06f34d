"""部门整体支出绩效自评报告: one department, from its own form and the forms of its projects, and from what its old report says of it."""

import re
from collections.abc import Sequence

from jixiao.renderers.narrative import completion, deviations, drawings, funds, portfolio, scores, words_told
from jixiao.renderers.narrative.chapters import Told, pick, tell, told
from jixiao.renderers.narrative.closing import appendix, opening, signature
from jixiao.renderers.narrative.comparison import Earlier, compare
from jixiao.renderers.narrative.composing import Composer, Phrase, Report
from jixiao.renderers.narrative.forms import FormView
from jixiao.renderers.narrative.own_words import OwnWords

_PROFILE, _MONEY = re.compile(r"概况|基本情况"), re.compile(r"收支|收入支出|预算|资金")
_GOALS, _WORK = re.compile(r"绩效目标"), re.compile(r"评价工作|自评工作|评价简述|工作简述")
_RESULTS, _PROBLEMS = re.compile(r"成效|履职|完成情况"), re.compile(r"问题|不足")
_ADVICE, _OTHER = re.compile(r"建议|改进|下[一]步"), re.compile(r"其他|其它")
_BASICS, _DUTIES = re.compile(r"概况|基本"), re.compile(r"职能|职责")
_LONG, _YEARLY = re.compile(r"中长期|长期|规划"), re.compile(r"年度|重点工作")
_SCOPE = re.compile(r"对象|范围")


def department_report(forms: Sequence[FormView], earlier: Earlier | None = None, date: str | None = None) -> Report:
    """Write the report of a department from its own form, where there is one, and the forms of its projects."""
    own = next((form for form in forms if form.evaluation.kind == "department"), None)
    projects = [form for form in forms if form.evaluation.kind != "department"]
    first = leading(forms)
    author = _author(own, projects)
    composer = Composer(first.materials)
    passages = told(first.materials, first.file)
    opening(composer, author or ("本部门",), first.year, "部门整体支出绩效自评报告")
    composer.heading1("单位概况")
    composer.heading2("基本情况")
    tell(composer, pick(passages, _PROFILE, _BASICS), "单位性质、内设机构、下属单位、人员编制和实有人数")
    composer.heading2("主要职能")
    tell(composer, pick(passages, _PROFILE, _DUTIES), "单位的主要职能")
    _money(composer, own, projects, passages)
    _goals(composer, own, passages)
    _evaluation(composer, own, projects, passages)
    _results(composer, own, projects, passages)
    _problems(composer, own, projects, passages)
    composer.heading1("有关建议")
    tell(composer, pick(passages, _ADVICE), "改进管理和政策的建议")
    if own is not None and earlier is not None:
        composer.heading1("与上年比较")
        compare(composer, own, earlier)
    composer.heading1("其他需要说明的情况")
    tell(composer, pick(passages, _OTHER), "其他需要说明的情况，没有的写明“无”")
    signature(composer, author, date)
    if own is not None and own.rows:
        appendix(composer, "附表")
        completion.table(composer, own)
        drawings.completion(composer, own, appended=True)
    return composer.report("部门整体支出绩效自评报告")


def leading(forms: Sequence[FormView]) -> FormView:
    """The form that gives the report its year, and whose file its old text: that of the department, else the first."""
    return next((form for form in forms if form.evaluation.kind == "department"), forms[0])


def _author(own: FormView | None, projects: Sequence[FormView]) -> Phrase:
    if own is not None:
        return own.author
    named = [form for form in projects if form.text("supervisor")]
    return named[0].unit_name("supervisor") if named else ()


def _money(composer: Composer, own: FormView | None, projects: Sequence[FormView], passages: Sequence[Told]) -> None:
    composer.heading1("部门收支情况")
    composer.heading2("部门收支")
    if own is not None and own.case.fund_table.total is not None:
        funds.arrangement(composer, own)
        funds.execution(composer, own, OwnWords(own))
        funds.table(composer, own)
        tell(composer, pick(passages, _MONEY))
    else:
        tell(composer, pick(passages, _MONEY), "收入、支出的年初预算数、全年预算数和决算数，其中基本支出和项目支出")
    if projects:
        composer.heading2("项目支出")
        portfolio.money(composer, projects)


def _goals(composer: Composer, own: FormView | None, passages: Sequence[Told]) -> None:
    composer.heading1("绩效目标")
    composer.heading2("中长期目标")
    tell(composer, pick(passages, _GOALS, _LONG), "部门中长期绩效目标")
    composer.heading2("年度目标")
    if own is not None and own.evaluation.goals:
        completion.goals(composer, own, "expected", missing="部门年度绩效目标")
        tell(composer, pick(passages, _GOALS, _YEARLY))
    else:
        tell(composer, pick(passages, _GOALS, _YEARLY), "部门年度绩效目标和重点工作")


def _evaluation(
    composer: Composer, own: FormView | None, projects: Sequence[FormView], passages: Sequence[Told]
) -> None:
    composer.heading1("评价工作简述")
    composer.heading2("评价对象和范围")
    tell(composer, pick(passages, _WORK, _SCOPE), "评价的对象、资金范围和时段")
    composer.heading2("评价结论")
    if own is not None:
        completion.makeup(composer, own)
        scores.result(composer, own)
        scores.by_level_table(composer, own)
        drawings.scores(composer, own)
    elif not projects:
        composer.gap("部门整体支出的自评得分和等级")
    if projects:
        portfolio.grades(composer, projects)


def _results(composer: Composer, own: FormView | None, projects: Sequence[FormView], passages: Sequence[Told]) -> None:
    composer.heading1("部门履职成效")
    composer.heading2("履职情况")
    tell(composer, pick(passages, _RESULTS), "年度履职的主要成效")
    if own is not None:
        if any(goal.actual for goal in own.evaluation.goals):
            composer.heading2("年度目标完成情况")
            completion.goals(composer, own, "actual", missing="部门年度绩效目标的完成情况")
        composer.heading2("指标完成情况")
        completion.indicators(composer, own)
        drawings.completion(composer, own)
        if own.satisfaction:
            composer.heading2("满意度情况")
            words_told.satisfaction(composer, own, OwnWords(own))
    if projects:
        composer.heading2("项目支出绩效目标完成情况")
        portfolio.completion(composer, projects)


def _problems(composer: Composer, own: FormView | None, projects: Sequence[FormView], passages: Sequence[Told]) -> None:
    composer.heading1("存在的问题及原因分析")
    composer.heading2("主要问题")
    tell(composer, pick(passages, _PROBLEMS), "部门履职和预算管理中存在的主要问题及原因")
    if own is not None and deviations.missed(own):
        composer.heading2("部门整体未达到指标值的指标")
        deviations.tell_missed(composer, own)
    if own is not None and deviations.exceeded(own):
        composer.heading2("部门整体完成值高于指标值较多的指标")
        deviations.tell_exceeded(composer, own)
    portfolio.deviations(composer, projects)
