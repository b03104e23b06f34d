"""Years and parts of a year that running text speaks of (年份、时段), without those that only serve comparison, number a document or plan.

`years` gives the years that a text tells of as its own time; "较2022年增长", "2022年度结转" and "川财社〔2022〕1号" are none of them.
"""

import re
from functools import lru_cache

import msgspec

_YEAR = re.compile(r"(?<![\d〔（(\[第])(20\d\d)\s*(?:年度?|(?=-\d{1,2}-\d{1,2}))")
_COMPARED_BEFORE = re.compile(
    r"(?:较|比|与|同|对比|相比|相较于?|超过|高于|低于|不低于|不高于|从|自|由|至|到|截至|截止|截至到|以前|根据|依据|参照|按照?|执行|落实|印发|结合|含|包括|其中|支付|欠|还|补|原|跨)\s*$"
)
_COMPARED_AFTER = re.compile(
    r"\s*(?:[-—~至到]\s*(?:20)?\d\d|以前|之前|以来|及以前|前(?!三|半|[一二三四]?季)|起|开始|开工|立项|启动|签订|成立|结转|结余|滚存|实际数|实际|预算|决算|基数|同期|水平|相比|基础|考核|综合|版|第?\d+号|的?《|审计|历年|累计|(?:应付|未付|欠付|尾款|清算|结算|终了)|底(?:以前|之前|相比)?(?:的)?(?:基础|水平)|中央|省级|上级|第[一二三]批"
    r"|医疗服务|项目|资金)"
)
_DOCUMENT = re.compile(r"《[^》]{0,60}》|[〔（(\[]\s*20\d\d\s*[〕）)\]]\s*\d*\s*号?")
_PLAN = re.compile(
    r"将|拟|(?<!按)(?<!照)计划|下一?步|今后|力争|争取|确保|明年|次年|下年|预计|目标|规划|建议|(?<![主重需概摘纪])要(?![求素点闻])|安排|启动|准备|届时|打算|开始|成为|继续|推进|前(?:完成|支付|落实|办结)|[年月日]起|跨年|预付|提前"
)


class Told(msgspec.Struct, frozen=True):
    """A year that a text tells of, and where it stands."""

    year: int
    start: int
    end: int


@lru_cache(maxsize=4096)
def years(text: str) -> tuple[Told, ...]:
    """The years that a text tells of as its own time."""
    if "20" not in text:
        return ()
    documents = [found.span() for found in _DOCUMENT.finditer(text)]
    return tuple(
        Told(int(found[1]), found.start(), found.end())
        for found in _YEAR.finditer(text)
        if not any(start <= found.start() < end for start, end in documents)
        and not _COMPARED_BEFORE.search(text, max(0, found.start() - 8), found.start())
        and not _COMPARED_AFTER.match(text, found.end())
    )


def plans(sentence: str) -> bool:
    """Tell whether a sentence speaks of what will be done rather than of what was done."""
    return _PLAN.search(sentence) is not None


_PART = re.compile(
    r"(?P<range>(?<!\d)1\s*月?(?:份)?\s*[-—–~～至到]{1,2}\s*(?P<last>[2-9]|1[01])\s*月(?:份|底|末)?)"
    r"|(?P<until>(?:截至|截止|至|到)\s*(?:目前)?\s*(?P<year>20\d\d)?\s*年?\s*(?P<month>[1-9]|1[01])\s*月(?:份)?(?:\s*\d{1,2}\s*[日号]|底|末)?(?!\s*[-—~至到起]))"
    r"|(?P<end>(?<![\d年前至到-])(?P<month_end>[6-9]|1[01])月底(?!前|之前|以前))"
    r"|(?P<quarters>(?:一至三|1\s*[-—~至]\s*3|前三|第一至第三|一至二|前两|上半年?一二)\s*个?季度)"
    r"|(?P<half>上半年)"
)
_WHOLE_YEAR = re.compile(r"下半年|全年|12\s*月|年底|四季度|第四季度|年末")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]+[家次人场个]")
_EVENT = re.compile(
    r"[^，。；;]{0,4}(?:前|之前|以前|起|开始|召开|完成|印发|上线|启动|举办|到位|划拨|拨付|下达|验收|支付完毕|前完成)"
)


class Part(msgspec.Struct, frozen=True):
    """A part of a year that figures are given for: the words, and the last month they cover."""

    text: str
    last_month: int
    year: int | None
    start: int


def part_years(sentence: str) -> tuple[Part, ...]:
    """The parts of a year for which a sentence gives figures; none where it goes on to the whole year or dates an event."""
    if "月" not in sentence and "季度" not in sentence and "半年" not in sentence:
        return ()
    found_parts = []
    for found in _PART.finditer(sentence):
        rest = sentence[found.end() :]
        if not _FIGURE.search(rest[:80]) or _EVENT.match(rest):
            continue
        if _WHOLE_YEAR.search(rest) or _WHOLE_YEAR.search(sentence, 0, found.start()):
            continue
        month = found["last"] or found["month"] or found["month_end"]
        last = int(month) if month else 6 if found["half"] or "二" in found.group() or "两" in found.group() else 9
        if any(int(later) > last for later in _MONTH.findall(rest)):
            continue
        year = found["year"] or _year_before(sentence, found.start())
        found_parts.append(Part(found.group(), last, int(year) if year else None, found.start()))
    return tuple(found_parts)


def _year_before(sentence: str, at: int) -> str | None:
    before = re.search(r"(20\d\d)\s*年\s*$", sentence[:at])
    return before[1] if before else None
