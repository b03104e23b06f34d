"""The formats (文件格式) in which papers are handed out: suffix, Chinese name, and the writer, imported when it is needed."""

from collections.abc import Sequence
from importlib import import_module

import msgspec

from jixiao.papers.paper import Paper
from jixiao.registry import Registry


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One format: its code, which is the suffix without the dot, the name that messages give it, and the module that writes it."""

    code: str
    title: str
    media_type: str
    module: str

    @property
    def suffix(self) -> str:
        """What the file's name ends with."""
        return f".{self.code}"

    def write(self, papers: Sequence[Paper]) -> bytes:
        """Make one file of the papers; raises MissingFontsError where the format needs fonts and the machine has none."""
        content: bytes = import_module(self.module).write(papers)
        return content


formats: Registry[Format] = Registry("文件格式")
"""All formats in the order in which help texts name them."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

for _code, _title, _media_type, _module in (
    ("docx", "Word 文档", f"{_OFFICE}.wordprocessingml.document", "word"),
    ("xlsx", "Excel 工作簿", f"{_OFFICE}.spreadsheetml.sheet", "excel"),
    ("pdf", "PDF 文件", "application/pdf", "pdf"),
    ("html", "网页", "text/html", "webpage"),
    ("txt", "纯文本", "text/plain", "plain"),
):
    formats.add(Format(code=_code, title=_title, media_type=_media_type, module=f"{__package__}.{_module}"))


def write(papers: Sequence[Paper], format: str) -> bytes:  # noqa: A002 - the word of the field and of the command line
    """Make one file of the papers in a format given by its code; raises UnknownCodeError with the formats that exist."""
    return formats[format].write(papers)
