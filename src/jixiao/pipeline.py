"""The whole way of a file, the only module that knows it: read, recognise, score, audit; for one file or for many on all cores.

    file ──readers──▶ Document ──forms──▶ Submission ──scoring──▶ Scorecards ──audit──▶ Findings
                                               └──facts──▶ FileDigest, one for each file ──audit──▶ Findings across files

Besides what the readers know, a file written by `jixiao read` itself (jixiao.submission/1, or the notation) is read back.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from math import ceil
from pathlib import Path
from typing import TypeVar

import msgspec

from jixiao import answers, facts, forms, materials, monitoring, readers, scoring, simulation
from jixiao import audit as auditing
from jixiao.documents import Document, Omission, Picture
from jixiao.findings import Answer, Finding
from jixiao.model import SCHEMA, Submission, Unread, parse_notation, submission_from_bytes
from jixiao.places import Source
from jixiao.registry import UnknownCodeError
from jixiao.renderers.annotated import CannotAnnotateError, Copy, annotate
from jixiao.results import Audited, Failed, Result
from jixiao.scoring import RulePack, Scorecard
from jixiao.workers import Allowance, Ended, Workers, forkable

T = TypeVar("T")
_PLAIN = readers.Request()
Auditor = Callable[[Submission, RulePack, monitoring.MonitorPack], tuple[tuple[Scorecard, ...], tuple[Finding, ...]]]

WORTH_A_POOL = 8
"""Fewer files than this are worked through one after the other: starting more processes would cost more than it saves."""


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A file read, with what the reader saw of it and how each form was recognised; our own formats need neither stage.

    `document` is None for those; `traces` has one entry for each evaluation, or none.
    """

    submission: Submission
    document: Document | None = None
    traces: tuple[forms.FormTrace, ...] = ()


_SMALL = 256 * 1024
_MARKUP_OR_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f<]|%PDF")
_NOTATION = re.compile(r"\A(?:[^\S\n]*(?:#.*)?\n)*评价：(?:project|transfer|department) ")


def read(path: Path, request: readers.Request = _PLAIN) -> Submission:
    """Read one file and recognise its forms; `request` says how it is to be read, with which password above all.

    Raises OSError when the file cannot be opened, readers.UnreadableFileError when its content cannot be read, and ValueError
    when a file in one of our own formats does not hold to it.
    """
    return trace(path, request).submission


def trace(path: Path, request: readers.Request = _PLAIN) -> Traced:
    """Read one file as `read` does, once, and keep what the stages on the way saw; raises what `read` raises."""
    own = _own(path, request)
    if own is not None:
        return Traced(submission=own)
    document = readers.read(path, request)
    submission, recognised = forms.trace(document)
    return Traced(submission=submission, document=document, traces=recognised)


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """One file with everything that its stages saw, and pictures of its pages by number if they were asked for."""

    traced: Traced
    result: Audited
    pictures: dict[int, Picture] = {}


def look(path: Path, packs: Sequence[str] = (), request: readers.Request = _PLAIN, *, drawn: bool = False) -> Looked:
    """Work through one file and keep what the stages saw; raises what `read` raises."""
    traced = trace(path, request)
    return Looked(
        traced=traced,
        result=examine(traced.submission, packs, str(path)),
        pictures=pictures(path, request) if drawn else {},
    )


def pictures(path: Path, request: readers.Request = _PLAIN) -> dict[int, Picture]:
    """Draw the pages of a PDF or a scan by number; raises what `read` raises."""
    content = readers.content_of(path, request)
    return readers.pictures_of(content, request)


def judge_evidence(path: Path, name: str) -> readers.Judged:
    """Judge a file that is attached to a form as evidence (佐证材料), without reading a form in it.

    Raises readers.UnreadableFileError, under `name`, when it may not be attached or cannot be opened.
    """
    try:
        return readers.judge(readers.content_of(path))
    except readers.RefusedError as error:
        message = f"“{name}”{error}"
        raise readers.UnreadableFileError(message) from error


def _own(path: Path, request: readers.Request) -> Submission | None:
    """Read a file in the interchange format or in the notation; None when it is in neither."""
    head = materials.head(path)
    if head.lstrip().startswith("{") and f'"{SCHEMA}"' in head:
        return submission_from_bytes(readers.content_of(path, request))
    if _NOTATION.match(head):
        data = readers.content_of(path, request)
        plain = parse_notation(data.decode("utf-8-sig"), path.name)
        source = Source(
            name=path.name, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", reader="notation"
        )
        return msgspec.structs.replace(plain, source=source)
    return None


def score(submission: Submission, packs: Sequence[str] = ()) -> tuple[Scorecard, ...]:
    """Score every self-evaluation under each pack (codes; the national rule if none): forms in order, packs side by side.

    Raises registry.UnknownCodeError for a pack that does not exist.
    """
    return scoring.score_all(submission, [scoring.packs[code] for code in packs or (scoring.DEFAULT_PACK,)])


def examine(submission: Submission, packs: Sequence[str] = (), path: str = "", monitor: str = "") -> Audited:
    """Score and audit what was read; the first pack is the one the checks judge by, the others are for comparison.

    `monitor` is the pack (监控口径) by which the lights of monitoring forms are judged, the usual one if none is named.
    """
    return _examined(submission, packs, path, auditing.audit, monitor)


def _examined(submission: Submission, packs: Sequence[str], path: str, auditor: Auditor, monitor: str = "") -> Audited:
    leading, *others = packs or (scoring.DEFAULT_PACK,)
    watching = monitoring.packs[monitor or monitoring.DEFAULT_PACK]
    judged, found = auditor(submission, scoring.packs[leading], watching)
    compared = score(submission, others) if others else ()
    return Audited(
        path=path or submission.source.name,
        submission=submission,
        scorecards=tuple(sorted((*judged, *compared), key=lambda card: card.evaluation)),
        findings=tuple(sorted(answers.keyed((*submission.problems, *found), submission), key=_in_order)),
    )


def simulate(result: Audited, packs: Sequence[str] = ()) -> tuple[simulation.FormSimulation, ...]:
    """Put every scored form of an audited file under each pack (all if none is named) and work out what each costs and allows.

    Raises registry.UnknownCodeError for a pack that does not exist.
    """
    chosen = [scoring.packs[code] for code in packs] or list(scoring.packs)
    forms_of = enumerate(result.submission.evaluations)
    simulated = (simulation.simulate(evaluation, index, result.findings, chosen) for index, evaluation in forms_of)
    return tuple(each for each in simulated if each.packs)


def watch(submission: Submission, months: int, pack: str = "") -> tuple[monitoring.MonitorCard, ...]:
    """Judge every monitoring form after so many months by a pack (监控口径; the usual one if none is named), forms in order.

    Raises registry.UnknownCodeError for a pack that does not exist.
    """
    chosen = monitoring.packs[pack or monitoring.DEFAULT_PACK]
    forms_of = (each for each in submission.evaluations if each.form == "monitoring")
    return tuple(monitoring.watch(each, months, chosen) for each in forms_of)


def unit_meant(name: str, unit: str, *, or_part: bool = False) -> float:
    """How surely a name that a form prints means a unit (0 to 1); with `or_part` a name that goes on after the unit's is 1 as well."""
    if or_part and facts.unit_core(name).startswith(facts.unit_core(unit)):
        return 1.0
    return facts.unit_likeness(name, unit).confidence


def _in_order(finding: Finding) -> tuple[int, ...]:
    """About the whole file first, then form by form; what weighs most before the rest."""
    return (-1 if finding.evaluation is None else finding.evaluation, *finding.rank)


def audit(path: Path, packs: Sequence[str] = (), request: readers.Request = _PLAIN) -> Audited:
    """Read, score and audit one file; raises what `read` raises."""
    return examine(read(path, request), packs, str(path))


def audit_one_of_many(path: Path, packs: Sequence[str] = (), request: readers.Request = _PLAIN) -> Audited:
    """Read, score and audit one file that is still to be compared with others (`compared`); raises what `read` raises."""
    submission = read(path, request)
    result = _examined(submission, packs, str(path), auditing.audit_alone)
    return msgspec.structs.replace(result, digest=facts.digest(submission, str(path)))


def digest_file(path: Path, request: readers.Request = _PLAIN) -> Audited:
    """Read one file that others are only compared with; raises what `read` raises."""
    submission = read(path, request)
    kept = msgspec.structs.replace(submission, evaluations=(), narrative=type(submission.narrative)(), unread=())
    return Audited(path=str(path), submission=kept, digest=facts.digest(submission, str(path)))


def compared(results: Sequence[Result], against: Sequence[Result] = ()) -> list[Result]:
    """Hold all files against each other and against those of `against`, and add what is found to the findings of each.

    The results are those of `audit_one_of_many` and `digest_file`; their digests are taken out.
    """
    digests = [_named_digest(result) for result in results]
    held = [number for number, each in enumerate(digests) if each is not None]
    others = [each for each in map(_named_digest, against) if each is not None]
    found: dict[int, list[Finding]] = {}
    for file, finding in auditing.compare([each for each in digests if each is not None], others):
        found.setdefault(held[file], []).append(finding)
    return [_with(result, found.get(number, ())) for number, result in enumerate(results)]


def _named_digest(result: Result) -> facts.FileDigest | None:
    """The digest of a result under the name that its user knows."""
    if isinstance(result, Failed) or result.digest is None:
        return None
    return msgspec.structs.replace(result.digest, name=result.path)


def _with(result: Result, found: Sequence[Finding]) -> Result:
    if isinstance(result, Failed):
        return result
    findings = result.findings
    if found:
        findings = tuple(sorted((*findings, *answers.keyed(found, result.submission)), key=_in_order))
    return msgspec.structs.replace(result, findings=findings, digest=None)


def answered(result: Result, file: Path) -> Result:
    """Put the answers that are kept beside a file to its findings; what cannot be read there makes it fail."""
    if isinstance(result, Failed):
        return result
    try:
        kept = answers.read(answers.beside(file))
    except (OSError, ValueError) as error:
        return Failed(path=result.path, message=f"读不了“{result.path}”旁边的说明文件：{error}")
    found = answers.applied(result.findings, kept, result.path)
    return msgspec.structs.replace(result, findings=tuple(sorted(found, key=_in_order)))


def answer(
    file: Path,
    key: str,
    reply: Answer | None,
    packs: Sequence[str] = (),
    request: readers.Request = _PLAIN,
    against: Sequence[Path] = (),
) -> Finding:
    """Keep an answer to the finding with a key, or with None take the one kept away; returns the finding.

    `against` are the files that it was compared with when the finding was made. Raises what `read` raises, OSError when the answer cannot
    be kept, and LookupError (a Chinese sentence) when there is no such finding.
    """
    beside = answers.beside(file)
    kept = answers.read(beside)
    alone = audit_one_of_many(file, packs, request)
    [result] = compared([alone], [digest_file(other, request) for other in against])
    findings = answers.applied(result.findings, kept, file.name) if isinstance(result, Audited) else ()
    found = next((finding for finding in findings if finding.key == key), None)
    if found is None:
        message = f"“{file}”没有编号为“{key}”的问题；编号印在 jixiao audit 所列问题的标题后面。"
        raise LookupError(message)
    rest = [each for each in kept if each.key != key]
    if reply is not None:
        rest.append(answers.Kept(key=key, code=found.code, message=found.message, answer=reply))
    answers.write(beside, rest)
    return msgspec.structs.replace(found, answer=reply)


def read_file(path: Path, request: readers.Request = _PLAIN) -> Audited:
    """Read one file without scoring or auditing it; raises what `read` raises."""
    return Audited(path=str(path), submission=read(path, request))


def score_file(path: Path, packs: Sequence[str] = (), request: readers.Request = _PLAIN) -> Audited:
    """Read and score one file without auditing it; raises what `read` raises."""
    submission = read(path, request)
    return Audited(path=str(path), submission=submission, scorecards=score(submission, packs))


def unpacked(
    paths: Sequence[Path], folder: Path, request: readers.Request = _PLAIN, jobs: int | None = None
) -> Iterator[materials.Material | Failed]:
    """Take archives and messages among the files apart, their members put aside in `folder`; every other file stays where it is."""
    for result in work(partial(materials.taken_apart, folder=folder, request=request), paths, jobs):
        yield from [result] if isinstance(result, Failed) else result


def with_omissions(result: Audited, omissions: Sequence[Omission], *, audited: bool) -> Audited:
    """Tell with a file what was left out of the bundle that it came in: as a problem of the reading, as a finding if `audited`."""
    if not omissions:
        return result
    omitted = tuple(Unread(text=item.text, why=item.why, place=item.place) for item in omissions)
    problem = forms.omitted_problem(omitted, "所在的压缩包或邮件里")
    problems = (*result.submission.problems, problem)
    return msgspec.structs.replace(
        result,
        submission=msgspec.structs.replace(result.submission, problems=problems),
        findings=(problem, *result.findings) if audited else result.findings,
    )


def converted(
    paths: Sequence[Path], folder: Path, request: readers.Request, jobs: int | None = None
) -> readers.Request:
    """Convert beforehand, with few starts of the office program, those of many files that need one; `folder` takes what they become.

    Returns the request with which they are to be read. A file that could not be converted so is converted when it is read.
    """
    old = [path for path in paths if _may_need_conversion(path)]
    if len(old) < _WORTH_A_RUN:
        return request
    request = msgspec.structs.replace(request, conversions=folder)
    processes = jobs or _usual_jobs(len(old))
    size = min(_LONGEST_RUN, ceil(len(old) / processes))
    runs = [old[start : start + size] for start in range(0, len(old), size)]
    with Workers(min(processes, len(runs))) as workers:
        for _ in workers.each(partial(_converted_beforehand, request), runs):
            pass  # what a run gives lies in the folder; a run that came to nothing costs time alone
    return request


_WORTH_A_RUN = 2
_LONGEST_RUN = 20
"""Files that are converted with one start of the office program, which takes as long as ten of them."""


def _converted_beforehand(request: readers.Request, paths: Sequence[Path]) -> None:
    with suppress(Exception):  # whoever reads the files tells what is wrong with them
        readers.convert_beforehand(paths, request)


def _may_need_conversion(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return path.stat().st_size <= _LARGE and readers.may_need_conversion(file.read(_HEAD))
    except OSError:
        return False


_HEAD = 1024
_LARGE = 8 << 20
"""Bytes of a file that is converted by itself, since all files of a run lie in the memory together."""


def work(task: Callable[[Path], T], paths: Sequence[Path], jobs: int | None = None) -> Iterator[T | Failed]:
    """Do one task for every file, in the order given, on `jobs` processes (all cores if None); what fails becomes Failed.

    The task must be a function of a module, or a partial of one, because other processes do it: whatever a file does to the process
    that reads it, the other files are not concerned. Only where such a process costs half a second (see jixiao.workers) a few small
    plain texts, which no C library gets to see, are worked through in this one.
    """
    if not forkable() and len(paths) < WORTH_A_POOL and all(map(_plain, paths)):
        return (_alone(task, path) for path in paths)
    # The processes start now, before the caller shows a progress bar, which is a thread.
    return _guarded(Workers(min(jobs or _usual_jobs(len(paths)), len(paths))), task, paths)


def annotated(
    audited: Sequence[tuple[Path, Audited]],
    request: readers.Request = _PLAIN,
    on: str | None = None,
    jobs: int | None = None,
) -> Iterator[Copy | Failed]:
    """Make the annotated copies (批注件) of audited files, in the order given, on `jobs` processes; what fails becomes Failed.

    `on` is the moment that the remarks bear, as ISO 8601 writes it; none if it is None.
    """
    if not audited:
        return
    with Workers(min(jobs or _usual_jobs(len(audited)), len(audited))) as workers:
        made = workers.each(partial(_annotated, request, on), audited)
        for (_, result), copy in zip(audited, made, strict=True):
            yield (
                Failed(path=result.path, message=_ENDED[copy.why].format(result.path))
                if isinstance(copy, Ended)
                else copy
            )


def _annotated(request: readers.Request, on: str | None, item: tuple[Path, Audited]) -> Copy | Failed:
    path, result = item
    try:
        return annotate(readers.content_of(path, request), result, request, on)
    except MemoryError:
        raise  # the workers know what to do when a process is full
    except CannotAnnotateError as error:
        return Failed(path=result.path, message=f"文件“{result.path}”{error}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file must not stop the others
        return Failed(path=result.path, message=explain_failure(path, error).replace(str(path), result.path))


def _usual_jobs(count: int) -> int:
    return 1 if count < WORTH_A_POOL else os.cpu_count() or 1


def _plain(path: Path) -> bool:
    """Tell whether a file is a small text and no markup; one that cannot be opened concerns nobody."""
    try:
        return path.stat().st_size <= _SMALL and _MARKUP_OR_BINARY.search(path.read_bytes()) is None
    except OSError:
        return True


def _guarded(workers: Workers, task: Callable[[Path], T], paths: Sequence[Path]) -> Iterator[T | Failed]:
    with workers:
        for path, result in zip(paths, workers.each(partial(_attempted, task), paths), strict=True):
            yield (
                Failed(path=str(path), message=_ENDED[result.why].format(path)) if isinstance(result, Ended) else result
            )


def _alone(task: Callable[[Path], T], path: Path) -> T | Failed:
    try:
        return _attempted(task, path)
    except MemoryError:
        return Failed(path=str(path), message=_ENDED["memory"].format(path))


def _attempted(task: Callable[[Path], T], path: Path) -> T | Failed:
    try:
        return task(path)
    except MemoryError:
        raise  # the workers know what to do when a process is full
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file must not stop the others
        return Failed(path=str(path), message=explain_failure(path, error))


_ENDED = {
    "time": (
        f"“{{}}”用去的处理时间超过了同样大小的文件应有的限度（最多 {Allowance().seconds:.0f} 秒没有进展），已中止，其余文件不受影响；"
        "文件可能过于复杂或已损坏，请拆分成几个文件，或用原来的程序另存一份后再试。"
    ),
    "memory": (
        f"“{{}}”处理时需要的内存超过 {Allowance().memory / 2**30:.0f} GB，已中止，其余文件不受影响；"
        "请拆分成几个文件，或缩小其中的图片后再试。"
    ),
    "start": "“{}”没有处理：系统资源（进程数、内存或磁盘空间）不足，启动不了处理它的进程；请关闭一些程序或清理磁盘后，对这个文件重新运行。",
    "crash": "“{}”处理到一半时程序意外退出（文件可能已损坏），其余文件不受影响；请用原来的程序另存一份新文件后再试。",
}


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
