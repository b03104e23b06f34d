"""dev.py: the parts that decide; nothing here makes an environment or uses a network."""

import ast
import importlib.util
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev() -> ModuleType:
    specification = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What dev.py started in the environment, which is taken to be there; every program succeeds."""
    commands: list[list[str]] = []

    def run(command: Sequence[str], folder: Path = ROOT, output: object = None) -> int:  # noqa: ARG001 - as dev.py has it
        commands.append(list(command) if folder == ROOT else [*command, f"in {folder}"])
        return 0

    monkeypatch.setattr(dev, "make_environment", lambda: None)
    monkeypatch.setattr(dev, "run", run)
    return commands


def make(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("linux", "venv/bin/ruff"), ("darwin", "venv/bin/ruff"), ("win32", "venv/Scripts/ruff.exe")],
)
def test_programs_are_found_where_the_platform_keeps_them(dev: ModuleType, platform: str, expected: str) -> None:
    assert dev.program("ruff", Path("venv"), platform) == Path(expected)


PROJECT = '[project]\nname = "a"\n'


@pytest.mark.parametrize(
    ("lock", "project", "same"),
    [
        (b"a==1", PROJECT, True),
        (b"a==1", PROJECT + "[tool.ruff]\nline-length = 99\n", True),
        (b"a==2", PROJECT, False),
        (b"a==1", PROJECT + 'scripts = {a = "a:main"}\n', False),
    ],
    ids=["nothing changed", "only a tool's settings", "another lock", "another command to install"],
)
def test_environment_is_made_anew_only_for_what_it_is_made_from(
    dev: ModuleType, lock: bytes, project: str, *, same: bool
) -> None:
    assert (dev.fingerprint(lock, project) == dev.fingerprint(b"a==1", PROJECT)) is same


def test_moved_folder_asks_for_a_new_environment(dev: ModuleType, tmp_path: Path) -> None:
    assert dev.fingerprint(b"", PROJECT, tmp_path / "a") != dev.fingerprint(b"", PROJECT, tmp_path / "b")


def test_environment_is_current_only_when_complete(dev: ModuleType, tmp_path: Path) -> None:
    wanted = {"lock": "1"}
    python, marker = tmp_path / "bin" / "python", tmp_path / "marker.json"
    assert not dev.is_current(marker, wanted, python)
    make(python)
    assert not dev.is_current(marker, wanted, python)
    make(marker, '{"lock":')
    assert not dev.is_current(marker, wanted, python)
    make(marker, json.dumps({"lock": "0"}))
    assert not dev.is_current(marker, wanted, python)
    make(marker, json.dumps(wanted))
    assert dev.is_current(marker, wanted, python)
    python.unlink()
    assert not dev.is_current(marker, wanted, python)


def test_wheel_folder_replaces_the_index(dev: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "with blank"
    folder.mkdir()
    assert dev.offline_options({}) == []
    assert dev.offline_options({"JIXIAO_WHEELS": ""}) == []
    assert dev.offline_options({"JIXIAO_WHEELS": str(folder)}) == ["--no-index", "--find-links", str(folder)]


def test_missing_wheel_folder_is_named(dev: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(dev.SetupError, match=r"JIXIAO_WHEELS 指向的文件夹不存在：.*nowhere"):
        dev.offline_options({"JIXIAO_WHEELS": str(tmp_path / "nowhere")})


def test_uv_stands_back_when_only_pip_knows_where_packages_come_from(dev: ModuleType, tmp_path: Path) -> None:
    name = "uv.exe" if sys.platform == "win32" else "uv"
    uv = make(tmp_path / name)
    uv.chmod(0o755)
    here = {"PATH": str(tmp_path)}
    assert Path(dev.usable_uv(here)).name == name
    assert dev.usable_uv({**here, "PIP_NO_INDEX": "1"}) is None
    assert dev.usable_uv({**here, "PIP_INDEX_URL": "file:///mirror"}) is None
    assert dev.usable_uv({"PATH": str(tmp_path / "empty")}) is None


def test_both_ways_install_from_the_hashed_lock_without_building(dev: ModuleType) -> None:
    for steps in (dev.uv_steps("uv", ["--no-index"]), dev.pip_steps(["--no-index"])):
        _, packages, project = steps
        assert {"--require-hashes", "--only-binary", "--no-index", str(dev.LOCK)} <= set(packages)
        assert {"--no-deps", "--no-build-isolation"} <= set(project)


@pytest.fixture
def bare(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """dev.py in a checkout without environment, on a machine without uv."""
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "MARKER", tmp_path / ".venv" / "marker.json")
    monkeypatch.setattr(dev, "usable_uv", lambda _: None)
    monkeypatch.setattr(dev, "program", lambda name: tmp_path / ".venv" / name)
    return dev


def test_missing_venv_module_is_said_with_what_to_install(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(bare.SetupError, match=r"缺少 venv 模块.*python3-venv"):
        bare.make_environment({})


def test_failed_installation_leaves_no_marker(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare, "run_all", lambda *_: False)
    with pytest.raises(bare.SetupError, match=r"没有建成.*JIXIAO_WHEELS"):
        bare.make_environment({})
    assert not bare.MARKER.exists()


def test_pip_takes_over_where_uv_fails(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[str] = []

    def run_all(steps: Sequence[Sequence[str]], _: object) -> bool:
        tried.append(steps[0][0])
        bare.VENV.mkdir(exist_ok=True)
        return steps[0][0] != "uv"

    monkeypatch.setattr(bare, "usable_uv", lambda _: "uv")
    monkeypatch.setattr(bare, "run_all", run_all)
    bare.make_environment({})
    assert tried == ["uv", sys.executable]
    assert "改用 pip" in capsys.readouterr().out
    make(bare.VENV / "python")
    bare.make_environment({})
    assert tried == ["uv", sys.executable], "a finished environment is not made again"


def test_steps_stop_at_the_first_failure_and_begin_without_remains(bare: ModuleType) -> None:
    remains = make(bare.VENV / "old")
    reached = bare.VENV.parent / "reached"
    fail = [sys.executable, "-c", "raise SystemExit(3)"]
    touch = [sys.executable, "-c", f"open({str(reached)!r}, 'w').close()"]
    assert not bare.run_all([fail, touch], {})
    assert not remains.exists()
    assert not reached.exists()
    assert bare.run_all([touch], {})
    assert reached.exists()


def test_environment_does_not_replace_itself(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bare.sys, "prefix", str(bare.VENV))
    with pytest.raises(bare.SetupError, match="系统的 Python"):
        bare.make_environment({})


def test_arguments_of_test_go_to_pytest(dev: ModuleType, ran: list[list[str]]) -> None:
    assert dev.main(["test", "-k", "总分"]) == 0
    assert ran == [["pytest", "-k", "总分"]]


def test_plain_test_asks_for_coverage_of_scoring_without_a_gap_and_of_library_and_web(
    dev: ModuleType, ran: list[list[str]]
) -> None:
    assert dev.main(["test"]) == 0
    assert any({"pytest", "--cov"} <= set(command) for command in ran)
    assert any({"pytest", "JIXIAO_TEST_DATABASE=postgresql"} <= set(command) for command in ran)
    assert ["coverage", "report", "--include=src/jixiao/scoring/*", "--fail-under=100"] in ran
    for package in ("jixiao", "jixiao_web"):
        assert ["coverage", "report", f"--include=src/{package}/*", "--fail-under=95"] in ran


@pytest.mark.parametrize("command", ["read", "score", "audit", "explain", "list", "doctor"])
def test_commands_of_jixiao_are_passed_on_and_run_where_the_person_stands(
    dev: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert dev.main([command, "a.txt", "--format", "json"]) == 0
    assert ran == [["jixiao", command, "a.txt", "--format", "json", f"in {tmp_path}"]]


def test_gate_runs_every_step_and_names_the_failed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "run", lambda command: 1 if command == ["b"] else 0)
    assert dev.gate((("甲", ["a"]), ("乙", ["b"]), ("丙", ["c"]))) == 1
    output = capsys.readouterr().out
    assert "── 丙：c" in output
    assert output.endswith("未通过：乙。\n")
    assert dev.gate((("甲", ["a"]),)) == 0


def test_what_runs_beside_the_steps_is_told_of_at_the_end(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "program", lambda name: name)
    met = "from socket import *; import sys; sys.exit(create_connection(('127.0.0.1', {0}), 60).recv(1) != b'x')"
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        # The step ends only when the one beside it runs, and the one beside it only when the step does.
        both = [sys.executable, "-c", met.format(waiting.getsockname()[1])]
        said = [sys.executable, "-c", "import sys; print('话'); print('错', file=sys.stderr); sys.exit(3)"]

        def greet() -> None:
            for connection in [waiting.accept()[0] for _ in range(2)]:
                connection.sendall(b"x")
                connection.close()

        host = Thread(target=greet)
        host.start()
        status = dev.gate([("甲", both)], [("乙", both), ("丙", said)])
        host.join()
    output = capfd.readouterr().out
    assert status == 1
    assert output.index("── 甲") < output.index("── 乙") < output.index("── 丙") < output.index("话\n")
    assert "错\n" in output
    assert output.endswith("未通过：丙。\n")


def test_check_is_lints_and_tests(dev: ModuleType, ran: list[list[str]]) -> None:
    assert dev.main(["check"]) == 0
    assert sorted(ran) == sorted(command for _, command in (*dev.LINTS, *dev.TESTS, *dev.POSTGRESQL))


def test_a_step_may_set_variables_as_a_shell_does(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "program", lambda name: name)
    told = "import os, sys; sys.exit(int(os.environ['JIXIAO_A']) + 1)"
    assert dev.run(["JIXIAO_A=6", sys.executable, "-c", told]) == 7


@pytest.mark.parametrize(("status", "written", "expected"), [(0, True, 0), (1, True, 0), (1, False, 1), (2, True, 2)])
def test_demo_succeeds_when_a_report_lies_there(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, expected: int, *, written: bool
) -> None:
    def run(command: Sequence[str]) -> int:
        if written:
            make(Path(command[command.index("--output") + 1]), "<html>")
        return status

    monkeypatch.setattr(dev, "REPORT", tmp_path / "demo-report")
    monkeypatch.setattr(dev, "run", run)
    assert dev.demo([]) == expected


def test_page_of_an_earlier_demo_does_not_count(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "REPORT", tmp_path)
    monkeypatch.setattr(dev, "run", lambda _: 1)
    make(tmp_path / "index.html", "yesterday's")
    assert dev.demo([]) != 0


@pytest.mark.parametrize("arguments", [[], ["--help"], ["unknown"]])
def test_help_names_every_command(dev: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert dev.main(arguments) == (0 if arguments == ["--help"] else 2)
    captured = capsys.readouterr()
    for command in [*dev.INSIDE, *dev.OUTSIDE, *dev.JIXIAO_COMMANDS]:
        assert command in captured.out + captured.err


def test_wheels_asks_for_its_folder(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["wheels"]) == 2
    assert "文件夹" in capsys.readouterr().out


def test_wheels_for_another_platform_lack_nothing(dev: ModuleType) -> None:
    lock = "click==8 \\\n    --hash=sha256:a\ncolorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:b\n"
    everything = "click==8 \\\n    --hash=sha256:a\ncolorama==0.4 \\\n    --hash=sha256:b\n"
    assert dev.without_markers(lock) == everything
    assert " ; " not in dev.without_markers((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def test_lock_says_that_it_needs_uv(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _: None)
    assert dev.main(["lock"]) == 2
    assert "需要 uv" in capsys.readouterr().out


def test_old_python_is_refused_with_a_sentence(tmp_path: Path) -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8").replace("(3, 11)", "(99, 0)").replace("3.11 或", "99.0 或")
    script = make(tmp_path / "dev.py", source)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(script), "test"], capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("需要 Python 99.0 或更高版本，当前是 Python 3.")


def test_lock_names_no_address_and_hashes_everything() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    packages = [number for number, line in enumerate(lines) if "==" in line]
    assert packages
    assert not [line for line in lines if "://" in line]
    assert all("--hash=sha256:" in lines[number + 1] for number in packages)


def test_lock_holds_what_the_project_and_its_build_ask_for(dev: ModuleType) -> None:
    project = dev.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = {
        line.split("==")[0]
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert {name.partition(">=")[0] for name in asked} <= locked


def test_every_data_file_of_the_library_is_packaged(dev: ModuleType) -> None:
    project = dev.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    library = ROOT / "src" / "jixiao"
    packaged = {file for glob in project["tool"]["setuptools"]["package-data"]["jixiao"] for file in library.glob(glob)}
    present = {file for file in library.rglob("*") if file.is_file() and file.suffix not in {".py", ".pyc"}}
    assert {str(file.relative_to(library)) for file in present - packaged} == set()


def test_what_the_library_imports_is_what_the_project_asks_for(dev: ModuleType) -> None:
    project = dev.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extra = project["project"]["optional-dependencies"]["ocr"]
    asked = {name.partition(">=")[0] for name in (*project["project"]["dependencies"], *extra)}
    imported = set()
    for file in (ROOT / "src" / "jixiao").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).partition(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"jixiao"}
    published = {"yaml": "pyyaml", "PIL": "pillow", "cv2": "opencv-python-headless", "msoffcrypto": "msoffcrypto-tool"}
    called = {"onnxruntime"}  # by rapidocr, which leaves the choice of an engine to whoever installs it
    brought = {"omegaconf"}  # by rapidocr too, whose settings are of its types
    assert {published.get(name, name) for name in foreign - brought} | called == asked
