"""The kinds of hostile files: each a function from chance to the bytes of one file, kept under its name."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

Maker = Callable[[Random], bytes]

SOUND = {file.suffix[1:]: file.read_bytes() for file in sorted((Path(__file__).parent / "sound").glob("form.*"))}
"""One small form in every format, written by LibreOffice from form.html, its pictures drawn from form.pdf."""

SECRET = Path(__file__).parent / "secret.txt"
"""What an external entity points to; its words must not turn up in anything that is read."""


class Kind(NamedTuple):
    """A kind of hostile file: what it is, how its name ends, and what makes one."""

    name: str
    suffix: str
    make: Maker


KINDS: dict[str, Kind] = {}


def hostile(suffix: str) -> Callable[[Maker], Maker]:
    """Keep a maker as a kind, named like the function; the suffix is what such a file pretends to be."""

    def keep(make: Maker) -> Maker:
        name = make.__name__
        if name in KINDS:
            message = f"two kinds are called {name}"
            raise ValueError(message)
        KINDS[name] = Kind(name, suffix, make)
        return make

    return keep
