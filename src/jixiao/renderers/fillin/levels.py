"""一级、二级指标 that a blank form offers, and those that its lists offer besides what last year's form used."""

from functools import cache

import msgspec

from jixiao import data
from jixiao.forms import Layout
from jixiao.model import Evaluation, Indicator


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame of indicators: second levels by first level, each with the number of rows that a blank form offers."""

    marks: tuple[str, ...]
    levels: dict[str, dict[str, int]]


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, the usual one last."""
    return tuple(data.load(__package__, "levels.yaml", list[Frame]))


def frame_of(layout: Layout) -> Frame:
    """The frame that a layout is built on."""
    *special, usual = frames()
    return next((frame for frame in special if set(frame.marks) & set(layout.marks)), usual)


def standard_rows(layout: Layout) -> tuple[Indicator, ...]:
    """The rows of a blank form: levels, and nothing else."""
    return tuple(
        Indicator(level1=level1, level2=level2, name=None)
        for level1, seconds in frame_of(layout).levels.items()
        for level2, count in seconds.items()
        for _ in range(count)
    )


def offered(layout: Layout, form: Evaluation, field: str) -> tuple[str, ...]:
    """The labels that the list of a level offers: those of the form first, then those of the frame."""
    frame = frame_of(layout).levels
    used = [label for row in form.indicators if (label := getattr(row, field)) is not None]
    usual = frame if field == "level1" else [second for seconds in frame.values() for second in seconds]
    return tuple(dict.fromkeys((*used, *usual)))
