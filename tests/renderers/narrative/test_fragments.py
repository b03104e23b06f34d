"""The language of sentences: words without figures, and figures that know where they come from."""

from decimal import Decimal

import pytest

from jixiao import pipeline
from jixiao.model import parse_notation
from jixiao.renderers.narrative.expressions import (
    Cell,
    Compared,
    Count,
    Expression,
    Operation,
    Scored,
    evaluate,
    formula,
)
from jixiao.renderers.narrative.fragments import (
    Bound,
    Cited,
    Given,
    LiteralFigureError,
    MissingValueError,
    Ordinal,
    Said,
    join,
)
from jixiao.renderers.narrative.materials import Materials, Origin

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：政策宣传
资金：年度资金总额 | 年初 100 | 全年 120 | 执行 90 | 分值 10 | 执行率 75% | 得分 7.5
资金：其他资金 | 全年 二十 | 执行 3.5万元
指标：产出指标 / 数量指标 / 宣传场次 | 分值 20 | 指标值 ≥8场 | 实际值 6场 | 得分 15
指标：产出指标 / 时效指标 / 工期 | 分值 10 | 指标值 ≤10天 | 实际值 12天 | 得分 8 | 存疑 score
指标：产出指标 / 质量指标 / 合格率 | 分值 10 | 指标值 ≥90% | 实际值 - | 得分 -
总分：分值 100 | 得分 93.5
等级：优
叙述：全年宣传6场。
"""


@pytest.fixture
def materials() -> Materials:
    return Materials([pipeline.examine(parse_notation(FORM))])


def at(path: str) -> Origin:
    return Origin(0, 0, path)


def money(path: str) -> Cell:
    return Cell(at(path), "money")


@pytest.mark.parametrize("words", ["共3项", "约三成", "达到两倍", "第二位", "完成率100%"])
def test_words_that_state_a_figure_are_refused(materials: Materials, words: str) -> None:
    with pytest.raises(LiteralFigureError, match="写在了固定文字里"):
        join(("项目", words), materials)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (money("funds/0/adjusted"), "120"),
        (money("funds/1/executed"), "3.5"),
        (Cell(at("funds/0/executed"), "yuan"), "900000"),
        (Cell(at("funds/0/executed"), "wan"), "90"),
        (Cell(at("funds/0/rate"), "percent"), "75"),
        (Cell(at("indicators/0/weight"), "weight"), "20"),
        (Cell(at("total_score"), "score"), "93.5"),
        (Operation("sum", (money("funds/0/initial"), money("funds/0/executed"))), "190"),
        (Operation("difference", (money("funds/0/adjusted"), money("funds/0/executed"))), "30"),
        (Operation("percent", (money("funds/0/executed"), money("funds/0/adjusted"))), "75"),
        (Operation("growth", (money("funds/0/adjusted"), money("funds/0/initial"))), "20"),
        (Compared(at("indicators/0/name"), "gap"), "2"),
        (Compared(at("indicators/0/name"), "ratio"), "75"),
        (Compared(at("indicators/1/name"), "gap"), "2"),
        (Scored(at("indicators/0"), "low"), "15"),
        (Scored(at("execution"), "high"), "7.5"),
        (Count((at("indicators/0/name"), at("indicators/1/name")), "missed"), "2"),
        (Count((at("indicators/0/name"), at("indicators/2/name")), "open"), "1"),
        (Count((at("project_name"),), "grade", "优"), "1"),
    ],
)
def test_figures_are_worked_out_from_the_cells(materials: Materials, expression: Expression, value: str) -> None:
    assert evaluate(expression, materials) == Decimal(value)
    assert formula(expression, materials)


@pytest.mark.parametrize(
    "expression",
    [
        money("funds/1/adjusted"),
        money("funds/1/initial"),
        Cell(at("indicators/2/score"), "score"),
        Compared(at("indicators/2/name"), "gap"),
        Operation("sum", (money("funds/0/initial"), money("funds/1/initial"))),
        Operation("percent", (money("funds/0/initial"), Operation("difference", (money("funds/0/initial"),) * 2))),
    ],
)
def test_a_missing_value_gives_no_figure(materials: Materials, expression: Expression) -> None:
    assert evaluate(expression, materials) is None
    with pytest.raises(MissingValueError):
        join((Bound(expression),), materials)


def test_amounts_without_a_unit_are_told_but_not_converted() -> None:
    bare = Materials([pipeline.examine(parse_notation(FORM.replace("2023 万元", "2023 -")))])
    assert evaluate(money("funds/0/adjusted"), bare) == 120
    assert evaluate(Cell(at("funds/0/adjusted"), "wan"), bare) is None


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (Operation("percent", (money("funds/0/executed"), money("funds/0/adjusted"))), "90 ÷ 120 × 100%"),
        (Operation("difference", (money("funds/0/adjusted"), money("funds/0/executed"))), "120 － 90"),
        (Operation("growth", (money("funds/0/adjusted"), money("funds/0/initial"))), "（120 － 100） ÷ 100 × 100%"),
        (
            Operation("sum", (Operation("difference", (money("funds/0/adjusted"), money("funds/0/initial"))),) * 2),
            "（120 － 100） ＋ （120 － 100）",
        ),
        (money("funds/0/adjusted"), "取自单元格"),
        (
            Count((at("indicators/0/name"), at("indicators/2/name")), "missed"),
            "所列2项中未达到指标值的：indicators/0/name",
        ),
        (Count((at("indicators/2/name"),), "missed"), "所列1项中未达到指标值的：无"),
        (Operation("sum", (money("funds/1/initial"),)), "缺"),
    ],
)
def test_a_formula_is_stated_with_its_figures(materials: Materials, expression: Expression, words: str) -> None:
    assert formula(expression, materials) == words


def test_a_text_knows_the_stretch_of_every_binding(materials: Materials) -> None:
    text = join(("全年执行", Bound(money("funds/0/executed"), "万元"), "。"), materials)
    assert text.text == "全年执行90万元。"
    assert [(span.start, span.end) for span in text.spans] == [(4, 8)]


def test_values_read_with_doubt_are_marked(materials: Materials) -> None:
    assert join(("得", Bound(Cell(at("indicators/1/score"), "score"), "分")), materials).text == "得8分【待核对】"


@pytest.mark.parametrize(
    ("binding", "text"),
    [
        (Bound(money("funds/0/adjusted"), "万元", 2), "120万元"),
        (
            Bound(
                Operation("difference", (money("funds/0/executed"), money("funds/0/adjusted"))), "", 2, absolute=True
            ),
            "30",
        ),
        (Bound(Cell(at("funds/0/executed"), "yuan"), "元", None, grouped=True), "900,000元"),
        (Bound(Cell(at("funds/1/executed"), "yuan"), "元", 2, grouped=True), "35,000元"),
        (Said(at("project_name"), "政策宣传", marked=True), "“政策宣传”"),
        (Said(at("year"), "2023"), "2023"),
        (Said(Origin(0, None, "narrative/0"), "宣传6场"), "宣传6场"),
        (Ordinal(1, "heading1"), "一、"),
        (Ordinal(10, "heading2"), "（十）"),
        (Ordinal(21, "heading1"), "二十一、"),
        (Ordinal(3, "heading3"), "3．"),
        (Ordinal(3, "plain"), "3"),
        (Given("2024年3月1日", "报告日期"), "2024年3月1日"),
        (Cited("财预〔2020〕10号"), "《项目支出绩效评价管理办法》（财预〔2020〕10号）"),
    ],
)
def test_a_binding_says_what_it_is_bound_to(materials: Materials, binding: Bound, text: str) -> None:
    assert join((binding,), materials).text == text


def test_words_that_the_form_does_not_hold_cannot_be_put_into_its_mouth(materials: Materials) -> None:
    with pytest.raises(MissingValueError, match="不是project_name的内容"):
        join((Said(at("project_name"), "政策宣讲"),), materials)


def test_blanks_and_marks_of_web_pages_make_no_other_words() -> None:
    form = FORM.replace("项目名称：政策宣传", "项目名称：<p>政策 宣传</p>")
    materials = Materials([pipeline.examine(parse_notation(form))])
    assert join((Said(at("project_name"), "政策宣传"),), materials).text == "政策宣传"


def test_an_address_of_a_form_needs_the_form(materials: Materials) -> None:
    with pytest.raises(ValueError, match="needs a form"):
        materials.case_of(Origin(0, None, "indicators/0"))


def test_files_that_were_not_scored_have_no_points_of_the_rules() -> None:
    plain = pipeline.Audited(path="自评表.txt", submission=parse_notation(FORM))
    materials = Materials([plain])
    assert evaluate(Scored(at("indicators/0"), "low"), materials) is None
    assert formula(Scored(at("indicators/0"), "low"), materials) == ""
    assert materials.names == ("自评表.txt",)


@pytest.mark.parametrize(
    ("part", "sound"),
    [
        ("完成率95%", True),
        ("95%", True),
        ("95", False),
        ("5%", False),
        ("1,200", True),
        ("200", False),
        ("3.5", True),
        ("3", False),
    ],
)
def test_a_part_of_the_forms_words_does_not_cut_through_a_figure(part: str, sound: bool) -> None:  # noqa: FBT001 - a column of the table
    form = FORM.replace("项目名称：政策宣传", "项目名称：完成率95%，1,200人，3.5倍")
    materials = Materials([pipeline.examine(parse_notation(form))])
    if sound:
        assert join((Said(at("project_name"), part),), materials).text == part
    else:
        with pytest.raises(MissingValueError):
            join((Said(at("project_name"), part),), materials)
