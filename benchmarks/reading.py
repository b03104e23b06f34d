"""How well and how fast files of every format are read: python3 dev.py bench reading [--formats docx,pdf-typst …].

The forms of examples/, and those of a folder of published ones where there is one, are laid out anew and written in each format and
several styles into a temporary folder; what is read is held against what was laid out. Each format is read in a process of its own,
bound to one core, so that its time and memory are its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import reading_process  # noqa: E402 - stands beside this file
from reading_process import Told  # noqa: E402
from run import machine  # noqa: E402

from jixiao import pipeline  # noqa: E402
from jixiao.model import Submission  # noqa: E402
from tests.facsimiles.booklets import Booklet, booklet  # noqa: E402
from tests.facsimiles.formats import FORMATS, GRID_FORMATS, PDF_FORMATS, SCAN_FORMATS, Written, written  # noqa: E402
from tests.facsimiles.measuring import Row, measured  # noqa: E402
from tests.facsimiles.styles import drawn  # noqa: E402

PUBLISHED = ROOT.parent / "shared" / "seeds"
GOALS = {
    **dict.fromkeys(GRID_FORMATS, 0.995),
    "txt": 0.98,
    **dict.fromkeys(PDF_FORMATS, 0.985),
    **dict.fromkeys(SCAN_FORMATS, 0.95),
    "scan-seal": 0.9,
    "scan-harsh": 0.7,
}
"""The share of complete rows that is to be read right."""
SILENT_GOAL = 1 / 1000
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0)
_PHOTOGRAPH = "scan-photo"


class Result(msgspec.Struct):
    """The figures of one format."""

    name: str
    rows: list[Row]
    files: list[str]
    """The file of each row."""
    forms: int
    told: Told

    def right(self, row: Row) -> bool:
        """Whether a row counts as read right.

        On a page, a line that ends at a blank does not show it; recognition of characters cannot tell （ from ( either.
        """
        return row.right if self.name in SCAN_FORMATS else row.unspaced if self.name in PDF_FORMATS else row.exact

    @property
    def share(self) -> float:
        """The share of rows read right."""
        return sum(map(self.right, self.rows)) / len(self.rows) if self.rows else 0.0

    @property
    def silent(self) -> float:
        """Rows with a wrong figure that nobody doubted, as a share."""
        return sum(bool(row.silent) for row in self.rows) / len(self.rows) if self.rows else 0.0


def sources(folders: Iterable[Path]) -> dict[str, Submission]:
    """Read the forms that are laid out anew; a doubt about them is none about the facsimile."""
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.txt"))]
    return {file.stem: pipeline.read(file) for file in files}


def booklets(given: Mapping[str, Submission], styles: int, first: int) -> dict[str, Booklet]:
    """Lay out every source in so many styles."""
    return {
        f"{name}.{style}": booklet(submission, drawn(style))
        for style in range(first, first + styles)
        for name, submission in given.items()
    }


def sample(books: Mapping[str, Booklet], count: int) -> dict[str, Booklet]:
    """Take so many booklets, evenly spread."""
    names = list(books)
    step = max(1, len(names) / count)
    return {names[round(index * step)]: books[names[round(index * step)]] for index in range(min(count, len(names)))}


def read_in_process(files: Mapping[str, bytes], cores: int) -> Told:
    """Read files in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        command = [sys.executable, reading_process.__file__, folder, str(cores)]
        environment = {**os.environ, "OMP_NUM_THREADS": str(cores)}
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)  # noqa: S603 - ourselves
    return msgspec.json.decode(done.stdout, type=Told)


def result(name: str, books: Mapping[str, Booklet], made: Written, cores: int) -> Result:
    """Read one format and hold what was read against what was laid out."""
    told = read_in_process({book: made[book, name] for book in books}, cores)
    rows: list[Row] = []
    files: list[str] = []
    for reading in told.readings:
        truth = books[reading.name].truth
        submission = reading.submission
        read = submission.evaluations if submission else ()
        unread = "".join(piece.text for piece in submission.unread) if submission else ""
        rows += measured(truth, read, unread)
        files += [reading.name] * (len(rows) - len(files))
    return Result(name, rows, files, sum(len(book.truth) for book in books.values()), told)


def line(one: Result) -> str:
    """One line of the table."""
    seconds = sum(reading.seconds for reading in one.told.readings)
    processor = sum(reading.processor for reading in one.told.readings)
    pages = sum(reading.pages or 0 for reading in one.told.readings)
    goal = GOALS.get(one.name)
    exact = sum(row.exact for row in one.rows) / len(one.rows) if one.rows else 0.0
    cells = [
        one.name,
        str(one.forms),
        str(len(one.rows)),
        f"{exact:.4f}",
        f"{one.share:.4f}",
        ("" if goal is None or one.name == _PHOTOGRAPH else f"{goal:g} {'✓' if one.share >= goal else '✗'}"),
        f"{one.silent * 1000:.1f} {'✓' if one.silent <= SILENT_GOAL else '✗'}",
        f"{seconds / max(one.forms, 1) * 1000:.0f}",
        f"{processor / max(one.forms, 1) * 1000:.0f}",
        f"{pages / processor:.3g}" if pages and processor else "",
        f"{one.told.memory:.0f}",
        str(sum(bool(reading.refused) for reading in one.told.readings) or ""),
    ]
    return "| " + " | ".join(cells) + " |"


COUNTED = "整行正确：PDF 不计空白（折行处的空格看不出来），扫描件另不计全角半角；其余须逐字一致。"
HEAD = """\
| 格式 | 表 | 行 | 逐字一致 | 整行正确 | 目标 | 未标注的错数（每千行） | 毫秒/表 | 处理器毫秒/表 | 页/处理器秒 | 内存 MB | 拒读 |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"""


def calibration(results: Sequence[Result]) -> list[str]:
    """What was claimed and what was true, by confidence of the row, and how many wrong rows carried a doubt."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in results:
        for row in one.rows:
            if row.confidence is not None:
                at = max(index for index, low in enumerate(BINS) if row.confidence >= low)
                bins[at].append((row.confidence, one.right(row)))
    lines = ["| 置信度 | 行 | 平均置信度 | 实际正确率 |", "|---|--:|--:|--:|"]
    for at in sorted(bins):
        top = BINS[at + 1] if at + 1 < len(BINS) else None
        claimed = sum(confidence for confidence, _ in bins[at]) / len(bins[at])
        true = sum(right for _, right in bins[at]) / len(bins[at])
        lines.append(f"| {BINS[at]:g}{f'—{top:g}' if top else ''} | {len(bins[at])} | {claimed:.3f} | {true:.3f} |")
    rows = [(row, one.right(row)) for one in results for row in one.rows]
    wrong = [row for row, right in rows if not right]
    doubted = [(row, right) for row, right in rows if row.doubted]
    told = sum(row.doubted for row in wrong)
    lines.append("")
    lines.append(
        f"读错的 {len(wrong)} 行中有 {told} 行带有存疑标注；"
        f"带存疑标注的 {len(doubted)} 行中有 {sum(not right for _, right in doubted)} 行确实读错。"
    )
    return lines


def faults(results: Sequence[Result]) -> list[str]:
    """The rows that were read wrongly, a line each; ! where a wrong figure was not doubted."""
    return [
        f"{one.name} {file}{' !' if row.silent else ''} {row.name}: {said(row)}"
        for one in results
        for row, file in zip(one.rows, one.files, strict=True)
        if not (one.right(row))
    ]


def said(row: Row) -> str:
    """What was laid out and what was read, field by field."""
    return "；".join(f"{field} {truth} → {read}" for field, truth, read in row.wrong) or "整行"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench reading", description="测量各种格式文件的读取正确率、速度和内存")
    parser.add_argument("--formats", default="docx,doc,xlsx,xlsx-numbers,xls,html,txt," + ",".join(PDF_FORMATS))
    parser.add_argument("--styles", type=int, default=3, help="每份内容用几种样式排版（默认 3）")
    parser.add_argument("--first", type=int, default=0, help="第一种样式的编号（默认 0）")
    parser.add_argument("--sample", type=int, default=6, help="扫描件只取几份（默认 6；识别一页要数秒）")
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="另外取用内容的文件夹（没有则略过）")
    parser.add_argument("--cores", type=int, default=1, help="读取所用的核数（默认 1）")
    parser.add_argument("--faults", action="store_true", help="列出读错的行")
    options = parser.parse_args(arguments)
    chosen = list(FORMATS) if options.formats == "all" else options.formats.split(",")
    missing = [name for name in chosen if not FORMATS[name].available]
    if missing:
        print(f"缺少生成所需的程序，略过：{'、'.join(missing)}。\n")
    given = sources([ROOT / "examples", options.published])
    books = booklets(given, options.styles, options.first)
    print(f"测量环境：{machine()}；读取用 {options.cores} 核。")
    print(
        f"共 {len(given)} 份材料，{options.styles} 种样式；扫描件取 {options.sample} 份。{COUNTED}\n\n{HEAD}",
        flush=True,
    )
    results = []
    for name in chosen:
        if name in missing:
            continue
        taken = sample(books, options.sample) if name in SCAN_FORMATS else books
        results.append(result(name, taken, written(taken, [name]), options.cores))
        print(line(results[-1]), flush=True)
    print("\n" + "\n".join(calibration(results)))
    refused = {reading.refused for one in results for reading in one.told.readings if reading.refused}
    print("\n".join(sorted(refused)))
    if options.faults:
        print("\n".join(faults(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
