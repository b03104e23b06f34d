"""Rows for tests of the form's own criteria."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from jixiao.model import Indicator
from jixiao.scoring.criteria import OwnScore, own_score


@pytest.fixture(scope="session")
def own() -> Callable[..., OwnScore]:
    """Score one row by a 评分标准."""

    def run(text: str, target: str | None, actual: str | None, weight: str = "10", name: str = "宣传场次") -> OwnScore:
        row = Indicator(level1="产出指标", level2="数量指标", name=name, target=target, actual=actual, rule=text)
        return own_score(text, row, Decimal(weight))

    return run
