"""How long reading, scoring and auditing take, per row and per file, and how the time grows: python3 dev.py bench [FILE…].

`python3 dev.py bench reading` goes on to reading.py: how well and how fast files of every format are read; `bench recalculation` to
recalculation.py: whether two scorers agree on a million rows; `bench writing` to writing.py: how long writing a form takes;
`bench narrating` to narrating.py: how long composing a 自评报告 takes; `bench web` to web.py: how long a person who fills in a form waits.

Each figure is the shortest of several runs in this one process. Files named on the command line are measured besides the generated ones.
Nothing here is a test: machines differ, and a test must not fail because one is busy.
"""

import argparse
import itertools
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeVar

import generated
from rich.console import Console
from rich.table import Table

import jixiao
from jixiao import materials
from jixiao.audit import audit
from jixiao.forms import recognise
from jixiao.readers.choosing import read_bytes
from jixiao.scoring import DEFAULT_PACK, packs, score

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
STAGES = ("读取", "识别", "记分", "审核")
SIZES = (1, 10, 100)
OTHERS = ("narrating", "reading", "recalculation", "round_trip", "web", "writing")
"""Measurements of their own, each a module beside this one."""


class Measured(NamedTuple):
    """Seconds per stage for one input, and how many forms and indicator rows were read from it."""

    title: str
    forms: int
    rows: int
    seconds: tuple[float, ...]

    @property
    def whole_way(self) -> float:
        """Seconds from bytes to findings; auditing includes the scoring, which is therefore not added again."""
        reading, recognising, _, auditing = self.seconds
        return reading + recognising + auditing


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Do some work; return the seconds it took and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure(title: str, contents: Sequence[bytes]) -> Measured:
    """Measure every stage on each of some contents of the same size; of each stage the shortest time counts."""
    pack = packs[DEFAULT_PACK]
    runs = []
    for content in contents:
        reading, document = clocked(partial(read_bytes, content, title))
        recognising, submission = clocked(partial(recognise, document))
        scoring, _ = clocked(
            lambda forms=submission.evaluations: [score(form, pack, i) for i, form in enumerate(forms)]
        )
        auditing, _ = clocked(partial(audit, submission, pack))
        runs.append((reading, recognising, scoring, auditing))
    rows = sum(len(form.indicators) for form in submission.evaluations)
    return Measured(title, len(submission.evaluations), rows, tuple(map(min, zip(*runs, strict=True))))


def growth(repeats: int) -> list[Measured]:
    """Measure files of 1, 10 and 100 forms and single forms of 30, 300 and 3,000 rows.

    Every repetition has other figures and names, so that nothing remembered from the one before makes it look fast.
    """
    rows = generated.ROWS
    measure("", [generated.form().encode()])  # vocabulary and patterns are made ready once, at the first form
    shapes = [(f"{size} 份表 × {rows} 行", size, rows) for size in SIZES]
    shapes += [(f"1 份表 × {rows * size} 行", 1, rows * size) for size in SIZES]
    firsts = itertools.count(start=2, step=2 * max(SIZES))
    return [
        measure(title, [generated.file(forms, rows, next(firsts)).encode() for _ in range(repeats)])
        for title, forms, rows in shapes
    ]


def table(title: str, measured: Iterable[Measured], *, growing: bool) -> Table:
    """Lay the figures out: milliseconds and rows per second of each stage, and the growth against the line above."""
    shown = Table(title=title, title_justify="left")
    shown.add_column("输入")
    for heading in ("表", "行", *(f"{stage} 毫秒" for stage in STAGES), "记分 行/秒", "审核 行/秒", "读到审核 毫秒"):
        shown.add_column(heading, justify="right")
    if growing:
        shown.add_column("比上一行", justify="right")
    previous: Measured | None = None
    for one in measured:
        cells = [one.title, str(one.forms), str(one.rows)]
        cells += [f"{second * 1000:.1f}" for second in one.seconds]
        cells += [f"{one.rows / second:,.0f}" for second in one.seconds[2:]]
        cells.append(f"{one.whole_way * 1000:.1f}")
        if growing:
            larger = previous is not None and one.rows > previous.rows
            cells.append(f"{one.whole_way / previous.whole_way:.1f} 倍" if previous and larger else "—")
        shown.add_row(*cells)
        previous = one
    return shown


def machine() -> str:
    """Describe where the figures come from."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), model)
    load = f"，当前负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{model}，{os.cpu_count()} 核{load}；{platform.system()} {platform.release()}；"
        f"Python {platform.python_version()}；jixiao {jixiao.__version__}，单进程"
    )


def main() -> int:
    """Measure and print."""
    if sys.argv[1:2] and sys.argv[1] in OTHERS:
        return import_module(sys.argv[1]).main(sys.argv[2:])
    parser = argparse.ArgumentParser(
        description="测量读取、识别、记分、审核的耗时",
        epilog="各种格式的读取正确率、速度和内存：bench reading（见 --help）",
    )
    parser.add_argument("files", nargs="*", type=Path, help="另外要测量的文件或文件夹（默认 examples/ 中的文本）")
    parser.add_argument("--repeats", type=int, default=3, help="每项重复次数，取最短的一次（默认 3）")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(f"测量环境：{machine()}。")
    console.print(
        f"每项取 {options.repeats} 次中最短的一次；审核含审核所需的记分；生成的表每次内容不同，文件每次相同。"
    )
    console.print(table("生成的表", growth(options.repeats), growing=True))
    listed = materials.listed(options.files or sorted((ROOT / "examples").glob("*.txt")))
    given = [measure(file.name, [file.read_bytes()] * options.repeats) for file in listed]
    if given:
        console.print(table("文件", given, growing=False))
        total = sum(one.whole_way for one in given)
        console.print(f"共 {len(given)} 个文件，{sum(one.rows for one in given)} 行，合计 {total * 1000:.0f} 毫秒。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
