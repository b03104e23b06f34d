"""按表内评分标准记分: what a row earns by the 评分标准 that its own form prints, with the reasoning and what was not understood."""

from decimal import Decimal
from functools import lru_cache

import msgspec

from jixiao.model import Indicator
from jixiao.scoring.criteria.criterion import Criterion, Gain, Part, Points, Unclear
from jixiao.scoring.criteria.facts import ZERO, Facts
from jixiao.scoring.criteria.grammar import parse_criterion
from jixiao.scoring.criteria.parts import Earned, judge_part, named_points, short, told
from jixiao.scoring.criteria.scales import ways
from jixiao.scoring.intervals import Interval, hull
from jixiao.scoring.rounding import written

_GUARDS = {"qualitative": "定性", "quantitative": "定量"}


class OwnScore(msgspec.Struct, frozen=True, kw_only=True):
    """A row scored by the form's own criteria. `interval` is before rounding, None where they give no score for this row.

    `offers` are the full points that the text names, several where it can be read in several ways, none where it only speaks of full
    points or of the weight. `undecided` says that the interval is wide because the printed row does not tell what the criteria ask
    for, not because they leave room. `unclear` are the pieces that were not understood.
    """

    criterion: Criterion
    interval: Interval | None
    because: str
    offers: tuple[Decimal, ...] = ()
    undecided: bool = False
    unclear: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Tell whether the criteria were understood in full and give this row a score."""
        return self.interval is not None and not self.unclear


def own_score(text: str, indicator: Indicator, weight: Decimal) -> OwnScore:
    """Score a row by the text of a 评分标准, which may be that of other rows to which its own refers. Never raises."""
    scored = _scored(text, indicator.target, indicator.actual, indicator.name, indicator.level2, weight)
    if text == indicator.rule or indicator.rule is None:
        return scored
    return msgspec.structs.replace(scored, because=f"标准写{short(indicator.rule)}，按该处所印办法：{scored.because}")


@lru_cache(maxsize=4096)
def _scored(
    text: str, target: str | None, actual: str | None, name: str | None, level2: str | None, weight: Decimal
) -> OwnScore:
    criterion = parse_criterion(text)
    row = Indicator(level1=None, level2=level2, name=name, target=target, actual=actual)
    if criterion.reference is not None:
        return _without(criterion, f"标准只写{short(text)}，没有找到所指的记分办法")
    if not criterion.parts:
        return _unlisted(criterion, weight)
    if all(isinstance(branch.gives, Unclear) for part in criterion.parts for branch in part.branches):
        return _without(criterion, f"未能理解{'、'.join(short(piece) for piece in criterion.unclear)}")
    full = weight if criterion.maximum is None else criterion.maximum
    facts = Facts(row, full)
    parts = [part for part in criterion.parts if _is_for(part, facts)]
    if not parts:
        return _without(criterion, _not_for(criterion.parts, facts))
    facts.alone = len(parts) == 1
    return _added(criterion, parts, facts, weight)


def _unlisted(criterion: Criterion, weight: Decimal) -> OwnScore:
    """A text that states full points and nothing else (共5项，每项2分), or nothing at all."""
    if criterion.maximum is None:
        return _without(criterion, "没有读出如何记分")
    interval = Interval(low=ZERO, high=min(criterion.maximum, weight))
    because = f"标准只写满分{written(criterion.maximum)}分，没有列出各项要求，得{told(interval)}。"
    return OwnScore(
        criterion=criterion, interval=interval, because=because, offers=(criterion.maximum,), undecided=True
    )


def _without(criterion: Criterion, why: str) -> OwnScore:
    return OwnScore(
        criterion=criterion, interval=None, because=f"{why}，不能按表内评分标准计算。", unclear=criterion.unclear
    )


def _is_for(part: Part, facts: Facts) -> bool:
    return part.guard is None or facts.quantitative is None or (part.guard == "quantitative") == facts.quantitative


def _not_for(parts: tuple[Part, ...], facts: Facts) -> str:
    guards = "、".join(dict.fromkeys(_GUARDS[part.guard] for part in parts if part.guard))
    own = "定量" if facts.quantitative else "定性"
    return f"标准写的是{guards}指标的记分办法，本行按指标值是{own}指标"


def _added(criterion: Criterion, parts: list[Part], facts: Facts, weight: Decimal) -> OwnScore:
    """Add the parts up; alternatives by the kind of indicator, where the row does not tell it, are not added."""
    either = facts.quantitative is None and any(part.guard for part in parts)
    named = [named_points(part, facts.weight) for part in parts]
    rest = max(facts.weight - sum((each for each in named if each is not None), ZERO), ZERO)
    earned: list[Earned] = []
    off = Interval.exactly(ZERO)
    for part, points in zip(parts, named, strict=True):
        general = points is None and not rest and len(parts) > 1 and not either
        default = rest if points is None and rest and not either else facts.weight
        found = _part(part, facts, criterion, default)
        if general:
            off += Interval(low=facts.weight - found.interval.high, high=facts.weight - found.interval.low)
        else:
            earned.append(found)
        words = found.because
        if general:
            earned.append(Earned(Interval.exactly(ZERO), words, found.undecided))
    intervals = [each.interval for each in earned]
    total = hull(intervals) if either else sum(intervals[1:], start=intervals[0])
    total = Interval(
        low=max(total.low - off.high, ZERO), high=max(total.high - off.low, ZERO), open_above=total.open_above
    )
    limited = _limited(total, min(weight, facts.weight))
    return OwnScore(
        criterion=criterion,
        interval=limited,
        because=_because(earned, total, limited, criterion, either=either),
        offers=_offers(criterion, parts, facts.weight, either=either),
        undecided=any(each.undecided for each in earned) and not limited.is_exact,
        unclear=tuple(text for text in criterion.unclear if any(_speaks(part, text) for part in parts)),
    )


def _speaks(part: Part, text: str) -> bool:
    return any(getattr(branch.gives, "text", None) == text for branch in part.branches)


def _part(part: Part, facts: Facts, criterion: Criterion, default: Decimal) -> Earned:
    """Apply a part, in both ways where its branches may be steps of one scale or requirements of their own."""
    found = []
    alone = facts.alone
    for way in ways(part, facts.weight):
        facts.alone = alone and len(way) == 1
        each = [judge_part(single, facts, criterion.rounding, default) for single in way]
        total = sum((one.interval for one in each[1:]), start=each[0].interval)
        words = "；".join(one.because for one in each) + (f"，合计{told(total)}" if len(each) > 1 else "")
        found.append(Earned(total, words, any(one.undecided for one in each)))
    facts.alone = alone
    if len(found) == 1:
        return found[0]
    interval = hull(one.interval for one in found)
    because = f"各档可理解为择一或者相加：{'；或者'.join(one.because for one in found)}"
    return Earned(interval, because, any(one.undecided for one in found))


def _limited(total: Interval, weight: Decimal) -> Interval:
    high = min(total.high, weight)
    return Interval(low=min(total.low, weight), high=high, open_above=total.open_above and total.high <= weight)


def _because(earned: list[Earned], total: Interval, limited: Interval, criterion: Criterion, *, either: bool) -> str:
    """The reasoning of all parts, their sum and its limit, and what was not understood."""
    if len(earned) == 1:
        said = earned[0].because
    else:
        said = "；".join(f"（{number}）{each.because}" for number, each in enumerate(earned, start=1))
        said += f"；{'本行是定性还是定量指标没有写明，得' if either else '合计'}{told(total)}"
    if limited.high < total.high:
        said += f"，以{written(limited.high)}分为限"
    unclear = "、".join(short(text) for text in criterion.unclear)
    return f"{said}。" + (f"（未能理解：{unclear}。）" if unclear else "")


def _offers(criterion: Criterion, parts: list[Part], weight: Decimal, *, either: bool) -> tuple[Decimal, ...]:
    """The full points that the text names, in every way it can be read."""
    if criterion.maximum is not None:
        return (criterion.maximum,)
    totals = {ZERO}
    given = [part for part in parts if any(isinstance(branch.gives, Points | Gain) for branch in part.branches)]
    whole = sum((named_points(part, weight) or ZERO for part in given), ZERO) >= weight
    for part in given if whole else parts:
        options = {_most(way) for way in ways(part, weight)}
        if either or None in options:
            return ()
        totals = {total + option for total in totals for option in options if option is not None}
    return tuple(sorted(totals))


def _most(way: tuple[Part, ...]) -> Decimal | None:
    """The most that a way to read a part gives; None where part of it is not named in points."""
    named = [_figure(part) for part in way]
    return None if None in named else sum((each for each in named if each is not None), ZERO)


def _figure(part: Part) -> Decimal | None:
    """The points a part names as a figure; None where it speaks of full points, of shares or of nothing."""
    shares = any(branch.positive and getattr(branch.gives, "share", False) for branch in part.branches)
    return None if shares else named_points(part, ZERO)
