"""绩效自评报告: the report of a project, a department or a transfer, made of its 自评表, every figure bound to a value of the form."""

from jixiao.renderers.narrative.annex import annex, form_name, open_findings
from jixiao.renderers.narrative.checking import UnboundFigureError, check
from jixiao.renderers.narrative.composing import Report
from jixiao.renderers.narrative.narrating import Narrated, NothingToTellError, ReportKind, narrate
from jixiao.renderers.narrative.sidecar import bindings_to_json

__all__ = [
    "Narrated",
    "NothingToTellError",
    "Report",
    "ReportKind",
    "UnboundFigureError",
    "annex",
    "bindings_to_json",
    "check",
    "form_name",
    "narrate",
    "open_findings",
]
