"""Packed office files with parts added and changed: every other part is handed on as it is.

Parts refer to one another by relations and have their types declared (ECMA-376 part 2); both are extended by insertion.
"""

import io
import itertools
import posixpath
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator

import msgspec

from jixiao.readers.contents import Limits, RefusedError
from jixiao.readers.packages import DAMAGED, Package
from jixiao.renderers.annotated.splicing import Extent, Splice, as_utf8, extents, plain

TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A relation of a part: its identifier, the last word of its type, the name of the member it leads to."""

    identifier: str
    kind: str
    target: str


class Parcel:
    """The members of a packed file, some of them changed or added."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._package = Package(content, limits)
        self._content = content
        self._folded = {folded(name): name for name in self._package.names}
        self._new: dict[str, bytes] = {}
        self._old: dict[str, bytes] = {}
        self.strict = False
        """Whether the file holds to the strict form, which has other names for the types of relations."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, in the order of the file."""
        return tuple(dict.fromkeys((*self._package.names, *self._new)))

    def has(self, name: str) -> bool:
        """Tell whether there is such a member, however its name is spelt."""
        return folded(name) in self._folded

    def read(self, name: str) -> bytes:
        """A member as it is now; raises RefusedError when there is none."""
        member = self._folded.get(folded(name))
        if member is None:
            raise RefusedError(DAMAGED)
        if member in self._new:
            return self._new[member]
        if member not in self._old:
            # Once: what is unpacked counts against the limits each time.
            self._old[member] = self._package.read(member)
        return self._old[member]

    def xml(self, name: str) -> bytes:
        """A member that is XML, in UTF-8."""
        return as_utf8(self.read(name))

    def put(self, name: str, content: bytes) -> None:
        """Change or add a member."""
        member = self._folded.setdefault(folded(name), name)
        self._new[member] = content

    def free_name(self, pattern: str) -> str:
        """The first name "xl/comments{}.xml" that no member has, counted from 1."""
        return next(name for number in itertools.count(1) if not self.has(name := pattern.format(number)))

    def main(self, usual: str) -> str:
        """The part that the file begins with, the usual one if it tells none that is there; raises RefusedError when that is missing."""
        found = next((link.target for link in self.links("") if link.kind == "officeDocument"), usual)
        found = found if self.has(found) else usual
        if not self.has(found):
            raise RefusedError(DAMAGED)
        return found

    def links(self, part: str) -> Iterator[Link]:
        """The relations of a part to others of the file."""
        name = _relations_of(part)
        if not self.has(name):
            return
        for element in extents(self.xml(name), lambda _, local, __: local == "Relationship").values():
            told = element.attributes
            if told.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), told.get("Target", "")))
            yield Link(
                identifier=told.get("Id", ""),
                kind=told.get("Type", "").rpartition("/")[2],
                target=target.lstrip("/"),
            )

    def link(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; returns the identifier."""
        name = _relations_of(part)
        content = self.xml(name) if self.has(name) else _EMPTY.encode()
        if not self.has(name):
            self.declare_suffix("rels", "application/vnd.openxmlformats-package.relationships+xml")
        elements = extents(content, lambda _, local, depth: depth == 0 or local == "Relationship")
        taken = {element.attributes.get("Id") for element in elements.values()}
        identifier = next(told for number in itertools.count(1) if (told := f"rIdJixiao{number}") not in taken)
        root = elements[0]
        splice = Splice(content)
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        office = _STRICT_OFFICE if self.strict else _OFFICE
        splice.last(
            root,
            f'<{root.prefix}Relationship Id="{identifier}" Type="{office}/{kind}" Target="{plain(relative)}"/>',
        )
        self.put(name, splice.spliced())
        return identifier

    def add(self, name: str, content: str, content_type: str) -> None:
        """Add a part with its type."""
        self.put(name, content.encode())
        types = self.xml(TYPES)
        root = _types(types)[0]
        splice = Splice(types)
        splice.last(root, f'<{root.prefix}Override PartName="/{plain(name)}" ContentType="{content_type}"/>')
        self.put(TYPES, splice.spliced())

    def declare_suffix(self, suffix: str, content_type: str) -> None:
        """Tell the type of all members with a suffix, unless the file does so."""
        types = self.xml(TYPES)
        elements = _types(types)
        root = elements[0]
        known = {each.attributes.get("Extension", "").lower() for each in elements.values() if each.local == "Default"}
        if suffix in known:
            return
        splice = Splice(types)
        splice.first(root, f'<{root.prefix}Default Extension="{suffix}" ContentType="{content_type}"/>')
        self.put(TYPES, splice.spliced())

    def packed(self) -> bytes:
        """The file; members keep their order, their dates and the way they are packed, new ones stand at the end."""
        stream = io.BytesIO()
        twice = Counter(self._package.names)
        with zipfile.ZipFile(io.BytesIO(self._content)) as old, zipfile.ZipFile(stream, "w") as new:
            new.comment = old.comment
            for member in self._package.members:
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.compress_type, kept.external_attr = member.compress_type, member.external_attr
                kept.create_system, kept.comment = member.create_system, member.comment
                content = self._new.get(member.filename)
                if content is None and twice[member.filename] == 1:
                    content = self.read(member.filename)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", UserWarning)  # a name that occurs twice did so before
                    new.writestr(kept, self._package.read(member) if content is None else content)
            for name in [name for name in self._new if name not in set(self._package.names)]:
                info = zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, self._new[name])
        return stream.getvalue()


def folded(name: str) -> str:
    """A member's name as it is compared: some writers use backslashes or other capitals than where they refer to it."""
    return name.replace("\\", "/").lstrip("/").lower()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _types(content: bytes) -> dict[int, Extent]:
    return extents(content, lambda _, local, depth: depth == 0 or local == "Default")
