"""Papers as one Word file (.docx)."""

from collections.abc import Sequence

from jixiao.papers.looks import heading
from jixiao.papers.paper import Paper
from jixiao.papers.word.body import Body
from jixiao.papers.word.markup import NAMESPACES, escaped
from jixiao.papers.word.package import Package
from jixiao.papers.word.styles import fonts, styles

__all__ = ["write"]


def write(papers: Sequence[Paper]) -> bytes:
    """The papers as a Word file, each a section of its own; the same papers give the same bytes.

    Characters that XML cannot hold are shown by others (`papers.characters`). Raises GridFaultError for a grid that is not covered by
    its cells.
    """
    package = Package()
    body = Body(package)
    for number, paper in enumerate(papers, start=1):
        body.add(paper, last=number == len(papers))
    document = f"<w:document {NAMESPACES}><w:body>{body.xml()}</w:body></w:document>"
    return package.pack(document=document, styles=styles(), fonts=fonts(), title=escaped(heading(papers)))
