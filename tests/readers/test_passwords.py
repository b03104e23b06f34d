import hashlib
import io
import re
import struct
import zipfile
from functools import cache

import msoffcrypto
import olefile
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from jixiao.readers import UnreadableFileError, passwords, read_bytes
from jixiao.readers.contents import RefusedError, Request
from jixiao.readers.passwords import opened
from tests.hostile.compound import compound
from tests.hostile.kinds import SOUND
from tests.hostile.packing import unpacked

ASKING = re.compile(r"是加密的 (Word|Excel|Office) 文件；请用 --password-file 给出写有密码的文件后重试。")
WRONG = re.compile(r"是加密的 (Word|Excel|Office) 文件，所给的密码不对；.*。")
BEYOND = re.compile(r"是加密的 (Word|Excel|Office) 文件，但加密信息已损坏，.*。")


def given(password: str | None) -> Request:
    return Request(password=password)


def told(content: bytes, password: str | None = None) -> str:
    with pytest.raises(RefusedError) as refused:
        opened(content, given(password))
    return str(refused.value)


@cache
def sealed(kind: str, password: str) -> bytes:
    """A sound file with a password: packages as Office does today, old workbooks as Excel 97 did."""
    if kind == "xls":
        return sealed_workbook(SOUND["xls"], password)
    result = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(SOUND[kind])).encrypt(password, result)
    return result.getvalue()


def _md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def sealed_workbook(content: bytes, password: str) -> bytes:
    """Encrypt a workbook by RC4 with a key of 40 bits, as MS-XLS 2.2.10 and MS-OFFCRYPTO 2.3.6 describe it."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))

    def cipher(block: int, text: bytes) -> bytes:
        shortened = _md5(password.encode("utf-16-le"))[:5]
        repeated = _md5((shortened + salt) * 16)[:5]
        key = _md5(repeated + struct.pack("<I", block))
        return Cipher(ARC4(key), mode=None).encryptor().update(text)

    checked = cipher(0, verifier + _md5(verifier))
    filepass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + salt + checked
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        plain = file.openstream("Workbook").read()
    # Empty records, so that the stream is none of the small ones that `compound` does not write.
    plain += bytes(4) * 1024
    stream, open_places = bytearray(), bytearray()
    at = 0
    while at + 4 <= len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        body = plain[at + 4 : at + 4 + size]
        if kind == 0x85:  # where a sheet begins stays readable, and is further back by the record that was put in
            body = struct.pack("<I", struct.unpack("<I", body[:4])[0] + len(filepass)) + body[4:]
        clear = {0x809: size, 0xE1: size, 0x85: 4}.get(kind, 0)
        stream += plain[at : at + 4] + body
        open_places += b"\1" * (4 + clear) + b"\0" * (size - clear)
        if at == 0:
            stream += filepass
            open_places += b"\1" * len(filepass)
        at += 4 + size
    secret = b"".join(cipher(n, bytes(stream[1024 * n : 1024 * (n + 1)])) for n in range(-(-len(stream) // 1024)))
    return compound(
        {"Workbook": bytes(a if clear else b for a, b, clear in zip(stream, secret, open_places, strict=True))}
    )


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind != "rtf"])
def test_what_has_no_password_stays_as_it_is(kind: str) -> None:
    assert opened(SOUND[kind], given("secret")) is SOUND[kind]
    assert opened(SOUND[kind], Request()) is SOUND[kind]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls"])
def test_the_right_password_opens(kind: str) -> None:
    content = opened(sealed(kind, "密码 Pass1"), given("密码 Pass1"))
    if kind == "xls":
        assert read_bytes(content, "a").blocks == read_bytes(SOUND["xls"], "a").blocks
    else:
        assert unpacked(content) == unpacked(SOUND[kind])


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls"])
@pytest.mark.parametrize("password", ["wrong", "密码 pass1", "VelvetSweatshop"])
def test_a_wrong_password_is_told(kind: str, password: str) -> None:
    assert WRONG.fullmatch(told(sealed(kind, "密码 Pass1"), password))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "xls"])
@pytest.mark.parametrize("password", [None, ""])
def test_without_a_password_it_is_asked_for(kind: str, password: str | None) -> None:
    assert ASKING.fullmatch(told(sealed(kind, "密码 Pass1"), password))


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_the_password_that_excel_gives_by_itself_is_asked_of_nobody(kind: str) -> None:
    assert opened(sealed(kind, "VelvetSweatshop"), Request()) == opened(
        sealed(kind, "VelvetSweatshop"), given("VelvetSweatshop")
    )


def test_a_word_97_file_is_asked_for_its_password_at_once_and_opened_only_by_a_known_cipher() -> None:
    content = bytearray(SOUND["doc"])
    start = content.index(b"\xec\xa5")
    content[start + 11] |= 1  # says that the text is encrypted, though no cipher is described
    assert ASKING.fullmatch(told(bytes(content)))
    assert BEYOND.fullmatch(told(bytes(content), "secret"))


DESCRIPTION = (
    '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">'
    '<keyData blockSize="16" hashAlgorithm="SHA512" saltValue="AAAA"/>'
    '<dataIntegrity encryptedHmacKey="AAAA" encryptedHmacValue="AAAA"/><keyEncryptors><keyEncryptor>'
    '<p:encryptedKey xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" spinCount="{rounds}" '
    'keyBits="256" hashAlgorithm="SHA512" saltValue="AAAA" encryptedVerifierHashInput="AAAA" '
    'encryptedVerifierHashValue="AAAA" encryptedKeyValue="AAAA"/></keyEncryptor></keyEncryptors></encryption>'
)


def test_a_file_that_asks_for_endless_hashing_is_refused() -> None:
    described = b"\4\0\4\0\x40\0\0\0" + DESCRIPTION.format(rounds=10_000_000).encode()
    content = compound({"EncryptionInfo": described.ljust(5000), "EncryptedPackage": bytes(5000)})
    assert BEYOND.fullmatch(told(content))
    assert BEYOND.fullmatch(told(content, "secret"))


@pytest.mark.parametrize("password", [None, "secret"])
def test_a_damaged_description_is_told_as_such(password: str | None) -> None:
    content = sealed("docx", "密码 Pass1").replace(b'hashAlgorithm="SHA512"', b'hashAlgorithm="SHA5!2"')
    assert BEYOND.fullmatch(told(content, password))


def test_a_very_large_one_is_not_decrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_LARGEST", 1 << 10)
    assert re.fullmatch(r"是加密的 Excel 文件，而且超过 \d+ MB，.*。", told(sealed("xls", "密码 Pass1"), "密码 Pass1"))


def test_a_damaged_compound_file_is_left_to_its_reader() -> None:
    for size in (8, 100, 600, 5000):
        assert opened(SOUND["xls"][:size], Request()) == SOUND["xls"][:size]


def test_a_file_with_a_password_is_read_by_it() -> None:
    with pytest.raises(UnreadableFileError, match=r"文件“表\.xlsx”是加密的 Office 文件；请用 --password-file"):
        read_bytes(sealed("xlsx", "密码 Pass1"), "表.xlsx")
    document = read_bytes(sealed("xlsx", "密码 Pass1"), "表.xlsx", given("密码 Pass1"))
    assert document.blocks == read_bytes(SOUND["xlsx"], "表.xlsx").blocks
    assert zipfile.is_zipfile(io.BytesIO(SOUND["xlsx"]))
