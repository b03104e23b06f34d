"""Reading an uploaded document, in a worker process with limits of time and memory, as for everybody else's documents."""

from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jixiao import pipeline
from jixiao.model import (
    Evaluation,
    Fund,
    Goal,
    Indicator,
    Management,
    Submission,
    submission_from_json,
    submission_to_json,
)
from jixiao.results import Failed
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import CannotMakeError, make_filing, project_of
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body, Person
from jixiao_web.trail.writing import note
from jixiao_web.uploads.drawing import drawn
from jixiao_web.uploads.models import Upload

Doubted = Indicator | Fund | Goal | Management
LARGEST = 32 << 20
"""Bytes of an uploaded document."""


def receive(person: Person, cycle: Cycle, body: Body, file: "UploadedFile[bytes]") -> Upload:
    """Keep a document; raises CannotMakeError for one that is empty or too large."""
    size, name = file.size or 0, Path(file.name or "文件").name[:255]
    if not size:
        message = f"“{name}”是空文件，没有上传；请核对是否选对了文件。"
        raise CannotMakeError(message)
    if size > LARGEST:
        message = (
            f"“{name}”有{size / 2**20:.0f} MB，超过{LARGEST >> 20} MB，没有上传；请只上传自评表本身，或缩小其中的图片。"
        )
        raise CannotMakeError(message)
    with transaction.atomic():
        upload = Upload.objects.create(person=person, cycle=cycle, body=body, name=name, file=file)
        note(person, "上传文件", upload)
    return upload


def read(upload: Upload) -> None:
    """Read a document, once; what was read, or why it could not be, is kept with it."""
    if upload.content is not None or upload.trouble:
        return
    path = Path(upload.file.path)
    [result] = pipeline.work(partial(pipeline.read_file), [path], jobs=1)
    if isinstance(result, Failed) and "--password" in result.message:
        upload.trouble = f"“{upload.name}”是加密的文件，打不开；请取消密码、另存一份后再上传。"
    elif isinstance(result, Failed):
        upload.trouble = result.message.replace(str(path), upload.name).replace(path.name, upload.name)
    elif not result.submission.evaluations:
        upload.trouble = f"“{upload.name}”里没有找到绩效表；请核对是否选对了文件，或改用空白表填报。"
    else:
        upload.content = _storable(submission_to_json(result.submission))
    upload.save(update_fields=["content", "trouble"])


def _storable(plain: Any) -> Any:  # noqa: ANN401 - JSON
    """The same without NUL characters, which no database text of PostgreSQL can hold, and no form means anything by."""
    if isinstance(plain, str):
        return plain.replace("\0", "")
    if isinstance(plain, dict):
        return {key: _storable(value) for key, value in plain.items()}
    return [_storable(value) for value in plain] if isinstance(plain, list | tuple) else plain


def submission(upload: Upload) -> Submission:
    """What was read of a document; raises LookupError before that."""
    if upload.content is None:
        raise LookupError(upload.name)
    return submission_from_json(upload.content)


def original(path: Path, name: str) -> str:
    """A document as it was seen, drawn as a page of its own; raises LookupError when it cannot be drawn."""
    [page] = pipeline.work(partial(drawn, name=name), [path], jobs=1)
    if isinstance(page, str):
        return page
    raise LookupError(page.message)


def accept(upload: Upload, person: Person, index: int, *, project: Project | None = None) -> Filing:
    """Make a form of one of those that a document holds; raises CannotMakeError when there is none, or it is there already."""
    found = submission(upload).evaluations
    if not 0 <= index < len(found):
        message = "文件里没有这张表，请刷新页面后重新选择。"
        raise CannotMakeError(message)
    evaluation = found[index]
    if evaluation.form != upload.cycle.stage:
        message = f"这张表不是{upload.cycle.get_stage_display()}表，没有采用；请上传对应的表，或换一个批次。"
        raise CannotMakeError(message)
    if project is None:
        name = evaluation.project_name or evaluation.title or upload.name
        project = project_of(upload.body, code=evaluation.project_code or "", name=name, kind=evaluation.kind)
    with transaction.atomic():
        filing = make_filing(person, upload.cycle, project, content=evaluation)
        filing.source.name, filing.source_name = upload.file.name, upload.name
        filing.save(update_fields=["source", "source_name"])
        note(person, "采用上传的表", filing, after=upload.name)
    return filing


def doubts(evaluation: Evaluation) -> int:
    """How many cells of a form were read with doubt."""
    parts: tuple[tuple[Doubted, ...], ...] = (
        evaluation.indicators,
        evaluation.funds,
        evaluation.goals,
        evaluation.fund_management,
    )
    return len(evaluation.doubtful) + sum(len(row.doubtful) for part in parts for row in part)
