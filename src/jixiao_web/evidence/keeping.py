"""Attaching, replacing and taking off evidence, and freezing it when the form is handed in; each with its entry in the log."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from jixiao import pipeline
from jixiao.results import Failed
from jixiao_web.evidence.models import NOTE, Evidence, Handover, stored
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.sheet import name_of
from jixiao_web.holding import hold
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note

LARGEST = 20 << 20
"""Bytes of one file."""
MOST_OF_FORM, LARGEST_OF_FORM = 100, 200 << 20
"""Pieces and bytes of one form, with those that were handed in and taken off since: they are kept."""
LARGEST_OF_UNIT = 5 << 30
"""Bytes of all forms of a unit in one year."""
_NAME = 120
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
"""What no name of a file holds: separators, what a disk or a header stumbles over, and what turns letters around."""


class NotAttachedError(ValueError):
    """A file was not attached, or not taken off; says in Chinese why, and what to do."""


class _Arrived(NamedTuple):
    """A file that was looked through: where it lies for now, and what is told of it."""

    path: Path
    name: str
    kind: str
    pages: int | None
    size: int
    digest: str


def attach(
    filing: Filing,
    person: Person,
    files: Sequence["UploadedFile[bytes]"],
    *,
    row: int = 0,
    said: str = "",
    instead: Evidence | None = None,
) -> list[Evidence]:
    """Attach files to a form or a row of it, all of them or none, `instead` of another that is taken off if one is given.

    Raises NotAttachedError; the files are judged before anything is held.
    """
    said = " ".join(said.split())
    if not files:
        message = "请先选择文件。"
        raise NotAttachedError(message)
    if not said:
        message = "没有附上：请写一句说明，这份材料证明什么（如“宣传活动签到表”）。"
        raise NotAttachedError(message)
    if len(said) > NOTE:
        message = f"没有附上：说明最多{NOTE}字，这里有{len(said)}字；请精简。"
        raise NotAttachedError(message)
    with _arriving(files) as arrived, transaction.atomic():
        held = _held(filing)
        where = _row_of(held, row)
        _within_limits(held, arrived)
        made = [_kept(held, person, each, where, said, instead) for each in arrived]
        if instead is not None:
            _take_off(_current(held, instead.pk), person)
    return made


def take_off(evidence: Evidence, person: Person) -> None:
    """Take a piece off its form; raises NotAttachedError where it is not there any more."""
    with transaction.atomic():
        held = _held(evidence.filing)
        piece = _current(held, evidence.pk)
        where = _where(held.rows.filter(pk=piece.row).first())
        note(person, "移除佐证材料", held, before=f"{piece.name}（{where}，SHA-256 {piece.digest}）")
        _take_off(piece, person)


def current(filing: Filing) -> "QuerySet[Evidence]":
    """What is attached to a form as it stands."""
    return filing.evidence.filter(taken_off_at=None).select_related("person")


def freeze(filing: Filing, person: Person) -> None:
    """Keep what is attached when the form is handed in; in the transaction of that step, which holds the form."""
    pieces = list(current(filing))
    before = filing.handovers.count()
    if not pieces and not before:
        return
    digest = digest_of(pieces)
    said = f"第{before + 1}次提交，{len(pieces)}份；清单 SHA-256 {digest}"
    entry = note(person, "封存佐证材料", filing, after=said)
    made = Handover.objects.create(filing=filing, number=before + 1, person=person, digest=digest, entry=entry.pk)
    made.pieces.set(pieces)


def digest_of(pieces: Iterable[Evidence]) -> str:
    """The SHA-256 of a list of evidence: of each piece its number, row, name, size, own digest and what is said of it."""
    listed = [[each.pk, each.row, each.name, each.size, each.digest, each.note] for each in pieces]
    return hashlib.sha256(msgspec.json.encode(sorted(listed))).hexdigest()


def content_of(evidence: Evidence) -> bytes:
    """The bytes of a piece; raises NotAttachedError where they are not those that were attached."""
    try:
        content = evidence.path.read_bytes()
    except OSError as error:
        raise NotAttachedError(_LOST.format(name=evidence.name)) from error
    if hashlib.sha256(content).hexdigest() != evidence.digest:
        raise NotAttachedError(_LOST.format(name=evidence.name))
    return content


_LOST = "“{name}”的文件丢失，或与附上时的校验值不符，没有下载；请告诉系统管理员，用备份恢复。"


def _held(filing: Filing) -> Filing:
    """The form, held, if it can still be written in the state in which the person saw it."""
    held = hold(Filing, filing.pk, "cycle", "body")
    if held.state != filing.state or held.cycle.closed:
        message = f"这张表已变为“{held.get_state_display()}”或批次已经结束，没有改动；请刷新页面。"
        raise NotAttachedError(message)
    return held


def _current(held: Filing, number: int) -> Evidence:
    piece = held.evidence.filter(pk=number, taken_off_at=None).first()
    if piece is None:
        message = "这份材料已被移除；请刷新页面。"
        raise NotAttachedError(message)
    return piece


def _row_of(held: Filing, number: int) -> Row | None:
    if not number:
        return None
    row = held.rows.filter(pk=number).first()
    if row is None:
        message = "没有附上：所选的行已被删除；请刷新页面。"
        raise NotAttachedError(message)
    return row


def _where(row: Row | None) -> str:
    return name_of(row) if row else "整张表"


def _within_limits(held: Filing, arrived: Sequence[_Arrived]) -> None:
    """Raise NotAttachedError where the form or its unit would hold more than it may, or what it holds already."""
    there = held.evidence.filter(taken_off_at=None).count()
    size = sum(each.size for each in arrived)
    of_form = held.evidence.aggregate(size=Sum("size"))["size"] or 0
    if there + len(arrived) > MOST_OF_FORM:
        message = f"没有附上：一张表最多附{MOST_OF_FORM}份材料，现有{there}份；请合并同类的材料，或移除不用的。"
        raise NotAttachedError(message)
    if of_form + size > LARGEST_OF_FORM:
        message = (
            f"没有附上：一张表的材料合计最多{_megabytes(LARGEST_OF_FORM)}（含已提交后移除、留存备查的），"
            f"已有{_megabytes(of_form)}，这次{_megabytes(size)}；请缩小图片和扫描件。"
        )
        raise NotAttachedError(message)
    unit = Evidence.objects.filter(
        filing__cycle__year=held.cycle.year, filing__body__path__startswith=held.body.unit.path
    )
    of_unit = unit.aggregate(size=Sum("size"))["size"] or 0
    if of_unit + size > LARGEST_OF_UNIT:
        message = (
            f"没有附上：{held.body.unit}{held.cycle.year}年度的材料合计最多{_megabytes(LARGEST_OF_UNIT)}，"
            f"已有{_megabytes(of_unit)}；请缩小或移除不用的材料。"
        )
        raise NotAttachedError(message)


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f} MB"


def _kept(
    held: Filing, person: Person, arrived: _Arrived, row: Row | None, said: str, instead: Evidence | None
) -> Evidence:
    """Put a file where it stays, and tell of it in the log."""
    number = row.pk if row else 0
    same = held.evidence.filter(taken_off_at=None, digest=arrived.digest, row=number).first()
    if same is not None:
        message = f"没有附上：“{arrived.name}”与已附的“{same.name}”内容完全相同。"
        raise NotAttachedError(message)
    told = f"{arrived.name}（{_where(row)}，{said}，SHA-256 {arrived.digest}）"
    before = f"{instead.name}（SHA-256 {instead.digest}）" if instead else ""
    entry = note(person, "更换佐证材料" if instead else "附佐证材料", held, before=before, after=told)
    target = stored(held.pk, arrived.digest)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arrived.path.replace(target)
    return Evidence.objects.create(
        filing=held,
        row=number,
        name=arrived.name,
        kind=arrived.kind,
        pages=arrived.pages,
        size=arrived.size,
        digest=arrived.digest,
        note=said,
        person=person,
        entry=entry.pk,
    )


def _take_off(piece: Evidence, person: Person) -> None:
    """What was handed in is kept for those who saw it; the rest goes with its file, unless another piece has the same."""
    if piece.handovers.exists():
        piece.taken_off_at, piece.taken_off_by = timezone.now(), person
        piece.save(update_fields=["taken_off_at", "taken_off_by"])
        return
    filing, digest = piece.filing_id, piece.digest
    piece.delete()
    transaction.on_commit(partial(_forget, filing, digest))


def _forget(filing: int, digest: str) -> None:
    """Delete a file that no piece of the form has any more; the form is held meanwhile, so that nobody attaches it again."""
    with transaction.atomic():
        held = hold(Filing, filing)
        if not held.evidence.filter(digest=digest).exists():
            stored(filing, digest).unlink(missing_ok=True)


@contextmanager
def _arriving(files: Sequence["UploadedFile[bytes]"]) -> Iterator[list[_Arrived]]:
    """Files that were received and looked through in a worker process; what is not moved away in the block is forgotten."""
    for file in files:
        if (file.size or 0) > LARGEST:
            message = f"“{_named(file.name)}”有{_megabytes(file.size or 0)}，超过{_megabytes(LARGEST)}，没有附上；请缩小或拆分后再附。"
            raise NotAttachedError(message)
    aside = Path(settings.DATA) / "arriving"
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=aside) as folder:
        paths = [Path(folder) / str(number) for number in range(len(files))]
        for path, file in zip(paths, files, strict=True):
            with path.open("xb") as target:
                shutil.copyfileobj(file, target)
            path.chmod(0o600)
        yield [_looked_through(path, _named(file.name)) for path, file in zip(paths, files, strict=True)]


def _looked_through(path: Path, name: str) -> _Arrived:
    [judged] = pipeline.work(partial(pipeline.judge_evidence, name=name), [path], jobs=1)
    if isinstance(judged, Failed):
        message = judged.message.replace(str(path), name).rstrip("。") + "。没有附上。"
        raise NotAttachedError(message)
    content = path.read_bytes()
    return _Arrived(
        path=path,
        name=fitting(name, judged.suffixes),
        kind=judged.kind,
        pages=judged.pages,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )


def _named(name: str | None) -> str:
    """A name that is safe to show, to log and to save under; never where the file is kept."""
    plain = re.split(r"[\\/]", name or "")[-1]
    return _FORBIDDEN.sub("", plain).strip(" .")[:_NAME] or "材料"


def fitting(name: str, suffixes: Sequence[str]) -> str:
    """A name whose ending says what the file is by its content."""
    if name.lower().endswith(tuple(suffixes)):
        return name
    return name[: _NAME - len(suffixes[0])] + suffixes[0]
