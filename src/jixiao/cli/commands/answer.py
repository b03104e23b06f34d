"""`jixiao answer`: keep an answer to a finding beside the file that it is about."""

from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.codes import chosen_packs
from jixiao.cli.options import takes_rules
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.findings import Answer
from jixiao.readers import Request, UnreadableFileError
from jixiao.renderers.terminal import harmless


@command(Part.EXAMINE, 50, {"文件": "审核过的文件。", "编号": "问题的编号，印在 jixiao audit 所列问题的标题后面。"})
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@click.argument("key", metavar="编号")
@click.option("--reason", metavar="说明", help="对这个问题的说明：为什么是这样，或将怎样改正。")
@click.option("--by", metavar="何人", help="由谁说明，如科室或姓名。")
@click.option("--on", metavar="日期", help="说明的日期。")
@click.option("--withdraw", is_flag=True, help="撤回已有的说明。")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="审核时与之对照的材料；问题涉及其他文件时要写。",
)
@takes_rules
@takes_password
def answer(
    path: Path,
    key: str,
    reason: str | None,
    by: str | None,
    on: str | None,
    withdraw: bool,  # noqa: FBT001 - click passes a flag by name
    against: tuple[Path, ...],
    rules: str | None,
    password: str | None,
) -> None:
    """说明一个问题：说明保存在文件旁边（文件名.answers.json），以后审核时一并列出。

    有了说明的问题不再影响退出状态，但“严重”的问题除外；所引单元格改变后，说明自动失效。
    """
    if withdraw == bool(reason):
        message = "请用 --reason 写明说明，或用 --withdraw 撤回已有的说明，二者取一。"
        raise CannotDoError(message)
    reply = None if reason is None else Answer(reason=reason, by=by, on=on)
    try:
        found = pipeline.answer(path, key.lstrip("#"), reply, chosen_packs(rules), Request(password=password), against)
    except LookupError as error:
        raise CannotDoError(str(error).strip("'")) from error
    except (OSError, ValueError, UnreadableFileError) as error:
        raise CannotDoError(pipeline.explain_failure(path, error)) from error
    done = "已撤回对" if reply is None else "已保存对"
    click.echo(harmless(f"{done}{found.code}（{found.title}）的说明。"))
