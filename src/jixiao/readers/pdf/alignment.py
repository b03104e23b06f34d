"""Tables without upright rules: columns by the white between them, rows by horizontal rules or by what all columns say together.

White becomes rules, so that what holds for drawn ones holds here: text that runs over several columns makes a merged cell, and so does a
label that stands beside several rows. Such a table is "ragged": its columns are what the eye makes of them, no more than a hint.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from jixiao.readers.lattice import Segment, Tolerance, lattices
from jixiao.readers.pdf.cells import Grid
from jixiao.readers.pdf.gutters import Extent, Section, sections, unit
from jixiao.readers.pdf.levels import Level, em_of, levels_of
from jixiao.readers.pdf.lines import Line
from jixiao.readers.pdf.rowing import Item, Leading, Rows, leading_of, rows_of
from jixiao.readers.pdf.runs import Run, around
from jixiao.readers.pdf.spanning import spans_of

_TABULAR = 3
"""Pieces on a line that make it one of a table."""
_LEAST = 4
"""Such lines that make a table; fewer are a letterhead or a signature."""
_FEWEST = 2
"""The same between rules."""
_BETWEEN = 2
"""Lines without columns that may stand within a table: a title inside of it."""
_RULED = 0.3
"""Share of the page's width that a rule takes which bounds a table."""
_SAME_EDGE = 8.0
"""Points by which the ends of such rules may differ."""
_BANDS = 4
"""Bands between rules from which on every row has its rule; fewer are heading and body."""
_CLOSE, _CLOSING = 1.5, 2.0
"""Lines from line to line of a row that the page cut; points below it where its rule would be."""
_FEET = 2
_LABELS = 3
"""Columns of labels that span rows, at most."""
_LABEL_COST = 1.0
"""What a column of labels must save, to be taken for one."""
_END = 0.7
"""Ems by which a rule may end beside the white between two columns."""
_FOOT = 1.5
"""Ems from a page's number to the text, at least."""
_PAGE_NUMBER = re.compile(r"[-—–·]*第?\d{1,4}页?(?:[-—–·/,，]?共?\d{1,4}页?)?[-—–·]*")
_HANGING = 0.4
"""Ems by which text may stand out of its column."""
_ABOVE, _FAR = 1.6, 2.5
"""Ems from a title to the table below it, and from the last line of a table to what is below it, at least."""
_NAMED = re.compile(r"[：:]")
_INSEPARABLE, _PARTING = 0.8, 0.3
"""Ems between lines that no cut goes through; cost of a cut between lines that stand close."""
_STRAINED = 1.5
"""Cost of a row from which on the division of a section into rows is open to doubt as a whole."""
_TOLERANCE = Tolerance(snap=1.0, reach=2.0, least=2.0)


class Places:
    """Where columns part, as far as the pages have been read: the next page of a table parts there as well."""

    def __init__(self) -> None:
        self._known: list[float] = []
        self._first: dict[float, float] = {}
        self.last: list[float] = []
        """Those of the section that came last, with the sides of its table."""

    def goes_on(self, section: Section, em: float) -> bool:
        """Whether the columns of a section are those of the last one."""
        return len(section.gutters) > 1 and all(
            any(left - em <= x <= right + em for x in self.last[1:-1]) for left, right in section.gutters
        )

    def of(self, found: Sequence[Section], rules: Sequence[Segment], em: float) -> dict[Extent, float]:
        """One place in every gutter: where a rule ends, a known one, or the middle of what it shares with those of other sections."""
        places: dict[Extent, float] = {}
        before, taken = list(self._known), set[float]()
        self._known[:0] = sorted({end for rule in rules for end in (rule.start, rule.end)} - {*self._known})
        ordered = sorted(found, key=lambda section: section.start - section.end)
        for section in ordered:
            for gutter in section.gutters:
                at = self._at(gutter, em)
                if at is None:
                    at = _middle_of(gutter, [other for each in ordered for other in each.gutters])
                    self._known.append(at)
                    near = self.first(_nearest(at, before))
                    if abs(near - at) <= em and near not in taken:
                        self._first[at] = near
                taken.add(self.first(at))
                places[gutter] = at
        return places

    def _at(self, gutter: Extent, em: float) -> float | None:
        """A known place in a gutter, or a little beside it: signs at the end of a line hang out of their cell."""
        left, right = gutter
        beside = [x for x in self._known if left - _HANGING * em <= x <= right + _HANGING * em]
        return min(beside, key=lambda x: max(left - x, x - right, 0.0), default=None)

    def same(self, one: float, other: float) -> None:
        """Take one place for what another was on an earlier page."""
        if one != other:
            self._first[one] = self.first(other)

    def first(self, at: float) -> float:
        """Where the column of this place parted on the first page that has it."""
        return self._first.get(at, at)


def _middle_of(gutter: Extent, others: Iterable[Extent]) -> float:
    left, right = gutter
    for start, end in others:
        if max(left, start) < min(right, end):
            left, right = max(left, start), min(right, end)
    return (left + right) / 2


def aligned(
    lines: Sequence[Line], rules: Sequence[Segment], width: float, places: Places | None = None
) -> list[Line | Grid]:
    """Gather lines of a page of this width that stand under one another in columns into tables; the others stay lines."""
    if not lines:
        return []
    places = places or Places()
    em = em_of(lines)
    result: list[Line | Grid] = []
    rest = list(lines)
    groups = _ruled(rules, width)
    for bounds in groups:
        inside = [line for line in rest if bounds[0].at <= _middle(line) <= bounds[-1].at]
        below = _cut_row([line for line in rest if _middle(line) > bounds[-1].at], bounds[-1].at, em)
        if below and bounds is groups[-1]:
            bounds.append(Segment(below[-1].box[3] + _CLOSING, bounds[-1].start, bounds[-1].end))
            inside += below
        table = _between_rules(inside, bounds, em, places)
        if table is not None:
            result.append(table)
            taken = set(map(id, inside))
            rest = [line for line in rest if id(line) not in taken]
    tops = [grid.lattice.ys[0] for grid in result if isinstance(grid, Grid)]
    for start, end in pairwise([float("-inf"), *tops, float("inf")]):
        result += _between_lines([line for line in rest if start <= line.box[1] < end], em, places)
    return sorted(result, key=lambda each: each.lattice.ys[0] if isinstance(each, Grid) else each.box[1])


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _runs(lines: Iterable[Line]) -> list[Run]:
    """The level runs of lines."""
    return [run for line in lines for run in line.runs if not run.turn]


def _cut_row(lines: Sequence[Line], bottom: float, em: float) -> list[Line]:
    """The lines below the last rule of a table that are a row of it, whose own rule the page cut off: nothing but a foot follows."""
    close: list[Line] = []
    for line in lines:
        if line.box[1] - bottom > _CLOSE * line.height:
            break
        close.append(line)
        bottom = line.box[3]
    is_row = len(lines) - len(close) <= _FEET and any(
        level.apart(em) >= _TABULAR for level in levels_of(_runs(close), em)
    )
    return close if is_row else []


def _ruled(rules: Sequence[Segment], width: float) -> list[list[Segment]]:
    """Groups of rules: at least two long ones with the same ends, one below the other, and what lies between these."""
    groups: list[list[Segment]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rule.end - rule.start >= _RULED * width:
            for group in groups:
                if abs(group[0].start - rule.start) <= _SAME_EDGE and abs(group[0].end - rule.end) <= _SAME_EDGE:
                    group.append(rule)
                    break
            else:
                groups.append([rule])
    found: list[list[Segment]] = []
    several = [group for group in groups if len(group) > 1]
    for first, *_, last in several:
        inner = [rule for rule in rules if first.at <= rule.at <= last.at and _within(rule, first)]
        if not any(above.at <= first.at <= below.at for above, *_, below in found):
            found.append(sorted(inner, key=lambda rule: rule.at))
    return sorted(found, key=lambda group: group[0].at)


def _within(rule: Segment, outer: Segment) -> bool:
    return outer.start - _SAME_EDGE <= rule.start and rule.end <= outer.end + _SAME_EDGE


def _between_rules(lines: Sequence[Line], rules: Sequence[Segment], em: float, places: Places) -> Grid | None:
    """The table that lines between rules make; None when they stand in no columns."""
    levels = levels_of(_runs(lines), em)
    tabular = sum(level.apart(em) >= _TABULAR for level in levels)
    if not tabular or (tabular < _FEWEST and not places.goes_on(_sections(levels, em)[0], em)):
        return None
    drawing = _Drawing(levels, em, places, rules)
    heights = sorted({rule.at for rule in rules})
    if len(heights) > _BANDS:
        drawing.bands(heights)
    else:
        drawing.rows(heights)
    return drawing.grid(lines)


def _between_lines(lines: Sequence[Line], em: float, places: Places) -> list[Line | Grid]:
    """Lines outside of all rules: what stands in columns as tables."""
    levels = _without_numbers(levels_of(_runs(lines), em), em)
    found = _sections(levels, em)
    result: list[Line | Grid] = []
    taken: set[int] = set()
    for group in _groups(found):
        own = _trimmed(levels[group[0].start : group[-1].end], em)
        least = 1 if group[0] is found[0] and places.goes_on(group[0], em) else _LEAST
        if sum(level.apart(em) >= _TABULAR for level in own) < least:
            continue
        drawing = _Drawing(own, em, places, ())
        drawing.rows(())
        inside = [line for line in lines if own[0].middle - 1 <= _middle(line) <= own[-1].middle + 1]
        table = drawing.grid(inside)
        if table is not None:
            result.append(table)
            taken |= set(map(id, inside))
    return [*result, *(line for line in lines if id(line) not in taken)]


def _without_numbers(levels: list[Level], em: float) -> list[Level]:
    """The lines of a page without its number, which stands in no column."""
    if len(levels) > 1 and _is_number(levels[-1]) and _distance(levels, len(levels) - 1) >= _FOOT * em:
        levels = levels[:-1]
    if len(levels) > 1 and _is_number(levels[0]) and _distance(levels, 1) >= _FOOT * em:
        levels = levels[1:]
    return levels


def _is_number(level: Level) -> bool:
    text = "".join(run.text for piece in level.pieces for run in piece)
    return _PAGE_NUMBER.fullmatch("".join(text.split())) is not None


def _trimmed(levels: Sequence[Level], em: float) -> Sequence[Level]:
    """Lines of a table without those above and below it that only chance to stand in its columns: titles, signatures, feet."""
    start, end = 0, len(levels)
    while start + 1 < end and _is_beside(levels[start], em) and _distance(levels, start + 1) >= _ABOVE * em:
        start += 1
    while start + 1 < end and _is_beside(levels[end - 1], em) and _distance(levels, end - 1) >= _FAR * em:
        end -= 1
    return levels[start:end]


def _distance(levels: Sequence[Level], index: int) -> float:
    return levels[index].middle - levels[index - 1].middle


def _is_beside(level: Level, em: float) -> bool:
    """Whether a line is a title, or tells who filled the form in and when."""
    return level.apart(em) < 2 or all(_NAMED.search("".join(run.text for run in piece)) for piece in level.pieces)


def _groups(found: Sequence[Section]) -> Iterator[list[Section]]:
    """Sections with columns that follow one another, with no more than a title between them."""
    group: list[Section] = []
    waiting: list[Section] = []
    for section in found:
        if section.gutters:
            group += [*waiting, section] if group else [section]
            waiting = []
        else:
            waiting.append(section)
            if sum(each.end - each.start for each in waiting) > _BETWEEN and group:
                yield group
                group = []
    if group:
        yield group


def _sections(levels: Sequence[Level], em: float) -> list[Section]:
    units = []
    for index, level in enumerate(levels):
        beside = [each for each in levels[index + 1 : index + 2] if each.middle - level.middle < _INSEPARABLE * em]
        units.append(unit(_extents([level]), em, _extents(beside)))
    partings = [0.0]
    for above, below in pairwise(levels):
        apart = (below.middle - above.middle) / em
        partings.append(float("inf") if apart < _INSEPARABLE else _PARTING * max(0.0, 2 - apart))
    return sections(units, partings, em)


class _Drawing:
    """The rules that would stand in a table which has none, or level ones only."""

    def __init__(self, levels: Sequence[Level], em: float, places: Places, rules: Sequence[Segment]) -> None:
        self.levels, self.em, self.places, self.rules = levels, em, places, rules
        outer = around([box for level in levels for box in level.boxes])
        self.top, self.bottom = outer[1] - em / 4, outer[3] + em / 4
        self.left, self.right = outer[0], outer[2]
        if rules:
            self.left, self.right = min(self.left, rules[0].start), max(self.right, rules[0].end)
            self.top, self.bottom = rules[0].at, rules[-1].at
        self.across: list[Segment] = []
        self.down: list[Segment] = []
        self.open: list[float] = []

    def bands(self, heights: Sequence[float]) -> None:
        """Every row has its rule: only the columns are to be found."""
        self.across += self.rules
        rows: list[list[Level]] = [[] for _ in pairwise(heights)]
        for each in self.levels:
            index = bisect_right(heights, each.middle) - 1
            if 0 <= index < len(rows):
                rows[index].append(each)
        units = [unit(_extents(row), self.em) for row in rows]
        found = sections(units, [0.0] * len(units), self.em)
        for section, inner in self._placed(found, rows):
            self._snap(inner, heights[section.start], heights[section.end])
            xs = self._ends(inner)
            for index in range(section.start, section.end):
                self._part(xs, heights[index], heights[index + 1], rows[index])

    def _placed(self, found: Sequence[Section], rows: Sequence[Sequence[Level]]) -> list[tuple[Section, list[float]]]:
        """Where the columns of each section part; one that goes on from the page before parts where that did."""
        goes_on = self.places.goes_on(found[0], self.em)
        places = self.places.of(found, self.rules, self.em)
        result = [(section, sorted(places[gutter] for gutter in section.gutters)) for section in found]
        if goes_on:
            section = found[0]
            boxes = [
                box
                for number in range(section.start, section.end)
                if number not in section.crossing
                for level in rows[number]
                for box in level.boxes
            ]
            own = result[0][1]
            inner = [
                x
                for x in self.places.last[1:-1]
                if all(abs(self.places.first(x) - self.places.first(y)) > 1 for y in own)
            ]
            own += [
                x
                for x in inner
                if self.left + 1 < x < self.right - 1 and not any(box[0] < x + 1 and box[2] > x - 1 for box in boxes)
            ]
            own.sort()
            self.places.same(self.left, self.places.last[0])
            self.places.same(self.right, self.places.last[-1])
        if result[-1][1]:
            self.places.last = [self.left, *result[-1][1], self.right]
        return result

    def _snap(self, xs: Sequence[float], top: float, bottom: float) -> None:
        """Let rules that end near the white between two columns end there."""

        def near(end: float) -> float:
            return min((x for x in xs if abs(x - end) <= _END * self.em), key=lambda x: abs(x - end), default=end)

        self.across = [
            Segment(rule.at, near(rule.start), near(rule.end)) if top <= rule.at < bottom else rule
            for rule in self.across
        ]

    def _ends(self, xs: list[float]) -> list[float]:
        """The places of a section, and the ends of rules inside of the table: these end where columns do."""
        ends = {end for rule in self.rules for end in (rule.start, rule.end)}
        return xs + [x for x in sorted(ends) if all(abs(x - known) > self.em for known in (self.left, self.right, *xs))]

    def rows(self, forced: Sequence[float]) -> None:
        """Find columns and rows."""
        found = _sections(self.levels, self.em)
        heights = [self.top, *(self._between(section.start, forced) for section in found[1:]), self.bottom]
        parts = [
            (section, xs, top, bottom)
            for (section, xs), (top, bottom) in zip(
                self._placed(found, [[level] for level in self.levels]), pairwise(heights), strict=True
            )
        ]
        columns = [self._columns(section, xs) for section, xs, _, _ in parts]
        leading = leading_of([column for own in columns for column in own], self.em)
        for (section, xs, top, bottom), own in zip(parts, columns, strict=True):
            self._section(section, xs, (top, bottom), own, leading, forced)

    def _between(self, number: int, forced: Sequence[float]) -> float:
        above, below = self.levels[number - 1].middle, self.levels[number].middle
        return next((at for at in forced if above < at < below), (above + below) / 2)

    def _columns(self, section: Section, xs: Sequence[float]) -> list[list[Item]]:
        columns: list[list[Item]] = [[] for _ in range(len(xs) + 1)]
        for level in self.levels[section.start : section.end]:
            for index, pieces in _by_column(level, xs).items():
                runs = [run for piece in pieces for run in piece]
                columns[index].append(Item(around([run.box for run in runs]), "".join(run.text for run in runs)))
        return columns

    def _section(
        self,
        section: Section,
        xs: Sequence[float],
        ends: tuple[float, float],
        columns: Sequence[Sequence[Item]],
        leading: Leading,
        forced: Sequence[float],
    ) -> None:
        """Draw one section: its rows, as far as its labels let them, and its columns."""
        options = [
            self._divided(columns, labels, ends, leading, forced)
            for labels in range(min(_LABELS, max(0, len(columns) - 2)) + 1)
        ]
        rows, begins = min(options, key=lambda option: option[0].cost + _LABEL_COST * len(option[1]))
        edges = [ends[0], *rows.cuts, ends[1]]
        bounds = [self.left, *xs, self.right]
        for number, height in enumerate(edges[:-1]):
            for column, start in enumerate(bounds[:-1]):
                if number == 0 or column >= len(begins) or number in begins[column]:
                    self.across.append(Segment(height, start, bounds[column + 1]))
        self.across.append(Segment(edges[-1], self.left, self.right))
        self.open += edges if rows.cost > _STRAINED * (len(edges) - 1) else rows.open
        own = self.levels[section.start : section.end]
        for top, bottom in pairwise(edges):
            self._part(xs, top, bottom, [level for level in own if top <= level.middle < bottom])

    def _divided(
        self,
        columns: Sequence[Sequence[Item]],
        labels: int,
        ends: tuple[float, float],
        leading: Leading,
        forced: Sequence[float],
    ) -> tuple[Rows, list[frozenset[int]]]:
        """The rows when so many columns from the left hold labels, and for each of these the rows that a label begins with."""
        rows = rows_of(columns[labels:], leading, forced)
        edges = [ends[0], *rows.cuts, ends[1]]
        tops = [
            min(
                (item.middle for column in columns[labels:] for item in column if top <= item.middle < bottom),
                default=top,
            )
            for top, bottom in pairwise(edges)
        ]
        cost, allowed = rows.cost, None
        begins: list[frozenset[int]] = []
        for column in reversed(columns[:labels]):
            spans = spans_of(column, edges, tops, leading, allowed)
            cost, allowed = cost + spans.cost, spans.begins
            begins.insert(0, spans.begins)
        return msgspec.structs.replace(rows, cost=cost), begins

    def _part(self, xs: Iterable[float], top: float, bottom: float, levels: Sequence[Level]) -> None:
        """Draw the columns of one row, but for those that its text runs over."""
        boxes = [box for level in levels for box in level.boxes]
        reach = 1.0 + _HANGING * self.em
        self.down += [
            Segment(x, top, bottom) for x in xs if not any(box[0] < x - reach and box[2] > x + reach for box in boxes)
        ]

    def grid(self, lines: Sequence[Line]) -> Grid | None:
        """The table with the text of lines; None when there are no columns."""
        if len({segment.at for segment in self.down}) + 2 <= _TABULAR:
            return None
        across = [*self.across, *(Segment(at, self.left, self.right) for at in (self.top, self.bottom))]
        down = [*self.down, *(Segment(x, self.top, self.bottom) for x in (self.left, self.right))]
        found = lattices(across, down, _TOLERANCE)
        if len(found) != 1:
            return None
        grid = Grid(found[0], tuple(self.open))
        for run in (run for line in lines for run in line.runs):
            grid.take(run)
        return grid


def _extents(levels: Iterable[Level]) -> list[Extent]:
    return [(box[0], box[2]) for level in levels for box in level.boxes]


def _nearest(at: float, others: Collection[float]) -> float:
    """The one of others that lies nearest; the same where there are none."""
    return min(others, key=lambda other: abs(other - at), default=at)


def _by_column(level: Level, xs: Sequence[float]) -> dict[int, list[tuple[Run, ...]]]:
    found: dict[int, list[tuple[Run, ...]]] = {}
    for piece, box in zip(level.pieces, level.boxes, strict=True):
        found.setdefault(bisect_right(xs, (box[0] + box[2]) / 2), []).append(piece)
    return found
