"""Names and their variants (名称变体): when two printed names mean the same unit, project or indicator, and how sure that is.

A name is compared in steps, each less sure than the one before: as printed, without what is often left out (region, year, 项目, 经费),
with the usual abbreviations, without the region on one side, and last by the share of characters that agree (misread characters).
"""

import re
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from jixiao.targets.characters import key


class Likeness(msgspec.Struct, frozen=True):
    """How surely two names mean the same (0 to 1), and in Chinese by what they were matched."""

    confidence: float
    how: str = ""

    @property
    def same(self) -> bool:
        """Tell whether the names may be taken for the same without asking."""
        return self.confidence >= SAME


SAME = 0.9
"""From here on two names are taken for one."""
LIKELY = 0.75
"""From here on two names may be one, if something else (budget, score, code) speaks for it."""
_DIFFERENT = Likeness(0.0)

_BLANK = re.compile(r"[\s\"'“”‘’《》〈〉「」]+")
_CODE = re.compile(r"^(?:\[[^\[\]]*\]|\(?\d{6,}[A-Z]?\d*\)?[-_—]?)")
_ETHNIC = re.compile(
    r"((?:壮族|回族|维吾尔|藏族|苗族|侗族|彝族|布依族|土家族|瑶族|傣族|白族|哈尼族|景颇族|傈僳族|羌族|朝鲜族|蒙古族?|哈萨克|柯尔克孜|水族|仡佬族"
    r"|满族|黎族|畲族|锡伯|东乡族|撒拉族|保安族|裕固族|土族|达斡尔族|鄂伦春|鄂温克|毛南族|仫佬族|各族|佤族|拉祜族|纳西族|独龙族|怒族|普米族|布朗族)+)"
    r"自治(州|县|旗|区)"
)
_ABBREVIATIONS = (
    ("医疗保障", "医保"),
    ("医疗保险", "医保"),
    ("城乡居民基本医保", "居民医保"),
    ("城乡居民医保", "居民医保"),
    ("城镇职工基本医保", "职工医保"),
    ("城镇职工医保", "职工医保"),
    ("基本医保", "医保"),
    ("事务服务中心", "事务中心"),
    ("服务中心", "事务中心"),
    ("管理中心", "中心"),
    ("信息系统", "系统"),
    ("运行维护", "运维"),
    ("定点医药机构", "两定机构"),
    ("按病组付费", "DRG"),
    ("按病种分值付费", "DIP"),
)
_REGION = re.compile(
    r"^((?:[一-鿿]{2,8}?(?:特别行政区|自治区|省))?(?:[一-鿿]{2,7}?(?:地区|自治州|盟|州|市))?(?:[一-鿿]{1,7}?(?:新区|开发区|县|区|旗|市))?)"
    r"(?=[一-鿿]{3})"
)
_NO_REGION = re.compile(r"^(?:城市|市民|市场|地区|社区|辖区|城区|园区|区域|州内|市外|县外|市级|县级|区级|省级|州级)")
_SHORT_BUREAU = re.compile(r"医保局|医疗保障管理局")
_YEAR = re.compile(r"^(?:20\d\d年?度?[-、至—]?)+")
_TAIL = re.compile(r"(?:专项|项目|工作|业务)?(?:经费|资金|费用|费|项目|专项|支出|工作)$")
_LOCAL = re.compile(r"\(?(?:本级|机关|本部)\)?$")
_NUMBERING = re.compile(r"^(?:指标\d+[:：.、]?|[★▲※*◆●]|\(?[一二三四五六七八九十\d]{1,2}[)、.](?!\d))+")
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位:?)?(?:%|‰|万?[元人户家个次件笔例册场项]|万?人次|元/人|月|个月|天|分钟)\)")
_POINTS = re.compile(r"[,，。.;；:：、!！?？·\-_/—~…]+")


def plain(name: str | None) -> str:
    """A name as a key: look-alikes folded, blanks and quotation marks left out."""
    return _BLANK.sub("", key(name)) if name else ""


@lru_cache(maxsize=16384)
def unit_core(name: str | None) -> str:
    """A unit's name without its code, in one usual form: [187]某某族自治州医疗保障局（本级） is 某州医疗保障局."""
    text = _LOCAL.sub("", _CODE.sub("", plain(name)))
    text = _ETHNIC.sub(lambda found: found[2] if found[2] != "区" else "自治区", text)
    return _SHORT_BUREAU.sub("医疗保障局", text)


@lru_cache(maxsize=16384)
def region_of(unit: str | None) -> str:
    """The region that a unit's name begins with (某省某市某县), in its short form; empty where it names none."""
    text = unit_core(unit)
    found = None if _NO_REGION.match(text) else _REGION.match(text)
    return found[1] if found else ""


@lru_cache(maxsize=16384)
def project_core(name: str | None) -> str:
    """A project's name without year, region, 项目, 经费 and the like, abbreviated; never empty unless the name is."""
    text = _CODE.sub("", plain(name))
    text = _YEAR.sub("", text) or text
    found = None if _NO_REGION.match(text) else _REGION.match(text)
    if found and found[1] and len(text) - len(found[1]) >= 4:
        text = text[found.end() :]
    for _ in range(3):
        shorter = _TAIL.sub("", text)
        if len(shorter) < 2 or shorter == text:
            break
        text = shorter
    return _abbreviated(text)


@lru_cache(maxsize=65536)
def name_core(name: str | None) -> str:
    """An indicator's name without numbering, signs, points and a unit in brackets."""
    text = _NUMBERING.sub("", plain(name))
    return _POINTS.sub("", _UNIT_IN_BRACKETS.sub("", text))


def _abbreviated(text: str) -> str:
    for long, short in _ABBREVIATIONS:
        text = text.replace(long, short)
    return text


def unit_likeness(one: str | None, two: str | None) -> Likeness:
    """How surely two unit names mean the same unit."""
    first, second = plain(one), plain(two)
    if not first or not second:
        return _DIFFERENT
    if first == second:
        return Likeness(1.0, "名称相同")
    left, right = unit_core(one), unit_core(two)
    if left == right:
        return Likeness(0.95, "去掉代码、民族和简称的差别后相同")
    regions = region_of(one), region_of(two)
    if regions[0] and regions[1] and regions[0] != regions[1]:
        return _nested(regions, (left, right))
    bodies = left[len(regions[0]) :], right[len(regions[1]) :]
    if bodies[0] == bodies[1] and not all(regions):
        return Likeness(0.8, "一处没有写地区")
    return _by_characters(left, right)


def _nested(regions: tuple[str, str], names: tuple[str, str]) -> Likeness:
    """某市某区医保局 and 某区医保局 may be one; 甲市 and 乙市 never are."""
    longer, shorter = sorted(regions, key=len, reverse=True)
    bodies = [name[len(region) :] for name, region in zip(names, regions, strict=True)]
    if longer.endswith(shorter) and len(shorter) >= 2 and bodies[0] == bodies[1]:
        return Likeness(0.9, "一处多写了上级地区")
    return _DIFFERENT


def project_likeness(one: str | None, two: str | None) -> Likeness:
    """How surely two project names mean the same project; what stands in brackets tells parts of a fund apart and counts."""
    first, second = plain(one), plain(two)
    if not first or not second:
        return _DIFFERENT
    if first == second:
        return Likeness(1.0, "名称相同")
    left, right = project_core(one), project_core(two)
    if left == right:
        return Likeness(0.95, "去掉年度、地区、“项目”“经费”等字样后相同")
    if ("(" in left) != ("(" in right) or _differing_figures(left, right):
        return Likeness(min(0.7, _by_characters(left, right).confidence), "括号内的部分或数字不同")
    return _by_characters(left, right)


_FIGURE = re.compile(r"\d+|[一二三四五六七八九十]+(?=期|批|标段|阶段)")


def _differing_figures(one: str, two: str) -> bool:
    """一期 and 二期 are two projects, however alike their names."""
    return _FIGURE.findall(one) != _FIGURE.findall(two)


def _by_characters(one: str, two: str) -> Likeness:
    if min(len(one), len(two)) < 4:
        return _DIFFERENT
    share = fuzz.ratio(one, two) / 100
    return Likeness(share * 0.95, f"{share:.0%}的字相同") if share >= 0.6 else _DIFFERENT
