"""The fill-in workbook (填报工作簿): one sheet for each form, the 填表说明, and a hidden sheet that calculates."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jixiao.renderers.fillin import calculation
from jixiao.renderers.fillin.beside import Beside
from jixiao.renderers.fillin.carrying import Template
from jixiao.renderers.fillin.form import lay_form
from jixiao.renderers.fillin.instructions import NAME, Written, write_instructions
from jixiao.renderers.fillin.sheet import ASIDE, SheetWriter
from jixiao.renderers.fillin.units import formula_units
from jixiao.scoring import RulePack

SPARE = 3
"""Blank rows behind the indicators of a form."""
_SHEET_NAMES = {"self_evaluation": "自评表", "target": "绩效目标表", "monitoring": "监控表", "review": "复核表"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f\ufffe\uffff]")
_LONGEST_NAME = 31
_APP = "docProps/app.xml"
_SHEETS = "xl/worksheets/sheet"
_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')
_BLANK = re.compile(rb'<c (r="[A-Z]+\d+"(?: s="\d+")?)>(<f>[^<]*</f><v></v></c>)')
_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Sheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A worksheet that takes formulas as they are; XlsxWriter else looks through each of them thirty times for functions of later years.

    `reading_formulas` uses none of those. That saves three quarters of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, *_: object) -> str:
        return formula.removeprefix("=")


def workbook(templates: Sequence[Template], pack: RulePack, spare: int = SPARE) -> bytes:
    """Write the forms as one workbook in which they are filled in; raises NotFillableError for a layout without a table."""
    forms = [
        lay_form(each.layout, each.evaluation, spare, each.last.evaluation if each.last is not None else None)
        for each in templates
    ]
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    names = [*_names(templates)]
    sheets = [book.add_worksheet(name, _Sheet) for name in names]
    told = book.add_worksheet(NAME)
    helper = book.add_worksheet(calculation.SHEET, _Sheet)
    _helper(helper)
    base = 0
    written = []
    for template, form, sheet, name in zip(templates, forms, sheets, names, strict=True):
        SheetWriter(book, sheet, helper, Beside(form, pack, base, template.last)).write()
        base += max(form.count, len(form.evaluation.goals))
        written.append(Written(sheet=name, form=form, template=template))
    write_instructions(book, told, written, pack)
    for name in (NAME, calculation.SHEET):
        book.define_name(f"{name}!{ASIDE}", f"={name}!$A:$XFD")
    sheets[0].activate()
    book.close()
    growing = {
        str(index): range(form.first + 1, form.first + form.count + 1) for index, form in enumerate(forms, start=1)
    }
    return _finished(content.getvalue(), growing)


def _helper(helper: Worksheet) -> None:
    helper.very_hidden()
    for column, heading in enumerate(calculation.HEADINGS):
        helper.write_string(0, column, heading)
    for offset, unit in enumerate(formula_units()):
        row = calculation.FIRST_ROW + offset
        helper.write_string(f"{calculation.UNITS_COLUMN}{row}", unit.name)
        helper.write_number(f"{calculation.SIMPLE_COLUMN}{row}", int(unit.simple))
    helper.protect("")


def _names(templates: Sequence[Template]) -> Iterator[str]:
    """A name for each sheet: what the form is, and of several forms the project as well; no two alike."""
    taken = {NAME, calculation.SHEET}
    for number, template in enumerate(templates, start=1):
        name = _SHEET_NAMES[template.layout.form]
        if len(templates) > 1:
            project = _FORBIDDEN.sub("", template.evaluation.project_name or name).strip()
            name = f"{number}.{project}"[:_LONGEST_NAME]
        while name in taken:
            name = f"{name[: _LONGEST_NAME - 4]}（{number}）"
        taken.add(name)
        yield name


def _finished(content: bytes, growing: dict[str, range]) -> bytes:
    """Say in the file what XlsxWriter has no words for.

    The writer is named as another program than Excel: LibreOffice trusts what Excel has calculated, and calculates anew what others
    have; Excel and WPS do so anyway, as the workbook asks for. The rows of indicators of each sheet (`growing`, by its number) keep the
    height they are given only until more is typed. A formula that gives a blank text has one, which a reader can tell from none. All
    members get one date, so that the same forms give the same bytes.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == _APP:
                data = data.replace(b"<Application>Microsoft Excel</Application>", b"<Application>Jixiao</Application>")
            elif item.filename.startswith(_SHEETS):
                rows = growing.get(item.filename.removeprefix(_SHEETS).removesuffix(".xml"), range(0))
                data = _ROW.sub(partial(_without_fixing, rows), _BLANK.sub(rb'<c \1 t="str">\2', data))
            target.writestr(zipfile.ZipInfo(item.filename, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _without_fixing(rows: range, found: re.Match[bytes]) -> bytes:
    return found[0].replace(b' customHeight="1"', b"") if int(found[1]) in rows else found[0]
