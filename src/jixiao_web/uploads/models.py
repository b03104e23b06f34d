"""An uploaded document, what was read of it, what a person put right, and what became of it."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import models, transaction

from jixiao_web.cycles.models import Cycle
from jixiao_web.people.models import Body, Person


def stored_under(_upload: "Upload", _name: str) -> str:
    """Where a document is kept: under a name of ours, so that none of theirs reaches the disk."""
    return f"uploads/{uuid4().hex}"


class Upload(models.Model):
    """A document; `content` is the submission read of it, as interchange JSON, `trouble` why it could not be read.

    `corrections` are the texts that a person put in place of those read, or found to be right, by "number of the form/address"; what
    was read stays in `content`. `accepted` gives the number of the filing that each form was made into, by the number of the form.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="uploads")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=255)
    file = models.FileField(upload_to=stored_under)
    at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(null=True)
    trouble = models.TextField(blank=True)
    corrections = models.JSONField("更正", default=dict)
    accepted = models.JSONField("采用", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "上传的文件"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the document lies."""
        return Path(self.file.path)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:  # noqa: ANN401, FBT001, FBT002 - as Django declares it
        """Delete it with the document and its drawing, once the transaction is done; what forms were made of is never deleted."""
        left: Iterable[Path] = () if self.accepted else (self.path, drawing_of(self.path))
        gone = super().delete(using=using, keep_parents=keep_parents)
        for path in left:
            transaction.on_commit(partial(path.unlink, missing_ok=True))
        return gone


def drawing_of(path: Path) -> Path:
    """Where the drawing of a document is kept: beside it."""
    return path.with_name(f"{path.name}.drawn")
