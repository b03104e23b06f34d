"""Characters that a file cannot hold, made visible instead of dropped."""

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, halves of surrogate pairs and code points that are no characters: neither XML nor HTML nor a font has them."""

_BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")

REPLACEMENT = "\ufffd"


def writable(text: str) -> str:
    """The text with a replacement character for each that cannot be written, and line feeds for all that breaks a line."""
    return _UNWRITABLE.sub(REPLACEMENT, _BREAKS.sub("\n", text))


def lines(text: str) -> list[str]:
    """The lines of a text, each writable; one empty line for an empty text."""
    return writable(text).split("\n")
