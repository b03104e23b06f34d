"""XFM: one fact told in two places, and what is counted twice: the figures of a unit and a year held against each other."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.audit.asked_twice import asked_twice
from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed, Told
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, level_of
from jixiao.audit.parts_of_rows import parts_above_rows
from jixiao.audit.times_and_heads import times_and_heads
from jixiao.facts import name_core
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"

STATE = re.compile(
    r"参保(?:总)?人数|参保率|激活率|结算率|报销比例|支付比例|补偿比|住院率|运行率|知晓率|网采率|上传率|覆盖率|非标率|可支配月数|次均费用"
    r"|(?:累计|滚存|当期|年度)结[余存]|^(?:定点|两定)[一-鿿]{0,4}(?:机构|药店|医院)(?:总)?(?:数|数量|家数)$|编制(?:人)?数|(?:户籍|常住)人口|基金(?:收入|支出)"
    r"|(?:追回|拒付|处罚|扣减|收回|节约)[一-鿿]*(?:资金|金额|违约金|基金)|救助(?:人次|人数|比例|资金)|上线率|开通率|接入率"
)
"""What is a state of the whole unit or region in a year, so that every project that tells of it must tell the same."""

_SHORTEST = 5
"""Characters of a measure that say enough to be the same thing within one form."""
_MOST_QUOTES = 6


class _Key(NamedTuple):
    unit: str
    measure: str
    base: str
    per: tuple[str, ...]
    year: int | None
    period: str


@check(
    code="XFM-01",
    name="same-fact-told-differently",
    title="同一事实前后说法不一",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, "第五章"),),
    definition=(
        "同一单位同一年度的同一事实，在指标、目标完成情况、原因说明、结论、正文或另一张表中数值不同；"
        "或者一处所说的部分大于另一处所说的总体，如“其中”一行的完成值大于上面一行。目标按人次而指标按人数的，只作提示。"
    ),
    why="几处说法不能同时成立，至少有一处取数有误或没有更新；公开后互相矛盾，完成值也失去依据。",
    remedy="核对业务系统或原始台账，确定统一口径和数据来源，几处一并改正；口径确实不同的在表中写明。",
    faulty="""
        目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，全市职工医保参保率达96.2%
        指标：效益指标 / 社会效益指标 / 职工医保参保率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15
    """,
    sound="""
        目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，全市职工医保参保率达84%
        指标：效益指标 / 社会效益指标 / 职工医保参保率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15
    """,
)
def same_fact_told_differently(collection: Collection) -> Iterator[Fault]:
    """XFM-01: what is done is told with one figure wherever it is told, and no part is more than its whole."""
    groups: dict[_Key, list[Told]] = {}
    for told in collection.told:
        said = told.statement
        if said.planned or said.per:
            continue
        measure = f"{said.act}{said.object}" if said.act and said.object and said.unit in _COUNTED else said.measure
        if len(measure) < _SHORTEST or (said.origin == "actual" and not STATE.search(measure) and not said.object):
            # A row of its own project: only the texts of the same form can speak of the same.
            measure = said.measure
        key = _Key(collection.unit_of(told), name_core(measure), said.unit, said.per, said.year, said.period)
        groups.setdefault(key, []).append(told)
    for key, members in groups.items():
        if len(members) > 1 and len(key.measure) >= _SHORTEST:
            yield from _contradictions(collection, key, members)
    yield from _parts_above_wholes(collection)
    yield from parts_above_rows(collection)
    yield from times_and_heads(collection)


_COUNTED = frozenset({"家", "个", "户"})


def _contradictions(collection: Collection, key: _Key, members: list[Told]) -> Iterator[Fault]:
    """Report the first figure that another one contradicts, and all that differ from it."""
    everywhere = bool(STATE.search(key.measure)) or any(member.statement.object for member in members)
    if everywhere and "满意" not in key.measure:
        yield from _contradiction(collection, key, members)
        return
    homes: dict[tuple[int, int | None], list[Told]] = {}
    for member in members:
        homes.setdefault(_home(member), []).append(member)
    for told in homes.values():
        yield from _contradiction(collection, key, told)


def _home(told: Told) -> tuple[int, int | None]:
    return told.file, None if told.form is None else told.form.digest.index


def _contradiction(collection: Collection, key: _Key, members: list[Told]) -> Iterator[Fault]:
    exact = [member for member in members if not member.statement.bound]
    if len(members) < 2 or not exact:
        return
    first = exact[0]
    differing = [
        member
        for member in members
        if member.statement.contradicts(first.statement) and not _rows_of_one_form(member, first)
    ]
    if not differing:
        return
    other = differing[0]
    blamed, reference = (other, first) if _audited(collection, other) else (first, other)
    if not _audited(collection, blamed) or (key.unit.startswith("文件") and blamed.file != reference.file):
        return
    same_home = _home(blamed) == _home(reference)
    prose = "actual" not in {blamed.statement.origin, reference.statement.origin}
    told_as_row = not prose and not blamed.statement.object
    sure = told_as_row if same_home else told_as_row and not _by_survey(key.measure)
    gap = abs(blamed.statement.value - reference.statement.value)
    yield collection.finding(
        at=blamed.form if blamed.form is not None else blamed.file,
        message=(
            f"{_year(key.year)}{quoted(_spoken(blamed, key))}，{_where(blamed, blamed)}为{_said(blamed)}，"
            f"{_where(reference, blamed)}为{_said(reference)}，相差{_amount(gap, key.base)}。"
        ),
        quotes=[blamed, reference, *_others(differing, other)],
        figures={"一处": _said(blamed), "另一处": _said(reference)},
        certainty=None if sure else Certainty.POSSIBLE,
        doubtful=blamed.statement.doubtful or reference.statement.doubtful,
    )


def _rows_of_one_form(one: Told, two: Told) -> bool:
    """Tell whether both are indicator rows of the same form: rows of one name there are told of as duplicates, not here."""
    return one.statement.origin == two.statement.origin == "actual" and _home(one) == _home(two)


def _others(differing: list[Told], told_already: Told) -> list[Told]:
    return [member for member in differing if member is not told_already][: _MOST_QUOTES - 2]


def _by_survey(measure: str) -> bool:
    return "知晓" in measure or "满意" in measure


def _audited(collection: Collection, told: Told) -> bool:
    return told.file < collection.audited


def _spoken(told: Told, key: _Key) -> str:
    return told.statement.measure if told.statement.origin != "actual" else key.measure


_ORIGIN = {
    "actual": "实际完成值",
    "result": "总体目标完成情况",
    "note": "原因或备注",
    "conclusion": "自评结论",
    "management": "资金管理情况",
    "field": "其他栏目",
    "narrative": "正文",
    "target": "指标值",
    "expected": "预期目标",
}


def _where(told: Told, seen_from: Told) -> str:
    origin = _ORIGIN[told.statement.origin]
    if told.form is None:
        return origin if told.file == seen_from.file else f"另一文件的{origin}"
    if seen_from.form is told.form:
        return origin
    own = seen_from.form if seen_from.form is not None else seen_from.file
    return f"{told.form.called(own)}的{origin}"


def _said(told: Told) -> str:
    """The figure as printed."""
    return told.statement.printed


_MANY = 10000
"""From here on a figure is said in 万."""


def _amount(value: Decimal, base: str) -> str:
    if abs(value) >= _MANY:
        return f"{written(value / _MANY)}万{base}"
    return f"{written(value)}{base}"


def _year(year: int | None) -> str:
    return f"{year}年" if year else ""


class _Whole(NamedTuple):
    value: Decimal
    parts: tuple[Told, ...]


_PARTS = {"定点医药机构": ("定点医疗机构", "定点零售药店")}


def _parts_above_wholes(collection: Collection) -> Iterator[Fault]:
    """What was inspected or covered is not more than there is: counts of one unit and year, told in different places."""
    stock: dict[tuple[str, str, int | None], list[Told]] = {}
    acted: list[Told] = []
    for told in collection.told:
        said = told.statement
        if not said.object or said.planned or said.unit not in _COUNTED or said.period:
            continue
        if said.act in {"检查", "覆盖"}:
            acted.append(told)
        elif not said.act:
            stock.setdefault((collection.unit_of(told), said.object, said.year), []).append(told)
    seen: set[tuple[tuple[int, int | None], str, Decimal]] = set()
    for told in acted:
        said = told.statement
        mark = (_home(told), said.object, said.value)
        if mark in seen or said.bound == "≤" or not _audited(collection, told):
            continue
        seen.add(mark)
        unit = collection.unit_of(told)
        whole = _whole(stock, unit, said.object, said.year, told)
        if whole is None or said.value <= whole.value or said.value > whole.value * 3:
            continue
        if said.act == "检查" and all(part.file == told.file for part in whole.parts):
            continue  # Inspections within one file are told of by MED-12.
        sum_told = "＋".join(written(part.statement.value) for part in whole.parts)
        total = f"{sum_told}＝{written(whole.value)}" if len(whole.parts) > 1 else written(whole.value)
        yield collection.finding(
            at=told.form if told.form is not None else told.file,
            message=(
                f"{_year(said.year)}{said.act}{said.object}{_said(told)}，多于{_where(whole.parts[0], told)}所说的全部"
                f"{said.object}{total}家，部分大于总体。"
            ),
            quotes=[told, *whole.parts],
            figures={f"{said.act}数": written(said.value), "总数": written(whole.value)},
            suggestion="核对检查数是按家还是按家次统计、机构总数的统计时点和口径，改正有误的一处；按家次统计的改写为家次。",
            doubtful=said.doubtful,
        )


def _whole(
    stock: dict[tuple[str, str, int | None], list[Told]], unit: str, thing: str, year: int | None, part: Told
) -> _Whole | None:
    """How many there are of a thing, told in one figure or as the sum of its kinds in one text; None where nobody says it elsewhere."""
    direct = [told for told in stock.get((unit, thing, year), ()) if _home(told) != _home(part)]
    found = [_Whole(told.statement.value, (told,)) for told in direct if told.statement.bound in {"", "≤"}]
    kinds = [stock.get((unit, kind, year), []) for kind in _PARTS.get(thing, ())]
    for first in kinds[0] if len(kinds) == 2 else ():
        found += [
            _Whole(first.statement.value + second.statement.value, (first, second))
            for second in kinds[1]
            if _home(first) == _home(second) != _home(part) and first.statement.path == second.statement.path
        ]
    return max(found, key=lambda whole: whole.value, default=None)


@check(
    code="XFM-02",
    name="counted-under-two-funds",
    title="同一完成数在两个项目中重复反映",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_101, "指标类型"), article(_10, "第五章")),
    definition="同一单位同一年度的两个项目，设有名称、指标值、完成值都相同的产出或效益指标。",
    why="同一项工作成果计入两笔资金，会虚增绩效，也说明两个项目的支出内容和边界不清。",
    remedy="说明每笔资金各自支持的部分，按各自的投入分别设定指标和完成值；确属共同完成的，注明分摊口径。",
    faulty="""
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 质量指标 / 医保信息平台接口改造验收率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        目标：预期 保障信息系统平稳运行 | 实际 信息系统全年平稳运行，处置故障11起
        指标：产出指标 / 质量指标 / 医保信息平台接口改造验收率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
        指标：产出指标 / 时效指标 / 故障响应及时率 | 分值 10 | 指标值 ≥90% | 实际值 98% | 得分 10
        指标：效益指标 / 社会效益指标 / 系统全年可用率 | 分值 15 | 指标值 ≥99% | 实际值 99.9% | 得分 15
        指标：效益指标 / 可持续影响指标 / 系统安全运行月数 | 分值 15 | 指标值 ≥12个月 | 实际值 12.5个月 | 得分 15
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
        指标：产出指标 / 质量指标 / 接口改造验收率 | 分值 10 | 指标值 ≥95% | 实际值 98% | 得分 10
        指标：效益指标 / 社会效益指标 / 系统可用率 | 分值 15 | 指标值 ≥99% | 实际值 99.9% | 得分 15
        指标：效益指标 / 可持续影响指标 / 系统安全运行月数 | 分值 15 | 指标值 ≥12个月 | 实际值 12.5个月 | 得分 15
    """,
)
def counted_under_two_funds(collection: Collection) -> Iterator[Fault]:
    """XFM-02: no two projects of a unit claim the same output; rows shared by very many forms are those of a template."""
    for forms in collection.by_unit_year.values():
        own = [form for form in forms if form.digest.form == "self_evaluation"]
        if len({form.digest.project_core for form in own}) > 1:
            yield from _shared_rows(collection, own)


_GENERIC = re.compile(
    r"成本|费用|资金|经费|预算|完成时间|时限|及时|按时|完成率|合格率|达标率|控制率|执行率|到位率|准确率|满意|知晓|培训(?:次数|人次|场次)?$|宣传|覆盖率$"
)
_LONG_NAME = 6
"""Characters of an indicator's name that say what is counted."""
_TEMPLATE = 8
"""Forms that share a row before it is the template's, not a claim."""


def _shared_rows(collection: Collection, forms: list[Filed]) -> Iterator[Fault]:
    rows: dict[tuple[str, str, str], list[tuple[Filed, int]]] = {}
    for form in forms:
        for index, row in enumerate(form.digest.evaluation.indicators):
            measure = name_core(row.name)
            plain = level_of(row.level1, row.level2) in {First.SATISFACTION, First.COST} or _GENERIC.search(measure)
            if row.target and row.actual and len(measure) >= _LONG_NAME and not plain:
                rows.setdefault((measure, row.target, row.actual), []).append((form, index))
    shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
    numbers = {id(form): number for number, form in enumerate(forms)}
    for holders in rows.values():
        if not 2 <= len({id(form) for form, _ in holders}) <= _TEMPLATE:
            continue
        first, first_row = holders[0]
        for form, index in holders[1:]:
            if form.digest.project_core != first.digest.project_core:
                shared.setdefault((numbers[id(first)], numbers[id(form)]), []).append((first_row, index))
    for (one, two), pairs in shared.items():
        yield from _counted_twice(collection, forms[one], forms[two], pairs)


def _counted_twice(collection: Collection, one: Filed, two: Filed, pairs: list[tuple[int, int]]) -> Iterator[Fault]:
    form, other, rows = (two, one, [(later, earlier) for earlier, later in pairs]) if two.audited else (one, two, pairs)
    indicators = form.digest.evaluation.indicators
    counted = [rows_ for rows_ in rows if any(character.isdigit() for character in indicators[rows_[0]].actual or "")]
    if not counted or not form.audited:
        return
    names = "、".join(quoted(indicators[row].name) for row, _ in rows[:_MOST_QUOTES])
    more = f"等{len(rows)}项" if len(rows) > _MOST_QUOTES else ""
    yield collection.finding(
        at=form,
        message=f"与{other.called(form)}有{len(rows)}项指标的名称、指标值、完成值完全相同：{names}{more}。",
        quotes=[
            each
            for row, its in rows[: _MOST_QUOTES // 2]
            for each in ((form, f"indicators/{row}/actual"), (other, f"indicators/{its}/actual"))
        ],
        figures={"相同指标数": str(len(rows))},
        certainty=Certainty.LIKELY if len(counted) >= 3 else None,
        doubtful=form.digest.doubtful and other.digest.doubtful,
    )


_WHO = (
    ("参保人", r"参保(?:人员|群众|对象|患者|居民|职工|人|单位职工)|医保群众|(?<!贫)群众|服务对象|受益群众"),
    ("患者", r"患者|病人|就医群众|就诊人员"),
    ("定点医药机构", r"(?:定点)?医药机构|两定机构"),
    ("定点医疗机构", r"定点医疗机构|医疗机构|医院"),
    ("定点药店", r"药店"),
    ("救助对象", r"救助对象|困难群众|低收入人口"),
)
_POPULATIONS = tuple((name, re.compile(pattern)) for name, pattern in _WHO)
_ABOUT = re.compile(r"对(?P<about>[一-鿿A-Za-z]{2,20}?)(?:的)?(?:总体|综合)?满意")
_SAME_SERVICE = re.compile(r"医保|医疗保障|经办|办事人员|服务|工作|综合|总体|人员|办理|的")


def population(name: str) -> tuple[str, str] | None:
    """Who is asked in a satisfaction row, and about what (empty for the bureau's services as a whole); None where it does not say who."""
    core = name_core(name)
    part = core[: core.rindex("满意")] if "满意" in core else ""
    who = part.rpartition("满意度")[2] or part
    asked = next((group for group, pattern in reversed(_POPULATIONS) if pattern.search(who)), None)
    about = _ABOUT.search(core)
    if asked is None:
        return None
    told = "" if about is None else _SAME_SERVICE.sub("", about["about"])
    return asked, told


@check(
    code="SAT-03",
    name="satisfaction-differs-between-forms",
    title="同一服务对象的满意度各表不一",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_10, "第五章"), article(_101, "取值")),
    definition="同一单位同一年度，对同一类服务对象的满意度，在不同表中指标值或完成值不同；同一张表在满意度指标之外又列一行满意度而数值不同的，只作提示。",
    why="同一批人一年只有一个总体评价；几张表不一，说明没有统一调查，或随表填写。",
    remedy="用同一次调查的结果填报；确是分别调查的，在指标名称中写明调查对象和服务内容，并附调查说明。",
    faulty="""
        评价：project self_evaluation 2023 万元
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        目标：预期 保障信息系统平稳运行 | 实际 信息系统全年平稳运行，处置故障11起
        指标：-
        指标：产出指标 / 数量指标 / 系统巡检次数 | 分值 20 | 指标值 ≥40次 | 实际值 44次 | 得分 20
        指标：产出指标 / 质量指标 / 接口改造验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 98% | 得分 10
        指标：产出指标 / 时效指标 / 故障响应及时率 | 分值 10 | 指标值 ≥90% | 实际值 98% | 得分 10
        指标：产出指标 / 成本指标 / 每次巡检成本 | 分值 10 | 指标值 ≤2万元 | 实际值 1.8万元 | 得分 10
        指标：效益指标 / 社会效益指标 / 系统全年可用率 | 分值 15 | 指标值 ≥99% | 实际值 99.9% | 得分 15
        指标：效益指标 / 可持续影响指标 / 系统安全运行月数 | 分值 15 | 指标值 ≥12个月 | 实际值 12.5个月 | 得分 15
        指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 96% | 得分 10
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        评价：project self_evaluation 2023 万元
        项目名称：医保信息系统运行维护
        指标：满意度指标 / 服务对象满意度指标 / 定点医疗机构满意度 | 分值 10 | 指标值 ≥85% | 实际值 96% | 得分 10
    """,
)
def satisfaction_differs_between_forms(collection: Collection) -> Iterator[Fault]:
    """SAT-03: the satisfaction of one group of people has one target and one value in all forms of a unit and year."""
    groups: dict[tuple[str, int | None, tuple[str, str], str], list[Told]] = {}
    for told in collection.told:
        said = told.statement
        if said.origin not in {"target", "actual"} or "满意" not in said.measure or said.unit not in {"%", "分", ""}:
            continue
        if told.form is not None and (asked := population(said.measure)) is not None:
            groups.setdefault((told.form.key, said.year, asked, said.origin), []).append(told)
    best: dict[int, tuple[bool, Told, Told, tuple[str, str]]] = {}
    for (_, _, asked, _), members in groups.items():
        for one, two in _differing_pairs(members):
            alike = one.statement.measure == two.statement.measure
            if two.form is not one.form and alike >= best.get(id(two.form), (alike,))[0]:
                best[id(two.form)] = (alike, one, two, asked)
    for alike, one, two, asked in best.values():
        if one.form is None or two.form is None:
            continue
        origin = _ORIGIN[two.statement.origin]
        about = f"对{asked[1]}的" if asked[1] else ""
        yield collection.finding(
            at=two.form,
            message=(
                f"{quoted(two.statement.measure)}的{origin}为{_said(two)}，{one.form.called(two.form)}的"
                f"{quoted(one.statement.measure)}为{_said(one)}，同是{asked[0]}{about}满意度，两表不一。"
            ),
            quotes=[two, one],
            figures={"本表": _said(two), "另一表": _said(one)},
            certainty=Certainty.LIKELY if alike else None,
            doubtful=one.statement.doubtful or two.statement.doubtful,
        )
    yield from asked_twice(collection)


def _differing_pairs(members: list[Told]) -> Iterable[tuple[Told, Told]]:
    """Each audited member whose figure is not that of the first; values of other units than its are not compared."""
    first = members[0]
    if (
        first.form is not None
        and first.form.audited
        and len(members) > 1
        and not any(member.form and member.form.audited for member in members[1:])
    ):
        members = [*members[1:], first]
        first = members[0]
    for member in members[1:]:
        same = member.statement.unit == first.statement.unit and member.form is not None and member.form.audited
        if same and _apart(first, member):
            yield first, member


def _apart(one: Told, two: Told) -> bool:
    if one.statement.planned:
        return one.statement.value != two.statement.value
    return one.statement.contradicts(two.statement)
