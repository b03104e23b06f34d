"""Files with a piece missing: they are annotated or refused in a sentence, nothing else comes through."""

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.renderers.annotated import CannotAnnotateError, annotate
from tests.renderers.annotated.support import parts

_FORMATS = Path(__file__).parents[3] / "examples" / "formats"
_TAG = re.compile(rb"<[^>]*>")
_ATTRIBUTE = re.compile(rb'\s[\w:]+="[^"]*"')


def _damaged_package(content: bytes, chance: random.Random) -> bytes:
    """A packed file without a member, a stretch, a tag or an attribute."""
    members = parts(content)
    for name in chance.sample(sorted(members), 2):
        text = members[name]
        tag = chance.choice(list(_TAG.finditer(text)) or [re.match(b"", text)])
        assert tag is not None
        at = chance.randrange(len(text) + 1)
        ways = (
            None,
            text[:at] + text[at + 40 :],
            text[: tag.start()] + text[tag.end() :],
            text[: tag.start()] + _ATTRIBUTE.sub(b"", tag[0], count=1) + text[tag.end() :],
        )
        damaged = chance.choice(ways)
        if damaged is None:
            del members[name]
        else:
            members[name] = damaged
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stream.getvalue()


def _damaged(content: bytes, chance: random.Random) -> bytes:
    if content.startswith(b"PK"):
        return _damaged_package(content, chance)
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 200) :]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_a_damaged_file_is_annotated_or_refused(suffix: str) -> None:
    path = _FORMATS / f"t3-aid-settlement.{suffix}"
    result = pipeline.audit(path)
    plain = path.read_bytes()
    kinds = (plain, annotate(plain, result).content)
    chance = random.Random(suffix)  # noqa: S311 - the same damage every time
    refused = 0
    for _ in range(25):
        try:
            assert annotate(_damaged(chance.choice(kinds), chance), result).content
        except CannotAnnotateError:
            refused += 1
    assert refused < 25
