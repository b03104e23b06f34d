"""The registry of coded things: order, look-up, and the two errors."""

import msgspec
import pytest

from jixiao.registry import DuplicateCodeError, Registry, UnknownCodeError


class Rule(msgspec.Struct, frozen=True):
    """Anything with a code."""

    code: str


@pytest.fixture
def rules() -> Registry[Rule]:
    registry: Registry[Rule] = Registry("审核点")
    for code in ("SCO-04", "mof-2020-10"):
        registry.add(Rule(code))
    return registry


def test_entries_stand_in_the_order_of_registration(rules: Registry[Rule]) -> None:
    assert [rule.code for rule in rules] == ["SCO-04", "mof-2020-10"]
    assert len(rules) == 2


def test_adding_returns_the_entry() -> None:
    rule = Rule("STR-01")
    assert Registry[Rule]("审核点").add(rule) is rule


@pytest.mark.parametrize(
    ("asked", "found"),
    [("SCO-04", "SCO-04"), ("sco-04", "SCO-04"), ("MOF-2020-10", "mof-2020-10"), ("Sco-04", "SCO-04")],
)
def test_a_code_is_found_whatever_its_case(rules: Registry[Rule], asked: str, found: str) -> None:
    assert rules[asked].code == found


def test_membership_asks_for_exactly_the_code(rules: Registry[Rule]) -> None:
    assert "SCO-04" in rules
    assert "sco-04" not in rules
    assert 4 not in rules


def test_an_unknown_code_is_refused_with_the_codes_that_exist(rules: Registry[Rule]) -> None:
    with pytest.raises(UnknownCodeError) as refusal:
        rules["SCO-99"]
    assert str(refusal.value) == "没有代码为“SCO-99”的审核点；可用的有：SCO-04、mof-2020-10。"


def test_a_code_is_given_once(rules: Registry[Rule]) -> None:
    with pytest.raises(DuplicateCodeError, match="审核点 SCO-04 registered twice"):
        rules.add(Rule("SCO-04"))
    assert len(rules) == 2
