"""Lists of omissions and of what is wanting: one reason is said once, and every row keeps its name."""

from jixiao.model import Evaluation
from jixiao.places import Place
from jixiao.renderers.official import Omission, Wanting, listed
from jixiao.renderers.official.names import said

_WHY = "目标表式没有这一栏。"


def _rule(name: str, text: str = "每少1场扣2分。", line: int | None = None) -> Omission:
    whose = f"指标“{name}”"
    return Omission(path="", label=f"{whose}的评分标准", text=text, why=_WHY, whose=whose, place=Place(line=line))


def test_a_few_values_are_told_one_by_one() -> None:
    told = [*listed([_rule("培训场次", line=8), _rule("培训人数")])]
    assert told == [
        "没有写入指标“培训场次”的评分标准“每少1场扣2分。”：目标表式没有这一栏。（原文第8行）",
        "没有写入指标“培训人数”的评分标准“每少1场扣2分。”：目标表式没有这一栏。",
    ]


def test_many_values_with_one_reason_stand_together_under_their_columns() -> None:
    remark = Omission(path="", label="指标“培训场次”的备注", text="略", why=_WHY, whose="指标“培训场次”")
    alone = Omission(path="", label="填报人", text="负责人甲", why=_WHY, place=Place(line=2))
    other = Omission(path="", label="标题", text="旧题", why="已改用目标表式的标题。")
    rules = [_rule(name, line=number) for number, name in enumerate(("甲场次", "乙人数", "丙率"), start=8)]
    assert [*listed([alone, other, *rules, remark])] == [
        "没有写入以下5处：目标表式没有这一栏。",
        "  填报人“负责人甲”（原文第2行）。",
        "  评分标准3处：指标“甲场次”“乙人数”“丙率”，都是“每少1场扣2分。”（原文第8行至原文第10行）。",
        "  备注1处：指标“培训场次”，“略”。",
        "没有写入标题“旧题”：已改用目标表式的标题。",
    ]


def test_what_the_values_say_is_shown_by_the_first_where_they_differ() -> None:
    rules = [_rule("甲", "按时完成得满分。"), _rule("乙"), _rule("丙"), _rule("丁")]
    assert "，如“按时完成得满分。”。" in [*listed(rules)][1]


def test_what_is_wanting_is_grouped_alike_and_apart_from_what_is_left_out() -> None:
    blank = [
        Wanting(path="", label=label, why="已留空。") for label in ("项目负责人", "财务负责人", "存在问题", "评价结论")
    ]
    whole = [
        Wanting(path="", label=f"{whose}的指标值", why="整体填写。", text="2024年底前", whose=whose)
        for whose in ("指标“甲”", "第2个指标", "指标“丙”", "资金“丁”")
    ]
    assert [*listed([*blank, *whole, Wanting(path="", label="年度", why="请补填。")])] == [
        "待处理以下4处：已留空。",
        "  项目负责人、财务负责人、存在问题、评价结论。",
        "待处理以下4处：整体填写。",
        "  指标值4处：指标“甲”“丙”、第2个指标、资金“丁”，都是“2024年底前”。",
        "待处理 年度：请补填。",
    ]


def test_a_unit_of_amounts_is_told_without_a_place_and_a_title_with_that_of_the_form() -> None:
    form = Evaluation(title="自评表", amount_unit="元", place=Place(line=3))
    places = {each.path: each.place for each in said(form)}
    assert places == {"title": Place(line=3), "amount_unit": Place()}
