"""Comparing an actual with its target (完成值与指标值): reached, missed by how much, or not to be decided.

Whatever is doubtful stays undecided: units that do not convert, a figure against prose, a bound that does not imply the target, parts
of a compound that cannot be matched for sure. No clock, no other row and no other year is asked.
"""

from functools import lru_cache

from jixiao.targets.deadlines import compare_deadlines
from jixiao.targets.directions import direction_of
from jixiao.targets.figures import compare_figures
from jixiao.targets.grammar import parse
from jixiao.targets.matching import counterpart, matched
from jixiao.targets.outcomes import Comparison, Direction, Outcome, undecided
from jixiao.targets.quotation import quoted
from jixiao.targets.values import (
    Absence,
    Achievement,
    Compound,
    Coverage,
    Deadline,
    Part,
    Quantity,
    Range,
    Relative,
    Value,
)
from jixiao.targets.wording import by_phrase, compare_words, same_words

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "…", "……"})
"""Cells that hold nothing."""


def compare(target: Value | str | None, actual: Value | str | None, *, name: str = "", level2: str = "") -> Comparison:
    """Compare an actual with its target; `name` and `level2` (三级, 二级指标) tell the direction of a bare value and missing units."""
    if isinstance(target, str) and isinstance(actual, str):
        return _compare_texts(target, actual, name, level2)
    wanted = parse(target) if isinstance(target, str) else target
    given = parse(actual) if isinstance(actual, str) else actual
    return _compare(wanted, given, name, level2)


@lru_cache(maxsize=16384)
def _compare_texts(target: str, actual: str, name: str, level2: str) -> Comparison:
    return _compare(parse(target), parse(actual), name, level2)


def _compare(wanted: Value | None, given: Value | None, name: str, level2: str) -> Comparison:
    if wanted is None or wanted.text.strip() in BLANKS:
        return undecided(Direction.UNKNOWN, "指标值未填写，无法比较。")
    direction, inferred = _direction(wanted, name, level2)
    if given is None or given.text.strip() in BLANKS:
        return undecided(direction, "完成值未填写，无法比较。", inferred=inferred)
    if isinstance(given, Achievement) and not (isinstance(wanted, Achievement) and same_words(wanted, given)):
        return by_phrase(wanted, given, direction, inferred=inferred)
    if isinstance(wanted, Compound):
        return _compound(wanted, given, name, level2)
    if isinstance(given, Compound):
        return _within_compound(wanted, given, name, level2)
    return _single(wanted, given, name, level2)


def _direction(wanted: Value, name: str, level2: str) -> tuple[Direction, bool]:
    if isinstance(wanted, Quantity):
        return direction_of(wanted, name, level2)
    kinds: tuple[tuple[type[Value], Direction], ...] = (
        (Range, Direction.RANGE),
        (Deadline, Direction.DEADLINE),
        (Relative, Direction.RELATIVE),
        (Compound, Direction.COMPOUND),
    )
    return next((direction for kind, direction in kinds if isinstance(wanted, kind)), Direction.QUALITATIVE), False


def _single(wanted: Part, given: Part, name: str, level2: str) -> Comparison:
    if isinstance(wanted, Quantity | Range):
        if isinstance(given, Quantity | Range):
            return compare_figures(wanted, given, name, level2)
        return _figure_by_words(wanted, given, name, level2)
    if isinstance(wanted, Deadline):
        if isinstance(given, Deadline):
            return compare_deadlines(wanted, given)
        return undecided(
            Direction.DEADLINE,
            f"指标值{quoted(wanted.text.strip())}为时限，完成值{quoted(given.text.strip())}不是日期。",
        )
    return compare_words(wanted, given, name)


def _figure_by_words(wanted: Quantity | Range, given: Part, name: str, level2: str) -> Comparison:
    """A figure answered by words: 全覆盖 for a rate, 无投诉 for zero; anything else decides nothing."""
    direction, inferred = _direction(wanted, name, level2)
    goal, done = wanted.text.strip(), given.text.strip()
    covered = isinstance(given, Coverage) and given.extent == "full"
    rate = (
        isinstance(wanted, Quantity) and wanted.unit.name == "%" and direction in (Direction.POSITIVE, Direction.EQUAL)
    )
    full = covered and rate and isinstance(wanted, Quantity) and wanted.number <= 100 and wanted.operator != ">"
    if direction == Direction.EQUAL and isinstance(wanted, Quantity):
        full = full and wanted.number == 100
    none = (
        isinstance(given, Absence)
        and isinstance(wanted, Quantity)
        and wanted.number == 0
        and wanted.operator in ("", "=", "≤")
    )
    if full or none:
        return Comparison(
            outcome=Outcome.REACHED,
            direction=direction,
            because=f"完成值以{quoted(done)}作答，相当于达到指标值{quoted(goal)}，但未写数值。",
            inferred=inferred,
            by_phrase=True,
        )
    return undecided(
        direction, f"指标值{quoted(goal)}为数值，完成值{quoted(done)}不是可以比较的数值。", inferred=inferred
    )


def _within_compound(wanted: Part, given: Compound, name: str, level2: str) -> Comparison:
    """One target answered by several values: the one that corresponds for sure decides, unless a phrase beside it says otherwise."""
    direction, inferred = _direction(wanted, name, level2)
    goal, done = wanted.text.strip(), given.text.strip()
    part = counterpart(wanted, given.parts, name)
    if part is None:
        return undecided(
            direction, f"完成值{quoted(done)}中没有唯一与指标值{quoted(goal)}对应的部分。", inferred=inferred
        )
    phrases = [other for other in given.parts if isinstance(other, Achievement)]
    found = _compare(wanted, part, name, level2)
    if any(other.level != "reached" for other in phrases) and found.outcome == Outcome.REACHED:
        return undecided(
            direction, f"完成值{quoted(done)}前后说法不一，不能判断是否达到指标值{quoted(goal)}。", inferred=inferred
        )
    return found


def _compound(wanted: Compound, given: Value, name: str, level2: str) -> Comparison:
    """Compare part by part; reached when all are, missed when any is."""
    answers = given.parts if isinstance(given, Compound) else (given,)
    pairs = matched(wanted.parts, answers, name)
    found = tuple(
        undecided(_direction(part, name, level2)[0], f"完成值中没有与{quoted(part.text.strip())}对应的部分。")
        if answer is None
        else _compare(part, answer, name, level2)
        for part, answer in pairs
    )
    outcomes = {each.outcome for each in found}
    outcome = Outcome.UNDECIDED
    if outcomes == {Outcome.REACHED}:
        outcome = Outcome.REACHED
    elif Outcome.MISSED in outcomes:
        outcome = Outcome.MISSED
    return Comparison(
        outcome=outcome,
        direction=Direction.COMPOUND,
        because="".join(each.because for each in found),
        inferred=any(each.inferred for each in found),
        by_phrase=any(each.by_phrase for each in found),
        restates=any(each.restates for each in found),
        assumed=any(each.assumed for each in found),
        parts=found,
    )
