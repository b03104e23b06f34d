"""Wordings of 评分标准 with what is read in them, what they give a row, and the sentence that says why.

wordings.yaml: `text`; `parsed`, a line for every branch (conditions → outcome, see describing.py); `unclear`, the pieces that were not
understood; `rows`, each with weight, target, actual and name, the `score` (17, 0~2, 0~2不含2, — for none), the exact `because`, and
`offers`, the full points that the text names.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jixiao import data
from jixiao.model import Indicator
from jixiao.scoring.criteria import own_score, parse_criterion
from tests.scoring.criteria.describing import described, interval_words

WORDINGS = data.parse((Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8"))


def test_there_are_many() -> None:
    assert len(WORDINGS) >= 80
    assert len({wording["text"] for wording in WORDINGS}) == len(WORDINGS)


@pytest.mark.parametrize("wording", WORDINGS, ids=[wording["text"][:24] for wording in WORDINGS])
def test_wording(wording: dict[str, Any]) -> None:
    criterion = parse_criterion(wording["text"])
    assert described(criterion) == wording["parsed"]
    assert list(criterion.unclear) == wording.get("unclear", [])


def rows() -> list[Any]:
    return [
        pytest.param(wording["text"], row, id=f"{wording['text'][:16]}-{number}")
        for wording in WORDINGS
        for number, row in enumerate(wording["rows"], start=1)
    ]


@pytest.mark.parametrize(("text", "row"), rows())
def test_score(text: str, row: dict[str, Any]) -> None:
    indicator = Indicator(
        level1=None, level2=None, name=row.get("name"), target=row["target"] or None, actual=row["actual"] or None
    )
    found = own_score(text, indicator, Decimal(row["weight"]))
    assert interval_words(found.interval) == row["score"]
    assert found.because == row["because"]
    assert "、".join(f"{points:f}" for points in found.offers) == row.get("offers", "")
