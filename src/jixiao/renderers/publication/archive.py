"""Archives that hold the same bytes for the same content (压缩包): names in order, no clock, no user, and a list of checksums."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

SUMS = "SHA256SUMS"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can tell: what is written does not depend on when."""
_READABLE = 0o100644 << 16
_UNIX = 3


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The lines that `sha256sum -c SHA256SUMS` reads, in order of name."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these files by name; its bytes depend on nothing but names and contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, content, compresslevel=9)
    return stream.getvalue()
