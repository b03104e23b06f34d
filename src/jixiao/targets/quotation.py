"""Quoting printed text inside a sentence (引用原文): by the rule of GB/T 15834, quotation marks within quotation marks are single."""

_INSIDE = str.maketrans("“”‘’", "‘’“”")


def quoted(text: str | None) -> str:
    """Set a printed text in quotation marks, its own marks one level down; a blank cell is named as such."""
    return "空白" if text is None else f"“{text.translate(_INSIDE)}”"
