"""`jixiao reset-password`: a new first password for an account, where no security administrator can sign in to give it."""

from pathlib import Path

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.program import Part, command
from jixiao_web.commands.serve import started, takes_data


@command(Part.SERVE, 60, {"账号": "要重置密码的账号。"})
@click.argument("username", metavar="账号")
@takes_data
def reset_password(username: str, data: Path | None) -> None:
    """重置一个账号的密码并解锁，显示新的首次登录密码；用于安全管理员自己无法登录的时候，记入操作日志。"""
    started(data, must_exist=True)
    from jixiao_web.people import administration  # noqa: PLC0415 - Django must be set up first
    from jixiao_web.people.models import Person  # noqa: PLC0415 - the same

    whom = Person.objects.filter(username=username).first()
    if whom is None:
        message = f"没有账号“{username}”。"
        raise CannotDoError(message)
    password = administration.reset_password(None, whom)
    administration.unlock(None, whom)
    click.echo(f"{whom}的新密码：{password}（只显示这一次，登录后须修改）。")
