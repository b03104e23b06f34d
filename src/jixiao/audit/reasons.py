"""偏差原因分析及改进措施: is a reason given at all, does it say more than the row itself, is it whole, does it name a measure?"""

import re

from jixiao.audit.case import Case
from jixiao.audit.once import once
from jixiao.audit.rows import Row
from jixiao.findings import Certainty
from jixiao.targets.characters import key

NOTHING = {"", "无", "暂无", "没有", "无偏差", "无原因", "不适用", "未说明", "同上", "略"}
"""What stands in the reason column and says nothing."""

_OPENING = {"“": "”", "‘": "’", "(": ")", "《": "》", "【": "】", "「": "」", "[": "]"}
_DANGLING = re.compile(r"(?:[，、:,(“《]|因为?|由于|以及|包括|导致|为了|并且|但是)$")
_MEASURE = re.compile(
    r"下一?步|今后|接下来|下年|明年|次年|将[^近来]|拟|计划|措施|改进|整改|加强|加大|强化|进一步|持续|不断|完善|优化|督促"
    r"|安排|增[设派配]|补[训录办充]|改[为由用]|对接|正[在与会按]|[上下]半年|(?:[年月]底|季度)前|\d年(?:度|[上下]半年|第?[一二三四]季度|\d{1,2}月)?(?:起|开始)"
    r"|已(?!(?:经|于)?[^，。；,;]{0,8}?(?:退|离|死|故|停|撤|满|超|过|达|近|被|完成|完工|有|无|不|取消|关闭|注销|终止|失效|到期|实际))[一-鿿]"
    r"|(?<![未法以没能常])开展(?!的|了|较|情况|不|工作[^，。]{0,2}[较不晚]|[晚迟缓难少])(?=.{2})"
    r"|调整|力争|确保|提高|提升|推进|规范|落实|细化|精准编制|建议|尽快|逐步|积极|健全|深入|加快|统筹|做好|严格"
)
_YEAR = re.compile(r"(20\d\d)年")
_STOCK = re.compile(
    r"实际|完成|指标|目标|得分|扣分?|分值|情况|年度|全年|本年|预期|达到|达成|达标|未能?|不足|不到|低于|高于|超过|少于|多于|只有|仅有?|只"
    r"|值|率|为|是|了|的|约|已|年初|设定|[0-9.,]+(?:百|千|万|亿)*(?:元|人次|人|次|个|家|户|期|场|项|分|%|‰)?|[，。;、:()“”≥≤<>=/~\- ]"
)
_SLOGAN = re.compile(
    r"(?:不断|持续|进一步|继续|努力|切实|着力|大力|全面|逐步)(?:提升|提高|改善|增强|加强|做好)[一-鿿]{2,16}[。]?"
)
_CORE = re.compile(r"[一-鿿]{2}(?:率|度|量|数|水平|能力|质量)")
"""A reason that only promises more of what the row measures (不断提升…满意度) names neither cause nor measure."""

_ACHIEVED = re.compile(
    r"(?:已(?:经)?(?:全部|如期|按期|基本)?完成|(?:全部|如期|按期)完成|达成预期(?:指标|目标)?|达到(?:预期)?(?:目标|指标)|达标)"
)
_SHORTEST_COPY = 10
"""Fewer characters in common with another text of the form may be chance."""


@once
def given(row: Row) -> str:
    """The reason of a row, note and remark together, as a key; empty when nothing or nothing meaningful stands there."""
    plain = key(row.reason).strip(" 。.-—/\\")
    return "" if plain in NOTHING else plain


@once
def is_slogan(row: Row) -> bool:
    """Tell whether the reason only promises more of what the row measures."""
    own = [key(text) for text in (row.indicator.name, row.indicator.target, row.indicator.actual) if text]
    reason = given(row)
    return bool(_SLOGAN.fullmatch(reason)) and any(word in text for text in own for word in _CORE.findall(reason))


@once
def repeats_row(row: Row) -> bool:
    """Tell whether the reason only repeats the row's own name, target or actual, or states that the target was missed."""
    own = [key(text) for text in (row.indicator.name, row.indicator.target, row.indicator.actual) if text]
    left = given(row)
    if is_slogan(row):
        return True
    for text in sorted(own, key=len, reverse=True):
        left = left.replace(text.strip(" 。"), "")
    for common in _common_parts(left, own):
        left = left.replace(common, "")
    return len(_STOCK.sub("", left)) <= 1


def _common_parts(text: str, others: list[str]) -> list[str]:
    """Find the stretches of at least two characters that a text shares with others, longest first."""
    parts = []
    start = 0
    while start < len(text):
        end = start + 1
        while end <= len(text) and any(text[start:end] in other for other in others):
            end += 1
        if end - 1 - start >= 2:
            parts.append(text[start : end - 1])
        start = max(end - 1, start + 1)
    return sorted(parts, key=len, reverse=True)


def cut_off(row: Row) -> str | None:
    """Say why the reason looks cut off in the middle, or None: a bracket left open, a dangling word, the beginning of another cell."""
    text = given(row)
    for opening, closing in _OPENING.items():
        if text.count(opening) > text.count(closing):
            return f"“{opening}”没有对应的“{closing}”" if opening != "“" else "引号没有配对"
    if _DANGLING.search(text):
        return "句子没有结束"
    actual = key(row.indicator.actual or "").strip(" 。")
    if _SHORTEST_COPY <= len(text) < len(actual) and actual.startswith(text):
        return "只是实际完成值的前一段"
    return None


def copied_from(row: Row, texts: dict[str, str]) -> str | None:
    """The path of another text of the form (`texts`: path → text) that contains the whole reason word by word, or None."""
    text = given(row)
    if len(text) < _SHORTEST_COPY:
        return None
    return next((path for path, other in texts.items() if text in key(other)), None)


def claims_success(row: Row) -> bool:
    """Tell whether the reason says that the target was reached and nothing else."""
    return bool(_ACHIEVED.fullmatch(given(row)))


def names_measure(row: Row, year: int | None = None) -> bool:
    """Tell whether the reason says what is being or will be done; whatever it says of a year after that of the form is a plan."""
    text = given(row)
    planned = year is not None and any(int(printed) > year for printed in _YEAR.findall(text))
    return planned or bool(_MEASURE.search(text))


def unexplained(case: Case, row: Row) -> Certainty:
    """How sure it is that no reason is given for a row whose reason cell is blank."""
    if _explained_elsewhere(case, row):
        return Certainty.POSSIBLE
    return Certainty.CERTAIN if case.has_reason_column else Certainty.LIKELY


def _explained_elsewhere(case: Case, row: Row) -> bool:
    """Tell whether another text of the form about reasons or problems names the indicator."""
    name = key(row.indicator.name or "")
    texts = [field.value for field in case.evaluation.fields if re.search("原因|问题|偏差|说明", field.label)]
    texts += [case.evaluation.remark, case.evaluation.conclusion]
    texts += [management.issue for management in case.evaluation.fund_management]
    return bool(name) and any(name in key(text) for text in texts if text)
