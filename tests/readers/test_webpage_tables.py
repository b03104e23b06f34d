"""Tables of web pages: cells with their spans, tables in tables, tables that are none, and rows without any tag of a table."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Cell
from jixiao.places import Place
from tests.readers.web_reading import grid, lines, rows, tables


class TestGrid:
    def test_cells_stand_at_their_anchors_with_their_spans_and_places(self) -> None:
        (table,) = tables(f"<table>{rows('2x1:一 1x2:二', '三 四')}</table>")
        place = Place(table=1, row=2, column=3)
        assert table.cells[-1] == Cell(row=1, column=2, text="四", place=place)
        assert table.fidelity == "grid"
        assert grid(f"<table>{rows('2x1:一 1x2:二', '三 四')}</table>") == {
            (0, 0): "一 2x1",
            (0, 1): "二 1x2",
            (1, 1): "三",
            (1, 2): "四",
        }

    def test_a_span_of_no_rows_goes_to_the_end_of_its_group(self) -> None:
        page = f"<table><tbody>{rows('0x1:甲 1', '2', '3')}</tbody><tbody>{rows('乙 4')}</tbody></table>"
        assert grid(page)[0, 0] == "甲 3x1"
        assert grid(page)[3, 0] == "乙"

    def test_no_cell_leaves_its_group_or_the_table(self) -> None:
        page = f"<table><tbody>{rows('9x1:甲 1', '2')}</tbody><tbody>{rows('乙 99999x1:3')}</tbody></table>"
        assert grid(page) == {(0, 0): "甲 2x1", (0, 1): "1", (1, 1): "2", (2, 0): "乙", (2, 1): "3"}

    def test_an_absurd_width_counts_only_the_columns_that_can_be_seen(self) -> None:
        page = f"<table>{rows('1x1000000:标题', '甲 1x30:乙 丙', '1 2 3')}</table>"
        assert grid(page)[0, 0] == "标题 1x4"

    def test_spans_that_overlap_are_cut_where_the_other_cell_stands(self) -> None:
        page = f"<table>{rows('1 2x1:甲 2', '1x3:乙 3', '4 5 6')}</table>"
        assert grid(page)[1, 0] == "乙"
        assert grid(page)[0, 1] == "甲 2x1"
        assert sorted(grid(page).values()) == ["1", "2", "3", "4", "5", "6", "乙", "甲 2x1"]

    def test_the_head_is_shown_first_and_the_foot_last(self) -> None:
        page = f"<table><tfoot>{rows('末 1')}</tfoot><tbody>{rows('体 2')}</tbody><thead>{rows('首 3')}</thead></table>"
        assert [grid(page)[row, 0] for row in range(3)] == ["首", "体", "末"]

    def test_rows_without_cells_and_cells_without_rows_are_taken_as_they_are(self) -> None:
        page = "<table><tr></tr><td>1<td>2<tr><td>3<td>4</table>"
        assert sorted(grid(page).values()) == ["1", "2", "3", "4"]

    def test_what_is_not_closed_in_a_cell_ends_with_it(self) -> None:
        page = "<TABLE><TR><TD><FONT size=2><B>甲<TD><P><FONT>乙<TR><TD><I>丙<TD>丁</I></FONT></TABLE><P>后"
        assert grid(page) == {(0, 0): "甲", (0, 1): "乙", (1, 0): "丙", (1, 1): "丁"}
        assert lines(page) == ["后"]

    def test_mending_leaves_scripts_void_tags_and_inner_tables_alone(self) -> None:
        page = (
            "<table><tr><td><b>甲<td><script>if (a < b) x = '<td>'</script><img width=1><br/>乙"
            "<table><tr><td>1<td>2<tr><td>3<td>4</table>尾<tr><td>丙<td>丁<tr><td>戊<td>己<tr><td>庚<td>辛</table>"
        )
        outer, inner, rest = tables(page)
        assert [cell.text for cell in outer.cells] == ["甲", "乙\n尾"]
        assert [cell.text for cell in inner.cells] == ["1", "2", "3", "4"]
        assert [cell.text for cell in rest.cells] == ["丙", "丁", "戊", "己", "庚", "辛"]

    @settings(max_examples=60)
    @given(st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), max_size=5), min_size=1, max_size=6))
    def test_no_two_cells_share_a_place_whatever_the_spans(self, shape: list[list[tuple[int, int]]]) -> None:
        markup = "".join(
            "<tr>" + "".join(f"<td rowspan={down} colspan={right}>x</td>" for down, right in row) + "</tr>"
            for row in shape
        )
        taken: set[tuple[int, int]] = set()
        count = 0
        for table in tables(f"<p>x</p><table>{markup}</table>"):
            for found in table.cells:
                count += 1
                covered = {
                    (found.row + down, found.column + right)
                    for down in range(found.row_span)
                    for right in range(found.column_span)
                }
                assert covered
                assert not covered & taken
                taken |= covered
        assert count in {0, sum(map(len, shape))}


class TestNesting:
    FORM = f"<table>{rows('项目名称 宣传', '主管部门 医保局', '实施单位 中心', '分值 10')}</table>"

    def test_tables_around_the_page_are_no_tables(self) -> None:
        menu = "<table><tr><td>首页</td></tr><tr><td>公开</td></tr></table>"
        page = f"<table><tr><td>{menu}</td><td><h1>题</h1>{self.FORM}<p>落款</p></td></tr></table>"
        assert len(tables(page)) == 1
        assert lines(page) == ["首页", "公开", "题", "落款"]

    def test_a_table_in_a_cell_of_a_form_stands_where_the_cell_does(self) -> None:
        inner = f"<table>{rows('年初 全年', '15 16')}</table>"
        page = f"<table>{rows('甲 1', '乙 2', '丙 3')}<tr><td>资金</td><td>{inner}</td></tr>{rows('丁 4')}</table>"
        above, within, below = tables(page)
        assert [cell.text for cell in above.cells] == ["甲", "1", "乙", "2", "丙", "3", "资金", ""]
        assert [cell.text for cell in within.cells] == ["年初", "全年", "15", "16"]
        assert below.cells[0].place == Place(table=1, row=5, column=1)
        assert within.place == Place(table=2)

    def test_an_article_beside_a_menu_is_text(self) -> None:
        article = "".join(f"<p>第{number}段</p>" for number in range(9))
        page = f"<table><tr><td>菜单</td><td>{article}</td></tr></table>"
        assert lines(page) == ["菜单", *(f"第{number}段" for number in range(9))]

    def test_a_table_said_to_be_presentation_is_none(self) -> None:
        assert lines(f'<table role="presentation">{rows("一 二", "三 四")}</table>') == ["一", "二", "三", "四"]

    def test_a_menu_of_thirty_tables_in_one_another_is_read(self) -> None:
        page = "<table><tr><td>" * 30 + "题" + "</td></tr></table>" * 30 + self.FORM
        assert lines(page) == ["题"]


class TestPlainElements:
    def test_rows_and_columns_by_class_are_a_table(self) -> None:
        line = '<div class="layui-row"><div class="col-md-2">{}</div><div class="col-md-4">{}</div><div class=col>{}</div></div>'
        page = "<div>" + "".join(line.format(*texts) for texts in ("名值分", "甲一十", "乙二百")) + "</div>"
        assert grid(page)[1, 1] == "一"
        assert len(grid(page)) == 9

    def test_two_columns_of_a_page_are_none(self) -> None:
        line = "<div class=row><div class=col-6>一</div><div class=col-6>二</div></div>"
        assert tables(f"<div>{line * 4}</div>") == []

    def test_parts_of_tables_outside_of_any_are_text(self) -> None:
        assert lines("<div role=row><div role=cell>一</div><div style='display:table-cell'>二</div></div>") == [
            "一",
            "二",
        ]

    def test_groups_by_style_are_ordered_like_those_by_tag(self) -> None:
        cells = "<p style='display:table-cell'>{}</p>" * 2
        page = (
            "<div style='display:table'>"
            f"<div style='display:table-footer-group'><div style='display:table-row'>{cells.format('末', 1)}</div></div>"
            f"<div style='display:table-header-group'><div style='display:table-row'>{cells.format('首', 2)}</div></div></div>"
        )
        assert grid(page)[0, 0] == "首"
