"""Level words (一级、二级指标), with and without points."""

from typing import Literal

import pytest

from jixiao.forms.levels import is_level_word, level_fit, split_points


@pytest.mark.parametrize(
    ("printed", "text", "points"),
    [
        ("产出指标", "产出指标", None),
        ("产出指标（50分）", "产出指标", "50"),
        ("产 出 指 标(满分30)", "产出指标", "30"),
        ("项目决策〔18分〕", "项目决策", "18"),
        ("质量（含安全）指标（12.5）", "质量（含安全）指标", "12.5"),
        ("效益\n指标 30", "效益指标30", None),
    ],
)
def test_points_in_brackets_are_split_from_a_label(printed: str, text: str, points: str | None) -> None:
    label = split_points(printed)
    assert (label.text, label.points) == (text, points)


@pytest.mark.parametrize(
    ("level", "texts"),
    [
        (1, ["产出指标", "绿色指标（5分）", "绿色发展", "完成2023年度医保经办服务大厅改造"]),
        (1, ["效益指标", "成本指标", "数量指标"]),
        (2, ["数量指标", "产出指标", "绿色发展", "完成2023年度医保经办服务大厅改造"]),
        (2, ["数量指标", "绿色发展指标", "绿色发展", "完成2023年度医保经办服务大厅改造"]),
    ],
)
def test_a_word_fits_the_better_the_more_it_looks_like_a_label_of_its_level(
    level: Literal[1, 2], texts: list[str]
) -> None:
    costs = [level_fit(text, level) for text in texts]
    assert costs[0] == 0.0
    assert costs == sorted(set(costs))


@pytest.mark.parametrize("text", ["产出指标", "（一）产出指标", "数量指标（20分）", "满意度"])
def test_level_words_are_known_however_they_are_set(text: str) -> None:
    assert is_level_word(text)


@pytest.mark.parametrize("text", ["培训次数", "指标", "产出指标完成率"])
def test_other_words_are_no_level(text: str) -> None:
    assert not is_level_word(text)
