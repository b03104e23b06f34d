"""Pieces of evidence, and what was there each time a form was handed in."""

from pathlib import Path

from django.conf import settings
from django.db import models

from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person

NOTE = 200
"""Characters of the line that says what a file shows."""


class Evidence(models.Model):
    """A file attached to a form, or to the row with the number `row` (0 for the form); never changed, only taken off.

    `entry` is the number of the entry of the log that told of it, with its digest: SHA-256 in hexadecimal, under which it is stored. What
    was handed in with the form stays when it is taken off, since reviewers have seen it; anything else is deleted with its file.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="evidence")
    row = models.BigIntegerField(default=0)
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("类型", max_length=20)
    pages = models.PositiveIntegerField("页数", null=True)
    size = models.PositiveBigIntegerField("字节")
    digest = models.CharField("校验值", max_length=64)
    note = models.CharField("说明", max_length=NOTE)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    entry = models.BigIntegerField()
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file lies: under a name of ours, outside of whatever is served."""
        return stored(self.filing_id, self.digest)


def stored(filing: int, digest: str) -> Path:
    """Where a file of a form is kept, by its digest."""
    return Path(settings.MEDIA_ROOT) / FOLDER / str(filing) / digest


FOLDER = "evidence"


class Handover(models.Model):
    """The evidence as it was when the form was handed in for the `number`-th time; `digest` is that of the list, told in the log."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="handovers")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    pieces = models.ManyToManyField(Evidence, related_name="handovers")
    digest = models.CharField("清单校验值", max_length=64)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "提交时的佐证材料"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("filing", "number"), name="one_handover_for_a_number"),)
