"""Lists count on, begin anew at one, and break where a number is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.numbering import breaks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是甲；二是乙；三是丙", []),
        ("一是甲；三是丙", [("三是", "一是")]),
        ("甲；二是乙", [("二是", None)]),
        ("一是甲；二是乙；二是丙", [("二是", "二是")]),
        ("一、甲\n二、乙\n四、丁", [("四、", "二、")]),
        ("（一）甲\n（二）乙\n（一）丙\n（二）丁", []),
        ("（一）甲\n（2）乙", [("（2）", None)]),
        ("十、甲\n十二、乙", [("十二、", "十、")]),
        ("（五）甲\n（六）乙", []),
        ("统一是关键；之一是甲", []),
        ("是否；一是否", []),
        ("二十是甲", []),
        ("十十是甲", []),
    ],
)
def test_breaks(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = breaks(text)
    assert [(each.number, each.before) for each in found] == expected


@given(st.integers(1, 19), st.integers(1, 5))
def test_a_list_that_counts_has_no_breaks(length: int, times: int) -> None:
    words = [*"一二三四五六七八九十", *(f"十{sign}" for sign in "一二三四五六七八九")][:length]
    assert breaks("；".join(f"{word}是甲" for word in words * times)) == ()
