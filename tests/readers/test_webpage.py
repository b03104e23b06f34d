"""Web pages: what a browser shows is what is read."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.documents import Document
from jixiao.forms import recognise
from jixiao.places import Source
from jixiao.readers import webpage
from jixiao.readers.contents import RefusedError
from tests.facsimiles.booklets import Booklet, booklet
from tests.facsimiles.measuring import measured
from tests.facsimiles.styles import drawn
from tests.forms import acceptance_report
from tests.readers.web_pages import STYLES
from tests.readers.web_reading import lines, read

SOUP = [
    tag.replace("+", " ")
    for tag in (
        "<table> </table> <tr> <td> <td+rowspan=3> <td+colspan=-2> </td> </tr> <thead> <tbody> <col+hidden> <tr+hidden> <td+hidden>"
        " <div+style=display:table> <div+style=display:table-row> </div> <caption> <form> <b> </b> <p> <pre> </pre> <ol> <li> </ol>"
        " <select> <option> <textarea> <br> <sup> </sup> <q> </q> <ruby> <rt> <del> <script> </script> <style> </style> <!-- --> &nbsp; 字"
    ).split()
]


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


def test_every_visible_word_is_read() -> None:
    words = [f"词{number}" for number in range(30)]
    pieces = [
        f"<{tag}>{html.escape(word)}</{tag}>" for word, tag in zip(words, "p div b h2 li a".split() * 5, strict=True)
    ]
    shown = "".join(lines("".join(pieces)))
    assert all(word in shown for word in words)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_any_soup_of_tags_is_read_or_refused(soup: list[str]) -> None:
    try:
        found = read("".join(soup))
    except RefusedError:
        return
    assert found.blocks


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    webpage.looks_like_html(content)
    try:
        found = read(b"<html>" + content)
    except RefusedError:
        return
    assert found.blocks


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
