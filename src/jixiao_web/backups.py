"""Backups (备份): the database, the uploaded files and the secret key of an installation in one archive, and back again.

The database is copied as it stands at one moment while people go on working; the files are copied after it, so that every one it
speaks of is there. `backup.json` in the archive names each member with its digest.
"""

import hashlib
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

DATABASE = "jixiao.sqlite3"
FILES = "files"
_EVIDENCE = "evidence"
_KEY = "secret-key"
_CONTENTS = "backup.json"
_FORMAT = "jixiao.backup/1"
_PIECE = 1 << 20
_LONGEST = 64 << 20
"""The list of contents may be so long: more than a million files."""


class NoBackupError(Exception):
    """What was asked for cannot be done; the message is a whole Chinese sentence."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds: when it was made, whether the database is in it, of every member the SHA-256 in hexadecimal."""

    format: str
    at: datetime
    database: bool
    members: dict[str, str]

    @property
    def spoilt(self) -> list[str]:
        """Pieces of evidence (佐证材料) that are not what was attached: they are named by the digest that they had."""
        return [
            name
            for name, digest in self.members.items()
            if PurePosixPath(name).parts[:2] == (FILES, _EVIDENCE) and PurePosixPath(name).name != digest
        ]


def back_up(data: Path, target: Path, at: datetime, *, database: bool = True) -> Contents:
    """Write a data folder into a new archive, readable by its owner alone; without `database` (it is kept by PostgreSQL) all the rest.

    The archive appears whole or not at all. Raises NoBackupError when the database is damaged, OSError when it cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=".jixiao-", dir=target.parent) as aside:
        draft, members = Path(aside) / "archive", dict[str, str]()
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            if database:
                copy = Path(aside) / DATABASE
                _snapshot(data / DATABASE, copy)
                members[DATABASE] = _put(archive, copy, DATABASE)
                copy.unlink()
            for path in _kept(data):
                name = path.relative_to(data).as_posix()
                try:
                    members[name] = _put(archive, path, name)
                except FileNotFoundError:  # a document that was discarded meanwhile
                    continue
            contents = Contents(format=_FORMAT, at=at, database=database, members=members)
            archive.writestr(_CONTENTS, msgspec.json.encode(contents))
        draft.chmod(0o600)
        draft.replace(target)
    return contents


def restore(source: Path, data: Path) -> Contents:
    """Make a data folder of an archive, after every member was compared with its digest; the folder appears whole or not at all.

    Raises NoBackupError when the folder is there already or the archive is none of ours or damaged.
    """
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        message = f"“{data}”已经存在，没有恢复；请用 --data 指定一个新的文件夹，或先把原来的文件夹改名。"
        raise NoBackupError(message)
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".jixiao-", dir=data.parent) as aside:
        folder = Path(aside) / "data"
        folder.mkdir(mode=0o700)
        try:
            with zipfile.ZipFile(source) as archive:
                contents = _contents(archive)
                for name, digest in contents.members.items():
                    _take(archive, name, folder, digest)
        except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise NoBackupError(_DAMAGED) from error
        if contents.database:
            _sound(folder / DATABASE)
        if data.exists():
            data.rmdir()
        folder.rename(data)
    return contents


_BROKEN = "数据库已经损坏（{}）；请用更早的备份恢复。"
_DAMAGED = "这不是网上报送的备份，或已经损坏，没有恢复；请换一份备份。"


def _snapshot(database: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=20)) as held,
            closing(sqlite3.connect(copy)) as made,
        ):
            held.backup(made)
    except sqlite3.DatabaseError as error:
        raise NoBackupError(_BROKEN.format(error)) from error
    _sound(copy)


def _sound(database: Path) -> None:
    with closing(sqlite3.connect(database)) as held:
        try:
            [told] = held.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            told = str(error)
    if told != "ok":
        raise NoBackupError(_BROKEN.format(told))


def _kept(data: Path) -> Iterator[Path]:
    """What is kept beside the database: the secret key and the uploaded files with their drawings."""
    if (data / _KEY).is_file():
        yield data / _KEY
    yield from sorted(path for path in (data / FILES).rglob("*") if path.is_file() and not path.is_symlink())


def _put(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        _copied(source, target, digest)
    return digest.hexdigest()


def _copied(source: IO[bytes], target: IO[bytes], digest: "hashlib._Hash") -> None:
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)


def _contents(archive: zipfile.ZipFile) -> Contents:
    if archive.getinfo(_CONTENTS).file_size > _LONGEST:
        raise NoBackupError(_DAMAGED)
    try:
        contents = msgspec.json.decode(archive.read(_CONTENTS), type=Contents)
    except msgspec.MsgspecError as error:
        raise NoBackupError(_DAMAGED) from error
    if contents.format != _FORMAT or not all(_ours(name) for name in contents.members):
        raise NoBackupError(_DAMAGED)
    return contents


def _ours(name: str) -> bool:
    """Whether a member may lie where its name says: nothing leaves the folder."""
    path = PurePosixPath(name)
    return name in {DATABASE, _KEY} or (path.parts[:1] == (FILES,) and ".." not in path.parts and "\\" not in name)


def _take(archive: zipfile.ZipFile, name: str, folder: Path, told: str) -> None:
    target, digest = folder / name, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with archive.open(name) as source, target.open("xb") as out:
        _copied(source, out, digest)
    target.chmod(0o600)
    if digest.hexdigest() != told:
        raise NoBackupError(_DAMAGED)
