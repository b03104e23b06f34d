"""Files that LibreOffice converts; most of it is tested with a program of our own in its stead."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path
from typing import Self

import olefile
import pytest

from jixiao import progress
from jixiao.documents import Paragraph, Table
from jixiao.readers import office, pdf
from jixiao.readers.contents import Content, Limits, RefusedError, Request
from jixiao.readers.word import binary, read
from tests.hostile.compound import compound
from tests.readers.word_files import docx, p, packed, tbl, tc, tr

needs_office = pytest.mark.skipif(office.find_program() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the program in LibreOffice's stead is a shell script")

FORM = (
    p("项目支出绩效自评表")
    + tbl(
        tr(tc("一级", '<w:vMerge w:val="restart"/>', width=2000), tc("目标", span=2, width=4000)),
        tr(tc("", "<w:vMerge/>", width=2000), tc("≥12场", width=2000), tc("9场", width=2000)),
        grid=(2000, 2000, 2000),
    )
    + p("自评结论：良")
)
RTF = (
    rb"{\rtf1\ansi\ansicpg936\uc1 "
    rb"\trowd\cellx2000\cellx4000 a\intbl\cell b\intbl\cell\row "
    rb"\trowd\cellx2000\cellx4000 c\intbl\cell d\intbl\cell\row\pard end\par}"
)


def shape(content: Content) -> list[object]:
    return [
        [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in block.cells]
        if isinstance(block, Table)
        else block.text
        for block in content.blocks
    ]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is found as LibreOffice; what it does is written into it by the test."""
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "find_program", lambda: path)
    return path


def write(program: Path, script: str) -> None:
    """Let the program run a script that knows $out (the folder of results), $log and the files in "$@"."""
    head = """#!/bin/sh
echo "$@" >> "$LOG"
while [ "$1" != --outdir ]; do shift; done
out="$2"; shift 2; mkdir -p "$out"
"""
    program.write_text(head.replace("$LOG", f"{program}.log") + script, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def calls(program: Path) -> list[str]:
    return Path(f"{program}.log").read_text(encoding="utf-8").splitlines()


COPY = """for file in "$@"; do base=$(basename "$file"); cp "$file" "$out/${base%.*}.docx"; done"""


@pytest.mark.parametrize(
    ("target", "package"), [(office.DOCX, "libreoffice-writer"), (office.XLSX, "libreoffice-calc")]
)
def test_a_machine_without_it_is_told_the_package(
    monkeypatch: pytest.MonkeyPatch, target: office.Target, package: str
) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(RefusedError, match=rf"{package}.*另存为 \.(docx|xlsx).*。$"):
        office.convert(b"x", ".doc", target, Request())


def test_it_is_found_on_the_path_or_where_installers_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("bin/libreoffice", "opt/libreoffice7.6/program/soffice", "opt/libreoffice24.2/program/soffice"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(office, "_USUAL_PLACES", ((str(tmp_path / "opt"), "libreoffice*/program/soffice"),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert office.find_program() == tmp_path / "bin/libreoffice"
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert office.find_program() == tmp_path / "opt/libreoffice7.6/program/soffice"
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    assert office.find_program() is None


@posix
def test_a_file_is_handed_over_and_the_result_taken(program: Path) -> None:
    write(program, COPY)
    assert office.convert(b"abc", ".doc", office.DOCX, Request()) == b"abc"
    (call,) = calls(program)
    assert "--headless" in call
    assert "0.doc" in call


@posix
def test_every_run_has_a_profile_of_its_own_without_macros_links_and_network(program: Path) -> None:
    write(
        program,
        f'profile=$(tail -1 "{program}.log" | tr " " "\\n" | sed -n "s|-env:UserInstallation=file://||p")\n'
        'cp "$profile/user/registrymodifications.xcu" "$out/0.docx"',
    )
    settings = office.convert(b"", ".doc", office.DOCX, Request()).decode()
    for told in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetHTTPSProxyPort"):
        assert told in settings
    office.convert(b"", ".doc", office.DOCX, Request())
    first, second = calls(program)
    assert first.split()[0] != second.split()[0]


@posix
def test_many_files_are_one_call_and_a_bad_one_spoils_no_other(program: Path) -> None:
    write(
        program,
        'for file in "$@"; do base=$(basename "$file"); grep -q bad "$file" && exit 1; cp "$file" "$out/${base%.*}.docx"; done',
    )
    assert office.convert_all([b"1", b"bad", b"3"], ".doc", office.DOCX, Request()) == [b"1", None, b"3"]
    assert [call.count(".doc ") + call.endswith(".doc") for call in calls(program)] == [3, 1, 1]


@posix
def test_what_a_run_passed_over_is_tried_once_more_by_itself(program: Path) -> None:
    write(
        program,
        'for file in "$@"; do base=$(basename "$file"); grep -q bad "$file" || cp "$file" "$out/${base%.*}.docx"; done',
    )
    assert office.convert_all([b"1", b"bad", b"3", b"bad2"], ".doc", office.DOCX, Request()) == [b"1", None, b"3", None]
    assert [call.count(".doc ") + call.endswith(".doc") for call in calls(program)] == [4, 1, 1]


@posix
def test_where_nothing_converts_every_file_is_tried_once(program: Path) -> None:
    write(program, "exit 1")
    assert office.convert_all([b"1", b"2", b"3"], ".doc", office.DOCX, Request()) == [None] * 3
    assert [call.count(".doc ") + call.endswith(".doc") for call in calls(program)] == [3, 2, 1]


@posix
def test_a_file_at_which_the_program_hangs_costs_no_other(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(program, f'for file in "$@"; do grep -q bad "$file" && sleep 60; {COPY.partition("do ")[2]}')
    monkeypatch.setattr(office, "_START_SECONDS", 1)
    monkeypatch.setattr(office, "_LOOK_SECONDS", 0.2)
    assert office.convert_all([b"1", b"bad", b"3"], ".doc", office.DOCX, Request()) == [b"1", None, b"3"]


@posix
def test_a_run_of_many_files_goes_on_as_long_as_one_after_the_other_is_made(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(program, f'for file in "$@"; do sleep 0.6; {COPY.partition("do ")[2]}')
    monkeypatch.setattr(office, "_START_SECONDS", 2)
    monkeypatch.setattr(office, "_LOOK_SECONDS", 0.1)
    steps: list[float | None] = []
    with progress.heard(steps.append):
        assert office.convert_all([b"1", b"2", b"3", b"4", b"5"], ".doc", office.DOCX, Request()) == [
            b"1",
            b"2",
            b"3",
            b"4",
            b"5",
        ]
    assert steps


def compound_of(*names: str) -> bytes:
    """A compound file with streams of these names, as Word, Excel and WPS write them."""
    return compound(dict.fromkeys(names, b""))


@posix
def test_files_converted_beforehand_are_not_converted_again(program: Path, tmp_path: Path) -> None:
    sound = program.with_name("sound.docx")
    sound.write_bytes(docx(p("甲") + tbl(*[tr("1", "2")] * 2, grid=(2000, 2000))))
    write(
        program,
        f'for file in "$@"; do base=$(basename "$file"); grep -q bad "$file" || cp "{sound}" "$out/${{base%.*}}.docx"; done',
    )
    request = Request(conversions=tmp_path)
    files = [RTF, RTF + b" ", RTF + b"bad", RTF, compound_of("WordDocument"), b"text", b"PK\x03\x04broken"]
    office.convert_beforehand(files, request)
    # Different ones of one kind in one call, a bad one once more, those of another kind in a call of their own.
    assert [call.count("/source/") for call in calls(program)] == [3, 1, 1]
    for content in (RTF, RTF + b" "):
        assert office.read_word(content, request).blocks
    with pytest.raises(RefusedError, match="不能用 LibreOffice 转换"):
        office.read_word(RTF + b"bad", request)
    assert len(calls(program)) == 3
    office.read_word(RTF + b"another", request)
    assert len(calls(program)) == 4


def test_without_a_folder_or_a_program_nothing_is_converted_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.convert_beforehand([RTF], Request())
    monkeypatch.setattr(office, "find_program", lambda: None)
    office.convert_beforehand([RTF], Request(conversions=tmp_path))
    assert list(tmp_path.iterdir()) == []


@posix
def test_what_does_not_convert_is_refused(program: Path) -> None:
    write(program, "exit 0")
    with pytest.raises(RefusedError, match="libreoffice-writer"):
        office.convert(b"", ".doc", office.DOCX, Request())


@posix
def test_a_run_that_takes_too_long_is_ended_with_all_its_processes(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(program, f'sleep 60 & echo $! > "{tmp_path}/child"; wait')
    monkeypatch.setattr(office, "_START_SECONDS", 0.5)
    with pytest.raises(RefusedError):
        office.convert(b"", ".doc", office.DOCX, Request())
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    assert (
        not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text(encoding="utf-8").split()[2]
    )


@posix
def test_a_result_larger_than_a_file_may_be_is_not_written(program: Path) -> None:
    write(program, 'head -c 3000000 /dev/zero > "$out/0.docx.part" && mv "$out/0.docx.part" "$out/0.docx"')
    limits = Limits(unpacked=1_000_000)
    with pytest.raises(RefusedError):
        office.convert(b"", ".doc", office.DOCX, Request(limits=limits))
    assert len(office.convert(b"", ".doc", office.DOCX, Request())) == 3_000_000


@posix
@pytest.mark.parametrize(
    ("content", "suffix", "media_type"),
    [
        (RTF, ".rtf", "application/rtf"),
        (packed({"mimetype": "x"}), ".odt", "application/vnd.oasis.opendocument.text"),
        (b"<?xml", ".xml", "application/xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc", "application/msword"),
    ],
)
def test_the_content_decides_what_libreoffice_is_told(
    program: Path, content: bytes, suffix: str, media_type: str
) -> None:
    sound = program.with_name("sound.docx")
    sound.write_bytes(docx(p("甲") + tbl(*[tr("1", "2")] * 2, grid=(2000, 2000))))
    write(program, f'cp "{sound}" "$out/0.docx"')
    found = office.read_word(content, Request())
    assert (found.media_type, found.reader) == (media_type, "word")
    assert f"/source/0{suffix}" in calls(program)[0]


@posix
@pytest.mark.parametrize(
    ("content", "suffix", "media_type"),
    [
        (packed({"xl/workbook.bin": ""}), ".xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
        (packed({"content.xml": ""}), ".ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (b"<?xml", ".xml", "application/xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls", "application/vnd.ms-excel"),
    ],
)
def test_workbooks_are_read_as_what_they_become(
    program: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, suffix: str, media_type: str
) -> None:
    from jixiao.readers import excel  # noqa: PLC0415 - slow to load, and only here

    write(program, 'echo workbook > "$out/0.xlsx"')
    read_as = Content(media_type="", reader="excel", blocks=(Paragraph(text="甲"),))
    monkeypatch.setattr(excel, "read", lambda content, _: read_as if content == b"workbook\n" else None)
    assert office.read_sheet(content, Request()).media_type == media_type
    assert f"/source/0{suffix}" in calls(program)[0]


@posix
def test_tables_lost_on_the_way_are_not_passed_on_as_text(program: Path) -> None:
    flat = program.with_name("flat.docx")
    flat.write_bytes(docx(p("abcd")))
    write(program, f'cp "{flat}" "$out/0.docx"')
    with pytest.raises(RefusedError, match="表格"):
        office.read_word(RTF, Request())


def test_bombs_are_not_handed_to_libreoffice(program: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(20_000_000))
    with pytest.raises(RefusedError, match="解压"):
        office.read_word(stream.getvalue(), Request())
    assert not Path(f"{program}.log").exists()


def doc_streams(text: bytes, *, compressed: bool) -> tuple[bytes, bytes]:
    """The streams of a Word 97 file with one piece of text, and a change of format before the table of pieces."""
    length = len(text) if compressed else len(text) // 2
    start = 1024
    place = (start * 2) | (1 << 30) if compressed else start
    pieces = struct.pack("<ii", 0, length) + struct.pack("<HIH", 0, place, 0)
    clx = b"\x01\x02\x00\xaa\xbb" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    header = bytearray(start)
    struct.pack_into("<H", header, 0x0A, 0x0200)
    struct.pack_into("<i", header, 0x4C, length)
    struct.pack_into("<II", header, 0x01A2, 0, len(clx))
    return bytes(header) + text, clx


@pytest.mark.parametrize("compressed", [True, False])
def test_marks_of_cells_are_counted_in_the_text_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, *, compressed: bool
) -> None:
    # 万 is U+4E07: its low byte is that of a cell mark.
    text = b"a\x07b\x07\x07end\r" if compressed else "万\x07万元\x07\x07完\r".encode("utf-16-le")
    document, table = doc_streams(text, compressed=compressed)
    streams = {"WordDocument": document, "1Table": table}

    class Compound:
        def __init__(self, _: object) -> None: ...

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def openstream(self, name: str) -> io.BytesIO:
            return io.BytesIO(streams[name])

    monkeypatch.setattr(olefile, "OleFileIO", Compound)
    assert binary.marks_of_doc(b"") == binary.TableMarks(3, at_end=False)


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_file_tells_no_marks(content: bytes) -> None:
    assert binary.marks_of_doc(content) is None


def test_marks_of_rtf() -> None:
    assert binary.marks_of_rtf(RTF) == binary.TableMarks(6, at_end=False)
    assert binary.marks_of_rtf(rb"{\rtf1 \cellx100 \rowx \nestcell\nestrow}") == binary.TableMarks(2, at_end=False)


@needs_office
@pytest.mark.parametrize(("suffix", "filter_name"), [("doc", "doc:MS Word 97"), ("rtf", "rtf")])
def test_the_same_form_as_docx_and_as_an_old_file(suffix: str, filter_name: str) -> None:
    old = office.convert(docx(FORM), ".docx", office.Target(suffix, filter_name, "writer"), Request())
    found = office.read_word(old, Request())
    assert shape(found) == shape(read(docx(FORM), Request()))
    assert found.media_type == {"doc": "application/msword", "rtf": "application/rtf"}[suffix]


@needs_office
def test_a_doc_whose_last_table_libreoffice_flattens_is_refused() -> None:
    ends_with_table = docx(tbl(*[tr("甲", "乙", "丙")] * 3, grid=(2000, 2000, 2000)))
    old = office.convert(ends_with_table, ".docx", office.Target("doc", "doc:MS Word 97", "writer"), Request())
    marks = binary.marks_of_doc(old)
    assert marks == binary.TableMarks(12, at_end=True)
    with pytest.raises(RefusedError, match="表格"):
        office.read_word(old, Request())


def upright(text: str) -> str:
    """A cell as high as three characters and wide enough for two, in which text runs from top to bottom and from right to left."""
    return tc(p(text), '<w:textDirection w:val="tbRl"/>', width=800)


_LINES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@needs_office
def test_an_upright_label_in_two_columns_is_whole_in_a_pdf() -> None:
    row = tr(
        upright("年度总体目标"),
        tc("全年开展医保政策宣传。", width=4000),
        properties='<w:trHeight w:val="800" w:hRule="exact"/>',
    )
    table = tbl(row, row, grid=(800, 4000)).replace(
        "<w:tblPr/>", f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr>"
    )
    made = office.convert(docx(table + p()), ".docx", office.Target("pdf", "pdf", "writer"), Request())
    found = pdf.read(made, Request())
    assert shape(found) == [
        [
            (0, 0, 1, 1, "年度总体目标"),
            (0, 1, 1, 1, "全年开展医保政策宣传。"),
            (1, 0, 1, 1, "年度总体目标"),
            (1, 1, 1, 1, "全年开展医保政策宣传。"),
        ]
    ]
