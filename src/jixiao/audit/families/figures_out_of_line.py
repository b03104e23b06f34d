"""DEV-08, DEV-09: deviations that are none: a total beside a target for each, a slip of the decimal point or the unit."""

from collections.abc import Iterator
from decimal import Decimal

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import points
from jixiao.audit.per_unit import PER_UNIT, SURELY_TOTAL, counted_by, times_target
from jixiao.audit.slips import suspected_slip
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_DOUBLE = Decimal(2)
"""A total is at least twice what is asked for each; less may still be for each."""


@check(
    code="DEV-08",
    name="target-per-unit-actual-in-total",
    title="指标值按单位计而完成值按总量计",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"), article("财预〔2021〕101号", "取值")),
    definition="指标名称或指标值按每县、每人、每月等计，完成值是总数，口径不同而数值相差一倍以上。",
    why="口径变了就无法判断目标是否达到，总数再大也不能说明每个单位都完成了。",
    remedy="按指标值的口径填写完成值，例如“每个县2个”，或另写达标单位数。",
    faulty="指标：产出指标 / 数量指标 / 每个县举办宣传活动场次 | 分值 20 | 指标值 ≥1场 | 实际值 25场 | 得分 20",
    sound="指标：产出指标 / 数量指标 / 每个县举办宣传活动场次 | 分值 20 | 指标值 ≥1场 | 实际值 每个县1场 | 得分 20",
)
def target_per_unit_actual_in_total(case: Case) -> Iterator[Fault]:
    """DEV-08: target and actual are of one calibre; a ratio below two could still be per unit."""
    for row in case.rows:
        times = times_target(row)
        if times is None or times < _DOUBLE or row.compared_in_doubt:
            continue
        found = counted_by(row)
        if found is None or (times < SURELY_TOTAL and found.re is not PER_UNIT):
            continue  # a unit price exceeded a few times over may be just that, its unit left out
        ratio = points(times)
        yield case.finding(
            message=(
                f"{quoted(row.name)}的指标值{quoted(row.indicator.target)}按“{found.group()}”计，实际完成值{quoted(row.indicator.actual)}"
                f"是指标值的{ratio}倍，疑为总数，口径不一致。"
            ),
            quotes=[row.path("actual"), row.path("target"), row.path("name")],
            figures={"倍数": ratio},
            certainty=Certainty.LIKELY if times >= SURELY_TOTAL else Certainty.POSSIBLE,
        )


@check(
    code="DEV-09",
    name="suspected-decimal-slip",
    title="完成值疑有小数点或单位错误",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, "第五章"),),
    definition="实际完成值约为年度指标值的10、100、1000、10000倍或其几分之一，疑为小数点错位或单位混用（元与万元、人与万人）。",
    why="差一个数量级多半是笔误，会使完成情况完全颠倒，也会被误当成超额完成或未完成。",
    remedy="对照原始统计核对完成值的小数点和单位；数值属实的，说明原因。",
    faulty="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 9.7% | 得分 1.02"
    " | 原因 部分资料未验收，下一步将加快验收\n总分：分值 100 | 得分 91.02",
    sound="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10",
)
def suspected_decimal_slip(case: Case) -> Iterator[Fault]:
    """DEV-09: a ratio near a power of ten is a slip unless the figure is a small count or the funds confirm it."""
    for row in case.rows:
        near = suspected_slip(case, row)
        if near is None:
            continue
        large = (row.comparison.ratio or 0) >= 1
        share = f"约为指标值的{written(near)}{'倍' if large else '分之一'}"
        yield case.finding(
            message=f"{quoted(row.name)}{row.compared}，{share}，疑为小数点错位或单位混用，请核对。",
            quotes=[row.path("actual"), row.path("target")],
            figures={"倍数": written(near)},
        )
