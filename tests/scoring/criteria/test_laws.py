"""Laws of scoring by a form's own criteria, over generated texts and rows."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jixiao.model import Indicator
from jixiao.scoring.criteria import OwnScore, own_score, parse_criterion
from jixiao.scoring.criteria.lexer import lex

WORDS = st.sampled_from(
    "得 计 满分 不得分 1分 2分 0.5分 扣 每 超出 低于 1% 5% 的权重 权重 × * / = ( ) （含） 达到 目标值 指标值 90% 80%-90% ， ； 。 、 ① ② "
    "1. 2. 否则 未 不 完成 完成率 比例 按 计分 扣完为止 最高 不超过 共2项 每项 定性指标 定量指标 若为 制度健全 B/A 或 A/B 酌情 同上 "
    "100%-80%、80%-60% 一例 1天 发现 延迟 个百分点 2024年6月底前".split(" ")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=24).map("".join))
ACTUALS = st.one_of(
    st.none(),
    st.sampled_from(
        ["达成预期指标", "部分达成", "未完成", "无违规", "制度健全", "超过90%", "2例", "3次", "2024年7月2日", "95%"]
    ),
    st.integers(0, 400).map(lambda number: f"{number}场"),
)
WEIGHTS = st.integers(1, 30).map(Decimal)


@given(TEXTS)
@example("")
@example("  ")
@example("得得得分分扣")
def test_every_character_belongs_to_one_token(text: str) -> None:
    lexemes = lex(text)
    assert "".join(text[lexeme.start : lexeme.end] for lexeme in lexemes) == text
    cover = parse_criterion(text).tokens
    assert "".join(text[token.start : token.end] for token in cover) == text


@given(TEXTS, ACTUALS, st.sampled_from(["≥100场", "≤100场", "100场", "≥90%", "健全", "2024年6月底前", None]), WEIGHTS)
@settings(max_examples=400)
def test_the_score_lies_between_nothing_and_the_weight(
    text: str, actual: str | None, target: str | None, weight: Decimal
) -> None:
    row = Indicator(level1=None, level2=None, name="宣传场次", target=target, actual=actual, rule=text)
    found = own_score(text, row, weight)
    assert found.because
    if found.interval is not None:
        assert 0 <= found.interval.low <= found.interval.high <= weight


POSITIVE = (
    "≥100场得满分，未达到的按比例得分。",
    "完成率×权重",
    "实际完成值/目标值×本项分值",
    "达到目标值得满分，每少1场扣0.1分，扣完为止",
    "≥100场得满分；80场（含）-100场（不含）得权重的80%；60场（含）-80场（不含）得权重的50%；低于60场不得分",
    "每完成1场得0.1分，最高得10分",
    "得分=（完成率-60%）/（1-60%）×指标分值",
    "完成值达到指标值，记满分；未达到指标值，按B/A或A/B*该指标分值记分。",
    "达到目标值的得10分，每低1个百分点扣0.2分，不足1个百分点按1个百分点计算",
)


@pytest.mark.parametrize("text", POSITIVE)
@given(one=st.integers(0, 300), two=st.integers(0, 300))
def test_more_of_what_is_wanted_never_costs_points(text: str, one: int, two: int, own: Callable[..., OwnScore]) -> None:
    low, high = (own(text, "≥100场", f"{number}场").interval for number in sorted((one, two)))
    assert low is not None
    assert high is not None
    assert low.low <= high.low
    assert low.high <= high.high


@given(over=st.integers(0, 500), step=st.integers(1, 9), off=st.integers(1, 40), weight=WEIGHTS)
def test_deductions_end_at_nothing(
    over: int, step: int, off: int, weight: Decimal, own: Callable[..., OwnScore]
) -> None:
    text = f"控制率≤100%得满分，每超出{step}%扣{off / 10}分，扣完为止"
    found = own(text, "≤100%", f"{100 + over}%", str(weight), name="经费控制率").interval
    assert found is not None
    exact = weight - Decimal(over) / step * Decimal(off) / 10
    assert found.low <= max(exact, Decimal(0)) <= found.high
    assert found.low >= 0


@given(
    texts=st.lists(
        st.sampled_from(["建立台账", "专人负责", "按季通报", "结果公示"]), min_size=2, max_size=4, unique=True
    )
)
def test_what_is_not_mentioned_is_neither_given_nor_taken(texts: list[str], own: Callable[..., OwnScore]) -> None:
    rule = "；".join(f"{number}.{text}，得2分，未做到不得分" for number, text in enumerate(texts, start=1))
    for count in range(len(texts) + 1):
        found = own(rule, "规范", "，".join(texts[:count]) or None, str(2 * len(texts))).interval
        assert found is not None
        assert (found.low, found.high) == (2 * count, 2 * len(texts))


@given(
    text=st.sampled_from(["发现1例扣1分", "每发现一例扣1分，扣完为止"]),
    actual=st.sampled_from(["规范", "达成预期指标", "良好", None]),
)
def test_silence_about_cases_is_no_proof_that_there_were_none(
    text: str, actual: str | None, own: Callable[..., OwnScore]
) -> None:
    found = own(text, "规范", actual)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high, found.undecided) == (0, 10, True)
