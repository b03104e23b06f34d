"""Layouts of tables that are turned or have two heads, copied out as text with tabs: read as the real table is, or told as unread."""

from pathlib import Path

import pytest

from jixiao.forms import recognise
from jixiao.model import parse_notation
from jixiao.readers import read_bytes
from tests.forms.comparison import compare

FOLDER = Path(__file__).parent / "unlike"
READ_WHOLE = [
    "unlisted_indicators_in_columns",
    "level_named_in_each_row",
    "level_named_behind_the_name",
    "sources_with_budget_and_spent_each",
    "sources_with_total_and_amounts_each",
    "years_in_rows",
    "amounts_behind_colons",
    "amounts_in_a_sentence",
    "total_called_score",
]


def copied(name: str) -> str:
    """The text that a table leaves when it is copied: a tab between cells, a merged cell once."""
    lines = (FOLDER / f"{name}.grid").read_text(encoding="utf-8").splitlines()
    return "\n".join(_cells(line) if line.startswith("|") else line for line in lines)


def _cells(line: str) -> str:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return "\t".join("" if cell == "^" else cell for cell in cells if cell != "<")


@pytest.mark.parametrize("name", READ_WHOLE)
def test_text_is_read_as_its_table_is(name: str) -> None:
    truth = parse_notation((FOLDER / f"{name}.notation").read_text(encoding="utf-8"), name)
    read = recognise(read_bytes(copied(name).encode(), f"{name}.txt"))
    assert "\n".join(map(str, compare(name, truth, read).differences)) == ""


def test_levels_whose_span_the_text_lost_are_told_as_unread() -> None:
    name = "indicators_in_columns"
    truth = parse_notation((FOLDER / f"{name}.notation").read_text(encoding="utf-8"), name)
    read = recognise(read_bytes(copied(name).encode(), f"{name}.txt"))
    assert compare(name, truth, read).silent == []
    assert [row.name for row in read.evaluations[0].indicators] == [
        "宣讲场次",
        "资料合格率",
        "政策知晓率",
        "群众满意度",
    ]
    assert any("一级指标" in unread.text for unread in read.unread)
