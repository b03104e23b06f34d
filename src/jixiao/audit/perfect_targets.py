"""100 % as a target where it is out of reach: everybody content, or everybody insured; both are hints of IND-05."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.levels import First, first_level
from jixiao.audit.printed import aimed, bare_name, figures
from jixiao.audit.rates import highest, percentage
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity

_ASKED = re.compile(r"满意|认可度")
_INSURED = re.compile(r"(?<!资助)参保率|参保覆盖|全民参保|全覆盖参保|应保尽保|应参尽参")
_OF_A_GROUP = re.compile(
    r"困难|救助|低收入|低保|特困|脱贫|资助|重点|学生|学校|新生儿|老年|残疾|职工|人员库|征缴|缴费|任务|登记|档案"
)
"""Groups that are insured one by one and paid for, and rates of a task: all of them is what is wanted there."""


def perfect_targets(case: Case) -> Iterator[Fault]:
    """Tell of satisfaction and of the share of the insured that are to be no less than all."""
    full = [row for row in case.rows if _asks_for_all(row)]
    content = [row for row in full if first_level(row) is First.SATISFACTION or _ASKED.search(bare_name(row))]
    insured = [row for row in full if row not in content and _everybody_insured(bare_name(row))]
    for rows, fault, remedy in (
        (
            content,
            "满意度目标定为100%，有一人不满意就完不成，请核对是否切合实际",
            "参照往年调查结果定一个努力可以达到的数，如“≥90%”；确须全部满意的，写明调查方式。",
        ),
        (
            insured,
            "参保目标定为100%，要应参保的人全部参保才算完成，请核对是否切合实际并写明分母的口径",
            "写明以户籍人口、常住人口还是应参保人数为分母，按下达的参保任务定指标值。",
        ),
    ):
        yield from in_one(
            case,
            (Repeat(row, aimed(row), ("target", "name")) for row in rows),
            fault,
            suggestion=remedy,
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _everybody_insured(name: str) -> bool:
    """Tell whether the part of a name that speaks of being insured is about the public, not about one group or a task."""
    return any(_INSURED.search(part) and not _OF_A_GROUP.search(part) for part in re.split("[,，、;；]", name))


def _asks_for_all(row: Row) -> bool:
    wanted = figures(row.target) if "100" in (row.indicator.target or "") else ()
    return (
        len(wanted) == 1
        and percentage(wanted[0])
        and highest(wanted[0]) == HUNDRED
        and isinstance(wanted[0], targets.Quantity)
        and wanted[0].operator in {targets.Operator.BARE, targets.Operator.EQ}
    )
