"""FUN, the table itself: whether the amounts of the 资金 table add up and its rates and points follow from them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, half_unit, places, rounds_to
from jixiao.audit.fund_table import COLUMNS, Mismatch, Role, amount, label_of
from jixiao.audit.lawful import CENT, points, score_decimals
from jixiao.audit.rows import FundRow
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import RowScore, packs, rounded, written
from jixiao.scoring.execution import judge_execution, rate_of
from jixiao.scoring.unit_slips import slipped
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_PARTS_OF_FISCAL = "本级安排与上级补助之和"
_CARRIED = re.compile(r"上年(?:度)?结(?:转|余)(?:资金|结余|经费)?(?:为|共)?(?P<amount>\d[\d,.]*(?:万|亿)?元)")


@check(
    code="FUN-01",
    name="fund-total-not-sum",
    title="资金总额与各来源之和不符",
    severity=Severity.FATAL,
    basis=(article(_10, 11), article(_10, "第五章")),
    forms=ANY_FORM,
    definition="年初预算数、全年预算数或全年执行数一列中，年度资金总额不等于各资金来源之和，或某来源小于其中数；“其中”各行只在任何一种归类下都不能相符时才提出。",
    why="总额是执行率的依据，总额与来源对不上，说明至少有一个数填错，执行率和得分也不可信。",
    remedy="按预算指标文件和国库支付数逐行核对，改正总额或来源金额。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：财政拨款 | 年初 70 | 全年 60 | 执行 60
        资金：其他资金 | 年初 30 | 全年 30 | 执行 30
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：财政拨款 | 年初 70 | 全年 70 | 执行 70
        资金：其他资金 | 年初 30 | 全年 30 | 执行 30
    """,
)
def fund_total_not_sum(case: Case) -> Iterator[Fault]:
    """FUN-01: 年度资金总额 is the sum of its sources in every column, and 财政拨款 not less than its parts."""
    for column, title in COLUMNS.items():
        mismatch = case.fund_table.mismatch(column)
        if mismatch is not None and not slipped(mismatch.expected, mismatch.found):
            yield _not_sum(case, mismatch, title)
        yield from _less_than_parts(case, column, title)


def _not_sum(case: Case, mismatch: Mismatch, title: str) -> Fault:
    terms = "＋".join(f"{label_of(row)}{written(amount(row, mismatch.column) or ZERO)}" for row in mismatch.addends)
    difference = abs(mismatch.expected - mismatch.found)
    expected, found = case.money(mismatch.expected), case.money(mismatch.found)
    return case.finding(
        message=(f"{title}：年度资金总额为{expected}，各来源合计为{found}（{terms}），相差{case.money(difference)}。"),
        quotes=[row.path(mismatch.column) for row in (mismatch.whole, *mismatch.addends)],
        figures={"年度资金总额": expected, "各来源合计": found, "差额": case.money(difference)},
        certainty=Certainty.CERTAIN if mismatch.sure else Certainty.LIKELY,
    )


def _less_than_parts(case: Case, column: str, title: str) -> Iterator[Fault]:
    table = case.fund_table
    fiscal = table.fiscal
    whole = None if fiscal is None else amount(fiscal, column)
    parts = [(row, value) for row in table.parts if (value := amount(row, column)) is not None]
    if fiscal is None or whole is None or not parts:
        return
    tolerance = table.tolerance(column, len(parts))
    found = sum((value for _, value in parts), ZERO)
    nested = max(value for _, value in parts) <= whole + tolerance and _nested(parts, whole, tolerance)
    beside = table.total is not None and _beside(case, column, found)
    if found > whole + tolerance and not nested and not beside:
        yield case.finding(
            message=f"{title}：财政拨款为{case.money(whole)}，小于{_PARTS_OF_FISCAL}{case.money(found)}。",
            quotes=[fiscal.path(column), *(row.path(column) for row, _ in parts)],
            figures={"财政拨款": case.money(whole), "其中数合计": case.money(found)},
        )


def _nested(parts: list[tuple[FundRow, Decimal]], whole: Decimal, tolerance: Decimal) -> bool:
    """上级补助 may be told of as a part of 本级安排: then the first part alone is the whole and the rest lies within it."""
    first, *rest = (value for _, value in parts)
    return abs(first - whole) <= tolerance and sum(rest, ZERO) <= first + tolerance


def _beside(case: Case, column: str, parts: Decimal) -> bool:
    """本级安排 and 上级补助 may stand beside 财政拨款 instead of below it: then the total counts them as well."""
    table = case.fund_table
    total = None if table.total is None else amount(table.total, column)
    sources = sum((value for row in table.sources if (value := amount(row, column)) is not None), ZERO)
    return total is not None and parts > 0 and abs(total - sources) <= table.tolerance(column, len(table.sources))


@check(
    code="FUN-02",
    name="execution-rate-wrong",
    title="预算执行率计算错误",
    severity=Severity.FATAL,
    basis=(article(_10, 11), article(_10, "第五章")),
    forms=("monitoring", "self_evaluation", "review"),
    definition="表中执行率不等于全年执行数B除以全年预算数A（四舍五入或截位后相差不超过0.01个百分点的不算）；印两位小数而实为取整的，只作提醒。",
    why="执行率直接决定预算执行得分，也是结果应用和抽查的重点。",
    remedy="按“全年执行数÷全年预算数（调整后）×100%”重新计算，注意分母不是年初预算数。",
    faulty="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 98.00% | 得分 10",
    sound="资金：年度资金总额 | 年初 120 | 全年 90 | 执行 90 | 分值 10 | 执行率 100.00 | 得分 10",
)
def execution_rate_wrong(case: Case) -> Iterator[Fault]:
    """FUN-02: the printed rate is B ÷ A within a hundredth of a point, however it is printed."""
    for row in case.funds:
        base = row.budget
        if not base or row.executed is None or row.rate is None or _is_rate(case, row, base, row.executed):
            continue
        if case.in_two_units(row):
            continue  # the amounts are in different units, which FUN-13 reports; a rate of them means nothing
        exact = row.executed / base * HUNDRED
        what = "年初预算数" if row.adjusted is None else "全年预算数"
        computed = points(exact)
        equals = "＝" if rounded(exact, 2) == exact else "≈"
        whole = rounded(exact, 0) in {row.rate, row.rate * HUNDRED}
        yield case.finding(
            message=(
                f"{label_of(row)}的执行率填{row.fund.rate}，而全年执行数{case.money(row.executed)}÷{what}{case.money(base)}{equals}{computed}%。"
                f"{'所填数是取整后的百分比，应按两位小数填写。' if whole else _by_initial(row)}"
            ),
            quotes=[
                row.path("rate"),
                row.path("executed"),
                row.path("initial" if row.adjusted is None else "adjusted"),
            ],
            figures={"执行数": case.money(row.executed), what: case.money(base), "计算值": f"{computed}%"},
            severity=Severity.WARNING if whole else None,
            certainty=Certainty.LIKELY if row.adjusted is None else None,
        )


def _is_rate(case: Case, row: FundRow, base: Decimal, executed: Decimal) -> bool:
    """Compare the printed rate with all that the printed amounts can give, since they may be rounded themselves."""
    printed = row.rate
    if printed is None:
        return True
    above, below = _slack(case, executed), _slack(case, base)
    low = (executed - above) / (base + below) * HUNDRED
    high = (executed + above) / max(base - below, Decimal("0.01")) * HUNDRED
    readings = [printed]
    if "%" not in (row.fund.rate or "").replace("％", "%"):
        readings.append(printed * HUNDRED)
    exact = executed / base * HUNDRED
    return any(rounds_to(reading, exact) or low <= reading <= high for reading in readings)


def _slack(case: Case, value: Decimal) -> Decimal:
    """What rounding to 万元 may hide, where no other unit is printed; amounts in 元 and whole figures are exact."""
    return half_unit(places(value)) if places(value) and case.factor != 1 else ZERO


def _by_initial(row: FundRow) -> str:
    if row.adjusted is None or not row.initial or row.executed is None or row.rate is None:
        return ""
    if not rounds_to(row.rate, row.executed / row.initial * HUNDRED):
        return ""
    return f"所填数是以年初预算数{written(row.initial)}为分母算出的。"


@check(
    code="FUN-03",
    name="execution-score-wrong",
    title="预算执行得分与执行率不符",
    severity=Severity.ERROR,
    basis=(article(_10, 13), article(_10, 16)),
    judged_by="预算执行率",
    forms=("self_evaluation", "review"),
    definition="预算执行率的得分不等于所选口径按执行率算出的分数；国家办法为“执行率×分值”，不超过分值。与另一口径相符的，或只是取整所致的，只作很可能的问题；各行都按整分记的，取整只作提醒。",
    why="执行得分是纯计算项，算错会直接影响总分和等级。",
    remedy="按所选评价口径用执行率重新计算该项得分，并同步改正总分。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 90 | 分值 10 | 执行率 90% | 得分 10
        字段：未执行原因 = 尾款10万元因合同约定次年支付
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 90 | 分值 10 | 执行率 90% | 得分 9
        字段：未执行原因 = 尾款10万元因合同约定次年支付
    """,
)
def execution_score_wrong(case: Case) -> Iterator[Fault]:
    """FUN-03: the points of 预算执行率 are what the rule pack makes of the rate."""
    scored = None if case.scorecard is None else case.scorecard.execution
    row, total = case.points_fund, case.fund_table.total
    if scored is None or scored.computed is None or row is None or row.score is None or total is None:
        return
    score, low, high = row.score, scored.computed.low, scored.computed.high
    rounds = any(rounds_to(score, exact) for exact in (low, high))
    whole = rounds and not places(score) and all(abs(score - exact) > CENT for exact in (low, high))
    if low <= score <= high or (rounds and not whole):
        return
    lawful = points(low) if low == high else f"{points(low)}至{points(high)}"
    rate = case.execution_rate
    executed = "" if rate is None else f"（执行率{points(rate)}%）"
    remark = "，所填数是取整后的分数" if whole else ""
    yield case.finding(
        message=f"预算执行得分填{written(score)}分，按“{case.pack.title}”应为{lawful}分{executed}{remark}。",
        quotes=[row.path("score"), row.path("rate"), row.path("executed")],
        figures={"所填得分": written(score), "应得分": lawful},
        severity=Severity.WARNING if whole and not score_decimals(case) else None,
        certainty=Certainty.LIKELY if whole or _lawful_elsewhere(case, total, scored) else None,
        basis=scored.basis,
    )


def _lawful_elsewhere(case: Case, total: FundRow, scored: RowScore) -> bool:
    """Tell whether another rule pack gives just these points, so that the form may follow that one; one that gives none is no other."""
    rate, weight = rate_of(case.evaluation.funds, total.index, case.evaluation.amount_unit), scored.weight or ZERO
    given = [judge_execution(rate, weight, pack).interval for pack in packs]
    return any(interval.is_exact and interval.admits(scored.reported or ZERO, CENT) for interval in given)


@check(
    code="FUN-04",
    name="adjusted-budget-blank",
    title="有执行率而全年预算数空白",
    severity=Severity.ERROR,
    basis=(article(_10, 11), article(_10, "第五章")),
    definition="表中设有全年（调整）预算数一栏，该栏空白，却填了执行率。",
    why="执行率的分母是全年预算数，没有分母的执行率无从核对；预算未调整时也应照填年初数。",
    remedy="补填全年预算数；年内未调整的，填与年初预算数相同的数。",
    faulty="资金：年度资金总额 | 年初 100 | 全年 - | 执行 100 | 分值 10 | 执行率 100% | 得分 10",
    sound="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10",
)
def adjusted_budget_blank(case: Case) -> Iterator[Fault]:
    """FUN-04: a rate is printed although the cell of 全年预算数 is blank; a form without that column is not meant."""
    column = any("adjusted" in row.fund.cells for row in case.funds)
    row = case.fund_table.total
    if column and row is not None and row.fund.rate and row.fund.adjusted is None:
        initial = "" if row.initial is None else f"，年初预算数为{case.money(row.initial)}"
        yield case.finding(
            message=f"{label_of(row)}的全年预算数空白{initial}，执行率却填{row.fund.rate}。",
            quotes=[row.path("adjusted"), row.path("rate")],
            figures={"执行率": row.fund.rate},
        )


@check(
    code="FUN-05",
    name="executed-exceeds-budget",
    title="执行数大于预算数",
    severity=Severity.FATAL,
    basis=(article(_10, 11), article(_10, "第五章")),
    forms=("monitoring", "self_evaluation", "review"),
    definition="某一行的全年执行数大于全年预算数。",
    why="支出不能超过预算，出现这种情况不是预算调整漏填，就是执行数填错或超预算支出。",
    remedy="核对预算调整文件和支付数；确有追加的补填全年预算数，填错的改正执行数。",
    faulty="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 108 | 分值 10 | 执行率 108% | 得分 10",
    sound="资金：年度资金总额 | 年初 100 | 全年 108 | 执行 108 | 分值 10 | 执行率 100% | 得分 10",
)
def executed_exceeds_budget(case: Case) -> Iterator[Fault]:
    """FUN-05: no row has executed more than its budget; without 全年预算数 the 年初预算数 stands for it, with less certainty.

    A source with the very figures of the total above it is not told of again.
    """
    told: set[tuple[Decimal, Decimal]] = set()
    for row in case.funds:
        base = row.budget
        if base is None or row.executed is None or row.executed <= base + _slack(case, base):
            continue
        if case.in_two_units(row) or (base, row.executed) in told:
            continue
        told.add((base, row.executed))
        what, column = ("年初预算数", "initial") if row.adjusted is None else ("全年预算数", "adjusted")
        yield case.finding(
            message=(
                f"{label_of(row)}的全年执行数{case.money(row.executed)}大于{what}{case.money(base)}，"
                f"超出{case.money(row.executed - base)}。"
            ),
            quotes=[row.path("executed"), row.path(column)],
            figures={
                "全年执行数": case.money(row.executed),
                what: case.money(base),
                "超出": case.money(row.executed - base),
            },
            certainty=Certainty.LIKELY if row.adjusted is None else None,
        )


@check(
    code="FUN-08",
    name="rate-of-nothing",
    title="没有预算却填了执行率",
    severity=Severity.INFO,
    basis=(article(_10, 11), article(_10, "第五章")),
    forms=("monitoring", "self_evaluation", "review"),
    definition="预算数和执行数都是0的行填了0或100%之类的执行率；0除以0没有结果。",
    why="没有资金的行填执行率，汇总和比较时会被当成真实的执行情况。",
    remedy="该行执行率改填“-”，并说明未安排资金。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：财政拨款 | 年初 100 | 全年 100 | 执行 100 | 执行率 100%
        资金：其他资金 | 年初 0 | 全年 0 | 执行 0 | 执行率 100%
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：财政拨款 | 年初 100 | 全年 100 | 执行 100 | 执行率 100%
        资金：其他资金 | 年初 0 | 全年 0 | 执行 0 | 执行率 -
    """,
)
def rate_of_nothing(case: Case) -> Iterator[Fault]:
    """FUN-08: a row with no budget and no execution has no rate."""
    for row in case.funds:
        base = row.budget
        if base == 0 and row.executed == 0 and row.rate is not None:
            yield case.finding(
                message=f"{label_of(row)}的预算数和执行数都是0，执行率却填{row.fund.rate}；0除以0没有结果，应填“-”。",
                quotes=[row.path("rate")],
                figures={"执行率": row.fund.rate or ""},
            )


@check(
    code="FUN-18",
    name="source-classes-inconsistent",
    title="资金来源归类不一致",
    severity=Severity.INFO,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"),),
    definition="财政拨款不等于本级安排与上级补助之和；或主管部门的项目把全部资金填在“其他”、财政拨款为0；“其他”超过一半而没有说明来源的，只作可能的问题。",
    why="来源归类决定资金由谁负责绩效，归错类会使财政资金脱离绩效管理。",
    remedy="按预算指标的资金性质重新归类：财政安排的填财政拨款，并分列本级安排和上级补助。",
    faulty="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：财政拨款 | 年初 0 | 全年 0 | 执行 0
        资金：其他 | 年初 100 | 全年 100 | 执行 100
    """,
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：财政拨款 | 年初 100 | 全年 100 | 执行 100
        资金：其他 | 年初 0 | 全年 0 | 执行 0
    """,
)
def source_classes_inconsistent(case: Case) -> Iterator[Fault]:
    """FUN-18: 财政拨款 is 本级安排 plus 上级补助 where both are given, and not everything is 其他."""
    table = case.fund_table
    fiscal = table.fiscal
    if fiscal is None:
        return
    for column, title in COLUMNS.items():
        whole = amount(fiscal, column)
        parts = [(row, value) for row in table.parts if (value := amount(row, column)) is not None]
        roles = {table.roles[row.index] for row, _ in parts}
        found = sum((value for _, value in parts), ZERO)
        tolerance = table.tolerance(column, len(parts))
        if whole is None or roles != {Role.LOCAL, Role.SUPERIOR} or found >= whole - tolerance:
            continue
        yield case.finding(
            message=f"{title}：财政拨款{case.money(whole)}，{_PARTS_OF_FISCAL}只有{case.money(found)}，"
            f"相差{case.money(whole - found)}。",
            quotes=[fiscal.path(column), *(row.path(column) for row, _ in parts)],
            figures={
                "财政拨款": case.money(whole),
                "本级与上级合计": case.money(found),
                "差额": case.money(whole - found),
            },
            severity=Severity.WARNING,
        )
    yield from _all_other(case, fiscal)


_OTHER_TOLD = re.compile(r"其他资金|自有资金|自筹|单位资金|事业收入|经营收入|捐赠|配套|社会资金|上级|省级|中央")


def _all_other(case: Case, fiscal: FundRow) -> Iterator[Fault]:
    total, others = case.fund_table.total, case.fund_table.of(Role.OTHER)
    if total is None or not total.adjusted or not others or case.evaluation.kind != "project":
        return
    row = next((row for row in others if fiscal.adjusted == 0 and row.adjusted == total.adjusted), None)
    if row is not None:
        yield case.finding(
            message=f"全年预算数{case.money(total.adjusted)}全部填在{quoted(label_of(row))}，财政拨款为0；部门预算项目请核对资金性质。",
            quotes=[row.path("adjusted"), fiscal.path("adjusted")],
            figures={"其他": case.money(total.adjusted)},
            certainty=Certainty.POSSIBLE,
        )
        return
    most = next((row for row in others if row.adjusted and total.adjusted / 2 < row.adjusted < total.adjusted), None)
    if most is None or most.adjusted is None or not fiscal.adjusted:
        return
    if any(_OTHER_TOLD.search(text) for path, text in case.texts if not path.startswith("funds/")):
        return
    yield case.finding(
        message=(
            f"全年预算数{case.money(total.adjusted)}中{quoted(label_of(most))}有{case.money(most.adjusted)}，超过一半，"
            "表中没有说明来源。"
        ),
        quotes=[most.path("adjusted"), total.path("adjusted")],
        figures={"其他": case.money(most.adjusted), "全年预算数": case.money(total.adjusted)},
        suggestion="写明其他资金的来源（上级补助、事业收入、自筹等）；属于财政安排的，改列财政拨款。",
        certainty=Certainty.POSSIBLE,
    )


@check(
    code="FUN-19",
    name="carry-over-not-shown",
    title="上年结转资金未单独列示",
    severity=Severity.INFO,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition=(
        "表内文字说明资金含上年结转，资金表却没有结转一行，或该行空白；"
        "年初预算数带角分、全来自上级补助而年中另有追加的，像是上年结余，只作提示。"
    ),
    why="结转资金与当年预算合在一起，会使当年预算执行率失真。",
    remedy="在资金表中单列“上年结转资金”一行，填写金额和执行数。",
    faulty="结论：优。项目资金含上年结转资金20万元，已全部支出。",
    sound="""
        资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        资金：当年财政拨款 | 年初 80 | 全年 80 | 执行 80
        资金：上年结转资金 | 年初 20 | 全年 20 | 执行 20
        结论：优。项目资金含上年结转资金20万元，已全部支出。
    """,
)
def carry_over_not_shown(case: Case) -> Iterator[Fault]:
    """FUN-19: money carried over from the year before has its own row."""
    if not case.funds or any(
        value for row in case.fund_table.of(Role.CARRIED) for value in (row.initial, row.adjusted, row.executed)
    ):
        return
    for path, text in case.texts:
        found = _CARRIED.search(text)
        if found and not path.startswith("funds/"):
            yield case.finding(
                message=f"文字说明“{found.group()}”，资金表中没有列出上年结转金额。",
                quotes=[path],
                figures={"结转": found["amount"]},
            )
            return
    yield from _odd_beginning(case)


def _odd_beginning(case: Case) -> Iterator[Fault]:
    """A grant from above is set in round sums: one that begins with cents and is added to later was probably left over."""
    total, factor = case.fund_table.total, case.factor
    if total is None or factor is None or not total.initial or not total.adjusted or total.adjusted <= total.initial:
        return
    odd = total.initial * factor % 1 != 0 and total.adjusted * factor % 1 == 0
    superior = any(row.initial == total.initial for row in case.funds if row is not total and "上级" in row.label)
    if odd and superior:
        yield case.finding(
            message=(
                f"年初预算数{case.money(total.initial)}带角分，全部是上级补助，年中增加到{case.money(total.adjusted)}；"
                "年初数像是上年结余，资金表没有单列结转资金，请核对。"
            ),
            quotes=[total.path("initial"), total.path("adjusted")],
            figures={"年初预算数": case.money(total.initial)},
            certainty=Certainty.POSSIBLE,
        )
