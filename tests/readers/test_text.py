"""Traces of a table in plain text: separators, streams of cells, and what stays a paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Paragraph, Table
from jixiao.readers import Limits, Request, UnreadableFileError, read_bytes, text
from jixiao.readers.contents import RefusedError
from jixiao.readers.text import blocks


def told(text: str) -> list[str]:
    """The blocks of a text, each as a line: a paragraph as it is, a table by its fidelity and rows."""
    lines = []
    for block in blocks(text):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines.append(
                f"{block.fidelity}: " + " / ".join(" | ".join(cell.text for cell in row) for row in block.rows())
            )
    return lines


STREAM = "".join(f"\t格{number}\n" for number in range(1, 9))
STREAMED = "stream: " + " | ".join(f"格{number}" for number in range(1, 9))

CASES = {
    "tabs": ("甲\t乙\n丙\t\t丁\n", ["ragged: 甲 | 乙 / 丙 |  | 丁"]),
    "an empty row of tabs": ("甲\t乙\n\t\t\n丙\t丁\n", ["ragged: 甲 | 乙 /  |  |  / 丙 | 丁"]),
    "a table between paragraphs": ("前言。\n甲\t乙\n后记。\n", ["前言。", "ragged: 甲 | 乙", "后记。"]),
    "pipes": ("甲|乙|丙\n丁||己\n", ["ragged: 甲 | 乙 | 丙 / 丁 |  | 己"]),
    "framed pipes": ("| 甲 | 乙 |\n| 丙 | |\n", ["ragged: 甲 | 乙 / 丙 | "]),
    "full-width and drawn pipes": ("甲｜乙｜丙\n丁│戊│己\n", ["ragged: 甲 | 乙 | 丙 / 丁 | 戊 | 己"]),
    "a pipe before every line": ("|甲|乙\n|丙|丁\n", ["ragged: 甲 | 乙 / 丙 | 丁"]),
    "markdown": ("| 甲 | 乙 |\n|:---|---:|\n| 丙 | 丁 |\n", ["ragged: 甲 | 乙 / 丙 | 丁"]),
    "a lone stroke": ("培训|宣传\n检查|督导\n", ["培训|宣传", "检查|督导"]),
    "strokes above a table": ("培训|宣传\n\n说明\n甲|乙|丙\n", ["培训|宣传", "说明", "ragged: 甲 | 乙 | 丙"]),
    "commas": ("甲,乙,丙,丁\n1,2,3,4\n5,6,,8\n", ["ragged: 甲 | 乙 | 丙 | 丁 / 1 | 2 | 3 | 4 / 5 | 6 |  | 8"]),
    "formulas kept texts by their mark": (
        "甲,乙,丙,丁\n'=1,'-乙,''@丙,'丁'\n'+1,2,3,4\n",
        ["ragged: 甲 | 乙 | 丙 | 丁 / =1 | -乙 | '@丙 | '丁' / +1 | 2 | 3 | 4"],
    ),
    "commas in quotes": (
        '甲,乙,丙,丁\n1,"2,5",3,4\n5,6,7,8\n',
        ["ragged: 甲 | 乙 | 丙 | 丁 / 1 | 2,5 | 3 | 4 / 5 | 6 | 7 | 8"],
    ),
    "too few rows of commas": ("甲,乙,丙,丁\n1,2,3,4\n", ["甲,乙,丙,丁", "1,2,3,4"]),
    "uneven commas": ("甲,乙,丙,丁\n1,2,3,4,5\n1,2,3,4\n", ["甲,乙,丙,丁", "1,2,3,4,5", "1,2,3,4"]),
    "thousands": ("1,300,848,000 元\n" * 3, ["1,300,848,000 元"] * 3),
    "a comma-separated field longer than the limit": ("甲,乙,丙," + "丁" * 140_000, ["甲,乙,丙," + "丁" * 140_000]),
    "a stream": (STREAM, [STREAMED]),
    "a stream whose cells break over lines": (
        STREAM.replace("格2\n", "格2\n续\n"),
        [STREAMED.replace("格2", "格2\n续")],
    ),
    "a blank cell of a stream": (STREAM.replace("格2", ""), [STREAMED.replace("格2", "")]),
    "a blank cell of a stream filled on the next line": (STREAM.replace("\t格2\n", "\t\n格2\n"), [STREAMED]),
    "too few cells": ("\t甲\n\t乙\n", ["\t甲", "\t乙"]),
    "a stream broken by a table": (
        "\t甲\n" * 4 + "乙\t丙\n" + "\t甲\n" * 4,
        ["\t甲"] * 4 + ["ragged: 乙 | 丙"] + ["\t甲"] * 4,
    ),
    "a stream broken by distance": ("\t甲\n" * 4 + "\n" * 30 + "\t甲\n" * 4, ["\t甲"] * 8),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_table_is_recovered_from_its_separators(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_every_piece_knows_its_line_and_the_blanks_above_it() -> None:
    first, second, table = blocks("标题\n\n\n正文\n甲\t乙\n丙\t丁\n")
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert isinstance(table, Table)
    assert [(first.place.line, first.blank_before), (second.place.line, second.blank_before)] == [(1, 0), (4, 2)]
    assert (table.place.line, [cell.place.line for cell in table.cells]) == (5, [5, 5, 6, 6])


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", categories=("L", "N"), exclude_characters="\x85\u2028\u2029"), min_size=1),
        min_size=1,
    )
)
def test_plain_words_stay_a_paragraph_per_line(words: list[str]) -> None:
    assert told("\n".join(words)) == words


@given(st.lists(st.lists(st.text("医保培训0123", max_size=4), min_size=3, max_size=5), min_size=1, max_size=6))
def test_tabs_and_framed_pipes_give_the_same_cells(rows: list[list[str]]) -> None:
    tabs, pipes = ("\n".join(line) for line in (map("\t".join, rows), (f"|{'|'.join(row)}|" for row in rows)))
    assert told(tabs) == told(pipes)


def test_a_text_of_more_lines_than_any_material_is_refused() -> None:
    limits = Limits(paragraphs=10)
    assert text.read("一行\n".encode() * 10, Request(limits=limits)).blocks
    with pytest.raises(RefusedError, match="超过 20 行"):
        text.read("一行\r\n".encode() * 11, Request(limits=limits))


def test_a_text_of_more_paragraphs_than_any_material_is_refused() -> None:
    request = Request(limits=Limits(paragraphs=10))
    assert read_bytes("一行\n".encode() * 10, "a.txt", request).blocks
    with pytest.raises(UnreadableFileError, match=r"文件“a\.txt”里面的文字超过 10 段"):
        read_bytes("一行\n".encode() * 11, "a.txt", request)


def test_a_text_of_more_cells_than_any_material_is_refused() -> None:
    request = Request(limits=Limits(cells=10))
    assert read_bytes(b"a\tb\n" * 5, "a.txt", request).blocks
    with pytest.raises(UnreadableFileError, match=r"文件“a\.txt”里面的表格超过 10 格"):
        read_bytes(b"a\tb\n" * 6, "a.txt", request)


def test_more_lines_of_running_text_than_any_report_has_are_refused_before_they_are_looked_at() -> None:
    limits = Limits(paragraphs=10)
    with pytest.raises(RefusedError, match="超过 10 段"):
        text.read("得分\n".encode() * 11, Request(limits=limits))
    assert len(text.read("得分\n".encode() * 10, Request(limits=limits)).blocks) == 10
