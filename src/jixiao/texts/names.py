"""Names in texts (名称): funds, places and the level that a unit speaks of itself by."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from jixiao.data import load
from jixiao.texts.finding import Words


class _Fund(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fund: str
    names: tuple[str, ...]


class Named(msgspec.Struct, frozen=True):
    """A name in a text: what it means, how it is printed, where it begins and ends."""

    meaning: str
    text: str
    start: int
    end: int


@cache
def _funds() -> tuple[re.Pattern[str], dict[str, str]]:
    funds = load("jixiao.texts", "funds.yaml", tuple[_Fund, ...])
    meanings = {name: fund.fund for fund in funds for name in fund.names}
    return re.compile("|".join(map(re.escape, sorted(meanings, key=len, reverse=True)))), meanings


@lru_cache(maxsize=4096)
def funds_in(text: str) -> tuple[Named, ...]:
    """The standing funds that a text names in full."""
    if "补助" not in text and "提升" not in text and "资金" not in text:
        return ()
    pattern, meanings = _funds()
    return tuple(
        Named(meanings[found.group()], found.group(), found.start(), found.end()) for found in pattern.finditer(text)
    )


_LEVELS = r"(?:省|市|州|地区|盟|自治区|回族自治区|壮族自治区|维吾尔自治区|[一-鿿]{1,12}族自治州)?"
_OFFICE = re.compile(r"医疗保障局|医保局|财政局|财政厅|审计局|医疗保险[^，。；]{0,6}中心|医保中心|人民政府")
_BETWEEN = re.compile(_LEVELS)
_FARTHEST = 24
"""Characters before an office within which the name of its place begins."""


@cache
def _provinces() -> dict[str, str]:
    """The short names of provinces and prefectures with the province that each lies in."""
    provinces = load("jixiao.texts", "regions.yaml", dict[str, tuple[str, ...]])
    return {name: province for province, names in provinces.items() for name in (province, *names)}


@cache
def _place_names() -> Words:
    return Words(_provinces())


def _places(text: str) -> Iterator[tuple[str, int]]:
    """The places that a text names, with where their names end."""
    return ((name, start + len(name)) for name, start in _place_names().find(text))


def places_in(text: str) -> tuple[str, ...]:
    """The provinces and prefectures that a text names, by their short names."""
    return tuple(name for name, _ in _places(text))


_SIGNS = ("局", "财政厅", "中心", "人民政府")


@lru_cache(maxsize=4096)
def offices_in(text: str) -> tuple[Named, ...]:
    """The offices of provinces and prefectures that a text names: 绵阳市医疗保障局; the meaning is the place."""
    if not any(sign in text for sign in _SIGNS):
        return ()
    named = []
    for office in _OFFICE.finditer(text):
        low = max(0, office.start() - _FARTHEST)
        for name, end in _places(text[low : office.start()]):
            if _BETWEEN.fullmatch(text, low + end, office.start()):
                start = low + end - len(name)
                named.append(Named(name, text[start : office.end()], start, office.end()))
                break
    return tuple(named)


def province_of(place: str) -> str | None:
    """The province that a place lies in; of a province itself its own name."""
    return _provinces().get(place)


_LEVEL = re.compile(
    r"(省|自治区|市|州|盟|县|区|旗)(?=[（(]?[市州县区旗]?[)）]?(?:医疗保障|医疗保险|医保|财政|社会保险))"
)
_SELF = re.compile(r"(?<![自])我(市|州|县|盟|旗|区|省)(?!场|域|块|级|长|委|政府|府|际|民|民政)")
_WRONG = {
    ("州", "市"),
    ("州", "县"),
    ("盟", "市"),
    ("盟", "县"),
    ("市", "县"),
    ("区", "县"),
    ("省", "市"),
    ("省", "县"),
    ("省", "州"),
}
"""What a unit of the first level never calls itself; a lower level may speak of the higher one, and 我区 may be an autonomous region."""


def levels_of(units: str) -> frozenset[str]:
    """The levels of government that the names of units show: 清江市医疗保障局 → 市."""
    return frozenset(_LEVEL.findall(units))


def calls_itself(text: str, levels: frozenset[str]) -> str | None:
    """The word by which a text speaks of its own place that no unit of these levels would use: 我县 in a form of a city."""
    if not levels or "我" not in text:
        return None
    for found in _SELF.finditer(text):
        if all((level, found[1]) in _WRONG for level in levels):
            return found.group()
    return None
