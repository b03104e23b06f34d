"""The ruling lines of a page, from its path objects: stroked lines, thin filled rectangles, outlines, dots in a row, thin pictures.

Lines that nobody sees are none: white ones on white, transparent ones, and what a clip cuts away. Filled areas are kept beside them,
since white text and white lines are seen upon those.
"""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import msgspec
from pypdfium2 import raw

from jixiao.readers.contents import RefusedError
from jixiao.readers.lattice import Box, Segment
from jixiao.readers.pdf.pdfium import Handle, Kind, Matrix, address, colour
from jixiao.readers.pdf.runs import common

_THIN = 3.2
"""Points: what is no thicker is a line, what is thicker an area."""
_STRAIGHT = 0.7
"""Points by which the ends of a level or upright line may be off."""
_NESTING = 6
_WHITE = 245
_PALE = 200
"""White on an area that is no darker than this cannot be read."""

Point = tuple[float, float]


class Drawn(msgspec.Struct):
    """What is drawn on a page apart from its text; boxes as displayed."""

    horizontal: list[Segment] = []
    upright: list[Segment] = []
    dark: list[Box] = []
    pictures: list[Box] = []
    texts: dict[int, Handle] = {}
    """Text objects by their addresses."""
    clips: dict[int, Box] = {}
    """Within which boxes text objects are seen, by their addresses; those that nothing cuts are left out."""
    outlines: int = 0
    """Paths with curves: text drawn as shapes, or a drawing."""


def drawn(page: Handle, shown: Matrix, most: int) -> Drawn:
    """Collect lines, dark areas and pictures of a page.

    Raises:
        RefusedError: the page has more than `most` objects or line ends.

    """
    collecting = _Collecting(most)
    count = raw.FPDFPage_CountObjects(page)
    collecting.check(count)
    for index in range(count):
        collecting.add(raw.FPDFPage_GetObject(page, index), shown, 0)
    return collecting.found


class _Collecting:
    """The drawing of a page while its objects are looked at."""

    def __init__(self, most: int) -> None:
        self.found = Drawn()
        self._most = most
        self._left = most

    def _count(self, number: int) -> None:
        self._left -= number
        self.check(0)

    def check(self, more: int) -> None:
        """Refuse a page on which more objects are to come than are left to look at."""
        if self._left < more:
            message = (
                f"有一页含有超过 {self._most} 个图形对象，不是绩效自评表；请只提交自评材料本身，或另存为图片后重试。"
            )
            raise RefusedError(message)

    def add(self, thing: Handle, outer: Matrix, depth: int) -> None:
        self._count(1)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == Kind.PATH:
            self._path(thing, _matrix(thing).then(outer), outer)
        elif kind == Kind.TEXT:
            where = address(thing)
            self.found.texts[where] = thing
            clip = self._clip(thing, outer)
            if clip is not None:
                self.found.clips[where] = clip
        elif kind == Kind.IMAGE:
            self._picture(_matrix(thing).then(outer).box(0, 0, 1, 1))
        elif kind == Kind.FORM and depth < _NESTING:
            inner = _matrix(thing).then(outer)
            for index in range(max(0, raw.FPDFFormObj_CountObjects(thing))):
                self.add(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _picture(self, box: Box) -> None:
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            self._line_of_area(box)
        else:
            self.found.pictures.append(box)

    def _path(self, thing: Handle, shown: Matrix, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, fill, stroke)
        paint = colour(raw.FPDFPageObj_GetFillColor, thing) if fill.value else None
        ink = colour(raw.FPDFPageObj_GetStrokeColor, thing) if stroke.value else None
        if not (paint and paint[3]) and not (ink and ink[3]):
            return
        pieces = list(self._pieces(thing, shown))
        clip = self._clip(thing, outer)
        if ink and ink[3]:
            self._strokes(pieces, clip, ink, _width(thing) * shown.scale)
        elif paint:
            self._areas(pieces, clip, paint)

    def _pieces(self, thing: Handle, shown: Matrix) -> Iterator[list[Point]]:
        """The connected straight pieces of a path, closed ones with their first point again."""
        count = raw.FPDFPath_CountSegments(thing)
        self._count(max(0, count) // 4)
        points: list[Point] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        curved = False
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(thing, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = shown.point(x.value, y.value)
            if kind != raw.FPDF_SEGMENT_LINETO:
                if len(points) > 1:
                    yield points
                points = []
                curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            points.append(point)
            if kind == raw.FPDF_SEGMENT_LINETO and raw.FPDFPathSegment_GetClose(segment):
                yield [*points, points[0]]
                points = []
        if len(points) > 1:
            yield points
        self.found.outlines += curved

    def _clip(self, thing: Handle, outer: Matrix) -> Box | None:
        """The box within which an object is seen; None when nothing cuts it."""
        path = raw.FPDFPageObj_GetClipPath(thing)
        paths = raw.FPDFClipPath_CountPaths(path) if path else 0
        box: Box | None = None
        for number in range(max(0, min(paths, 8))):
            count = raw.FPDFClipPath_CountPathSegments(path, number)
            self._count(max(0, count) // 4)
            xs, ys = [], []
            x, y = ctypes.c_float(), ctypes.c_float()
            for index in range(count):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, index), x, y)
                across, down = outer.point(x.value, y.value)
                xs.append(across)
                ys.append(down)
            if xs:
                one = (min(xs), min(ys), max(xs), max(ys))
                box = one if box is None else common(box, one)
        return box

    def _strokes(
        self, pieces: list[list[Point]], clip: Box | None, ink: tuple[int, int, int, int], width: float
    ) -> None:
        for points in pieces:
            for start, end in pairwise(points):
                box = _bounds([start, end])
                broad = min(box[2] - box[0], box[3] - box[1])
                if broad > _STRAIGHT:
                    continue
                half = width / 2
                grown = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
                seen = common(grown, clip) if clip else grown
                if seen[0] > seen[2] or seen[1] > seen[3]:
                    continue
                if width > _THIN and min(seen[2] - seen[0], seen[3] - seen[1]) > _THIN:
                    self._area(seen, ink)
                elif min(ink[:3]) < _WHITE or self._on_dark(seen):
                    self._line(box if clip is None else common(box, clip))

    def _areas(self, pieces: list[list[Point]], clip: Box | None, paint: tuple[int, int, int, int]) -> None:
        last: Box | None = None
        for points in pieces:
            box = _bounds(points)
            seen = common(box, clip) if clip else box
            if seen[0] > seen[2] or seen[1] > seen[3]:
                continue
            if min(seen[2] - seen[0], seen[3] - seen[1]) <= _THIN:
                if min(paint[:3]) < _WHITE or self._on_dark(seen):
                    self._line_of_area(seen)
            elif last is not None and _is_frame(last, box):
                # Two rectangles, one a little inside the other, filled between: an outline.
                if self.found.dark and self.found.dark[-1] == last:
                    self.found.dark.pop()
                self._outline(
                    ((last[0] + box[0]) / 2, (last[1] + box[1]) / 2, (last[2] + box[2]) / 2, (last[3] + box[3]) / 2)
                )
            else:
                self._area(seen, paint)
            last = box

    def _area(self, box: Box, paint: tuple[int, int, int, int]) -> None:
        if min(paint[:3]) < _PALE and paint[3] > 64:
            self.found.dark.append(box)

    def _on_dark(self, box: Box) -> bool:
        return on_dark(box, self.found.dark)

    def _outline(self, box: Box) -> None:
        left, top, right, bottom = box
        for edge in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            self._line(edge)

    def _line_of_area(self, box: Box) -> None:
        """A thin area is a line along its longer side; a dot may be part of a dotted line of either direction."""
        left, top, right, bottom = box
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        if right - left > _THIN or bottom - top <= _THIN:
            self.found.horizontal.append(Segment(middle_y, left, right))
        if bottom - top > _THIN or right - left <= _THIN:
            self.found.upright.append(Segment(middle_x, top, bottom))

    def _line(self, box: Box) -> None:
        left, top, right, bottom = box
        if right - left >= bottom - top:
            self.found.horizontal.append(Segment((top + bottom) / 2, left, right))
        if bottom - top >= right - left:
            self.found.upright.append(Segment((left + right) / 2, top, bottom))


def on_dark(box: Box, dark: list[Box]) -> bool:
    """Whether the middle of a box lies on a dark area."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in dark)


def _matrix(thing: Handle) -> Matrix:
    given = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, given):
        return Matrix()
    return Matrix(given.a, given.b, given.c, given.d, given.e, given.f)


def _width(thing: Handle) -> float:
    width = ctypes.c_float()
    return width.value if raw.FPDFPageObj_GetStrokeWidth(thing, width) else 1.0


def _bounds(points: list[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_frame(outer: Box, inner: Box) -> bool:
    """Whether one rectangle lies within the other, a line's breadth away on every side."""
    gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return all(-0.01 <= gap <= _THIN for gap in gaps) or all(-_THIN <= gap <= 0.01 for gap in gaps)
