"""The page on quality tells what the program does, and what it tells is good enough."""

from functools import cache

import pytest

from corpus.report import PAGE, Quality, page, qualities

RECALL = 0.99
pytestmark = (
    pytest.mark.no_cover
)  # thousands of audits that go where the cases of the checks go; tracing would double their time


@cache
def measured() -> tuple[Quality, ...]:
    return tuple(qualities())


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(measured()), "python3 dev.py corpus writes it anew"


def test_planted_errors_are_found() -> None:
    planted, found = sum(each.planted for each in measured()), sum(each.found for each in measured())
    missed = {each.code: each.planted - each.found for each in measured() if each.found < each.planted}
    assert found >= RECALL * planted, missed


def test_nearly_every_check_was_tried() -> None:
    untried = [each.code for each in measured() if not each.planted and not each.expected]
    assert len(untried) <= 0.1 * len(measured()), untried


def test_the_corpus_holds_no_finding_too_many_or_too_few() -> None:
    assert all(each.right == each.expected and not each.wrong for each in measured())
