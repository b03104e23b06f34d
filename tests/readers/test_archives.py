"""Archives: every file in them by its own name, and nothing of what a hostile one tries."""

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.readers import archives
from jixiao.readers.bundles import path_of
from jixiao.readers.contents import Limits, Member, RefusedError, Request

AES, UTF8, LOCKED = 99, 0x800, 1
PASSWORD = "密码"  # noqa: S105 - opens nothing but what the tests lock


def members(content: bytes, request: Request = Request()) -> list[Member]:  # noqa: B008 - a Request is immutable
    return list(archives.members(content, request))


def named(content: bytes, request: Request = Request()) -> dict[str, bytes]:  # noqa: B008 - a Request is immutable
    return {member.name: member.content for member in members(content, request)}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_zip(
    *files: tuple[bytes, bytes], flag: int = 0, method: int = 0, extra: bytes = b"", claimed: int | None = None
) -> bytes:
    """A zip byte by byte, as programs write it that know no UTF-8; it may claim another number of members than it has."""
    body, directory = bytearray(), bytearray()
    for name, data in files:
        sizes = struct.pack("<IIIHH", zlib.crc32(data), len(data), len(data), len(name), len(extra))
        head = struct.pack("<HHHHH", 20, flag, method, 0, 33) + sizes
        entry = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + entry + name + extra
        body += b"PK\3\4" + head + name + extra + data
    count = (len(files) if claimed is None else claimed) & 0xFFFF
    return (
        bytes(body + directory) + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    )


def locked_zip(name: str, data: bytes, password: bytes) -> bytes:
    """A zip under the traditional encryption, which the standard library reads but does not write."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = [_crc_of(byte) for byte in range(256)]

    def update(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 0xFF] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 0xFF] ^ (keys[2] >> 8)

    def encrypted(content: bytes) -> bytes:
        out = bytearray()
        for byte in content:
            mixed = keys[2] | 2
            out.append(byte ^ (((mixed * (mixed ^ 1)) >> 8) & 0xFF))
            update(byte)
        return bytes(out)

    for byte in password:
        update(byte)
    crc = zlib.crc32(data)
    packed = encrypted(bytes(11) + bytes([crc >> 24]) + data)
    raw = name.encode()
    sizes = struct.pack("<IIIHH", crc, len(packed), len(data), len(raw), 0)
    head = struct.pack("<HHHHH", 20, UTF8 | LOCKED, 0, 0, 33) + sizes
    body = b"PK\3\4" + head + raw + packed
    directory = b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(body), 0)


def _crc_of(byte: int) -> int:
    value = byte
    for _ in range(8):
        value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
    return value


def tarred(*infos: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(
        fileobj=out, mode="w", encoding="utf-8", errors="surrogateescape", format=tarfile.GNU_FORMAT
    ) as archive:
        for info, content in infos:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


NAME = "县区/甲县/自评表（2023）.docx"


class TestNames:
    @pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
    def test_names_without_a_flag_are_read_in_the_encoding_that_all_of_them_fit(self, encoding: str) -> None:
        content = raw_zip((NAME.encode(encoding), b"1"), ("乙.txt".encode(encoding), b"2"))
        assert named(content) == {NAME: b"1", "乙.txt": b"2"}

    def test_names_said_to_be_utf8_are(self) -> None:
        assert named(raw_zip((NAME.encode(), b"1"), flag=UTF8)) == {NAME: b"1"}

    def test_a_name_in_utf8_beside_the_other_is_believed_if_it_belongs_to_it(self) -> None:
        raw = b"????.txt"
        body = b"\1" + struct.pack("<I", zlib.crc32(raw)) + "甲县.txt".encode()
        field = struct.pack("<HH", 0x7075, len(body)) + body
        other = struct.pack("<HHH", 0x5455, 2, 0)
        assert set(named(raw_zip((raw, b"1"), extra=other + field))) == {"甲县.txt"}
        assert set(named(raw_zip((b"!!!!.txt", b"1"), extra=field))) == {"!!!!.txt"}

    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("../../etc/passwd", "etc/passwd"),
            ("/abs/a.txt", "abs/a.txt"),
            ("C:\\窗口\\a.txt", "窗口/a.txt"),
            ("a/C:/..\\b.txt", "a/b.txt"),
            ("a\0b\x07\u202e.txt", "ab.txt"),
            ("./a//b.txt", "a/b.txt"),
            (" 甲 / 表.txt ", "甲/表.txt"),
            ("...", "未命名"),
            ("", "未命名"),
            ("长" * 300 + ".docx", "长" * 108 + ".docx"),
            ("长" * 300, "长" * 120),
        ],
    )
    def test_a_path_leads_nowhere_outside(self, name: str, path: str) -> None:
        assert path_of(name) == path

    @given(st.text())
    def test_no_name_leads_outside(self, name: str) -> None:
        parts = path_of(name).split("/")
        assert all(part.strip(" .") and not part.startswith("\\") and "\0" not in part for part in parts)

    def test_what_systems_leave_behind_is_left_out(self) -> None:
        litter = ["__MACOSX/._表.docx", "a/._表.docx", ".DS_Store", "a/Thumbs.db", "desktop.ini", "~$表.docx", "空/"]
        assert named(zipped(dict.fromkeys(litter, b"x") | {"a/表.docx": b"1"})) == {"a/表.docx": b"1"}

    def test_members_of_one_name_are_told_apart(self) -> None:
        content = raw_zip((b"a/x.txt", b"1"), (b"a/x.txt", b"2"), (b"a\\x.txt", b"3"))
        assert named(content) == {"a/x.txt": b"1", "a/x (2).txt": b"2", "a/x (3).txt": b"3"}


class TestNesting:
    def test_archives_within_archives_are_taken_apart(self) -> None:
        inner = zipped({"表.txt": b"1", "深.tar": tarred((entry("底.txt"), b"2"))})
        content = zipped({"甲县.zip": inner, "乙.txt": b"3"})
        assert named(content) == {"甲县.zip/表.txt": b"1", "甲县.zip/深.tar/底.txt": b"2", "乙.txt": b"3"}

    def test_a_message_within_an_archive_is_taken_apart(self) -> None:
        mail = b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/plain\n\nbody\n"
        assert list(named(zipped({"报送.eml": mail}))) == ["报送.eml/正文.txt"]

    def test_word_and_excel_files_are_not_taken_apart(self) -> None:
        book = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
        assert named(zipped({"表.docx": book})) == {"表.docx": book}

    def test_a_broken_archive_inside_is_left_to_the_reader_that_tells_of_it(self) -> None:
        broken = zipped({"表.txt": b"1"})[:30]
        assert named(zipped({"坏.zip": broken, "好.txt": b"2"})) == {"坏.zip": broken, "好.txt": b"2"}

    def test_a_broken_member_of_an_archive_inside_is_told_of(self) -> None:
        content = zipped({"坏.gz": gzip.compress(b"x" * 100)[:-6] + b"wrong!", "好.txt": b"2"})
        told = {member.name: member.refusal for member in members(content)}
        assert told["好.txt"] is None
        assert "损坏" in (told["坏.gz"] or "")

    def test_archives_in_one_another_without_end_are_told_of(self) -> None:
        content = zipped({"底.txt": b"1"})
        for _ in range(6):
            content = zipped({"内.zip": content})
        (found,) = members(content)
        assert found.name == "内.zip/内.zip/内.zip/内.zip"
        assert "超过 4 层" in (found.refusal or "")


class TestPasswords:
    CONTENT = locked_zip("表.txt", "内容".encode(), PASSWORD.encode("gb18030"))

    def test_a_locked_member_asks_for_the_password(self) -> None:
        (found,) = members(self.CONTENT)
        assert found.refusal == "已加密；请用 --password-file 给出写有密码的文件后重试。"

    def test_the_right_password_opens_in_whatever_encoding_it_was_set(self) -> None:
        assert named(self.CONTENT, Request(password=PASSWORD)) == {"表.txt": "内容".encode()}
        assert named(locked_zip("表.txt", b"x", PASSWORD.encode()), Request(password=PASSWORD)) == {"表.txt": b"x"}

    def test_a_wrong_password_is_told_even_where_it_passes_the_first_test(self) -> None:
        for attempt in range(300):
            (found,) = members(self.CONTENT, Request(password=f"p{attempt}"))
            assert "所给的密码打不开" in (found.refusal or "")

    def test_what_cannot_be_opened_says_what_to_do(self) -> None:
        (aes,) = members(raw_zip((b"a.txt", b"1"), flag=LOCKED, method=AES))
        assert "AES" in (aes.refusal or "")
        (unknown,) = members(raw_zip((b"a.txt", b"1"), method=97))
        assert "压缩方法" in (unknown.refusal or "")

    def test_a_damaged_member_leaves_the_others(self) -> None:
        content = raw_zip((b"a.txt", b"aaaa"), (b"b.txt", b"bbbb"))
        found = members(content.replace(b"aaaa", b"aaxa", 1))
        assert "损坏" in (found[0].refusal or "")
        assert found[1].content == b"bbbb"


class TestTar:
    def test_files_are_taken_out_and_links_told_of(self) -> None:
        content = tarred(
            (entry(NAME), b"1"),
            (entry("夹", tarfile.DIRTYPE), b""),
            (entry("链.txt", tarfile.SYMTYPE, "/etc/passwd"), b""),
            (entry("硬.txt", tarfile.LNKTYPE, NAME), b""),
            (entry("管", tarfile.FIFOTYPE), b""),
            (entry("../../a/._x"), b"x"),
            (entry("../上.txt"), b"2"),
        )
        found = members(content)
        assert [(member.name, member.content) for member in found if not member.refusal] == [
            (NAME, b"1"),
            ("上.txt", b"2"),
        ]
        assert [member.name for member in found if member.refusal] == ["链.txt", "硬.txt", "管"]
        assert members(gzip.compress(content)) == found

    def test_names_in_gbk_are_read(self) -> None:
        raw = NAME.encode("gb18030").decode("utf-8", "surrogateescape")
        assert named(tarred((entry(raw), b"1"))) == {NAME: b"1"}

    def test_a_cut_archive_gives_what_it_has_and_then_refuses(self) -> None:
        content = tarred((entry("a.txt"), b"1"), (entry("b.txt"), b"2" * 5000))
        found = archives.members(content[:2048], Request())
        assert next(found).name == "a.txt"
        with pytest.raises(RefusedError, match="损坏"):
            list(found)

    def test_a_sparse_file_is_not_filled_with_zeros(self) -> None:
        info = entry("稀.txt", tarfile.GNUTYPE_SPARSE)
        header = bytearray(tarred((info, b"x" * 512))[:1024])
        header[386:398], header[398:410] = b"%011o\0" % 0, b"%011o\0" % 512
        header[483:495] = b"%011o\0" % (1 << 32)
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header[:512])
        with pytest.raises(RefusedError, match="大得不合常理"):
            members(bytes(header) + bytes(1024))

    def test_too_many_members_are_refused(self) -> None:
        with pytest.raises(RefusedError, match="大得不合常理"):
            members(
                tarred(*((entry("夹", tarfile.DIRTYPE), b"") for _ in range(12))), Request(limits=Limits(members=10))
            )


class TestGzip:
    def test_the_name_in_its_head_is_taken(self) -> None:
        head = b"\x1f\x8b\x08\x08" + bytes(6) + "夹/自评表.txt".encode("gb18030") + b"\0"
        body = gzip.compress(b"abc", mtime=0)[10:]
        assert named(head + body) == {"自评表.txt": b"abc"}
        assert named(gzip.compress(b"a") + gzip.compress(b"b")) == {"未命名": b"ab"}

    @pytest.mark.parametrize("cut", [11, 15, -4])
    def test_a_cut_file_is_refused(self, cut: int) -> None:
        with pytest.raises(RefusedError, match="损坏"):
            members(gzip.compress(b"abc" * 100)[:cut])


class TestLimits:
    def test_a_bomb_is_refused_before_it_has_burst(self) -> None:
        for content in (zipped({"a.txt": bytes(20_000_000)}), gzip.compress(bytes(20_000_000))):
            with pytest.raises(RefusedError, match="大得不合常理"):
                members(content)

    def test_a_bomb_inside_ends_the_whole_archive(self) -> None:
        content = zipped({"好.txt": b"1", "弹.zip": zipped({"a.txt": bytes(20_000_000)}), "后.txt": b"2"})
        found = archives.members(content, Request())
        assert next(found).name == "好.txt"
        with pytest.raises(RefusedError, match="大得不合常理"):
            list(found)

    def test_all_levels_together_may_hold_only_so_much(self) -> None:
        noise = random.Random(1).randbytes(60_000)  # noqa: S311 - noise that does not shrink
        content = zipped({f"{number}.zip": zipped({"a.bin": noise}) for number in range(3)})
        with pytest.raises(RefusedError, match=r"解开后超过 300000 字节|大得不合常理"):
            members(content, Request(limits=Limits(unpacked=300_000)))

    def test_all_levels_together_may_have_only_so_many_members(self) -> None:
        inner = zipped({f"{number}.txt": b"x" for number in range(8)})
        with pytest.raises(RefusedError, match="里的文件超过 10 个"):
            members(zipped({"a.zip": inner, "b.zip": inner}), Request(limits=Limits(members=10)))

    @pytest.mark.parametrize("claimed", [None, 3])
    def test_a_directory_of_many_members_is_not_read(self, claimed: int | None) -> None:
        content = raw_zip(*((b"f%06d" % number, b"") for number in range(60_000)), claimed=claimed)
        with pytest.raises(RefusedError, match="内含文件超过"):
            members(content)

    def test_members_that_share_their_bytes_are_refused(self) -> None:
        content = bytearray(raw_zip((b"a.txt", b"x" * 100), (b"b.txt", b"y" * 100)))
        second = content.rfind(b"PK\1\2")
        content[second + 42 : second + 46] = struct.pack("<I", 10)
        with pytest.raises(RefusedError, match="重叠"):
            members(bytes(content))

    @given(st.binary(max_size=200), st.sampled_from([b"", b"PK\3\4", b"\x1f\x8b\x08", b"PK\5\6"]))
    def test_any_bytes_are_taken_apart_or_refused(self, content: bytes, start: bytes) -> None:
        try:
            members(start + content)
        except RefusedError as error:
            message = str(error)
            assert message.endswith("。")

    @given(st.integers(0, 700), st.binary(min_size=1, max_size=4))
    def test_a_damaged_archive_is_taken_apart_or_refused(self, at: int, change: bytes) -> None:
        content = raw_zip((NAME.encode("gbk"), b"abc" * 20), ("乙.txt".encode(), b"1"))
        packed = tarred((entry(NAME), b"1"), (entry("乙.txt"), b"2"))
        for archive in (content, packed):
            place = at % len(archive)
            try:
                members(archive[:place] + change + archive[place + len(change) :])
            except RefusedError:
                continue
