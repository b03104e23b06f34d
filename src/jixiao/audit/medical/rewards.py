"""举报奖励: what a report of fraud is worth."""

from decimal import Decimal

from jixiao.audit.medical.figures import figures


def reward(
    case_value: Decimal, percent: Decimal, floor: Decimal | None = None, ceiling: Decimal | None = None
) -> Decimal:
    """奖励金额 in yuan for a 案值 in yuan at a share in percent, held between the least and the most that one case may bring."""
    limits = figures().reward
    low = limits.low if floor is None else floor
    high = limits.high if ceiling is None else ceiling
    return min(max(case_value * percent / 100, low), high)
