"""Which accounts are locked (锁定) after wrong passwords, and until when."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone


def locked_until(usernames: Iterable[str]) -> dict[str, datetime]:
    """The accounts among these that are locked from some address, with the time at which the last lock ends."""
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    failed = (
        AccessAttempt.objects.filter(username__in=list(usernames), attempt_time__gt=timezone.now() - cool_off)
        .order_by("username")
        .values_list("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    found: dict[str, datetime] = {}
    for username, _, failures, last in failed:
        if username and failures >= settings.AXES_FAILURE_LIMIT:
            found[username] = max(last + cool_off, found.get(username, last))
    return found
