"""Criteria in one line a branch, so that a table of tests can be read."""

from jixiao.scoring.criteria import (
    Bands,
    Branch,
    Condition,
    Criterion,
    Deduction,
    Every,
    Gain,
    Judgement,
    Part,
    Points,
    Proportion,
    Unclear,
)
from jixiao.scoring.criteria.criterion import Outcome
from jixiao.scoring.intervals import Interval
from jixiao.scoring.rounding import rounded, written
from jixiao.targets import Deadline, Quantity, Range

WAYS = {"over": "高", "under": "低", "late": "迟", "off": "偏", "count": "次"}


def described(criterion: Criterion) -> list[str]:
    """One line for everything the text says."""
    if criterion.reference is not None:
        return [f"同 {criterion.reference}"]
    said = []
    if criterion.count is not None:
        said.append(f"共{criterion.count}项")
    if criterion.maximum is not None:
        said.append(f"满分{criterion.maximum}")
    if criterion.rounding is not None:
        said.append(f"不足一步 {criterion.rounding}")
    said += [f"定义 {each.name} = {each.top} ÷ {each.bottom}" for each in criterion.definitions]
    for part in criterion.parts:
        said += part_lines(part)
    return said


def part_lines(part: Part) -> list[str]:
    guard = {None: "", "qualitative": "定性 ", "quantitative": "定量 "}[part.guard]
    head = f"{part.mark}{' ' if part.mark else ''}{guard}{'／'.join(part.subjects)}"
    lines = [head.strip()] if head.strip() else []
    return lines + [branch_line(branch) for branch in part.branches]


def branch_line(branch: Branch) -> str:
    left = "，".join(condition_words(condition) for condition in branch.conditions)
    return f"{left} → {outcome_words(branch.gives)}".strip()


def condition_words(condition: Condition) -> str:
    value = condition.value
    if isinstance(value, Deadline):
        return f"期限[{condition.text}]"
    if isinstance(value, Range):
        low, high = ("[" if value.low_included else "("), ("]" if value.high_included else ")")
        return f"{value.subject or ''}{low}{value.low},{value.high}{high}{value.unit.name}{'的完成率' if condition.shared else ''}"
    if isinstance(value, Quantity):
        return f"{value.subject or ''}{value.operator}{value.number}{value.unit.name}"
    if condition.kind == "target":
        return "未达目标" if condition.denied else "达到目标"
    if condition.kind == "otherwise":
        return "否则"
    return f"{'否' if condition.denied else ''}“{condition.text}”"


def outcome_words(gives: Outcome) -> str:
    match gives:
        case Points(low=low, high=high, share=share):
            unit = "×分值" if share else "分"
            return f"得{low}{unit}" if low == high else f"得{low}~{high}{unit}"
        case Deduction(amount=low, most_amount=high, share=share, every=every, most=most):
            amount = f"{low}" if low == high else f"{low}~{high}"
            return f"扣{amount}{'×分值' if share else '分'}{step_words(every)}{'' if most is None else f'，至多扣{most}分'}"
        case Gain(amount=amount, every=every, most=most):
            return f"加{amount}分{step_words(every)}{'' if most is None else f'，至多{most}分'}"
        case Proportion(formula=formula):
            return (
                f"式 {' '.join(written(step.number) if step.kind == 'number' else step.kind for step in formula.steps)}"
                + (" 或倒数" if formula.either else "")
            )
        case Bands(bands=bands):
            marks = {None: "", True: "含", False: "不含"}
            return "档 " + "、".join(
                f"{band.high}{marks[band.high_included]}-{band.low}{marks[band.low_included]}" for band in bands
            )
        case Judgement():
            return "酌情"
        case Unclear(text=text):
            return f"未读懂“{text}”"


def step_words(every: Every | None) -> str:
    return "" if every is None else f"/{WAYS[every.way]}{every.step}{every.unit}"


def interval_words(interval: Interval | None) -> str:
    """A score for a table: 17, 0~2, 0~2不含2, — for none."""
    if interval is None:
        return "—"
    low, high = written(rounded(interval.low, 2)), written(rounded(interval.high, 2))
    return low if low == high else f"{low}~{high}{f'不含{high}' if interval.open_above else ''}"
