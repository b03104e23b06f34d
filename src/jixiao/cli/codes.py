"""Codes on the command line (代码): of rule packs, checks, families and reading problems, each looked up, or refused with those known."""

from collections.abc import Sequence
from typing import TypeVar

from jixiao.audit import FAMILIES, Check, checks
from jixiao.cli.chinese import CannotDoError
from jixiao.forms import ReadingProblem, reading_problems
from jixiao.registry import Coded, Registry, UnknownCodeError
from jixiao.scoring import packs

T = TypeVar("T", bound=Coded)

_BEYOND_CHECKS = frozenset({"READ", "AUDIT", "AUDIT-00", "AUDIT-01", "AUDIT-02"})


def chosen_packs(rules: str | None) -> tuple[str, ...]:
    """The codes of the rule packs that --rules names, each once; raises CannotDoError for one that does not exist."""
    codes = [code.strip() for code in (rules or "").replace("，", ",").split(",")]
    return tuple(dict.fromkeys(entry(packs, code).code for code in codes if code))


def chosen_checks(asked: Sequence[str]) -> tuple[str, ...]:
    """Check codes of checks, families or reading problems, several joined by commas; those of AUDIT tell of the audit itself."""
    codes = [code.strip().upper() for word in asked for code in word.replace("，", ",").split(",") if code.strip()]
    for code in codes:
        if code not in _BEYOND_CHECKS and code not in FAMILIES:
            check_or_problem(code)
    return tuple(codes)


def check_or_problem(code: str) -> Check | ReadingProblem:
    """Look up what can be explained and chosen: a check or a problem of the reading; tells of both when there is none."""
    for registry in (reading_problems, checks):
        if code.upper() in registry:
            return registry[code]
    known = "、".join([check.code for check in checks] + sorted(problem.code for problem in reading_problems))
    message = f"没有代码为“{code}”的审核点；可用的有：{known}。"
    raise CannotDoError(message)


def entry(registry: Registry[T], code: str) -> T:
    """Look up a thing with a code; raises CannotDoError with those there are."""
    try:
        return registry[code]
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error
