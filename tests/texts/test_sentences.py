"""Sentences and clauses: where they end, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.sentences import clauses, sentences, without_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("检查80家，追回12万元。培训3期；宣传11场", ["检查80家，追回12万元", "培训3期", "宣传11场"]),
        ("按照《关于基金；监管的意见》执行", ["按照《关于基金；监管的意见》执行"]),
        ("括号（没有闭合；后面照切", ["括号（没有闭合", "后面照切"]),
        ("", []),
        ("。。", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("检查80家，追回12万元", ["检查80家", "追回12万元"]),
        ("支出1,234,567元,余额为零", ["支出1,234,567元", "余额为零"]),
        ("发现的问题：无", ["发现的问题", "无"]),
        ("比例1:3，不变", ["比例1:3", "不变"]),
        ("建立“审核，稽核”双线", ["建立“审核，稽核”双线"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in clauses(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目标1：加强宣传", "加强宣传"),
        ("目标2完成情况：宣传11场", "宣传11场"),
        ("一是加强宣传", "加强宣传"),
        ("（二）加强宣传", "加强宣传"),
        ("1.5万人参保", "1.5万人参保"),
        ("3、宣传", "宣传"),
        ("一般公共预算", "一般公共预算"),
    ],
)
def test_numbers_of_lists(text: str, expected: str) -> None:
    assert without_number(text) == expected


@given(st.text(alphabet="甲乙，。；:：（）“”1,\n ", max_size=60))
def test_pieces_stand_where_they_say(text: str) -> None:
    for cut in (sentences(text), clauses(text)):
        starts = [piece.start for piece in cut]
        assert starts == sorted(starts)
        assert all(text[piece.start :].startswith(piece.text) and piece.text.strip() == piece.text for piece in cut)
