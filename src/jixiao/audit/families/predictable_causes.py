"""DEV-07: reasons that blame what could have been foreseen (归咎于可以预见的因素), again and again."""

import re
from collections.abc import Iterator

from jixiao.audit.case import SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.printed import short
from jixiao.audit.reasons import given
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article

_UNFORESEEN = re.compile(
    r"(?:不可|不能|无法|难以|未能|不好|不易|很难)(?:准确|精准|提前|事先|完全|合理|科学)?(?:预估|预计|预测|预见|预料|预判|估计|估算|测算)"
    r"|不可控因素|不确定因素|存在不确定性|(?:预估|估计|预计|预判)不[足准]"
)
_AGAIN = 2


@check(
    code="DEV-07",
    name="predictable-cause-blamed",
    title="多次以“不可预估”为偏差原因",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    scope="submission",
    basis=(article("财预〔2020〕10号", 11),),
    definition="同一份材料里至少两行指标的原因写“不可预估”“难以预计”“预估不足”等，把偏差归于编制预算时本可测算的因素；各表分别合并报。",
    why="参保人数、案件数、补助对象都有历史数据可以测算，屡次以不可预估为由，说明目标和预算编制没有依据。",
    remedy="写明原来的测算依据和实际差异，下年按近三年实际数编制目标和预算。",
    faulty="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 9场 | 得分 18 | 原因 活动需求无法预估，下一步将提前摸底
        指标：产出指标 / 质量指标 / 资料合格率 | 分值 10 | 指标值 ≥95% | 实际值 90.25% | 得分 9.5 | 原因 质量难以预计，下一步将加强验收
        总分：分值 100 | 得分 97.5
    """,
    sound="""
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 9场 | 得分 18 | 原因 活动需求无法预估，下一步将提前摸底
        总分：分值 100 | 得分 98
    """,
)
def predictable_cause_blamed(case: SubmissionCase) -> Iterator[Fault]:
    """DEV-07: what could be foreseen is not blamed twice."""
    blaming = [(form, [row for row in form.rows if _blames(row)]) for form in case.cases]
    if sum(len(rows) for _, rows in blaming) < _AGAIN:
        return
    for form, rows in blaming:
        yield from in_one(
            form,
            (Repeat(row, f"{short(row.name)}写{short(_sentence(row))}", (row.reason_field,)) for row in rows),
            "以本可测算的因素作为偏差原因",
        )


def _blames(row: Row) -> bool:
    return bool(row.reason) and _UNFORESEEN.search(given(row)) is not None


def _sentence(row: Row) -> str:
    """The clause of the reason that says so."""
    clauses = re.split("[，,。；;]", row.reason)
    return next((clause.strip() for clause in clauses if _UNFORESEEN.search(clause)), row.reason)
