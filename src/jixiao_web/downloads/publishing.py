"""公开: the package in which a form is published (公开包), by the library's publication."""

from collections.abc import Iterator

from django.utils import timezone

from jixiao.model import Submission
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import official
from jixiao.renderers.publication import About, zipped
from jixiao.renderers.publication.publishing import Drawn, publication
from jixiao_web.downloads.making import CannotMakeFileError, Made, reported
from jixiao_web.downloads.outlook import decided
from jixiao_web.filings.content import unplaced
from jixiao_web.filings.models import Filing
from jixiao_web.workflow.record import last_taken

_FORMATS = ("docx", "pdf", "html")


def package(filing: Filing) -> Made:
    """The package of a form that was published."""
    done = last_taken(filing, "publish")
    about = About(
        title=f"{filing}{filing.cycle.get_stage_display()}",
        publisher=filing.body.unit.name,
        created=timezone.localdate(done.at).isoformat() if done else None,
    )
    writers = {code: formats[code].write for code in _FORMATS}
    try:
        files = publication([unplaced(reported(filing))], about, decided(filing), _drawn, writers)
    except MissingFontsError as error:
        raise CannotMakeFileError(str(error)) from error
    return Made(f"{filing.project.name}{filing.cycle.year}-公开包.zip", "application/zip", zipped(files))


def _drawn(submission: Submission) -> Drawn:
    conversion = official.convert(submission)
    return Drawn(papers=conversion.papers, remarks=tuple(_left_out(conversion)))


def _left_out(conversion: official.Conversion) -> Iterator[str]:
    """What the layout could not hold."""
    for form in conversion.forms:
        yield from official.listed(form.omitted)
