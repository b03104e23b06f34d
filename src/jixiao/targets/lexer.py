"""Tokens of a target or actual value: every character of the original text belongs to exactly one of them.

A token has a one-letter kind, so that a part's shape is a string the grammar can match:

    n number        h Chinese numeral     f fraction (百分之九十五, 三分之二, 九成)
    u unit          r per-unit after it (/人·年)           p per-unit before (每月, 人均)
    o comparison    s comparison after the figure          a verb before a figure
    j joiner (-~至)  i （含）, （含90%）      d date
    e separator     b blank               q punctuation    y symbol   w words    x unclear
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from jixiao.targets import lexicon
from jixiao.targets.characters import key_with_offsets
from jixiao.targets.dates import DATE, Days, days
from jixiao.targets.numbers import GROUPED, PLAIN, exact
from jixiao.targets.numerals import CHARACTERS, chinese_number
from jixiao.targets.units import UNITS, Unit, unit
from jixiao.targets.values import Token

KINDS = {
    "n": "number", "h": "number", "f": "number", "u": "unit", "r": "per", "p": "per", "o": "comparison", "s": "comparison",
    "a": "verb", "j": "joiner", "i": "inclusive", "d": "date", "e": "separator", "b": "blank", "q": "punctuation",
    "y": "symbol", "w": "words", "x": "unclear",
}  # fmt: skip
"""The readable name of each kind, as shown in Token.kind."""


class Lexeme(NamedTuple):
    """A token over the key: its kind, text, offsets in the original, and what it means (a figure, unit, date)."""

    kind: str
    text: str
    start: int
    end: int
    meaning: "Decimal | Measure | Days | None" = None


class Measure(NamedTuple):
    """A unit and whether the figure before it is exceeded somewhat (4000余家)."""

    unit: Unit
    more: bool


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SCALE = r"万亿|[十百千]?万|[百千亿]"
_MORE = r"余|多(?![元样层方])"
_NAMES = _any(UNITS)
_UNIT = re.compile(rf" *(?P<scale>{_SCALE})? *(?P<more>{_MORE})? *(?P<unit>(?:{_NAMES})(?!性))?(?P<late>{_MORE})?")
_HAN_UNITS = _any(
    "元 人 名 人次 户 家 个 次 场 期 项 套 例 起 笔 台 天 周 年 小时 分钟 工作日 个工作日 个月 季度 个季度 百分点 个百分点 % 倍 批 份 "
    "篇 件 条 县 所 场次".split()
)
_PER = _any(lexicon.PER_NOUNS)
_RATE = re.compile(rf"/(?:每)?(?:{_NAMES}|{_PER})(?:[·/每]?(?:{_NAMES}|{_PER}))*(?![0-9])")
_FIGURE = rf"[0-9{CHARACTERS}百]"
_SHORT_PREFIXES = "".join(lexicon.ONLY_BEFORE_FIGURES)
_SHORT_VERBS = "".join(lexicon.WORD_TRAPS)
_PREFIX = _any(word for word in lexicon.PREFIXES if word not in lexicon.ONLY_BEFORE_FIGURES)
_VERB = _any(word for word in lexicon.AIMS if word not in lexicon.WORD_TRAPS)
_SUFFIX = "|".join(
    re.escape(word) + (f"(?![{traps}])" if (traps := lexicon.SUFFIX_TRAPS.get(word)) else "")
    for word in sorted(lexicon.SUFFIXES, key=len, reverse=True)
)

_STARTS = "".join(
    sorted(
        {
            word[0]
            for words in (lexicon.PREFIXES, lexicon.SUFFIXES, lexicon.AIMS, lexicon.AVERAGES)
            for word in words
            if word[0] >= "一"
        }
        | set(CHARACTERS)
        | set("至到每第上下当本全年底末且并")
    )
)
"""The Chinese characters that a token other than words can begin with; runs of all others are words at once."""

_TOKEN = re.compile(
    rf"""
      (?P<w>(?:(?![{_STARTS}])[一-鿿])+)
    | (?P<b>[ ]+)
    | (?P<d>{DATE.pattern})
    | (?P<p>每(?:一?个|一|名|位)?(?:{_PER})(?:\((?:[市区县州]|社区)\))? | (?:{_any(lexicon.AVERAGES)})(?=[不约达为至≥≤<>=0-9]))
    | (?P<i>\(不?含(?:本数)?\))
    | (?P<f>百分之(?:(?P<percent>[{CHARACTERS}]+)|(?P<plain>[0-9]+(?:\.[0-9]+)?)(?![0-9.,]))
        | (?P<below>[{CHARACTERS}]+)分之(?P<above>[{CHARACTERS}]+)
        | (?P<tenth>[一二三四五六七八九])成(?=以上|以下|左右|$|[，。;、)]))
    | (?P<n>[0-9A-Za-z]+(?:[.,][0-9A-Za-z]+)*)
    | (?P<h>(?!一次性|一起(?!案)|一期工程|一年来)(?<![第统唯同之其])
        (?:[{CHARACTERS}]+(?=[ ]*(?:{_HAN_UNITS}))
          | [{CHARACTERS}]{{0,12}}[十百千][{CHARACTERS}]{{0,12}}[万亿](?=$|[ ，。;、)]|以上|以下|左右)))
    | (?P<a>{_VERB} | [{_SHORT_VERBS}](?=[ ]*[-≥≤<>=0-9]))
    | (?P<o>{_PREFIX} | (?<![{lexicon.NOT_AFTER}])[{_SHORT_PREFIXES}](?=[ ]*{_FIGURE}))
    | (?P<s>{_SUFFIX})
    | (?P<j>{_any(lexicon.JOINERS)})
    | (?P<e>[，,;。、]|且|并且)
    | (?P<q>[!?:"'“”‘’()《》〈〉【】\[\]…·！？])
    | (?P<y>[/*+.\\_|^&@\#$`{{}}¥≠≈±×÷%‰])
    | (?P<c>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(rf"{GROUPED}|{PLAIN}")
_AFTER_FIGURE = frozenset("nhfurisp")


def lex(text: str) -> list[Lexeme]:
    """Cut a text into tokens that cover it without gap or overlap; runs of words are one token. Never raises."""
    plain, offsets = key_with_offsets(text)
    found: list[Lexeme] = []
    position = 0
    while match := _TOKEN.match(plain, position):
        position = match.end()
        _append(found, _lexeme(match, found, plain))
        if found[-1].text == ")":
            _repeat(found)
        if found[-1].kind in ("n", "h"):
            position = _measure(plain, position, found)
    if not found:
        return [Lexeme("b", text, 0, len(text))] if text else []
    starts = [0, *(offsets[lexeme.start] for lexeme in found[1:]), len(text)]
    return [
        lexeme._replace(start=start, end=end) for lexeme, start, end in zip(found, starts, starts[1:], strict=False)
    ]


def _lexeme(match: re.Match[str], found: list[Lexeme], plain: str) -> Lexeme:
    """Turn a match into a token, doubtful figures into unclear ones."""
    kind = str(match.lastgroup)
    text, start, end = match[0], match.start(), match.end()
    meaning: Decimal | Days | None = None
    if kind == "n":
        kind, meaning = _number(text, plain[start - 1 : start])
    elif kind == "h":
        meaning = chinese_number(text)
        kind = "w" if meaning is None else "h"
    elif kind == "f":
        meaning = _fraction(match)
        kind = "x" if meaning is None else "f"
    elif kind == "d":
        meaning = days(match)
        kind = "x" if meaning is None else "d"
    elif kind == "s" and (not found or found[-1].kind not in _AFTER_FIGURE):
        kind = "w"
    elif kind == "c":
        kind = "x" if text.isnumeric() and not "一" <= text <= "鿿" else "w"
    return Lexeme(kind, text, start, end, meaning)


def _number(run: str, before: str) -> tuple[str, Decimal | None]:
    """Judge a run of digits and letters: a figure, a word (DRG, A4) or unclear (1,2, 9.9e3, 1.2.3, .5)."""
    if _NUMBER.fullmatch(run) and before not in (".", ","):
        value = exact(run)
        return ("x", None) if value is None else ("n", value)
    return ("w" if run[0].isalpha() else "x"), None


def _fraction(match: re.Match[str]) -> Decimal | None:
    """Read 百分之九十五, 百分之95, 三分之二 and 九成 as per cent."""
    if match["plain"]:
        return exact(match["plain"])
    if match["percent"]:
        return Decimal(100) if match["percent"] == "百" else chinese_number(match["percent"])
    if match["tenth"]:
        return (chinese_number(match["tenth"]) or Decimal(0)) * 10
    below, above = chinese_number(match["below"]), chinese_number(match["above"])
    return above * 100 / below if below and above is not None else None


def _measure(plain: str, position: int, found: list[Lexeme]) -> int:
    """Take the unit and the per-unit that follow a figure; return the position after them."""
    match = _UNIT.match(plain, position)
    if match and (match["scale"] or match["unit"] or match["more"] or match["late"]):
        measure = unit(match["unit"] or "", match["scale"] or "")
        if measure is not None:
            more = bool(match["more"] or match["late"])
            found.append(Lexeme("u", match[0], position, match.end(), Measure(measure, more)))
            position = match.end()
    rate = _RATE.match(plain, position)
    if rate:
        found.append(Lexeme("r", rate[0], position, rate.end()))
        position = rate.end()
    return position


def _append(found: list[Lexeme], lexeme: Lexeme) -> None:
    """Add a token; adjacent words become one."""
    if lexeme.kind == "w" and found and found[-1].kind == "w":
        last = found.pop()
        lexeme = Lexeme("w", last.text + lexeme.text, last.start, lexeme.end)
    found.append(lexeme)


_REPEAT = re.compile(r"(?P<figure>nu?)s?qw(?P<repeated>nu?)q")


def _repeat(found: list[Lexeme]) -> None:
    """Read a bound repeated in brackets as （含） or （不含）: ≥90%（含90%）, 90%以上（不含90%）."""
    last = found[-8:]
    shape = "".join(lexeme.kind for lexeme in last)
    for start in range(len(last)):
        match = _REPEAT.fullmatch(shape, start)
        if match is None:
            continue
        figure, repeated = ([lexeme.meaning for lexeme in last[slice(*match.span(name))]] for name in match.groupdict())
        opening, word = last[match.start("repeated") - 2], last[match.start("repeated") - 1]
        if figure == repeated and opening.text == "(" and word.text in ("含", "不含"):
            closing = found[-1]
            del found[-(len(repeated) + 3) :]
            found.append(Lexeme("i", f"({word.text})", opening.start, closing.end))
        return


def tokens(lexemes: list[Lexeme]) -> tuple[Token, ...]:
    """The tokens as stored with a value: readable kinds and offsets in the original text."""
    return tuple(Token(KINDS[lexeme.kind], lexeme.start, lexeme.end) for lexeme in lexemes)
