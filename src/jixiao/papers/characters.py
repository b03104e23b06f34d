"""Characters that a file cannot hold, made visible instead of dropped; the same in every format."""

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, halves of surrogate pairs and code points that are no characters: neither XML nor HTML nor a font has them."""

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

REPLACEMENT = "\ufffd"


def writable(text: str) -> str:
    """The text with line feeds for all that breaks a line, and without what Word, Excel and web pages, being XML, cannot hold.

    ASCII control characters become their pictures (NUL becomes ␀, U+2400 …), all others that cannot be written �.
    """
    return _UNWRITABLE.sub(_visible, _BREAKS.sub("\n", text))


def lines(text: str) -> list[str]:
    """The lines of a text, each writable; one empty line for an empty text."""
    return writable(text).split("\n")


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT
