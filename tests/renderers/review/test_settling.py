"""复核认定总分: settled rows as settled, the others as reported."""

from decimal import Decimal

import pytest

from jixiao.renderers.review import Settlement, settlement

ROWS = [("20", None), ("10", "8"), ("9.5分", "9.50"), (None, None), (None, "3")]


def test_rows_count_as_settled_and_the_others_as_reported() -> None:
    assert settlement(ROWS, ["10", None]) == Settlement(Decimal("50.5"), 3, 1)
    assert settlement(ROWS, ["10"]) == settlement(list(reversed(ROWS)), ["10"])


@pytest.mark.parametrize("rows", [[("20", None), ("10", None)], [("20", "")]])
def test_before_anything_is_settled_there_is_no_total_until_the_review_is_completed(
    rows: list[tuple[str | None, str | None]],
) -> None:
    assert settlement(rows) is None
    done = settlement(rows, completed=True)
    assert done is not None
    assert (done.settled, done.as_reported) == (0, len(rows))


@pytest.mark.parametrize("rows", [[], [(None, None)], [("优", None), ("10", "8")], [("10", "八分半")]])
def test_nothing_is_added_up_that_is_no_number(rows: list[tuple[str | None, str | None]]) -> None:
    assert settlement(rows, completed=True) is None


def test_the_total_is_written_as_points_are() -> None:
    done = settlement([("10", "8.50")])
    assert done is not None
    assert done.words == "8.5"
