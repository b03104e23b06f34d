"""Rolling up (合并报送): one finding for all rows of a form with the same fault of wording, so that a form does not drown in repeats."""

from collections.abc import Iterable, Iterator

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.faults import Fault
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity

SHOWN = 5
"""How many rows the sentence names and quotes; of the others it gives the count."""


class Repeat(msgspec.Struct, frozen=True):
    """A row with the fault: what the sentence says of it, and the fields of its cells to quote."""

    row: Row
    says: str
    fields: tuple[str, ...] = ("target", "actual")

    @property
    def sure(self) -> bool:
        """Tell whether all its cells were read without doubt."""
        return not any(self.row.doubts(field) for field in self.fields)


def in_one(
    case: Case,
    repeats: Iterable[Repeat],
    fault: str,
    *,
    suggestion: str | None = None,
    severity: Severity | None = None,
    certainty: Certainty | None = None,
    title: str = "",
) -> Iterator[Fault]:
    """Tell of all rows in one finding; nothing where there are none. `fault` says what is wrong, without a full stop.

    Rows read without doubt come first, and where there are any only they are quoted: they carry the finding.
    """
    told = sorted(repeats, key=lambda repeat: not repeat.sure)
    if not told:
        return
    shown = told[:SHOWN]
    quotable = [repeat for repeat in shown if repeat.sure] or shown
    count = len(told)
    rest = count - len(shown)
    named = "；".join(repeat.says for repeat in shown)
    message = f"{named}：{fault}。"
    if count > 1:
        message = f"共{count}行{fault}：{named}{f'；另有{rest}处' if rest else ''}。"
    yield case.finding(
        message=message,
        quotes=[repeat.row.path(field) for repeat in quotable for field in repeat.fields],
        figures={"行数": str(count)} if count > 1 else {},
        suggestion=suggestion,
        severity=severity,
        certainty=certainty,
        title=title,
    )
