"""Options and arguments that several commands take; -o and --force stand in `output.py`, the password in `passwords.py`."""

from pathlib import Path

import click

from jixiao.cli.chinese import Count

FILES = {"文件…": "要处理的文件或文件夹，可以有多个；文件夹连同下级一并处理；写 - 表示从标准输入（管道）读取。"}
"""What `command(arguments=…)` says of the files."""

takes_files = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
takes_jobs = click.option(
    "--jobs", type=Count(), metavar="个数", help="同时使用几个处理器核心；不写则文件多时用全部核心。"
)
takes_rules = click.option(
    "--rules",
    metavar="口径[,口径…]",
    help="评价口径的代码，写几个就并列几个；不写则用财预〔2020〕10号。用 jixiao list rules 查看。",
)
