"""Uploads: a document becomes a form."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jixiao_web.cycles.models import Cycle
from jixiao_web.filings.models import Filing
from jixiao_web.people.models import Body
from jixiao_web.uploads.models import Upload

SignedIn = Callable[[str], Client]
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
    answer = unit.post(f"{page}accept", {"form": "0"})
    filing = Filing.objects.get(pk=int(answer.headers["Location"].split("/")[2]))
    assert filing.source_name == file.name
    assert file.name in as_("shenhe").get(f"/filings/{filing.pk}/source").content.decode()
    assert filing.rows.filter(part="indicators").count() > 5
    assert "已经有一张表" in unit.post(f"{page}accept", {"form": "0"}, follow=True).content.decode()


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
        assert as_(who).post(f"{page}accept").status_code == 404


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
