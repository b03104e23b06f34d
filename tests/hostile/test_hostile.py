"""No file, however hostile, crashes, hangs, fills the memory, speaks in tracebacks, or spoils the rest of the batch."""

import faulthandler
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.results import Audited, Failed
from jixiao.workers import Allowance, Ended, Workers
from tests.hostile.generating import KINDS, hostile_file, hostile_files
from tests.hostile.handling import Handled, Step, faults, handle
from tests.hostile.kinds import SECRET, SOUND

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.name != "README.md")
"""Files that once crashed, hung or were met with no sentence; kept for ever."""
SLOW = {
    # OCR, LibreOffice, or much to unpack: met by benchmarks/hostile.py
    *"damaged_pictures jpeg_of_gigapixels jpeg_of_many_scans one_inside_another png_bomb bits_flipped figures_changed crooked_rtf".split(),
    *"pieces_mangled two_spliced truncated drawing_without_end lines_without_end heap_of_form_words word_97_noise".split(),
    *"bomb_as_office_file flat_bomb many_small_bombs form_without_end paper_without_end every_file_is_hostile".split(),
    *"deep_html wide_html headers_without_end attachments_without_end streams_that_unpack_to_gigabytes gzip_bomb".split(),
    *"compound_in_a_circle compound_directory_in_a_circle compound_header_that_lies".split(),
    # files of many megabytes
    *"a_hundred_thousand_members bytes_that_are_no_text deep_pdf flat_office_xml objects_without_end one_endless_line".split(),
    "pictures_on_pages",
}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, Allowance(seconds=60)) as workers:
        yield workers


def met(workers: Workers, path: Path) -> list[str]:
    (handled,) = workers.each(handle, [path])
    return [
        fault for fault in faults(handled) if not fault.startswith("slow")
    ]  # no test depends on the speed of the machine


@pytest.mark.parametrize("kind", sorted(set(KINDS) - SLOW))
def test_a_hostile_file_is_refused_or_read(kind: str, workers: Workers, tmp_path: Path) -> None:
    file = hostile_file(kind, 0)
    path = tmp_path / file.name
    path.write_bytes(file.content)
    assert met(workers, path) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_once_went_wrong_is_refused_or_read(path: Path, workers: Workers) -> None:
    assert met(workers, path) == []


def test_the_rest_of_the_batch_goes_on(tmp_path: Path) -> None:
    kinds = [
        "billion_laughs",
        "form_that_draws_itself",
        "noise_behind_a_signature",
        "spans_without_end",
        "records_that_lie",
    ]
    paths = []
    for kind in kinds:
        hostile, sound = hostile_file(kind, 1), tmp_path / f"{kind}.html"
        (tmp_path / hostile.name).write_bytes(hostile.content)
        sound.write_bytes(SOUND["html"])
        paths += [tmp_path / hostile.name, sound]
    results = list(pipeline.work(pipeline.audit, paths, jobs=2))
    assert [result.path for result in results] == list(map(str, paths))
    for result in results[1::2]:
        assert isinstance(result, Audited)
        assert [row.name for row in result.submission.evaluations[0].indicators][:1] == ["宣传场次"]


def test_there_are_many_kinds_and_thousands_of_files_of_them() -> None:
    assert len(KINDS) > 100
    assert len({file.content for file in hostile_files(30)}) == 30
    assert hostile_file("noise", 3).content == hostile_file("noise", 3).content


@pytest.mark.parametrize(
    ("handled", "fault"),
    [
        (Handled((Step("a", 0.1, 10),), 0), ""),
        (Handled((Step("a", 0.1, 10, "文件“a”是空的；请提交含有绩效自评表内容的文件。"),), 0), ""),
        (Handled((Step("a", 5.0, 10),), 0), "slow"),
        (Handled((Step("a", 5.0, 10, held=1_000_000),), 0), ""),
        (Handled((Step("a", 0.1, 10, "Traceback (most recent call last)"),), 0), "no sentence"),
        (
            Handled((Step("a", 0.1, 10, "处理“a”时程序内部出错（KeyError：1），该文件未能审核；请告诉我们。"),), 0),
            "internal",
        ),
        (Handled((Step("a", 0.1, 10),), 2 << 30), "memory"),
        (Handled((Step("a", 0.1, 10),), 0, leaked=True), "leaked"),
        (Ended("time"), "ended: time"),
    ],
)
def test_a_fault_is_seen(handled: Handled | Ended, fault: str) -> None:
    found = faults(handled)
    assert len(found) == bool(fault)
    assert not fault or found[0].startswith(fault)


def test_a_leak_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(SOUND["html"].replace("医保政策宣传".encode(), SECRET.read_bytes().strip()))
    assert handle(path).leaked


def test_a_file_that_ends_its_process_is_told_of_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    (failed,) = pipeline.work(_abort, [path])
    assert isinstance(failed, Failed)
    assert faults(Handled((Step("a.pdf", 0, 0, failed.message),), 0)) == []


def _abort(_: Path) -> None:
    faulthandler.disable()  # pytest's would fill the terminal
    os.abort()
