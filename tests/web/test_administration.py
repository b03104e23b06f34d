"""What administrators do, and nobody else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from jixiao_web.filings.addresses import FIELDS, HEAD, Address
from jixiao_web.filings.models import Filing
from jixiao_web.filings.naming import label_of
from jixiao_web.people.models import Appointment, Body, Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.permissions import visible

SignedIn = Callable[[str], Client]


def test_each_administrator_has_one_part_and_sees_no_form(as_: SignedIn, draft: Filing) -> None:
    pages = {"xitong": "/bodies/", "anquan": "/accounts/", "rizhi": "/trail/"}
    for who in (*pages, "shenhe", "tianbao", "shenji"):
        client = as_(who)
        for owner, page in pages.items():
            assert client.get(page).status_code == (200 if owner == who else 403)
        assert (client.get(f"/filings/{draft.pk}/").status_code == 404) == (who in pages)


def test_a_body_is_added_renamed_and_merged(
    as_: SignedIn, draft: Filing, body: Callable[[str], Body], person: Callable[[str], Person]
) -> None:
    client, county, other = as_("xitong"), body("石门县医疗保障局"), body("柳泉县医疗保障局")
    client.post(f"/bodies/{county.pk}/", {"action": "add", "name": "信息股", "kind": "office"})
    assert body("信息股").path.startswith(county.path)
    renamed = {"action": "rename", "after": "石门区医疗保障局", "since": "2025-07-01", "document": "云府〔2025〕3号"}
    client.post(f"/bodies/{county.pk}/", renamed)
    county.refresh_from_db()
    assert county.name == "石门区医疗保障局"
    assert county.named_on(date(2025, 6, 30)) == "石门县医疗保障局"
    assert county.named_on(date(2025, 7, 1)) == "石门区医疗保障局"
    merged = {"action": "merge", "into": other.pk, "since": "2026-01-01"}
    assert client.post(f"/bodies/{county.pk}/", {**merged, "into": county.pk}).status_code == 200
    client.post(f"/bodies/{county.pk}/", merged)
    assert draft in visible(person("liuquan"))
    assert body("信息股").path.startswith(other.path)


def test_a_person_is_hired_appointed_and_dismissed(as_: SignedIn, body: Callable[[str], Body]) -> None:
    client, county = as_("xitong"), body("石门县医疗保障局")
    told = client.post("/people/new", {"username": "xinren", "name": "辛仁"}, follow=True).content.decode()
    assert "首次登录密码" in told
    made = Person.objects.get(username="xinren")
    assert made.must_change_password
    url = f"/bodies/{county.pk}/appointments"
    client.post(url, {"person": made.pk, "role": "filler"})
    assert "分立" in client.post(url, {"person": made.pk, "role": "security"}, follow=True).content.decode()
    assert "请选择角色" in client.post(url, {"person": made.pk, "role": "king"}, follow=True).content.decode()
    client.post(url, {"dismiss": Appointment.objects.get(person=made).pk})
    assert not made.appointments.exists()
    assert as_("xitong").get(f"/bodies/{county.pk}/").status_code == 200


@pytest.mark.parametrize("action", ["reset", "unlock", "disable", "enable"])
def test_an_account_is_looked_after_and_the_log_tells(
    as_: SignedIn, person: Callable[[str], Person], action: str
) -> None:
    filler = as_("tianbao")
    as_("anquan").post(f"/accounts/{person('tianbao').pk}", {"action": action})
    assert filler.get("/").status_code == (302 if action in {"reset", "disable"} else 200)
    assert Entry.objects.filter(object_id=person("tianbao").pk, person_name="安荃").exists()


def test_a_locked_account_is_shown_as_locked_until_it_is_unlocked(
    as_: SignedIn, person: Callable[[str], Person], settings: Settings
) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/login", {"username": "tianbao", "password": "wrong"})
    client = as_("anquan")
    page = client.get("/accounts/?q=田").content.decode()
    assert "已锁定" in page
    assert "已锁定" not in client.get("/accounts/?q=蔡").content.decode()
    client.post(f"/accounts/{person('tianbao').pk}", {"action": "unlock"})
    assert "正常" in client.get("/accounts/?q=田").content.decode()


def test_disabling_and_resetting_ask_first_and_nobody_is_offered_to_disable_oneself(as_: SignedIn) -> None:
    page = as_("anquan").get("/accounts/?q=tianbao").content.decode()
    assert page.index("<summary") < page.index("确认停用")
    assert "确认重置" in page
    assert "确认停用" not in as_("anquan").get("/accounts/?q=anquan").content.decode()


def test_nobody_disables_oneself(as_: SignedIn, person: Callable[[str], Person]) -> None:
    as_("anquan").post(f"/accounts/{person('anquan').pk}", {"action": "disable"})
    assert person("anquan").is_active


def test_the_log_names_cells_as_people_do_and_keeps_their_addresses(as_: SignedIn, draft: Filing) -> None:
    filler = as_("tianbao")
    fourth = draft.rows.filter(part="indicators")[3]
    url = f"/filings/{draft.pk}"
    filler.post(
        f"{url}/cell", {"address": f"indicators/{fourth.pk}/score", "seen": fourth.values["score"], "value": "9"}
    )
    filler.post(f"{url}/cell", {"address": "head/remark", "seen": "", "value": "已核对"})
    page = as_("rizhi").get("/trail/").content.decode()
    assert "第4行 得分" in page
    assert ">备注</td>" in page
    assert Entry.objects.get(path=f"indicators/{fourth.pk}/score").after == "9"
    filler.post(f"{url}/row", {"action": "remove", "row": fourth.pk})
    page = as_("rizhi").get("/trail/").content.decode()
    assert "（已删除的行）得分" in page
    assert fourth.values["name"] in page
    assert "{&quot;" not in page


def test_every_cell_has_a_name_in_chinese() -> None:
    for form in ("self_evaluation", "target", "monitoring"):
        for part, fields in FIELDS.items():
            assert not [field for field in fields if label_of(Address(part, 1, field), form).isascii()]
        assert not [field for field in HEAD if label_of(Address("head", None, field), form).isascii()]
    assert label_of(Address("indicators", 1, "actual"), "self_evaluation") == "实际完成值"
    assert label_of(Address("indicators", 1, "actual"), "monitoring") == "期间完成值"
    assert label_of(Address("goals", 1, "actual"), "self_evaluation") == "实际完成情况"


def test_the_log_is_searched_and_verified(as_: SignedIn, draft: Filing) -> None:
    cell = f"indicators/{draft.rows.filter(part='indicators')[0].pk}/actual"
    as_("tianbao").post(f"/filings/{draft.pk}/cell", {"address": cell, "seen": "9场", "value": "10场"})
    client = as_("rizhi")
    page = client.get("/trail/?person=田&action=修改&about=宣传&since=2020-01-01&until=2999-01-01").content.decode()
    assert "10场" in page
    assert "没有符合条件" in client.get("/trail/?person=无此人").content.decode()
    assert "日志完整" in client.get("/trail/?verify=1").content.decode()


def test_bodies_merged_under_each_other_are_known_by_their_former_names(
    body: Callable[[str], Body],
) -> None:
    city, county = body("青崖市"), body("石门县")
    unit = body("石门县医疗保障局")
    city.parent = county
    with pytest.raises(ValidationError, match="不能是本机构或它的下级"):
        city.clean()
    unit.renamings.create(before="石门县医保办", after=unit.name, since=date(2020, 1, 1))
    assert (unit.named_on(date(2019, 5, 1)), unit.named_on(date(2021, 5, 1))) == ("石门县医保办", "石门县医疗保障局")


def test_bodies_stand_in_the_order_of_the_tree(as_: SignedIn, body: Callable[[str], Body]) -> None:
    for number in range(12):
        Body.objects.create(name=f"第{number}科", kind="office", parent=body("青崖市医疗保障局"))
    page = as_("xitong").get("/bodies/").content.decode()
    assert [page.index(f"第{number}科<") for number in range(12)] == sorted(
        page.index(f"第{number}科<") for number in range(12)
    )
    assert page.index("青崖市财政局") < page.index("石门县<") < page.index("柳泉县<")


def test_an_account_that_is_not_found_is_said_to_be(as_: SignedIn) -> None:
    assert "没有查到“查无此人”" in as_("anquan").get("/accounts/?q=查无此人").content.decode()
