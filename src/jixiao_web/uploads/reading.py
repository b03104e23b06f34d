"""Receiving a document and reading it, in a worker process with limits of time and memory, as for everybody else's documents."""

from concurrent.futures import TimeoutError as NotYetError
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jixiao import pipeline
from jixiao.model import Submission, submission_from_json, submission_to_json
from jixiao.results import Failed
from jixiao_web.cycles.models import Cycle
from jixiao_web.cycles.opening import CannotMakeError
from jixiao_web.people.models import Body, Person
from jixiao_web.trail.writing import note
from jixiao_web.uploads import background
from jixiao_web.uploads.drawing import Seen, seen
from jixiao_web.uploads.models import Upload, drawing_of

LARGEST = 32 << 20
"""Bytes of an uploaded document."""
PATIENCE = 2.0
"""Seconds for which a request waits for a reading before its page asks again."""


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


def read(upload: Upload, *, patience: float | None = None) -> bool:
    """Have a document read, once; what was read, or why it could not be, is kept with it. False while the reading goes on."""
    if upload.content is not None or upload.trouble:
        return True
    try:
        result = background.begin(upload.path, upload.name).result(patience or PATIENCE)
    except NotYetError:
        return False
    if isinstance(result, Failed):
        upload.trouble = _told(result.message, upload)
    elif not result.submission.evaluations:
        upload.trouble = (
            f"“{upload.name}”读得出文字，但里面没有找到绩效表（要有“绩效指标”“指标值”“分值”等表头）；"
            "请核对是否选对了文件，或新建空白表填报。"
        )
    else:
        upload.content = _storable(submission_to_json(result.submission))
    upload.save(update_fields=["content", "trouble"])
    background.forget(upload.path)
    return True


def again(upload: Upload) -> None:
    """Forget why a document could not be read, so that it is read once more."""
    upload.trouble = ""
    upload.save(update_fields=["trouble"])


def _told(message: str, upload: Upload) -> str:
    """Why a document could not be read, under the name that the person knows, with what the person can do here."""
    if "--password" in message:
        return f"“{upload.name}”是加密的文件，打不开；请取消密码、另存一份后再上传。"
    if "程序内部出错" in message:
        return f"读取“{upload.name}”时系统出错，没有读成；请用 Word、WPS 或 Excel 另存一份后再上传，仍不行的，请告诉系统管理员。"
    return message.replace(str(upload.path), upload.name).replace(upload.path.name, upload.name)


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
    """A document as it was seen, as a page of its own, drawn once and kept; raises LookupError when it cannot be drawn."""
    kept = drawing_of(path)
    if not kept.exists():
        [drawn] = pipeline.work(partial(seen, name=name), [path], jobs=1)
        if not isinstance(drawn, Seen) or not drawn.page:
            raise LookupError(name)
        background.keep_drawing(path, drawn.page)
    return kept.read_text(encoding="utf-8")
