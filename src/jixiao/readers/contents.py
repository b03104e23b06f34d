"""What the reader of one kind of file takes and gives; choosing puts the file's name and fingerprint to it."""

from pathlib import Path

import msgspec

from jixiao.documents import Block, Omission


class RefusedError(ValueError):
    """A file that this reader cannot or will not read.

    The message is the rest of a Chinese sentence that begins with the file's name: "是空的；请提交含有绩效自评表内容的文件。"
    """


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one file may hold; what is beyond is no form, and is refused before it is unpacked."""

    size: int = 64 * 1024 * 1024
    """Bytes of a file as it lies on the disk."""
    unpacked: int = 256 * 1024 * 1024
    """Bytes of all members of a packed file (docx, xlsx, zip) together."""
    expansion: int = 200
    """How many times larger a member may become when it is unpacked; small ones are not held to it."""
    members: int = 2_000
    """Members of a packed file."""
    nesting: int = 4
    """Archives within archives, tables within tables, messages within messages."""
    pages: int = 500
    pixels: int = 60_000_000
    """Pixels of one page or picture; an A3 page at 400 dots per inch has 31 million."""
    cells: int = 300_000
    """Cells of all tables that hold something, together with the places that merged ones cover."""
    text: int = 4_000_000
    """Characters of running text and cells together; a report of 500 full pages has half a million."""
    tables: int = 20_000
    """Tables of a Word file, nested ones included."""
    paragraphs: int = 100_000
    """Paragraphs of running text."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the user said about how a file is to be read."""

    password: str | None = None
    limits: Limits = Limits()
    conversions: Path | None = None
    """A folder of what office programs made of files beforehand, many in one run; what is not there is converted when it is needed."""


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader found: blocks in reading order, what it left out, and what kind of file it was."""

    media_type: str
    reader: str
    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()
    pages: int | None = None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A file inside a bundle: its path there, with slashes, such as "县区/甲县/自评表.docx", and its bytes.

    One that cannot be taken out has none, but a `refusal`: the rest of a Chinese sentence that begins with its name. What is no file to be
    worked through but goes with the others, a few words or an ornament, has an `omission` to be told of.
    """

    name: str
    content: bytes = b""
    refusal: str | None = None
    omission: Omission | None = None
