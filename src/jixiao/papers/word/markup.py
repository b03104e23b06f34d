"""Small pieces of WordprocessingML: lengths, escaped text, runs and paragraphs."""

import re

from jixiao.papers.characters import writable

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_BREAKS = re.compile("([\t\n])")
_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_HINT = '<w:rFonts w:hint="eastAsia"/>'


def twips(points: float) -> int:
    """Points as twentieths of a point, the measure of Word."""
    return round(points * 20)


def twips_of_mm(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def escaped(text: str) -> str:
    """Writable text as it stands in XML, also within an attribute; a line break in an attribute must be taken out before."""
    return writable(text).translate(_SPECIAL)


def run(text: str, properties: str = "") -> str:
    """A run of text with its tabs and line breaks. `properties` are run properties from `w:b` on, in the order of the schema."""
    if not text:
        return ""
    if not text.isascii():
        # Signs that both worlds know (≥ “ … —) are drawn with the Chinese font, as they are in a Chinese office.
        properties = _HINT + properties
    opening = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    text = writable(text)
    if "\t" not in text and "\n" not in text:
        return f'{opening}<w:t xml:space="preserve">{text.translate(_SPECIAL)}</w:t></w:r>'
    pieces = _BREAKS.split(text)
    inner = "".join(
        _SIGNS.get(piece) or f'<w:t xml:space="preserve">{piece.translate(_SPECIAL)}</w:t>' for piece in pieces if piece
    )
    return f"{opening}{inner}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in a style; `properties` are paragraph properties after `w:pStyle`, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def sliver(properties: str = "", section: str = "") -> str:
    """A paragraph a twentieth of a point high, where Word wants one and nothing shall be seen; `properties` stand before its spacing."""
    return (
        f'<w:p><w:pPr>{properties}<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="1" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/></w:rPr>{section}</w:pPr></w:p>'
    )
