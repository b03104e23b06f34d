"""说明: answers to findings, kept with the form in a small file beside it (`自评表.docx.answers.json`).

An answer belongs to one finding by its key: the check, the form, and the cells it quotes as they were when it was given. When one of them
changes the answer no longer fits, and the finding stands unanswered again; the answer is not thrown away but told of (AUDIT-02).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from jixiao import outputs
from jixiao.findings import Answer, Certainty, Finding, Quote, Severity
from jixiao.model import Submission

SCHEMA = "jixiao.answers/1"
SUFFIX = ".answers.json"
_KEY_LENGTH = 8


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with what it answers: the finding's key, code and sentence as people saw them."""

    key: str
    code: str
    message: str
    answer: Answer


class _File(msgspec.Struct, frozen=True, kw_only=True):
    schema: str
    answers: tuple[Kept, ...] = ()


def beside(path: Path) -> Path:
    """Where the answers to the findings about a file are kept."""
    return path.with_name(path.name + SUFFIX)


def read(path: Path) -> tuple[Kept, ...]:
    """Read the answers kept in a file, none if there is no such file; raises OSError, and ValueError when it is not in our format."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    try:
        file = msgspec.json.decode(content, type=_File)
    except msgspec.DecodeError as error:
        message = f"“{path}”不是本程序保存的说明文件（{error}）；请恢复原来的文件，或删除后重新说明。"
        raise ValueError(message) from error
    if file.schema != SCHEMA:
        message = f"“{path}”的格式是“{file.schema}”，应为“{SCHEMA}”；请用与之相配的版本打开。"
        raise ValueError(message)
    return file.answers


def write(path: Path, kept: Iterable[Kept]) -> None:
    """Keep answers in a file, whole or not at all; without any the file is taken away. Raises OSError."""
    answers = tuple(kept)
    if not answers:
        path.unlink(missing_ok=True)
        return
    content = msgspec.json.format(msgspec.json.encode(_File(schema=SCHEMA, answers=answers)), indent=1) + b"\n"
    outputs.write(path, content, replace=True)


def keyed(findings: Iterable[Finding], submission: Submission) -> tuple[Finding, ...]:
    """Give every finding its key; rows are known by their names, so that an inserted row changes no key."""
    names = _names(submission)
    return tuple(msgspec.structs.replace(finding, key=_key(finding, submission, names)) for finding in findings)


def _key(finding: Finding, submission: Submission, names: Sequence[str]) -> str:
    form = "" if finding.evaluation is None else names[finding.evaluation]
    cells = [f"{_cell(quote, finding, submission)}={quote.text}" for quote in finding.quotes]
    return hashlib.sha256("\n".join([finding.code, form, *cells]).encode()).hexdigest()[:_KEY_LENGTH]


def _names(submission: Submission) -> list[str]:
    """What each form is known by: project and year, or its position where several have one name or none."""
    named = [evaluation.project_name or evaluation.title for evaluation in submission.evaluations]
    often = Counter(named)
    return [
        f"{name} {evaluation.year if name and often[name] == 1 else index}"
        for index, (name, evaluation) in enumerate(zip(named, submission.evaluations, strict=True))
    ]


def _cell(quote: Quote, finding: Finding, submission: Submission) -> str:
    """Name a cell by its row and field instead of the row's number, and by its file where that is another one."""
    kind, _, rest = (quote.path or "").partition("/")
    index, _, field = rest.partition("/")
    if quote.file or finding.evaluation is None or kind not in {"indicators", "funds"}:
        return f"{quote.file}|{quote.path}"
    row = getattr(submission.evaluations[finding.evaluation], kind)[int(index)]
    return f"{row.name if kind == 'indicators' else row.label}|{field}"


def applied(findings: Sequence[Finding], kept: Sequence[Kept], name: str) -> tuple[Finding, ...]:
    """Put the answers to the findings they belong to; one that fits none is told of by a finding of its own. `name` is the file's."""
    by_key = {each.key: each for each in kept}
    found = {finding.key for finding in findings}
    answered = [
        msgspec.structs.replace(finding, answer=by_key[finding.key].answer) if finding.key in by_key else finding
        for finding in findings
    ]
    return (*answered, *(_stale(each, name) for each in kept if each.key not in found))


def _stale(kept: Kept, name: str) -> Finding:
    return Finding(
        code="AUDIT-02",
        name="answer-without-finding",
        title="说明所对应的问题已经变化",
        severity=Severity.INFO,
        certainty=Certainty.CERTAIN,
        message=f"对{kept.code}的说明“{kept.answer.reason}”不再对应任何问题：问题已经改正，或所引单元格的内容已经改变。原来的问题是：{kept.message}",
        suggestion=f"问题已经改正的，用 jixiao answer {name} {kept.key} --withdraw 撤回说明；仍然存在的，请重新说明。",
        key=kept.key,
    )
