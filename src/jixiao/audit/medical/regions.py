"""地区: which province or separately planned city a form belongs to, told by names and document numbers in it."""

import re
from functools import cache

from jixiao.audit.medical.figures import figures

_CITIES = frozenset({"大连", "宁波", "厦门", "青岛", "深圳"})
"""计划单列市: they stand before their province, of which texts about them speak as well."""


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all regions, by name or by letter, and which region a letter stands for."""
    letters = {letter: region for regions in figures().tiers.by_share.values() for region, letter in regions.items()}
    names, signs = "|".join(letters.values()), "|".join(letters)
    return (
        re.compile(
            rf"(?P<name>{names})(?:省|市|自治区|壮族|回族|维吾尔|财|医保)"
            rf"|(?<![一-鿿])(?P<letter>{signs})(?:财|医保|府|政|办)[一-鿿]{{0,3}}[〔\[（(［]"
        ),
        letters,
    )


def region_of(text: str) -> str | None:
    """The one region that a text names; None where it names none or several of which not just one is a separately planned city."""
    pattern, letters = _pattern()
    named = {found["name"] or letters[found["letter"]] for found in pattern.finditer(text)}
    cities = named & _CITIES
    chosen = cities or named
    return chosen.pop() if len(chosen) == 1 else None


def tier_of(region: str) -> int | None:
    """中央分担比例 of a region in percent."""
    return next((share for share, regions in figures().tiers.by_share.items() if region in regions), None)
