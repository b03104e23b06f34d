"""What texts speak of: known terms with their synonyms, pairs of characters for the rest, common words for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.subjects import NOTHING, same_subject, subjects


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("移动支付成效明显", "移动支付结算笔数占比"),
        ("医保码激活率居全省前列", "医保电子凭证激活率"),
        ("追回违规使用的医保基金", "定点医药机构监督检查覆盖率"),
        ("屋面防水改造按期完工", "屋面防水改造面积"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert same_subject(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("医保服务水平不断提升", "医保经办窗口数"),
        ("切实减轻参保群众负担", "参保群众满意度"),
        ("加强资金管理", "资金使用合规性"),
        ("", "政策宣传场次"),
    ],
)
def test_different(one: str, other: str) -> None:
    assert not same_subject(one, other)


def test_common_words_tell_nothing() -> None:
    assert subjects("进一步提升医保管理服务水平") == NOTHING
    assert NOTHING.shared(subjects("宣传")) == 0


def test_a_term_is_no_pairs_as_well() -> None:
    assert subjects("移动支付").terms == {"移动支付"}
    assert not subjects("移动支付").pairs


@given(
    st.text(alphabet="移动支付宣传档案医保的管理屋面", max_size=30),
    st.text(alphabet="移动支付宣传档案屋面", max_size=30),
)
def test_share_is_a_share(one: str, other: str) -> None:
    mine, theirs = subjects(one), subjects(other)
    assert 0 <= mine.shared(theirs) <= 1
    assert mine.shared(mine.union(theirs)) == (1 if mine.weight else 0)
    assert mine.without(theirs).shared(theirs) == 0
