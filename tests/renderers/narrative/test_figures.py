import pytest

from jixiao.renderers.narrative.figures import figures, shown


@pytest.mark.parametrize(
    "text",
    [
        "共3项",
        "共３项",
        "共三项",
        "约半数",
        "完成①项",
        "Ⅲ期",
        "两个项目",
        "近百家",
        "占²",
        "零投诉",
        "壹佰元",
        "第一",
        "〇",
    ],
)
def test_figures_are_found_in_any_writing(text: str) -> None:
    assert list(figures(text))


@pytest.mark.parametrize(
    "text",
    [
        "预算执行率",
        "一级指标、二级指标和三级指标",
        "单位：万元",
        "与表中不一致",
        "下一步将进一步完善",
        "一般公共预算",
        "，。“”（）",
    ],
)
def test_words_that_hold_a_numeral_and_count_nothing_are_no_figures(text: str) -> None:
    assert not list(figures(text))


@pytest.mark.parametrize(
    ("text", "place", "figure"), [("执行率97.50%，", 4, "97.50%"), ("共三项。", 1, "三项"), ("见①", 1, "①")]
)
def test_a_figure_is_shown_whole(text: str, place: int, figure: str) -> None:
    assert shown(text, place) == figure
