"""地区: told by names and by the letters of document numbers, and only when the texts agree."""

import pytest

from jixiao.audit.medical import region_of, tier_of


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("四川省财政厅", "四川"),
        ("川财社〔2023〕61号", "四川"),
        ("川财社（2022）177 号", "四川"),
        ("黔医保发〔2024〕3号", "贵州"),
        ("内蒙古自治区医疗保障局", "内蒙古"),
        ("宁波市医疗保障局，浙江省医疗保障局", "宁波"),
        ("江西省、江苏省", None),
        ("某市医疗保障局", None),
        ("临川财务科", None),
        ("", None),
    ],
)
def test_region(text: str, region: str | None) -> None:
    assert region_of(text) == region


def test_tiers() -> None:
    assert tier_of("四川") == 80
    assert tier_of("青岛") == 30
    assert tier_of("不存在") is None
