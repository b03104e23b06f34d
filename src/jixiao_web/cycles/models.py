"""Cycles, what each asks for by kind of project, and projects."""

from django.db import models

from jixiao.forms.layouts import Layout, layouts
from jixiao_web.people.models import Body, Person

_USUAL = {
    "self_evaluation": {"project": "T1", "transfer": "T2", "department": "T6"},
    "monitoring": {"project": "T7", "transfer": "T7-转移支付", "department": "T7-整体"},
    "target": {"project": "T8"},
}


def fitting(stage: str, kind: str) -> list[Layout]:
    """The layouts of what a cycle collects for a kind of money, the usual one first; where it has none, those for projects."""
    of_stage = [layout for layout in layouts() if layout.form == stage]
    own = [layout for layout in of_stage if layout.kind == kind] or [
        layout for layout in of_stage if layout.kind == "project"
    ]
    usual = _USUAL.get(stage, {}).get(kind)
    return sorted(own, key=lambda layout: layout.code != usual)


class Kind(models.TextChoices):
    """Whose money it is: the kinds of the library's Evaluation."""

    PROJECT = "project", "项目支出"
    TRANSFER = "transfer", "转移支付"
    DEPARTMENT = "department", "部门整体"


class Stage(models.TextChoices):
    """What a cycle collects: the forms of the library's Evaluation."""

    TARGET = "target", "绩效目标申报"
    MONITORING = "monitoring", "绩效运行监控"
    SELF_EVALUATION = "self_evaluation", "绩效自评"


class Cycle(models.Model):
    """A round of filing (批次) that a supervising body opens for its subtree."""

    name = models.CharField("名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    stage = models.CharField("类别", max_length=16, choices=Stage.choices)
    months = models.CharField("监控期间", max_length=20, blank=True, help_text="如 1—7月；只用于绩效运行监控。")
    body = models.ForeignKey(Body, models.PROTECT, related_name="cycles", verbose_name="组织单位")
    deadline = models.DateField("截止日期")
    closed = models.BooleanField("已结束", default=False)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送批次"
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.name

    def plan(self, kind: str) -> "Plan":
        """What the cycle asks for of projects of a kind."""
        if not hasattr(self, "_plans"):
            self._plans = {plan.kind: plan for plan in self.plans.all()}
        return self._plans.get(kind) or Plan(cycle=self, kind=kind, layout=fitting(self.stage, kind)[0].code)


class Plan(models.Model):
    """The layout and the rule pack for one kind of project in a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="plans")
    kind = models.CharField("资金类别", max_length=12, choices=Kind.choices)
    layout = models.CharField("表式", max_length=40)
    rule_pack = models.CharField("评价口径", max_length=40, blank=True)
    monitor_pack = models.CharField("监控口径", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送要求"
        constraints = (models.UniqueConstraint(fields=("cycle", "kind"), name="one_plan_for_a_kind"),)


class Project(models.Model):
    """A project of a unit, known through the years by its code."""

    code = models.CharField("项目编码", max_length=60)
    name = models.CharField("项目名称", max_length=300)
    kind = models.CharField("资金类别", max_length=12, choices=Kind.choices, default=Kind.PROJECT)
    body = models.ForeignKey(Body, models.PROTECT, related_name="projects", verbose_name="实施单位（科室）")

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("body", "code"), name="one_project_for_a_code"),)

    def __str__(self) -> str:
        return self.name

    @property
    def official_code(self) -> str:
        """The code that the project was given by an office; "" where the application numbered it itself."""
        return "" if self.code.startswith(f"{self.body_id}-") else self.code
