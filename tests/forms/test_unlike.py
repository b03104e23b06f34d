"""Forms in layouts and words that the reader was not written for: what it reads is right, and nothing is wrong in silence."""

from pathlib import Path

import pytest

from jixiao.forms import recognise
from jixiao.model import parse_notation
from tests.forms.comparison import Report, compare
from tests.forms.grids import document

FOLDER = Path(__file__).parent / "unlike"
NAMES = sorted(path.stem for path in FOLDER.glob("*.grid"))


def report(name: str) -> Report:
    """Read one form and compare it with what was written beside it by hand."""
    read = recognise(document((FOLDER / f"{name}.grid").read_text(encoding="utf-8"), name))
    return compare(name, parse_notation((FOLDER / f"{name}.notation").read_text(encoding="utf-8"), name), read)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_in_a_layout_of_its_own_is_read_as_it_stands(name: str) -> None:
    assert "\n".join(map(str, report(name).differences)) == ""
