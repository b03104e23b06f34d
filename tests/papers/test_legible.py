import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jixiao.papers.legible import legible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙", "甲\t乙"),
        ("\x00\x0b\x1f", "␀␋␟"),
        ("\ud800\uffff", "��"),
        ("\x7f\u200b\u202e😀𠮷", "\x7f\u200b\u202e😀𠮷"),
    ],
)
def test_only_what_xml_forbids_is_shown_by_something_else(text: str, shown: str) -> None:
    assert legible(text) == shown


@given(st.text(st.characters(categories=None)))
def test_every_legible_text_stands_in_xml(text: str) -> None:
    element = etree.Element("text")
    element.text = legible(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == legible(text)
    assert len(legible(text)) == len(text.replace("\r\n", "\n"))
