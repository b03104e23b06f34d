"""Papers written for the command line: what the fonts of this machine lack is said on standard error."""

from collections.abc import Sequence

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.papers import Paper
from jixiao.papers.fonts import MissingFontsError, about_missing, missing
from jixiao.papers.formats import formats
from jixiao.renderers.terminal import harmless


def written(papers: Sequence[Paper], form: str) -> bytes:
    """A file of the papers in a format given by its code; raises CannotDoError where that needs Chinese fonts and there are none."""
    try:
        content = formats[form].write(papers)
        lacking = about_missing(missing(papers)) if form == "pdf" else ""
    except MissingFontsError as error:
        raise CannotDoError(str(error)) from error
    if lacking:
        click.echo(harmless(lacking), err=True)
    return content
