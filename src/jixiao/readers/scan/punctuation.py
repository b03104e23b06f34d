"""Full and half width of punctuation, which recognition confuses: told by what stands beside it."""

import re
from collections.abc import Sequence

_CHINESE = r"[\u3400-\u9fff\u3007]"
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_HALF = str.maketrans(
    {**{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}, "％": "%", "．": ".", "＋": "+"}
)
_PAIR = re.compile(r"[（(]([^（(）)]*)[）)]")
_QUOTED = re.compile(rf'"([^"]*{_CHINESE}[^"]*)"')


def restored(text: str) -> str:
    """Give punctuation the width it has in print: full among Chinese characters, half inside figures."""
    text = text.translate(_HALF)
    text = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text)
    text = re.sub(r"(?<=\d)[。·](?=\d)", ".", text)
    text = re.sub(r"(?<=\d)：(?=\d)", ":", text)
    text = re.sub(r"(?:(?<=\d)|^)%[0oO](?![\d.])", "‰", text)
    text = re.sub(rf"(?<={_CHINESE})[,:;?!]|[,:;](?={_CHINESE})", lambda found: _FULL[found[0]], text)
    text = re.sub(rf"(?<={_CHINESE})\.(?![A-Za-z0-9])", "。", text)
    text = _QUOTED.sub(r"“\1”", text)
    return _PAIR.sub(_bracketed, text)


def with_dashes(cells: Sequence[str]) -> list[str]:
    """Take the lone 一 of a table's cells for the dash that it is, unless the table counts on with 二."""
    if "二" in cells:
        return list(cells)
    return ["—" if text == "一" else text for text in cells]


def _bracketed(found: re.Match[str]) -> str:
    inside = found[1]
    if found[0][0] == "（" or found[0][-1] == "）" or re.match(_CHINESE, inside) or re.search(rf"{_CHINESE}$", inside):
        return f"（{inside}）"
    return found[0]
