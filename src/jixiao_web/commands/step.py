"""`jixiao step`: take a step with a form from the command line, under the same rules as on the page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.cli.program import Part, command
from jixiao_web.commands.serve import started, takes_data

if TYPE_CHECKING:
    from jixiao_web.filings.models import Filing


@command(
    Part.SERVE,
    30,
    {"编号": "绩效表的编号，即页面地址 /filings/ 后面的数字。", "步骤": "步骤的代码，如 open；不知道的写 - 列出。"},
)
@click.argument("number", type=int, metavar="编号")
@click.argument("code", metavar="步骤")
@click.option(
    "--as", "username", required=True, metavar="账号", help="以谁的身份办理；权限、条件、日志、通知与在页面上办理相同。"
)
@click.option("--reason", default="", metavar="原因", help="须写明原因的步骤，写在这里。")
@click.option("--confirm", default="", metavar="校验值", help="公开时必填：核对过的清单的校验值，不写则列出清单。")
@takes_data
def step(number: int, code: str, username: str, reason: str, confirm: str, data: Path | None) -> None:
    """替一个账号办理网上报送中的一步：送审、提交、受理、退回、复核、确定、公开。"""
    started(data, must_exist=True)
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 - Django must be set up first
    from django.http import Http404  # noqa: PLC0415 - the same

    from jixiao_web.people.models import Person  # noqa: PLC0415 - the same
    from jixiao_web.workflow.permissions import possible, seen  # noqa: PLC0415 - the same
    from jixiao_web.workflow.steps import BY_CODE  # noqa: PLC0415 - the same
    from jixiao_web.workflow.taking import RefusedStepError, UnconfirmedError, take  # noqa: PLC0415 - the same

    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        message = f"没有账号“{username}”，或已停用。"
        raise CannotDoError(message)
    try:
        filing = seen(person, number)
        if code not in BY_CODE:
            offered = "、".join(f"{each.code}（{each.words}）" for each in possible(person, filing)) or "没有"
            message = f"没有步骤“{code}”；{person}对《{filing}》现在可以办理的：{offered}。"
            raise CannotDoError(message)
        taken = take(filing, person, code, reason=reason, confirmed=confirm)
    except Http404 as error:
        message = f"没有编号为{number}的绩效表，或“{username}”看不到它。"
        raise CannotDoError(message) from error
    except PermissionDenied as error:
        message = f"“{username}”没有办理“{BY_CODE[code].words}”的权限。"
        raise CannotDoError(message) from error
    except UnconfirmedError as error:
        message = f"{error}\n{_listed(filing)}"
        raise CannotDoError(message) from error
    except RefusedStepError as error:
        raise CannotDoError(str(error)) from error
    click.echo(f"《{taken}》已{BY_CODE[code].words}，现在是“{taken.get_state_display()}”。")


def _listed(filing: "Filing") -> str:
    """What is to be looked at before the form is published, and how that is confirmed."""
    from jixiao_web.downloads.outlook import outlook  # noqa: PLC0415 - Django must be set up first

    looked = outlook(filing)
    findings = [f"{each.finding.severity.chinese}：{each.finding.message}" for each in looked.findings]
    blanked = [f"{each.called}：{each.kind}“{each.text}”（公开包中遮盖）" for each in looked.blanked]
    named = [f"{each.called}：“{each.text}”（照原样公开）" for each in looked.pointed_out]
    listed = "\n".join(f"  {each}" for each in (*findings, *blanked, *named)) or "  没有查出问题和个人信息。"
    return f"{listed}\n核对无误的，加上 --confirm {looked.digest} 再办理。"
