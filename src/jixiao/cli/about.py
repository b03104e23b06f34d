"""What a publisher says of a package on the command line (发布者的说明): title, publisher, day, licence and sources, none made up."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from jixiao.cli.chinese import CannotDoError
from jixiao.renderers.publication import About

P = ParamSpec("P")
R = TypeVar("R")

_URL = re.compile(r"https?://\S+")
_OPTIONS = (
    click.option("--title", metavar="标题", help="数据的标题；不写为“绩效自评数据”。"),
    click.option("--publisher", metavar="单位", help="发布单位。"),
    click.option("--date", "day", metavar="日期", help="发布日期，如 2024-03-01；不写则不注明日期。"),
    click.option("--license", "licence", metavar="许可", help="许可协议的代码或网址，如 CC-BY-4.0；不写则不注明。"),
    click.option("--source", "sources", multiple=True, metavar="来源", help="数据来源的名称或网址，可以写多次。"),
)


def takes_about(command: Callable[P, R]) -> Callable[..., R]:
    """Give a command the options on what is published; the command itself gets `about`."""

    @wraps(command)
    def with_about(*args: P.args, **options: P.kwargs) -> R:
        given = {name: options.pop(name) for name in ("title", "publisher", "day", "licence", "sources")}
        options["about"] = _about(**given)  # type: ignore[arg-type] # what click's options gave
        return command(*args, **options)

    for option in reversed(_OPTIONS):
        with_about = option(with_about)
    return with_about


def _about(
    title: str | None, publisher: str | None, day: str | None, licence: str | None, sources: tuple[str, ...]
) -> About:
    return About(
        title=title or About().title,
        publisher=publisher,
        created=None if day is None else _day(day),
        licenses=() if licence is None else ({"path" if _URL.fullmatch(licence) else "name": licence},),
        sources=tuple(
            {"title": source, "path": source} if _URL.fullmatch(source) else {"title": source} for source in sources
        ),
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = f"选项 --date 应为年-月-日，如 2024-03-01，收到的是“{text}”。"
        raise CannotDoError(message) from error
