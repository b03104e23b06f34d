"""What there is to work through (材料): files named outright, those inside folders, and those inside archives and messages.

A member of an archive is put aside as a file of its own, so that everything after this works on plain files and each member is a source
of its own; it is spoken of by the archive's name and its path inside: “报送.zip/县区/甲县/自评表.docx”.
"""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

import msgspec

from jixiao import readers
from jixiao.documents import Omission
from jixiao.model import SCHEMA
from jixiao.results import Failed

KINDS = {
    "Word": ".docx .docm .dotx .doc .wps .wpt .rtf .odt",
    "Excel": ".xlsx .xlsm .xltx .xlsb .xls .et .ett .ods .csv .tsv",
    "PDF": ".pdf",
    "图片": ".png .jpg .jpeg .tif .tiff .bmp .webp",
    "网页": ".htm .html .xhtml .mht .mhtml",
    "文本": ".txt .text .json .notation",
    "压缩包和邮件": ".zip .tar .tgz .gz .eml",
    "不能读取、但会指出的": ".ofd .rar .7z .msg",
}
"""What material to be audited is called inside a folder, by kind; a file named outright is read whatever its name."""

MATERIAL = frozenset(suffix for suffixes in KINDS.values() for suffix in suffixes.split())
_HEAD = 4096
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\/]')
_LONGEST_NAME = 80
_RUBBISH = frozenset({"thumbs.db", "desktop.ini", "icon\r", ""})
_ANSWERS = ".answers.json"
_UNKNOWN_KIND = "是随同报送的文件，不是能够处理的类型，没有读取。"
_NOTHING_INSIDE = "“{path}”里有{held}个文件，但没有一个是能够处理的类型；请核对是否拿错了文件。"


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """One file to work through: where it lies, and the name by which to speak of it.

    `omissions` is what was left out of the archive or message that it came in (a member of an unknown kind, a message's own text), told
    of with the first file of it.
    """

    path: Path
    name: str
    omissions: tuple[Omission, ...] = ()


def listed(paths: Iterable[Path]) -> list[Path]:
    """List the files meant by paths: folders with all they hold that a reader may know, each file once, in order of name.

    A path that does not exist stays in the list, so that it is told of like any file that cannot be read.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        inside = sorted(filter(_wanted, path.rglob("*")), key=lambda file: file.as_posix()) if path.is_dir() else [path]
        for file in inside:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def passed_over(paths: Iterable[Path]) -> list[Path]:
    """List the files inside folders that no reader is meant for, without what systems and this program put there by themselves."""
    inside = (file for path in paths if path.is_dir() for file in path.rglob("*") if file.is_file())
    left = (file for file in inside if not _wanted(file) and not _is_rubbish(file.name))
    return sorted(set(left), key=lambda file: file.as_posix())


def taken_apart(path: Path, folder: Path, request: readers.Request) -> list[Material | Failed]:
    """Put the members of an archive or a message aside in `folder`; every other file stays where it is.

    What cannot be taken out is told of as Failed, beside what could.
    """
    found: list[Material | Failed] = []
    aside = Path(mkdtemp(dir=folder))
    held = 0
    omissions: list[Omission] = []
    try:
        for member in readers.members(path, request):
            held += 1
            name = f"{path}/{member.name}"
            if member.omission is not None:
                omissions.append(member.omission)
            elif member.refusal is not None:
                found.append(Failed(path=name, message=f"文件“{name}”{member.refusal}"))
            elif _is_material(PurePosixPath(member.name).name) and not _is_other_json(member):
                found.append(_put_aside(member, name, aside / str(held)))
            elif not _is_rubbish(member.name):
                omissions.append(Omission(text=member.name, why=_UNKNOWN_KIND))
    except readers.UnreadableFileError as error:
        found.append(Failed(path=str(path), message=str(error).replace(f"“{path.name}”", f"“{path}”", 1)))
    for index, each in enumerate(found):
        if isinstance(each, Material):
            found[index] = msgspec.structs.replace(each, omissions=tuple(omissions))
            break
    if not held and not found:
        return [Material(path=path, name=str(path))]
    return found or [Failed(path=str(path), message=_NOTHING_INSIDE.format(path=path, held=held))]


def _is_other_json(member: readers.Member) -> bool:
    return member.name.lower().endswith(".json") and f'"{SCHEMA}"'.encode() not in member.content[:_HEAD]


def _is_rubbish(name: str) -> bool:
    """Tell whether a member is what systems put into archives by themselves, or a file that is only open elsewhere."""
    path = PurePosixPath(name)
    own = path.name.lower()
    return own.startswith((".", "~$")) or own in _RUBBISH or "__MACOSX" in path.parts or own.endswith(_ANSWERS)


def _put_aside(member: readers.Member, name: str, folder: Path) -> Material:
    """Write a member to a folder of its own, so that its name is kept and meets no other."""
    folder.mkdir(parents=True)
    own = PurePosixPath(member.name)
    file = folder / (_UNSAFE.sub("_", own.stem)[-_LONGEST_NAME:] + _UNSAFE.sub("_", own.suffix))
    file.write_bytes(member.content)
    return Material(path=file, name=name)


def _wanted(file: Path) -> bool:
    if not _is_material(file.name) or not file.is_file():
        return False
    return file.suffix.lower() != ".json" or f'"{SCHEMA}"' in head(file)


def _is_material(name: str) -> bool:
    return not name.startswith((".", "~$")) and PurePosixPath(name).suffix.lower() in MATERIAL


def head(path: Path) -> str:
    """The beginning of a file as text, for telling our own formats; raises OSError when it cannot be opened."""
    with path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8-sig", errors="ignore")
