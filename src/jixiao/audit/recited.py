"""照抄评分标准: whether an actual only recites what the row's own criteria ask for, without saying by what it is shown."""

import re

from jixiao.audit.rows import Row
from jixiao.targets.characters import key

_CLAUSES = re.compile(r"[，。；;,、:：\s“”\"]+|\d+[.、]")
_EVIDENCE = re.compile(r"\d|《|〔|号|[一二三四五六七八九十百]{1,4}[个次项份家期场]")
_SHORTEST = 8
"""Fewer characters may be chance."""


def recites_rule(row: Row) -> bool:
    """Tell whether every clause of the actual stands in 评分标准 and nothing in it is evidence (a figure, a document, a date)."""
    rule, actual = key(row.indicator.rule or ""), key(row.indicator.actual or "")
    if len(actual) < _SHORTEST or not rule or actual == key(row.indicator.target or ""):
        return False
    clauses = [clause for clause in _CLAUSES.split(actual) if clause]
    joined = "".join(clauses)
    if len(joined) < _SHORTEST or _EVIDENCE.search(joined):
        return False
    asked = _CLAUSES.sub("", rule)
    return all(clause in asked for clause in clauses)
