"""Filling in a form: every view by whoever may, may not, and must not know of it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from jixiao_web.cycles.opening import make_filing, open_cycle, project_of
from jixiao_web.filings.models import Editing, Filing, Row
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry

SignedIn = Callable[[str], Client]
SAVING, PULSE = 31, 8
"""Queries, the beginning and the end of the transaction and its savepoint counted."""


@pytest.fixture
def actual(draft: Filing) -> str:
    """The address of the actual value of the first indicator, 9场."""
    return f"indicators/{first(draft).pk}/actual"


def first(filing: Filing) -> Row:
    return filing.rows.filter(part="indicators")[0]


def test_the_page_shows_the_official_table_last_years_values_and_what_is_wrong(as_: SignedIn, draft: Filing) -> None:
    page = as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()
    for words in ("政策宣传场次", "≥12场", "9600册", "未达到目标却得满分", 'rowspan="5"'):
        assert words in page
    assert page.count("<textarea") > 60


def test_a_reader_gets_no_field_to_write_in(as_: SignedIn, draft: Filing) -> None:
    page = as_("shenhe").get(f"/filings/{draft.pk}/").content.decode()
    assert "<textarea" not in page
    assert "政策宣传场次" in page


@pytest.mark.parametrize(
    ("view", "fields"),
    [
        ("cell", {"seen": "9场", "value": "12场"}),
        ("paste", {"seen": "9场", "value": "12场"}),
        ("undo", {}),
        ("redo", {}),
        ("row", {"action": "add"}),
    ],
)
def test_who_may_write_and_who_may_not(
    as_: SignedIn, draft: Filing, actual: str, view: str, fields: dict[str, str]
) -> None:
    url, told = f"/filings/{draft.pk}/{view}", {"address": actual, **fields}
    assert as_("liuquan").post(url, told).status_code == 404
    assert as_("shenhe").post(url, told).status_code == 403
    assert as_("tianbao").get(url).status_code == 405
    assert first(draft).values["actual"] == "9场"
    assert as_("tianbao").post(url, told).status_code == (409 if view in {"undo", "redo"} else 200)


def test_a_saved_cell_brings_back_what_it_changes(as_: SignedIn, draft: Filing, actual: str) -> None:
    answer = as_("tianbao").post(f"/filings/{draft.pk}/cell", {"address": actual, "seen": "9场", "value": "6场"})
    text = answer.content.decode()
    assert f'id="due-{first(draft).pk}">5</td>' in text
    assert 'id="strip"' in text


def test_a_stale_change_offers_a_choice(as_: SignedIn, draft: Filing, actual: str) -> None:
    as_("caiwu").post(f"/filings/{draft.pk}/cell", {"address": actual, "seen": "9场", "value": "10场"})
    answer = as_("tianbao").post(f"/filings/{draft.pk}/cell", {"address": actual, "seen": "9场", "value": "11场"})
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("10场", "11场", "蔡文"))


@pytest.mark.parametrize(
    "address", ["", "indicators", "indicators/x/actual", "indicators/1/place", "head/kind", "rows/1/actual"]
)
def test_what_is_no_cell_is_not_found(as_: SignedIn, draft: Filing, address: str) -> None:
    assert as_("tianbao").post(f"/filings/{draft.pk}/cell", {"address": address, "value": "1"}).status_code == 404


def test_too_long_a_text_is_refused_in_words(as_: SignedIn, draft: Filing, actual: str) -> None:
    answer = as_("tianbao").post(
        f"/filings/{draft.pk}/cell", {"address": actual, "seen": "9场", "value": "长" * 20_001}
    )
    assert answer.status_code == 413
    assert "20000" in answer.content.decode()


def test_a_column_is_pasted_whole_but_for_what_a_colleague_changed(as_: SignedIn, draft: Filing) -> None:
    rows = list(draft.rows.filter(part="indicators")[:3])
    addresses = [f"indicators/{row.pk}/actual" for row in rows]
    seen = [row.values["actual"] for row in rows]
    as_("caiwu").post(f"/filings/{draft.pk}/cell", {"address": addresses[1], "seen": seen[1], "value": "11300册"})
    fields = {"address": addresses, "seen": seen, "value": ["13场", "11400册", "99%"]}
    answer = as_("tianbao").post(f"/filings/{draft.pk}/paste", fields)
    assert "有1格刚被别人改动" in answer.content.decode()
    assert [row.values["actual"] for row in draft.rows.filter(part="indicators")[:3]] == ["13场", "11300册", "99%"]


def test_a_paste_of_too_many_cells_is_refused(as_: SignedIn, draft: Filing, actual: str) -> None:
    fields = {"address": [actual] * 601, "seen": ["9场"] * 601, "value": ["1"] * 601}
    assert as_("tianbao").post(f"/filings/{draft.pk}/paste", fields).status_code == 413


def test_rows_are_added_moved_and_removed(as_: SignedIn, draft: Filing) -> None:
    client, url = as_("tianbao"), f"/filings/{draft.pk}/row"
    assert client.post(url, {"action": "add", "row": str(first(draft).pk)}).status_code == 200
    added = draft.rows.filter(part="indicators")[1]
    assert added.values == {"level1": "产出指标", "level2": "数量指标"}
    client.post(url, {"action": "up", "row": str(added.pk)})
    assert first(draft) == added
    client.post(url, {"action": "up", "row": str(added.pk)})
    client.post(url, {"action": "remove", "row": str(added.pk)})
    assert first(draft).values["name"] == "政策宣传场次"
    for bad in (
        {"action": "fly"},
        {"action": "remove", "row": "999999"},
        {"action": "up", "row": "x"},
        {"action": "add", "part": "x"},
    ):
        assert client.post(url, bad).status_code == 404


def test_a_colleague_sees_who_has_a_cell_open_and_what_changed(as_: SignedIn, draft: Filing, actual: str) -> None:
    filler, finance = as_("tianbao"), as_("caiwu")
    filler.post(f"/filings/{draft.pk}/editing", {"address": actual})
    assert "田小禾" in finance.get(f"/filings/{draft.pk}/pulse?since=0").content.decode()
    filler.post(f"/filings/{draft.pk}/cell", {"address": actual, "seen": "9场", "value": "10场"})
    assert "10场" in finance.get(f"/filings/{draft.pk}/pulse?since=0").content.decode()
    filler.post(f"/filings/{draft.pk}/editing", {"address": ""})
    assert "田小禾也打开了这张表" in finance.get(f"/filings/{draft.pk}/pulse?since=0").content.decode()
    filler.post(f"/filings/{draft.pk}/editing", {"gone": "1"})
    assert not Editing.objects.exists()


def test_where_somebody_is_is_told_in_one_statement(as_: SignedIn, draft: Filing, actual: str) -> None:
    # In two, a page that is left in between takes away what the second looks for: the request fails.
    filler = as_("tianbao")
    for address in (actual, ""):
        with CaptureQueriesContext(connection) as asked:
            filler.post(f"/filings/{draft.pk}/editing", {"address": address})
        assert len([each for each in asked if '"filings_editing"' in each["sql"]]) == 1
    assert [each.address for each in Editing.objects.all()] == [""]


def test_what_changed_since_one_last_looked_is_marked(as_: SignedIn, draft: Filing, actual: str) -> None:
    finance, url = as_("caiwu"), f"/filings/{draft.pk}/"
    finance.get(url)
    as_("tianbao").post(f"{url}cell", {"address": actual, "seen": "9场", "value": "10场"})
    classes = [finance.get(url).content.decode().split(f'id="c-{actual}"')[1].split(">")[0] for _ in range(2)]
    assert ["changed" in each for each in classes] == [True, False]


def test_a_row_is_explained(as_: SignedIn, draft: Filing) -> None:
    page = as_("shenhe").get(f"/filings/{draft.pk}/rows/{first(draft).pk}").content.decode()
    assert "7.5" in page
    assert "财预〔2020〕10号" in page


def test_the_list_is_filtered_and_shows_only_what_one_may_see(as_: SignedIn) -> None:
    page = as_("tianbao").get("/filings/?state=draft&q=宣传").content.decode()
    assert "医保政策宣传" in page
    assert "医保基金监督检查" not in page
    assert "柳泉县" not in as_("tianbao").get("/filings/").content.decode()


def test_a_save_asks_the_database_no_more_than_it_must(
    as_: SignedIn, draft: Filing, actual: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, url = as_("tianbao"), f"/filings/{draft.pk}"
    client.get("/")
    fields = {"address": actual, "seen": "9场", "value": "10场"}
    with django_assert_max_num_queries(SAVING):
        assert client.post(f"{url}/cell", fields).status_code == 200
    last = Entry.objects.latest("pk").pk
    with django_assert_max_num_queries(PULSE):
        assert "data-quiet" in client.get(f"{url}/pulse?since={last}").content.decode()


def test_a_pulse_tells_all_when_a_colleague_did_something(as_: SignedIn, draft: Filing) -> None:
    client, url = as_("tianbao"), f"/filings/{draft.pk}"
    as_("caiwu").post(f"{url}/row", {"action": "add"})
    assert 'id="strip"' in client.get(f"{url}/pulse?since=0").content.decode()


def test_a_goal_form_shows_its_points_and_no_execution(
    as_: SignedIn, draft: Filing, person: Callable[[str], Person]
) -> None:
    cycle = open_cycle(
        person("shenhe"),
        draft.cycle.body,
        name="2026年目标",
        year=2026,
        stage="target",
        deadline=date(2026, 1, 10),
        plans={"project": ("T8", "", "")},
    )
    goal = make_filing(person("tianbao"), cycle, draft.project, source=draft)
    page = as_("tianbao").get(f"/filings/{goal.pk}/").content.decode()
    strip = page.split('id="strip"')[1].split("</dl>")[0]
    assert "<dt>分值合计</dt><dd>90</dd>" in strip
    assert "执行率" not in strip
    row = first(goal)
    answer = as_("tianbao").post(
        f"/filings/{goal.pk}/cell", {"address": f"indicators/{row.pk}/weight", "seen": "10", "value": "十分"}
    )
    assert "<dt>分值合计</dt><dd>—</dd>" in answer.content.decode()


@pytest.mark.parametrize("value", ["9,5", "abc", "50", "-1", "9.555", "NaN"])
def test_a_reviewed_score_is_a_number_within_the_points(as_: SignedIn, draft: Filing, value: str) -> None:
    Filing.objects.filter(pk=draft.pk).update(state="in_review")
    row, city = first(draft), as_("shenhe")
    fields = {"address": f"indicators/{row.pk}/reviewed_score", "seen": "", "value": value}
    answers = [city.post(f"/filings/{draft.pk}/{where}", fields) for where in ("cell", "paste")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("复核得分应为0到10之间的数字" in answer.content.decode() for answer in answers)
    row.refresh_from_db()
    assert "reviewed_score" not in row.values


def test_a_reviewed_score_within_the_points_is_saved_and_stands_in_the_list(as_: SignedIn, draft: Filing) -> None:
    Filing.objects.filter(pk=draft.pk).update(state="in_review")
    row, city = first(draft), as_("shenhe")
    fields = {"address": f"indicators/{row.pk}/reviewed_score", "seen": "", "value": "7.5"}
    strip = city.post(f"/filings/{draft.pk}/cell", fields).content.decode().split('id="strip"')[1]
    total = strip.split("<dt>复核总分</dt><dd ")[1].split(">")[1].split("<")[0].strip()
    assert f'行没有填复核得分，按自评得分计入">{total}</td>' in city.get("/filings/").content.decode()
    fields = {"address": fields["address"], "seen": "7.5", "value": ""}
    assert city.post(f"/filings/{draft.pk}/cell", fields).status_code == 200


def test_an_empty_form_is_not_praised(as_: SignedIn, draft: Filing) -> None:
    draft.rows.filter(part="indicators").delete()
    client = as_("tianbao")
    page = client.get(f"/filings/{draft.pk}/").content.decode()
    assert "没有问题" not in page
    assert "未填完" in page
    check = client.get(f"/filings/{draft.pk}/check").content.decode()
    assert "还没有填写绩效指标" in check
    assert "没有发现问题" not in check


def test_an_unknown_condition_of_the_list_is_told(as_: SignedIn) -> None:
    assert "不认识的查找条件" in as_("tianbao").get("/filings/?state=xxx").content.decode()
    assert "不认识的查找条件" not in as_("tianbao").get("/filings/?state=draft").content.decode()


def test_a_number_of_our_own_is_no_code_of_a_project(as_: SignedIn, draft: Filing) -> None:
    made = project_of(draft.body, code="", name="没有编码的项目", kind="project")
    page = as_("tianbao").get(f"/cycles/{draft.cycle_id}/").content.decode()
    assert "没有编码的项目" in page
    assert made.code not in page


def test_long_texts_that_are_only_read_do_not_push_the_other_rows_away(as_: SignedIn, draft: Filing) -> None:
    row = first(draft)
    row.values = {**row.values, "note": "因接口升级未完成。" * 60}
    row.save()
    assert 'class="text tall" tabindex="0"' in as_("shenhe").get(f"/filings/{draft.pk}/").content.decode()
    assert "text tall" not in as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()


def test_actuals_that_are_sentences_get_the_room_for_them(as_: SignedIn, draft: Filing) -> None:
    assert " wordy" not in as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()
    for row in draft.rows.filter(part="indicators"):
        row.values = {**row.values, "actual": "制度健全，按月通报，考核结果与拨付挂钩。"}
        row.save()
    assert "indicators wordy" in as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()
