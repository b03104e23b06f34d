"""The score by a form's own criteria in scorecards, and what is said where there is none."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest

from jixiao.model import parse_notation
from jixiao.scoring import RowScore, Scorecard, packs, score_all, scorecard_to_json
from jixiao.scoring.criteria import OwnScore, parse_criterion
from jixiao.scoring.criteria.formulas import Formula, Step, formula
from jixiao.scoring.intervals import Interval

Row = Callable[..., RowScore]
Scored = Callable[..., Scorecard]
Own = Callable[..., OwnScore]


def test_a_row_without_criteria_has_none(row: Row) -> None:
    assert row("分值 10 | 指标值 ≥1次 | 实际值 1次").own is None


def test_the_pack_and_the_form_are_kept_apart(row: Row) -> None:
    found = row("分值 10 | 指标值 ≥10次 | 实际值 9次 | 得分 7 | 评分标准 每少一次扣3分")
    assert found.computed == Interval.exactly(Decimal("9.00"))
    assert found.own is not None
    assert found.own.interval == Interval.exactly(Decimal(7))
    assert found.because.endswith("（表内另印有评分标准，按该标准得7分。）")


def test_what_is_not_understood_is_said(row: Row) -> None:
    assert row("分值 10 | 指标值 ≥1次 | 实际值 1次 | 评分标准 参照去年做法").because.endswith(
        "（表内另印有评分标准，未能据以记分。）"
    )
    found = row("分值 10 | 指标值 ≥1次 | 实际值 1次 | 评分标准 达到目标值得满分；未达到的，按K/J得分")
    assert found.because.endswith("（表内另印有评分标准，按该标准得10分，其中有未能理解的内容。）")
    assert found.own is not None
    assert not found.own.understood


def test_own_scores_in_the_interchange_format(scored: Scored) -> None:
    card = scored(
        """
        指标：产出指标 / 数量指标 / 场次 | 分值 3 | 指标值 ≥12场 | 实际值 7场 | 得分 2 | 评分标准 ≥12场得3分，未达到的按比例得分
        指标：产出指标 / 质量指标 / 机制 | 分值 3 | 指标值 健全 | 实际值 健全 | 得分 3 | 评分标准 另行通知
        """
    )
    plain = json.loads(json.dumps(scorecard_to_json(card), ensure_ascii=False))
    assert plain["rows"][0]["own"] == {
        "computed": {"low": "1.75", "high": "1.75", "open_above": False},
        "because": "完成值“7场”低于指标值“≥12场”，相差5场，58.33% × 3分 ≈ 1.75分。",
        "offers": ["3"],
        "undecided": False,
        "unclear": [],
    }
    assert plain["rows"][1]["own"]["computed"] is None


def test_endless_texts_are_not_looked_into() -> None:
    text = "按规定执行" * 400
    assert parse_criterion(text).unclear == (text,)


@pytest.mark.parametrize(
    "piece",
    [
        "则",
        "的",
        "得",
        "扣",
        "每超",
        "按完成",
        "最高",
        "满分",
        "（",
        "得分=（",
        "B/A或",
        "80%-90%、",
        "每一个",
        "评分指标",
        "①",
        "a=b/c",
    ],
)
def test_words_repeated_without_end_are_read_in_no_more_than_linear_time(piece: str) -> None:
    text = piece * (1400 // len(piece))
    assert "".join(text[token.start : token.end] for token in parse_criterion(text).tokens) == text


def test_endless_formulas_are_not_looked_into() -> None:
    assert formula("完成率×权重") is not None
    assert formula("完成率＋" * 40) is None


def test_a_formula_without_its_operands_gives_nothing() -> None:
    assert Formula(steps=(Step("rate"),)).share({}) is None
    assert Formula(steps=(Step("number"), Step("goal"), Step("÷"))).share({"goal": Decimal(0)}) is None


def test_a_kind_of_indicator_that_is_not_the_rows_gives_no_score(own: Own) -> None:
    found = own("若为定性指标，按100%-80%、80%-60%、60%-0三档记分", "≥20场", "20场")
    assert found.interval is None
    assert found.because == "标准写的是定性指标的记分办法，本行按指标值是定量指标，不能按表内评分标准计算。"


def test_every_pack_has_the_same_own_score() -> None:
    head = "评价：project self_evaluation 2023 万元 项目支出绩效自评表"
    row = "指标：产出指标 / 数量指标 / 场次 | 分值 10 | 指标值 ≥10场 | 实际值 9场 | 得分 8 | 评分标准 每少1场扣2分"
    cards = score_all(parse_notation(f"{head}\n{row}"), tuple(packs))
    assert len(cards) == len(tuple(packs))
    assert {card.rows[0].own and card.rows[0].own.interval for card in cards} == {Interval.exactly(Decimal(8))}
