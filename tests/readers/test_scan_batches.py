"""Which lines are read at once: what the model needs grows with how wide they are all together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("rapidocr", reason="需要 jixiao[ocr]")

from jixiao.readers.scan.recognition import _BATCH, _WIDEST, _batches


@given(st.lists(st.floats(0.1, 60)))
def test_every_line_is_read_once_and_few_wide_ones_together(widths: list[float]) -> None:
    batches = list(_batches(widths))
    assert sorted(index for batch in batches for index in batch) == list(range(len(widths)))
    for batch in batches:
        assert len(batch) <= _BATCH
        assert len(batch) == 1 or len(batch) * max(widths[index] for index in batch) <= _WIDEST


def test_eight_figures_are_read_at_once_and_whole_lines_of_a_page_two_by_two() -> None:
    assert list(_batches([2.0] * 8)) == [list(range(8))]
    assert list(_batches([50.0] * 4)) == [[0, 1], [2, 3]]
