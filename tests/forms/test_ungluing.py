"""Text without separators: cut where the words and the arithmetic leave one way, whole where they do not."""

from decimal import Decimal

import pytest

from jixiao.forms.ungluing import fund_figures, row_pieces, weight_and_score


@pytest.mark.parametrize(
    ("digits", "pieces"),
    [
        ("1010", ["10", "10"]),
        ("109", ["10", "9"]),
        ("100", ["10", "0"]),
        ("1098", ["1098"]),
        ("7", ["7"]),
        ("2015", ["20", "15"]),
        ("1111", ["11", "11"]),
        ("999999", ["999999"]),
    ],
)
def test_weight_and_score_are_cut_where_only_one_way_is_lawful(digits: str, pieces: list[str]) -> None:
    assert weight_and_score(digits) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("培训场次≥3场4场", ["培训场次", "≥3场", "4场"]),
        ("宣传覆盖率不低于90%95%", ["宣传覆盖率", "不低于90%", "95%"]),
        ("完成时间2023年12月底前达成预期指标", ["完成时间", "2023年12月底前", "达成预期指标"]),
        ("长期有效长期有效", ["长期有效", "长期有效"]),
        ("制度建设逐步完善逐步完善", ["制度建设", "逐步完善", "逐步完善"]),
    ],
)
def test_a_row_is_cut_at_operators_units_and_repetitions(text: str, pieces: list[str]) -> None:
    assert row_pieces(text) == pieces


FIELDS = ("adjusted", "executed", "rate")


@pytest.mark.parametrize(
    ("text", "fields", "most", "cut"),
    [
        ("201050%", FIELDS, {}, {"adjusted": "20", "executed": "10", "rate": "50%"}),
        ("20201050%", ("initial", *FIELDS), {}, {"initial": "20", "adjusted": "20", "executed": "10", "rate": "50%"}),
        ("2010—", FIELDS, {"adjusted": Decimal(20), "executed": Decimal(10)}, {"adjusted": "20", "executed": "10"}),
        ("2010", ("adjusted", "executed"), {}, None),
        ("207799%", FIELDS, {}, None),
        ("", FIELDS, {}, None),
        ("2010501005.005", ("adjusted", "executed", "weight", "rate", "score"), {}, None),
    ],
)
def test_fund_figures_are_cut_where_the_rate_ties(
    text: str, fields: tuple[str, ...], most: dict[str, Decimal], cut: dict[str, str] | None
) -> None:
    assert fund_figures(text, fields, most) == cut
