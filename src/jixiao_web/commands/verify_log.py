"""`jixiao verify-log`: whether the log of the web application is whole."""

from pathlib import Path

import click

from jixiao.cli.program import Part, command
from jixiao_web.commands.serve import started, takes_data


@command(Part.SERVE, 20)
@takes_data
def verify_log(data: Path | None) -> int:
    """核验网上报送的操作日志和佐证材料：逐条验算校验链，逐份核对文件，有改动、删除、调换即指出。"""
    started(data, must_exist=True)
    from jixiao_web.trail.verifying import verify  # noqa: PLC0415 - Django must be set up first

    verdict = verify()
    click.echo(verdict.fault or f"操作日志完整，共{verdict.entries}条。")
    return 1 if told_evidence() or verdict.fault else 0


def told_evidence() -> bool:
    """Say whether the evidence is whole; returns whether anything is wrong with it. Django must be set up."""
    from jixiao_web.evidence.verifying import verify  # noqa: PLC0415 - Django must be set up first

    verdict = verify()
    for fault in verdict.faults:
        click.echo(fault)
    if not verdict.faults:
        click.echo(f"佐证材料完整，共{verdict.pieces}份，封存的清单{verdict.lists}份。")
    return bool(verdict.faults)
