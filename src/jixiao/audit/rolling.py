"""Rolling up (合并列示): many spots of one kind in one form make one finding that quotes the first few and counts the rest."""

from collections.abc import Sequence

from jixiao.targets.quotation import quoted

SHOWN = 5
"""How many spots a finding quotes."""

_LONGEST = 48
"""Characters of a cell that a sentence quotes."""


def shortened(text: str) -> str:
    """Shorten a text for a sentence; the cell itself is quoted whole beside it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def listed(texts: Sequence[str], counter: str = "处") -> str:
    """Quote the first few texts and count the rest: “甲”“乙”（另有3处）."""
    shown = "".join(quoted(shortened(text)) for text in texts[:SHOWN])
    return shown + rest(len(texts), counter)


def joined(parts: Sequence[str], counter: str = "处") -> str:
    """Join the first few parts of a sentence and count the rest: 甲12月、乙11月（另有3处）."""
    return "；".join(parts[:SHOWN]) + rest(len(parts), counter)


def rest(count: int, counter: str = "处") -> str:
    """Say how many are not shown; empty where all are."""
    return f"（另有{count - SHOWN}{counter}）" if count > SHOWN else ""
