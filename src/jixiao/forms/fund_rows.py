"""Rows of funds whatever their layout: what they make up, what names a source, what is an amount; and the rows of other years."""

import re

import msgspec

from jixiao.forms import shapes
from jixiao.forms.ribbon import Ribbon, Token
from jixiao.forms.unlisted import is_source
from jixiao.forms.words import SUFFIX, alternation, key, keys, words
from jixiao.model import Field, Fund

TOTAL_LABEL = "年度资金总额"
"""What an unlabelled row of funds means."""
AMOUNTS = frozenset({"initial", "adjusted", "executed"})
AMOUNT = re.compile(r"[+-]?[\d,]+(?:\.\d+)?(?:元|万元?|亿元?)?")
_SUFFIX = re.compile(f"{SUFFIX}$")
_FRAME = re.compile(rf"(?:{alternation(keys(words().frames))}){SUFFIX}")
_YEAR = re.compile(r"(20\d{2})年度?")
_FEWEST_YEARS = 2


class FundTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a fund table, and what its other columns say of the total (得分计算方法, 偏差原因, 全年预计执行数).

    `words` name amounts that stand without a heading.
    """

    rows: tuple[Fund, ...] = ()
    fields: tuple[Field, ...] = ()
    words: tuple[str, ...] = ()


def of_year(table: FundTable, year: int | None) -> FundTable:
    """The funds of a form's own year, where each row is another year's; the other rows are kept as fields.

    Where no row is of the form's year, none is its funds.
    """
    years = [_YEAR.fullmatch(key(row.label or "")) for row in table.rows]
    if len(years) < _FEWEST_YEARS or not all(years):
        return table
    own = [match is not None and match.group(1) == str(year) for match in years]
    others = (row for row, kept in zip(table.rows, own, strict=True) if not kept)
    rows = tuple(row for row, kept in zip(table.rows, own, strict=True) if kept)
    return msgspec.structs.replace(table, rows=rows, fields=(*table.fields, *map(_of_other_year, others)))


def _of_other_year(row: Fund) -> Field:
    printed = {"年初预算": row.initial, "全年预算": row.adjusted, "执行": row.executed, "执行率": row.rate}
    value = "，".join(f"{word}{text}" for word, text in printed.items() if text is not None)
    return Field(label=f"资金（{row.label}）", value=value, place=row.place)


def is_fund_label(text: str) -> bool:
    """A row label of the fund table: 其中：财政拨款, 年度资金总额："""
    whole = _SUFFIX.sub("", key(text))
    plain = re.sub(r"^(?:其中:?|\d+[.、,]|[一二三四五六]+[、.,])", "", whole)
    return whole == "其中" or bool({whole, plain} & keys(words().fund_labels))


def names_source(text: str) -> bool:
    """Whether a text heads a column or row of funds: a source, or the year that the money is of."""
    return is_fund_label(text) or is_source(text) or bool(_YEAR.fullmatch(text))


def is_fund_frame(token: Token) -> bool:
    """The block's own name (项目资金（万元）) repeated beside every row by a table that lost its merged cells."""
    return bool(_FRAME.fullmatch(token.key))


def is_fund_figure(text: str) -> bool:
    """An amount or a rate."""
    return bool(AMOUNT.fullmatch(text)) or shapes.is_rate(text)


def fund_of_source(label: str, row: dict[str, Token], sources: Ribbon) -> Fund:
    """The row of a source from its figures by field; `sources` are the cells that name all of them."""
    place = next(source.place for source in sources if source.text == label)
    texts = {field: token.text for field, token in row.items() if not shapes.is_dash(token.key)}
    cells = {"label": place, **{field: token.place for field, token in row.items()}}
    return Fund(label=label, **texts, doubtful=(), place=place, cells=cells)
