"""No page is without a picture, in no role, in no state of a form, without anybody noticing."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import Resolver404, get_resolver, resolve
from pytest_django import DjangoDbBlocker

from jixiao import data
from jixiao_web.demo.casting import cast
from jixiao_web.filings.models import State
from tests.web.pictures import crowds
from tests.web.pictures.acts import ACTS
from tests.web.pictures.crowds import Place
from tests.web.test_permissions import routes

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = data.parse((Path(crowds.__file__).with_name("pages.yaml")).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def places(
    django_db_setup: None,  # noqa: ARG001 - the demo
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Place]:
    """What is looked at where there is something of everything; documents are not read for this, and all is taken back."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(crowds.reading, "read", lambda *_, **__: True)
        patch.setattr(crowds, "_doubted", lambda *_: None)
        found = [*crowds.typical(), *crowds.refused()]
        transaction.set_rollback(True)
    return found


def test_every_address_is_a_page_or_something_else() -> None:
    assert set(routes(get_resolver().url_patterns)) == {*TABLE["pages"], *TABLE["others"]}
    assert not {*TABLE["pages"]} & {*TABLE["others"]}


def test_every_page_has_a_picture(places: list[Place]) -> None:
    shown = set()
    for place in places:
        try:
            shown.add(resolve(place.path.partition("?")[0]).url_name)
        except Resolver404:
            assert place.name == "没有这个页面"
    assert shown == set(TABLE["pages"])


def test_every_role_is_seen_at_work(places: list[Place]) -> None:
    assert {person.username for person in cast().people} == {place.who for place in places if place.path == "/"}


def test_a_form_is_seen_in_every_state_by_its_unit_and_by_its_reviewer(places: list[Place]) -> None:
    names = {place.name for place in places}
    assert {f"{state}-{who}" for state in State.values for who in ("填报人", "审核人")} <= names


def test_whatever_is_done_before_a_picture_is_known_and_no_two_have_one_name(places: list[Place]) -> None:
    assert {place.act for place in places if place.act} == set(ACTS)
    names = [place.name for place in places]
    assert len(names) == len(set(names))
