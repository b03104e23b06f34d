"""Shared by the scoring tests: forms written in the notation, scored under a pack by its code."""

from collections.abc import Callable

import pytest

from jixiao.model import Evaluation, parse_notation
from jixiao.scoring import RowScore, Scorecard, packs, score

HEAD = "评价：project self_evaluation 2023 万元 项目支出绩效自评表\n"


def evaluation(text: str) -> Evaluation:
    body = "\n".join(line.strip() for line in text.strip().splitlines())
    return parse_notation(body if body.startswith("评价：") else HEAD + body).evaluations[0]


@pytest.fixture(scope="session")
def form() -> Callable[[str], Evaluation]:
    """Read one form from the notation; the head line may be left out."""
    return evaluation


@pytest.fixture(scope="session")
def scored() -> Callable[..., Scorecard]:
    """Score one form in the notation under a pack."""

    def run(text: str, pack: str = "mof-2020-10") -> Scorecard:
        return score(evaluation(text), packs[pack])

    return run


@pytest.fixture(scope="session")
def row() -> Callable[..., RowScore]:
    """Score a single indicator row, given by the parts that follow its levels."""

    def run(cells: str, pack: str = "mof-2020-10", levels: str = "产出指标 / 数量指标 / 任务量") -> RowScore:
        return score(evaluation(f"指标：{levels} | {cells}"), packs[pack]).rows[0]

    return run
