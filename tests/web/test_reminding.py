"""People are told of cycles: opened, near their deadline, past it; and the work list says what is left to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings.models import Filing, State
from jixiao_web.people.models import Body, Person
from jixiao_web.workflow.models import Notice
from jixiao_web.workflow.reminding import remind

SignedIn = Callable[[str], Client]
PLANS = {
    f"{name}_{kind}": value
    for kind, layout in (("project", "T1"), ("transfer", "T2"), ("department", "T6"))
    for name, value in (("layout", layout), ("rules", ""), ("monitor", ""))
}


def told(username: str) -> list[str]:
    return list(Notice.objects.filter(person__username=username).values_list("text", flat=True))


def due_in(cycle: Cycle, days: int) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(deadline=timezone.localdate() + timedelta(days=days))
    remind(timezone.localdate())


def test_opening_a_cycle_tells_the_people_of_the_units_and_stands_on_their_work_list(
    as_: SignedIn, body: Callable[[str], Body]
) -> None:
    Body.objects.filter(name="柳泉县医疗保障局").update(closed_on="2026-01-01")
    deadline = timezone.localdate() + timedelta(days=60)
    fields = {"name": "2026年度自评", "year": "2026", "stage": "self_evaluation", "deadline": deadline.isoformat()}
    answer = as_("shenhe").post("/cycles/open", {**fields, **PLANS, "body": str(body("青崖市").pk)}, follow=True)
    assert "已通知各单位3人" in answer.content.decode()
    made = Cycle.objects.get(year=2026)
    for who in ("tianbao", "caiwu", "juzhang"):
        assert told(who) == [
            f"“2026年度自评”已开设，{deadline.year}年{deadline.month}月{deadline.day}日截止，请按时填报。"
        ]
    for who in ("liuquan", "shenhe", "caizheng", "zhuanjia"):
        assert told(who) == []
    unit = as_("tianbao")
    page = unit.get("/").content.decode()
    assert page.count(f'href="/cycles/{made.pk}/"') == 2
    assert "2个项目" in page
    assert "尚未开始" not in page
    unit.get(f"/cycles/{made.pk}/")
    assert not Notice.objects.filter(person__username="tianbao", read=False).exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [(7, "还有7天截止"), (5, "还有5天截止"), (1, "还有1天截止"), (0, "今天截止"), (-2, "已过截止日期")],
)
def test_units_are_reminded_of_what_they_have_not_handed_in(cycle: Cycle, draft: Filing, days: int, said: str) -> None:
    due_in(cycle, days)
    due_in(cycle, days)
    assert told("tianbao") == [f"“{draft.cycle}”{said}，您单位还有2张表没有提交。"]
    assert told("liuquan") == []
    expected = [f"“{draft.cycle}”已过截止日期，还有2张表没有提交。"] if days < 0 else []
    assert told("shenhe") == expected


def test_reminders_come_again_as_the_day_comes_near_and_not_after_a_month(cycle: Cycle) -> None:
    for days in (8, 7, 6, 3, 2, 1, 0, -1, -20):
        due_in(cycle, days)
    assert len(told("tianbao")) == 4
    due_in(cycle, -31)
    assert len(told("tianbao")) == 4


def test_a_unit_without_any_form_is_told_so_and_one_that_is_done_is_left_in_peace(
    cycle: Cycle, handed_in: Filing
) -> None:
    Filing.objects.filter(body__name__contains="石门县").update(state=State.SUBMITTED)
    Filing.objects.filter(body__name="待遇保障股").update(state=State.SUBMITTED)
    handed_in.delete()
    due_in(cycle, 3)
    assert told("tianbao") == []
    assert told("liuquan") == [f"“{cycle}”还有3天截止，您单位还没有建表。"]


def test_the_work_list_has_the_reminders_written_and_says_what_is_overdue(as_: SignedIn, cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    page = as_("tianbao").get("/").content.decode()
    assert "已过截止日期，您单位还有2张表没有提交" in page
    assert '/filings/?overdue=1">已逾期 2</a>' in page
    assert "已过1天" in page
    Cycle.objects.filter(pk=cycle.pk).update(deadline=timezone.localdate())
    assert "今天截止" in as_("caiwu").get("/").content.decode()


def test_a_reviewer_sees_how_many_forms_wait_in_which_state(as_: SignedIn, handed_in: Filing) -> None:
    page = as_("shenhe").get("/").content.decode()
    assert '/filings/?state=submitted">已提交 1</a>' in page
    assert f'href="/filings/{handed_in.pk}/"' in page
    assert "填报中" not in page


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("tianbao", "draft", "填写，送单位审核"),
        ("tianbao", "returned", "答复退回意见"),
        ("juzhang", "unit_review", "提交或退回修改"),
        ("shenhe", "submitted", "受理"),
        ("caizheng", "rechecked", '<td class="next">确定</td>'),
        ("zhuanjia", "in_review", "评审，提交评审意见"),
    ],
)
def test_the_work_list_says_what_is_to_be_done_next(
    as_: SignedIn, draft: Filing, who: str, state: str, words: str
) -> None:
    Filing.objects.filter(pk=draft.pk).update(state=state)
    draft.assignments.create(person=Person.objects.get(username="zhuanjia"), by=Person.objects.get(username="shenhe"))
    page = as_(who).get("/").content.decode()
    assert words in page.split("医保政策宣传")[1].split("</tr>")[0]


def test_whoever_has_nothing_to_do_is_told_where_to_go(as_: SignedIn) -> None:
    assert "登记机构，新增人员" in as_("xitong").get("/").content.decode()
    assert "管理员不填报" in as_("rizhi").get("/").content.decode()
    assert "现在没有等待您办理的绩效表" in as_("shenji").get("/").content.decode()


def test_earlier_notices_can_be_read_as_well(as_: SignedIn, draft: Filing) -> None:
    tianbao = Person.objects.get(username="tianbao")
    Notice.objects.bulk_create(Notice(person=tianbao, filing=draft, text=f"第{number}条") for number in range(30))
    page = as_("tianbao").get("/").content.decode()
    assert "30条未读" in page
    assert "更早的10条" in page
    assert "第0条" not in page
    assert "第0条" in as_("tianbao").get("/?notices=all").content.decode()
