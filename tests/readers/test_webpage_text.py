"""The text of web pages: what elements show, what their bytes mean."""

import pytest

from jixiao.documents import Table
from jixiao.places import Place
from jixiao.readers.contents import RefusedError
from jixiao.readers.webpage.encoding import decode
from jixiao.readers.webpage.fields import chinese
from tests.readers.web_reading import cell, grid, lines, read, rows


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
