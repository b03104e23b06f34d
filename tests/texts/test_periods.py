"""Years and parts of years that texts tell of."""

import pytest

from jixiao.texts.periods import part_years, plans, years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年检查80家", [2022]),
        ("2024年上半年增加3.1万人", [2024]),
        ("2021年、2023年分别检查", [2021, 2023]),
        ("较2022年增长5%", []),
        ("2022年度结转资金20万元", []),
        ("川某财〔2022〕1号", []),
        ("执行《2022年宣传方案》", []),
        ("到2025年形成网络", []),
        ("根据2022年考核结果", []),
        ("2022年以前的结余", []),
        ("2020-2022年审计", []),
        ("3202年", []),
        ("检查80家", []),
    ],
)
def test_years(text: str, expected: list[int]) -> None:
    assert [told.year for told in years(text)] == expected
    assert all(text[told.start : told.end].startswith(str(told.year)) for told in years(text))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("1-10月检查80家", [("1-10月", 10, None)]),
        ("2023年1月至9月培训8场", [("1月至9月", 9, 2023)]),
        ("截至2023年11月底，参保率95%", [("截至2023年11月底", 11, 2023)]),
        ("11月底，结算1022万人次", [("11月底", 11, None)]),
        ("前三季度追回12万元", [("前三季度", 9, None)]),
        ("前两个季度追回12万元", [("前两个季度", 6, None)]),
        ("上半年检查30家", [("上半年", 6, None)]),
        ("1-12月检查80家", []),
        ("上半年检查30家，下半年检查40家", []),
        ("上半年培训1期，9月培训2期", []),
        ("11月底前完成80家", []),
        ("上半年完成招标", []),
        ("截至9月30日起实行2项", []),
        ("全年检查80家", []),
        ("1-10月运行平稳", []),
    ],
)
def test_parts_of_years(sentence: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert [(part.text, part.last_month, part.year) for part in part_years(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2024年将检查80家", True),
        ("下一步加强宣传", True),
        ("检查80家", False),
        ("主要检查80家", False),
        ("会议纪要2份", False),
        ("要加强检查", True),
    ],
)
def test_plans(sentence: str, *, expected: bool) -> None:
    assert plans(sentence) is expected
