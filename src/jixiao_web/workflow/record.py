"""What the log says of the way that a form has gone."""

from jixiao_web.filings.models import Filing
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.steps import BY_CODE


def last_taken(filing: Filing, code: str) -> Entry | None:
    """The entry of the log about the last time that a step was taken."""
    return Entry.objects.filter(object_type="filings.filing", object_id=filing.pk, action=BY_CODE[code].words).first()
