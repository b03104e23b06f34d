"""WGT-05, SCO-10, SCO-14, SCO-18: whether the 评分标准 that a form prints fits its weights, scores and targets, and leaves no gap."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO
from jixiao.audit.lawful import CENT
from jixiao.audit.rolling import listed
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.model.submission import Form
from jixiao.scoring import OwnScore, written
from jixiao.scoring.criteria import Bands, Part, Points, parse_criterion
from jixiao.targets import Operator, Quantity, Range
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_FORMS: tuple[Form, ...] = ("target", "self_evaluation", "review")
_ROW = "指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10"


class _Offered(msgspec.Struct, frozen=True):
    """A row whose criteria name their full points, and how surely they do."""

    row: Row
    weight: Decimal
    most: Decimal
    plain: bool


def _offered(case: Case) -> Iterator[_Offered]:
    """The rows whose criteria name other full points than the weight.

    Left out are criteria out of a hundred points, those taken over from other rows, and those that stand beside several rows at once.
    """
    for index, own in case.own_scores.items():
        row = case.rows[index]
        if not own.offers or own.criterion.text != row.indicator.rule or row.weight is None:
            continue
        if row.weight in own.offers or own.offers == (HUNDRED,) or _for_several(case, index, own):
            continue
        yield _Offered(row, row.weight, own.offers[-1], _is_plain(own))


def _is_plain(own: OwnScore) -> bool:
    """Tell whether the points of the criteria can be added up in one way only: each part names its full points once."""
    once = all(sum(branch.positive for branch in part.branches) <= 1 for part in own.criterion.parts)
    return len(own.offers) == 1 and not own.unclear and (once or len(own.criterion.parts) == 1)


def _for_several(case: Case, index: int, own: OwnScore) -> bool:
    """Tell whether the criteria are a merged cell: the weights of this row and of the rows without a text below add up to their points."""
    total = ZERO
    for row in case.rows[index:]:
        if row.index > index and row.indicator.rule is not None:
            break
        total += row.weight or ZERO
        if row.index > index and total in own.offers:
            return True
    return False


def _groups(rows: Sequence[_Offered]) -> list[list[_Offered]]:
    """Rows with the same weight and the same full points belong to one finding."""
    groups: dict[tuple[Decimal, Decimal, bool], list[_Offered]] = {}
    for each in rows:
        groups.setdefault((each.weight, each.most, each.plain), []).append(each)
    return list(groups.values())


def _cells(group: list[_Offered], field: str, beside: str) -> list[str]:
    """The cells to quote: both of a single row, one each of several, whose other figure the sentence tells."""
    if len(group) == 1:
        return [group[0].row.path(field), group[0].row.path(beside)]
    return [item.row.path(field) for item in group]


def _sureness(case: Case, *, plain: bool) -> Certainty:
    return Certainty.LIKELY if case.damaged or not plain else Certainty.CERTAIN


@check(
    code="WGT-05",
    name="criteria-maximum-differs-from-weight",
    title="评分标准的满分与分值不符",
    severity=Severity.ERROR,
    basis=(article(_10, 13), article(_10, "第五章")),
    forms=_FORMS,
    definition="表内评分标准各项得分相加（分档的取最高一档）所得的满分，与该行分值不相等。",
    why="标准给出的满分低于分值，差额就没有得分的依据；高于分值，扣分从何处起算说不清。",
    remedy="按分值重新分配评分标准各项的分数，或按标准改正分值，使两者相等。",
    faulty=f"{_ROW} | 评分标准 验收合格率不低于95%，得8分\n总分：分值 100 | 得分 100",
    sound=f"{_ROW} | 评分标准 验收合格率不低于95%，得10分",
    also=("SCO-10",),
)
def criteria_maximum_differs_from_weight(case: Case) -> Iterator[Fault]:
    """WGT-05: the points that the criteria name add up to the weight."""
    for group in _groups(list(_offered(case))):
        weight, most = group[0].weight, group[0].most
        side = f"少{written(weight - most)}分没有得分依据" if most < weight else f"比分值多{written(most - weight)}分"
        each = "各" if len(group) > 1 else ""
        yield case.finding(
            message=(
                f"{listed([item.row.name for item in group], '项')}评分标准的满分{each}为{written(most)}分，"
                f"分值{each}为{written(weight)}分，{side}。"
            ),
            quotes=_cells(group, "rule", "weight"),
            figures={"标准满分": written(most), "分值": written(weight)},
            certainty=_sureness(case, plain=group[0].plain),
        )


@check(
    code="SCO-10",
    name="score-above-criteria-maximum",
    title="得分高于评分标准的满分",
    severity=Severity.ERROR,
    basis=(article(_10, 16), article(_10, "第五章")),
    definition="按表内评分标准最多能得的分数，低于该行自评得分。",
    why="标准里没有的分不能得；多出的部分虚增总分，复核时要扣回。",
    remedy="按评分标准重新记分；标准漏写得分项的，先补全标准，再据实记分。",
    faulty=f"{_ROW} | 评分标准 验收合格率不低于95%，得8分",
    sound=f"{_ROW} | 评分标准 验收合格率不低于95%，得10分",
    also=("WGT-05",),
)
def score_above_criteria_maximum(case: Case) -> Iterator[Fault]:
    """SCO-10: no row earns more than its own criteria can give."""
    above = [each for each in _offered(case) if each.row.score is not None and each.most + CENT < each.row.score]
    for group in _groups([each for each in above if each.row.score is not None and each.row.score <= each.weight]):
        scores = [each.row.score or ZERO for each in group]
        told = "、".join(dict.fromkeys(written(score) for score in scores))
        each = "各" if len(group) > 1 else ""
        excess = sum(scores, ZERO) - group[0].most * len(group)
        yield case.finding(
            message=(
                f"{listed([item.row.name for item in group], '项')}评分标准最多{each}得{written(group[0].most)}分，"
                f"自评{each}得{told}分，{'合计' if len(group) > 1 else ''}多记{written(excess)}分。"
            ),
            quotes=_cells(group, "score", "rule"),
            figures={"标准满分": written(group[0].most), "自评得分": told, "多记": written(excess)},
            certainty=_sureness(case, plain=group[0].plain),
        )


class _Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a scale from `low` to `high`, None where it is open; whether each limit belongs to it, None where nothing is said."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool | None = None
    high_in: bool | None = None
    text: str


def _fault_between(upper: _Step, lower: _Step, least: Decimal) -> str | None:
    """What is wrong where two neighbouring steps meet; gaps up to `least` are none (whole persons, whole days)."""
    if upper.low is None or lower.high is None:
        return None
    if upper.low - lower.high > least:
        return f"“{lower.text}”与“{upper.text}”两档之间，{written(lower.high)}至{written(upper.low)}没有对应的分数"
    if upper.low < lower.high:
        return f"“{upper.text}”与“{lower.text}”两档在{written(upper.low)}至{written(lower.high)}之间重叠"
    if upper.low == lower.high and upper.low_in is False and lower.high_in is False:
        return f"“{upper.text}”与“{lower.text}”两档都不含{written(upper.low)}，恰为该值时没有对应的分数"
    return None


def _band_steps(bands: Bands) -> list[_Step]:
    return [
        _Step(low=band.low, high=band.high, low_in=band.low_included, high_in=band.high_included, text=band.text)
        for band in bands.bands
    ]


_END = Decimal(10) ** 18


def _scale_steps(part: Part) -> list[_Step] | None:
    """The steps of a scale of figures, highest first; None where it is no such scale or says what happens otherwise."""
    steps: list[_Step] = []
    units = set()
    for branch in part.branches:
        if not isinstance(branch.gives, Points) or len(branch.conditions) != 1:
            return None
        value = branch.conditions[0].value
        if not isinstance(value, Quantity | Range):
            return None
        units.add(value.unit.name)
        step = _figure_step(value, branch.conditions[0].text)
        if step is None:
            return None
        steps.append(step)
    if (
        len(steps) < 2
        or len(units) != 1
        or all(step.high is None for step in steps)
        or all(step.low is None for step in steps)
    ):
        return None
    return sorted(steps, key=lambda step: (_END if step.high is None else step.high, step.low or -_END), reverse=True)


def _figure_step(value: Quantity | Range, text: str) -> _Step | None:
    if isinstance(value, Range):
        return _Step(
            low=value.low, high=value.high, low_in=_said(value, text, 0), high_in=_said(value, text, 1), text=text
        )
    if value.operator.is_floor:
        return _Step(low=value.number, high=None, low_in=value.operator is Operator.GE, text=text)
    if value.operator.is_ceiling:
        return _Step(low=None, high=value.number, high_in=value.operator is Operator.LE, text=text)
    return None


def _said(value: Range, text: str, side: int) -> bool | None:
    """Whether a limit belongs to a range, where its text says so."""
    included = (value.low_included, value.high_included)[side]
    return included if "含" in text or not included else None


@check(
    code="SCO-14",
    name="criteria-bands-not-gapless",
    title="评分标准的分档有空档或重叠",
    severity=Severity.WARNING,
    basis=(article(_10, 16),),
    forms=_FORMS,
    definition="表内评分标准分档记分，相邻两档之间有没有对应分数的空档，或者同一个数落在两档之内。",
    why="落在空档里的完成值无分可得，落在重叠处的可高可低，打分就失去了标准。",
    remedy="补齐空档、划清界限，写明每档的上下限各含不含本数，使任何完成值都只对应一档。",
    faulty=f"{_ROW} | 评分标准 合格率≥95%得10分，80%-90%得6分，80%以下不得分",
    sound=f"{_ROW} | 评分标准 合格率≥95%得10分，80%（含）-95%（不含）得6分，80%以下不得分",
)
def criteria_bands_not_gapless(case: Case) -> Iterator[Fault]:
    """SCO-14: every value belongs to one band; a text that stands beside several rows is told of once."""
    texts: dict[str, list[Row]] = {}
    for row in case.rows:
        if row.indicator.rule:
            texts.setdefault(row.indicator.rule, []).append(row)
    for text, rows in texts.items():
        faults = list(dict.fromkeys(_band_faults(text)))
        if faults:
            yield case.finding(
                message=f"{listed([row.name for row in rows], '项')}评分标准{'；'.join(faults)}。",
                quotes=[row.path("rule") for row in rows],
                certainty=_sureness(case, plain=True),
            )


def _band_faults(text: str) -> Iterator[str]:
    for part in parse_criterion(text).parts:
        for branch in part.branches:
            if isinstance(branch.gives, Bands):
                yield from _between(_band_steps(branch.gives), ZERO)
        steps = _scale_steps(part)
        if steps is not None:
            yield from _between(steps, _least(part))


def _between(steps: list[_Step], least: Decimal) -> Iterator[str]:
    for upper, lower in pairwise(steps):
        fault = _fault_between(upper, lower, least)
        if fault is not None:
            yield fault


_PARTED = frozenset({"%", "元", "分钟", "月", "分", "", "百分点", "倍"})


def _least(part: Part) -> Decimal:
    """The distance of two neighbouring values: one for what is counted whole (人, 次, 个), none for what can be parted."""
    value = part.branches[0].conditions[0].value
    whole = isinstance(value, Quantity | Range) and value.unit.base not in _PARTED and value.unit.factor == 1
    return Decimal(1) if whole else ZERO


@check(
    code="SCO-18",
    name="criteria-laxer-than-target",
    title="评分标准的门槛低于年度指标值",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), article(_10, 16)),
    forms=_FORMS,
    definition="表内评分标准规定得满分的数值比年度指标值宽松（正向指标更低，反向指标更高）。",
    why="没有达到批复的指标值也能得满分，指标值就形同虚设；两个数至少有一个写错。",
    remedy="核对批复的指标值，使评分标准得满分的门槛与指标值一致。",
    faulty=f"{_ROW} | 评分标准 验收合格率不低于90%，得10分",
    sound=f"{_ROW} | 评分标准 验收合格率不低于95%，得10分",
)
def criteria_laxer_than_target(case: Case) -> Iterator[Fault]:
    """SCO-18: full points by the criteria ask for no less than the target."""
    for index, own in case.own_scores.items():
        row = case.rows[index]
        asked = _asked_for_full(own)
        if own.criterion.text != row.indicator.rule or asked is None or not isinstance(row.target, Quantity):
            continue
        if not _is_laxer(asked, row.target, row):
            continue
        profited = row.comparison.outcome is targets.Outcome.MISSED and row.score == row.weight
        gain = (
            f"，实际完成值{quoted(row.indicator.actual)}没有达到指标值而得满分{written(row.score or ZERO)}分"
            if profited
            else ""
        )
        yield case.finding(
            message=(
                f"{quoted(row.name)}年度指标值{quoted(row.indicator.target)}，评分标准写{quoted(asked.text)}即得满分，"
                f"门槛比指标值宽{gain}。"
            ),
            quotes=[
                row.path("rule"),
                row.path("target"),
                *([row.path("actual"), row.path("score")] if profited else []),
            ],
            figures={"标准门槛": asked.text, "指标值": row.indicator.target or ""},
            severity=Severity.ERROR if profited else None,
        )


def _asked_for_full(own: OwnScore) -> Quantity | None:
    """The figure that gives full points, where the criteria have one part and its best branch asks for one figure."""
    if len(own.criterion.parts) != 1:
        return None
    best = [branch for branch in own.criterion.parts[0].branches if branch.positive][:1]
    if not best or len(best[0].conditions) != 1 or best[0].conditions[0].shared:
        return None
    value = best[0].conditions[0].value
    return value if isinstance(value, Quantity) and (value.operator.is_floor or value.operator.is_ceiling) else None


def _is_laxer(asked: Quantity, wanted: Quantity, row: Row) -> bool:
    """Tell whether a bound asks for less than the target, in the target's own direction and unit."""
    if asked.unit.base != wanted.unit.base or asked.change or wanted.change or wanted.operator is Operator.ABOUT:
        return False
    if asked.operator.is_floor:
        downward = wanted.operator.is_ceiling or row.comparison.direction is targets.Direction.REVERSE
        return not downward and asked.value < wanted.value
    upward = wanted.operator.is_floor or row.comparison.direction is targets.Direction.POSITIVE
    return not upward and asked.value > wanted.value
