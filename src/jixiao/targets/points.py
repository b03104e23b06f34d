"""Points as printed in the columns 分值 and 得分."""

from decimal import Decimal

from jixiao.targets.numbers import number

# A form is worth 100 points, a few worth 1,000; a larger figure in the column is not a weight but something else.
LARGEST_WEIGHT = Decimal(1000)


def weight_points(text: str | None) -> Decimal | None:
    """Read a weight: "10", "10分" and "10%" are ten points; None for anything else, negative or beyond 1,000."""
    points = None if text is None else number(text.strip().removesuffix("分").removesuffix("%"))
    return points if points is not None and 0 <= points <= LARGEST_WEIGHT else None


def score_points(text: str | None) -> Decimal | None:
    """Read a score: "9.6" or "9.6分"; None for anything else, also for a percentage that slipped in from another column."""
    return None if text is None else number(text.strip().removesuffix("分"))
