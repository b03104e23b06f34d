"""The parts of a packed Office file and how they refer to one another (ECMA-376 part 2): by relations, whatever the parts are called."""

import posixpath
import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

import msgspec
from lxml import etree

from jixiao.readers.contents import RefusedError
from jixiao.readers.packages import DAMAGED, Package, parse_xml

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_TAGS = 400_000
"""Tags of a part of which a tree is built; the styles of a workbook may take 300,000, everything else far less."""


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
    for element in tree(package, path):
        attributes = element.attrib
        target = posixpath.normpath(posixpath.join("/", folder, str(attributes.get("Target", "")))).lstrip("/")
        if attributes.get("TargetMode") != "External" and target in package.names:
            kind = str(attributes.get("Type", "")).rpartition("/")[2]
            found[str(attributes.get("Id", ""))] = Relation(kind=kind, target=target)
    return found


def tree(package: Package, part: str) -> etree._Element:
    """Parse a part; raises RefusedError when it is broken or has more tags than such a part can need."""
    content = package.read(part)
    if content.count(b"<") > _MOST_TAGS:
        message = "的内部结构过于庞大，不像绩效自评表，未予读取；请只保留自评表后重试。"
        raise RefusedError(message)
    return parse_xml(content)


def stream(content: bytes, start: Callable[[str, dict[str, str]], None], end: Callable[[str, str], None]) -> None:
    """Go through a part without building a tree of it.

    `start` is called with the name of each element, without prefix, and its attributes; `end` with its name and the text since the
    last tag. What either raises comes through; broken XML raises RefusedError.
    """
    pieces: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        pieces.clear()
        start(name.rpartition(":")[2], attributes)

    def close(name: str) -> None:
        end(name.rpartition(":")[2], "".join(pieces))
        pieces.clear()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = close
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes positions
    except expat.ExpatError as error:
        raise RefusedError(DAMAGED) from error


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


def whole(text: str | None) -> int:
    """The number that an attribute says; -1 where it says none, or one that counts nothing in a workbook."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else -1


def rich_text(element: etree._Element) -> str:
    """The text of a comment: plain or in runs; how it is pronounced is left out."""
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
