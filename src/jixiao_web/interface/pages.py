"""我的账号: who one is, and the tokens by which programs work for one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from jixiao_web.interface import tokens
from jixiao_web.interface.models import Token
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The own account."""
    return _page(request, person_of(request))


@require_POST
@sensitive_variables("secret")
def made(request: HttpRequest) -> HttpResponse:
    """Make a token; the answer to this request is the only page that ever shows the secret."""
    person, days = person_of(request), request.POST.get("days", "")
    fields = {name: request.POST.get(name, "") for name in ("name", "scope")}
    try:
        token, secret = tokens.make(person, **fields, days=int(days) if days.isdecimal() and len(days) < 5 else 0)
    except tokens.CannotMakeTokenError as error:
        messages.error(request, str(error))
        return redirect("own-account")
    return _page(request, person, token=token, secret=secret)


@require_POST
def revoked(request: HttpRequest, number: int) -> HttpResponse:
    """End a token of one's own."""
    person = person_of(request)
    token = get_object_or_404(Token, pk=number, person=person, revoked_at=None)
    tokens.revoke(person, token)
    messages.success(request, f"令牌“{token}”已撤销，立即失效。")
    return redirect("own-account")


def _page(request: HttpRequest, person: Person, **more: object) -> HttpResponse:
    context = {"tokens": person.tokens.all()[:100], "scopes": Token.Scope.choices, "days": tokens.DAYS, **more}
    return render(request, "interface/account.html", context)
