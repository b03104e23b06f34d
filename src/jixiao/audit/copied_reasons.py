"""DEV-04, the hint: one reason, word for word, for two indicators that have nothing to do with each other."""

import re

from jixiao.audit.case import Case
from jixiao.audit.reasons import given
from jixiao.audit.rows import Row
from jixiao.texts.subjects import subjects

_COMMON_CAUSE = re.compile(
    r"疫情|财政|资金|经费|预算|政策|改革|机构|人员|人手|编制|气候|天气|暴雨|汛|上级|系统|平台|招标|采购|合同|机关|单位|年底|年末|跨年|结算周期"
    r"|(?:项目|工作)[未尚推延进]|目标|指标|宣传|计划"
)
"""Causes that may rightly hold back several works at once."""
_SHORTEST = 8


def copied_reason(case: Case, row: Row) -> Row | None:
    """An earlier row about something else with this very reason: what holds back the one would not hold back the other."""
    own = given(row)
    if len(own) < _SHORTEST or _COMMON_CAUSE.search(own):
        return None
    about = subjects(row.indicator.name or "")
    for other in case.rows[: row.index]:
        if given(other) == own and not _in_one_cell(row, other):
            told = subjects(other.indicator.name or "")
            if not about.terms & told.terms and not about.pairs & told.pairs:
                return other
    return None


def _in_one_cell(row: Row, other: Row) -> bool:
    """Tell whether one merged cell holds the reason of both rows."""
    return any(
        (place := row.indicator.cells.get(field)) is not None and place == other.indicator.cells.get(field)
        for field in ("note", "remark")
    )
