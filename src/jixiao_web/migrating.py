"""Bringing the database up to date: the whole way or not at all, and by one process alone."""

from django.core.management import call_command
from django.db import connection, transaction

_LOCK = 0x6A697869
"""The number by which processes that start at once on one PostgreSQL wait for each other."""


def bring_up_to_date() -> None:
    """Apply the migrations that are not applied yet, in one transaction.

    Django records a migration after the transaction that applies it: killed in between, it would try to make the same tables again for
    ever. In one transaction around all of them a process that is killed leaves the database as it was.
    """
    with connection.constraint_checks_disabled(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        call_command("migrate", verbosity=0, interactive=False)
