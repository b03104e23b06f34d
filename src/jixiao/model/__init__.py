"""The model: what a self-evaluation file says, free of any file format. Values are texts as printed; None is a blank cell."""

from jixiao.model.interchange import SCHEMA, submission_from_bytes, submission_from_json, submission_to_json
from jixiao.model.notation import NotationError, parse_notation, print_notation
from jixiao.model.submission import (
    Evaluation,
    Fact,
    Field,
    Fund,
    Goal,
    Indicator,
    Management,
    Narrative,
    Passage,
    Submission,
    Unread,
)

__all__ = [
    "SCHEMA",
    "Evaluation",
    "Fact",
    "Field",
    "Fund",
    "Goal",
    "Indicator",
    "Management",
    "Narrative",
    "NotationError",
    "Passage",
    "Submission",
    "Unread",
    "parse_notation",
    "print_notation",
    "submission_from_bytes",
    "submission_from_json",
    "submission_to_json",
]
