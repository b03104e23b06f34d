"""MED-10: whether rewards for reports of fraud keep within what one case may bring."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import Amount, amounts_in
from jixiao.audit.medical import Measure, figures, measured, plain, reward
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_PROMISED = re.compile(
    r"每(?:起|例|件|案|次|人)(?:案件|举报)?[^。；;]{0,16}?(?:最高|不超过|上限|不高于)[^。；;\d]{0,8}(?P<limit>\d[\d,.]*(?:万)?元)"
)
_SHARE = re.compile(r"(?:按|按照)[^。；;]{0,40}?(?P<share>\d+(?:\.\d+)?)[%％][^。；;]{0,8}?奖励?")
_CASE_VALUE = re.compile(
    r"(?:案值|查实(?:的)?(?:涉案|违规|违法|违法违规)?金额|涉案金额|违规金额|违法违规金额)(?:为|共计?|达|是|合计)?$"
)
_PAID = re.compile(r"(?:奖励|奖金|发放|兑付|支付)[^，。；,;\d]{0,10}$")


@check(
    code="MED-10",
    name="reward-out-of-limits",
    title="举报奖励超出限额或与比例不符",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article("医保办发〔2022〕22号", "全文"),),
    forms=ANY_FORM,
    definition=(
        "举报奖励项目中：奖励总额按件数平均低于200元或高于20万元；写明的每案上限高于20万元；"
        "或同一段文字写有案值、奖励比例和奖励额，奖励额不等于案值×比例（不足200元按200元，超过20万元按20万元）。"
    ),
    why="奖励有统一的上下限，比例由当地规定；超出限额或没有按比例发放，既违规也会引起举报人投诉。",
    remedy="按当地奖励比例和案值重新计算，核对发放凭证；件数、人数口径不同的写明。",
    faulty="""
        项目名称：欺诈骗保举报奖励
        指标：产出指标 / 数量指标 / 举报奖励数 | 分值 20 | 指标值 ≥2例 | 实际值 2例 | 得分 20
        指标：产出指标 / 成本指标 / 举报奖励资金 | 分值 10 | 指标值 ≤300元 | 实际值 300元 | 得分 10
        资金：年度资金总额 | 年初 0.03 | 全年 0.03 | 执行 0.03 | 分值 10 | 执行率 100% | 得分 10
    """,
    sound="""
        项目名称：欺诈骗保举报奖励
        指标：产出指标 / 数量指标 / 举报奖励数 | 分值 20 | 指标值 ≥2例 | 实际值 2例 | 得分 20
        指标：产出指标 / 成本指标 / 举报奖励资金 | 分值 10 | 指标值 ≤600元 | 实际值 600元 | 得分 10
        资金：年度资金总额 | 年初 0.06 | 全年 0.06 | 执行 0.06 | 分值 10 | 执行率 100% | 得分 10
    """,
)
def reward_out_of_limits(case: Case) -> Iterator[Fault]:
    """MED-10: rewards keep between floor and ceiling, on average by the rows, and each by the share and value that a text states."""
    if "奖励" not in case.joined_texts or "举报" not in case.joined_texts:
        return
    yield from _average(case)
    limits = figures().reward
    for path, text in case.texts:
        if "奖" not in text:
            continue
        promised = _PROMISED.search(text)
        limit = None if promised is None else targets.amount(promised["limit"], None)
        if limit is not None and limit > limits.high and promised is not None:
            yield case.finding(
                message=f"“{promised.group()}”：每案奖励上限{promised['limit']}，高于{_wan(limits.high)}{limits.caution}。",
                quotes=[path],
                figures={"所写上限": promised["limit"], "规定上限": _wan(limits.high)},
            )
        yield from _one_case(case, path, text)


def _average(case: Case) -> Iterator[Fault]:
    rows = {
        measured(row): row for row in case.rows if measured(row) in {Measure.REPORTS_REWARDED, Measure.REWARD_MONEY}
    }
    number, money = rows.get(Measure.REPORTS_REWARDED), rows.get(Measure.REWARD_MONEY)
    if number is None or money is None:
        return
    count, paid = _count(number), plain(money, money.actual, "元")
    if not count or paid is None or paid <= 0:
        return
    limits, average = figures().reward, paid / count
    if limits.low <= average <= limits.high:
        return
    side = f"低于每案{written(limits.low)}元的下限" if average < limits.low else f"高于每案{_wan(limits.high)}的上限"
    yield case.finding(
        message=(
            f"{quoted(money.name)}{quoted(money.indicator.actual)}÷{quoted(number.name)}{quoted(number.indicator.actual)}"
            f"＝每案{written(rounded(average, 2))}元，{side}{limits.caution}。"
        ),
        quotes=[money.path("actual"), number.path("actual")],
        figures={"奖励金额": f"{written(paid)}元", "件数": written(count), "平均": f"{written(rounded(average, 2))}元"},
    )


def _count(row: Row) -> Decimal | None:
    return next(
        (value for base in ("例", "件", "起", "个", "人", "人次", "") if (value := plain(row, row.actual, base))), None
    )


def _one_case(case: Case, path: str, text: str) -> Iterator[Fault]:
    """Hold a reward against the share and the 案值 that the same text states, each of them once."""
    share = _SHARE.search(text)
    if share is None:
        return
    amounts = list(amounts_in(text))
    values = [each for each in amounts if _CASE_VALUE.search(text, 0, each.start)]
    paid = [each for each in amounts if each not in values and _PAID.search(text, 0, each.start)]
    if len(values) != 1 or len(paid) != 1:
        return
    due = reward(values[0].yuan, Decimal(share["share"]))
    if _near(paid[0], due, values[0], Decimal(share["share"])):
        return
    limits = figures().reward
    yield case.finding(
        message=(
            f"文字写案值{values[0].text}、按{share['share']}%奖励，应奖励{written(rounded(due, 2))}元"
            f"（每案不少于{written(limits.low)}元、不超过{_wan(limits.high)}{limits.caution}），却写奖励{paid[0].text}。"
        ),
        quotes=[path],
        figures={
            "案值": values[0].text,
            "比例": f"{share['share']}%",
            "应奖励": f"{written(rounded(due, 2))}元",
            "所写": paid[0].text,
        },
    )


def _near(paid: Amount, due: Decimal, value: Amount, share: Decimal) -> bool:
    return abs(paid.yuan - due) <= max(Decimal(1), paid.tolerance + value.tolerance * share / 100)


def _wan(yuan: Decimal) -> str:
    return f"{written(yuan / 10_000)}万元"
