"""A field that is needed and was left empty: the page names it and says what to do; no form says it in Django's words."""

from collections.abc import Callable, Iterator

import pytest
from django import forms
from django.test import Client

from jixiao_web.asking import Asking
from jixiao_web.people.models import Body

SignedIn = Callable[[str], Client]


@pytest.mark.parametrize(
    ("who", "url", "given", "told"),
    [
        (
            "shenhe",
            "/cycles/open",
            {"stage": "self_evaluation"},
            ["请填写名称。", "请填写年度。", "请选择组织单位。", "请填写截止日期。"],
        ),
        ("xitong", "/people/new", {"name": " "}, ["请填写账号。", "请填写姓名。"]),
        ("xitong", "body", {"action": "add", "name": " "}, ["请填写名称。", "请选择类别。"]),
        ("xitong", "body", {"action": "rename"}, ["请填写新名称。", "请填写生效日期。"]),
        ("xitong", "body", {"action": "merge"}, ["请选择并入的机构。", "请填写生效日期。"]),
        ("tianbao", "/password", {}, ["请填写旧密码。", "请填写新密码。"]),
        ("", "/login", {}, ["请填写账号。", "请填写密码。"]),
    ],
)
def test_what_is_missing_is_named(
    as_: SignedIn, body: Callable[[str], Body], who: str, url: str, given: dict[str, str], told: list[str]
) -> None:
    client = as_(who) if who else Client()
    page = client.post(f"/bodies/{body('石门县').pk}/" if url == "body" else url, given).content.decode()
    assert [each for each in told if each not in page] == []
    assert "必填" not in page


def kinds(of: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in of.__subclasses__():
        yield each
        yield from kinds(each)


def test_every_form_of_ours_asks_in_this_way(as_: SignedIn) -> None:
    as_("tianbao").get("/")  # every page is known by then
    ours = [each for each in kinds(forms.BaseForm) if each.__module__.startswith("jixiao_web.")]
    assert len(ours) > 5
    assert [each for each in ours if not issubclass(each, Asking)] == []
