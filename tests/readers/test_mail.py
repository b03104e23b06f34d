"""Messages: body and attachments by their names, however these are written; and web pages saved as messages."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.documents import Paragraph, Table
from jixiao.places import Place
from jixiao.readers import mail
from jixiao.readers.contents import Member, RefusedError, Request

BOM = b"\xef\xbb\xbf"
HEAD = "From: 张 <a@b.cn>\nTo: c@d.cn\nSubject: 自评表\nMIME-Version: 1.0\n"


def members(content: bytes) -> list[Member]:
    return list(mail.members(content, Request()))


def named(content: bytes) -> dict[str, bytes]:
    """The files of a message by name, without what is only told of."""
    return {member.name: member.content for member in members(content) if member.omission is None}


def message(body: str = "附件请查收。") -> EmailMessage:
    result = EmailMessage()
    result["From"], result["To"], result["Subject"] = "a@b.cn", "c@d.cn", "绩效自评材料"
    result.set_content(body)
    return result


def parts(*texts: str, kind: str = "mixed") -> bytes:
    """A message of parts as written by programs that know no standard: Chinese in GBK bytes."""
    body = "".join(f"--B\n{text}\n" for text in texts)
    return f'{HEAD}Content-Type: multipart/{kind}; boundary="B"\n\n{body}--B--\n'.encode("gb18030")


def attached(header: str) -> str:
    return f"{header}\nContent-Transfer-Encoding: base64\n\nMTIz\n"


def test_the_body_and_every_attachment_are_members() -> None:
    sent = message("二、绩效指标完成情况")
    sent.add_attachment(b"123", maintype="application", subtype="msword", filename="县区自评表（甲县）.doc")
    assert named(sent.as_bytes()) == {
        "正文.txt": BOM + "二、绩效指标完成情况\n".encode(),
        "县区自评表（甲县）.doc": b"123",
    }


def test_a_covering_note_is_no_material_unless_it_is_all_there_is() -> None:
    sent = message("附件请查收。")
    assert list(named(sent.as_bytes())) == ["正文.txt"]
    sent.add_attachment(b"123", maintype="application", subtype="pdf", filename="表.pdf")
    note, table = members(sent.as_bytes())
    assert (table.name, table.omission) == ("表.pdf", None)
    assert note.omission is not None
    assert note.omission.text == "正文.txt：附件请查收。"
    assert "带有附件" in note.omission.why
    report = message("报告正文。" * 200)
    report.add_attachment(b"123", maintype="application", subtype="pdf", filename="表.pdf")
    assert list(named(report.as_bytes())) == ["正文.txt", "表.pdf"]


def test_of_a_covering_page_the_words_are_told_that_are_seen() -> None:
    page = f"<head><title>x</title></head><style>p {{}}</style><p>请查收&amp;审核</p>{'长' * 400}"
    note, _ = members(parts(f"Content-Type: text/html\n\n{page}", attached("Content-Type: application/pdf")))
    assert note.omission is not None
    assert note.omission.text == f"正文.html：请查收&审核 {'长' * 400}"[:300] + "……"


@pytest.mark.parametrize(
    "header",
    [
        'Content-Type: application/octet-stream; name="自评表.xls"',
        'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="自评表.xls"',
        'Content-Type: application/octet-stream; name="=?gb2312?B?19TGwLHtLnhscw==?="',
        'Content-Disposition: attachment;\n filename="=?utf-8?Q?=E8=87=AA=E8=AF=84?=\n =?utf-8?Q?=E8=A1=A8=2Exls?="',
        "Content-Disposition: attachment; filename*=UTF-8''%E8%87%AA%E8%AF%84%E8%A1%A8.xls",
        "Content-Disposition: attachment; filename*0*=gb2312''%D7%D4%C6; filename*1*=%C0%B1%ED.xls",
        'Content-Disposition: attachment; filename="%E8%87%AA%E8%AF%84%E8%A1%A8.xls"',
        'Content-Disposition: attachment; filename="C:\\\\报送\\\\自评表.xls"',
        'Content-Disposition: attachment; filename="../../自评表.xls"',
    ],
)
def test_the_name_of_an_attachment_is_read_however_it_is_written(header: str) -> None:
    assert named(parts(attached(header))) == {"自评表.xls": b"123"}
    assert named(parts(attached(header)).replace(b"\n", b"\r\n")) == {"自评表.xls": b"123"}


def test_a_name_that_cannot_be_decoded_stays_as_it_is() -> None:
    (found,) = members(parts(attached('Content-Disposition: attachment; filename="=?utf-8?B?abcde?=.xls"')))
    assert found.name.endswith(".xls")
    (other,) = members(parts(attached('Content-Type: a/b; name="=?x-none?Q?=D7=D4?=.doc"')))
    assert other.name == "自.doc"


def test_attachments_without_a_name_get_one_by_their_kind() -> None:
    content = parts(attached("Content-Type: application/pdf"), attached("Content-Type: application/x-unknown"))
    assert set(named(content)) == {"附件.pdf", "附件"}


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8", "", "x-none"])
def test_a_body_in_gbk_is_read_whatever_it_says(charset: str) -> None:
    content = parts(f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n正文有㎡和镕")
    assert named(content)["正文.txt"] == BOM + "正文有㎡和镕".encode()


def test_of_alternatives_the_page_is_taken_where_it_holds_a_table() -> None:
    sent = message("一\t二")
    sent.add_alternative("<table><tr><td>一</td></tr></table>", subtype="html")
    assert list(named(sent.as_bytes())) == ["正文.html"]
    sent = message("文")
    sent.add_alternative("<p>文</p>", subtype="html")
    assert list(named(sent.as_bytes())) == ["正文.txt"]
    sent = message(" ")
    sent.add_alternative("<p>文</p>", subtype="html")
    assert list(named(sent.as_bytes())) == ["正文.html"]


def test_a_single_alternative_and_an_empty_body() -> None:
    assert list(named(parts("Content-Type: text/html\n\n<p>一</p>", kind="alternative"))) == ["正文.html"]
    assert named(parts("Content-Type: text/plain\n\n  \n", "Content-Type: text/html\n\n<br>&nbsp;")) == {}


def test_ornaments_of_the_body_and_signatures_are_left_out_and_large_pictures_kept() -> None:
    sent = message()
    sent.add_related(b"x" * 500, maintype="image", subtype="png", cid="<logo>")
    sent.add_related(b"x" * 50_000, maintype="image", subtype="jpeg", cid="<form>", filename="自评表.jpg")
    note, logo, form = members(sent.as_bytes())
    assert note.omission is not None
    assert (form.name, form.omission) == ("自评表.jpg", None)
    assert logo.omission is not None
    assert logo.omission.text == "没有名称的图片（500 字节）"
    signed = parts(
        "Content-Type: text/plain\n\n文", attached("Content-Type: application/pkcs7-signature; name=smime.p7s")
    )
    assert list(named(signed)) == ["正文.txt"]


@pytest.mark.parametrize(
    ("header", "name", "why"),
    [
        ("Content-Type: application/ms-tnef", "winmail.dat", "winmail.dat"),
        ("Content-Type: application/octet-stream; name=WINMAIL.DAT", "WINMAIL.DAT", "winmail.dat"),
        ("Content-Type: application/pkcs7-mime; name=smime.p7m", "smime.p7m", "加密"),
        ("Content-Type: application/pgp-encrypted", "加密的内容", "加密"),
    ],
)
def test_what_cannot_be_opened_is_told_of(header: str, name: str, why: str) -> None:
    (found,) = members(parts(attached(header)))
    assert found.name == name
    assert why in (found.refusal or "")


def test_a_body_that_is_no_text_is_told_of() -> None:
    content = HEAD.encode() + b"Content-Type: text/plain; charset=gbk\n\n" + b"\x81\xff" * 400
    (found,) = members(content)
    assert "不是可识别的" in (found.refusal or "")


def test_a_forwarded_message_is_like_a_folder() -> None:
    inner = message("内")
    inner.add_attachment(b"1", maintype="application", subtype="pdf", filename="表.pdf")
    outer = message("外")
    outer.add_attachment(inner)
    assert list(named(outer.as_bytes())) == ["绩效自评材料.eml/表.pdf"]


def test_messages_in_one_another_without_end_are_told_of() -> None:
    sent = message()
    for _ in range(6):
        outer = message()
        outer.add_attachment(sent)
        sent = outer
    found = members(sent.as_bytes())
    assert found[-1].name.count(".eml") == 4
    assert "层数太多" in (found[-1].refusal or "")


def test_parts_in_one_another_without_end_are_refused() -> None:
    nested = HEAD + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(400))
    with pytest.raises(RefusedError, match="套得太多"):
        members(nested.encode())
    assert len(members(nested.replace("multipart/mixed", "text/plain", 150).encode())) <= 1


def test_a_multipart_without_parts_is_text() -> None:
    assert list(named(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n绩效自评".encode())) == ["正文.txt"]


@pytest.mark.parametrize(
    ("content", "is_mail", "is_archive"),
    [
        (b"From: a\nTo: b\nSubject: c\n\nx", True, False),
        (b"From a@b Mon Jan 1\nReceived: from x\n\tby y\nMessage-ID: <1>\nDate: x\n\n", True, False),
        (BOM + b"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", False, True),
        (
            b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n",
            True,
            True,
        ),
        (b"To: b\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", True, False),
        ("项目名称: 宣传\n主管部门: 医保局\n".encode(), False, False),
        (b"Name: x\nWeight: 10\nScore: 10\n", False, False),
        (b"From: a\nTo: b\nno header\nSubject: c\n", False, False),
        (b"", False, False),
        (b"\n\n", False, False),
    ],
)
def test_messages_and_web_archives_are_known_by_their_headers(content: bytes, is_mail: bool, is_archive: bool) -> None:  # noqa: FBT001 - a column of the table
    assert mail.looks_like_mail(content) == is_mail
    assert mail.looks_like_web_archive(content) == is_archive


def archive(*pages: str) -> bytes:
    body = "".join(
        f"--B\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n{page}\n" for page in pages
    )
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n'
    return f"{head}{body}--B\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n".encode(
        "gb18030"
    )


def test_every_page_of_a_web_archive_is_read_and_counted_on() -> None:
    frames = "<frameset><frame src=a></frameset>"
    sheet = "<p>{0}</p><pre>{0}\t1\n{0}\t2</pre><table><tr><td>{0}<td>1<tr><td>2<td>3</table>"
    content = mail.read_web_archive(archive(frames, sheet.format("甲"), sheet.format("乙")), Request())
    assert [block.place for block in content.blocks if isinstance(block, Paragraph)] == [
        Place(paragraph=1),
        Place(paragraph=4),
    ]
    tables = [block for block in content.blocks if isinstance(block, Table) and block.fidelity == "grid"]
    assert [table.cells[0].text for table in tables] == ["甲", "乙"]
    assert [table.cells[3].place for table in tables] == [
        Place(table=1, row=2, column=2),
        Place(table=2, row=2, column=2),
    ]
    assert content.reader == "webpage"


def test_a_web_archive_without_a_page_to_read_is_refused() -> None:
    with pytest.raises(RefusedError, match="里面没有网页"):
        mail.read_web_archive(archive(), Request())
    with pytest.raises(RefusedError, match="框架"):
        mail.read_web_archive(archive("<frameset><frame src=a></frameset>"), Request())


@given(st.text(alphabet="abfilename*=0'%\"\\;=?gbkBQ 表\n\t-/", max_size=60))
def test_any_header_is_taken(header: str) -> None:
    for field in ("Content-Disposition: attachment; filename", "Content-Type: multipart/mixed; boundary"):
        for member in members(f"{HEAD}{field}{header}\n\nx".encode()):
            assert member.name


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_apart(content: bytes) -> None:
    mail.looks_like_mail(content)
    mail.looks_like_web_archive(content)
    members(HEAD.encode() + content)


def test_a_message_of_more_parts_than_anybody_sends_is_refused_before_it_is_parsed() -> None:
    head = b"From: a@b.c\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    with pytest.raises(RefusedError, match="超过 10000 个部分"):
        list(mail.members(head + b"--b\r\n\r\nx\r\n" * 10_001, Request()))
