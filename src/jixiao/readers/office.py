"""Files that only an office program opens (.doc, .rtf, .wps, .et, OpenDocument): converted by LibreOffice, read as what they became.

LibreOffice runs without a window in a profile of its own, which is deleted afterwards: macros are off, links are not followed, the network
is out of reach, and time, memory and the size of what it writes are limited.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jixiao.readers import word
from jixiao.readers.contents import Content, RefusedError, Request
from jixiao.readers.packages import Package
from jixiao.readers.word.binary import TableMarks, marks_of_doc, marks_of_rtf

_START_SECONDS = 60
"""How long one file may take; a form takes two seconds, most of them for the start of the program."""
_FILE_SECONDS = 10
"""What each further file of the same call is given."""
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

    if content.startswith(_OLE):
        suffix, media_type = ".xls", "application/vnd.ms-excel"
    elif content.startswith(_ZIP):
        names = _guarded(content, request)
        binary = any(name.startswith("xl/") for name in names)
        suffix = ".xlsb" if binary else ".ods"
        media_type = (
            "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
            if binary
            else "application/vnd.oasis.opendocument.spreadsheet"
        )
    else:
        suffix, media_type = ".xml", "application/xml"
    converted = convert(content, suffix, XLSX, request)
    return msgspec.structs.replace(excel.read(converted, request), media_type=media_type)


def convert(content: bytes, suffix: str, target: Target, request: Request) -> bytes:
    """Convert one file; `suffix` (".doc") tells LibreOffice what to expect. Raises RefusedError."""
    (converted,) = convert_all([content], suffix, target, request)
    if converted is None:
        raise RefusedError(_FAILED[target.component])
    return converted


def convert_all(contents: Sequence[bytes], suffix: str, target: Target, request: Request) -> list[bytes | None]:
    """Convert many files of one kind in one run, which starts the program once; None stands for a file that does not convert.

    When the run breaks off, what is missing is tried once more, each file by itself, so that a bad one spoils no other. Raises RefusedError
    when LibreOffice is not installed.
    """
    program = find_program()
    if program is None:
        raise RefusedError(_MISSING[target.component])
    converted = _run(program, contents, suffix, target, request)
    if len(contents) > 1:
        for index, result in enumerate(converted):
            if result is None:
                (converted[index],) = _run(program, [contents[index]], suffix, target, request)
    return converted


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
        _wait(command, folder, _START_SECONDS + _FILE_SECONDS * (len(paths) - 1), request)
        written = [result / f"{path.stem}.{target.suffix}" for path in paths]
        return [path.read_bytes() if path.is_file() else None for path in written]


def _wait(command: list[str], home: str, seconds: int, request: Request) -> None:
    """Run LibreOffice until it ends or its time is over, and end all of its processes then."""
    environment = {**os.environ, "HOME": home, "SAL_USE_VCLPLUGIN": "svp"}
    if sys.platform != "win32":
        # The shell's limits hold for every process that the program starts; memory and file size in kilobytes and half-kilobytes. The
        # one of processor time is for the case that whoever looks at the clock is killed.
        limits = (
            f"ulimit -v {_MEMORY >> 10}; ulimit -f {request.limits.unpacked >> 9}; ulimit -t {2 * seconds}; ulimit -c 0"
        )
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
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)


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
