"""公开: what is looked at before a form is published, and the package in which it is (公开包), by the library's publication."""

from collections.abc import Iterator, Sequence

from django.utils import timezone

from jixiao.model import Submission
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import formats
from jixiao.renderers import official
from jixiao.renderers.publication import About, Exposed, zipped
from jixiao.renderers.publication.publishing import Decision, Drawn, decide, looked_through, publication
from jixiao_web.downloads.making import CannotMakeFileError, Made, reported
from jixiao_web.filings.content import unplaced
from jixiao_web.filings.models import Filing
from jixiao_web.workflow.taking import last_taken

_FORMATS = ("docx", "pdf", "html")


def looked_at(filing: Filing) -> Decision:
    """The personal data in a form: what the package blanks, and the names of those who sign, which it has as they are."""
    return _decided(_submissions(filing))


def package(filing: Filing) -> Made:
    """The package of a form that was published."""
    submissions = _submissions(filing)
    done = last_taken(filing, "publish")
    about = About(
        title=f"{filing}{filing.cycle.get_stage_display()}",
        publisher=filing.body.unit.name,
        created=timezone.localdate(done.at).isoformat() if done else None,
    )
    writers = {code: formats[code].write for code in _FORMATS}
    try:
        files = publication(submissions, about, _decided(submissions), _drawn, writers)
    except MissingFontsError as error:
        raise CannotMakeFileError(str(error)) from error
    return Made(f"{filing.project.name}{filing.cycle.year}-公开包.zip", "application/zip", zipped(files))


def _submissions(filing: Filing) -> list[Submission]:
    return [unplaced(reported(filing))]


def _decided(submissions: Sequence[Submission]) -> Decision:
    pieces: tuple[Exposed, ...] = looked_through(submissions)
    return decide(pieces, {}, redact=True)


def _drawn(submission: Submission) -> Drawn:
    conversion = official.convert(submission)
    return Drawn(papers=conversion.papers, remarks=tuple(_left_out(conversion)))


def _left_out(conversion: official.Conversion) -> Iterator[str]:
    """What the layout could not hold."""
    for form in conversion.forms:
        yield from official.listed(form.omitted)
