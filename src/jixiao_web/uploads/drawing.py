"""Drawing a document as it was seen. A worker process imports this module, so nothing of Django may stand in it."""

from pathlib import Path

from jixiao import pipeline
from jixiao.renderers import sight


def drawn(path: Path) -> str:
    """The document as a page of its own; raises LookupError for one of our own formats, of which there is nothing to be seen."""
    looked = pipeline.look(path, drawn=True)
    if looked.traced.document is None:
        raise LookupError(path.name)
    return sight(looked.traced.document, looked.traced.traces, looked.result, looked.pictures)
