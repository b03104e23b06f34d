"""Running the checks: every one on every form it is for; one that crashes is reported and stops nothing."""

from collections.abc import Iterator, Sequence

from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import Check, checks
from jixiao.audit.collection import Collection
from jixiao.audit.prose import Report
from jixiao.facts import FileDigest, digest, not_relied_on
from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.model import Submission
from jixiao.monitoring import DEFAULT_PACK as DEFAULT_MONITOR
from jixiao.monitoring import MonitorPack
from jixiao.monitoring import packs as monitor_packs
from jixiao.recalculation import confirm
from jixiao.scoring import DEFAULT_PACK, RulePack, Scorecard, packs, score_all
from jixiao.targets.quotation import quoted


def audit(
    submission: Submission, pack: RulePack | None = None, monitor: MonitorPack | None = None
) -> tuple[tuple[Scorecard, ...], tuple[Finding, ...]]:
    """Score every self-evaluation of a file under a rule pack (that of 财预〔2020〕10号 if none is given) and run all checks.

    The lights of monitoring forms are judged by `monitor`, the usual pack if none is given.

    The checks across files see this file only: what its forms and its narrative say of each other. Findings stand by form, within a
    form in the order of the registry; those about the whole file come after, behind them any score that the second scorer does not
    confirm, and last those across forms.
    """
    scorecards, findings = audit_alone(submission, pack, monitor)
    return scorecards, (*findings, *(finding for _, finding in compare((digest(submission),))))


def audit_alone(
    submission: Submission, pack: RulePack | None = None, monitor: MonitorPack | None = None
) -> tuple[tuple[Scorecard, ...], tuple[Finding, ...]]:
    """Score and check a file without the checks across files, which `compare` runs on the digests of all.

    Of a form that the reading does not rely on nothing is said but that (READ-07): what its rows seem to show may be misread.
    """
    pack, monitor = pack or packs[DEFAULT_PACK], monitor or monitor_packs[DEFAULT_MONITOR]
    scorecards = {card.evaluation: card for card in score_all(submission, (pack,))}
    report, forms = Report(submission), range(len(submission.evaluations))
    cases = tuple(Case(submission, index, pack, scorecards.get(index), report, monitor) for index in forms)
    found = (*examine(submission, cases), *unconfirmed(submission, tuple(scorecards.values()), pack))
    guessed = not_relied_on(submission)
    return tuple(scorecards.values()), tuple(finding for finding in found if finding.evaluation not in guessed)


def compare(files: Sequence[FileDigest], against: Sequence[FileDigest] = ()) -> Iterator[tuple[int, Finding]]:
    """Run the checks across files: findings about `files` by their position; those in `against` are only compared with."""
    collection = Collection((*files, *against), audited=len(files))
    for check in checks:
        if check.scope == "files":
            for file, finding in _across(check, collection):
                if file < len(files) and not _rests_on_guesses(files[file], finding):
                    yield file, finding


def audit_files(
    files: Sequence[Submission], against: Sequence[Submission] = (), pack: RulePack | None = None
) -> tuple[tuple[Finding, ...], ...]:
    """Check several files and hold them against each other and against further ones; the findings of each file in order."""
    found = [list(audit_alone(submission, pack)[1]) for submission in files]
    for file, finding in compare([digest(each) for each in files], [digest(each) for each in against]):
        found[file].append(finding)
    return tuple(map(tuple, found))


def _rests_on_guesses(file: FileDigest, finding: Finding) -> bool:
    return any(form.index == finding.evaluation and not form.relied_on for form in file.forms)


def _across(check: Check, collection: Collection) -> Iterator[tuple[int, Finding]]:
    try:
        yield from check.across(collection)
    except Exception as error:  # noqa: BLE001 - as in `run`
        yield 0, _crashed(check, error, None)


def examine(submission: Submission, cases: tuple[Case, ...]) -> Iterator[Finding]:
    """Run all checks on prepared cases, one for each form of the submission."""
    of_forms = [check for check in checks if check.scope == "evaluation"]
    for case in cases:
        for check in of_forms:
            if case.evaluation.form in check.forms:
                yield from run(check, case)
    whole = SubmissionCase(submission, cases)
    for check in checks:
        if check.scope == "submission":
            yield from run(check, whole)


def run(check: Check, case: Case | SubmissionCase) -> Iterator[Finding]:
    """Run one check; if it crashes, what it found so far stands and a finding about the check (AUDIT-00) follows."""
    try:
        yield from check.within(case)
    except Exception as error:  # noqa: BLE001 - a fault in one check, whatever it is, must not cost the user all others
        yield _crashed(check, error, case.index if isinstance(case, Case) else None)


def _crashed(check: Check, error: Exception, evaluation: int | None) -> Finding:
    return Finding(
        code="AUDIT-00",
        name="check-crashed",
        title="审核点未能完成",
        severity=Severity.WARNING,
        certainty=Certainty.CERTAIN,
        message=f"审核点{check.code}（{check.title}）运行出错，本表未能据此审核：{type(error).__name__}：{error}。",
        evaluation=evaluation,
        suggestion="其余审核点不受影响；请把本条信息和原文件交给安装本程序的人员。",
    )


def unconfirmed(submission: Submission, cards: tuple[Scorecard, ...], pack: RulePack) -> Iterator[Finding]:
    """Have every scorecard confirmed by the second scorer (jixiao.recalculation); where the two differ, neither is passed on as sure."""
    for card in cards:
        evaluation = submission.evaluations[card.evaluation]
        for difference in confirm(evaluation, card, pack):
            row = None if difference.indicator is None else evaluation.indicators[difference.indicator]
            where = "" if row is None else f"第{(difference.indicator or 0) + 1}行指标{quoted(row.name)}的"
            yield Finding(
                code="AUDIT-01",
                name="score-unconfirmed",
                title="两套记分结果不一致",
                severity=Severity.WARNING,
                certainty=Certainty.CERTAIN,
                message=f"{where}{difference.what}，本程序记为{difference.said}，另一套独立的算法算得{difference.recalculated}。",
                evaluation=card.evaluation,
                quotes=() if row is None else (Quote(text=row.score, place=row.place),),
                suggestion="这是程序的问题，不是填报的问题：请人工核对这一项，并把本条信息和原文件交给安装本程序的人员。",
            )
