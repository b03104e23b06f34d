"""The parts of a Word package: which member holds the text, and those that belong to it (styles, numbering, notes, headers)."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

import msgspec
from lxml.etree import _Element as Element

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.packages import Package, parse_xml
from jixiao.readers.word.names import R, W, contents, is_on, transitional

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_USUAL = "word/document.xml"
_MOST_TAGS = 1_200_000
"""Opening and closing tags of one part; its tree takes about 200 bytes for each. A form has 20,000, a thick report 300,000."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template"
    ),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": (
        "application/vnd.ms-word.template.macroEnabled.12"
    ),
}


class _Relation(msgspec.Struct, frozen=True):
    identifier: str
    kind: str
    target: str


class Parts:
    """Opens a Word package; raises RefusedError when it holds no readable text."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._package = Package(content, limits)
        # Some writers use backslashes or other capitals than the names by which they refer to their members.
        self._members = {_folded(name): name for name in self._package.names}
        main = next((each.target for each in self._relations("") if each.kind == "officeDocument"), _USUAL)
        if _folded(main) not in self._members:
            main = _USUAL
        root = self._xml(main)
        body = None if root is None else root.find(f"{W}body")
        if root is None or body is None:
            message = "里面没有 Word 正文，可能没有下载完整；请重新下载，或用 Word、WPS 打开后另存为 .docx 再试。"
            raise RefusedError(message)
        self.body = body
        self.media_type = self._media_type(main)
        self._related = tuple(self._relations(main))

    def of_kind(self, kind: str) -> Element | None:
        """The part of a kind ("styles", "numbering", "footnotes" …); None when there is none."""
        return next((self._xml(each.target) for each in self._related if each.kind == kind), None)

    def with_identifier(self, identifier: str) -> Element | None:
        """The part that the text refers to by a relation's identifier; None when it is not there."""
        return next((self._xml(each.target) for each in self._related if each.identifier == identifier), None)

    def _xml(self, name: str) -> Element | None:
        member = self._members.get(_folded(name))
        if member is None:
            return None
        content = self._package.read(member)
        if content.count(b"<") > _MOST_TAGS:
            message = "的内容多得不合常理，不像绩效自评材料，未予读取；请只提交自评表本身。"
            raise RefusedError(message)
        return transitional(parse_xml(content))

    def _relations(self, name: str) -> Iterator[_Relation]:
        folder = dirname(name)
        root = self._xml(join(folder, "_rels", f"{name.rpartition('/')[2]}.rels"))
        for relation in () if root is None else root.iterfind(_RELATION):
            target = relation.get("Target", "")
            yield _Relation(
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                target.lstrip("/") if target.startswith("/") else normpath(join(folder, target)),
            )

    def _media_type(self, main: str) -> str:
        root = self._xml("[Content_Types].xml")
        for override in () if root is None else root.iterfind(_TYPE):
            if _folded(override.get("PartName", "")) == _folded(main):
                return _MEDIA_TYPES.get(override.get("ContentType", ""), DOCX)
        return DOCX


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


class Notes:
    """Footnotes, endnotes and comments by their references; each is handed out once, so that none can contain itself."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._notes: dict[str, dict[str, Element]] = {}

    def take(self, kind: str, identifier: str) -> Element | None:
        """The note of a kind ("footnote", "endnote", "comment"), the first time it is asked for."""
        if kind not in self._notes:
            root = self._parts.of_kind(f"{kind}s")
            found = () if root is None else root.iterfind(f"{W}{kind}")
            self._notes[kind] = {element.get(f"{W}id", ""): element for element in found}
        return self._notes[kind].pop(identifier, None)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the body with the headers and footers that it brings with it."""

    elements: tuple[Element, ...]
    headers: tuple[Element, ...]
    footers: tuple[Element, ...]


def sections(parts: Parts) -> Iterator[Section]:
    """Cut the body into its sections; one without headers of its own goes on with those of the section before."""
    settings = parts.of_kind("settings")
    has_even = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    elements: list[Element] = []
    for element in contents(parts.body):
        if element.tag != f"{W}sectPr":
            elements.append(element)
        ending = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if ending is not None:
            yield Section(
                elements=tuple(elements),
                headers=tuple(_margins(parts, ending, "headerReference", has_even=has_even)),
                footers=tuple(_margins(parts, ending, "footerReference", has_even=has_even)),
            )
            elements = []
    if elements:
        yield Section(elements=tuple(elements), headers=(), footers=())


def _margins(parts: Parts, section: Element, name: str, *, has_even: bool) -> Iterator[Element]:
    """The headers (footers) that some page of a section shows."""
    for reference in section.iterfind(f"{W}{name}"):
        kind = reference.get(f"{W}type")
        if kind == "first" and not is_on(section.find(f"{W}titlePg")):
            continue
        if kind == "even" and not has_even:
            continue
        part = parts.with_identifier(reference.get(f"{R}id", ""))
        if part is not None:
            yield part
