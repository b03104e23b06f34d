"""Running the checks: every one on every form it is for; one that crashes is reported and stops nothing."""

from collections.abc import Iterator

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import Check, checks
from jixiao.findings import Certainty, Finding, Severity
from jixiao.model import Submission
from jixiao.scoring import DEFAULT_PACK, RulePack, Scorecard, packs, score_all


def audit(submission: Submission, pack: RulePack | None = None) -> tuple[tuple[Scorecard, ...], tuple[Finding, ...]]:
    """Score every self-evaluation of a file under a rule pack (that of 财预〔2020〕10号 if none is given) and run all checks.

    Findings stand by form, within a form in the order of the registry; those about the whole file come last.
    """
    pack = pack or packs[DEFAULT_PACK]
    scorecards = {card.evaluation: card for card in score_all(submission, (pack,))}
    cases = tuple(Case(submission, index, pack, scorecards.get(index)) for index in range(len(submission.evaluations)))
    return tuple(scorecards.values()), tuple(examine(submission, cases))


def examine(submission: Submission, cases: tuple[Case, ...]) -> Iterator[Finding]:
    """Run all checks on prepared cases, one for each form of the submission."""
    for case in cases:
        for check in checks:
            if check.scope == "evaluation" and case.evaluation.form in check.forms:
                yield from run(check, case)
    whole = SubmissionCase(submission, cases)
    for check in checks:
        if check.scope == "submission":
            yield from run(check, whole)


def run(check: Check, case: Case | SubmissionCase) -> Iterator[Finding]:
    """Run one check; if it crashes, what it found so far stands and a finding about the check (AUDIT-00) follows."""
    try:
        yield from check.findings(case)
    except Exception as error:  # noqa: BLE001 - a fault in one check, whatever it is, must not cost the user all others
        yield Finding(
            code="AUDIT-00",
            name="check-crashed",
            title="审核点未能完成",
            severity=Severity.WARNING,
            certainty=Certainty.CERTAIN,
            message=f"审核点{check.code}（{check.title}）运行出错，本表未能据此审核：{type(error).__name__}：{error}。",
            evaluation=case.index if isinstance(case, Case) else None,
            suggestion="其余审核点不受影响；请把本条信息和原文件交给安装本程序的人员。",
        )
