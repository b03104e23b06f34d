"""XFM-01 within one table: a row that tells a part (其中：…) of what the row above it tells, with a greater figure."""

import re
from collections.abc import Iterator

import msgspec

from jixiao import targets
from jixiao.audit.collection import Collection, Filed
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty
from jixiao.model import Indicator
from jixiao.scoring import written
from jixiao.targets import Operator, Quantity
from jixiao.targets.agreement import named_unit
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_PART = re.compile(r"^[#*＊\s\d.、（(]*其中")
_NO_SUM = re.compile(
    r"均|每|率|比例|比重|占比|标准|单价|最[高低]|限额|时间|时长|时限|期限|周期|天数|月数|年限|[新净]增|增[加长幅]"
)
"""What is averaged, a standard, a time or a change: there a part may have the greater figure."""

_NO_COUNTS = frozenset({"", "%", "百分点", "倍", "分", "秒", "分钟", "工作日", "月"})
"""Bases of units (see `jixiao.targets.units`) that count no things and no money."""


def parts_above_rows(collection: Collection) -> Iterator[Fault]:
    """Tell of each audited form whose row of a part has more than the row of the whole above it."""
    for form in collection.forms:
        if form.audited:
            yield from _parts_above(collection, form)


def _parts_above(collection: Collection, form: Filed) -> Iterator[Fault]:
    whole: int | None = None
    rows = form.digest.evaluation.indicators
    for index, row in enumerate(rows):
        if not _PART.search(row.name or ""):
            whole = index
            continue
        if whole is None:
            continue
        of, part = _counted(rows[whole]), _counted(row)
        if of is None or part is None or of.unit.base != part.unit.base or part.value <= of.value:
            continue
        gap = written((part.value - of.value) / of.unit.factor)
        yield collection.finding(
            at=form,
            message=(
                f"{quoted(row.name)}的实际完成值{quoted(row.actual)}，多于上面一行{quoted(rows[whole].name)}的全部"
                f"{quoted(rows[whole].actual)}（多{gap}{of.unit.name}），部分大于总体。"
            ),
            title="部分大于总体",
            quotes=[(form, f"indicators/{at}/{field}") for at in (index, whole) for field in ("actual", "name")],
            figures={"部分": row.actual or "", "总体": rows[whole].actual or ""},
            suggestion="核对两行的统计口径和数据来源，改正有误的一行；下一行不是上一行的其中数的，去掉“其中”。",
            certainty=Certainty.LIKELY,
        )


def _counted(row: Indicator) -> Quantity | None:
    """What a row counts, None where it is no plain count or sum of which there can be a part."""
    value = None if row.actual is None else targets.parse(row.actual)
    if not isinstance(value, Quantity) or value.operator is not Operator.BARE or value.per or value.change:
        return None
    name = key(row.name or "")
    unit = value.unit if value.unit.name else named_unit(name) or value.unit
    return None if unit.base in _NO_COUNTS or _NO_SUM.search(name) else msgspec.structs.replace(value, unit=unit)
