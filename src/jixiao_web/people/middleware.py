"""Every page but the few open ones is for people who are signed in, in one session, not idle for long, with a password of their own."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jixiao_web.interface.answers import BELOW
from jixiao_web.interface.entering import entered
from jixiao_web.people.models import Person
from jixiao_web.people.passwords import expired

_OPEN = frozenset({"login", "healthz"})
_TOUCH = timedelta(minutes=1)
UNATTENDED = "X-Unattended"
"""The header of what a page asks by itself, without anybody touching it: it does not keep a session alive."""


class SignedInMiddleware:
    """Send strangers to the login page, and away whose session is over, displaced by a newer one or idle for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through who may; what a page shows is kept by no browser and no proxy."""
        sent = (text for fields in (request.GET, request.POST) for _, texts in fields.lists() for text in texts)
        if any("\0" in text for text in sent):
            message = "a NUL character, which no browser sends and no database keeps"
            raise SuspiciousOperation(message)
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        match = request.path_info
        if match in {reverse(name) for name in _OPEN} or match.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return self._next(request)
        in_session = _in_session(request)
        if match.startswith(BELOW):
            return entered(request, self._next, in_session=in_session)
        person = request.user
        if not in_session or not isinstance(person, Person):
            return _to_login(request)
        if expired(person) and match not in {reverse("password"), reverse("logout")}:
            return _elsewhere(request, reverse("password"))
        return self._next(request)


def _in_session(request: HttpRequest) -> bool:
    """Whether the request comes from a person in the one session that goes on; any other session is ended."""
    person = request.user
    if not isinstance(person, Person):
        return False
    if person.session_key == request.session.session_key and not _idle(request):
        return True
    logout(request)
    return False


def _idle(request: HttpRequest) -> bool:
    now = timezone.now()
    seen = parse_datetime(request.session.get("seen", "")) or now
    if now - seen > timedelta(minutes=settings.IDLE_MINUTES):
        return True
    attended = UNATTENDED not in request.headers
    if "seen" not in request.session or (attended and now - seen > _TOUCH):
        request.session["seen"] = now.isoformat()
    return False


def _to_login(request: HttpRequest) -> HttpResponse:
    return _elsewhere(request, f"{resolve_url(settings.LOGIN_URL)}?next={quote(_page(request))}")


def _page(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one that something was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    return sent_from.path if sent_from.netloc == request.get_host() else "/"


def _elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect; a part of a page that htmx asks for makes the whole page go."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
