"""FUN, amounts told elsewhere: whether notes, cost indicators and the narrative agree with the 资金 table."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, Amount, amounts_in, money, rounds_to
from jixiao.audit.fund_table import COLUMNS, amount
from jixiao.audit.lawful import points
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.places import Place
from jixiao.scoring import written
from jixiao.scoring.unit_slips import SLIP, slipped
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses, sentences

_10 = "财预〔2020〕10号"
_FUND_COLUMNS = (
    ("adjusted", re.compile(r"(?:全年|调整后?的?)预算数?(?:总额)?[为是共计:：]*$")),
    ("initial", re.compile(r"年初预算数?(?:总额)?[为是共计:：]*$")),
    ("executed", re.compile(r"(?:全年|实际|预算)?执行数(?:总额)?[为是共计:：]*$")),
)
_PAID = re.compile(r"(?P<year>20\d\d)年(?:(?!20\d\d年)[^。；;]){0,20}?(?:支付|支出|拨付|付款)[^。；;，,\d]{0,6}$")
_EXPLAINING = re.compile(
    r"^(?:indicators/\d+/(?:note|remark)|conclusion|remark|fields/|goals/\d+/actual|fund_management/)"
)
_PER_UNIT = re.compile(r"每|单[笔次人件份家场卷]|人均|单价|单位成本|标准|次均|均次|户均|平均|定额|限额")
_WHOLE = re.compile(
    r"资金使用|使用资金|经费使用|资金支出|经费支出|项目(?:总?成本|总?支出|总?费用|资金)|总成本|总费用|总支出|总金额|预算范围"
)
_PART = re.compile(r"公用|人员|三公|基本支出|运转|办公|会议|培训|差旅|接待|公务")
"""Kinds of expenditure that are a part of all money, also where 经费支出 follows."""
_STANDARD = re.compile(
    r"(?P<persons>\d+)[人名][^。；;\d]{0,25}?每(?:人每?(?P<period>[年月])?|(?P<before>[年月])每人)(?P<standard>\d[\d,.]*(?:万)?元)"
)


def _total(case: Case, column: str) -> Amount | None:
    """One amount of the total row in yuan, with what rounding in the form's unit may hide; None where the unit is not known."""
    row = case.fund_table.total
    value, factor = None if row is None else amount(row, column), case.factor
    if value is None or factor is None:
        return None
    return Amount(
        yuan=value * factor,
        tolerance=case.fund_table.tolerance(column, 1) * factor,
        text=f"{case.money(value)}",
    )


def _beside(printed: Amount, told: Amount) -> str:
    """Write an amount of the fund table beside one told in 万元, so that both can be compared at a glance."""
    both = "万" in told.text and "万" not in printed.text
    return f"{printed.text}（{written(printed.yuan / SLIP)}万元）" if both and printed.yuan else printed.text


def _same(one: Amount, other: Amount | None) -> bool:
    return other is not None and one.near(other.yuan, other.tolerance)


def _known_amounts(case: Case) -> list[Amount]:
    """Every amount of the fund table, in yuan."""
    factor = case.factor
    if factor is None:
        return []
    return [
        Amount(yuan=value * factor, tolerance=case.fund_table.tolerance(column, 1) * factor, text="")
        for row in case.funds
        for column in COLUMNS
        if (value := amount(row, column)) is not None
    ]


@check(
    code="FUN-09",
    name="note-contradicts-funds",
    title="文字说明的金额与资金表不符",
    severity=Severity.FATAL,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"),),
    definition="备注、偏差原因、结论或报告正文写明的预算数、执行数或本年度支付数，与资金表同一项金额不一致；所写的预算执行率与资金表不一致的，为错误。",
    why="同一笔钱前后两个数，至少有一个不真实；把上年已付的钱算进本年执行数，会虚增执行率。",
    remedy="以国库支付凭证为准核定本年度执行数，统一改正资金表和文字说明。",
    faulty="结论：优。项目分两年付款，2022年已支付40万元，2023年支付60万元。",
    sound="结论：优。项目分两年付款，2022年已支付40万元，2023年支付100万元。",
)
def note_contradicts_funds(case: Case) -> Iterator[Fault]:
    """FUN-09: amounts that the texts name as budget, execution or payments of the year are those of the fund table."""
    for path, text in case.texts:
        if _EXPLAINING.match(path) and "元" in text:
            yield from _named_amounts(case, path, text)
            yield from _payments_by_year(case, path, text)
        if _EXPLAINING.match(path) and "执行率" in text:
            yield from _rate_told(case, path, text)
    yield from _told_in_report(case)


def _named_amounts(case: Case, path: str, text: str) -> Iterator[Fault]:
    for told in amounts_in(text):
        column = next((name for name, words in _FUND_COLUMNS if words.search(text, 0, told.start)), None)
        printed = None if column is None else _total(case, column)
        if (
            column is None
            or printed is None
            or any(told.near(known.yuan, known.tolerance) for known in _known_amounts(case))
        ):
            continue
        yield case.finding(
            message=f"文字说明的{COLUMNS[column]}为{told.text}，资金表中为{_beside(printed, told)}。",
            quotes=[path, *([case.fund_table.total.path(column)] if case.fund_table.total else [])],
            figures={"文字说明": told.text, "资金表": printed.text},
        )


_RATE_TOLD = re.compile(
    r"(?:^|[，,。；;：:\s]|项目|全年|年度|总体|整体|资金)(?:预算|资金)执行率(?:约?为|达到?|是|[：:])?\s*(?P<rate>\d+(?:\.\d+)?)%"
)
_SHARE_OF = re.compile(r"其中|中央|省|市级|县级|区级|地方|上年|去年|截至|月|季度|批|一期|二期|目标|[≥>]")


def _rate_told(case: Case, path: str, text: str) -> Iterator[Fault]:
    """A rate of execution told in words that is neither the printed one of any fund row nor the one worked out."""
    total, worked_out = case.fund_table.total, case.execution_rate
    if total is None or worked_out is None:
        return
    known = [worked_out, *(row.rate for row in case.funds if row.rate is not None)]
    for sentence in sentences(key(text)):
        told = _RATE_TOLD.search(sentence.text)
        years = set(_ANY_YEAR.findall(sentence.text))
        if told is None or _SHARE_OF.search(sentence.text) or years - {str(case.evaluation.year)}:
            continue
        rate = Decimal(told["rate"])
        if not any(rounds_to(rate, each) for each in known):
            shown = written(round(worked_out, 2))
            yield case.finding(
                message=f"文字说明的预算执行率为{told['rate']}%，资金表中为{shown}%。",
                quotes=[path, total.path("rate")],
                figures={"文字说明": f"{told['rate']}%", "资金表": f"{shown}%"},
                severity=Severity.ERROR,
            )


_ANY_YEAR = re.compile(r"20\d\d")


def _payments_by_year(case: Case, path: str, text: str) -> Iterator[Fault]:
    executed, total, year = _total(case, "executed"), case.fund_table.total, case.evaluation.year
    if executed is None or total is None or year is None:
        return
    paid: dict[int, list[Amount]] = {}
    for told in amounts_in(text):
        found = _PAID.search(text, 0, told.start)
        if found:
            paid.setdefault(int(found["year"]), []).append(told)
    if year not in paid:
        return
    own = sum((told.yuan for told in paid[year]), ZERO)
    slack = sum((told.tolerance for told in paid[year]), executed.tolerance)
    # Less than the execution may be one payment of several, unless the text splits the money between this year and others.
    if abs(own - executed.yuan) <= slack or (own < executed.yuan and len(paid) == 1):
        return
    others = "，".join(
        f"{other}年支付{'、'.join(told.text for told in found)}" for other, found in paid.items() if other != year
    )
    this = "、".join(told.text for told in paid[year])
    before = sum((told.yuan for other, found in paid.items() if other < year for told in found), ZERO)
    counted = (
        "，多出的恰为以前年度已支付的数，不应计入本年执行"
        if before and abs(executed.yuan - own - before) <= slack
        else ""
    )
    yield case.finding(
        message=(
            f"文字说明{year}年支付{this}{f'（{others}）' if others else ''}，"
            f"资金表的全年执行数却是{_beside(executed, paid[year][0])}{counted}。"
        ),
        quotes=[path, total.path("executed")],
        figures={f"{year}年支付": this, "全年执行数": executed.text},
    )


def _told_in_report(case: Case) -> Iterator[Fault]:
    """The report may tell budget and execution project by project (facts whose subject is this project)."""
    columns = {"全年预算数": "adjusted", "年初预算数": "initial", "执行数": "executed", "全年执行数": "executed"}
    total = case.fund_table.total
    name = _project_key(case.evaluation.project_name)
    for fact in case.narrative.facts:
        column = columns.get(fact.field)
        if column is None or total is None or not name or _project_key(fact.subject) != name:
            continue
        column = "initial" if column == "adjusted" and total.adjusted is None else column
        printed, yuan = _total(case, column), targets.amount(fact.value, fact.unit)
        if printed is None or yuan is None or abs(yuan - printed.yuan) <= printed.tolerance:
            continue
        told = f"{fact.value}{fact.unit or ''}"
        fault = case.finding(
            message=f"报告正文写本项目{fact.field}{told}，自评表中为{printed.text}。",
            quotes=[total.path(column)],
            figures={"报告正文": told, "自评表": printed.text},
        )
        yield _with_place(fault, told, fact.place)


def _with_place(fault: Fault, text: str, place: Place) -> Fault:
    return msgspec.structs.replace(fault, quotes=(*fault.quotes, Quote(text=text, place=place)))


def _project_key(name: str | None) -> str:
    """A project's name for comparing: without brackets, blanks and the words that come and go (项目, 经费, 费)."""
    return re.sub(r"[\s“”\"（）()]|项目|经费|费用?|支出|资金", "", name or "")


def _is_cost(row: Row) -> bool:
    return first_level(row) is First.COST or second_level(row) is Second.COST


def whole_costs(case: Case) -> list[tuple[Row, Amount]]:
    """The cost rows whose actual is an amount of the whole project, not per person, month or case."""
    return [
        (row, told)
        for row in case.rows
        if _is_cost(row) and not _PER_UNIT.search(row.name) and (told := money(row.actual)) is not None
    ]


@check(
    code="FUN-10",
    name="cost-contradicts-funds",
    title="成本指标完成值与资金表不符",
    severity=Severity.FATAL,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"), article("财预〔2021〕101号", "取值")),
    definition=(
        "成本指标的实际完成值大于全年执行数；或名称表明是整个项目资金的成本指标，其完成值与全年执行数不等；"
        "或项目成本控制率填100%左右，按资金表和成本指标都算不出这个数。"
    ),
    why="项目的成本就是实际花掉的钱，成本指标与资金表不一致，成本得分就没有依据。",
    remedy="按全年执行数改正成本指标完成值；如口径不同，在备注写明口径。",
    faulty="指标：产出指标 / 成本指标 / 项目资金使用 | 分值 10 | 指标值 ≤100万元 | 实际值 90.5万元 | 得分 10",
    sound="指标：产出指标 / 成本指标 / 项目资金使用 | 分值 10 | 指标值 ≤100万元 | 实际值 100万元 | 得分 10",
)
def cost_contradicts_funds(case: Case) -> Iterator[Fault]:
    """FUN-10: what a cost indicator says was spent is not more than the execution, and the same where it means all money."""
    yield from _control_rates(case)
    executed, total, factor = _total(case, "executed"), case.fund_table.total, case.factor
    costs = whole_costs(case)
    if executed is None or total is None or factor is None:
        return
    for row, told in costs:
        whole = bool(_WHOLE.search(row.name)) and not _PART.search(row.name)
        if told.near(executed.yuan, executed.tolerance) or slipped(told.yuan, executed.yuan):
            continue
        if any(told.near(value * factor) for fund in case.funds if (value := fund.executed)):
            continue
        if told.yuan < executed.yuan and not (whole and len(costs) == 1):
            continue
        relation = "大于" if told.yuan > executed.yuan else "小于"
        yield case.finding(
            message=(
                f"成本指标{quoted(row.name)}完成值{told.text}，{relation}资金表的全年执行数{_beside(executed, told)}"
                f"{_other_column(case, told)}。"
            ),
            quotes=[row.path("actual"), total.path("executed")],
            figures={"成本指标": told.text, "全年执行数": executed.text},
            certainty=Certainty.CERTAIN if whole else None,
        )


_CONTROL_RATE = re.compile(r"成本控制率")
_RATE_SLACK = Decimal(5)
"""Percentage points: what may lie between a control rate and the execution because costs are reckoned otherwise."""


def _control_rates(case: Case) -> Iterator[Fault]:
    """成本控制率 is cost against planned cost: with little executed it cannot be full, unless a cost row of the form gives that rate."""
    total, rate = case.fund_table.total, case.execution_rate
    if total is None or rate is None or case.executed is None or case.in_two_units(total):
        return
    rows = [row for row in case.rows if _CONTROL_RATE.search(row.name)]
    if not rows:
        return
    ratios = [rate]
    if total.initial:
        ratios.append(case.executed / total.initial * HUNDRED)
    for row, spent in whole_costs(case):
        ceiling = money(row.target)
        if ceiling is not None and ceiling.yuan:
            ratios.append(spent.yuan / ceiling.yuan * HUNDRED)
    for row in rows:
        value = row.actual
        exact = isinstance(value, targets.Quantity) and value.unit.name == "%" and value.operator in _EXACT
        if not exact or not isinstance(value, targets.Quantity):
            continue
        if row.reason or any(abs(value.number - ratio) <= _RATE_SLACK for ratio in ratios):
            continue
        yield case.finding(
            message=(
                f"{quoted(row.name)}填{quoted(row.indicator.actual)}，全年执行数÷全年预算数＝{points(rate)}%，"
                f"表内金额算不出这个控制率，又没有说明口径。"
            ),
            quotes=[row.path("actual"), total.path("executed")],
            figures={"成本控制率": row.indicator.actual or "", "执行率": f"{points(rate)}%"},
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )


_EXACT = {targets.Operator.BARE, targets.Operator.EQ}


def _other_column(case: Case, told: Amount) -> str:
    for column in ("initial", "adjusted"):
        other = _total(case, column)
        if other is not None and _same(told, other):
            return f"，与{COLUMNS[column]}{other.text}相同"
    return ""


@check(
    code="FUN-11",
    name="cost-target-above-budget",
    title="成本指标值高于项目预算",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), article("财预〔2021〕101号", "取值")),
    forms=ANY_FORM,
    definition="成本指标规定的支出上限比项目的年初预算数和全年预算数都大。",
    why="上限高于预算的成本指标永远不会突破，起不到控制成本的作用，等于白送分。",
    remedy="把成本指标值改为不高于批复预算，预算调整的同步调整。",
    faulty="指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤120万元 | 实际值 98万元 | 得分 10",
    sound="指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤100万元 | 实际值 98万元 | 得分 10",
)
def cost_target_above_budget(case: Case) -> Iterator[Fault]:
    """FUN-11: the ceiling of a cost indicator is not above every budget of the project."""
    budgets = [printed for column in ("initial", "adjusted") if (printed := _total(case, column)) is not None]
    if not budgets or not any(printed.yuan for printed in budgets):
        return
    highest = max(budgets, key=lambda printed: printed.yuan)
    for row, ceiling in _ceilings(case):
        if ceiling.yuan <= highest.yuan + highest.tolerance + ceiling.tolerance or slipped(ceiling.yuan, highest.yuan):
            continue
        drawn_up = _drawn_up_by(case, ceiling)
        basis = f"；文字却写{quoted(drawn_up[1])}，与预算数对不上" if drawn_up else ""
        yield case.finding(
            message=f"成本指标{quoted(row.name)}的指标值{ceiling.text}，高于项目预算{_beside(highest, ceiling)}{basis}。",
            quotes=[row.path("target"), *_budget_paths(case), *([drawn_up[0]] if drawn_up else [])],
            figures={"指标值": ceiling.text, "项目预算": highest.text},
        )


_DRAWN_UP = re.compile(r"(?:编制|测算|申报)(?:年初|项目|年度)*预算|预算[^，,。；;]{0,6}(?:编制|测算|申报)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:[十百千]?万|亿)?元")


def _drawn_up_by(case: Case, ceiling: Amount) -> tuple[str, str] | None:
    """Where the form says that its budget was drawn up by the amount of a ceiling: the path, and the clause."""
    for path, text in case.texts:
        if "预算" not in text or not _EXPLAINING.match(path):
            continue
        for clause in clauses(text):
            found = _AMOUNT.search(clause.text) if _DRAWN_UP.search(clause.text) else None
            if found is not None and targets.amount(found.group().replace(" ", ""), None) == ceiling.yuan:
                return path, clause.text.strip()
    return None


def _ceilings(case: Case) -> Iterator[tuple[Row, Amount]]:
    """The cost rows whose target is an upper limit in money for the whole project."""
    at_most = {targets.Operator.LE, targets.Operator.LT, targets.Operator.EQ, targets.Operator.BARE}
    for row in case.rows:
        if not _is_cost(row) or _PER_UNIT.search(row.name):
            continue
        ceiling = money(row.target)
        if ceiling is not None and isinstance(row.target, targets.Quantity) and row.target.operator in at_most:
            yield row, ceiling


def _budget_paths(case: Case) -> list[str]:
    total = case.fund_table.total
    return (
        []
        if total is None
        else [total.path(column) for column in ("initial", "adjusted") if amount(total, column) is not None]
    )


@check(
    code="FUN-12",
    name="cost-target-not-adjusted",
    title="成本指标值未随预算调整",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), article("财预〔2021〕101号", "取值")),
    forms=("monitoring", "self_evaluation", "review"),
    definition="预算年内有调整，成本指标值仍等于年初预算数，与调整后的全年预算数不同。",
    why="预算调减而成本上限不变，指标失去约束；预算调增而上限不变，会显得超支。",
    remedy="预算调整时同步调整成本指标值并报批；未调整的在备注说明。",
    faulty="""
        资金：年度资金总额 | 年初 110 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤110万元 | 实际值 98万元 | 得分 10
    """,
    sound="""
        资金：年度资金总额 | 年初 110 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10
        指标：产出指标 / 成本指标 / 宣传费用 | 分值 10 | 指标值 ≤100万元 | 实际值 98万元 | 得分 10
    """,
)
def cost_target_not_adjusted(case: Case) -> Iterator[Fault]:
    """FUN-12: after an adjustment the ceiling of a cost indicator is no longer the budget of the year's beginning."""
    initial, adjusted = _total(case, "initial"), _total(case, "adjusted")
    if initial is None or adjusted is None or not initial.yuan or initial.near(adjusted.yuan, adjusted.tolerance):
        return
    for row, ceiling in _ceilings(case):
        if _same(ceiling, initial) and not _same(ceiling, adjusted):
            yield case.finding(
                message=(
                    f"成本指标{quoted(row.name)}的指标值{ceiling.text}仍是年初预算数{_beside(initial, ceiling)}，"
                    f"预算已调整为{_beside(adjusted, ceiling)}。"
                ),
                quotes=[row.path("target"), *_budget_paths(case)],
                figures={"指标值": ceiling.text, "年初预算数": initial.text, "全年预算数": adjusted.text},
            )


@check(
    code="FUN-15",
    name="persons-times-standard-differs",
    title="人数乘标准与资金不符",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, "第五章"), article("财预〔2021〕101号", "取值")),
    definition="文字说明写了人数和每人标准，两者相乘（按月的乘以12）与资金表和成本指标的任何金额都相差0.5%以上。",
    why="人数、标准、金额三者应能互相验证，对不上说明人数、标准或支付数有误。",
    remedy="核对发放花名册、补助标准和支付凭证，改正不符的一项，或说明差额原因。",
    faulty="目标：预期 落实补助待遇 | 实际 本年对30人按照每人每年1.2万元标准拨付补助",
    sound="""
        目标：预期 落实补助待遇 | 实际 本年对30人按照每人每年1.2万元标准拨付补助
        资金：年度资金总额 | 年初 36 | 全年 36 | 执行 36 | 分值 10 | 执行率 100% | 得分 10
    """,
)
def persons_times_standard_differs(case: Case) -> Iterator[Fault]:
    """FUN-15: persons times standard gives an amount of the form, where a text states both side by side."""
    known = [each.yuan for each in _known_amounts(case)] + [told.yuan for _, told in whole_costs(case)]
    if not any(known):
        return
    for path, text in case.texts:
        for found in _STANDARD.finditer(text) if _EXPLAINING.match(path) else ():
            standard = targets.amount(found["standard"], None)
            if standard is None:
                continue
            monthly = "月" in (found["period"] or "", found["before"] or "")
            product = int(found["persons"]) * standard
            told = [each.yuan for each in amounts_in(text)]
            if any(_close(product * times, value) for times in (1, 12) for value in (*known, *told)):
                continue
            computed = written(product * (12 if monthly else 1))
            months = "×12个月" if monthly else ""
            yield case.finding(
                message=(
                    f"文字说明{found['persons']}人、每人{found['standard']}，{found['persons']}×{written(standard)}元{months}＝{computed}元，"
                    f"与资金表和成本指标的金额都对不上。"
                ),
                quotes=[path, *([case.fund_table.total.path("executed")] if case.fund_table.total else [])],
                figures={"人数": found["persons"], "标准": found["standard"], "乘积": computed},
            )


def _close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= max(one, other) * Decimal("0.005")
