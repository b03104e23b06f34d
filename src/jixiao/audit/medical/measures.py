"""指标口径: which row of a form measures what, told by its name; and the plain figure that a cell states in a wanted unit."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from jixiao import targets
from jixiao.audit.figures import ZERO, half_unit, places
from jixiao.audit.rows import Row
from jixiao.targets.characters import key
from jixiao.targets.units import Unit, unit


class Measure(StrEnum):
    """What a row measures, for the measures that the MED checks know."""

    INSURED = "居民参保人数"
    FISCAL_STANDARD = "财政补助标准"
    OWN_PAYMENT = "个人缴费标准"
    RATE_REGISTERED = "户籍口径参保率"
    RATE_RESIDENT = "常住口径参保率"
    RESERVE_MONTHS = "结余可支配月数"
    AID_BALANCE = "救助基金结余占比"
    PAYMENT_SPENDING = "DRG/DIP付费基金占比"
    PAYMENT_GROUPS = "DRG/DIP病种覆盖率"
    PAYMENT_INSTITUTIONS = "DRG/DIP机构覆盖率"
    REPORTS_REWARDED = "举报奖励件数"
    REWARD_MONEY = "举报奖励金额"
    INSPECTED = "检查机构数"


_ANY = re.compile(r"参保|缴费|标准|补助|结余|DRG|DIP|按病[种组]|病种分值|举报|奖励|检查|督查|稽核|巡查|月数")
_REFORM = r"(?:DRG|DIP|按病种|按病组|病种分值)"
_NAMES: tuple[tuple[Measure, re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        Measure.RATE_REGISTERED,
        re.compile(r"户籍.*参保(?:覆盖)?率"),
        re.compile(r"常住|困难|救助|低收入|脱贫|职工|新生儿|学生"),
    ),
    (
        Measure.RATE_RESIDENT,
        re.compile(r"常住.*参保(?:覆盖)?率"),
        re.compile(r"户籍|困难|救助|低收入|脱贫|职工|新生儿|学生"),
    ),
    (
        Measure.FISCAL_STANDARD,
        re.compile(r"财政(?:实际)?(?:人均)?(?:实际)?补助(?:最低)?标准|人均财政补助"),
        re.compile(r"大病|长护|长期护理|离休|村医|职工|增[加长]|提高|调整|到位"),
    ),
    (
        Measure.OWN_PAYMENT,
        re.compile(r"个人缴费(?:最低)?标准"),
        re.compile(r"职工|灵活就业|大病|长护|长期护理|增[加长]|提高|调整|学生|儿童|老年|低收入|困难"),
    ),
    (
        Measure.INSURED,
        re.compile(r"参保人数$"),
        re.compile(
            r"资助|职工|生育|长护|长期护理|大病|困难|救助|低收入|虚报|新增|净增|重复|灵活|学生|增[加长]|异地|宁惠保|惠民保|商业"
        ),
    ),
    (Measure.RESERVE_MONTHS, re.compile(r"(?:可支配|可支付|支付|支撑)月数"), re.compile(r"职工")),
    (Measure.AID_BALANCE, re.compile(r"结余占.*(?:筹集|筹资).*(?:比重|比例|占比|总额|率)?$"), None),
    (
        Measure.PAYMENT_SPENDING,
        re.compile(rf"{_REFORM}.*(?:基金|支出|费用).*(?:占|比例|比重)"),
        re.compile(r"次均|增[幅长]"),
    ),
    (
        Measure.PAYMENT_GROUPS,
        re.compile(rf"{_REFORM}.*(?:病种|病组).*覆盖(?:率|面|比例)|(?:病种|病组)覆盖(?:率|面|比例)"),
        None,
    ),
    (
        Measure.PAYMENT_INSTITUTIONS,
        re.compile(
            rf"{_REFORM}.*(?:医疗机构|机构|医院).*覆盖(?:率|面|比例)|(?:医疗机构|医院).*{_REFORM}.*覆盖(?:率|面|比例)"
        ),
        None,
    ),
    (
        Measure.REPORTS_REWARDED,
        re.compile(r"举报奖励(?:数|数量|件数|例数|案件数?|起数|人数|人次|案例)$|奖励举报(?:人|案件|件)?数"),
        None,
    ),
    (
        Measure.REWARD_MONEY,
        re.compile(r"(?:举报)?奖励(?:资金|金额|支出|经费|金)(?:支出|使用|发放)?(?:总?额)?$"),
        re.compile(r"标准|比例|率"),
    ),
    (
        Measure.INSPECTED,
        re.compile(
            r"(?:检查|督查|稽核|巡查|核查).*(?:医药|医疗|药)(?:机构|店)|(?:医药|医疗)机构.*(?:检查|督查|稽核|巡查|核查)"
        ),
        re.compile(r"率|占比|比例|次数|家次|满意"),
    ),
)
_BRACKETED = re.compile(r"[(（](?P<unit>[^()（）]{1,6})[)）]")
_UNIT = re.compile(r"(?P<scale>[十百千]?万|亿)?(?P<name>[一-鿿%]{1,3})(?:[/·每](?:人|年|月|·)+)?")
_LEADING = re.compile(r"^(?:指标\d+[:：]?|[★*\d.、]+)")


def measured(row: Row) -> Measure | None:
    """What a row measures by its name; None for everything that the MED checks do not know."""
    return None if row.indicator.name is None else _by_name(row.indicator.name)


# The same names come back from form to form.
@lru_cache(maxsize=8192)
def _by_name(name: str) -> Measure | None:
    if not _ANY.search(name):
        return None
    bare = _LEADING.sub("", _BRACKETED.sub(_without_unit, key(name)))
    return next(
        (measure for measure, words, others in _NAMES if words.search(bare) and not (others and others.search(bare))),
        None,
    )


def _without_unit(found: re.Match[str]) -> str:
    """Take a bracket away that only names a unit; others (按病种（组）) lose their signs and keep their words."""
    words = found["unit"]
    known = words in {"%", "万", "元/人", "元/人·年", "元/年"} or isinstance(
        targets.parse(f"1{words}"), targets.Quantity
    )
    return "" if known else words


def plain(row: Row, value: targets.Value | None, base: str, *, bound: bool = False) -> Decimal | None:
    """The figure of a cell in a base unit (人, 元, 月, %); None where it states no single exact one.

    A bare figure takes the unit that stands in brackets behind the row's name. With `bound`, a target such as ≥640 counts as its bound.
    """
    if not isinstance(value, targets.Quantity) or value.change:
        return None
    exact = {targets.Operator.BARE, targets.Operator.EQ}
    if value.operator not in (exact | {targets.Operator.GE, targets.Operator.LE} if bound else exact):
        return None
    if value.unit.base == base:
        return value.value
    if value.unit.base:
        return None
    named = _named_unit(row.indicator.name or "")
    return value.value * named.factor if named is not None and named.base == base else None


def printed_slack(row: Row, value: targets.Value | None) -> Decimal:
    """What rounding may have taken from a figure printed in a larger unit than its base: 216.96万人 is exact to 50人."""
    if not isinstance(value, targets.Quantity):
        return ZERO
    named = None if value.unit.base else _named_unit(row.indicator.name or "")
    factor = value.unit.factor * (1 if named is None else named.factor)
    return half_unit(places(value.number)) * factor if factor != 1 else ZERO


@lru_cache(maxsize=1024)
def _named_unit(name: str) -> Unit | None:
    """The unit in the last brackets of a row's name: 参保人数（万人）; what it is counted per does not matter here."""
    found = [match["unit"] for match in _BRACKETED.finditer(key(name))]
    return _unit(found[-1]) if found else None


def _unit(text: str) -> Unit | None:
    word = _UNIT.fullmatch(text)
    return None if word is None or not word["name"] else unit(word["name"], word["scale"] or "")
