"""Taking chance and clock out of what programs write, so that the same form gives the same file on any day."""

import io
import re
import zipfile

_DAY = (2025, 1, 1, 0, 0, 0)
_STAMP = b"2025-01-01T00:00:00Z"
_WRITTEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_PDF_DAY = re.compile(rb"\(D:\d{14}")
_PDF_IDENTITY = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>)")
_PDF_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-F]+)")
_NEEDLESS = re.compile(r"docProps/thumbnail\.jpeg")


def settled(packed: bytes) -> bytes:
    """Pack a .docx or .xlsx anew: members in their order, dated alike, without the picture of a template."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if _NEEDLESS.search(member.filename):
                continue
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = _WRITTEN.sub(_STAMP, content)
            if member.filename == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            target.writestr(zipfile.ZipInfo(member.filename, _DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def settled_pdf(content: bytes) -> bytes:
    """Date a PDF alike and take its identity out, without moving a byte of it."""
    content = _PDF_DAY.sub(b"(D:20250101000000", content)
    content = _PDF_CHECKSUM.sub(lambda found: found[1] + b"0" * len(found[2]), content)
    return _PDF_IDENTITY.sub(
        lambda found: found[1] + b"0" * len(found[2]) + found[3] + b"0" * len(found[4]) + found[5], content
    )
