"""From text to typed value (指标值的语法).

    value     = part | part { separator part }            separators ，,;。、且 outside brackets; several parts are a Compound
    part      = quantity | range | deadline | relative | phrase | text
    quantity  = [subject] {per | verb | comparison} figure {comparison | （含）} [tail]
    figure    = ["-"] number [scale] [余|多] [unit] ["/" per | per…]  |  百分之N  |  M分之N  |  N成
    range     = [subject] {per | verb} number [unit] [（含）] ("-" | "~" | 至 | 到) number [unit] [（含）] {内} [tail]
              | [subject] {per | verb} number [unit] "±" number [unit] {内} [tail]                        (90%±2%: 88 to 92)
              | comparison figure [且] comparison figure  |  figure comparison [x] comparison figure     (5%≤x≤10%)
    deadline  = [subject] [每 period] date [底|末|初|…] [前|以前|内] [tail]
    relative  = [subject] comparison reference            低于全国平均水平
    phrase    = achievement | absence | coverage | trend  recognised only where no figure stands
    text      = anything else, kept as it is
    part      = part "(" remark ")"                        84.1%（电话回访1,200人）: the figures of a remark are none of the value

A leading date that is no limit (2023年底，…) tells when the figures were taken and is not a part of its own. Two opposite bounds in
two parts (≥60%，<80%) are one range. Wherever a figure stands in a way the grammar does not know, the whole text stays free text: a
wrong number is worse than none.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from jixiao.targets import lexicon, phrases
from jixiao.targets.characters import key
from jixiao.targets.dates import Days
from jixiao.targets.lexer import Lexeme, Measure, lex, tokens
from jixiao.targets.units import BARE, UNITS, Unit
from jixiao.targets.values import Compound, Deadline, FreeText, Operator, Part, Quantity, Range, Relative, Token, Value

LONGEST = 400
"""Longer texts are narrative, not values, and are kept without a closer look."""

MOST_TOKENS = 60
"""A part of more tokens is prose as well; the bound keeps the time of matching its shape small."""

MARGIN = " 。.，,；;、！!：:"
"""Punctuation around a part that means nothing."""

_QUANTITY = re.compile(
    r"(?P<subject>[wqypasji]*?)(?P<lead>[pao]*)(?P<figure>j?(?:[nh]u?r?|f)p*)(?P<after>[si]*)(?P<tail>[wqya]*)"
)
_RANGE = re.compile(
    r"(?P<subject>[wqypasi]*?)(?P<lead>[pa]*)(?P<low>(?:[nh]u?|f)i?)j(?P<high>(?:[nh]u?r?|f)i?)(?P<after>s?)(?P<tail>[wqya]*)"
)
_TOLERANCE = re.compile(
    r"(?P<subject>[wqypasi]*?)(?P<lead>[pa]*)(?P<centre>nu?)y(?P<margin>nu?)(?P<after>s?)(?P<tail>[wqya]*)"
)
_BOUNDS = re.compile(r"(?P<subject>[wqypasi]*?)(?P<one>o(?:[nh]u?|f))e?(?P<two>o(?:[nh]u?r?|f))(?P<tail>[wqya]*)")
_BETWEEN = re.compile(r"(?P<low>(?:[nh]u?|f)o)w?(?P<high>o(?:[nh]u?r?|f))")
_DEADLINE = re.compile(r"(?P<subject>[wqyajps]*)d(?P<tail>[wqyas]*)")
_RELATIVE = re.compile(r"(?P<subject>[wqypasij]*(?:nu)?)o(?P<reference>[wqypadj]+)")
_PER_SIGN = re.compile(r"每(?:一?个|一|名|位)?|\(.*")
_FIGURES = frozenset("nhfdx")
_OPPOSITE = ({Operator.GE, Operator.GT}, {Operator.LE, Operator.LT})
_COMPARED = re.compile(r"(?:较|比|相较于?|对比|相比)$")
_COMPARED_WITH = re.compile(r"[与和同]$")
_AND_COMPARED = re.compile(r"相比|相较|持平|一致|基本")
"""A date that something is compared with (较2022年底增加) is no deadline."""
_STRICT_SYMBOL = re.compile(r"[≥≤<>=]+")


class _Figure(NamedTuple):
    number: Decimal
    unit: Unit
    per: tuple[str, ...]
    more: bool


class _Piece(NamedTuple):
    """A stretch of the text between separators: its tokens without blanks, their kinds as one string, and its offsets."""

    lexemes: list[Lexeme]
    shape: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def parse(text: str) -> Value:
    """Type a printed target or actual by the grammar above; never raises. The tokens' spans cover the text exactly."""
    if len(text) > LONGEST:
        return FreeText(text=text, tokens=(Token("words", 0, len(text)),))
    lexemes = lex(text)
    cover = tokens(lexemes)
    if not any(lexeme.kind in _FIGURES for lexeme in lexemes):
        relative = _relative(_piece(lexemes), text, cover) if any(lexeme.kind == "o" for lexeme in lexemes) else None
        return relative or phrases.phrase(text, key(text).strip(MARGIN), cover)
    if any(lexeme.kind == "x" for lexeme in lexemes):
        return FreeText(text=text, tokens=cover)
    pieces = _pieces(lexemes)
    if len(pieces) == 1:
        return _part(pieces[0], text, cover) or FreeText(text=text, tokens=cover)
    return _compound(pieces, text, cover)


def _pieces(lexemes: list[Lexeme]) -> list[_Piece]:
    """Cut at separators outside brackets; 、 and 且 separate only where figures stand on both sides of them."""
    pieces: list[list[Lexeme]] = [[]]
    depth = 0
    for lexeme in lexemes:
        depth += (lexeme.text == "(") - (lexeme.text == ")")
        weak = lexeme.text in ("、", "且", "并且")
        if lexeme.kind == "e" and depth <= 0 and (not weak or any(item.kind in _FIGURES for item in pieces[-1])):
            pieces.append([])
        else:
            pieces[-1].append(lexeme if lexeme.kind != "e" else lexeme._replace(kind="q"))
    return [piece for piece in map(_piece, pieces) if piece.shape.strip("q")]


def _piece(lexemes: list[Lexeme]) -> _Piece:
    solid = [lexeme for lexeme in lexemes if lexeme.kind != "b"]
    while solid and solid[-1].kind == "q" and solid[-1].text in MARGIN:
        solid.pop()
    shape = "".join(lexeme.kind for lexeme in solid)
    return _Piece(solid, shape, solid[0].start if solid else 0, solid[-1].end if solid else 0)


def _compound(pieces: list[_Piece], text: str, cover: tuple[Token, ...]) -> Value:
    """Type each piece; a figure not understood in any of them leaves the whole text free."""
    parts: list[Part] = []
    for piece in pieces:
        inside = text[piece.start : piece.end]
        spans = tuple(token for token in cover if piece.start <= token.start < piece.end)
        if _FIGURES.isdisjoint(piece.shape):
            part = _relative(piece, inside, spans) if "o" in piece.shape else None
            parts.append(part or phrases.phrase(inside, key(inside).strip(MARGIN), spans))
            continue
        understood = _part(piece, inside, spans)
        if understood is None:
            return FreeText(text=text, tokens=cover)
        parts += understood.parts if isinstance(understood, Compound) else (understood,)
    first = parts[0]
    if isinstance(first, Deadline) and not first.before and any(isinstance(part, Quantity | Range) for part in parts):
        parts = parts[1:]
    if len(parts) == 2 and (joined := _joined(parts[0], parts[1], text, cover)):
        return joined
    if len(parts) == 1:
        return _whole(parts[0], text, cover)
    return Compound(text=text, tokens=cover, parts=tuple(parts))


def _whole(part: Part, text: str, cover: tuple[Token, ...]) -> Part:
    """Give the only part of a text the whole text and its tokens."""
    fields = {field: getattr(part, field) for field in part.__struct_fields__} | {"text": text, "tokens": cover}
    return type(part)(**fields)


def _joined(one: Part, two: Part, text: str, cover: tuple[Token, ...]) -> Range | None:
    """Join a lower and an upper bound of the same measure into a range; the second must have no subject of its own."""
    if not (isinstance(one, Quantity) and isinstance(two, Quantity)) or two.subject or one.change or two.change:
        return None
    sides = [
        next((side for side, members in enumerate(_OPPOSITE) if part.operator in members), None) for part in (one, two)
    ]
    if None in sides or sides[0] == sides[1] or one.unit.base != two.unit.base or one.per != two.per:
        return None
    low, high = (one, two) if sides[0] == 0 else (two, one)
    return _bounded(low, high, one.subject, text, cover)


def _bounded(low: Quantity, high: Quantity, subject: str | None, text: str, cover: tuple[Token, ...]) -> Range | None:
    measure = high.unit
    lowest = low.number if low.unit == measure else low.value / measure.factor
    if lowest > high.number:
        return None
    return Range(
        text=text,
        tokens=cover,
        low=lowest,
        high=high.number,
        unit=measure,
        per=high.per,
        low_included=low.operator == Operator.GE,
        high_included=high.operator == Operator.LE,
        subject=subject,
    )


def _part(piece: _Piece, text: str, cover: tuple[Token, ...]) -> Value | None:
    """Type a piece that holds a figure or a date, without the remark behind it; None when the grammar does not know its shape."""
    head = _before_remark(piece)
    if head is None:
        return _stated(piece, text, cover)
    opening = piece.lexemes[len(head.lexemes)].start
    covered = (*(token for token in cover if token.start < opening), Token("remark", opening, cover[-1].end))
    if _tells_when(head):
        return _stated(piece, text, cover) or _stated(head, text, covered)
    return _stated(head, text, covered) or _stated(piece, text, cover)


def _tells_when(head: _Piece) -> bool:
    """Tell whether only a month or year stands before the bracket, so that the figure in it may be the value: 2023年（95%）."""
    dates = [lexeme.meaning for lexeme in head.lexemes if isinstance(lexeme.meaning, Days)]
    return _FIGURES.intersection(head.shape) == {"d"} and all(day.first != day.last and not day.before for day in dates)


def _before_remark(piece: _Piece) -> _Piece | None:
    """The figure or date before a bracket that ends the piece and holds figures of its own; None where there is no such bracket.

    A bracket that bounds something or sets a day (其中重点人群≥95%, 6月底前) is a further demand, no remark.
    """
    if not piece.lexemes or piece.lexemes[-1].text != ")":
        return None
    depth = 0
    for index in range(len(piece.lexemes) - 1, -1, -1):
        depth += (piece.lexemes[index].text == ")") - (piece.lexemes[index].text == "(")
        if not depth:
            break
    inside = piece.lexemes[index + 1 : -1]
    demands = any(
        lexeme.kind in "os" or (isinstance(lexeme.meaning, Days) and lexeme.meaning.before) for lexeme in inside
    )
    head = _piece(piece.lexemes[:index])
    if depth or demands or _FIGURES.isdisjoint(head.shape) or not any(lexeme.kind in _FIGURES for lexeme in inside):
        return None
    return head


def _stated(piece: _Piece, text: str, cover: tuple[Token, ...]) -> Value | None:
    """Type a piece as the grammar has it, remarks aside."""
    shape = piece.shape
    if len(shape) > MOST_TOKENS:
        return None
    if "d" not in shape:
        return _figures(piece, text, cover)
    if _FIGURES.intersection(shape) == {"d"} and "o" not in shape:
        return _deadline(piece, text, cover)
    context = re.match(r"[aj]?dq?", shape)
    if context is None:
        return _relative(piece, text, cover)
    day = next(lexeme for lexeme in piece.lexemes if lexeme.kind == "d")
    meaning = day.meaning
    rest = piece._replace(lexemes=piece.lexemes[context.end() :], shape=shape[context.end() :])
    value = _figures(rest, text, cover)
    if value is None or not isinstance(meaning, Days) or _in_calendar_units(value):
        return None
    if not meaning.before:
        return value
    limit = Deadline(
        text=text[: day.end - piece.start],
        tokens=tuple(token for token in cover if token.start < day.end),
        year=meaning.year,
        first=meaning.first,
        last=meaning.last,
        before=True,
    )
    rest_text = text[day.end - piece.start :]
    after = tuple(token for token in cover if token.start >= day.end)
    return Compound(text=text, tokens=cover, parts=(limit, _whole(value, rest_text, after)))


def _in_calendar_units(value: Part) -> bool:
    """Tell whether a figure after a year may be a month or day of it: 2023年1-10月."""
    return isinstance(value, Quantity | Range) and value.unit.name in ("月", "日", "年", "季度")


def _figures(piece: _Piece, text: str, cover: tuple[Token, ...]) -> Part | None:
    shape = piece.shape
    if found := _QUANTITY.fullmatch(shape):
        return _quantity(piece.lexemes, found, text, cover)
    if found := _RANGE.fullmatch(shape):
        return _range(piece.lexemes, found, text, cover)
    if found := _TOLERANCE.fullmatch(shape):
        return _tolerance(piece.lexemes, found, text, cover)
    if (found := _BOUNDS.fullmatch(shape)) or (found := _BETWEEN.fullmatch(shape)):
        return _two_bounds(piece.lexemes, found, text, cover)
    if "o" in shape:
        return _relative(piece, text, cover)
    return None


def _group(lexemes: list[Lexeme], found: re.Match[str], name: str) -> list[Lexeme]:
    return lexemes[found.start(name) : found.end(name)]


def _words(lexemes: list[Lexeme]) -> str:
    return "".join(lexeme.text for lexeme in lexemes).strip(MARGIN + "“”‘’\"'")


def _per(lexemes: list[Lexeme]) -> tuple[str, ...]:
    """The units a figure is counted per, in a fixed order: 每人每月 and /人·月 both give (人, 月)."""
    names: list[str] = []
    for lexeme in lexemes:
        if lexeme.kind == "r":
            names += [name for name in re.split(r"[/·每]", lexeme.text) if name]
        elif lexeme.kind == "p":
            names.append(lexicon.AVERAGES.get(lexeme.text) or _PER_SIGN.sub("", lexeme.text))
    return tuple(sorted({lexicon.SAME_PER.get(name, name) for name in names}))


def _figure(lexemes: list[Lexeme]) -> _Figure:
    """Read sign, number, unit and per-unit of one figure."""
    sign = -1 if lexemes[0].kind == "j" else 1
    number, measure, more = Decimal(0), BARE, False
    for lexeme in lexemes:
        if isinstance(lexeme.meaning, Decimal):
            number = lexeme.meaning * sign
            measure = UNITS["%"] if lexeme.kind == "f" else measure
        elif isinstance(lexeme.meaning, Measure):
            measure, more = lexeme.meaning
    return _Figure(number, measure, _per(lexemes), more)


def _operator(lead: list[Lexeme], after: list[Lexeme], *, more: bool) -> Operator | None:
    """Combine the comparisons around a figure; None when they contradict each other (≥90%以下)."""
    bounds = [lexicon.PREFIXES[lexeme.text] for lexeme in lead if lexeme.kind == "o"]
    bounds += [lexicon.SUFFIXES[lexeme.text] for lexeme in after if lexeme.kind == "s"]
    if more:
        bounds.append(Operator.GT)
    inclusive = [("不含" not in lexeme.text) for lexeme in after if lexeme.kind == "i"]
    kinds = set(bounds)
    if not kinds:
        return Operator.BARE if all(inclusive) else None
    for members, loose, strict in ((_OPPOSITE[0], Operator.GE, Operator.GT), (_OPPOSITE[1], Operator.LE, Operator.LT)):
        if kinds <= members:
            if inclusive:
                return loose if inclusive[0] else strict
            return loose if loose in kinds else strict
    if kinds == {Operator.ABOUT, Operator.GT} and more:
        return Operator.ABOUT
    return bounds[0] if len(kinds) == 1 else None


def _quantity(lexemes: list[Lexeme], found: re.Match[str], text: str, cover: tuple[Token, ...]) -> Part | None:
    subject, lead, figure, after, tail = (
        _group(lexemes, found, name) for name in ("subject", "lead", "figure", "after", "tail")
    )
    if figure[0].kind == "j" and (figure[0].text != "-" or subject):
        return None
    operator = _operator(lead, after, more=(read := _figure(figure)).more)
    before, behind = _words(subject), _words(tail)
    if operator is None or not _plain(subject, tail, read.unit) or _loose_numeral(figure, before, operator, lead):
        return None
    change = lexicon.CHANGE_END.search(before)
    aims = [lexicon.AIMS[lexeme.text] for lexeme in lead if lexeme.kind == "a"]
    return Quantity(
        text=text,
        tokens=cover,
        number=read.number,
        operator=operator,
        unit=read.unit,
        per=_per([lexeme for lexeme in (*subject, *lead) if lexeme.kind == "p"] + figure),
        change=_change(change),
        aim=aims[-1] if aims else None,
        subject=before or None,
        tail=behind or None,
    )


def _change(found: re.Match[str] | None) -> Literal["up", "down"] | None:
    if found is None:
        return None
    return "up" if found["up"] else "down"


def _plain(subject: list[Lexeme], tail: list[Lexeme], measure: Unit) -> bool:
    """Tell whether the words around a figure leave its meaning alone.

    No negation, no 每 of an unknown unit (每2年, 每万人口), no sign touching the figure, no word glued to it.
    """
    before, behind = "".join(lexeme.text for lexeme in subject), "".join(lexeme.text for lexeme in tail)
    if lexicon.NEGATED_BEFORE.search(before) or lexicon.NEGATED_AFTER.search(behind):
        return False
    if lexicon.QUALIFYING.match(behind):
        return False
    if any("每" in lexeme.text for lexeme in subject if lexeme.kind == "w"):
        return False
    if (subject and subject[-1].kind in ("y", "j")) or (tail and tail[0].kind == "y"):
        return False
    return bool(measure.name) or not tail or tail[0].kind != "w"


def _loose_numeral(figure: list[Lexeme], before: str, operator: Operator, lead: list[Lexeme]) -> bool:
    """Tell whether a Chinese numeral may be part of prose (增强四个意识) instead of a figure."""
    return figure[0].kind == "h" and bool(before) and operator == Operator.BARE and not lead


def _range(lexemes: list[Lexeme], found: re.Match[str], text: str, cover: tuple[Token, ...]) -> Part | None:
    subject, lead, low, high, tail = (
        _group(lexemes, found, name) for name in ("subject", "lead", "low", "high", "tail")
    )
    after = _group(lexemes, found, "after")
    one, two = _figure(low), _figure(high)
    measure = two.unit if two.unit.name else one.unit
    first = one.unit if one.unit.name else measure
    if first.base != measure.base or one.more or two.more or not _plain(subject, tail, measure):
        return None
    if after and after[0].text not in ("之内", "以内", "内"):
        return None
    lowest = one.number if first == measure else one.number * first.factor / measure.factor
    if lowest > two.number:
        return None
    change = lexicon.CHANGE_END.search(_words(subject))
    return Range(
        text=text,
        tokens=cover,
        low=lowest,
        high=two.number,
        unit=measure,
        per=_per([lexeme for lexeme in (*subject, *lead) if lexeme.kind == "p"] + high),
        low_included=not any("不含" in lexeme.text for lexeme in low if lexeme.kind == "i"),
        high_included=not any("不含" in lexeme.text for lexeme in high if lexeme.kind == "i"),
        change=_change(change),
        subject=_words(subject) or None,
        tail=_words(tail) or None,
    )


def _tolerance(lexemes: list[Lexeme], found: re.Match[str], text: str, cover: tuple[Token, ...]) -> Part | None:
    """Read 90%±2% as 88 to 92 per cent: the margin in the unit of the figure, or its share of a figure that is no percentage."""
    subject, tail, after = (_group(lexemes, found, name) for name in ("subject", "tail", "after"))
    centre, margin = (_figure(_group(lexemes, found, name)) for name in ("centre", "margin"))
    measure = centre.unit if centre.unit.name else margin.unit
    if lexemes[found.end("centre")].text != "±" or centre.more or margin.more or not _plain(subject, tail, measure):
        return None
    if after and after[0].text not in ("之内", "以内", "内"):
        return None
    if not centre.unit.name or not margin.unit.name or margin.unit == measure:
        width = margin.number
    elif margin.unit.name == "%":
        width = centre.number * margin.number / 100
    else:
        return None
    return Range(
        text=text,
        tokens=cover,
        low=centre.number - width,
        high=centre.number + width,
        unit=measure,
        per=_per([lexeme for lexeme in (*subject, *_group(lexemes, found, "lead")) if lexeme.kind == "p"]),
        change=_change(lexicon.CHANGE_END.search(_words(subject))),
        subject=_words(subject) or None,
        tail=_words(tail) or None,
    )


_MIRRORED = {Operator.LE: Operator.GE, Operator.LT: Operator.GT, Operator.GE: Operator.LE, Operator.GT: Operator.LT}


def _two_bounds(lexemes: list[Lexeme], found: re.Match[str], text: str, cover: tuple[Token, ...]) -> Part | None:
    """Read 大于90%小于100% and 5%≤x≤10%."""
    between = "low" in found.re.groupindex
    names = ("low", "high") if between else ("one", "two")
    bounds = []
    for name in names:
        group = _group(lexemes, found, name)
        read = _figure([lexeme for lexeme in group if lexeme.kind != "o"])
        operator = next(lexicon.PREFIXES[lexeme.text] for lexeme in group if lexeme.kind == "o")
        if name == "low":
            operator = _MIRRORED.get(operator, operator)
        bounds.append(Quantity(text=text, number=read.number, operator=operator, unit=read.unit, per=read.per))
    one, two = bounds
    if not one.unit.name:
        one = Quantity(text=text, number=one.number, operator=one.operator, unit=two.unit, per=two.per)
    joined = _joined(one, two, text, cover)
    subject = None if between else _words(_group(lexemes, found, "subject")) or None
    return joined and Range(
        **{field: getattr(joined, field) for field in joined.__struct_fields__} | {"subject": subject}
    )


def _deadline(piece: _Piece, text: str, cover: tuple[Token, ...]) -> Part | None:
    found = _DEADLINE.fullmatch(piece.shape)
    if found is None:
        return None
    subject, tail = _group(piece.lexemes, found, "subject"), _group(piece.lexemes, found, "tail")
    before, behind = _words(subject), _words(tail)
    meaning = piece.lexemes[found.start("tail") - 1].meaning
    if lexicon.NEGATED_BEFORE.search(before) or lexicon.NEGATED_AFTER.search(behind) or not isinstance(meaning, Days):
        return None
    if _COMPARED.search(before) or (_COMPARED_WITH.search(before) and _AND_COMPARED.match(behind)):
        return phrases.phrase(text, key(text).strip(MARGIN), cover)
    every = _PER_SIGN.sub("", subject[-1].text) if subject and subject[-1].kind == "p" else None
    if any(lexeme.kind == "j" and lexeme.text not in ("至", "到") for lexeme in subject):
        return None
    return Deadline(
        text=text,
        tokens=cover,
        year=meaning.year,
        first=meaning.first,
        last=meaning.last,
        before=meaning.before,
        every=every,
        subject=before or None,
        tail=behind or None,
    )


def _relative(piece: _Piece, text: str, cover: tuple[Token, ...]) -> Relative | None:
    found = _RELATIVE.fullmatch(piece.shape) if len(piece.shape) <= MOST_TOKENS else None
    if found is None:
        return None
    sign = piece.lexemes[found.start("reference") - 1].text
    reference = _words(_group(piece.lexemes, found, "reference"))
    subject = _words(_group(piece.lexemes, found, "subject"))
    if not reference or not (_STRICT_SYMBOL.fullmatch(sign) or lexicon.REFERENCE.search(reference)):
        return None
    return Relative(
        text=text, tokens=cover, operator=lexicon.PREFIXES[sign], reference=reference, subject=subject or None
    )
