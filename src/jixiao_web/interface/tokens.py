"""Making, using and revoking tokens; each stands in the log, never the secret."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jixiao_web.interface.models import NAME, Token
from jixiao_web.people.models import Person
from jixiao_web.trail.writing import note

PREFIX = "jx_"
"""By which scanners of source code know a secret that slipped into it."""
DAYS = (30, 90, 180, 365)
"""For how long a token may be made."""
MOST = 20
"""Tokens that a person may have in use."""
_NOTED = timedelta(hours=1)
"""How exactly is kept when a token was used last."""


class CannotMakeTokenError(ValueError):
    """A token cannot be made as asked; says in Chinese why."""


def make(person: Person, *, name: str, scope: str, days: int) -> tuple[Token, str]:
    """Make a token; returns it with its secret, which nobody can find out later."""
    name = name.strip()
    if not 0 < len(name) <= NAME:
        message = f"请写明令牌的用途，最多{NAME}字。"
        raise CannotMakeTokenError(message)
    if scope not in Token.Scope.values or days not in DAYS:
        message = "请选择范围和有效期。"
        raise CannotMakeTokenError(message)
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        if Token.objects.filter(person=person, revoked_at=None, expires_at__gt=now).count() >= MOST:
            message = f"一个账号最多同时有{MOST}个令牌；请先撤销不用的。"
            raise CannotMakeTokenError(message)
        token = Token.objects.create(
            person=person,
            name=name,
            scope=scope,
            digest=_digest(secret),
            hint=secret[-4:],
            expires_at=now + timedelta(days=days),
        )
        words = f"{token}（{token.get_scope_display()}，…{token.hint}，{days}天）"
        note(person, "新建访问令牌", person, after=words)
    return token, secret


def revoke(person: Person, token: Token) -> None:
    """End a token at once."""
    with transaction.atomic():
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        note(person, "撤销访问令牌", token.person, before=f"{token}（…{token.hint}）")


def revoke_all(whom: Person) -> int:
    """End all tokens of an account, when its password is reset or it is disabled; the caller writes the log."""
    return Token.objects.filter(person=whom, revoked_at=None).update(revoked_at=timezone.now())


def known(secret: str) -> Token | None:
    """The token with a secret, if it may still be used; that it was is kept to the hour."""
    token = Token.objects.select_related("person").filter(digest=_digest(secret), revoked_at=None).first()
    if token is None or token.expired or not token.person.is_active:
        return None
    now = timezone.now()
    if token.used_at is None or now - token.used_at > _NOTED:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def _digest(secret: str) -> str:
    """The hash that is kept. A secret of 256 random bits needs neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
