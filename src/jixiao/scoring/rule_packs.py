"""评价口径: what a rule pack is. One pack is the dated law of one issuer; its figures stand in packs/*.yaml, validated by these types.

Shares are parts of an indicator's weight (0.8 = 80 %), ratios are parts of a target or a budget (1.30 = 130 %), points are points.
"""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import msgspec

from jixiao.law import Article

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule carries: its basis in law and a short Chinese explanation."""

    basis: tuple[Article, ...]
    explanation: str


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a scale: from this ratio upwards, up to the step above it, this share of the weight."""

    at_least: Decimal
    value: Decimal


def _refuse(*, when: bool, because: str) -> None:
    if when:
        raise ValueError(because)


def _check_steps(steps: tuple[Step, ...], what: str) -> None:
    _refuse(when=not steps or steps[-1].at_least != ZERO, because=f"{what}的最低一档必须从0开始")
    _refuse(
        when=any(upper.at_least <= lower.at_least for upper, lower in pairwise(steps)),
        because=f"{what}各档的下限必须从高到低排列",
    )
    _refuse(
        when=any(upper.value < lower.value for upper, lower in pairwise(steps))
        or any(not ZERO <= step.value <= ONE for step in steps),
        because=f"{what}各档的取值必须在0和1之间，且随下限降低而不升高",
    )


def step_for(steps: tuple[Step, ...], ratio: Decimal) -> Step:
    """Find the step that a ratio falls into; below zero counts as the lowest."""
    return next((step for step in steps if ratio >= step.at_least), steps[-1])


class WeightTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of first-level weights (权重): when it applies, the points of the execution rate and of each first level."""

    applies: str
    execution: Decimal
    levels: dict[str, Decimal]

    def __post_init__(self) -> None:
        _refuse(
            when=self.execution + sum(self.levels.values()) != HUNDRED, because=f"权重表“{self.applies}”合计不是100分"
        )


class WeightRule(Rule, frozen=True, kw_only=True):
    """The weight tables of a pack, the usual one first."""

    tables: tuple[WeightTable, ...]

    def __post_init__(self) -> None:
        _refuse(when=not self.tables, because="至少要有一张权重表")


class ExecutionRule(Rule, frozen=True, kw_only=True):
    """预算执行率: linear (rate × weight, capped) or by interval; `indicator_row` says how a row of that name is scored.

    `over_budget` says what an execution above the budget earns, `zero_budget` what a budget of zero does: "open" leaves it undecided.
    """

    method: Literal["linear", "intervals"]
    steps: tuple[Step, ...] = ()
    over_budget: Literal["full", "open"]
    zero_budget: Literal["full", "zero", "open"]
    indicator_row: Literal["execution", "indicator", "either"]

    def __post_init__(self) -> None:
        if self.method == "intervals":
            _check_steps(self.steps, "预算执行率")
        _refuse(when=self.method != "intervals" and bool(self.steps), because="按比例记分的预算执行率不分档")


class CompletionRule(Rule, frozen=True, kw_only=True):
    """完成比例: a quantity that misses its target earns its completion ratio, or, with a pass line, the part above the line."""

    pass_line: Decimal | None = None

    def __post_init__(self) -> None:
        _refuse(when=self.pass_line is not None and not ZERO < self.pass_line < ONE, because="及格线必须在0和1之间")


class ReverseRule(Rule, frozen=True, kw_only=True):
    """反向指标 that exceeds its target: target ÷ actual, or linear down to nothing at `zero_at` times the target."""

    method: Literal["inverse", "linear"]
    zero_at: Decimal | None = None

    def __post_init__(self) -> None:
        _refuse(
            when=(self.method == "linear") != (self.zero_at is not None),
            because="反向指标按线性扣减时（且仅在此时）要写明减至零的倍数",
        )
        _refuse(when=self.zero_at is not None and self.zero_at <= ONE, because="反向指标减至零的倍数必须大于1")


class EqualRule(Rule, frozen=True, kw_only=True):
    """等于型指标 above its target: full points, target ÷ actual, or either of the two."""

    above: Literal["full", "inverse", "either"]


class DeadlineRule(Rule, frozen=True, kw_only=True):
    """时限 missed: nothing, or anything below full points because the rule gives no ratio for days."""

    missed: Literal["zero", "open"]


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A band of a qualitative indicator: the Chinese name of the level and the shares from `low` up to `high`."""

    title: str
    low: Decimal
    high: Decimal


class QualitativeRule(Rule, frozen=True, kw_only=True):
    """定性指标: three bands without gap from full points to nothing; a limit between two bands belongs to the upper one.

    `mostly` is the band for 基本达成, which stands between the phrases of the law.
    """

    reached: Band
    partly: Band
    missed: Band
    mostly: Literal["reached", "partly", "either"]

    def __post_init__(self) -> None:
        bands = (self.reached, self.partly, self.missed)
        _refuse(when=self.reached.high != ONE or self.missed.low != ZERO, because="定性指标各档必须从100%到0")
        _refuse(
            when=any(upper.low != lower.high for upper, lower in pairwise(bands))
            or any(b.low >= b.high for b in bands),
            because="定性指标各档必须首尾相接",
        )


class SatisfactionRule(Rule, frozen=True, kw_only=True):
    """满意度: like any quantity, or by the level of satisfaction itself."""

    method: Literal["completion", "intervals"]
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.method == "intervals":
            _check_steps(self.steps, "满意度")
        _refuse(when=self.method != "intervals" and bool(self.steps), because="按完成比例记分的满意度不分档")


class ZeroTargetRule(Rule, frozen=True, kw_only=True):
    """目标为零: full points when reached, else the share given here."""

    otherwise: Decimal


class OverAchievementRule(Rule, frozen=True, kw_only=True):
    """超额完成: from `threshold` times the target on, nothing happens, a reason is due, or points are taken off.

    `flat` takes `points` off; `proportional` takes the deviation (actual ÷ target − 1) times the weight off.
    `may_reduce` says that the evaluator may take points off although the rule names no figure.
    """

    policy: Literal["none", "reason", "flat", "proportional"]
    threshold: Decimal | None = None
    points: Decimal | None = None
    may_reduce: bool = False

    def __post_init__(self) -> None:
        _refuse(
            when=(self.policy == "none") != (self.threshold is None),
            because="超额完成的处理与起点倍数必须同时写明或同时不写",
        )
        _refuse(when=(self.policy == "flat") != (self.points is not None), because="定额扣分（且仅在此时）要写明扣几分")
        _refuse(when=self.threshold is not None and self.threshold <= ONE, because="超额完成的起点必须大于1倍")


class Cap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The highest total (in points) that an execution rate below `below` allows."""

    below: Decimal
    total: Decimal


class CapRule(Rule, frozen=True, kw_only=True):
    """总分封顶: caps from the mildest to the strictest; the strictest that applies counts."""

    caps: tuple[Cap, ...]

    def __post_init__(self) -> None:
        _refuse(
            when=not self.caps
            or any(mild.below <= strict.below or mild.total <= strict.total for mild, strict in pairwise(self.caps)),
            because="总分封顶必须从宽到严排列",
        )

    def cap(self, rate: Decimal) -> Decimal | None:
        """Return the highest total for an execution rate (1 = 100 %); None when it is not limited."""
        applying = [cap.total for cap in self.caps if rate < cap.below]
        return applying[-1] if applying else None


class DutyRule(Rule, frozen=True, kw_only=True):
    """说明义务: when an explanation is due. `at` is a ratio (over_achieved, execution_below), `at_zero_target` a plain figure.

    `hint` says that the rule names no figure: `at` is then only where we ask, and nobody is at fault for it.
    """

    when: Literal["missed", "over_achieved", "execution_below"]
    hint: bool = False
    at: Decimal | None = None
    at_zero_target: Decimal | None = None

    def __post_init__(self) -> None:
        _refuse(
            when=(self.when == "missed") != (self.at is None),
            because="超额完成和执行率偏低的说明义务（且仅此两种）要写明起点",
        )


class GradeLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A grade (等级) and the total it begins at."""

    name: str
    at_least: Decimal


class GradeRule(Rule, frozen=True, kw_only=True):
    """等级: limits from the best grade down to zero; every total belongs to exactly one grade."""

    limits: tuple[GradeLimit, ...]

    def __post_init__(self) -> None:
        _refuse(when=not self.limits or self.limits[-1].at_least != ZERO, because="最低一等必须从0分开始")
        _refuse(
            when=any(upper.at_least <= lower.at_least for upper, lower in pairwise(self.limits)),
            because="各等的下限必须从高到低排列",
        )
        _refuse(when=len({limit.name for limit in self.limits}) != len(self.limits), because="等级名称不得重复")

    def grade(self, total: Decimal) -> str | None:
        """Name the grade of a total between 0 and 100; None for a total outside."""
        if not ZERO <= total <= HUNDRED:
            return None
        return next(limit.name for limit in self.limits if total >= limit.at_least)


class RoundingRule(Rule, frozen=True, kw_only=True):
    """舍入: decimals of every row score and total, always half up."""

    places: int

    def __post_init__(self) -> None:
        _refuse(when=not 0 <= self.places <= 6, because="小数位数应在0到6之间")


class RulePack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The law of one issuer from `valid_from` (None when its beginning is not known) to `valid_to` (open when None).

    `verified` tells whether its own rules were compared with the text they come from, in the sense of `jixiao.law.base`.
    """

    code: str
    title: str
    issuer: str
    description: str
    valid_from: date | None
    valid_to: date | None = None
    verified: bool
    basis: tuple[Article, ...]
    weights: WeightRule
    execution: ExecutionRule
    completion: CompletionRule
    reverse: ReverseRule
    equal: EqualRule
    range: Rule
    deadline: DeadlineRule
    qualitative: QualitativeRule
    satisfaction: SatisfactionRule
    zero_target: ZeroTargetRule
    over_achievement: OverAchievementRule
    total_caps: CapRule | None = None
    duties: tuple[DutyRule, ...] = ()
    grades: GradeRule
    rounding: RoundingRule

    def __post_init__(self) -> None:
        begun, ended = self.valid_from, self.valid_to
        _refuse(when=begun is not None and ended is not None and ended < begun, because="有效期的终点早于起点")

    def reservation(self, year: int | None) -> str:
        """Say in Chinese that a form of a year lies outside the time of the pack; empty when it does not, or a date is not known.

        A year is evaluated in itself or in the next one, so a rule governs it that had begun by then and had not ended before.
        """
        if year is None:
            return ""
        if self.valid_from is not None and self.valid_from.year > year + 1:
            return f"本表为{year}年度，“{self.title}”自{_day(self.valid_from)}起才适用，重算结果仅供对照。"
        if self.valid_to is not None and self.valid_to.year < year:
            return f"本表为{year}年度，“{self.title}”只适用到{_day(self.valid_to)}，重算结果仅供对照。"
        return ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
