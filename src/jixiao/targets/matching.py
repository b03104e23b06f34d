"""Which part of an actual answers which part of a target (复合指标值的对应).

By name, by unit, and by order only where nothing else can be meant.
"""

from jixiao.targets.agreement import agree
from jixiao.targets.characters import key
from jixiao.targets.values import Achievement, Deadline, FreeText, Part, Quantity, Range, Relative, Trend
from jixiao.targets.wording import same_words


def counterpart(wanted: Part, answers: tuple[Part, ...], name: str) -> Part | None:
    """The only part that can answer a target: the one with its name or wording, else the only one of its kind and unit."""
    fitting = [answer for answer in answers if answers_to(wanted, answer, name)]
    named = [answer for answer in fitting if _same_subject(wanted, answer) or same_words(wanted, answer)]
    if len(named) == 1:
        return named[0]
    if len(fitting) == 1:
        return fitting[0]
    phrases = [answer for answer in answers if isinstance(answer, Achievement)]
    return phrases[0] if not fitting and len(phrases) == 1 else None


def matched(wanted: tuple[Part, ...], answers: tuple[Part, ...], name: str) -> list[tuple[Part, Part | None]]:
    """Pair each part of a target with its answer, or None; no answer serves twice."""
    if len(wanted) == len(answers) and _listed(wanted) and _listed(answers):
        pairs = list(zip(wanted, answers, strict=True))
        if all(answers_to(part, answer, name) for part, answer in pairs):
            return [*pairs]
    left = list(answers)
    found: dict[int, Part] = {}
    for by_name in (True, False):
        for position, part in enumerate(wanted):
            if position in found:
                continue
            rivals = [other for index, other in enumerate(wanted) if index not in found and index != position]
            answer = _answer(part, rivals, left, name, by_name=by_name)
            if answer is not None:
                found[position] = answer
                left.remove(answer)
    return [(part, found.get(position)) for position, part in enumerate(wanted)]


def _answer(part: Part, rivals: list[Part], left: list[Part], name: str, *, by_name: bool) -> Part | None:
    fitting = [answer for answer in left if answers_to(part, answer, name)]
    if by_name:
        named = [answer for answer in fitting if _same_subject(part, answer) or same_words(part, answer)]
        return named[0] if len(named) == 1 else None
    contested = any(answers_to(rival, answer, name) for rival in rivals for answer in fitting)
    return fitting[0] if len(fitting) == 1 and not contested and not _other_subject(part, fitting[0]) else None


def answers_to(wanted: Part, answer: Part, name: str) -> bool:
    """Tell whether a part is of the kind and unit that a target asks for."""
    if isinstance(wanted, Quantity | Range):
        return isinstance(answer, Quantity | Range) and agree(wanted, answer, name).trouble is None
    if isinstance(wanted, Trend):
        return isinstance(answer, Trend) or (isinstance(answer, Quantity | Range) and answer.change is not None)
    if isinstance(wanted, Deadline | Relative):
        return isinstance(answer, type(wanted))
    return same_words(wanted, answer) or not isinstance(answer, Quantity | Range | Deadline | FreeText)


def _subject(part: Part) -> str:
    return key(getattr(part, "subject", None) or "").replace(" ", "")


def _same_subject(one: Part, two: Part) -> bool:
    left, right = _subject(one), _subject(two)
    return bool(left and right) and (left == right or left.endswith(right) or right.endswith(left))


def _other_subject(one: Part, two: Part) -> bool:
    """Tell whether both parts name what they count and name it differently."""
    return bool(_subject(one) and _subject(two)) and not _same_subject(one, two)


def _listed(parts: tuple[Part, ...]) -> bool:
    """Tell whether parts are a bare list of figures with units, so that their order is all that tells them apart."""
    return all(isinstance(part, Quantity) and part.unit.name and not part.subject for part in parts)
