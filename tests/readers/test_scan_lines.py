"""Detected lines cut at rules, stacked characters, overlooked ink, and how pieces make up a cell; recognition itself is a stub."""

import cv2
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from jixiao.readers.lattice import Lattice, LatticeCell
from jixiao.readers.scan import rereading
from jixiao.readers.scan.cells import Recognised, together
from jixiao.readers.scan.free import free
from jixiao.readers.scan.lines import Fragment, Layout, Spot, crop, text_lines
from jixiao.readers.scan.punctuation import with_dashes
from jixiao.readers.scan.recognition import Reading
from jixiao.readers.scan.rereading import reread

PITCH = 40.0
XS, YS = (0, 200, 400, 460), (0, 80, 160, 400)
GRID = Lattice(
    xs=XS,
    ys=YS,
    cells=tuple(
        LatticeCell(
            row=row, column=column, row_span=1, column_span=1, box=(XS[column], YS[row], XS[column + 1], YS[row + 1])
        )
        for row in range(3)
        for column in range(3)
    ),
)


def dark(*boxes: Spot) -> NDArray[np.uint8]:
    """Ink where the boxes are; a wiped rule leaves none."""
    ink = np.zeros((440, 500), np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 1
    return ink


def quad(left: int, top: int, right: int, bottom: int) -> NDArray[np.float32]:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def found(ink: NDArray[np.uint8], *boxes: Spot, tables: tuple[Lattice, ...] = (GRID,)) -> list[Fragment]:
    return Layout(ink, tables, PITCH).fragments(quad(*box) for box in boxes)


def near(one: Spot, other: Spot, slack: int = 9) -> bool:
    return all(abs(left - right) <= slack for left, right in zip(one, other, strict=True))


def test_a_line_belongs_to_the_cell_it_stands_in() -> None:
    (piece,) = found(dark((20, 30, 150, 55)), (15, 25, 155, 60))
    assert piece.cell == (0, 0)
    assert near(piece.box, (20, 30, 150, 55))
    assert not piece.overlooked


def test_a_line_over_a_rule_is_cut_at_the_clearing() -> None:
    pieces = found(dark((100, 30, 180, 55), (220, 30, 300, 55)), (95, 25, 305, 60))
    pieces.sort(key=lambda piece: piece.box)
    assert [piece.cell for piece in pieces] == [(0, 0), (0, 1)]
    assert near(pieces[0].box, (100, 30, 180, 55))
    assert near(pieces[1].box, (220, 30, 300, 55))


def test_a_text_wider_than_its_cell_stays_whole() -> None:
    """Ink runs right up to both sides of the rule at 200."""
    pieces = found(dark((20, 30, 198, 55), (202, 30, 230, 55)), (15, 25, 235, 60))
    assert [piece.cell for piece in pieces] == [(0, 0)]
    assert near(pieces[0].box, (20, 30, 230, 55))


def test_text_that_runs_into_a_rule_may_be_cut_and_is_no_longer_sure() -> None:
    (clear,), (cut,) = (
        found(dark((20, 30, 150, 55)), (15, 25, 155, 60)),
        found(dark((3, 30, 150, 55)), (0, 25, 155, 60)),
    )
    assert (clear.cut, cut.cut) == (False, True)
    assert together([Recognised(cut, read("00.00%", 1.0))], PITCH).sure == 0.5


def test_the_same_on_the_left() -> None:
    pieces = found(dark((170, 30, 198, 55), (202, 30, 380, 55)), (165, 25, 385, 60))
    assert [piece.cell for piece in pieces] == [(0, 1)]
    assert near(pieces[0].box, (170, 30, 380, 55))


def test_a_line_takes_the_character_at_its_end_that_the_detector_left_off() -> None:
    (piece,) = found(dark((20, 30, 45, 55), (50, 30, 150, 55), (155, 30, 180, 55)), (48, 25, 152, 60))
    assert near(piece.box, (20, 30, 180, 55))


def test_a_character_that_comes_near_the_rules_keeps_its_feet() -> None:
    left, top, right, bottom = next(iter(Layout(dark(), (GRID,), PITCH).cells.values()))
    ink = dark((left + 20, top - 3, left + 60, bottom + 2), (left, bottom + 2, right, bottom + 4))
    pieces = found(ink, (left + 18, top, left + 62, bottom))
    assert [piece.box[1] for piece in pieces] == [top - 3]
    assert pieces[0].box[3] == bottom + 2  # what lies below runs along the whole cell: it is left of the rule


def test_a_tall_box_is_cut_into_its_lines() -> None:
    pieces = found(dark((210, 180, 350, 205), (210, 225, 330, 250), (210, 270, 350, 295)), (205, 175, 355, 300))
    assert all(abs(piece.box[1] - top) <= 5 for piece, top in zip(pieces, (180, 225, 270), strict=True))
    assert {piece.cell for piece in pieces} == {(0, 7)}


def test_what_is_left_of_a_rule_in_a_narrow_cell_is_no_figure() -> None:
    assert found(dark((406, 180, 410, 390))) == []
    assert len(found(dark((425, 180, 431, 208)))) == 1


def test_stacked_characters_are_one_text() -> None:
    (piece,) = found(dark((418, 180, 443, 205), (418, 230, 443, 255), (418, 280, 443, 305)))
    assert piece.cell == (0, 8)
    assert len(piece.stack) == 3
    page = np.full((440, 500), 255, np.uint8)
    for left, top, right, bottom in piece.stack:
        page[top:bottom, left:right] = 0
    line = crop(page, piece)
    assert line.shape[1] > 2.5 * line.shape[0]
    assert line.ndim == 3


@pytest.mark.parametrize(
    ("mark", "seen"),
    [
        ((90, 40, 106, 43), True),  # a dash
        ((90, 30, 100, 55), True),  # a digit
        ((90, 40, 93, 43), False),  # dust
        ((5, 10, 8, 70), False),  # what is left of a rule
    ],
)
def test_ink_that_the_detector_overlooked_is_found_if_it_is_large_enough(mark: Spot, *, seen: bool) -> None:
    pieces = found(dark(mark))
    assert [piece.overlooked for piece in pieces] == [True] * seen


def test_text_outside_of_tables_has_no_cell() -> None:
    (piece,) = found(dark((20, 410, 300, 430)), (15, 405, 305, 435))
    assert piece.cell is None
    assert found(dark(), (15, 405, 305, 435), (3, 3, 4, 30)) == []


def test_boxes_make_lines_from_top_to_bottom_and_left_to_right() -> None:
    boxes = [(300, 12, 380, 36), (10, 50, 90, 74), (10, 10, 90, 34), (120, 14, 200, 30)]
    assert text_lines(boxes) == [[2, 3, 0], [1]]


def piece(text: str, box: Spot, *, sure: float = 0.99, overlooked: bool = False) -> Recognised:
    count = len(text)
    reading = Reading(text=text, sure=(sure,) * count, middles=tuple((n + 0.5) / count for n in range(count)))
    return Recognised(Fragment(cell=(0, 0), box=box, overlooked=overlooked), reading)


def test_the_lines_of_a_cell_are_joined_in_order_with_gaps_as_blanks() -> None:
    text = together(
        [
            piece("填报日期：2024", (300, 10, 400, 34)),
            piece("填报单位：局", (10, 10, 150, 34)),
            piece("(50", (10, 50, 60, 74), sure=0.7),
            piece("分)", (10, 90, 60, 114)),
        ],
        PITCH,
    )
    assert text.text == "填报单位：局  填报日期：2024\n（50\n分）"
    assert text.sure == 0.7
    assert text.box == (10, 10, 400, 114)
    assert not text.blot


def test_latin_words_are_kept_apart() -> None:
    assert together([piece("Web", (10, 10, 50, 34)), piece("Office", (55, 10, 99, 34))], PITCH).text == "Web Office"


def test_dashes_beside_text_are_left_of_rules() -> None:
    mark = piece("-", (10, 40, 30, 46), overlooked=True)
    assert together([piece("11.4", (50, 30, 90, 54)), mark], PITCH).text == "11.4"
    assert together([mark], PITCH).text == "-"


def test_ink_from_which_nothing_was_read_is_told() -> None:
    blot = together([piece("", (10, 10, 90, 34))], PITCH)
    assert (blot.text, blot.blot) == ("", True)
    assert together([], PITCH).blot is False


def test_signs_of_two_widths_do_not_count_for_the_confidence() -> None:
    reading = Reading(text="（50", sure=(0.3, 0.9, 0.95), middles=(0.1, 0.5, 0.9))
    assert reading.confidence == 0.9
    assert Reading(text="：", sure=(0.3,), middles=(0.5,)).confidence == 0.3
    assert Reading(text="").confidence == 0.0


def stubbed(monkeypatch: pytest.MonkeyPatch, *answers: Reading) -> list[int]:
    """Let recognition answer in turn, once for the larger pictures and once for the plainer ones; counts what it was given."""
    given: list[int] = []

    def recognise(crops: list[NDArray[np.uint8]]) -> list[Reading]:
        given.append(len(crops))
        return [answers[len(given) - 1]] * len(crops)

    monkeypatch.setattr(rereading, "recognise", recognise)
    return given


def read(text: str, sure: float) -> Reading:
    return Reading(text=text, sure=(sure,) * len(text), middles=(0.5,) * len(text))


PAGE = np.full((100, 200), 255, np.uint8)


def test_sure_pieces_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = stubbed(monkeypatch, read("x", 1), read("x", 1))
    sure = piece("95.5", (10, 10, 90, 34))
    assert reread(PAGE, [sure], PITCH) == [sure]
    assert given == [0, 0]


@pytest.mark.parametrize(
    ("larger", "plainer", "taken", "sure"),
    [
        (("10", 0.8), ("10", 0.9), "10", 0.9),  # two against one
        (("I0", 0.8), ("10", 0.9), "I0", 0.8),
        (("1O", 0.6), ("10", 0.9), "10", 0.9),  # three answers: the surest
    ],
)
def test_of_three_looks_most_or_the_surest_decide(
    larger: tuple[str, float], plainer: tuple[str, float], taken: str, sure: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubbed(monkeypatch, read(*larger), read(*plainer))
    (result,) = reread(PAGE, [piece("I0", (10, 10, 90, 34), sure=0.5)], PITCH)
    assert (result.reading.text, result.reading.confidence) == (taken, sure)


@pytest.mark.parametrize(
    ("claimed", "box", "taken"),
    [
        ("", (10, 40, 40, 62), "-"),
        ("一", (10, 40, 40, 62), "-"),
        ("", (10, 40, 60, 62), "—"),
        ("7", (10, 40, 40, 62), "-"),
        ("12", (10, 40, 40, 62), "12"),
        ("7", (10, 10, 40, 60), "7"),
        ("", (10, 10, 40, 60), ""),
    ],
)
def test_a_lone_flat_mark_is_a_dash(claimed: str, box: Spot, taken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stubbed(monkeypatch, read(claimed, 0.5), read(claimed, 0.5))
    mark = piece(claimed, box, sure=0.5, overlooked=True)
    (result,) = reread(PAGE, [mark], PITCH)
    assert result.reading.text == taken


@pytest.mark.parametrize(("width", "taken"), [(20, "-"), (34, "一")])
def test_a_flat_line_that_the_detector_saw_is_a_dash_if_it_is_too_short_for_a_character(
    width: int, taken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubbed(monkeypatch, read("一", 0.5), read("一", 0.5))
    (result,) = reread(PAGE, [piece("一", (10, 40, 10 + width, 52), sure=0.5)], PITCH)
    assert result.reading.text == taken


@pytest.mark.parametrize(
    ("claimed", "sure", "taken"),
    [
        ("i", 0.5, ""),
        ("i", 0.9, "i"),
        ("7", 0.5, "7"),
        ("无", 0.5, "无"),
    ],
)
def test_a_letter_nobody_is_sure_of_is_a_blot(
    claimed: str,
    sure: float,
    taken: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stubbed(monkeypatch, read(claimed, sure), read(claimed, sure))
    (result,) = reread(PAGE, [piece(claimed, (10, 10, 40, 60), sure=sure)], PITCH)
    assert result.reading.text == taken


def test_what_is_read_again_is_larger_and_plainer(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures: list[NDArray[np.uint8]] = []

    def recognise(crops: list[NDArray[np.uint8]]) -> list[Reading]:
        pictures.extend(crops)
        return [read("8", 0.9)] * len(crops)

    monkeypatch.setattr(rereading, "recognise", recognise)
    page = np.full((100, 200), 180, np.uint8)
    cv2.putText(page, "8", (30, 60), cv2.FONT_HERSHEY_SIMPLEX, 1, 120, 3)
    reread(page, [piece("B", (20, 20, 80, 80), sure=0.5)], PITCH)
    larger, plainer = pictures
    assert larger.shape[0] > 60
    assert int(plainer.max()) - int(plainer.min()) > 200


def words(lines: list[list[str]], *, sure: float = 0.99) -> list[Recognised]:
    """Pieces set in columns 200 pixels apart, on lines 50 pixels apart, outside of tables."""
    return [
        msgspec.structs.replace(
            piece(
                text, (20 + 200 * column, 20 + 50 * line, 20 + 200 * column + 24 * len(text), 44 + 50 * line), sure=sure
            ),
            fragment=Fragment(
                cell=None, box=(20 + 200 * column, 20 + 50 * line, 20 + 200 * column + 24 * len(text), 44 + 50 * line)
            ),
        )
        for line, texts in enumerate(lines)
        for column, text in enumerate(texts)
        if text
    ]


def test_lines_outside_of_tables_are_paragraphs_with_their_gaps() -> None:
    blocks = free(words([["自评报告"], [], [], ["填报单位", "填报日期"]]), [], PITCH, (900, 600), 1)
    assert [(block.text, block.blank_before) for block in blocks] == [("自评报告", 0), ("填报单位  填报日期", 2)]
    assert near(tuple(round(edge) for edge in blocks[0].box), (20, 20, 116, 44))


def test_columns_without_rules_are_a_table_whose_cells_know_their_confidence() -> None:
    lines = [["指标", "目标", "实际", "得分"], *([f"第{n}项", "95%", "96%", "10"] for n in "一二三四五")]
    pieces = words(lines)
    pieces[5] = msgspec.structs.replace(pieces[5], reading=read("95%", 0.4))
    (block,) = free(pieces, [], PITCH, (900, 600), 1)
    assert block.table is not None
    assert block.table.fidelity == "ragged"
    texts = {(cell.row, cell.column): cell for cell in block.table.cells}
    assert [texts[0, column].text for column in range(4)] == ["指标", "目标", "实际", "得分"]
    assert texts[1, 1].confidence < 0.8
    assert texts[2, 1].confidence > 0.97


def test_ruled_tables_part_the_text_above_from_that_below() -> None:
    above, below = ["甲", "乙", "丙"], ["丁", "戊", "己"]
    blocks = free(words([above, above, [], below, below]), [130.0], PITCH, (900, 600), 1)
    assert all(block.table is None for block in blocks)


@pytest.mark.parametrize(("slant", "taken"), [(-9, "/"), (-7, "/"), (0, "1"), (-2, "1"), (6, "1")])
def test_a_lone_leaning_stroke_is_a_slash_and_an_upright_one_a_figure(slant: int, taken: str) -> None:
    page = np.full((60, 60), 255, np.uint8)
    cv2.line(page, (30 - slant, 10), (30 + slant, 38), 0, 3)
    box = (15, 5, 45, 43)
    (read_again,) = reread(page, [piece("1", box, sure=0.999)], PITCH)
    assert read_again.reading.text == taken


def test_a_speck_has_no_slant() -> None:
    page = np.full((60, 60), 255, np.uint8)
    cv2.line(page, (33, 10), (30, 14), 0, 2)
    assert reread(page, [piece("1", (25, 5, 40, 20), sure=0.999)], PITCH)[0].reading.text == "1"


@pytest.mark.parametrize(
    ("text", "doubted"), [("50.000", True), ("1,250.000", True), ("50.00", False), ("0.125", False), ("50,000", False)]
)
def test_three_figures_behind_a_point_may_be_thousands(text: str, *, doubted: bool) -> None:
    assert (together([piece(text, (0, 0, 60, 20), sure=0.999)], PITCH).sure < 0.9) is doubted


def test_a_lone_stroke_of_a_table_is_a_dash_unless_the_table_counts_on() -> None:
    assert with_dashes(["项目", "一", ""]) == ["项目", "—", ""]
    assert with_dashes(["一", "二", "三"]) == ["一", "二", "三"]


def test_two_flat_strokes_are_a_sign_of_equality_and_no_dash() -> None:
    page = np.full((60, 80), 255, np.uint8)
    for y in (20, 26):
        cv2.line(page, (30, y), (44, y), 0, 2)
    (read_again,) = reread(page, [piece("=", (24, 14, 50, 32), sure=0.99, overlooked=True)], PITCH)
    assert read_again.reading.text == "="


def test_a_lone_z_is_the_sign_that_it_looks_like_with_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    stubbed(monkeypatch, read("z", 0.7), read("z", 0.7))
    (read_again,) = reread(np.full((60, 80), 255, np.uint8), [piece("z", (20, 14, 45, 45), sure=0.7)], PITCH)
    assert (read_again.reading.text, read_again.reading.confidence < 0.8) == ("≥", True)
