"""Whether forms are read as they were written, in every layout and format: python3 dev.py bench round_trip [--forms 500] [--pdf 50].

Forms by chance (tests/renderers/official/by_chance.py) are filled into each declared layout, written, and read again; every value, every
unread text and every doubt counts. With --jobs several processes share the work. The exit status is 1 when anything was read otherwise.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table
from run import machine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from jixiao.forms import layouts
from jixiao.forms.parts import Account
from jixiao.papers.formats import formats
from tests.renderers.official.by_chance import form_by_chance
from tests.renderers.official.same import round_trip

_SHOWN = 3
"""Forms per layout and format whose faults are printed."""


def faults_of(code: str, kind: str, seed: int) -> tuple[int, list[str]]:
    """The seed, and what was read otherwise than it was written; a crash is a fault."""
    layout = layouts()[code]
    try:
        return seed, round_trip(form_by_chance(layout, seed), layout, kind)
    except Exception as error:  # noqa: BLE001 - whatever it is, the count of the others goes on
        return seed, [f"{type(error).__name__}: {error}"]


def _runs(options: argparse.Namespace) -> Iterator[tuple[str, str, int]]:
    for layout in layouts():
        if layout.part(Account) is None and (not options.layouts or layout.code in options.layouts.split(",")):
            for kind in options.formats.split(","):
                yield layout.code, kind, options.pdf if kind == "pdf" else options.forms


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="按各种表式、各种格式写出再读回，逐值比较")
    parser.add_argument("--forms", type=int, default=500, help="每种表式、每种格式的表数（默认 500）")
    parser.add_argument("--pdf", type=int, default=50, help="其中 PDF 的表数（默认 50）")
    parser.add_argument("--first", type=int, default=0, help="第一张表的随机种子（默认 0）")
    parser.add_argument("--layouts", default="", help="表式，以逗号分隔（默认全部）")
    parser.add_argument(
        "--formats", default=",".join(each.code for each in formats), help="格式，以逗号分隔（默认全部）"
    )
    parser.add_argument("--jobs", type=int, default=1, help="进程数（默认 1）")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"测量环境：{machine()}。")
    table = Table(title="写出再读回", title_justify="left")
    for heading in ("表式", "格式", "表数", "有出入", "每张毫秒"):
        table.add_column(heading, justify="left" if heading in {"表式", "格式"} else "right")
    wrong = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        for code, kind, count in _runs(options):
            start = time.perf_counter()
            seeds = range(options.first, options.first + count)
            found = [each for each in pool.map(partial(faults_of, code, kind), seeds, chunksize=10) if each[1]]
            for seed, faults in found[:_SHOWN]:
                console.print(f"{code} {kind} {seed}：{faults[0][:200]}", markup=False)
            spent = (time.perf_counter() - start) / count * 1000
            table.add_row(code, kind, str(count), str(len(found)), f"{spent:.0f}")
            print(f"{code} {kind} {count}：有出入{len(found)}", file=sys.stderr, flush=True)
            wrong += len(found)
    console.print(table)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
