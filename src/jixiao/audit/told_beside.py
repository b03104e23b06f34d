"""完成值只写达成, the figure in the remark: what was reached is then to be taken from there."""

from jixiao import targets
from jixiao.audit.printed import figures
from jixiao.audit.rows import Row

_EXACT = frozenset({targets.Operator.BARE, targets.Operator.EQ})


def beside(row: Row) -> targets.Comparison | None:
    """The figure in the remark of a row that only claims to be reached, against its target; None unless both count the same."""
    told = row.indicator.remark or row.indicator.note
    if told is None or not isinstance(row.actual, targets.Achievement):
        return None
    wanted, given = figures(row.target), targets.parse(told)
    if len(wanted) != 1 or not isinstance(given, targets.Quantity) or given.operator not in _EXACT or given.change:
        return None
    same = given.unit.base == wanted[0].unit.base != "" and given.per == wanted[0].per
    if not same or (given.subject and wanted[0].subject and given.subject != wanted[0].subject):
        return None
    return targets.compare(row.target, given, name=row.indicator.name or "", level2=row.indicator.level2 or "")
