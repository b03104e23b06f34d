"""资金行: which row of the fund block is the total, and which carries the points of 预算执行率; for scoring, audit and reports."""

import re

from jixiao.model import Fund

_TOTAL = re.compile(r"总额|合计|总计|总量|总投[入资]|总预算|预算总数|^(?:年度|项目)?(?:资金|预算)(?:数|情况)?$")
_PART = re.compile(r"其中|财政拨款|财政资金|结转|其他|本级|上级|中央|地方|省级|市级|县级|自有|补助")
_PUNCTUATION = re.compile(r"[\s:：（）()、,，]")


def names_total(label: str | None) -> bool:
    """Tell whether a label is that of the total (年度资金总额); a row without a label is taken for it."""
    if label is None:
        return True
    plain = _PUNCTUATION.sub("", label)
    return not plain.startswith("其中") and _TOTAL.search(plain) is not None


def total_row(funds: tuple[Fund, ...]) -> int | None:
    """Find the total by its label, else the only row with points, else the first row unless its label says that it is a part.

    Returns its index; None when no row can be taken for the total.
    """
    named = [index for index, fund in enumerate(funds) if names_total(fund.label)]
    pointed = _pointed(funds)
    if named or len(pointed) == 1:
        return (named or pointed)[0]
    if len(funds) == 1 or (funds and not _PART.search(funds[0].label or "")):
        return 0
    return None


def points_row(funds: tuple[Fund, ...]) -> int | None:
    """Find the row that carries 分值 or 得分 of 预算执行率: the total if it has any, else the first that has.

    Returns its index; None when no row prints points.
    """
    pointed, total = _pointed(funds), total_row(funds)
    return total if total in pointed else next(iter(pointed), None)


def _pointed(funds: tuple[Fund, ...]) -> list[int]:
    return [index for index, fund in enumerate(funds) if fund.weight is not None or fund.score is not None]
