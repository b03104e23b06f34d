"""The laws of the draw, for any forms, any size and any seed."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.renderers.review.drawing import Candidate, chances_of, draw, random_number

risk_points = st.decimals(min_value="0.1", max_value="90", places=1)
candidates = st.lists(
    st.builds(Candidate, identity=st.uuids().map(str), risk=risk_points, must=st.booleans()),
    max_size=25,
    unique_by=lambda each: each.identity,
)
seeds = st.text(max_size=8)


def taken(forms: Sequence[Candidate], size: int, seed: str) -> set[str]:
    return {place.candidate.identity for place in draw(forms, size, seed) if place.taken}


@given(candidates, st.integers(0, 30), seeds)
def test_exactly_as_many_are_taken_as_asked_for(forms: list[Candidate], size: int, seed: str) -> None:
    assert len(taken(forms, size, seed)) == min(size, len(forms))


@given(candidates, st.integers(0, 30), seeds, st.randoms())
def test_the_order_of_the_forms_changes_nothing(forms: list[Candidate], size: int, seed: str, chance: object) -> None:
    shuffled = list(forms)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first = {place.candidate.identity: place for place in draw(forms, size, seed)}
    assert {place.candidate.identity: place for place in draw(shuffled, size, seed)} == first


@given(candidates.filter(bool), st.integers(0, 30), seeds, st.data())
def test_a_form_once_taken_stays_taken_when_its_risk_rises(
    forms: list[Candidate], size: int, seed: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(forms) - 1))
    more = data.draw(risk_points)
    raised = msgspec.structs.replace(
        forms[at], risk=forms[at].risk + more, must=forms[at].must or data.draw(st.booleans())
    )
    riskier = [*forms[:at], raised, *forms[at + 1 :]]
    before, after = draw(forms, size, seed)[at], draw(riskier, size, seed)[at]
    assert after.chance >= before.chance
    assert after.taken or not before.taken


@given(candidates, st.integers(0, 30), seeds)
def test_those_that_must_be_checked_come_before_all_others(forms: list[Candidate], size: int, seed: str) -> None:
    places = draw(forms, size, seed)
    must = [place for place in places if place.candidate.must]
    if len(must) <= size:
        assert all(place.taken and place.chance == 1 for place in must)
    else:
        assert not any(place.taken for place in places if not place.candidate.must)
        least = min((place.candidate.risk for place in must if place.taken), default=None)
        assert least is None or all(place.candidate.risk <= least for place in must if not place.taken)


@given(st.lists(risk_points, min_size=1, max_size=25), st.data())
def test_chances_are_in_proportion_to_risk_and_add_up_to_the_places(risks: list[Decimal], data: st.DataObject) -> None:
    forms = [Candidate(identity=str(number), risk=risk) for number, risk in enumerate(risks)]
    places = data.draw(st.integers(0, len(forms)))
    chances = chances_of(forms, places)
    assert sum(chances, Fraction(0)) == places
    assert all(0 <= chance <= 1 for chance in chances)
    below = {chance / Fraction(form.risk) for form, chance in zip(forms, chances, strict=True) if chance < 1}
    assert len(below) <= 1
    sure = [form.risk for form, chance in zip(forms, chances, strict=True) if chance == 1]
    open_ = [form.risk for form, chance in zip(forms, chances, strict=True) if chance < 1]
    assert not sure or not open_ or min(sure) >= max(open_)


def test_over_many_seeds_forms_are_taken_as_often_as_their_chance_says() -> None:
    forms = [Candidate(identity=f"表{number}", risk=Decimal(number)) for number in range(1, 9)]
    chances = chances_of(forms, 3)
    seeds_tried = 1500
    counts = dict.fromkeys((form.identity for form in forms), 0)
    for seed in range(seeds_tried):
        for identity in taken(forms, 3, str(seed)):
            counts[identity] += 1
    for form, chance in zip(forms, chances, strict=True):
        assert abs(counts[form.identity] / seeds_tried - float(chance)) < 0.045


def test_the_same_seed_gives_the_same_numbers_on_every_machine() -> None:
    """The list must be the same years later; the number is SHA-256 over seed, line break and identity, as the method sheet says."""
    assert random_number("20260315", "某局|某项目|2023") == Fraction(2 * 0x9EAF12AE47E9DE8D + 1, 2**65)
    assert random_number("1", "甲") != random_number("2", "甲")


def test_what_cannot_be_drawn_from_is_refused() -> None:
    twice = [Candidate(identity="甲", risk=Decimal(1)), Candidate(identity="甲", risk=Decimal(2))]
    with pytest.raises(ValueError, match="identity"):
        draw(twice, 1, "1")
    with pytest.raises(ValueError, match="above zero"):
        draw([Candidate(identity="甲", risk=Decimal(0))], 1, "1")
