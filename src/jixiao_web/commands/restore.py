"""`jixiao restore`: a data folder out of a backup."""

import os
from pathlib import Path

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.program import Part, command
from jixiao_web.backups import NoBackupError
from jixiao_web.backups import restore as restored
from jixiao_web.commands.serve import folder_of, started, takes_data
from jixiao_web.commands.verify_log import told_evidence


@command(Part.SERVE, 50, {"备份": "jixiao backup 写出的文件。"})
@click.argument("source", metavar="备份", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@takes_data
def restore(source: Path, data: Path | None) -> int:
    """从备份恢复网上报送：逐个文件核对后写入一个新的数据文件夹，升级数据库，再核验操作日志和佐证材料。

    已有的数据文件夹不会被覆盖。
    """
    folder = folder_of(data)
    try:
        contents = restored(source, folder)
    except NoBackupError as error:
        raise CannotDoError(str(error)) from error
    click.echo(f"已恢复{len(contents.members)}个文件到“{folder}”；备份于{contents.at.astimezone():%Y-%m-%d %H:%M}。")
    if not contents.database or "JIXIAO_DATABASE_URL" in os.environ:
        click.echo(
            "数据库在 PostgreSQL 中，请用 pg_restore 恢复，再用 jixiao verify-log 核验操作日志和佐证材料。", err=True
        )
        return 0
    started(folder, must_exist=True)
    from jixiao_web.trail.verifying import verify  # noqa: PLC0415 - Django must be set up first

    verdict = verify()
    click.echo(verdict.fault or f"操作日志完整，共{verdict.entries}条。")
    return 1 if told_evidence() or verdict.fault else 0
