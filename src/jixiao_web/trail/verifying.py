"""Whether the log is whole: every entry hashes to what it says, follows the one before, and none is missing at the end."""

from datetime import UTC
from typing import NamedTuple

from jixiao_web.trail.models import FIRST, Entry, Head


class Verdict(NamedTuple):
    """How many entries were checked, and one Chinese sentence about the first that does not fit, "" when all do."""

    entries: int
    fault: str


def verify() -> Verdict:
    """Check the whole chain from the first entry."""
    previous, count = FIRST, 0
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        count += 1
        entry.at = entry.at.astimezone(UTC)
        if entry.previous != previous:
            return Verdict(count, f"第{count}条（编号{entry.pk}）与前一条接不上：中间有记录被删除或调换。")
        if entry.hashed() != entry.digest:
            return Verdict(count, f"第{count}条（编号{entry.pk}）的内容与其校验值不符：记录被改动过。")
        previous = entry.digest
    head = Head.objects.filter(pk=1).first()
    told = (head.digest, head.count) if head else (FIRST, 0)
    if told != (previous, count):
        return Verdict(count, f"应有{told[1]}条记录，实有{count}条：末尾有记录被删除或改动。")
    return Verdict(count, "")
