"""Signing in and out, and changing one's password; every attempt is written to the log."""

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from jixiao_web.asking import Asking
from jixiao_web.demo.casting import cast
from jixiao_web.people.models import Person
from jixiao_web.people.passwords import expired
from jixiao_web.trail.writing import note


class SignInForm(Asking, AuthenticationForm):
    """账号、密码."""

    username = UsernameField(label="账号")

    error_messages = {
        "invalid_login": "账号或密码不正确；连续输错5次，账号将锁定30分钟。",
        "inactive": "这个账号已停用，请联系本单位的安全管理员。",
    }


def _whence(request: HttpRequest) -> str:
    """From which address a person came, for the log; behind a proxy the one that it tells of."""
    return f"来自 {request.META.get('REMOTE_ADDR', '')[:45]}"


class SignIn(LoginView):
    """Sign in; whoever was signed in elsewhere under the same account is signed out there."""

    template_name = "people/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - as Django declares it
        """In a demo, show who can sign in and how."""
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            declared = cast()
            names = [person.username for person in declared.people]
            people = sorted(Person.objects.filter(username__in=names), key=lambda each: names.index(each.username))
            context |= {"demo_people": people, "demo_password": declared.password, "demo_tour": declared.tour}
        return context

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Begin the one session of the person."""
        response = super().form_valid(form)
        person = self.request.user
        assert isinstance(person, Person)  # noqa: S101 - what the backend returns
        if self.request.session.session_key is None:
            self.request.session.save()
        person.session_key = self.request.session.session_key or ""
        person.save(update_fields=["session_key"])
        note(person, "登录", person, after=_whence(self.request))
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Write the failed attempt to the log."""
        name = str(form.data.get("username", ""))[:150]
        note(Person.objects.filter(username=name).first(), "登录失败", f"账号“{name}”", after=_whence(self.request))
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Sign out."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - as Django declares it
        """End the session."""
        if isinstance(request.user, Person):
            note(request.user, "退出", request.user)
        return super().post(request, *args, **kwargs)


class NewPasswordForm(Asking, PasswordChangeForm):
    """旧密码、新密码两遍."""


class ChangePassword(PasswordChangeView):
    """Choose a new password."""

    template_name = "people/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - as Django declares it
        """Say why one is here, where one did not come by oneself."""
        person = self.request.user
        due = isinstance(person, Person) and expired(person)
        return super().get_context_data(**kwargs) | {"due": due}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep it, and the session with it."""
        person = form.save()
        person.must_change_password = False
        update_session_auth_hash(self.request, person)
        person.session_key = self.request.session.session_key or ""
        person.save(update_fields=["must_change_password", "session_key"])
        note(person, "修改密码", person)
        return super(PasswordChangeView, self).form_valid(form)


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ANN401 - as axes calls it
    """Say that an account is locked for a while."""
    return render(request, "people/locked.html", status=429)
