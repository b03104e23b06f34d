import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import outputs


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_holds_what_was_written_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    outputs.write(tmp_path / "表.csv", "分值,得分".encode())
    assert (tmp_path / "表.csv").read_bytes() == "分值,得分".encode()
    assert names(tmp_path) == ["表.csv"]


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("mine")
    with pytest.raises(outputs.AlreadyThereError, match="已经存在"):
        outputs.write(path, b"other")
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["a"]


def test_replacing_keeps_who_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    outputs.write(path, b"new", replace=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_is_made_with_the_mask_of_the_process(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        outputs.write(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    real, link = tmp_path / "kept" / "real", tmp_path / "link"
    real.write_text("old")
    link.symlink_to(real)
    with pytest.raises(outputs.AlreadyThereError):
        outputs.write(link, b"new")
    outputs.write(link, b"new", replace=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_link_to_nothing_makes_the_file_it_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    outputs.write(tmp_path / "link", b"new")
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to() -> None:
    outputs.write(Path(os.devnull), b"anything")
    outputs.refuse_existing([Path(os.devnull)])


@pytest.mark.parametrize("replace", [True, False])
def test_a_folder_is_no_file(tmp_path: Path, *, replace: bool) -> None:
    with pytest.raises(IsADirectoryError):
        outputs.write(tmp_path, b"", replace=replace)


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        outputs.write(tmp_path / "no" / "a", b"")


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    outputs.write(tmp_path / ("长" * 85), b"x")
    assert names(tmp_path) == ["长" * 85]


def test_a_file_made_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    written = outputs._write_down

    def meanwhile(aside: Path, content: bytes) -> None:
        written(aside, content)
        path.write_text("theirs")

    monkeypatch.setattr(outputs, "_write_down", meanwhile)
    with pytest.raises(outputs.AlreadyThereError):
        outputs.write(path, b"mine")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["a"]


def test_without_links_a_file_is_written_or_refused_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", none)
    outputs.write(tmp_path / "a", b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    with pytest.raises(outputs.AlreadyThereError):
        outputs._give_name(tmp_path / "a", tmp_path / "a", replace=False)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        outputs.write(path, b"new", replace=True)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a"]


_WRITER = """
import sys
from pathlib import Path
from jixiao import outputs
path = Path(sys.argv[1])
for number in range(1 << 30):
    outputs.write(path, bytes([65 + number % 26]) * (4 << 20), replace=True)
    if number == 1:
        print("running", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("number", range(4))
def test_a_program_killed_while_it_writes_leaves_no_half_file(tmp_path: Path, number: int) -> None:
    path = tmp_path / "a"
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE)  # noqa: S603 - our own script
    assert writer.stdout is not None
    with writer.stdout:
        assert writer.stdout.readline() == b"running\n"
        sleep(0.003 * number)
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
    content = path.read_bytes()
    assert len(content) == 4 << 20
    assert content == content[:1] * len(content)
    assert all(name == "a" or (name.startswith(".jixiao-") and name.endswith(".tmp")) for name in names(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without asking it")
def test_a_program_told_to_end_while_it_writes_leaves_nothing_beside(tmp_path: Path) -> None:
    """The command line takes SIGTERM like Ctrl-C; here the writer is stopped inside its work and takes its hidden file away."""
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom jixiao import outputs\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # whoever starts the tests may have it ignored
        "os.fsync = lambda _file: os.kill(os.getpid(), signal.SIGINT)\n"
        "outputs.write(Path(sys.argv[1]), b'x' * 100)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a")]
    ended = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own script
    assert ended.returncode != 0
    assert b"KeyboardInterrupt" in ended.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("表.docx", "docx"), ("表.DOCX", "docx"), ("a.b.htm", "html"), ("a.html", "html"), ("表.text", "txt")],
)
def test_the_ending_chooses_the_format(name: str, chosen: str) -> None:
    assert outputs.format_of(Path(name), ("docx", "html", "txt")) == chosen


@pytest.mark.parametrize(
    ("name", "told"),
    [("表.doc", "后缀是“.doc”"), ("表", "没有后缀"), (".docx", "没有后缀"), ("表.", "没有后缀")],
)
def test_another_ending_is_refused_with_those_possible(name: str, told: str) -> None:
    with pytest.raises(outputs.UnknownFormatError) as refused:
        outputs.format_of(Path(name), ("docx", "xlsx"))
    assert told in str(refused.value)
    assert ".docx、.xlsx" in str(refused.value)


@given(content=st.binary(max_size=5000), before=st.none() | st.binary(max_size=50))
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, before: bytes | None
) -> None:
    path = tmp_path_factory.mktemp("written") / "a"
    if before is not None:
        path.write_bytes(before)
    outputs.write(path, content, replace=before is not None)
    assert path.read_bytes() == content
    assert names(path.parent) == ["a"]


FILES = {"datapackage.json": b"{}", "data/funds.csv": b"a", "data/goals.csv": b"b"}


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    outputs.write_all(tmp_path / "包", FILES)
    assert held(tmp_path / "包") == FILES
    assert names(tmp_path) == ["包"]


def test_a_folder_that_cannot_be_filled_does_not_appear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = outputs._write_down

    def full(path: Path, content: bytes) -> None:
        if path.name == "goals.csv":
            raise OSError(28, "No space left on device")
        written(path, content)

    monkeypatch.setattr(outputs, "_write_down", full)
    with pytest.raises(OSError, match="No space"):
        outputs.write_all(tmp_path / "包", FILES)
    assert names(tmp_path) == []


def test_into_a_folder_that_exists_all_files_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "goals.csv").write_bytes(b"mine")
    with pytest.raises(outputs.AlreadyThereError, match=r"goals\.csv"):
        outputs.write_all(tmp_path, FILES)
    assert held(tmp_path) == {"data/goals.csv": b"mine"}
    outputs.write_all(tmp_path, FILES, replace=True)
    assert held(tmp_path) == FILES
