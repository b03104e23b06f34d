"""Messages inside messages, attachments with names that lead out, headers without end; web archives and RTF alike."""

import base64
from random import Random

from tests.hostile.kinds import SOUND, hostile

_HEAD = "From: a@b.c\r\nTo: d@e.f\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


@hostile("eml")
def message_in_message(chance: Random) -> bytes:
    """Ten thousand messages, each inside the one before."""
    depth = chance.choice([10, 100, 1_000, 10_000])
    return ((_HEAD + "Content-Type: message/rfc822\r\n\r\n") * depth + _HEAD + "\r\n绩效").encode()


@hostile("eml")
def parts_in_parts(chance: Random) -> bytes:
    """Multipart bodies inside one another, each with its boundary or all with the same."""
    depth = chance.choice([10, 100, 1_000, 5_000])
    same = chance.random() < 0.3
    lines = [_HEAD]
    for n in range(depth):
        boundary = "b" if same else f"b{n}"
        lines.append(f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n--{boundary}\r\n')
    lines.append("\r\n绩效\r\n")
    return "".join(lines).encode()


@hostile("eml")
def attachments_without_end(chance: Random) -> bytes:
    """Tens of thousands of attachments, or some with names that lead out or are encoded in no way."""
    count = chance.choice([5, 50_000])
    names = (
        "甲" * (50_000 // count),
        "../../../tmp/jixiao-slip.txt",
        "/etc/x.docx",
        "=?utf-8?B?////?=",
        "=?rot13?Q?a?=",
        "a\0.txt",
        "x.eml",
        "",
    )
    part = '--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="{}"\r\n\r\nx\r\n'
    return (
        _HEAD
        + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + "".join(part.format(chance.choice(names)) for _ in range(count))
        + "--b--\r\n"
    ).encode()


@hostile("eml")
def headers_without_end(chance: Random) -> bytes:
    """Headers of megabytes, folded a hundred thousand times, with comments inside comments."""
    size = chance.randint(20_000, 200_000)
    header = chance.choice(
        [
            "Subject: " + "a\r\n " * size,
            "X: y\r\n" * size,
            "From: " + "(" * size,
            "To: " + "a@b.c, " * size,
            "Subject: " + "=?utf-8?Q?=41?= " * size,
            "Content-Type: text/plain" + "; a=b" * size,
            "Content-Type: multipart/mixed; " + "".join(f"boundary*{n}=a; " for n in range(size // 10)),
            "Received: " + ";" * size,
            "Date: " + "9" * size,
            "Content-Type: " + "/" * size,
        ]
    )
    return (header + "\r\n" + _HEAD + "\r\nx").encode()


@hostile("eml")
def bodies_in_odd_encodings(chance: Random) -> bytes:
    """Transfer encodings that are broken or unknown, character sets that are none of text."""
    charset = (
        chance.choice("utf-7 rot13 hex zlib base64 unicode_escape punycode idna gb2312 x-unknown utf-32 \udce9".split())
        .encode("utf-8", "replace")
        .decode()
    )
    transfer = chance.choice("base64 quoted-printable x-uuencode 7bit binary odd".split())
    body = chance.choice(
        [
            "====",
            "=ZZ=\r\n" * 5_000,
            base64.b64encode(SOUND["html"]).decode()[:-3],
            "begin 644 x\r\n!!!\r\nend",
            "\0" * 5_000,
        ]
    )
    kind = chance.choice(
        ["text/plain", "text/html", "application/zip", "image/png", "message/rfc822", "multipart/mixed"]
    )
    return (
        _HEAD + f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n{body}"
    ).encode()


@hostile("mht")
def web_archive_astray(chance: Random) -> bytes:
    """A web page with its pictures in one file, which refers to others, to itself, or is no page."""
    kind = chance.choice(["text/html", "image/png", "multipart/related", "application/x"])
    page = base64.b64encode(chance.choice([SOUND["html"], b"<div>" * 10_000, chance.randbytes(500)])).decode()
    return (
        f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"; start="{chance.choice(["<a>", "<z>", ""])}"\r\n\r\n'
        + f"--b\r\nContent-Type: {kind}\r\nContent-ID: <a>\r\nContent-Location: file:///etc/passwd\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n"
        * chance.choice([1, 500])
        + chance.choice(["--b--", ""])
    ).encode()


@hostile("rtf")
def crooked_rtf(chance: Random) -> bytes:
    """Groups without end, figures beyond all bounds, binary data that is not there, objects that are programs."""
    size = chance.choice([100, 100_000])
    inside = chance.choice(
        [
            "{" * size,
            "{\\b x" * size + "}" * size,
            "\\u99999999?" * size,
            "\\bin999999999 x",
            "\\trowd\\cellx-5\\cellx999999999 1\\cell\\row " * (size // 50),
            "\\trowd\\itap9999 1\\nestcell\\nestrow " * (size // 50),
            "{\\object\\objemb{\\*\\objdata " + "d0cf11e0a1b11ae1" * 50 + "}}",
            '{\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}{\\fldrslt x}}',
            "{\\pict\\pngblip\\picw999999999 " + "ff" * size + "}",
            "\\'ff\\'" * size,
        ]
    )
    return f"{{\\rtf1\\ansi\\ansicpg936 {inside}}}".encode()
