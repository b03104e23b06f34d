"""佐证: whether the 实际完成值 says in so many words what a criterion asks for.

Only the criterion's own words count: a demand is met when nearly all of it stands in the actual, in long runs and not denied. General
phrases (已完成), other words for the same thing and silence leave it open. Nothing is guessed from similarity.
"""

import re
from enum import StrEnum
from functools import lru_cache

from jixiao.targets.characters import key


class Truth(StrEnum):
    """Whether a condition holds: yes, no, or not to be told from what is printed."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


_SHORTEST_RUN = 3
_SHORT = 4
"""Demands of so few characters (健全, 建立) must stand in the actual as they are."""

_MET = 0.8
_ADDRESSED = 0.45
_LIGHT = re.compile(
    r"已经?|均|都|能够?|了|的|地|进行|上述|是否|各项|[“”‘’\"'《》()（）\s]|^(?:部门|单位|(?:制[定订]|建立)?有)(?=.{4})"
)
_CUT = re.compile(r"[，,;；。:]")
_FINE_CUT = re.compile(r"[、和及与且并]")
_DENIAL = re.compile(
    r"未(?!来|成年)|没|(?<!刻)不(?!断|仅|同|少于|低于|超过|高于|得|动产|定期|良)|无(?!纸|障碍|线|偿|形|论)|尚(?!可)|缺(?!席)|欠(?!费|款|缴)"
)
_HEDGE = re.compile(r"基本|部分|大部|多数|较为|比较|逐步|正在|拟|将|计划|有待|除.{1,20}外")


def all_of(truths: list[Truth]) -> Truth:
    """What holds of several conditions together."""
    if Truth.NO in truths:
        return Truth.NO
    return Truth.OPEN if Truth.OPEN in truths else Truth.YES


@lru_cache(maxsize=8192)
def stated(demand: str, actual: str) -> Truth:
    """Tell whether `actual` states all that `demand` asks for; NO where it denies it in the demand's own words."""
    given = [_plain(piece) for piece in _CUT.split(key(actual))]
    truths = [_piece(piece, given) for piece in _CUT.split(key(demand)) if _plain(piece)]
    return all_of(truths) if truths else Truth.OPEN


def addressed(demand: str, actual: str) -> bool:
    """Tell whether `actual` speaks of what `demand` asks for at all, in whatever sense."""
    whole = _plain(actual)
    pieces = [_plain(piece) for piece in _CUT.split(key(demand))]
    return any(piece and _covered(piece, whole, 2) >= _ADDRESSED for piece in pieces)


def _plain(text: str) -> str:
    return _LIGHT.sub("", key(text)).strip("。.;；，,、:： ")


def _piece(piece: str, given: list[str]) -> Truth:
    plain = _plain(piece)
    found = _holds(plain, given)
    if found is Truth.OPEN and _FINE_CUT.search(plain):
        finer = [part for part in _FINE_CUT.split(plain) if part]
        if all(len(part) > _SHORT for part in finer):
            return all_of([_holds(part, given) for part in finer])
    return found


def _holds(plain: str, given: list[str]) -> Truth:
    """Look for one piece of a demand in the pieces of the actual; the one that covers it best decides."""
    best = max(given, key=lambda each: _covered(plain, each, _SHORTEST_RUN), default="")
    if _covered(plain, best, _SHORTEST_RUN) < _MET:
        whole = "".join(given)
        if len(given) == 1 or _covered(plain, whole, _SHORTEST_RUN) < _MET:
            return _denied(plain, given)
        best = whole
    if bool(_DENIAL.search(plain)) != bool(_DENIAL.search(best)):
        return Truth.NO
    return Truth.OPEN if _HEDGE.search(best) and not _HEDGE.search(plain) else Truth.YES


def _denied(plain: str, given: list[str]) -> Truth:
    """A demand broken up by a denial in its midst (制度未建立 for 制度建立) is denied; anything else stays open."""
    for each in given:
        affirmed = _DENIAL.sub("", each.replace("没有", ""))
        if affirmed != each and not _DENIAL.search(plain) and _covered(plain, affirmed, _SHORTEST_RUN) >= _MET:
            return Truth.NO
    return Truth.OPEN


def _covered(wanted: str, given: str, shortest: int) -> float:
    """The share of `wanted` that stands in `given` in runs of at least `shortest` characters; short demands stand whole or not at all."""
    if len(wanted) <= _SHORT and shortest == _SHORTEST_RUN:
        return float(wanted in given)
    covered = position = 0
    while position < len(wanted):
        end = position + shortest
        if wanted[position:end] not in given or end > len(wanted):
            position += 1
            continue
        while end < len(wanted) and wanted[position : end + 1] in given:
            end += 1
        covered += end - position
        position = end
    return covered / len(wanted) if wanted else 0.0
