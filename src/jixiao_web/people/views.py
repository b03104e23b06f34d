"""Pages of the administrators: bodies and people for 系统管理员, accounts for 安全管理员."""

from django import forms
from django.contrib import messages
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jixiao_web.asking import Asking
from jixiao_web.people import administration
from jixiao_web.people.lockout import locked_until
from jixiao_web.people.models import Appointment, Body, Person
from jixiao_web.people.request import person_of
from jixiao_web.people.roles import Role
from jixiao_web.people.scope import below

_PAGE = 100


def _administrator(request: HttpRequest, role: Role) -> tuple[Person, QuerySet[Body]]:
    """The administrator and the bodies of the own subtree; raises PermissionDenied for anybody else."""
    person = person_of(request)
    if not person.holds(role):
        raise PermissionDenied
    return person, Body.objects.filter(below("path", person, role))


_BELOW = dict(zip(Body.Kind.values, (*Body.Kind.values[1:], Body.Kind.OFFICE), strict=True))
"""What stands below a body of each kind, as a rule."""


class BodyForm(Asking):
    """A new body."""

    name = forms.CharField(label="名称", max_length=200)
    kind = forms.ChoiceField(label="类别", choices=Body.Kind.choices)
    code = forms.CharField(label="预算单位编码", max_length=40, required=False)


class RenamingForm(Asking):
    """Another name."""

    after = forms.CharField(label="新名称", max_length=200)
    since = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(label="文号", max_length=100, required=False)


class MergerForm(Asking):
    """Into which body, since when."""

    into = forms.ModelChoiceField(label="并入的机构", queryset=Body.objects.none(), empty_label="请选择")
    since = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    document = forms.CharField(label="文号", max_length=100, required=False)


class PersonForm(Asking):
    """A new person."""

    username = forms.CharField(label="账号", max_length=150, validators=[UnicodeUsernameValidator()])
    name = forms.CharField(label="姓名", max_length=50)

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        name = str(self.cleaned_data["username"])
        if Person.objects.filter(username__iexact=name).exists():
            message = "这个账号已经有人使用。"
            raise ValidationError(message)
        return name


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """The tree of bodies with the people of each."""
    _, held = _administrator(request, Role.SYSTEM)
    shown = sorted(held.prefetch_related("appointments__person"), key=lambda each: each.place)
    return render(request, "people/bodies.html", {"bodies": [(body, body.path.count("/") - 2) for body in shown]})


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, number: int) -> HttpResponse:
    """One body: what is below it, its people, its history; additions and changes."""
    person, held = _administrator(request, Role.SYSTEM)
    found = get_object_or_404(held, pk=number)
    forms_ = {"add": BodyForm(initial={"kind": _BELOW[found.kind]}), "rename": RenamingForm(), "merge": MergerForm()}
    _offer(forms_["merge"], held.exclude(path__startswith=found.path))
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action in forms_:
            form = type(forms_[action])(request.POST)
            if isinstance(form, MergerForm):
                _offer(form, held.exclude(path__startswith=found.path))
            forms_[action] = form
            if form.is_valid() and _changed(person, found, action, form):
                messages.success(request, "已保存。")
                return redirect("body", found.pk)
    context = {
        "body": found,
        "forms": forms_,
        "children": sorted(found.children.all(), key=lambda each: each.place),
        "appointments_here": found.appointments.select_related("person"),
        "renamings": found.renamings.all(),
        "roles": Role.choices,
        "people": Person.objects.filter(is_active=True).order_by("name")[:1000],
    }
    return render(request, "people/body.html", context)


def _offer(form: forms.Form, bodies_: QuerySet[Body]) -> None:
    field = form.fields["into"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = bodies_


def _changed(person: Person, found: Body, action: str, form: forms.Form) -> bool:
    held = form.cleaned_data
    try:
        if action == "add":
            administration.add_body(person, parent=found, **held)
        elif action == "rename":
            administration.rename(person, found, **held)
        else:
            administration.merge(person, found, **held)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
def appointed(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person a role at a body, or take one away."""
    person, held = _administrator(request, Role.SYSTEM)
    found = get_object_or_404(held, pk=number)
    leaving = request.POST.get("dismiss", "")
    if leaving.isdecimal():
        administration.dismiss(person, get_object_or_404(Appointment, pk=int(leaving), body=found))
        messages.success(request, "已免职。")
        return redirect("body", found.pk)
    whom, role = request.POST.get("person", ""), request.POST.get("role", "")
    chosen = get_object_or_404(Person, pk=int(whom) if whom.isdecimal() else 0)
    try:
        administration.appoint(person, chosen, found, Role(role))
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    except ValueError:
        messages.error(request, "请选择角色。")
    else:
        messages.success(request, "已任职。")
    return redirect("body", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hired(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    person, _ = _administrator(request, Role.SYSTEM)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, password = administration.add_person(person, **form.cleaned_data)
        messages.success(
            request, f"已建立{made}的账号“{made.username}”，首次登录密码：{password}（只显示这一次，首次登录须修改）。"
        )
        return redirect("bodies")
    return render(request, "people/hire.html", {"form": form})


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts with what the security administrator may do with them."""
    _administrator(request, Role.SECURITY)
    words = request.GET.get("q", "").strip()
    found = Person.objects.prefetch_related("appointments__body").order_by("username")
    if words:
        found = found.filter(name__icontains=words) | found.filter(username__icontains=words)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    locked = locked_until(each.username for each in page)
    context = {"page": page, "words": words, "accounts": [(each, locked.get(each.username)) for each in page]}
    return render(request, "people/accounts.html", context)


@require_POST
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Reset the password of an account, unlock, disable or enable it."""
    person, _ = _administrator(request, Role.SECURITY)
    whom = get_object_or_404(Person, pk=number)
    match request.POST.get("action"):
        case "reset":
            messages.success(
                request,
                f"{whom}的新密码：{administration.reset_password(person, whom)}（只显示这一次，登录后须修改）。",
            )
        case "unlock":
            administration.unlock(person, whom)
            messages.success(request, f"{whom}的账号已解锁。")
        case "disable" | "enable" as action if whom != person:
            administration.switch(person, whom, active=action == "enable")
            messages.success(request, f"{whom}的账号已{'启用' if action == 'enable' else '停用'}。")
        case _:
            messages.error(request, "不能对自己的账号这样做。" if whom == person else "没有这种操作。")
    return redirect("accounts")
