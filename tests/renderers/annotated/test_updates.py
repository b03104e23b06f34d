"""Changes put behind a PDF: what differs, and when nothing can be put there."""

import pytest

from jixiao.renderers.annotated.updates import updated

_ORIGINAL = b"%PDF-1.7\n5 0 obj\n<</A 1>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 5 0 R>>\nstartxref\n33\n%%EOF"


def _written(*objects: bytes) -> bytes:
    """A file as PDFium writes it."""
    body = b"".join(b"%s\r\nendobj\r\n" % each for each in objects)
    return b"%PDF-1.7\r\n%\xa1\xb3\xc5\xd7\r\n" + body + b"xref\r\ntrailer\r\n<</Root 5 0 R /Size 9>>\r\n"


_BEFORE = _written(b"5 0 obj\r\n<</A 1>>", b"6 0 obj\r\n<</Length 3>>stream\r\nabc\r\nendstream")
_AFTER = _written(b"5 0 obj\r\n<</A 2>>", b"6 0 obj\r\n<</Length 3>>stream\r\nabc\r\nendstream", b"7 0 obj\r\n(new)")


def test_what_differs_stands_behind_the_original() -> None:
    made = updated(_ORIGINAL, _BEFORE, _AFTER)
    assert made is not None
    behind = made.removeprefix(_ORIGINAL)
    assert behind.startswith(b"\n5 0 obj\n<</A 2>>\nendobj\n7 0 obj\n(new)\nendobj\nxref\n")
    assert b"<</Size 9/Root 5 0 R/Prev 33>>" in behind
    assert b"6 0 obj" not in behind
    for number in (5, 7):
        at = made.rindex(b"%d 0 obj" % number)
        assert b"%d 1\n%010d 00000 n \n" % (number, at) in behind


@pytest.mark.parametrize(
    ("original", "before", "after"),
    [
        (_ORIGINAL.replace(b"5 0 obj", b"5 1 obj"), _BEFORE, _AFTER),  # counted on by a generation
        (_ORIGINAL.replace(b"startxref\n33", b"startxref\n34"), _BEFORE, _AFTER),
        (_ORIGINAL.replace(b"%%EOF", b""), _BEFORE, _AFTER),
        (b" " + _ORIGINAL, _BEFORE, _AFTER),
        (_ORIGINAL, _BEFORE.replace(b"/Length 3", b""), _AFTER),
        (_ORIGINAL, _BEFORE.replace(b"/Length 3", b"/Length 2"), _AFTER),
        (_ORIGINAL, _BEFORE, _AFTER.replace(b"endobj", b"")),
        (_ORIGINAL, _BEFORE, _AFTER.replace(b"xref", b"")),
    ],
)
def test_what_does_not_look_as_it_must_is_left_to_be_written_anew(original: bytes, before: bytes, after: bytes) -> None:
    assert updated(original, before, after) is None
