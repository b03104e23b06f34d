"""评分标准: what the text of a form's own 评分标准 says, as typed pieces; each piece remembers the text it was made of."""

from decimal import Decimal
from typing import Literal

import msgspec

from jixiao.scoring.criteria.formulas import Formula
from jixiao.targets import Deadline, Quantity, Range


class Token(msgspec.Struct, frozen=True):
    """A stretch of the printed text [start, end) and what it was taken for."""

    kind: str
    start: int
    end: int


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What must be so: a figure (`value`), the row's own target, something in words, or "anything else" (否则).

    `denied` is the negative side: 未建立, 未达到指标值. `shared` says that the figure is the completion rate, not the measure itself.
    """

    kind: Literal["figure", "target", "words", "otherwise"]
    text: str
    value: Quantity | Range | Deadline | None = None
    denied: bool = False
    shared: bool = False


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """What a branch gives: from `low` to `high` points, or shares of the weight; full points are the share 1, none 0 points."""

    low: Decimal
    high: Decimal
    share: bool = False


class Every(msgspec.Struct, frozen=True, kw_only=True):
    """How often something is counted: 每超出1% is over by steps of 1 %, 每发现一例 a count of 例."""

    step: Decimal
    unit: str
    way: Literal["over", "under", "late", "off", "count"]


class Deduction(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken off: points or a share of the weight, once or for every step, at most `most` points.

    `amount` is the least, `most_amount` the most that is taken each time (扣1-2分).
    """

    amount: Decimal
    most_amount: Decimal
    share: bool = False
    every: Every | None = None
    most: Decimal | None = None


class Gain(msgspec.Struct, frozen=True, kw_only=True):
    """Points for every one of something (每完成1次得2分), at most `most`."""

    amount: Decimal
    every: Every
    most: Decimal | None = None


class Proportion(msgspec.Struct, frozen=True, kw_only=True):
    """Points by a formula: 完成率×权重."""

    formula: Formula


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A share of the weight from `low` to `high` per cent; None where the text does not say whether a limit belongs to it."""

    low: Decimal
    high: Decimal
    low_included: bool | None = None
    high_included: bool | None = None
    text: str


class Bands(msgspec.Struct, frozen=True, kw_only=True):
    """The bands of a qualitative indicator, best first (100%-80%、80%-60%、60%-0)."""

    bands: tuple[Band, ...]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Points left to whoever judges (酌情扣分)."""


class Unclear(msgspec.Struct, frozen=True, kw_only=True):
    """Words about points that were not understood."""

    text: str


Outcome = Points | Deduction | Gain | Proportion | Bands | Judgement | Unclear


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions that hold together, and what then happens."""

    conditions: tuple[Condition, ...]
    gives: Outcome
    text: str

    @property
    def positive(self) -> bool:
        """Tell whether the branch gives points."""
        return isinstance(self.gives, Points) and self.gives.high > 0

    @property
    def zero(self) -> bool:
        """Tell whether the branch says that nothing is earned."""
        return isinstance(self.gives, Points) and self.gives.high == 0


Guard = Literal["qualitative", "quantitative"]
"""The kinds of indicator that a part may be for (定性指标, 定量指标)."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement with everything said about it.

    `subjects` are the words that stand before the branches and only say what is looked at (信息系统是否有效运行). `guard` is the kind of
    indicator that the part is for, None for any.
    """

    branches: tuple[Branch, ...]
    subjects: tuple[str, ...] = ()
    mark: str = ""
    guard: Guard | None = None

    @property
    def demands(self) -> tuple[str, ...]:
        """What the part asks for in words, without what the branches for less say."""
        best = next((branch for branch in self.branches if branch.positive), None)
        own = (
            ()
            if best is None
            else tuple(each.text for each in best.conditions if each.kind == "words" and not each.denied)
        )
        return (*self.subjects, *own)


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A rate defined in the text: name, what stands above the line and what below (控制率=(在职人数/编制数)×100%)."""

    name: str
    top: str
    bottom: str


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """A whole 评分标准. Every character belongs to one of `tokens`.

    `count` is the number of requirements announced (共3项), `maximum` the full points stated (满分10分). `remarks` only explain;
    `unclear` speaks of points and was not understood. `reference` names the rows whose method is to be used (同效益指标).
    `rounding` says how a part of a step counts (不足1%按1%计).
    """

    text: str
    tokens: tuple[Token, ...]
    parts: tuple[Part, ...] = ()
    count: int | None = None
    maximum: Decimal | None = None
    rounding: Literal["up", "down"] | None = None
    definitions: tuple[Definition, ...] = ()
    remarks: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    reference: str | None = None
