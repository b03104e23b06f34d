"""偏差原因 by the categories of the monitoring form (T7): the page asks for the category apart, on paper it stands before the reason.

A form read from paper may say 经费保障：资金十月才下达; the library knows one text of it, the note.
"""

import re

CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
"""What a deviation may be due to."""
CAUSE = "cause"
"""The field of a row that holds the category, which the library has no field for."""
_SAID = re.compile(rf"({'|'.join(CAUSES)})(?:[：:]\s*(.*))?", re.DOTALL)


def joined(cause: str | None, note: str | None) -> str | None:
    """The reason as it stands on paper."""
    return f"{cause}：{note}" if cause and note else cause or note


def parted(note: str | None) -> tuple[str, str]:
    """The category, "" when none is said, and the rest."""
    match = _SAID.fullmatch((note or "").strip())
    return (match[1], match[2] or "") if match else ("", note or "")
