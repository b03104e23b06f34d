"""Tokens of a 评分标准: every character of the printed text belongs to exactly one of them.

A token has a one-letter kind:

    m mark of a list (①, 1.)   s ；。 or another end of a clause   c comma
    g points given (得2分, 得满分, 不得分, 得权重的80%)   p points in brackets or bare behind words (（1分）)
    d points taken off (扣0.5分, 扣除5%的权重分)   k limit (扣完为止, 最高得5分)   e every (每超出1%, 每发现一例)
    f formula that gives points (按完成比例得分, 到位比率*权重=得分)   y definition of a rate (控制率=(在职人数/编制数)×100%)
    b list of bands (100%-80%、80%-60%、60%-0)   v left to judgement (酌情扣分)   o anything else (否则)
    u kind of indicator (若为定性指标)   n announcement (共3项, 满分10分)   a each (每项1分)   r part of a step (不足1%按1%计)
    x formula that is not understood   w words
"""

import re
from decimal import Decimal
from typing import NamedTuple

from jixiao.scoring.criteria.formulas import formula
from jixiao.targets.characters import key_with_offsets
from jixiao.targets.numerals import chinese_number

KINDS = {
    "m": "mark", "s": "separator", "c": "comma", "g": "points", "p": "points", "d": "deduction", "k": "limit", "e": "every",
    "f": "formula", "y": "definition", "b": "bands", "v": "judgement", "o": "otherwise", "u": "kind", "n": "announcement",
    "a": "each", "r": "rounding", "x": "unclear", "w": "words",
}  # fmt: skip
"""The readable name of each kind."""

NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十半]{1,3})"
_PLAIN = r"[0-9]+(?:\.[0-9]+)?"
_POINTS = r"分(?![钟之别类项批期级散布析数率工支子])"
_GIVES = r"(?:可|能|应|则|即|各|均|分别|只|仅|最多|直接)*(?:得分为?|得到|得|计分为?|计为|计|记分为?|记为|记|评分为?|评为|评|给予|给|赋分|赋予|赋|加分|加|打)"
_WHOLE = r"(?:该|本|此)项(?:指标)?|(?:该|本|此)(?:指标|三级指标|条)|指标|该项|相应|单项|总"
_WEIGHT = rf"(?:{_WHOLE})?的?(?:权重|分值|满分|标准分|总分)(?:分值|得分|分数|分)?"
_CUTS = r"(?:则|应|再|相应|均|各|予以|直接|分别|将|要|需|可|即)*(?:扣除|扣减|扣罚|扣掉|减扣|扣分|扣|减去|减分|减)"
_ENDS = r"(?=[，,。;:)]|$)"
_UNITS = (
    r"个?百分点|%|个?工作日|自然日|日历天|日|天|个月|月|人次|次|例|项|个|起|处|件|人|家|场|条|笔|户|份|篇|期|批|类|种|名|所|宗|周"
    r"|季度|万元|元|万人|款|点|方面"
)
_AT = rf"(?:{_GIVES}|{_CUTS}|{_PLAIN}分)"
_SPAN = rf"{_PLAIN}%?(?:-|~|—|至)+{_PLAIN}%?(?:\((?:不?含)(?:{_PLAIN}%?)?\)|(?:不?含){_PLAIN}%?)?"
_SPANS = rf"{_SPAN}(?:[、,，和及或/]{_SPAN})+"
_MARKS = r"[①-⑳]|\([0-9一二三四五六七八九十]{1,2}\)|[0-9]{1,2}\)|[0-9]{1,2}[.、](?![0-9])|[一二三四五六七八九十]{1,2}、|[一二三四五六]是|第[一二三四五六](?:项)?[,，、:]"

TOKEN = re.compile(
    rf"""
      (?P<s>[;。!！])
    | (?P<c>[，,])
    | (?P<r>(?:不足|不满|未满)[^，。;]{{1,8}}(?:的)?，?(?:均|也)?(?:按(?!0分|零分|比例|照)|视为|不计(?!分)|不扣|不予(?![得计记给]))[^，。;]{{0,8}})
    | (?P<n>(?:共计?|总计|合计|分为?|包[含括]|具体为)(?:有)?(?P<count>{NUMBER})(?:项|个方面|方面|条|款|个要点|个部分|部分|点)(?:内容|要求|标准|要点)?(?:，?分别[为是])?(?::|，)?
        | (?:本项|该项|此项|本指标|该指标|指标|总分|共|合计)*(?:满分|总分|分值)(?:为|共|是|计)?:?(?P<maximum>{_PLAIN}){_POINTS})
    | (?P<a>(?:每|各)(?:一)?(?:项|个|条|点|款|小?项|个?方面)(?:内容|要求|各)*(?:占|计|得|记|为|给)?(?P<each>{_PLAIN}){_POINTS}[:，]?)
    | (?P<u>(?:若|如|如果|对于?|属于?|当)?(?:指标)?(?:为|是|属于?)?(?P<sort>定性|定量)(?:的)?(?:绩效)?指标(?:的)?[，,:]?(?:则)?[，,]?)
    | (?P<k>(?:直至|直到|至)?扣完(?:该项|本项|此项)?(?:权重分?|分值|分数?|全部分值?|得分)?为止
        | 扣至(?:0|零)分?(?:为止)?
        | (?:最多|最高|累计|合计|至多|总共|总计)+(?:只)?(?:可)?(?P<most_off>扣分?|扣除|扣减|减)(?:分)?(?:不超过|至多|最多)?(?P<off>{_PLAIN}){_POINTS}(?:为止)?
        | (?:最多|最高|累计|至多)+(?:只|可|得分|加分)*(?:不超过|得|加|计|为)?(?P<most>{_PLAIN}){_POINTS}(?:为止)?
        | (?:最低|最少)(?:得|为|计|至)?(?:0|零)分 | 不(?:计|得)负分 | 不倒扣
        | (?:得分)?(?:最高|累计|总|合计)*(?:得分)?(?:不得?超过(?:{_WEIGHT}|(?P<limit>{_PLAIN}){_POINTS})|以{_WEIGHT}为限)
        | (?:加满|得满|加完|得完)为止)
    | (?P<v>(?:酌情|适当|视情况?|视情节(?:轻重)?|根据(?:实际)?情况|综合|按优劣|按档次)(?:，)?(?:给予|予以|进行|相应)?(?:扣分|扣减(?:分值?)?|扣除(?:分值?)?|减分|得分|计分|记分|给分|评分|打分|赋分))
    | (?P<none>(?:均|则|即|也)?(?:不扣分|不予扣分|不予扣减|不减分))
    | (?P<lost>(?:全扣|扣全分|扣完(?!为止)|全部扣除|扣除全部分值?|扣满分|扣除(?:该项|本项)(?:全部)?(?:分值|得分)?))
    | (?P<e>每(?:再|多)?(?:一个?|个)?(?P<before>[^，,。;、0-9一二两三四五六七八九十每%]{{0,12}}?)(?P<step>{NUMBER})?(?P<unit>{_UNITS})(?P<after>[^，,。;扣得加计记减0-9]{{0,16}}?)(?=[，,:]?{_AT})
        | (?P<seen>发现|出现|发生|存在|缺少?|少|未完成|有|查出)(?P<times>一|1)(?P<thing>例|次|项|个|起|处|件|人|条|家|笔|份)(?P<what>[^，,。;扣得加计记减0-9]{{0,16}}?)(?=[，,]?{_CUTS})
        | (?P<beyond>超出|超支|超过|超|低于|低|高于|高出|延迟|逾期|推迟|延期|晚|少|多)(?P<once>一|1)(?P<measure>个?百分点|%|天|日|个工作日|工作日|次|场|期|家|人|项|个|份)(?=[，,]?{_CUTS}))
    | (?P<z>{_CUTS}(?:相应|对应|该项|本项)的?(?:分值|分数|分) | (?:此项|该项|本项|均|一律|则|即|全部|都|的)*(?:不得分|不计分|不记分|不给分|不予(?:得|计|记|给)分|不能?得分|得零分|计零分|零分|{_GIVES}0(?:\.0+)?分|为0分|(?<![0-9.])0分|无分|没有分))
    | (?P<half>{_GIVES}?(?:该项|本项|指标)?(?:权重|分值|满分|分)?的?(?:一半|二分之一)(?:权重分?|分值?)?|减半(?:计|得|记)分)
    | (?P<full>{_GIVES}(?:该项|本项|此项|该指标|本指标|指标)?的?(?:满分|全分|全部分(?:值|数)?|权重分|权重分值|分值|全部权重分?|相应(?:的)?分(?:值|数)?|标准分|本项分|该项分|满)(?:\(?(?P<fullpoints>{_PLAIN})分\)?)?(?![0-9的]))
    | (?P<share>{_GIVES}?{_WEIGHT}的?(?P<share1>{_PLAIN})%?(?:(?:-|~|至)(?P<share2>{_PLAIN}))?%(?![(、])(?:的?分(?:值|数)?)?(?:计分|记分|得分)?
        | {_GIVES}(?P<share3>{_PLAIN})%?(?:(?:-|~|至)(?P<share4>{_PLAIN}))?%的?(?:{_WEIGHT}|分数?|分值)?)
    | (?P<g>{_GIVES}(?P<low>{NUMBER})(?:分)?(?:(?:-|~|—|至|到)(?P<high>{_PLAIN}))?{_POINTS})
    | (?P<d>{_CUTS}(?:(?P<cut1>{NUMBER})(?:(?:-|~|至)(?P<cut2>{_PLAIN}))?{_POINTS}
        | (?P<cutshare1>{_PLAIN})%的?得?(?:{_WEIGHT}|分数?|分值)?
        | {_WEIGHT}的?(?P<cutshare2>{_PLAIN})%(?:的分值?)?))
    | (?P<cutall>{_CUTS}(?:该项|本项)?(?:全部|全)(?:分值?|得分)?)
    | (?P<vague>{_CUTS}{_ENDS})
    | (?P<bare>(?<=[一-鿿])(?<!自评)(?<!结果)(?<!综合)(?<!单项)(?<!指标)(?<!计算)(?<![按算率评总])得分{_ENDS})
    | (?P<b>{_SPANS}(?:来|之间)?(?:合理|分别)?(?:确定分值|确定得分|记分|计分|得分|赋分|评分|给分)?)
    | (?P<q>[(](?:满分|计|得)?(?P<inside>{_PLAIN})分[)] | (?<![0-9.第])(?P<behind>{_PLAIN})分{_ENDS})
    | (?P<o>(?:否则|反之|除此之外|除此以外|(?:其他|其它|其余)(?:情况|情形)?(?=[，,的均则为]|{_AT}|不得))(?:的|，)?(?:均|则)?)
    | (?P<figure>[0-9]+(?:\.[0-9]+)?%?)
    | (?P<w>.)
    """,
    re.VERBOSE | re.DOTALL,
)

_FORMULA = re.compile(
    rf"""
      (?P<lead>(?:本项|该项|此项|各项|指标|结果|单项|最终|实际)*(?:得分|分值|分数|计分)(?:计算)?(?:公式|方法)?[为是=:]+)(?P<one>[^，,。;]+)
    | (?P<two>[^，,。;:=]+)=(?:本项|该项|此项|指标|最终)?(?:实际)?(?:得分|分值)
    | (?P<by>(?:则|应|可)*(?:按照|按|根据|依据|依|以|乘以))(?P<three>(?:[^，,。;]{{1,40}}?)(?:[，,](?:再)?(?:乘以|乘|×|\*|除以|÷)[^，,。;]{{1,24}}?)*)
        (?:来|进行|折算|相应|同)*(?:计算得分|计算分值|核算得分|核算分值|确定得分|计分|记分|得分|评分|算分|赋分|给分|扣分|扣减分?值?|打分|计算|折算|核定){_ENDS}
    """,
    re.VERBOSE,
)
_PRODUCT = re.compile(r"[^，,。;:=]*(?:[×*÷]|乘以?)[^，,。;=]*")
_DEFINED = re.compile(r"(?P<name>[^，,。;:=]{2,30})=(?P<ratio>[^，,。;=]*(?:÷|/|×|\*|除以)[^，,。;]*)")
_MARK = re.compile(_MARKS)
_REFERENCE = re.compile(r"(?:得分)?(?:计算)?(?:方法|方式|标准)?(?:参照|按照|按|参考)?同(?P<as>上|[^，。;]{1,12}?)(?:的)?(?:计算|评分|计分|记分|得分|打分)*(?:方法|方式|标准|办法|规则)*[。.]?")


class Lexeme(NamedTuple):
    """A token over the key without blanks: kind, text, offsets in the printed text, what was found inside it."""

    kind: str
    text: str
    start: int
    end: int
    found: dict[str, str]


def lex(text: str) -> list[Lexeme]:
    """Cut a text into tokens that cover it without gap or overlap; adjacent words are one token. Never raises."""
    plain, offsets = _solid(text)
    found: list[Lexeme] = []
    position = 0
    while position < len(plain):
        kind, end, groups = _next(plain, position, found)
        if kind == "w" and found and found[-1].kind == "w":
            last = found.pop()
            found.append(Lexeme("w", last.text + plain[position:end], last.start, end, {}))
        else:
            found.append(Lexeme(kind, plain[position:end], position, end, groups))
        position = end
    if not found:
        return [Lexeme("w", text, 0, len(text), {})] if text else []
    starts = [0, *(offsets[lexeme.start] for lexeme in found[1:]), len(text)]
    return [lexeme._replace(start=start, end=end) for lexeme, start, end in zip(found, starts, starts[1:], strict=False)]


def reference(text: str) -> str | None:
    """What a text points to that only says "the same method as": 上 (the row above) or the name of a level; None for any other."""
    found = _REFERENCE.fullmatch(_solid(text)[0])
    return found["as"] if found else None


def amount(text: str) -> Decimal:
    """Read a number that was matched: 0.5, 一, 两, 半; a malformed numeral counts as one."""
    if text == "半":
        return Decimal("0.5")
    return Decimal(text) if text[0].isdigit() else chinese_number(text) or Decimal(1)


def _solid(text: str) -> tuple[str, list[int]]:
    """The key without blanks, except between digits, and the offset of each of its characters in the printed text."""
    plain, offsets = key_with_offsets(text)
    kept = [
        index
        for index, character in enumerate(plain)
        if character != " " or (plain[index - 1 : index].isdigit() and plain[index + 1 : index + 2].isdigit())
    ]
    return "".join(plain[index] for index in kept), [offsets[index] for index in kept]


_OPENS = frozenset("smcunoyka")
"""After these a phrase begins."""

_ENDED = frozenset("gpdzk")
"""After these a mark may stand without a separator before it."""

_RATIO_WORDS = re.compile(r"[÷×*/]|率|比|满意度|乘|除以")
_LONGEST_FORMULA = 80
_SAME = {"z": "g", "half": "g", "full": "g", "share": "g", "bare": "g", "none": "g", "d": "d", "cutall": "d", "lost": "d",
         "vague": "v", "q": "p", "figure": "w"}  # fmt: skip
_PERIODS = frozenset({"月", "个月", "季度", "周"})


def _next(plain: str, position: int, found: list[Lexeme]) -> tuple[str, int, dict[str, str]]:
    """The token at a position: its kind, its end and what was found inside it."""
    before = found[-1].kind if found else "s"
    opens = before in _OPENS or before in _ENDED or plain[position - 1 : position] == ":"
    if (opens or "①" <= plain[position] <= "⑳") and (mark := _MARK.match(plain, position)):
        return "m", mark.end(), {}
    if before in _OPENS and (whole := _phrase(plain, position)):
        return whole
    if (by := _FORMULA.match(plain, position)) and (by["by"] or by["lead"]):
        inside = by["one"] or by["three"]
        if _RATIO_WORDS.search(inside):
            return ("x" if formula(inside) is None else "f"), by.end(), {"formula": inside}
    match = TOKEN.match(plain, position)
    if match is None:  # pragma: no cover -- the last alternative takes any character
        return "w", position + 1, {}
    kind = str(match.lastgroup)
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    if kind == "e" and groups.get("unit") in _PERIODS and not _LATE.search(groups["before"]):
        return "w", position + 1, {}
    return _SAME.get(kind, kind), match.end(), groups | {"as": kind}


def _phrase(plain: str, position: int) -> tuple[str, int, dict[str, str]] | None:
    """A formula or definition that fills a phrase; None where the phrase is something else."""
    if (defined := _DEFINED.match(plain, position)) and not _SCORE_NAME.search(defined["name"]):
        if not _WEIGHED.search(defined["ratio"]):
            return "y", defined.end(), {"name": defined["name"], "ratio": defined["ratio"]}
    if (equal := _FORMULA.match(plain, position)) and equal["two"]:
        return ("x" if formula(equal["two"]) is None else "f"), equal.end(), {"formula": equal["two"]}
    product = _PRODUCT.match(plain, position)
    if product and _WEIGHED.search(product[0]) and len(product[0]) <= _LONGEST_FORMULA:
        inside = _GIVEN.sub("", product[0])
        if formula(inside) is not None:
            return "f", product.end(), {"formula": inside}
    return None


_LATE = re.compile(r"延|逾|迟|晚|滞|超|拖")
_SCORE_NAME = re.compile(r"得分$|分值$|分数$")
_WEIGHED = re.compile(r"权重|分值|满分|标准分|权数")
_GIVEN = re.compile(r"(?:来|计算)?(?:计分|记分|得分|评分)$")
