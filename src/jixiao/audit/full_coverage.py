"""全覆盖 in one row against another row that counts fewer than all; rates below 100 percent are looked at by NAR-01."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Severity
from jixiao.scoring import written
from jixiao.scoring.rounding import rounded
from jixiao.targets.quotation import quoted

_EVERY = re.compile(
    r"(?:所有|全部|各)(?P<kinds>[^，。；;]{0,12}?)(?:定点)?(?:医疗机构|医药机构|医院|药店)[^，。；;]{0,4}(?:均|都|全部)"
)
_SOME = re.compile(
    r"(?P<kind>三级|二级|一级|公立|民营|基层)[^，。；;\d]{0,12}?(?:共有?|共计)(?P<all>\d+)家[，,、]?(?:其中)?(?:已有|有)?(?P<part>\d+)家"
)
_DONE = re.compile(r"支付|结算|凭证|联网|上传|接入|预约|取药")


def claims_against_counts(case: Case) -> Iterator[Fault]:
    """A row says that all institutions of a kind have something, another counts fewer of that kind for a part of it."""
    if ("所有" not in case.joined_texts and "全部" not in case.joined_texts) or not _SOME.search(case.joined_texts):
        return
    counts = [(row, found) for row in case.rows for found in _SOME.finditer(row.indicator.actual or "")]
    for row in case.rows if counts else ():
        claim = _EVERY.search(row.indicator.actual or "")
        if claim is None:
            continue
        for other, found in counts:
            whole, part = (targets.number(found[group]) or Decimal(0) for group in ("all", "part"))
            alike = set(_DONE.findall(row.indicator.actual or "")) & set(_DONE.findall(other.indicator.actual or ""))
            if other is row or found["kind"] not in claim["kinds"] or not 0 < part < whole or not alike:
                continue
            yield case.finding(
                message=(
                    f"{quoted(row.name)}称“{claim.group()}…”，{quoted(other.name)}却写{found['kind']}机构共{found['all']}家、只有{found['part']}家"
                    f"（{written(rounded(part / whole * 100, 2))}%），都涉及{'、'.join(sorted(alike))}，请核对两行是否一致。"
                ),
                quotes=[row.path("actual"), other.path("actual")],
                figures={"总数": found["all"], "已完成": found["part"]},
                severity=Severity.WARNING,
                certainty=Certainty.POSSIBLE,
            )
            break
