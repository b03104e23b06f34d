"""`jixiao set-up`: the first body and the three administrators of a new installation; there are no accounts that come with it."""

from pathlib import Path

import click

from jixiao.cli.chinese import CannotDoError, OneOf
from jixiao.cli.program import Part, command
from jixiao_web.commands.serve import started, takes_data

_KINDS = {"省": "province", "市": "city", "县": "county", "单位": "unit"}
_ADMINISTRATORS = ("system", "security", "trail")


@command(Part.SERVE, 5, {"机构": "最上级机构的名称，如 某某市；其他机构启动后由系统管理员添加。"})
@click.argument("name", metavar="机构")
@click.option("--kind", type=OneOf(*_KINDS), default="市", help="最上级机构的类别；不写为市。")
@click.option("--system", required=True, metavar="账号:姓名", help="系统管理员，管机构和人员。")
@click.option("--security", required=True, metavar="账号:姓名", help="安全管理员，管账号和密码。")
@click.option("--trail", required=True, metavar="账号:姓名", help="审计管理员，看操作日志。")
@takes_data
def set_up(name: str, kind: str, system: str, security: str, trail: str, data: Path | None) -> None:
    """第一次使用前，建立最上级机构和三名管理员的账号，显示各人的首次登录密码（只显示这一次）。

    只用于空的数据库。三名管理员互相分立，须是三个人。
    """
    people = [_parted(each) for each in (system, security, trail)]
    if len({username for username, _ in people}) < len(people):
        message = "三名管理员互相分立，须用三个不同的账号。"
        raise CannotDoError(message)
    started(data)
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - Django must be set up first

    from jixiao_web.people.administration import NotEmptyError, establish  # noqa: PLC0415 - the same
    from jixiao_web.people.roles import Role  # noqa: PLC0415 - the same

    try:
        passwords = establish(name, _KINDS[kind], dict(zip(map(Role, _ADMINISTRATORS), people, strict=True)))
    except ValidationError as error:
        message = f"账号或名称不能这样写：{'；'.join(error.messages)}"
        raise CannotDoError(message) from error
    except NotEmptyError as error:
        raise CannotDoError(str(error)) from error
    for role, (username, someone) in zip(passwords, people, strict=True):
        click.echo(f"{role.label} {someone}：账号 {username}，首次登录密码 {passwords[role]}")
    click.echo("请分别交给本人，首次登录须修改；下一步用 jixiao serve 启动。", err=True)


def _parted(text: str) -> tuple[str, str]:
    username, _, name = text.replace("：", ":").partition(":")
    if not username.strip() or not name.strip():
        message = f"“{text}”应写作 账号:姓名，如 zhangsan:张三。"
        raise CannotDoError(message)
    return username.strip(), name.strip()
