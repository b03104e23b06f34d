"""Names of funds, places and units in texts."""

import pytest

from jixiao.texts.names import calls_itself, funds_in, levels_of, offices_in, places_in, province_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("医疗救助补助资金管理办法", ["医疗救助补助资金"]),
        ("医疗服务与保障能力提升（医疗保障服务能力提升部分）", ["医疗服务与保障能力提升补助资金"]),
        ("城乡居民医保财政补助资金", ["城乡居民基本医疗保险补助资金"]),
        ("城乡居民医保补助资金和医疗救助补助资金", ["城乡居民基本医疗保险补助资金", "医疗救助补助资金"]),
        ("医疗救助对象参保", []),
        ("", []),
    ],
)
def test_funds(text: str, expected: list[str]) -> None:
    assert [named.meaning for named in funds_in(text)] == expected
    assert all(text[named.start : named.end] == named.text for named in funds_in(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绵阳市医疗保障局", ["绵阳"]),
        ("四川省财政厅下达", ["四川"]),
        ("黔南布依族苗族自治州医疗保障局", ["黔南"]),
        ("绵阳市组织宣传", []),
        ("市医疗保障局", []),
    ],
)
def test_offices(text: str, expected: list[str]) -> None:
    assert [named.meaning for named in offices_in(text)] == expected


def test_places_know_their_province() -> None:
    assert places_in("绵阳市和杭州市") == ("绵阳", "杭州")
    assert province_of("绵阳") == province_of("四川") == "四川"
    assert province_of("清江") is None


@pytest.mark.parametrize(
    ("units", "text", "expected"),
    [
        ("清江州医疗保障局", "我市宣传", "我市"),
        ("清江市医疗保障局", "我县宣传", "我县"),
        ("清江市医疗保障局", "我市我省我局", None),
        ("清江市医疗保障局", "我州宣传", None),
        ("青石县医疗保障局", "我市宣传", None),
        ("某省医疗保障局", "我市场主体", None),
        ("医疗保障事务中心", "我县宣传", None),
        ("清江市医疗保障局 青石县医疗保障局", "我县宣传", None),
    ],
)
def test_what_a_unit_calls_itself(units: str, text: str, expected: str | None) -> None:
    assert calls_itself(text, levels_of(units)) == expected
