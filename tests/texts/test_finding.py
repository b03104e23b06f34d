"""Words of a list are found from left to right, the longest first, and none twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.finding import Words


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["医保", "医保码"], "推广医保码和医保", [("医保码", 2), ("医保", 6)]),
        (["医保"], "医医保", [("医保", 1)]),
        (["甲乙", "乙丙"], "甲乙丙", [("甲乙", 0)]),
        ([], "甲乙丙", []),
        (["甲乙"], "", []),
        (["甲"], "甲", []),
    ],
)
def test_find(words: list[str], text: str, expected: list[tuple[str, int]]) -> None:
    assert list(Words(words).find(text)) == expected


@given(st.lists(st.text("甲乙丙", min_size=2, max_size=4), min_size=1), st.text("甲乙丙丁", max_size=30))
def test_finds_what_a_regular_expression_finds(words: list[str], text: str) -> None:
    pattern = re.compile("|".join(sorted(set(words), key=lambda word: (-len(word), word))))
    assert list(Words(words).find(text)) == [(found.group(), found.start()) for found in pattern.finditer(text)]
