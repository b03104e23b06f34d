"""The way of a form from the unit to publication."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client

from jixiao_web.downloads.outlook import outlook
from jixiao_web.filings.addresses import Address
from jixiao_web.filings.models import Filing, State
from jixiao_web.filings.saving import save_cell
from jixiao_web.people.models import Person
from jixiao_web.people.roles import Role
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.models import Notice, Objection
from jixiao_web.workflow.permissions import may_write, possible, seen, visible, waiting
from jixiao_web.workflow.speaking import assign_to, give_opinion
from jixiao_web.workflow.steps import STEPS
from jixiao_web.workflow.taking import RefusedStepError, UnconfirmedError, standing, take

People = Callable[[str], Person]


def test_a_form_goes_its_way_and_everybody_concerned_is_told(handed_in: Filing, person: People) -> None:
    opened = take(handed_in, person("shenhe"), "open")
    assert opened.state == State.IN_REVIEW
    with pytest.raises(RefusedStepError, match="写明退回意见"):
        take(opened, person("shenhe"), "return")
    Objection.objects.create(filing=opened, address="", reason="请补充佐证", raised_by=person("shenhe"))
    returned = take(opened, person("shenhe"), "return")
    assert Notice.objects.filter(person=person("liuquan"), text__contains="被主管部门退回").exists()
    with pytest.raises(RefusedStepError, match="没有答复"):
        take(returned, person("liuquan"), "propose")
    Objection.objects.update(answer="已补充")
    again = returned
    for code, who in (("propose", "liuquan"), ("submit", "liuquan"), ("open", "shenhe"), ("recheck", "shenhe")):
        again = take(again, person(who), code)
    again = take(again, person("caizheng"), "confirm")
    for confirmed, said in (("", "请先核对"), ("0123456789abcdef", "请重新核对")):
        with pytest.raises(UnconfirmedError, match=said):
            take(again, person("liuquan"), "publish", confirmed=confirmed)
    again = take(again, person("liuquan"), "publish", confirmed=outlook(again).digest)
    assert again.state == State.PUBLISHED
    assert Objection.objects.get().settled
    told = Entry.objects.filter(object_id=again.pk, action="公开").get()
    assert (told.before, told.after) == ("已确定", "已公开")


def test_a_form_with_fatal_or_unanswered_errors_is_not_handed_in(draft: Filing, person: People) -> None:
    with pytest.raises(RefusedStepError, match="还有1行指标没有填写实际完成值"):
        take(take(draft, person("tianbao"), "propose"), person("juzhang"), "submit")
    for row in draft.rows.filter(part="indicators"):
        row.values = {"actual": "92%", "score": "10", **row.values}
        row.save()
    with pytest.raises(RefusedStepError, match="还没有填写总分"):
        take(Filing.objects.get(pk=draft.pk), person("juzhang"), "submit")
    Filing.objects.filter(pk=draft.pk).update(head={**draft.head, "total_score": "98.5"})
    with pytest.raises(RefusedStepError, match="体检发现"):
        take(Filing.objects.get(pk=draft.pk), person("juzhang"), "submit")


def test_whoever_rechecked_a_form_does_not_confirm_it(handed_in: Filing, person: People) -> None:
    rechecked = take(take(handed_in, person("shenhe"), "open"), person("shenhe"), "recheck")
    with pytest.raises(RefusedStepError, match="不同的人"):
        take(rechecked, person("shenhe"), "confirm")
    assert take(rechecked, person("shenhe2"), "confirm").state == State.CONFIRMED


@pytest.mark.parametrize(("stage", "field"), [("monitoring", "期间完成值"), ("target", "指标值")])
def test_no_empty_form_of_any_kind_is_handed_in(draft: Filing, person: People, stage: str, field: str) -> None:
    draft.cycle.stage = stage
    draft.cycle.save()
    for row in draft.rows.filter(part="indicators"):
        row.values = {"name": row.values["name"]}
        row.save()
    proposed = take(draft, person("tianbao"), "propose")
    with pytest.raises(RefusedStepError, match=field):
        take(proposed, person("juzhang"), "submit")
    draft.rows.all().delete()
    with pytest.raises(RefusedStepError, match="还没有填写绩效指标"):
        take(proposed, person("juzhang"), "submit")


def test_what_was_handed_in_can_be_recalled_until_it_is_opened(handed_in: Filing, person: People) -> None:
    assert take(handed_in, person("liuquan"), "recall").state == State.UNIT_REVIEW


def test_the_filler_takes_back_what_was_sent_to_the_unit_until_a_reviewer_opened_it(
    draft: Filing, person: People, as_: Callable[[str], Client]
) -> None:
    sent = take(draft, person("tianbao"), "propose")
    as_("tianbao").get(f"/filings/{draft.pk}/")
    as_("shenhe").get(f"/filings/{draft.pk}/")
    back = take(sent, person("tianbao"), "withdraw")
    assert back.state == State.DRAFT
    assert Notice.objects.filter(person=person("juzhang"), text__contains="已由填报人撤回").exists()
    again = take(back, person("tianbao"), "propose")
    as_("juzhang").get(f"/filings/{draft.pk}/")
    with pytest.raises(RefusedStepError, match="石长明已经打开"):
        take(again, person("tianbao"), "withdraw")
    with pytest.raises(PermissionDenied):
        take(again, person("juzhang"), "withdraw")


def test_what_can_only_be_taken_back_waits_for_nobody(
    draft: Filing, person: People, as_: Callable[[str], Client]
) -> None:
    assert f"/filings/{draft.pk}/" in as_("tianbao").get("/").content.decode()
    take(draft, person("tianbao"), "propose")
    assert f'<a href="/filings/{draft.pk}/">' not in as_("tianbao").get("/").content.decode()
    assert f'<a href="/filings/{draft.pk}/">' in as_("juzhang").get("/").content.decode()


def test_after_it_was_opened_it_cannot_be_recalled(handed_in: Filing, person: People) -> None:
    opened = take(handed_in, person("shenhe"), "open")
    with pytest.raises(RefusedStepError, match="不能撤回"):
        take(opened, person("liuquan"), "recall")


def test_nobody_takes_a_step_that_is_not_theirs_or_over_what_they_did_not_see(
    handed_in: Filing, person: People
) -> None:
    with pytest.raises(PermissionDenied):
        take(handed_in, person("tianbao"), "recall")
    Filing.objects.filter(pk=handed_in.pk).update(version=99)
    with pytest.raises(RefusedStepError, match="又有改动"):
        take(handed_in, person("shenhe"), "open")


def test_a_person_sees_the_own_subtree_and_what_was_assigned(draft: Filing, handed_in: Filing, person: People) -> None:
    assert set(visible(person("tianbao")).values_list("body__name", flat=True)) == {"石门县医疗保障局", "待遇保障股"}
    assert visible(person("shenhe")).count() == Filing.objects.count()
    for stranger in ("liuquan", "zhuanjia", "xitong", "anquan", "rizhi"):
        with pytest.raises(Http404):
            seen(person(stranger), draft.pk)
    handed_in.assignments.create(person=person("zhuanjia"), by=person("shenhe"))
    assert list(visible(person("zhuanjia"))) == [handed_in]


def test_only_fillers_write_and_only_until_it_is_handed_in(draft: Filing, handed_in: Filing, person: People) -> None:
    assert may_write(person("tianbao"), draft)
    assert not may_write(person("juzhang"), draft)
    assert not may_write(person("shenhe"), draft)
    assert not may_write(person("liuquan"), handed_in)
    reviewed = Address("indicators", 1, "reviewed_score")
    assert may_write(person("shenhe"), take(handed_in, person("shenhe"), "open"), reviewed)
    assert not may_write(person("tianbao"), draft, reviewed)


def test_every_step_can_be_taken_by_somebody_and_every_state_left_but_the_last() -> None:
    left = {state for step in STEPS for state in step.before}
    reached = {step.after for step in STEPS} | {State.DRAFT}
    assert reached == set(State)
    assert set(State) - left == {State.PUBLISHED}
    assert not any(
        set(step.roles) & {Role.EXPERT, Role.INSPECTOR, Role.SYSTEM, Role.SECURITY, Role.TRAIL} for step in STEPS
    )


def test_a_save_after_a_page_was_opened_makes_its_step_stale(draft: Filing, person: People) -> None:
    save_cell(draft, person("tianbao"), Address("head", None, "remark"), seen="", value="备注")
    with pytest.raises(RefusedStepError, match="又有改动"):
        take(draft, person("tianbao"), "propose")
    assert "propose" in {step.code for step in possible(person("tianbao"), draft)}


def test_an_assigned_form_waits_for_the_expert_until_the_opinion_is_given(handed_in: Filing, person: People) -> None:
    expert = person("zhuanjia")
    assign_to(handed_in, person("shenhe"), expert)
    assert not waiting(expert).exists()
    take(handed_in, person("shenhe"), "open")
    assert list(waiting(expert)) == [handed_in]
    give_opinion(handed_in.assignments.get(person=expert), "同意自评结果。")
    assert not waiting(expert).exists()


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("tianbao", "unit_review", "等待本单位财务或负责人提交"),
        ("juzhang", "unit_review", "下一步：提交"),
        ("juzhang", "submitted", "等待主管部门受理"),
        ("shenhe", "submitted", "下一步：受理"),
        ("shenhe", "draft", "由填报人填写后送单位审核"),
        ("shenhe", "in_review", "下一步：完成复核、退回"),
        ("caizheng", "rechecked", "下一步：确定"),
        ("tianbao", "confirmed", "结果已确定，等待公开"),
        ("juzhang", "confirmed", "下一步：公开"),
        ("shenji", "published", "已公开，不能再改"),
    ],
)
def test_everybody_is_told_what_is_next(draft: Filing, person: People, who: str, state: str, words: str) -> None:
    draft.state = state
    assert standing(person(who), draft) == words


def test_whoever_rechecked_is_told_who_confirms(handed_in: Filing, person: People) -> None:
    rechecked = take(take(handed_in, person("shenhe"), "open"), person("shenhe"), "recheck")
    assert "须由不同的人办理" in standing(person("shenhe"), rechecked)
    assert standing(person("shenhe2"), rechecked) == "下一步：确定、退回"
