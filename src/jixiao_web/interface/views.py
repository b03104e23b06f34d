"""The addresses of the interface. Every one asks and does what the pages ask and do, by the same functions."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.model import submission_to_json
from jixiao.renderers import audit_to_json
from jixiao.renderers.review import Settlement
from jixiao_web.downloads.outlook import outlook
from jixiao_web.filings.addresses import Address, parse
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, Part, Row
from jixiao_web.filings.saving import locked, save_cell
from jixiao_web.filings.searching import ORDERS, Wanted, found, is_overdue, wanted
from jixiao_web.filings.settling import settled, settled_of
from jixiao_web.interface import shapes
from jixiao_web.interface.answers import RefusedError, answer
from jixiao_web.interface.endpoints import body, described, endpoint
from jixiao_web.people.models import Person
from jixiao_web.people.request import person_of
from jixiao_web.people.scope import holds_over
from jixiao_web.trail.writing import note
from jixiao_web.workflow import speaking
from jixiao_web.workflow.looking import READ_BY_PROGRAM
from jixiao_web.workflow.models import Objection
from jixiao_web.workflow.permissions import may_object, may_write, possible, seen
from jixiao_web.workflow.steps import BY_CODE
from jixiao_web.workflow.taking import take

_SIZE, _LARGEST = 50, 200
_QUERY = {
    "body": "单位编号，含其下级",
    "year": "年度",
    "cycle": "批次编号",
    "stage": "类别：target、monitoring、self_evaluation",
    "kind": "资金类别：project、transfer、department",
    "state": "状态代码",
    "q": "项目名称、编码或单位名称中的文字",
    "changed": "1：只要自己上次在网页上看过以后别人改动过的",
    "overdue": "1：只要逾期未提交的",
    "sort": f"排序：{'、'.join(ORDERS)}，前面加 - 为倒序",
    "page": "第几页，从1起",
    "size": f"每页张数，不写为{_SIZE}，最多{_LARGEST}",
}


@endpoint("GET", "/filings", "可以查看的绩效表", gives=shapes.Listed, query=_QUERY)
def filings(request: HttpRequest) -> shapes.Listed:
    """The forms that the person sees, as asked."""
    asked, size, number = _asked(request)
    today = timezone.localdate()
    page = Paginator(found(person_of(request), asked, today), size).get_page(number)
    settlements = settled_of(list(page))
    lines = [_line(filing, today, settlements[filing.pk]) for filing in page]
    return shapes.Listed(count=page.paginator.count, page=page.number, pages=page.paginator.num_pages, filings=lines)


def _asked(request: HttpRequest) -> tuple[Wanted, int, int]:
    """What is looked for, how many on a page, which page; refuses what it does not know rather than to answer something else."""
    query = request.GET.dict()
    asked, wrong = wanted(query)
    numbers = {name: query.get(name, "") or usual for name, usual in (("size", str(_SIZE)), ("page", "1"))}
    wrong += [name for name, text in numbers.items() if not text.isdecimal() or not 0 < int(text[:9]) < 10**8]
    if unknown := sorted(set(query) - set(_QUERY)):
        raise RefusedError(400, "unknown_parameter", f"没有查询条件“{'、'.join(unknown)}”。")
    if wrong:
        raise RefusedError(400, "bad_parameter", f"查询条件“{'、'.join(wrong)}”的值无法识别。")
    return asked, min(int(numbers["size"]), _LARGEST), int(numbers["page"])


def _line(filing: Filing, today: date, settlement: Settlement | None) -> shapes.Line:
    cycle, project = filing.cycle, filing.project
    return shapes.Line(
        number=filing.pk,
        project=shapes.Project(code=project.code, name=project.name, kind=project.kind),
        body=shapes.Named(number=filing.body_id, name=filing.body.name),
        unit=filing.body.unit.name,
        cycle=shapes.Round(
            number=cycle.pk, name=cycle.name, year=cycle.year, stage=cycle.stage, deadline=cycle.deadline
        ),
        state=filing.state,
        state_words=filing.get_state_display(),
        version=filing.version,
        total_score=filing.head.get("total_score") or None,
        reviewed_total=settlement.words if settlement else None,
        rows_as_reported=settlement.as_reported if settlement else None,
        overdue=is_overdue(filing, today),
        changed_at=filing.changed_at,
    )


@endpoint("GET", "/filings/{number}", "一张绩效表：内容、得分、问题、退回意见", gives=shapes.Detail)
def filing(request: HttpRequest, number: int) -> shapes.Detail:
    """One form. That a program read it stands in the log as every export does."""
    person = person_of(request)
    held = seen(person, number)
    judgement = judge(held)
    [file] = audit_to_json([judgement.result])["files"]
    objections = held.objections.all()
    note(person, READ_BY_PROGRAM, held)
    return shapes.Detail(
        filing=_line(held, timezone.localdate(), settled(held, held.rows.all())),
        writable=_writable(person, held),
        steps=[
            shapes.Offered(code=step.code, words=step.words, needs_reason=step.needs_reason)
            for step in possible(person, held)
        ],
        publication=_publication(person, held),
        submission=submission_to_json(judgement.result.submission),
        unfilled=[_unfilled(row) for row in held.rows.all() if row.placeholder],
        scorecard=next(iter(file["scorecards"]), None),
        findings=file["findings"],
        answers={each.key: each.reason for each in held.answers.all()},
        objections=[_objected(each) for each in objections if each.sent or each.raised_by_id == person.pk],
    )


def _publication(person: Person, held: Filing) -> shapes.Publication | None:
    """What whoever may publish the form confirms before."""
    if not any(step.asks for step in possible(person, held)):
        return None
    looked = outlook(held)
    pieces = [(piece, True) for piece in looked.blanked] + [(piece, False) for piece in looked.pointed_out]
    return shapes.Publication(
        confirm=looked.digest,
        findings=[each.finding.key for each in looked.findings],
        personal=[
            shapes.PersonalData(
                kind=piece.kind, text=piece.text, address=piece.address, cell=piece.called, blanked=blanked
            )
            for piece, blanked in pieces
        ],
    )


def _unfilled(row: Row) -> shapes.Unfilled:
    return shapes.Unfilled(row=row.pk, level1=row.values.get("level1"), level2=row.values.get("level2"))


def _objected(objection: Objection) -> shapes.Objected:
    return shapes.Objected(
        number=objection.pk,
        address=objection.address,
        quoted=objection.quoted,
        reason=objection.reason,
        sent=objection.sent,
        answer=objection.answer,
        settled=objection.settled,
    )


def _writable(person: Person, held: Filing) -> bool:
    """Whether the person may write into any cell, be it one that reviewers fill in."""
    return may_write(person, held) or may_write(person, held, Address(Part.INDICATOR, 0, "reviewed_score"))


@endpoint(
    "POST",
    "/filings/{number}/steps/{code}",
    "办理一步，可附逐格的退回意见或答复",
    takes=shapes.Taking,
    gives=shapes.Changed,
)
def step(request: HttpRequest, number: int, code: str) -> shapes.Changed:
    """Take a step with the form as the program saw it; reasons and replies are written with it or not at all."""
    person = person_of(request)
    held = seen(person, number)
    if code not in BY_CODE:
        raise Http404
    if not holds_over(person, held.body, *BY_CODE[code].roles):
        raise PermissionDenied
    asked = body(request, shapes.Taking)
    _fresh(held, asked.version)
    if (asked.reasons and code != "return") or (asked.replies and code != "propose"):
        raise RefusedError(400, "not_as_declared", "reasons 只用于 return，replies 只用于 propose。")
    with transaction.atomic():
        for each in asked.reasons:
            if not may_object(person, held):
                raise PermissionDenied
            speaking.object_to(held, person, parse(each.address) if each.address else None, each.reason)
        for reply in asked.replies:
            objection = held.objections.filter(pk=reply.number, sent=True, settled=False).first()
            if objection is None:
                raise RefusedError(404, "no_such_objection", f"没有编号为{reply.number}、等待答复的退回意见。")
            speaking.reply_to(objection, person, reply.text)
        taken = take(held, person, code, reason=asked.reason, confirmed=asked.confirm)
    return _changed(taken)


@endpoint("POST", "/filings/{number}/cells", "写入若干栏目的内容", takes=shapes.Writing, gives=shapes.Changed)
def cells(request: HttpRequest, number: int) -> shapes.Changed:
    """Write the values of cells over the version that the program saw: all of them or none."""
    person = person_of(request)
    held = seen(person, number)
    if not _writable(person, held):
        raise PermissionDenied
    asked = body(request, shapes.Writing)
    with transaction.atomic():
        now = locked(held)
        _fresh(now, asked.version)
        rows = {row.pk: row for row in now.rows.all()}
        for cell in asked.cells:
            address = parse(cell.address)
            if not may_write(person, now, address):
                raise PermissionDenied
            row = rows.get(address.row or 0)
            before = (row.values if row else now.head).get(address.field) or ""
            save_cell(now, person, address, seen=before, value=cell.value.strip())
    return _changed(Filing.objects.get(pk=held.pk))


def _fresh(held: Filing, version: int) -> None:
    """Refuse a change over what the program did not see."""
    if held.version != version:
        said = f"这张表在您读取以后又有改动（现在是第{held.version}版），没有保存；请重新读取后再试。"
        raise RefusedError(409, "stale", said, version=held.version)


def _changed(held: Filing) -> shapes.Changed:
    return shapes.Changed(number=held.pk, version=held.version, state=held.state, state_words=held.get_state_display())


@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """The description of the interface (OpenAPI)."""
    return answer(described())
