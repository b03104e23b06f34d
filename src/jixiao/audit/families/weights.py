"""WGT: whether the points of the form add up and are spread as the rules ask."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from itertools import groupby

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, half_unit, places
from jixiao.audit.levels import First, Second, first_level
from jixiao.audit.once import once
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.model import Evaluation
from jixiao.model.submission import Form
from jixiao.scoring import names_execution_rate, rounded, written
from jixiao.scoring.execution import fund_weight
from jixiao.targets import weight_points
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"
_FORMS: tuple[Form, ...] = ("target", "self_evaluation", "review")
_NINETY = Decimal(90)
_EXTRA = re.compile("加分|附加|减分|扣分项")
_HEAVY = 25
"""A qualitative row with so many percent of all points decides more than words should (财预〔2021〕101号)."""

_LEAST_RESULTS = 60
"""产出 and 效益 together, in percent of all points (财预〔2020〕10号 第十四条)."""

_FEWEST_EQUAL = 5
"""Fewer rows than this may share the points equally by chance."""


@once
def _ordinary(case: Case) -> tuple[Row, ...]:
    """The rows whose points belong to the hundred; bonus and penalty rows stand outside."""
    return tuple(row for row in case.rows if not _EXTRA.search(f"{row.indicator.level1 or ''}{row.name}"))


def _slack(weights: list[Decimal]) -> Decimal:
    """Whole points are exact; points printed with decimals may be rounded thirds, half a unit of the last place each."""
    return sum((half_unit(places(weight)) for weight in weights if places(weight)), ZERO)


def _execution_points(case: Case) -> Decimal:
    fund = case.points_fund
    return ZERO if fund is None or fund.weight is None else fund.weight


@check(
    code="WGT-01",
    name="weights-not-hundred",
    title="分值合计不等于满分",
    severity=Severity.FATAL,
    basis=(article(_10, 13), article(_101, "指标权重")),
    forms=_FORMS,
    definition="各项指标分值与预算执行率分值之和不等于100分；绩效目标申报表和没有列出预算执行率分值的表，可以是90分；执行率有得分而未另印分值的，按余下的分值计算。",
    why="分值合计不是满分，总分和等级就没有可比性。",
    remedy="按批复的权重核对每一行分值，使合计等于满分。",
    faulty="指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 15 | 指标值 ≥85% | 实际值 91% | 得分 15",
    sound="指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10",
    also=("SCO-01", "WGT-03"),
)
def weights_not_hundred(case: Case) -> Iterator[Fault]:
    """WGT-01: the points of all rows and of 预算执行率 add up to 100, in a target form to 90 or 100."""
    rows = _ordinary(case)
    weights = [row.weight for row in rows if row.weight is not None]
    if not weights:
        return
    points, execution = sum(weights, ZERO), _execution_points(case)
    as_row = any(names_execution_rate(row.indicator.name) for row in rows)
    target_form = case.evaluation.form == "target"
    # A form that prints no points for execution at all shows the ninety of the goals, unless its own total says a hundred.
    ninety = target_form or (not execution and not as_row and case.total_weight in {None, _NINETY})
    full = {HUNDRED, _NINETY} if ninety else {HUNDRED}
    totals = {points + execution, points} if as_row or target_form else {points + execution}
    if implied := _implied(case, points):
        totals.add(points + implied)
    if not execution:
        totals.update(points + each for each in _beside_funds(case))
    if any(abs(total - each) <= _slack(weights) for total in totals for each in full):
        return
    total = points + execution
    blank = sum(1 for row in rows if row.weight is None)
    part = f"，加预算执行率{written(execution)}分，共{written(total)}分" if execution else ""
    lacking = f"（另有{blank}行未填分值）" if blank else ""
    cut = total < HUNDRED and _may_lack_a_page(case.evaluation)
    yield case.finding(
        message=f"{len(weights)}行指标的分值合计{written(points)}分{part}{lacking}，"
        f"不等于{'90分或100' if target_form else '100'}分{'；表末没有总分行，也可能是缺了后面的页' if cut else ''}。",
        quotes=["total_weight"] if case.evaluation.total_weight else [],
        rests_on=[row.path("weight") for row in rows],
        figures={"指标分值合计": written(points), "预算执行率分值": written(execution), "合计": written(total)}
        if execution
        else {"指标分值合计": written(points)},
        certainty=Certainty.POSSIBLE if cut else Certainty.LIKELY if blank and total < HUNDRED else None,
    )


def _implied(case: Case, points: Decimal) -> Decimal:
    """The points of 预算执行率 that are scored but not printed in a column of their own: what the indicators leave of a hundred."""
    fund = case.points_fund
    if fund is None or fund.score is None:
        return ZERO
    weight, implied = fund_weight(fund.fund, points, case.pack)
    return weight if implied and weight is not None and fund.score <= weight else ZERO


def _beside_funds(case: Case) -> Iterator[Decimal]:
    """Points in the rows of funds under words that nobody knows: they may be those of 预算执行率."""
    rows = {(each.fund.place.sheet, each.fund.place.table, each.fund.place.row) for each in case.funds}
    for field in case.evaluation.fields:
        points = weight_points(field.value)
        if points is not None and (field.place.sheet, field.place.table, field.place.row) in rows:
            yield points


def _may_lack_a_page(evaluation: Evaluation) -> bool:
    """Whether a form read from pages ends without a total row, as one does of which only the first page was handed in."""
    return evaluation.place.page is not None and evaluation.total_weight is None and evaluation.total_score is None


@check(
    code="WGT-02",
    name="parts-not-parent-weight",
    title="下级分值之和与上级标注分值不符",
    severity=Severity.FATAL,
    basis=(article(_10, 13),),
    forms=_FORMS,
    definition="一级或二级指标名称后标注了分值（如“产出指标（50分）”），其下各行分值之和与之不等。",
    why="各级权重逐级相加才等于满分，标注与明细不符说明分值被改动或漏行。",
    remedy="核对批复的分值，改正标注或明细。",
    faulty="分值：满意度指标 15",
    sound="分值：满意度指标 10",
)
def parts_not_parent_weight(case: Case) -> Iterator[Fault]:
    """WGT-02: the points printed in a label are the sum of the rows below it."""
    evaluation = case.evaluation
    for labels, field in ((evaluation.level1_weights, "level1"), (evaluation.level2_weights, "level2")):
        for label, printed in labels.items():
            parent = targets.number(printed)
            rows = [row for row in case.rows if getattr(row.indicator, field) == label]
            if parent is not None and rows:
                yield from _compare_parts(case, label, parent, rows, field)


def _compare_parts(case: Case, label: str, parent: Decimal, rows: list[Row], field: str) -> Iterator[Fault]:
    weights = [row.weight for row in rows if row.weight is not None]
    if not weights:
        return
    # A label of the second level may come again below another first level; the points may be meant for either place.
    groups = (
        [list(group) for _, group in groupby(rows, key=lambda row: row.indicator.level1)] if field == "level2" else []
    )
    # A row of 满意度 read below 效益 because its own first level is blank does not count against the label.
    groups.append([row for row in rows if "满意" in label or "满意" not in (row.indicator.level2 or "")])
    sums = [sum((row.weight or ZERO for row in group), ZERO) for group in [rows, *groups]]
    if any(abs(each - parent) <= _slack(weights) for each in sums):
        return
    found = written(sums[0])
    blank = len(rows) - len(weights)
    lacking = f"（另有{blank}行未填分值）" if blank else ""
    yield case.finding(
        message=(
            f"{quoted(label)}标注{written(parent)}分，其下{len(weights)}行指标分值合计{found}分{lacking}，"
            f"相差{written(abs(sums[0] - parent))}分。"
        ),
        quotes=[rows[0].path(field), *(row.path("weight") for row in rows)],
        rests_on=[row.path(field) for row in case.rows],
        figures={"标注分值": written(parent), "明细合计": found},
        certainty=_certainty(label, field, blank=bool(blank) and sums[0] < parent),
    )


def _certainty(label: str, field: str, *, blank: bool) -> Certainty | None:
    """A first level with the name of a second one was most likely misread."""
    if field == "level1" and _is_second(label):
        return Certainty.POSSIBLE
    return Certainty.LIKELY if blank else None


@lru_cache(maxsize=4096)
def _is_second(level1: str | None) -> bool:
    return level1 is None or any(level1.startswith(second[:2]) for second in Second if second is not Second.COST)


@check(
    code="WGT-03",
    name="first-level-weights-unusual",
    title="一级指标权重与规定不一致",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), article(_101, "指标权重")),
    judged_by="权重",
    definition="一级指标的分值与所选口径的任何一张权重表都不一致（国家办法为执行率10、产出50、效益30、满意度10，设成本指标的为10、20、40、20、10）；表中有决策、过程指标的，只作提示。",
    why="权重可以因特殊情况调整，但应有理由；随意调整会使同类项目不可比。",
    remedy="按权重表调整一级指标分值，或说明调整理由。",
    faulty="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 11场 | 得分 10
        指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 20 | 指标值 ≥85% | 实际值 91% | 得分 20
    """,
    sound="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20",
)
def first_level_weights_unusual(case: Case) -> Iterator[Fault]:
    """WGT-03: the first levels of a project carry the points of one of the pack's tables; whole forms only."""
    rows = _ordinary(case)
    levels = [first_level(row) for row in rows]
    if case.evaluation.kind != "project" or not rows or None in levels:
        return
    if any(row.weight is None or _is_second(row.indicator.level1) for row in rows):
        return
    points: dict[str, Decimal] = {}
    for row, level in zip(rows, levels, strict=True):
        if level is not None and row.weight is not None:
            points[level] = points.get(level, ZERO) + row.weight
    tables = [{_family(level): weight for level, weight in table.levels.items()} for table in case.pack.weights.tables]
    if any(_agree(points, table) for table in tables):
        return
    spread = "、".join(f"{level.removesuffix('指标')}{written(weight)}" for level, weight in points.items())
    usual = "；".join(
        "、".join(f"{level.removesuffix('指标')}{written(weight)}" for level, weight in table.items())
        for table in tables
    )
    framed = bool({First.DECISION, First.PROCESS} & set(levels))
    yield case.finding(
        message=f"一级指标分值为{spread}，与“{case.pack.title}”的权重表都不一致（{usual}）。",
        quotes=[row.path("level1") for row in rows[:1]],
        rests_on=[row.path(field) for row in rows for field in ("level1", "weight")],
        figures={"一级指标分值": spread},
        severity=Severity.INFO if framed else None,
        certainty=Certainty.POSSIBLE if case.damaged or framed else None,
        basis=case.pack.weights.basis,
    )


@cache
def _family(level: str) -> str:
    return next((first for first in First if first[:2] == level[:2]), level)


def _agree(points: dict[str, Decimal], table: dict[str, Decimal]) -> bool:
    return set(points) == set(table) and all(abs(points[level] - table[level]) <= Decimal("0.05") for level in table)


@check(
    code="WGT-04",
    name="results-below-sixty",
    title="产出与效益权重合计不足60%",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 14),),
    forms=_FORMS,
    definition="采用决策、过程、产出、效益框架的表，产出和效益（含满意度）的分值合计不到总分值的60%。",
    why="过程做得再规范，没有结果也不算有绩效，办法因此规定了产出和效益的最低权重。",
    remedy="调低决策、过程的分值，使产出和效益合计不低于60%。",
    faulty="""
        指标：-
        指标：决策 / 项目立项 / 立项依据充分性 | 分值 20 | 指标值 充分 | 实际值 立项依据充分 | 得分 20
        指标：过程 / 组织实施 / 制度执行有效性 | 分值 30 | 指标值 有效 | 实际值 制度执行到位 | 得分 30
        指标：产出 / 数量指标 / 政策宣传场次 | 分值 25 | 指标值 ≥10场 | 实际值 11场 | 得分 25
        指标：效益 / 社会效益 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15
    """,
    sound="""
        指标：-
        指标：决策 / 项目立项 / 立项依据充分性 | 分值 10 | 指标值 充分 | 实际值 立项依据充分 | 得分 10
        指标：过程 / 组织实施 / 制度执行有效性 | 分值 20 | 指标值 有效 | 实际值 制度执行到位 | 得分 20
        指标：产出 / 数量指标 / 政策宣传场次 | 分值 40 | 指标值 ≥10场 | 实际值 11场 | 得分 40
        指标：效益 / 社会效益 / 参保群众政策知晓率 | 分值 20 | 指标值 ≥80% | 实际值 84% | 得分 20
    """,
    also=("STR-04", "STR-05", "WGT-03", "WGT-06", "NAR-15"),
)
def results_below_sixty(case: Case) -> Iterator[Fault]:
    """WGT-04: in the frame of 部门评价, 产出 and 效益 have at least 60 of 100 points."""
    rows = [row for row in _ordinary(case) if row.weight is not None]
    levels = [first_level(row) for row in rows]
    if case.evaluation.kind == "department" or not {First.DECISION, First.PROCESS} & set(levels) or None in levels:
        return
    whole = sum((row.weight for row in rows if row.weight), _execution_points(case))
    results = sum(
        (
            row.weight
            for row, level in zip(rows, levels, strict=True)
            if row.weight and level not in {First.DECISION, First.PROCESS}
        ),
        ZERO,
    )
    if not whole or results / whole * HUNDRED >= _LEAST_RESULTS:
        return
    percent = written(rounded(results / whole * HUNDRED, 2))
    yield case.finding(
        message=f"产出和效益的分值合计{written(results)}分，占总分值{written(whole)}分的{percent}%，低于{_LEAST_RESULTS}%。",
        quotes=[row.path("level1") for row in rows[:1]],
        rests_on=[row.path(field) for row in rows for field in ("level1", "weight")],
        figures={"产出和效益": written(results), "总分值": written(whole), "占比": f"{percent}%"},
    )


@check(
    code="WGT-06",
    name="qualitative-row-too-heavy",
    title="单个定性指标分值过大",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_101, "赋分规则"), article(_10, 13)),
    forms=_FORMS,
    definition=f"一个没有数量标准的定性指标占总分值{_HEAVY}%及以上。",
    why="定性指标给多少分弹性很大，占比过高，总分就主要取决于主观判断。",
    remedy="把该指标拆成几个可以计量的指标，或降低其分值。",
    faulty="""
        指标：效益指标 / 社会效益指标 / 参保群众对政策的了解 | 分值 30 | 指标值 有所提高 | 实际值 有较大提高 | 得分 30
        指标：效益指标 / 可持续影响指标 / -
    """,
    sound="指标：效益指标 / 社会效益指标 / 参保群众对政策的了解 | 分值 15 | 指标值 有所提高 | 实际值 有较大提高 | 得分 15",
)
def qualitative_row_too_heavy(case: Case) -> Iterator[Fault]:
    """WGT-06: no row whose target is words alone carries a quarter of all points."""
    whole = max(HUNDRED, sum((row.weight for row in case.rows if row.weight), _execution_points(case)))
    for row in case.rows:
        if not row.weight or row.weight / whole * HUNDRED < _HEAVY or not _is_words(row):
            continue
        percent = written(rounded(row.weight / whole * HUNDRED, 2))
        yield case.finding(
            message=f"定性指标{quoted(row.name)}（指标值{quoted(row.indicator.target)}）分值{written(row.weight)}分，占总分值的{percent}%，达到或超过{_HEAVY}%。",
            quotes=[row.path("weight"), row.path("target")],
            figures={"分值": written(row.weight), "占比": f"{percent}%"},
        )


def _is_words(row: Row) -> bool:
    """A target without any figure, date or extent that could be counted."""
    text = row.indicator.target or ""
    if not text or any(character.isdigit() for character in text):
        return False
    return isinstance(row.target, targets.FreeText | targets.Trend | targets.Achievement) or (
        isinstance(row.target, targets.Coverage) and row.target.extent == "broad"
    )


@check(
    code="WGT-07",
    name="weight-zero-or-missing",
    title="分值为零或缺失",
    severity=Severity.ERROR,
    basis=(article(_10, 13),),
    forms=_FORMS,
    definition="指标行的分值为0，或表中其他行都有分值而该行空白。",
    why="没有分值的指标不参加评分，完成得好坏都不影响结果，等于没有考核。",
    remedy="按批复补填分值；不再考核的指标应履行调整手续后删除。",
    faulty="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20
        指标：产出指标 / 数量指标 / 宣传手册发放数 | 分值 0 | 指标值 ≥2000册 | 实际值 2100册 | 得分 0
    """,
    sound="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 10 | 指标值 ≥10场 | 实际值 11场 | 得分 10
        指标：产出指标 / 数量指标 / 宣传手册发放数 | 分值 10 | 指标值 ≥2000册 | 实际值 2100册 | 得分 10
    """,
)
def weight_zero_or_missing(case: Case) -> Iterator[Fault]:
    """WGT-07: every row has points; a blank below a merged cell is only told of where the sum shows that points are missing."""
    known = [row.weight for row in case.rows if row.weight is not None]
    if not any(known):
        return
    full = sum(known, _execution_points(case)) >= HUNDRED
    for position, row in enumerate(case.rows):
        if row.weight == ZERO:
            yield case.finding(
                message=f"{quoted(row.name)}的分值为0分。",
                quotes=[row.path("weight")],
                figures={"分值": "0"},
            )
        elif row.indicator.weight is None and not (full and row.indicator.score is None):
            above = case.rows[position - 1].indicator if position else None
            merged = above is not None and above.level2 == row.indicator.level2 and row.indicator.score is None
            yield case.finding(
                message=f"{quoted(row.name)}没有填分值，表中其他{len(known)}行都填了。",
                quotes=[row.path("weight")],
                figures={"有分值的行数": str(len(known))},
                certainty=Certainty.POSSIBLE if full or merged else Certainty.LIKELY,
            )


@check(
    code="WGT-09",
    name="weights-all-equal",
    title="各项指标分值完全相同",
    severity=Severity.INFO,
    basis=(article(_10, 13),),
    forms=_FORMS,
    definition=f"{_FEWEST_EQUAL}项及以上指标的分值全部相同，没有体现重要程度。",
    why="权重应按重要性分配，平均分配使关键指标和次要指标分量一样。",
    remedy="按指标的重要性和项目所处阶段拉开分值。",
    faulty="""
        指标：-
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 15 | 指标值 ≥10场 | 实际值 11场 | 得分 15
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 15 | 指标值 ≥95% | 实际值 97% | 得分 15
        指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 15 | 指标值 ≥90% | 实际值 96% | 得分 15
        指标：产出指标 / 成本指标 / 每场活动成本 | 分值 15 | 指标值 ≤9万元 | 实际值 8.6万元 | 得分 15
        指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15
        指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 15 | 指标值 ≥85% | 实际值 91% | 得分 15
    """,
    sound="指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20",
    also=("WGT-03",),
)
def weights_all_equal(case: Case) -> Iterator[Fault]:
    """WGT-09: the points of the rows differ."""
    weights = [row.weight for row in case.rows if row.weight]
    if len(weights) >= _FEWEST_EQUAL and len(weights) == len(case.rows) and len(set(weights)) == 1:
        yield case.finding(
            message=f"{len(weights)}项指标的分值都是{written(weights[0])}分。",
            quotes=[row.path("weight") for row in case.rows],
            figures={"指标数": str(len(weights)), "分值": written(weights[0])},
        )
