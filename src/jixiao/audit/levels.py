"""一级指标 and 二级指标 as the rules know them, from whatever a form calls them."""

import re
from enum import StrEnum
from functools import lru_cache

from jixiao.audit.rows import Row


class First(StrEnum):
    """The first levels of the rules; 决策 and 过程 belong to the frame of 部门评价 and 财政评价."""

    COST = "成本指标"
    OUTPUT = "产出指标"
    BENEFIT = "效益指标"
    SATISFACTION = "满意度指标"
    DECISION = "决策"
    PROCESS = "过程"


class Second(StrEnum):
    """The second levels below 产出: 成本 may also be a first level."""

    QUANTITY = "数量指标"
    QUALITY = "质量指标"
    TIMELINESS = "时效指标"
    COST = "成本指标"


_FIRST = (
    (First.SATISFACTION, ("满意",)),
    (First.DECISION, ("决策", "投入")),
    (First.PROCESS, ("过程", "管理")),
    (First.OUTPUT, ("产出", "履职", "数量", "质量", "时效", "实效")),
    (First.BENEFIT, ("效益", "效果", "效应", "影响", "可持续")),
    (First.COST, ("成本",)),
)
_EFFECT = re.compile(r"履职(?:效果|效益|成效|效应)|^(?:效果|效益|效应)")
"""What a department's duty brought about is 效益, though 履职 alone names its outputs."""
_BROAD = re.compile(r"履职|产出[与和及、]?(?:效|影响)")
"""A first level that takes in outputs and benefits: the second level tells which."""
_SECOND = (
    (Second.QUANTITY, ("数量",)),
    (Second.QUALITY, ("质量",)),
    (Second.TIMELINESS, ("时效", "实效", "及时", "进度")),
    (Second.COST, ("成本",)),
)


def first_level(row: Row) -> First | None:
    """Tell the first level from its label, or from the second level where the label says nothing known."""
    return _first(row.indicator.level1, row.indicator.level2)


def level_of(level1: str | None, level2: str | None) -> First | None:
    """The same from the printed labels."""
    return _first(level1, level2)


def second_level(row: Row) -> Second | None:
    """Tell the second level below 产出 from its label; 成本 counts wherever it stands."""
    return _second(row.indicator.level2, row.indicator.level1)


# Labels repeat from row to row and from form to form, and several checks ask for each.
@lru_cache(maxsize=4096)
def _first(*labels: str | None) -> First | None:
    named = [level for label in labels if label and (level := _named(label)) is not None]
    if len(named) > 1 and named[1] is First.BENEFIT and labels[0] and _BROAD.search(labels[0]):
        return First.BENEFIT
    return next(iter(named), None)


def _named(label: str) -> First | None:
    if _EFFECT.search(label):
        return First.BENEFIT
    return next((level for level, words in _FIRST if any(word in label for word in words)), None)


@lru_cache(maxsize=4096)
def _second(*labels: str | None) -> Second | None:
    named = (level for label in labels if label for level, words in _SECOND if any(word in label for word in words))
    return next(named, None)
