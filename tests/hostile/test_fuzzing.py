"""Sound files damaged at random, and random texts: every reader reads them or refuses them in one sentence, whatever comes."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.forms import recognise
from jixiao.readers import UnreadableFileError, read_bytes
from jixiao.targets import compare, parse
from jixiao.workers import Workers
from tests.hostile.edits import damage
from tests.hostile.texts import EXPRESSIONS

SENTENCE = re.compile(r"文件“a”[^\n]{6,400}。")
KINDS = ("docx", "xlsx", "xls", "pdf", "html")
"""What is read without OCR and without LibreOffice; pictures and old Word files are fuzzed by benchmarks/fuzzing.py."""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as workers:
        yield workers


def answered(content: bytes) -> str:
    """Read a file all the way; the sentence of its refusal, or nothing."""
    try:
        pipeline.examine(recognise(read_bytes(content, "a")))
    except UnreadableFileError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - to be told of by the test
        return f"{type(error).__name__}: {error}"
    return ""


@settings(max_examples=100)
@given(damage(KINDS))
def test_a_damaged_file_is_read_or_refused(workers: Workers, damaged: tuple[str, bytes]) -> None:
    (told,) = workers.each(answered, [damaged[1]])
    assert not told or (isinstance(told, str) and SENTENCE.fullmatch(told))


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=500), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    told = answered(content)
    assert not told or SENTENCE.fullmatch(told)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(EXPRESSIONS), max_size=12).map("".join), st.sampled_from([1, 2, 300]))
def test_any_expressions_are_parsed_and_compared(text: str, times: int) -> None:
    assert parse(text * times).text == text * times
    compare(text * times, text)
