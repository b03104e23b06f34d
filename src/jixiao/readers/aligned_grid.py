"""Columns of aligned text: pieces of a line that stand between wide gaps, and the gutters that run down through many lines.

Columns are found by their gutters and not by where their pieces start, since cells may be set left, right or in the middle: pieces
of several lines that overlap stand in one column, and no line may have two pieces in one. Lines that agree on such a grid are a run.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from typing import Protocol

import msgspec

_PIECE = re.compile(r"\S+(?:[ \u00a0\u3000]\S+)*")
_LONGEST = 1000
"""Characters of a line of a table; longer ones are running text."""
_WIDEST = 40
"""Columns of a table at most."""
_NOT_ALIGNED = re.compile(r"[\t\n]|[|｜│].*[|｜│]")
_FOOTERS = 6
"""Lone lines (page number, running head, page title) that may interrupt a table."""
_LABELS = 2
"""Columns of labels, whose merged cells may leave a label alone on a line."""
_PAGE_NUMBER = re.compile(r"第\d+页(?:[/,，]?共\d+页)?|[-—–·]+\d{1,4}[-—–·]+")


class PrintedLine(Protocol):
    """A line of text that is not blank: its number in the file, and how many empty lines stand above it."""

    @property
    def number(self) -> int:
        """Number in the file, from 1."""

    @property
    def text(self) -> str:
        """The line as printed, without its end."""

    @property
    def blank_before(self) -> int:
        """Empty lines above."""


class Measure(Enum):
    """How a program counted the columns it aligned: wide characters as two cells, doubtful ones (“≥) as one or two, or all as one."""

    NARROW_DOUBTFUL = "A"
    WIDE_DOUBTFUL = ""
    CHARACTERS = "AFW"

    def width(self, text: str) -> int:
        """Cells that a text takes."""
        return sum(_cells(character, self) for character in text)


@cache
def _cells(character: str, measure: Measure) -> int:
    return 2 if unicodedata.east_asian_width(character) in set("AFW") - set(measure.value) else 1


class Piece(msgspec.Struct, frozen=True):
    """A piece of a line over the cells [start, end), as a measure counts them."""

    text: str
    start: int
    end: int
    measure: Measure

    def is_below(self, other: "Piece") -> bool:
        """Whether two pieces are set under one another, to the left, to the right or in the middle."""
        off = 2 if self.measure is Measure.CHARACTERS else 1
        middle = self.start + self.end - other.start - other.end
        return abs(self.start - other.start) < off or abs(self.end - other.end) < off or abs(middle) <= 2 * off


class Run(msgspec.Struct, frozen=True):
    """Lines on one grid: their indices, with the cells of each line by column; lines that interrupt the run are left out."""

    lines: tuple[int, ...]
    cells: tuple[dict[int, Piece], ...]
    columns: tuple[tuple[int, int], ...]

    def agreement(self) -> float:
        """Share of the pieces that begin, end or have their middle where another piece of their column has."""
        agreeing = total = 0
        for column in range(len(self.columns)):
            pieces = [cells[column] for cells in self.cells if column in cells]
            edges = [(("start", p.start), ("end", p.end), ("middle", (p.start + p.end) // 2)) for p in pieces]
            counts = Counter(edge for three in edges for edge in three)
            agreeing += sum(any(counts[edge] > 1 for edge in three) for three in edges)
            total += len(pieces)
        return agreeing / total if total else 0.0


def pieces(text: str, measure: Measure) -> list[Piece]:
    """The pieces of a line; none where it is no line of aligned text."""
    if len(text) > _LONGEST or _NOT_ALIGNED.search(text):
        return []
    found: list[Piece] = []
    position = reached = 0
    for match in _PIECE.finditer(text):
        position += measure.width(text[reached : match.start()])
        end = position + measure.width(match.group())
        found.append(Piece(match.group(), position, end, measure))
        position, reached = end, match.end()
    return found


def runs(lines: Sequence[PrintedLine], measure: Measure) -> list[Run]:
    """The runs of a text in order, each at least two lines long, with its first line of several pieces in front."""
    cut = [pieces(line.text, measure) for line in lines]
    spans: list[list[int]] = []
    index = 0
    while index < len(lines):
        taken = _longest(cut, lines, index) if len(cut[index]) > 1 else []
        if taken:
            spans.append(taken)
        index = taken[-1] + 1 if taken else index + 1
    for before, after in itertools.pairwise(spans):
        _share(before, after, cut, lines)
    return [run for run in (_run(span, cut) for span in spans if span) if len(run.lines) > 1]


def _longest(cut: list[list[Piece]], lines: Sequence[PrintedLine], start: int) -> list[int]:
    """The lines from `start` on that agree on one grid; lone lines that do not fit are passed over if the table goes on below."""
    grid = _Grid()
    taken: list[int] = []
    passed = 0
    for index in range(start, len(cut)):
        if not cut[index]:
            break
        lone = len(cut[index]) == 1
        if not (lone and _apart(lines, index, grid, cut[index][0])) and grid.add(index, cut[index]):
            taken.append(index)
            passed = 0
        elif lone and passed < _FOOTERS:
            passed += 1
        else:
            break
    return taken


def _apart(lines: Sequence[PrintedLine], index: int, grid: "_Grid", piece: Piece) -> bool:
    """Whether a lone line between empty lines begins where no column of the table does: a page number or a running head."""
    if _PAGE_NUMBER.fullmatch("".join(piece.text.split())):
        return True
    below = lines[index + 1].blank_before if index + 1 < len(lines) else 1
    return grid.excludes(piece) or (lines[index].blank_before > 0 and below > 0 and not grid.holds(piece))


def _share(before: list[int], after: list[int], cut: list[list[Piece]], lines: Sequence[PrintedLine]) -> None:
    """Give the last lines of a run to the one below if they fit its grid and agree with it better, or stand behind an empty line."""
    if after[0] - before[-1] > 1:
        return
    grid = _Grid()
    for index in after:
        grid.add(index, cut[index])
    movable: list[int] = []
    for index in reversed(before):
        if not grid.add(index, cut[index]):
            break
        movable.append(index)
    own, other = _edges(before[: len(before) - len(movable)], cut), _edges(after, cut)
    gain = best = 0.0
    moved = 0
    for count, index in enumerate(movable, start=1):
        gain += sum(bool(other & _edges_of(piece)) - bool(own & _edges_of(piece)) for piece in cut[index])
        value = gain + (2.0 if lines[index].blank_before else 0.0)
        if len(cut[index]) > 1 and value > best:
            best, moved = value, count
    if moved:
        after[:0] = before[-moved:]
        del before[-moved:]


def _edges(indices: Sequence[int], cut: list[list[Piece]]) -> set[tuple[str, int]]:
    return {edge for index in indices for piece in cut[index] for edge in _edges_of(piece)}


def _edges_of(piece: Piece) -> set[tuple[str, int]]:
    return {("start", piece.start), ("end", piece.end)}


def _run(span: list[int], cut: list[list[Piece]]) -> Run:
    """The run on these lines; those of words with spaces between come last, so that the others show where columns end."""
    grid = _Grid(dividing=True)
    spaced = {index: any(" " in piece.text for piece in cut[index]) for index in span}
    for index in sorted(span, key=spaced.__getitem__):
        grid.add(index, cut[index])
    placed = {index: dict(grid.placed(index)) for index in span if index in grid.taken}
    # Columns that grew into one another would swallow a piece: such a line stays running text.
    taken = tuple(index for index, cells in placed.items() if len(cells) == len(grid.taken[index]))
    cells = tuple(placed[index] for index in taken)
    return Run(taken, cells, tuple((column.start, column.end) for column in grid.columns))


class _Column(msgspec.Struct):
    start: int
    end: int
    lines: set[int]
    starts: set[int]
    middles: set[int]


def _overlaps(column: _Column, piece: Piece) -> bool:
    """Whether a piece that reaches into a column stands in it; one cell of many is left to the inaccuracy of the setting."""
    common = min(column.end, piece.end) - max(column.start, piece.start)
    return common > 1 or min(column.end - column.start, piece.end - piece.start) == 1


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and not text.isascii()


class _Grid:
    """The columns of the lines added so far, from left to right, with the lines that have a piece in each.

    A piece that has a single space where others have a gutter is two cells: it is divided where that is needed to take its line in,
    and with `dividing` wherever it is possible.
    """

    def __init__(self, *, dividing: bool = False) -> None:
        self.columns: list[_Column] = []
        self.taken: dict[int, list[Piece]] = {}
        self.dividing = dividing

    def add(self, line: int, found: Sequence[Piece]) -> bool:
        """Take a line in, unless that leaves some line with two pieces in one column."""
        whole = self._letterspaced(found)
        if self.dividing or not self._fits(whole):
            whole = [part for piece in whole for part in self._divided(piece)]
        if not self._fits(whole):
            return False
        for piece in whole:
            self._put(line, piece)
        self.taken[line] = whole
        return True

    def _fits(self, found: Sequence[Piece]) -> bool:
        reached: set[int] = set()
        for piece in found:
            touched = self._touched(piece)
            if not reached.isdisjoint(touched):
                return False
            reached.update(touched)
            sets = [self.columns[number].lines for number in touched]
            if any(not one.isdisjoint(other) for one, other in itertools.combinations(sets, 2)):
                return False
        return len(found) <= _WIDEST

    def _divided(self, piece: Piece) -> list[Piece]:
        """The parts of a piece between spaces, if each lies over one column and neighbours in one column are kept together."""
        parts: list[tuple[int, Piece]] = []
        position = piece.start
        for word in piece.text.split(" "):
            end = position + piece.measure.width(word)
            touched = self._touched(Piece(word, position, end, piece.measure))
            if len(touched) != 1:
                return [piece]
            if parts and parts[-1][0] == touched[0]:
                before = parts.pop()[1]
                parts.append((touched[0], Piece(f"{before.text} {word}", before.start, end, piece.measure)))
            else:
                parts.append((touched[0], Piece(word, position, end, piece.measure)))
            position = end + 1
        return [part for _, part in parts]

    def _touched(self, piece: Piece) -> list[int]:
        start, end = piece.start, piece.end
        return [
            number
            for number, column in enumerate(self.columns)
            if column.start < end and start < column.end and _overlaps(column, piece)
        ]

    def _put(self, line: int, piece: Piece) -> None:
        touched = [self.columns[number] for number in self._touched(piece)]
        fresh = _Column(piece.start, piece.end, set(), set(), set())
        own = max(touched, key=lambda column: len(column.lines), default=fresh)
        for column in touched:
            if column is not own:
                own.start, own.end = min(own.start, column.start), max(own.end, column.end)
                own.lines |= column.lines
                own.starts |= column.starts
                own.middles |= column.middles
        own.lines.add(line)
        own.starts.add(piece.start)
        own.middles.add(piece.start + piece.end)
        if len(touched) != 1 or piece.start < own.start or piece.end > own.end:
            own.start, own.end = min(own.start, piece.start), max(own.end, piece.end)
            kept = [column for column in self.columns if all(column is not other for other in touched)]
            self.columns = sorted([*kept, own], key=lambda column: column.start)

    def holds(self, piece: Piece) -> bool:
        """Whether a lone piece belongs to the table: it begins with other pieces, or lies within one of the columns of labels."""
        if any(piece.start in column.starts for column in self.columns):
            return True
        return any(c.start <= piece.start and piece.end <= c.end for c in self.columns[:_LABELS])

    def excludes(self, piece: Piece) -> bool:
        """Whether a lone piece begins to the left of the table and has its middle where no other has."""
        if piece.start >= self.columns[0].start:
            return False
        return all(abs(piece.start + piece.end - middle) > 2 for middle in self.columns[0].middles)

    def placed(self, line: int) -> Iterator[tuple[int, Piece]]:
        """Each piece of a line that was added, with the number of its column."""
        for piece in self.taken[line]:
            yield self._touched(piece)[0], piece

    def _letterspaced(self, found: Sequence[Piece]) -> list[Piece]:
        """The pieces, with the characters of a spaced word (总    分) joined that stand in one column."""
        joined: list[Piece] = []
        for piece in found:
            last = joined[-1] if joined else None
            if last is not None and all(map(_is_letter, (*last.text.split(), piece.text))):
                whole = Piece(f"{last.text} {piece.text}", last.start, piece.end, piece.measure)
                if len(self._touched(whole)) == 1 and self._touched(last) == self._touched(piece) != []:
                    joined[-1] = whole
                    continue
            joined.append(piece)
        return joined
