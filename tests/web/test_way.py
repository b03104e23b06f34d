"""The pages of the way: a form goes from the unit to publication through the browser's own requests."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from jixiao_web.downloads.outlook import outlook
from jixiao_web.filings.models import Filing
from jixiao_web.workflow.models import Notice, Objection, Rectification

SignedIn = Callable[[str], Client]


def said(answer: HttpResponse) -> str:
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def step(client: Client, filing: Filing, code: str, **fields: str) -> str:
    filing.refresh_from_db()
    return said(client.post(f"/filings/{filing.pk}/steps/{code}", {"version": str(filing.version), **fields}))


def test_from_the_unit_to_publication_and_back_once(as_: SignedIn, handed_in: Filing) -> None:
    unit, city, finance = as_("liuquan"), as_("shenhe"), as_("caizheng")
    url = f"/filings/{handed_in.pk}"
    cell = f"indicators/{handed_in.rows.filter(part='indicators')[0].pk}/actual"
    assert "已受理" in step(city, handed_in, "open")
    assert "先在需要修改的单元格" in step(city, handed_in, "return")
    city.post(f"{url}/objections", {"address": cell, "reason": "请附检查名册"})
    city.post(f"{url}/objections", {"address": "", "reason": "请补盖章件"})
    assert Objection.objects.get(address=cell).quoted == "142家"
    assert "请附检查名册" not in unit.get(f"{url}/").content.decode()
    assert "已退回" in step(city, handed_in, "return")
    assert "请附检查名册" in unit.get(f"{url}/").content.decode()
    assert "没有答复" in step(unit, handed_in, "propose")
    for objection in Objection.objects.all():
        unit.post(f"{url}/objections/{objection.pk}/reply", {"text": "已附"})
    assert "已送单位审核" in step(unit, handed_in, "propose")
    assert "已提交" in step(unit, handed_in, "submit")
    step(city, handed_in, "open")
    row = handed_in.rows.filter(part="indicators")[0]
    reviewed = {"address": f"indicators/{row.pk}/reviewed_score", "seen": "", "value": "14"}
    assert city.post(f"{url}/cell", reviewed).status_code == 200
    assert unit.post(f"{url}/cell", reviewed).status_code == 403
    assert "已完成复核" in step(city, handed_in, "recheck")
    assert "已确定" in step(finance, handed_in, "confirm")
    assert "已公开" in step(unit, handed_in, "publish", confirmed=outlook(Filing.objects.get(pk=handed_in.pk)).digest)
    assert "<textarea" not in unit.get(f"{url}/").content.decode().split('id="form"')[1].split("<aside")[0]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("steps/open", {}),
        ("objections", {"reason": "x"}),
        ("assignments", {"person": "1"}),
        ("rectifications", {"text": "x"}),
        ("opinion", {"text": "x"}),
    ],
)
def test_what_reviewers_do_is_theirs(as_: SignedIn, handed_in: Filing, path: str, fields: dict[str, str]) -> None:
    url = f"/filings/{handed_in.pk}/{path}"
    assert as_("tianbao").post(url, fields).status_code == 404
    assert as_("liuquan").post(url, fields).status_code == 403
    assert as_("shenji").post(url, fields).status_code == 403
    assert as_("shenhe").get(url).status_code == 405


def test_a_step_that_does_not_exist_is_not_found(as_: SignedIn, handed_in: Filing) -> None:
    assert as_("shenhe").post(f"/filings/{handed_in.pk}/steps/fly").status_code == 404


def test_an_objection_needs_words_and_a_cell_that_is_there(as_: SignedIn, handed_in: Filing) -> None:
    city, url = as_("shenhe"), f"/filings/{handed_in.pk}/objections"
    step(city, handed_in, "open")
    assert "写明退回意见" in said(city.post(url, {"reason": " "}))
    assert "已被删除" in said(city.post(url, {"address": "indicators/999999/actual", "reason": "x"}))
    assert city.post(url, {"address": "rows/1/x", "reason": "x"}).status_code == 404
    assert "最多5000字" in said(city.post(url, {"reason": "长" * 5001}))
    city.post(url, {"address": "head/supervisor", "reason": "请核对"})
    mine = Objection.objects.get()
    assert as_("shenhe2").post(f"{url}/{mine.pk}/withdraw").status_code == 404
    assert "已删除" in said(city.post(f"{url}/{mine.pk}/withdraw"))
    assert not Objection.objects.exists()


def test_findings_are_answered_and_then_no_longer_stand_in_the_way(as_: SignedIn, draft: Filing) -> None:
    unit, url = as_("caiwu"), f"/filings/{draft.pk}"
    page = unit.get(f"{url}/check").content.decode()
    assert "未达到目标却得满分" in page
    keys = [part.split('"')[0] for part in page.split('name="key" value="')[1:]]
    back = {"back": f"{url}/check"}
    assert (
        unit.post(f"{url}/answers", {"key": keys[0], "reason": "年底集中印发", **back}).headers["Location"]
        == f"{url}/check"
    )
    assert "年底集中印发" in unit.get(f"{url}/check").content.decode()
    assert "说明：年底集中印发" in as_("shenhe").get(f"{url}/").content.decode()
    unit.post(f"{url}/answers", {"key": keys[0], "reason": ""})
    assert draft.answers.count() == 0
    assert "已经不在" in said(unit.post(f"{url}/answers", {"key": "nothing", "reason": "x"}))
    assert as_("shenhe").post(f"{url}/answers", {"key": keys[0], "reason": "x"}).status_code == 403


def test_nobody_is_sent_to_another_site(as_: SignedIn, draft: Filing) -> None:
    answer = as_("tianbao").post(
        f"/filings/{draft.pk}/answers", {"key": "x", "reason": "", "back": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == f"/filings/{draft.pk}/"


def test_an_expert_sees_what_was_assigned_and_hands_in_an_opinion(
    as_: SignedIn, handed_in: Filing, person: Callable[[str], object]
) -> None:
    city, expert, url = as_("shenhe"), as_("zhuanjia"), f"/filings/{handed_in.pk}"
    step(city, handed_in, "open")
    assert expert.get(f"{url}/").status_code == 404
    city.post(f"{url}/assignments", {"person": person("zhuanjia").pk})  # type: ignore[attr-defined] # a Person
    assert Notice.objects.filter(person=person("zhuanjia")).exists()
    assert "提交评审意见" in expert.get(f"{url}/").content.decode()
    assert "已提交" in said(expert.post(f"{url}/opinion", {"text": "同意自评结果"}))
    assert "同意自评结果" in city.get(f"{url}/").content.decode()
    assert expert.post(f"{url}/opinion", {"text": "x"}).status_code == 403
    assert city.post(f"{url}/assignments", {"person": person("tianbao").pk}).status_code == 404  # type: ignore[attr-defined] # a Person


def test_what_is_to_be_put_right_stands_beside_next_years_form_until_it_is(as_: SignedIn, draft: Filing) -> None:
    last = draft.last_year
    assert last is not None
    city, unit = as_("shenhe"), as_("tianbao")
    assert "已记下" in said(
        city.post(f"/filings/{last.pk}/rectifications", {"text": "完善手册验收记录", "due": "2025-09-30"})
    )
    assert "完善手册验收记录" in unit.get(f"/filings/{draft.pk}/").content.decode()
    demanded = Rectification.objects.get()
    listed = {client: client.get("/rectifications/").content.decode() for client in (city, unit)}
    assert all("已逾期" in page for page in listed.values())
    assert "填报整改情况" in listed[unit]
    assert "填报整改情况" not in listed[city]
    assert city.post(f"/rectifications/{demanded.pk}", {"result": "x"}).status_code == 403
    unit.post(f"/rectifications/{demanded.pk}", {"result": "已建立验收台账", "done": "1"})
    assert "已建立验收台账" in city.get("/rectifications/").content.decode()
    assert "完善手册验收记录" not in unit.get(f"/filings/{draft.pk}/").content.decode()
    assert as_("liuquan").post(f"/rectifications/{demanded.pk}", {"result": "x"}).status_code == 404


def test_a_form_is_not_handed_on_over_a_change_that_one_did_not_see(as_: SignedIn, draft: Filing) -> None:
    unit = as_("tianbao")
    told = said(unit.post(f"/filings/{draft.pk}/steps/propose", {"version": str(draft.version - 1)}))
    assert "又有改动" in told


def test_notices_are_read_by_looking_or_all_at_once(as_: SignedIn, handed_in: Filing) -> None:
    step(as_("liuquan"), handed_in, "recall")
    city = as_("shenhe")
    assert "撤回" in city.get("/").content.decode()
    city.post("/notices/read")
    assert not Notice.objects.filter(person__username="shenhe", read=False).exists()


def test_whoever_sends_a_form_to_the_unit_is_told_what_still_hinders_it(as_: SignedIn, draft: Filing) -> None:
    told = step(as_("tianbao"), draft, "propose")
    assert "已送单位审核" in told
    assert "单位提交之前还须处理：" in told


def test_who_rechecked_is_not_offered_to_confirm(as_: SignedIn, handed_in: Filing) -> None:
    city = as_("shenhe")
    for code in ("open", "recheck"):
        step(city, handed_in, code)
    offered = [
        f"/filings/{handed_in.pk}/steps/confirm" in as_(who).get(f"/filings/{handed_in.pk}/").content.decode()
        for who in ("shenhe", "shenhe2", "caizheng")
    ]
    assert offered == [False, True, True]


def test_the_unit_hears_of_a_demand_and_the_reviewer_of_what_was_done(as_: SignedIn, handed_in: Filing) -> None:
    city, unit = as_("shenhe"), as_("liuquan")
    city.post(f"/filings/{handed_in.pk}/rectifications", {"text": "补齐问卷汇总表", "due": "2026-09-30"})
    assert Notice.objects.filter(person__username="liuquan", filing=handed_in, text__contains="补齐问卷汇总表").exists()
    made = handed_in.rectifications.get()
    unit.post(f"/rectifications/{made.pk}", {"result": "已补齐", "done": "1"})
    assert Notice.objects.filter(person__username="shenhe", filing=handed_in, text__contains="已补齐").exists()
