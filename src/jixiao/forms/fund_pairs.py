"""Funds without a heading: labels with their figures beside them, or told in words within a cell."""

import re
from itertools import pairwise

import msgspec

from jixiao.forms import shapes
from jixiao.forms.fund_rows import AMOUNT, AMOUNTS, TOTAL_LABEL, FundTable, is_fund_figure, is_fund_frame, is_fund_label
from jixiao.forms.fund_texts import amounts_apart, points_word
from jixiao.forms.headings import column_word
from jixiao.forms.labels import label_at
from jixiao.forms.ribbon import CERTAIN, Gap, Ribbon, Token
from jixiao.forms.unlisted import fund_field, ties
from jixiao.forms.words import key
from jixiao.model import Field, Fund
from jixiao.places import Place

_NAMED_AMOUNT = re.compile(r"([^\d]{2,10}?)[:为是]?(\d[\d,]*(?:\.\d+)?(?:元|万元|亿元|%))")
_MEASURED = frozenset({"initial", "adjusted", "executed", "rate"})
_TOTAL_LABELS = frozenset({"年度资金总额", "资金总额", "项目资金总额", "年度预算总额", "总额", "合计", "总计"})
_LONGEST_WORD = 14


def unheaded_funds(tokens: Ribbon, field: str) -> tuple[FundTable, Ribbon]:
    """Funds that stand as label and figure without a heading, and the tokens that are left.

    Labels are sources (财政拨款 45), each a row whose amount fills `field`, or column words (执行数 18, 执行率 100%) of the total.
    """
    apart, told = amounts_apart(tokens)
    pairs = _Pairs(tuple(piece for token in apart for piece in _label_and_figure(token)), field)
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
                framed = index if is_fund_frame(token) else framed
        self.prove()
        if not AMOUNTS & self.total.keys() and not self.rows:
            self.total.clear()

    def _takes(self, token: Token, figure: Token, after: Ribbon) -> bool:
        """Take a label and a figure, if they are that; a word that no list holds names one figure and no row of them."""
        if not is_fund_figure(figure.key):
            return False
        word = column_word(token.key)
        if word is None and "executed" in self.total:
            word = points_word(token.key)
        if word is None and is_fund_label(token.key):
            self._row(token, figure)
            return True
        if word is None and not any(each.gap is not Gap.ROW and AMOUNT.fullmatch(each.key) for each in after):
            word = _built_word(token)
        if word == "adjusted" and "调整" in token.key and self.total.keys() & {"initial", "adjusted"} == {"adjusted"}:
            self.total["initial"] = self.total.pop("adjusted")
        if word is None or word in self.total:
            return False
        self.total[word] = figure
        self.words.append(token.text)
        if word in AMOUNTS:
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
        """Take the amounts beside unknown words for the budget and what was spent, where the printed rate is what they make."""
        known, rate = self.total.keys() & AMOUNTS, self.total.get("rate")
        unknown = [
            (label, figure)
            for label, figure in pairwise(self.left)
            if figure.gap is Gap.CELL
            and figure.shift >= CERTAIN
            and AMOUNT.fullmatch(figure.key)
            and label_at((label,), 0) is None
        ]
        if rate is None:
            return
        if len(known & {"executed", "adjusted"}) == 1:
            field = "adjusted" if "executed" in known else "executed"
            for label, figure in unknown:
                of = {**self.total, field: figure}
                if ties(of["adjusted"].key, of["executed"].key, rate.key):
                    self._take(field, label, figure)
                    return
        elif not known & {"executed", "adjusted"}:
            pairs = [pair for pair in pairwise(unknown) if ties(pair[0][1].key, pair[1][1].key, rate.key)]
            for field, (label, figure) in zip(
                ("adjusted", "executed"), pairs[0] if len(pairs) == 1 else (), strict=False
            ):
                self._take(field, label, figure)

    def _take(self, field: str, label: Token, figure: Token) -> None:
        self.total[field] = figure
        self.words.append(label.text)
        self.left = [token for token in self.left if token is not label and token is not figure]

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
