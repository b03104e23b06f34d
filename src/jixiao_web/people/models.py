"""Bodies (机构), what became of them, people (人员), and who holds which role where (任职)."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from jixiao_web.people.roles import ADMINISTRATORS, Role


class Body(models.Model):
    """A place in the tree 省 → 市 → 县 → 单位 → 科室. `path` is the numbers from the root down to itself: "/1/5/12/"."""

    class Kind(models.TextChoices):
        """What a body is."""

        PROVINCE = "province", "省（自治区、直辖市）"
        CITY = "city", "市（州）"
        COUNTY = "county", "县（市、区）"
        UNIT = "unit", "单位"
        OFFICE = "office", "科室"

    name = models.CharField("名称", max_length=200)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    code = models.CharField("预算单位编码", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django declares it
        """Save, and put itself and all below it where the parent stands."""
        before = self.path
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path == before:
            return
        if before:
            for below in Body.objects.filter(path__startswith=before).exclude(pk=self.pk):
                Body.objects.filter(pk=below.pk).update(path=path + below.path.removeprefix(before))
        self.path = path
        super().save(update_fields=["path"])

    def clean(self) -> None:
        """Refuse a body below itself."""
        if self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "上级不能是本机构或它的下级。"})

    def subtree(self) -> QuerySet["Body"]:
        """The body itself and everything below it."""
        return Body.objects.filter(path__startswith=self.path)

    @property
    def place(self) -> list[int]:
        """Where it comes among all bodies: below its own, after those set up earlier; as a text `path` puts the tenth before the second."""
        return [int(number) for number in self.path.strip("/").split("/")]

    @property
    def unit(self) -> "Body":
        """The unit that files the forms: itself, or of an office the unit above it."""
        return self.parent.unit if self.kind == self.Kind.OFFICE and self.parent else self

    def named_on(self, day: Any) -> str:  # noqa: ANN401 - a date
        """The name that the body bore on a day."""
        later = self.renamings.filter(since__gt=day).order_by("since").first()
        return later.before if later else self.name


class Renaming(models.Model):
    """A body got another name (更名)."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="renamings")
    before = models.CharField("原名称", max_length=200)
    after = models.CharField("新名称", max_length=200)
    since = models.DateField("生效日期")
    document = models.CharField("文号", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "更名"
        ordering = ("since",)


class Merger(models.Model):
    """A body was merged into another (合并); its forms stay its own, the successor sees them."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="merger")
    into = models.ForeignKey(Body, models.PROTECT, related_name="merged")
    since = models.DateField("生效日期")
    document = models.CharField("文号", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "合并"


class Person(AbstractUser):
    """A person with an account; what the person may do comes from appointments alone."""

    name = models.CharField("姓名", max_length=50)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    session_key = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """Set a password and remember when."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    def holds(self, *roles: Role) -> bool:
        """Tell whether the person holds one of these roles anywhere."""
        return any(appointment.role in roles for appointment in self.current)

    @property
    def current(self) -> "list[Appointment]":
        """The appointments of the person, with their bodies; asked for once a request."""
        if not hasattr(self, "_current"):
            self._current = list(self.appointments.select_related("body"))
        return self._current

    @property
    def places(self) -> list[str]:
        """What the person is where, one entry for each body: "石门县医疗保障局 填报人、单位负责人"."""
        roles: dict[str, list[str]] = {}
        for appointment in self.current:
            roles.setdefault(str(appointment.body), []).append(appointment.get_role_display())
        return [f"{body} {'、'.join(held)}" for body, held in roles.items()]


class FormerPassword(models.Model):
    """The hash of a password that a person had; the last few may not come back."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")


class Appointment(models.Model):
    """A person holds a role at a body (任职)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments", verbose_name="人员")
    body = models.ForeignKey(Body, models.PROTECT, related_name="appointments", verbose_name="机构")
    role = models.CharField("角色", max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = (models.UniqueConstraint(fields=("person", "body", "role"), name="one_appointment_each"),)

    def __str__(self) -> str:
        return f"{self.body} {self.get_role_display()}"

    def clean(self) -> None:
        """三员分立: refuse an administrator's role beside any other, and any other beside it."""
        others = Appointment.objects.filter(~Q(pk=self.pk), person=self.person).values_list("role", flat=True)
        held = {self.role, *others}
        if held & ADMINISTRATORS and len(held) > 1:
            message = "系统管理员、安全管理员、审计管理员互相分立，也不能兼任业务角色。"
            raise ValidationError(message)
