"""XFM-01, the hint: the goal speaks of 人次 and the rows about the same of 人数."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.collection import Collection, Filed
from jixiao.audit.faults import Fault
from jixiao.audit.printed import figures
from jixiao.findings import Certainty, Severity
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses
from jixiao.texts.subjects import subjects


def times_and_heads(collection: Collection) -> Iterator[Fault]:
    """Tell of each audited form whose goal and rows count in two ways."""
    for form in collection.forms:
        if form.audited:
            yield from _heads_for_times(collection, form)


_SHOWN = 3
_TIMES = re.compile(r"[一-龥]{2,10}人次(?!均)")


def _heads_for_times(collection: Collection, form: Filed) -> Iterator[Fault]:
    """The goal speaks of 人次, every row about the same counts persons: one of the two is not what is meant."""
    seen = form.digest.evaluation
    if seen.form != "self_evaluation":
        return
    for at, goal in enumerate(seen.goals):
        if "人次" not in (goal.expected or ""):
            continue
        clause = next((each.text for each in clauses(goal.expected or "") if _TIMES.search(each.text)), None)
        if clause is None:
            continue
        about = subjects(clause).terms
        rows = [
            index
            for index, row in enumerate(seen.indicators)
            if row.target
            and (row.name or "").rstrip("）)").endswith(("人数", "人数（人", "人数（万人"))
            and subjects(row.name or "").terms & about
            and any(figure.unit.base == "人" for figure in figures(targets.parse(row.target)))
        ]
        times = any("人次" in f"{row.name or ''}{row.target or ''}{row.actual or ''}" for row in seen.indicators)
        if rows and not times:
            names = "、".join(quoted(seen.indicators[index].name) for index in rows[:_SHOWN])
            yield collection.finding(
                at=form,
                message=f"总体目标写的是{quoted(clause)}，{names}却按人数计，一人多次救助、就诊时两者不同，请统一口径。",
                quotes=[
                    (form, f"goals/{at}/expected"),
                    *((form, f"indicators/{index}/name") for index in rows[:_SHOWN]),
                ],
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )
            return
