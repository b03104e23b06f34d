"""Standard input as a file: what comes through a pipe is put aside once, since the stages read a file more than once."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from jixiao.cli.chinese import CannotDoError
from jixiao.materials import Material
from jixiao.readers import Limits, reason
from jixiao.results import Audited, Failed

T = TypeVar("T", Audited, Failed, Audited | Failed)

NAME = "标准输入"
"""What standard input is called wherever a file's name would stand."""

_STANDARD_INPUT = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})


def put_aside(paths: Sequence[Path]) -> tuple[list[Path], dict[str, str]]:
    """Replace standard input and pipes among the paths by files that hold what they gave.

    The second value tells for each such file under which name to speak of it; the files vanish with the command.
    Raises CannotDoError when nothing can be read from them.
    """
    spooled: list[Path] = []
    names: dict[str, str] = {}
    for path in paths:
        if not (str(path) in _STANDARD_INPUT or path.is_fifo() or path.is_char_device()):
            spooled.append(path)
            continue
        name = NAME if str(path) in _STANDARD_INPUT else path.name
        if name in names.values():
            continue
        folder = click.get_current_context().with_resource(tempfile.TemporaryDirectory())
        file = Path(folder) / name
        file.write_bytes(_content(path, name))
        spooled.append(file)
        names[str(file)] = name
    return spooled, names


def _content(path: Path, name: str) -> bytes:
    """All that a pipe gives, up to a little more than a reader takes, so that an endless one ends."""
    try:
        if name == NAME:
            return sys.stdin.buffer.read(Limits().size + 1)
        with path.open("rb") as pipe:
            return pipe.read(Limits().size + 1)
    except OSError as error:
        message = f"读不了“{name}”（{reason(error)}）；请检查管道前面的命令。"
        raise CannotDoError(message) from error


def under_its_name(material: Material | Failed, names: dict[str, str]) -> Material | Failed:
    """Speak of what came through a pipe, or out of an archive that did, by the name of the pipe."""
    for file, name in names.items():
        if isinstance(material, Failed) and material.path == file:
            return Failed(path=name, message=material.message.replace(file, name))
        if isinstance(material, Material) and material.name.startswith(file):
            return msgspec.structs.replace(material, name=name + material.name.removeprefix(file))
    return material


def spoken_of(result: T, material: Material) -> T:
    """Give a result the name by which its material is spoken of instead of that of the file it lies in."""
    file = str(material.path)
    if isinstance(result, Failed):
        return msgspec.structs.replace(result, path=material.name, message=result.message.replace(file, material.name))
    return msgspec.structs.replace(result, path=material.name)
