"""Headings that no list holds: told by how their words are built (达成结果, 自查得分) and, in real tables, by what stands below them."""

import itertools
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from jixiao.forms import shapes
from jixiao.forms.assigning import Assigned, Seen, assign
from jixiao.forms.headings import is_word_of_months, listed_field
from jixiao.forms.levels import depth_of, is_level_word
from jixiao.forms.words import SUFFIX, keys, words

_LONGEST = 16
"""Characters of the longest word of a heading."""
_FEWEST = 3
_VALUED = frozenset({"target", "actual", "weight", "score", "rule", "forecast"})
_POINTS = frozenset({"weight", "score"})
_MONEY = frozenset({"initial", "adjusted", "executed"})
_FRACTION = re.compile(r"(\d{1,3}(?:\.\d+)?)分?(?:/|\()(\d{1,3}(?:\.\d+)?)分?\)?")
_AMOUNT = re.compile(r"[-+]?[\d,]+(?:\.\d+)?(?:元|万元|亿元)?")
_BUDGETS = ("adjusted", "initial", "explanation")
_SOURCE = re.compile(r".{1,8}(?:资金|拨款|补助|结转|合计|基金|财政|预算|收入|配套)")
_ROUNDED = Decimal("0.0051")
"""How far a printed execution rate may be from the quotient, as a share: it is rounded to whole per cents at most."""

_INDICATOR = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("ordinal", "序号|编号|顺号"),
        ("reviewed_score", "(?:复评|复核|复审|评审|财政|第三方|核定|审定).*分"),
        ("reviewed_actual", "(?:复评|复核|复审|核定|审定).*(?:值|完成|情况)"),
        ("explanation", "上年|去年|往年|上一年|历年"),
        ("explanation", "佐证|依据|材料|来源|科|股|处室|部门|责任|牵头|是否|口径"),
        ("explanation", "(?:完成|达成|执行|实现|达标)(?:率|比例|百分比|比|程度|进度)|季度|半年"),
        ("forecast", "预计|预测"),
        ("likelihood", "可能|能否"),
        ("note", "原因|说明|理由|备注|差异|差距|偏差|措施|分析"),
        ("rule", "(?:标准|细则|办法|方法|规则)$"),
        ("unit", "单位$"),
        ("weight", "权重|满分|分值|标准分|应得|赋分|配分|基准分|总分"),
        ("score", "得分|自评|自查|评分|打分|评定|核分|^自.*分$"),
        ("points", "分(?:值|数)?$"),
        ("target", "目标|计划|预期|期望|应完成|应达|设定|年初"),
        ("actual", "实际|完成|达成|达到|实绩|业绩|实现|结果|落实|成效|^已"),
        ("value", "值$|数量?$|水平$|程度$"),
        ("level", "级|类|层|维度|方面|大项|模块"),
        ("name", "指标|内容|事项|要点|描述|要素|项|要求"),
    )
)
_FUND = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        ("explanation", "(?:年度|年份|时间|日期|期限|单位|部门|人|依据|编码|代码)$"),
        ("explanation", "结余|结转|追加|追减|调剂|到位|差额|上年|剩余"),
        ("rate", "率|进度|比例|占比|百分比|比重"),
        ("forecast", "预计|预测"),
        ("note", "说明|原因|备注"),
        ("weight", "权重|满分|分值|标准分"),
        ("score", "得分|自评"),
        ("executed", "执行|支出|支付|使用|决算|实支|开支"),
        ("initial", "[年期]初"),
        ("adjusted", "调整|预算|安排|下达|批复|可用|计划|金额|合计|总额"),
        ("label", "来源|渠道|类别|类型|构成|名称|性质|项目"),
    )
)


_SINGLE = frozenset({"rate", "weight", "score"})
"""Fields of Fund of which a table has one column."""


@lru_cache(maxsize=4096)
def indicator_field(word: str) -> str | None:
    """The field of Indicator that an unlisted word seems to name; "level", "points" or "value" where it does not say which."""
    return _built(word, _INDICATOR)


@lru_cache(maxsize=4096)
def fund_field(word: str) -> str | None:
    """The field of Fund that an unlisted word seems to name."""
    return _built(word, _FUND)


def _built(word: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    plain = re.sub(r"\([^()]*\)", "", word).strip(":")
    return next((field for field, pattern in patterns if pattern.search(plain)), None) if plain else None


def indicator_fields(cells: Sequence[Seen], *, strict: bool = True) -> Assigned | None:
    """What the cells of a row head when it heads an indicator table; None where it does not, or where every word is listed.

    A listed word counts as one unless what stands below it contradicts it: 考核标准 over ≥99.5% names no rule. A row that opens with
    a level (产出指标, 数量指标) is one of the indicators, even where words answer all of it. Where no heading of known words stands
    anywhere, the look need not be `strict`: what the cells hold may be enough.
    """
    listed = [listed_field(cell.word, "indicator") for cell in cells]
    if len(cells) < _FEWEST or any(listed_field(cell.word, "fund") in _MONEY for cell in cells):
        return None
    if all(listed) and not _contradicted(cells, listed):
        return None
    if any(len(cell.word) > _LONGEST or _is_no_word(cell.word) for cell in cells):
        return None
    if _name_sources(cells[0].below) or _is_level(cells[0].word):
        return None
    built = [indicator_field(cell.word) for cell in cells]
    assigned = assign(cells, listed, built, strict=strict)
    if assigned is None:
        return None
    answers = (
        text for cell, field in zip(cells, assigned.fields, strict=True) if field in _VALUED for text in cell.below
    )
    return assigned if any(shapes.is_value(text) or _FRACTION.fullmatch(text) for text in answers) else None


def _is_level(word: str) -> bool:
    return word.endswith("指标") and is_level_word(word)


def _name_sources(texts: Sequence[str]) -> bool:
    """Whether most texts of a column name sources of funds: 中央资金, 其中：财政拨款."""
    said = [text for text in texts if text]
    return bool(said) and 2 * sum(1 for text in said if is_source(text)) > len(said)


@lru_cache(maxsize=4096)
def is_source(text: str) -> bool:
    """A name of where money comes from, listed or built: 中央资金, 其中：财政拨款, 年度资金总额."""
    plain = re.sub(r"^(?:其中:?|\d+[.、,]|[一二三四五六]+[、.,])", "", re.sub(f"{SUFFIX}$", "", text))
    return plain in keys(words().fund_labels) or bool(_SOURCE.fullmatch(re.sub(r"^其中:?", "", text)))


def _is_no_word(text: str) -> bool:
    figure = shapes.is_value(text) or shapes.is_dash(text) or text[0].isdigit()
    return (
        figure
        and not is_word_of_months(text)
        and indicator_field(text) is None
        and listed_field(text, "indicator") is None
    )


def _contradicted(cells: Sequence[Seen], listed: Sequence[str | None]) -> bool:
    """Whether values stand below the word of a rule while no column of targets does, or two words name the names."""
    if listed.count("name") > 1 and "level1" not in listed:
        return True
    if any(texts and all(map(depth_of, texts)) for cell in cells if (texts := [text for text in cell.below if text])):
        return True
    if "target" in listed:
        return False
    rules = [cell for cell, field in zip(cells, listed, strict=True) if field == "rule"]
    return any((texts := [text for text in cell.below if text]) and all(map(shapes.is_value, texts)) for cell in rules)


def fund_fields(cells: Sequence[Seen]) -> list[str] | None:
    """What the cells of a row head when it heads a fund table; None where it does not, or where every word is listed.

    Amounts stand below it, and of two that may be the budget the one is meant by which the printed rate ties.
    """
    listed = [listed_field(cell.word, "fund") for cell in cells]
    if all(listed) or len(cells) < _FEWEST:
        return None
    fields = _fields(cells, listed, fund_field, first="label")
    fields = None if fields is None else _with_first_budget(cells, _proved(cells, fields, listed), listed)
    if fields is None or "executed" not in fields or not set(fields) & {"adjusted", "initial"}:
        return None
    money = [cell for cell, field in zip(cells, fields, strict=True) if field in _MONEY]
    amounts = [text for cell in money for text in cell.below if text]
    if not amounts or not all(_AMOUNT.fullmatch(text) or shapes.is_dash(text) for text in amounts):
        return None
    return _tied(cells, fields, listed)


def _fields(
    cells: Sequence[Seen],
    listed: Sequence[str | None],
    built: Callable[[str], str | None],
    first: str | None = None,
) -> list[str] | None:
    """A field for each cell; None where one cannot be part of a heading or most are unknown."""
    fields: list[str] = []
    unknown = 0
    for index, (cell, known) in enumerate(zip(cells, listed, strict=True)):
        field = known or built(cell.word)
        if known is None and field in _SINGLE and field in listed:
            field = None  # another word names it outright: 进度占比分 beside 支出进度 is no rate
        if (
            index == 0
            and known is None
            and first is not None
            and not any(map(_AMOUNT.fullmatch, filter(None, cell.below)))
        ):
            field = first
        if len(cell.word) > _LONGEST or (field is None and (shapes.is_value(cell.word) or shapes.is_dash(cell.word))):
            return None
        unknown += field is None
        fields.append(field or "explanation")
    return fields if unknown * _FEWEST <= len(cells) or _name_sources(cells[0].below) or _has_tie(cells) else None


def _has_tie(cells: Sequence[Seen]) -> bool:
    """Whether one column of shares is the quotient of two columns of amounts in every row: a fund table, whatever its words."""
    money = [cell.below for cell in cells if _all(_is_amount, cell.below)]
    shares = [cell.below for cell in cells if _all(shapes.is_rate, cell.below)]
    return any(_ties(*pair, rates) for rates in shares for pair in itertools.combinations(money, 2))


def _with_first_budget(cells: Sequence[Seen], fields: list[str], listed: Sequence[str | None]) -> list[str]:
    """The amounts right before the budget in force are those of the beginning, where their word says nothing else."""
    if "initial" in fields or "adjusted" not in fields:
        return fields
    before = fields.index("adjusted") - 1
    if before < 0 or listed[before] is not None or not _all(_is_amount, cells[before].below):
        return fields
    if fund_field(cells[before].word) not in {None, "adjusted"}:
        return fields
    return [*fields[:before], "initial", *fields[before + 1 :]]


def _proved(cells: Sequence[Seen], fields: Sequence[str], listed: Sequence[str | None]) -> list[str]:
    """Where words leave open what was budgeted and what was spent, the two amounts whose quotient is the printed rate in every row."""
    result = list(fields)
    if "rate" not in result:
        shares = [
            index for index, cell in enumerate(cells) if listed[index] is None and _all(shapes.is_rate, cell.below)
        ]
        for index in shares[:1]:
            result[index] = "rate"
    money = [
        index for index, cell in enumerate(cells) if listed[index] in _MONEY | {None} and _all(_is_amount, cell.below)
    ]
    if "adjusted" in result and "executed" in result:
        return result
    if "rate" in result:
        rates = cells[result.index("rate")].below
        pairs = [
            (
                _unlike(result[budget], "adjusted") + _unlike(result[spent], "executed") + (spent < budget),
                -budget,
                spent,
            )
            for budget in money
            for spent in money
            if budget != spent and _ties(cells[budget].below, cells[spent].below, rates)
        ]
        if pairs:
            _, before, spent = min(pairs)
            result[-before] = "initial" if result[-before] == "initial" else "adjusted"
            result[spent] = "executed"
    elif "executed" in result and _name_sources(cells[0].below):
        spent = result.index("executed")
        unknown = [
            index for index in money if index < spent and listed[index] is None and result[index] == "explanation"
        ]
        for index in unknown[-1:]:
            result[index] = "adjusted"
    return result


def _unlike(field: str, wanted: str) -> int:
    """How much the word of a column speaks against what it is to be: not at all, it says nothing, it says something else."""
    return 0 if field == wanted else 1 if field == "explanation" else 3


def _all(tells: Callable[[str], object], texts: Sequence[str]) -> bool:
    said = [text for text in texts if text and not shapes.is_dash(text)]
    return bool(said) and all(map(tells, said))


def _is_amount(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text))


def _tied(cells: Sequence[Seen], fields: list[str], listed: Sequence[str | None]) -> list[str]:
    result = list(fields)
    for field in ("executed", "rate", "weight", "score", "forecast", "initial", "note", "label"):
        for index in [index for index, found in enumerate(result) if found == field][1:]:
            result[index] = "explanation"
    budgets = [index for index, field in enumerate(result) if field in _BUDGETS]
    executed = cells[result.index("executed")].below
    rates = cells[result.index("rate")].below if "rate" in result else ()
    tying = [index for index in budgets if rates and _ties(cells[index].below, executed, rates)]
    adjusted = [index for index in budgets if result[index] == "adjusted"]
    if tying and not set(tying) & set(adjusted) and result[tying[-1]] == "explanation":
        result[tying[-1]] = "adjusted"
        adjusted.append(tying[-1])
    meant = next((index for index in reversed(adjusted) if index in tying), adjusted[-1] if adjusted else None)
    for index in adjusted:
        if index != meant:
            first = index < (meant or 0) and "initial" not in result and listed[index] is not None
            result[index] = "initial" if first else "explanation"
    return result


def _ties(budget: Sequence[str], executed: Sequence[str], rates: Sequence[str]) -> bool:
    """Whether what was executed is the printed share of a budget in every row that says so, and in one at least."""
    checked = 0
    for texts in zip(budget, executed, rates, strict=True):
        whole, spent, rate = map(_figure, texts)
        if whole is None or spent is None or rate is None or not whole:
            continue
        if abs(spent / whole - rate / 100) > _ROUNDED:
            return False
        checked += 1
    return checked > 0


def ties(budget: str, executed: str, rate: str) -> bool:
    """Whether a printed execution rate is what the printed amounts give."""
    return _ties((budget,), (executed,), (rate,))


def _figure(text: str) -> Decimal | None:
    plain = re.sub(r"[,%元万亿]", "", text)
    return Decimal(plain) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", plain) else None


def fraction(cell: Seen, fields: Sequence[str | None], field: str | None) -> tuple[str, str] | None:
    """The fields of a column that prints points as 18/20, in their order; None where it does not."""
    figures = [text for text in cell.below if text]
    if field not in _POINTS or not figures or not all(map(_FRACTION.fullmatch, figures)):
        return None
    if (_POINTS - {field}) & set(fields):
        return None
    first = all(_at_most(text) for text in figures)
    return ("score", "weight") if first else ("weight", "score")


def halves(text: str) -> tuple[str, str] | None:
    """The two figures of 18/20 or 18（20）."""
    match = _FRACTION.fullmatch(text)
    return (match.group(1), match.group(2)) if match else None


def _at_most(text: str) -> bool:
    pair = halves(text)
    return pair is not None and Decimal(pair[0]) <= Decimal(pair[1])
