"""IND-05, IND-06, IND-14: is the figure of a target possible, has it a unit, is it exact?"""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.impossible import no_such_day, part_of_one
from jixiao.audit.perfect_targets import perfect_targets
from jixiao.audit.printed import aimed, bare_name, figures, short, unbracketed_name
from jixiao.audit.rates import capped, highest, percentage
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.agreement import named_unit
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_CLEAR = article("财预〔2015〕88号", "设定")
_VALUES = article("财预〔2021〕101号", "取值")
_SESSIONS = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_QUALITY = "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值"


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
    if operator.is_ceiling or top < HUNDRED:
        return None, None
    if top > HUNDRED or operator is targets.Operator.GT:
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
        if _NAMES_UNIT.search(unbracketed_name(row)) or named_unit(row.indicator.name or "") or _HAS_UNIT.search(name):
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
    return len(wanted) == 1 and percentage(wanted[0]) and _NUMBER_NAME.search(unbracketed_name(row)) is not None


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
