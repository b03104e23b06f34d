import pytest

from jixiao.documents import Table
from jixiao.papers import Cell, Grid, Line, PageBreak, Paper
from jixiao.papers.formats import formats, write
from jixiao.readers.choosing import read_bytes
from jixiao.registry import UnknownCodeError

OURS = ("pdf", "html", "txt")


def paper() -> Paper:
    heads = tuple(Cell(row=0, column=i, text=text, role="heading") for i, text in enumerate(("指标", "指标值", "说明")))
    first = (
        Cell(row=1, column=0, text="宣传场次", role="text"),
        Cell(row=1, column=1, text="≥12场"),
        Cell(row=1, column=2, text="一是开展宣传；\n二是“走访”。", role="text"),
    )
    second = (Cell(row=2, column=0, text="合计", column_span=2, role="label"), Cell(row=2, column=2, text=""))
    return Paper(
        name="表1",
        blocks=(
            Line(text="绩效自评表", style="title"),
            Line(text="填报单位：青崖市医疗保障局", style="small"),
            Grid(widths=(2, 1, 3), cells=(*heads, *first, *second), header_rows=1),
            PageBreak(),
            Line(text="以上内容真实。"),
        ),
    )


@pytest.mark.parametrize("code", OURS)
def test_what_was_written_is_read_back(code: str) -> None:
    document = read_bytes(write([paper()], code), f"a.{code}")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    texts = [cell.text for table in tables for cell in table.cells if cell.text]
    assert texts == ["指标", "指标值", "说明", "宣传场次", "≥12场", "一是开展宣传；\n二是“走访”。", "合计"]


@pytest.mark.parametrize("code", OURS)
def test_the_same_papers_give_the_same_bytes(code: str) -> None:
    assert write([paper()], code) == write([paper()], code)


def test_every_format_has_a_suffix_and_an_unknown_one_is_refused() -> None:
    assert [one.suffix for one in formats] == [".docx", ".xlsx", ".pdf", ".html", ".txt"]
    with pytest.raises(UnknownCodeError, match="没有代码为“odt”的文件格式"):
        write([paper()], "odt")
