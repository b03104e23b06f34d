"""IND, indicators against the goal (指标与目标的对应): figures of the goal without indicator, strangers, benefits put in to fill a line."""

import re
from collections.abc import Iterator

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.printed import Figure, aimed, bare_name, figures, holds_figure, stripped
from jixiao.audit.project_topics import name_left_unanswered
from jixiao.audit.repeats import SHOWN, Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.audit.second_levels import misplaced, printed_level
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_CLEAR = article("财预〔2015〕88号", "设定")
_REVIEWED = article("财预〔2015〕88号", "审核")
_KINDS = article("财预〔2021〕101号", "指标类型")

_FOREIGN = re.compile(
    r"中小学生|在校学生|师生|校园|教师|幼儿园|游客|旅游|景区|种植|养殖|粮食|农药|化肥|造林|森林|草原|河道|水库|灌溉|公路|道路|桥梁|路灯|住房|棚户|拆迁"
    r"|创业|招商|产值|宗教|民族团结|文物|图书|体育|健身|征兵|消防|渔业|生猪|环卫|绿化|受益老年人|养老机构|敬老院|殡葬|婚姻登记"
)
_OWN_FIELD = re.compile(r"医|保|病|药|诊|救助|待遇|住院|照护|护理|失能")


@check(
    code="IND-10",
    name="indicator-unrelated",
    title="指标与项目无关",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(_REVIEWED,),
    forms=ANY_FORM,
    definition=(
        "三级指标说的是其他行业的对象（如游客、道路、校园），名称里没有医疗保障的内容，项目名称、总体目标和其他指标也都没有提到；"
        "医疗救助项目的满意度只问参保群众、不问救助对象；项目名称所说的事（信息化、医疗救助、档案等）在目标和指标中都没有；只作提示。"
    ),
    why="与项目无关的指标多是从别的表里抄来的，复核时该项可能不予计分。",
    remedy="核对是否误抄其他项目的指标；确有关联的，在总体目标中写明。",
    faulty="指标：效益指标 / 社会效益指标 / 游客投诉处理率 | 分值 15 | 指标值 ≥95% | 实际值 97% | 得分 15",
    sound="指标：效益指标 / 社会效益指标 / 参保群众投诉处理率 | 分值 15 | 指标值 ≥95% | 实际值 97% | 得分 15",
)
def indicator_unrelated(case: Case) -> Iterator[Fault]:
    """IND-10: an indicator speaks of what the project is about; told only where its subject is nowhere else in the form."""
    yield from _other_people_asked(case)
    yield from name_left_unanswered(case)
    strange = [(row, found.group()) for row in case.rows if (found := _foreign(row))]
    if not strange:
        return
    form = case.evaluation
    elsewhere = [
        form.title,
        form.project_name,
        *(goal.expected for goal in form.goals),
        *(goal.actual for goal in form.goals),
    ]
    elsewhere += [field.value for field in form.fields] + [
        management.description for management in form.fund_management
    ]
    for row, word in strange:
        others = [other.indicator.name for other in case.rows if other is not row]
        if not any(word in text for text in (*elsewhere, *others) if text):
            yield case.finding(
                message=f"{quoted(row.name)}说的是“{word}”，项目名称、总体目标和其他指标都没有提到，疑与本项目无关。",
                quotes=[row.path("name")],
            )


_AID = re.compile(r"医疗救助")
_AID_PEOPLE = re.compile(r"救助|困难|低保|特困|低收入|受助|资助|重点对象|服务对象|受益")
_INSURED = re.compile(r"参保(?:群众|人员|对象|患者|居民|人)")


def _other_people_asked(case: Case) -> Iterator[Fault]:
    """A fund of medical aid asks the insured at large whether they are content, and nobody of those whom its indicators help."""
    if not _AID.search(case.evaluation.project_name or ""):
        return
    if sum(_AID_PEOPLE.search(row.name) is not None for row in case.rows) < _SOME:
        return
    asked = [row for row in case.rows if "满意" in (row.indicator.name or "")]
    if asked and all(_INSURED.search(row.name) and not _AID_PEOPLE.search(row.name) for row in asked):
        yield from in_one(
            case,
            (Repeat(row, aimed(row), ("name",)) for row in asked),
            "问的是参保群众，医疗救助资金的服务对象是救助对象，请核对调查对象",
        )


def _foreign(row: Row) -> re.Match[str] | None:
    name = bare_name(row)
    found = _FOREIGN.search(name)
    return None if found is None or _OWN_FIELD.search(name) else found


class Aim(msgspec.Struct, frozen=True):
    """A figure that a goal sets, with the words it is about and the clause as printed."""

    clause: str
    subject: str
    figure: Figure


_CLAUSE = re.compile(r"[，,；;。\n]|\s{2,}")
_LEADING = re.compile(r"^\s*(?:目标\s*\d*\s*[:：、.]?|[一二三四五六七八九十]+是|\d{1,2}[、.．]|[(（]\d{1,2}[)）])\s*")
_SET = {
    targets.Operator.GE,
    targets.Operator.GT,
    targets.Operator.LE,
    targets.Operator.LT,
    targets.Operator.EQ,
}
_AIMED = re.compile(r"(?:稳定|保持|维持|控制)在|达到?|提[高升][到至]|不[低少高超]")
_FILLING = re.compile(
    r"基本医疗保险|医疗保险|医疗保障|医保|确保|实现|完成|达到|力争|全年|全市|全县|全区|全州|全省|符合|条件|按规定|本年|年度|[的等及和与、()“”]"
)


def aims(expected: str | None) -> Iterator[Aim]:
    """The figures that a goal sets (参保率不低于95%); money and dates are left out, they need no indicators of their own."""
    if expected is None or not holds_figure(expected):
        return
    for piece in _CLAUSE.split(expected):
        clause = _LEADING.sub("", piece)
        if not holds_figure(clause):
            continue
        value = targets.parse(clause)
        if (
            not isinstance(value, targets.Quantity | targets.Range)
            or not value.subject
            or value.unit.base in {"", "元"}
        ):
            continue
        if isinstance(value, targets.Range) or value.operator in _SET or _AIMED.search(clause):
            yield Aim(clause, _core(value.subject), value)


def _core(text: str) -> str:
    return _FILLING.sub("", stripped(text))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


_ENOUGH, _NEAR = 0.5, 0.15
_SOME = 2
_RATE = "%"


class Told(msgspec.Struct, frozen=True):
    """What an indicator speaks of: the pairs of characters of its words, and the figures of its target."""

    row: Row
    pairs: frozenset[str]
    figures: tuple[Figure, ...]


def _told(row: Row) -> Told:
    printed = figures(row.target)
    words = _core(f"{row.indicator.name or ''}{''.join(figure.subject or '' for figure in printed)}")
    return Told(row, _pairs(words), printed)


def _likeness(told: Told, aim: Aim) -> float:
    """How much of a goal's words an indicator has: 1 where it may be the one asked for, by its words or its figure and some words."""
    wanted = _pairs(aim.subject)
    common = len(wanted & told.pairs)
    if not wanted or common >= _ENOUGH * len(wanted):
        return 1
    # Ninety percent is wanted of many things, three hundred visits only of one.
    enough = _SOME if aim.figure.unit.base == _RATE else 1
    if common >= enough and any(_same(figure, aim.figure) for figure in told.figures):
        return 1
    other = bool(told.figures) and all(figure.unit.base != aim.figure.unit.base for figure in told.figures)
    return 0 if other else common / len(wanted)


def _same(one: Figure, other: Figure) -> bool:
    if isinstance(one, targets.Quantity) and isinstance(other, targets.Quantity):
        return one.unit.base == other.unit.base and one.value == other.value
    if isinstance(one, targets.Range) and isinstance(other, targets.Range):
        return (one.low, one.high, one.unit.base) == (other.low, other.high, other.unit.base)
    return False


@check(
    code="IND-12",
    name="goal-figure-without-indicator",
    title="总体目标的量化要求没有对应指标",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, article("财预〔2015〕163号", 4), _REVIEWED),
    forms=ANY_FORM,
    definition="年度总体目标写明了数值要求（如“参保率不低于95%”），指标表里没有名称相近、或数值相同且用词相近的指标；金额和日期不算。",
    why="目标里承诺的数没有指标去考核，完成与否无人过问；指标体系也就不能反映总体目标。",
    remedy="为该项目标增设指标并写明指标值，或说明由哪一项指标反映。",
    faulty="目标：预期 组织政策宣传，困难人员参保率不低于99% | 实际 组织宣传11场，困难人员参保率99.6%",
    sound="目标：预期 组织政策宣传，参保群众政策知晓率不低于80% | 实际 组织宣传11场，知晓率84%",
)
def goal_figure_without_indicator(case: Case) -> Iterator[Fault]:
    """IND-12: whatever figure the goal sets has an indicator."""
    wanted = [(index, aim) for index, goal in enumerate(case.evaluation.goals) for aim in aims(goal.expected)]
    if not wanted or not case.rows:
        return
    indicators = [_told(row) for row in case.rows]
    missing: dict[int, list[str]] = {}
    for index, aim in wanted:
        nearest, likeness = max(((told, _likeness(told, aim)) for told in indicators), key=lambda pair: pair[1])
        if likeness == 1:
            continue
        clause = quoted(aim.clause.strip())
        if likeness < _NEAR:
            missing.setdefault(index, []).append(clause)
            continue
        closest = f"名称最接近的是{quoted(nearest.row.name)}，请核对是否由它反映"
        yield case.finding(
            message=f"总体目标写明{clause}，指标表里没有对应的指标，{closest}。",
            quotes=[f"goals/{index}/expected", nearest.row.path("name")],
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )
    for index, clauses in missing.items():
        count = f"等{len(clauses)}项" if len(clauses) > SHOWN else ""
        yield case.finding(
            message=f"总体目标写明{''.join(clauses[:SHOWN])}{count}，指标表里没有对应的指标。",
            quotes=[f"goals/{index}/expected"],
            certainty=Certainty.POSSIBLE if case.damaged else None,
        )


_ECOLOGY = re.compile(r"纸|电|能耗|节能|耗能|水|碳|排放|废|垃圾|污染|扬尘|噪|绿化|环保|绿色")
_BUILDING = re.compile(r"工程|基建|建设|维修|改造|装修|修缮|装饰|拆除|医疗废")
_ANY_EFFECT = re.compile(
    r"(?:对?[一-龥]{0,6}?)(?:有|具有|产生|起到|发挥)?(?:一定|较好|较大|积极|良好|明显|正面|正向)+的?(?:积极|促进|推动|正面|良好)?的?(?:作用|影响|意义|效果)"
)
_BENEFITS = {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}


@check(
    code="IND-16",
    name="filler-benefit",
    title="效益指标空泛凑数",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_KINDS, _CLEAR),
    forms=ANY_FORM,
    definition=(
        "与环境无关的项目设了生态效益指标，名称和指标值都没有用纸、能耗、排放等可以核对的内容；"
        "或效益指标的指标值只写“有一定的积极作用”“对社会有积极影响”一类套话。"
    ),
    why="为凑齐类别而设的指标既不能取数也不能考核，分值等于白送。",
    remedy="没有生态效益的不设该类指标，权重调到其他效益指标；保留的写明可以核对的变化，如用纸量、能耗。",
    faulty="""
        指标：效益指标 / 可持续影响指标 / -
        指标：效益指标 / 生态效益指标 / 对周边生态环境的作用 | 分值 15 | 指标值 一定的积极作用 | 实际值 有一定作用 | 得分 15
    """,
    sound="""
        指标：效益指标 / 可持续影响指标 / -
        指标：效益指标 / 生态效益指标 / 办公用纸量降幅 | 分值 15 | 指标值 ≥10% | 实际值 12% | 得分 15
    """,
)
def filler_benefit(case: Case) -> Iterator[Fault]:
    """IND-16: a benefit can be looked for and found, or it is left out."""
    told = []
    for row in case.rows:
        if some_effect(row):
            told.append(Repeat(row, f"{aimed(row)}是套话", ("level2", "name", "target")))
        elif printed_level(row.indicator.level2) == "生态效益指标" and _no_ecology(case, row):
            told.append(Repeat(row, f"{aimed(row)}与生态环境无关或无从核对", ("level2", "name", "target")))
    yield from in_one(case, told, "效益指标空泛，无从核对")


def some_effect(row: Row) -> bool:
    """Tell whether the target of a benefit only promises some good effect (有一定的积极作用)."""
    target = row.indicator.target
    if target is None or not target.rstrip("。 ").endswith(("用", "影响", "意义", "效果")):
        return False
    plain = re.sub(r"[\s。]", "", key(target))
    return printed_level(row.indicator.level2) in _BENEFITS and _ANY_EFFECT.fullmatch(plain) is not None


def _no_ecology(case: Case, row: Row) -> bool:
    """Tell whether a line of ecology names nothing that can be looked up, in a project that neither builds nor disposes."""
    if row.indicator.target is None or holds_figure(row.indicator.target):
        return False
    said = f"{row.indicator.name or ''}{row.indicator.target}"
    about = f"{case.evaluation.project_name or ''}{''.join(goal.expected or '' for goal in case.evaluation.goals)}"
    return not _ECOLOGY.search(said) and not _BUILDING.search(about) and misplaced(row) is None
