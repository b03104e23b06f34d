"""A figure that a file states (事实陈述): whose, what, how much, of which time, and where it stands."""

from decimal import Decimal
from typing import Literal

import msgspec

from jixiao.places import Place

Origin = Literal["target", "actual", "expected", "result", "note", "conclusion", "management", "field", "narrative"]
"""Which part of a file states it: 指标值, 完成值, 预期目标, 实际完成情况, 原因和备注, 自评结论, 资金管理情况, 其他字段, 正文."""

PLANNED: frozenset[Origin] = frozenset({"target", "expected"})
"""What these state is promised, what all others state is done."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One figure with its meaning.

    `subject` is the project that the text speaks of where it names one, `measure` what is counted, as a key; `act` and `object` are set
    where something is done to something that can be counted itself (检查, 定点医药机构). `value` is in the base `unit`, right within
    `tolerance`; `bound` is ≥, ≤, 约 or nothing; `per` what it is counted per. `year` is None where neither the text nor the form
    says it; `period` is empty for the whole year. `text` is the stretch that states it, `printed` the figure in it, `path` its cell in
    the form (None in the narrative).
    """

    origin: Origin
    measure: str
    value: Decimal
    unit: str
    text: str
    printed: str = ""
    subject: str | None = None
    act: str = ""
    object: str = ""
    tolerance: Decimal = Decimal(0)
    bound: str = ""
    per: tuple[str, ...] = ()
    year: int | None = None
    period: str = ""
    doubtful: bool = False
    path: str | None = None
    place: Place | None = None

    @property
    def planned(self) -> bool:
        """Tell whether the figure is promised, not done."""
        return self.origin in PLANNED

    def contradicts(self, other: "Statement") -> bool:
        """Tell whether the two cannot both be true, provided that they speak of the same: apart by more than rounding, bounds heeded."""
        slack = self.tolerance + other.tolerance
        low, high = sorted((self, other), key=lambda each: each.value)
        if high.value - low.value <= slack:
            return False
        if "约" in {low.bound, high.bound}:
            return high.value > low.value * Decimal("1.2")
        return low.bound != "≥" and high.bound != "≤"
