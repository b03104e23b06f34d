"""The interface for programs: tokens, the list, a form, steps, values; the same rules, log and notices as on the pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from jixiao.model import submission_from_json
from jixiao_web.filings.models import Filing, State
from jixiao_web.interface import shapes, tokens, views
from jixiao_web.interface.endpoints import ROOT
from jixiao_web.interface.models import Token
from jixiao_web.people.administration import reset_password, switch
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.models import Notice, Objection
from tests.web.test_permissions import routes

SignedIn = Callable[[str], Client]
People = Callable[[str], Person]


class Program:
    """A program with a token."""

    def __init__(self, person: Person, scope: str = "write") -> None:
        self.token, self.secret = tokens.make(person, name="汇总程序", scope=scope, days=30)
        self._client = Client(headers={"authorization": f"Bearer {self.secret}"}, enforce_csrf_checks=True)
        self.status = 0

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        return self._told(self._client.get(ROOT + path, query))

    def post(self, path: str, told: Any) -> Any:  # noqa: ANN401 - JSON
        content = told if isinstance(told, bytes) else msgspec.json.encode(told)
        return self._told(self._client.post(ROOT + path, content, content_type="application/json"))

    def _told(self, answer: Any) -> Any:  # noqa: ANN401 - JSON
        self.status = answer.status_code
        return msgspec.json.decode(answer.content)


@pytest.fixture
def program(person: People) -> Callable[..., Program]:
    return lambda username, scope="write": Program(person(username), scope)


def test_a_token_is_shown_once_and_only_its_hash_is_kept(as_: SignedIn) -> None:
    unit = as_("tianbao")
    page = unit.post("/account/tokens", {"name": "汇总程序", "scope": "read", "days": "90"}).content.decode()
    secret = re.search(r'value="(jx_[\w-]{43})"', page)
    assert secret
    token = Token.objects.get()
    assert secret[1] not in unit.get("/account").content.decode()
    assert secret[1] not in str(Token.objects.values().get())
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    told = Entry.objects.get(action="新建访问令牌")
    assert "汇总程序（只读" in told.after
    assert secret[1] not in told.after
    answer = Client(headers={"authorization": f"Bearer {secret[1]}"}).get(f"{ROOT}/filings")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert "没有用过" not in unit.get("/account").content.decode()
    assert as_("caiwu").post(f"/account/tokens/{token.pk}/revoke").status_code == 404
    unit.post(f"/account/tokens/{token.pk}/revoke")
    assert Client(headers={"authorization": f"Bearer {secret[1]}"}).get(f"{ROOT}/filings").status_code == 401
    assert Entry.objects.filter(action="撤销访问令牌").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " ", "scope": "read", "days": "30"}, "写明令牌的用途"),
        ({"name": "长" * 31, "scope": "read", "days": "30"}, "最多30字"),
        ({"name": "x", "scope": "all", "days": "30"}, "请选择范围"),
        ({"name": "x", "scope": "read", "days": "9999"}, "请选择范围"),
    ],
)
def test_a_token_is_made_only_as_offered(as_: SignedIn, fields: dict[str, str], said: str) -> None:
    assert said in as_("tianbao").post("/account/tokens", fields, follow=True).content.decode()
    assert not Token.objects.exists()


def test_nobody_keeps_more_tokens_than_can_be_watched(person: People) -> None:
    for _ in range(tokens.MOST):
        tokens.make(person("tianbao"), name="x", scope="read", days=30)
    with pytest.raises(tokens.CannotMakeTokenError, match="先撤销"):
        tokens.make(person("tianbao"), name="x", scope="read", days=30)


@pytest.mark.parametrize("given", ["Bearer jx_wrong", "Bearer ", "Basic dGlhbmJhbzp4", "jx_wrong"])
def test_who_has_no_token_that_is_known_gets_nothing(given: str, draft: Filing) -> None:
    answer = Client(headers={"authorization": given}).get(f"{ROOT}/filings/{draft.pk}")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_token"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends_with_its_time_the_account_and_the_password(
    program: Callable[..., Program], person: People
) -> None:
    one = program("tianbao")
    Token.objects.update(expires_at=timezone.now())
    assert one.get("/filings")["error"]["code"] == "invalid_token"
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    Person.objects.filter(username="tianbao").update(password_changed_at=timezone.now() - timedelta(days=91))
    assert one.get("/filings")["error"]["code"] == "password_expired"
    Person.objects.filter(username="tianbao").update(password_changed_at=timezone.now())
    assert one.get("/filings")["count"] == 3
    reset_password(person("anquan"), person("tianbao"))
    Person.objects.filter(username="tianbao").update(must_change_password=False)
    assert one.get("/filings")["error"]["code"] == "invalid_token"
    two = program("caiwu")
    switch(person("anquan"), person("caiwu"), active=False)
    switch(person("anquan"), person("caiwu"), active=True)
    assert two.get("/filings")["error"]["code"] == "invalid_token"


def test_the_list_is_that_of_the_page(program: Callable[..., Program], draft: Filing) -> None:
    city = program("shenhe", "read")
    told = city.get("/filings", state="draft", sort="-project", size="1")
    assert (told["count"], told["page"], told["pages"]) == (2, 1, 2)
    [line] = told["filings"]
    assert line["number"] == draft.pk
    assert line["unit"] == "石门县医疗保障局"
    assert line["version"] == draft.version
    assert city.get("/filings", page="99", size="1")["page"] == 4
    assert {each["unit"] for each in program("liuquan").get("/filings")["filings"]} == {"柳泉县医疗保障局"}
    assert program("xitong").get("/filings")["count"] == 0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"state": "flying"}, "bad_parameter"),
        ({"year": "二〇二五"}, "bad_parameter"),
        ({"page": "0"}, "bad_parameter"),
        ({"size": "-1"}, "bad_parameter"),
        ({"status": "draft"}, "unknown_parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_not_answered_otherwise(
    program: Callable[..., Program], query: dict[str, str], code: str
) -> None:
    one = program("shenhe")
    assert one.get("/filings", **query)["error"]["code"] == code
    assert one.status == 400


def test_a_form_is_told_as_the_library_tells_it(program: Callable[..., Program], draft: Filing) -> None:
    told = program("tianbao", "read").get(f"/filings/{draft.pk}")
    evaluation = submission_from_json(told["submission"]).evaluations[0]
    assert evaluation.project_name == draft.project.name
    row = told["submission"]["evaluations"][0]["indicators"][0]
    assert Filing.objects.get(rows=row["place"]["row"], rows__part=row["place"]["sheet"]) == draft
    assert told["scorecard"]["total"]["high"]
    assert "SCO-04" in {finding["code"] for finding in told["findings"]}
    assert [step["code"] for step in told["steps"]] == ["propose"]
    assert told["writable"] is True
    entry = Entry.objects.filter(action="接口读取").get()
    assert entry.person_name == "田小禾（令牌“汇总程序”）"
    assert program("shenhe").get(f"/filings/{draft.pk}")["writable"] is False


def test_reading_by_a_program_is_no_news_and_no_look(
    program: Callable[..., Program], as_: SignedIn, draft: Filing
) -> None:
    city = as_("shenhe")
    city.get(f"/filings/{draft.pk}/")
    program("tianbao").get(f"/filings/{draft.pk}")
    assert f'href="/filings/{draft.pk}/"' not in city.get("/filings/?changed=1").content.decode()
    assert "接口读取" not in city.get(f"/filings/{draft.pk}/").content.decode()


def test_answers_are_as_the_description_says(program: Callable[..., Program], draft: Filing, handed_in: Filing) -> None:
    one = program("shenhe")
    described = one.get("/openapi.json")
    named = {f"api-{name}" for name in ("filings", "filing", "step", "cells")}
    assert {name for name in routes(get_resolver().url_patterns) if name.startswith("api-")} == {
        *named,
        "api-description",
    }
    assert set(described["paths"]) == {
        f"{ROOT}/filings",
        f"{ROOT}/filings/{{number}}",
        f"{ROOT}/filings/{{number}}/steps/{{code}}",
        f"{ROOT}/filings/{{number}}/cells",
    }
    texts = re.findall(r'"\$ref":"#/components/schemas/(\w+)"', msgspec.json.encode(described).decode())
    assert set(texts) <= set(described["components"]["schemas"])
    for shape in described["components"]["schemas"].values():
        assert "description" not in shape
    assert msgspec.convert(one.get("/filings"), shapes.Listed).count == 4
    assert msgspec.convert(one.get(f"/filings/{draft.pk}"), shapes.Detail).filing.number == draft.pk
    taken = one.post(f"/filings/{handed_in.pk}/steps/open", {"version": handed_in.version})
    assert msgspec.convert(taken, shapes.Changed).state == "in_review"
    refused = one.post(f"/filings/{handed_in.pk}/steps/open", {"version": taken["version"]})
    assert msgspec.convert(refused, shapes.Refused).error.code == "refused"


def test_values_are_written_over_the_version_that_was_read_or_not_at_all(
    program: Callable[..., Program], draft: Filing
) -> None:
    one, path = program("tianbao"), f"/filings/{draft.pk}/cells"
    row = draft.rows.filter(part="indicators")[0]
    cells = [
        {"address": f"indicators/{row.pk}/actual", "value": " 12场 "},
        {"address": "head/remark", "value": "由系统报送"},
    ]
    told = one.post(path, {"version": draft.version, "cells": cells})
    row.refresh_from_db()
    assert row.values["actual"] == "12场"
    assert told["version"] > draft.version
    entry = Entry.objects.filter(path=f"indicators/{row.pk}/actual").get()
    assert (entry.action, entry.before, entry.after) == ("修改", "9场", "12场")
    assert entry.person_name == "田小禾（令牌“汇总程序”）"
    stale = one.post(path, {"version": draft.version, "cells": cells})
    assert (one.status, stale["error"]["code"], stale["error"]["version"]) == (409, "stale", told["version"])
    wrong = [cells[0] | {"value": "1"}, {"address": "indicators/999999/actual", "value": "x"}]
    assert one.post(path, {"version": told["version"], "cells": wrong})["error"]["code"] == "no_such_cell"
    long = [cells[0] | {"value": "1"}, {"address": "head/remark", "value": "长" * 20_001}]
    assert one.post(path, {"version": told["version"], "cells": long})["error"]["code"] == "too_long"
    row.refresh_from_db()
    assert row.values["actual"] == "12场"
    assert program("tianbao", "read").post(path, {"version": 1, "cells": cells})["error"]["code"] == "read_only_token"


def test_reviewers_write_their_cells_and_no_others(program: Callable[..., Program], handed_in: Filing) -> None:
    city, path = program("shenhe"), f"/filings/{handed_in.pk}"
    version = city.post(f"{path}/steps/open", {"version": handed_in.version})["version"]
    row = handed_in.rows.filter(part="indicators")[0]
    cell = {"address": f"indicators/{row.pk}/reviewed_score", "value": "8"}
    told = city.post(f"{path}/cells", {"version": version, "cells": [cell]})
    assert city.status == 200
    other = {"address": f"indicators/{row.pk}/actual", "value": "8"}
    assert city.post(f"{path}/cells", {"version": told["version"], "cells": [other]})["error"]["code"] == "forbidden"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (b"{", "not_json"),
        (b"[]", "not_as_declared"),
        (b'{"version": "1", "cells": []}', "not_as_declared"),
        (b'{"version": 1, "cells": []}', "not_as_declared"),
        (b'{"version": 1, "cells": [{"address": "head/remark"}]}', "not_as_declared"),
        (b'{"version": 1, "cells": [{"address": "head/remark", "value": "\\u0000"}]}', "not_as_declared"),
        (b'{"version": 1, "cells": [{"address": "head/remark", "value": "x"}], "force": true}', "not_as_declared"),
        (b'{"version": 1, "cells": ' + b"[" * 5000 + b"}", "not_json"),
    ],
)
def test_what_a_program_sends_is_held_to_its_shape(
    program: Callable[..., Program], draft: Filing, told: bytes, code: str
) -> None:
    one = program("tianbao")
    answer = one.post(f"/filings/{draft.pk}/cells", told)
    assert one.status == 400
    assert answer["error"]["code"] in {code, "not_as_declared"}
    assert re.search(r"[一-鿿]", answer["error"]["message"])
    assert not Entry.objects.filter(path="head/remark").exists()


def test_a_form_is_returned_with_reasons_on_cells_answered_and_sent_again(
    program: Callable[..., Program], handed_in: Filing
) -> None:
    city, unit, path = program("shenhe"), program("liuquan"), f"/filings/{handed_in.pk}"
    cell = f"indicators/{handed_in.rows.filter(part='indicators')[0].pk}/actual"
    version = city.post(f"{path}/steps/open", {"version": handed_in.version})["version"]
    bare = city.post(f"{path}/steps/return", {"version": version})
    assert (city.status, bare["error"]["code"]) == (409, "refused")
    assert "写明退回意见" in bare["error"]["message"]
    wrong = [{"address": cell, "reason": "请附名册"}, {"address": cell, "reason": " "}]
    assert city.post(f"{path}/steps/return", {"version": version, "reasons": wrong})["error"]["code"] == "incomplete"
    assert not Objection.objects.exists()
    right = [{"address": cell, "reason": "请附名册"}, {"reason": "请补盖章件"}]
    told = city.post(f"{path}/steps/return", {"version": version, "reasons": right})
    assert told["state"] == "returned"
    assert Notice.objects.filter(person__username="liuquan", text__contains="退回").exists()
    objections = unit.get(path)["objections"]
    assert [each["reason"] for each in objections] == ["请附名册", "请补盖章件"]
    replies = [{"number": each["number"], "text": "已补"} for each in objections]
    lost = [*replies, {"number": 999_999, "text": "x"}]
    assert (
        unit.post(f"{path}/steps/propose", {"version": told["version"], "replies": lost})["error"]["code"]
        == "no_such_objection"
    )
    assert not Objection.objects.exclude(answer="").exists()
    assert (
        unit.post(f"{path}/steps/propose", {"version": told["version"], "replies": replies})["state"] == "unit_review"
    )
    handed_in.refresh_from_db()
    assert handed_in.state == State.UNIT_REVIEW


def test_steps_over_what_was_not_seen_or_not_there_are_refused(
    program: Callable[..., Program], handed_in: Filing
) -> None:
    city, path = program("shenhe"), f"/filings/{handed_in.pk}/steps"
    assert city.post(f"{path}/open", {"version": 99})["error"]["code"] == "stale"
    assert city.post(f"{path}/fly", {"version": 1})["error"]["code"] == "not_found"
    mixed = {"version": handed_in.version, "reasons": [{"reason": "x"}]}
    assert city.post(f"{path}/open", mixed)["error"]["code"] == "not_as_declared"
    assert program("liuquan").post(f"{path}/open", {"version": 1})["error"]["code"] == "forbidden"
    assert program("tianbao").post(f"{path}/open", {"version": 1})["error"]["code"] == "not_found"
    assert city.get(f"{path}/open")["error"]["code"] == "method_not_allowed"
    assert city.status == 405


def test_publishing_is_confirmed_with_the_list_that_was_read(
    program: Callable[..., Program], handed_in: Filing
) -> None:
    head = {**handed_in.head, "remark": "如有疑问，请致电13912345678。"}
    Filing.objects.filter(pk=handed_in.pk).update(state=State.CONFIRMED, head=head)
    unit, path = program("liuquan"), f"/filings/{handed_in.pk}"
    read = unit.get(path)
    assert read["publication"]["personal"] == [
        {"kind": "手机号码", "text": "13912345678", "address": "head/remark", "cell": "备注", "blanked": True}
    ]
    assert set(read["publication"]["findings"]) <= {each["key"] for each in read["findings"]}
    for confirm, said in (("", "请先核对"), ("0" * 16, "请重新核对")):
        told = unit.post(f"{path}/steps/publish", {"version": read["filing"]["version"], "confirm": confirm})
        assert (unit.status, told["error"]["code"]) == (409, "unconfirmed")
        assert said in told["error"]["message"]
    told = {"version": read["filing"]["version"], "confirm": read["publication"]["confirm"]}
    assert unit.post(f"{path}/steps/publish", told)["state"] == "published"
    assert unit.get(path)["publication"] is None
    assert program("zhuanjia").get(path)["error"]["code"] == "not_found"


def test_a_page_may_call_with_its_session_and_its_token_against_forgery(as_: SignedIn, draft: Filing) -> None:
    signed_in = as_("tianbao")
    assert signed_in.get(f"{ROOT}/filings").json()["count"] == 3
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in.cookies
    client.get("/account")
    told = {"version": draft.version, "cells": [{"address": "head/remark", "value": "x"}]}
    url = f"{ROOT}/filings/{draft.pk}/cells"
    assert client.post(url, told, content_type="application/json").json()["error"]["code"] == "csrf"
    token = client.cookies["csrftoken"].value
    answer = client.post(url, told, content_type="application/json", headers={"x-csrftoken": token})
    assert answer.status_code == 200
    assert Entry.objects.get(path="head/remark").person_name == "田小禾"
    assert signed_in.post(url, {"version": "1"}).json()["error"]["code"] == "not_json"
    assert Client().get(f"{ROOT}/filings").json()["error"]["code"] == "unauthenticated"


def test_trouble_below_the_interface_is_json_as_well(
    program: Callable[..., Program], draft: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        message = f"secret in {__file__}"
        raise RuntimeError(message)

    one = program("tianbao")
    assert one.get("/nothing")["error"]["code"] == "not_found"
    assert one.get("/filings", q="a\0b")["error"]["code"] == "not_understood"
    one._client.raise_request_exception = False
    monkeypatch.setattr(views, "judge", broken)
    told = one.get(f"/filings/{draft.pk}")
    assert (one.status, told["error"]["code"]) == (500, "failed")
    assert "secret" not in str(told)
