"""Text as a file may hold it: what no file format can hold is shown by a sign of its own, never dropped in silence."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n?")


def legible(text: str) -> str:
    """The text with every line break as one line feed, and without what XML 1.0 (§2.2) forbids.

    Word, Excel and web pages are XML: control characters other than tab and line feed, halves of surrogate pairs and the two
    non-characters cannot stand in them. Control characters become their pictures (NUL becomes ␀, U+2400 …), the others �.
    """
    return _FORBIDDEN.sub(_picture, _LINE_BREAKS.sub("\n", text))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
