"""Click speaking Chinese: help pages with 用法/参数/选项/命令, widths counted in terminal cells, and error sentences.

Click translates by gettext and by the locale of the machine; our users' machines have any locale, so the words are set here.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import click
from click.formatting import HelpFormatter
from rich.cells import cell_len

from jixiao.renderers.terminal import harmless, wrap

_GAP = 2
_WIDEST_TERM = 34
_LINE_WIDTH = 100


class CannotDoError(click.ClickException):
    """What was asked cannot be done; the message is one whole Chinese sentence for the user. Exit status 2."""

    exit_code = 2


class ChineseFormatter(HelpFormatter):
    """A help page whose columns line up although a Chinese character is two cells wide."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line of a help page."""
        self.write(f"{prefix or '用法：'}{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """Write a section's title."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; a paragraph that begins with a backspace mark keeps its line breaks."""
        blocks = re.split(r"\n\s*\n", text.strip())
        for number, block in enumerate(blocks):
            if number:
                self.write("\n")
            verbatim = block.lstrip().startswith("\b")
            lines = block.replace("\b", "").strip("\n").splitlines() if verbatim else wrap(block, self._room(0))
            for line in lines:
                self.write(f"{'':>{self.current_indent}}{line.rstrip()}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = _GAP) -> None:
        """Write terms and what they mean in two columns."""
        listed = list(rows)
        column = min(max(cell_len(term) for term, _ in listed), col_max) + col_spacing
        for term, meaning in listed:
            self.write(f"{'':>{self.current_indent}}{term}")
            lines = wrap(meaning, self._room(column))
            used = cell_len(term)
            if used > column - col_spacing:
                self.write("\n")
                used = -self.current_indent
            for line in lines:
                self.write(f"{'':>{column - used}}{line}\n")
                used = -self.current_indent

    def _room(self, taken: int) -> int:
        return max(min(self.width, _LINE_WIDTH) - self.current_indent - taken, 20)


class _ChineseContext(click.Context):
    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help page is Chinese; `arguments` explains the positional arguments."""

    context_class = _ChineseContext

    def __init__(self, *args: Any, arguments: dict[str, str] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - click's own open signature
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)
        self.arguments = arguments or {}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give --help its Chinese sentence."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明。"
        return option

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write the sections 参数 and 选项."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [_in_chinese(record) for option in options if (record := option.get_help_record(ctx))]
        for heading, rows in (("参数", list(self.arguments.items())), ("选项", records)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _in_chinese(record: tuple[str, str]) -> tuple[str, str]:
    """Say of an option in Chinese that it must be written."""
    term, told = record
    return term, told.replace("  [required]", "（必须写）")


class ChineseGroup(ChineseCommand, click.Group):
    """A group of Chinese commands that ends every failure with one sentence on standard error and status 2."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own open signature
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,  # noqa: ANN401 - click's own open signature
    ) -> Any:  # noqa: ANN401 - click's own return type
        """Run; in standalone mode exit with the status, errors told in one Chinese sentence."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(2)
        except click.ClickException as error:
            _fail(sentence(error))
        except click.Abort:
            _fail("已中止。")
        except BrokenPipeError:
            # The reader of the pipe has gone (jixiao … | head): nothing to say, and nothing left to flush.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(2)
        except Exception as error:
            if os.environ.get("JIXIAO_DEBUG"):
                raise
            _fail(
                f"程序内部出错（{type(error).__name__}：{error}），本次操作没有完成；"
                "请设置环境变量 JIXIAO_DEBUG=1 重新运行，并把显示的内容交给安装本程序的人员。"
            )
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> NoReturn:
    click.echo(harmless(message), err=True)
    sys.exit(2)


class OneOf(click.ParamType[str]):
    """A word out of a fixed list; `meanings` says in Chinese what words mean that do not speak for themselves."""

    name = "word"

    def __init__(self, *words: str, **meanings: str) -> None:
        self.words = (*words, *meanings)
        self.choice = "、".join([*words, *(f"{word}（{meaning}）" for word, meaning in meanings.items())])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word in its usual spelling; fails with the words there are."""
        word = value.strip().lower()
        if word not in self.words:
            self.fail(f"{_called(param)}只能是{self.choice}之一，收到的是“{value}”。", param, ctx)
        return word

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """Show the words in the help page."""
        return "|".join(self.words)


class Count(click.ParamType[int]):
    """A whole number from 1."""

    name = "count"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; fails for anything else."""
        if not str(value).isdecimal() or int(value) < 1:
            self.fail(f"{_called(param)}应为不小于1的整数，收到的是“{value}”。", param, ctx)
        return int(value)


def _called(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return f"参数“{param.human_readable_name}”"
    return f"选项 {param.opts[0]} " if param is not None else "取值"


def sentence(error: click.ClickException) -> str:
    """One Chinese sentence for any error that click raises, with the way to help where it is the command line that is wrong."""
    if isinstance(error, CannotDoError | click.BadParameter) and not isinstance(error, click.MissingParameter):
        return error.message
    told = "".join(_told(error))
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "jixiao"
    return f"{told}（用 {path} --help 查看用法）"


def _told(error: click.ClickException) -> Iterator[str]:
    message = error.format_message()
    if isinstance(error, click.MissingParameter):
        param = error.param
        name = param.human_readable_name if isinstance(param, click.Argument) else (param.opts[0] if param else "")
        choice = f"，可以写{param.type.choice}之一" if param is not None and isinstance(param.type, OneOf) else ""
        yield f"缺少参数“{name}”{choice}。"
    elif isinstance(error, click.NoSuchOption):
        yield f"没有“{error.option_name}”这个选项。"
        if error.possibilities:
            yield f"是不是要用 {'、'.join(sorted(error.possibilities))}？"
    elif isinstance(error, click.BadOptionUsage):
        yield f"选项 {error.option_name} 后面" + ("不能跟值。" if "does not take" in message else "要跟一个值。")
    elif found := re.search(r"No such command '(.*?)'", message):
        yield f"没有“{found[1]}”这个命令。"
    elif found := re.search(r"unexpected extra arguments? \((.*)\)", message):
        yield f"多出了参数“{found[1]}”。"
    else:
        yield f"命令行有误：{message}"
