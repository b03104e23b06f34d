"""The reports of the examples and of the corpus: bound, well-formed, and the same from every format."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.papers import Grid, Line
from jixiao.papers.grids import check as check_grid
from jixiao.renderers.narrative import NothingToTellError, Report, narrate

ROOT = Path(__file__).resolve().parents[3]
FORMS = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "corpus" / "forms").glob("*.txt"))[::6]]
_STUMBLE = re.compile(r"。。|，，|、、|；；|，。|：。|；。|（）|“”|。；|，；|None|为为|的的")


def lines(report: Report) -> Iterator[str]:
    for block in report.paper.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            check_grid(block)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", [None, "department"])
def test_sentences_do_not_stumble(path: Path, kind: None) -> None:
    audited = pipeline.audit(path)
    try:
        made = narrate([audited], [], kind)
    except NothingToTellError:
        assert "self_evaluation" not in {form.form for form in audited.submission.evaluations}
        return
    for report in made.reports:
        for text in lines(report):
            assert not _STUMBLE.search(text), text
            assert text.count("“") == text.count("”"), text
            assert text.count("（") == text.count("）"), text


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "pdf"])
def test_the_report_is_the_same_from_every_format(suffix: str) -> None:
    folder = ROOT / "examples"
    one = narrate([pipeline.audit(folder / "t1-fund-supervision.txt")]).reports[0]
    other = narrate([pipeline.audit(folder / "formats" / f"t1-fund-supervision.{suffix}")]).reports[0]
    assert list(lines(other)) == list(lines(one))
