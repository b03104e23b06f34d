"""DEP-03: rates of a department (控制率, 调整率, 结转结余率 …) worked out again from the amounts that the form or its report prints."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, half_unit, places
from jixiao.audit.lawful import points
from jixiao.audit.printed import short
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring.rounding import EXACT
from jixiao.targets import Operator, Quantity
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_FIGURE = (
    r"(?:数|额|总额|金额|合计|共计?|为|是|有|[:：])*\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|人|名|个)"
)


class _Rate(msgspec.Struct, frozen=True):
    """A rate of the common indicators: how its name reads, and the words before what stands above and below the line."""

    name: re.Pattern[str]
    top: re.Pattern[str]
    bottom: re.Pattern[str]
    change: bool = False


def _rate(name: str, top: str, bottom: str, *, change: bool = False) -> _Rate:
    return _Rate(re.compile(name), re.compile(top + _FIGURE), re.compile(bottom + _FIGURE), change)


_SPENT = r"(?:实际支出|决算支出|决算|实际发生|实际执行|支出决算|执行)"
_PLANNED = r"(?<!决算)(?:年初|调整后?|全年|支出)*的?(?:预算安排|安排预算|预算)(?:安排|支出)?"
_RATES = (
    _rate(r"三公.{0,4}控制率", rf"三公[^，。；;\d]{{0,8}}?{_SPENT}", rf"三公[^，。；;\d]{{0,8}}?{_PLANNED}"),
    _rate(r"公用经费控制率", rf"公用经费[^，。；;\d]{{0,8}}?{_SPENT}", rf"公用经费[^，。；;\d]{{0,8}}?{_PLANNED}"),
    _rate(
        r"(?:在职|供养|在编)人员控制率",
        r"(?:在职|实有|在编|供养)(?:在职|在编)?(?:人员|人数|职工)?",
        r"(?:行政|事业|人员|核定)*编制",
    ),
    _rate(
        r"结转结余率|结余结转率", r"(?:年末)?(?:结转结余|结余结转|结转和结余)(?:资金)?", r"(?:支出|全年|调整后?)的?预算"
    ),
    _rate(r"政府采购执行率", r"实际采购", r"采购预算"),
    _rate(r"预算调整率", r"(?:调整后的?|全年)(?:支出)?预算", r"(?:年初|批复)的?(?:支出)?预算", change=True),
)
_SENTENCE = re.compile(r"[^。！？；;]+")
_DIGIT = re.compile(r"\d")
_UNITS = {"人": Decimal(1), "名": Decimal(1), "个": Decimal(1)}


class _Amount(msgspec.Struct, frozen=True):
    """An amount with the range that rounding leaves open, and as printed."""

    value: Decimal
    slack: Decimal
    text: str


def _amounts(pattern: re.Pattern[str], text: str) -> list[_Amount]:
    found: dict[Decimal, _Amount] = {}
    for match in pattern.finditer(text):
        number = targets.number(match["number"])
        factor = _UNITS.get(match["unit"]) or targets.yuan_per(match["unit"])
        if number is not None and factor is not None:
            slack = half_unit(places(number)) * factor if match["unit"] not in _UNITS else ZERO
            found[number * factor] = _Amount(number * factor, slack, match["number"] + match["unit"])
    return list(found.values())


class _Source(msgspec.Struct, frozen=True):
    """Amounts above and below the line that stand in one text, and that text."""

    top: _Amount
    bottom: _Amount
    quote: Quote | None
    path: str | None


def _sources(case: Case, row: Row, rate: _Rate) -> Iterator[_Source]:
    """The row's own cells first, then the sentences of the report; only texts that print both amounts, and each once."""
    for field in ("actual", "note", "remark"):
        text = getattr(row.indicator, field)
        if text and (pair := _pair(rate, key(text))):
            yield _Source(*pair, None, row.path(field))
    for passage in case.narrative.text:
        for sentence in _SENTENCE.findall(passage.text):
            if pair := _pair(rate, key(sentence)):
                yield _Source(*pair, Quote(text=sentence, place=passage.place), None)


def _pair(rate: _Rate, text: str) -> tuple[_Amount, _Amount] | None:
    if not _DIGIT.search(text):
        return None
    tops, bottoms = _amounts(rate.top, text), _amounts(rate.bottom, text)
    if len(tops) != 1 or len(bottoms) != 1 or bottoms[0].value <= ZERO:
        return None
    return tops[0], bottoms[0]


def _range(rate: _Rate, source: _Source) -> tuple[Decimal, Decimal, Decimal]:
    """The rate in per cent, and the least and the most that rounding of its amounts leaves open."""
    top, bottom = source.top, source.bottom
    low = EXACT.divide(top.value - top.slack, bottom.value + bottom.slack) * HUNDRED
    high = EXACT.divide(top.value + top.slack, bottom.value - bottom.slack) * HUNDRED
    exact = EXACT.divide(top.value, bottom.value) * HUNDRED
    if not rate.change:
        return exact, low, high
    ends = [abs(low - HUNDRED), abs(high - HUNDRED)]
    return abs(exact - HUNDRED), min(ends), max(ends)


def _printed(row: Row) -> Quantity | None:
    """The rate that the row states: one percentage, no bound."""
    values = row.actual.parts if isinstance(row.actual, targets.Compound) else (row.actual,)
    rates = [value for value in values if isinstance(value, Quantity) and value.unit.name == "%"]
    return rates[0] if len(rates) == 1 and rates[0].operator in {Operator.BARE, Operator.EQ} else None


_ABOUT = re.compile(r"三公|公用经费|政府采购|结转结余|结余结转|预算调整")
_MONEY = re.compile(r"\d\s*(?:亿|万)?元")


def _amounts_told(case: Case, row: Row, name: str) -> bool:
    """Tell whether amounts for a rate are told at all, though not so that it can be worked out; numbers of staff are told in many ways."""
    about = _ABOUT.search(name)
    if about is None or _MONEY.search(f"{row.indicator.actual or ''}{row.reason}"):
        return True
    return any(
        _MONEY.search(sentence)
        for passage in case.narrative.text
        for sentence in (_SENTENCE.findall(passage.text) if about.group() in passage.text else ())
        if about.group() in sentence
    )


@check(
    code="DEP-03",
    name="control-rate-differs-from-its-amounts",
    title="控制率等比率与所列金额算得的不符",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article("财预〔2013〕53号", "部门整体公式"),),
    definition=(
        "“三公经费”控制率、公用经费控制率、在职（财政供养）人员控制率、预算调整率、结转结余率、政府采购执行率，"
        "与本行或报告正文同一句写明的分子、分母算得的结果不符，差距超出四舍五入；部门整体自评表没有写分子、分母的，只作提示。"
    ),
    why="比率由两个数相除得来，与自己列出的数对不上，不是比率算错就是口径不一。",
    remedy="写明分子、分母的金额和口径，重新计算比率，并据以改正得分。",
    faulty=(
        "评价：department self_evaluation 2023 万元 部门整体支出绩效自评表\n"
        "指标：产出指标 / 成本指标 / 公用经费控制率 | 分值 10 | 指标值 ≤100% | 实际值 92% | 得分 10"
        " | 备注 公用经费实际支出190万元，公用经费预算安排200万元"
    ),
    sound=(
        "评价：department self_evaluation 2023 万元 部门整体支出绩效自评表\n"
        "指标：产出指标 / 成本指标 / 公用经费控制率 | 分值 10 | 指标值 ≤100% | 实际值 95% | 得分 10"
        " | 备注 公用经费实际支出190万元，公用经费预算安排200万元"
    ),
)
def control_rate_differs_from_its_amounts(case: Case) -> Iterator[Fault]:
    """DEP-03: a rate is what the amounts printed for it give."""
    bare = []
    for row in case.rows:
        if "率" not in row.name:
            continue
        name = key(row.name).replace("“", "").replace("”", "").replace('"', "")
        rate = next((each for each in _RATES if each.name.search(name)), None)
        printed = None if rate is None else _printed(row)
        if rate is None or printed is None:
            continue
        source = next(_sources(case, row, rate), None)
        if source is None and _amounts_told(case, row, name):
            continue
        if source is None:
            bare.append(Repeat(row, f"{short(row.name)}（完成值{short(row.indicator.actual)}）", ("actual",)))
            continue
        exact, low, high = _range(rate, source)
        slack = half_unit(places(printed.number))
        if low - slack <= printed.number <= high + slack or abs(printed.number - exact) <= slack * 2:
            continue
        sum_ = f"（{source.top.text} － {source.bottom.text}）÷ {source.bottom.text}" if rate.change else ""
        sum_ = sum_ or f"{source.top.text} ÷ {source.bottom.text}"
        where = "报告正文" if source.path is None else "本行"
        fault = case.finding(
            message=(
                f"{quoted(row.name)}完成值{quoted(row.indicator.actual)}，按{where}所列的数应为 {sum_} ≈ {points(exact)}%，"
                f"相差{points(abs(printed.number - exact))}个百分点。"
            ),
            quotes=[row.path("actual"), *([source.path] if source.path and source.path != row.path("actual") else [])],
            figures={"应为": f"{points(exact)}%", "分子": source.top.text, "分母": source.bottom.text},
            certainty=None if source.path else Certainty.POSSIBLE,
        )
        yield fault if source.quote is None else msgspec.structs.replace(fault, quotes=(*fault.quotes, source.quote))
    yield from in_one(
        case,
        bare if case.evaluation.kind == "department" else (),
        "只写比率，没有写分子、分母的金额，无法复算",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
        title="控制率等比率无法复算",
    )
