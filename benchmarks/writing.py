"""How long writing a form takes in each format: python3 dev.py bench writing [--rows 40] [--formats docx,xlsx].

A form in the layout of 2020 with merged first columns is made of generated texts, no two runs alike, and written as one file. The first
file of a process also loads what the format needs and is told apart; of the others the shortest and the middle time are shown.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table
from run import machine

from jixiao.papers import Cell, Grid, Line, Paper
from jixiao.papers.formats import formats

GOALS = {"docx": 150, "xlsx": 30, "pdf": 300}
"""What writing a form of 40 rows may take, in milliseconds on one core."""

_LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
_HEADINGS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


def paper(rows: int, number: int) -> Paper:
    """A form of this many indicator rows; the `number` makes its texts its own."""
    return Paper(
        name="自评表",
        blocks=(
            Line(text="项目支出绩效自评表", style="title"),
            Line(text=f"（{2020 + number % 5}年度）", style="subtitle"),
            Line(text="单位：万元", style="small_right"),
            _funds(number),
            _indicators(rows, number),
        ),
    )


def _funds(number: int) -> Grid:
    texts = ["项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    cells = [Cell(row=0, column=column, text=text, role="heading") for column, text in enumerate(texts)]
    for row, name in enumerate(("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"), 1):
        cells.append(Cell(row=row, column=0, text=name, role="label"))
        amounts = (f"{1000 + number + row:,}.50", f"{1000 + number + row:,}.50", f"{900 + row}.25", "10", "90%", "9.0")
        cells += [Cell(row=row, column=column, text=text, role="number") for column, text in enumerate(amounts, 1)]
    return Grid(widths=(4, 3, 3, 3, 1.5, 2, 1.5), cells=tuple(cells))


def _indicators(rows: int, number: int) -> Grid:
    cells = [Cell(row=0, column=column, text=text, role="heading") for column, text in enumerate(_HEADINGS)]
    bounds = [1 + rows * part // len(_LEVELS) for part in range(len(_LEVELS) + 1)]
    for (first, second), start, end in zip(_LEVELS, bounds, bounds[1:], strict=False):
        if end > start:
            cells.append(Cell(row=start, column=0, row_span=end - start, text=first, role="label"))
            cells.append(Cell(row=start, column=1, row_span=end - start, text=second, role="label"))
    for row in range(1, rows + 1):
        reason = f"第{number}批物资到货较晚，下一年度提前{row}个月安排采购，并按季度检查进度。" if row % 3 == 0 else ""
        texts = (
            f"第{number}批医保政策宣传活动覆盖乡镇数量（{row}）",
            f"≥{row + number}场",
            f"{row}场",
            "2",
            "1.75",
            reason,
        )
        roles = ("text", "value", "value", "number", "number", "text")
        cells += [
            Cell(row=row, column=column, text=text, role=role)
            for column, (text, role) in enumerate(zip(texts, roles, strict=True), 2)
        ]
    cells.append(Cell(row=rows + 1, column=0, column_span=5, text="总分", role="label"))
    cells += [
        Cell(row=rows + 1, column=column, text=text, role="number")
        for column, text in ((5, "100"), (6, "96.5"), (7, ""))
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(widths=(2, 2.4, 5, 2.6, 2.6, 1.4, 1.4, 4), cells=tuple(cells), header_rows=1, joined=True)


def measured(code: str, rows: int, repeats: int) -> tuple[list[float], int]:
    """Milliseconds of processor time of each run in one format, and the size of the last file."""
    times, size = [], 0
    for number in range(repeats + 1):
        given = [paper(rows, number)]
        start = time.process_time()
        size = len(formats[code].write(given))
        times.append((time.process_time() - start) * 1000)
    return times, size


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="测量各种格式写出一份表的耗时")
    parser.add_argument("--rows", type=int, default=40, help="指标行数（默认 40）")
    parser.add_argument("--repeats", type=int, default=20, help="每种格式写出的次数（默认 20，首次另计）")
    parser.add_argument(
        "--formats", default=",".join(each.code for each in formats), help="格式，以逗号分隔（默认全部）"
    )
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"测量环境：{machine()}。")
    table = Table(title=f"写出一份 {options.rows} 行的表（处理器时间，毫秒）", title_justify="left")
    table.add_column("格式")
    for heading in ("首次", "最短", "居中", "要求", "文件大小（KB）"):
        table.add_column(heading, justify="right")
    for code in options.formats.split(","):
        (first, *others), size = measured(code, options.rows, options.repeats)
        goal = f"≤{GOALS[code]}" if code in GOALS else "—"
        table.add_row(code, f"{first:.1f}", f"{min(others):.1f}", f"{median(others):.1f}", goal, f"{size / 1000:.1f}")
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
