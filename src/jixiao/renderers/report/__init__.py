"""The HTML report: one self-contained file to read on the screen, to send on, and to print."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from jixiao import __version__
from jixiao.findings import Severity
from jixiao.law import Article
from jixiao.renderers.citations import MARK, MEANING, unverified
from jixiao.renderers.report.overview import overview
from jixiao.results import Audited, Result, findings_of


def report(results: Sequence[Result]) -> str:
    """Write the report on all files. Every text of a document is escaped; style and script are the page's own, named by their hash."""
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().get_template("report.html.jinja")
    return page.render(
        overview=overview(results),
        severities=list(Severity),
        style=Markup(style),  # noqa: S704 - our own file, not a document's text
        script=Markup(script),  # noqa: S704 - our own file, not a document's text
        policy=(
            f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        version=__version__,
        mark=MARK,
        meaning=MEANING,
        cautioned=unverified(_bases(results)),
    )


def _bases(results: Sequence[Result]) -> Iterator[Sequence[Article]]:
    """What the findings and the derivations on the page rest on."""
    yield from (finding.basis for finding in findings_of(results))
    for result in results:
        for card in result.scorecards if isinstance(result, Audited) else ():
            yield from (row.basis for row in (card.execution, *card.rows) if row is not None)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jixiao.renderers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    return (resources.files("jixiao.renderers") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
