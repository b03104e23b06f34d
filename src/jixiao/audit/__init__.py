"""审核: the checks, by family, and what runs them. How to add one: see `jixiao.audit.check`."""

from jixiao.audit import structure, weights
from jixiao.audit.case import Case, FundRow, Row, SubmissionCase
from jixiao.audit.check import FAMILIES, Check, Fault, check, checks
from jixiao.audit.runner import audit, examine, run

families = (structure, weights)
"""The modules of checks; importing them registers what they hold, in the order of the families."""

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
    "families",
    "run",
]
