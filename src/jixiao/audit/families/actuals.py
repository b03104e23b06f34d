"""QLT, how the actual is written (完成值写法): copied from the target, a bound or a phrase instead of a figure or date."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.exact_elsewhere import exact_elsewhere
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import same_text
from jixiao.audit.printed import Figure, figures, holds_figure, pair, parts, short, signed
from jixiao.audit.recited import recites_rule
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rolling import listed, shortened
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_TRUE = article("财预〔2020〕10号", "第五章")
_VALUES = article("财预〔2021〕101号", "取值")
_SESSIONS = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_QUALITY = "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值"
_TIME = "指标：产出指标 / 时效指标 / 宣传活动完成时间 | 分值 10 | 指标值"
_LASTING = "指标：效益指标 / 可持续影响指标 / 基金累计结余可支付月数 | 分值 15 | 指标值"

_SENTENCE = 15
"""Texts of so many characters are sentences; two people would not write the same one for what was planned and for what happened."""

_MANY = 3
"""So many short words copied from the target tell that nobody looked at what was really done."""

_MANY_RECITED = 5
"""So many rows that only recite their criteria; a few may simply have nothing to add."""

_FULL = 100
_BOUNDS = frozenset({targets.Operator.GE, targets.Operator.LE, targets.Operator.GT, targets.Operator.LT})
_RELATIVE = re.compile(r"[较比]|以来|同期")
_UNFINISHED = re.compile(r"未|没有|正在|尚|推迟|延期|不适用")
_BOUND = re.compile(r"\d+(?:\.\d+)?%?")
_DAY = re.compile(r"\d{1,2}(?:月|日|号)|\d{4}[-/.年]\d{1,2}|季度|[上下]半年")


def _length(text: str | None) -> int:
    return len(key(text or "").replace(" ", ""))


@check(
    code="QLT-01",
    name="actual-copies-target",
    title="实际完成值照抄指标值",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, article("财预〔2020〕10号", 11)),
    definition=(
        "实际完成值与年度指标值整句相同，没有写做了什么、做到什么程度；简短的定性用语（如“有效保障”）相同的，"
        "国家规定并不禁止，一张表有3行及以上时只作提示；完成情况只是照抄评分标准、没有写依据的，5行及以上时提示。"
        "指标值为数值的见QLT-02、QLT-05。"
    ),
    why="照抄目标等于没有自评：看不出实际情况，也无法复核定性指标应落在哪一档。",
    remedy="按实际情况重写完成值：做了哪些事、数量多少、有何依据；定性指标写明达成程度和佐证。",
    faulty="指标：效益指标 / 可持续影响指标 / 医保宣传工作机制 | 分值 15 | 指标值 建立部门联动、分级负责的医保宣传工作机制 "
    "| 实际值 建立部门联动、分级负责的医保宣传工作机制 | 得分 15",
    sound="指标：效益指标 / 可持续影响指标 / 医保宣传工作机制 | 分值 15 | 指标值 建立部门联动、分级负责的医保宣传工作机制 "
    "| 实际值 6月印发宣传工作办法，明确5个部门的分工 | 得分 15",
)
def actual_copies_target(case: Case) -> Iterator[Fault]:
    """QLT-01: an actual says more than its target did; sentences weigh, short words only where there are many."""
    copied = [row for row in case.rows if same_text(row) and _in_words(row)]
    sentences = [row for row in copied if _length(row.indicator.target) >= _SENTENCE]
    yield from in_one(
        case, (Repeat(row, pair(row)) for row in sentences), "实际完成值整句照抄指标值，没有写实际做了什么"
    )
    words = [row for row in copied if _length(row.indicator.target) < _SENTENCE]
    if len(words) >= _MANY:
        yield from in_one(
            case,
            (Repeat(row, f"{short(row.name)}{quoted(row.indicator.actual)}") for row in words),
            "实际完成值与定性的指标值用语相同，没有写实际情况",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )

    recited = [row for row in case.rows if row not in copied and recites_rule(row)]
    if len(recited) >= _MANY_RECITED:
        yield from in_one(
            case,
            (Repeat(row, f"{short(row.name)}{quoted(shortened(row.indicator.actual or ''))}") for row in recited),
            "完成情况照抄评分标准，没有写文件、数据等依据",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _in_words(row: Row) -> bool:
    """Tell whether a target is words that leave room to say more: no figure, date, full extent, absence or mere phrase."""
    kinds = (targets.Trend, targets.FreeText)
    target = row.target
    if isinstance(target, targets.Coverage):
        return target.extent == "broad"
    return isinstance(target, kinds) or (
        isinstance(target, targets.Compound) and all(isinstance(part, kinds) for part in target.parts)
    )


def _bounds(row: Row) -> bool:
    """Tell whether the actual is a bound (≥90%, 90%以上) instead of a figure."""
    return any(isinstance(part, targets.Quantity) and part.operator in _BOUNDS for part in parts(row.actual))


@check(
    code="QLT-02",
    name="actual-with-comparison-sign",
    title="实际完成值带比较符号",
    severity=Severity.ERROR,
    basis=(_TRUE, _VALUES),
    definition="实际完成值写成“≥90%”“≤60分钟”等带比较符号的数，不是实际发生的确数；每张表合并报一次。",
    why="带符号的只是目标或范围，不是结果：不知道到底完成多少，偏离度也无法计算。",
    remedy="按业务数据填写确数，例如“93.2%”“42分钟”。",
    faulty=f"{_QUALITY} ≥95% | 实际值 ≥95% | 得分 10",
    sound=f"{_QUALITY} ≥95% | 实际值 96.3% | 得分 10",
)
def actual_with_comparison_sign(case: Case) -> Iterator[Fault]:
    """QLT-02: an actual is a figure, not a bound with a sign."""
    told = [row for row in case.rows if signed(row.indicator.actual)]
    yield from in_one(
        case,
        (Repeat(row, pair(row), ("actual", "target")) for row in told),
        "实际完成值带比较符号，没有写确数",
        certainty=Certainty.CERTAIN if all(_bounds(row) for row in told) else Certainty.LIKELY,
    )


@check(
    code="QLT-03",
    name="figure-answered-by-phrase",
    title="数值指标用文字作答",
    severity=Severity.ERROR,
    basis=(_TRUE, _VALUES),
    definition=(
        "年度指标值是数值，实际完成值只写“达成预期指标”“已完成”或没有数字的文字；数值写在原因或备注栏的降为提醒。"
        "百分之百答“全覆盖”“全部合格”、零次答“未发生”、时限答“即时办理”的不算；写成算式（如“=1+1”）而没有得数的也算。"
    ),
    why="定量指标必须用数值自评，只写“达成”既看不出完成多少，也看不出有没有超额或勉强达标。",
    remedy="在实际完成值栏填写与指标值同一单位的实际数值。",
    faulty=f"{_SESSIONS} ≥10场 | 实际值 达成预期指标 | 得分 20",
    sound=f"{_SESSIONS} ≥10场 | 实际值 11场 | 得分 20",
)
def figure_answered_by_phrase(case: Case) -> Iterator[Fault]:
    """QLT-03: a target in figures is answered by a figure; one that stands in the reason column is only in the wrong place."""
    told = [row for row in case.rows if _answered_by_phrase(row) and not _in_range(row)]
    elsewhere = [row for row in told if holds_figure(row.reason)]
    nowhere = [row for row in told if not holds_figure(row.reason)]
    phrases = all(isinstance(row.actual, targets.Achievement) for row in nowhere)
    yield from in_one(
        case,
        (Repeat(row, pair(row)) for row in nowhere),
        "指标值为数值，实际完成值没有写数值",
        certainty=Certainty.CERTAIN if phrases else Certainty.LIKELY,
    )
    yield from in_one(
        case,
        (Repeat(row, pair(row, _beside(row)), ("target", "actual", row.reason_field)) for row in elsewhere),
        "指标值为数值，实际完成值没有写数值，数字写在了原因或备注栏",
        severity=Severity.WARNING,
        suggestion="把原因或备注栏里的实际数值移到实际完成值栏，原因栏只写偏差原因和改进措施。",
    )


_AT_ONCE = re.compile(r"即时|当场|当日|实时|立等|随到随")
_FORMULA = re.compile(r"[=＝][^=＝\u4e00-\u9fff]*[-+*/×÷(][^=＝\u4e00-\u9fff]*")
"""What a spreadsheet would calculate, kept as text."""
_ALL = re.compile(r"全部|所有|均|^合格|无一")


def _whole(figure: Figure) -> bool:
    """Tell whether a figure is 100 %: 全部合格 says as much."""
    return isinstance(figure, targets.Quantity) and figure.unit.base == "%" and figure.number == _FULL


def _beside(row: Row) -> str:
    return f"，原因或备注栏写{short(row.reason)}"


def _answered_by_phrase(row: Row) -> bool:
    """Tell whether a target in figures is answered without any digit, and not by what amounts to one (全覆盖, 未发生)."""
    wanted = figures(row.target)
    if not wanted or row.actual is None or figures(row.actual):
        return False
    if holds_figure(row.indicator.actual):
        return _FORMULA.fullmatch(row.actual.text.strip()) is not None
    if _AT_ONCE.search(row.actual.text) or (_ALL.search(row.actual.text) and any(map(_whole, wanted))):
        return False
    if isinstance(row.actual, targets.Achievement):
        return True
    if isinstance(row.actual, targets.Coverage | targets.Absence) or row.comparison.outcome is targets.Outcome.REACHED:
        return False
    return "不适用" not in (row.indicator.actual or "") and len(wanted) == len(parts(row.target))


@check(
    code="QLT-04",
    name="deadline-without-date",
    title="时限指标没有写实际完成日期",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES),
    definition="年度指标值是某日之前，实际完成值只写“达成预期指标”或照写期限，没有实际日期；日期写在原因或备注栏的只作提示。",
    why="没有实际日期，就无法知道是否按时，也无法与合同、验收单核对。",
    remedy="写明实际完成的年月日，并与验收、支付凭证一致。",
    faulty=f"{_TIME} 2023年11月底前 | 实际值 达成预期指标 | 得分 10",
    sound=f"{_TIME} 2023年11月底前 | 实际值 2023年11月16日 | 得分 10",
)
def deadline_without_date(case: Case) -> Iterator[Fault]:
    """QLT-04: a deadline is answered by the day of completion; recurring deadlines have no such day."""
    told = [row for row in case.rows if _undated(row)]
    nowhere = [row for row in told if not _DAY.search(key(row.reason))]
    elsewhere = [row for row in told if _DAY.search(key(row.reason))]
    yield from in_one(case, (Repeat(row, pair(row)) for row in nowhere), "指标值为时限，实际完成值没有写实际完成日期")
    yield from in_one(
        case,
        (Repeat(row, pair(row, _beside(row)), ("target", "actual", row.reason_field)) for row in elsewhere),
        "指标值为时限，完成日期没有写在实际完成值栏",
        severity=Severity.INFO,
        suggestion="把完成日期移到实际完成值栏。",
    )


def _undated(row: Row) -> bool:
    target, actual = row.target, row.actual
    if not isinstance(target, targets.Deadline) or target.every or actual is None or _RELATIVE.search(target.text):
        return False
    if _UNFINISHED.search(actual.text) or (
        isinstance(actual, targets.Achievement) and actual.level in {"partly", "missed"}
    ):
        return False
    if isinstance(actual, targets.Deadline):
        return actual.before and not actual.every and "前后" not in actual.text
    return not _DAY.search(key(actual.text)) and all(figure.unit.base == "%" for figure in figures(actual))


@check(
    code="QLT-06",
    name="actual-in-vague-words",
    title="实际完成值用“以上”“左右”等约数",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES),
    definition=(
        "实际完成值写“90%以上”“超过90%”“约300家”等，不是确数；每张表合并报一次。"
        "总体目标完成情况里写“98%以上”“70.81%以上”的，或文中另写有该指标确数的，另作提示。"
    ),
    why="年度已经结束，实际数应当是确定的；约数无法核对，也无法计算偏离度。",
    remedy="按统计数据填写确数，满意度写明调查得出的百分比。",
    faulty=f"{_QUALITY} ≥95% | 实际值 95%以上 | 得分 10",
    sound=f"{_QUALITY} ≥95% | 实际值 95.8% | 得分 10",
)
def actual_in_vague_words(case: Case) -> Iterator[Fault]:
    """QLT-06: an actual is a figure, not a bound or an estimate in words."""
    rows = [row for row in case.rows if _vague(row) and not signed(row.indicator.actual)]
    yield from in_one(case, (Repeat(row, pair(row)) for row in rows), "实际完成值是约数或界限，没有写确数")
    yield from exact_elsewhere(case, rows)
    vague = [(path, found.group()) for path, text in case.prose.results for found in _VAGUE_SHARE.finditer(text)]
    if vague:
        exact = any("." in told for _, told in vague)
        yield case.finding(
            message=f"完成情况写{listed([told for _, told in vague])}，年度已经结束，应写确数"
            + ("；已经精确到小数的数不能再加“以上”。" if exact else "。"),
            quotes=list(dict.fromkeys(path for path, _ in vague)),
            figures={"原文": "、".join(told for _, told in vague)},
            severity=None if exact else Severity.INFO,
            certainty=None if exact else Certainty.POSSIBLE,
        )


_VAGUE_SHARE = re.compile(r"\d+(?:\.\d+)?%(?:以上|左右)|(?:超过|近|约)\d+(?:\.\d+)?%(?!的)")
"""A share in the results that is no exact figure."""


def _vague(row: Row) -> bool:
    return any(
        isinstance(part, targets.Quantity) and part.operator in {*_BOUNDS, targets.Operator.ABOUT}
        for part in parts(row.actual)
    )


@check(
    code="QLT-09",
    name="range-answered-by-range",
    title="区间指标仍以区间作答",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES),
    definition="年度指标值是区间（如6-9个月），实际完成值或原因、备注栏仍写这个区间或只称在区间内，没有实际数。",
    why="区间两头都可能是问题，不写实际数就看不出离哪一头近，也无法与决算核对。",
    remedy="填写年末的实际数值，例如“7.4个月”。",
    faulty=f"{_LASTING} 6-9个月 | 实际值 6-9个月 | 得分 15",
    sound=f"{_LASTING} 6-9个月 | 实际值 7.4个月 | 得分 15",
)
def range_answered_by_range(case: Case) -> Iterator[Fault]:
    """QLT-09: a range as target is answered by a figure inside it."""
    yield from in_one(
        case,
        (Repeat(row, pair(row, _beside(row) if row.reason else "")) for row in case.rows if _in_range(row)),
        "指标值是区间，实际完成值仍写区间，没有实际数",
    )


def _in_range(row: Row) -> bool:
    """Tell whether a range is answered by itself, in the actual or, beside a mere phrase, in the reason."""
    target = row.target
    if not isinstance(target, targets.Range):
        return False
    if isinstance(row.actual, targets.Achievement):
        printed = _BOUND.findall(key(target.text))
        return bool(printed) and printed == _BOUND.findall(key(row.reason))
    return any(
        isinstance(part, targets.Range) and (part.low, part.high, part.unit) == (target.low, target.high, target.unit)
        for part in parts(row.actual)
    )
