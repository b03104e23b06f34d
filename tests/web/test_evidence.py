"""Evidence: attached to a form or a row, frozen each time the form is handed in, handed out safely, held to its digest."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jixiao import pipeline
from jixiao.results import Failed
from jixiao_web.commands.verify_log import told_evidence
from jixiao_web.evidence import keeping
from jixiao_web.evidence.models import Evidence, Handover
from jixiao_web.evidence.verifying import verify
from jixiao_web.filings.models import Filing, Row, State
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.workflow.permissions import may_write

SignedIn = Callable[[str], Client]
Attached = Callable[..., Any]
Committed = Callable[..., AbstractContextManager[Any]]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "formats"
PDF = (EXAMPLES / "t1-fund-supervision.pdf").read_bytes()
OTHER = (EXAMPLES / "t1-yuan-hotline.pdf").read_bytes()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked through in this process: that they are in another one is tested once."""

    def work(task: Callable[[Path], object], paths: Sequence[Path], jobs: int | None = None) -> Iterator[object]:  # noqa: ARG001 - as the pipeline has it
        for path in paths:
            try:
                yield task(path)
            except ValueError as error:
                yield Failed(path=str(path), message=pipeline.explain_failure(path, error))

    monkeypatch.setattr(pipeline, "work", work)


@pytest.fixture
def give(as_: SignedIn, draft: Filing, here: None) -> Attached:  # noqa: ARG001 - quick
    """Attach a file as 田小禾; the page that comes then."""

    def given(name: str = "签到表.pdf", content: bytes = PDF, *, who: str = "tianbao", **fields: object):  # noqa: ANN202 - Django's test response
        sent = {"row": "0", "note": "宣传活动签到表", "files": SimpleUploadedFile(name, content), **fields}
        return as_(who).post(f"/filings/{draft.pk}/evidence/attach", sent, follow=True).content.decode()

    return given


@pytest.fixture
def row(draft: Filing) -> Row:
    return draft.rows.filter(part="indicators")[0]


def test_a_file_is_looked_through_in_a_process_of_its_own(as_: SignedIn, draft: Filing) -> None:
    fields = {
        "row": "0",
        "note": "签到表",
        "files": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", b"MZ")],
    }
    page = as_("tianbao").post(f"/filings/{draft.pk}/evidence/attach", fields, follow=True).content.decode()
    assert "“b.pdf”是可执行程序" in page
    assert not Evidence.objects.exists()
    assert "jixiao-tests" not in page
    fields = {"row": "0", "note": "签到表", "files": SimpleUploadedFile("a.pdf", PDF)}
    assert (
        "已附上1份材料"
        in as_("tianbao").post(f"/filings/{draft.pk}/evidence/attach", fields, follow=True).content.decode()
    )


def test_a_file_stands_beside_its_row_for_everybody_who_sees_the_form(
    as_: SignedIn, draft: Filing, row: Row, give: Attached
) -> None:
    assert "已附上1份材料" in give(row=str(row.pk))
    piece = Evidence.objects.get()
    digest = hashlib.sha256(PDF).hexdigest()
    assert (piece.row, piece.name, piece.kind, piece.pages, piece.digest) == (row.pk, "签到表.pdf", "PDF", 2, digest)
    for who in ("shenhe", "shenji", "tianbao"):
        assert "签到表.pdf" in as_(who).get(f"/filings/{draft.pk}/rows/{row.pk}").content.decode()
        assert "佐证1份" in as_(who).get(f"/filings/{draft.pk}/").content.decode()
        assert "宣传活动签到表" in as_(who).get(f"/filings/{draft.pk}/evidence/").content.decode()
    other = draft.rows.filter(part="indicators")[1]
    assert "签到表.pdf" not in as_("shenhe").get(f"/filings/{draft.pk}/rows/{other.pk}").content.decode()


def test_the_log_tells_of_a_file_with_its_digest(draft: Filing, row: Row, give: Attached) -> None:
    give(row=str(row.pk))
    entry = Entry.objects.get(action="附佐证材料", object_id=draft.pk)
    assert entry.after.startswith(f"签到表.pdf（{row.values['name']}，宣传活动签到表，SHA-256 ")
    assert Evidence.objects.get().digest in entry.after


def test_a_file_is_handed_out_to_be_kept_and_never_shown(as_: SignedIn, draft: Filing, give: Attached) -> None:
    give("../../evil\u202efdp.exe")
    piece = Evidence.objects.get()
    assert piece.name == "evilfdp.exe.pdf"
    answer = as_("shenhe").get(f"/filings/{draft.pk}/evidence/{piece.pk}")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Entry.objects.filter(action="导出", object_id=draft.pk, after=piece.name).exists()


def test_no_name_of_a_file_reaches_the_disk(give: Attached) -> None:
    give("../../签到表.pdf")
    piece = Evidence.objects.get()
    assert piece.path.name == piece.digest
    assert piece.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"files": ""}, "请先选择文件"),
        ({"note": " "}, "请写一句说明"),
        ({"note": "长" * 201}, "说明最多200字，这里有201字"),
        ({"row": "999999"}, "所选的行已被删除"),
        ({"content": b""}, "空文件"),
        ({"name": "签到表.pdf", "content": b"MZ"}, "“签到表.pdf”是可执行程序"),
        ({"name": "a.zip", "content": b"PK\x05\x06" + bytes(18)}, "请解压后逐个附上"),
    ],
)
def test_what_cannot_be_attached_is_said_and_nothing_is_kept(give: Attached, fields: dict[str, Any], said: str) -> None:
    assert said in give(**fields)
    assert not Evidence.objects.exists()


def test_the_check_before_handing_in_says_where_evidence_would_answer(
    as_: SignedIn, draft: Filing, give: Attached
) -> None:
    said = next(each for each in draft.rows.filter(part="indicators") if "满意度" in each.values["name"])
    said.values |= {"actual": "没有开展满意度调查，满意", "note": "没有开展满意度调查"}
    said.save()
    page = f"/filings/{draft.pk}/check"
    asked = f"/filings/{draft.pk}/evidence/?row={said.pk}#attach"
    assert asked in as_("tianbao").get(page).content.decode()
    seen = as_("shenhe").get(page).content.decode()
    assert "还没有附佐证材料" in seen
    assert asked not in seen
    give(row=str(said.pk))
    assert "还没有附佐证材料" not in as_("tianbao").get(page).content.decode()


def test_the_same_file_is_attached_to_a_row_once(give: Attached, row: Row) -> None:
    give()
    assert "内容完全相同" in give("又一份.pdf")
    assert "已附上" in give(row=str(row.pk))


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("LARGEST", 1000, "没有附上；请缩小或拆分后再附"),
        ("MOST_OF_FORM", 1, "一张表最多附1份材料，现有1份"),
        ("LARGEST_OF_FORM", len(PDF) + 10, "一张表的材料合计最多"),
        ("LARGEST_OF_UNIT", len(PDF) + 10, "石门县医疗保障局2025年度的材料合计最多"),
    ],
)
def test_a_form_and_a_unit_hold_so_much_and_no_more(
    give: Attached, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    give()
    monkeypatch.setattr(keeping, limit, value)
    assert said in give("二.pdf", OTHER)
    assert Evidence.objects.count() == 1


def act(client: Client, draft: Filing, what: str, **fields: object) -> str:
    piece = Evidence.objects.latest("pk")
    return client.post(f"/filings/{draft.pk}/evidence/{piece.pk}/{what}", fields, follow=True).content.decode()


def test_what_was_never_handed_in_goes_with_its_file(
    as_: SignedIn, draft: Filing, give: Attached, django_capture_on_commit_callbacks: Committed
) -> None:
    give()
    path = Evidence.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        assert "已移除“签到表.pdf”" in act(as_("tianbao"), draft, "remove")
    assert not Evidence.objects.exists()
    assert not path.exists()
    assert "签到表.pdf（整张表" in Entry.objects.get(action="移除佐证材料").before


def test_a_file_that_another_row_has_as_well_stays(
    as_: SignedIn, draft: Filing, row: Row, give: Attached, django_capture_on_commit_callbacks: Committed
) -> None:
    give()
    give(row=str(row.pk))
    with django_capture_on_commit_callbacks(execute=True):
        act(as_("tianbao"), draft, "remove")
    assert Evidence.objects.get().path.exists()


def test_a_file_is_replaced_where_it_stood(as_: SignedIn, draft: Filing, row: Row, give: Attached) -> None:
    give(row=str(row.pk))
    said = act(as_("tianbao"), draft, "replace", files=SimpleUploadedFile("补.pdf", OTHER), note="")
    assert "已更换“签到表.pdf”" in said
    piece = Evidence.objects.get()
    assert (piece.name, piece.row, piece.note) == ("补.pdf", row.pk, "宣传活动签到表")
    assert "签到表.pdf" in Entry.objects.get(action="更换佐证材料").before


@pytest.fixture
def handed(draft: Filing, give: Attached, person: Callable[[str], Person]) -> Handover:
    """The form was handed in with one file, and returned."""
    give()
    keeping.freeze(draft, person("caiwu"))
    Filing.objects.filter(pk=draft.pk).update(state=State.RETURNED)
    return Handover.objects.get()


def test_what_reviewers_saw_stays_when_the_unit_changes_it(as_: SignedIn, draft: Filing, handed: Handover) -> None:
    act(as_("tianbao"), draft, "replace", files=SimpleUploadedFile("补.pdf", OTHER))
    [before] = handed.pieces.all()
    assert before.taken_off_at is not None
    page = as_("shenhe").get(f"/filings/{draft.pk}/evidence/").content.decode()
    assert "第1次提交时的材料" in page
    assert "后已移除" in page
    assert "上次提交后所附" in page
    assert as_("shenhe").get(f"/filings/{draft.pk}/evidence/{before.pk}").content == PDF
    assert verify().faults == ()


@pytest.mark.usefixtures("handed")
def test_each_handing_in_is_frozen_anew(draft: Filing, give: Attached, person: Callable[[str], Person]) -> None:
    give("二.pdf", OTHER)
    keeping.freeze(draft, person("caiwu"))
    assert [each.pieces.count() for each in Handover.objects.all()] == [1, 2]
    entry = Entry.objects.filter(action="封存佐证材料").first()
    assert entry is not None
    assert entry.after.startswith("第2次提交，2份；清单 SHA-256 ")


def test_handing_in_freezes_what_is_attached(as_: SignedIn, handed_in: Filing, here: None) -> None:  # noqa: ARG001 - quick
    Filing.objects.filter(pk=handed_in.pk).update(state=State.UNIT_REVIEW)
    unit = as_("liuquan")
    fields = {"row": "0", "note": "名册", "files": SimpleUploadedFile("名册.pdf", PDF)}
    assert may_write(Person.objects.get(username="liuquan"), Filing.objects.get(pk=handed_in.pk))
    unit.post(f"/filings/{handed_in.pk}/evidence/attach", fields)
    version = Filing.objects.get(pk=handed_in.pk).version
    unit.post(f"/filings/{handed_in.pk}/steps/submit", {"version": version})
    assert Filing.objects.get(pk=handed_in.pk).state == State.SUBMITTED
    assert [piece.name for piece in Handover.objects.get(filing=handed_in).pieces.all()] == ["名册.pdf"]


def test_a_form_handed_in_without_evidence_has_nothing_frozen(draft: Filing, person: Callable[[str], Person]) -> None:
    keeping.freeze(draft, person("caiwu"))
    assert not Handover.objects.exists()


@pytest.mark.usefixtures("here")
def test_nothing_is_changed_over_a_state_that_was_not_seen(draft: Filing, person: Callable[[str], Person]) -> None:
    Filing.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    with pytest.raises(keeping.NotAttachedError, match="已变为“已提交”"):
        keeping.attach(draft, person("tianbao"), [SimpleUploadedFile("a.pdf", PDF)], said="x")


def test_a_file_of_another_form_is_not_found(as_: SignedIn, draft: Filing, handed_in: Filing, give: Attached) -> None:
    give()
    number = Evidence.objects.get().pk
    assert as_("liuquan").get(f"/filings/{handed_in.pk}/evidence/{number}").status_code == 404
    assert as_("liuquan").get(f"/filings/{draft.pk}/evidence/{number}").status_code == 404
    for what in ("remove", "replace"):
        assert as_("shenhe").post(f"/filings/{draft.pk}/evidence/{number}/{what}").status_code == 403
        assert as_("liuquan").post(f"/filings/{draft.pk}/evidence/{number}/{what}").status_code == 404
        assert as_("tianbao").get(f"/filings/{draft.pk}/evidence/{number}/{what}").status_code == 405
    assert as_("tianbao").get(f"/filings/{draft.pk}/evidence/attach").status_code == 405
    assert as_("tianbao").post(f"/filings/{draft.pk}/evidence/").status_code == 405


def test_what_is_attached_twice_at_once_is_told_as_gone(as_: SignedIn, draft: Filing, handed: Handover) -> None:
    act(as_("tianbao"), draft, "remove")
    assert as_("tianbao").post(f"/filings/{draft.pk}/evidence/{Evidence.objects.get().pk}/remove").status_code == 404
    piece = Evidence.objects.get()
    piece.filing = Filing.objects.get(pk=draft.pk)
    with pytest.raises(keeping.NotAttachedError, match="已被移除"):
        keeping.take_off(piece, Person.objects.get(username="tianbao"))
    assert handed.pieces.count() == 1


def test_a_file_that_was_exchanged_on_the_disk_is_not_handed_out(
    as_: SignedIn, draft: Filing, give: Attached, capsys: pytest.CaptureFixture[str]
) -> None:
    give()
    piece = Evidence.objects.get()
    piece.path.write_bytes(OTHER)
    address = f"/filings/{draft.pk}/evidence/{piece.pk}"
    assert "与附上时的校验值不符" in as_("shenhe").get(address, follow=True).content.decode()
    assert "文件与校验值不符" in verify().faults[0]
    piece.path.unlink()
    assert "文件丢失" in as_("shenhe").get(address, follow=True).content.decode()
    assert "文件丢失" in verify().faults[0]
    assert told_evidence()
    assert "文件丢失" in capsys.readouterr().out


def test_what_was_exchanged_in_the_database_does_not_agree_with_the_log(
    handed: Handover, give: Attached, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not told_evidence()
    assert "佐证材料完整，共1份，封存的清单1份" in capsys.readouterr().out
    piece = handed.pieces.get()
    give("二.pdf", OTHER)
    other = Evidence.objects.latest("pk")
    Evidence.objects.filter(pk=piece.pk).update(digest=other.digest)
    assert [fault.rpartition("：")[2] for fault in verify().faults] == [
        "与操作日志中的记录不符，登记被改动过。",
        "《医保政策宣传（2025年度）》第1次提交的佐证材料清单与封存时不符，被改动过。",
    ]
