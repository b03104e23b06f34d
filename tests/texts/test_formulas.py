import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.formulas import marked, unmarked

CELLS = st.text() | st.text(alphabet="'=+-@＝\t\n01.甲", max_size=8)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("—", "—"),
        ("-3.5", "-3.5"),
        ("-", "'-"),
        ("+5", "'+5"),
        ("≥95%", "≥95%"),
        ("'十四五'规划", "'十四五'规划"),
        ("", ""),
    ],
)
def test_only_what_would_be_a_formula_is_marked(text: str, cell: str) -> None:
    assert marked(text) == cell
    assert unmarked(cell) == text


@given(CELLS)
def test_the_mark_loses_nothing(text: str) -> None:
    assert unmarked(marked(text)) == text


@given(CELLS)
def test_no_marked_cell_is_a_formula(text: str) -> None:
    cell = marked(text)
    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell)
