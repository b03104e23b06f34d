"""DEV-03, DEV-04, DEV-06: is the reason that is given one, whole, about its own row, and does it say what will be done?"""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.copied_reasons import copied_reason
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import certainty_of, deductions, missed
from jixiao.audit.printed import told_reason
from jixiao.audit.reasons import (
    claims_success,
    copied_from,
    cut_off,
    given,
    is_slogan,
    names_measure,
    repeats_row,
)
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_MISSED = f"{_ROW} ≥10场 | 实际值 9场 | 得分 18"
_TOTAL = "总分：分值 100 | 得分 98"
_MEASURE = "有一场因场地维修推迟，下一步将提前落实场地"


def _owing(case: Case) -> Iterator[tuple[Row, str, dict[str, str]]]:
    """The rows that owe a reason and give one, each with why it is owed and the figures that say so."""
    deducted = deductions(case)
    for row in case.rows:
        if not given(row):
            continue
        if missed(row):
            yield row, f"{row.compared}，未达到目标", row.compared_figures
        elif row.index in deducted:
            off = written(deducted[row.index])
            yield row, f"扣{off}分", {"扣分": off}


@check(
    code="DEV-03",
    name="reason-repeats-the-figure",
    title="原因只是重复数字或指标",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标，原因栏只重复了指标名称、指标值、完成值，或只说“未完成”。",
    why="重复数字不是原因，看不出为什么没有完成、以后怎么办，等于没有填写。",
    remedy="写明造成偏差的具体事由和改进措施，不要重复表内已有的数字。",
    faulty=f"{_MISSED} | 原因 实际宣传9场，未达到10场\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_repeats_the_figure(case: Case) -> Iterator[Fault]:
    """DEV-03: a reason says more than the row itself."""
    for row, why, figures in _owing(case):
        if repeats_row(row) and cut_off(row) is None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏写的{told_reason(row)}只是重复指标或数字，没有说明原因。",
                quotes=[row.path(row.reason_field), row.path("actual")],
                figures=figures,
                certainty=Certainty.weakest(certainty_of(row) if missed(row) else Certainty.CERTAIN, _repeating(row)),
            )


def _repeating(row: Row) -> Certainty:
    """How sure it is that a reason only repeats: figures and names are compared, slogans are understood."""
    return Certainty.LIKELY if is_slogan(row) else Certainty.CERTAIN


@check(
    code="DEV-04",
    name="reason-beside-the-point",
    title="原因残缺或答非所问",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标，原因栏文字中途截断，或照抄目标等其他栏的文字，或称已经完成；与另一类指标的原因大半逐字相同，或与毫不相干的指标的原因完全相同的，只作提示。",
    why="残缺或答非所问的原因不能说明偏差从何而来，复核时视同没有说明。",
    remedy="补全截断的文字；针对本指标重写原因和改进措施。",
    faulty=f"{_MISSED} | 原因 已全部完成\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_beside_the_point(case: Case) -> Iterator[Fault]:
    """DEV-04: a reason is whole and speaks of its own row."""
    texts = {path: text for path, text in case.texts if not path.startswith("indicators/")}
    for row, why, figures in _owing(case):
        cut = cut_off(row)
        field = row.reason_field
        if cut is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{quoted(row.reason)}似被截断：{cut}。",
                quotes=[row.path(field)],
                figures=figures,
            )
            continue
        if repeats_row(row):
            continue
        copied = copied_from(row, texts)
        if copied is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{told_reason(row)}照抄了本表其他栏的文字，没有针对本指标说明原因。",
                quotes=[row.path(field), copied],
                figures=figures,
            )
        elif missed(row) and claims_success(row):
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏却写{told_reason(row)}。",
                quotes=[row.path(field), row.path("target"), row.path("actual")],
                figures=figures,
            )
        elif (other := _same_reason(case, row)) is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因与{quoted(other.name)}的大半逐字相同，看不出是本指标的原因。",
                quotes=[row.path(field), other.path(other.reason_field)],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )

        elif (other := copied_reason(case, row)) is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{told_reason(row)}与{quoted(other.name)}的逐字相同，两项指标说的不是一件事，请核对。",
                title="两项不相干的指标原因完全相同",
                quotes=[row.path(row.reason_field), other.path(other.reason_field)],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )


_LONG_REASON, _MOST_OF_IT = 30, 0.6


def _same_reason(case: Case, row: Row) -> Row | None:
    """Another row, of another first level, whose reason has most of this row's longer reason word for word."""
    own = {clause.text for clause in clauses(given(row)) if len(clause.text) > _SHORTEST_CLAUSE}
    length = sum(map(len, own))
    if length < _LONG_REASON:
        return None
    for other in case.rows:
        if other is row or not other.reason or other.indicator.level1 == row.indicator.level1:
            continue
        shared = own & {clause.text for clause in clauses(given(other))}
        if sum(map(len, shared)) >= _MOST_OF_IT * length:
            return other
    return None


_SHORTEST_CLAUSE = 6


@check(
    code="DEV-06",
    name="reason-without-measure",
    title="有原因而没有改进措施",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标写了原因，但没有下一步的改进措施；原因和措施只有寥寥几个字的，只作提示。",
    why="自评的目的在于改进，只讲原因不讲措施，同样的偏差下年还会出现。",
    remedy="在原因之后补写改进措施、完成时限和责任科室。",
    faulty=f"{_MISSED} | 原因 有一场因场地维修推迟\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_without_measure(case: Case) -> Iterator[Fault]:
    """DEV-06: a reason names a measure, in its own cell or in the form's field of measures."""
    if case.field("改进", "措施", "下一步") is not None:
        return
    for row, why, figures in _owing(case):
        measured = names_measure(row, case.evaluation.year)
        if measured and _says_too_little(row):
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏{told_reason(row)}过于简单，没有写差距从何而来、采取什么具体措施。",
                quotes=[row.path(row.reason_field)],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                title="原因和措施过于简单",
            )
        if measured or repeats_row(row) or cut_off(row) is not None or claims_success(row):
            continue
        yield case.finding(
            message=f"{quoted(row.name)}{why}，原因栏{told_reason(row)}没有写改进措施。",
            quotes=[row.path(row.reason_field)],
            figures=figures,
        )


_SHORTEST_REASON = 15
_GENERAL = re.compile(
    r"(?:加强|加大|强化|做好|提高|继续)[一-龥、]{0,10}(?:力度|工作|宣传|管理|监督|沟通|协调|意识)[。]?$"
)


def _says_too_little(row: Row) -> bool:
    """Tell whether cause and measure are a few words, without a figure, that end in a promise such as 加强宣传力度."""
    text = given(row)
    words = sum("一" <= character <= "鿿" for character in text)
    return words < _SHORTEST_REASON and not any(map(str.isdigit, text)) and _GENERAL.search(text) is not None
