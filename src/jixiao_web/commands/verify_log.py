"""`jixiao verify-log`: whether the log of the web application is whole."""

from pathlib import Path

import click

from jixiao.cli.program import Part, command
from jixiao_web.commands.serve import started, takes_data


@command(Part.SERVE, 20)
@takes_data
def verify_log(data: Path | None) -> int:
    """核验网上报送的操作日志：逐条验算校验链，有改动、删除、调换即指出第一处。"""
    started(data, must_exist=True)
    from jixiao_web.trail.verifying import verify  # noqa: PLC0415 - Django must be set up first

    verdict = verify()
    click.echo(verdict.fault or f"操作日志完整，共{verdict.entries}条。")
    return 1 if verdict.fault else 0
