"""The whole way of a file, the only module that knows it: read, recognise, score, audit; for one file or for many on all cores.

    file ──readers──▶ Document ──forms──▶ Submission ──scoring──▶ Scorecards ──audit──▶ Findings

Besides what the readers know, a file written by `jixiao read` itself (jixiao.submission/1, or the notation) is read back.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import msgspec

from jixiao import audit as auditing
from jixiao import forms, readers, scoring
from jixiao.documents import Document
from jixiao.findings import Finding
from jixiao.model import SCHEMA, Submission, parse_notation, submission_from_bytes
from jixiao.places import Source
from jixiao.registry import UnknownCodeError
from jixiao.results import Audited, Failed
from jixiao.scoring import Scorecard

T = TypeVar("T")

WORTH_A_POOL = 8
"""Fewer files than this are worked through in this process: starting others would cost more than it saves."""

MATERIAL = frozenset(
    {".txt", ".text", ".csv", ".tsv", ".json", ".notation", ".htm", ".html", ".pdf", ".rtf"}
    | {".doc", ".docx", ".wps", ".xls", ".xlsx", ".et"}
)
"""What material to be audited is called inside a folder; a file named outright is read whatever its name.

Kinds that no reader knows yet are among them, so that each such file is told of instead of being passed over.
"""

READABLE = frozenset({".txt", ".text", ".csv", ".tsv", ".json", ".notation"})
"""The kinds of material that a reader knows."""


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A file read, with what the reader saw of it and how each form was recognised; our own formats need neither stage.

    `document` is None for those; `traces` has one entry for each evaluation, or none.
    """

    submission: Submission
    document: Document | None = None
    traces: tuple[forms.FormTrace, ...] = ()


_MOST_WORKERS = 61  # what Windows can wait for at once
_HEAD = 4096
_NOTATION = re.compile(r"\A(?:\s*#.*\n|\s*\n)*评价：(?:project|transfer|department) ")


def read(path: Path) -> Submission:
    """Read one file and recognise its forms.

    Raises OSError when the file cannot be opened, readers.UnreadableFileError when its content cannot be read, and ValueError
    when a file in one of our own formats does not hold to it.
    """
    return trace(path).submission


def trace(path: Path) -> Traced:
    """Read one file as `read` does, once, and keep what the stages on the way saw; raises what `read` raises."""
    own = _own(path)
    if own is not None:
        return Traced(submission=own)
    document = readers.read(path)
    submission, recognised = forms.trace(document)
    return Traced(submission=submission, document=document, traces=recognised)


def _own(path: Path) -> Submission | None:
    """Read a file in the interchange format or in the notation; None when it is in neither."""
    head = _head(path)
    if head.lstrip().startswith("{") and f'"{SCHEMA}"' in head:
        return submission_from_bytes(path.read_bytes())
    if _NOTATION.match(head):
        data = path.read_bytes()
        plain = parse_notation(data.decode("utf-8-sig"), path.name)
        source = Source(
            name=path.name, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", reader="notation"
        )
        return msgspec.structs.replace(plain, source=source)
    return None


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8-sig", errors="ignore")


def score(submission: Submission, packs: Sequence[str] = ()) -> tuple[Scorecard, ...]:
    """Score every self-evaluation under each pack (codes; the national rule if none): forms in order, packs side by side.

    Raises registry.UnknownCodeError for a pack that does not exist.
    """
    return scoring.score_all(submission, [scoring.packs[code] for code in packs or (scoring.DEFAULT_PACK,)])


def examine(submission: Submission, packs: Sequence[str] = (), path: str = "") -> Audited:
    """Score and audit what was read; the first pack is the one the checks judge by, the others are for comparison."""
    leading, *others = packs or (scoring.DEFAULT_PACK,)
    judged, found = auditing.audit(submission, scoring.packs[leading])
    compared = score(submission, others) if others else ()
    return Audited(
        path=path or submission.source.name,
        submission=submission,
        scorecards=tuple(sorted((*judged, *compared), key=lambda card: card.evaluation)),
        findings=tuple(sorted((*submission.problems, *found), key=_by_form)),
    )


def _by_form(finding: Finding) -> int:
    return -1 if finding.evaluation is None else finding.evaluation


def audit(path: Path, packs: Sequence[str] = ()) -> Audited:
    """Read, score and audit one file; raises what `read` raises."""
    return examine(read(path), packs, str(path))


def read_file(path: Path) -> Audited:
    """Read one file without scoring or auditing it; raises what `read` raises."""
    return Audited(path=str(path), submission=read(path))


def score_file(path: Path, packs: Sequence[str] = ()) -> Audited:
    """Read and score one file without auditing it; raises what `read` raises."""
    submission = read(path)
    return Audited(path=str(path), submission=submission, scorecards=score(submission, packs))


def files(paths: Iterable[Path]) -> list[Path]:
    """List the files meant by paths: folders with all they hold that a reader may know, each file once, in order of name.

    A path that does not exist stays in the list, so that it is told of like any file that cannot be read.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        inside = sorted(filter(_wanted, path.rglob("*")), key=lambda file: file.as_posix()) if path.is_dir() else [path]
        for file in inside:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _wanted(file: Path) -> bool:
    suffix = file.suffix.lower()
    if file.name.startswith((".", "~$")) or suffix not in MATERIAL or not file.is_file():
        return False
    return suffix != ".json" or f'"{SCHEMA}"' in _head(file)


def work(task: Callable[[Path], T], paths: Sequence[Path], jobs: int | None = None) -> Iterator[T | Failed]:
    """Do one task for every file, in the order given, on `jobs` processes (all cores if None); what fails becomes Failed.

    The task must be a function of a module, or a partial of one, because other processes import it.
    """
    workers = min(jobs or _usual_jobs(len(paths)), len(paths), _MOST_WORKERS)
    if workers <= 1:
        yield from (_guarded(task, path) for path in paths)
        return
    remaining = list(paths)
    while remaining:
        for result in _pooled(task, remaining, workers):
            remaining.pop(0)
            yield result
        if remaining:
            # A process died and took the pool with it. The first file left may be the cause: it gets a process of its own.
            path = remaining.pop(0)
            yield from list(_pooled(task, [path], 1)) or [Failed(path=str(path), message=_DIED.format(path))]


_DIED = "“{}”处理到一半时程序意外退出（可能内存不足，或文件已损坏），其余文件不受影响；请另存为一份新文件后再试。"


def _usual_jobs(count: int) -> int:
    return 1 if count < WORTH_A_POOL else os.cpu_count() or 1


def _pooled(task: Callable[[Path], T], paths: Sequence[Path], workers: int) -> Iterator[T | Failed]:
    """Yield results in order until all are done or a process dies."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(partial(_guarded, task), paths)
        except BrokenProcessPool:
            return


def _guarded(task: Callable[[Path], T], path: Path) -> T | Failed:
    try:
        return task(path)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file must not stop the others
        return Failed(path=str(path), message=explain_failure(path, error))


def explain_failure(path: Path, error: Exception) -> str:
    """Say in one Chinese sentence why a file could not be worked through and what to do."""
    if isinstance(error, readers.UnreadableFileError):
        return str(error).replace(f"“{path.name}”", f"“{path}”", 1)
    for kind, told in _FAILURES:
        if isinstance(error, kind):
            said = readers.reason(error) if isinstance(error, OSError) else error
            return told.format(path=path, error=said)
    return (
        f"处理“{path}”时程序内部出错（{type(error).__name__}：{error}），该文件未能审核；"
        "请把文件和本条信息交给安装本程序的人员。"
    )


_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "“{path}”不存在；请检查文件名和所在文件夹。"),
    (
        PermissionError,
        "“{path}”打不开：没有读取权限，或正被其他程序占用；请关闭正在使用它的程序，或换一个有权限的用户再试。",
    ),
    (OSError, "“{path}”打不开（{error}）；请检查文件是否完好、磁盘或网络是否可用。"),
    (UnknownCodeError, "{error}"),
    (MemoryError, "“{path}”太大，内存不够用；请拆分成几个文件后再试。"),
    (ValueError, "“{path}”的内容不合格式：{error}"),
)
