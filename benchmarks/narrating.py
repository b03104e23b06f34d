"""How long composing and checking a 自评报告 takes: python3 dev.py bench narrating [--rows 10,40,160] [--projects 5,20,80].

Each form is generated anew (`generated.py`), read and audited beforehand; measured is the way from the audited form to the checked paper,
without drawings' first start and without writing a file (see `writing.py`).
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import generated
from rich.console import Console
from rich.table import Table
from run import machine

from jixiao import pipeline
from jixiao.renderers.narrative import narrate
from jixiao.results import Audited


def audited(text: str) -> Audited:
    """A generated text, read and audited."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自评表.txt"
        path.write_text(text, encoding="utf-8")
        return pipeline.audit(path)


def measured(work: Callable[[], object], repeats: int) -> float:
    """Milliseconds of processor time, the middle of several runs; the first, which loads what drawings need, is left out."""
    times = []
    for _ in range(repeats + 1):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return median(times[1:])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="测量编写自评报告的耗时")
    parser.add_argument("--rows", default="10,40,160", help="项目报告的指标行数，以逗号分隔")
    parser.add_argument("--projects", default="5,20,80", help="部门报告的项目个数，以逗号分隔")
    parser.add_argument("--repeats", type=int, default=5, help="每种编写的次数（默认 5，首次不计）")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"测量环境：{machine()}。")
    table = Table(title="编写并回查一份自评报告（处理器时间，毫秒）", title_justify="left")
    for heading in ("报告", "居中"):
        table.add_column(heading, justify="right")
    for rows in map(int, options.rows.split(",")):
        form = audited(generated.form(rows))
        table.add_row(f"项目，{rows}行指标", f"{measured(lambda form=form: narrate([form]), options.repeats):.0f}")
    for projects in map(int, options.projects.split(",")):
        forms = audited(generated.file(projects, 10))
        time_taken = measured(lambda forms=forms: narrate([forms], [], "department"), options.repeats)
        table.add_row(f"部门，{projects}个项目", f"{time_taken:.0f}")
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
