"""Tables of Word files: merges of every kind, grids that lie, rows and cells that are not there."""

import pytest

from jixiao.documents import Table
from jixiao.places import Place
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.word import read
from tests.readers.word_files import docx, p, run, tbl, tc, tr

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
Grid = list[tuple[int, int, int, int, str]]


def content(body: str, **limits: int) -> Content:
    return read(docx(body), Request(limits=Limits(**limits)))


def tables(body: str) -> list[Grid]:
    """Row, column, spans and text of every cell, table by table."""
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]
        for block in content(body).blocks
        if isinstance(block, Table)
    ]


def omitted(body: str) -> list[tuple[str, str]]:
    return [(omission.text, str(omission.place)) for omission in content(body).omissions]


def test_merged_cells_stand_once_with_their_spans() -> None:
    body = tbl(
        tr(tc("绩效指标", RESTART), tc("产出指标", RESTART), tc("数量", span=2)),
        tr(tc("", CONTINUE), tc("", CONTINUE), "≥1", "2"),
        tr(tc("", CONTINUE), "效益指标", "3", "4"),
        grid=(1000, 2000, 2000, 2000),
    )
    assert tables(body) == [
        [
            (0, 0, 3, 1, "绩效指标"),
            (0, 1, 2, 1, "产出指标"),
            (0, 2, 1, 2, "数量"),
            (1, 2, 1, 1, "≥1"),
            (1, 3, 1, 1, "2"),
            (2, 1, 1, 1, "效益指标"),
            (2, 2, 1, 1, "3"),
            (2, 3, 1, 1, "4"),
        ]
    ]


def test_places_count_tables_rows_and_columns_from_one() -> None:
    found = content(tbl(tr("甲"), grid=(3000,)) + p("之间") + tbl(tr("乙", "丙"), tr("丁", "戊"), grid=(2000, 2000)))
    second = found.blocks[2]
    assert isinstance(second, Table)
    assert second.place == Place(table=2)
    assert [cell.place for cell in second.cells][-1] == Place(table=2, row=2, column=2)
    assert found.blocks[1].place == Place(paragraph=1)


def test_a_merge_goes_on_though_the_cell_below_is_wider() -> None:
    body = tbl(
        tr(tc("甲", RESTART), "乙", "丙"),
        tr(tc("", CONTINUE, span=2), "丁"),
        grid=(2000, 2000, 2000),
    )
    assert tables(body) == [[(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙"), (1, 2, 1, 1, "丁")]]


def test_a_merge_goes_on_from_a_cell_that_begins_elsewhere() -> None:
    body = tbl(
        tr("甲", tc("乙", RESTART, span=2)),
        tr(tc("丙", span=2), tc("", CONTINUE)),
        grid=(2000, 2000, 2000),
    )
    assert tables(body) == [[(0, 0, 1, 1, "甲"), (0, 1, 2, 2, "乙"), (1, 0, 1, 2, "丙")]]


def test_a_merge_that_goes_on_from_nothing_begins_here() -> None:
    assert tables(tbl(tr(tc("甲", CONTINUE), "乙"), grid=(2000, 2000))) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]]


def test_a_merge_does_not_go_on_below_a_row_without_it() -> None:
    body = tbl(
        tr(tc("甲", RESTART), "1"),
        tr("乙", "2"),
        tr(tc("", CONTINUE), "3"),
        grid=(2000, 2000),
    )
    assert tables(body)[0][-2] == (2, 0, 1, 1, "")


def test_text_that_a_merge_covers_is_reported() -> None:
    body = tbl(tr(tc("甲", RESTART), "1"), tr(tc("旧值", CONTINUE), "2"), grid=(2000, 2000))
    assert omitted(body) == [("旧值", "表1第1行第1列")]
    assert tables(body)[0][0] == (0, 0, 2, 1, "甲")


def test_horizontal_merges_of_old_files() -> None:
    body = tbl(
        tr(tc("项目名称"), tc("宣传", '<w:hMerge w:val="restart"/>'), tc("遮住", "<w:hMerge/>")),
        tr(tc("1"), tc("2", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")),
        tr("3", "4", "5"),
        grid=(2000, 2000, 2000),
    )
    assert tables(body)[0][:4] == [
        (0, 0, 1, 1, "项目名称"),
        (0, 1, 1, 2, "宣传"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 2, "2"),
    ]
    assert omitted(body) == [("遮住", "表1")]


def test_columns_before_and_after_the_cells_of_a_row() -> None:
    around = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    body = tbl(tr("1", "2", "3", "4"), tr("二", "三", properties=around), grid=(2000, 2000, 2000, 2000))
    assert tables(body)[0][4:] == [(1, 1, 1, 1, "二"), (1, 2, 1, 1, "三")]


def test_dragged_columns_are_those_they_were_before() -> None:
    body = tbl(
        tr(tc("指标", span=2), tc("目标", span=1), tc("完成", span=2)),
        tr(tc("甲"), tc("≥1", span=3), tc("2")),
        grid=(2000, 60, 1940, 45, 1955),
    )
    assert [(row, column, text) for row, column, _, _, text in tables(body)[0]] == [
        (0, 0, "指标"),
        (0, 1, "目标"),
        (0, 2, "完成"),
        (1, 0, "甲"),
        (1, 1, "≥1"),
        (1, 2, "2"),
    ]


def test_an_empty_sliver_of_a_dragged_column_is_no_cell() -> None:
    body = tbl(tr("甲", "", "乙"), tr(tc("丙", span=2), "丁"), grid=(2000, 60, 2000))
    assert tables(body) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]]


@pytest.mark.parametrize(
    "grid",
    [(), (0, 0, 0), (10, 10, 10), (2000,), (2000, 2000, 2000, 2000)],
    ids=["missing", "without widths", "far too narrow", "too short", "too long"],
)
def test_spans_decide_where_they_agree_whatever_the_grid_says(grid: tuple[int, ...]) -> None:
    body = tbl(tr(tc("甲", span=2), "乙"), tr("1", "2", "3"), grid=grid)
    assert tables(body) == [
        [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")]
    ]


def test_widths_of_cells_stand_in_for_a_missing_grid() -> None:
    body = tbl(
        tr(tc("甲", span=2, width=2060), tc("乙", width=1940)),
        tr(tc("1", width=2000), tc("2", span=2, width=2000)),
        tr(tc("", width=2000), tc("", width=60), tc("", width=1940)),
    )
    assert tables(body)[0][:4] == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")]


@pytest.mark.parametrize("kind", ["dxa", "pct", "percent sign"])
def test_widths_decide_where_rows_have_different_numbers_of_columns(kind: str) -> None:
    def cell(text: str, share: int) -> str:
        width = {"dxa": f"{share * 90}", "pct": f"{share * 50}", "percent sign": f"{share}%"}[kind]
        told = f'<w:tcW w:w="{width}" w:type="{"dxa" if kind == "dxa" else "pct"}"/>'
        return tc(text, told)

    body = tbl(
        tr(cell("项目名称", 20), cell("医保宣传", 80)),
        tr(cell("甲", 20), cell("乙", 40), cell("丙", 40)),
        tr(cell("整行", 100)),
        grid=(1800, 3600, 3600),
    )
    assert tables(body)[0] == [
        (0, 0, 1, 1, "项目名称"),
        (0, 1, 1, 2, "医保宣传"),
        (1, 0, 1, 1, "甲"),
        (1, 1, 1, 1, "乙"),
        (1, 2, 1, 1, "丙"),
        (2, 0, 1, 3, "整行"),
    ]


def test_widths_of_a_row_that_begins_further_right() -> None:
    before = '<w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/>'
    body = tbl(
        tr(tc("甲", width=2000), tc("乙", width=2000), tc("丙", width=2000)),
        tr(tc("丁", width=4000), properties=before),
        grid=(2000, 2000, 2000),
    )
    assert tables(body)[0][3] == (1, 1, 1, 2, "丁")


def test_cells_without_any_properties() -> None:
    bare = f"<w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr>"
    assert tables(tbl(bare, grid=(2000, 2000))) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]]


def test_short_rows_without_widths_keep_their_columns() -> None:
    body = tbl(tr("1", "2", "3"), tr("一", "二"), grid=(2000, 2000, 2000))
    assert tables(body)[0][3:] == [(1, 0, 1, 1, "一"), (1, 1, 1, 1, "二")]


def test_content_controls_around_cells_rows_and_paragraphs() -> None:
    def sdt(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = tbl(
        sdt(tr("甲", sdt(tc("乙")), "丙")),
        tr(tc(sdt(p("丁"))), tc(p(sdt(run("戊")))), f"<w:customXml>{tc('己')}</w:customXml>"),
        grid=(2000, 2000, 2000),
    )
    assert [cell[-1] for cell in tables(body)[0]] == ["甲", "乙", "丙", "丁", "戊", "己"]


def test_deleted_rows_and_cells_are_not_there_but_reported() -> None:
    body = tbl(
        tr("甲", "乙"),
        tr("删", "除", properties="<w:del/>"),
        tr("", "", properties="<w:del/>"),
        tr("丙", "丁", properties="<w:ins/>"),
        tr("戊", tc("己"), tc("单删", "<w:cellDel/>")),
        grid=(2000, 2000),
    )
    assert [cell[-1] for cell in tables(body)[0]] == ["甲", "乙", "丙", "丁", "戊", "己"]
    assert omitted(body) == [("删除", "表1"), ("单删", "表1")]


def test_hidden_rows_are_reported() -> None:
    body = tbl(tr("甲"), tr("看不见", properties="<w:hidden/>"), tr("乙"), grid=(3000,))
    assert [cell[0::4] for cell in tables(body)[0]] == [(0, "甲"), (1, "乙")]
    assert omitted(body) == [("看不见", "表1")]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = tbl(tr("内1", "内2"), grid=(500, 500))
    body = tbl(tr(tc(p("前") + inner + p("后")), "旁"), grid=(3000, 3000)) + tbl(tr("下", "下"), grid=(900, 900))
    found = [block for block in content(body).blocks if isinstance(block, Table)]
    assert [[cell.text for cell in table.cells] for table in found] == [["前\n后", "旁"], ["内1", "内2"], ["下", "下"]]
    assert [table.place for table in found] == [Place(table=1), Place(table=2), Place(table=3)]


def test_a_frame_of_one_cell_around_everything_is_no_table() -> None:
    inner = tbl(tr("甲", "乙"), grid=(2000, 2000))
    blocks = content(tbl(tr(tc(p("标题") + inner + p("注"))), grid=(9000,))).blocks
    assert [type(block).__name__ for block in blocks] == ["Paragraph", "Table", "Paragraph"]


def test_tables_without_a_paragraph_between_are_displayed_as_one() -> None:
    first = tbl(tr("甲", "乙"), grid=(2000, 4000))
    second = tbl(tr("丙", "丁"), grid=(4000, 2000))
    mark = '<w:bookmarkStart w:id="1" w:name="x"/>'
    (joined,) = tables(first + mark + second)
    assert joined == [(0, 0, 1, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 0, 1, 2, "丙"), (1, 2, 1, 1, "丁")]
    assert len(tables(first + p() + second)) == 2
    assert len(tables(first + tbl(tr("别", "的"), grid=(1000, 1000)))) == 2


def test_a_table_without_rows_is_nothing() -> None:
    assert content(tbl() + p("字")).blocks == content(p("字")).blocks


def test_lines_of_a_cell() -> None:
    body = tbl(
        tr(tc(p("目标1：甲") + p() + p("<w:r><w:t>目标2：</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>")))
    )
    assert tables(body)[0][0][-1] == "目标1：甲\n目标2：\n乙  丙"


def test_tables_too_deep_too_large_and_too_wide_are_refused() -> None:
    nested = tbl(tr("最里", "层"), grid=(100, 100))
    for _ in range(5):
        nested = tbl(tr(tc(nested + p()), "旁"), grid=(4000, 4000))
    with pytest.raises(RefusedError, match="超过 4 层"):
        content(nested)
    with pytest.raises(RefusedError, match="超过 5 格"):
        content(tbl(*[tr("1", "2", "3")] * 2, grid=(1000,) * 3), cells=5)
    with pytest.raises(RefusedError, match="超过 3 字"):
        content(tbl(tr("四个汉字"), grid=(1000,)), text=3)
    with pytest.raises(RefusedError, match="列界"):
        content(tbl(tr(*["1"] * 2100), grid=(100,) * 2100))


def test_a_claim_of_a_million_columns_costs_nothing() -> None:
    body = tbl(tr(tc("甲", span=10**8), "乙"), tr("丙", "丁"), grid=(2000, 2000))
    assert [cell[-1] for cell in tables(body)[0]] == ["甲", "乙", "丙", "丁"]


def test_a_merged_cell_that_is_tracked() -> None:
    body = tbl(
        tr(tc("甲", '<w:cellMerge w:vMerge="rest"/>'), "1"),
        tr(tc("", '<w:cellMerge w:vMerge="cont"/>'), "2"),
        grid=(2000, 2000),
    )
    assert tables(body)[0][0] == (0, 0, 2, 1, "甲")
