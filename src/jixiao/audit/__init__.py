"""审核: the checks (`families`), what they see (`case`), and what runs them (`runner`). How to add one: see `jixiao.audit.check`."""

from jixiao.audit import families
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import FAMILIES, Check, check, checks
from jixiao.audit.faults import Fault
from jixiao.audit.rows import FundRow, Row
from jixiao.audit.runner import audit, examine, run

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
