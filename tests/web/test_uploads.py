"""Uploads: a document becomes a form."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jixiao_web.cycles.models import Cycle
from jixiao_web.cycles.opening import open_cycle
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body
from jixiao_web.trail.models import Entry
from jixiao_web.uploads import background
from jixiao_web.uploads.correcting import corrected
from jixiao_web.uploads.models import Upload, drawing_of

SignedIn = Callable[[str], Client]
Given = Callable[[str, bytes], str]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "formats"


@pytest.fixture
def give(as_: SignedIn, cycle: Cycle, body: Callable[[str], Body]) -> Callable[[str, bytes], str]:
    """Upload a document as 田小禾; the address of the page that comes then."""

    def given(name: str, content: bytes) -> str:
        fields = {"body": body("石门县医疗保障局").pk, "file": SimpleUploadedFile(name, content)}
        return as_("tianbao").post(f"/cycles/{cycle.pk}/upload", fields).headers["Location"]

    return given


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
def test_a_document_is_read_looked_at_and_accepted(as_: SignedIn, give: Callable[[str, bytes], str], kind: str) -> None:
    file = EXAMPLES / f"t1-fund-supervision.{kind}"
    page, unit = give(file.name, file.read_bytes()), as_("tianbao")
    assert "正在读取" in unit.get(page).content.decode()
    assert unit.post(f"{page}read", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    shown = unit.get(page).content.decode()
    assert "读到的内容" in shown
    frame = unit.get(f"{page}original")
    assert "script-src 'none'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    answer = unit.post(f"{page}accept", {"form": "0", "confirmed": "1"})
    filing = Filing.objects.get(pk=int(answer.headers["Location"].split("/")[2]))
    assert filing.source_name == file.name
    assert file.name in as_("shenhe").get(f"/filings/{filing.pk}/source").content.decode()
    assert filing.rows.filter(part="indicators").count() > 5
    assert "已经有一张表" in unit.post(f"{page}accept", {"form": "0", "confirmed": "1"}, follow=True).content.decode()


def test_what_cannot_be_read_says_why_without_a_path(as_: SignedIn, give: Callable[[str, bytes], str]) -> None:
    page, unit = give("坏的.docx", b"PK\x03\x04 broken"), as_("tianbao")
    unit.post(f"{page}read")
    shown = unit.get(page).content.decode()
    assert "坏的.docx" in shown
    assert "/uploads/" not in shown.split("<main")[1].split("uploads/")[0]
    assert "jixiao-tests" not in shown


def test_a_document_without_a_form_is_told(as_: SignedIn, give: Callable[[str, bytes], str]) -> None:
    page, unit = give("通知.txt", "关于召开会议的通知\n请按时参加。\n".encode()), as_("tianbao")
    unit.post(f"{page}read")
    assert "没有找到绩效表" in unit.get(page).content.decode()


def test_empty_and_missing_files_are_refused(
    as_: SignedIn, cycle: Cycle, body: Callable[[str], Body], give: Callable[[str, bytes], str]
) -> None:
    assert give("空.docx", b"") == f"/cycles/{cycle.pk}/"
    answer = as_("tianbao").post(f"/cycles/{cycle.pk}/upload", {"body": body("石门县医疗保障局").pk}, follow=True)
    assert "请先选择文件" in answer.content.decode()


def test_an_upload_is_its_owners(as_: SignedIn, give: Callable[[str, bytes], str]) -> None:
    page = give("a.txt", b"x")
    for who in ("caiwu", "shenhe", "liuquan"):
        assert as_(who).get(page).status_code == 404
        assert as_(who).post(f"{page}read").status_code == 404
        assert as_(who).get(f"{page}original").status_code == 404
        assert as_(who).get(f"{page}file").status_code == 404
        for action in ("accept", "correct", "move", "discard"):
            assert as_(who).post(f"{page}{action}").status_code == 404


def test_names_of_documents_never_reach_the_disk(give: Callable[[str, bytes], str]) -> None:
    give("../../etc/passwd", b"x")
    upload = Upload.objects.get()
    assert upload.name == "passwd"
    assert upload.file.name.startswith("uploads/")
    assert "passwd" not in upload.file.name


def test_what_draws_an_original_can_be_started_in_a_process_without_django() -> None:
    code = "import sys, jixiao_web.uploads.drawing; sys.exit('django' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603 - our own code


def test_a_document_with_nul_characters_is_kept_without_them(as_: SignedIn, give: Callable[[str, bytes], str]) -> None:
    text = (EXAMPLES.parent / "t1-fund-supervision.txt").read_text(encoding="utf-8")
    page, unit = give("a.txt", text.replace("监督检查", "监督\0检查").encode()), as_("tianbao")
    unit.post(f"{page}read")
    upload = Upload.objects.get()
    assert upload.content is not None or upload.trouble
    assert "\\u0000" not in json.dumps(upload.content)


@pytest.fixture
def doubted(as_: SignedIn, give: Given) -> str:
    """A document that was read, with a cell of its first indicator in doubt; the address of its page."""
    file = EXAMPLES / "t1-fund-supervision.docx"
    page = give(file.name, file.read_bytes())
    as_("tianbao").post(f"{page}read")
    upload = Upload.objects.get()
    upload.content["evaluations"][0]["indicators"][0]["doubtful"] = ["actual"]
    upload.content["evaluations"][0]["doubtful"] = ["project_name"]
    upload.save()
    return page


def correction(address: str, value: str) -> dict[str, str]:
    return {"form": "0", "address": address, "value": value}


def test_a_doubtful_cell_is_put_right_before_the_form_is_accepted(as_: SignedIn, doubted: str) -> None:
    unit = as_("tianbao")
    assert "还有<b>2</b>格" in unit.get(doubted).content.decode()
    answer = unit.post(f"{doubted}correct", correction("indicators/0/actual", "655家")).content.decode()
    assert "655家" in answer
    assert "读作：684家" in answer
    assert "还有<b>1</b>格" in answer
    upload = Upload.objects.get()
    assert upload.content["evaluations"][0]["indicators"][0]["actual"] == "684家"
    logged = Entry.objects.get(action="更正读取")
    assert (logged.before, logged.after) == ("684家", "655家")
    assert "实际完成值" in logged.path
    assert "indicators" not in logged.path


def test_what_was_put_right_goes_into_the_form_with_what_was_read(as_: SignedIn, doubted: str) -> None:
    unit = as_("tianbao")
    unit.post(f"{doubted}correct", correction("indicators/0/actual", "655家"))
    unit.post(f"{doubted}correct", correction("head/supervisor", "青崖市医疗保障局"))
    unit.post(f"{doubted}accept", {"form": "0", "confirmed": "1"})
    filing = Filing.objects.get(source_name="t1-fund-supervision.docx")
    row = filing.rows.filter(part="indicators")[0]
    assert row.values["actual"] == "655家"
    assert row.doubtful == []
    assert filing.head["supervisor"] == "青崖市医疗保障局"
    logged = Entry.objects.get(object_type="filings.filing", object_id=filing.pk, path=f"indicators/{row.pk}/actual")
    assert (logged.before, logged.after) == ("684家", "655家")


def test_a_doubtful_cell_that_was_read_right_is_confirmed(as_: SignedIn, doubted: str) -> None:
    answer = as_("tianbao").post(f"{doubted}correct", correction("indicators/0/actual", "684家")).content.decode()
    assert "data-doubt" not in answer
    assert "读作" not in answer
    assert Entry.objects.filter(action="核对读取").count() == 1


def test_every_cell_that_was_read_can_be_put_right(as_: SignedIn, doubted: str) -> None:
    unit = as_("tianbao")
    shown = unit.get(doubted).content.decode()
    addresses = re.findall(r'id="u-([^"]+)"', shown)
    assert {address.split("/")[0] for address in addresses} >= {"head", "funds", "goals", "indicators", "fields"}
    for address in addresses:
        assert unit.post(f"{doubted}correct", correction(address, "甲")).status_code == 200, address
    evaluation = corrected(Upload.objects.get(), 0)
    assert {row.actual for row in evaluation.indicators} == {"甲"}
    assert evaluation.doubtful == ()
    for address in addresses:
        assert unit.post(f"{doubted}correct", correction(address, "")).status_code == 200, address
    assert {row.actual for row in corrected(Upload.objects.get(), 0).indicators} == {None}


@pytest.mark.parametrize(
    "fields",
    [
        correction("indicators/999/actual", "1"),
        correction("indicators/0/place", "1"),
        correction("nothing", "1"),
        {"form": "7", "address": "indicators/0/actual", "value": "1"},
        {"form": "-1", "address": "indicators/0/actual", "value": "1"},
    ],
)
def test_a_cell_that_there_is_not_cannot_be_put_right(as_: SignedIn, doubted: str, fields: dict[str, str]) -> None:
    assert as_("tianbao").post(f"{doubted}correct", fields).status_code == 404


def test_nothing_is_put_right_after_the_form_was_accepted(as_: SignedIn, doubted: str) -> None:
    unit = as_("tianbao")
    unit.post(f"{doubted}accept", {"form": "0", "confirmed": "1"})
    answer = unit.post(f"{doubted}correct", correction("indicators/0/actual", "655家"))
    assert answer.status_code == 409
    assert "已经采用" in answer.content.decode()
    assert "已经采用" in unit.get(doubted).content.decode()


def test_too_long_a_text_is_refused(as_: SignedIn, doubted: str) -> None:
    answer = as_("tianbao").post(f"{doubted}correct", correction("indicators/0/actual", "长" * 20_001))
    assert answer.status_code == 409
    assert Upload.objects.get().corrections == {}


def test_a_form_of_another_kind_is_told_at_once(as_: SignedIn, give: Given, cycle: Cycle) -> None:
    file = EXAMPLES / "t8-goal-long-term-care.docx"
    page, unit = give(file.name, file.read_bytes()), as_("tianbao")
    unit.post(f"{page}read")
    shown = unit.get(page).content.decode()
    assert "这是绩效目标表" in shown
    assert "收的是绩效自评表" in shown
    assert "采用这张表" not in shown
    assert "目前没有收这种表的批次" in shown
    plans = {"project": ("T8", "", "")}
    goals = open_cycle(
        cycle.opened_by, cycle.body, name="目标申报", year=2026, stage="target", deadline=cycle.deadline, plans=plans
    )
    assert "改到“目标申报”" in unit.get(page).content.decode()
    unit.post(f"{page}move", {"cycle": goals.pk})
    assert Upload.objects.get().cycle == goals
    assert unit.post(f"{page}accept", {"form": "0", "confirmed": "1"}).headers["Location"].startswith("/filings/")
    assert "不能再改换批次" in unit.post(f"{page}move", {"cycle": cycle.pk}, follow=True).content.decode()


def test_a_project_that_has_its_form_already_is_told_at_once(as_: SignedIn, give: Given, draft: Filing) -> None:
    text = (EXAMPLES.parent / "t1-fund-supervision.txt").read_text(encoding="utf-8")
    name = "医疗保障基金监督检查专项经费"
    assert name in text
    page, unit = give("a.txt", text.replace(name, draft.project.name).encode()), as_("tianbao")
    unit.post(f"{page}read")
    assert f"本批次已有《{draft.project.name}》的表" in unit.get(page).content.decode()


def test_each_form_of_a_document_is_accepted_by_itself(as_: SignedIn, give: Given) -> None:
    file = EXAMPLES / "t5-two-forms-narrative.docx"
    page, unit = give(file.name, file.read_bytes()), as_("tianbao")
    unit.post(f"{page}read")
    assert "文件中有2张表" in unit.get(page).content.decode()
    first = unit.post(f"{page}accept", {"form": "0", "confirmed": "1"}).headers["Location"]
    shown = unit.get(page).content.decode()
    assert "已采用" in shown
    assert 'href="?form=1" aria-current="true"' in shown
    second = unit.post(f"{page}accept", {"form": "1", "confirmed": "1"}).headers["Location"]
    assert first != second
    assert [str(pk) for pk in Upload.objects.get().accepted.values()] == [first.split("/")[2], second.split("/")[2]]


def test_a_document_is_drawn_once_and_the_drawing_goes_with_it(
    as_: SignedIn, doubted: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    unit, path = as_("tianbao"), Upload.objects.get().path
    assert drawing_of(path).stat().st_mode & 0o077 == 0

    def never(*_arguments: object, **_options: object) -> None:
        pytest.fail("it was drawn already")

    monkeypatch.setattr("jixiao_web.uploads.reading.pipeline.work", never)
    assert "医疗保障基金监督检查专项经费" in unit.get(f"{doubted}original").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert "已删除" in unit.post(f"{doubted}discard", follow=True).content.decode()
    assert not path.exists()
    assert not drawing_of(path).exists()
    assert unit.get(doubted).status_code == 404


def test_a_drawing_that_is_gone_is_drawn_again(as_: SignedIn, doubted: str) -> None:
    drawing_of(Upload.objects.get().path).unlink()
    assert "监督检查" in as_("tianbao").get(f"{doubted}original").content.decode()
    assert drawing_of(Upload.objects.get().path).exists()


def test_what_a_form_was_made_of_is_not_thrown_away(as_: SignedIn, doubted: str) -> None:
    unit = as_("tianbao")
    unit.post(f"{doubted}accept", {"form": "0", "confirmed": "1"})
    assert "须保留备查" in unit.post(f"{doubted}discard", follow=True).content.decode()
    assert Upload.objects.get().path.exists()


def test_the_document_itself_is_handed_back_and_never_shown(as_: SignedIn, doubted: str) -> None:
    answer = as_("tianbao").get(f"{doubted}file")
    assert answer.content == (EXAMPLES / "t1-fund-supervision.docx").read_bytes()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_page_asks_again_while_a_document_is_read(
    as_: SignedIn, give: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = EXAMPLES / "t1-fund-supervision.docx"
    page, unit = give(file.name, file.read_bytes()), as_("tianbao")
    monkeypatch.setattr("jixiao_web.uploads.reading.PATIENCE", 0.001)
    monkeypatch.setattr("jixiao_web.uploads.background.begin", lambda *_: Future())
    answer = unit.post(f"{page}read", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert "HX-Refresh" not in answer.headers


def test_the_cycle_lists_what_was_uploaded(as_: SignedIn, doubted: str, cycle: Cycle) -> None:
    unit = as_("tianbao")
    assert "待核对、采用" in unit.get(f"/cycles/{cycle.pk}/").content.decode()
    unit.post(f"{doubted}accept", {"form": "0", "confirmed": "1"})
    assert "已采用1张" in unit.get(f"/cycles/{cycle.pk}/").content.decode()
    assert "我上传的文件" not in as_("caiwu").get(f"/cycles/{cycle.pk}/").content.decode()


def test_nothing_is_drawn_of_a_document_that_was_thrown_away_while_it_was_read(tmp_path: Path) -> None:
    background.keep_drawing(tmp_path / "gone", "<html>")
    assert list(tmp_path.iterdir()) == []


def test_a_reading_that_breaks_is_told_and_can_be_tried_again(
    as_: SignedIn, give: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    file = EXAMPLES / "t1-fund-supervision.docx"
    with monkeypatch.context() as patch:
        patch.setattr("jixiao_web.uploads.background._read", broken)
        page, unit = give(file.name, file.read_bytes()), as_("tianbao")
        unit.post(f"{page}read")
    shown = unit.get(page).content.decode()
    assert "打不开" in shown
    assert Upload.objects.get().path.name not in shown.split("<main")[1]
    unit.post(f"{page}read", {"again": "1"})
    assert "正在读取" in unit.get(page).content.decode()
    unit.post(f"{page}read")
    assert "读到的内容" in unit.get(page).content.decode()


def _form(year: int, supervisor: str, implementer: str) -> bytes:
    """The example with another year and other names of bodies."""
    text = (
        (EXAMPLES.parent / "t1-fund-supervision.txt")
        .read_text(encoding="utf-8")
        .replace("（2024年度）", f"（{year}年度）")
    )
    return text.replace("云岭市医疗保障局", supervisor).replace("云岭市医疗保障基金监督中心", implementer).encode()


def _read(as_: SignedIn, give: Given, content: bytes) -> tuple[str, str]:
    """The address of the page of an uploaded document, and the page once it is read."""
    page = give("表.txt", content)
    as_("tianbao").post(f"{page}read")
    return page, as_("tianbao").get(page).content.decode()


@pytest.mark.parametrize(
    ("year", "supervisor", "implementer", "told"),
    [
        (
            2025,
            "石门县医疗保障局",
            "柳泉县医疗保障局",
            "实施单位“柳泉县医疗保障局”是柳泉县医疗保障局，不是石门县医疗保障局",
        ),
        (2025, "青崖市柳泉县医保局", "石门县医疗保障局", "主管部门“青崖市柳泉县医保局”是柳泉县医疗保障局"),
        (
            2025,
            "青崖市医疗保障局",
            "青崖市医疗保障局基金监管科",
            "实施单位“青崖市医疗保障局基金监管科”是青崖市医疗保障局",
        ),
        (2024, "石门县医疗保障局", "石门县医疗保障局", "这张表写的是2024年度，批次是2025年度"),
    ],
)
def test_a_form_of_another_body_or_year_is_accepted_only_when_confirmed(
    as_: SignedIn, give: Given, year: int, supervisor: str, implementer: str, told: str
) -> None:
    page, shown = _read(as_, give, _form(year, supervisor, implementer))
    unit = as_("tianbao")
    assert told in shown
    assert 'name="confirmed"' in shown
    refused = unit.post(f"{page}accept", {"form": "0"}, follow=True).content.decode()
    assert f"没有采用：{told}" in refused
    assert not Upload.objects.get().accepted
    assert "已采用" in unit.post(f"{page}accept", {"form": "0", "confirmed": "1"}, follow=True).content.decode()
    assert told in Entry.objects.get(action="确认采用").after


@pytest.mark.parametrize(
    ("supervisor", "implementer", "hint"),
    [
        ("青崖市医疗保障局", "青崖市石门县医保局", ""),
        ("石门县医疗保障局", "石门县医疗保障局待遇保障股", ""),
        ("石门县医疗保障局", "待遇保障股", ""),
        ("石门县医疗保障局", "沧澜县医疗保障局", "实施单位“沧澜县医疗保障局”不在登记的机构中"),
    ],
)
def test_what_may_be_the_units_own_needs_no_confirmation(
    as_: SignedIn, give: Given, supervisor: str, implementer: str, hint: str
) -> None:
    page, shown = _read(as_, give, _form(2025, supervisor, implementer))
    assert ("不在登记的机构中" in shown) == bool(hint)
    assert hint in shown
    assert "确认采用" not in shown
    assert "已采用" in as_("tianbao").post(f"{page}accept", {"form": "0"}, follow=True).content.decode()
    assert not Entry.objects.filter(action="确认采用").exists()


def test_a_body_is_known_by_its_former_name(as_: SignedIn, give: Given, body: Callable[[str], Body]) -> None:
    body("柳泉县医疗保障局").renamings.create(
        before="柳泉县新农合管理局", after="柳泉县医疗保障局", since=date(2019, 1, 1)
    )
    _, shown = _read(as_, give, _form(2025, "石门县医疗保障局", "柳泉县新农合管理局"))
    assert "实施单位“柳泉县新农合管理局”是柳泉县医疗保障局" in shown
