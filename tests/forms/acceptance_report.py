"""The acceptance set of the form reader: pairs of a text (`acceptance/NAME.txt`) and its truth (`NAME.notation`), read and compared.

python -m tests.forms.acceptance_report            a table of all forms
python -m tests.forms.acceptance_report NAME …     these forms with every difference
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jixiao import data
from jixiao.model import Submission, parse_notation
from jixiao.places import Source
from tests.forms.comparison import Difference, Report, Share, compare

FOLDER = Path(__file__).parent / "acceptance"
Reader = Callable[[Path], Submission]


def names() -> list[str]:
    """The forms of the set in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


@cache
def wanted() -> dict[str, dict[str, float]]:
    """The share that must be right for each form: rows, funds, head (1.0 where nothing is said)."""
    shares: dict[str, dict[str, float]] = data.parse((FOLDER.parent / "acceptance.yaml").read_text(encoding="utf-8"))
    return {name: {"rows": 1.0, "funds": 1.0, "head": 1.0, **(shares[name] or {})} for name in shares}


def truth(name: str) -> Submission:
    """What the form says, as written by hand."""
    return parse_notation((FOLDER / f"{name}.notation").read_text(encoding="utf-8"), name)


def reader() -> Reader | None:
    """The way from a file to its submission, None as long as the reader is not part of the package."""
    try:
        read = importlib.import_module("jixiao.readers").read
        recognise = importlib.import_module("jixiao.forms").recognise
    except (ImportError, AttributeError):
        return None
    return lambda path: recognise(read(path))


def report(name: str, read: Reader) -> Report:
    """Read one form and compare it with its truth; a reader that crashes has read nothing and owned up to nothing."""
    try:
        submission = read(FOLDER / f"{name}.txt")
    except Exception as error:  # noqa: BLE001 - one form that breaks the reader must not hide what it does with the others
        nothing = Submission(source=Source(name=name, sha256="", media_type="", reader=""))
        crashed = compare(name, truth(name), nothing)
        crashed.differences.insert(0, Difference("reader", "a submission", repr(error), silent=True))
        return crashed
    return compare(name, truth(name), submission)


def _short(one: Report) -> list[str]:
    return [kind for kind, share in wanted()[one.name].items() if getattr(one, kind).part < share]


def _lines(reports: list[Report]) -> Iterator[str]:
    columns = ("forms", "rows", "funds", "head", "others")
    yield f"{'':24}" + "".join(f"{column:>9}" for column in columns) + f"{'silent':>9}"
    for one in reports:
        short = _short(one)
        yield (
            f"{one.name:24}"
            + "".join(f"{getattr(one, column)!s:>9}" for column in columns)
            + f"{len(one.silent):>9}"
            + (f"   short of: {', '.join(short)}" if short else "")
        )
    sums = [
        Share(sum(getattr(one, column).right for one in reports), sum(getattr(one, column).total for one in reports))
        for column in columns
    ]
    yield f"{'all':24}" + "".join(f"{share!s:>9}" for share in sums) + f"{sum(len(one.silent) for one in reports):>9}"


def main(chosen: list[str]) -> int:
    """Print the table, and the differences of the forms asked for; 1 when a form falls short or is wrong in silence."""
    read = reader()
    if read is None:
        sys.stderr.write("The reader (jixiao.readers, jixiao.forms) is not there yet.\n")
        return 2
    reports = [report(name, read) for name in chosen or names()]
    for one in reports if chosen else ():
        for difference in one.differences:
            sys.stdout.write(f"{one.name}  {difference}\n")
    sys.stdout.write("\n".join(_lines(reports)) + "\n")
    return int(any(one.silent or _short(one) for one in reports))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
