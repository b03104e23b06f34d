"""Taking a step: permission, conditions, change, sentence in the log and notices in one transaction; used by pages and commands alike."""

from collections.abc import Callable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from jixiao_web.cycles.models import Kind
from jixiao_web.downloads.outlook import outlook
from jixiao_web.evidence.keeping import freeze
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, Part, Row, State
from jixiao_web.holding import hold
from jixiao_web.people.models import Appointment, Person
from jixiao_web.trail.writing import note
from jixiao_web.workflow.models import Notice, Objection
from jixiao_web.workflow.permissions import possible
from jixiao_web.workflow.record import last_taken
from jixiao_web.workflow.steps import BY_CODE, Step


class RefusedStepError(Exception):
    """A step cannot be taken now; says in Chinese why, and what to do."""


class UnconfirmedError(RefusedStepError):
    """A step that asks was taken without confirming what is to be looked at before, or over another list than there is now."""


def take(filing: Filing, person: Person, code: str, *, reason: str = "", confirmed: str = "") -> Filing:
    """Take a step; returns the form as it stands then. One that asks is `confirmed` by the digest of what was looked at.

    Raises PermissionDenied when the person may not, RefusedStepError when the form is not ready for it or is no longer where it was,
    UnconfirmedError when what was looked at is not what there is to look at.
    """
    step = BY_CODE[code]
    trouble = _TROUBLE.get(code)
    said = trouble(filing) if trouble and filing.state in step.before else ""
    unconfirmed = step.asks and step in possible(person, filing) and confirmed != outlook(filing).digest
    with transaction.atomic():
        held = hold(Filing, filing.pk, "cycle", "project", "body")
        if held.state not in step.before:
            message = f"这张表现在是“{held.get_state_display()}”，不能{step.words}；请刷新页面查看最新情况。"
            raise RefusedStepError(message)
        if step not in possible(person, held):
            raise PermissionDenied
        if held.version != filing.version:
            message = "您打开页面以后，这张表又有改动；请刷新页面核对后再操作。"
            raise RefusedStepError(message)
        if step.needs_reason and not reason.strip():
            message = f"{step.words}须写明原因。"
            raise RefusedStepError(message)
        if unconfirmed:
            message = (
                "公开以后不能撤回：请先核对没有解决的问题和查出的个人信息，再确认公开。"
                if not confirmed
                else "您核对以后，没有解决的问题或个人信息又有变化；请重新核对后再确认公开。"
            )
            raise UnconfirmedError(message)
        said = said or _NOT_BY.get(code, _fine)(held, person)
        if said:
            raise RefusedStepError(said)
        before = held.get_state_display()
        held.state = step.after
        held.version = F("version") + 1
        held.save(update_fields=["state", "version", "changed_at"])
        held.refresh_from_db()
        _AFTER.get(code, _nothing)(held, person)
        note(
            person, step.words, held, before=before, after=held.get_state_display() + (f"：{reason}" if reason else "")
        )
        _tell(held, person, step, reason)
    return held


def _nothing(_filing: Filing, _person: Person) -> None:
    return


def _unanswered(filing: Filing) -> str:
    """Why a returned form cannot go back: objections without an answer."""
    left = filing.objections.filter(sent=True, settled=False, answer="").count()
    return f"还有{left}条退回意见没有答复；请逐条答复后再送审。" if left else ""


def _fatal(filing: Filing) -> str:
    """Why a form cannot be handed in: findings that are fatal, or open ones without an answer."""
    answered = set(filing.answers.values_list("key", flat=True))
    findings = judge(filing).findings
    fatal = [each for each in findings if each.severity == "fatal"]
    if fatal:
        return f"体检发现{len(fatal)}处必须改正的问题（如：{fatal[0].title}），改正后才能提交。"
    left = [each for each in findings if each.severity == "error" and each.key not in answered]
    return f"体检发现的{len(left)}处错误既未改正，也未说明原因；请改正，或逐条写明原因。" if left else ""


def _incomplete(filing: Filing) -> str:
    """Why a form cannot be handed in: cells without which it says nothing are empty."""
    return wanting(filing, list(filing.rows.all()))


def wanting(filing: Filing, rows: Sequence[Row]) -> str:
    """What a form still lacks before it can be handed in, in a Chinese sentence; "" when nothing."""
    indicators = [row.values for row in rows if row.part == Part.INDICATOR and row.values.get("name")]
    if not indicators:
        return "还没有填写绩效指标；请填写后再提交。"
    wanted = {"target": ("target", "指标值"), "monitoring": ("actual", "期间完成值")}
    field, words = wanted.get(filing.form, ("actual", "实际完成值"))
    if left := sum(1 for values in indicators if not values.get(field)):
        return f"还有{left}行指标没有填写{words}；请填写后再提交。"
    if filing.form != "self_evaluation" or filing.project.kind == Kind.TRANSFER:
        return ""
    if left := sum(1 for values in indicators if values.get("weight") and not values.get("score")):
        return f"还有{left}行有分值的指标没有填写得分；请填写后再提交。"
    return "" if filing.head.get("total_score") else "还没有填写总分；请填写后再提交。"


def _same_hands(filing: Filing, person: Person) -> str:
    """Why a person cannot confirm a form: the same one has rechecked it."""
    last = last_taken(filing, "recheck")
    same = last is not None and last.person_id == person.pk
    return "复核和确定须由不同的人办理；请由其他审核人或财政部门确定。" if same else ""


def _opened(filing: Filing, person: Person) -> str:
    """Why what was sent to the unit's reviewers cannot be taken back: one of them has opened it since."""
    sent = last_taken(filing, "propose")
    above = [int(number) for number in filing.body.path.strip("/").split("/")]
    readers = Appointment.objects.filter(role__in=BY_CODE["propose"].whom, body__in=above).exclude(person=person)
    looked = filing.looks.filter(person__in=readers.values("person"), entry__gte=sent.pk if sent else 0).first()
    return f"{looked.person}已经打开这张表，不能撤回；请联系其“退回修改”。" if looked else ""


def offered(person: Person, filing: Filing) -> list[Step]:
    """The steps to offer to a person: those possible, without those that would be refused to this very person."""
    return [step for step in possible(person, filing) if not _NOT_BY.get(step.code, _fine)(filing, person)]


AHEAD = "下一步："
_WAITS = {
    State.DRAFT: "由填报人填写后送单位审核",
    State.RETURNED: "由填报人答复退回意见、改正后再送审",
    State.UNIT_REVIEW: "等待本单位财务或负责人提交",
    State.SUBMITTED: "等待主管部门受理",
    State.IN_REVIEW: "主管部门正在审核",
    State.RECHECKED: "等待另一名审核人或财政部门确定",
    State.CONFIRMED: "结果已确定，等待公开",
    State.PUBLISHED: "已公开，不能再改",
}
"""With whom a form is, by its state, for those who have nothing to do with it now."""


def standing(person: Person, filing: Filing) -> str:
    """What is next, in a few Chinese words: the person's own step, or with whom the form is, and why it is no longer with the person."""
    steps = [step for step in offered(person, filing) if not (step.takes_back or step.needs_reason)]
    if any(step.code != "return" for step in steps):
        return f"{AHEAD}{'、'.join(step.words for step in sorted(steps, key=lambda each: each.code == 'return'))}"
    refused = [
        _NOT_BY.get(step.code, _fine)(filing, person) for step in possible(person, filing) if not step.takes_back
    ]
    return next((words for words in refused if words), _WAITS[State(filing.state)])


def hindrance(filing: Filing) -> str:
    """Why a form could not be handed in as it stands, in a Chinese sentence; "" when it could."""
    return _unanswered(filing) or _incomplete(filing) or _fatal(filing)


def _fine(_filing: Filing, _person: Person) -> str:
    return ""


_NOT_BY: dict[str, Callable[[Filing, Person], str]] = {"confirm": _same_hands, "withdraw": _opened}
"""Why a person who may take a step in general may not take it now; asked in the transaction."""


def _nothing_said(filing: Filing) -> str:
    """Why a form cannot be returned: no reason stands on any cell."""
    left = filing.objections.filter(sent=False).exists()
    return "" if left else "请先在需要修改的单元格上写明退回意见，再退回。"


_TROUBLE: dict[str, Callable[[Filing], str]] = {
    "propose": _unanswered,
    "submit": hindrance,
    "return": _nothing_said,
}


def _send_objections(filing: Filing, _person: Person) -> None:
    filing.objections.filter(sent=False).update(sent=True)


def _settle(filing: Filing, _person: Person) -> None:
    """What was answered and is now confirmed is settled."""
    Objection.objects.filter(filing=filing, sent=True).update(settled=True)


_AFTER: dict[str, Callable[[Filing, Person], None]] = {
    "return": _send_objections,
    "recheck": _settle,
    "submit": freeze,
}


def _tell(filing: Filing, person: Person, step: Step, reason: str) -> None:
    """Tell everybody whom the step concerns: those of the unit, or those above it."""
    steps_up = [int(number) for number in filing.body.path.strip("/").split("/")]
    whom = Appointment.objects.filter(role__in=step.whom, body__in=steps_up).exclude(person=person)
    text = f"《{filing}》{step.says}" + (f"：{reason}" if reason else "")
    Notice.objects.bulk_create(
        Notice(person_id=number, filing=filing, text=text[:300])
        for number in set(whom.values_list("person", flat=True))
    )
