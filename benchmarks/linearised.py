"""How well text is read whose table was flattened, and whether what is wrong in it is told: `python3 benchmarks/linearised.py`.

The forms of `examples/` and of a folder of published ones are laid out anew (tests/facsimiles) and flattened in every way that
`tests/facsimiles/flattened.py` knows. Development seeds may be looked at while the reader is mended; held-out ones (`--held-out`) only
state figures.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reading import PUBLISHED, said, sources  # noqa: E402 - stands beside this file

from jixiao.forms import recognise  # noqa: E402
from jixiao.forms.problems import NO_FORM  # noqa: E402
from jixiao.model import Submission  # noqa: E402
from jixiao.readers.choosing import UnreadableFileError, read_bytes  # noqa: E402
from tests.facsimiles import typesetting  # noqa: E402
from tests.facsimiles.booklets import booklet  # noqa: E402
from tests.facsimiles.flattened import WAYS, write  # noqa: E402
from tests.facsimiles.measuring import Row, measured  # noqa: E402
from tests.facsimiles.styles import drawn  # noqa: E402

DEVELOPMENT = (0, 1, 2)
HELD_OUT = (1001, 1002, 1003)
UNRULED = {"pdf-level": typesetting.LEVEL, "pdf-bare": typesetting.BARE}
"""PDFs whose tables have level rules only, or none at all."""


class Flattened(msgspec.Struct, frozen=True):
    """One file to read: the source, the way it is flattened, the seed of its look and of its line breaks."""

    name: str
    submission: Submission
    way: str
    seed: int


class Told(msgspec.Struct, frozen=True):
    """What became of its rows, and the seconds that reading took."""

    rows: tuple[Row, ...]
    seconds: float


def told(value: object) -> Iterator[str]:
    """All texts of a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (text for each in value for text in told(each))
    elif isinstance(value, msgspec.Struct):
        yield from (text for field in value.__struct_fields__ for text in told(getattr(value, field)))


def read(file: Flattened) -> Told:
    """Write a file, read it, and hold the rows read against those laid out."""
    book = booklet(file.submission, drawn(file.seed))
    stroke = UNRULED.get(file.way)
    content = write(book, file.way, file.seed) if stroke is None else typesetting.write(book, stroke)
    started = time.process_time()
    try:
        submission: Submission | None = recognise(read_bytes(content, file.name))
    except UnreadableFileError:
        submission = None
    seconds = time.process_time() - started
    unread = "".join(piece.text for piece in submission.unread) if submission else ""
    if submission and any(problem.code == NO_FORM.code for problem in submission.problems):
        unread = "".join(told(book.truth))  # what holds no form is reported as a whole
    rows = measured(book.truth, submission.evaluations if submission else (), unread)
    return Told(tuple(rows), seconds)


HEAD = """\
| 方式 | 行 | 整行正确 | 正确而标注存疑 | 错而已标注 | 错而未标注（每千行） | 毫秒/文件 |
|---|--:|--:|--:|--:|--:|--:|"""


def line(way: str, told: Sequence[Told]) -> str:
    """One line of the table; white space does not count, which a flattened text does not hold."""
    rows = [row for one in told for row in one.rows]
    laid = [row for row in rows if not row.name.startswith("+ ")]
    right = [row for row in rows if row.unspaced]
    silent = sum(bool(row.silent) for row in rows)
    cells = [
        way,
        str(len(laid)),
        f"{len(right) / max(len(laid), 1):.4f}",
        f"{sum(row.doubted for row in right) / max(len(right), 1):.4f}",
        str(len(rows) - len(right) - silent),
        f"{silent * 1000 / max(len(laid), 1):.1f}（{silent}）",
        f"{1000 * sum(one.seconds for one in told) / max(len(told), 1):.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def faults(files: Sequence[Flattened], told: Sequence[Told], *, silent: bool) -> list[str]:
    """The rows that were read wrongly, a line each; ! where a wrong figure was not doubted."""
    return [
        f"{file.way} {file.name}.{file.seed}{' !' + ','.join(row.silent) if row.silent else ''} {row.name}: {said(row)}"
        for file, one in zip(files, told, strict=True)
        for row in one.rows
        if (row.silent if silent else not row.unspaced)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="bench linearised", description="测量各种线性化文本的读取正确率和未标注的错误"
    )
    parser.add_argument("--ways", default=",".join([*WAYS, *UNRULED]), help="线性化的方式")
    parser.add_argument("--seeds", default="", help="样式和折行的种子；默认用开发用的种子")
    parser.add_argument("--held-out", action="store_true", help="改用从不对照修改的种子")
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="另外取用内容的文件夹（没有则略过）")
    parser.add_argument("--only", default="", help="只取名称含有此文字的材料")
    parser.add_argument("--faults", action="store_true", help="列出读错的行")
    parser.add_argument("--silent", action="store_true", help="列出错而未标注的行")
    parser.add_argument("--cores", type=int, default=1, help="所用的核数（默认 1）")
    options = parser.parse_args(arguments)
    seeds = HELD_OUT if options.held_out else DEVELOPMENT
    if options.seeds:
        seeds = tuple(map(int, options.seeds.split(",")))
    given = {
        name: each for name, each in sources([ROOT / "examples", options.published]).items() if options.only in name
    }
    print(f"{len(given)} 份材料，种子 {'、'.join(map(str, seeds))}。\n\n{HEAD}", flush=True)
    listed: list[str] = []
    with multiprocessing.Pool(options.cores) as pool:
        for way in options.ways.split(","):
            files = [Flattened(name, each, way, seed) for seed in seeds for name, each in given.items()]
            told = pool.map(read, files, chunksize=1)
            print(line(way, told), flush=True)
            if options.faults or options.silent:
                listed += faults(files, told, silent=options.silent)
    print("\n" + "\n".join(listed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
