"""IND, the indicator as it is named (指标名称与归类): in its place, one thing only, an output of this year, named once."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.printed import aimed, bare_name, figures, holds_figure, parts, short
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.audit.second_levels import Misplaced, misplaced, printed_level
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS

_KINDS = article("财预〔2021〕101号", "指标类型")
_CLEAR = article("财预〔2015〕88号", "设定")
_VALUES = article("财预〔2021〕101号", "取值")
_SESSIONS = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"


@check(
    code="IND-01",
    name="second-level-mismatch",
    title="指标放错二级指标",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_KINDS,),
    forms=ANY_FORM,
    definition=(
        "三级指标的名称和指标值明显属于另一类二级指标，例如响应时间放在数量指标、培训次数放在质量指标、可支付月数放在时效指标。"
        "按词典给名称用词和指标值形式打分，另一类得分高且明显超过所列类别的才报，并写明依据的用词；满意度指标内的见SAT-07。"
        "数量指标里有两行以上比率（完成率、覆盖率等除外）或有占比的、指标值只写及时或质量要求的，时效指标考核次数、个数或覆盖率、合格率的，只作提示。"
    ),
    why="类别放错，数量、质量、时效、成本就不能各自反映，权重分配和横向比较都会失真。",
    remedy="把指标移到相应的二级指标下，同步调整权重；确有特殊考虑的在备注说明。",
    faulty="指标：产出指标 / 质量指标 / 举办宣传培训 | 分值 10 | 指标值 ≥3期 | 实际值 3期 | 得分 10",
    sound="指标：产出指标 / 数量指标 / 举办宣传培训 | 分值 20 | 指标值 ≥3期 | 实际值 3期 | 得分 20",
)
def second_level_mismatch(case: Case) -> Iterator[Fault]:
    """IND-01: an indicator stands under the second level that its name and target speak of."""
    told = [(row, found) for row in case.rows if (found := misplaced(row))]
    counted = [(row, found) for row, found in told if found.printed in _BENEFITS and found.belongs == "数量指标"]
    plain = [each for each in told if each not in counted]
    fields = ("level2", "name", "target")
    yield from in_one(
        case, (Repeat(row, _belongs(row, found), fields) for row, found in plain), "所列二级指标与内容不符"
    )
    # A benefit may be told by a count that would be an output elsewhere; whether it is one depends on the project.
    yield from in_one(
        case,
        (Repeat(row, _belongs(row, found), fields) for row, found in counted),
        "更像产出的数量，请核对能否反映效益",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )

    known = {row.index for row, _ in told}
    others = [row for row in case.rows if row.index not in known]
    rates = [row for row in others if _rate_as_quantity(row)]
    if len(rates) >= _SEVERAL or any(_PROPORTION.search(bare_name(row)) for row in rates):
        yield from in_one(
            case,
            (Repeat(row, aimed(row), fields) for row in rates),
            "是比率，列在数量指标；数量指标反映提供的产品和服务有多少，请核对批复的指标归类",
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )
    yield from in_one(
        case,
        (Repeat(row, aimed(row), fields) for row in others if _count_as_time(row)),
        "列在时效指标，指标值却是数量，看不出时间要求",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )
    for belongs, fault in (
        (_rate_as_time, "列在时效指标，考核的却是覆盖、合格等比率，看不出时间要求"),
        (_manner_as_quantity, "列在数量指标，指标值却是时效或质量的要求"),
        (_cut_satisfaction, "名称像是“满意度”没有写完，应属满意度指标"),
    ):
        yield from in_one(
            case,
            (Repeat(row, aimed(row), fields) for row in others if belongs(row)),
            fault,
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


_RATE_NAME = re.compile(r"(?<!效)(?:率|比例|占比|比重)$")
_RATE_OF_WORK = re.compile(r"(?:完成|执行|支付|拨付|发放|到位|落实|采购|开工|进度|覆盖|普及|接入)率$")
"""Rates that say how much of a planned quantity was done, or how much of what there is was reached."""

_PROPORTION = re.compile(r"(?:占比|比重)$")
_RATE_OF_EXTENT = re.compile(r"(?:覆盖|合格|达标|优良|知晓|参保|激活|普及)率$|(?:占比|比重)$|满意[度率]$")
_MANNER = re.compile(r"[一-龥]{4}(?:及时|按时)(?=[，,、。；;]|$)|[，,、]质量(?:较|很)?[高好优]?[。]?$")
_CUT = re.compile(r"(?:群众|对象|人员|患者|居民|职工|机构)满$")

_HOW_OFTEN = re.compile(r"频次|频率|每[月季年周日天]|\d\s*[月日天]")


def _rate_as_quantity(row: Row) -> bool:
    """Tell whether a share in percent stands among the quantities."""
    wanted = figures(row.target)
    if printed_level(row.indicator.level2) != "数量指标" or len(wanted) != 1 or wanted[0].unit.base != "%":
        return False
    name = re.sub(r"\([^()]*\)", "", bare_name(row))
    return _RATE_NAME.search(name) is not None and not _RATE_OF_WORK.search(name)


def _rate_as_time(row: Row) -> bool:
    """Tell whether how much was reached, or how well, is asked for in a line of time."""
    if printed_level(row.indicator.level2) != "时效指标" or not _RATE_OF_EXTENT.search(bare_name(row)):
        return False
    return not isinstance(row.target, targets.Deadline) and "时" not in (row.indicator.target or "")


def _manner_as_quantity(row: Row) -> bool:
    """Tell whether a target among the quantities has no figure and only asks that something be in time or good."""
    target = row.indicator.target
    if target is None or printed_level(row.indicator.level2) != "数量指标" or holds_figure(target):
        return False
    return _MANNER.search(target) is not None


def _cut_satisfaction(row: Row) -> bool:
    """Tell whether the name of a row that is not about satisfaction breaks off in the word for it."""
    name = row.indicator.name or ""
    return name.endswith("满") and printed_level(row.indicator.level2) != "满意度指标" and _CUT.search(name) is not None


def _count_as_time(row: Row) -> bool:
    """Tell whether a plain count is the target of a line of time; how often something is done is a matter of time."""
    wanted = figures(row.target)
    if printed_level(row.indicator.level2) != "时效指标" or len(wanted) != 1 or wanted[0].per:
        return False
    counted = wanted[0].unit.base in {"人", "人次", "家次", "户次", *CLASSIFIERS}
    return counted and not _HOW_OFTEN.search(f"{bare_name(row)} {row.indicator.target}")


_BENEFITS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})


def _belongs(row: Row, found: Misplaced) -> str:
    words = "、".join(map(quoted, found.words))
    return f"{aimed(row)}列在{quoted(row.indicator.level2)}，按用词{words}应属{found.belongs}"


_HEAD = r"(?:率|数|度|量|时间|时限|次数|人数|金额|比例|占比|质量|成本)"
_TWO_HEADS = re.compile(rf"[一-龥]{_HEAD}[、和及与,，/][一-龥]{{0,12}}{_HEAD}(?:情况)?$")
_TWO_CLAIMS = re.compile(r"[一-龥]{2}(?:及时|规范|准确|完整|到位|合规)[,，、且并](?:且|并)?[一-龥]{2}")
_ONE_WORD = re.compile(r"数量和?质量|准确及时|人数和?人次|效率和?质量|时间和?地点|数、")
_SEVERAL = 2


@check(
    code="IND-07",
    name="compound-indicator",
    title="一行设了几个指标",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_CLEAR, _VALUES),
    forms=ANY_FORM,
    definition=(
        "一行指标的名称并列两个衡量内容（如“参保人数、参保率”），或指标值对两个以上不同对象分别规定数值；区间和附带的说明不算。"
        "名称并列两件事（参加或举办、两种审查），或列举三个以上方面而没有数量，指标值用分号并列几个条件、或连写三个以上目的的，只作提示。"
    ),
    why="两项中一项完成一项没完成时，这一行无法记分，也看不出各占多少分值。",
    remedy="拆成几行，各定指标值和分值。",
    faulty="指标：产出指标 / 数量指标 / 宣传场次、群众参与率 | 分值 20 | 指标值 ≥10场，≥60% | 实际值 11场，65% | 得分 20",
    sound=f"{_SESSIONS} ≥10场 | 实际值 11场 | 得分 20",
)
def compound_indicator(case: Case) -> Iterator[Fault]:
    """IND-07: one row measures one thing."""
    told = [row for row in case.rows if _several_values(row) or _several_names(row)]
    yield from in_one(
        case, (Repeat(row, aimed(row), ("name", "target")) for row in told), "一行里有几个衡量内容，应当拆开"
    )
    several = [row for row in case.rows if row not in told and first_level(row) not in {First.DECISION, First.PROCESS}]
    yield from in_one(
        case,
        (Repeat(row, aimed(row), ("name", "target")) for row in several if _several_works(row) or _several_aims(row)),
        "一行里并列了几件事或几个条件，其中一件没有做到时无法记分",
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


_TWO_WORKS = re.compile(
    r"参[加与][^,，。;；]{0,12}或者?(?:开展|举办|组织|承办)"
    r"|[一-龥](审查|审核|评估|论证|验收)[、和及与][一-龥]{2,8}\1(?:情况|工作)?$"
)
_SEVERAL_FIELDS = re.compile(
    r"[一-龥]{3,12}、[一-龥]{3,12}[、和及][一-龥]{3,14}等?(?:各?方面|几方面|多方面)(?:的)?[一-龥]{2,6}$"
)
_AIM = re.compile(
    r"^(?:不断|进一步|持续|切实|有效)?(?:强化|加强|维护|提[高升]|促进|推进|推动|保障|减轻|改善|增强|完善|健全|营造|规范|优化|打击)"
)
_AIMS, _LONG = 3, 10


def _several_works(row: Row) -> bool:
    name = bare_name(row)
    if _TWO_WORKS.search(name):
        return True
    return not figures(row.target) and _SEVERAL_FIELDS.search(name) is not None


def _several_aims(row: Row) -> bool:
    """Tell whether a target in words sets several conditions, or strings several aims together."""
    target = row.indicator.target or ""
    if row.indicator.rule or len(target) < _SEVERAL * _LONG or figures(row.target):
        return False
    conditions = re.split("[；;]", target.rstrip("。；; "))
    if len(conditions) >= _SEVERAL and all(len(each.strip()) >= _LONG for each in conditions):
        return True
    aims = re.split("[，,、；;]", target.rstrip("。 "))
    return len(aims) >= _AIMS and all(_AIM.search(each.strip()) for each in aims)


def _several_values(row: Row) -> bool:
    """Tell whether a target fixes figures for several objects or in several units that do not belong together."""
    if not isinstance(row.target, targets.Compound):
        return False
    wanted = figures(row.target)
    subjects = {figure.subject for figure in wanted if figure.subject}
    units = {figure.unit.base for figure in wanted}
    return (
        len(wanted) >= _SEVERAL
        and len(parts(row.target)) == len(wanted)
        and (len(subjects) >= _SEVERAL or len(units) >= _SEVERAL)
    )


def _several_names(row: Row) -> bool:
    name = bare_name(row)
    if _ONE_WORD.search(name):
        return False
    return _TWO_HEADS.search(name) is not None or _TWO_CLAIMS.search(name) is not None


_STAFF = re.compile(
    r"科室.{0,6}(?:数|个数)|内设机构数|(?:安排|指定|落实)(?:\d+人|专人|专职人员|工作人员).{0,2}(?:负责|管理|办理)|安排\d+人|"
    r"配备(?:专职|工作|办公)人员|(?<!参训)(?<!培训)工作人员(?:人?数|数量)|在[职编]人数|编制数"
)
_MONEY = re.compile(
    r"(?:资金|经费|预算)(?:支付|拨付|使用|执行|支出)(?:率|额|金额|进度|比例)$|(?:专项|项目|工作|业务)?经费$|(?:专项|项目)资金$"
)
_DELIVERED = re.compile(
    r"救助|补助|待遇|奖励|补贴|发放|追回|挽回|拒付|查处|处罚|征缴|筹集|审核|监管|审计|监督|检查|报销|结算|及时"
)


@check(
    code="IND-08",
    name="input-as-output",
    title="以投入代替产出",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_KINDS, _CLEAR),
    forms=ANY_FORM,
    definition=(
        "数量、质量、时效指标写的是投入：科室个数、安排几个人、资金支付率、经费数额等，不是提供的产品或服务；"
        "发放到服务对象手中的补助、救助、奖励本身就是产出，不算。"
    ),
    why="投入多少人、花了多少钱不等于办成了什么事；只有“资金支付率”的数量指标，复核时可能被扣至0分。",
    remedy="改写为本项目提供的产品或服务的数量、质量和时限；资金使用情况放在成本指标或预算执行率。",
    faulty="指标：产出指标 / 数量指标 / 项目资金支付率 | 分值 20 | 指标值 ≥90% | 实际值 96% | 得分 20",
    sound=f"{_SESSIONS} ≥10场 | 实际值 11场 | 得分 20",
)
def input_as_output(case: Case) -> Iterator[Fault]:
    """IND-08: outputs are what the project provides, not the people and money it takes."""
    yield from in_one(
        case,
        (Repeat(row, aimed(row), ("name", "target")) for row in case.rows if _input(row)),
        "写的是投入的人员、科室或资金，不是产出",
    )


def _input(row: Row) -> bool:
    second = second_level(row)
    if second not in {Second.QUANTITY, Second.QUALITY, Second.TIMELINESS} or first_level(row) is First.PROCESS:
        return False
    name = bare_name(row)
    subjects = "".join(part.subject or "" for part in figures(row.target))
    if _STAFF.search(f"{name} {key(subjects)}"):
        return True
    return second is Second.QUANTITY and _MONEY.search(name) is not None and not _DELIVERED.search(name)


_FILLING = re.compile(
    r"\([^()]*\)|[“”\"'《》、,，。;；:]|有效|切实|不断|进一步|持续|积极|全面|充分|情况|工作|的|进行|开展|实现|提高|提升|加强|保障|确保"
)
_SHORTEST = 4


def _core(row: Row) -> str:
    """The name without filling words, so that 提升参保群众满意度 and 参保群众满意度 are the same."""
    return _FILLING.sub("", bare_name(row))


@check(
    code="IND-09",
    name="indicator-repeated",
    title="指标重复",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(_KINDS, _CLEAR),
    forms=ANY_FORM,
    definition="同一张表里两行指标名称相同（不计“提升”“情况”等虚词），或产出与效益两行名称、指标值都相同；注明“其中”的分项和指标值不同的分地区、分批次行不算。",
    why="同一件事算两次分，等于加大了它的权重；产出和效益相同的，复核时其中一项可能不予计分。",
    remedy="保留一行；产出写做了什么，效益写带来什么变化。",
    faulty="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 11场 | 得分 10
        指标：产出指标 / 数量指标 / 开展政策宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 11场 | 得分 10
    """,
    sound="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 11场 | 得分 10
        指标：产出指标 / 数量指标 / 宣传资料印制册数 | 分值 10 | 指标值 ≥2000册 | 实际值 2100册 | 得分 10
    """,
)
def indicator_repeated(case: Case) -> Iterator[Fault]:
    """IND-09: no thing is measured twice in a form."""
    first: dict[str, Row] = {}
    for row in case.rows:
        core = _core(row)
        if len(core) < _SHORTEST or "其中" in bare_name(row):
            continue
        earlier = first.setdefault(core, row)
        if earlier is row:
            continue
        same = key(earlier.indicator.target or "") == key(row.indicator.target or "")
        if not same:
            continue
        level = row.indicator.level2 if earlier.indicator.level1 == row.indicator.level1 else row.indicator.level1
        other = (
            earlier.indicator.level2 if earlier.indicator.level1 == row.indicator.level1 else earlier.indicator.level1
        )
        where = f"都列在{quoted(level)}" if level == other else f"分别列在{quoted(other)}和{quoted(level)}"
        yield case.finding(
            message=f"{quoted(earlier.name)}与{quoted(row.name)}{where}，指标值都是{quoted(row.indicator.target)}，是同一个指标。",
            quotes=[earlier.path("name"), row.path("name"), earlier.path("target"), row.path("target")],
        )


_OWN_FIGURE = re.compile(
    r"(?:达到?|高达|不低于|不少于|至少|超过|≥|>|完成)[^\d，,。]{0,4}\d+(?:\.\d+)?(?:%|人|次|家|个|场|期|户|万|元|份)"
)
_PRAISE = re.compile(
    r"(?:^|[,，、:])(?:有效(?!金额|率|期|性|面积)|切实|显著(?!性)|明显|充分(?!性|利用)|不断(?!网|电|档)|大力|积极(?!性)|逐步|进一步|稳步|圆满|顺利)[一-龥]{2}"
    r"|(?:有力|有序开展|稳步推进|符合[一-龥]{0,6}要求|质量较高|高度满意|成效(?:明显|显著)|得到[一-龥]{0,8}(?:保障|提升|改善|落实))$"
    r"|(?<!及)时,?[一-龥]{0,4}质量较?高|(?:率|度|比例?)(?:有所|稳步|逐年|不断|持续|明显|显著)?(?:上升|提升|提高|下降|降低)$"
)


@check(
    code="IND-11",
    name="name-states-result",
    title="指标名称写成了结论",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(_CLEAR,),
    forms=ANY_FORM,
    definition="三级指标的名称写成了结果或评价（“有效缓解…”“满意度高达95%”“知晓率提升”），或把指标值写进了名称；每张表合并报一次。",
    why="名称里已经下了结论，指标值和完成值就成了重复，年底无论如何都算完成。",
    remedy="名称只写衡量什么（如“参保群众满意度”），达到多少写在指标值里。",
    faulty="指标：效益指标 / 社会效益指标 / 有效缓解群众就医压力 | 分值 15 | 指标值 有效缓解 | 实际值 达成预期指标 | 得分 15",
    sound="指标：效益指标 / 社会效益指标 / 群众就医压力缓解程度 | 分值 15 | 指标值 有效缓解 | 实际值 达成预期指标 | 得分 15",
)
def name_states_result(case: Case) -> Iterator[Fault]:
    """IND-11: a name says what is measured, not what came of it."""
    yield from in_one(
        case,
        (Repeat(row, short(row.name), ("name",)) for row in case.rows if _concludes(row)),
        "指标名称写成了结论或带有指标值",
    )


def _concludes(row: Row) -> bool:
    if first_level(row) in {First.DECISION, First.PROCESS}:
        return False
    name = bare_name(row)
    return _OWN_FIGURE.search(name) is not None or _PRAISE.search(name) is not None


_LAST_YEAR = re.compile(
    r"(?<![较比同与超过于占])(?:上一?年度?+|去年)(?!末|底|同期|结[转余]|平均|水平|基数|实际|欠|遗留|发现|问题|整改|未|审计|检查)"
)
_PRINTED_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!以来|起|以前|以后|之前|前|后|[-至到—~])(?:度)?")
_SPANNING = re.compile(
    r"20\d\d年?度?[-至到—~、和及]|结[转余]|整改|清算|决算|审计|以前|遗留|尾款|质保|续|欠|补缴|补发|历年|累计|项目|工程|文件|号|方案|目录|办法|版"
)


@check(
    code="IND-13",
    name="indicator-of-another-year",
    title="指标属于其他年度",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(_CLEAR, article("财预〔2020〕10号", 11)),
    forms=ANY_FORM,
    definition="三级指标的名称写的是上年度的事，或印有早于本表年度的年份；与上年比较、上年结转、整改、清算等本年度办理的事不算。",
    why="上年度的工作与本年度资金无关，用它得分等于没有评价本年度的支出。",
    remedy="换成本年度的指标；确属本年度开展的（如本年度进行的上年度考核），在备注中说明。",
    faulty="指标：产出指标 / 质量指标 / 上年度宣传工作考核得分 | 分值 10 | 指标值 ≥90分 | 实际值 95分 | 得分 10",
    sound="指标：产出指标 / 质量指标 / 年度宣传工作考核得分 | 分值 10 | 指标值 ≥90分 | 实际值 95分 | 得分 10",
)
def indicator_of_another_year(case: Case) -> Iterator[Fault]:
    """IND-13: an indicator measures what was done in the form's own year."""
    for row in case.rows:
        why = _other_year(bare_name(row), case.evaluation.year)
        if why is not None:
            yield case.finding(message=f"{quoted(row.name)}{why}。", quotes=[row.path("name")])


def _other_year(name: str, year: int | None) -> str | None:
    if "年" not in name:
        return None
    if _LAST_YEAR.search(name):
        return "说的是上年度的事，不能反映本年度的绩效"
    if year is None or _SPANNING.search(name):
        return None
    printed = [found for found in _PRINTED_YEAR.findall(name) if int(found) < year]
    return f"印有{printed[0]}年，本表为{year}年度" if printed else None
