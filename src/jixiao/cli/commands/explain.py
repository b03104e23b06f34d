"""`jixiao explain`: what a check means, why it matters, how to put it right."""

import click

from jixiao.cli.codes import check_or_problem
from jixiao.cli.output import emit_shown
from jixiao.cli.program import Part, command
from jixiao.forms import ReadingProblem
from jixiao.renderers.terminal import show_check, show_reading_problem


@command(Part.LOOK, 10, {"代码": "审核点的代码，如 SCO-01。"})
@click.argument("code", metavar="代码")
def explain(code: str) -> None:
    """说明一个审核点：定义、为什么要紧、怎么改、依据和例子。"""
    entry = check_or_problem(code)
    if isinstance(entry, ReadingProblem):
        emit_shown(lambda console: show_reading_problem(entry, console), None)
    else:
        emit_shown(lambda console: show_check(entry, console), None)
