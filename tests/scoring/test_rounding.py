"""Rounding half up, in one place, and figures written as people write them."""

from decimal import Decimal, localcontext

import pytest

from jixiao.scoring import rounded, score_points, weight_points, written


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [
        ("8.644", 2, "8.64"),
        ("8.645", 2, "8.65"),
        ("0.005", 2, "0.01"),
        ("9.9958", 2, "10.00"),
        ("9.5", 0, "10"),
        ("7", 2, "7.00"),
    ],
)
def test_halves_go_up(value: str, places: int, result: str) -> None:
    assert str(rounded(Decimal(value), places)) == result


def test_a_narrow_decimal_context_of_the_caller_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert rounded(Decimal("12345.675"), 2) == Decimal("12345.68")


@pytest.mark.parametrize(
    ("value", "text"),
    [("10.00", "10"), ("9.50", "9.5"), ("100", "100"), ("1E+2", "100"), ("0.00", "0"), ("216.96", "216.96")],
)
def test_figures_are_written_without_trailing_zeros(value: str, text: str) -> None:
    assert written(Decimal(value)) == text


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("10", "10"),
        ("10分", "10"),
        (" 2.5 ", "2.5"),
        ("10%", "10"),
        ("１０", "10"),
        ("0", "0"),
        ("-5", None),
        ("1001", None),
        ("十", None),
        ("", None),
        (None, None),
    ],
)
def test_weights_as_printed(text: str | None, points: str | None) -> None:
    assert weight_points(text) == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("text", "points"), [("9.6", "9.6"), ("9.6分", "9.6"), ("100%", None), ("-1", "-1"), ("优", None), (None, None)]
)
def test_a_percentage_in_the_score_column_is_not_a_score(text: str | None, points: str | None) -> None:
    assert score_points(text) == (None if points is None else Decimal(points))
