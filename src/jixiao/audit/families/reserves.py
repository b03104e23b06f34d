"""MED and FUN, money that lies still: reserves of the insurance fund, balances of medical aid, payments into special accounts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, Amount, amounts_in
from jixiao.audit.medical import Measure, figures, measured, plain
from jixiao.audit.reasons import given
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_BALANCE = re.compile(r"(?:累计|滚存)结余(?:资金|基金)?(?:余额)?(?:为|达到|达|是|共计?|约)?$")
_SPENDING = re.compile(r"基金(?:总|当年|年度|全年|本年)?支出(?:总额)?(?:为|达到|达|是|共计?|约)?$")
_MONTHS_SLACK = Decimal("0.3")
"""Months are printed whole or with one decimal, and the year's spending may be reckoned with or without transfers."""


@check(
    code="MED-06",
    name="reserve-months-out-of-band",
    title="基金结余可支配月数不在合理区间或算错",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("财预〔2021〕101号", "取值"),),
    definition=(
        "居民医保基金滚存结余可支配月数的实际完成值不在6至9个月之间；或同一段文字写有累计结余和基金支出，结余÷（支出÷12）与所填月数相差"
        "0.3个月以上。职工医保不按此区间判断。"
    ),
    why="结余过少有支付风险，过多说明待遇没有用足或筹资偏高，月数算错则两种风险都看不出来。",
    remedy="用年末滚存结余÷（当年支出÷12）重新计算；超出区间的，说明原因和调整措施。",
    faulty="指标：效益指标 / 可持续影响指标 / 居民医保基金滚存结余可支配月数 | 分值 15 | 指标值 ≥6个月 | 实际值 14个月 | 得分 15",
    sound="指标：效益指标 / 可持续影响指标 / 居民医保基金滚存结余可支配月数 | 分值 15 | 指标值 6-9个月 | 实际值 8个月 | 得分 15",
    also=("DEV-02",),
)
def reserve_months_out_of_band(case: Case) -> Iterator[Fault]:
    """MED-06: the reserve lasts six to nine months, and as long as balance and spending say."""
    band = figures().reserve_months
    for row in case.rows:
        if measured(row) is not Measure.RESERVE_MONTHS:
            continue
        months = plain(row, row.actual, "月")
        if months is None:
            continue
        computed = _computed_months(case)
        if computed is not None and abs(computed[0] - months) > _MONTHS_SLACK:
            path, balance, spending = computed[1:]
            yield case.finding(
                message=(
                    f"{quoted(row.name)}填{quoted(row.indicator.actual)}，文字说明累计结余{balance.text}、基金支出{spending.text}，"
                    f"{balance.text}÷（{spending.text}÷12）＝{written(rounded(computed[0], 2))}个月。"
                ),
                quotes=[row.path("actual"), path],
                figures={"所填月数": written(months), "应为": written(rounded(computed[0], 2))},
                certainty=Certainty.LIKELY,
            )
        elif (
            not band.low <= months <= band.high
            and not given(row)
            and "职工" not in (case.evaluation.project_name or "")
        ):
            side = "低于" if months < band.low else "高于"
            yield case.finding(
                message=(
                    f"{quoted(row.name)}实际完成值{quoted(row.indicator.actual)}，{side}{written(band.low)}至{written(band.high)}"
                    f"个月的通行区间{band.caution}，没有说明。"
                ),
                quotes=[row.path("actual"), row.path("target")],
                figures={"实际完成值": written(months), "区间": f"{written(band.low)}至{written(band.high)}个月"},
            )


def _computed_months(case: Case) -> tuple[Decimal, str, Amount, Amount] | None:
    """The months by a text that states balance and spending once each, with its path and both amounts."""
    for path, text in case.texts:
        if "结余" not in text or "支出" not in text:
            continue
        amounts = list(amounts_in(text))
        balances = [each for each in amounts if _BALANCE.search(text, 0, each.start)]
        spendings = [each for each in amounts if _SPENDING.search(text, 0, each.start)]
        if len(balances) == 1 and len(spendings) == 1 and spendings[0].yuan:
            return balances[0].yuan / spendings[0].yuan * 12, path, balances[0], spendings[0]
    return None


@check(
    code="MED-07",
    name="aid-fully-executed-with-balance",
    title="医疗救助资金全部执行却有结余",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("财社〔2022〕31号", "全文"), article("转移支付自评表填表说明", "全文")),
    definition="医疗救助资金自评表的执行率为100%，同一张表又有大于0的救助基金累计结余；或累计结余占筹集总额的比重超过15%没有说明。",
    why="把资金拨进医疗救助专户就算执行，是以拨代支；钱没有用到救助对象身上，执行率不能说明绩效。",
    remedy="写明执行数的口径（国库拨付或实际救助支出）；以实际救助支出计算使用率，说明结余原因和消化措施。",
    faulty="""
        项目名称：城乡医疗救助补助资金
        指标：效益指标 / 可持续影响指标 / 救助基金累计结余占筹集基金总额的比重 | 分值 15 | 指标值 ≤15% | 实际值 13% | 得分 15
    """,
    sound="""
        项目名称：城乡医疗救助补助资金
        指标：效益指标 / 可持续影响指标 / 救助基金累计结余占筹集基金总额的比重 | 分值 15 | 指标值 ≤15% | 实际值 0% | 得分 15
    """,
)
def aid_fully_executed_with_balance(case: Case) -> Iterator[Fault]:
    """MED-07: medical aid that was all executed leaves no balance; a large balance is explained."""
    if "救助" not in (case.evaluation.project_name or ""):
        return
    for row in case.rows:
        if measured(row) is not Measure.AID_BALANCE or given(row):
            continue
        share = plain(row, row.actual, "%")
        if not share or share < 0:
            continue
        total, limit = case.fund_table.total, figures().aid_balance
        executed = case.executed
        paths = [row.path("actual")]
        above = f"，超过{written(limit.value)}%的上限{limit.caution}" if share > limit.value else ""
        if total is not None and executed and case.execution_rate == HUNDRED:
            about = rounded(executed * share / HUNDRED, 2)
            yield case.finding(
                message=(
                    f"资金表全年执行{case.money(executed)}，执行率100%，但{quoted(row.name)}为{quoted(row.indicator.actual)}{above}；"
                    f"若以本年资金为筹集总额，约有{case.money(about)}没有用于救助，执行数疑为拨入专户数。"
                ),
                quotes=[*paths, total.path("executed")],
                figures={"全年执行数": case.money(executed), "结余占比": f"{written(share)}%"},
            )
        elif above:
            yield case.finding(
                message=f"{quoted(row.name)}实际完成值{quoted(row.indicator.actual)}{above}，没有说明原因。",
                quotes=paths,
                figures={"结余占比": f"{written(share)}%", "上限": f"{written(limit.value)}%"},
            )


_INTO_ACCOUNT = re.compile(
    r"(?:(?:拨付|拨入|划拨|划入|转入|拨)(?:至|到|入)?|进入)[^，。；,;]{0,8}?(?<!不得)(?:财政|基金|资金|医保|救助)*专户"
)
_DENIED = re.compile(r"(?:不得|严禁|禁止|未|不存在|杜绝|避免|防止)[^，。；,;]{0,12}$")
_FUND = re.compile(r"医疗救助|医疗保险|居民医保|职工医保|保险基金|补充医疗|统筹医疗|离休")
_LEFT = re.compile(r"(?:项目|专项|预算)?(?:资金)?(?:结转结余|结余结转|结余|结转)率$")


@check(
    code="FUN-17",
    name="transfer-counted-as-spending",
    title="疑以拨代支",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("转移支付自评表填表说明", "全文"), article("财预〔2020〕10号", 11)),
    definition=(
        "项目资金不属于医保基金或医疗救助基金，表内却把“拨付至专户”作为资金使用情况；或执行率为100%，同一张表的资金结转结余率却大于0。"
    ),
    why="钱拨出国库进了专户，并没有花到项目上；以拨付数当执行数，执行率虚高，结余看不见。",
    remedy="按实际支付到收款人的金额填执行数；确需通过专户核算的，写明依据和专户余额。",
    faulty="结论：优。项目资金按规定使用，拨付至专户管理。",
    sound="结论：优。项目资金按规定使用，由国库直接支付到供应商。",
)
def transfer_counted_as_spending(case: Case) -> Iterator[Fault]:
    """FUN-17: paying into a special account is not spending, and what was all spent leaves nothing over."""
    if "专户" in case.joined_texts and not _FUND.search(case.evaluation.project_name or ""):
        for path, text in case.texts:
            found = _INTO_ACCOUNT.search(text) if "专户" in text else None
            if found and not path.endswith(("/target", "/expected")) and not _DENIED.search(text, 0, found.start()):
                yield case.finding(
                    message=(
                        f"“{case.evaluation.project_name or '本项目'}”的资金使用情况写“{found.group()}”："
                        f"拨入专户不等于支出，请核对执行数是否为实际支付数。"
                    ),
                    quotes=[path],
                    figures={"原文": found.group()},
                )
    if case.execution_rate != HUNDRED or not case.executed:
        return
    for row in case.rows:
        left = plain(row, row.actual, "%") if _LEFT.search(row.name) else None
        if left is not None and left > 0 and case.fund_table.total is not None:
            yield case.finding(
                message=(
                    f"预算执行率100%（全年执行{case.money(case.executed)}），{quoted(row.name)}却为{quoted(row.indicator.actual)}，"
                    f"两者不能同时成立。"
                ),
                quotes=[row.path("actual"), case.fund_table.total.path("executed")],
                figures={"执行率": "100%", "结余率": f"{written(left)}%"},
                certainty=Certainty.LIKELY,
            )
