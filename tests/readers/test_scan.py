"""Whole pictures: one small form recognised as it is and badly damaged; what is missing is told in one sentence."""

import io
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from jixiao.documents import Document, Table
from jixiao.forms import recognise
from jixiao.model import Submission
from jixiao.places import Source
from jixiao.readers import pictures, scan
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.lattice import TooFineError
from jixiao.readers.pages import Page
from jixiao.readers.scan import page as scanned_page
from jixiao.readers.scan.recognition import Reading
from tests.facsimiles import scanning

FORM = Path(__file__).parent / "scans" / "form.png"
ROWS = [
    ("产出指标", "数量指标", "宣传场次", "≥12场", "13场", "40", "40"),
    ("产出指标", "质量指标", "资料合格率", "≥95%", "97.5%", "20", "20"),
    ("效益指标", "社会效益指标", "政策知晓率", "≥85%", "88%", "20", "20"),
    ("满意度指标", "服务对象满意度指标", "参保人员满意度", "≥90%", "93%", "10", "10"),
]


def submission(content: Content) -> Submission:
    source = Source(name="扫描", sha256="", media_type=content.media_type, reader=content.reader)
    return recognise(Document(source=source, blocks=content.blocks, omissions=content.omissions))


def rows(read: Submission) -> list[tuple[str | None, ...]]:
    fields = ("level1", "level2", "name", "target", "actual", "weight", "score")
    return [tuple(getattr(row, field) for field in fields) for row in read.evaluations[0].indicators]


def test_a_scanned_form_is_read_cell_by_cell() -> None:
    content = scan.read(FORM.read_bytes(), Request())
    assert (content.media_type, content.reader, content.pages) == ("image/png", "scan", 1)
    read = submission(content)
    assert rows(read) == ROWS
    (evaluation,) = read.evaluations
    assert (evaluation.year, evaluation.project_name, evaluation.total_score) == (2023, "医保政策宣传", "99.6")
    assert evaluation.level1_weights == {"产出指标": "60", "效益指标": "20", "满意度指标": "10"}
    total, other = evaluation.funds
    assert (total.label, total.adjusted, total.executed, total.score) == ("年度资金总额", "15", "14.4", "9.6")
    assert (other.weight, other.score) == (None, None)
    assert not any(row.doubtful for row in evaluation.indicators)
    (table,) = (block for block in content.blocks if isinstance(block, Table))
    assert all(cell.confidence < 1 for cell in table.cells if cell.text)
    dashes = [cell for cell in table.cells if cell.text == "-"]
    assert len(dashes) == 2


def test_a_stamped_form_on_its_head_and_askew_is_read_the_same_and_its_places_are_those_of_the_picture() -> None:
    upright = cv2.imdecode(np.frombuffer(FORM.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    picture = scanning.compressed(scanning.noisy(scanning.skewed(scanning.sealed(upright, 2), 1.2), 6, 1), 70)
    page = scan.read_page(np.ascontiguousarray(np.rot90(picture, 2)), 3)
    document = Document(
        source=Source(name="扫描", sha256="", media_type="image/jpeg", reader="scan"), blocks=scan.joined([page])
    )
    read = recognise(document)
    assert rows(read) == ROWS
    place = read.evaluations[0].indicators[0].place
    assert place.page == 3
    assert place.box is not None
    assert [omission.why[:11] for omission in page.omissions] == ["这里盖有红色印章，印章"]
    # 宣传场次 stands left of the middle in the upper half of the upright page, so right of it in the lower half of this one.
    left, top, right, bottom = place.box
    assert 0.4 < left < right < 0.75
    assert 0.3 < top < bottom < 0.75
    corners = np.array(place.corners).reshape(4, 2)
    assert corners[0].tolist() > corners[2].tolist()  # the page stands on its head
    np.testing.assert_allclose((corners.min(axis=0), corners.max(axis=0)), ((left, top), (right, bottom)), atol=1e-4)


def test_every_page_of_a_tiff_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []

    def page_of(_picture: NDArray[np.uint8], number: int) -> Page:
        numbers.append(number)
        return Page(number=number, blocks=())

    monkeypatch.setattr(scanned_page, "page_of", page_of)
    out = io.BytesIO()
    Image.new("L", (90, 90)).save(out, "TIFF", save_all=True, append_images=[Image.new("L", (90, 90))] * 2)
    content = scan.read(out.getvalue(), Request())
    assert numbers == [1, 2, 3]
    assert content.pages == 3


def test_a_damaged_page_of_a_tiff_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned_page, "page_of", lambda _picture, number: Page(number=number, blocks=()))
    noise = [np.random.default_rng(seed).integers(0, 255, (90, 90), np.uint8) for seed in range(3)]
    first, *others = map(Image.fromarray, noise)
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, compression="tiff_adobe_deflate")
    content = bytearray(out.getvalue())
    with Image.open(io.BytesIO(content)) as image:
        image.seek(1)
        start = image.tag_v2[273][0]  # type: ignore[attr-defined]
    content[start : start + 200] = bytes(200)
    read = scan.read(bytes(content), Request())
    assert read.pages == 3
    (omission,) = read.omissions
    assert omission.place.page == 2
    assert omission.why.startswith("第 2 页没有读取，其余各页照常读取。")
    assert set(pictures.pictures_of(bytes(content), Request())) == {1, 3}


def test_a_file_of_damaged_pages_only_is_refused() -> None:
    out = io.BytesIO()
    tiny = Image.new("L", (20, 90))
    tiny.save(out, "TIFF", save_all=True, append_images=[tiny])
    with pytest.raises(RefusedError, match="第 1 页只有 20×90 像素"):
        scan.read(out.getvalue(), Request())


def test_an_empty_page_has_nothing() -> None:
    page = scan.read_page(np.full((300, 200, 3), 255, np.uint8), 1)
    assert page == Page(number=1, blocks=())


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime", "cv2", "numpy"])
def test_without_the_extra_a_scan_is_refused_with_the_command_that_installs_it(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("jixiao.readers.scan.", "rapidocr."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(RefusedError, match=r'是扫描图片，识别文字需要安装 OCR 组件：.*pip install "jixiao\[ocr\]"'):
        scan.read_page(np.full((300, 200, 3), 255, np.uint8), 1)


def test_without_pillow_a_picture_is_refused_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "jixiao.readers.scan.pictures")
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(RefusedError, match="需要安装 OCR 组件"):
        scan.read(FORM.read_bytes(), Request())


def test_a_picture_too_small_for_words_is_refused() -> None:
    with pytest.raises(RefusedError, match="第 2 页只有 20×30 像素"):
        scan.read_page(np.zeros((30, 20, 3), np.uint8), 2)


def test_a_drawing_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def page_of(_picture: NDArray[np.uint8], _number: int) -> Page:
        raise TooFineError

    monkeypatch.setattr(scanned_page, "page_of", page_of)
    with pytest.raises(RefusedError, match=r"第 7 页有过多的线条"):
        scan.read_page(np.zeros((99, 99, 3), np.uint8), 7)


def test_ink_that_nothing_was_read_from_is_an_omission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        scanned_page,
        "reread",
        lambda _page, pieces, _pitch: [type(piece)(piece.fragment, Reading(text="")) for piece in pieces],
    )
    page = scan.read_page(cv2.imdecode(np.frombuffer(FORM.read_bytes(), np.uint8), cv2.IMREAD_COLOR), 1)
    assert {omission.why for omission in page.omissions} == {"单元格里有墨迹，但没有认出文字。"}
    assert all(omission.place.box for omission in page.omissions)
