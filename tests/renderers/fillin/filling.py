"""Filling a workbook in as a person would, and what of a form is to come back out of it."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from jixiao import forms
from jixiao.findings import Finding
from jixiao.model import Evaluation, Submission
from jixiao.readers.choosing import read_bytes
from jixiao.renderers.fillin import SPARE, LastYear, Template, blank, from_last_year
from jixiao.renderers.fillin.form import FormSheet, lay_form
from jixiao.scoring import DEFAULT_PACK, packs
from jixiao.targets import number

PACK = packs[DEFAULT_PACK]
_NUMBERS = frozenset({"weight", "score", "initial", "adjusted", "executed"})
_ROW_FIELDS = (
    "level1",
    "level2",
    "name",
    "weight",
    "target",
    "actual",
    "score",
    "rule",
    "note",
    "remark",
    "forecast",
    "likelihood",
)


def recognised(content: bytes) -> Submission:
    """What the usual readers make of a workbook."""
    return forms.recognise(read_bytes(content, "表.xlsx"))


def template(evaluation: Evaluation, index: int = 0, findings: tuple[Finding, ...] = ()) -> Template:
    """This year's form out of last year's, in its own layout."""
    layout = forms.layouts()[evaluation.layout or "T1"]
    return from_last_year(LastYear(evaluation=evaluation, index=index, findings=findings), layout, None, PACK)


def blank_of(code: str, year: int | None = 2025) -> Template:
    """A blank form."""
    return blank(forms.layouts()[code], year, PACK)


def laid(made: Template) -> FormSheet:
    """Where the cells of a form stand."""
    return lay_form(made.layout, made.evaluation, SPARE)


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """The workbook as openpyxl sees it: formulas, or what they gave."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def filled(content: bytes, form: FormSheet, answers: Mapping[str, str | float], sheet: int = 0) -> bytes:
    """Type answers, by path, into a form."""
    book = opened(content)
    page = book.worksheets[sheet]
    for path, answer in answers.items():
        spot = form.at(path)
        assert spot is not None, path
        cell = page.cell(spot.row + 1, spot.column + 1)
        assert not cell.protection.locked, path
        cell.value = answer
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def carried(form: Evaluation) -> dict[str, Any]:
    """What a form says that a template carries over, figures as figures."""
    return {
        "head": [form.kind, form.form, form.year, form.title, form.project_name, form.project_code, form.amount_unit],
        "units": [form.supervisor, form.local_supervisor, form.implementer],
        "funds": [(fund.label, _figure("weight", fund.weight)) for fund in form.funds],
        "items": [row.item for row in form.fund_management],
        "goals": [goal.expected for goal in form.goals],
        "points": [form.level1_weights, form.level2_weights],
        "rows": rows(form),
    }


def rows(form: Evaluation) -> list[dict[str, Any]]:
    """The rows of indicators, figures as figures."""
    return [{field: _figure(field, getattr(row, field)) for field in _ROW_FIELDS} for row in form.indicators]


def _figure(field: str, text: str | None) -> str | Decimal | None:
    value = number(text) if field in _NUMBERS else None
    return text if value is None else value
