"""Pages made upright, level, flat and clean; their rules made cells. Pictures are drawn here, nothing is recognised."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from jixiao.readers.scan import cleaning, straightening, uprightness
from jixiao.readers.scan.rules import rules, wiped
from tests.facsimiles import scanning

Picture = NDArray[np.uint8]
PITCH = 40.0


def paper(height: int = 900, width: int = 700) -> Picture:
    return np.full((height, width, 3), 255, np.uint8)


def ruled(*, thickness: int = 2, text: bool = True) -> Picture:
    """A table of three columns and five rows, whose first cell covers two columns and whose second row's last cell covers two rows."""
    page = paper()
    xs, ys = (100, 250, 450, 600), (100, 200, 300, 400, 500, 600)
    for y in ys:
        cv2.line(page, (xs[0], y), (xs[2] if y == ys[2] else xs[3], y), (0, 0, 0), thickness)
    for x in xs:
        cv2.line(page, (x, ys[1] if x == xs[1] else ys[0]), (x, ys[-1]), (0, 0, 0), thickness)
    if text:
        for x, y in ((120, 160), (280, 260), (480, 360), (120, 460), (280, 560)):
            cv2.putText(page, "AB12", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (0, 0, 0), 2)
    return page


SHAPE = {(0, 0, 1, 2), (0, 2, 1, 1), (1, 2, 2, 1)}


def spans(page: Picture) -> set[tuple[int, int, int, int]]:
    (table,) = rules(straightening.grey(page), PITCH).tables
    cells = {(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}
    assert len(cells) == 13
    return cells


@pytest.mark.parametrize("thickness", [1, 2, 4])
def test_rules_enclose_cells_with_their_spans(thickness: int) -> None:
    assert spans(ruled(thickness=thickness)) >= SHAPE


def test_broken_rules_are_bridged() -> None:
    page = ruled()
    for at in range(110, 600, 40):
        page[:, at : at + 4] = 255
        page[at : at + 4, :] = 255
    assert spans(page) >= SHAPE


def tight(*, height: int, strokes: bool) -> Picture:
    """A table of two columns whose rows leave little more than the height of a character; the first one is merged."""
    page = paper()
    edges = [100 + number * height for number in range(9)]
    for y in edges:
        cv2.line(page, (60, y), (640, y), (0, 0, 0), 2)
    for x in (60, 300, 640):
        cv2.line(page, (x, edges[1] if x == 300 else edges[0]), (x, edges[-1]), (0, 0, 0), 2)
    if strokes:
        for top, bottom in pairwise(edges):
            for left in (100, 140, 180, 400, 440):
                # Characters such as 门: strokes as long as the row is high, but for two pixels of paper above and below.
                cv2.line(page, (left, top + 4), (left, bottom - 4), (0, 0, 0), 2)
                cv2.line(page, (left, top + 8), (left + 16, top + 8), (0, 0, 0), 2)
    return page


@pytest.mark.parametrize("height", [30, 33, 36])
@pytest.mark.parametrize("strokes", [False, True])
def test_rows_hardly_higher_than_a_character_are_cells_and_its_strokes_are_none(height: int, *, strokes: bool) -> None:
    (table,) = rules(straightening.grey(tight(height=height, strokes=strokes)), PITCH * 0.9).tables
    assert len(table.cells) == 1 + 2 * 7
    assert table.cells[0].column_span == 2


def test_a_hairline_amid_text_is_followed_from_where_it_is_plain_to_the_next_rule() -> None:
    page = ruled(text=False)
    page[298:303, 104:200] = 255
    cv2.line(page, (104, 300), (200, 300), (170, 170, 170), 1)
    assert len(rules(cv2.GaussianBlur(straightening.grey(page), (0, 0), 1), PITCH).tables[0].cells) == 13
    page[298:303, 104:200] = 255
    assert len(rules(straightening.grey(page), PITCH).tables[0].cells) == 12


@pytest.mark.parametrize("degrees", [-3.0, -0.7, 0.3, 2.2, 4.5])
def test_a_skewed_table_is_levelled_and_its_places_map_back(degrees: float) -> None:
    page = scanning.skewed(ruled(), degrees)
    sheet = straightening.levelled(straightening.laid(page))
    assert straightening.skew(straightening.grey(sheet.pixels)) == pytest.approx(0, abs=0.1)
    assert spans(sheet.pixels) >= SHAPE
    (table,) = rules(straightening.grey(sheet.pixels), PITCH).tables
    turn = cv2.getRotationMatrix2D((350, 450), degrees, 1.0)
    corner = turn @ np.array([100, 100, 1])
    box = sheet.original(table.cells[0].box)
    assert box[0] - 8 <= corner[0] <= box[2] + 8
    assert box[1] - 8 <= corner[1] <= box[3] + 8


def test_a_page_without_anything_is_left_as_it_is() -> None:
    sheet = straightening.laid(paper())
    assert straightening.levelled(sheet) is sheet
    assert rules(straightening.grey(paper()), PITCH).tables == ()


def test_lines_of_text_tell_skew_where_there_are_no_rules() -> None:
    page = paper()
    for y in range(80, 860, 40):
        cv2.putText(page, "the quick brown fox jumps", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
    assert straightening.skew(straightening.grey(scanning.skewed(page, 2.0))) == pytest.approx(-2.0, abs=0.3)


def test_strokes_and_underlines_are_no_tables() -> None:
    page = paper()
    cv2.putText(page, "HEEE EEEH", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 4.0, (0, 0, 0), 12)
    cv2.line(page, (60, 400), (600, 400), (0, 0, 0), 2)
    found = rules(straightening.grey(page), PITCH)
    assert found.tables == ()
    assert not found.covered.any()


def test_text_that_lies_on_the_height_of_a_rule_does_not_cut_its_cell() -> None:
    page = ruled(text=False)
    for x in range(460, 590, 14):  # strokes side by side where the rule left of them ends, with others above and below
        cv2.line(page, (x, 300), (x + 9, 300), (0, 0, 0), 2)
        cv2.line(page, (x, 291), (x + 9, 291), (0, 0, 0), 2)
        cv2.line(page, (x, 309), (x + 9, 309), (0, 0, 0), 2)
    assert spans(page) >= SHAPE


def test_what_is_wiped_is_the_rules_and_not_the_text() -> None:
    page = straightening.grey(ruled())
    found = rules(page, PITCH)
    clean = wiped(page, found.covered)
    assert clean[200, 110:590].min() > 200
    assert clean[235:262, 280:360].min() < 50


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_quarter_turns_map_back(quarters: int) -> None:
    page = paper(60, 40)
    page[10:14, 30:34] = 0
    sheet = straightening.turned(straightening.laid(page), quarters)
    rows, columns = np.nonzero(sheet.pixels[:, :, 0] == 0)
    box = (float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max()))
    assert sheet.original(box) == pytest.approx((30, 10, 33, 13))


def test_a_sheet_on_a_dark_table_is_seen_from_above() -> None:
    photograph = scanning.photographed(ruled(), 5)
    sheet = straightening.flattened(straightening.laid(photograph))
    assert sheet.pixels.shape != photograph.shape
    even = cleaning.lit_evenly(sheet.pixels)
    assert np.percentile(straightening.grey(even), 10) > 200
    level = straightening.levelled(sheet.moved(even, np.eye(3)))
    assert spans(level.pixels) >= SHAPE
    (table,) = rules(straightening.grey(level.pixels), PITCH).tables
    left, top, right, bottom = level.original(table.box)
    assert 0 < left < right < photograph.shape[1]
    assert 0 < top < bottom < photograph.shape[0]


@pytest.mark.parametrize("picture", [paper(), np.zeros((300, 200, 3), np.uint8)])
def test_a_picture_that_is_all_page_stays_whole(picture: Picture) -> None:
    sheet = straightening.laid(picture)
    assert straightening.flattened(sheet) is sheet


def test_a_bright_patch_that_is_no_sheet_is_left() -> None:
    picture = np.full((400, 400, 3), 60, np.uint8)
    cv2.circle(picture, (200, 200), 170, (255, 255, 255), -1)
    sheet = straightening.laid(picture)
    assert straightening.flattened(sheet) is sheet
    faint = np.full((400, 400, 3), 230, np.uint8)
    faint[40:360, 40:360] = 255
    sheet = straightening.laid(faint)
    assert straightening.flattened(sheet) is sheet


def test_even_light_is_left_alone() -> None:
    page = ruled()
    assert cleaning.lit_evenly(page) is page


def test_a_red_seal_goes_and_the_text_under_it_stays() -> None:
    page = ruled()
    sealed = scanning.sealed(page, 1)
    assert np.abs(sealed.astype(int) - page).max() > 100
    seals = cleaning.seals(sealed)
    assert len(cleaning.outermost(seals)) == 1
    cleaned = cleaning.without_seals(sealed, seals)
    grey = straightening.grey(cleaned)
    original = straightening.grey(page)
    assert grey[original == 255].min() > 200
    assert grey[original == 0].max() < 120


def test_red_words_are_text() -> None:
    page = paper()
    cv2.putText(page, "RED HEADING", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 220), 2)
    assert cleaning.seals(page) == []
    assert cleaning.without_seals(page, []) is page


def test_noise_is_smoothed_where_it_is_heavy() -> None:
    page = straightening.grey(np.full((200, 200, 3), 128, np.uint8))
    heavy = straightening.grey(scanning.noisy(np.full((200, 200, 3), 128, np.uint8), 30, 1))
    assert cleaning.smoothed(page) is page
    assert cleaning.noise(cleaning.smoothed(heavy)) < cleaning.noise(heavy) / 2


@pytest.mark.parametrize(("pitch", "factor"), [(36.0, 1.0), (18.0, 2.0), (72.0, 0.5)])
def test_pages_are_brought_to_the_size_of_print_that_is_wanted(pitch: float, factor: float) -> None:
    sheet = straightening.sized(straightening.laid(paper(400, 300)), pitch)
    assert sheet.pixels.shape[:2] == (round(400 * factor), round(300 * factor))
    box = (0.0, 0.0, 300.0 * factor, 400.0 * factor)
    assert sheet.original(box) == pytest.approx((0, 0, 300, 400))


def lines_of(page: Picture) -> list[NDArray[np.float32]]:
    """Where the dark bars of a drawn page lie."""
    dark = (page[:, :, 0] < 128).astype(np.uint8)
    near = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(near)
    return [np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float32) for x, y, w, h, _ in boxes[1:]]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_or_head_is_put_upright(quarters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stub of recognition finds bars, and is surer of those whose dot stands at their right end."""
    page = paper(900, 700)
    for y in range(100, 800, 60):
        page[y : y + 20, 100:500] = 0
        page[y : y + 20, 470:490] = 100
    monkeypatch.setattr(uprightness, "detect", lambda picture, _longest: lines_of(picture))

    def recognise(crops: list[Picture]) -> list[object]:
        class Reading:
            def __init__(self, sure: float) -> None:
                self.sure = (sure,)

        return [
            Reading(0.99 if crop[:, : crop.shape[1] // 2].mean() < crop[:, crop.shape[1] // 2 :].mean() else 0.3)
            for crop in crops
        ]

    monkeypatch.setattr(uprightness, "recognise", recognise)
    turned = np.ascontiguousarray(np.rot90(page, quarters))
    sheet, pitch = uprightness.upright(straightening.laid(turned))
    height, width = sheet.pixels.shape[:2]
    assert height / width == pytest.approx(9 / 7, abs=0.01)
    assert sheet.pixels[round(110 / 900 * height), round(480 / 700 * width), 0] == 100
    assert pitch == pytest.approx(1.4 * 20 * width / 700, rel=0.15)


def test_a_page_without_text_is_left_as_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uprightness, "detect", lambda _picture, _longest: [])
    sheet = straightening.laid(paper())
    assert uprightness.upright(sheet)[0] is sheet
