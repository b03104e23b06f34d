"""The parts of a workbook of today and how they refer to one another (ECMA-376 part 2): by relations, whatever the parts are called."""

import posixpath
import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from jixiao.readers.packages import Package

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """What a part refers to: the last word of the relation's type (worksheet, comments, drawing) and the name of the other part."""

    kind: str
    target: str


def relations(package: Package, part: str) -> dict[str, Relation]:
    """The relations of a part by their id; those to parts that do not exist or lie outside of the file are left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.names:
        return {}
    found: dict[str, Relation] = {}
    for element in package.xml(path):
        attributes = element.attrib
        target = posixpath.normpath(posixpath.join("/", folder, str(attributes.get("Target", "")))).lstrip("/")
        if attributes.get("TargetMode") != "External" and target in package.names:
            kind = str(attributes.get("Type", "")).rpartition("/")[2]
            found[str(attributes.get("Id", ""))] = Relation(kind=kind, target=target)
    return found


def local(element: etree._Element) -> str:
    """An element's name without its namespace: the strict and the transitional form of the format differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with one of these names."""
    return (child for child in element if local(child) in names)


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute whatever its namespace (r:id)."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def is_on(text: str | None) -> bool:
    """Tell whether an attribute of yes or no says yes."""
    return text in {"1", "true", "on"}


def rich_text(element: etree._Element) -> str:
    """The text of a string item, a comment or an inline string: plain or in runs; how it is pronounced is left out."""
    pieces: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(run.text or "" for run in children(child, "t"))
    return unescaped("".join(pieces))


def unescaped(text: str) -> str:
    """Resolve the format's own escapes (_x000D_), with one kind of line break and no control characters."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
