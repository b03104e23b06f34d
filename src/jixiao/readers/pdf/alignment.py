"""Tables without upright rules: columns by the white between them, rows by horizontal rules, by space, or by what begins anew.

Such a table is "ragged": its columns are what the eye makes of them, no more than a hint.
"""

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
"""Ems of text that are a column, though of few texts."""
_RULED = 0.3
"""Share of the page's width that a rule takes which bounds a table."""
_SAME_EDGE = 8.0
"""Points by which the ends of such rules may differ."""
_BANDS = 4
"""Bands between rules from which on every row has its rule; fewer are heading and body."""
_STEP = 0.3
"""Ems by which the space between rows is wider than that between lines, if rows are told by it."""
_LINES = 0.8
"""Ems of space above which lines do not stand in one cell."""
_TOLERANCE = Tolerance(snap=1.0, reach=2.0, least=2.0)


def aligned(lines: Sequence[Line], rules: Sequence[Segment], width: float) -> list[Line | Grid]:
    """Gather lines of a page of this width that stand under one another in columns into tables; the others stay lines."""
    result: list[Line | Grid] = []
    rest = list(lines)
    for bounds in _ruled(rules, width):
        inside = [line for line in rest if bounds[0].at <= _middle(line) <= bounds[-1].at]
        table = _table(inside, bounds)
        if table is not None:
            result.append(table)
            rest = [line for line in rest if line not in inside]
    for stretch in _stretches(rest):
        table = _table(stretch, [])
        result += stretch if table is None else [table]
    return sorted(result, key=lambda each: each.lattice.ys[0] if isinstance(each, Grid) else each.box[1])


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
    for first, *_, last in (group for group in groups if len(group) > 1):
        if not any(above.at <= first.at <= below.at for above, *_, below in found):
            inner = [rule for rule in rules if first.at <= rule.at <= last.at and _within(rule, first)]
            found.append(sorted(inner, key=lambda rule: rule.at))
    return found


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
        result.append(list(lines[index:end]))
        index = end
    return result


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
    ends = [end for rule in rules for end in (rule.start, rule.end)]
    inner = sorted({*gutters, *(end for end in ends if all(abs(end - x) > em for x in (left, right, *gutters)))})
    across = [Segment(at, left, right) for at in _between_rows(lines, pieces, rules, em)]
    across += rules or [Segment(outer[1] - em / 4, left, right), Segment(outer[3] + em / 4, left, right)]
    ys = sorted({rule.at for rule in across})
    down = [Segment(x, ys[0], ys[-1]) for x in (left, right)]
    boxes = [_box(piece) for line in lines for piece in _pieces(line, _NARROW)]
    for top, bottom in pairwise(ys):
        band = [box for box in boxes if top <= (box[1] + box[3]) / 2 < bottom]
        down += [Segment(x, top, bottom) for x in inner if not any(box[0] < x - 1 and box[2] > x + 1 for box in band)]
    found = lattices(across, down, _TOLERANCE)
    if len(found) != 1:
        return None
    grid = Grid(found[0])
    for run in (run for line in lines for run in line.runs):
        grid.take(run)
    return grid


def _box(piece: Sequence[Run]) -> Box:
    return around([run.box for run in piece])


def _gutters(boxes: Sequence[Sequence[Box]], em: float) -> list[float]:
    """Where columns part: in every stretch that the text of but few lines crosses, where the fewest do."""
    allowed = _CROSSED * len(boxes)
    events = sorted([(box[0], 1) for line in boxes for box in line] + [(box[2], -1) for line in boxes for box in line])
    gutters: list[float] = []
    covered = 0
    stretch: list[tuple[int, float, float]] = []
    for (left, step), (right, _) in pairwise(events):
        covered += step
        if covered <= allowed:
            stretch.append((covered, left, right))
        else:
            gutters += _partings(stretch, em)
            stretch = []
    return gutters + _partings(stretch, em)


def _partings(stretch: Sequence[tuple[int, float, float]], em: float) -> list[float]:
    """The middles of the white in a stretch of few texts, given as how many cover what; a column of few texts stands between two."""
    least = min((covered for covered, _, _ in stretch), default=0)
    white: list[tuple[float, float]] = []
    for covered, left, right in stretch:
        if covered > least or right - left <= 0:
            continue
        if white and left - white[-1][1] < _COLUMN * em:
            # A little text between is the ragged edge of a column.
            white[-1] = max(white[-1], (left, right), key=lambda part: part[1] - part[0])
        else:
            white.append((left, right))
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
    """The space that parts rows, where it is wider than that between the lines of a row."""
    ordered = sorted(gaps)
    steps = [(above - below, (above + below) / 2) for below, above in pairwise(ordered)]
    widest, middle = max(steps, default=(0.0, 0.0))
    return middle if widest >= _STEP * em and ordered[0] < _LINES * em else None


def _goes_on(line: Sequence[Box], row: Sequence[Box]) -> bool:
    """Whether a line only goes on with cells of the row above: it has at most half the pieces, each below one of the row's."""
    below = all(any(box[0] < above[2] and above[0] < box[2] for above in row) for box in line)
    return below and 2 * len(line) <= len(row)
