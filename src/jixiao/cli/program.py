"""The program `jixiao`: its commands stand in `cli/commands/`, a module for each, imported when the command is called or listed.

Other packages add commands of their own: each names its package of such modules as an entry point of the group "jixiao.commands". A
command declares under which heading of the help page it stands and at which place there; nothing lists the commands by hand.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType

import click
from click.formatting import HelpFormatter

from jixiao import __version__
from jixiao.cli import commands
from jixiao.cli.chinese import ChineseCommand, ChineseGroup


class Part(Enum):
    """The parts of the list of commands, in this order."""

    EXAMINE = "读取、评分、审核"
    WRITE = "编制、转换、出具文书"
    PUBLISH = "公开、共享数据"
    LOOK = "查询、排查"
    SERVE = "网上报送"


class _Listed(ChineseCommand):
    """A command that knows its place in the help page of the program."""

    part = Part.LOOK
    place = 0


class _Program(ChineseGroup):
    """Finds a command by the name of its module, so that calling one loads none of the others."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, None if there is no module of its name."""
        if cmd_name not in self.commands:
            module = _OWN.get(cmd_name) or _further().get(cmd_name)
            if module is not None:
                import_module(module)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands in the order of the help page."""
        return [name for _, names in self._parts(ctx) for name in names]

    def _parts(self, ctx: click.Context) -> list[tuple[Part, list[str]]]:
        found = [
            command for name in {**_OWN, **_further()} if isinstance(command := self.get_command(ctx, name), _Listed)
        ]
        ordered = sorted(found, key=lambda command: (command.place, str(command.name)))
        parts = [(part, [str(command.name) for command in ordered if command.part is part]) for part in Part]
        return [(part, names) for part, names in parts if names]

    def format_commands(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write the commands of each part under its heading."""
        for part, names in self._parts(ctx):
            with formatter.section(f"命令（{part.value}）"):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(120)) for name in names])


def _modules(package: ModuleType) -> dict[str, str]:
    """The commands of a package, each with the module that holds it."""
    return {
        module.name.replace("_", "-"): f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__)
    }


_OWN = _modules(commands)


@cache
def _further() -> dict[str, str]:
    """The commands of other packages; asked for only when none of our own is meant, or all are listed."""
    found: dict[str, str] = {}
    for point in entry_points(group="jixiao.commands"):
        found |= _modules(point.load())
    return found


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's callback
    if asked:
        click.echo(f"绩效自评审核程序 jixiao {__version__}")
        ctx.exit()


_ABOUT = """绩效自评审核：读取绩效自评表，按评价口径重新计分，逐项审核并指出问题所在的单元格。

\b
常用：
  jixiao audit 自评表.txt                            审核一个文件，结果显示在屏幕上
  jixiao audit 材料文件夹 --format html -o 报告.html 审核整个文件夹，生成可打印的报告
  jixiao explain SCO-01                              说明某个审核点

退出状态：0 没有达到所选等级的问题，1 有，2 所要求的事没有做成。
"""


@click.group(cls=_Program, help=_ABOUT)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="显示版本号。")
def jixiao() -> None:
    """Hold the commands together."""


def command(
    part: Part, place: int, arguments: dict[str, str] | None = None
) -> Callable[[Callable[..., object]], ChineseCommand]:
    """Make a function the command named by its module (`fill_in.py` is `jixiao fill-in`); returns what decorates it.

    `part` and `place` say where the help page shows it: places count within the part, in tens, so that a new one fits between two.
    `arguments` explains the positional arguments. The function returns the exit status, None for 0.
    """

    def declared(function: Callable[..., object]) -> ChineseCommand:
        name = function.__module__.rpartition(".")[2].replace("_", "-")
        made = click.command(name, cls=_Listed, arguments=arguments)(function)
        made.part, made.place = part, place
        jixiao.add_command(made)
        return made

    return declared
