"""What is to be put right stands on the work lists of the unit and of who supervises it, and both are reminded of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Person
from jixiao_web.workflow.models import Notice, Rectification
from jixiao_web.workflow.rectifying import remind

SignedIn = Callable[[str], Client]
UNIT, ABOVE = "待整改", "将到期和逾期的整改"


@pytest.fixture
def demanded(draft: Filing, person: Callable[[str], Person]) -> Callable[..., Rectification]:
    """Something that 石门县 has to put right, so many days from now."""

    def made(left: int | None, text: str = "补齐宣传手册验收记录") -> Rectification:
        due = None if left is None else timezone.localdate() + timedelta(days=left)
        return draft.rectifications.create(text=text, due=due, by=person("caizheng"))

    return made


def desk(as_: SignedIn, who: str) -> str:
    return as_(who).get("/").content.decode()


@pytest.mark.parametrize(
    ("left", "said"), [(40, ""), (5, "还有5天"), (0, "今天截止"), (-3, "已过3天"), (None, "未定期限")]
)
def test_the_unit_has_it_on_its_work_list_until_it_is_done(
    as_: SignedIn, demanded: Callable[..., Rectification], left: int | None, said: str
) -> None:
    held = demanded(left)
    for who in ("tianbao", "caiwu", "juzhang"):
        page = desk(as_, who)
        assert UNIT in page
        assert f"/rectifications/#r-{held.pk}" in page
        assert said in page
        assert ABOVE not in page
    assert f'id="r-{held.pk}"' in as_("tianbao").get("/rectifications/").content.decode()
    as_("tianbao").post(f"/rectifications/{held.pk}", {"result": "已补齐", "done": "1"})
    assert UNIT not in desk(as_, "tianbao")


@pytest.mark.parametrize(("left", "shown"), [(40, False), (7, True), (-3, True), (None, False)])
def test_who_supervises_has_what_is_due_soon_or_overdue(
    as_: SignedIn,
    demanded: Callable[..., Rectification],
    left: int | None,
    shown: bool,  # noqa: FBT001 - from the table above
) -> None:
    demanded(left)
    for who in ("shenhe", "caizheng"):
        assert (ABOVE in desk(as_, who)) is shown
        assert UNIT not in desk(as_, who)


def test_nobody_else_has_it(as_: SignedIn, demanded: Callable[..., Rectification]) -> None:
    demanded(-1)
    for who in ("liuquan", "zhuanjia", "shenji", "xitong", "anquan", "rizhi"):
        page = desk(as_, who)
        assert UNIT not in page
        assert ABOVE not in page


def test_what_is_due_first_stands_first(as_: SignedIn, demanded: Callable[..., Rectification]) -> None:
    for left, text in ((None, "丁项"), (20, "丙项"), (-2, "甲项"), (3, "乙项")):
        demanded(left, text)
    page = desk(as_, "tianbao").split(UNIT)[1].split("</table>")[0]
    assert [page.index(text) for text in ("甲项", "乙项", "丙项", "丁项")] == sorted(
        page.index(text) for text in ("甲项", "乙项", "丙项", "丁项")
    )


def told(username: str) -> list[str]:
    return list(Notice.objects.filter(person__username=username).order_by("pk").values_list("text", flat=True))


def test_the_unit_is_reminded_before_the_day_and_both_sides_after_it_each_once(
    demanded: Callable[..., Rectification],
) -> None:
    demanded(9)
    today = timezone.localdate()
    for passed in (0, 1, 2, 3, 6, 7, 8, 9, 10, 11):
        remind(today + timedelta(days=passed))
        remind(today + timedelta(days=passed))
    heads = [text.partition("：")[0].removeprefix("《医保政策宣传（2025年度）》的整改") for text in told("tianbao")]
    assert heads == ["还有7天到期", "还有3天到期", "还有1天到期", "已过期限，还没有完成"]
    assert told("tianbao") == told("juzhang")
    assert told("shenhe") == told("caizheng") == told("tianbao")[-1:]
    assert told("liuquan") == told("zhuanjia") == []


def test_the_day_itself_and_what_is_done_or_long_past(demanded: Callable[..., Rectification]) -> None:
    demanded(0, "今天的")
    demanded(-40, "早已过期的")
    done = demanded(1, "做完的")
    Rectification.objects.filter(pk=done.pk).update(done=True)
    remind(timezone.localdate())
    assert told("tianbao") == ["《医保政策宣传（2025年度）》的整改今天到期：今天的"]


def test_opening_the_work_list_has_the_reminders_written(as_: SignedIn, demanded: Callable[..., Rectification]) -> None:
    demanded(2)
    assert "的整改还有2天到期：补齐宣传手册验收记录" in desk(as_, "caiwu")
