"""Rules for passwords (口令): kinds of characters, none of the last ones again, changed at the first login and every 90 days."""

import re
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from jixiao_web.people.models import FormerPassword, Person

_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
_LEAST = 3


class KindsOfCharactersValidator:
    """At least three of: small letters, capital letters, digits, other signs."""

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 - as Django calls it
        """Raise ValidationError for a password of fewer kinds."""
        if sum(re.search(kind, password) is not None for kind in _KINDS) < _LEAST:
            raise ValidationError(self.get_help_text(), code="few_kinds")

    def get_help_text(self) -> str:
        """Say the rule."""
        return "密码须含大写字母、小写字母、数字、其他符号中的至少三种。"


class LongEnoughValidator:
    """At least so many characters."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 - as Django calls it
        """Raise ValidationError for a shorter password."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="too_short")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"密码至少{self.least}个字符。"


class NotTheNameValidator:
    """Not with the account's name in it."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that holds the name."""
        if user is not None and user.username and user.username.lower() in password.lower():
            raise ValidationError(self.get_help_text(), code="holds_name")

    def get_help_text(self) -> str:
        """Say the rule."""
        return "密码中不能含有账号。"


class NotUsedBeforeValidator:
    """None of the person's last passwords."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password that the person had lately."""
        if user is None or user.pk is None:
            return
        former = user.former_passwords.values_list("password", flat=True)[: settings.PASSWORDS_REMEMBERED]
        if any(check_password(password, each) for each in [user.password, *former]):
            raise ValidationError(self.get_help_text(), code="used_before")

    def get_help_text(self) -> str:
        """Say the rule."""
        return f"不能使用最近{settings.PASSWORDS_REMEMBERED}次用过的密码。"

    def password_changed(self, password: str, user: Person | None = None) -> None:  # noqa: ARG002 - as Django calls it
        """Remember the new password's hash."""
        if user is not None and user.pk is not None:
            FormerPassword.objects.create(person=user, password=user.password)


def expired(person: Person) -> bool:
    """Tell whether a person must choose a new password before anything else."""
    changed = person.password_changed_at
    return person.must_change_password or (
        changed is not None and timezone.now() - changed > timedelta(days=settings.PASSWORD_VALID_DAYS)
    )
