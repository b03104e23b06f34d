"""审核: the checks, by family, and what runs them. How to add one: see `jixiao.audit.check`."""

from jixiao.audit import (
    costs,
    deviations,
    execution,
    fund_units,
    funds,
    scores,
    structure,
    texts,
    totals,
    weights,
    whole_file,
)
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import FAMILIES, Check, check, checks
from jixiao.audit.faults import Fault
from jixiao.audit.rows import FundRow, Row
from jixiao.audit.runner import audit, examine, run

modules = (structure, texts, whole_file, funds, fund_units, execution, costs, weights, scores, totals, deviations)
"""The modules of checks; importing them registers what they hold."""

__all__ = [
    "FAMILIES",
    "Case",
    "Check",
    "Fault",
    "FundRow",
    "Row",
    "SubmissionCase",
    "audit",
    "check",
    "checks",
    "examine",
    "modules",
    "run",
]
