"""The page that draws what was seen: boxes over pages, tables as tables, each cell coloured by what it was taken for."""

import re

import pytest

from jixiao import forms, pipeline
from jixiao.documents import Cell, Document, Omission, Paragraph, Picture, Table
from jixiao.places import Place, Source
from jixiao.renderers import sight
from jixiao.renderers.sight.drawing import drawn_tables
from jixiao.renderers.sight.roles import Roles
from jixiao.results import Audited

SOURCE = Source(name="自评表<1>.pdf", sha256="0" * 64, media_type="application/pdf", reader="pdf", pages=1)
HEADING = ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分"]
ROWS = [
    ["产出指标", "数量指标", "培训次数", "50", "≥2次", "3次", "50"],
    ["效益指标", "社会效益指标", "政策知晓率", "50", "≥90%", "92%", "50"],
]
PICTURE = Picture(media_type="image/png", content=b"picture", width=500, height=700)


def document(*, boxed: bool, confidence: float = 1.0) -> Document:
    cells = []
    for row, texts in enumerate([HEADING, *ROWS, ["总分", None, None, "100", None, None, "100"]]):
        for column, text in enumerate(texts):
            if text is None:
                continue
            box = (column / 10, 0.2 + row / 10, (column + 1) / 10, 0.3 + row / 10) if boxed else None
            place = Place(page=1 if boxed else None, table=1, row=row + 1, column=column + 1, box=box)
            span = 3 if text == "总分" else 1
            sure = confidence if text == "92%" else 1.0
            cells.append(Cell(row=row, column=column, column_span=span, text=text, place=place, confidence=sure))
    title = Paragraph(text="项目支出绩效自评表", place=Place(page=1, box=(0.2, 0.1, 0.8, 0.15)))
    return Document(
        source=SOURCE,
        blocks=(title, Table(cells=tuple(cells), fidelity="grid", place=Place(table=1))),
        omissions=(Omission(text="", why="这一页没有文字。", place=Place(page=2)),),
    )


def page(seen: Document, pictures: dict[int, Picture]) -> str:
    submission, traces = forms.trace(seen)
    return sight(seen, traces, pipeline.examine(submission), pictures)


def test_cells_are_drawn_over_their_page_in_the_colour_of_what_they_were_taken_for() -> None:
    drawn = page(document(boxed=True), {1: PICTURE})
    assert 'viewBox="0 0 1000 1400.0"' in drawn
    assert "data:image/png;base64,cGljdHVyZQ==" in drawn
    target = re.search(
        r'<rect class="target" x="400.0" y="420.0" width="100.0" height="140.0" id="\w+"><title>([^<]*)</title>', drawn
    )
    assert target is not None
    assert target[1] == "表1　第1行指标　年度指标值\n≥2次"
    assert '<rect class="other line"' in drawn  # the title, which is a line of text and no cell
    assert "自评表&lt;1&gt;.pdf" in drawn
    assert "第2页" in drawn  # what was left out
    assert "<table>" not in drawn


def test_what_lies_askew_is_drawn_askew() -> None:
    place = Place(page=1, box=(0.1, 0.1, 0.9, 0.2), corners=(0.1, 0.1, 0.88, 0.15, 0.9, 0.2, 0.12, 0.15))
    drawn = page(Document(source=SOURCE, blocks=(Paragraph(text="项目支出绩效自评表", place=place),)), {1: PICTURE})
    assert '<polygon class="other line" points="100.0,140.0 880.0,210.0 900.0,280.0 120.0,210.0" id="' in drawn
    assert "</polygon>" in drawn
    assert "<rect" not in drawn


def test_a_cell_read_without_certainty_has_a_dashed_frame_and_its_confidence() -> None:
    drawn = page(document(boxed=True, confidence=0.71), {1: PICTURE})
    assert re.search(r'<rect class="actual unsure"[^>]*><title>[^<]*92%\n可信度 71%</title>', drawn)


def test_without_pages_the_tables_are_drawn_with_their_merged_cells() -> None:
    drawn = page(document(boxed=False), {})
    assert "<svg" not in drawn
    assert re.search(r'<td class="\w+" colspan="3" title="[^"]*" id="\w+">总分</td>', drawn)
    assert re.search(r'<td class="actual" title="表1第2行第6列 [^"]*" id="\w+">3次</td>', drawn)


def test_places_that_no_cell_covers_are_drawn_empty() -> None:
    merged = Cell(row=0, column=0, row_span=2, text="甲", place=Place(table=1, row=1, column=1))
    far = Cell(row=1, column=2, text="乙", place=Place(table=1, row=2, column=3))
    seen = Document(source=SOURCE, blocks=(Table(cells=(merged, far), fidelity="grid"),))
    (table,) = drawn_tables(seen, Roles(pipeline.examine(forms.recognise(seen)).submission, ()))
    assert [[cell.text for cell in row] for row in table.rows] == [["甲", "", ""], ["", "乙"]]


def test_the_layout_and_why_it_was_chosen_are_told() -> None:
    drawn = page(document(boxed=True), {1: PICTURE})
    assert "相近程度" in drawn
    assert "分值、得分与表内合计相符" in drawn
    assert "实际完成值<small>实际完成值</small>" in drawn


@pytest.mark.parametrize("traces", [(), None])
def test_a_file_without_forms_says_so(traces: tuple[forms.FormTrace, ...] | None) -> None:
    seen = Document(source=SOURCE, blocks=(Paragraph(text="通知"),))
    result = Audited(path="通知.pdf", submission=forms.recognise(seen))
    drawn = sight(seen, traces or (), result, {})
    assert "没有识别出绩效自评表。" in drawn


def test_the_page_needs_nothing_from_elsewhere() -> None:
    drawn = page(document(boxed=True), {1: PICTURE})
    assert "http://" not in drawn
    assert "https://" not in drawn
    assert "<script" not in drawn
