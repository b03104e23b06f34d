"""Personal access tokens (访问令牌)."""

from django.db import models
from django.utils import timezone

from jixiao_web.people.models import Person

NAME = 30
"""Characters of a token's name: with the person's they fit into the log."""


class Token(models.Model):
    """A token by which a program works for a person. The secret is shown once; only its hash is kept, and its end to know it by."""

    class Scope(models.TextChoices):
        """What a program may do with it, within what the person may."""

        READ = "read", "只读"
        WRITE = "write", "读写"

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=NAME)
    scope = models.CharField("范围", max_length=5, choices=Scope.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("撤销于", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "访问令牌"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return timezone.now() >= self.expires_at
