"""失分: every lost point is named with the rule that takes it; together they explain the gap to full points."""

from decimal import Decimal

import msgspec
import pytest

from jixiao.model import Evaluation, parse_notation
from jixiao.scoring import packs, score
from jixiao.simulation import losses

HEAD = "评价：project self_evaluation 2023 万元 自评表\n"
FORM = (
    HEAD
    + """资金：年度资金总额 | 全年 100 | 执行 75 | 分值 10
指标：产出指标 / 数量指标 / 宣传场次 | 分值 40 | 指标值 ≥10场 | 实际值 8场
指标：效益指标 / 社会效益指标 / 机制健全程度 | 分值 40 | 指标值 逐步健全 | 实际值 达成预期指标
指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 95%"""
)


def form(text: str) -> Evaluation:
    return parse_notation(text).evaluations[0]


def test_the_heaviest_sure_loss_comes_first_and_the_cap_is_one_of_them() -> None:
    evaluation, pack = form(FORM), packs["manual-2022"]
    found = losses(evaluation, score(evaluation, pack), pack)
    assert [(loss.name, loss.sure, loss.possible, loss.rule) for loss in found] == [
        ("宣传场次", Decimal(8), Decimal(8), "completion"),
        ("预算执行率", Decimal("2.5"), Decimal("2.5"), "execution"),
        ("总分封顶", Decimal("0.5"), Decimal("0.5"), "total_caps"),
        ("机制健全程度", Decimal(0), Decimal(8), "qualitative"),
    ]
    assert found[0].because == "8场 ÷ 10场 × 40分 = 32分。"
    assert found[2].basis[0].document == "一体化平台操作手册（2022）"


@pytest.mark.parametrize("code", [pack.code for pack in packs])
def test_losses_explain_the_whole_gap(code: str) -> None:
    evaluation, pack = form(FORM), packs[code]
    card = score(evaluation, pack)
    found = losses(evaluation, card, pack)
    assert card.total.high is not None
    assert card.total.low is not None
    assert Decimal(100) - sum(loss.sure for loss in found) == card.total.high
    assert Decimal(100) - sum(loss.possible for loss in found if loss.rule != "total_caps") >= card.total.low


def test_rows_without_weight_or_name_are_no_losses_and_named_by_position() -> None:
    named, unweighted = form(
        HEAD
        + "指标：产出指标 / 数量指标 / 场次 | 分值 100 | 指标值 ≥10场 | 实际值 8场\n"
        + "指标：产出指标 / 数量指标 / 次数 | 指标值 ≥1次"
    ).indicators
    evaluation = Evaluation(indicators=(msgspec.structs.replace(named, name=None), unweighted))
    pack = packs["mof-2020-10"]
    assert [loss.name for loss in losses(evaluation, score(evaluation, pack), pack)] == ["第1行指标"]
