"""举报奖励: a share of the 案值, never less than the floor, never more than the ceiling."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jixiao.audit.medical import figures, reward

MONEY = st.decimals(min_value=0, max_value=10**9, places=2)
SHARES = st.decimals(min_value=0, max_value=20, places=1)


def test_share_of_the_value() -> None:
    assert reward(Decimal(100_000), Decimal(3)) == 3000


def test_floor() -> None:
    assert reward(Decimal(1000), Decimal(2)) == 200


def test_ceiling() -> None:
    assert reward(Decimal(50_000_000), Decimal(5)) == 200_000


def test_local_limits_go_before() -> None:
    assert reward(Decimal(1000), Decimal(2), floor=Decimal(400)) == 400
    assert reward(Decimal(50_000_000), Decimal(5), ceiling=Decimal(100_000)) == 100_000


@given(MONEY, SHARES)
def test_always_within_the_limits(value: Decimal, share: Decimal) -> None:
    assert figures().reward.low <= reward(value, share) <= figures().reward.high


@given(MONEY, MONEY, SHARES)
def test_a_larger_case_never_brings_less(one: Decimal, other: Decimal, share: Decimal) -> None:
    low, high = sorted((one, other))
    assert reward(low, share) <= reward(high, share)
