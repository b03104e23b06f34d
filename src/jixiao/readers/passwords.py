"""Encrypted Office files, opened with the password that the user gave; no password is ever guessed.

One password is public: Excel itself encrypts a workbook with "VelvetSweatshop" when only its structure is protected, and opens it again
without asking anybody (MS-OFFCRYPTO 2.4.2.3). The user of such a file knows of no password and could answer no question for one.
"""

import io
from collections.abc import Callable
from typing import Protocol, cast

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError

from jixiao.readers.contents import RefusedError, Request

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PUBLIC = "VelvetSweatshop"
_LARGEST = 16 << 20
"""Bytes of an encrypted file: msoffcrypto takes ten times as many to open an old workbook, and a second for each million."""
_MOST_ROUNDS = 1_000_000
"""Rounds of hashing that a file may ask for before its key is known, about a second; Office asks for a tenth of it."""
_ROUNDS = "spinValue"

_WANTED = "是加密的 {kind} 文件；请用 --password-file 给出写有密码的文件后重试。"
_WRONG = "是加密的 {kind} 文件，所给的密码不对；请核对密码（注意大小写和全角半角）后重试。"
_BEYOND = "是加密的 {kind} 文件，但加密信息已损坏，或不是通常的加密方式，解不开；请用原来的程序打开，取消密码后另存一份再提交。"
_TOO_LARGE = "是加密的 {kind} 文件，而且超过 {limit} MB，未予解密；请用原来的程序打开，取消密码并删去其中的图片后另存一份再提交。"
_MAY_BE_EXCEL = ("xls97", "ooxml")
_KINDS = {"doc97": "Word", "xls97": "Excel", "ppt97": "PowerPoint"}


class _Office(Protocol):
    """What msoffcrypto makes of a file."""

    format: str
    info: dict[str, object]
    is_encrypted: Callable[[], bool]
    load_key: Callable[[str], None]
    decrypt: Callable[[io.BytesIO], None]


def opened(content: bytes, request: Request) -> bytes:
    """Give a file as it is without its password; one that has none comes back unchanged.

    Raises RefusedError when a password is needed and none, or a wrong one, was given, and when it is encrypted in a way nobody knows.
    """
    office = _encrypted(content)
    if office is None:
        return content
    kind = _KINDS.get(office.format, "Office")
    if not request.password and office.format not in _MAY_BE_EXCEL:
        raise RefusedError(_WANTED.format(kind=kind))
    if len(content) > _LARGEST:
        raise RefusedError(_TOO_LARGE.format(kind=kind, limit=_LARGEST >> 20))
    try:
        return _decrypted(office, request.password or _PUBLIC)
    except InvalidKeyError as error:
        raise RefusedError((_WRONG if request.password else _WANTED).format(kind=kind)) from error
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception as error:  # msoffcrypto lets whatever a damaged file causes come through
        raise RefusedError(_BEYOND.format(kind=kind)) from error


def _encrypted(content: bytes) -> _Office | None:
    """What msoffcrypto makes of a file that is encrypted; None for every other, damaged ones included: the reader will tell of them."""
    if not content.startswith(_OLE):
        return None
    try:
        office = cast("_Office", msoffcrypto.OfficeFile(io.BytesIO(content)))
        return office if office.is_encrypted() else None
    except MemoryError:
        raise  # the limit of this process, no fault of the file's
    except Exception:  # noqa: BLE001 - msoffcrypto lets whatever a damaged file causes come through
        return None


def _decrypted(office: _Office, password: str) -> bytes:
    rounds = getattr(office, "info", {}).get(_ROUNDS, 0)
    if isinstance(rounds, int) and rounds > _MOST_ROUNDS:
        message = f"{rounds} rounds of hashing"
        raise ValueError(message)
    plain = io.BytesIO()
    office.load_key(password)
    office.decrypt(plain)
    return plain.getvalue()
