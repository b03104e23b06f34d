"""Figures in running text (文中数字): each number with a unit, what the words around it say is counted, and of which time."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao.targets import number
from jixiao.targets.characters import key
from jixiao.targets.units import UNITS, unit

_WORDS = (
    "人次 家次 户次 例次 批次 场次 台次 万 元 人 名 家 个 户 例 起 件 项 场 次 期 笔 台 套 份 册 组 种 批 条 辆 所 篇 % ‰ "
    "分钟 小时 个工作日 工作日 个月 天 个百分点 百分点 倍"
).split()
_UNITS = "|".join(sorted((word for word in _WORDS if word in UNITS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\d.,A-Za-z\-~—至〔第])(?P<number>\d[\d,]*(?:\.\d+)?) ?(?P<scale>百万|千万|十万|万|亿)?(?P<more>余|多)? ?(?P<unit>{_UNITS})"
    r"(?![A-Za-z])(?!\d)(?P<per>/[人月年天次例户件])?(?P<after>以上|以下|以内|左右)?(?! ?[-~—至]\d)"
)
_CLAUSE = re.compile(r"[，,。；;！!？?：:、()\[\]“”\"《》\n]")
_SENTENCE = re.compile(r"[^。；;！!？?\n]*[。；;！!？?\n]?")
_YEAR = re.compile(r"(20\d\d) ?年")
_PERIOD = re.compile(
    r"(?:20\d\d ?年)?(?:\d{1,2}[-—至~]\d{1,2}月|[上下]半年|[一二三四](?:至[一二三四])?季度|前[一二三]季度"
    r"|截[至止](?:到)?(?:目前|20\d\d年\d{1,2}月)|目前|\d{1,2}月(?!底|末|\d)|累计|历年|近[两二三四五]年|[“\"]?十[三四五]五)"
)
_YEAR_END = re.compile(r"12月(?:底|末|31日)|年底|年末")
_BEFORE = re.compile(r"(?:上年度?|去年|上一年度?|前一年)")
_CHANGE = re.compile(
    r"增加|增长|提高|提升|上升|下降|减少|降低|增幅|降幅|同比|环比|较|比上年|超出|不足|缺口|相差|节约|节省"
)
_CONDITION = re.compile(
    r"每|人均|次均|均次|户均|单价|标准|限额|最高|最低|不得|起付|上限|下限|其中|平均"
    r"|约定|合同|预计|计划|拟|力争|目标|应|需"
)
_LEADING = re.compile(
    r"^(?:20\d\d年度?|上一?年度?|去年|\d{1,2}月(?:底|末|份)?(?:前)?|年度|全年|今年|本年度?|全[市州县区省]|[我本][市州县区省局]|共|共计|累计|已|已经|现|现有|目前|截[至止]|截至目前"
    r"|又|再|后又|一是|二是|三是|四是|五是|六是|其|并|同时|通过|使得?|为|对|将|在|及|和|与|了|的|完成了?|实现了?|开展了?|组织了?|组织开展了?|进行了?|实际|有|共有|分别)+"
)
_TRAILING = re.compile(
    r"(?:约为|分别为|约|为|是|达到了?|达|共计|共有|共|超过|超|近|已|累计|合计|总计|实有|至|到|有|得|的|了|稳定在|保持在|控制在|维持在|不低于|不少于|不超过|达成)+$"
)
_BOUND = re.compile(
    r"(?:(?P<high>不超过|不高于|低于|控制在|≤|<)|(?P<low>超过?|不低于|不少于|突破|≥|>|至少)|(?P<about>(?<!违)约为?|近|大约))(?:了|达|有)?$"
)
_ACTS = (
    ("检查", "现场检查|飞行检查|监督检查|专项检查|检查|督查|督导|抽查|稽核|巡查|飞检|稽查"),
    ("培训", "培训"),
    ("覆盖", "覆盖|纳入|接入|开通|联网|上线"),
    ("救助", "救助"),
    ("处理", "处理|处罚|约谈|暂停|解除"),
)
_OBJECTS = (
    ("定点医药机构", "(?:定点)?医药机构|两定机构"),
    ("定点医疗机构", "(?:定点)?医疗机构|定点医院"),
    ("定点零售药店", "定点(?:零售)?药店|零售药店|药店"),
)
_ACT = tuple((name, re.compile(pattern)) for name, pattern in _ACTS)
_OBJECT = tuple((name, re.compile(pattern)) for name, pattern in _OBJECTS)
_ENDING = re.compile(r"等?(?:编码|实现|全部|均|都|已).*$|等$|的$|了$")
_AIMED = re.compile(r"(?:对|向|给|从|将|把|被|由|在|与|和|到|选取|抽取|选定|其中)$")
_OF_SOME_PROJECT = re.compile(
    r"(?:该|本)?项目(?:资金)?(?:全年|年初|年度|调整后|实际)?(?:预算|执行|支出|拨付|到位|结余)(?:数|金额|资金|总额)?"
)
"""The budget of whatever project was named before (“甲”项目全年预算数60万元): what is counted does not say of which."""
_DIGIT = re.compile(r"\d")
_SHORTEST = 2
"""Characters that say what is counted."""
_SUBGROUP = re.compile(
    r"[一二三]级|民营|公立|基层|村|门诊|住院|中医|专科|部分|其余|问题|违规|违法|涉嫌|试点|新增|异地|跨省|省外|州外|市外"
)


class Figure(NamedTuple):
    """One figure of a text: its value in the base unit, the words that say what it counts, and the stretch it was read from."""

    value: Decimal
    unit: str
    tolerance: Decimal
    bound: str
    per: tuple[str, ...]
    measure: str
    act: str
    object: str
    year: int | None
    period: str
    start: int
    end: int
    printed: str


def figures(text: str, year: int | None) -> Iterator[Figure]:
    """The figures of a text whose meaning is plain: no changes, no standards, no plans; `year` is that of the document.

    What is stated twice with different values in one text is told of parts or places and left out.
    """
    plain = key(text)
    if not _DIGIT.search(plain):
        return
    found = list(_figures(plain, year))
    values: dict[tuple[str, str, int | None, str], set[Decimal]] = {}
    for figure in found:
        values.setdefault((figure.measure, figure.unit, figure.year, figure.period), set()).add(figure.value)
    for figure in found:
        if len(values[figure.measure, figure.unit, figure.year, figure.period]) == 1:
            yield figure


def _figures(plain: str, year: int | None) -> Iterator[Figure]:
    for sentence in _SENTENCE.finditer(plain):
        if not sentence.group():
            continue
        told, start = year, sentence.start()
        for match in _FIGURE.finditer(plain, sentence.start(), sentence.end()):
            lead = plain[start : match.start()]
            years = _YEAR.findall(lead)
            told = int(years[-1]) if years else (told - 1 if told and _BEFORE.search(lead) else told)
            start = match.end()
            for figure in _figure(plain, match, lead, told, sentence.end()):
                yield figure
                start = figure.end


def _figure(plain: str, match: re.Match[str], lead: str, year: int | None, end: int) -> Iterator[Figure]:
    clause = _CLAUSE.split(lead)[-1]
    after = _CLAUSE.split(_next_stretch(plain, match.end(), end))[0]
    printed = number(match["number"])
    measured = unit(match["unit"], match["scale"] or "")
    if printed is None or measured is None or _CHANGE.search(clause) or _CONDITION.search(clause):
        return
    if _CHANGE.match(after) or _CONDITION.match(after):
        return
    bound = _bound(clause, match)
    words = _TRAILING.sub("", _LEADING.sub("", clause.replace(" ", "")))
    counted = words or _ENDING.sub("", after.replace(" ", ""))
    if len(counted) < _SHORTEST or _OF_SOME_PROJECT.fullmatch(counted):
        return
    act, thing = meaning(counted, aimed=bool(_AIMED.search(clause)))
    period = _period(lead)
    yield Figure(
        value=printed * measured.factor,
        unit=measured.base,
        tolerance=_tolerance(match, measured.factor),
        bound=bound,
        per=(match["per"][1:],) if match["per"] else (),
        measure=counted,
        act=act,
        object=thing,
        year=year,
        period=period,
        start=match.start() - len(clause),
        end=match.end() if words else match.end() + len(after),
        printed=match.group().replace(" ", ""),
    )


def _next_stretch(plain: str, start: int, end: int) -> str:
    following = _FIGURE.search(plain, start, end)
    return plain[start : following.start() if following else end]


def _bound(clause: str, match: re.Match[str]) -> str:
    if match["more"] or match["after"] == "以上":
        return "≥"
    if match["after"] in {"以下", "以内"}:
        return "≤"
    found = _BOUND.search(clause.rstrip())
    if match["after"] == "左右" or (found and found["about"]):
        return "约"
    if found is None:
        return ""
    return "≥" if found["low"] else "≤"


def _tolerance(match: re.Match[str], factor: Decimal) -> Decimal:
    """Half a unit of the last printed place where the figure is a decimal or in 万 and 亿; whole counts are exact."""
    decimals = len(match["number"].partition(".")[2])
    return Decimal(5).scaleb(-decimals - 1) * factor if decimals or factor > 1 else Decimal(0)


def _period(lead: str) -> str:
    if _YEAR_END.search(lead):
        return ""
    found = _PERIOD.search(lead)
    return found.group() if found else ""


def meaning(counted: str, *, aimed: bool = False) -> tuple[str, str]:
    """What is done to what (检查, 定点医药机构), or that a thing itself is counted ("", 定点医药机构); empty where only a part is meant.

    `aimed` tells that something is done to those counted, by a verb that stands apart from them (对12家定点医疗机构……).
    """
    if _SUBGROUP.search(counted):
        return "", ""
    thing, pattern = next(((name, pattern) for name, pattern in _OBJECT if pattern.search(counted)), ("", None))
    if pattern is None:
        return "", ""
    act = next((name for name, words in _ACT if words.search(counted)), "")
    if act:
        return act, thing
    stock = pattern.fullmatch(counted) and "定点" in counted and not aimed
    return "", thing if stock else ""
