"""The fund table (项目资金) under its heading: rows by source, amounts before and after adjustment, execution, rate, points."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from jixiao.forms import shapes
from jixiao.forms.alignment import align
from jixiao.forms.cuts import AlignedRow, Follow, Joins, Slot, text_of
from jixiao.forms.fund_rows import (
    AMOUNT,
    AMOUNTS,
    TOTAL_LABEL,
    FundTable,
    fund_of_source,
    is_fund_frame,
    is_fund_label,
    names_source,
)
from jixiao.forms.headings import Heading
from jixiao.forms.labels import Label, label_at
from jixiao.forms.looks import offset, visible_blanks
from jixiao.forms.ribbon import Gap, Ribbon, Token, opens
from jixiao.forms.ungluing import fund_figures
from jixiao.forms.words import key
from jixiao.model import Field, Fund
from jixiao.targets import percentage, score_points

_SKIPS = {
    "label": (6, 0.5),
    "total_label": (1, 0.5),
    "initial": (1, 1.0),
    "adjusted": (1, 1.0),
    "executed": (1, 1.0),
    "forecast": (1, 0.6),
    "weight": (1, 0.6),
    "rate": (1, 0.5),
    "score": (1, 0.6),
    "rule": (20, 0.2),
    "note": (20, 0.2),
    "explanation": (10, 0.3),
}
_RUNNING = {"initial": (1, 0.8), "adjusted": (1, 1.0), "executed": (1, 1.6)}
"""The same for running text, where blanks leave no trace: of two amounts and a rate one is what was executed."""
_TOGETHER = 0.9
"""Share of the cost of a shift that is given back when the whole row is shifted."""
_BESIDE = frozenset({"total_label", "forecast", "rule", "note", "explanation"})
_FIGURES = frozenset({"initial", "adjusted", "executed", "weight", "rate", "score"})
_MOST_POINTS = 20
_WHOLE, _ROUNDED = Decimal(100), Decimal("0.05")
_DIGIT = re.compile(r"[\dOoQIl]")
_FIGURES_ONLY = re.compile(r"[\d.,]+%?(?: [\d.,]+%?)+")
"""Figures of several columns."""
_SOURCES = 2
"""Names of sources that make a heading row of them."""


def _ends_funds(label: Label | None) -> bool:
    if label is None or label.kind == "total" or label.field == "amount_unit":
        return False
    return label.kind != "frame" or not re.search("资金|预算", label.printed)


def around_funds(tokens: Ribbon, heading: Heading) -> tuple[Ribbon, Ribbon, Ribbon]:
    """What stands above a fund heading, its rows, and what stands below them."""
    ends = (
        index
        for index in range(heading.end, len(tokens))
        if opens(tokens, index) and _ends_funds(label_at(tokens, index))
    )
    end = next(ends, len(tokens))
    return tokens[: heading.start], tokens[heading.end : end], tokens[end:]


def read_funds(tokens: Ribbon, heading: Heading) -> FundTable:
    """Read the rows below a fund heading; a second heading row that names sources turns columns into rows."""
    sources = _source_row(tokens)
    if sources:
        return FundTable(rows=_by_source(tokens[len(sources) :], heading, sources))
    if heading.glued:
        return FundTable(rows=_glued(tokens, heading))
    tokens = tuple(piece for token in tokens if not is_fund_frame(token) for piece in _unglued(token))
    fields = _fields(heading)
    skips = {**_SKIPS, **(_RUNNING if all(token.prose for token in tokens) else {})}
    slots = [Slot(field=field, longest=skips[field][0], skip=skips[field][1]) for field, _ in fields]
    rows_known = any(token.gap is Gap.ROW and not token.prose for token in tokens)
    rows = align(tokens, slots, _fit(tokens, fields), _follow(tokens, fields), Joins(row=0.05), rows_known=rows_known)
    names = [field for field, _ in fields]
    words_of = _words(heading, names)
    names = _points_by_rate(tokens, rows, names)
    funds = [_fund(tokens, row, names, heading.fields()) for row in rows]
    extras = tuple(
        Field(
            label=words_of[slot] if index == 0 else f"{words_of[slot]}（{_row_label(tokens, row, names)}）",
            value=text_of(tokens, segment),
            place=tokens[segment.start].place,
        )
        for index, row in enumerate(rows)
        for slot, segment in sorted(row.cells.items())
        if names[slot] in _BESIDE and text_of(tokens, segment) is not None
    )
    return FundTable(rows=tuple(fund for fund in funds if fund is not None), fields=extras)


def _points_by_rate(tokens: Ribbon, rows: Sequence[AlignedRow], names: list[str]) -> list[str]:
    """The fields with 分值 and 得分 under words that nobody knows, told by the first row: points, and as many of them as its rate says."""
    if not rows or {"weight", "score"} & set(names):
        return names
    texts = {slot: text_of(tokens, segment) or "" for slot, segment in rows[0].cells.items()}
    rate = percentage(texts.get(names.index("rate"), "")) if "rate" in names else None
    points = {slot: score_points(text) for slot, text in texts.items() if names[slot] == "explanation"}
    pairs = [
        (weight, score)
        for weight, score in pairwise(sorted(slot for slot, each in points.items() if each is not None))
        if rate is not None and _ties(points[weight], points[score], rate)
    ]
    if len(pairs) != 1:
        return names
    told = dict(zip(pairs[0], ("weight", "score"), strict=True))
    return [told.get(slot, name) for slot, name in enumerate(names)]


def _ties(weight: Decimal | None, score: Decimal | None, rate: Decimal) -> bool:
    """Whether a score is the share of a weight that the rate says; a whole one of a rate of a hundred percent proves as much."""
    if weight is None or score is None or not 0 < weight <= _MOST_POINTS:
        return False
    return abs(score - weight * min(rate, _WHOLE) / _WHOLE) <= _ROUNDED


def _words(heading: Heading, names: Sequence[str]) -> dict[int, str]:
    """What the heading calls each column; those that it lost the words of have none."""
    words_of: dict[int, str] = {}
    slot = 0
    for column in heading.columns:
        slot = names.index(column.field, slot)
        words_of[slot] = column.word.rstrip(":")
        slot += 1
    return words_of


def _row_label(tokens: Ribbon, row: AlignedRow, names: list[str]) -> str:
    segment = row.cells.get(names.index("label"))
    return ((text_of(tokens, segment) if segment else None) or TOTAL_LABEL).rstrip(":：")


def _unglued(token: Token) -> list[Token]:
    """Divide a label of running text from the figure it ran into: 年度资金总额12.00."""
    match = re.fullmatch(r"([^\d]{2,}?)(\d[\d,.]*)", token.text) if token.prose else None
    if match is None or not is_fund_label(match.group(1)):
        return [token]
    label, figure = (msgspec.structs.replace(token, text=text, key=key(text)) for text in match.groups())
    return [label, msgspec.structs.replace(figure, gap=Gap.SPACE)]


def _glued(tokens: Ribbon, heading: Heading) -> tuple[Fund, ...]:
    """Rows whose figures run together behind their label; a row with more than one way to cut it keeps its label only."""
    fields = tuple(column.field for column in heading.columns if column.field in _FIGURES)
    most: dict[str, Decimal] = {}
    rows: list[Fund] = []
    for token, figures in pairwise(tokens):
        if not is_fund_label(token.key) or is_fund_label(figures.key):
            continue
        cut = fund_figures(figures.key, fields, most) or {}
        if not rows:
            most = {
                field: Decimal(cut[field].replace(",", ""))
                for field in ("initial", "adjusted", "executed")
                if field in cut
            }
        rows.append(
            Fund(label=token.text, **cut, doubtful=(), place=token.place, cells=dict.fromkeys(cut, figures.place))
        )
    return tuple(rows)


def _source_row(tokens: Ribbon) -> Ribbon:
    """The tokens of a first row that holds nothing but names of sources: 合计, 中央资金, 省级资金."""
    count = next((i for i, token in enumerate(tokens) if i and token.gap is Gap.ROW), len(tokens))
    row = tokens[:count]
    return row if len(row) >= _SOURCES and all(names_source(token.key) for token in row) else ()


def _by_source(tokens: Ribbon, heading: Heading, sources: Ribbon) -> tuple[Fund, ...]:
    """One row per source, from a row of figures below two rows of heading.

    A source's figure is of the kind (budget, executed) under whose word it stands; columns without sources (执行率) belong to the total,
    the first source.
    """
    count = next((i for i, token in enumerate(tokens) if i and token.gap is Gap.ROW), len(tokens))
    figures = {token.column: token for token in tokens[:count]}
    cells: dict[str, dict[str, Token]] = {}
    under: set[str] = set()
    for source in sources:
        field = _field_above(heading, source)
        under.add(field)
        row = cells.setdefault(source.text, {})
        if source.column in figures:
            row[field] = figures[source.column]
    first = cells[sources[0].text]
    for column in heading.columns:
        if column.field in _FIGURES - under and column.column in figures:
            first[column.field] = figures[column.column]
    return tuple(fund_of_source(label, row, sources) for label, row in cells.items())


def _field_above(heading: Heading, source: Token) -> str:
    """The field of the last amount column that begins at or before a source's column."""
    above = [
        column.field
        for column in heading.columns
        if column.field in AMOUNTS and (column.column or 0) <= (source.column or 0)
    ]
    return above[-1] if above else "adjusted"


def _fields(heading: Heading) -> list[tuple[str, int | None]]:
    """The columns with their positions; a label column and a rate are there even where the heading lost their words."""
    columns = [(column.field, column.column) for column in heading.columns]
    fields = {field for field, _ in columns}
    if "label" not in fields:
        first = columns[0][1]
        columns.insert(0, ("label", None if not first else first - 1))
    if "rate" not in fields:
        after = max(
            index for index, (field, _) in enumerate(columns) if field in {"executed", "adjusted", "initial", "weight"}
        )
        columns.insert(after + 1, ("rate", None))
    return columns


def _fit(tokens: Ribbon, fields: list[tuple[str, int | None]]) -> Callable[[int, str, int], float]:
    def cost(slot: int, text: str, first: int) -> float:
        field, column = fields[slot]
        token = tokens[first]
        shift = 0.0
        if token.column is not None and column is not None and field != "label":
            shift = abs(token.column - column) * token.shift
        return shift + _looks(field, text)

    return cost


def _looks(field: str, text: str) -> float:
    if field == "label":
        if (
            shapes.ends_in_damaged_amount(text)
            or shapes.is_number(text)
            or shapes.is_dash(text)
            or shapes.is_rate(text)
        ):
            return 9.0
        return 0.0 if is_fund_label(text) else 1.5
    if field in {"rule", "note", "explanation"}:
        return _looks_beside(field, text)
    if shapes.is_dash(text):
        return 0.2
    if field == "rate":
        return 0.0 if shapes.is_rate(text) else (0.4 if shapes.is_points(text) else 9.0)
    if field in {"weight", "score"}:
        # The execution rate is worth ten points, in a few places twenty; a larger figure is rather money.
        return (
            (0.0 if 0 < float(text.removesuffix("分")) <= _MOST_POINTS or field == "score" else 1.0)
            if shapes.is_points(text)
            else 9.0
        )
    return 0.0 if AMOUNT.fullmatch(text) or shapes.is_damaged_figure(text) else 9.0


def _looks_beside(field: str, text: str) -> float:
    """What words cost beside the figures; a column of no known use (结余数) may hold a figure, none holds several."""
    if _FIGURES_ONLY.fullmatch(text):
        return 6.0
    if field == "explanation" and shapes.is_number(text):
        return 0.6
    return 3.0 if shapes.is_number(text) or shapes.is_rate(text) else 0.5


def _follow(tokens: Ribbon, fields: list[tuple[str, int | None]]) -> Follow:
    columns = [column for _, column in fields]
    skips = [_SKIPS[field][1] for field, _ in fields]

    def cost(slot: int, _text: str, first: int, before: int, _text_before: str, first_before: int) -> float:
        if slot - before == 1:
            return _moved_together(tokens, columns, (slot, first), (before, first_before))
        return visible_blanks(tokens, columns, skips, (slot, first), (before, first_before))

    return cost


def _moved_together(
    tokens: Ribbon, columns: Sequence[int | None], here: tuple[int, int], before: tuple[int, int]
) -> float:
    """What is given back for a cell that stands as far beside its column as the one before it: the whole row is shifted."""
    moved = offset(tokens, columns, here)
    if not moved or moved != offset(tokens, columns, before):
        return 0.0
    return -_TOGETHER * tokens[here[1]].shift * abs(moved)


def _fund(tokens: Ribbon, row: AlignedRow, names: list[str], printed: tuple[str, ...]) -> Fund | None:
    cells = {names[slot]: segment for slot, segment in sorted(row.cells.items())}
    texts = {field: text_of(tokens, segment) for field, segment in cells.items()}
    amounts = {field: texts.get(field) for field in ("initial", "adjusted", "executed", "weight", "rate", "score")}
    label = texts.get("label")
    if label is None and not any(amounts.values()):
        return None
    if label is not None and not is_fund_label(label) and not any(amounts.values()):
        return None
    if any(text and not _DIGIT.search(text) and not shapes.is_dash(key(text)) for text in map(texts.get, AMOUNTS)):
        return None
    first = min(cells.values(), key=lambda segment: segment.start)
    # A column of the heading that is blank in this row has a cell too: what is missing there can be pointed at.
    columns = {*cells, *printed} & set(Fund.__struct_fields__)
    places = {field: tokens[cells[field].start if field in cells else first.start].place for field in sorted(columns)}
    return Fund(label=label or TOTAL_LABEL, **amounts, doubtful=(), place=tokens[first.start].place, cells=places)
