"""What was seen of one file (doctor) as a page: cells drawn over the pages or as tables, coloured by what they were taken for."""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jixiao import __version__
from jixiao.documents import Document, Picture
from jixiao.forms import FormTrace
from jixiao.renderers.sight.drawing import anchor, drawn_pages, drawn_tables
from jixiao.renderers.sight.roles import GROUPS, Roles, told_of
from jixiao.results import Audited

__all__ = ["anchor", "data_address", "sight"]


def sight(
    document: Document,
    traces: Sequence[FormTrace],
    result: Audited,
    pictures: Mapping[int, Picture],
    *,
    bare: bool = False,
) -> str:
    """Draw what the reader saw and what the recogniser made of it.

    `pictures` are those of the pages, by page number; pages and sheets without one are drawn as tables. A `bare` page shows the drawing
    alone, to stand beside something that tells the rest.
    """
    roles = Roles(result.submission, traces)
    page = _environment().get_template("sight.html.jinja")
    return page.render(
        source=result.submission.source,
        groups=GROUPS,
        forms=[
            told_of(index, evaluation, trace)
            for index, (evaluation, trace) in enumerate(zip(result.submission.evaluations, traces, strict=True))
        ],
        pages=drawn_pages(document, roles, pictures),
        tables=drawn_tables(document, roles),
        unread=result.submission.unread,
        problems=result.submission.problems,
        style=Markup(_style()),  # noqa: S704 - our own file, not a document's text
        version=__version__,
        bare=bare,
    )


def data_address(picture: Picture) -> str:
    """The picture itself as an address, so that the page needs no other file."""
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode('ascii')}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("jixiao.renderers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["address"] = data_address
    return environment


@cache
def _style() -> str:
    return (resources.files("jixiao.renderers") / "templates" / "sight.css").read_text(encoding="utf-8")
