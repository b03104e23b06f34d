"""The reader on forms it was not written with: what it reads is right, and what it cannot read it says."""

import re
from decimal import Decimal

import pytest

from tests.forms import acceptance_report
from tests.forms.comparison import Report, plain

NAMES = acceptance_report.names()


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every form of the set, read and compared; skips as long as the reader is not part of the package."""
    read = acceptance_report.reader()
    if read is None:
        pytest.skip("jixiao.readers and jixiao.forms are not there yet")
    return {name: acceptance_report.report(name, read) for name in NAMES}


def test_every_form_has_its_truth_and_its_share() -> None:
    truths = {path.stem for path in acceptance_report.FOLDER.glob("*.notation")}
    assert set(NAMES) == truths == set(acceptance_report.wanted())


def _joined(text: str, cells: set[str]) -> bool:
    """Tell whether the text is made of whole printed pieces, as where the lines of neighbouring cells stand side by side."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in cells for start in ends):
            ends.add(end)
    return len(text) in ends


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_says_nothing_that_the_text_does_not_print(name: str) -> None:
    text = (acceptance_report.FOLDER / f"{name}.txt").read_bytes()
    decoded = (
        text.decode("gb18030" if name.startswith("gb18030") else "utf-8").replace("&nbsp;", " ").replace('""', '"')
    )
    printed = plain(decoded).replace("|", "")
    cells = {plain(cell) for cell in re.split(r"[\s|]+", decoded)}
    submission = acceptance_report.truth(name)
    records = [
        record
        for evaluation in submission.evaluations
        for record in (
            *evaluation.indicators,
            *evaluation.funds,
            *evaluation.fund_management,
            *evaluation.goals,
            *evaluation.fields,
        )
    ]
    values = [getattr(record, key) for record in records for key in record.__struct_fields__]
    texts = {value for value in values if isinstance(value, str)} - {
        "年度资金总额"
    }  # so an unlabelled fund row is called
    assert sorted(text for text in texts if plain(text) not in printed and not _joined(plain(text), cells)) == []
    for one in submission.evaluations:
        known = [row for row in one.indicators if "weight" not in row.doubtful]
        assert sum(Decimal(plain(row.weight, "weight").rstrip("分%") or 0) for row in known) <= 1000


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_in_silence(name: str, reports: dict[str, Report]) -> None:
    silent = reports[name].silent
    assert not silent, "\n" + "\n".join(map(str, silent))


@pytest.mark.parametrize("name", NAMES)
def test_enough_is_read(name: str, reports: dict[str, Report]) -> None:
    report = reports[name]
    wish = acceptance_report.wanted()[name]
    short = [kind for kind in wish if getattr(report, kind).part < wish[kind]]
    assert not short, f"{short}\n" + "\n".join(map(str, report.differences))
