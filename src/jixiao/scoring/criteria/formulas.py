"""计分公式: small formulas over target, actual, rate and weight (完成率×权重, B/A或A/B×分值, (1－超支率)×权重).

    formula = sum  |  sum 或 sum                                 the second form: B/A for targets to reach, A/B for limits
    sum     = product {("+" | "-") product}
    product = factor {("×" | "÷") factor}                        乘以 is ×, / and 除以 are ÷, "X与Y的比值" is (X÷Y)
    factor  = number ["%"] | "(" sum ")" | operand
    operand = weight (权重分, 该指标分值) | actual (B, 实际完成值) | goal (A, 指标值) | done (完成率) | rate (…率: the row's own)

A formula is understood only when every operand is, and when it makes a share of the weight; else it is None.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

import msgspec

from jixiao.scoring.rounding import EXACT

ONE = Decimal(1)
HUNDRED = Decimal(100)
LONGEST = 80
"""Characters of the longest formula that is looked into."""


class Step(msgspec.Struct, frozen=True):
    """One step of a formula in postfix order: an operand by its name, a number, or an operation (+ - × ÷)."""

    kind: str
    number: Decimal = ONE


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """A share of the weight, in postfix order. `either` is B/A或A/B: the direction of the target decides.

    `rate` is the name of the row's own rate that the formula multiplies (满意度); empty where actual and target decide.
    """

    steps: tuple[Step, ...]
    either: bool = False
    rate: str = ""

    @property
    def in_points(self) -> bool:
        """Tell whether the result is a number of points although no weight is named (满意度×10)."""
        weighed = any(step.kind == "weight" for step in self.steps)
        return not weighed and any(step.kind == "number" and step.number > ONE for step in self.steps)

    def share(self, operands: Mapping[str, Decimal]) -> Decimal | None:
        """Work the formula out for `operands` by name (a weight counts as 1); None where it divides by zero or lacks one."""
        stack: list[Decimal] = []
        for step in self.steps:
            operation = _OPERATIONS.get(step.kind)
            if operation is not None:
                right, left = stack.pop(), stack.pop()
                try:
                    stack.append(operation(left, right))
                except (DivisionByZero, InvalidOperation):
                    return None
            elif step.kind in {"number", "weight"}:
                stack.append(step.number)
            elif step.kind in operands:
                stack.append(operands[step.kind])
            else:
                return None
        return stack.pop()


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "×": EXACT.multiply,
    "÷": EXACT.divide,
}
_WHOSE = r"(?:该|本|此|单|各|其)?(?:项|个)?(?:三级|二级)?(?:指标)?的?"
_WEIGHT = re.compile(
    rf"{_WHOSE}(?:权重(?:分数|分值|得分|分)?|权数|分值|标准分值?|满分分值|满分|配分)|{_WHOSE}分数|指标权重分值?"
)
_DONE = re.compile(
    r"(?:实际|目标|指标|任务|计划|年度|绩效|数量|工作|该项|值)*的?(?:完成|达成|实现)的?(?:率|比例|比率|比|度|百分比|程度|进度)(?:情况|结果)?|比例|比率|实际比例"
)
_GOAL = re.compile(
    r"[Aa]|(?:年度|年初|全年|绩效|预期|预定|既定|设定)*的?(?:目标|指标|计划|标准|标杆|预期|任务|应完成)(?:完成)?(?:值|数量?|量|任务)?"
)
_ACTUAL = re.compile(
    r"[Bb]|(?:年度|全年|当年|本年)*(?:实际|完成|业绩|实绩|绩效)+的?(?:完成|业绩)*(?:值|数量?|量|情况|结果)?"
)
_RATE = re.compile(
    r"[^=()<>≥≤0-9]{0,24}?(?:率|比例|比率|占比|比重|满意度|知晓度|百分比|比值|程度)(?:的?(?:结果|得分|比例|比率|数值|值|百分比))*"
)
_LEXEME = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?%?)|(?P<op>[×÷+\-()])|(?P<word>[^×÷+\-()0-9]+)",
)
_RATIO = re.compile(r"(?P<top>[^×÷+\-()]+?)(?:与|和|同|占)(?P<bottom>[^×÷+\-()]+?)的?(?:比值|比例|比重|比率|之比|比)")
_PRODUCT = re.compile(r"(?P<one>[^×÷+\-()]+?)(?:与|和|同)(?P<two>[^×÷+\-()]+?)的?乘积")
_TIMES = re.compile(r"再?乘以|再?乘(?!积)|[*xX]")
_OVER = re.compile(r"除以|[/]")
_LEAD = re.compile(r"^(?:则|可|应)*(?:按照|按|根据|依据|以|依)?(?:其|照)?")
_EITHER = re.compile(r"(?P<one>[^或]+)或者?(?P<two>[^或×]+)(?P<rest>×.*)?")
_POINTS = re.compile(r"([0-9])分(?!值|数)")
_FRACTION = re.compile(r"(?P<top>[^×÷+\-()或0-9]{2,30})÷(?P<bottom>[^×÷+\-()或0-9]{2,30})")
_PERCENT = re.compile(r"×100%(?!.*÷)|(?<=[一-鿿AaBb)])%$")


def formula(text: str) -> Formula | None:
    """Read a formula: a key without blanks, without 得分= before and 计分 behind. None where any of it is not understood."""
    if len(text) > LONGEST:
        return None
    plain = _OVER.sub("÷", _TIMES.sub("×", _LEAD.sub("", text.strip("的,，:"))))
    plain = _PRODUCT.sub(r"\g<one>×\g<two>", plain)
    plain = _RATIO.sub(r"(\g<top>÷\g<bottom>)", re.sub("[,，]", "", plain))
    plain = _FRACTION.sub(_named, _POINTS.sub(r"\g<1>", plain))
    plain = _PERCENT.sub("", plain).strip("的:")
    if both := _EITHER.fullmatch(plain):
        one, two = (_single(both[side] + (both["rest"] or "")) for side in ("one", "two"))
        return None if one is None or two is None or one.rate or two.rate else Formula(steps=one.steps, either=True)
    return _single(plain)


def _named(found: re.Match[str]) -> str:
    """A fraction of two amounts that have names of their own is the rate that the row measures (实际支出÷预算数)."""
    return found[0] if _operand(found["top"]) or _operand(found["bottom"]) else "该项比率"


def _single(plain: str) -> Formula | None:
    lexemes = [(str(found.lastgroup), found[0]) for found in _LEXEME.finditer(plain)]
    parser = _Parser(lexemes)
    if not lexemes or not parser.total() or parser.rest:
        return None
    if [step.kind for step in parser.steps[:3]] in (["done", "goal", "÷"], ["rate", "goal", "÷"]):
        # A rate set against its target is the actual of a row that measures a rate.
        parser.steps[0], parser.rate = Step("actual"), ""
    return Formula(steps=tuple(parser.steps), rate=parser.rate) if parser.units() in {"", "w"} else None


class _Parser:
    """Recursive descent over the lexemes, leaving postfix steps; every method says whether it succeeded."""

    def __init__(self, lexemes: list[tuple[str, str]]) -> None:
        self.rest = lexemes
        self.steps: list[Step] = []
        self.rate = ""

    def total(self) -> bool:
        """A sum: products joined by + and -."""
        return self._chain("+-", self._product)

    def _product(self) -> bool:
        return self._chain("×÷", self._factor)

    def _chain(self, signs: str, operand: Callable[[], bool]) -> bool:
        if not operand():
            return False
        while self.rest and self.rest[0][0] == "op" and self.rest[0][1] in signs:
            sign = self.rest.pop(0)[1]
            if not operand():
                return False
            self.steps.append(Step(sign))
        return True

    def _factor(self) -> bool:
        if not self.rest:
            return False
        kind, text = self.rest.pop(0)
        if kind == "number":
            value = Decimal(text.removesuffix("%"))
            self.steps.append(Step("number", EXACT.divide(value, HUNDRED) if text.endswith("%") else value))
            return True
        if text == "(":
            return self.total() and bool(self.rest) and self.rest.pop(0)[1] == ")"
        name = _operand(text.strip("的:"))
        if name == "rate":
            self.rate = text.strip("的:")
        self.steps.append(Step(name))
        return kind == "word" and bool(name)

    def units(self) -> str:
        """What the formula measures: "w" a number of points, "" a share, anything else nonsense (a sum of unlike things)."""
        stack: list[tuple[int, int] | None] = []
        for step in self.steps:
            if step.kind in _OPERATIONS:
                right, left = stack.pop(), stack.pop()
                stack.append(_measured(step.kind, left, right))
            else:
                stack.append(_UNITS.get(step.kind, (0, 0)))
        return {(1, 0): "w", (0, 0): ""}.get(stack[0] or (9, 9), "?")


_UNITS = {"weight": (1, 0), "actual": (0, 1), "goal": (0, 1)}


def _measured(sign: str, left: tuple[int, int] | None, right: tuple[int, int] | None) -> tuple[int, int] | None:
    """The powers of weight and of the row's measure after an operation; None for a sum of unlike things."""
    if left is None or right is None:
        return None
    if sign in "+-":
        return left if left == right else None
    turn = 1 if sign == "×" else -1
    return left[0] + turn * right[0], left[1] + turn * right[1]


def _operand(word: str) -> str:
    kinds = (("weight", _WEIGHT), ("done", _DONE), ("actual", _ACTUAL), ("goal", _GOAL), ("rate", _RATE))
    return next((name for name, pattern in kinds if pattern.fullmatch(word)), "")
