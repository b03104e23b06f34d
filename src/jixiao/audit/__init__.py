"""审核: the checks (`families`), what they see (`case`), and what runs them (`runner`). How to add one: see `jixiao.audit.check`."""

from jixiao.audit import families
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import FAMILIES, Check, check, checks
from jixiao.audit.collection import Collection, Filed, Told
from jixiao.audit.faults import Fault
from jixiao.audit.rows import FundRow, Row
from jixiao.audit.runner import audit, audit_alone, audit_files, compare, examine, run

__all__ = [
    "FAMILIES",
    "Case",
    "Check",
    "Collection",
    "Fault",
    "Filed",
    "FundRow",
    "Row",
    "SubmissionCase",
    "Told",
    "audit",
    "audit_alone",
    "audit_files",
    "check",
    "checks",
    "compare",
    "examine",
    "families",
    "run",
]
