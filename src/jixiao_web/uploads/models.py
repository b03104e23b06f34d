"""An uploaded document, what was read of it, and what became of it."""

from uuid import uuid4

from django.db import models

from jixiao_web.cycles.models import Cycle
from jixiao_web.people.models import Body, Person


def stored_under(_upload: "Upload", _name: str) -> str:
    """Where a document is kept: under a name of ours, so that none of theirs reaches the disk."""
    return f"uploads/{uuid4().hex}"


class Upload(models.Model):
    """A document; `content` is the submission read of it, as interchange JSON, `trouble` why it could not be read."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="uploads")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=255)
    file = models.FileField(upload_to=stored_under)
    at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传的文件"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
