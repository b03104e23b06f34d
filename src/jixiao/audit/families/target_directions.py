"""IND-03, IND-04: does a target say whether it is a floor or a ceiling, and is that the right one?"""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.levels import Second, second_level
from jixiao.audit.printed import aimed, figures, unbracketed_name
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS

_CLEAR = article("财预〔2015〕88号", "设定")
_VALUES = article("财预〔2021〕101号", "取值")
_COST = "指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值"
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
        and not _SPAN.search(unbracketed_name(row))
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
        and not (part.unit.base == "%" and part.number == HUNDRED)
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
    name = unbracketed_name(row)
    if target.operator.is_floor:
        if _SAVING.search(name):
            return None
        if target.unit.base in {"元", ""} and second_level(row) is Second.COST:
            return "成本越低越好，写成下限等于花得越多得分越高，方向相反"
        if _HARM.search(name) and not _RESTRICTED.search(name):
            return "这项越小越好，写成下限方向相反"
    elif target.operator.is_ceiling and not _RESTRICTED.search(name):
        if target.unit.base == "%" and _GOOD.search(name):
            return "这项越高越好，写成上限方向相反，不完成反而得满分"
        served = target.unit.base in {"人", "人次", "户"} and second_level(row) is Second.QUANTITY
        if served and _SERVED.search(name):
            return "保障、服务的对象写成上限，一个也不保障也算完成，方向相反"
    return None
