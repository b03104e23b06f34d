import io
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao import outputs, pipeline
from jixiao.cli import jixiao, main, output
from jixiao.cli.chinese import CannotDoError
from jixiao.cli.commands import audit as audit_command
from jixiao.cli.commands import score as score_command
from tests.cli.command_line import FAULTY, Run


class Screen(io.TextIOWrapper):
    """Standard output that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_only_where_a_person_sees_them(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, coloured: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Screen(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", screen)
    output.emit_shown(lambda console: console.print("重", style="bold red"), None)
    assert (b"\x1b[" in screen.buffer.getvalue()) is coloured  # type: ignore[attr-defined]


@pytest.mark.parametrize(("person", "lines"), [(True, 0), (False, 1)])
def test_a_person_is_told_of_a_broken_file_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, *, person: bool, lines: int
) -> None:
    for module in (audit_command, score_command):
        monkeypatch.setattr(module, "seen_by_a_person", lambda output: person and output is None)
    for command in ("audit", "score"):
        result = run(command, "b.txt", b="")
        assert result.exit_code == 2
        assert result.stdout.count("文件“b.txt”是空的") == 1
        assert result.stderr.count("\n") == lines
    assert run("read", "b.txt").stderr.count("\n") == 1
    assert run("audit", "b.txt", "-o", "out.txt").stderr.count("\n") == 1


def test_both_streams_must_be_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not output.seen_by_a_person(None)
    monkeypatch.setattr(sys, "stderr", screen)
    assert output.seen_by_a_person(None)
    assert not output.seen_by_a_person(output.Target(path=Path("a.txt")))


def test_a_place_where_no_file_can_be_made_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_arguments: object, **_options: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(outputs, "write", fall)
    with pytest.raises(CannotDoError, match="这个位置不能新建文件"):
        output.emit("text", output.Target(path=Path("a.txt")))


def test_a_folder_that_cannot_be_made_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_path: Path, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    run("list", "layouts", a=FAULTY, b=FAULTY)
    monkeypatch.setattr(Path, "mkdir", fall)
    assert (
        run("read", "a.txt", "b.txt", "-o", "new").stderr
        == "写不了文件夹“new”（没有权限）；请检查是否有写权限、磁盘是否已满，或换一个位置。\n"
    )


def test_a_bar_counts_the_files_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(output.with_progress(iter("abc"), 3)) == ["a", "b", "c"]
    assert "正在处理" in screen.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def test_the_installed_program_writes_utf8_whatever_the_locale(folder: Path) -> None:
    (folder / "a.txt").write_text(FAULTY, encoding="utf-8")
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "jixiao", "audit", "a.txt"], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 1
    assert "总分与分项得分之和不符" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_main_speaks_utf8_to_any_console(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text(FAULTY, encoding="utf-8")
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", object())
    monkeypatch.setattr(sys, "argv", ["jixiao", "--version"])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 0
    screen.flush()
    assert "绩效自评审核程序" in screen.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_who_leaves_early_is_no_error(folder: Path) -> None:
    environment = {"PATH": "", "PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    command = [sys.executable, "-m", "jixiao", "list", "checks"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=folder
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""


def test_a_name_on_the_command_line_cannot_steer_the_terminal(run: Run) -> None:
    for args in (["audit", "\x1b[2Jmissing.txt"], ["explain", "\x1b[2J"]):
        told = run(*args).stderr
        assert "\x1b" not in told
        assert "[2J" in told


def test_the_commands_work_inside_another_program(folder: Path) -> None:
    (folder / "a.txt").write_text(FAULTY, encoding="utf-8")
    assert jixiao.main(["audit", "a.txt", "-o", "out.txt"], standalone_mode=False) == 1
