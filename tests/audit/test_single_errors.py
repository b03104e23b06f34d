"""Laws of the SCO and DEV families: a form scored by the rules raises no alarm, and any single error in it is found."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jixiao.audit import audit
from jixiao.findings import Certainty, Finding
from jixiao.model import Submission, parse_notation
from jixiao.scoring import packs, rounded, score

PACK = packs["mof-2020-10"]
CENT = Decimal("0.01")
WEIGHTS = (15, 20, 5, 10, 15, 15, 10)
REASON = "因场地维修推迟，下一步将提前落实"


class Line:
    """An indicator with a percentage as target: at least, or at most where `reverse`."""

    def __init__(self, weight: int, target: int, actual: int, *, reverse: bool) -> None:
        self.weight, self.target, self.actual, self.reverse = weight, target, actual, reverse
        self.missed = actual > target if reverse else actual < target
        ratio = Decimal(target) / actual if reverse else Decimal(actual) / target
        self.score = rounded(weight * min(ratio, Decimal(1)), 2) if self.missed else Decimal(weight)

    def notation(self, number: int, score: Decimal, reason: str) -> str:
        sign = "≤" if self.reverse else "≥"
        note = f" | 原因 {reason}" if self.missed and reason else ""
        return (
            f"指标：产出指标 / 数量指标 / 事项{number}完成情况 | 分值 {self.weight} | 指标值 {sign}{self.target}% "
            f"| 实际值 {self.actual}% | 得分 {score}{note}"
        )


def line(weight: int) -> st.SearchStrategy[Line]:
    return st.builds(
        lambda target, percent, reverse: Line(weight, target, target * percent // 100, reverse=reverse),
        st.integers(60, 95),
        st.integers(75, 125),
        st.booleans(),
    )


LINES = st.tuples(*map(line, WEIGHTS))


def form(
    lines: tuple[Line, ...],
    *,
    total: Decimal | None = None,
    grade: str | None = None,
    scores: dict[int, Decimal] | None = None,
    reason: str = REASON,
) -> Submission:
    given_scores = [(scores or {}).get(number, entry.score) for number, entry in enumerate(lines)]
    total = sum(given_scores, Decimal(10)) if total is None else total
    rows = "\n".join(entry.notation(number, given_scores[number], reason) for number, entry in enumerate(lines))
    return parse_notation(
        "评价：project self_evaluation 2023 万元 自评表\n"
        "资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100% | 得分 10\n"
        f"{rows}\n总分：分值 100 | 得分 {total}\n等级：{grade or PACK.grades.grade(total)}"
    )


def found(submission: Submission) -> list[Finding]:
    return [finding for finding in audit(submission, PACK)[1] if finding.code[:3] in {"SCO", "DEV", "AUD"}]


def codes(submission: Submission) -> set[str]:
    return {finding.code for finding in found(submission) if finding.certainty is not Certainty.POSSIBLE}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_a_form_scored_by_the_rules_raises_no_alarm(lines: tuple[Line, ...]) -> None:
    assert found(form(lines)) == []


@settings(max_examples=30, deadline=None)
@given(LINES, st.decimals("0.02", "9", places=2), st.sampled_from([1, -1]))
def test_a_wrong_total_is_found(lines: tuple[Line, ...], error: Decimal, sign: int) -> None:
    right = sum((entry.score for entry in lines), Decimal(10))
    findings = found(form(lines, total=right - error * sign))
    assert "SCO-01" in {finding.code for finding in findings}


@settings(max_examples=30, deadline=None)
@given(LINES, st.integers(0, 6), st.decimals("0.5", "3", places=2))
def test_a_wrong_score_is_found(lines: tuple[Line, ...], which: int, error: Decimal) -> None:
    entry = lines[which]
    wrong = {which: max(entry.score - error, Decimal("0.01"))}
    lawful = (score(form(lines).evaluations[0], pack).rows[which].computed for pack in packs)
    assume(not any(given is not None and given.admits(wrong[which], CENT) for given in lawful))  # right by another rule
    assert codes(form(lines, scores=wrong)) & ({"SCO-05"} if entry.missed else {"SCO-03", "SCO-12"})


@settings(max_examples=30, deadline=None)
@given(LINES, st.integers(0, 6))
def test_full_points_for_a_missed_target_are_found(lines: tuple[Line, ...], which: int) -> None:
    entry = lines[which]
    expected = {"SCO-04"} if entry.missed and entry.score < entry.weight else set()
    assert codes(form(lines, scores={which: Decimal(entry.weight)})) == expected


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_missing_reasons_are_found(lines: tuple[Line, ...]) -> None:
    missed = sum(1 for entry in lines if entry.missed)
    assert [finding.code for finding in found(form(lines, reason=""))] == ["DEV-01"] * missed


@settings(max_examples=20, deadline=None)
@given(LINES, st.sampled_from("优良中差"))
def test_a_wrong_grade_is_found(lines: tuple[Line, ...], grade: str) -> None:
    total = sum((entry.score for entry in lines), Decimal(10))
    assert ("SCO-09" in codes(form(lines, grade=grade))) == (grade != PACK.grades.grade(total))
