"""FUN-16 and MED-13: persons of one row times a standard stated elsewhere in the form, against the money."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, amounts_in
from jixiao.audit.medical import Measure, figures, measured, plain, printed_slack
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_TRUE = (article("财预〔2020〕10号", "第五章"), article("财预〔2021〕101号", "取值"))
_STANDARD_NAME = re.compile(
    r"^(?P<stem>.*?)(?:人均|每人)?(?:实际)?(?:补助|补贴|资助|救助|发放|奖励|报销|慰问|支付)?标准$"
)
_PERSONS_NAME = re.compile(r"^(?P<stem>.*?)(?:补助|补贴|资助|救助|发放|享受|保障)?(?:人员|对象|参保)?(?:人数|数量|数)$")
_NUMBERING = re.compile(r"^(?:指标\d+[:：]?|[★*\d.、\s]+)|[(（][^()（）]{1,6}[)）]|[\s“”\"]")


class _Product(msgspec.Struct, frozen=True, kw_only=True):
    """Persons × standard × periods in yuan, with what rounding may hide."""

    yuan: Decimal
    slack: Decimal

    def near(self, other: Decimal) -> bool:
        return abs(self.yuan - other) <= self.slack


def _product(persons: Row, count: Decimal, standard: Decimal, times: int) -> _Product:
    yuan = count * standard * times
    slack = yuan * figures().persons_times_standard.value / HUNDRED
    return _Product(yuan=yuan, slack=slack + printed_slack(persons, persons.actual) * standard * times)


def _money(case: Case) -> dict[str, Decimal]:
    """Execution and budgets of all rows of the fund table in yuan, the executed total first."""
    total, factor = case.fund_table.total, case.factor
    if total is None or factor is None or not total.executed:
        return {}
    amounts = {total.path("executed"): total.executed * factor}
    for row in case.funds:
        for column in ("executed", "adjusted"):
            value = getattr(row, column)
            if value:
                amounts.setdefault(row.path(column), value * factor)
    return amounts


def _stem(name: str, pattern: re.Pattern[str]) -> str | None:
    found = pattern.match(_NUMBERING.sub("", name))
    return None if found is None else found["stem"]


@check(
    code="FUN-16",
    name="subsidy-times-persons-differs",
    title="补助标准乘补助人数与资金不符",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=_TRUE,
    definition=(
        "指标表中同一对象的人数和每人标准各有一行（如“困难群众资助人数”和“困难群众资助标准”），且只有这一对；"
        "人数×标准（按月的乘以12）大于资金表全年执行数0.5%以上。小于的不算，项目可能还有其他开支。"
    ),
    why="按标准发给每个人的钱加起来就应是支出；对不上说明人数、标准有一项不实，或没有足额发放。",
    remedy="核对发放花名册和标准，改正不符的一项；有按月增减、部分月份发放的写明。",
    faulty="""
        项目名称：离岗村医生活补贴
        指标：产出指标 / 数量指标 / 离岗村医补贴人数 | 分值 20 | 指标值 ≥300人 | 实际值 310人 | 得分 20
        指标：产出指标 / 成本指标 / 离岗村医补贴标准 | 分值 10 | 指标值 ≤3600元/人 | 实际值 3600元/人 | 得分 10
    """,
    sound="""
        项目名称：离岗村医生活补贴
        资金：年度资金总额 | 年初 111.6 | 全年 111.6 | 执行 111.6 | 分值 10 | 执行率 100% | 得分 10
        指标：产出指标 / 数量指标 / 离岗村医补贴人数 | 分值 20 | 指标值 ≥300人 | 实际值 310人 | 得分 20
        指标：产出指标 / 成本指标 / 离岗村医补贴标准 | 分值 10 | 指标值 ≤3600元/人 | 实际值 3600元/人 | 得分 10
    """,
)
def subsidy_times_persons_differs(case: Case) -> Iterator[Fault]:
    """FUN-16: where one row counts the persons and one gives what each of them gets, the money reaches for all."""
    standards = [(row, stem) for row in case.rows if "标准" in row.name and (stem := _stem(row.name, _STANDARD_NAME))]
    if len(standards) != 1 or measured(standards[0][0]) is not None:
        return
    standard, stem = standards[0]
    per_person = plain(standard, standard.actual, "元")
    people = [row for row in case.rows if row is not standard and _stem(row.name, _PERSONS_NAME) == stem]
    counted = [(row, count) for row in people if (count := plain(row, row.actual, "人"))]
    amounts = _money(case)
    if not per_person or len(counted) != 1 or not amounts:
        return
    persons, count = counted[0]
    period = standard.actual.per if isinstance(standard.actual, targets.Quantity) else ()
    monthly = "月" in period or "个月" in period
    products = [_product(persons, count, per_person, times) for times in (1, 12)]
    if any(product.near(yuan) for product in products for yuan in amounts.values()):
        return
    product = products[1] if monthly else products[0]
    path, executed = next(iter(amounts.items()))
    if product.yuan <= executed:
        return
    months = "×12个月" if monthly else ""
    yield case.finding(
        message=(
            f"{quoted(persons.name)}{quoted(persons.indicator.actual)}×{quoted(standard.name)}{quoted(standard.indicator.actual)}"
            f"{months}＝{_ten_thousands(product.yuan)}，大于资金表全年执行数{_ten_thousands(executed)}，"
            f"多出{_ten_thousands(product.yuan - executed)}。"
        ),
        quotes=[persons.path("actual"), standard.path("actual"), path],
        figures={"乘积": _ten_thousands(product.yuan), "全年执行数": _ten_thousands(executed)},
    )


def _ten_thousands(yuan: Decimal) -> str:
    return f"{written(rounded(yuan / 10_000, 4))}万元"


_PER_PERSON = re.compile(
    r"每(?:人每(?P<period>年|月)|(?P<before>年|月)每人)[^，。；,;\d]{0,6}?(?P<standard>\d[\d,.]*万?元)"
    r"|(?P<slashed>\d[\d,.]*万?元)[/／](?:人(?:[·/／.](?P<after>年|月))|(?P<first>年|月)[·/／.]人)"
)
_PERSONS_BESIDE = re.compile(r"\d+[人名][^。；;\d]{0,25}?每(?:人|[年月]每人)")
_COUNTED = re.compile(r"(?:人数|人员|人|干部|对象|村医|职工|参保)(?:数|数量)?$")


@check(
    code="MED-13",
    name="persons-of-row-times-standard-differs",
    title="保障人数乘人均标准与支出不符",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=_TRUE,
    definition=(
        "表内文字写有唯一的每人每年（月）标准，指标表中以“人”计数的数量指标只有一行，人数×标准（按月的乘以12）与资金表任何金额都相差0.5%以上；"
        "人数、标准写在同一句话里的见FUN-15。"
    ),
    why="离休干部、建国初期退休干部、村医等补助按人按标准发放，人数、标准和支出应能互相验证。",
    remedy="核对保障人员名册、补助标准和支付凭证；当年有增减人员或只发部分月份的，在备注写明。",
    faulty="""
        项目名称：老干部医疗补助
        目标：预期 按每人每年1.2万元的标准落实医疗补助 | 实际 医疗补助按时发放到位
        指标：产出指标 / 数量指标 / 保障老干部 | 分值 20 | 指标值 ≥60人 | 实际值 62人 | 得分 20
    """,
    sound="""
        项目名称：老干部医疗补助
        资金：年度资金总额 | 年初 74.4 | 全年 74.4 | 执行 74.4 | 分值 10 | 执行率 100% | 得分 10
        目标：预期 按每人每年1.2万元的标准落实医疗补助 | 实际 医疗补助按时发放到位
        指标：产出指标 / 数量指标 / 保障老干部 | 分值 20 | 指标值 ≥60人 | 实际值 62人 | 得分 20
    """,
)
def persons_of_row_times_standard_differs(case: Case) -> Iterator[Fault]:
    """MED-13: persons of the one row that counts them, times the one standard that the texts state, are some money of the form."""
    if not _PER_PERSON.search(case.joined_texts) or _PERSONS_BESIDE.search(case.joined_texts):
        return
    stated = {
        (
            found["standard"] or found["slashed"],
            found["period"] or found["before"] or found["after"] or found["first"],
        ): path
        for path, text in case.texts
        if "元" in text
        for found in _PER_PERSON.finditer(text)
    }
    counted = [
        (row, count)
        for row in case.rows
        if _COUNTED.search(_NUMBERING.sub("", row.name))
        and measured(row) is not Measure.INSURED
        and (count := plain(row, row.actual, "人"))
    ]
    amounts = _money(case)
    if len(stated) != 1 or not amounts:
        return
    ((text, period), path) = next(iter(stated.items()))
    standard, times = targets.amount(text, None), 12 if period == "月" else 1
    if standard and not counted:
        yield from _persons_in_report(case, text, f"每人每{period}{text}", standard * times, path)
    if not standard or len(counted) != 1:
        return
    persons, count = counted[0]
    product = _product(persons, count, standard, times)
    if any(product.near(yuan) for yuan in amounts.values()):
        return
    executed_path, executed = next(iter(amounts.items()))
    months = "×12个月" if times == 12 else ""
    yield case.finding(
        message=(
            f"{quoted(persons.name)}{quoted(persons.indicator.actual)}×每人每{period}{text}{months}＝{_ten_thousands(product.yuan)}，"
            f"资金表全年执行数{_ten_thousands(executed)}，相差{_ten_thousands(abs(product.yuan - executed))}。"
        ),
        quotes=[persons.path("actual"), path, executed_path],
        figures={"人数": persons.indicator.actual or "", "标准": text, "乘积": _ten_thousands(product.yuan)},
    )


_PERSONS_TOLD = re.compile(r"(?<![\d.])(?P<count>\d[\d,]*)\s*(?:人次|人|名)(?!均|月)")


def _persons_in_report(case: Case, text: str, told: str, per_year: Decimal, path: str) -> Iterator[Fault]:
    """Persons that the report tells in the one passage which states this project's money, times the standard of the form."""
    total, factor = case.fund_table.total, case.factor
    if total is None or factor is None or not total.executed:
        return
    executed = total.executed * factor
    passages = [
        (passage, {found["count"] for found in _PERSONS_TOLD.finditer(passage.text)})
        for passage in case.narrative.text
        if "元" in passage.text and any(each.near(executed) for each in amounts_in(passage.text))
    ]
    passages = [
        (passage, counts) for passage, counts in passages if "项目" in passage.text and "个项目" not in passage.text
    ] or passages
    if len(passages) != 1 or len(passages[0][1]) != 1:
        return
    passage, (count,) = passages[0]
    product = (targets.number(count) or ZERO) * per_year
    if not product or abs(product - executed) <= product * figures().persons_times_standard.value / HUNDRED:
        return
    implied = executed / per_year
    fault = case.finding(
        message=(
            f"报告正文写{count}人，表内标准{told}，{count}×{written(per_year)}元/年＝{_ten_thousands(product)}，"
            f"与全年执行数{_ten_thousands(executed)}不符；按执行数反推为{written(rounded(implied, 1))}人。"
        ),
        quotes=[path, total.path("executed")],
        figures={"人数": count, "标准": text, "乘积": _ten_thousands(product)},
    )
    quote = Quote(text=passage.text, place=passage.place)
    yield msgspec.structs.replace(fault, quotes=(*fault.quotes, quote))
