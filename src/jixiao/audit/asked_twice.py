"""SAT-03 within one form: the satisfaction of the same people in two rows, one of them outside 满意度指标, with two values."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.collection import Collection
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.levels import First, level_of
from jixiao.findings import Certainty, Severity
from jixiao.model import Evaluation
from jixiao.targets.quotation import quoted

_ASKED = re.compile(r"满意|(?:群众|对象|人员|患者|居民)满$")
_OTHERS = re.compile(
    r"机构|医院|药店|医生|医师|企业|单位|困难|救助|患者|离休|干部|学员|参训|培训|受训|窗口|热线|宣传|系统|平台"
)
"""Other people, or one service of several: their satisfaction may differ."""


def asked_twice(collection: Collection) -> Iterator[Fault]:
    """Tell of forms with two values for the satisfaction of the public at large."""
    for form in collection.forms:
        if not form.audited or form.digest.form != "self_evaluation":
            continue
        rows = list(_asked(form.digest.evaluation))
        outside = next((each for each in rows if not each[2]), None)
        inside = next((each for each in rows if each[2]), None)
        if len(rows) != 2 or outside is None or inside is None or outside[1] == inside[1]:
            continue
        one, two = (form.digest.evaluation.indicators[at] for at, _, _ in (outside, inside))
        yield collection.finding(
            at=form,
            message=(
                f"{quoted(one.name)}（列在{quoted(one.level2)}）的实际完成值为{one.actual}，"
                f"{quoted(two.name)}为{two.actual}，像是同一批人的满意度，一表两数。"
            ),
            quotes=[(form, f"indicators/{outside[0]}/actual"), (form, f"indicators/{inside[0]}/actual")],
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )


def _asked(evaluation: Evaluation) -> Iterator[tuple[int, Decimal, bool]]:
    """The satisfaction rows of the public: where they stand, their value in percent, whether below 满意度指标."""
    for at, row in enumerate(evaluation.indicators):
        name = row.name or ""
        if "满" not in name or not _ASKED.search(name) or _OTHERS.search(name) or row.actual is None:
            continue
        value = targets.parse(row.actual)
        if isinstance(value, targets.Quantity) and value.unit.name in {"%", ""} and 0 < value.number <= HUNDRED:
            yield at, value.number, level_of(row.level1, row.level2) is First.SATISFACTION
