"""Days that are printed on papers: given by the user, never taken from a clock."""

import re

import click


class Day(click.ParamType[str]):
    """A day: 2026-03-15 is written as 2026年3月15日, any other text stays as it is (收到之日起10个工作日内)."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's signature
        """Return the day in words."""
        found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", value.strip())
        return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else value.strip()
