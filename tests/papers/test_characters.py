import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from jixiao.papers.characters import writable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\r\n乙\r丙\n丁\x0b戊\u2028己\x85庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
        ("甲\t乙", "甲\t乙"),
        ("\x00\x1b\x1f\x7f", "␀␛␟␡"),
        ("\ud800\uffff\x9f\ufdd0", "����"),
        ("\u200b\u202e\xad😀𠮷\ue000", "\u200b\u202e\xad😀𠮷\ue000"),
    ],
)
def test_only_what_no_file_can_hold_is_shown_by_something_else(text: str, shown: str) -> None:
    assert writable(text) == shown


@given(st.text(st.characters(categories=None)))
def test_every_writable_text_stands_in_xml(text: str) -> None:
    element = etree.Element("text")
    element.text = writable(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == writable(text)
    assert len(writable(text)) == len(text.replace("\r\n", "\n"))
