"""Comparing words (定性比较): achievement phrases, coverage, trends, absences, references and free text."""

from decimal import Decimal
from typing import Literal

from jixiao.targets import lexicon
from jixiao.targets.characters import key
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
    Trend,
    Value,
)

_Level = Literal["reached", "mostly", "partly", "missed"]

_LEVEL_OUTCOMES = {
    "reached": Outcome.REACHED,
    "mostly": Outcome.UNDECIDED,
    "partly": Outcome.MISSED,
    "missed": Outcome.MISSED,
}
_IGNORED = " 。.，,；;、！!：:“”\"'"


def same_words(one: Value, two: Value) -> bool:
    """Tell whether two values say the same, apart from width, blanks and punctuation at the ends."""
    left, right = (key(value.text).strip(_IGNORED).replace(" ", "") for value in (one, two))
    return left == right


def measurable(value: Value) -> bool:
    """Tell whether a target asks for a figure or a date."""
    if isinstance(value, Compound):
        return any(measurable(part) for part in value.parts)
    return isinstance(value, Quantity | Range | Deadline)


def by_phrase(wanted: Value, given: Achievement, direction: Direction, *, inferred: bool = False) -> Comparison:
    """Decide by an achievement phrase; flagged where a figure or a date was asked. 基本达成 is left to the rule pack."""
    asked = measurable(wanted)
    goal, done = wanted.text.strip(), given.text.strip()
    because = {
        "reached": f"完成值以{quoted(done)}作答",
        "mostly": f"完成值以{quoted(done)}作答，是否视为达成由评价口径规定",
        "partly": f"完成值以{quoted(done)}作答，即部分达成指标值{quoted(goal)}",
        "missed": f"完成值以{quoted(done)}作答，即未达成指标值{quoted(goal)}",
    }[given.level]
    return Comparison(
        outcome=_LEVEL_OUTCOMES[given.level],
        direction=direction,
        because=because + (f"，未写明与指标值{quoted(goal)}对应的实际数值或日期。" if asked else "。"),
        inferred=inferred,
        by_phrase=asked,
        level=given.level,
    )


def compare_words(wanted: Part, given: Part, name: str = "") -> Comparison:
    """Compare an actual with a target that is not a figure or date; `name` may say what the actual speaks of."""
    direction = Direction.RELATIVE if isinstance(wanted, Relative) else Direction.QUALITATIVE
    goal, done = wanted.text.strip(), given.text.strip()
    if same_words(wanted, given):
        return Comparison(
            outcome=Outcome.REACHED,
            direction=direction,
            because=f"完成值与指标值表述相同（{quoted(goal)}），属定性判断。",
            restates=True,
        )
    if level := _own_words(wanted, given, name):
        return _by_own_words(goal, done, level)
    found: Comparison | None = None
    if isinstance(wanted, Coverage):
        found = _coverage(wanted, given)
    elif isinstance(wanted, Trend):
        found = _trend(wanted, given)
    elif isinstance(wanted, Absence):
        found = _absence(wanted, given)
    elif isinstance(wanted, Relative):
        return _relative(wanted, given)
    return found or undecided(
        direction, f"指标值{quoted(goal)}为定性要求，不能从完成值{quoted(done)}直接判断是否达到。"
    )


def _own_words(wanted: Part, given: Part, name: str) -> _Level | None:
    """How far an actual says that the target's own verb or adjective came true; None when it says nothing of the kind."""
    goal, done = (key(value.text).strip(_IGNORED).replace(" ", "") for value in (wanted, given))
    found = lexicon.NEGATED_OWN.fullmatch(done)
    if found is None or lexicon.DENYING.search(goal):
        return None
    subject, own = found["subject"], found["own"]
    if not _owns(goal, subject, own, key(name)):
        return None
    if found["missed"]:
        return "missed"
    if isinstance(wanted, Trend):
        return None
    if found["under_way"]:
        return "missed"
    if found["partly"]:
        return "partly"
    if lexicon.SEVERAL.search(goal) and subject + own != goal:
        return None
    return "mostly" if found["mostly"] else "reached"


def _owns(goal: str, subject: str, own: str, name: str) -> bool:
    """Tell whether `own` is what the target is about: its first verb, all of it, a state at its end, or said of its object."""
    if subject and subject not in goal:
        return subject in name and goal.startswith(own)
    core = lexicon.ADVERBS.sub("", goal, count=1) if lexicon.ADVERBS.match(goal) else goal
    first = own == core or core.startswith(own) or goal.startswith(own)
    return first or (bool(subject) and own in goal) or (own in lexicon.STATES and goal.endswith(own))


def _by_own_words(goal: str, done: str, level: _Level) -> Comparison:
    because = {
        "reached": "即已达到，属定性判断",
        "mostly": "是否视为达成由评价口径规定",
        "partly": "即只做到一部分",
        "missed": "即没有达到",
    }[level]
    return Comparison(
        outcome=_LEVEL_OUTCOMES[level],
        direction=Direction.QUALITATIVE,
        because=f"指标值{quoted(goal)}，完成值{quoted(done)}，{because}。",
        restates=level == "reached",
        level=level,
    )


def _reached(because: str, *, direction: Direction = Direction.QUALITATIVE, restates: bool = False) -> Comparison:
    return Comparison(outcome=Outcome.REACHED, direction=direction, because=because, restates=restates)


def _coverage(wanted: Coverage, given: Part) -> Comparison | None:
    """全覆盖 is 100 %; a broad extent is reached by full coverage."""
    goal, done = wanted.text.strip(), given.text.strip()
    if isinstance(given, Coverage) and given.extent in {wanted.extent, "full"}:
        return _reached(f"指标值{quoted(goal)}要求的范围已由完成值{quoted(done)}覆盖。")
    if (
        wanted.extent == "full"
        and isinstance(given, Quantity)
        and given.unit.name == "%"
        and not (given.per or given.change)
    ):
        return _full(goal, done, given)
    return None


def _full(goal: str, done: str, given: Quantity) -> Comparison | None:
    if given.operator not in ("", "="):
        return None
    full = Decimal(100)
    reached = given.number >= full
    gap = max(full - given.number, Decimal(0))
    return Comparison(
        outcome=Outcome.REACHED if reached else Outcome.MISSED,
        direction=Direction.POSITIVE,
        because=f"指标值{quoted(goal)}即100%，完成值为{quoted(done)}" + ("。" if reached else f"，相差{gap}个百分点。"),
        target=full,
        actual=given.number,
        unit="%",
        ratio=given.number / full,
        gap=gap,
    )


def _trend(wanted: Trend, given: Part) -> Comparison | None:
    """A trend is answered by the same trend or by a change in its direction; how much is 显著 nobody fixed."""
    goal, done = wanted.text.strip(), given.text.strip()
    motion = given.motion if isinstance(given, Trend) else given.change if isinstance(given, Quantity | Range) else None
    if motion is None:
        return undecided(
            Direction.QUALITATIVE,
            f"指标值{quoted(goal)}需与上年或基期比较，完成值{quoted(done)}没有给出变化，无法判断。",
        )
    if "forward" not in (motion, wanted.motion) and motion != wanted.motion:
        return Comparison(
            outcome=Outcome.MISSED,
            direction=Direction.QUALITATIVE,
            because=f"完成值{quoted(done)}与指标值{quoted(goal)}要求的方向相反。",
        )
    if isinstance(given, Trend):
        alike = given.motion == wanted.motion and given.reference == wanted.reference
        if alike and given.degree == wanted.degree and (not wanted.subject or not given.subject):
            return _reached(f"完成值{quoted(done)}与指标值{quoted(goal)}要求的变化一致。", restates=True)
        return None
    if (
        wanted.degree in (None, "有所", "有")
        and isinstance(given, Quantity)
        and given.number > 0
        and given.operator != "约"
    ):
        return (
            _reached(f"完成值{quoted(done)}的变化方向符合指标值{quoted(goal)}。")
            if given.operator in ("", "=", "≥", ">")
            else None
        )
    return None


def _absence(wanted: Absence, given: Part) -> Comparison | None:
    goal, done = wanted.text.strip(), given.text.strip()
    if isinstance(given, Absence) and (given.subject == wanted.subject or not (given.subject and wanted.subject)):
        return _reached(f"完成值{quoted(done)}与指标值{quoted(goal)}一致。", restates=True)
    if isinstance(given, Quantity) and given.operator in ("", "=") and given.unit.base not in ("%", "元"):
        if given.number == 0:
            return _reached(f"完成值{quoted(done)}即为零，符合指标值{quoted(goal)}。")
        if given.number > 0:
            return Comparison(
                outcome=Outcome.MISSED,
                direction=Direction.REVERSE,
                because=f"指标值{quoted(goal)}要求为零，完成值为{quoted(done)}。",
                target=Decimal(0),
                actual=given.number,
                unit=given.unit.name or None,
                gap=given.number,
            )
    return None


def _relative(wanted: Relative, given: Part) -> Comparison:
    goal, done = wanted.text.strip(), given.text.strip()
    if isinstance(given, Relative) and given.operator == wanted.operator and given.reference == wanted.reference:
        return _reached(
            f"完成值{quoted(done)}与指标值{quoted(goal)}所述比较一致，但未写数值。",
            direction=Direction.RELATIVE,
            restates=True,
        )
    return undecided(
        Direction.RELATIVE,
        f"指标值{quoted(goal)}以{quoted(wanted.reference)}为参照，表中没有参照值，不能判断完成值{quoted(done)}是否达到。",
    )
