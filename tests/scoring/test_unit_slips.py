"""Amounts in two units: nothing exact is made of them, and what only looks so is left alone."""

from collections.abc import Callable

import pytest

from jixiao.model import Evaluation
from jixiao.scoring import Scorecard
from jixiao.scoring.unit_slips import in_two_units, rate_moved

Form = Callable[[str], Evaluation]
Scored = Callable[..., Scorecard]

TABLE = [
    ("budget and execution differ by the factor", "全年 210 | 执行 2100000", "", True),
    ("the source has the other unit", "全年 210 | 执行 2058000 | 执行率 97%", "资金：财政拨款 | 执行 205.8", True),
    (
        "two sources together have the other unit",
        "全年 210 | 执行 2058000",
        "资金：财政拨款 | 执行 200\n资金：其他资金 | 执行 5.8",
        True,
    ),
    ("the rate has the other unit", "全年 210 | 执行 2058000 | 执行率 98.00%", "", True),
    ("the budget is the one in yuan", "年初 2100000 | 执行 205.8 | 执行率 98.00%", "", True),
    (
        "the sources make the total",
        "全年 100 | 执行 20000",
        "资金：财政拨款 | 执行 19998\n资金：其他资金 | 执行 2",
        False,
    ),
    ("far apart, and no more is known", "全年 210 | 执行 2058000", "", False),
    ("little spent, as the rate says", "全年 50,000 | 执行 200 | 执行率 0.4", "", False),
    ("near each other", "全年 210 | 执行 205.8 | 执行率 98%", "资金：财政拨款 | 执行 2058000", False),
    ("no budget", "全年 0 | 执行 205.8", "", False),
    ("nothing spent", "全年 210 | 执行 -", "", False),
    ("its own unit in the cell", "全年 210 | 执行 2058000元 | 执行率 98.00%", "", False),
    (
        "many sources, each in the other unit",
        "全年 1 | 执行 80000",
        "\n".join(f"资金：来源{number} | 执行 1" for number in range(8)),
        True,
    ),
]


@pytest.mark.parametrize(("total", "sources", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_total_in_two_units(form: Form, total: str, sources: str, *, expected: bool) -> None:
    evaluation = form(f"资金：年度资金总额 | {total}\n{sources}")
    assert in_two_units(evaluation.funds, 0, evaluation.amount_unit) is expected


def test_a_source_is_held_against_its_total(form: Form) -> None:
    evaluation = form("资金：年度资金总额 | 全年 210 | 执行 205.8\n资金：财政拨款 | 全年 210 | 执行 2058000")
    assert not in_two_units(evaluation.funds, 0, "万元")
    assert in_two_units(evaluation.funds, 1, "万元")


@pytest.mark.parametrize(
    "fund", ["全年 210 | 执行 205.8", "全年 - | 执行 5 | 执行率 98%", "全年 1 | 执行 1 | 执行率 0"]
)
def test_no_rate_is_moved_without_its_figures(form: Form, fund: str) -> None:
    assert not rate_moved(form(f"资金：年度资金总额 | {fund}").funds[0], "万元")


def test_the_score_stays_open_and_says_why(scored: Scored) -> None:
    card = scored("资金：年度资金总额 | 全年 210 | 执行 2058000 | 分值 10 | 执行率 98.00% | 得分 9.80")
    assert card.execution_rate is None
    assert card.execution is not None
    assert card.execution.computed is not None
    assert (card.execution.computed.low, card.execution.computed.high) == (0, 10)
    assert "疑为元与万元混填" in card.execution.because
