"""MED, the insured: persons, standards and money of 城乡居民基本医保, and the rates of insurance."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO
from jixiao.audit.fund_table import Role, role
from jixiao.audit.medical import Measure, figures, measured, plain, printed_slack, region_of, tier_of
from jixiao.audit.reasons import given
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_RESIDENTS = re.compile(r"居民.{0,6}(?:医保|医疗保险|医疗保障)|城乡居民")
_OF_STATE = re.compile(r"中央")
_TEN_THOUSAND = Decimal(10_000)


def _one(case: Case, measure: Measure) -> Row | None:
    """The one row of a form that measures something; None where there is none or more than one."""
    rows = [row for row in case.rows if measured(row) is measure]
    return rows[0] if len(rows) == 1 else None


def _is_residents(case: Case) -> bool:
    """Tell whether a form is about the subsidy for 城乡居民基本医保."""
    name = case.evaluation.project_name or ""
    return bool(_RESIDENTS.search(name)) and not re.search(r"大病|长护|长期护理|能力|宣传|经办", name)


def _of_all_levels(case: Case) -> bool:
    """Tell whether the fund table shows both central and local money, so that its total is that of all levels."""
    central = any(_OF_STATE.search(row.label) and row.executed for row in case.funds)
    local = any(role(row) == Role.LOCAL and row.executed for row in case.funds)
    return central and local


@check(
    code="MED-01",
    name="insured-times-subsidy-differs-from-funds",
    title="参保人数乘补助标准与补助资金不符",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("财社〔2019〕166号", "结算"), article("财预〔2020〕10号", "第五章")),
    definition="城乡居民医保补助资金的自评表同时有参保人数、各级财政补助标准和含中央、地方的资金总额，人数×标准与资金总额相差0.5%以上。",
    why="补助资金按参保人数和人均标准拨付，三个数应能互相验证；差额可能来自人数口径、清算或补助未足额到位。",
    remedy="核对参保人数口径（年末数、核定数）和各级补助到位数，改正不符的一项，或写明预拨清算造成的差额。",
    faulty="""
        评价：transfer self_evaluation 2023 万元 转移支付区域绩效自评表
        项目名称：城乡居民基本医疗保险补助资金
        资金：年度资金总额 | 全年 63000 | 执行 63000 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：中央补助 | 全年 50400 | 执行 50400 | 执行率 100%
        资金：地方资金 | 全年 12600 | 执行 12600 | 执行率 100%
        指标：产出指标 / 数量指标 / 参保人数 | 分值 10 | 指标值 ≥99万人 | 实际值 100万人 | 得分 10
        指标：产出指标 / 数量指标 / 各级财政补助标准 | 分值 10 | 指标值 ≥640元 | 实际值 640元 | 得分 10
    """,
    sound="""
        评价：transfer self_evaluation 2023 万元 转移支付区域绩效自评表
        项目名称：城乡居民基本医疗保险补助资金
        资金：年度资金总额 | 全年 64000 | 执行 64000 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：中央补助 | 全年 51200 | 执行 51200 | 执行率 100%
        资金：地方资金 | 全年 12800 | 执行 12800 | 执行率 100%
        指标：产出指标 / 数量指标 / 参保人数 | 分值 10 | 指标值 ≥99万人 | 实际值 100万人 | 得分 10
        指标：产出指标 / 数量指标 / 各级财政补助标准 | 分值 10 | 指标值 ≥640元 | 实际值 640元 | 得分 10
    """,
)
def insured_times_subsidy_differs_from_funds(case: Case) -> Iterator[Fault]:
    """MED-01: insured persons times the subsidy of all levels is the money, as budgeted or as executed, within half a percent."""
    if not _is_residents(case) or case.factor is None:
        return
    insured, standard, total = (
        _one(case, Measure.INSURED),
        _one(case, Measure.FISCAL_STANDARD),
        case.fund_table.total,
    )
    if insured is None or standard is None or total is None or _OF_STATE.search(standard.name):
        return
    persons, per_person = plain(insured, insured.actual, "人"), plain(standard, standard.actual, "元")
    if not persons or not per_person or not _of_all_levels(case):
        return
    product = persons * per_person
    slack = product * figures().persons_times_standard.value / HUNDRED
    slack += printed_slack(insured, insured.actual) * per_person
    told = {
        column: value * case.factor
        for column, value in (("executed", total.executed), ("adjusted", total.adjusted))
        if value
    }
    if not told or any(abs(product - yuan) <= slack for yuan in told.values()):
        return
    column, yuan = next(iter(told.items()))
    difference = yuan - product
    share = rounded(abs(difference) / product * HUNDRED, 2)
    by_money = rounded(yuan / per_person / _TEN_THOUSAND, 2)
    name = {"executed": "全年执行数", "adjusted": "全年预算数"}[column]
    yield case.finding(
        message=(
            f"参保人数{insured.indicator.actual}×人均财政补助{written(per_person)}元＝{_ten_thousands(product)}，"
            f"资金表{name}{case.money(yuan / case.factor)}，{'多' if difference > 0 else '少'}{_ten_thousands(abs(difference))}"
            f"（{written(share)}%）；按资金反推为{written(by_money)}万人。"
        ),
        quotes=[insured.path("actual"), standard.path("actual"), total.path(column)],
        figures={
            "参保人数": insured.indicator.actual or "",
            "补助标准": f"{written(per_person)}元",
            "乘积": _ten_thousands(product),
            name: case.money(yuan / case.factor),
            "相差": f"{written(share)}%",
        },
    )


def _ten_thousands(yuan: Decimal) -> str:
    return f"{written(rounded(yuan / _TEN_THOUSAND, 2))}万元"


@check(
    code="MED-02",
    name="central-share-off-tier",
    title="中央补助占比与分担档次不符",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(article("国办发〔2018〕67号", "全文"),),
    definition="城乡居民医保补助资金中中央补助所占比例，高于本地区应有的分担档次（按当地标准折算）5个百分点以上，或低于折算数5个百分点以上；看不出地区的，与各档都不相近才提示。",
    why="中央与地方按档次分担，占比不符说明地方补助没有足额到位、把往年清算资金记入，或资金行填错。",
    remedy="按预算文件逐级核对中央、省、市、县补助数；含往年清算资金的注明。",
    faulty="""
        评价：transfer self_evaluation 2023 万元 转移支付区域绩效自评表
        项目名称：城乡居民基本医疗保险补助资金
        字段：省级主管部门 = 四川省医疗保障局
        资金：年度资金总额 | 全年 64000 | 执行 64000 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：中央补助 | 全年 60000 | 执行 60000 | 执行率 100%
        资金：地方资金 | 全年 4000 | 执行 4000 | 执行率 100%
    """,
    sound="""
        评价：transfer self_evaluation 2023 万元 转移支付区域绩效自评表
        项目名称：城乡居民基本医疗保险补助资金
        字段：省级主管部门 = 四川省医疗保障局
        资金：年度资金总额 | 全年 64000 | 执行 64000 | 分值 10 | 执行率 100% | 得分 10
        资金：其中：中央补助 | 全年 51400 | 执行 51400 | 执行率 100%
        资金：地方资金 | 全年 12600 | 执行 12600 | 执行率 100%
    """,
)
def central_share_off_tier(case: Case) -> Iterator[Fault]:
    """MED-02: the central share of the subsidy is near the tier of the region, reckoned down where the local standard is higher."""
    if not _is_residents(case) or not _of_all_levels(case):
        return
    total, central = case.fund_table.total, [row for row in case.funds if _OF_STATE.search(row.label)]
    if total is None or len(central) != 1:
        return
    whole, part = total.budget, central[0].budget
    if not whole or not part:
        return
    share = part / whole * HUNDRED
    region = region_of(case.joined_texts)
    tier = None if region is None else tier_of(region)
    reckoned = _reckoning_down(case)
    expected = [Decimal(tier)] if tier is not None else [Decimal(each) for each in figures().tiers.by_share]
    if any(each * reckoned - 5 <= share <= each + 5 for each in expected):
        return
    against = f"{region}应为{tier}%" if tier is not None else "各档分别为80%、60%、50%、30%、10%"
    yield case.finding(
        message=(
            f"中央补助{case.money(part)}÷资金总额{case.money(whole)}＝{written(rounded(share, 2))}%，"
            f"中央分担比例{against}{figures().tiers.caution}，请核对各级补助数。"
        ),
        quotes=[central[0].path("adjusted"), total.path("adjusted")],
        figures={"中央占比": f"{written(rounded(share, 2))}%", "分担档次": against},
    )


def _reckoning_down(case: Case) -> Decimal:
    """By what the central share shrinks where the place pays more per person than the country asks; 0 where that is not known."""
    row, year = _one(case, Measure.FISCAL_STANDARD), case.evaluation.year
    national = None if year is None else figures().subsidies.by_year.get(year)
    local = None if row is None else plain(row, row.actual, "元")
    if national is None or not local:
        return ZERO
    return min(national.fiscal / local, Decimal(1))


@check(
    code="MED-03",
    name="standard-below-that-of-year",
    title="补助、缴费标准或保障目标低于国家要求",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("城乡居民医保年度工作通知", "全文"),),
    forms=ANY_FORM,
    definition=(
        "城乡居民医保人均财政补助标准低于本年度国家最低标准；个人缴费标准低于上年和本年通知中较低的一个（上年秋季缴本年参保费）；"
        "困难群众参保率、重点救助对象住院救助比例、政策范围内住院报销比例的目标低于国家通行要求（99%、70%、70%）的，只作提示。"
    ),
    why="标准低于国家要求，要么数抄成了往年的，要么补助没有补足，参保人待遇和基金都受影响。",
    remedy="对照当年国家和省级筹资文件改正标准；按规定对特殊人群减收的，注明人群。",
    faulty="指标：产出指标 / 数量指标 / 居民医保财政补助标准 | 分值 20 | 指标值 ≥610元/人 | 实际值 610元/人 | 得分 20",
    sound="指标：产出指标 / 数量指标 / 居民医保财政补助标准 | 分值 20 | 指标值 ≥640元/人 | 实际值 640元/人 | 得分 20",
)
def standard_below_that_of_year(case: Case) -> Iterator[Fault]:
    """MED-03: subsidy and own payment are not below the least of the year, targets of cover not below what the country asks."""
    yield from _targets_below_floors(case)
    year = case.evaluation.year
    if year is None:
        return
    table = figures().subsidies
    own_years = [table.by_year[each] for each in (year - 1, year) if each in table.by_year]
    for row in case.rows:
        measure = measured(row)
        if measure is Measure.FISCAL_STANDARD and year in table.by_year and _all_levels(row):
            least, what, when = table.by_year[year].fiscal, "人均财政补助", f"{year}年"
        elif measure is Measure.OWN_PAYMENT and own_years:
            least, what, when = min(each.own for each in own_years), "个人缴费", f"{year}年参保期"
        else:
            continue
        for field, value in (("actual", row.actual), ("target", row.target)):
            told = plain(row, value, "元", bound=True)
            if told is None or not ZERO < told < least:
                continue
            title = "实际完成值" if field == "actual" else "年度指标值"
            yield case.finding(
                message=(
                    f"{quoted(row.name)}{title}{quoted(getattr(row.indicator, field))}，"
                    f"低于{when}国家规定的{what}标准{written(least)}元{table.caution}。"
                ),
                quotes=[row.path(field)],
                figures={title: f"{written(told)}元", f"{when}标准": f"{written(least)}元"},
            )
            break


_FLOORED = (
    (
        "poor_insured",
        "困难群众参保率",
        re.compile(r"(?:符合)?(?:低收入|困难|资助|救助对象|脱贫|低保|特困)[^，。；;,]{0,16}参保(?:覆盖)?率"),
    ),
    (
        "aid_ratio",
        "重点救助对象住院救助比例",
        re.compile(r"(?:重点救助对象|救助对象)[^，。；;,]{0,24}住院(?:医疗费用)?救助比例"),
    ),
    ("inpatient_ratio", "政策范围内住院报销比例", re.compile(r"政策范围内住院[^，。；;,]{0,12}(?:报销|支付)比例")),
)
_ANY_FLOORED = re.compile(r"参保(?:覆盖)?率|住院[^，。；;,]{0,12}(?:救助|报销|支付)比例")
_AT_LEAST = re.compile(r"^(?:稳定在|保持在|不低于|达到|达|≥|>=|在)?(?P<rate>\d{1,3}(?:\.\d+)?)%")


def _targets_below_floors(case: Case) -> Iterator[Fault]:
    """Targets of rows and of the overall goal that ask for less than the country does."""
    if not _ANY_FLOORED.search(case.joined_texts):
        return
    floors = figures().floors
    asked = [
        (row.path("target"), row.name, rate)
        for row in case.rows
        if _ANY_FLOORED.search(row.name) and (rate := plain(row, row.target, "%", bound=True)) is not None
    ]
    told = [
        (path, text[found.start() : found.end()], Decimal(stated["rate"]))
        for path, text in case.prose.goals
        if "%" in text
        for _, _, words in _FLOORED
        for found in words.finditer(text)
        if (stated := _AT_LEAST.match(text[found.end() :]))
    ]
    for path, name, rate in (*asked, *told):
        for field, what, words in _FLOORED:
            floor: Decimal = getattr(floors, field)
            if words.search(name) and 0 < rate < floor:
                yield case.finding(
                    message=(
                        f"{quoted(name)}的目标为{written(rate)}%，低于{what}{written(floor)}%的通行要求{floors.caution}，"
                        f"请核实目标是否偏低。"
                    ),
                    quotes=[path],
                    figures={"目标": f"{written(rate)}%", "通行要求": f"{written(floor)}%"},
                    severity=Severity.INFO,
                )


def _all_levels(row: Row) -> bool:
    """Tell whether a standard is that of all levels together rather than the share of one."""
    return not re.search(r"中央|省级|省财政|市级|市财政|县级|区级|本级|地方", row.name)


@check(
    code="MED-04",
    name="rates-imply-another-population",
    title="户籍、常住两个参保率隐含的人口比存疑",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(article("财预〔2021〕101号", "取值"),),
    definition=(
        "同一张表有户籍口径和常住口径两个参保率：两者之比就是常住人口与户籍人口之比。实际完成值隐含的人口比与指标值隐含的相差10%以上，"
        "或不在0.5至4之间时提示。"
    ),
    why="同一地区同一年只有一个人口比，两个参保率对不上，说明分子或分母口径不一致，或指标值没有按当地人口测算。",
    remedy="写明参保人数、户籍人口和常住人口及其来源，按同一分子重新计算两个参保率；指标值按当地人口比测算。",
    faulty="""
        指标：产出指标 / 质量指标 / 以户籍人口为基数的参保率 | 分值 5 | 指标值 ≥90% | 实际值 91% | 得分 5
        指标：产出指标 / 质量指标 / 以常住人口为基数的参保率 | 分值 5 | 指标值 ≥80% | 实际值 99% | 得分 5
    """,
    sound="""
        指标：产出指标 / 质量指标 / 以户籍人口为基数的参保率 | 分值 5 | 指标值 ≥90% | 实际值 91% | 得分 5
        指标：产出指标 / 质量指标 / 以常住人口为基数的参保率 | 分值 5 | 指标值 ≥95% | 实际值 96% | 得分 5
    """,
)
def rates_imply_another_population(case: Case) -> Iterator[Fault]:
    """MED-04: two rates of insurance of one place imply one ratio of populations, and a possible one."""
    registered, resident = _one(case, Measure.RATE_REGISTERED), _one(case, Measure.RATE_RESIDENT)
    if registered is None or resident is None:
        return
    rates = plain(registered, registered.actual, "%"), plain(resident, resident.actual, "%")
    if not rates[0] or not rates[1]:
        return
    implied = rates[0] / rates[1]
    goals = plain(registered, registered.target, "%", bound=True), plain(resident, resident.target, "%", bound=True)
    planned = goals[0] / goals[1] if goals[0] and goals[1] else None
    possible = Decimal("0.5") <= implied <= 4
    if possible and (planned is None or abs(implied - planned) <= planned / 10):
        return
    against = (
        f"指标值隐含的却是{written(goals[0] or ZERO)}÷{written(goals[1] or ZERO)}＝{written(rounded(planned, 3))}"
        if planned is not None and possible
        else "不合常情"
    )
    yield case.finding(
        message=(
            f"户籍口径参保率{registered.indicator.actual}、常住口径{resident.indicator.actual}，隐含常住人口为户籍人口的"
            f"{written(rounded(implied, 3))}倍，{against}；请写明参保人数和两个人口数以便核对。"
        ),
        quotes=[row.path(field) for row in (registered, resident) for field in ("actual", "target")],
        figures={"完成值隐含人口比": written(rounded(implied, 3))},
    )


_EXPLAINED = re.compile(r"分母|基数|口径|常住|流[入动]|外来|跨年|清算|激励|结余留用|超支分担|含(?:上年|往年|历年)")
_RATE_OVER = re.compile(
    r"(?P<name>[一-鿿]{0,10}(?:参保率|征缴率|结算率|报销比例|支付比例|救助比例|补偿比))(?:为|达到|达|约|已达)?(?P<rate>\d{3}(?:\.\d+)?)%"
)
_OVER = re.compile(r"参保(?:覆盖)?率|征缴(?:完成)?率|结算率|报销比例|支付比例|救助比例|补偿比")


@check(
    code="MED-05",
    name="rate-above-hundred-unexplained",
    title="医保比率超过100%没有解释",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article("财预〔2021〕101号", "取值"), article("财预〔2020〕10号", "第五章")),
    definition="参保率、征缴率、结算率、报销、支付和救助比例等大于100%，本行原因栏或同一段文字没有说明分子分母口径。",
    why="比率超过100%只可能是分子分母口径不同，不说明口径，读者只会认为数据有误。",
    remedy="写明分子、分母及其来源（如参保人数含外来人口、分母为常住人口）；算错的改正。",
    faulty="指标：产出指标 / 质量指标 / 基本医疗保险参保率 | 分值 10 | 指标值 ≥95% | 实际值 108% | 得分 10",
    sound="""
        指标：产出指标 / 质量指标 / 基本医疗保险参保率 | 分值 10 | 指标值 ≥95% | 实际值 108% | 得分 10 | 原因 分母为户籍人口
    """,
)
def rate_above_hundred_unexplained(case: SubmissionCase) -> Iterator[Fault]:
    """MED-05: no rate of insurance or payment is above 100 percent unless the base is explained."""
    for form in case.cases:
        for row in form.rows:
            if not _OVER.search(row.name) or _EXPLAINED.search(given(row)):
                continue
            rate = plain(row, row.actual, "%")
            if rate is not None and rate > HUNDRED:
                yield form.finding(
                    message=(
                        f"{quoted(row.name)}实际完成值{quoted(row.indicator.actual)}，超过100%，没有说明分子、分母的口径。"
                    ),
                    quotes=[row.path("actual")],
                    figures={"实际完成值": row.indicator.actual or ""},
                )
    for passage in case.narrative.text:
        for found in _RATE_OVER.finditer(passage.text) if "%" in passage.text else ():
            sentence = passage.text[max(passage.text.rfind("。", 0, found.start()), 0) : found.end() + 60]
            if Decimal(found["rate"]) > HUNDRED and not _EXPLAINED.search(sentence):
                yield case.finding(
                    message=f"报告正文写“{found.group()}”，超过100%，没有说明分子、分母的口径。",
                    quotes=[Quote(text=found.group(), place=passage.place)],
                    figures={"正文": found.group()},
                )
