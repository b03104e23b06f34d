"""SCO-08 to SCO-13: do score, grade and report agree with each other, and are deductions and caps as they should be?"""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec
from rapidfuzz import fuzz

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import places
from jixiao.audit.lawful import (
    CENT,
    ScoredRow,
    decimals,
    has_figures,
    may_be_weight,
    points,
    same_text,
    scored_rows,
)
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.model import Fact
from jixiao.scoring import RulePack, packs, written
from jixiao.scoring.rounding import rounded
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_SAME_NAME, _LIKE_NAME, _LEAD = 92, 70, 10
"""Similarity (0–100) from which two project names are the same or alike, and by how much the best must lead the second."""

_SCORE = re.compile(
    r"(?:本?项目|绩效|综合|最终|单位|部门|整体|评价|自评|自评价|评定)*(?:得分|总分|总得分|评分|分数)(?:合计|为)?"
)
"""Whose score a fact tells must be the form's: not 窗口服务满意度得分."""

_FILLING = ("项目", "经费", "资金", "费用", "专项", "《", "》", "“", "”", '"', " ")


@check(
    code="SCO-08",
    name="narrative-score-differs",
    title="文字说明中的得分与自评表不符",
    severity=Severity.FATAL,
    scope="submission",
    basis=(article(_10, "第五章"),),
    definition="自评报告、决算公开文字或表内自评结论所称的项目得分，与该项目自评表的总分不一致。",
    why="同一项目出现两个得分，公开后无法自圆其说，也说明文字或表格不是最后的定稿。",
    remedy="以经审定的自评表为准，统一文字说明和表格的得分。",
    faulty="事实：医保政策宣传 | 得分 | 98 | 分",
    sound="事实：医保政策宣传 | 得分 | 100 | 分",
)
def narrative_score_differs(whole: SubmissionCase) -> Iterator[Fault]:
    """SCO-08: a project's score in running text is that of its form; projects are matched by name, else by their budget."""
    cases = [case for case in whole.cases if case.total_score is not None and case.evaluation.form == "self_evaluation"]
    seen: set[tuple[int, Decimal]] = set()
    for fact in whole.narrative.facts:
        told = targets.number(fact.value)
        if told is None or not _states_score(fact):
            continue
        match = _form_of(fact, cases, whole.narrative.facts)
        if match is None or match.case.total_score is None or (match.case.index, told) in seen:
            continue
        printed = written(match.case.total_score)
        if _agree(told, match.case.total_score):
            continue
        seen.add((match.case.index, told))
        form = match.case.evaluation.project_name or f"第{match.case.index + 1}张表"
        subject = f"称{quoted(fact.subject)}" if fact.subject else ""
        remark, certainty = match.remark, match.certainty
        if may_be_weight(match.case):
            remark, certainty = "（表内该数恰等于分值合计，也可能印的是分值）", Certainty.POSSIBLE
        fault = match.case.finding(
            message=f"文字说明{subject}得分{written(told)}分，自评表{quoted(form)}总分{printed}分，两者不符{remark}。",
            quotes=["total_score"],
            figures={"文字得分": written(told), "表内总分": printed},
            certainty=certainty,
        )
        stated = Quote(text=f"{fact.value}{fact.unit or ''}", place=fact.place)
        yield msgspec.structs.replace(fault, quotes=(stated, *fault.quotes))
    for case in cases:
        yield from _in_the_form(case, seen)


_OWN_SCORE = re.compile(
    r"(?:(?:自评|自我评价|绩效评价|综合评价|综合|最终)(?:结果)?(?:总得分|总评分|总分|得分|评分|分数|得)|(?:^|[，,。；;\s])(?:总得分|总分))"
    r"(?:合计)?[为是:]*\s*(?P<score>\d{1,3}(?:\.\d+)?)\s*分"
)
_OTHER_SCORE = re.compile(r"指标|满意|产出|效益|成本|执行|上年|去年|往年|平均|其中")
_STATEMENT = re.compile(r"conclusion$|remark$|fields/\d+/value$")


def _in_the_form(case: Case, seen: set[tuple[int, Decimal]]) -> Iterator[Fault]:
    """What the form's own 自评结论, 备注 and 字段 say of its score; the scores of its parts and of other years are not meant."""
    for path, text in case.texts:
        if not _STATEMENT.match(path):
            continue
        plain = key(text)
        for found in _OWN_SCORE.finditer(plain):
            clause = re.split("[，,。；;]", plain[: found.start()])[-1]
            told = Decimal(found["score"])
            total = case.total_score
            if total is None or _OTHER_SCORE.search(clause) or _agree(told, total) or (case.index, told) in seen:
                continue
            seen.add((case.index, told))
            doubtful = may_be_weight(case)
            yield case.finding(
                message=(
                    f"表内文字称{quoted(found.group().strip(' ，,。；;'))}，总分一行为{written(total)}分，两者不符"
                    f"{'（总分行的数恰等于分值合计，也可能印的是分值）' if doubtful else ''}。"
                ),
                quotes=[path, "total_score"],
                figures={"文字得分": written(told), "表内总分": written(total)},
                certainty=Certainty.POSSIBLE if doubtful else None,
            )


class _Match(msgspec.Struct, frozen=True):
    case: Case
    certainty: Certainty
    remark: str = ""


def _states_score(fact: Fact) -> bool:
    return _SCORE.fullmatch(fact.field) is not None and fact.unit in {None, "", "分"}


def _agree(told: Decimal, printed: Decimal) -> bool:
    """Tell whether two printed scores are the same, the one with fewer decimals being the other rounded."""
    coarser = min(places(told), places(printed))
    return rounded(told, coarser) == rounded(printed, coarser) or abs(told - printed) <= CENT


def _form_of(fact: Fact, cases: list[Case], facts: tuple[Fact, ...]) -> _Match | None:
    """Find the one form that a fact speaks of; None when there is none or several might be meant."""
    if fact.subject is None:
        return _Match(cases[0], Certainty.LIKELY) if len(cases) == 1 else None
    likeness = sorted(((_likeness(fact.subject, case), case.index) for case in cases), reverse=True)
    by_index = {case.index: case for case in cases}
    if likeness:
        best, index = likeness[0]
        lead = best - (likeness[1][0] if len(likeness) > 1 else 0)
        if best >= _SAME_NAME and lead > 0:
            return _Match(by_index[index], Certainty.CERTAIN)
        if best >= _LIKE_NAME and lead >= _LEAD:
            return _Match(by_index[index], Certainty.LIKELY, "（两处名称略有出入）")
        if best >= _LIKE_NAME:
            return None
    return _by_budget(fact.subject, cases, facts)


def _likeness(subject: str, case: Case) -> float:
    name = case.evaluation.project_name
    return fuzz.ratio(_bare(subject), _bare(name)) if name else 0


def _bare(name: str) -> str:
    bare = key(name)
    for word in _FILLING:
        bare = bare.replace(word, "")
    return bare or key(name)


def _by_budget(subject: str, cases: list[Case], facts: tuple[Fact, ...]) -> _Match | None:
    """Match by the budget that the narrative states for the same subject, when it is unique among subjects and among forms."""
    budgets = {
        fact.subject: amount
        for fact in facts
        if fact.subject
        and "预算" in fact.field
        and "元" in (fact.unit or "")
        and (amount := targets.amount(fact.value, fact.unit)) is not None
    }
    wanted = budgets.get(subject)
    if wanted is None or list(budgets.values()).count(wanted) > 1:
        return None
    found = [case for case in cases if _budget(case) == wanted]
    if len(found) != 1:
        return None
    return _Match(found[0], Certainty.POSSIBLE, "（两处名称不同，按预算数推断为同一项目，请先核实）")


def _budget(case: Case) -> Decimal | None:
    return None if case.budget is None or case.factor is None else case.budget * case.factor


_GRADES = {
    **dict.fromkeys(("优", "优秀", "优等", "一等"), 0),
    **dict.fromkeys(("良", "良好", "良等", "二等"), 1),
    **dict.fromkeys(("中", "中等", "一般", "三等"), 2),
    **dict.fromkeys(("差", "较差", "差等", "四等"), 3),
}
"""Words for the four grades, best first; words of other scales (合格, 低) are not judged."""


@check(
    code="SCO-09",
    name="grade-not-of-total",
    title="等级与总分不对应",
    severity=Severity.ERROR,
    basis=(article(_10, 18),),
    judged_by="等级",
    definition="表内等级（或自评结论开头的等级）不是总分按所用口径应得的等级；财预〔2020〕10号以90、80、60分划分优、良、中、差。",
    why="等级是结果应用的直接依据，写高虚报绩效，写低则影响下年预算。",
    remedy="按总分更正等级；当地另有等级标准的，在表内注明。",
    faulty=(
        "指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 10% | 得分 1.88"
        " | 原因 问卷回收不足，下一步将扩大调查范围\n总分：分值 100 | 得分 86.88"
    ),
    sound=(
        "指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 10% | 得分 1.88"
        " | 原因 问卷回收不足，下一步将扩大调查范围\n总分：分值 100 | 得分 86.88\n等级：良\n结论：良。知晓率偏低。"
    ),
)
def grade_not_of_total(case: Case) -> Iterator[Fault]:
    """SCO-09: the printed grade is the one that the rule pack gives to the printed total; likely only where another pack agrees with it."""
    total, pack, printed = case.total_score, case.pack, case.evaluation.grade
    rank = _GRADES.get(key(printed or "").strip(" 。级"))
    if total is None or printed is None or rank is None:
        return
    due = pack.grades.grade(total)
    if due is None or _rank(pack, total) == rank:
        return
    elsewhere = any(_rank(other, total) == rank for other in packs)
    # Grades are of a hundred points: where the form is of others, its grade may be that of the share.
    weight = None if case.scorecard is None else case.scorecard.total.weight
    full = case.total_weight or weight
    if full and _rank(pack, total / full * 100) == rank:
        return
    whole = weight == 100
    sure = Certainty.LIKELY if elsewhere else Certainty.CERTAIN
    remark = f"；记分各行的分值合计{written(weight)}分，不是100分，请先更正分值" if weight and not whole else ""
    yield case.finding(
        message=f"总分{written(total)}分，按“{pack.title}”应为“{due}”，表内等级为{quoted(printed)}{remark}。",
        quotes=["grade", "total_score"],
        figures={"总分": written(total), "应为等级": due},
        certainty=sure if whole else Certainty.POSSIBLE,
        basis=pack.grades.basis,
    )


def _rank(pack: RulePack, total: Decimal) -> int | None:
    grade = pack.grades.grade(total)
    return None if grade is None else [limit.name for limit in pack.grades.limits].index(grade)


@check(
    code="SCO-11",
    name="score-with-too-many-decimals",
    title="得分小数位数过多",
    severity=Severity.INFO,
    basis=(article(_10, 16),),
    definition="某行得分或总分印有两位以上小数。",
    why="得分一般保留一至两位小数；位数过多多为公式结果直接粘贴，加总后容易与总分差0.01。",
    remedy="按统一的位数四舍五入，再重新加总。",
    faulty="指标：产出指标 / 数量指标 / 政策宣传时长 | 分值 20 | 指标值 ≥11小时 | 实际值 10.9小时 | 得分 19.818"
    " | 原因 末场缩短，下一步将合理安排时间\n总分：分值 100 | 得分 99.82",
    sound="指标：产出指标 / 数量指标 / 政策宣传时长 | 分值 20 | 指标值 ≥11小时 | 实际值 10.9小时 | 得分 19.82"
    " | 原因 末场缩短，下一步将合理安排时间\n总分：分值 100 | 得分 99.82",
)
def score_with_too_many_decimals(case: Case) -> Iterator[Fault]:
    """SCO-11: scores have two decimals at most; trailing zeros do no harm."""
    cells = [(row.name, row.score, row.path("score")) for row in case.rows]
    cells += [("预算执行率", fund.score, fund.path("score")) for fund in case.funds]
    cells.append(("总分", case.total_score, "total_score"))
    for name, score, path in cells:
        if score is not None and decimals(written(score)) > 2:
            yield case.finding(
                message=f"{quoted(name)}得分{written(score)}分，小数超过两位。",
                quotes=[path],
                figures={"得分": written(score)},
            )


_BAND = Decimal("0.8")
"""Down to this share of the weight a qualitative indicator that is reached may be marked."""


@check(
    code="SCO-12",
    name="deducted-though-actual-equals-target",
    title="完成值与指标值相同却被扣分",
    severity=Severity.ERROR,
    basis=(article(_10, 16),),
    judged_by="该类指标记分",
    definition="实际完成值与年度指标值逐字相同（即已按目标完成），得分却低于分值；定性指标低于分值的80%才算。",
    why="既照目标完成就没有扣分的依据；往往是完成值照抄了指标值，真实完成情况没有填。",
    remedy="填写真实完成值并按规则记分；确已达到目标的改记满分。",
    faulty="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 10场 | 实际值 10场 | 得分 17"
    " | 原因 宣传效果不够，下一步将改进\n总分：分值 100 | 得分 97",
    sound="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 10场 | 实际值 10场 | 得分 20",
)
def deducted_though_actual_equals_target(case: Case) -> Iterator[Fault]:
    """SCO-12: what was done exactly as planned loses no points."""
    for scored in scored_rows(case):
        row = scored.row
        if not same_text(row) or not scored.deducted or scored.score < 0 or _says_missed(scored):
            continue
        if (not has_figures(row) and scored.score >= scored.weight * _BAND) or scored.lawful_by_own:
            continue
        best = scored.best_certainty
        yield case.finding(
            message=(
                f"{quoted(row.name)}实际完成值与年度指标值都是{quoted(row.indicator.actual)}，即已完成目标，"
                f"分值{written(scored.weight)}分，{scored.own_words}"
                f"实得{written(scored.score)}分，扣{written(scored.weight - scored.score)}分。"
            ),
            quotes=[row.path("score"), row.path("target"), row.path("actual"), *scored.own_quotes],
            figures={"分值": written(scored.weight), "得分": written(scored.score)},
            certainty=Certainty.LIKELY if scored.by_rate and best is Certainty.CERTAIN else best,
            basis=scored.basis,
        )


def _says_missed(scored: ScoredRow) -> bool:
    actual = scored.row.actual
    return isinstance(actual, targets.Achievement) and actual.level != "reached"


@check(
    code="SCO-13",
    name="total-above-execution-cap",
    title="总分超过执行率对应的上限",
    severity=Severity.ERROR,
    basis=(article(_10, "第五章"),),
    judged_by="总分封顶",
    definition="所用口径按预算执行率给总分封顶，而自评总分高于该上限；不设封顶的口径不审此项。",
    why="钱没有花出去而总分仍高，绩效与资金脱节，封顶正是为此而设。",
    remedy="按执行率对应的上限更正总分和等级，并说明执行率低的原因。",
    pack="manual-2022",
    also=("FUN-20",),
    faulty="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 75 | 分值 10 | 执行率 75.00% | 得分 7.5"
    "\n总分：分值 100 | 得分 97.5\n字段：存在问题 = 尾款25万元按合同次年付清，下一步将加快验收",
    sound="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100.00% | 得分 10",
)
def total_above_execution_cap(case: Case) -> Iterator[Fault]:
    """SCO-13: the total keeps below the cap that the rule pack sets for the execution rate, if it sets any."""
    card, total, fund = case.scorecard, case.total_score, case.fund_table.total
    if card is None or total is None or card.execution_rate is None or card.total.cap is None:
        return
    rate, cap = card.execution_rate, card.total.cap
    if total <= cap:
        return
    yield case.finding(
        message=(
            f"预算执行率{points(rate * 100)}%，按“{case.pack.title}”总分不得高于{written(cap)}分，自评总分为{written(total)}分。"
        ),
        quotes=["total_score", *([fund.path("rate")] if fund else [])],
        figures={"执行率": f"{points(rate * 100)}%", "总分上限": written(cap), "自评总分": written(total)},
        basis=card.total.basis,
    )
