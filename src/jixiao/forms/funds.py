"""The fund table (项目资金): rows by source, amounts before and after adjustment, execution, rate, points."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, takewhile

import msgspec

from jixiao.forms import shapes
from jixiao.forms.alignment import align
from jixiao.forms.assigning import Seen
from jixiao.forms.cuts import AlignedRow, Follow, Joins, Slot, text_of
from jixiao.forms.fund_texts import amounts_apart
from jixiao.forms.headings import Heading, column_word, fund_heading, listed_field
from jixiao.forms.labels import label_at
from jixiao.forms.looks import offset, visible_blanks
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token
from jixiao.forms.ungluing import fund_figures
from jixiao.forms.unlisted import fund_field, fund_fields, is_source, ties
from jixiao.forms.words import SUFFIX, alternation, key, keys, words
from jixiao.model import Field, Fund
from jixiao.places import Place

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
_SUFFIX = re.compile(f"{SUFFIX}$")
_AMOUNTS = frozenset({"initial", "adjusted", "executed"})
_FRAME = re.compile(rf"(?:{alternation(keys(words().frames))}){SUFFIX}")
_FIGURES = frozenset({"initial", "adjusted", "executed", "weight", "rate", "score"})
_MOST_POINTS = 20
_AMOUNT = re.compile(r"[+-]?[\d,]+(?:\.\d+)?(?:元|万元?|亿元?)?")
_NAMED_AMOUNT = re.compile(r"([^\d]{2,10}?)[:为是]?(\d[\d,]*(?:\.\d+)?(?:元|万元|亿元|%))")
_DIGIT = re.compile(r"[\dOoQIl]")
_MEASURED = frozenset({"initial", "adjusted", "executed", "rate"})
_TOTAL_LABELS = frozenset({"年度资金总额", "资金总额", "项目资金总额", "年度预算总额", "总额", "合计", "总计"})
_LONGEST_WORD = 14
_FIGURES_ONLY = re.compile(r"[\d.,]+%?(?: [\d.,]+%?)+")
"""Figures of several columns."""
_YEAR = re.compile(r"(20\d{2})年度?")
_SOURCES = 2
"""Names of sources that make a heading row of them."""
TOTAL_LABEL = "年度资金总额"
"""What an unlabelled row of funds means."""


class FundTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a fund table, and what its other columns say of the total (得分计算方法, 偏差原因, 全年预计执行数).

    `words` name amounts that stand without a heading.
    """

    rows: tuple[Fund, ...] = ()
    fields: tuple[Field, ...] = ()
    words: tuple[str, ...] = ()


def read_funds(tokens: Ribbon, heading: Heading) -> FundTable:
    """Read the rows below a fund heading; a second heading row that names sources turns columns into rows."""
    sources = _source_row(tokens)
    if sources:
        return FundTable(rows=_by_source(tokens[len(sources) :], heading, sources))
    if heading.glued:
        return FundTable(rows=_glued(tokens, heading))
    tokens = tuple(piece for token in tokens if not _is_frame(token) for piece in _unglued(token))
    fields = _fields(heading)
    skips = {**_SKIPS, **(_RUNNING if all(token.prose for token in tokens) else {})}
    slots = [Slot(field=field, longest=skips[field][0], skip=skips[field][1]) for field, _ in fields]
    rows_known = any(token.gap is Gap.ROW and not token.prose for token in tokens)
    rows = align(tokens, slots, _fit(tokens, fields), _follow(tokens, fields), Joins(row=0.05), rows_known=rows_known)
    names = [field for field, _ in fields]
    funds = [_fund(tokens, row, names, heading.fields()) for row in rows]
    words_of = {column.field: column.word.rstrip(":") for column in heading.columns}
    extras = tuple(
        Field(
            label=words_of[names[slot]]
            if index == 0
            else f"{words_of[names[slot]]}（{_row_label(tokens, row, names)}）",
            value=text_of(tokens, segment),
            place=tokens[segment.start].place,
        )
        for index, row in enumerate(rows)
        for slot, segment in sorted(row.cells.items())
        if names[slot] in _BESIDE and text_of(tokens, segment) is not None
    )
    return FundTable(rows=tuple(fund for fund in funds if fund is not None), fields=extras)


def of_year(table: FundTable, year: int | None) -> FundTable:
    """The funds of a form's own year, where each row is another year's; the other rows are kept as fields.

    Where no row is of the form's year, none is its funds.
    """
    years = [_YEAR.fullmatch(key(row.label or "")) for row in table.rows]
    if len(years) < _SOURCES or not all(years):
        return table
    own = [match is not None and match.group(1) == str(year) for match in years]
    others = (row for row, kept in zip(table.rows, own, strict=True) if not kept)
    rows = tuple(row for row, kept in zip(table.rows, own, strict=True) if kept)
    return msgspec.structs.replace(table, rows=rows, fields=(*table.fields, *map(_of_other_year, others)))


def _of_other_year(row: Fund) -> Field:
    printed = {"年初预算": row.initial, "全年预算": row.adjusted, "执行": row.executed, "执行率": row.rate}
    value = "，".join(f"{word}{text}" for word, text in printed.items() if text is not None)
    return Field(label=f"资金（{row.label}）", value=value, place=row.place)


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


def _is_frame(token: Token) -> bool:
    """The block's own name (项目资金（万元）) repeated beside every row by a table that lost its merged cells."""
    return bool(_FRAME.fullmatch(token.key))


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
    return row if len(row) >= _SOURCES and all(_is_source(token.key) for token in row) else ()


def _is_source(text: str) -> bool:
    return is_fund_label(text) or is_source(text) or bool(_YEAR.fullmatch(text))


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
    return tuple(_source_fund(label, row, sources) for label, row in cells.items())


def _field_above(heading: Heading, source: Token) -> str:
    """The field of the last amount column that begins at or before a source's column."""
    above = [
        column.field
        for column in heading.columns
        if column.field in _AMOUNTS and (column.column or 0) <= (source.column or 0)
    ]
    return above[-1] if above else "adjusted"


def _source_fund(label: str, row: dict[str, Token], sources: Ribbon) -> Fund:
    place = next(source.place for source in sources if source.text == label)
    texts = {field: token.text for field, token in row.items() if not shapes.is_dash(token.key)}
    cells = {"label": place, **{field: token.place for field, token in row.items()}}
    return Fund(label=label, **texts, doubtful=(), place=place, cells=cells)


def transposed_funds(tokens: Ribbon) -> tuple[FundTable, Ribbon] | None:
    """Funds whose sources head the columns and whose rows are 预算数, 执行数 and so on; None where no such table stands."""
    rows: list[list[Token]] = []
    for token in tokens:
        if not rows or token.gap is Gap.ROW:
            rows.append([])
        rows[-1].append(token)
    for index, row in enumerate(rows[:-1]):
        sources = tuple(token for token in row if _is_source(token.key) and token.column is not None)
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
        funds = tuple(_source_fund(label, row_cells, sources) for label, row_cells in cells.items())
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
    if any(_is_figure(token.key) for token in row) or any(len(line) != _SOURCES for line in body):
        return False
    if row[0].shift < CERTAIN or label_at(tuple(row), 0) is not None:
        return False
    figures = [line[1].key for line in body]
    amounts = [figure for figure in figures if _AMOUNT.fullmatch(figure)]
    rates = [figure for figure in figures if shapes.is_rate(figure)]
    return any(ties(*pair, rate) for rate in rates for pair in combinations(amounts, 2))


def _may_be_measure(row: Sequence[Token]) -> bool:
    """Whether a row may be one of amounts or rates behind their word."""
    if column_word(row[0].key) is not None:
        return True
    return row[0].shift >= CERTAIN and len(row) > 1 and all(_is_figure(token.key) for token in row[1:])


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
        return all(_is_source(token.key) for token in row[1:])
    return listed_field(first, "fund") in _AMOUNTS and bool(_AMOUNT.fullmatch(second))


def unheaded_funds(tokens: Ribbon, field: str) -> tuple[FundTable, Ribbon]:
    """Funds that stand as label and figure without a heading, and the tokens that are left.

    Labels are sources (财政拨款 45), each a row whose amount fills `field`, or column words (执行数 18, 执行率 100%) of the total.
    """
    apart, told = amounts_apart(tokens)
    pairs = _Pairs(tuple(piece for token in apart for piece in _label_and_figure(token)), field)
    pairs.prove()
    if not (pairs.rows or pairs.total):
        return FundTable(), tokens
    pairs.words.extend(told)
    return pairs.table(), tuple(pairs.left)


class _Pairs:
    """Reads labels with their figures; what belongs to none is left."""

    def __init__(self, tokens: Ribbon, field: str) -> None:
        self.field = field
        self.rows: list[Fund] = []
        self.total: dict[str, Token] = {}
        self.left: list[Token] = []
        self.extras: list[Field] = []
        self.words: list[str] = []
        self.amount_of: dict[Place, str] = {}
        framed = -1  # the index behind a frame or a row of funds, where a label without a figure is a row too
        index = 0
        while index < len(tokens):
            token = tokens[index]
            figure = tokens[index + 1] if index + 1 < len(tokens) else None
            if index == framed and _is_blank_row(token, figure):
                cells = {"label": token.place, field: token.place}
                self.rows.append(Fund(label=token.text, place=token.place, cells=cells))
                index = framed = index + 1
            elif index == framed and self._is_lone_rate(token):
                self.total["rate"] = token
                index = framed = index + 1
            elif (
                figure is not None and figure.gap is not Gap.ROW and self._takes(token, figure, tokens[index + 2 :][:1])
            ):
                index = framed = index + 2
            else:
                self.left.append(token)
                index += 1
                framed = index if _is_frame(token) else framed
        if not {"initial", "adjusted", "executed"} & self.total.keys() and not self.rows:
            self.total.clear()

    def _takes(self, token: Token, figure: Token, after: Ribbon) -> bool:
        """Take a label and a figure, if they are that; a word that no list holds names one figure and no row of them."""
        if not _is_figure(figure.key):
            return False
        word = column_word(token.key)
        if word is None and is_fund_label(token.key):
            self._row(token, figure)
            return True
        if word is None and not any(each.gap is not Gap.ROW and _AMOUNT.fullmatch(each.key) for each in after):
            word = _built_word(token)
        if word == "adjusted" and "调整" in token.key and self.total.keys() & {"initial", "adjusted"} == {"adjusted"}:
            self.total["initial"] = self.total.pop("adjusted")
        if word is None or word in self.total:
            return False
        self.total[word] = figure
        self.words.append(token.text)
        if word in _AMOUNTS:
            self.amount_of[token.place] = word
        return True

    def _row(self, token: Token, figure: Token) -> None:
        # Within one cell a source's figure is of the kind told before it: 执行数：118，其中：财政拨款100.
        field = self.amount_of.get(token.place, self.field)
        same = next((index for index, row in enumerate(self.rows) if key(row.label or "") == key(token.text)), None)
        if same is not None and getattr(self.rows[same], field) is None:
            cells = {**self.rows[same].cells, field: figure.place}
            self.rows[same] = msgspec.structs.replace(self.rows[same], **{field: figure.text}, cells=cells)
            return
        cells = {"label": token.place, field: figure.place}
        fund = Fund(label=token.text, **{field: figure.text}, doubtful=(), place=token.place, cells=cells)
        earlier = self.rows[-1] if self.rows and token.gap is not Gap.ROW else None
        if earlier is not None and key(earlier.label or "") == key(token.text):
            # The same source twice in a row: first for the whole period, then for the year.
            self.rows.pop()
            period = f"{earlier.label}（中期）"
            self.extras.append(Field(label=period, value=getattr(earlier, field), place=earlier.place))
        self.rows.append(fund)

    def _is_lone_rate(self, token: Token) -> bool:
        """Whether a figure behind the amounts is their execution rate, as the amounts prove."""
        spent, budget = self.total.get("executed"), self.total.get("adjusted", self.total.get("initial"))
        if "rate" in self.total or spent is None or budget is None or token.gap is Gap.ROW:
            return False
        return shapes.is_rate(token.key) and ties(budget.key, spent.key, token.key)

    def prove(self) -> None:
        """Take the amount beside an unknown word for the budget or what was spent, where the printed rate is what they make."""
        known, rate = self.total.keys() & _AMOUNTS, self.total.get("rate")
        if rate is None or len(known & {"executed", "adjusted"}) != 1:
            return
        for label, figure in pairwise(list(self.left)):
            if figure.gap is not Gap.CELL or figure.shift < CERTAIN or not _AMOUNT.fullmatch(figure.key):
                continue
            spent, budget = self.total.get("executed", figure), self.total.get("adjusted", figure)
            if ties(budget.key, spent.key, rate.key) and label_at((label,), 0) is None:
                self.total["adjusted" if "executed" in self.total else "executed"] = figure
                self.words.append(label.text)
                self.left = [token for token in self.left if token is not label and token is not figure]
                return

    def table(self) -> FundTable:
        """The rows of what was taken; amounts of the total go to its row where one stands alone."""
        rows = list(self.rows)
        if self.total:
            cells = {name: figure.place for name, figure in self.total.items()}
            texts = {name: figure.text for name, figure in self.total.items()}
            if self.field == "initial" and texts.keys() == {"adjusted"}:
                # The form of a goal has one amount, whatever it calls it.
                texts, cells = {self.field: texts["adjusted"]}, {self.field: cells["adjusted"]}
            if len(rows) == 1 and self.field not in texts and key(rows[0].label or "").rstrip(":") in _TOTAL_LABELS:
                rows = [msgspec.structs.replace(rows[0], **texts, cells={**rows[0].cells, **cells})]
            else:
                place = next(iter(cells.values()))
                rows.insert(0, Fund(label=TOTAL_LABEL, **texts, doubtful=(), place=place, cells=cells))
        return FundTable(rows=tuple(rows), fields=tuple(self.extras), words=tuple(self.words))


def _label_and_figure(token: Token) -> tuple[Token, ...]:
    """A cell of a real table that holds an amount behind its name as two: 年初预算18万元."""
    match = _NAMED_AMOUNT.fullmatch(token.key) if not token.prose and token.column is not None else None
    if match is None or len(token.text) != len(token.key) or fund_field(match.group(1)) not in _MEASURED:
        return (token,)
    label = msgspec.structs.replace(token, text=token.text[: match.end(1)], key=match.group(1))
    figure = token.text[match.start(2) :]
    return label, msgspec.structs.replace(token, text=figure, key=match.group(2), gap=Gap.CELL)


def _built_word(token: Token) -> str | None:
    """The field that a cell of a real table names by how its words are built: 预算（万元）, 使用率."""
    if token.prose or token.column is None or len(token.key) > _LONGEST_WORD or label_at((token,), 0) is not None:
        return None
    field = fund_field(token.key)
    return field if field in _MEASURED else None


def _is_blank_row(token: Token, after: Token | None) -> bool:
    """Whether a cell of a table is the label of a row of funds that has no figure."""
    ends = after is None or after.gap is Gap.ROW
    return ends and not token.prose and token.column is not None and is_fund_label(token.key)


def _is_figure(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text)) or shapes.is_rate(text)


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
    return 0.0 if _AMOUNT.fullmatch(text) or shapes.is_damaged_figure(text) else 9.0


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


def is_fund_label(text: str) -> bool:
    """A row label of the fund table: 其中：财政拨款, 年度资金总额："""
    whole = _SUFFIX.sub("", key(text))
    plain = re.sub(r"^(?:其中:?|\d+[.、,]|[一二三四五六]+[、.,])", "", whole)
    return whole == "其中" or bool({whole, plain} & keys(words().fund_labels))


def _fund(tokens: Ribbon, row: AlignedRow, names: list[str], printed: tuple[str, ...]) -> Fund | None:
    cells = {names[slot]: segment for slot, segment in sorted(row.cells.items())}
    texts = {field: text_of(tokens, segment) for field, segment in cells.items()}
    amounts = {field: texts.get(field) for field in ("initial", "adjusted", "executed", "weight", "rate", "score")}
    label = texts.get("label")
    if label is None and not any(amounts.values()):
        return None
    if label is not None and not is_fund_label(label) and not any(amounts.values()):
        return None
    if any(text and not _DIGIT.search(text) and not shapes.is_dash(key(text)) for text in map(texts.get, _AMOUNTS)):
        return None
    first = min(cells.values(), key=lambda segment: segment.start)
    # A column of the heading that is blank in this row has a cell too: what is missing there can be pointed at.
    columns = {*cells, *printed} & set(Fund.__struct_fields__)
    places = {field: tokens[cells[field].start if field in cells else first.start].place for field in sorted(columns)}
    return Fund(label=label or TOTAL_LABEL, **amounts, doubtful=(), place=tokens[first.start].place, cells=places)
