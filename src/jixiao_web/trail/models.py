"""Entries of the log, and the hash of the last one."""

import hashlib
from typing import Any, NoReturn

import msgspec
from django.db import models
from django.utils import timezone

FIRST = "0" * 64
"""What the first entry takes for the hash of the one before."""


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete an entry of the log."""


class _Entries(models.QuerySet["Entry"]):
    def update(self, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 - as Django declares it
        raise AppendOnlyError("entries of the log are never changed")  # noqa: EM101, TRY003 - a fault of the program

    def delete(self) -> NoReturn:
        raise AppendOnlyError("entries of the log are never deleted")  # noqa: EM101, TRY003 - a fault of the program


class Entry(models.Model):
    """Who did what when, to which object, what was there before and what after; `path` names the cell of a form."""

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="人员")
    person_name = models.CharField("姓名", max_length=50, blank=True)
    action = models.CharField("操作", max_length=40, db_index=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True, db_index=True)
    about = models.CharField("对象", max_length=300, blank=True)
    path = models.CharField("栏目", max_length=120, blank=True)
    before = models.TextField("原内容", blank=True)
    after = models.TextField("新内容", blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = _Entries.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.person_name} {self.action} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Save a new entry; an old one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError("entries of the log are never changed")  # noqa: EM101, TRY003 - a fault of the program
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 - as Django declares it
        """Refuse."""
        raise AppendOnlyError("entries of the log are never deleted")  # noqa: EM101, TRY003 - a fault of the program

    def hashed(self) -> str:
        """The hash over the previous one and everything that the entry says."""
        said = [
            self.previous,
            self.at.isoformat(timespec="microseconds"),
            self.person_id,
            self.person_name,
            self.action,
            self.object_type,
            self.object_id,
            self.about,
            self.path,
            self.before,
            self.after,
        ]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


class Head(models.Model):
    """The hash of the last entry, in the one row of this table; whoever writes holds it until the transaction ends."""

    digest = models.CharField(max_length=64, default=FIRST)
    count = models.BigIntegerField(default=0)
