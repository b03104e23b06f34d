"""A filing, its rows, and who is editing which cell."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.people.models import Body, Person


class State(models.TextChoices):
    """Where a filing stands on its way (workflow.steps says how it goes on)."""

    DRAFT = "draft", "填报中"
    UNIT_REVIEW = "unit_review", "单位审核"
    SUBMITTED = "submitted", "已提交"
    IN_REVIEW = "in_review", "主管部门审核"
    RETURNED = "returned", "已退回"
    RECHECKED = "rechecked", "已复核"
    CONFIRMED = "confirmed", "已确定"
    PUBLISHED = "published", "已公开"


class Filing(models.Model):
    """One form (绩效表). `head` holds the texts of the form that stand in no row, by the names of the library's Evaluation.

    `version` grows with every change; a change that was made on an older state of the same cell is refused, not lost.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="filings", verbose_name="批次")
    project = models.ForeignKey(Project, models.PROTECT, related_name="filings", verbose_name="项目")
    body = models.ForeignKey(Body, models.PROTECT, related_name="filings", verbose_name="填报单位（科室）")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT, db_index=True)
    head = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    last_year = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="上年的表"
    )
    source = models.FileField("上传的文件", upload_to="sources/%Y/", blank=True)
    source_name = models.CharField("上传的文件名", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "绩效表"
        ordering = ("-cycle__year", "body__path", "project__code")
        constraints = (models.UniqueConstraint(fields=("cycle", "project"), name="one_filing_for_a_project"),)

    def __str__(self) -> str:
        return f"{self.project.name}（{self.cycle.year}年度）"

    @property
    def form(self) -> str:
        """What the table is for, in the library's words."""
        return self.cycle.stage


class Part(models.TextChoices):
    """The lists of the library's Evaluation that rows belong to."""

    FUND = "funds", "项目资金"
    MANAGEMENT = "fund_management", "资金管理情况"
    GOAL = "goals", "年度总体目标"
    INDICATOR = "indicators", "绩效指标"
    FIELD = "fields", "其他栏目"


class Row(models.Model):
    """A row of a form: the texts of its cells by field. `position` orders the rows of a part."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="rows")
    part = models.CharField(max_length=16, choices=Part.choices)
    position = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    doubtful = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "行"
        ordering = ("part", "position", "pk")
        indexes = (models.Index(fields=("filing", "part", "position")),)

    @property
    def placeholder(self) -> bool:
        """Whether it only names levels under which no indicator was written yet: none when a file with it is read, and none here."""
        said = {name for name, value in self.values.items() if value}
        return self.part == Part.INDICATOR and said <= {"level1", "level2"}


class Editing(models.Model):
    """Somebody has a cell open for typing; forgotten after a while without a sign of life."""

    LASTS = timedelta(seconds=45)

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="editings")
    address = models.CharField(max_length=120)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "person"), name="one_cell_at_a_time"),)


class Change(models.Model):
    """What a person did to a form in one go and can take back in one go: a cell, a paste, a row. `parts` are those of changes.py."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.CharField(max_length=120)
    parts = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "可撤销的修改"
        ordering = ("pk",)
        indexes = (models.Index(fields=("filing", "person", "undone")),)


class Answered(models.Model):
    """An answer to a finding (对问题的说明), kept by the finding's key; the reviewer sees it beside the finding."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=12)
    message = models.TextField()
    reason = models.TextField("说明")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "key"), name="one_answer_for_a_finding"),)
