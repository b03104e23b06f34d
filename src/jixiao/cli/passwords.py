"""The password for encrypted files: out of a file, the environment, or the command line, where others on the machine can see it."""

from collections.abc import Callable
from functools import wraps
from os import environ
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.readers import reason

P = ParamSpec("P")
R = TypeVar("R")

VARIABLE = "JIXIAO_PASSWORD"
"""The environment variable that holds the password when no option does."""
_LONGEST = 4096
"""Bytes of a file that holds a password and nothing else."""

_option = click.option(
    "--password",
    metavar="密码",
    help="加密文件的密码；一次给一个，对所有加密的文件都试这一个，不会猜测别的。"
    f"写在命令里的密码，本机其他用户查看进程时看得到；不想让人看到，请用 --password-file 或环境变量 {VARIABLE}。",
)
_file_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="文件",
    help=f"从文件的第一行读取密码；与 --password 只能用一个。两个都不写，则用环境变量 {VARIABLE} 的值，没有就不用密码。",
)


def takes_password(command: Callable[P, R]) -> Callable[..., R]:
    """Give a command both options; the command itself gets `password`, wherever it comes from."""

    @_option
    @_file_option
    @wraps(command)
    def with_password(*args: P.args, **options: P.kwargs) -> R:
        file = options.pop("password_file")
        options["password"] = chosen(options["password"], file)  # type: ignore[arg-type] # what click's options gave
        return command(*args, **options)

    return with_password


def chosen(password: str | None, file: Path | None) -> str | None:
    """The password to try, None for none; raises CannotDoError when both options are given or the file holds none."""
    if password is not None and file is not None:
        message = "--password 和 --password-file 只能用一个；请去掉其中一个。"
        raise CannotDoError(message)
    if password is not None:
        return password
    return environ.get(VARIABLE) or None if file is None else _first_line(file)


def _first_line(path: Path) -> str:
    """The first line of a file without its end; spaces belong to the password."""
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        message = f"读不到密码文件“{path}”（{reason(error)}）；请核对路径和读取权限。"
        raise CannotDoError(message) from error
    line = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].removesuffix(b"\r")
    if not line or len(content) > _LONGEST:
        what = f"超过 {_LONGEST} 字节，不像密码文件" if line else "第一行是空的"
        message = f"密码文件“{path}”{what}；请把密码单独写在文件的第一行。"
        raise CannotDoError(message)
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")
