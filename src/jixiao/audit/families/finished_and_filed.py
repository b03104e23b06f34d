"""TIM-05, TIM-06: was the form filled in when the year was over, and was the work done when it was due?"""

import re
from collections.abc import Iterator
from datetime import date

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import certainty_of, missed
from jixiao.audit.printed import deadlines
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.dates import DATE, days
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_TRUE = article(_10, "第五章")
_TIMELY = "指标：产出指标 / 时效指标 / 宣传活动完成时间 | 分值 10 | 指标值"
_FILLED = re.compile("填报日期|填报时间|填表日期|填表时间|报送日期|填制日期")


@check(
    code="TIM-05",
    name="filled-at-wrong-time",
    title="填报日期早于年度终了或明显过晚",
    severity=Severity.WARNING,
    basis=(article(_10, 11), _TRUE),
    definition="填报日期早于评价年度的12月31日，或晚于次年12月31日。",
    why="年度没有结束就填报，全年完成值只能是估计；过晚填报则错过随决算公开的时间，日期也可能填错。",
    remedy="核对填报日期；提前填报的，按年度终了后的实际数据更新全表并改填日期。",
    faulty="字段：填报日期 = 2023-11-20",
    sound="字段：填报日期 = 2024-01-20",
)
def filled_at_wrong_time(case: Case) -> Iterator[Fault]:
    """TIM-05: the date of filling in lies between the end of the year and the end of the next one; only dates on the form count."""
    year = case.evaluation.year
    if year is None:
        return
    for index, field in enumerate(case.evaluation.fields):
        if not field.value or not _FILLED.search(field.label):
            continue
        filled = _day(field.value)
        if filled is None:
            continue
        if filled < date(year, 12, 31):
            why = f"早于{year}年12月31日，年度尚未终了"
        elif filled > date(year + 1, 12, 31):
            why = f"晚于{year + 1}年12月31日"
        else:
            continue
        yield case.finding(
            message=f"{field.label}{quoted(field.value)}{why}，本表评价的是{year}年度。",
            quotes=[f"fields/{index}/value"],
            figures={"本表年度": str(year)},
        )


def _day(text: str) -> date | None:
    """The one day that a text states with its year, None for anything else."""
    found = DATE.search(text.strip())
    stated = days(found) if found else None
    if stated is None or stated.year is None or stated.first != stated.last or stated.before:
        return None
    return stated.first


_DONE = re.compile(r"^[^，。；;]{0,8}(?:已)?(?:全部)?(?:完成|完工|验收|划拨|拨付|发放|上线|交付|竣工|办结|支付)")


@check(
    code="TIM-06",
    name="finished-late-but-full",
    title="完成时间晚于时限却得满分",
    severity=Severity.FATAL,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 16),),
    judged_by="时效指标记分",
    definition="时效指标的完成值没有写日期，而原因或备注栏写明的完成日期晚于指标值规定的时限，得分却等于分值；完成值本身晚于时限的归“未达到目标却得满分”。",
    why="超过时限就是未达到目标，不能以“达成预期指标”一语带过而得满分。",
    remedy="在完成值中填写实际完成日期，按规则重新记分并说明推迟的原因。",
    faulty=f"{_TIMELY} 2023年11月底前 | 实际值 达成预期指标 | 得分 10 | 备注 2023年12月20日全部完成",
    sound=f"{_TIMELY} 2023年11月底前 | 实际值 达成预期指标 | 得分 10 | 备注 2023年11月20日全部完成",
    also=("QLT-04",),
)
def finished_late_but_full(case: Case) -> Iterator[Fault]:
    """TIM-06: a date of completion in the notes that lies after the limit takes full points away; SCO-04 sees the actual itself."""
    for row in case.rows:
        limits = deadlines(row.target)
        full = row.weight and row.score is not None and row.score >= row.weight
        if len(limits) != 1 or not full or missed(row):
            continue
        if deadlines(row.actual):
            continue
        late = _completed_late(row, limits[0], case.evaluation.year) if row.reason else None
        elsewhere = None if late else _project_completed_late(case, row, limits[0])
        if elsewhere is not None:
            path, told = elsewhere
            yield case.finding(
                message=(
                    f"{quoted(row.name)}的时限是{quoted(row.indicator.target)}，表内另一处却写{quoted(told)}，"
                    f"完成值填{quoted(row.indicator.actual)}，得满分{row.indicator.score}分。"
                ),
                quotes=[row.path("target"), row.path("actual"), row.path("score"), path],
                figures={"得分": row.indicator.score or ""},
                certainty=certainty_of(row, Certainty.LIKELY),
            )
        if late is not None:
            yield case.finding(
                message=(
                    f"{quoted(row.name)}的时限是{quoted(row.indicator.target)}，备注写明{quoted(late)}才完成，"
                    f"完成值填{quoted(row.indicator.actual)}，得满分{row.indicator.score}分。"
                ),
                quotes=[row.path("remark" if row.indicator.remark else "note"), row.path("target"), row.path("score")],
                figures={"得分": row.indicator.score or ""},
                certainty=certainty_of(row, Certainty.LIKELY),
            )


def _completed_late(row: Row, limit: targets.Deadline, year: int | None) -> str | None:
    """The words of the notes that tell of a completion after the limit, None where there are none or the years are open."""
    for found in DATE.finditer(row.reason):
        stated = days(found)
        if stated is None or stated.before or limit.every or not _DONE.match(row.reason[found.end() :]):
            continue
        own = stated.year or year
        wanted = limit.year or year
        if own is None or wanted is None:
            continue
        try:
            first, last = stated.first.replace(year=own), limit.last.replace(year=wanted)
        except ValueError:  # the 29th of February of a year without one
            continue
        if first > last:
            return found.group()
    return None


_YEAR_DONE = re.compile(
    r"(?P<told>(?P<year>20\d\d)年(?:度)?(?P<what>项目|工程)?(?:全部|才|方|正式)?(?:完工|竣工|完成验收|办结|通过验收))"
)
_WHOLE_PROJECT = re.compile(r"(?:项目|工程|审计|采购|建设|工作)?(?:工作)?(?:完成|完工)(?:时间|时限)$")
_TELLING = re.compile(r"^(?:indicators/\d+/(?:note|remark)|conclusion|remark|goals/\d+/actual)$")
_NEGATED = re.compile(r"(?:未|预计|拟|将|计划|原定|应于|应在)[^，。；;]{0,6}$")


def _project_completed_late(case: Case, row: Row, limit: targets.Deadline) -> tuple[str, str] | None:
    """Where else the form says that the project was finished in a year after that of the limit, if the row is about the whole project."""
    wanted = limit.year or case.evaluation.year
    if wanted is None or limit.every or not _WHOLE_PROJECT.search(row.name) or "工" not in case.joined_texts:
        return None
    for path, text in case.texts:
        if not _TELLING.match(path):
            continue
        for found in _YEAR_DONE.finditer(text):
            later = found["what"] and int(found["year"]) > wanted and not _NEGATED.search(text, 0, found.start())
            if later:
                return path, found["told"]
    return None
