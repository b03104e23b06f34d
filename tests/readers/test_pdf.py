"""PDF files read: tables and text by where they stand, what is hidden, what has to be read as a picture, what is refused."""

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from jixiao.documents import Paragraph, Table
from jixiao.places import Place
from jixiao.readers import scan
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.pages import Page
from jixiao.readers.pdf import read
from tests.readers.pdf_files import HEIGHT, WIDTH, Canvas, File, one_page, stream

_XS, _YS = (50.0, 150.0, 300.0, 500.0), (100.0, 130.0, 160.0)
_DRAWING = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
_PICTURE = b"/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8/ColorSpace/DeviceGray"


def content(data: bytes, **options: object) -> Content:
    return read(data, Request(**options))  # type: ignore[arg-type]


def tables(found: Content) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows()] for block in found.blocks if isinstance(block, Table)]


def texts(found: Content) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def sheet() -> Canvas:
    canvas = Canvas()
    canvas.text(50, 40, "项目支出绩效自评表")
    canvas.table(_XS, _YS, [["指标", "数量≥95%", "产出\n指标"], ["甲项", "2,321.08", ""]])
    return canvas


@pytest.fixture
def without_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra for scans is not installed."""
    monkeypatch.setitem(sys.modules, "jixiao.readers.scan", None)


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> list[NDArray[np.uint8]]:
    """The pictures that the reader of scans was given; it reads one line on each."""
    given: list[NDArray[np.uint8]] = []

    def look(picture: NDArray[np.uint8], number: int) -> Page:
        given.append(picture)
        return Page(number=number, blocks=(Paragraph(text="扫描所得", place=Place(page=number)),))

    monkeypatch.setattr(scan, "read_page", look)
    return given


def picture_page(file: File, canvas: Canvas | None = None) -> None:
    """Add a page that a picture covers, with text above it."""
    number = file.add(stream(bytes(100), _PICTURE))
    canvas = canvas or Canvas()
    canvas.parts.insert(0, b"q 600 0 0 800 0 0 cm /P Do Q")
    file.page(canvas, drawings=b"/P %d 0 R" % number)


def test_a_page_gives_its_text_and_its_table_with_places() -> None:
    found = content(one_page(sheet()))
    assert (found.media_type, found.reader, found.pages, found.omissions) == ("application/pdf", "pdf", 1, ())
    assert texts(found) == ["项目支出绩效自评表"]
    assert tables(found) == [[["指标", "数量≥95%", "产出\n指标"], ["甲项", "2,321.08", ""]]]
    whole = found.blocks[1]
    assert isinstance(whole, Table)
    assert whole.fidelity == "grid"
    box = (50 / WIDTH, 130 / HEIGHT, 150 / WIDTH, 160 / HEIGHT)
    place = whole.rows()[1][0].place
    assert (place.page, place.table, place.row, place.column) == (1, 1, 2, 1)
    assert place.box == pytest.approx(box, abs=1e-3)


def test_lines_may_be_thin_areas_frames_dots_and_pictures() -> None:
    canvas = Canvas()
    canvas.area(50, 99.5, 500, 100.5)
    canvas.draw("0 g 49.5 639.5 451 61 re 50.5 640.5 449 59 re f*")
    for x in range(50, 500, 3):
        canvas.area(x, 129.5, x + 1, 130.5)
    canvas.line(150, 100, 150, 160)
    file = File()
    number = file.add(stream(bytes(100), _PICTURE))
    canvas.draw(f"q 0.5 0 0 60 300 {HEIGHT - 160} cm /P Do Q")
    for index, word in enumerate(("甲项", "乙项", "丙项", "丁项", "戊项", "己项")):
        canvas.text((60, 160, 310)[index % 3], 105 + 30 * (index // 3), word)
    file.page(canvas, drawings=b"/P %d 0 R" % number)
    assert tables(content(file.bytes())) == [[["甲项", "乙项", "丙项"], ["丁项", "戊项", "己项"]]]


def test_lines_that_nobody_sees_are_none() -> None:
    canvas = Canvas()
    canvas.table((50, 300, 500), (100, 160), [["甲项", "乙项"]])
    canvas.line(50, 130, 500, 130, grey=1)
    canvas.area(50, 120, 500, 120.5, grey=1)
    canvas.draw("q 0 0 600 100 re W n 0 G 50 670 m 500 670 l S Q n")
    canvas.draw("50 650 m 500 650 l n 50 620 m 300 700 l S")
    assert tables(content(one_page(canvas))) == [[["甲项", "乙项"]]]


def test_white_lines_and_white_text_on_a_dark_area_are_seen() -> None:
    canvas = Canvas()
    canvas.area(50, 100, 500, 130, grey=0.2)
    canvas.grid((50, 300, 500), (130, 160))
    canvas.line(50, 100, 500, 100)
    canvas.line(50, 100, 50, 130)
    canvas.line(500, 100, 500, 130)
    canvas.line(300, 100, 300, 130, grey=1)
    for x, word in ((60, "指标"), (310, "得分")):
        canvas.text(x, 105, word, grey=1)
        canvas.text(x, 135, "十分")
    found = content(one_page(canvas))
    assert tables(found) == [[["指标", "得分"], ["十分", "十分"]]]
    assert found.omissions == ()


def test_drawings_within_drawings_are_part_of_the_page() -> None:
    inner, outer, page = Canvas(), Canvas(), Canvas()
    inner.grid((100, 200, 300), (100, 130))
    inner.text(110, 105, "甲项")
    outer.draw("q 1 0 0 1 20 -50 cm /I Do Q")
    page.draw("/O Do")
    page.text(230, 155, "乙项")
    file = File()
    fonts = b"/Font" + file.fonts
    first = file.add(stream(inner.content, _DRAWING + b"/Resources<<" + fonts + b">>"))
    second = file.add(stream(outer.content, _DRAWING + b"/Resources<</XObject<</I %d 0 R>>>>" % first))
    file.page(page, drawings=b"/O %d 0 R" % second)
    assert tables(content(file.bytes())) == [[["甲项", "乙项"]]]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_displayed_and_so_are_its_places(rotation: int) -> None:
    found = content(one_page(sheet(), extra=b"/Rotate %d" % rotation))
    assert tables(found) == [[["指标", "数量≥95%", "产出\n指标"], ["甲项", "2,321.08", ""]]]
    left, top, right, bottom = 50 / WIDTH, 130 / HEIGHT, 150 / WIDTH, 160 / HEIGHT
    expected = {
        0: (left, top, right, bottom),
        90: (1 - bottom, left, 1 - top, right),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (top, 1 - right, bottom, 1 - left),
    }[rotation]
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.rows()[1][0].place.box == pytest.approx(expected, abs=1e-3)


def test_places_are_those_of_the_visible_part_of_a_cropped_page() -> None:
    found = content(one_page(sheet(), extra=b"/CropBox[50 0 600 800]"))
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.rows()[0][0].place.box == pytest.approx((0, 100 / 800, 100 / 550, 130 / 800), abs=1e-3)


def test_text_that_nobody_sees_is_left_out_and_said() -> None:
    canvas = sheet()
    canvas.text(20, 700, "隐藏", mode=3)
    canvas.text(20, 720, "白字", grey=1)
    canvas.text(20, 740, "小字", size=0.5)
    canvas.text(-200, 760, "页外")
    canvas.draw("q 0 0 10 10 re W n")
    canvas.text(20, 300, "剪去")
    canvas.draw("Q BT /F 10 Tf 0.7 0.7 -0.7 0.7 300 300 Tm <6C345370> Tj ET")
    found = content(one_page(canvas))
    assert texts(found) == ["项目支出绩效自评表"]
    assert {omission.text: omission.why for omission in found.omissions} == {
        "隐藏": "是不显示的文字，未作为内容读取。",
        "白字": "是与纸张同色的文字，未作为内容读取。",
        "小字": "是小到看不见的文字，未作为内容读取。",
        "剪去\n页外": "是被页面或单元格边界截去的文字，未作为内容读取。",
        "水印": "是斜排的水印文字，未作为内容读取。",
    }


def test_text_drawn_twice_is_read_once() -> None:
    canvas = sheet()
    canvas.text(50.4, 40.2, "项目支出绩效自评表")
    assert texts(content(one_page(canvas))) == ["项目支出绩效自评表"]


def test_a_hyphen_at_the_end_of_a_line_stays_one() -> None:
    canvas = Canvas()
    canvas.text(50, 100, "no. 5-")
    canvas.text(50, 112, "ten\u200b\u0007")
    assert texts(content(one_page(canvas))) == ["no. 5-", "ten"]


def test_text_whose_end_is_cut_off_stays_whole_in_its_cell() -> None:
    canvas = Canvas()
    canvas.grid((50, 100, 300), (100, 130))
    canvas.draw(f"q 50 {HEIGHT - 130} 50 30 re W n")
    canvas.text(53, 105, "一个很长很长的项目名称")
    canvas.draw("Q")
    assert tables(content(one_page(canvas))) == [[["一个很长很长的项目名称", ""]]]


def test_symbols_of_word_processors_are_named_and_other_private_characters_doubted() -> None:
    canvas = Canvas()
    canvas.grid((50, 300, 500), (100, 130, 160))
    canvas.text(60, 105, "是否按规定使用资金")
    canvas.text(60, 135, "其他需要说明的事项")
    canvas.text(50, 300, "以上各项由填报单位如实填写，并对内容的真实性负责。" * 2, size=6)
    canvas.text(310, 135, "待定\ue123")
    canvas.font = "W"
    canvas.text(310, 105, "\uf0fe\uf0a8\uf099")
    table = next(block for block in content(one_page(canvas)).blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells][1::2] == ["☑□\ufffd", "待定\ufffd"]
    assert [cell.confidence for cell in table.cells] == [1.0, 0.3, 1.0, 0.3]


def test_form_fields_and_free_text_are_content_and_notes_are_said() -> None:
    canvas = Canvas()
    canvas.grid((50, 300, 500), (100, 130))
    canvas.text(60, 105, "得分")
    file = File()
    shown = Canvas()
    shown.text(5, HEIGHT - 25, "98分")
    look = file.add(
        stream(shown.content, b"/Type/XObject/Subtype/Form/BBox[0 0 100 30]/Resources<</Font" + file.fonts + b">>")
    )
    field = file.add(b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[310 670 410 700]/AP<</N %d 0 R>>>>" % look)
    note = file.add(b"<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents<FEFF8BF7684C5B9E>>>")
    link = file.add(b"<</Type/Annot/Subtype/Link/Rect[10 10 30 30]>>")
    file.page(canvas, extra=b"/Annots[%d 0 R %d 0 R %d 0 R]" % (field, note, link))
    found = content(file.bytes())
    assert tables(found) == [[["得分", "98分"]]]
    assert [(omission.text, omission.why) for omission in found.omissions] == [("请桌实", "是批注，未作为内容读取。")]


def test_a_picture_on_a_page_of_text_is_said() -> None:
    file = File()
    number = file.add(stream(bytes(100), _PICTURE))
    canvas = sheet()
    canvas.text(50, 60, "这一页的正文有足够多的文字，所以不是扫描件。")
    canvas.draw("q 200 0 0 200 300 100 cm /P Do Q q 20 0 0 20 10 10 cm /P Do Q")
    file.page(canvas, drawings=b"/P %d 0 R" % number)
    assert [omission.why for omission in content(file.bytes()).omissions] == [
        "是图片，其中如有文字未读取；请核对原件。"
    ]


def test_a_page_of_pictures_goes_to_the_reader_of_scans(pictures: list[NDArray[np.uint8]]) -> None:
    file = File()
    file.page(sheet())
    picture_page(file)
    found = content(file.bytes(), limits=Limits(pixels=400_000))
    assert texts(found) == ["项目支出绩效自评表", "扫描所得"]
    (picture,) = pictures
    assert picture.shape[2] == 3
    assert picture.shape[0] * picture.shape[1] <= 400_000
    assert picture.max() == 0


def test_text_that_became_shapes_goes_to_the_reader_of_scans(pictures: list[NDArray[np.uint8]]) -> None:
    canvas = Canvas()
    for index in range(200):
        canvas.draw(f"0 g {index} 100 m {index} 110 {index + 3} 110 {index + 3} 100 c f")
    assert texts(content(one_page(canvas))) == ["扫描所得"]
    assert pictures[0].max() == 255


@pytest.mark.parametrize(
    "text",
    ["\ue001\ue002" * 10, "龥龤龣龢龡龠龟龞龝龜" * 12, "ÏîÄ¿Ö§³ö¼¨Ð§×ÔÆÀ±í"],
)
def test_text_that_cannot_be_what_is_printed_goes_to_the_reader_of_scans(
    text: str, pictures: list[NDArray[np.uint8]]
) -> None:
    canvas = Canvas()
    canvas.text(10, 100, text, size=4)
    assert texts(content(one_page(canvas))) == ["扫描所得"]
    assert len(pictures) == 1


@pytest.mark.usefixtures("without_scans")
def test_fonts_without_names_are_never_passed_on_as_text() -> None:
    canvas = Canvas("G")
    canvas.text(50, 50, "无名的字体")
    with pytest.raises(RefusedError, match="字体没有文字对照表"):
        content(one_page(canvas))


@pytest.mark.usefixtures("without_scans")
def test_a_scan_without_the_extra_is_refused_and_among_others_said() -> None:
    file = File()
    picture_page(file)
    with pytest.raises(RefusedError, match="是扫描图片，识别文字需要安装 OCR 组件"):
        content(file.bytes())
    file.page(sheet())
    found = content(file.bytes())
    assert texts(found) == ["项目支出绩效自评表"]
    (omission,) = found.omissions
    assert omission.place == Place(page=1)
    assert omission.why.startswith("第 1 页是扫描图片")


def test_a_scan_that_the_reader_of_scans_refuses_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Page:
        message = "线条过多。"
        raise RefusedError(message)

    monkeypatch.setattr(scan, "read_page", refuse)
    file = File()
    picture_page(file)
    picture_page(file)
    with pytest.raises(RefusedError, match=r"^的各页是扫描图片，未能识别：线条过多。"):
        content(file.bytes())


@pytest.mark.usefixtures("without_scans")
def test_text_that_somebody_recognised_under_a_scan_counts_little() -> None:
    file, canvas = File(), Canvas()
    for row in range(5):
        for column in range(4):
            canvas.text(50 + 120 * column, 100 + 20 * row, f"第{row}行{column}列", mode=3)
    picture_page(file, canvas)
    canvas = sheet()
    canvas.text(50, 60, "又一页。")
    file.page(canvas)
    found = content(file.bytes())
    assert {cell.confidence for block in found.blocks if isinstance(block, Table) for cell in block.cells[:20]} == {
        0.5,
        1.0,
    }
    assert "他人识别的隐藏文字层" in found.omissions[0].why


def test_an_invisible_layer_gives_way_to_the_reader_of_scans(pictures: list[NDArray[np.uint8]]) -> None:
    file, canvas = File(), Canvas()
    canvas.text(50, 100, "别人识别的文字", mode=3)
    picture_page(file, canvas)
    assert texts(content(file.bytes())) == ["扫描所得"]
    assert len(pictures) == 1


def test_lines_beyond_number_are_a_drawing_of_which_the_text_is_read() -> None:
    canvas = sheet()
    canvas.draw("0 G 0.01 w")
    for index in range(800):
        canvas.draw(f"0 {index * 6} m 5000 {index * 6} l S {index * 6} 0 m {index * 6} 5000 l S")
    found = content(one_page(canvas, extra=b"/MediaBox[0 0 5000 5000]"))
    assert "项目支出绩效自评表" in texts(found)
    assert [omission.why for omission in found.omissions] == ["第 1 页线条过多，是图而不是表格，只读取了其中的文字。"]


def test_text_in_a_font_that_nobody_has_is_said() -> None:
    canvas = sheet()
    canvas.text(50, 300, "乙")
    (omission,) = content(one_page(canvas)).omissions
    assert omission.why.startswith("第 1 页有 1 处文字的字体没有嵌入文件")


def test_encrypted_files_ask_for_the_password() -> None:
    file = File()
    file.page(sheet())
    given, other = "财政2024", "财政2023"
    locked = file.bytes(password=given)
    with pytest.raises(RefusedError, match="需要密码才能打开；请用 --password-file"):
        content(locked)
    with pytest.raises(RefusedError, match="密码不对"):
        content(locked, password=other)
    assert texts(content(locked, password=given)) == ["项目支出绩效自评表"]


def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused() -> None:
    file = File()
    for _ in range(3):
        file.page(sheet())
    whole = file.bytes()
    outcomes = set()
    for length in range(0, len(whole), len(whole) // 40):
        try:
            outcomes.add(len(content(whole[:length]).blocks) > 0)
        except RefusedError:
            outcomes.add(None)
    assert None in outcomes
    assert texts(content(whole[: whole.rindex(b"xref")])) == ["项目支出绩效自评表"] * 3


def test_damaged_pages_are_said_among_sound_ones_and_refused_alone() -> None:
    file = File()
    file.page(sheet())
    data = file.bytes()
    broken = data.replace(b"/Kids[", b"/Kids[99 0 R ").replace(b"/Count 1", b"/Count 2")
    found = content(broken)
    assert texts(found) == ["项目支出绩效自评表"]
    assert [omission.place.page for omission in found.omissions] == [1]
    with pytest.raises(RefusedError, match="已损坏"):
        content(data.replace(b"/Type/Page/Parent", b"/Type/Nope/Parent").replace(b"/Kids[", b"/Kids[99 0 R]/X["))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + bytes(range(256)) * 40, b"nothing"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="打不开"):
        content(data)


def test_a_file_without_pages_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"没有任何一页|打不开"):
        content(File().bytes())


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(pages=2), "有 3 页，超过 2 页的上限"),
        (Limits(text=50), "过多的文字"),
        (Limits(cells=9), "过多的文字和单元格"),
    ],
)
def test_limits_hold(limits: Limits, sentence: str) -> None:
    file = File()
    for _ in range(3):
        file.page(sheet())
    with pytest.raises(RefusedError, match=sentence):
        content(file.bytes(), limits=limits)


def test_a_page_with_too_many_characters_or_objects_is_refused() -> None:
    canvas = Canvas()
    for top in range(0, 800, 100):
        canvas.text(0, top, "a" * 25_000, size=1)
    with pytest.raises(RefusedError, match="个字符，超过"):
        content(one_page(canvas))
    with pytest.raises(RefusedError, match="个图形对象"):
        content(_lines(70_000))
    with pytest.raises(RefusedError, match="个图形对象"):
        content(_long_path(300_000))


def _lines(count: int) -> bytes:
    canvas = Canvas()
    canvas.draw("0 0 m 9 9 l S\n" * count)
    return one_page(canvas)


def _long_path(count: int) -> bytes:
    canvas = Canvas()
    canvas.draw("0 0 m " + "9 9 l " * count + "S")
    return one_page(canvas)
