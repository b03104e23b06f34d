"""The typesetter (typst): templates of this package with their inputs become pages and pictures.

Inputs are texts that a template reads as data, never as markup. Nothing is fetched from a network: no template imports a package.
Nothing here knows the day: the same inputs give the same bytes on one machine.
"""

from functools import cache
from importlib import resources
from threading import Lock
from typing import Literal

import typst

from jixiao.papers.fonts import installed

_ONE_AT_A_TIME = Lock()
"""typst refuses a second thread while it works for a first one."""
_DOTS = 200.0
"""Dots to the inch of a picture."""


def pages(template: str, inputs: dict[str, str]) -> bytes:
    """A PDF, tagged for screen readers: by PDF/UA-1, or where a character has no glyph, which that forbids, without claiming it."""
    try:
        return _made(template, inputs, "pdf", accessible=True)
    except typst.TypstError:
        return _made(template, inputs, "pdf")


def vector(template: str, inputs: dict[str, str]) -> bytes:
    """A template of one page as SVG, all letters as outlines."""
    return _made(template, inputs, "svg")


def picture(template: str, inputs: dict[str, str]) -> bytes:
    """A template of one page as PNG at 200 dots to the inch."""
    return _made(template, inputs, "png")


def _made(
    template: str, inputs: dict[str, str], kind: Literal["pdf", "svg", "png"], *, accessible: bool = False
) -> bytes:
    with _ONE_AT_A_TIME:
        content = _compiler().compile(
            input=_template(template),
            format=kind,
            ppi=_DOTS,
            sys_inputs=inputs,
            pdf_standards=["ua-1"] if accessible else [],
        )
    if not isinstance(content, bytes):  # pragma: no cover - typst gives bytes for one file
        message = f"typst gave {type(content).__name__} for {template}"
        raise TypeError(message)
    return content


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=installed(), ignore_system_fonts=True)


@cache
def _template(name: str) -> bytes:
    return (resources.files("jixiao.papers") / "templates" / name).read_bytes()
