"""Web pages: what a browser shows is what is read, and what it does not show is told."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Cell, Document, Paragraph, Table
from jixiao.forms import recognise
from jixiao.places import Place, Source
from jixiao.readers import webpage
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.webpage.encoding import decode
from jixiao.readers.webpage.fields import chinese
from tests.facsimiles.booklets import Booklet, booklet
from tests.facsimiles.measuring import measured
from tests.facsimiles.styles import drawn
from tests.forms import acceptance_report
from tests.readers.web_pages import STYLES


def read(page: str | bytes, request: Request = Request()) -> Content:  # noqa: B008 - a Request is immutable
    return webpage.read(page.encode() if isinstance(page, str) else page, request)


def tables(page: str) -> list[Table]:
    return [block for block in read(page).blocks if isinstance(block, Table)]


def grid(page: str) -> dict[tuple[int, int], str]:
    """The only table: texts by row and column, with the spans of merged cells behind the text."""
    (table,) = tables(page)
    return {
        (cell.row, cell.column): cell.text
        + (f" {cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else "")
        for cell in table.cells
    }


def lines(page: str) -> list[str]:
    return [block.text for block in read(page).blocks if isinstance(block, Paragraph)]


def cell(content: str) -> str:
    """The text of a cell with that content."""
    return grid(f"<table><tr><td>{content}</td><td>1</td></tr></table>")[0, 0]


SOUP = [
    tag.replace("+", " ")
    for tag in (
        "<table> </table> <tr> <td> <td+rowspan=3> <td+colspan=-2> </td> </tr> <thead> <tbody> <col+hidden> <tr+hidden> <td+hidden>"
        " <div+style=display:table> <div+style=display:table-row> </div> <caption> <form> <b> </b> <p> <pre> </pre> <ol> <li> </ol>"
        " <select> <option> <textarea> <br> <sup> </sup> <q> </q> <ruby> <rt> <del> <script> </script> <style> </style> <!-- --> &nbsp; 字"
    ).split()
]


def rows(*texts: str) -> str:
    """Rows of a table: cells divided by blanks, spans as 2x3:text."""
    markup = ""
    for text in texts:
        markup += "<tr>"
        for piece in text.split():
            spans, _, value = piece.rpartition(":")
            down, _, right = spans.partition("x")
            markup += f'<td rowspan="{down or 1}" colspan="{right or 1}">{value}</td>'
        markup += "</tr>"
    return markup


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["layout_transfer", "operator_columns", "two_layouts", "monitoring_ticks"])
@pytest.mark.parametrize("seed", [0, 3])
def test_forms_are_read_from_the_pages_of_every_kind_of_bureau(style: str, name: str, seed: int) -> None:
    book: Booklet = booklet(acceptance_report.truth(name), drawn(seed))
    page = STYLES[style](book)
    assert webpage.looks_like_html(page)
    found = read(page)
    source = Source(name=style, sha256="", media_type=found.media_type, reader=found.reader)
    submission = recognise(Document(source=source, blocks=found.blocks, omissions=found.omissions))
    assert [row.name for row in measured(book.truth, submission.evaluations) if not row.exact] == []


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


class TestText:
    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ("≥90<br>%", "≥90\n%"),
            ("<p>一</p><p>二</p>", "一\n二"),
            ("<div>一<div>二</div>三</div>", "一\n二\n三"),
            ("&nbsp;一&nbsp;&nbsp;二&nbsp;", "一  二"),
            ("完成\n   任务", "完成任务"),
            ("10\n万元", "10 万元"),
            ("<b>产出</b><span>指标</span>", "产出指标"),
            ("平方米10m<sup>2</sup>CO<sub>2</sub>", "平方米10m²CO₂"),
            ("注<sup>[1]</sup>", "注[¹]"),
            ("<q>好</q>", "“好”"),
            ("1\u200b2\u00ad3\ufeff", "123"),
            ("<pre>一  二\n三\t四</pre>", "一  二\n三       四"),
            ("<ol><li>一</li><li>二</li></ol>", "1. 一\n2. 二"),
            ('<ol start="3" type="A"><li>一<li value="27">二</ol>', "C. 一\nAA. 二"),
            ("<ol type=i reversed start=4><li>一<li>二</ol>", "iv. 一\niii. 二"),
            ('<ol style="list-style-type:cjk-ideographic"><li>一</li></ol>', "一、一"),
            ('<ol style="list-style: upper-roman inside"><li>一</li></ol>', "I. 一"),
            ('<ol style="list-style-type: lower-alpha"><li>一</li></ol>', "a. 一"),
            ('<ol style="list-style:none"><li>一</li></ol>', "一"),
            ("<ol start=-1><li>一</ol>", "-1. 一"),
            ("<ul><li>一<ol><li>甲</ol><li>二</ul>", "一\n1. 甲\n二"),
            ("<dl><dt>词<dd>义</dl>", "词\n义"),
            ("<p>一</p><br>二", "一\n二"),
            ("<li style='display:inline'>一</li><li style='display:inline-block'>二</li>", "一 二"),
            ("<span style='display:block'>一</span>二", "一\n二"),
            ("<o:p>&nbsp;</o:p>", ""),
            ("<st1:chmetcnv>5</st1:chmetcnv>次", "5次"),
        ],
    )
    def test_a_cell_says_what_a_browser_shows(self, content: str, text: str) -> None:
        assert cell(content) == text

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ('<input value="12场">', "12场"),
            ('<input type="checkbox" checked>是<input type=radio>否', "☑是□否"),
            ('<input type=hidden value="a"><input type=password value="b"><input type=submit value="c">', ""),
            ("<select><option>差<option selected>好<option>中</select>", "好"),
            ("<select><option>差<option>好</select>", "差"),
            ("<select multiple><option selected>差<option selected>好<option>中</select>", "差、好"),
            ("<select></select>", ""),
            ("<textarea>一\n二</textarea>", "一\n二"),
        ],
    )
    def test_fields_show_their_values(self, content: str, text: str) -> None:
        assert cell(content) == text

    def test_paragraphs_are_numbered_and_empty_lines_counted(self) -> None:
        blocks = read("<p>一</p><p>&nbsp;</p><p>二</p>三<br><br>四").blocks
        assert [(block.place.paragraph, getattr(block, "blank_before", None)) for block in blocks] == [
            (1, 0),
            (2, 1),
            (3, 0),
            (4, 1),
        ]

    def test_typed_text_is_read_as_a_text_file(self) -> None:
        page = "<p>题</p><pre>一级\t二级\n产出\t数量\n<b>末</b></pre><p>尾</p>"
        first, table, end, tail = read(page).blocks
        assert isinstance(table, Table)
        assert table.fidelity == "ragged"
        assert [cell.text for cell in table.cells] == ["一级", "二级", "产出", "数量"]
        assert [block.place.paragraph for block in (first, end, tail)] == [1, 4, 5]
        assert table.cells[2].place == Place(paragraph=3)

    def test_a_table_within_typed_text_ends_it(self) -> None:
        page = f"<pre>前<br>行<p>段</p><table>{rows('1 2', '3 4')}</table>后\n尾</pre>"
        assert lines(page) == ["前", "行", "段", "后尾"]

    def test_a_number_too_wide_for_its_column_is_taken_from_beside(self) -> None:
        assert grid('<table><tr><td x:num="1234.5">####</td><td x:num="1">一</td></tr></table>') == {
            (0, 0): "1234.5",
            (0, 1): "一",
        }

    @pytest.mark.parametrize(
        ("number", "text"),
        [(1, "一"), (10, "十"), (21, "二十一"), (100, "一百"), (105, "一百〇五"), (999, "九百九十九")],
    )
    def test_numbers_in_chinese(self, number: int, text: str) -> None:
        assert chinese(number) == text


class TestHidden:
    @pytest.mark.parametrize(
        "content",
        [
            '<span style="display:none">暗</span>',
            '<span style="color:red;DISPLAY : none !important">暗</span>',
            '<span style="visibility:hidden">暗</span>',
            '<span style="font-size:0px">暗</span>',
            '<span style="mso-hide:all">暗</span>',
            "<span hidden>暗</span>",
            "<template>暗</template>",
            "<noscript>暗</noscript>",
            "<span class='a b'>暗</span>",
            "<span id=c>暗</span>",
            "<i class=d>暗</i>",
        ],
    )
    def test_what_is_hidden_is_left_out_and_told(self, content: str) -> None:
        sheet = "<style>/* .b */ .b, #c { display: none } i.d{visibility:hidden} @import url(x)</style>"
        assert lines(f"{sheet}<p>明{content}处</p>") == ["明处"]
        found = read(f"{sheet}<table><tr><td>明{content}处<td>1</table>")
        assert [(omission.text, omission.why) for omission in found.omissions] == [
            ("暗", "网页中隐藏的内容，没有读取。")
        ]

    def test_rules_for_paper_and_narrow_screens_hide_nothing(self) -> None:
        sheet = (
            "<style>@media print { .a {display:none} .b {display:none} } "
            "@media (max-width:600px){.a{display:none}} @media screen { .b {display:none} }</style>"
        )
        assert lines(f"{sheet}<p class=a>甲</p><p class=b>乙</p>") == ["甲"]

    def test_scripts_and_word_islands_are_no_text_at_all(self) -> None:
        found = read(
            "<p>明</p><script>暗</script><style>暗</style><!--[if gte mso 9]><xml>暗</xml><![endif]--><xml>暗</xml>"
        )
        assert len(found.blocks) == 1
        assert found.omissions == ()

    def test_nothing_is_told_of_what_is_hidden_and_empty(self) -> None:
        assert read("<p>明</p><div hidden> <script>x</script> </div>").omissions == ()

    def test_deleted_text_and_readings_are_told_as_such(self) -> None:
        found = read("<table><tr><td>9<del>8</del>场<td><ruby>绩<rt>ji</rt></ruby></table>")
        assert [cell.text for block in found.blocks if isinstance(block, Table) for cell in block.cells] == [
            "9场",
            "绩",
        ]
        assert [omission.text for omission in found.omissions] == ["8", "ji"]
        assert [omission.text for omission in read("<p>9<s>8</s>场<strike>次</strike></p>").omissions] == ["8", "次"]

    def test_more_paragraphs_than_any_report_has_are_refused_while_they_are_read(self) -> None:
        limits = Limits(paragraphs=10)
        with pytest.raises(RefusedError, match="超过 10 段"):
            webpage.read(b"<p>a</p>" * 20, Request(limits=limits))
        assert len(webpage.read(b"<p>a</p>" * 10, Request(limits=limits)).blocks) == 10

    def test_what_is_left_out_has_its_place(self) -> None:
        table = "<table><tr><td>甲<td>乙</tr><tr><td>1<td>9<s>8</s></tr></table>"
        layout = "<table><tr><td><p>中</p><p>下<s>旧</s></p></td></tr></table>"
        found = read(f"<p>题<del>目</del></p><p>二</p><p><s>三</s>四</p>{table}<iframe src=a.html></iframe>{layout}")
        assert [(omission.text, str(omission.place)) for omission in found.omissions] == [
            ("目", "正文第1段"),
            ("三", "正文第3段"),
            ("8", "表1第2行第2列"),
            ("a.html", "表1"),
            ("旧", "正文第5段"),
        ]
        assert [str(one.place) for one in read("<iframe src=a.html></iframe><p>题</p>").omissions] == ["正文第1段"]

    @pytest.mark.parametrize(
        ("hidden", "places"),
        [
            ("<tr hidden><td>暗<td>藏</tr>", ["表1"]),
            ("<tr style='display:none'><td>暗<td>藏</tr><tr><td>丙<td>丁</tr>", ["表1"]),
            ("<tr hidden><td>暗<s>旧</s><td>藏</tr>", ["表1", "表1"]),
            ("<tr><td>丙<td>丁</tr></table><iframe src=a.html></iframe><table><tr><td>戊<td>己</tr>", ["表1"]),
        ],
    )
    def test_what_is_hidden_in_a_table_stands_in_it(self, hidden: str, places: list[str]) -> None:
        found = read(f"<table><tr><td>甲<td>乙</tr>{hidden}</table><p>后</p>")
        assert [str(omission.place) for omission in found.omissions] == places

    def test_pictures_that_may_hold_a_form_are_told_and_ornaments_not(self) -> None:
        found = read("<p>题</p><img src=a.png alt='自评表 截图'><img width=16 src=b><img height='20px'><img width=800>")
        assert [omission.text for omission in found.omissions] == ["自评表 截图", ""]

    def test_beside_a_table_only_a_large_picture_is_told(self) -> None:
        pictures = "<img src=a><img width=800 alt=横幅><img width=800 height=600 alt=截图>"
        found = read(f"<table>{rows('1 2', '3 4')}</table>{pictures}")
        assert [omission.text for omission in found.omissions] == ["截图"]

    def test_what_a_page_folds_away_is_not_told_unless_it_is_long_or_a_table(self) -> None:
        page = "<p>题</p><div hidden>分享到微信</div><div hidden><a>{0}</a></div><div hidden>{0}</div><div hidden><td>1</div>"
        assert [omission.text for omission in read(page.format("长" * 40)).omissions] == ["长" * 40, "1"]

    def test_embedded_files_are_told_by_their_address(self) -> None:
        found = read("<p>题</p><iframe src='a.pdf'></iframe><object data='b.pdf'>请安装</object><embed>")
        assert [omission.text for omission in found.omissions] == ["a.pdf", "b.pdf", "embed"]

    def test_a_hidden_row_leaves_no_gap_in_the_spans_over_it(self) -> None:
        page = (
            "<table><tr><td rowspan=2>甲<td>1</tr><tr style='display:none'><td>暗<td>藏</tr>"
            "<tr><td>2</tr><tr><td>乙<td>3</tr></table>"
        )
        assert grid(page) == {(0, 0): "甲 2x1", (0, 1): "1", (1, 1): "2", (2, 0): "乙", (2, 1): "3"}
        assert read(page).omissions[0].text == "暗 藏" or read(page).omissions[0].text == "暗\n藏"

    def test_spans_that_count_the_hidden_rows_are_understood_too(self) -> None:
        page = (
            "<table><tr><td rowspan=3>甲<td>1</tr><tr style='display:none'><td>暗</tr>"
            "<tr><td>2</tr><tr><td rowspan=2>乙<td>3</tr><tr><td>4</tr></table>"
        )
        assert {text for place, text in grid(page).items()} == {"甲 2x1", "1", "2", "乙 2x1", "3", "4"}

    def test_a_hidden_column_is_left_out_with_its_cells(self) -> None:
        page = f"<table><col span=1><col style='display:none'><col>{rows('甲 暗 乙', '1x3:丙')}</table>"
        assert grid(page) == {(0, 0): "甲", (0, 1): "乙", (1, 0): "丙 1x2"}
        assert read(page).omissions[0].text == "暗"

    def test_a_cell_that_is_gone_makes_room_and_an_invisible_one_does_not(self) -> None:
        page = "<table><tr><td style='display:none'>暗<td>甲<td style='visibility:hidden'>藏<td>乙</table>"
        assert grid(page) == {(0, 0): "甲", (0, 1): "", (0, 2): "乙"}
        assert [omission.text for omission in read(page).omissions] == ["暗", "藏"]

    def test_hidden_rows_of_tables_that_only_arrange_are_told_with_the_tables_in_them(self) -> None:
        inner = f"<table>{rows('一 二', '三 四')}</table>"
        page = f"<table><tr><td>题</tr><tr hidden><td>暗{inner}</tr></table>"
        assert lines(page) == ["题"]
        assert read(page).omissions[0].text == "暗\n一\n二\n三\n四"


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


class TestEncoding:
    PAGE = "<html><head><meta charset={}></head><body>绩效自评：镕、㎡</body></html>"

    @pytest.mark.parametrize("declared", ["gb2312", "GBK", '"gb18030"', "utf-8", "iso-8859-1", "x-unknown"])
    def test_gb_bytes_are_read_whatever_the_page_says(self, declared: str) -> None:
        assert "绩效自评：镕、㎡" in decode(self.PAGE.format(declared).encode("gb18030"))

    @pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5"])
    def test_utf8_bytes_are_read_whatever_the_page_says(self, declared: str) -> None:
        assert "绩效自评：镕、㎡" in decode(self.PAGE.format(declared).encode())

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_mark_decides(self, encoding: str) -> None:
        assert "绩效自评：镕、㎡" in decode(self.PAGE.format("gb2312").encode(encoding))

    def test_traditional_pages_are_read_as_declared(self) -> None:
        assert "績效" in decode("<meta charset=big5><p>績效自評".encode("big5"))

    def test_what_the_message_says_comes_before_what_the_page_says(self) -> None:
        assert "績效" in decode("<meta charset=gb2312><p>績效自評".encode("big5"), "Big5")

    def test_a_damaged_byte_spoils_one_character(self) -> None:
        page = ("<p>" + "绩效自评表" * 50).encode()
        assert decode(page[:100] + b"\xff" + page[101:]).count("绩效自评表") == 49

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        with pytest.raises(RefusedError, match="不是可识别的网页文字"):
            decode(b"<html>" + bytes([0x81, 0xFF]) * 500)


class TestTelling:
    @pytest.mark.parametrize(
        "page",
        [
            b"<html>",
            b"\xef\xbb\xbf  <!DOCTYPE html><p>",
            b"<!-- saved --><?xml version='1.0'?>\n<HTML xmlns='x'>",
            "\ufeff<table><tr><td>1</td>".encode("utf-16-le"),
            b"<p>1</p>",
            "题\n".encode() + b"<table><tr>" + b"<td>1</td>" * 8,
        ],
    )
    def test_web_pages_are_known(self, page: bytes) -> None:
        assert webpage.looks_like_html(page)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "项目支出绩效自评表\n<td>单位</td> 一级指标",
            "<≥90%>",
            "<p 宣传>未关闭",
            "<?xml version='1.0'?><Workbook>",
            "% PDF <html>",
        ],
    )
    def test_texts_with_a_stray_tag_are_not(self, text: str) -> None:
        assert not webpage.looks_like_html(text.encode())


class TestLimits:
    @pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>"])
    def test_a_million_tags_in_one_another_are_refused(self, opening: str) -> None:
        with pytest.raises(RefusedError, match="嵌套过深"):
            read(opening * (900_000 // opening.count("<")) + "x")

    def test_too_many_tags_are_refused(self) -> None:
        with pytest.raises(RefusedError, match="标签超过"):
            read("<b></b>" * 600_000)

    def test_a_text_longer_than_the_parser_takes_is_refused_and_not_cut(self) -> None:
        with pytest.raises(RefusedError, match="某一段过长"):
            read("<p>" + "x" * 11_000_000)

    def test_a_picture_within_the_page_may_be_large(self) -> None:
        assert lines("<p>题</p><img src='data:image/png;base64," + "A" * 11_000_000 + "'>") == ["题"]

    def test_files_beyond_the_size_are_refused(self) -> None:
        with pytest.raises(RefusedError, match="超过 10 字节的上限"):
            read("<p>绩效自评</p>", Request(limits=Limits(size=10)))

    def test_text_beyond_the_limit_is_refused(self) -> None:
        with pytest.raises(RefusedError, match="超过 10 个字"):
            read("<p>" + "字" * 11, Request(limits=Limits(text=10)))

    @pytest.mark.parametrize(
        "table",
        [
            rows(*["1 2 3 4"] * 6),
            rows("20x1:1 2", *["3"] * 19),
            rows("1x9:标题", "1 2 3 4 5 6 7 8 9", "3x9:甲"),
        ],
    )
    def test_tables_that_cover_too_many_places_are_refused(self, table: str) -> None:
        with pytest.raises(RefusedError, match="超过 20 个单元格"):
            read(f"<table>{table}</table>", Request(limits=Limits(cells=20)))

    @pytest.mark.parametrize(
        ("page", "why"),
        [
            ("", "由脚本另行载入"),
            ("<html><body></body></html>", "由脚本另行载入"),
            ("<frameset><frame src=a.htm><noframes>请升级</noframes></frameset>", "由框架拼成"),
            ("<body><img src=a.png></body>", "内容是图片"),
        ],
    )
    def test_pages_without_text_say_what_to_do(self, page: str, why: str) -> None:
        with pytest.raises(RefusedError, match=why):
            read(page)

    @settings(max_examples=150)
    @given(st.lists(st.sampled_from(SOUP), max_size=40))
    def test_any_soup_of_tags_is_read_or_refused(self, soup: list[str]) -> None:
        try:
            found = read("".join(soup))
        except RefusedError:
            return
        assert found.blocks

    @settings(max_examples=100)
    @given(st.binary(max_size=300))
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        webpage.looks_like_html(content)
        try:
            found = read(b"<html>" + content)
        except RefusedError:
            return
        assert found.blocks


def test_every_visible_word_is_read() -> None:
    words = [f"词{number}" for number in range(30)]
    pieces = [
        f"<{tag}>{html.escape(word)}</{tag}>" for word, tag in zip(words, "p div b h2 li a".split() * 5, strict=True)
    ]
    shown = "".join(lines("".join(pieces)))
    assert all(word in shown for word in words)
