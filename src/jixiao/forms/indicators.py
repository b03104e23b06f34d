"""The indicator table: from the tokens below a heading to rows with their levels filled down."""

import re
from collections.abc import Callable

import msgspec

from jixiao.forms import shapes
from jixiao.forms.alignment import AlignedRow, Joins, Segment, Slot, align, text_of
from jixiao.forms.headings import Heading
from jixiao.forms.levels import is_level_word, level_fit, split_points
from jixiao.forms.ribbon import Gap, Ribbon, Token
from jixiao.forms.ungluing import row_pieces
from jixiao.forms.words import key, keys, words
from jixiao.model import Indicator, Unread
from jixiao.places import Place

_SHIFT = 0.3
"""Cost per column of a cell that stands beside its column in rows whose blanks were dropped."""
_BLANK = 0.9
"""Share of the cost of an empty cell that is given back when its blank is there to be seen."""
_DOUBT = 0.35
"""A cut whose rival is not dearer than this is reported as doubtful."""
_SKIPS: dict[str, tuple[int, float]] = {
    "ordinal": (1, 0.3),
    "level1": (6, 0.1),
    "level2": (6, 0.3),
    "name": (12, 5.0),
    "operator": (2, 0.8),
    "target": (14, 1.5),
    "unit": (2, 0.4),
    "actual": (14, 1.5),
    "weight": (1, 3.0),
    "score": (1, 3.0),
    "converted_score": (1, 0.5),
    "rule": (40, 0.3),
    "note": (60, 0.1),
    "remark": (60, 0.1),
    "forecast": (10, 0.8),
    "likelihood": (3, 0.5),
    "reviewed_actual": (8, 0.8),
    "reviewed_score": (1, 0.8),
    "deviation": (2, 0.4),
    "explanation": (20, 0.3),
}
"""Per field: the most tokens a cell takes, and the cost of an empty cell."""
_OPERATORS = frozenset("≥≤><=") | {
    "定性",
    "定量",
    "大于等于",
    "小于等于",
    "等于",
    "大于",
    "小于",
    "正向",
    "反向",
    ">=",
    "<=",
    "约",
}
_LIKELIHOODS = frozenset({"确定能", "有可能", "完全不可能", "能", "不能", "可能", "确定", "不可能"})
_VALUES = frozenset({"target", "actual"})
_TICKS = frozenset("√✓✔☑")
_OPENERS = "，。、；：）”’！？,;:)%》"


class IndicatorTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one table with the points its labels printed, and what could not be placed."""

    rows: tuple[Indicator, ...]
    level1_weights: dict[str, str]
    level2_weights: dict[str, str]
    unread: tuple[Unread, ...]


def read_indicators(tokens: Ribbon, heading: Heading, above: IndicatorTable | None = None) -> IndicatorTable:
    """Read the rows below a heading; cells whose cut is uncertain are named in `doubtful`.

    `above` is the table that this one continues after a page break: its last levels still hold.
    """
    fields = heading.fields()
    tokens = _ticked(tokens, heading)
    refined = _refine(tokens, heading)
    slots = [Slot(field=field, longest=_SKIPS[field][0], skip=_SKIPS[field][1]) for field in fields]
    rows_known = any(token.gap is Gap.ROW and not token.prose for token in refined)
    rows = align(
        refined,
        slots,
        _fit(refined, heading),
        _follow(refined, heading),
        _joins(heading, refined),
        rows_known=rows_known,
    )
    filling = _Filling(refined, fields)
    if above is not None and above.rows:
        filling.level1, filling.level2 = above.rows[-1].level1, above.rows[-1].level2
    return filling.table(rows)


def _ticked(tokens: Ribbon, heading: Heading) -> Ribbon:
    """Resolve ticks below a second heading row of likelihoods (确定能 | 有可能 | 完全不可能) to the word they stand under."""
    count = next((i for i, token in enumerate(tokens) if i and token.gap is Gap.ROW), 0)
    row = tokens[:count]
    place = next((column.column for column in heading.columns if column.field == "likelihood"), None)
    if not row or place is None or any(token.key not in _LIKELIHOODS for token in row):
        return tokens
    words_at = {token.column: token.text for token in row}
    return tuple(
        msgspec.structs.replace(token, text=words_at[token.column], key=key(words_at[token.column]), column=place)
        if token.key in _TICKS and token.column in words_at
        else token
        for token in tokens[count:]
    )


def _joins(heading: Heading, tokens: Ribbon) -> Joins:
    """How loose the text is.

    Where columns stand wide apart a single space means little; where each heading word has a line of its own a line break is nearly a
    cell boundary.
    """
    wide = any(token.gap is Gap.WIDE for token in tokens)
    if heading.glued:
        return Joins(space=0.3, line=0.8, blank=0.8, glue=0.3, divide=0.0)
    if heading.lines:
        return Joins(line=2.5, blank=3.0, space=0.1)
    return Joins(space=0.1 if wide else 0.4)


def _fit(tokens: Ribbon, heading: Heading) -> Callable[[int, str, int], float]:
    fields = heading.fields()
    columns = [(column.column, column.span) for column in heading.columns]

    def cost(slot: int, text: str, first: int) -> float:
        token = tokens[first]
        column, span = columns[slot]
        shift = 0.0
        if token.column is not None and column is not None:
            outside = max(column - token.column, token.column - (column + span - 1), 0)
            shift = outside * (50.0 if token.firm else _SHIFT)
        # In running lines a lone character is the broken end of a word, not a cell.
        lone = 1.4 if token.prose and len(text) == 1 and fields[slot] in _VALUES and not text.isdigit() else 0.0
        return shift + lone + _LOOKS[fields[slot]](text)

    return cost


def _looks_level1(text: str) -> float:
    return level_fit(text, 1)


def _looks_level2(text: str) -> float:
    return level_fit(text, 2)


def _looks_name(text: str) -> float:
    if shapes.is_number(text) or shapes.is_dash(text):
        return 6.0
    cost = 4.0 if shapes.starts_with_comparison(text) else (2.5 if shapes.is_value(text) else 0.0)
    cost += 2.0 if is_level_word(text) else 0.0
    cost += 2.5 if shapes.is_rule(text) else 0.0
    cost += 1.0 if shapes.is_sentence(text) else 0.0
    cost += 0.8 if re.search(r"\d%$", text) else 0.0
    cost += 5.0 if text[0] in _OPENERS or text == "指标" else 0.0
    cost += 4.0 if text.endswith(("达成预期指标", "达成年度指标")) and len(text) > 7 else 0.0
    return cost + (1.0 if len(text) > 80 else 0.0)


def _looks_value(text: str) -> float:
    if text[0] in _OPENERS:
        return 5.0
    if shapes.is_dash(text):
        return 0.3
    if shapes.is_value(text):
        return 0.2 if shapes.is_points(text) else 0.0
    cost = 0.6 + (2.0 if is_level_word(text) else 0.0) + (2.0 if shapes.is_rule(text) else 0.0)
    cost += 1.5 if re.search(r"[^≥≤<>=][≥≤]", text) and text.count("≥") + text.count("≤") == 1 else 0.0
    return cost + (3.0 if text.endswith(("达成预期指标", "达成年度指标")) else 0.0)


def _looks_points(text: str) -> float:
    if shapes.is_points(text):
        return 0.0
    if shapes.is_dash(text):
        return 1.0
    if shapes.is_damaged_number(text):
        return 2.0
    return 4.0 if shapes.is_rate(text) else 9.0


def _looks_rule(text: str) -> float:
    if shapes.is_rule(text):
        return 0.0
    return 4.0 if shapes.is_value(text) else 1.5


def _looks_note(text: str) -> float:
    if shapes.is_points(text):
        return 3.0
    cost = 1.2 if shapes.is_value(text) else 0.5
    cost += 3.0 if is_level_word(text) else 0.0
    cost += 1.0 if shapes.is_rule(text) else 0.0
    return cost + (4.0 if text[0] in "，；：）)" else 0.0)


def _looks_remark(text: str) -> float:
    return _looks_note(text) + 0.1


def _looks_operator(text: str) -> float:
    return 0.0 if text in _OPERATORS else 6.0


def _looks_unit(text: str) -> float:
    if shapes.is_number(text) or text in _OPERATORS:
        return 5.0
    return 0.0 if len(text) <= 5 else 4.0


def _looks_ordinal(text: str) -> float:
    return 0.0 if re.fullmatch(r"\d{1,3}[.、]?", text) else 7.0


def _looks_likelihood(text: str) -> float:
    return 0.0 if text in _LIKELIHOODS else 2.5


def _looks_deviation(text: str) -> float:
    return 0.0 if shapes.is_rate(text.lstrip("-+")) or shapes.is_number(text) else 1.2


def _looks_explanation(text: str) -> float:
    return 3.0 if shapes.is_points(text) else 1.0


_LOOKS: dict[str, Callable[[str], float]] = {
    "ordinal": _looks_ordinal,
    "level1": _looks_level1,
    "level2": _looks_level2,
    "name": _looks_name,
    "operator": _looks_operator,
    "target": _looks_value,
    "unit": _looks_unit,
    "actual": _looks_value,
    "weight": _looks_points,
    "score": _looks_points,
    "converted_score": _looks_points,
    "rule": _looks_rule,
    "note": _looks_note,
    "remark": _looks_remark,
    "forecast": _looks_value,
    "likelihood": _looks_likelihood,
    "reviewed_actual": _looks_value,
    "reviewed_score": _looks_points,
    "deviation": _looks_deviation,
    "explanation": _looks_explanation,
}


def _follow(tokens: Ribbon, heading: Heading) -> Callable[[int, str, int, int, str, int], float]:
    """What neighbours in a row say of each other.

    Target and actual are of one kind, a score does not exceed its weight, and two cells that keep their distance show that the columns
    between them are blank and not lost.
    """
    fields = heading.fields()
    columns = [column.column for column in heading.columns]

    def offset(token: Token, slot: int) -> int | None:
        column = columns[slot]
        return None if token.column is None or column is None else token.column - column

    def cost(slot: int, text: str, first: int, before: int, text_before: str, first_before: int) -> float:
        skipped = fields[before + 1 : slot]
        if skipped:
            here = offset(tokens[first], slot)
            kept = here is not None and here == offset(tokens[first_before], before)
            return -_BLANK * sum(_SKIPS[field][1] for field in skipped) if kept else 0.0
        pair = (fields[before], fields[slot])
        if pair == ("target", "actual"):
            if text == text_before:
                return -0.8
            return -0.5 if _unit(text) and _unit(text) == _unit(text_before) else 0.0
        if pair == ("weight", "score") and shapes.is_points(text) and shapes.is_points(text_before):
            return 1.0 if float(text.removesuffix("分")) > float(text_before.removesuffix("分")) else 0.0
        return 0.0

    return cost


def _unit(text: str) -> str:
    match = re.fullmatch(r"[≥≤<>=约不低于超过少]*[\d.,]+(\D{1,4})", text)
    return match.group(1) if match else ""


_GLUED_PHRASE = re.compile(
    r"(.+?)(达成预期指标|达成年度指标|部分达成年度指标并具有一定效果|部分达成年度指标|未达成年度指标且效果较差)$"
)


def _refine(tokens: Ribbon, heading: Heading) -> Ribbon:
    """Divide tokens in which cells run together: a level word or an achievement phrase at an edge, everything where nothing divides."""
    refined: list[Token] = []
    opening: Gap | None = None
    for token in tokens:
        if token.gap is Gap.ROW and not token.prose and token.key in keys(words().frames):
            opening = token.gap
            continue
        if opening is not None:
            token = msgspec.structs.replace(token, gap=max(opening, token.gap))  # noqa: PLW2901 - the frame's gap passes on
            opening = None
        pieces = _glued_pieces(token, heading)
        for index, piece in enumerate(pieces):
            gap = token.gap if index == 0 else (Gap.SPACE if piece[:1] == " " else Gap.GLUE)
            text = piece.strip()
            if text:
                refined.append(msgspec.structs.replace(token, text=text, key=key(text), gap=gap))
    return tuple(refined)


def _glued_pieces(token: Token, heading: Heading) -> list[str]:
    if not token.prose:
        first, space, rest = token.text.partition(" ")
        if space and _level_of(token.text) is None and _level_of(first) is not None and len(key(rest)) > 2:
            return [first, " " + rest]
        return [token.text]
    if heading.glued and len(token.key) > 3:
        return row_pieces(token.text)
    match = _GLUED_PHRASE.match(token.text)
    return [match.group(1), match.group(2)] if match else [token.text]


def _level_of(text: str) -> str | None:
    """The text when it is a level word that also says 指标 or carries points, so that it cannot be the start of a name."""
    plain = key(text)
    return text if is_level_word(text) and (plain.endswith(("指标", ")", "满意度"))) else None


_CHECKED = frozenset({"target", "actual", "weight", "score"})


def _damaged(field: str, text: str | None) -> bool:
    """A cell that a scan has visibly spoilt: a number with letters in it, a mark for an unreadable character."""
    if text is None:
        return False
    if field in {"weight", "score"}:
        return not shapes.is_points(key(text))
    return shapes.is_damaged_text(key(text))


class _Filling:
    """Turns aligned rows into indicators: carries the levels down, joins operator, value and unit, names what is doubtful."""

    def __init__(self, tokens: Ribbon, fields: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.fields = fields
        self.level1: str | None = None
        self.level2: str | None = None
        self.level1_weights: dict[str, str] = {}
        self.level2_weights: dict[str, str] = {}
        self.unread: list[Unread] = []

    def table(self, rows: list[AlignedRow]) -> IndicatorTable:
        indicators = [indicator for row in rows if (indicator := self._indicator(row)) is not None]
        return IndicatorTable(
            rows=tuple(indicators),
            level1_weights=self.level1_weights,
            level2_weights=self.level2_weights,
            unread=tuple(self.unread),
        )

    def _indicator(self, row: AlignedRow) -> Indicator | None:
        cells = {self.fields[slot]: segment for slot, segment in sorted(row.cells.items())}
        texts = {field: text_of(self.tokens, segment) for field, segment in cells.items()}
        self._carry(texts)
        for index in row.strays:
            token = self.tokens[index]
            self.unread.append(Unread(text=token.text, why="这个单元格对不上任何一列。", place=token.place))
        name = texts.get("name")
        said = [field for field in texts if field not in ("level1", "level2", "ordinal") and texts[field] is not None]
        if not said or (said == ["name"] and name is not None and _level_of(name) is not None):
            return None
        if name is not None and shapes.is_placeholder(name) and not {"target", "actual", "score"} & set(said):
            return None
        values = {field: texts.get(field) for field in Indicator.__struct_fields__ if field in texts}
        values["target"] = self._target(texts)
        values.update(level1=self.level1, level2=self.level2, name=name)
        return Indicator(
            **values,
            doubtful=self._doubtful(cells, texts, strays=bool(row.strays)),
            confidence=self._confidence(cells),
            place=self._place(cells),
            cells={
                field: self.tokens[segment.start].place
                for field, segment in cells.items()
                if field in Indicator.__struct_fields__
            },
        )

    def _carry(self, texts: dict[str, str | None]) -> None:
        first, second = texts.get("level1"), texts.get("level2")
        if first is not None:
            label = split_points(first)
            if label.text != self.level1:
                self.level1, self.level2 = label.text, None
            if label.points:
                self.level1_weights[label.text] = label.points
        if second is not None:
            label = split_points(second)
            self.level2 = label.text
            if label.points:
                self.level2_weights[label.text] = label.points

    @staticmethod
    def _target(texts: dict[str, str | None]) -> str | None:
        target, operator, unit = texts.get("target"), texts.get("operator"), texts.get("unit")
        if target is None:
            return None
        operator = operator if operator is not None and key(operator) not in {"定性", "定量", "正向", "反向"} else ""
        unit = unit if unit is not None and shapes.is_number(key(target)) else ""
        return f"{operator}{target}{unit}"

    @staticmethod
    def _doubtful(cells: dict[str, Segment], texts: dict[str, str | None], *, strays: bool) -> tuple[str, ...]:
        doubtful = [
            field
            for field, segment in cells.items()
            if segment.margin < _DOUBT and field in Indicator.__struct_fields__
        ]
        doubtful += [
            field
            for field in cells
            if field not in doubtful and field in _CHECKED and _damaged(field, texts.get(field))
        ]
        if strays:
            doubtful += [
                field for field in ("target", "actual", "weight", "score") if field not in doubtful and field in cells
            ]
        return tuple(doubtful)

    @staticmethod
    def _confidence(cells: dict[str, Segment]) -> float:
        worst = max((segment.cost for segment in cells.values()), default=0.0)
        margin = min((segment.margin for segment in cells.values()), default=10.0)
        return round(max(0.0, min(1.0, 1.0 - worst / 10.0)) * (1.0 if margin >= _DOUBT else 0.6), 2)

    def _place(self, cells: dict[str, Segment]) -> Place:
        anchor = cells.get("name") or min(cells.values(), key=lambda segment: segment.start)
        return self.tokens[anchor.start].place
