"""Names of sheets: what Excel allows, no two alike."""

import re
from collections.abc import Iterable

from jixiao.papers.characters import writable

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\t\n]")
_MOST = 31
"""In UTF-16 units, as Excel counts."""


def sheet_names(names: Iterable[str]) -> list[str]:
    """A legal name for each: forbidden signs become _, what is too long is shortened, and a second one of a name is numbered."""
    taken: set[str] = set()
    result = []
    for name in names:
        legal = _FORBIDDEN.sub("_", writable(name)).strip("' ") or "表"
        if legal.casefold() == "history":
            # Excel keeps this name for itself.
            legal += "_"
        chosen, number = _shortened(legal, _MOST), 1
        while chosen.casefold() in taken:
            number += 1
            ending = f"（{number}）"
            chosen = _shortened(legal, _MOST - len(ending)) + ending
        taken.add(chosen.casefold())
        result.append(chosen)
    return result


def _shortened(name: str, most: int) -> str:
    while len(name.encode("utf-16-le")) // 2 > most:
        name = name[:-1]
    return name.rstrip("' ")
