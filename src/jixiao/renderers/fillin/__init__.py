"""填报工作簿: a workbook in which a form is filled in, with lists, bounds, hints and the due score of each row while it is typed."""

from jixiao.renderers.fillin.carrying import LastYear, Template, blank, carried_over, from_last_year, outdated
from jixiao.renderers.fillin.form import NotFillableError
from jixiao.renderers.fillin.writing import SPARE, workbook

__all__ = [
    "SPARE",
    "LastYear",
    "NotFillableError",
    "Template",
    "blank",
    "carried_over",
    "from_last_year",
    "outdated",
    "workbook",
]
