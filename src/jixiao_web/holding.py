"""Holding a row while it is read and changed, so that two people who write at once do so one after the other."""

from typing import TypeVar

from django.db.models import Model

Held = TypeVar("Held", bound=Model)


def hold(kind: type[Held], key: int, *beside: str) -> Held:
    """The row as it stands, held until the transaction ends; `beside` are related rows that come with it and are not held.

    Raises `kind.DoesNotExist`. PostgreSQL checks at the end of a transaction that what a new row refers to is there, and waits for
    whoever holds that: so related rows are left alone, and the row is held without its key. Otherwise a save and a step in the
    same cycle could each wait for the other. SQLite lets one transaction write at a time and needs neither.
    """
    rows = kind._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001 - Django's own
    return (rows.select_related(*beside) if beside else rows).get(pk=key)
