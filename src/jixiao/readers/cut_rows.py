"""Whether the last row of a page and the first of the next are halves of one row that the page cut.

Producers differ in what they do with such a row: figures stand in its first half, in its second, or in the middle, and any text may be
cut at any line. Nothing in the file says so. What speaks for halves is weighed against what speaks for two rows, in logarithms of
likelihood ratios: which cells other rows with the same columns fill; whether a text breaks off at a full line, as it must where a
page cuts it; whether two texts make a value that other rows have, or are such values themselves. What stays open is told.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from jixiao.documents import Cell
from jixiao.readers.page_headings import key
from jixiao.readers.page_labels import ends_alike, is_end, masked, other_labels
from jixiao.targets.lexicon import PREFIXES

WINDOW = 60
"""Rows before the cut that are looked at; the rows near a cut are most like it."""
_KINDRED = 3
"""Rows with the same columns as the cut one that tell what such a row must hold; fewer say nothing."""
_NAME, _ENDING = 12, 2
"""Characters of a name at most, and so many at its end or beginning by which two of them are alike."""
_LONG_NAME, _SAME = 24, 4
"""Characters of a longer name, and so many at the beginning by which two of them are alike."""
_WITH_ITS_ENDING = 2
"""Other values of a column that must end as a text does for it to be whole (人数, 万元)."""
_WORD_AND_END = 3
"""Characters up to which what ends like the names of a column (有效性) may be the end of one."""
_FULL, _FULL_BUT = 0.6, 3.2
"""A line is full that takes this share of its cell's room, and all but so many characters: a longer word may not have fitted."""
_FULLEST = 0.95
_LONG, _ABOUT = 4, 1
"""Lines of a text that a page cuts wherever they run, fewer may be kept together; by how many lines cells may be unlike in height."""
_FINISHED = tuple("。；;！？!?")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]+[）)、.．](?!\d)|目标\s*\d|指标\s*\d|[①-⑳]")
_UNIT = r"[%％‰]?[\u4e00-\u9fff]{0,5}(?:/[\u4e00-\u9fff]{1,3})?"
_COMPARED = rf"(?:{'|'.join(map(re.escape, sorted(PREFIXES, key=len, reverse=True)))}|[＞＜＝])"
_FIGURE = re.compile(rf"(?P<compared>(?:{_COMPARED}|±)?)[-+]?\d(?:[\d,.，]*\d)?(?P<unit>{_UNIT})|[-—/]+")
_MEASURE = re.compile(rf"{_COMPARED}?0(?=[^0]){_UNIT}|0年0月(?:0日|底)?前?")
"""A figure with its unit, or a date, the figures made equal."""
_TARGET = re.compile(rf"{_COMPARED}\d[\d,.，]*{_UNIT}")
"""A whole target: it opens a row of its own even below a line that is full."""
_WORD = re.compile(r"[A-Za-z0-9.,%]{1,6}|.[，。；：、）》”]?")
"""What a line break does not part, at the beginning of a text."""
_ONE_PIECE = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{1,3}(?:,\d{3})+|(?<![\d.])\d+\.(?P<decimals>\d+)(?!\.?\d)|（[^（）]*）|《[^《》]*》|“[^“”]*”"
)
"""What is one however it is broken: dates, figures with their signs, what stands in brackets."""
_DIGITS = re.compile(r"\d[\d,.]*")
_DECIMALS = re.compile(r"\.(\d+)")
_USUAL = 2
"""Decimals of points and amounts, where no other value of the column has more."""
_BLANK_BESIDE = 3
"""Cells of the row above without any text below them, where a long text beside them goes on."""
_THIN = 3.0
"""Evidence that differs by less is thin."""
_CERTAIN = 20.0
_UNSEEN, _INDEPENDENT = 0.5, 0.5
"""Rows of every kind supposed besides those seen; the share of a pattern's likelihood that its cells have one by one."""
_PATTERN = 12.0
"""How much the pattern of filled cells says at most."""
_ROOMY = 0.85
"""Share of the room of a column in which no text is wrapped that the first word below may fill and would surely have fitted."""
_FULL_LINE, _ONE, _VALUE, _OPENS, _NAMES, _TALLER, _LEFT = 1.2, 4.0, 2.0, 4.0, 3.5, 10.0, 6.0
"""How much it says that the line above is full; that two texts are one piece; that a text is a value of its column, or begins one;
that both are names; that a taller text beside those cut is not; that the page had room for more lines."""
_LINES_LEFT = 3.0
"""Lines that a page has room for below a row which it did not cut; two may be moved to the next so that none stands alone."""


class Slot(msgspec.Struct, frozen=True):
    """What lies in one row at one column: its cell, and whether that began in this row."""

    cell: Cell
    begins: bool

    @property
    def columns(self) -> tuple[int, int]:
        """First column and number of columns."""
        return self.cell.column, self.cell.column_span

    @property
    def text(self) -> str:
        """What it says, by which it is compared."""
        return key(self.cell.text)


class Odds(msgspec.Struct):
    """What speaks for two rows to be halves of one, and what against it, as logarithms of likelihood ratios."""

    pro: float = 0.0
    contra: float = 0.0

    def weigh(self, weight: float) -> None:
        """Add a piece of evidence: above zero for halves, below for two rows."""
        if weight > 0:
            self.pro += weight
        else:
            self.contra -= weight

    @property
    def are_halves(self) -> bool:
        """Whether halves of one row are likelier."""
        return self.pro > self.contra

    @property
    def are_open(self) -> bool:
        """Whether a person has to look: the evidence is thin, or what speaks for one is not twice what speaks for the other."""
        return abs(self.pro - self.contra) < max(_THIN, min(self.pro, self.contra))


_TWO_ROWS, _HALVES = Odds(contra=_CERTAIN), Odds(pro=_CERTAIN)


def slots(rows: list[list[Cell]], index: int, offset: int = 0) -> list[Slot]:
    """What lies in one row from left to right; cells of `rows[i]` are anchored in row `i + offset`."""
    row = index + offset
    found = [
        Slot(cell, cell.row == row)
        for above in rows[max(0, index - WINDOW) : index + 1]
        for cell in above
        if cell.row + cell.row_span > row
    ]
    return sorted(found, key=lambda slot: slot.cell.column)


def cut_odds(
    whole: list[list[Cell]], part: list[list[Cell]], dropped: int, *, open_between: bool, foot: float = 0.0
) -> Odds:
    """How the last row of a table and the first row of its next part, below `dropped` headings, are held for halves of one row.

    `open_between` says that the page shows no border between them; `foot` how far down tables of the file reach on pages like this.
    """
    last, first = slots(whole, len(whole) - 1), slots(part, 0, dropped)
    columns = [slot.columns for slot in last]
    if columns != [slot.columns for slot in first]:
        return _TWO_ROWS
    near = [*whole[-WINDOW:], *part[:WINDOW]]
    if _begins_group(last, first, near):
        return _TWO_ROWS
    kindred = _kindred(whole, part, dropped, columns)
    pairs = [
        Pair(upper, lower, [row[at] for row in kindred])
        for at, (upper, lower) in enumerate(zip(last, first, strict=True))
        if upper.begins and upper.cell.row_span == lower.cell.row_span == 1
    ]
    density = _density(near)
    if any(pair.holds_two_figures(density) for pair in pairs):
        return _TWO_ROWS
    if len(kindred) >= _KINDRED:
        odds = _weighed(pairs, density)
        if _lines_left(whole, foot) >= _LINES_LEFT:
            odds.weigh(-_LEFT)
        return odds
    if any(pair.holds_two_names or pair.holds_two_digits for pair in pairs) or _misses_the_longest(pairs):
        return _TWO_ROWS
    halves = _runs_on(pairs, density) or _goes_on(last, first, open_between=open_between)
    return _HALVES if halves else _TWO_ROWS


class Pair(msgspec.Struct, frozen=True):
    """The two cells of one column at a page's end, and what the other rows with the same columns have there."""

    upper: Slot
    lower: Slot
    others: list[Slot]

    @property
    def both(self) -> bool:
        """Whether both cells say something."""
        return bool(self.upper.text and self.lower.text)

    @property
    def lines(self) -> tuple[int, int]:
        """Lines above and below the cut."""
        return _lines(self.upper.cell.text), _lines(self.lower.cell.text)

    def is_one_piece(self, density: float) -> bool:
        """Whether the texts make a value that other rows have, or what may not be parted: a date, a bracket."""
        return self._is_sewn(density) or self.upper.text + self.lower.text in self._values

    def _is_sewn(self, density: float) -> bool:
        """Whether a figure, date or bracket spans the seam; two figures make one only where the upper fills its line."""
        seam, joined = len(self.upper.text), self.upper.text + self.lower.text
        pieces = [match for match in _ONE_PIECE.finditer(joined) if match.start() < seam < match.end()]
        decimals = max((len(digits) for value in self._values for digits in _DECIMALS.findall(value)), default=0)
        likely = any(len(piece["decimals"] or "") <= max(decimals, _USUAL) for piece in pieces) or self._share_a_unit
        return likely and not (self._are_figures and self._has_room_for_a_digit(density))

    @property
    def _share_a_unit(self) -> bool:
        """Whether the lower figure alone has a unit (不低于7 | 0%)."""
        upper, lower = (_FIGURE.fullmatch(slot.text) for slot in (self.upper, self.lower))
        return bool(upper and lower) and upper["unit"] == lower["compared"] == "" and bool(lower["unit"])  # type: ignore[index]

    @property
    def _are_figures(self) -> bool:
        return all(_FIGURE.fullmatch(slot.text) for slot in (self.upper, self.lower))

    @property
    def _values(self) -> set[str]:
        return {slot.text for slot in self.others}

    def holds_two_figures(self, density: float) -> bool:
        """Whether each cell holds a figure of its own; single digits may be those of one that stand below each other."""
        return self._are_figures and not self._is_sewn(density) and not self.holds_two_digits

    def _has_room_for_a_digit(self, density: float) -> bool:
        """Whether the upper line could hold one digit more, where digits alone are parted, or any character more."""
        lines = [line for slot in (*self.others, self.upper, self.lower) for line in slot.cell.text.split("\n")]
        broadest = max(self.room(density), *map(_width, lines))
        missing = _width("例" if self._share_a_unit else "0")
        return _width(self.upper.cell.text.split("\n")[-1]) + missing <= broadest

    @property
    def holds_two_digits(self) -> bool:
        """Whether each cell holds one digit."""
        return len(self.upper.text) == len(self.lower.text) == 1 and (self.upper.text + self.lower.text).isdecimal()

    @property
    def holds_two_names(self) -> bool:
        """Whether two names are whole: they begin or end alike (…情况, …情况), or the upper as most of its column do and the lower not."""
        upper, lower = self.upper.text, self.lower.text
        shorter, longer = sorted((len(upper), len(lower)))
        if _NAME < longer <= _LONG_NAME and shorter > _SAME and upper[:_SAME] == lower[:_SAME]:
            return upper != lower
        if shorter <= _ENDING or longer > _NAME or upper.endswith(_FINISHED):
            return False
        if upper[-_ENDING:] == lower[-_ENDING:] or (upper[:_ENDING] == lower[:_ENDING] and shorter > _WORD_AND_END):
            return upper != lower
        if upper[-1] == lower[-1] and shorter > _WORD_AND_END:
            return sum(text.endswith(upper[-1]) for text in self._values) >= _KINDRED
        return ends_alike(upper, [text for text in self._values if text]) and upper[-1:] != lower[-1:]

    @property
    def stands_whole(self) -> bool:
        """Whether the upper text is a measure above words, or ends as others of its column do: what is cut seldom does."""
        upper, lower = _masked(self.upper.text), _masked(self.lower.text)
        if _MEASURE.fullmatch(upper):
            return len(self.lower.text) > _WORD_AND_END and lower[0].isalnum()
        ending, others = upper[-_ENDING:], [_masked(value) for value in self._values if value != self.upper.text]
        if not _ENDING < len(upper) <= _LONG_NAME or any(other.endswith(ending + lower) for other in others):
            return False
        return sum(other.endswith(ending) for other in others) >= _WITH_ITS_ENDING

    def room(self, density: float) -> float:
        """How broad a line of this column may be, in Chinese characters: where text is wrapped, as the broadest line but one."""
        texts = [slot.cell.text for slot in (*self.others, self.upper, self.lower)]
        if not any("\n" in text for text in texts):
            return _ROOMY * density * _breadth(self.upper.cell)
        return sorted(_width(line) for text in texts for line in text.split("\n"))[-2]

    def would_fit(self, density: float) -> bool:
        """Whether the first word of the lower text had room behind the upper one, which then ends for another reason than the page."""
        return _fits(self.upper.cell.text.split("\n")[-1], self.lower.cell.text, self.room(density))

    def unwrapped(self, density: float) -> float:
        """The share of lines in this column that end though the next word had room behind them."""
        room = self.room(density)
        breaks = [
            _fits(line, following, room)
            for slot in self.others
            for line, following in pairwise(slot.cell.text.split("\n"))
        ]
        return (sum(breaks) + 0.5) / (len(breaks) + 10)


def _weighed(pairs: Sequence[Pair], density: float) -> Odds:
    """Weigh two rows by those with the same columns."""
    odds = Odds()
    odds.weigh(_pattern(pairs))
    for pair in pairs:
        if pair.both:
            for weight in _evidence(pair, density):
                odds.weigh(weight)
    if _misses_the_longest(pairs):
        odds.weigh(-_TALLER)
    return odds


def _pattern(pairs: Sequence[Pair]) -> float:
    """How much likelier the cells filled in both rows together are those of one row than the cells of each those of a row."""
    seen = [tuple(bool(slot.text) for slot in row) for row in zip(*(pair.others for pair in pairs), strict=True)]
    upper, lower = tuple(bool(pair.upper.text) for pair in pairs), tuple(bool(pair.lower.text) for pair in pairs)
    union = tuple(one or other for one, other in zip(upper, lower, strict=True))
    ratio = _likelihood(union, seen) - _likelihood(upper, seen) - _likelihood(lower, seen)
    return max(-_PATTERN, min(_PATTERN, ratio))


def _likelihood(pattern: tuple[bool, ...], seen: Sequence[tuple[bool, ...]]) -> float:
    """The logarithm of how likely a row fills these cells: as a whole pattern, or each for itself."""
    rows = len(seen)
    alone = math.prod(
        (sum(row[at] == filled for row in seen) + _UNSEEN) / (rows + 2 * _UNSEEN) for at, filled in enumerate(pattern)
    )
    return math.log((1 - _INDEPENDENT) * Counter(seen)[pattern] / rows + _INDEPENDENT * alone)


def _evidence(pair: Pair, density: float) -> Iterator[float]:
    """What two texts of one column say."""
    upper, lower = pair.upper.text, pair.lower.text
    values = [slot.text for slot in pair.others]
    one = pair.is_one_piece(density)
    if one:
        yield _ONE
    elif pair.would_fit(density):
        yield math.log(pair.unwrapped(density))
    else:
        yield _FULL_LINE
    yield from (-_VALUE for text in (upper, lower) if text in values or upper == lower)
    if _NUMBERED.match(lower) or _TARGET.fullmatch(lower):
        yield -_OPENS
    if pair.holds_two_names:
        yield -_NAMES
    elif pair.stands_whole and not one:
        yield -_VALUE
    if pair.holds_two_digits:
        yield -_VALUE


def _misses_the_longest(pairs: Sequence[Pair]) -> bool:
    """Whether some text would be cut while a long one beside it, which takes more lines than are left to it there, stands whole.

    What stands whole below the cut begins there: above it are the lines of the texts that are cut. A few lines may be kept together.
    """
    cut = [pair for pair in pairs if pair.both]
    if not cut:
        return False
    above = max(pair.lines[0] for pair in cut)
    tallest = max(sum(pair.lines) for pair in cut)
    alone_above = max((pair.lines[0] for pair in pairs if not pair.lower.text), default=0)
    alone_below = max((pair.lines[1] for pair in pairs if not pair.upper.text), default=0)
    left = min(tallest, max(tallest, alone_below) - above + _ABOUT)
    return alone_above > max(tallest, _LONG - 1) or alone_below > max(left, _LONG - 1)


def _lines_left(whole: list[list[Cell]], foot: float) -> float:
    """How many lines more a page had room for below its last row, by how far down tables reach on other pages.

    The box of a cell joined before is that of its first half, and that of a cell beside a taller one is too high: hence the median.
    """
    boxes = [
        (cell.place.box, _lines(cell.text)) for row in whole[-WINDOW:] for cell in row if cell.place.box and cell.text
    ]
    end = max((cell.place.box[3] for cell in whole[-1] if cell.place.box), default=foot)
    heights = [(box[3] - box[1]) / lines for box, lines in boxes if lines >= _LONG]
    return (foot - end) / median(heights) if heights else 0.0


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _begins_group(last: list[Slot], first: list[Slot], rows: list[list[Cell]]) -> bool:
    """Whether a label of the first row is a new one below a whole one, and none goes on with what the last row began."""
    pairs = [
        (upper.cell, lower.cell)
        for upper, lower in zip(last, first, strict=True)
        if lower.cell.row_span > 1 and upper.text and lower.text
    ]
    whole = any(ends_alike(masked(upper), other_labels(upper, lower, rows)) for upper, lower in pairs)
    return whole and not any(is_end(upper, lower, rows) for upper, lower in pairs)


def _masked(text: str) -> str:
    return _DIGITS.sub("0", text)


def _width(line: str) -> float:
    """About how broad a line is, in Chinese characters."""
    return sum(0.5 if character < "\u2000" else 1.0 for character in line)


def _fits(line: str, following: str, room: float) -> bool:
    """Whether the first word of a text had room behind a line."""
    word = _WORD.match(following.lstrip())
    return word is not None and _width(line) + _width(word.group()) <= room


def _breadth(cell: Cell) -> float:
    return cell.place.box[2] - cell.place.box[0] if cell.place.box is not None else 0.0


def _density(rows: list[list[Cell]]) -> float:
    """How many characters full lines of a table have for the breadth of their cells: about what any line can hold.

    The fullest few of all are left aside; text may run over its border.
    """
    cells = [cell for row in rows for cell in row if _breadth(cell)]
    densities = sorted(_width(line) / _breadth(cell) for cell in cells for line in cell.text.split("\n"))
    return densities[int(_FULLEST * (len(densities) - 1))] if densities else 0.0


def _is_full(cell: Cell, density: float) -> bool:
    """Whether the last line of a cell runs to its border, as those lines do that are followed by another."""
    room = _breadth(cell) * density
    width = _width(cell.text.split("\n")[-1])
    return width >= _FULL * room and width >= room - _FULL_BUT


def _runs_on(pairs: Sequence[Pair], density: float) -> bool:
    """Whether every text of the first row goes on from a full line of the last row, and is no beginning of its own."""
    going_on = [pair for pair in pairs if pair.lower.text]
    return bool(going_on) and all(
        _is_full(pair.upper.cell, density)
        and not pair.upper.cell.text.endswith(_FINISHED)
        and not _NUMBERED.match(pair.lower.text)
        and not _TARGET.fullmatch(pair.lower.text)
        for pair in going_on
    )


def _kindred(
    whole: list[list[Cell]], part: list[list[Cell]], dropped: int, columns: list[tuple[int, int]]
) -> list[list[Slot]]:
    """The rows near the cut that have the same columns as the row in question."""
    rows = [slots(whole, index) for index in range(max(0, len(whole) - 1 - WINDOW), len(whole) - 1)]
    rows += [slots(part, index, dropped) for index in range(1, min(len(part), WINDOW))]
    return [row for row in rows if [slot.columns for slot in row] == columns]


def _goes_on(last: list[Slot], first: list[Slot], *, open_between: bool) -> bool:
    """Whether running text goes on: a row without a label of its own under one that has one, in cells that were begun there.

    That the page ends with a sentence tells nothing where the text is long and alone, and the row above names all that it belongs to.
    """
    if first[0].text or not last[0].text:
        return False
    beside = list(zip(last[1:], first[1:], strict=True))
    continued = [(upper, lower) for upper, lower in beside if lower.text]
    if not continued or not all(upper.text for upper, _ in continued):
        return False
    broken_off = any(
        not upper.text.endswith(_FINISHED) and not _NUMBERED.match(lower.text) for upper, lower in continued
    )
    blank = sum(bool(upper.text) and not lower.text for upper, lower in beside)
    long = any(_lines(upper.cell.text) >= _LONG for upper, _ in continued)
    return broken_off or open_between or (len(continued) == 1 and long and blank >= _BLANK_BESIDE)
