"""The form whose writing is measured is a sound one of as many rows as is said."""

import pytest
import writing

from jixiao.papers import Grid
from jixiao.papers.grids import check


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_measured_form_is_sound_and_no_two_are_alike(rows: int) -> None:
    grids = [block for block in writing.paper(rows, 1).blocks if isinstance(block, Grid)]
    for grid in grids:
        check(grid)
    assert grids[1].rows == rows + 2
    assert writing.paper(rows, 1) != writing.paper(rows, 2)


def test_measuring_prints_a_line_for_each_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert writing.main(["--rows", "3", "--repeats", "1", "--formats", "docx,xlsx"]) == 0
    printed = capsys.readouterr().out
    assert "docx" in printed
    assert "≤30" in printed
