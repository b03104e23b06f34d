"""评分标准: the scoring rules that a form prints for its own rows, read by a grammar and applied with a trace.

`parse_criterion` types a text without raising and keeps what it does not understand; `own_score` applies it to a row.
"""

from jixiao.scoring.criteria.criterion import (
    Band,
    Bands,
    Branch,
    Condition,
    Criterion,
    Deduction,
    Definition,
    Every,
    Gain,
    Judgement,
    Part,
    Points,
    Proportion,
    Unclear,
)
from jixiao.scoring.criteria.evidence import Truth, addressed, stated
from jixiao.scoring.criteria.grammar import parse_criterion
from jixiao.scoring.criteria.own import OwnScore, own_score
from jixiao.scoring.criteria.references import rules_of

__all__ = [
    "Band",
    "Bands",
    "Branch",
    "Condition",
    "Criterion",
    "Deduction",
    "Definition",
    "Every",
    "Gain",
    "Judgement",
    "OwnScore",
    "Part",
    "Points",
    "Proportion",
    "Truth",
    "Unclear",
    "addressed",
    "own_score",
    "parse_criterion",
    "rules_of",
    "stated",
]
