"""Files that the program writes (写文件): whole or not at all, never over another file unless told so, the format by the name's ending."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_ALIASES = {"htm": "html", "text": "txt", "jpeg": "jpg"}


class AlreadyThereError(FileExistsError):
    """A file that would be overwritten; `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path}”已经存在")
        self.path = path


class UnknownFormatError(ValueError):
    """A file name whose ending (后缀) says no format that can be written; the message is a whole Chinese sentence."""


def write(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file whole or not at all, however the program ends; what was there before stays until the new content is on the disk.

    The content goes to a hidden file in the same folder first (`.jixiao-….tmp`, all that a program killed outright can leave behind),
    which then takes the name. A symbolic link stays one: the file that it names is written. A device or a pipe is simply written to.
    Raises AlreadyThereError unless `replace` when there is a file of that name, OSError when it cannot be written.
    """
    path = Path(os.path.realpath(path))
    before = _status(path)
    if before is not None and (stat.S_ISCHR(before.st_mode) or stat.S_ISFIFO(before.st_mode)):
        path.write_bytes(content)
        return
    if before is not None and stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if before is not None and not replace:
        raise AlreadyThereError(path)
    aside = path.with_name(f".jixiao-{secrets.token_hex(8)}.tmp")
    try:
        _write_down(aside, content)
        if before is not None:
            with suppress(OSError):  # a file system without such rights
                shutil.copymode(path, aside)
        _give_name(aside, path, replace=replace)
    finally:
        aside.unlink(missing_ok=True)
    _settle(path.parent)


def write_all(folder: Path, files: Mapping[str, bytes], *, replace: bool = False) -> None:
    """Write files by their names inside a folder; a folder that does not exist yet appears with all of them or not at all.

    Into one that exists each is written as `write` does, after it is known that none is there already unless `replace`. Raises
    what `write` raises.
    """
    if folder.exists():
        if not replace:
            refuse_existing([folder / name for name in files])
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(folder / name, content, replace=replace)
        return
    aside = folder.with_name(f".jixiao-{secrets.token_hex(8)}.tmp")
    try:
        aside.mkdir()
        for name, content in files.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            _write_down(aside / name, content)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _settle(folder.parent)


def refuse_existing(paths: Sequence[Path]) -> None:
    """Raise AlreadyThereError for the first path at which there is a file already, so that of several files all are written or none."""
    for path in paths:
        before = _status(path)
        if before is not None and not (stat.S_ISCHR(before.st_mode) or stat.S_ISFIFO(before.st_mode)):
            raise AlreadyThereError(path)


def format_of(path: Path, possible: Sequence[str]) -> str:
    """The format that a file name asks for by its ending, out of those possible ("docx", "xlsx" …).

    Raises UnknownFormatError for any other ending, and for none.
    """
    ending = path.suffix.lower().removeprefix(".")
    chosen = _ALIASES.get(ending, ending)
    if chosen in possible:
        return chosen
    found = f"后缀是“.{ending}”" if ending else "没有后缀"
    names = "、".join(f".{name}" for name in possible)
    message = f"写不了“{path}”：格式由文件名的后缀决定，可以是{names}，而这个文件名{found}；请改用其中一种后缀。"
    raise UnknownFormatError(message)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_down(path: Path, content: bytes) -> None:
    """Make a new file and wait until the disk holds it; the process's mask decides who may read it, as for any file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _give_name(aside: Path, path: Path, *, replace: bool) -> None:
    """Give the file its name; unless `replace`, fail if another program took the name meanwhile, where the file system can tell."""
    if replace:
        aside.replace(path)
        return
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        raise AlreadyThereError(path) from None
    except (OSError, NotImplementedError):  # a file system without links: a memory stick, some shares
        if path.exists():
            raise AlreadyThereError(path) from None
        aside.replace(path)


def _settle(folder: Path) -> None:
    """Have the folder's new entry written to the disk, where a folder can be opened at all (not on Windows)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
