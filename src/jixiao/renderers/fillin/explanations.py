"""What each cell says to whoever stands on it, and how long its text may be."""

from functools import cache

import msgspec

from jixiao import data
from jixiao.forms import Layout

_TARGET, _DIVIDED = "indicators.target", "indicators.target.divided"
LONGEST_TITLE, LONGEST_TEXT = 32, 255
"""What a spreadsheet program shows at most."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The words shown beside a cell: what it is called and what is to be written."""

    title: str
    text: str


@cache
def explanations() -> dict[str, Explanation]:
    """All explanations by the path of a value, the number of its row left out."""
    return data.load(__package__, "explanations.yaml", dict[str, Explanation])


def subject_of(path: str) -> str:
    """The path of a value without the number of its row: indicators/3/actual is indicators.actual."""
    parts = path.split("/")
    return ".".join(part for part in parts if not part.isdecimal())


def explained(path: str, heading: str, layout: Layout, longest: int | None = None) -> Explanation:
    """What a cell says: under its own path, else under that of its group, with the longest text that the form allows.

    Where a target is divided into 性质, 指标值 and 度量单位, its cell takes the middle part alone and says so.
    """
    known, subject = explanations(), subject_of(path)
    if subject == _TARGET and "operator" in layout.columns:
        subject = _DIVIDED
    found = (
        known.get(subject)
        or known.get(subject.split(".")[0])
        or Explanation(title=heading or "填写", text="按表式要求填写。")
    )
    title = found.title if subject in known else heading or found.title
    text = found.text + (f"本栏限{longest}字以内。" if longest else "")
    return Explanation(title=title[:LONGEST_TITLE], text=text[:LONGEST_TEXT])
