"""STR-04, STR-05: are the levels (一级指标、二级指标) there that every form must have?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.extents import may_hold
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.rolling import SHOWN
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.quotation import quoted
from jixiao.targets.units import CLASSIFIERS

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"
_CAPITAL = ("基建", "工程", "修缮", "购置")


@check(
    code="STR-04",
    name="first-level-missing",
    title="缺少必设的一级指标",
    severity=Severity.ERROR,
    basis=(article(_101, "指标类型"), article(_10, 13)),
    forms=ANY_FORM,
    definition="没有产出指标或没有效益指标；工程、修缮、购置类项目没有成本指标、没有任何满意度指标的，作为提醒；效益指标下只有满意度的，只作提示。",
    why="原则上每个项目都要有产出和效益指标，只有产出没有效益的自评说明不了钱花得值不值。",
    remedy="按批复的绩效目标补齐所缺的一级指标；确不适用的，在备注注明理由。",
    faulty="""
        指标：-
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 30 | 指标值 ≥10场 | 实际值 11场 | 得分 30
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 20 | 指标值 ≥95% | 实际值 97% | 得分 20
        指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 20 | 指标值 ≥90% | 实际值 96% | 得分 20
        指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值 ≤9万元 | 实际值 8.6万元 | 得分 10
        指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10
    """,
    sound="指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 分值 15 | 指标值 ≥80% | 实际值 84% | 得分 15",
    also=("WGT-03",),
)
def first_level_missing(case: Case) -> Iterator[Fault]:
    """STR-04: 产出 and 效益 are there, 成本 in a form about buying or building, 满意度 as a reminder."""
    levels = {first_level(row) for row in case.rows}
    if not case.rows or None in levels:
        return
    labels = [row.path("level1") for row in case.rows]
    missing = [level for level in (First.OUTPUT, First.BENEFIT) if level not in levels]
    if missing:
        names = "、".join(missing)
        yield case.finding(
            message=f"{len(case.rows)}行指标中没有{names}。",
            quotes=_one_of_each(case.rows, "level1"),
            rests_on=labels,
            figures={"指标行数": str(len(case.rows))},
            certainty=Certainty.POSSIBLE if case.damaged else None,
        )
    elif all(_asks_contentment(row) for row in case.rows if first_level(row) is First.BENEFIT):
        benefits = [row for row in case.rows if first_level(row) is First.BENEFIT]
        yield case.finding(
            message=f"{quoted(benefits[0].indicator.level1)}下只有满意度指标，没有反映经济、社会等效益的指标。",
            quotes=[benefits[0].path("level1"), *(row.path("name") for row in benefits[:SHOWN])],
            rests_on=labels,
            figures={"效益指标行数": "0"},
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            suggestion="增设反映经济、社会等效益的指标；上级统一规定的表式没有的，在备注说明。",
            title="效益指标下只有满意度",
        )
    costs = First.COST in levels or any(second_level(row) is Second.COST for row in case.rows)
    name = case.evaluation.project_name or ""
    word = next((word for word in _CAPITAL if word in name), None)
    if not costs and word is not None:
        yield case.finding(
            message=f"项目名称含“{word}”，应设成本指标，表中没有。",
            quotes=["project_name", *_one_of_each(case.rows, "level1")],
            rests_on=labels,
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )
    if First.SATISFACTION not in levels and not any("满意" in row.name for row in case.rows):
        yield case.finding(
            message="表中没有满意度指标；直接面向服务对象的项目应当设置。",
            quotes=_one_of_each(case.rows, "level1"),
            rests_on=labels,
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )


def _asks_contentment(row: Row) -> bool:
    """Tell whether a row is about 满意度, wherever it stands."""
    return "满意" in (row.indicator.level2 or "") or "满意" in row.name


def _one_of_each(rows: Iterable[Row], field: Literal["level1", "level2"]) -> list[str]:
    """The cells that name the levels a form does have, the first of each name: what shows that another is not there."""
    first: dict[str, str] = {}
    for row in rows:
        name = getattr(row.indicator, field)
        if name is not None:
            first.setdefault(name, row.path(field))
    return list(first.values())


@check(
    code="STR-05",
    name="second-level-missing",
    title="产出的二级指标不全",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), article(_101, "指标类型")),
    forms=ANY_FORM,
    definition="产出指标下数量、质量、时效、成本四类不全，也没有注明不适用（成本可以单设为一级指标；只缺成本指标的，仅作提示）。",
    why="只考核做了多少，不考核做得好不好、及不及时、花了多少钱，结果容易片面。",
    remedy="补设所缺类型的指标，确不适用的在表中注明“不适用”及理由。",
    faulty="""
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 20 | 指标值 ≥95% | 实际值 97% | 得分 20
        指标：产出指标 / 时效指标 / -
    """,
    sound="指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 不适用",
)
def second_level_missing(case: Case) -> Iterator[Fault]:
    """STR-05: 数量, 质量, 时效 and 成本 are there where the form divides its outputs so; a row marked 不适用 counts."""
    levels = {second_level(row) for row in case.rows if row.indicator.name}
    own = [row for row in case.rows if row.indicator.level2 and second_level(row) is None and _is_output(row)]
    if any(_counts(row) for row in own):
        levels.add(Second.QUANTITY)
    missing = [level for level in Second if level not in levels]
    if len(missing) == len(Second) or not missing:
        return
    waiving = [text for _, text in case.texts if "不适用" in text]
    missing = [level for level in missing if not any(level[:2] in text for text in waiving)]
    if missing:
        yield case.finding(
            message=f"产出指标缺少{'、'.join(missing)}（共缺{len(missing)}类），也没有注明不适用{_printed_without_rows(case, missing)}。",
            quotes=_one_of_each((row for row in case.rows if second_level(row)), "level2"),
            rests_on=[row.path("level2") for row in case.rows],
            figures={"缺少类数": str(len(missing))},
            severity=Severity.INFO if missing == [Second.COST] else None,
            certainty=Certainty.POSSIBLE if case.damaged or own or missing == [Second.COST] else None,
        )


def _is_output(row: Row) -> bool:
    return first_level(row) is First.OUTPUT


def _counts(row: Row) -> bool:
    """Tell whether a row under a second level of the form's own words (办件) counts things, as one of 数量 does."""
    return isinstance(row.target, targets.Quantity) and row.target.unit.base in CLASSIFIERS


def _printed_without_rows(case: Case, missing: Sequence[Second]) -> str:
    """Say of which levels the form prints the name with nothing beside it; such labels are reported as unread."""
    starts = tuple(evaluation.place for evaluation in case.submission.evaluations)
    printed = {each.text.strip() for each in case.submission.unread if may_hold(starts, case.index, each.place)}
    named = [level for level in missing if level in printed]
    return f"；其中{'、'.join(named)}只印了名称，没有填指标" if named else ""
