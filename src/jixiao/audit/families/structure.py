"""STR, one form: whether its head, its indicator rows and its conclusion are complete."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.extents import may_hold
from jixiao.audit.faults import Fault
from jixiao.audit.levels import First, Second, first_level, second_level
from jixiao.audit.rolling import SHOWN, joined
from jixiao.audit.rows import Row
from jixiao.documents import UNCALCULATED
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"
_CAPITAL = ("基建", "工程", "修缮", "购置")
_BY_HAND = re.compile(r"签|章")
"""What is written or stamped by hand is lost when a form becomes text, so that a blank here may be no blank on paper."""

_SIGNATURES = (
    "负责人",
    "签字",
    "填报时间",
    "填报日期",
    "填表日期",
    "填表时间",
    "填报人",
    "填表人",
    "联系人",
    "联系电话",
    "盖章",
)

_HEAD_FIELDS = {"项目名称": "project_name", "年度": "year", "主管部门": "supervisor", "实施单位": "implementer"}


_UNIT_IN_TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|委员会|中心|厅|办公室)(?:本级|机关)?(?:20\d\d年度?)?(?:部门)?(?:预算)?整体"
)
"""A department's form may name its unit in its title only, or in the first heading of its report."""
_HEADINGS = 3
"""The passages at the beginning of a report that may be its heading."""
_BUREAU = re.compile(r"(?:[^，。；;、]*[^，。；;、区市县州盟旗])?[省区市县州盟旗](?:医疗保障|医保)局(?:本级|机关)?")
"""A bureau that is the department itself, with its place."""


@check(
    code="STR-01",
    name="head-field-missing",
    title="表头必填项缺失",
    severity=Severity.ERROR,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition=(
        "项目名称、年度、主管部门、实施单位四项中有空缺；或主管部门、实施单位只写“医保局”一类简称，看不出是哪里的单位。"
        "部门整体表不要求项目名称和主管部门，标题写明单位的也不要求实施单位；转移支付表以主管部门代替实施单位；填报单位就是医疗保障局本身的，兼作主管部门和实施单位；"
        "实施单位就是医疗保障局本身、只缺主管部门的，表式可能没有这一栏，只作提示。"
    ),
    why="四项是把自评结果与批复的绩效目标、预算指标和下一年度比对的依据，缺一项就无法归集。",
    remedy="按预算批复补填所缺的表头项目。",
    faulty="主管部门：-",
    sound="主管部门：某市医疗保障局",
)
def head_field_missing(case: Case) -> Iterator[Fault]:
    """STR-01: 项目名称, 年度, 主管部门 and 实施单位 are on the form; a department's own form needs no project name."""
    evaluation = case.evaluation
    department, transfer = evaluation.kind == "department", evaluation.kind == "transfer"
    supervised = evaluation.supervisor or evaluation.local_supervisor or _bureau_itself(case)
    present = {
        "项目名称": department or evaluation.project_name,
        "年度": evaluation.year,
        "主管部门": department or supervised,
        "实施单位": evaluation.implementer
        or _bureau_itself(case)
        or (transfer and supervised)
        or (department and (supervised or _unit_in_heading(case))),
    }
    missing = [label for label, value in present.items() if not value]
    own = missing == ["主管部门"] and bool(_BUREAU.fullmatch(key(evaluation.implementer or "")))
    if own:
        yield case.finding(
            message=f"表头没有写主管部门，实施单位{quoted(evaluation.implementer)}就是医疗保障局，可能自己就是主管部门。",
            title="表头没有写主管部门",
            quotes=["supervisor", "implementer"],
            figures={"缺项数": "1"},
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            suggestion="表式有主管部门一栏的照填；没有这一栏的，不必改动。",
        )
    elif missing:
        blank = [_HEAD_FIELDS[label] for label in missing]
        yield case.finding(
            message=f"表头缺少{'、'.join(missing)}（共{len(missing)}项）。",
            quotes=blank,
            figures={"缺项数": str(len(missing))},
            certainty=Certainty.LIKELY if case.damaged else None,
        )
    short = {
        label: field
        for label, field in (("主管部门", "supervisor"), ("实施单位", "implementer"))
        if (value := getattr(evaluation, field)) and _SHORT_NAME.fullmatch(key(value))
    }
    if short:
        named = "、".join(f"{label}{quoted(getattr(evaluation, field))}" for label, field in short.items())
        yield case.finding(
            message=f"{named}不是单位全称，看不出是哪里的单位。",
            quotes=list(short.values()),
            figures={"所填": named},
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            suggestion="按机构编制批复的全称填写（某市医疗保障局），全部表格用同一名称。",
        )


def _unit_in_heading(case: Case) -> bool:
    """Tell whether the title of a department's form, or the heading of the report it stands in, names the unit."""
    headings = [case.evaluation.title or "", *(passage.text for passage in case.narrative.text[:_HEADINGS])]
    return any(_UNIT_IN_TITLE.search(heading.replace(" ", "")) for heading in headings)


def _bureau_itself(case: Case) -> str | None:
    """The 填报单位 where it is the bureau itself: a department that reports its own project is its own 主管部门."""
    filler = case.field("填报单位", "填报部门")
    return filler if filler and _BUREAU.fullmatch(key(filler)) else None


_SHORT_NAME = re.compile(r"(?:[区市县州盟旗])?(?:医保|医疗保障)(?:局|中心|办|分局)(?:机关|本级)?|局机关|本级")
"""Names that any bureau may have."""


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
            certainty=Certainty.POSSIBLE if case.damaged or missing == [Second.COST] else None,
        )


def _printed_without_rows(case: Case, missing: Sequence[Second]) -> str:
    """Say of which levels the form prints the name with nothing beside it; such labels are reported as unread."""
    starts = tuple(evaluation.place for evaluation in case.submission.evaluations)
    printed = {each.text.strip() for each in case.submission.unread if may_hold(starts, case.index, each.place)}
    named = [level for level in missing if level in printed]
    return f"；其中{'、'.join(named)}只印了名称，没有填指标" if named else ""


@check(
    code="STR-06",
    name="weighted-row-incomplete",
    title="有分值的指标行未填完整",
    severity=Severity.FATAL,
    basis=(article(_10, 11), article(_10, "第五章")),
    definition="指标行填了分值，却没有指标值或没有得分（只缺实际完成值的见STR-07）；或其他行都有分值，有的行却只有名称。",
    why="占着分值却没有目标或得分的行，要么白得分，要么白丢分，总分不可信。",
    remedy="按批复目标补填指标值，按实际完成情况补填得分；不再考核的指标应履行调整手续。",
    faulty="指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10",
    sound="指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 实际值 96% | 得分 10",
)
def weighted_row_incomplete(case: Case) -> Iterator[Fault]:
    """STR-06: a row with 分值 has 指标值 and 得分 as well; a column that is blank throughout is said once."""
    weighted = [row for row in case.rows if row.weight]
    if not weighted:
        return
    bare = [row for row in case.rows if _bare(row)]
    if bare and len(bare) < len(weighted):
        named = "、".join(quoted(row.name) for row in bare)
        yield case.finding(
            message=f"{named}只有名称，分值、指标值、实际完成值、得分都空白（共{len(bare)}行）。",
            quotes=[row.path("name") for row in bare],
            figures={"行数": str(len(bare))},
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            suggestion="补填该行各栏；不考核的指标从表中删去。",
        )
    titles = {"target": "指标值", "score": "得分"}
    unfilled = {field for field in titles if not any(getattr(row.indicator, field) for row in case.rows)}
    for field in sorted(unfilled & _columns(case), reverse=True):
        yield case.finding(
            message=f"{len(weighted)}行指标都有分值，{titles[field]}一栏却全部空白。",
            quotes=[row.path(field) for row in weighted[:3]],
            rests_on=[row.path(field) for row in weighted],
            figures={"指标行数": str(len(weighted))},
            certainty=Certainty.LIKELY,
        )
    holes = [each for row in weighted if (each := _hole(row, [field for field in titles if field not in unfilled]))]
    for wholly in (True, False):
        told = [each for each in holes if each.wholly is wholly]
        if not told:
            continue
        count = f"共{len(told)}行有分值而没有填完整：" if len(told) > 1 else ""
        yield case.finding(
            message=f"{count}{joined([each.says for each in told])}。",
            quotes=[path for each in told[:SHOWN] for path in each.paths],
            rests_on=[path for each in told[SHOWN:] for path in each.paths],
            figures={"分值": "、".join(each.row.indicator.weight or "" for each in told)},
            certainty=None if wholly else Certainty.LIKELY,
        )


class _Hole(msgspec.Struct, frozen=True):
    """A row with 分值 that lacks something: what the sentence says of it, and the cells that show it."""

    row: Row
    says: str
    paths: list[str]
    wholly: bool
    """Nothing but name and 分值 is there."""


def _hole(row: Row, asked: Sequence[str]) -> _Hole | None:
    told = row.indicator
    missing = [field for field in asked if getattr(told, field) is None]
    if not missing or (told.target is None and _waived(row)):
        return None
    lacking = "、".join(
        name for field, name in _ASKED.items() if field in missing or (field == "actual" and told.actual is None)
    )
    wholly = told.target is None and told.actual is None and told.score is None
    says = f"{quoted(row.name)}有分值{told.weight}分，没有填{lacking}"
    return _Hole(row, says, [row.path("weight"), *(row.path(field) for field in missing)], wholly)


_ASKED = {"target": "指标值", "actual": "实际完成值", "score": "得分"}


def _bare(row: Row) -> bool:
    """Tell whether a row has a name and nothing else."""
    told = row.indicator
    return bool(told.name) and not (told.weight or told.target or told.actual or told.score or told.note or told.remark)


def _columns(case: Case) -> set[str]:
    """The columns that the form is known to have: one without any score, not even a total, was published without that column.

    One whose rows carry 评分标准 and not a single target tells its targets there.
    """
    known = {field for row in case.rows for field in row.indicator.cells}
    by_criteria = "target" not in known and any(row.indicator.rule for row in case.rows if row.weight)
    return (
        known
        | (set() if by_criteria else {"target"})
        | ({"score"} if case.evaluation.total_score is not None else set())
    )


def _waived(row: Row) -> bool:
    return "不适用" in f"{row.indicator.actual or ''}{row.reason}"


@check(
    code="STR-07",
    name="actual-missing",
    title="有指标值而实际完成值空白",
    severity=Severity.FATAL,
    basis=(article(_10, 11),),
    definition="指标行填了指标值，实际完成值却是空白。",
    why="没有完成值就没有自评，得分也没有依据。",
    remedy="按业务数据补填实际完成值，并留存取数依据。",
    faulty="指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 得分 10",
    sound="指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 分值 10 | 指标值 ≥90% | 实际值 96% | 得分 10",
)
def actual_missing(case: Case) -> Iterator[Fault]:
    """STR-07: every row with 指标值 has an actual; a form that was published without any is told of once."""
    targeted = [row for row in case.rows if row.indicator.target is not None and row.indicator.target != "不适用"]
    blank = [row for row in targeted if row.indicator.actual is None]
    if len(targeted) > 1 and len(blank) == len(targeted):
        yield case.finding(
            message=f"{len(targeted)}行指标的实际完成值全部空白。",
            quotes=[row.path("actual") for row in blank[:3]],
            rests_on=[row.path("actual") for row in blank],
            figures={"指标行数": str(len(targeted))},
        )
        return
    for row in blank:
        yield case.finding(
            message=f"{quoted(row.name)}的指标值为{quoted(row.indicator.target)}，实际完成值空白。",
            quotes=[row.path("target"), row.path("actual")],
            figures={"指标值": row.indicator.target or ""},
        )


@check(
    code="STR-08",
    name="signature-blank",
    title="签章、日期或联系人未填",
    severity=Severity.WARNING,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition="表上印有负责人签字、填报日期、联系人等栏目，却没有填写；表式没有这些栏目的不算。",
    why="没有人签字、没有日期的自评表，结果由谁负责、何时形成都说不清。",
    remedy="补填签字、日期和联系人后重新报送。",
    faulty="字段：填报日期 = -",
    sound="字段：填报日期 = 2024-01-15",
)
def signature_blank(case: Case) -> Iterator[Fault]:
    """STR-08: whatever the form prints for signature, date and contact is filled in."""
    blank = [
        (index, field.label)
        for index, field in enumerate(case.evaluation.fields)
        if field.value is None and any(word in field.label for word in _SIGNATURES)
    ]
    if blank:
        labels = "、".join(label.strip(" :：") for _, label in blank)
        yield case.finding(
            message=f"{labels}没有填写（共{len(blank)}处）。",
            quotes=[f"fields/{index}/value" for index, _ in blank],
            figures={"未填处数": str(len(blank))},
            certainty=Certainty.LIKELY if case.damaged or any(_BY_HAND.search(label) for _, label in blank) else None,
        )


_GRADE_TOLD = re.compile(
    r"(?:^|[，,。；;、：:\s“（(]|为|是|属|属于|等级|评定|达到)(?:优秀?|良好?|中等?|较?差)(?:等级|等次|等|级|档)?[”）)]?(?:$|[，,。；;\s])"
)
"""A grade by itself in a conclusion: 自评得分96.79分，优。"""
_GRADE_FIELD = re.compile(r"(?:评价|自评|评定)?(?:等级|等次|结论)$")


@check(
    code="STR-13",
    name="grade-not-stated",
    title="未写明自评等级",
    severity=Severity.INFO,
    basis=(article(_10, 18),),
    definition="表内有总分，自评结论没有写明等级，或等级一栏空着；表式既没有自评结论也没有等级一栏的不算。",
    why="等级是结果应用的直接依据，不写等级，汇总和公开时要由别人代为判断。",
    remedy="按总分在自评结论中写明等级。",
    faulty="等级：-\n结论：各项工作按计划开展，未达到目标的指标均在表中说明。",
    sound="等级：优",
)
def grade_not_stated(case: Case) -> Iterator[Fault]:
    """STR-13: a form with a total names its grade where it has a place for it; many layouts have none."""
    if case.total_score is None or case.evaluation.grade is not None:
        return
    if any(_GRADE_TOLD.search(text) for text in (case.evaluation.conclusion, case.field("结论", "等级")) if text):
        return
    concluded = case.evaluation.conclusion is not None
    blank = [
        f"fields/{at}/value" for at, field in enumerate(case.evaluation.fields) if _GRADE_FIELD.search(field.label)
    ]
    if not concluded and not blank:
        return
    left = "自评结论中也没有提到等级，没有写明等级" if concluded else "等级一栏没有填写"
    yield case.finding(
        message=f"总分{case.evaluation.total_score}分，{left}。",
        quotes=["total_score", *([] if concluded else blank)],
        figures={"总分": case.evaluation.total_score or ""},
    )


@check(
    code="STR-14",
    name="total-row-incomplete",
    title="总分行缺少得分",
    severity=Severity.WARNING,
    basis=(article(_10, 11),),
    definition="各行都有得分，表上却没有总分；或总分行只有分值没有得分。",
    why="没有总分就不能确定等级，也不能核对各项得分之和。",
    remedy="在总分行补填分值合计和得分合计。",
    faulty="总分：分值 100",
    sound="总分：分值 100 | 得分 100",
)
def total_row_incomplete(case: Case) -> Iterator[Fault]:
    """STR-14: a form whose rows have scores has a total score; a layout without the sum of weights is no fault."""
    scored = [row for row in case.rows if row.score is not None]
    if case.evaluation.total_score is not None or not scored or _total_uncalculated(case):
        return
    if case.evaluation.total_weight is None:
        message = f"{len(scored)}行指标有得分，表上没有总分。"
        figures = {"有得分的行数": str(len(scored))}
    else:
        message = f"总分行填了分值{case.evaluation.total_weight}，没有填得分。"
        figures = {"分值合计": case.evaluation.total_weight}
    yield case.finding(message=message, quotes=["total_weight", "total_score"], figures=figures)


def _total_uncalculated(case: Case) -> bool:
    """Whether a formula that nothing has calculated yet stands where the total would: in its row, or below the last indicator."""
    total = case.evaluation.cells.get("total_weight")
    last = case.rows[-1].indicator.place
    for item in case.submission.unread:
        place = item.place
        if item.why == UNCALCULATED and place.sheet == last.sheet and place.row is not None:
            if total is not None and total.row is not None:
                if place.row == total.row:
                    return True
            elif last.row is not None and place.row > last.row:
                return True
    return False
