"""Papers as one Excel workbook (.xlsx)."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from jixiao.papers.characters import writable
from jixiao.papers.excel.formats import Formats
from jixiao.papers.excel.sheet_names import sheet_names
from jixiao.papers.excel.sheets import SheetWriter
from jixiao.papers.looks import heading
from jixiao.papers.paper import Paper

__all__ = ["write"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Excel wants a date of creation; this one says nothing about the machine, and the same papers give the same bytes."""


def write(papers: Sequence[Paper]) -> bytes:
    """The papers as a workbook, each on a sheet of its own; the same papers give the same bytes.

    Nothing becomes a formula or a link. Characters that XML cannot hold are shown by others (`papers.characters`). Raises GridFaultError
    for a grid that is not covered by its cells.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(buffer, options)
    workbook.set_properties({"created": _CREATED, "title": writable(heading(papers))})
    formats = Formats(workbook)
    for name, paper in zip(sheet_names(paper.name for paper in papers), papers, strict=True):
        SheetWriter(workbook.add_worksheet(name), paper, formats).write()
    workbook.close()
    return buffer.getvalue()
