"""Drawing a document as it was seen. A worker process imports this module, so nothing of Django may stand in it."""

from pathlib import Path

import msgspec

from jixiao import pipeline
from jixiao.renderers import sight


def drawn(path: Path, name: str) -> str:
    """The document, called by a name, as a page of its own; raises LookupError for one of our own formats, which show nothing."""
    looked = pipeline.look(path, drawn=True)
    if looked.traced.document is None:
        raise LookupError(name)
    source = msgspec.structs.replace(looked.result.submission.source, name=name)
    submission = msgspec.structs.replace(looked.result.submission, source=source)
    result = msgspec.structs.replace(looked.result, submission=submission)
    return sight(looked.traced.document, looked.traced.traces, result, looked.pictures)
