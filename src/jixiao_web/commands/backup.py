"""`jixiao backup`: the data of the web application in one archive, while people go on working."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.output import Target, takes_output
from jixiao.cli.program import Part, command
from jixiao_web.backups import NoBackupError, back_up
from jixiao_web.commands.serve import folder_of, takes_data


@command(Part.SERVE, 40)
@takes_output(
    "zip", required=True, meaning="写到这个文件，后缀为 .zip；其中有全部数据和密钥，只有本人可读，请妥善保管。"
)
@takes_data
def backup(output: Target, data: Path | None) -> None:
    """备份网上报送：数据库、上传的文件和密钥写成一个文件，不必停止服务。

    数据库在 PostgreSQL 中的，只备份文件和密钥，数据库请用 pg_dump 备份。
    """
    elsewhere = "JIXIAO_DATABASE_URL" in os.environ
    folder = folder_of(data, must_exist=not elsewhere)
    try:
        contents = back_up(folder, output.path, datetime.now(UTC), database=not elsewhere)  # noqa: TID251 - a backup tells when it was made
    except NoBackupError as error:
        raise CannotDoError(str(error)) from error
    except OSError as error:
        message = f"不能写“{output.path}”（{error.strerror}）；请检查文件夹、权限和磁盘空间。"
        raise CannotDoError(message) from error
    size = output.path.stat().st_size / 1_000_000
    click.echo(f"已备份{len(contents.members)}个文件，共{size:.1f}MB：{output.path}")
    if contents.spoilt:
        click.echo(
            f"有{len(contents.spoilt)}份佐证材料的文件与附上时的校验值不符，已照现状备份；"
            "请用 jixiao verify-log 查明是哪几份，并从更早的备份中找回。",
            err=True,
        )
    if elsewhere:
        click.echo("数据库在 PostgreSQL 中，不在这份备份里；请用 pg_dump 备份。", err=True)
