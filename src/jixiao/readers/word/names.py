"""Names of WordprocessingML, and the ways of its values: switches, lengths, children behind wrappers.

Files saved as "strict" use other namespaces for the same things; `transitional` gives their elements the usual names, so that the rest of
the reader knows one set.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the customary prefix of this namespace
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

VAL = f"{W}val"

_STRICT = re.compile(r"\{http://purl\.oclc\.org/ooxml/(\w+)/(\w+)\}")
_WRAPPERS = frozenset(
    [f"{W}{name}" for name in "sdt sdtContent customXml smartTag ins moveTo hyperlink dir bdo".split()]
)
_ALTERNATIVES, _CHOICE, _FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
_OFF = frozenset({"0", "false", "off"})
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*(pt|mm|cm|in|pc|pi|px|emu)?", re.IGNORECASE)
_TWIPS = {
    "pt": 20.0,
    "mm": 1440 / 25.4,
    "cm": 1440 / 2.54,
    "in": 1440.0,
    "pc": 240.0,
    "pi": 240.0,
    "px": 15.0,
    "emu": 1 / 635,
}


def transitional(root: Element) -> Element:
    """Rename the elements and attributes of a strict file in place; any other tree comes back as it is."""
    if _STRICT.match(root.tag) is None:
        return root
    for element in root.iter():
        element.tag = _renamed(element.tag)
        for name, value in list(element.attrib.items()):
            renamed = _renamed(str(name))
            if renamed != name:
                del element.attrib[name]
                element.set(renamed, value)
    return root


def _renamed(name: str) -> str:
    return _STRICT.sub(r"{http://schemas.openxmlformats.org/\1/2006/\2}", name)


def contents(element: Element) -> Iterator[Element]:
    """The children in order, with those of wrappers (content controls, accepted insertions, links) in the wrapper's stead.

    Of alternatives the first is taken, which is the one that present programs show; the fallback repeats it for older ones.
    """
    open_levels = [iter(element)]
    while open_levels:
        child = next(open_levels[-1], None)
        if child is None:
            open_levels.pop()
        elif child.tag in _WRAPPERS:
            open_levels.append(iter(child))
        elif child.tag == _ALTERNATIVES:
            chosen = child.find(_CHOICE)
            chosen = child.find(_FALLBACK) if chosen is None else chosen
            if chosen is not None:
                open_levels.append(iter(chosen))
        else:
            yield child


def is_on(switch: Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return switch is not None and switch.get(VAL, "1").lower() not in _OFF


def number(element: Element | None, attribute: str = VAL) -> int | None:
    """The whole number in an attribute; None when there is none, or one that no file needs."""
    text = "" if element is None else (element.get(attribute) or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def twips(text: str | None, unit: str | None = None) -> float | None:
    """A length in twentieths of a point, from "2268", "4cm" or "113.4pt"; `unit` is that of a bare number, twips by default."""
    match = _LENGTH.fullmatch((text or "").strip())
    if match is None:
        return None
    named = (match[2] or unit or "").lower()
    return float(match[1]) * _TWIPS.get(named, 1.0)
