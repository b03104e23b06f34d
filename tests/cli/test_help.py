from importlib import import_module
from pkgutil import iter_modules

import pytest

from jixiao import __version__
from jixiao.cli.chinese import ChineseFormatter
from tests.cli.command_line import Run


@pytest.mark.parametrize("command", ["read", "score", "simulate", "audit", "answer", "explain", "list", "doctor"])
def test_help_is_chinese_through_and_through(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"用法：jixiao {command} [选项] ")
    assert "参数：" in result.stdout
    assert "选项：" in result.stdout
    for english in ("Usage", "Options", "Commands", "Show this message", "required", "OPTIONS", "default"):
        assert english not in result.stdout


def test_the_first_help_lists_the_commands_in_order_of_use(run: Run) -> None:
    for result in (run("--help"), run()):
        told = result.stdout
        assert told.startswith("用法：jixiao [选项] 命令 [参数]…")
        lines = told.partition("命令（")[2].splitlines()
        listed = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
        first = ["read", "score", "simulate", "audit", "answer", "explain", "list", "doctor"]
        assert [name for name in listed if name in first] == first
        packages = map(import_module, ("jixiao.cli.commands", "jixiao_web.commands"))
        modules = {each.name.replace("_", "-") for package in packages for each in iter_modules(package.__path__)}
        assert set(listed) == modules
    assert run("--help").exit_code == 0
    assert run().exit_code == 2


def test_columns_of_help_line_up_in_cells_not_characters() -> None:
    formatter = ChineseFormatter(width=60)
    formatter.write_dl([("-o 文件", "甲" * 40), ("--check", "乙"), ("-" * 40, "丙")])
    lines = formatter.getvalue().splitlines()
    assert lines[0].startswith("-o 文件   ")
    assert lines[1].startswith(" " * 36 + "甲")
    assert lines[-1] == " " * 36 + "丙"


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"绩效自评审核程序 jixiao {__version__}\n"
