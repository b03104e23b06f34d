"""The total row (总分、合计): which of its figures is the weight and which the score."""

import msgspec

from jixiao.forms import shapes
from jixiao.forms.headings import Heading
from jixiao.forms.labels import Label
from jixiao.forms.ribbon import Gap, Ribbon
from jixiao.places import Place


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The totals as printed and where they stand."""

    weight: str | None = None
    score: str | None = None
    place: Place | None = None


def read_totals(tokens: Ribbon, label: Label, heading: Heading, limit: int) -> tuple[Totals, int]:
    """Read the row of a total label; returns the totals and the index after the row. A lone figure is the score."""
    end = label.end
    numbers = [label.rest] if shapes.is_points(label.rest) else []
    while end < limit:
        token = tokens[end]
        points = shapes.is_points(token.key)
        if token.gap is Gap.ROW or (token.gap in (Gap.LINE, Gap.BLANK) and not points):
            break
        if points:
            numbers.append(token.text)
        end += 1
    order = [field for field in heading.fields() if field in {"weight", "score"}]
    place = tokens[label.start].place
    if len(numbers) >= 2 and len(order) == 2:
        pair = dict(zip(order, numbers, strict=False))
        return Totals(weight=pair["weight"], score=pair["score"], place=place), end
    if len(numbers) == 1 and order == ["weight"]:
        return Totals(weight=numbers[0], place=place), end
    return Totals(score=numbers[0] if numbers else None, place=place), end
