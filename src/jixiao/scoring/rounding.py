"""The one place where scores are rounded and written: half up, to the pack's number of decimals."""

from decimal import ROUND_HALF_UP, Context, Decimal

# Wide enough for any printed score or amount: products, quotients and roundings are taken here, so that no caller's decimal
# context changes them. Sums of rounded points are short enough for every context.
EXACT = Context(prec=50, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero (四舍五入)."""
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def written(value: Decimal) -> str:
    """Write a figure without trailing zeros and without exponent: 10.00 becomes 10."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
