"""Tables without upright rules: columns by the white between them, rows by horizontal rules, by space, or by what begins anew.

Such a table is "ragged": its columns are what the eye makes of them, no more than a hint.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from jixiao.readers.lattice import Box, Segment, Tolerance, lattices
from jixiao.readers.pdf.cells import Grid
from jixiao.readers.pdf.lines import Line
from jixiao.readers.pdf.runs import Run, around

_PIECE_GAP = 0.9
"""Ems of white that part two cells on one line."""
_NARROW = 0.3
"""The same where columns are known to be: cells may stand close to each other."""
_TABULAR = 3
"""Pieces on a line that make it one of a table."""
_LEAST = 4
"""Such lines that make a table; fewer are a letterhead or a signature."""
_BETWEEN = 5
"""Lines with fewer pieces that may stand between them: cells that run over several lines."""
_CROSSED = 0.25
"""Share of lines whose text may cross the white between two columns: headings and merged cells."""
_GUTTER = 0.4
"""Ems of white, at least, between two columns."""
_COLUMN = 1.8
"""Ems of text that are a column, though of one line; a narrower one has more."""
_RULED = 0.3
"""Share of the page's width that a rule takes which bounds a table."""
_SAME_EDGE = 8.0
"""Points by which the ends of such rules may differ."""
_BANDS = 4
"""Bands between rules from which on every row has its rule; fewer are heading and body."""
_FIGURE = re.compile(r"[\d,.]+%?")
_STEP = 0.3
"""Ems by which the space between rows is wider than that between lines, if rows are told by it."""
_CLOSE, _CLOSING = 1.5, 2.0
"""Ems from line to line of a row that the page cut; points below it where its rule would be."""
_FEET = 2
_LINES = 0.8
"""Ems of space above which lines do not stand in one cell."""
_TOLERANCE = Tolerance(snap=1.0, reach=2.0, least=2.0)


def aligned(lines: Sequence[Line], rules: Sequence[Segment], width: float) -> list[Line | Grid]:
    """Gather lines of a page of this width that stand under one another in columns into tables; the others stay lines."""
    result: list[Line | Grid] = []
    rest = list(lines)
    groups = _ruled(rules, width)
    for bounds in groups:
        inside = [line for line in rest if bounds[0].at <= _middle(line) <= bounds[-1].at]
        below = _cut_row([line for line in rest if _middle(line) > bounds[-1].at], bounds[-1].at)
        if below and bounds is groups[-1]:
            bounds.append(Segment(below[-1].box[3] + _CLOSING, bounds[-1].start, bounds[-1].end))
            inside += below
        table = _table(inside, bounds)
        if table is not None:
            result.append(table)
            taken = set(map(id, inside))
            rest = [line for line in rest if id(line) not in taken]
    for stretch in _stretches(rest):
        table = _table(stretch, [])
        result += stretch if table is None else [table]
    return sorted(result, key=lambda each: each.lattice.ys[0] if isinstance(each, Grid) else each.box[1])


def _cut_row(lines: Sequence[Line], bottom: float) -> list[Line]:
    """The lines below the last rule of a table that are a row of it, whose own rule the page cut off: nothing but a foot follows."""
    close: list[Line] = []
    for line in lines:
        if line.box[1] - bottom > _CLOSE * line.height:
            break
        close.append(line)
        bottom = line.box[3]
    is_row = len(lines) - len(close) <= _FEET and any(len(_pieces(line)) >= _TABULAR for line in close)
    return close if is_row else []


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


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


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut lines into stretches: from the first to the last of those in columns, and each other line by itself."""
    result: list[list[Line]] = []
    index = 0
    while index < len(lines):
        end = index + 1
        if len(_pieces(lines[index])) >= _TABULAR:
            ahead = end
            while ahead < len(lines) and ahead - end <= _BETWEEN:
                ahead += 1
                if len(_pieces(lines[ahead - 1])) >= _TABULAR:
                    end = ahead
            if end > index + 1 and end < len(lines) and _is_total(lines[end]):
                end += 1
        result.append(list(lines[index:end]))
        index = end
    return result


def _is_total(line: Line) -> bool:
    """Whether a line with but two pieces ends in a figure, as the total below a table does."""
    pieces = _pieces(line)
    return len(pieces) > 1 and _FIGURE.fullmatch("".join(run.text for run in pieces[-1])) is not None


def _pieces(line: Line, gap: float = _PIECE_GAP) -> list[list[Run]]:
    """The runs of a line, parted where there is as much white between."""
    pieces = [[line.runs[0]]]
    for left, right in pairwise(line.runs):
        if right.box[0] - left.box[2] > gap * max(left.size, right.size):
            pieces.append([])
        pieces[-1].append(right)
    return pieces


def _table(lines: Sequence[Line], rules: Sequence[Segment]) -> Grid | None:
    """The table that lines make; None when they stand in no columns.

    The white between columns and between rows becomes rules, so that what holds for drawn ones holds here: text that runs over several
    columns makes a merged cell, and so does a rule that ends before a column.
    """
    pieces = [_pieces(line) for line in lines]
    tabular = [line for line, found in zip(lines, pieces, strict=True) if len(found) >= _TABULAR]
    if len(tabular) < (2 if rules else _LEAST):
        return None
    em = sorted(line.height for line in lines)[len(lines) // 2]
    outer = around([line.box for line in lines])
    left, right = (min(outer[0], rules[0].start), max(outer[2], rules[0].end)) if rules else (outer[0], outer[2])
    gutters = _gutters([[_box(piece) for piece in _pieces(line, _NARROW)] for line in tabular], em)
    if len(gutters) + 2 <= _TABULAR:
        return None
    across = [Segment(at, left, right) for at in _between_rows(lines, pieces, rules, em)]
    across += rules or [Segment(outer[1] - em / 4, left, right), Segment(outer[3] + em / 4, left, right)]
    ys = sorted({rule.at for rule in across})
    bands = _bands(lines, ys)
    ends = [end for rule in rules for end in (rule.start, rule.end)]
    for more in (ends, _pierced([white for band in bands for white in _whites(band, em)], gutters)):
        gutters += [x for x in more if all(abs(x - known) > em for known in (left, right, *gutters))]
    down = [Segment(x, ys[0], ys[-1]) for x in (left, right)]
    for (top, bottom), band in zip(pairwise(ys), bands, strict=True):
        down += [Segment(x, top, bottom) for x in gutters if not any(box[0] < x - 1 and box[2] > x + 1 for box in band)]
    found = lattices(across, down, _TOLERANCE)
    if len(found) != 1:
        return None
    grid = Grid(found[0])
    for run in (run for line in lines for run in line.runs):
        grid.take(run)
    return grid


def _bands(lines: Sequence[Line], ys: Sequence[float]) -> list[list[Box]]:
    """The boxes of the texts in each band between two heights."""
    bands: list[list[Box]] = [[] for _ in pairwise(ys)]
    for line in lines:
        for box in map(_box, _pieces(line, _NARROW)):
            index = bisect_right(ys, (box[1] + box[3]) / 2) - 1
            if 0 <= index < len(bands):
                bands[index].append(box)
    return bands


def _whites(band: Sequence[Box], em: float) -> list[tuple[float, float]]:
    """The white between the texts of a band that runs through all of its lines."""
    whites = []
    reached = float("inf")
    for left, _, right, _ in sorted(band):
        if left - reached >= _PIECE_GAP * em:
            whites.append((reached, left))
        reached = right if reached == float("inf") else max(reached, right)
    return whites


def _pierced(whites: Sequence[tuple[float, float]], known: Sequence[float]) -> list[float]:
    """Few places that part the texts of all bands: each lies in the white of at least two, and in none that has a place already."""
    left = sorted(
        (white for white in whites if not any(white[0] < x < white[1] for x in known)), key=lambda white: white[1]
    )
    found = []
    while left:
        end = left[0][1]
        through = [white for white in left if white[0] < end]
        if len(through) > 1:
            found.append((max(start for start, _ in through) + end) / 2)
        left = [white for white in left if white[0] >= end]
    return found


def _box(piece: Sequence[Run]) -> Box:
    return around([run.box for run in piece])


def _gutters(boxes: Sequence[Sequence[Box]], em: float) -> list[float]:
    """Where columns part: in every stretch that the text of but few lines crosses, where the fewest do."""
    allowed = _CROSSED * len(boxes)
    events = sorted([(box[0], 1) for line in boxes for box in line] + [(box[2], -1) for line in boxes for box in line])
    gutters: list[float] = []
    covered, dense_before = 0, False
    stretch: list[tuple[int, float, float]] = []
    for (left, step), (right, _) in pairwise(events):
        covered += step
        if covered <= allowed:
            stretch.append((covered, left, right))
        else:
            gutters += _partings(stretch, em, before=dense_before, after=True)
            stretch, dense_before = [], True
    return gutters + _partings(stretch, em, before=dense_before, after=False)


def _partings(stretch: Sequence[tuple[int, float, float]], em: float, *, before: bool, after: bool) -> list[float]:
    """The middles of the white in a stretch of few texts, given as how many cover what; a column of few texts stands between two.

    Before and after each there must be text: a column of many (`before` and `after` the stretch) or one of few.
    """
    least = min((covered for covered, _, _ in stretch), default=0)
    texts = [left for covered, left, _ in stretch if covered > least]
    white: list[tuple[float, float]] = []
    peak = 0
    for covered, left, right in stretch:
        peak = max(peak, covered)
        parts = (before or min(texts, default=left) < left) and (after or max(texts, default=left) > left)
        if covered > least or not parts:
            continue
        if white and left - white[-1][1] < _COLUMN * em and peak < least + 2:
            # A little text of one line between is the ragged edge of a column.
            white[-1] = max(white[-1], (left, right), key=lambda part: part[1] - part[0])
        else:
            white.append((left, right))
        peak = 0
    return [(left + right) / 2 for left, right in white if right - left >= _GUTTER * em]


def _between_rows(
    lines: Sequence[Line], pieces: Sequence[Sequence[Sequence[Run]]], rules: Sequence[Segment], em: float
) -> list[float]:
    """Heights at which rows part that no rule parts; a table with many rules has one between any two rows."""
    if len({rule.at for rule in rules}) > _BANDS:
        return []
    gaps = [below.box[1] - above.box[3] for above, below in pairwise(lines)]
    step = _step(gaps, em)
    heights = []
    row = [_box(piece) for piece in pieces[0]]
    for index, gap in enumerate(gaps):
        above, below = lines[index].box[3], lines[index + 1].box[1]
        following = [_box(piece) for piece in pieces[index + 1]]
        ruled = any(_middle(lines[index]) < rule.at < _middle(lines[index + 1]) for rule in rules)
        parted = gap > step if step is not None else not _goes_on(following, row)
        if parted and not ruled:
            heights.append((above + below) / 2)
        if parted or ruled:
            row = following
    return heights


def _step(gaps: Sequence[float], em: float) -> float | None:
    """The space above which a line begins a row; None when the lines of a row stand as far apart as rows."""
    ordered = sorted(gaps)
    if ordered[0] >= _LINES * em:
        return 0.0
    return next(((below + above) / 2 for below, above in pairwise(ordered) if above - below >= _STEP * em), None)


def _goes_on(line: Sequence[Box], row: Sequence[Box]) -> bool:
    """Whether a line only goes on with cells of the row above: it has at most half the pieces, each below one of the row's."""
    below = all(any(box[0] < above[2] and above[0] < box[2] for above in row) for box in line)
    return below and 2 * len(line) <= len(row)
