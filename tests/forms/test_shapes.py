"""What a cell looks like: the signs by which columns are told apart."""

from collections.abc import Callable

import pytest

from jixiao.forms import shapes

TABLE: list[tuple[Callable[[str], bool], list[str], list[str]]] = [
    (shapes.is_number, ["10", "-3", "1,300,848.16", "0.5"], ["1,30", "10%", "10分", "", "十"]),
    (shapes.is_dash, ["-", "/", "——", "无", "\\"], ["", "0", "无偏差"]),
    (shapes.is_points, ["10", "0", "8.5", "100", "10分", "3.333"], ["101", "-1", "10%", "1,000", "分", ""]),
    (shapes.is_damaged_number, ["1O", "l5", "9?", "8.S"], ["10", "OO", "培训", "123456O"]),
    (shapes.is_damaged_text, ["培■训", "9?%", "1O5", "≥O"], ["培训", "≥95%", "是否完成?"]),
    (shapes.is_rate, ["90%", "100.00%", "1234%"], ["90", "≥90%", "12345%"]),
    (
        shapes.is_value,
        [
            "≥90%",
            "不低于3场",
            "12人次",
            "6-9个月",
            "2023年12月底前",
            "达成预期指标",
            "已完成。",
            "20231231",
            "全覆盖",
            "=100%",
            "=优;或良",
        ],
        ["开展医保政策宣传培训工作", "", "产出指标下的数量", "=因停电检修,3月数据晚报;已补齐。"],
    ),
    (shapes.starts_with_comparison, ["≥90%", "不超过5天", "控制在10万元"], ["90%≥", "超额完成"]),
    (
        shapes.is_rule,
        ["每低1个百分点扣0.5分，扣完为止", "完成率达到100%得满分，否则不得分"],
        ["得10分", "培训次数达到计划要求的情况"],
    ),
    (shapes.is_sentence, ["已完成。", "甲；乙"], ["已完成", "甲，乙"]),
    (shapes.is_placeholder, ["指标2：", "……", "...", "目标1", "其他", "××"], ["指标", "其他资金", "指标2：培训"]),
]


@pytest.mark.parametrize(("sign", "text"), [(sign, text) for sign, texts, _ in TABLE for text in texts])
def test_a_sign_is_seen(sign: Callable[[str], bool], text: str) -> None:
    assert sign(text)


@pytest.mark.parametrize(("sign", "text"), [(sign, text) for sign, _, texts in TABLE for text in texts])
def test_a_sign_is_not_imagined(sign: Callable[[str], bool], text: str) -> None:
    assert not sign(text)


@pytest.mark.parametrize(("text", "ems"), [("", 0.0), ("医保", 2.0), ("ab", 1.0), ("≥90%", 2.0), ("“优”", 3.0)])
def test_width_counts_a_chinese_character_as_one(text: str, ems: float) -> None:
    assert shapes.width(text) == ems


@pytest.mark.parametrize(
    ("text", "ems"), [("医保", 1.0), ("2023年", 2.0), ("≥90%完成", 2.0), ("优。", 2.0), ("", 0.0), ("10，", 2.0)]
)
def test_a_line_cannot_break_inside_a_figure_or_before_a_comma(text: str, ems: float) -> None:
    assert shapes.first_unit_width(text) == ems


@pytest.mark.parametrize(
    ("conclusion", "grade"),
    [
        ("优", "优"),
        ("良。任务全部完成", "良"),
        ("综合得分95分,评价等级为“优”", "优"),
        ("评定为良好。", "良好"),
        ("优秀案例较多", None),
        ("中期检查合格", None),
    ],
)
def test_a_grade_is_named_or_opens_the_conclusion(conclusion: str, grade: str | None) -> None:
    match = shapes.grade_pattern().search(conclusion)
    assert (match and (match.group(1) or match.group(2))) == grade
