"""指标值: target and actual values as typed values, and the comparison of one with the other.

`parse` types any text without raising, `compare` decides with three outcomes, `number`, `percentage` and `amount` read the plain
figures of the columns.
"""

from jixiao.targets.comparison import compare
from jixiao.targets.grammar import parse
from jixiao.targets.interchange import to_json
from jixiao.targets.numbers import amount, number, percentage, yuan_per
from jixiao.targets.outcomes import Comparison, Direction, Outcome
from jixiao.targets.points import score_points, weight_points
from jixiao.targets.units import Unit
from jixiao.targets.values import (
    Absence,
    Achievement,
    Compound,
    Coverage,
    Deadline,
    FreeText,
    Operator,
    Part,
    Quantity,
    Range,
    Relative,
    Token,
    Trend,
    Value,
)

__all__ = [
    "Absence",
    "Achievement",
    "Comparison",
    "Compound",
    "Coverage",
    "Deadline",
    "Direction",
    "FreeText",
    "Operator",
    "Outcome",
    "Part",
    "Quantity",
    "Range",
    "Relative",
    "Token",
    "Trend",
    "Unit",
    "Value",
    "amount",
    "compare",
    "number",
    "parse",
    "percentage",
    "score_points",
    "to_json",
    "weight_points",
    "yuan_per",
]
