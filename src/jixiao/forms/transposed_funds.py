"""Funds that stand on their side: sources head the columns, and every row is of one kind, the budget, what was spent, the rate."""

from collections.abc import Sequence
from itertools import combinations, takewhile

from jixiao.forms import shapes
from jixiao.forms.assigning import Seen
from jixiao.forms.fund_rows import AMOUNT, AMOUNTS, FundTable, fund_of_source, is_fund_figure, names_source
from jixiao.forms.headings import column_word, fund_heading, listed_field
from jixiao.forms.labels import label_at
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token
from jixiao.forms.unlisted import fund_field, fund_fields, ties
from jixiao.model import Field

_SOURCES = 2
"""Names of sources that make a heading row of them."""


def transposed_funds(tokens: Ribbon) -> tuple[FundTable, Ribbon] | None:
    """Funds whose sources head the columns and whose rows are 预算数, 执行数 and so on; None where no such table stands."""
    rows: list[list[Token]] = []
    for token in tokens:
        if not rows or token.gap is Gap.ROW:
            rows.append([])
        rows[-1].append(token)
    for index, row in enumerate(rows[:-1]):
        sources = tuple(token for token in row if names_source(token.key) and token.column is not None)
        body = list(takewhile(_may_be_measure, rows[index + 1 :]))
        proved = len(row) == _SOURCES and _is_proved(row, body)
        sources = sources or ((row[1],) if proved else ())
        lone = proved or (len(row) == _SOURCES and _heads_sources(row[0]) and len(body) >= _SOURCES)
        if (len(sources) < _SOURCES and not lone) or len(sources) < len(row) - 1 or not body:
            continue
        fields = _measures(body, sources)
        if fields is None:
            continue
        cells: dict[str, dict[str, Token]] = {source.text: {} for source in sources}
        extras: list[Field] = []
        for line, field in zip(body, fields, strict=True):
            figures = {token.column: token for token in line[1:]}
            for source in sources:
                if source.column in figures and field == "explanation":
                    figure = figures[source.column]
                    extras.append(
                        Field(label=f"{line[0].text}（{source.text}）", value=figure.text, place=figure.place)
                    )
                elif source.column in figures:
                    cells[source.text][field] = figures[source.column]
        funds = tuple(fund_of_source(label, row_cells, sources) for label, row_cells in cells.items())
        left = [token for line in rows[:index] + rows[index + 1 + len(body) :] for token in line]
        words_of = tuple(
            token.text for token in (*(token for token in row if token not in sources), *(line[0] for line in body))
        )
        return FundTable(rows=funds, fields=tuple(extras), words=words_of), tuple(left)
    return None


def _heads_sources(token: Token) -> bool:
    """Whether a cell says that the row or column behind it names sources: 资金来源, 款项分类."""
    return listed_field(token.key, "fund") == "label" or (token.shift >= CERTAIN and fund_field(token.key) == "label")


def _is_proved(row: Sequence[Token], body: Sequence[Sequence[Token]]) -> bool:
    """Whether the rows below two words are amounts and their rate, as the amounts show."""
    if any(is_fund_figure(token.key) for token in row) or any(len(line) != _SOURCES for line in body):
        return False
    if row[0].shift < CERTAIN or label_at(tuple(row), 0) is not None:
        return False
    figures = [line[1].key for line in body]
    amounts = [figure for figure in figures if AMOUNT.fullmatch(figure)]
    rates = [figure for figure in figures if shapes.is_rate(figure)]
    return any(ties(*pair, rate) for rate in rates for pair in combinations(amounts, 2))


def _may_be_measure(row: Sequence[Token]) -> bool:
    """Whether a row may be one of amounts or rates behind their word."""
    if column_word(row[0].key) is not None:
        return True
    return row[0].shift >= CERTAIN and len(row) > 1 and all(is_fund_figure(token.key) for token in row[1:])


def _measures(body: Sequence[Sequence[Token]], sources: Ribbon) -> list[str] | None:
    """What each row below the sources measures: by its word, or by how the rows tie."""
    known = [column_word(line[0].key) for line in body]
    if all(known):
        return [str(field) for field in known]
    figures = [{token.column: token.key for token in line[1:]} for line in body]
    seen = [
        Seen(line[0].key, tuple(of.get(source.column, "") for source in sources))
        for line, of in zip(body, figures, strict=True)
    ]
    fields = fund_fields([Seen("资金来源", tuple(source.key for source in sources)), *seen])
    return None if fields is None else fields[1:]


def opens_funds(tokens: Ribbon, start: int) -> bool:
    """Whether a row of a real table that begins with a token opens the funds: their heading, their sources, or an amount by its name."""
    end = next((index for index in range(start + 1, len(tokens)) if tokens[index].gap is Gap.ROW), len(tokens))
    row = tokens[start:end]
    if row[0].prose or row[0].shift < CERTAIN or len(row) < _SOURCES:
        return False
    first, second = row[0].key, row[1].key
    if any((token.heads or "").startswith("fund/") for token in row):
        return True
    if fund_heading(row) is not None and not any(shapes.is_value(token.key) for token in row):
        return True
    if _heads_sources(row[0]):
        return all(names_source(token.key) for token in row[1:])
    return listed_field(first, "fund") in AMOUNTS and bool(AMOUNT.fullmatch(second))
