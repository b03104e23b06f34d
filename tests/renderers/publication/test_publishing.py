"""The published package: forms, twin, checksums, the page that explains it, and no personal data that nobody decided about."""

import hashlib
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.model import Evaluation, Field, Narrative, Passage, Submission, submission_from_bytes
from jixiao.papers import Line, Paper
from jixiao.places import Place, Source
from jixiao.renderers.publication import About
from jixiao.renderers.publication.publishing import (
    Decision,
    Drawn,
    UnknownPieceError,
    decide,
    looked_through,
    publication,
)
from jixiao.results import Audited
from tests.model.submissions import SUBMISSIONS
from tests.renderers.publication.data_packages import faults

PHONE = "13900001234"
ABOUT = About(
    title="青崖市医疗保障局绩效自评",
    publisher="青崖市医疗保障局",
    created="2024-03-01",
    licenses=({"name": "CC-BY-4.0"},),
)


def submission(**more: object) -> Submission:
    form = Evaluation(
        project_name="医保政策宣传",
        year=2023,
        implementer="青崖市医疗保障事务中心",
        total_score="95",
        fields=(
            Field(label="联系人", value="陈静", place=Place(line=9)),
            Field(label="办公电话", value="0000-2345678"),
        ),
    )
    source = Source(name="/home/chenjing/上报/自评表.docx", sha256="0" * 64, media_type="", reader="word")
    plain = Submission(source=source, evaluations=(form,), narrative=Narrative(text=(Passage(text=f"电话{PHONE}。"),)))
    return msgspec.structs.replace(plain, **more)


def draw(submission: Submission) -> Drawn:
    lines = [Line(text=passage.text) for passage in submission.narrative.text]
    lines += [Line(text=f"{field.label}：{field.value}") for each in submission.evaluations for field in each.fields]
    remarks = ("没有写入备注。",) if submission.evaluations else ()
    return Drawn(papers=(Paper(name="表", blocks=tuple(lines)),), remarks=remarks)


def plain(papers: Sequence[Paper]) -> bytes:
    return "\n".join(block.text for paper in papers for block in paper.blocks if isinstance(block, Line)).encode()


def made(submissions: Sequence[Submission], decision: Decision, about: About = ABOUT) -> dict[str, bytes]:
    return publication(submissions, about, decision, draw, {"txt": plain})


def test_the_package_holds_forms_twin_page_and_checksums() -> None:
    pieces = looked_through([submission()])
    assert sorted(piece.kind.value for piece in pieces) == ["contact", "landline", "mobile"]
    files = made([submission()], decide(pieces, {}, redact=True))
    assert {"表/001-自评表.txt", "数据/datapackage.json", "数据/data/funds.csv", "数据/json/001.json"} < set(files)
    twin = {name.removeprefix("数据/"): content for name, content in files.items() if name.startswith("数据/")}
    assert faults(twin) == []
    sums = dict(line.split("  ", 1)[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    told = files["说明.txt"].decode("utf-8-sig")
    assert told.startswith("青崖市医疗保障局绩效自评\r\n")
    for part in (
        "发布单位：青崖市医疗保障局",
        "发布日期：2024-03-01",
        "许可协议：CC-BY-4.0",
        "1. 医保政策宣传，绩效自评表，2023年度，青崖市医疗保障事务中心，总分95，第1个文件",
        "001-自评表　没有写入备注。",
        "联系人等姓名，第1个文件“医保政策宣传”（原文第9行）“联系人”",
    ):
        assert part in told


def test_what_is_blanked_is_in_no_file() -> None:
    files = made([submission()], decide(looked_through([submission()]), {}, redact=True))
    for name, content in files.items():
        for word in ("陈静", PHONE, "2345678", "chenjing", "/home"):
            assert word not in content.decode("utf-8", "replace"), name
    assert "以下" in files["说明.txt"].decode("utf-8-sig")
    assert "联系人：■■" in files["表/001-自评表.txt"].decode()


def test_what_is_kept_is_told_with_its_reason() -> None:
    pieces = looked_through([submission()])
    office = next(piece for piece in pieces if piece.kind == "landline")
    decision = decide(pieces, {office.key: "对外公开的办公电话"}, redact=True)
    files = made([submission()], decision)
    assert "0000-2345678" in files["数据/data/fields.csv"].decode()
    told = files["说明.txt"].decode("utf-8-sig")
    assert "以下1处经核定予以保留" in told
    assert "理由：对外公开的办公电话" in told
    assert "陈静" not in told


def test_a_kind_may_be_kept_as_a_whole() -> None:
    pieces = looked_through([submission()])
    decision = decide(pieces, {"mobile": "公开", "contact": "公开", "landline": "公开"}, redact=False)
    assert {piece.kind for piece, _ in decision.kept} == {"mobile", "contact", "landline"}
    assert {piece.kind for piece in decision.standing} == {piece.kind for piece in pieces} - {
        "mobile",
        "contact",
        "landline",
    }


def test_undecided_data_refuses_the_package() -> None:
    decision = decide(looked_through([submission()]), {}, redact=False)
    assert decision.standing
    with pytest.raises(ValueError, match="undecided"):
        made([submission()], decision)


@pytest.mark.parametrize("word", ["mobile/000000", "phone", "contact/"])
def test_a_mistyped_decision_is_no_decision(word: str) -> None:
    with pytest.raises(UnknownPieceError, match=word):
        decide(looked_through([submission()]), {word: "理由"}, redact=True)


def test_a_package_without_personal_data_says_so(audited: Audited) -> None:
    files = made([audited.submission], decide(looked_through([audited.submission]), {}, redact=False), About())
    told = files["说明.txt"].decode("utf-8-sig")
    assert "没有发现" in told
    assert "发布单位" not in told
    assert "发布日期" not in told


def test_the_page_brings_in_nothing_personal_of_its_own() -> None:
    decision = decide(looked_through([submission()]), {"mobile": "公开"}, redact=True)
    about = About(title=f"自评表（电话{PHONE}。联系人：王芳）", publisher="某局 wang@example.cn")
    told = made([submission()], decision, about)["说明.txt"].decode("utf-8-sig")
    assert told.startswith(f"自评表（电话{PHONE}。联系人：■■）\r\n")
    assert "发布单位：某局 ■■■" in told
    assert "@" not in told


def test_what_the_program_remarked_on_the_reading_stays_out(audited: Audited) -> None:
    noted = msgspec.structs.replace(audited.submission, problems=audited.findings)
    files = made([noted], Decision())
    assert submission_from_bytes(files["数据/json/001.json"]).problems == ()


def test_files_of_one_name_stand_apart_and_hard_names_are_made_easy() -> None:
    names = ["a.docx", "a.docx", '甲"<|>?*.docx', "长" * 100 + ".docx", ".docx"]
    source = submission().source
    several = [Submission(source=msgspec.structs.replace(source, name=name)) for name in names]
    files = made(several, Decision())
    forms = sorted(name for name in files if name.startswith("表/"))
    assert forms == [
        "表/001-a.txt",
        "表/002-a.txt",
        "表/003-甲______.txt",
        f"表/004-{'长' * 60}.txt",
        "表/005-docx.txt",
    ]
    assert "没有识别出绩效表。" in files["说明.txt"].decode("utf-8-sig")


@settings(max_examples=40)
@given(
    st.lists(SUBMISSIONS, min_size=1, max_size=2), st.sampled_from([f"电话{PHONE}", "联系人：陈静", "chen@example.cn"])
)
def test_no_package_is_made_in_which_personal_data_stands(several: list[Submission], told: str) -> None:
    first = several[0]
    first = msgspec.structs.replace(first, narrative=Narrative(text=(*first.narrative.text, Passage(text=told))))
    several = [first, *several[1:]]
    decision = decide(looked_through(several), {}, redact=True)
    files = made(several, decision)
    assert files == made(several, decision)
    clean = [submission_from_bytes(files[f"数据/json/{number:03}.json"]) for number in range(1, len(several) + 1)]
    assert looked_through(clean) == ()


def signed() -> Submission:
    leader, text = Field(label="单位负责人签字", value="陈静"), "项目负责人（签字）：王小明　日期：2024年3月1日"
    form = Evaluation(project_name="医保政策宣传", fields=(leader,))
    return submission(
        evaluations=(form,),
        narrative=Narrative(text=(Passage(text=text),)),
        source=Source(name="自评表.docx", sha256="0" * 64, media_type="", reader="word"),
    )


def test_names_of_those_who_sign_are_pointed_out_and_left_as_they_are() -> None:
    decision = decide(looked_through([signed()]), {}, redact=True)
    assert [piece.text for piece in decision.pointed_out] == ["陈静", "王小明"]
    assert decision == Decision(pointed_out=decision.pointed_out)
    files = made([signed()], decision)
    told = files["说明.txt"].decode("utf-8-sig")
    assert "以下2处为负责人、签字人姓名，按职务公开：" in told
    assert "陈静" not in told
    assert "陈静" in files["数据/data/fields.csv"].decode()


def test_names_of_those_who_sign_are_blanked_where_that_is_asked_for() -> None:
    pieces = looked_through([signed()])
    one = decide(pieces, {}, redact=False, masked=[pieces[0].key])
    assert ([piece.text for piece in one.blanked], [piece.text for piece in one.pointed_out]) == (["陈静"], ["王小明"])
    files = made([signed()], decide(pieces, {}, redact=False, masked=["signature"]))
    assert not any(name.encode() in content for content in files.values() for name in ("陈静", "王小明"))


def test_a_key_to_be_blanked_that_means_nothing_is_no_decision() -> None:
    with pytest.raises(UnknownPieceError, match="signature/000000"):
        decide(looked_through([signed()]), {}, redact=False, masked=["signature/000000"])
