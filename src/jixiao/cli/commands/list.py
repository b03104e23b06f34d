"""`jixiao list`: the checks, rule packs and layouts there are."""

import click

from jixiao.cli.chinese import OneOf
from jixiao.cli.output import emit_shown
from jixiao.cli.program import Part, command
from jixiao.renderers.terminal import show_checks, show_layouts, show_rules


@command(Part.LOOK, 20, {"内容": "checks 审核点、rules 评价口径、layouts 表式。"})
@click.argument("what", type=OneOf(checks="审核点", rules="评价口径", layouts="表式"), metavar="内容")
def list_entries(what: str) -> None:
    """列出审核点、评价口径或表式。"""
    shows = {"checks": show_checks, "rules": show_rules, "layouts": show_layouts}
    emit_shown(shows[what], None)
