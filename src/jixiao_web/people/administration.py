"""What administrators do: 系统管理员 keeps bodies, people and appointments; 安全管理员 keeps accounts.

Every change stands in the log, without a person where it was made from the command line of the machine.
"""

import secrets
import string
from collections.abc import Mapping
from datetime import date

from axes.utils import reset
from django.db import transaction

from jixiao_web.interface.tokens import revoke_all
from jixiao_web.people.models import Appointment, Body, Merger, Person, Renaming
from jixiao_web.people.roles import Role
from jixiao_web.trail.writing import note

_SIGNS = string.ascii_letters.translate(str.maketrans("", "", "lIO")) + "23456789"


def first_password() -> str:
    """A password to hand to a person, who must change it at once."""
    return "".join(secrets.choice(_SIGNS) for _ in range(10)) + "-" + secrets.choice("23456789") + "aA"


class NotEmptyError(Exception):
    """There is somebody in the database already."""


def establish(name: str, kind: str, administrators: Mapping[Role, tuple[str, str]]) -> dict[Role, str]:
    """Make the first body and its administrators, each by account and name; returns the first password of each.

    Raises NotEmptyError when there is anybody or any body already, ValidationError when a name cannot be taken.
    """
    with transaction.atomic():
        if Person.objects.exists() or Body.objects.exists():
            message = "数据库里已经有机构或人员，没有改动；其他人员请由系统管理员在“机构人员”中添加。"
            raise NotEmptyError(message)
        body = add_body(None, name=name, kind=kind, code="", parent=None)
        passwords = {}
        for role, (username, called) in administrators.items():
            made, passwords[role] = add_person(None, username=username, name=called)
            appoint(None, made, body, role)
    return passwords


def add_body(person: Person | None, *, name: str, kind: str, code: str, parent: Body | None) -> Body:
    """Add a body below another."""
    with transaction.atomic():
        body = Body(name=name, kind=kind, code=code, parent=parent)
        body.full_clean(exclude=["path"])
        body.save()
        note(person, "新增机构", body)
    return body


def rename(person: Person, body: Body, *, after: str, since: date, document: str) -> None:
    """Give a body another name, and keep the old one with the day."""
    with transaction.atomic():
        before = body.name
        Renaming.objects.create(body=body, before=before, after=after, since=since, document=document)
        body.name = after
        body.save()
        note(person, "机构更名", body, before=before, after=f"{after}（{since}，{document}）")


def merge(person: Person, body: Body, *, into: Body, since: date, document: str) -> None:
    """Merge a body into another: it is closed, its forms stay as they are and are seen by the successor, below which it moves."""
    with transaction.atomic():
        Merger.objects.create(body=body, into=into, since=since, document=document)
        body.closed_on, body.parent = since, into
        body.save()
        note(person, "机构合并", body, after=f"并入{into}（{since}，{document}）")


def add_person(person: Person | None, *, username: str, name: str) -> tuple[Person, str]:
    """Make an account; returns it with its first password."""
    password = first_password()
    with transaction.atomic():
        made = Person(username=username, name=name)
        made.set_password(password)
        made.full_clean()
        made.save()
        note(person, "新增人员", made)
    return made, password


def appoint(person: Person | None, whom: Person, body: Body, role: Role) -> Appointment:
    """Give a person a role at a body; raises ValidationError where roles must stay apart."""
    with transaction.atomic():
        appointment = Appointment(person=whom, body=body, role=role)
        appointment.full_clean()
        appointment.save()
        note(person, "任职", whom, after=str(appointment))
    return appointment


def dismiss(person: Person, appointment: Appointment) -> None:
    """Take a role from a person."""
    with transaction.atomic():
        note(person, "免职", appointment.person, before=str(appointment))
        appointment.delete()


def reset_password(person: Person | None, whom: Person) -> str:
    """Give a person a new first password; returns it. The person's session and tokens end."""
    password = first_password()
    with transaction.atomic():
        whom.set_password(password)
        whom.must_change_password, whom.session_key = True, ""
        whom.save()
        revoke_all(whom)
        note(person, "重置密码", whom)
    return password


def unlock(person: Person | None, whom: Person) -> None:
    """Let a person try again who was locked out."""
    with transaction.atomic():
        reset(username=whom.username)
        note(person, "解锁账号", whom)


def switch(person: Person, whom: Person, *, active: bool) -> None:
    """Disable an account, whose session and tokens end, or enable it again."""
    with transaction.atomic():
        whom.is_active = active
        if not active:
            whom.session_key = ""
            revoke_all(whom)
        whom.save(update_fields=["is_active", "session_key"])
        note(person, "启用账号" if active else "停用账号", whom)
