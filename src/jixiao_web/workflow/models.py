"""What the steps leave behind: reasons on cells and their answers, assignments, notices, what is to be put right, when a person looked."""

from django.db import models

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person


class Objection(models.Model):
    """A reason for which a form was returned (退回意见), on one cell or, with address "", on the form; answered before it comes back."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="objections")
    address = models.CharField("栏目", max_length=120, blank=True)
    quoted = models.TextField("当时的内容", blank=True)
    reason = models.TextField("退回意见")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    sent = models.BooleanField(default=False)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    settled = models.BooleanField("已解决", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "退回意见"
        ordering = ("pk",)


class Assignment(models.Model):
    """A form was given to a person to review (分派): experts see nothing else, several may work side by side."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    opinion = models.TextField("评审意见", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "person"), name="one_assignment_each"),)


class Notice(models.Model):
    """A word to a person (通知) about a form, or about a cycle."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    filing = models.ForeignKey(Filing, models.CASCADE, null=True, related_name="+")
    cycle = models.ForeignKey(Cycle, models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    read = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)


class Reminder(models.Model):
    """A cycle's deadline was reminded of (催报): so many days ahead, or -1 when it had passed."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="reminders")
    mark = models.SmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cycle", "mark"), name="one_reminder_each"),)


class Rectification(models.Model):
    """What a reviewer wants put right (整改); it comes back beside next year's form until it is done."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="rectifications")
    text = models.TextField("整改事项")
    due = models.DateField("整改期限", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    result = models.TextField("整改结果", blank=True)
    done = models.BooleanField("已完成", default=False)
    reminded = models.SmallIntegerField(
        default=0, help_text="The last reminder: so many days ahead, -1 when its day had passed, 0 before any."
    )


class Look(models.Model):
    """The version of a form that a person last saw: what changed since is marked."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    entry = models.BigIntegerField(
        default=0, help_text="The number of the last entry of the log that was there to be seen."
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("filing", "person"), name="one_look_each"),)
