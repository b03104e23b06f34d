"""Full and half width of punctuation, which recognition confuses: told by what stands beside it."""

import re

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
    text = re.sub(rf"(?<={_CHINESE})[,:;?!]|[,:;](?={_CHINESE})", lambda found: _FULL[found[0]], text)
    text = re.sub(rf"(?<={_CHINESE})\.(?![A-Za-z0-9])", "。", text)
    text = _QUOTED.sub(r"“\1”", text)
    return _PAIR.sub(_bracketed, text)


def _bracketed(found: re.Match[str]) -> str:
    inside = found[1]
    if found[0][0] == "（" or found[0][-1] == "）" or re.match(_CHINESE, inside) or re.search(rf"{_CHINESE}$", inside):
        return f"（{inside}）"
    return found[0]
