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
    family = code.upper().partition("-")[0]
    codes = [entry.code for entry in (*checks, *reading_problems) if entry.code.partition("-")[0] == family]
    known = f"{family} 一类有：{'、'.join(sorted(codes))}" if codes else f"可用的有：{'、'.join(_families())}"
    message = f"没有代码为“{code}”的审核点；{known}；全部审核点用 jixiao list checks 查看。"
    raise CannotDoError(message)


def _families() -> list[str]:
    """The families of codes, each as its first and last: SCO-01～SCO-18."""
    families: dict[str, list[str]] = {}
    for code in [check.code for check in checks] + sorted(problem.code for problem in reading_problems):
        families.setdefault(code.partition("-")[0], []).append(code)
    return [f"{codes[0]}～{codes[-1]}" for codes in families.values()]


def entry(registry: Registry[T], code: str) -> T:
    """Look up a thing with a code; raises CannotDoError with those there are."""
    try:
        return registry[code]
    except UnknownCodeError as error:
        raise CannotDoError(str(error)) from error
