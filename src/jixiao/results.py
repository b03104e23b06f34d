"""What working through one file gives: its content with scores and findings (Audited), or why it could not be read (Failed)."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from jixiao.facts import FileDigest
from jixiao.findings import Finding, Severity
from jixiao.model import Submission
from jixiao.scoring import Scorecard


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """One file read, scored and audited.

    `path` is the file as the user named it. `scorecards` holds one per form and rule pack (评价口径), forms in order, the packs of a
    form side by side. `findings` include those made while reading; those about the whole file come first, then form by form, of each the
    gravest first. `digest` is what other files are to be compared with, until that is done.
    """

    path: str
    submission: Submission
    scorecards: tuple[Scorecard, ...] = ()
    findings: tuple[Finding, ...] = ()
    digest: FileDigest | None = None


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be worked through; `message` is one Chinese sentence: what, where, what was expected, what to do."""

    path: str
    message: str


Result = Audited | Failed


def by_severity(results: Iterable[Result]) -> dict[Severity, int]:
    """Count the findings of all files by severity, gravest first, zeros included."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings_of(results):
        counts[finding.severity] += 1
    return counts


def findings_of(results: Iterable[Result]) -> Iterator[Finding]:
    """Go through the findings of all files."""
    for result in results:
        if isinstance(result, Audited):
            yield from result.findings


def worst_at_least(results: Iterable[Result], level: Severity) -> bool:
    """Tell whether any finding that is still open is as grave as the level or graver."""
    return any(finding.open and finding.severity.at_least(level) for finding in findings_of(results))


def restrict(result: Result, only: Sequence[str], without: Sequence[str]) -> Result:
    """Keep the findings whose code or family (the letters before the dash) is in `only`, if any is named, and not in `without`."""
    if isinstance(result, Failed):
        return result
    kept = tuple(
        finding
        for finding in result.findings
        if (not only or _named(finding.code, only)) and not _named(finding.code, without)
    )
    return msgspec.structs.replace(result, findings=kept)


def _named(code: str, among: Sequence[str]) -> bool:
    return code in among or code.partition("-")[0] in among
