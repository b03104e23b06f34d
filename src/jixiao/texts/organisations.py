"""Names of organisations (单位): what stands for a bureau or an agency of its own, and what for an office within one (科室)."""

import re
from functools import lru_cache

_UNIT = r"局|中心|委员会|管委会|卫健委|服务站|卫生院|医院|学院|学校|大学|公司|协会|基金会|政府|办事处|总队|支队|大队"
_ORGANISATION = re.compile(rf"[一-鿿（）()、]{{3,30}}(?:{_UNIT}|办公室)(?:本级|机关|[（(][^（）()]{{1,20}}[）)])?")
_OFFICE = re.compile(rf"[一-鿿（）()、]{{2,24}}(?:{_UNIT}|办公?室|科室?|股室?|处室?|室|组|部|站|院|厅)")


@lru_cache(maxsize=1024)
def is_organisation(text: str) -> bool:
    """Whether a text is nothing but the full name of a unit that can answer for a project: 柏川县医保事务中心."""
    return bool(_ORGANISATION.fullmatch("".join(text.split())))


@lru_cache(maxsize=1024)
def may_be_organisation(text: str) -> bool:
    """Whether a text is a unit's name or that of an office within one: 基金监管科, 服务中心."""
    return is_organisation(text) or bool(_OFFICE.fullmatch("".join(text.split())))
