"""Equations in one line: a fraction with a stroke, a root with its sign, the rest character by character."""

from lxml.etree import _Element as Element

from jixiao.readers.word.names import M, contents

_SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


def linear(element: Element) -> str:
    """Write an equation (`m:oMath` or a part of one) in one line."""
    name = element.tag.removeprefix(M)
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{_grouped(element, 'num')}/{_grouped(element, 'den')}"
    if name == "sSup":
        return _part(element, "e") + _raised(_part(element, "sup"))
    if name == "rad":
        return f"√{_grouped(element, 'e')}"
    if name == "d":
        return f"({','.join(linear(part) for part in element.iterfind(f'{M}e'))})"
    return "".join(linear(child) for child in contents(element) if child.tag.startswith(M))


def _part(element: Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    return "" if part is None else linear(part)


def _grouped(element: Element, name: str) -> str:
    text = _part(element, name)
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _raised(text: str) -> str:
    return text.translate(_SUPERSCRIPTS) if all(ord(character) in _SUPERSCRIPTS for character in text) else f"^{text}"
