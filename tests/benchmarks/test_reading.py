"""The measurement of reading measures what it says: a form read as laid out is right, whatever is changed is wrong."""

from pathlib import Path

import msgspec
import pytest
import reading
import reading_process
from reading_process import Reading, Told

from tests.facsimiles.formats import written
from tests.facsimiles.measuring import Row

ROOT = Path(__file__).parents[2]


def row(*, right: bool, confidence: float = 1.0, silent: bool = False, doubted: bool = False) -> Row:
    return Row(
        name="培训场次",
        exact=right,
        unspaced=right,
        right=right,
        wrong=() if right else (("score", "10", "1O"),),
        silent=("score",) if silent else (),
        doubted=doubted,
        confidence=confidence,
    )


def result(*rows: Row, name: str = "docx") -> reading.Result:
    told = Told([Reading("甲.0", seconds=0.6, processor=0.3, pages=3)], memory=48.0)
    return reading.Result(name, list(rows), ["甲.0"] * len(rows), 1, told)


def test_examples_written_as_web_pages_are_read_in_a_process_of_their_own() -> None:
    given = reading.sources([ROOT / "examples", ROOT / "no such folder"])
    assert len(given) == 12
    books = reading.sample(reading.booklets(given, styles=2, first=1), 3)
    assert {name.rpartition(".")[2] for name in books} <= {"1", "2"}
    found = reading.result("html", books, written(books, ["html"]), cores=1)
    assert found.share == 1.0
    assert found.silent == 0.0
    assert found.forms == 3
    assert (
        len(found.files)
        == len(found.rows)
        == sum(len(form.indicators) for book in books.values() for form in book.truth)
    )
    assert 10 < found.told.memory < 300
    assert all(one.seconds > 0 for one in found.told.readings)


def test_a_file_that_is_refused_loses_its_rows(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x89PNG\r\n damaged")
    [told] = reading_process.read_here(tmp_path, 1).readings
    assert told.submission is None
    assert told.refused.startswith("文件“a”")


def test_a_line_of_the_table_says_whether_the_goals_are_met() -> None:
    good = reading.line(result(row(right=True)))
    assert "| 1.0000 | 1.0000 | 0.995 ✓ | 0.0 ✓ | 600 | 300 | 10 | 48 |" in good
    bad = reading.line(result(row(right=True), row(right=False, silent=True)))
    assert "| 0.5000 | 0.5000 | 0.995 ✗ | 500.0 ✗ |" in bad
    assert reading.line(result()).count("|") == reading.HEAD.splitlines()[0].count("|")


@pytest.mark.parametrize(("name", "share"), [("docx", 1 / 3), ("pdf-typst", 2 / 3), ("scan-mild", 1.0)])
def test_what_a_page_cannot_show_is_no_fault(name: str, share: float) -> None:
    exact = row(right=True)
    blank = msgspec.structs.replace(exact, exact=False)
    wide = msgspec.structs.replace(blank, unspaced=False)
    assert result(exact, blank, wide, name=name).share == pytest.approx(share)


def test_calibration_holds_claims_against_truth() -> None:
    rows = [row(right=True, confidence=0.96), row(right=False, confidence=0.96, doubted=True), row(right=True)]
    lines = reading.calibration([result(*rows)])
    assert "| 0.95—0.98 | 2 | 0.960 | 0.500 |" in lines
    assert "| 1 | 1 | 1.000 | 1.000 |" in lines
    assert lines[-1] == "读错的 1 行中有 1 行带有存疑标注；带存疑标注的 1 行中有 1 行确实读错。"


def test_faults_are_listed_with_both_readings() -> None:
    listed = reading.faults([result(row(right=True), row(right=False, silent=True))])
    assert listed == ["docx 甲.0 ! 培训场次: score 10 → 1O"]
