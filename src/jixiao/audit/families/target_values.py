"""IND, the target as it is set (指标值设置): measurable, with direction and unit, possible, exact."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.families.measures import relative
from jixiao.audit.families.relevance import some_effect
from jixiao.audit.faults import Fault
from jixiao.audit.impossible import no_such_day, part_of_one
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.perfect_targets import perfect_targets
from jixiao.audit.printed import aimed, bare_name, figures, holds_figure, short
from jixiao.audit.rates import capped, highest, percentage
from jixiao.audit.reasons import repeats_row
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.agreement import named_unit
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS

_CLEAR = article("财预〔2015〕88号", "设定")
_VALUES = article("财预〔2021〕101号", "取值")
_SESSIONS = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_COST = "指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值"
_QUALITY = "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值"
_FULL = Decimal(100)
_BRACKETS = re.compile(r"\([^()]*\)")


def _plain(row: Row) -> str:
    """The name without numbering, blanks and brackets."""
    return _BRACKETS.sub("", bare_name(row))


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
    counted = second_level(row) is Second.QUANTITY or _MEASURABLE.search(_plain(row)) is not None
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
    name = _plain(row)
    if _ALL_WORK.search(name):
        return True
    return _ABSTRACT.search(name) is not None and not _COUNTED.search(name + key(wanted[0].subject or ""))


_SAYS_DIRECTION = re.compile(
    r"不[低高少多大小]于|不超|低于|高于|超过|达到|大于|小于|少于|多于|≥|≤|>|<|以上|以下|以内|每[少低高多超减增]"
)


_SPAN = re.compile(r"(?:期限|周期|月数|天数|年度|期间)$")
"""How long something takes by contract or calendar: neither more nor less is meant."""


@check(
    code="IND-03",
    name="target-without-operator",
    title="指标值没有写比较符号",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition=(
        "指标值只有一个数，没有“≥”“≤”“＝”或“不低于”“不超过”等字样，评分标准也没有说明；100%、0和区间不算。"
        "方向从指标名称看不出来的为提醒，看得出来的只作提示；每张表合并报一次。自评表里只有计数的指标（40场、2000册）没有写的不提：多做总是好的。"
    ),
    why="不写符号，多完成还是少完成算好就没有定论，记分时各取所需。",
    remedy="在数值前补上比较符号：越大越好的写“≥”，越小越好的写“≤”，必须相等的写“＝”。",
    faulty="指标：效益指标 / 社会效益指标 / 医保政策咨询住院率 | 分值 15 | 指标值 15% | 实际值 15% | 得分 15",
    sound="指标：效益指标 / 社会效益指标 / 医保政策咨询住院率 | 分值 15 | 指标值 ≤15% | 实际值 15% | 得分 15",
)
def target_without_operator(case: Case) -> Iterator[Fault]:
    """IND-03: a figure says whether it is a floor, a ceiling or the only right value."""
    told = [
        row
        for row in case.rows
        if _unbounded(row)
        and not _SPAN.search(_plain(row))
        and not _SAYS_DIRECTION.search(key(row.indicator.rule or ""))
    ]
    unclear = [row for row in told if _direction_unknown(row)]
    clear = [row for row in told if row not in unclear]
    if case.evaluation.form == "self_evaluation" and all(map(_more_is_better, told)):
        return
    some = "，从名称也看不出多好还是少好" if unclear else "，方向只能推断"
    if unclear and clear:
        some = f"，其中{len(unclear)}行从名称也看不出多好还是少好"
    yield from in_one(
        case,
        (Repeat(row, aimed(row), ("target",)) for row in (*unclear, *clear)),
        f"指标值没有写比较符号{some}",
        severity=None if unclear else Severity.INFO,
    )


def _unbounded(row: Row) -> bool:
    return any(
        isinstance(part, targets.Quantity)
        and part.operator is targets.Operator.BARE
        and part.aim is None
        and part.change is None
        and part.number != 0
        and not (part.unit.base == "%" and part.number == _FULL)
        for part in figures(row.target)
    )


def _counted(row: Row) -> bool:
    return all(figure.unit.base in {"人", "人次", "家次", "户次", *CLASSIFIERS} for figure in figures(row.target))


def _more_is_better(row: Row) -> bool:
    """Tell whether a target counts things of which nobody wants few: there a sign tells nothing new."""
    name = key(row.indicator.name or "")
    few = _HARM.search(name) or _RESTRICTED.search(name) or row.comparison.direction is targets.Direction.REVERSE
    bare = not any(
        isinstance(figure, targets.Quantity) and figure.operator is not targets.Operator.BARE
        for figure in figures(row.target)
    )
    return bare and _counted(row) and not few


def _direction_unknown(row: Row) -> bool:
    """Tell whether nothing says which way a target points; of things counted more is taken as better."""
    comparison = row.comparison
    found = comparison.parts or (comparison,)
    return not _counted(row) and any(part.direction is targets.Direction.LEVEL for part in found)


_SAVING = re.compile(
    r"节[约省支]|降低|下降|减少|压减|压缩|缩短|标准|补[助贴]|奖励|救助|待遇|报销|发放|收入|追回|挽回|筹集|投入|到位|效益"
)
_HARM = re.compile(
    r"(?:差错|错误|失误|出错|投诉|事故|虚报|逾期|延误|空置|非标|超支|违约|拒付)(?:率|数|数量|次数|件数|起数|人数)?$"
    r"|(?:响应|办理|办结|审核|审批|等候|等待|处理|修复|受理|拨付|结算)(?:时间|时限|时长|周期|天数)$"
)
_GOOD = re.compile(
    r"(?:满意度|满意率|知晓率|知晓度|合格率|及时率|准确率|覆盖率|达标率|激活率|开通率|接通率|办结率|整改率|参保率|正常运行率|上传率|完成率)$"
)
_SERVED = re.compile(
    r"^(?:保障|资助|救助|服务|培训|惠及|补助|帮扶|慰问)|(?:受益|惠及|参保|救助|资助|培训|受训|服务|覆盖)(?:人数|人次|对象)$"
)
_RESTRICTED = re.compile(
    r"控制|不超|限额|虚报|违规|编制|超[编员]|降|减|死亡|流失|投诉|供养|在职|聘用|三公|个人|自[付费]|无故障"
)
_FLOORS = {targets.Operator.GE, targets.Operator.GT}
_CEILINGS = {targets.Operator.LE, targets.Operator.LT}


@check(
    code="IND-04",
    name="direction-reversed",
    title="指标值方向写反",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition=(
        "成本指标的金额、差错率、投诉、办理时限等越小越好的指标写了“≥”，或保障、服务、培训人数和满意度、合格率等越大越好的指标写了“≤”；"
        "节约、降低类指标和补助标准、奖励、待遇不算。"
    ),
    why="方向写反，花得越多、差错越多反而得满分，少保障、少服务也算完成。",
    remedy="把比较符号改为与指标性质一致：成本、差错、时限用“≤”，人数、比率、满意度用“≥”。",
    faulty=f"{_COST} ≥9万元 | 实际值 9万元 | 得分 10",
    sound=f"{_COST} ≤9万元 | 实际值 9万元 | 得分 10",
)
def direction_reversed(case: Case) -> Iterator[Fault]:
    """IND-04: costs and harm have ceilings, service and quality have floors."""
    for row in case.rows:
        why = _reversed(row)
        if why is not None:
            yield case.finding(
                message=f"{quoted(row.name)}指标值写{quoted(row.indicator.target)}，{why}。",
                quotes=[row.path("target"), row.path("name")],
                figures={"指标值": row.indicator.target or ""},
            )


def _reversed(row: Row) -> str | None:
    """Say why the direction of a target is wrong; None where it is not, or nobody can tell."""
    target = row.target
    if not isinstance(target, targets.Quantity) or target.change or target.number <= 0:
        return None
    name = _plain(row)
    if target.operator in _FLOORS:
        if _SAVING.search(name):
            return None
        if target.unit.base in {"元", ""} and second_level(row) is Second.COST:
            return "成本越低越好，写成下限等于花得越多得分越高，方向相反"
        if _HARM.search(name) and not _RESTRICTED.search(name):
            return "这项越小越好，写成下限方向相反"
    elif target.operator in _CEILINGS and not _RESTRICTED.search(name):
        if target.unit.base == "%" and _GOOD.search(name):
            return "这项越高越好，写成上限方向相反，不完成反而得满分"
        served = target.unit.base in {"人", "人次", "户"} and second_level(row) is Second.QUANTITY
        if served and _SERVED.search(name):
            return "保障、服务的对象写成上限，一个也不保障也算完成，方向相反"
    return None


@check(
    code="IND-05",
    name="target-impossible",
    title="指标值不可能或无法超过",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition=(
        "覆盖率、合格率、满意度等部分占整体的比率定为大于100%，或期限写了不存在的日期，为错误；写“≥100%”的、人数次数带小数的为提醒。"
        "增长率、完成率、常住人口参保率等可以超过100%的不算。满意度、居民参保率定为100%的，只作提示。"
    ),
    why="达不到的目标等于没有目标；“≥100%”说明没有弄清这是比率还是数量。",
    remedy="把指标值改为不超过100%的可行数值；必须全部做到的写“＝100%”。",
    faulty=f"{_QUALITY} ≥105% | 实际值 100% | 得分 9.52 | 原因 指标值设定有误，下一步将核实修改",
    sound=f"{_QUALITY} ＝100% | 实际值 100% | 得分 10",
)
def target_impossible(case: Case) -> Iterator[Fault]:
    """IND-05: a part of a whole is not demanded to be more than the whole."""
    for row in case.rows:
        why, severity = _impossible(row)
        if why is not None:
            yield case.finding(
                message=f"{quoted(row.name)}指标值{quoted(row.indicator.target)}，{why}。",
                quotes=[row.path("target"), row.path("name")],
                figures={"指标值": row.indicator.target or ""},
                severity=severity,
            )
    yield from perfect_targets(case)


def _impossible(row: Row) -> tuple[str | None, Severity | None]:
    """Say why a target cannot be met, and how grave it is if not an error; None where it can."""
    day = no_such_day(row.indicator.target)
    if day is not None:
        return f"“{day}”不存在", None
    name = row.indicator.name or ""
    for figure in figures(row.target):
        if part_of_one(figure, name):
            return f"“{figure.unit.name}”要一个一个地数，不可能有小数", Severity.WARNING
        if percentage(figure) and capped(name, figure.subject or ""):
            why, severity = _beyond(figure)
            if why is not None:
                return why, severity
    return None, None


def _beyond(figure: targets.Quantity | targets.Range) -> tuple[str | None, Severity | None]:
    """Say why a part of a whole cannot be as much as a target demands, and how grave it is; None where it can."""
    operator = figure.operator if isinstance(figure, targets.Quantity) else targets.Operator.EQ
    top = highest(figure)
    if operator in _CEILINGS or top < _FULL:
        return None, None
    if top > _FULL or operator is targets.Operator.GT:
        return "这类比率不可能大于100%，目标无法达到", None
    if operator is targets.Operator.GE:
        return "这类比率最高就是100%，写“≥”没有意义，应写“＝100%”", Severity.WARNING
    return None, None


_NAMES_UNIT = re.compile(
    r"(?:次数|场次|人次|人数|期数|家数|个数|户数|件数|份数|册数|套数|天数|月数|例数|起数|指数|排名|名次|位次|倍数?|等级|得分|分数|评分|系数|版本|批次|年限)$"
)
_MONEY = re.compile(r"成本|费|资金|金额|支出|投入")
"""What is counted in yuan: 250万 says enough there."""

_HAS_UNIT = re.compile(r"[(/](?:万|亿|千|百)?[一-龥%‰]{1,4}\)?$")


@check(
    code="IND-06",
    name="target-without-unit",
    title="指标值没有计量单位",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition="指标值只有数字，指标名称里也看不出单位（名称以次数、人数、得分等结尾或括号注明单位的不算）；名称是人数、任务数而指标值写百分比的，只作提示；每张表合并报一次。",
    why="95是95%、95人还是95分说不清，就无法核对完成值，也会在汇总时出错。",
    remedy="在数字后补写计量单位，比率写“%”，并与完成值一致。",
    faulty="指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85 | 实际值 91% | 得分 10",
    sound="指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10",
)
def target_without_unit(case: Case) -> Iterator[Fault]:
    """IND-06: a figure says what it counts, by itself or by the indicator's name."""
    told = []
    for row in case.rows:
        if not any(_unitless(figure) for figure in figures(row.target)):
            continue
        name = bare_name(row)
        if _MONEY.search(f"{row.indicator.level2 or ''}{name}") and key(row.indicator.target or "").strip().endswith(
            ("万", "亿")
        ):
            continue
        if _NAMES_UNIT.search(_plain(row)) or named_unit(row.indicator.name or "") or _HAS_UNIT.search(name):
            continue
        answered = any(figure.unit.base for figure in figures(row.actual))
        says = f"{aimed(row)[:-1]}，完成值{short(row.indicator.actual)}）" if answered else aimed(row)
        told.append(Repeat(row, says, ("target", "actual") if answered else ("target",)))
    yield from in_one(case, told, "指标值没有写计量单位")
    yield from in_one(
        case,
        (Repeat(row, aimed(row), ("name", "target")) for row in case.rows if _share_of_a_number(row)),
        "名称说的是数量，指标值却是百分比，看不出是什么占什么",
        suggestion="考核完成比例的，把名称改为“……完成率”；考核数量的，指标值写数量和单位。",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


_NUMBER_NAME = re.compile(
    r"(?:任务|目标|参保|救助|服务|培训|检查|受益|惠及|结算|办理|发放|完成)(?:人|次|家|件|户|人次)?数量?$"
)


def _share_of_a_number(row: Row) -> bool:
    wanted = figures(row.target)
    return len(wanted) == 1 and percentage(wanted[0]) and _NUMBER_NAME.search(_plain(row)) is not None


def _unitless(figure: targets.Quantity | targets.Range) -> bool:
    """Tell whether a figure has neither unit nor object and is not nothing; a multiplying word (万) alone is no unit."""
    nothing = isinstance(figure, targets.Quantity) and figure.number == 0
    return not figure.unit.base and not figure.per and not nothing and not figure.tail and not figure.subject


_VAGUE = re.compile(
    r"左右|上下浮动|大约|(?<!节)约(?=\d)|近(?=\d)|\d[余多](?!种|元化|年|样)|[十百千万亿][余多](?![元种样])|(?<!其)若干|多次|数次|数[十百千](?=[次场家个人户份])|一批|一定(?:数量|次数|比例|数目)|适量"
)


@check(
    code="IND-14",
    name="target-in-vague-figures",
    title="指标值用约数",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition="指标值写“3000组左右”“约20场”“10余次”“若干”“多次”等约数；“以上”“以内”依法含本数，不算。",
    why="约数没有界限，多少算完成可以任意解释，也无法按比例记分。",
    remedy="改为确定的数并加比较符号，例如“≥3000组”。",
    faulty=f"{_SESSIONS} 10场左右 | 实际值 11场 | 得分 20",
    sound=f"{_SESSIONS} 10场以上 | 实际值 11场 | 得分 20",
)
def target_in_vague_figures(case: Case) -> Iterator[Fault]:
    """IND-14: a target is an exact figure or bound."""
    yield from in_one(
        case,
        (
            Repeat(row, aimed(row), ("target",))
            for row in case.rows
            if row.indicator.target is not None and _VAGUE.search(key(row.indicator.target))
        ),
        "指标值是约数，没有确定的界限",
    )
