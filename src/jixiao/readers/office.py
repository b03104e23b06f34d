"""Files that only an office program opens (.doc, .rtf, .wps, .et, OpenDocument): converted by LibreOffice, read as what they became.

LibreOffice runs without a window in a profile of its own, which is deleted afterwards: macros are off, links are not followed, the network
is out of reach, and time, memory and the size of what it writes are limited.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import ceil
from pathlib import Path

import msgspec

from jixiao import progress
from jixiao.readers import word
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.kinds import kind_of
from jixiao.readers.packages import Package
from jixiao.readers.word.binary import TableMarks, marks_of_doc, marks_of_rtf

_START_SECONDS: float = 60
"""How long one file may take, counted from the one before; a form takes two seconds, most of them for the start of the program."""
_LOOK_SECONDS = 2.0
"""How often a run of many files is looked at."""
_MEMORY = 4 << 30
"""Bytes of address space; LibreOffice asks for about one billion, of which it uses a quarter."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ZIP = b"PK\x03\x04"
_MISSING = {
    "writer": (
        "需要 LibreOffice 才能读取，本机没有找到；请安装后重试（Debian、统信 UOS、openEuler：软件包 libreoffice-writer；"
        "Windows、macOS：LibreOffice 安装包），或用 Word、WPS 打开后另存为 .docx 再提交。"
    ),
    "calc": (
        "需要 LibreOffice 才能读取，本机没有找到；请安装后重试（Debian、统信 UOS、openEuler：软件包 libreoffice-calc；"
        "Windows、macOS：LibreOffice 安装包），或用 Excel、WPS 打开后另存为 .xlsx 再提交。"
    ),
}
_FAILED = {
    "writer": (
        "不能用 LibreOffice 转换，文件可能已损坏，或本机的 LibreOffice 缺少 Writer 组件（软件包 libreoffice-writer）；"
        "请用 Word、WPS 打开后另存为 .docx 再提交。"
    ),
    "calc": (
        "不能用 LibreOffice 转换，文件可能已损坏，或本机的 LibreOffice 缺少 Calc 组件（软件包 libreoffice-calc）；"
        "请用 Excel、WPS 打开后另存为 .xlsx 再提交。"
    ),
}
_FLATTENED = "里面的表格在转换时丢失了结构，未予采用；请用 Word、WPS 打开后另存为 .docx 再提交。"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    # Whatever still asks for the network is sent to a port where nobody listens.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
)


class Target(msgspec.Struct, frozen=True):
    """What to convert to: the suffix of the result, the export filter, the component of LibreOffice that does it."""

    suffix: str
    filter: str
    component: str


DOCX = Target("docx", "docx:MS Word 2007 XML", "writer")
XLSX = Target("xlsx", "xlsx:Calc MS Excel 2007 XML", "calc")


def read_word(content: bytes, request: Request) -> Content:
    """Read a text document of another kind than docx (.doc, .rtf, .wps, .odt, Word's flat XML); the reader's name stays "word".

    Raises RefusedError when LibreOffice is missing or fails, and when the tables were lost on the way.
    """
    suffix, media_type, marks = _text_document(content, request)
    converted = convert(content, suffix, DOCX, request)
    if marks is not None and _lost_tables(converted, marks, request):
        raise RefusedError(_FLATTENED)
    return msgspec.structs.replace(word.read(converted, request), media_type=media_type)


def read_sheet(content: bytes, request: Request) -> Content:
    """Read a workbook that only LibreOffice opens (.et, .ods, .xlsb, Excel's flat XML) as the xlsx that it becomes."""
    from jixiao.readers import excel  # noqa: PLC0415 - only workbooks need it, and it is slow to load

    suffix, media_type = _sheet(content, request)
    converted = convert(content, suffix, XLSX, request)
    return msgspec.structs.replace(excel.read(converted, request), media_type=media_type)


def convert(content: bytes, suffix: str, target: Target, request: Request) -> bytes:
    """Convert one file, unless that was done beforehand; `suffix` (".doc") tells LibreOffice what to expect. Raises RefusedError."""
    converted = _made_beforehand(content, target, request)
    if converted is None:
        (converted,) = convert_all([content], suffix, target, request)
    if not converted:
        raise RefusedError(_FAILED[target.component])
    return converted


def convert_beforehand(contents: Sequence[bytes], request: Request) -> None:
    """Convert many files in few runs and put what they become into the folder `request.conversions`, where `convert` finds it.

    A file that needs no LibreOffice is passed over. Nothing is refused here: what is missing in the folder is converted when it is read.
    """
    if request.conversions is None or find_program() is None:
        return
    kinds: dict[tuple[str, Target], dict[str, bytes]] = {}
    for content in contents:
        try:
            told = told_of(content, request)
        except RefusedError:
            continue  # its reader says why
        if told is not None:
            kinds.setdefault(told, {})[_digest(content)] = content
    for (suffix, target), different in kinds.items():
        results = convert_all(list(different.values()), suffix, target, request)
        for digest, result in zip(different, results, strict=True):
            # An empty file says that there is nothing to try again.
            _conversion(request.conversions, digest, target).write_bytes(result or b"")


def told_of(content: bytes, request: Request) -> tuple[str, Target] | None:
    """What LibreOffice is to be told of a file: its suffix and what it is to become; None for one that needs no LibreOffice."""
    reader = kind_of(content, request.limits).reader
    if reader == f"office:{read_word.__name__}":
        return _text_document(content, request)[0], DOCX
    return (_sheet(content, request)[0], XLSX) if reader == f"office:{read_sheet.__name__}" else None


def _made_beforehand(content: bytes, target: Target, request: Request) -> bytes | None:
    """What a file was converted to already, empty if that failed; None if it was not tried."""
    if request.conversions is None:
        return None
    try:
        return _conversion(request.conversions, _digest(content), target).read_bytes()
    except OSError:
        return None


def _conversion(folder: Path, digest: str, target: Target) -> Path:
    return folder / f"{digest}.{target.suffix}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def convert_all(contents: Sequence[bytes], suffix: str, target: Target, request: Request) -> list[bytes | None]:
    """Convert many files of one kind with few starts of the program; None stands for a file that does not convert.

    A run takes its files in order. Where it breaks off, a further one goes on behind the file that it broke off at, which is tried once
    more by itself, as is what a run passed over. So a bad file costs no other. Raises RefusedError when LibreOffice is not installed.
    """
    program = find_program()
    if program is None:
        raise RefusedError(_MISSING[target.component])

    def run(numbers: Sequence[int]) -> dict[int, bytes]:
        made = _run(program, [contents[number] for number in numbers], suffix, target, request)
        progress.step()
        return {number: result for number, result in zip(numbers, made, strict=True) if result is not None}

    converted: dict[int, bytes] = {}
    waiting = list(range(len(contents)))
    while waiting:
        made = run(waiting)
        converted |= made
        reached = max((waiting.index(number) for number in made), default=-1)
        failed = [number for number in waiting[: reached + 2] if number not in made]
        waiting = waiting[reached + 2 :]
        for number in failed if made else ():
            converted |= run([number])
    return [converted.get(number) for number in range(len(contents))]


def find_program() -> Path | None:
    """LibreOffice on the path or where its installers put it; None when it is not there."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    for folder, pattern in _USUAL_PLACES:
        for path in sorted(Path(folder).glob(pattern), reverse=True):
            return path
    return None


_USUAL_PLACES = (
    ("/opt", "libreoffice*/program/soffice"),
    ("/usr/lib", "libreoffice*/program/soffice"),
    ("/usr/lib64", "libreoffice*/program/soffice"),
    ("/Applications", "LibreOffice*.app/Contents/MacOS/soffice"),
    ("C:/Program Files", "LibreOffice*/program/soffice.exe"),
    ("C:/Program Files (x86)", "LibreOffice*/program/soffice.exe"),
)


def _run(program: Path, contents: Sequence[bytes], suffix: str, target: Target, request: Request) -> list[bytes | None]:
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        home, source, result = (Path(folder) / name for name in ("profile", "source", "result"))
        (home / "user").mkdir(parents=True)
        source.mkdir()
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (home / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
        paths = [source / f"{number}{suffix}" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        command = [
            str(program),
            f"-env:UserInstallation={home.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            target.filter,
            "--outdir",
            str(result),
            *map(str, paths),
        ]
        _wait(command, folder, result, len(paths), request)
        written = [result / f"{path.stem}.{target.suffix}" for path in paths]
        return [path.read_bytes() if path.is_file() else None for path in written]


def _wait(command: list[str], home: str, result: Path, count: int, request: Request) -> None:
    """Run LibreOffice until it ends or makes no file within the time of one, and end all of its processes then."""
    most = _START_SECONDS * count
    environment = {**os.environ, "HOME": home, "SAL_USE_VCLPLUGIN": "svp"}
    if sys.platform != "win32":
        # The shell's limits hold for every process that the program starts; memory and file size in kilobytes and half-kilobytes. The
        # one of processor time is for the case that whoever looks at the clock is killed.
        limits = f"ulimit -v {_MEMORY >> 10}; ulimit -f {request.limits.unpacked >> 9}; ulimit -t {ceil(2 * most)}; ulimit -c 0"
        command = ["/bin/sh", "-c", f'{limits} 2>/dev/null; exec "$@"', "sh", *command]
    with subprocess.Popen(  # noqa: S603 - the program that find_program found, with arguments made here
        command,
        env=environment,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        made, seconds = 0, _START_SECONDS
        while process.poll() is None:
            try:
                process.wait(min(_LOOK_SECONDS, _START_SECONDS))
            except subprocess.TimeoutExpired:
                seconds -= min(_LOOK_SECONDS, _START_SECONDS)
                so_far = len(list(result.glob("*"))) if result.is_dir() else 0
                if so_far > made:
                    made, seconds = so_far, _START_SECONDS
                    progress.step()
                elif seconds <= 0:
                    _end(process)
                    return


def _end(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=False)  # noqa: S603, S607 - part of the system
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _text_document(content: bytes, request: Request) -> tuple[str, str, TableMarks | None]:
    """The suffix that LibreOffice expects, the media type, and how many marks of cells and rows the text holds."""
    if content.startswith(_OLE):
        return ".doc", "application/msword", marks_of_doc(content)
    if content.startswith(_RTF):
        return ".rtf", "application/rtf", marks_of_rtf(content)
    if content.startswith(_ZIP):
        _guarded(content, request)
        return ".odt", "application/vnd.oasis.opendocument.text", None
    return ".xml", "application/xml", None


def _sheet(content: bytes, request: Request) -> tuple[str, str]:
    """The suffix that LibreOffice expects of a workbook, and the media type."""
    if content.startswith(_OLE):
        return ".xls", "application/vnd.ms-excel"
    if not content.startswith(_ZIP):
        return ".xml", "application/xml"
    if any(name.startswith("xl/") for name in _guarded(content, request)):
        return ".xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    return ".ods", "application/vnd.oasis.opendocument.spreadsheet"


def _guarded(content: bytes, request: Request) -> tuple[str, ...]:
    """The names of a package's members, after all of them have been unpacked once within the limits."""
    package = Package(content, request.limits)
    for name in package.names:
        package.read(name)
    return package.names


def _lost_tables(converted: bytes, marks: TableMarks, request: Request) -> bool:
    """Whether the converted file has far fewer cells than the original has marks for them.

    LibreOffice 7.4 makes one paragraph of a table behind which a .doc has no paragraph. Cells that a horizontal merge covers are stored
    with a mark of their own by some writers, and disappear rightly.
    """
    text = Package(converted, request.limits).read("word/document.xml")
    found = len(re.findall(rb"<w:t[cr][ >]", text))
    return found < marks.count * (_NEARLY_ALL if marks.at_end else _HALF)


_NEARLY_ALL, _HALF = 0.9, 0.5
