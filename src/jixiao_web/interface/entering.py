"""Who calls: a program by its token, or a page by the session of the person; anybody else is told so in JSON."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from jixiao_web.interface import tokens
from jixiao_web.interface.answers import RefusedError, refused
from jixiao_web.interface.models import Token
from jixiao_web.people.models import Person
from jixiao_web.people.passwords import expired
from jixiao_web.trail.writing import through

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def entered(request: HttpRequest, go_on: Callable[[HttpRequest], HttpResponse], *, in_session: bool) -> HttpResponse:
    """Let a request of the interface through when it is known who calls."""
    try:
        with _by(request, in_session=in_session):
            return go_on(request)
    except RefusedError as error:
        return refused(error)


@contextmanager
def _by(request: HttpRequest, *, in_session: bool) -> Iterator[None]:
    """Find out who calls; while it lasts, the log names the token."""
    given = request.headers.get("Authorization", "")
    token = _token(request, given) if given else None
    if token is not None:
        request.user = token.person
    elif not in_session:
        raise RefusedError(401, "unauthenticated", "请先登录，或在 Authorization 头中给出访问令牌（Bearer …）。")
    elif request.method not in _SAFE and _Forgery(lambda _: HttpResponse()).process_view(request, _none, (), {}):
        raise RefusedError(403, "csrf", "页面已过期，或请求没有带 CSRF 令牌，没有保存；程序请改用访问令牌。")
    person = request.user
    if isinstance(person, Person) and expired(person):
        raise RefusedError(403, "password_expired", "密码已到期或须修改；请先在网页上修改密码。")
    named = through.set(f"令牌“{token}”" if token else "")
    try:
        yield
    finally:
        through.reset(named)


def _token(request: HttpRequest, given: str) -> Token:
    scheme, _, secret = given.partition(" ")
    token = tokens.known(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise RefusedError(401, "invalid_token", "访问令牌无效、已到期或已撤销；请在“我的账号”中新建。")
    if request.method not in _SAFE and token.scope != Token.Scope.WRITE:
        raise RefusedError(403, "read_only_token", "这个访问令牌只读；请用范围为“读写”的令牌。")
    return token


class _Forgery(CsrfViewMiddleware):
    """Django's own check, which says whether instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        return HttpResponse(reason, status=403)


def _none(_request: HttpRequest) -> HttpResponse:
    """A view that is not exempt."""
    return HttpResponse()
