"""`jixiao doctor`: what each stage saw of a file, to find out why it is read wrongly."""

from functools import partial
from pathlib import Path

import click

from jixiao import pipeline
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.codes import chosen_packs
from jixiao.cli.materials_given import found_in
from jixiao.cli.options import takes_rules
from jixiao.cli.output import Target, emit, emit_shown, takes_format, takes_output
from jixiao.cli.passwords import takes_password
from jixiao.cli.program import Part, command
from jixiao.cli.standard_input import spoken_of
from jixiao.materials import Material
from jixiao.readers import Request
from jixiao.renderers import sight
from jixiao.renderers.terminal import show_stages
from jixiao.results import Failed


@command(Part.LOOK, 30, {"文件": "要检查的文件。"})
@click.argument("path", metavar="文件", type=click.Path(path_type=Path))
@takes_rules
@takes_output()
@takes_format("text", "html", meaning="text 文字说明，html 在页面上画出读到的单元格")
@takes_password
def doctor(path: Path, form: str, rules: str | None, output: Target | None, password: str | None) -> None:
    """逐步显示各阶段看到了什么：读取、识别、记分、审核；用于查明读错的原因。

    加上 --format html -o 图示.html，则画出每页的表格线和单元格：各被当作什么、读得有多大把握、为什么认作这种表式。
    """
    codes = chosen_packs(rules)
    request = Request(password=password)
    found = found_in([path], request)
    if len(found) > 1:
        inside = "、".join(str(each.path.name) for each in found[:_MOST_NAMES] if isinstance(each, Material))
        message = f"“{path}”里有{len(found)}个文件（{inside}{'……' if len(found) > _MOST_NAMES else ''}）；请指定其中一个文件。"
        raise CannotDoError(message)
    if isinstance(found[0], Failed):
        raise CannotDoError(found[0].message)
    task = partial(pipeline.look, packs=codes, request=request, drawn=form == "html")
    (looked,) = pipeline.work(task, [found[0].path])
    if isinstance(looked, Failed):
        raise CannotDoError(looked.message.replace(str(found[0].path), found[0].name))
    seen = looked.traced
    result = pipeline.with_omissions(spoken_of(looked.result, found[0]), found[0].omissions, audited=True)
    if form == "text":
        emit_shown(lambda console: show_stages(seen.document, seen.traces, result, console), output)
    elif seen.document is not None:
        emit(sight(seen.document, seen.traces, result, looked.pictures), output)
    else:
        message = f"“{found[0].name}”是本程序自己的数据格式，没有可以画的页面；请去掉 --format html，看文字说明。"
        raise CannotDoError(message)


_MOST_NAMES = 5
