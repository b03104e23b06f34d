"""The registries for people at a terminal: one check explained, and the lists of checks, rule packs and layouts."""

import textwrap
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding

from jixiao.audit import FAMILIES, Check, checks
from jixiao.forms import ReadingProblem, layouts, reading_problems
from jixiao.model.titles import FORMS, KINDS
from jixiao.renderers.columns import INDICATOR, LEVELS
from jixiao.renderers.terminal.page import SEVERITY_STYLES, line, table, words
from jixiao.scoring import packs

_COLUMNS = {**LEVELS, **INDICATOR, "operator": "性质", "unit": "度量单位"}


def show_check(check: Check, console: Console) -> None:
    """Print all that is known about a check: 定义, 为什么要紧, 怎么改, 依据, the faulty and the sound example."""
    console.print(
        line(words(f"{check.code} ", "bold blue"), words(check.title, "bold"), words(f"　{check.name}", "dim"))
    )
    graded = line(
        "等级　", words(check.severity.chinese, SEVERITY_STYLES[check.severity]), f"　把握　{check.certainty.chinese}"
    )
    console.print(Padding(graded, (0, 0, 1, 0)))
    for label, text in (
        ("定义", check.definition),
        ("为什么要紧", check.why),
        ("怎么改", check.remedy),
        ("依据", "\n".join(_basis(check))),
        ("有问题的例子", textwrap.dedent(check.faulty).strip()),
        ("改正后的例子", textwrap.dedent(check.sound).strip()),
    ):
        if text:
            console.print(words(label, "bold"))
            console.print(Padding(words(text), (0, 0, 1, 2)))


def _basis(check: Check) -> Iterator[str]:
    for article in check.basis:
        yield f"{article}：{article.summary}{article.caution}"
    if check.basis_note:
        yield check.basis_note


def show_reading_problem(problem: ReadingProblem, console: Console) -> None:
    """Print all that is known about a problem of reading: 定义, 为什么要紧, 怎么改."""
    console.print(
        line(words(f"{problem.code} ", "bold blue"), words(problem.title, "bold"), words(f"　{problem.name}", "dim"))
    )
    console.print(
        Padding(line("等级　", words(problem.severity.chinese, SEVERITY_STYLES[problem.severity])), (0, 0, 1, 0))
    )
    for label, text in (("定义", problem.definition), ("为什么要紧", problem.why), ("怎么改", problem.remedy)):
        console.print(words(label, "bold"))
        console.print(Padding(words(text), (0, 0, 1, 2)))


def show_checks(console: Console) -> None:
    """Print all checks by family."""
    for family, title in FAMILIES.items():
        members = [check for check in checks if check.family == family]
        if members:
            rows = table("代码", "等级", "审核点", "定义", title=f"{title}（{family}，{len(members)}个）")
            for check in members:
                graded = words(check.severity.chinese, SEVERITY_STYLES[check.severity])
                rows.add_row(words(check.code), graded, words(check.title), words(check.definition))
            console.print(rows)
    rows = table("代码", "等级", "问题", "定义", title=f"读取（READ，{len(reading_problems)}个）")
    for problem in reading_problems:
        graded = words(problem.severity.chinese, SEVERITY_STYLES[problem.severity])
        rows.add_row(words(problem.code), graded, words(problem.title), words(problem.definition))
    console.print(rows)
    console.print(words(f"共{len(checks)}个审核点；用 jixiao explain 代码 查看说明。", "dim"))


def show_rules(console: Console) -> None:
    """Print all rule packs (评价口径)."""
    rows = table("代码", "评价口径", "发布单位", "适用时间", "说明")
    for pack in packs:
        begun = str(pack.valid_from or "施行日期不详")
        period = f"{begun}至{pack.valid_to}" if pack.valid_to else f"{begun}起" if pack.valid_from else begun
        checked = "" if pack.verified else "（文字尚未与原文核对）"
        rows.add_row(words(pack.code), words(pack.title), words(pack.issuer), period, words(pack.description + checked))
    console.print(rows)


def show_layouts(console: Console) -> None:
    """Print all layouts (表式) that are recognised, with the columns of their indicator table."""
    rows = table("代码", "表式", "用于", "指标栏目")
    for layout in layouts():
        used = KINDS[layout.kind] + FORMS[layout.form]
        columns = "、".join(_COLUMNS[field] for field in layout.columns) or "（文字，没有指标表）"
        rows.add_row(words(layout.code), words(layout.title), words(used), words(columns))
    console.print(rows)
