"""Chinese numerals: what is well formed is read like an independent reader does, the rest not at all."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.targets.numerals import CHARACTERS, chinese_number


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_reads_what_another_program_writes(value: int) -> None:
    assert chinese_number(cn2an.an2cn(value, "low")) == value
    assert chinese_number(cn2an.an2cn(value, "up")) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三十万", 300_000),
        ("二〇二三", 2023),
        ("十", 10),
        ("十二", 12),
        ("两", 2),
        ("两百", 200),
        ("一万零五", 10005),
        ("三千万", 30_000_000),
    ],
)
def test_reads(text: str, expected: int) -> None:
    assert chinese_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "百",
        "万",
        "三百五",
        "一万五",
        "一百十",
        "十十",
        "一二十",
        "一千零零五",
        "两二",
        "三x",
        "一万万",
        "零十",
        "万三",
        "三十零",
    ],
)
def test_refuses(text: str) -> None:
    assert chinese_number(text) is None


@given(st.text(alphabet=CHARACTERS, max_size=12))
def test_never_raises(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0
