"""Reading a document and drawing it as it was seen. A worker process imports this module, so nothing of Django may stand in it."""

from pathlib import Path

import msgspec

from jixiao import pipeline
from jixiao.model import Submission
from jixiao.renderers import sight


class Seen(msgspec.Struct, frozen=True):
    """What was read of a document, and the page on which it is drawn: "" where it cannot be, or shows nothing (our own formats)."""

    submission: Submission
    page: str


def seen(path: Path, name: str) -> Seen:
    """Read a document and draw it under a name; raises what reading raises."""
    looked = pipeline.look(path)
    try:
        page = _drawn(looked, path, name)
    except Exception:  # noqa: BLE001 - a document that was read is not lost because its picture is
        page = ""
    return Seen(looked.result.submission, page)


def _drawn(looked: pipeline.Looked, path: Path, name: str) -> str:
    if looked.traced.document is None:
        return ""
    source = msgspec.structs.replace(looked.result.submission.source, name=name)
    submission = msgspec.structs.replace(looked.result.submission, source=source)
    result = msgspec.structs.replace(looked.result, submission=submission)
    return sight(looked.traced.document, looked.traced.traces, result, pipeline.pictures(path), bare=True)
