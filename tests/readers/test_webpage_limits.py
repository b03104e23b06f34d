"""How much a web page may hold."""

import pytest

from jixiao.readers.contents import Limits, RefusedError, Request
from tests.readers.web_reading import lines, read, rows


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
