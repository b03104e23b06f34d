"""How hostile files are met, kind by kind: python3 benchmarks/hostile.py [--count 1000] [--first 0] [--kind KIND …] [--keep FOLDER].

Every file goes the whole way, as on the command line: taken apart if it is an archive, read, recognised, scored, audited; in the same
guarded worker processes. Each must be refused with one sentence or read, in the time and memory that its size allows; what broke a rule is
listed below the table. With --keep those files are written to a folder.
"""

import argparse
import sys
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the generator is shared with the tests

from jixiao.workers import Ended, Workers  # noqa: E402
from tests.hostile.generating import KINDS, Hostile, hostile_file, hostile_files  # noqa: E402
from tests.hostile.handling import Handled, faults, handle  # noqa: E402


def chosen(options: argparse.Namespace) -> Iterator[Hostile]:
    """The files that are asked for."""
    if not options.kind:
        yield from hostile_files(options.count, options.first)
        return
    for kind in options.kind:
        for number in range(options.first, options.first + options.count):
            yield hostile_file(kind, number)


def met(options: argparse.Namespace, folder: Path) -> Iterator[tuple[Hostile, Handled | Ended]]:
    """Write each file to the folder, let a worker handle it, and say what became of it."""
    waiting: deque[Hostile] = deque()

    def paths() -> Iterator[Path]:
        for file in chosen(options):
            path = folder / file.name
            path.write_bytes(file.content)
            waiting.append(file)
            yield path

    with Workers(options.jobs) as workers:
        for result in workers.each(handle, paths()):
            file = waiting.popleft()
            (folder / file.name).unlink()
            yield file, result


def table(results: dict[str, list[tuple[Hostile, Handled | Ended]]]) -> Table:
    """One line for each kind of file."""
    shown = Table(title="怎样对待有害文件", title_justify="left")
    shown.add_column("种类")
    for heading in ("个数", "拒绝", "读出", "中止", "最慢 秒", "内存 MB", "不合要求"):
        shown.add_column(heading, justify="right")
    for kind, each in sorted(results.items()):
        handled = [result for _, result in each if isinstance(result, Handled)]
        refused = sum(result.refused for result in handled)
        wrong = sum(bool(faults(result)) for _, result in each)
        shown.add_row(
            kind,
            str(len(each)),
            str(refused),
            str(len(handled) - refused),
            str(len(each) - len(handled)),
            f"{max((result.seconds for result in handled), default=0):.2f}",
            f"{max((result.peak for result in handled), default=0) / 2**20:.0f}",
            str(wrong) if wrong else "",
        )
    return shown


def main() -> int:
    """Meet the files and print what became of them; 1 when one broke a rule."""
    parser = argparse.ArgumentParser(description="生成有害文件，逐一处理，统计结果")
    parser.add_argument("--count", type=int, default=1000, help="文件个数（写了 --kind 则为每种的个数；默认 1000）")
    parser.add_argument("--first", type=int, default=0, help="从第几号开始（默认 0）")
    parser.add_argument("--kind", action="append", choices=sorted(KINDS), metavar="种类", help="只要这一种，可以写多次")
    parser.add_argument("--jobs", type=int, default=1, help="进程个数（默认 1）")
    parser.add_argument("--keep", type=Path, help="把不合要求的文件存到这个文件夹")
    options = parser.parse_args()
    results: dict[str, list[tuple[Hostile, Handled | Ended]]] = defaultdict(list)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for file, result in met(options, Path(folder)):
            found = faults(result)
            results[file.kind.name].append((file._replace(content=b""), result))
            wrong += bool(found)
            for fault in found:
                print(f"{file.name}: {fault}", flush=True)
            if found and options.keep:
                options.keep.mkdir(exist_ok=True)
                (options.keep / file.name).write_bytes(file.content)
    Console(width=None if sys.stdout.isatty() else 150).print(table(results))
    print(f"共 {sum(map(len, results.values()))} 个文件，{wrong} 个不合要求。")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
