"""Strategies for whole submissions: any content that the notation can write."""

from hypothesis import strategies as st

from jixiao.model import Evaluation, Fact, Field, Fund, Goal, Indicator, Management, Narrative, Passage, Submission
from jixiao.places import Source

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="|/-#=")
WORD = st.text(_LETTERS, min_size=1, max_size=8)
"""A piece of text without blanks and without the signs of the notation."""
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
"""Words with single blanks between them: a cell as printed."""
CELL = st.none() | TEXT


def _doubts(*fields: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(fields), unique=True, max_size=2).map(tuple)


FUNDS = st.builds(
    Fund,
    label=CELL,
    initial=CELL,
    adjusted=CELL,
    executed=CELL,
    weight=CELL,
    rate=CELL,
    score=CELL,
    doubtful=_doubts("rate", "executed", "score"),
)
MANAGEMENT = st.builds(Management, item=TEXT, description=CELL, issue=CELL, doubtful=_doubts("description", "issue"))
GOALS = st.builds(Goal, expected=CELL, actual=CELL, doubtful=_doubts("expected", "actual"))
INDICATORS = st.builds(
    Indicator,
    **dict.fromkeys(
        (
            "level1",
            "level2",
            "name",
            "weight",
            "target",
            "actual",
            "score",
            "rule",
            "note",
            "remark",
            "forecast",
            "likelihood",
            "reviewed_actual",
            "reviewed_score",
            "deviation",
        ),
        CELL,
    ),
    doubtful=_doubts("weight", "score", "actual"),
)
POINTS = st.dictionaries(TEXT, WORD, max_size=3)
EVALUATIONS = st.builds(
    Evaluation,
    kind=st.sampled_from(["project", "transfer", "department"]),
    form=st.sampled_from(["target", "monitoring", "self_evaluation", "review"]),
    layout=CELL,
    year=st.none() | st.integers(2000, 2099),
    title=CELL,
    project_name=CELL,
    project_code=CELL,
    supervisor=CELL,
    local_supervisor=CELL,
    implementer=CELL,
    amount_unit=st.none() | WORD,
    funds=st.lists(FUNDS, max_size=3).map(tuple),
    fund_management=st.lists(MANAGEMENT, max_size=2).map(tuple),
    goals=st.lists(GOALS, max_size=2).map(tuple),
    level1_weights=POINTS,
    level2_weights=POINTS,
    indicators=st.lists(INDICATORS, max_size=4).map(tuple),
    total_weight=CELL,
    total_score=CELL,
    grade=CELL,
    conclusion=CELL,
    remark=CELL,
    fields=st.lists(st.builds(Field, label=TEXT, value=CELL), max_size=2).map(tuple),
    doubtful=_doubts("project_name", "total_score", "fields/0/value"),
)
NARRATIVES = st.builds(
    Narrative,
    facts=st.lists(st.builds(Fact, subject=CELL, field=TEXT, value=TEXT, unit=CELL), max_size=3).map(tuple),
    text=st.lists(st.builds(Passage, text=TEXT), max_size=3).map(tuple),
)
SUBMISSIONS = st.builds(
    Submission,
    source=st.just(Source(name="notation", sha256="", media_type="text/plain", reader="notation")),
    evaluations=st.lists(EVALUATIONS, max_size=2).map(tuple),
    narrative=NARRATIVES,
)
