"""Annotated originals (批注件): the user's own file comes back with the findings on the very cells, and nothing else in it is changed.

`remarks` says which finding stands where and in what words, `summary` sums them up, `binding` takes findings from elsewhere; `word`,
`excel`, `pdf` and `picture` put them into the files of their kind (`splicing` for XML, `packing` for packed files, `updates` for PDF).
Each asks the reader of its kind, not a second way of counting, where a place lies.

Files of older kinds (.doc, .wps, .rtf, .xls, .et, OpenDocument) are annotated in the copy that LibreOffice makes of them, since theirs are
the most common files of all and their findings were read from just such a copy; the user is told so. Web pages, texts and this program's
own formats are not annotated: the HTML report shows the same cells with the same marks. Encrypted files are refused: their copy would lie
open.
"""

from importlib import import_module
from typing import Any

from jixiao.readers import Request
from jixiao.readers.contents import RefusedError
from jixiao.readers.kinds import EXCEL, EXCEL_97, PDF, PICTURE, RTF, SHEET, TEXT_DOCUMENT, WORD, WORD_97, Kind, kind_of
from jixiao.readers.passwords import opened
from jixiao.renderers.annotated.binding import bound
from jixiao.renderers.annotated.copies import CannotAnnotateError, Copy
from jixiao.renderers.annotated.remarks import remarks
from jixiao.results import Audited

__all__ = ["CannotAnnotateError", "Copy", "annotate", "bound"]

_MODULES = {WORD.name: "word", PDF.name: "pdf"}
_TO_DOCX = (WORD_97.name, RTF.name, TEXT_DOCUMENT.name)
_TO_XLSX = (EXCEL_97.name, SHEET.name)
_ENCRYPTED = "是加密的 Office 文件，批注件不能保持加密，未予生成；请由有权限的人员取消密码、另存一份后再批注。"
_NO_CELLS = "是{kind}，没有可以加批注的格式；请用 jixiao audit --format html 生成报告，问题同样标在单元格上。"
_CONVERTED = (
    "原件是{kind}，不能直接加批注；批注写在由 LibreOffice 转换的 .{suffix} 副本上，版式可能与原件略有出入，原件未改动。"
)
_AS_PDF = "原件是图片，批注件是把图片原样放进 PDF 后加批注的。"


def annotate(
    content: bytes,
    audited: Audited,
    request: Request = Request(),  # noqa: B008 - a Request is immutable
    on: str | None = None,
) -> Copy:
    """Make the annotated copy of a file from its bytes and what its audit found.

    `on` is the moment that the remarks bear, as ISO 8601 writes it ("2024-03-01T09:00:00Z"); without it they bear none. The file's name,
    as the summary calls it, is the one it was audited under. Raises CannotAnnotateError, the rest of a Chinese sentence that begins with
    the file's name, when there can be no copy.
    """
    try:
        return _annotated(content, audited, request, on)
    except RefusedError as error:
        raise CannotAnnotateError(str(error)) from error


def _annotated(content: bytes, audited: Audited, request: Request, on: str | None) -> Copy:
    plain = _without_password(content)
    kind = kind_of(plain, request.limits)
    name = audited.submission.source.name
    found = remarks(audited)
    if kind is EXCEL:
        return _called("excel", plain, name, found, request)
    if kind in {WORD, PDF}:
        return _called(_MODULES[kind.name], plain, name, found, request, on)
    if kind is PICTURE:
        paged = _module("picture").as_pdf(plain, request.limits)
        return _with(_called("pdf", paged, name, found, request, on), ".pdf", _AS_PDF)
    if kind.name in _TO_DOCX or kind.name in _TO_XLSX:
        return _converted(plain, kind, audited, request, on)
    raise CannotAnnotateError(_NO_CELLS.format(kind=kind.name))


def _module(name: str) -> Any:  # noqa: ANN401 - a module, loaded when it is needed
    """The module of a kind; only what is annotated loads it and its libraries."""
    return import_module(f"jixiao.renderers.annotated.{name}")


def _called(module: str, *arguments: object) -> Copy:
    copy: Copy = _module(module).annotate(*arguments)
    return copy


def _without_password(content: bytes) -> bytes:
    """A file that anybody can open; one that Excel encrypted by itself, with the password that everybody knows, is one."""
    try:
        return opened(content, Request())
    except RefusedError as error:
        raise CannotAnnotateError(_ENCRYPTED) from error


def _converted(content: bytes, kind: Kind, audited: Audited, request: Request, on: str | None) -> Copy:
    office = import_module("jixiao.readers.office")
    suffix, target = office.told_of(content, request) or (".xls", office.XLSX)
    copy = office.convert(content, suffix, target, request)
    given = (copy, audited.submission.source.name, remarks(audited), request)
    made = _called("word", *given, on) if target is office.DOCX else _called("excel", *given)
    return _with(made, f".{target.suffix}", _CONVERTED.format(kind=kind.name, suffix=target.suffix))


def _with(copy: Copy, suffix: str, note: str) -> Copy:
    return Copy(content=copy.content, suffix=suffix, notes=(note, *copy.notes), remarked=copy.remarked)
