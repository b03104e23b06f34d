"""What web pages do not show is left out and told."""

import pytest

from jixiao.documents import Table
from jixiao.readers import webpage
from jixiao.readers.contents import Limits, RefusedError, Request
from tests.readers.web_reading import grid, lines, read, rows


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
