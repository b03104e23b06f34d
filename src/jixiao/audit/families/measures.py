"""QLT, what the actual is worth (完成值可信程度): the threshold itself, without comparator, impossible, in another unit, unproved."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.impossible import no_such_day, part_of_one
from jixiao.audit.printed import Figure, figures, pair, short
from jixiao.audit.ranks import unproved_ranks
from jixiao.audit.rates import capped, highest, percentage
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS

_TRUE = article("财预〔2020〕10号", "第五章")
_VALUES = article("财预〔2021〕101号", "取值")
_QUALITY = "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值"

_MEASURED = frozenset({"%", "分钟", "工作日", "秒"})
"""Bases of what is measured rather than planned: a rate or a time that hits its threshold exactly is rare, a number of meetings is not."""

_FEWEST, _SHARE = 3, Decimal("0.6")


@check(
    code="QLT-05",
    name="actual-equals-threshold-again-and-again",
    title="多行完成值恰好等于指标值",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(_TRUE, _VALUES),
    definition=(
        "一张表内以百分比（100%除外）或时长为目标的指标至少4行，其中3行以上且占六成以上的实际完成值恰好等于指标值；"
        "场次、份数、金额等按计划完成的不算。"
    ),
    why="统计得出的比率和时长很少与目标分毫不差，多行如此，往往是照填目标而没有取数。",
    remedy="逐行核对业务系统、调查问卷等数据来源，填写统计得出的实际数。",
    faulty="""
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 95% | 得分 10
        指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 实际值 90% | 得分 10
        指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 80% | 得分 15
    """,
    sound="""
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 95% | 得分 10
        指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 实际值 93.5% | 得分 10
    """,
)
def actual_equals_threshold_again_and_again(case: Case) -> Iterator[Fault]:
    """QLT-05: measured actuals do not hit their thresholds one and all."""
    measured = [row for row in case.rows if _measured(row)]
    exact = [row for row in measured if row.comparison.ratio == 1]
    if len(measured) <= _FEWEST or len(exact) < _FEWEST or len(exact) < _SHARE * len(measured):
        return
    share = written(round(HUNDRED * len(exact) / len(measured), 0))
    yield from in_one(
        case,
        (Repeat(row, pair(row)) for row in exact),
        f"完成值恰好等于指标值，占{len(measured)}行以百分比或时长为目标的指标的{share}%",
    )


def _measured(row: Row) -> bool:
    target, actual = row.target, row.actual
    return (
        isinstance(target, targets.Quantity)
        and isinstance(actual, targets.Quantity)
        and target.unit.base in _MEASURED
        and not (target.unit.base == "%" and target.number >= HUNDRED)
        and target.number > 0
        and actual.operator in {targets.Operator.BARE, targets.Operator.EQ}
        and row.comparison.ratio is not None
    )


_EVIDENCE = re.compile(r"佐证|证明材料|支撑材料|印证材料|附件")
_NONE = re.compile(r"(?:无|暂无|没有|缺|未提供|待补充?|后补)[。；]?")
_LACKING = re.compile(
    r"(?:佐证|证明|支撑|印证)(?:材料|资料)(?:暂)?(?:缺失|不足|不全|待补|后补|未提供|未收集)"
    r"|(?:无|暂无|缺少?|没有|未提供)(?:相关|有关)?(?:佐证|证明|支撑|印证)(?:材料|资料)"
)


@check(
    code="QLT-07",
    name="evidence-missing",
    title="佐证材料空缺",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES),
    definition="表上印有佐证材料、附件等栏目而没有填写或写“无”，或行内自称缺少佐证材料；表式没有这类栏目的不算，附件本身不在审核范围内。",
    why="没有佐证的完成值在复核时通常不予认可，该项可能被扣至0分。",
    remedy="逐项列明佐证材料的名称、文号、页码和存放处，并随表报送。",
    faulty="字段：佐证材料 = 无",
    sound="字段：佐证材料 = 活动签到表11份、验收单1份，存办公室",
)
def evidence_missing(case: Case) -> Iterator[Fault]:
    """QLT-07: whatever the form asks as evidence is named; what is attached outside the form is not seen here."""
    for index, field in enumerate(case.evaluation.fields):
        if _EVIDENCE.search(field.label) and (field.value is None or _NONE.fullmatch(key(field.value).strip())):
            told = "空白" if field.value is None else f"填{quoted(field.value)}"
            yield case.finding(
                message=f"{quoted(field.label.strip(' :：'))}一栏{told}，完成值没有佐证。",
                quotes=[f"fields/{index}/value"],
            )
    lacking = []
    for row in case.rows:
        column = next((name for name in ("note", "remark", "actual") if _lacks(row, name)), None)
        if column is not None:
            says = f"{short(row.name)}写{short(getattr(row.indicator, column))}"
            lacking.append(Repeat(row, says, (column,)))
    yield from in_one(case, lacking, "自称缺少佐证材料")


def _lacks(row: Row, field: str) -> bool:
    text = getattr(row.indicator, field)
    return text is not None and "材料" in text and _LACKING.search(key(text)) is not None


_COMPARED = re.compile(
    r"同比|环比|[较比与]上年|[较比与]去年|上年(?:度)?(?:水平|同期|实际)|去年同期|往年|逐年|历年|[全各][国省市州县区](?:平均|水平)|同类地区|周边地区|平均水平"
)
_IN_FORM = re.compile(r"预算|限额|控制数|合同|概算")
_PERIOD = re.compile(r"(?<!\d)(?:20)?\d\d年度?|20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}(?:月|日|号|季度)|\(20\d\d\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHANGED = re.compile(r"(?:提高|提升|增长|上升|增加|下降|降低|减少|增幅|降幅|高出|高于|低于|多|少)[^\d，。；;]{0,8}\d")
_TWO = 2


@check(
    code="QLT-08",
    name="comparator-missing",
    title="比较性指标没有参照数",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES, article("财预〔2020〕10号", 15)),
    definition=(
        "指标值要与上年、同期或平均水平比较（“同比提升”“逐年提高”“低于全国平均水平”），或完成值称高于某个没有写出的数，"
        "而完成值和原因、备注栏没有参照数，也没有增减幅度。完成情况或结论称“位居全省前列”而没有名次和数字的，只作提示。"
    ),
    why="没有参照数，是否达到目标谁也无法判断，只能凭一句话给满分。",
    remedy="在完成值中同时写明本年数、参照数及其来源，例如“62.3%，上年60.8%，提高1.5个百分点”；下年把指标值改为确定的数。",
    faulty="指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 同比提升 | 实际值 达成预期指标 | 得分 15",
    sound="指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 同比提升 | 实际值 84%，上年81% | 得分 15",
)
def comparator_missing(case: Case) -> Iterator[Fault]:
    """QLT-08: a comparison names both figures, or the change between them."""
    told = []
    for row in case.rows:
        if row.actual is None or not (relative(row) or _against_unnamed(row)):
            continue
        said = f"{row.indicator.actual} {row.reason}"
        plain = _PERIOD.sub(" ", key(said))
        found = len(_NUMBER.findall(plain))
        if found >= _TWO or _CHANGED.search(plain):
            continue
        lacking = "只有本年数、没有参照数" if found else "没有任何数字"
        beside = f"，原因或备注栏写{short(row.reason)}" if row.reason else ""
        fields = ("target", "actual", row.reason_field) if row.reason else ("target", "actual")
        told.append(Repeat(row, f"{pair(row, beside)}{lacking}", fields))
    yield from in_one(case, told, "要与参照数比较才能判断，表内却没有写出参照数")
    yield from unproved_ranks(case)


def relative(row: Row) -> bool:
    """Tell whether a target without a figure of its own asks for a comparison with another year or with others."""
    text = row.indicator.target
    if text is None or figures(row.target):
        return False
    found = _COMPARED.search(key(text))
    return found is not None and not _IN_FORM.search(text)


def _against_unnamed(row: Row) -> bool:
    """Tell whether the actual claims to exceed something that is named nowhere in figures (≥下达任务)."""
    return (
        not figures(row.target)
        and isinstance(row.actual, targets.Relative)
        and not _IN_FORM.search(row.actual.reference)
    )


@check(
    code="QLT-10",
    name="actual-impossible",
    title="完成值不可能",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_TRUE, _VALUES),
    forms=ANY_FORM,
    definition=(
        "覆盖率、合格率、满意度等部分占整体的比率大于100%，次数、人数为负或带小数（平均数除外），或写了不存在的日期；"
        "增长率、完成率、常住人口参保率等可以超过100%的不算。"
    ),
    why="不可能的数说明分子分母口径有误或填写错误，整张表的可信度都受影响。",
    remedy="核对分子、分母的口径和取数时点，改正后重新计算得分。",
    faulty=f"{_QUALITY} ≥95% | 实际值 103% | 得分 10",
    sound=f"{_QUALITY} ≥95% | 实际值 100% | 得分 10",
)
def actual_impossible(case: Case) -> Iterator[Fault]:
    """QLT-10: a part is not more than its whole, and nothing is counted below zero."""
    for row in case.rows:
        day = no_such_day(row.indicator.actual)
        wrong = (
            f"“{day}”不存在"
            if day
            else next(filter(None, (_impossible(row, figure) for figure in figures(row.actual))), None)
        )
        if wrong:
            yield case.finding(
                message=f"{quoted(row.name)}实际完成值{quoted(row.indicator.actual)}，{wrong}。",
                quotes=[row.path("actual"), row.path("target")],
                figures={"完成值": row.indicator.actual or ""},
            )


def _impossible(row: Row, figure: Figure) -> str | None:
    if percentage(figure):
        over = highest(figure) > HUNDRED and capped(row.indicator.name or "", figure.subject or "")
        return "这类比率是部分占整体，不可能大于100%" if over else None
    negative = isinstance(figure, targets.Quantity) and figure.number < 0 and not figure.change
    if part_of_one(figure, row.indicator.name or ""):
        return f"“{figure.unit.name}”要一个一个地数，不可能有小数"
    countable = figure.unit.base in {"人", "人次", *CLASSIFIERS}
    return f"“{figure.unit.name}”数不可能为负" if negative and countable else None


_KINDS = {"%": "百分比", "元": "金额", "分钟": "时长", "工作日": "时长", "月": "时长", "秒": "时长", "分": "分数"}
_COUNTED = frozenset({"人", "人次", "家次", "户次", *CLASSIFIERS})
_HEADS = frozenset({"人", "人次"})


def _kind(base: str) -> str | None:
    """What a unit measures; None for what nobody can tell (倍, 百分点, no unit)."""
    return "数量" if base in _COUNTED else _KINDS.get(base)


@check(
    code="QLT-11",
    name="unit-of-actual-differs",
    title="完成值与指标值计量单位不同",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_VALUES, _TRUE),
    definition="指标值与完成值计量的不是一回事：一为百分比一为数量，一为金额一为件数，一为人数一为人次（只作可能的问题）等；场、次、期等可互换的量词不算。",
    why="单位变了，口径就变了，完成值无法与指标值比较，得分也没有依据。",
    remedy="按指标值的单位和口径重填完成值；确需换口径的，说明换算方法。",
    faulty="指标：产出指标 / 数量指标 / 参加宣传活动群众人数 | 分值 20 | 指标值 ≥2000人 | 实际值 95% | 得分 20",
    sound="指标：产出指标 / 数量指标 / 参加宣传活动群众人数 | 分值 20 | 指标值 ≥2000人 | 实际值 2150人 | 得分 20",
)
def unit_of_actual_differs(case: Case) -> Iterator[Fault]:
    """QLT-11: actual and target are counted in the same; measure words that change places in speech are the same."""
    for row in case.rows:
        target, actual = row.target, row.actual
        if not (isinstance(target, targets.Quantity | targets.Range) and isinstance(actual, targets.Quantity)):
            continue
        wanted, given = _kind(target.unit.base), _kind(actual.unit.base)
        bases = {target.unit.base, actual.unit.base}
        if wanted is None or given is None or len(bases) == 1 or target.change or actual.change:
            continue
        severity, certainty = None, None
        if wanted != given:
            how = f"指标值是{wanted}，完成值是{given}"
        elif bases == _HEADS:
            how = f"指标值按{target.unit.base}计，完成值按{actual.unit.base}计"
            severity, certainty = Severity.WARNING, Certainty.POSSIBLE
        else:
            continue
        yield case.finding(
            message=f"{quoted(row.name)}{row.compared}，{how}，无法比较。",
            quotes=[row.path("target"), row.path("actual")],
            figures={"指标值": row.indicator.target or "", "实际完成值": row.indicator.actual or ""},
            severity=severity,
            certainty=certainty,
        )
