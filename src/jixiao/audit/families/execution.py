"""FUN, how the money was spent: whether low execution and large adjustments are explained and fit the results claimed."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO
from jixiao.audit.lawful import points
from jixiao.audit.levels import First, first_level
from jixiao.audit.once import once
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.model import Passage
from jixiao.scoring import written
from jixiao.scoring.unit_slips import slipped

_10 = "财预〔2020〕10号"
_LARGE_ADJUSTMENT = 20
"""A budget changed by more than so many percent within the year calls for a word of explanation (预算调整率, 财预〔2013〕53号)."""

_LOW_RATE = 80
"""Execution below so many percent counts as low: the first step of 财预〔2021〕101号 (赋分规则) and of local caps lies here."""

_MOSTLY, _NEARLY_ALL = 90, 99
"""From so many percent on an unexplained rest is a reminder, and a mere hint."""

_TELLING_PATHS = re.compile(
    r"^(?:indicators/\d+/(?:note|remark)|conclusion|remark|fields/|goals/\d+/actual|fund_management/)"
)
_SENTENCE = re.compile(r"[。；;！!]")
_EXECUTION = re.compile(r"(?<!移动)(?<!电子)(?<!医保)支付(?!方式)|执行|支出|结余|结转|节约|节余|预算|用款|尾款")
_UNSPENT = re.compile(
    r"未(?:执行|支付|支出|拨付|使用|用)完?(?:的|部分|资金|金额|\d)[^。；;]*?(?:为|是|系|属)[^。；;]*?(?:尾款|质保金|保证金|余款|费|款|待|验收)"
)
_CAUSE = re.compile(
    r"由于|因(?![此而素地])|原因|导致|影响|尚未|未能|未达|结余|节约|节余|结转|不可预|招标|合同|跨年|次年|收回|交回|上缴|放弃|未领取|压减|滞后|推迟|延期|偏差"
)
_ADJUSTMENT = re.compile(r"调整|调增|调减|追加|追减|压减|核减|收回|新增|增加(?:预算|资金|经费)|上级(?:补助|下达)|结转")
_SAVED = re.compile(r"节约|节余|中标价|成交价|审减|核减|降低成本")


@once
def _telling(case: Case) -> tuple[str, ...]:
    """The sentences in which a form explains itself, each once; those of the narrative as well if it can only mean this form."""
    texts = [text for path, text in case.texts if _TELLING_PATHS.match(path)]
    name = case.evaluation.project_name
    alone = len(case.submission.evaluations) == 1
    texts += [passage.text for passage in case.narrative.text if alone or (name and name in passage.text)]
    return tuple(dict.fromkeys(sentence for text in dict.fromkeys(texts) for sentence in _SENTENCE.split(text)))


def _explained(case: Case, *, about: re.Pattern[str], by: re.Pattern[str]) -> bool:
    return any(about.search(sentence) and by.search(sentence) for sentence in _telling(case))


def _has_reason_field(case: Case) -> bool:
    reason = case.field("原因")
    return reason is not None and reason.strip(" 。") not in {"无", "暂无", "不适用"}


@check(
    code="FUN-06",
    name="low-execution-unexplained",
    title="预算未执行完而没有说明原因",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11), article(_10, "第五章")),
    definition="预算执行率低于100%，而备注、偏差原因、自评结论、存在问题等各处都没有说明未执行的原因；达到90%的只作提醒，达到99%的只作提示。",
    why="执行率低的要单独说明，没有说明，审核人无法判断是项目推进慢、预算编高了，还是节约。",
    remedy="在偏差原因或备注中写明未执行的金额、原因、结转或收回安排和下一步措施。",
    faulty="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 85 | 分值 10 | 执行率 85% | 得分 8.5\n总分：分值 100 | 得分 98.5",
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 85 | 分值 10 | 执行率 85% | 得分 8.5
        总分：分值 100 | 得分 98.5
        字段：存在问题 = 尾款15万元因合同约定次年验收后支付，将于次年6月底前付清
    """,
)
def low_execution_unexplained(case: Case) -> Iterator[Fault]:
    """FUN-06: a rate below 100 % is explained somewhere on the form, or in a narrative that can only mean it."""
    total, rate = case.fund_table.total, case.execution_rate
    if total is None or rate is None or not ZERO <= rate < HUNDRED or total.executed is None or case.budget is None:
        return
    if case.in_two_units(total):
        return
    if case.budget - total.executed <= case.fund_table.tolerance("executed", 1):
        return
    if (
        _has_reason_field(case)
        or _explained(case, about=_EXECUTION, by=_CAUSE)
        or _explained(case, about=_UNSPENT, by=_UNSPENT)
    ):
        return
    printed, left = f"{points(rate)}%", case.money(case.budget - total.executed)
    yield case.finding(
        message=f"预算执行率{printed}，有{left}未执行，表中没有说明原因。",
        quotes=[total.path("rate"), total.path("executed")],
        figures={"执行率": printed, "未执行": left},
        severity=Severity.INFO if rate >= _NEARLY_ALL else Severity.WARNING if rate >= _MOSTLY else None,
    )


@check(
    code="FUN-07",
    name="large-adjustment-unexplained",
    title="预算调整幅度大而没有说明",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article("财预〔2013〕53号", "部门整体公式"),),
    definition=(
        f"全年预算数比年初预算数增减超过{_LARGE_ADJUSTMENT}%，而表中没有提到预算调整的原因；部门整体报告没有资金表的，"
        f"看正文所写的支出年初预算和调整后预算。"
    ),
    why="预算大幅调整时绩效目标应同步调整；不作说明，目标与资金是否匹配无从判断。",
    remedy="写明调整的文号、金额和原因，并说明绩效目标是否相应调整。",
    faulty="资金：年度资金总额 | 年初 60 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10",
    sound="""
        资金：年度资金总额 | 年初 60 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        结论：优。年中因新增宣传任务追加预算40万元，目标已同步调整。
    """,
)
def large_adjustment_unexplained(case: Case) -> Iterator[Fault]:
    """FUN-07: 全年预算数 differs from 年初预算数 by more than a fifth and nothing on the form says why."""
    total = case.fund_table.total
    if not case.funds and case.evaluation.kind == "department":
        yield from _adjusted_in_report(case)
    if total is None or not total.initial or total.adjusted is None:
        return
    change = (total.adjusted - total.initial) / total.initial * HUNDRED
    if (
        abs(change) <= _LARGE_ADJUSTMENT
        or slipped(total.adjusted, total.initial)
        or _explained(case, about=re.compile("预算|资金|经费|指标"), by=_ADJUSTMENT)
    ):
        return
    initial, adjusted, percent = case.money(total.initial), case.money(total.adjusted), f"{points(abs(change))}%"
    yield case.finding(
        message=(
            f"年初预算数{initial}，全年预算数{adjusted}，{'增加' if change > 0 else '减少'}{percent}，表中没有说明。"
        ),
        quotes=[total.path("initial"), total.path("adjusted")],
        figures={"年初预算数": initial, "全年预算数": adjusted, "调整幅度": percent},
    )


_SPENDING = r"支出[^。；;\d]{{0,16}}?{}[^。；;，,\d]{{0,12}}?(?P<amount>\d[\d,]*(?:\.\d+)?(?:万|亿)?元)"
_INITIAL_SPENDING = re.compile(_SPENDING.format("年初预算"))
_ADJUSTED_SPENDING = re.compile(
    r"调整后[^。；;\d]{0,6}?(?:全年)?支出[^。；;，,\d]{0,16}?(?P<amount>\d[\d,]*(?:\.\d+)?(?:万|亿)?元)"
)


def _adjusted_in_report(case: Case) -> Iterator[Fault]:
    """The same for a department whose budgets stand in the report: spending at the year's beginning and after adjustment, once each."""
    passages = case.narrative.text
    initial = [(found, passage) for passage in passages for found in _INITIAL_SPENDING.finditer(passage.text)]
    adjusted = [(found, passage) for passage in passages for found in _ADJUSTED_SPENDING.finditer(passage.text)]
    if len(initial) != 1 or len(adjusted) != 1:
        return
    before, after = (targets.amount(found["amount"], None) for found, _ in (initial[0], adjusted[0]))
    if not before or after is None:
        return
    change = (after - before) / before * HUNDRED
    told = re.compile(r"(?:追加|调增|调减|新增|核减|压减)[^。]{0,30}(?:预算|资金|经费|万元)|预算调整(?:原因|主要|是)")
    if abs(change) <= _LARGE_ADJUSTMENT or any(
        "预算" in passage.text and told.search(passage.text) for passage in passages
    ):
        return
    percent = f"{points(abs(change))}%"
    fault = case.finding(
        message=(
            f"报告正文写支出年初预算{initial[0][0]['amount']}，调整后{adjusted[0][0]['amount']}，"
            f"{'增加' if change > 0 else '减少'}{percent}，没有说明{_adjusted_to_fit(passages, after)}。"
        ),
        figures={"年初预算": initial[0][0]["amount"], "调整后预算": adjusted[0][0]["amount"], "调整幅度": percent},
    )
    quotes = tuple(Quote(text=found.group(), place=passage.place) for found, passage in (initial[0], adjusted[0]))
    yield msgspec.structs.replace(fault, quotes=quotes)


_FINAL_SPENDING = re.compile(r"决算支出(?:为|数|总额|合计)?(?P<amount>\d[\d,]*(?:\.\d+)?(?:万|亿)?元)")


def _adjusted_to_fit(passages: tuple[Passage, ...], after: Decimal) -> str:
    """Say so where the adjusted budget is just what was spent, so that the rate of 100 % came of the adjustment."""
    spent = {found["amount"] for passage in passages for found in _FINAL_SPENDING.finditer(passage.text)}
    if len(spent) != 1 or targets.amount(next(iter(spent)), None) != after:
        return ""
    return f"；决算支出{next(iter(spent))}与调整后预算分文不差，执行率100%由调整预算得来"


@check(
    code="FUN-14",
    name="every-project-fully-executed",
    title="所有项目执行率都是100%",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="submission",
    basis=(article(_10, "第五章"),),
    definition="同一文件有三个及以上项目，不论由哪些单位填报，预算执行率全部恰好为100%。",
    why="所有项目都一分不剩地执行完很少见，往往是以拨作支或按预算数倒填执行数。",
    remedy="用国库支付明细核对每个项目的全年执行数，按实际支付数填报。",
    faulty="""
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
        评价：project self_evaluation 2023 万元
        项目名称：基金监督检查
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        评价：project self_evaluation 2023 万元
        项目名称：医保经办服务
    """,
)
def every_project_fully_executed(case: SubmissionCase) -> Iterator[Fault]:
    """FUN-14: of three projects and more in a file, not every one has spent exactly its budget."""
    rated = [
        (form, form.fund_table.total)
        for form in case.cases
        if form.evaluation.form == "self_evaluation" and form.execution_rate is not None
    ]
    if len(rated) >= 3 and all(form.execution_rate == HUNDRED for form, _ in rated):
        yield case.finding(
            message=f"本文件{len(rated)}个项目的预算执行率全部为100%，请用支付明细核对。",
            quotes=[form.quote(total.path("rate")) for form, total in rated if total is not None],
            figures={"项目数": str(len(rated))},
        )


@check(
    code="FUN-20",
    name="unspent-yet-all-outputs-full",
    title="预算执行率低而产出全部满分",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11), article(_10, "第五章")),
    definition=f"预算执行率低于{_LOW_RATE}%，产出指标却全部得满分，也没有说明资金是节约下来的。",
    why="钱没有花出去而产出全部完成，不是预算编高了，就是产出没有真正完成或完成值不实。",
    remedy="逐项核对产出的完成值和佐证；确属节约的写明节约原因，否则按实际完成情况扣分。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 40 | 分值 10 | 执行率 40% | 得分 4
        总分：分值 100 | 得分 94
        字段：未执行原因 = 合同尾款按约定次年支付
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 40 | 分值 10 | 执行率 40% | 得分 4
        总分：分值 100 | 得分 94
        字段：未执行原因 = 公开招标中标价低于预算，节约资金60万元
    """,
)
def unspent_yet_all_outputs_full(case: Case) -> Iterator[Fault]:
    """FUN-20: with little of the money spent, some output should be short, unless the form says that money was saved."""
    rate, total = case.execution_rate, case.fund_table.total
    outputs = [row for row in case.rows if first_level(row) is First.OUTPUT and row.weight and row.score is not None]
    if rate is None or total is None or rate >= _LOW_RATE or not outputs:
        return
    if any(row.score != row.weight for row in outputs) or _explained(case, about=_EXECUTION, by=_SAVED):
        return
    printed = points(rate)
    outputs_points = written(sum((row.weight for row in outputs if row.weight), ZERO))
    yield case.finding(
        message=f"预算执行率只有{printed}%，{len(outputs)}项产出指标（共{outputs_points}分）却全部得满分。",
        quotes=[total.path("rate"), *(row.path("score") for row in outputs)],
        figures={"执行率": f"{printed}%", "产出指标数": str(len(outputs)), "产出分值": outputs_points},
    )
