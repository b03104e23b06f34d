"""What is handed out: the official form, review papers, the annotated copy."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from re import sub
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.cell import MergedCell

from jixiao import pipeline
from jixiao.findings import Finding
from jixiao.scoring import DEFAULT_PACK, packs
from jixiao_web.cycles.models import Cycle, Project
from jixiao_web.cycles.opening import make_filing
from jixiao_web.downloads import making
from jixiao_web.downloads.outlook import outlook
from jixiao_web.filings.content import evaluation_of
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.settling import settled
from jixiao_web.people.models import Body, Person
from jixiao_web.trail.models import Entry

SignedIn = Callable[[str], Client]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_official_form_says_what_the_page_says(as_: SignedIn, draft: Filing, kind: str, tmp_path: Path) -> None:
    answer = as_("tianbao").get(f"/filings/{draft.pk}/form.{kind}")
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    file = tmp_path / f"form.{kind}"
    file.write_bytes(answer.content)
    [read] = pipeline.read(file).evaluations
    held = evaluation_of(draft)
    assert [(row.name, row.target, row.actual, row.score) for row in read.indicators] == [
        (row.name, row.target, row.actual, row.score) for row in held.indicators
    ]
    assert [(fund.label, fund.executed) for fund in read.funds] == [(fund.label, fund.executed) for fund in held.funds]
    assert Entry.objects.filter(action="导出", object_id=draft.pk, person_name="田小禾").exists()


@pytest.mark.parametrize(
    ("paper", "start"), [("recheck.xlsx", b"PK"), ("recheck.docx", b"PK"), ("opinion.docx", b"PK")]
)
def test_review_papers(as_: SignedIn, handed_in: Filing, paper: str, start: bytes) -> None:
    assert as_("shenhe").get(f"/filings/{handed_in.pk}/{paper}").content.startswith(start)


def test_a_score_entered_by_the_reviewer_stands_in_the_recheck_paper(
    as_: SignedIn, handed_in: Filing, tmp_path: Path
) -> None:
    city, url = as_("shenhe"), f"/filings/{handed_in.pk}"
    city.post(f"{url}/steps/open", {"version": handed_in.version})
    row = handed_in.rows.filter(part="indicators")[0]
    city.post(f"{url}/cell", {"address": f"indicators/{row.pk}/reviewed_score", "seen": "", "value": "1"})
    file = tmp_path / "recheck.xlsx"
    file.write_bytes(city.get(f"{url}/recheck.xlsx").content)
    sheet = load_workbook(file).worksheets[0]
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert any("复核人认定1分，按口径为" in text for text in texts)
    [read] = pipeline.read(file).evaluations
    assert [each.reviewed_score for each in read.indicators if each.name == row.values["name"]] == ["1"]
    reported = Decimal(row.values["score"])
    assert f"-{reported - 1:f}" in texts


def _signed(content: bytes) -> dict[str, str]:
    """The labels of a 复核表 with what stands right of each."""
    cells = [
        [str(cell.value) if cell.value is not None else "" for cell in line if not isinstance(cell, MergedCell)]
        for line in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
    ]
    return {label: value for line in cells for label, value in pairwise(line) if label}


def test_the_recheck_paper_is_signed_with_what_the_application_knows(as_: SignedIn, handed_in: Filing) -> None:
    city, url = as_("shenhe"), f"/filings/{handed_in.pk}"
    handed_in.head = {**handed_in.head, "project_code": ""}
    handed_in.save()
    city.post(f"{url}/steps/open", {"version": handed_in.version})
    row = handed_in.rows.filter(part="indicators")[0]
    city.post(f"{url}/cell", {"address": f"indicators/{row.pk}/reviewed_score", "seen": "", "value": "1"})
    before = _signed(city.get(f"{url}/recheck.xlsx").content)
    assert before["项目编码"] == handed_in.project.code
    assert not any(before[label] for label in ("复核人", "复核日期", "复核认定总分", "复核认定等级"))
    handed_in.refresh_from_db()
    city.post(f"{url}/steps/recheck", {"version": handed_in.version})
    done = _signed(city.get(f"{url}/recheck.xlsx").content)
    today = timezone.localdate()
    handed_in.refresh_from_db()
    settlement = settled(handed_in, handed_in.rows.all())
    assert settlement is not None
    total = settlement.words
    assert (done["复核人"], done["复核日期"]) == ("沈合", f"{today.year}年{today.month}月{today.day}日")
    assert (done["复核认定总分"], done["复核机构负责人"]) == (total, "")
    assert done["复核认定等级"] == packs[DEFAULT_PACK].grades.grade(Decimal(total))


def test_the_total_of_the_review_is_one_on_page_list_paper_and_interface(as_: SignedIn, handed_in: Filing) -> None:
    city, url = as_("shenhe"), f"/filings/{handed_in.pk}"
    rows = [row for row in handed_in.rows.filter(part="indicators") if row.values.get("score")]
    due = sum(Decimal(row.values.get("score") or 0) for row in handed_in.rows.filter(part__in=("indicators", "funds")))
    city.post(f"{url}/steps/open", {"version": handed_in.version})
    assert city.get(f"/api/v1{url}").json()["filing"]["reviewed_total"] is None
    city.post(f"{url}/cell", {"address": f"indicators/{rows[0].pk}/reviewed_score", "seen": "", "value": "1"})
    handed_in.refresh_from_db()
    city.post(f"{url}/steps/recheck", {"version": handed_in.version})
    total = f"{due - Decimal(rows[0].values['score']) + 1:f}"
    told = city.get(f"/api/v1{url}").json()["filing"]
    assert (told["reviewed_total"], told["rows_as_reported"]) == (total, len(rows) - 1)
    assert told in city.get("/api/v1/filings").json()["filings"]
    assert f">{total} <small>{len(rows) - 1}行按自评" in city.get(f"{url}/").content.decode()
    listed = city.get("/filings/").content.decode()
    assert f'title="其中{len(rows) - 1}行没有填复核得分，按自评得分计入">{total}<' in listed
    paper = city.get(f"{url}/recheck.xlsx").content
    assert _signed(paper)["复核认定总分"] == total
    texts = [str(cell.value) for line in load_workbook(BytesIO(paper)).worksheets[0].iter_rows() for cell in line]
    assert any(f"1行按认定的复核得分，复核人没有另行认定的{len(rows) - 1}行按自评得分计入" in text for text in texts)


def test_a_review_completed_without_a_score_lets_every_row_stand(as_: SignedIn, handed_in: Filing) -> None:
    city, url = as_("shenhe"), f"/filings/{handed_in.pk}"
    city.post(f"{url}/steps/open", {"version": handed_in.version})
    handed_in.refresh_from_db()
    assert settled(handed_in, handed_in.rows.all()) is None
    city.post(f"{url}/steps/recheck", {"version": handed_in.version})
    handed_in.refresh_from_db()
    settlement = settled(handed_in, handed_in.rows.all())
    assert settlement is not None
    assert (settlement.settled, settlement.words) == (0, handed_in.head["total_score"])
    assert _signed(city.get(f"{url}/recheck.xlsx").content)["复核认定总分"] == settlement.words


def test_the_annotated_copy_has_the_findings(as_: SignedIn, draft: Filing) -> None:
    answer = as_("shenhe").get(f"/filings/{draft.pk}/annotated")
    assert "%E6%89%B9%E6%B3%A8.docx" in answer.headers["Content-Disposition"]
    assert b"word/comments.xml" in answer.content


@pytest.mark.parametrize("path", ["form.exe", "secret.docx", "form."])
def test_nothing_else_is_handed_out(as_: SignedIn, draft: Filing, path: str) -> None:
    assert as_("tianbao").get(f"/filings/{draft.pk}/{path}").status_code == 404


def test_papers_name_no_place_of_the_page(as_: SignedIn, draft: Filing, tmp_path: Path) -> None:
    answer = as_("shenhe").get(f"/filings/{draft.pk}/opinion.docx")
    file = tmp_path / "opinion.docx"
    file.write_bytes(answer.content)
    with ZipFile(file) as package:
        assert "indicators" not in package.read("word/document.xml").decode()


@pytest.mark.parametrize("paper", ["recheck.docx", "opinion.pdf"])
def test_only_self_evaluations_have_review_papers(as_: SignedIn, draft: Filing, paper: str) -> None:
    Cycle.objects.filter(pk=draft.cycle_id).update(stage="target")
    answer = as_("tianbao").get(f"/filings/{draft.pk}/{paper}", follow=True)
    assert "自评表才有" in answer.content.decode()


@pytest.mark.parametrize(("title", "times"), [("2024年度宣传项目自评表", 0), ("2025年度宣传项目自评表", 1)])
def test_no_paper_bears_the_year_of_another_form(
    as_: SignedIn, draft: Filing, title: str, times: int, tmp_path: Path
) -> None:
    draft.head = {**draft.head, "title": title}
    draft.save()
    file = tmp_path / "form.docx"
    file.write_bytes(as_("tianbao").get(f"/filings/{draft.pk}/form.docx").content)
    with ZipFile(file) as package:
        assert package.read("word/document.xml").decode().count(title) == times


def _found(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return sorted((each.code, each.message) for each in findings)


def _all_forms(person: Callable[[str], Person], cycle: Cycle, body: Callable[[str], Body]) -> list[Filing]:
    """The forms of the demo, and the examples as they are adopted."""
    unit = body("石门县医疗保障局")
    for example in sorted(EXAMPLES.glob("t1*.txt")):
        for number, form in enumerate(pipeline.read(example).evaluations):
            project = Project.objects.create(body=unit, code=f"{example.stem}-{number}", name=form.project_name or "")
            make_filing(person("tianbao"), cycle, project, content=form)
    return list(Filing.objects.all())


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_found_in_the_downloaded_form_is_what_the_page_finds(
    person: Callable[[str], Person], cycle: Cycle, body: Callable[[str], Body], kind: str, tmp_path: Path
) -> None:
    file = tmp_path / f"form.{kind}"
    for filing in _all_forms(person, cycle, body):
        rows = list(filing.rows.filter(part="indicators"))
        for row in rows:
            row.values = {**row.values, "reviewed_score": "1", "deviation": "0"}
            row.save()
        file.write_bytes(making.form(filing, kind).content)
        found = [each for each in pipeline.audit(file).findings if not each.code.startswith("READ-")]
        page = [each for each in judge(filing).findings if not each.code.startswith("READ-")]
        assert _found(found) == _found(page), filing


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_rows_that_only_name_levels_count_neither_on_the_page_nor_in_the_file(
    as_: SignedIn, draft: Filing, kind: str, tmp_path: Path
) -> None:
    before = judge(draft)
    last = draft.rows.filter(part="indicators").last()
    assert last is not None
    for at, level2 in enumerate(("经济效益指标", "生态效益指标"), start=1):
        values = {"level1": "效益指标", "level2": level2, "name": ""}
        Row.objects.create(filing=draft, part="indicators", position=last.position + at, values=values)
    assert _found(judge(draft).findings) == _found(before.findings)
    file = tmp_path / f"form.{kind}"
    file.write_bytes(making.form(draft, kind).content)
    [read] = pipeline.read(file).evaluations
    table = as_("tianbao").get(f"/filings/{draft.pk}/").content.decode()
    filled = sum(1 for row in read.indicators if row.actual)
    assert f"<dd>{filled} / {len(read.indicators)}</dd>" in table
    told = as_("tianbao").get(f"/api/v1/filings/{draft.pk}").json()
    assert len(told["submission"]["evaluations"][0]["indicators"]) == len(read.indicators)
    assert [each["level2"] for each in told["unfilled"]] == ["经济效益指标", "生态效益指标"]
    blank = f"indicators/{told['unfilled'][0]['row']}/name"
    assert f'name="{blank}"' in table


def test_the_annotated_copy_says_what_the_page_says(
    person: Callable[[str], Person], cycle: Cycle, body: Callable[[str], Body], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Here without the processes of their own in which the copies of the other tests are made.
    monkeypatch.setattr(pipeline, "work", lambda task, files, *, jobs: [task(file) for file in files][:jobs])
    for filing in _all_forms(person, cycle, body):
        with ZipFile(BytesIO(making.annotated_copy(filing).content)) as package:
            said = "".join(
                unescape(sub(r"<[^>]+>", "", package.read(name).decode()))
                for name in package.namelist()
                if name in {"word/comments.xml", "word/document.xml"}
            )
        findings = judge(filing).findings
        assert all(each.message in said for each in findings), filing
        assert ("未发现问题" in said) == (not findings), filing


def test_the_annotated_copy_bears_what_the_unit_said(as_: SignedIn, draft: Filing) -> None:
    finding = next(each for each in judge(draft).findings if each.severity != "fatal")
    as_("tianbao").post(f"/filings/{draft.pk}/answers", {"key": finding.key, "reason": "合同约定次年验收。"})
    with ZipFile(BytesIO(making.annotated_copy(draft).content)) as package:
        assert "合同约定次年验收。" in package.read("word/comments.xml").decode()
    with ZipFile(BytesIO(making.opinion(draft, "docx").content)) as package:
        assert "合同约定次年验收。" in package.read("word/document.xml").decode()


def test_the_opinion_has_what_was_said_when_the_form_was_returned(as_: SignedIn, handed_in: Filing) -> None:
    city, unit, url = as_("shenhe"), as_("liuquan"), f"/filings/{handed_in.pk}"
    row = handed_in.rows.filter(part="indicators")[0]
    city.post(f"{url}/steps/open", {"version": handed_in.version})
    city.post(f"{url}/objections", {"address": f"indicators/{row.pk}/actual", "reason": "请附检查名册"})
    city.post(f"{url}/objections", {"address": "", "reason": "请补盖章件。"})
    assert "请附检查名册" not in _letter(handed_in)
    handed_in.refresh_from_db()
    city.post(f"{url}/steps/return", {"version": handed_in.version})
    unit.post(f"{url}/objections/{handed_in.objections.all()[0].pk}/reply", {"text": "名册已附后。"})
    said = _letter(handed_in)
    assert f"{row.values['name']} · 实际完成值（退回时填写“{row.values['actual']}”）：请附检查名册。" in said
    assert "你单位答复：名册已附后（" in said
    assert "【待填写：对上述答复是否采信及理由】" in said
    assert "2．整张表：请补盖章件。你单位尚未答复。" in said
    handed_in.objections.update(settled=True)
    assert "该意见已解决。" in _letter(handed_in)
    assert "是否采信" not in _letter(handed_in)


def test_the_score_of_the_reviewer_is_called_so_in_the_opinion(handed_in: Filing) -> None:
    assert "重算总分" in _letter(handed_in)
    row = handed_in.rows.filter(part="indicators")[0]
    row.values = {**row.values, "reviewed_score": "1"}
    row.save()
    said = _letter(handed_in)
    assert "复核得分" in said
    assert "复核等级" in said
    assert "重算总分" not in said


def _letter(filing: Filing) -> str:
    """The text of 审核意见."""
    with ZipFile(BytesIO(making.opinion(filing, "docx").content)) as package:
        return sub(r"<[^>]+>", "", package.read("word/document.xml").decode())


@pytest.fixture
def confirmed(handed_in: Filing) -> Filing:
    """A form that is to be published; a telephone number stands in it."""
    Filing.objects.filter(pk=handed_in.pk).update(
        state="confirmed", head={**handed_in.head, "remark": "如有疑问，请致电13912345678。"}
    )
    handed_in.refresh_from_db()
    return handed_in


def test_publishing_is_confirmed_where_findings_and_personal_data_are_shown(as_: SignedIn, confirmed: Filing) -> None:
    unit, url = as_("liuquan"), f"/filings/{confirmed.pk}"
    assert f'href="{url}/publication"' in unit.get(f"{url}/").content.decode()
    asked = unit.post(f"{url}/steps/publish", {"version": confirmed.version})
    assert asked.headers["Location"] == f"{url}/publication"
    confirmed.refresh_from_db()
    assert confirmed.state == "confirmed"
    page = unescape(unit.get(f"{url}/publication").content.decode())
    findings = judge(confirmed).findings
    assert findings
    assert all(each.message in page for each in findings)
    assert f'<a href="{url}/#c-head/remark">备注</a>：手机号码“13912345678”' in page
    assert "还没有公开" in unit.get(f"{url}/publication/package", follow=True).content.decode()
    fields = {"version": confirmed.version, "confirmed": "1", "back": f"{url}/publication"}
    assert "请重新核对后再确认公开" in unit.post(f"{url}/steps/publish", fields, follow=True).content.decode()
    fields["confirmed"] = outlook(confirmed).digest
    assert f'value="{fields["confirmed"]}"' in page
    after = unit.post(f"{url}/steps/publish", fields, follow=True).content.decode()
    assert "下载公开包" in after
    assert "确认公开" not in after


def test_personal_data_names_the_row_and_the_column_in_which_it_stands(confirmed: Filing) -> None:
    row, other = confirmed.rows.filter(part="indicators")[:2]
    row.values = {**row.values, "note": "见13912345678"}
    other.values = {**other.values, "name": "负责人：张三丰"}
    for each in (row, other):
        each.save()
    Row.objects.create(filing=confirmed, part="fields", position=1, values={"label": "联系人", "value": "李四光"})
    looked = outlook(confirmed)
    told = {(piece.address, piece.called, piece.text) for piece in (*looked.blanked, *looked.pointed_out)}
    assert (f"indicators/{row.pk}/note", f"{row.values['name']} · 偏差原因分析及改进措施", "13912345678") in told
    held = confirmed.rows.get(part="fields", values__label="联系人")
    assert (f"fields/{held.pk}/value", "联系人 · 内容", "李四光") in told


def test_what_is_confirmed_is_the_list_that_was_looked_at(confirmed: Filing) -> None:
    before = outlook(confirmed).digest
    assert outlook(confirmed).digest == before
    confirmed.head = {**confirmed.head, "remark": "如有疑问，请致电13912345679。"}
    assert outlook(confirmed).digest != before
    confirmed.head = {**confirmed.head, "remark": "如有疑问，请致电13912345678。"}
    found = outlook(confirmed).findings[0].finding
    person = confirmed.created_by
    confirmed.answers.create(key=found.key, code=found.code, message=found.message, reason="已核对", person=person)
    assert outlook(confirmed).digest != before


def test_the_package_has_the_form_without_personal_data(as_: SignedIn, confirmed: Filing) -> None:
    Filing.objects.filter(pk=confirmed.pk).update(state="published")
    answer = as_("shenji").get(f"/filings/{confirmed.pk}/publication/package")
    with ZipFile(BytesIO(answer.content)) as package:
        names = package.namelist()
        assert {Path(name).suffix for name in names if name.startswith("表/")} == {".docx", ".pdf", ".html"}
        texts = [package.read(name).decode() for name in names if name.endswith((".html", ".csv", ".json", ".txt"))]
    assert not any("13912345678" in text for text in texts)
    assert any("请致电■■■■■■■■■■■。" in text for text in texts)
    assert any("发布单位：柳泉县医疗保障局" in text for text in texts)
    assert Entry.objects.filter(action="导出", object_id=confirmed.pk, after__endswith="公开包.zip").exists()


def test_what_is_not_confirmed_has_nothing_to_publish(as_: SignedIn, draft: Filing) -> None:
    answer = as_("caiwu").get(f"/filings/{draft.pk}/publication", follow=True)
    assert "确定以后才能公开" in answer.content.decode()


def test_forms_are_not_published_many_at_once(as_: SignedIn, confirmed: Filing) -> None:
    assert as_("liuquan").post("/bulk", {"code": "publish", "filing": str(confirmed.pk)}).status_code == 404
