"""STR-06, STR-07: is every indicator row that carries points filled in, with target, actual and score?"""

from collections.abc import Iterator, Sequence

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN, joined
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import names_execution_rate
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"


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
    if told.actual is not None and names_execution_rate(
        told.name
    ):  # what is wanted of it needs no word: all of the budget
        missing = [field for field in missing if field != "target"]
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
