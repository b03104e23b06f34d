"""IND-02: is there something by which one can tell whether the target was met?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.families.measures import relative
from jixiao.audit.families.relevance import some_effect
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.printed import aimed, bare_name, figures, holds_figure, short, unbracketed_name
from jixiao.audit.rates import percentage
from jixiao.audit.reasons import repeats_row
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key

_CLEAR = article("财预〔2015〕88号", "设定")
_VALUES = article("财预〔2021〕101号", "取值")
_SESSIONS = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_MEASURABLE = re.compile(
    r"(?:(?<!效)率|比例|占比|比重|人数|人次|次数|场次|数量|家数|个数|户数|件数|份数|册数|期数|天数|金额|覆盖面|满意度|知晓度|时长|时限|增幅|降幅)$"
)
_RATE_MOVES = re.compile(
    r"(?:(?<!效)率|满意度|知晓度|比例|占比|人数|次数)(?:有所|逐步|明显|显著|不断|持续|稳步)?(?:提[升高]|上升|增[加长]|下降|降低|减少)"
)
_PHRASE_WITH_FIGURE = re.compile(r"^\s*(?:达成|完成)预期(?:指标|目标)\s*\d")
_PROMISE = re.compile(r"预期|目标|指标|任务|要求|达标|达成|年度|计划")
_ABSTRACT = re.compile(
    r"(?:氛围|作用|影响|意义|发展|保障|能力|水平|理念|机制|规范|行为|秩序|运行|积极性|获得感|幸福感|负担|风险|损失|形象)$"
    r"|^(?:不断|切实|有效|充分|积极|进一步)?(?:加强|严格|严厉|推进|促进|增强|改善|营造|维护|规范|强化|打击|提高|提升)"
)
_COUNTED = re.compile(
    r"率|比例|占比|比重|满意|知晓|完成|覆盖|应用|开通|普及|接入|参保(?!氛围|环境|意识|体验)|达标|合格|比[重值]|频次|额度|程度"
)
_ALL_WORK = re.compile(
    r"(?:完成|落实|做好|开展)?(?:各项|全部|全年|年度|所有)(?:日常|业务|重点)?(?:工作|任务)(?:任务)?(?:完成)?(?:情况)?$"
)
"""A percentage of all the work there is has neither numerator nor denominator."""

_SHORTEST = 6
_MANY, _SHARE = 5, Decimal("0.4")
_WORDS = (targets.Trend, targets.FreeText)


@check(
    code="IND-02",
    name="target-not-measurable",
    title="指标值不可衡量",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition=(
        "可以计量的指标（数量指标、各种率和人数等）用“达标”“逐步推开”“有所提高”等文字作指标值；指标值只写“达成预期指标”，"
        "或只重复指标名称；或给“安全保障”“良好氛围”一类说不清分子分母的指标硬套百分比（形式上定量、实质上定性）。"
        "本来就是定性的效益指标用定性用语，国家规定并不禁止；产出用定性用语、完成值又只写“达成预期指标”而没有任何事实的，只作提示，效益有两行以上或备注也只是重复的才提。"
    ),
    why="没有可以衡量的标准，完成与否全凭自说自话，年底必然满分，指标失去考核作用。",
    remedy="改为可以取数的指标值（数量、比率、时限）并写明计算方法；确属定性的，写明可以核对的达成标准。",
    faulty=f"{_SESSIONS} 有所增加 | 实际值 增加2场 | 得分 20",
    sound=f"{_SESSIONS} ≥10场 | 实际值 12场 | 得分 20",
)
def target_not_measurable(case: Case) -> Iterator[Fault]:
    """IND-02: what can be counted has a figure as target, and a target says more than its indicator's name."""
    judged = [
        row for row in case.rows if row.target is not None and first_level(row) not in {First.DECISION, First.PROCESS}
    ]
    told = list(filter(None, map(_unmeasurable, judged)))
    known = {repeat.row.index for repeat in told}
    abstract = [Repeat(row, aimed(row), ("name", "target")) for row in judged if _only_looks_measured(row)]
    outputs = [row for row in judged if first_level(row) is First.OUTPUT]
    qualitative = [
        Repeat(row, aimed(row), ("name", "target")) for row in outputs if row.index not in known and _in_words(row)
    ]
    many = len(qualitative) >= _MANY and len(qualitative) >= _SHARE * len(outputs)
    known |= {repeat.row.index for repeat in qualitative} if many else set()
    bare = [Repeat(row, aimed(row)) for row in judged if row.index not in known and _only_claimed(row)]
    yield from in_one(case, told, "指标值不可衡量")
    yield from in_one(
        case,
        abstract,
        "指标值写了百分比，指标名称却看不出分子分母，形式上定量、实质上定性",
        certainty=Certainty.POSSIBLE,
    )
    if len(bare) > 1 or any(_weighs(repeat.row) for repeat in bare):
        yield from in_one(
            case,
            bare,
            "指标值是定性用语，完成值只写达成，表内没有可以核对的标准和事实",
            suggestion="写明达到什么程度算完成、以什么材料核对，完成值写出做了什么、有什么结果。",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )
    if many:
        yield from in_one(
            case,
            qualitative,
            f"指标值只有定性用语，占{len(outputs)}行产出指标的四成以上，难以衡量",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _unmeasurable(row: Row) -> Repeat | None:
    """Say why a target cannot be measured; None where it can, or where words are all that can be said."""
    if _PHRASE_WITH_FIGURE.search(row.indicator.target or ""):
        return Repeat(row, f"{aimed(row)}把“达成”当作指标值", ("name", "target"))
    if isinstance(row.target, targets.Achievement):
        promises = _PROMISE.search(row.target.text)
        return Repeat(row, f"{aimed(row)}没有写达到什么程度", ("name", "target")) if promises else None
    if not _in_words(row) or some_effect(row) or "不适用" in (row.indicator.target or ""):
        return None
    if _repeats_name(row):
        return Repeat(row, f"{aimed(row)}只是重复指标名称", ("name", "target"))
    return _to_count(row) if _countable(row) else None


_STATES = "建立|建成|消除|制定|出台|印发|完成|通过|上线|开通|验收|签订|清零|设立|公开|公示"
_DONE_OR_NOT = re.compile(rf"^(?:已|全部|按时|按期|如期)*(?:{_STATES})|(?:{_STATES})$")
"""Targets of which one look tells whether they were met."""

_SET_UP = re.compile(r"健全|完善|完备|规范|建立")
"""What is set up or not: one such target in a form is let pass."""


def _only_claimed(row: Row) -> bool:
    """Tell whether a target in words is answered by the bare claim that it was met: neither cell, criteria nor reason hold a fact."""
    return (
        isinstance(row.actual, targets.Achievement)
        and not row.indicator.rule
        and (not row.reason or repeats_row(row))
        and _in_words(row)
        and not isinstance(row.target, targets.Coverage)
        and not some_effect(row)
        and not _DONE_OR_NOT.search(row.indicator.target or "")
    )


def _weighs(row: Row) -> bool:
    """Tell whether a single target in words is told of: an output, or has a remark that only repeats it; what is set up may stand."""
    told = first_level(row) is First.OUTPUT or bool(row.reason)
    return told and not _SET_UP.search(row.indicator.target or "")


def _to_count(row: Row) -> Repeat:
    if holds_figure(row.indicator.actual):
        says = f"{aimed(row)}没有数值，完成值{short(row.indicator.actual)}却有"
        return Repeat(row, says, ("name", "target", "actual"))
    return Repeat(row, f"{aimed(row)}可以计量而没有数值", ("name", "target"))


def _in_words(row: Row) -> bool:
    """Tell whether a target is words without any figure that leave open how much; full extents and absences do not."""
    target = row.target
    if holds_figure(row.indicator.target) or relative(row):
        return False
    if isinstance(target, targets.Coverage):
        return target.extent == "broad"
    return isinstance(target, _WORDS) or (
        isinstance(target, targets.Compound) and all(isinstance(part, _WORDS) for part in target.parts)
    )


def _countable(row: Row) -> bool:
    """Tell whether an indicator can be counted: by its second level, by its name, or since its actual is a figure."""
    counted = second_level(row) is Second.QUANTITY or _MEASURABLE.search(unbracketed_name(row)) is not None
    moving = _RATE_MOVES.search(key(row.indicator.target or "")) is not None
    actual = row.actual
    plain = isinstance(actual, targets.Quantity) and not (actual.word or actual.subject or actual.tail)
    return counted or moving or plain


def _repeats_name(row: Row) -> bool:
    """Tell whether a target adds nothing to the name: it stands in it, or ends in the same words and hardly begins otherwise."""
    name, target = bare_name(row), re.sub(r"[\s。]", "", key(row.indicator.target or ""))
    if len(target) < _SHORTEST or len(name) < _SHORTEST:
        return False
    pairs = enumerate(zip(reversed(name), reversed(target), strict=False))
    common = next((at for at, (one, other) in pairs if one != other), min(len(name), len(target)))
    return target in name or common >= max(_SHORTEST, len(target) - _SHORTEST - 1)


def _only_looks_measured(row: Row) -> bool:
    """Tell whether a percentage is the target of something that has no numerator and denominator."""
    wanted = figures(row.target)
    if len(wanted) != 1 or not percentage(wanted[0]) or isinstance(row.target, targets.Compound):
        return False
    name = unbracketed_name(row)
    if _ALL_WORK.search(name):
        return True
    return _ABSTRACT.search(name) is not None and not _COUNTED.search(name + key(wanted[0].subject or ""))
