"""What a cell looks like: the cheap signs by which columns are told apart, no understanding yet."""

import re
from functools import lru_cache

from jixiao.forms.words import key, words

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DASH = re.compile(r"[-/\\—]+|无")
_COMPARISON = re.compile(
    r"[≥≤<>=]|不(?:低于|少于|超过|高于|多于|大于|小于)|(?:大于|小于|等于|高于|低于|超过|达到|控制在|优于|少于|多于)"
)
_QUANTITY = re.compile(r"[+-]?[\d,]+(?:\.\d+)?\s*(?:%|‰|[^\d\s,，。;；、]{1,6})(?:以上|以下|以内|左右|及以上|之内|前)?")
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|份|中旬|上旬|下旬)?(?:之?前|以前|底前|完成)*|\d{4}年(?:底|末)?前?|\d{8}|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_RANGE = re.compile(r"[\d.]+%?[-~至][\d.]+.{0,4}")
PHRASE = re.compile(
    r"(?:(?:全部|基本|部分|未|已|按时|按期|按要求|如期|超额)?(?:达成|完成|达到|实现)(?:年度|预期|年初|既定|全部)?(?:绩效)?(?:指标|目标|任务|值|效果)?(?:并具有一定效果|且效果较差)?|达标|未达标|全覆盖|未发生|合格|良好)"
)
_RULE = re.compile(
    r"权重|按比例|得(?:满|\d|[一二三四五六])?.{0,3}分|记满?分|计(?:满)?分|扣(?:除|完|分|\d)|不得分|权重分|\*.{0,8}分|分值记分|赋分"
)
_SIGN_BEFORE_WORDS = re.compile(r"=[^\d]{4,}.*[。;；]")
"""A sentence that only begins with the sign that a spreadsheet would take for a formula."""
_SENTENCE = re.compile(r"[。;；!？]")


_THOUSAND = 1000
_SHORTEST_RULE = 4


@lru_cache(maxsize=65536)
def is_number(text: str) -> bool:
    """A plain number such as a weight, a score or an amount."""
    return bool(_NUMBER.fullmatch(text))


def is_dash(text: str) -> bool:
    """A mark that stands for nothing: dash, slash."""
    return bool(_DASH.fullmatch(text))


@lru_cache(maxsize=65536)
def is_points(text: str) -> bool:
    """A number that can be a weight or a score: 0 to 100, at most four decimals, perhaps followed by 分."""
    plain = text.removesuffix("分")
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", plain)) and float(plain) <= 100


@lru_cache(maxsize=65536)
def is_many_points(text: str) -> bool:
    """A number beyond 100 that can be points of a form worth 1,000."""
    return bool(re.fullmatch(r"\d{3,4}(?:\.\d{1,2})?", text)) and float(text) <= _THOUSAND


@lru_cache(maxsize=65536)
def is_damaged_number(text: str) -> bool:
    """A short figure in which a scan mistook a digit for a letter or sign: 1O, l5, 9?."""
    return (
        bool(re.fullmatch(r"[0-9OoQDlI|iSsBZz?.,■□*]{1,5}", text))
        and not text.isalpha()
        and not _NUMBER.fullmatch(text)
    )


_SPOILT = r"OolI|?■□�"
"""What a scan puts in place of a digit."""


@lru_cache(maxsize=65536)
def ends_in_damaged_amount(text: str) -> bool:
    """Ends in an amount with decimals in which a scan mistook digits for letters or signs: 18O.00, l71.00, 17■.00."""
    amount = re.search(rf"[\d{_SPOILT}]+(?:,[\d{_SPOILT}]{{3}})*\.[\d{_SPOILT}]{{2,}}$", text)
    return amount is not None and not _NUMBER.fullmatch(amount.group(0)) and any(c.isdigit() for c in amount.group(0))


def is_damaged_figure(text: str) -> bool:
    """A text that should be one figure and holds letters, signs or blanks that a scan put there."""
    figure = rf"[\d{_SPOILT}., %]*(?:[{_SPOILT}]|\d\.? \d)[\d{_SPOILT}., %]*"
    return any(c.isdigit() for c in text) and bool(re.fullmatch(figure, text))


@lru_cache(maxsize=65536)
def is_damaged_text(text: str) -> bool:
    """A text with a mark for an unreadable character, or with a letter or question mark inside a figure."""
    return bool(
        re.search(
            r"[■□�▯]|\d[?？][\d%]|\d[OolI](?![a-zA-Z])|[≥≤][OolI]|(?<![A-Za-z\d])[lI|]\d|(?<![\d.])[1-9]\d{3,}%", text
        )
    )


def is_swallowed_sign(target: str, actual: str) -> bool:
    """A rate of 200 % and more that is answered by one of at most 100 %: a scan reads ≥ as 2."""
    return bool(re.fullmatch(r"2\d{2}(?:\.\d+)?%", target) and re.fullmatch(r"(?:\d{1,2}(?:\.\d+)?|100)%", actual))


@lru_cache(maxsize=65536)
def is_rate(text: str) -> bool:
    """A percentage with its sign."""
    return bool(re.fullmatch(r"\d{1,4}(?:\.\d+)?%", text))


@lru_cache(maxsize=65536)
def is_value(text: str) -> bool:
    """Something that answers how much or when: a comparison, quantity, range, date or achievement phrase."""
    return bool(
        (_COMPARISON.match(text) and not _SIGN_BEFORE_WORDS.match(text))
        or _NUMBER.fullmatch(text)
        or _QUANTITY.fullmatch(text)
        or _DATE.fullmatch(text)
        or _RANGE.fullmatch(text)
        or PHRASE.fullmatch(text.rstrip("。.,;"))
    )


@lru_cache(maxsize=65536)
def starts_with_comparison(text: str) -> bool:
    """Begins with an operator sign or word."""
    return bool(_COMPARISON.match(text))


@lru_cache(maxsize=65536)
def is_rule(text: str) -> bool:
    """A text that says how points are given."""
    return len(text) > _SHORTEST_RULE and bool(_RULE.search(text))


@lru_cache(maxsize=65536)
def is_sentence(text: str) -> bool:
    """Holds the punctuation of a sentence."""
    return bool(_SENTENCE.search(text))


def is_han(character: str) -> bool:
    """A Chinese character."""
    return "\u3400" <= character <= "\u9fff"


def width(text: str) -> float:
    """The printed width in ems: a Chinese character 1, a Latin letter, digit or sign about a half."""
    return sum(0.5 if ord(character) < 0x2E80 and character not in "“”‘’…—" else 1.0 for character in text)


@lru_cache(maxsize=65536)
def first_unit_width(text: str) -> float:
    """The width of the first part of a text that a line break cannot divide: one character, or a run of digits and letters."""
    run = re.match(r"[0-9A-Za-z.,%]+|[≥≤<>=][\d.%]*", text)
    unit = width(run.group(0)) if run else width(text[:1])
    following = text[run.end() if run else 1 :][:1]
    return unit + (1.0 if following and following in "，。、；：）”’！？,;:)" else 0.0)


@lru_cache(maxsize=1)
def _placeholders() -> re.Pattern[str]:
    return re.compile(r"[.…·。\s]{2,}|(?:指标|目标)\d+[:：]?|其他|[xX×*]{2,}")


def is_placeholder(text: str) -> bool:
    """A row label that a template leaves standing: “指标2：”, “……”."""
    return bool(_placeholders().fullmatch(key(text)))


@lru_cache(maxsize=1)
def grade_pattern() -> re.Pattern[str]:
    """A grade at the start of a conclusion (优。…) or named as one (等级为“优”)."""
    grades = "|".join(sorted(words().grades, key=len, reverse=True))
    return re.compile(
        rf"^({grades})(?=[。,，;；:：]|$)|(?:等级|等次|评为|评定为|结果)(?:评定)?(?:为|是)?[:：]?[“\"']?({grades})(?=[”\"'。,，;；)）、]|$)"
    )
