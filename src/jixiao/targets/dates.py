"""Dates and deadlines (时限): from a matched expression to the first and last day it can mean. No clock is asked."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from jixiao.targets.numerals import chinese_number

NO_YEAR = 4
"""The year of dates printed without one; a leap year, so that 2月底 keeps its 29th."""

_YEAR = r"(?:19|20)[0-9]{2}|二[〇零][〇零一二三四五六七八九]{2}"
_EDGE = r"(?P<edge>底|末|初|上旬|中旬|下旬|终)?"
_BEFORE = r"(?P<before>之前|以前|前|之内|以内|内(?!容|部|控|涵|科|设))?"
_MONTH = r"(?:[0-9]{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"

DATE = re.compile(
    rf"""
    (?<![0-9.,]) (?P<y1>(?:19|20)[0-9]{{2}}) (?P<mark>[-./]) (?P<m1>[0-9]{{1,2}}) (?P=mark) (?P<d1>[0-9]{{1,2}}) (?![0-9.,A-Za-z%])
      (?P<b1>之?前|以前)?
    | (?<![0-9.,]) (?P<y2>(?:19|20)[0-9]{{2}}) (?P<m2>0[1-9]|1[0-2]) (?P<d2>0[1-9]|[12][0-9]|3[01])
      (?![0-9.,A-Za-z%‰]|[\ ]*[余多]?[元十百千万亿人次家个户件条笔份例套]) (?P<b2>之?前|以前)?
    | (?:
        (?<![0-9.,]) (?P<year>{_YEAR})[\ ]*年度? [\ ]*
        (?: (?P<month>{_MONTH})[\ ]*月份? (?:[\ ]*(?P<day>{_DAY})[\ ]*[日号])? (?![-~至—][0-9])
          | 第?(?P<quarter>[一二三四1-4])[\ ]*季度 | (?P<half>[上下])半年 )?
      | (?<![-0-9.,~—至]) (?P<month_only>[0-9]{{1,2}})[\ ]*月份? (?:[\ ]*(?P<day_only>{_DAY})[\ ]*[日号])? (?![-~至—][0-9])
      | 第?(?P<quarter_only>(?<!每)[一二三四1-4])季度 | (?P<half_only>[上下])半年 | (?P<whole>(?:当|本|全)?年(?=[底末终内初]))
      | (?<=[每次当]月)(?P<day_alone>{_DAY})[日号] | (?P<period>(?<=每[月年])(?=[底末])|(?<=每季度)(?=[底末]))
      ) {_EDGE} {_BEFORE}
    """,
    re.VERBOSE,
)
"""A date, a period, or their edge; 20250211 only where no unit makes it a count."""


LAST_DAY = frozenset({"底", "末", "终"})
"""The edges that name the last day of a period."""


class Days(NamedTuple):
    """The printed year if any, the first and last day meant, and whether it is a limit (前, 内)."""

    year: int | None
    first: date
    last: date
    before: bool


def days(found: re.Match[str]) -> Days | None:
    """Work out the days a match of DATE means; None when there is no such day (2月30日)."""
    part = found.groupdict()
    before = bool(part["before"] or part["b1"] or part["b2"])
    if part["y1"] or part["y2"]:
        year, month, day = (int(part[name + "1"] or part[name + "2"]) for name in "ymd")
        return _single(year, year, month, day, before=before)
    if part["day_alone"] or part["period"] is not None:
        return _single(None, NO_YEAR, 12, _figure(part["day_alone"]) or 31, before=before)
    printed = _figure(part["year"])
    year = printed or NO_YEAR
    month_in_year, day_in_month = _figure(part["month"] or part["month_only"]), _figure(part["day"] or part["day_only"])
    if month_in_year is not None and day_in_month is not None:
        return _single(printed, year, month_in_year, day_in_month, before=before)
    span = _period(
        year, month_in_year, _figure(part["quarter"] or part["quarter_only"]), part["half"] or part["half_only"]
    )
    if span is None:
        return None
    first, last = _edge(*span, part["edge"])
    if before and part["edge"] not in LAST_DAY and not part["before"].endswith("内"):
        return Days(printed, first - timedelta(days=1), last, before=True)
    if before:
        first = last
    return Days(printed, first, last, before)


def _figure(text: str | None) -> int | None:
    if text is None:
        return None
    value = int(text) if text.isascii() else chinese_number(text)
    return None if value is None else int(value)


def _single(printed: int | None, year: int, month: int, day: int, *, before: bool) -> Days | None:
    try:
        exact = date(year, month, day)
    except ValueError:
        return None
    return Days(printed, exact, exact, before)


def _period(year: int, month: int | None, quarter: int | None, half: str | None) -> tuple[date, date] | None:
    if month is not None:
        first_month, last_month = month, month
    elif quarter is not None:
        first_month, last_month = 3 * quarter - 2, 3 * quarter
    elif half is not None:
        first_month, last_month = (1, 6) if half == "上" else (7, 12)
    else:
        first_month, last_month = 1, 12
    if not 1 <= first_month <= last_month <= 12:
        return None
    return date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1])


def _edge(first: date, last: date, edge: str | None) -> tuple[date, date]:
    """Narrow a period to its edge: 底 and 末 are its last day, 初 and 上旬 its first ten days."""
    if edge in LAST_DAY:
        return last, last
    if edge in ("初", "上旬"):
        return first, first + timedelta(days=9)
    if edge == "中旬":
        return first + timedelta(days=10), first + timedelta(days=19)
    if edge == "下旬":
        return last.replace(day=21), last
    return first, last
