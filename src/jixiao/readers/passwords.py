"""Encrypted Office files, opened with the password that the user gave; no password is ever guessed."""

import io

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from jixiao.readers.contents import RefusedError, Request

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(content: bytes, request: Request) -> bytes:
    """Give a file as it is without its password; one that has none comes back unchanged.

    Raises RefusedError when a password is needed and none, or a wrong one, was given.
    """
    if not content.startswith(_OLE):
        return content
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not office.is_encrypted():
            return content
    except Exception:  # noqa: BLE001 - msoffcrypto lets whatever a damaged file causes come through; the reader will tell of it
        return content
    if request.password is None:
        message = "是加密的 Office 文件；请用 --password 给出密码后重试。"
        raise RefusedError(message)
    plain = io.BytesIO()
    try:
        office.load_key(password=request.password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError, FileFormatError) as error:
        message = "是加密的 Office 文件，所给的密码不对；请核对密码后重试。"
        raise RefusedError(message) from error
    return plain.getvalue()
