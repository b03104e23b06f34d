"""Everything a checkout needs, with nothing but Python: python3 dev.py demo | test | check | … (see HELP).

Makes `.venv` beside this file from the hashed `requirements.lock`, installs the project itself into it, then runs the
command there. The environment is made anew when the lock, the project's own metadata, the Python, the platform or the
folder changed. Standard library only; an old Python must at least parse it, to be refused with a sentence.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "需要 Python 3.11 或更高版本，当前是 Python {}.{}。请安装新版后用它运行，例如：python3.11 dev.py demo".format(
            *sys.version_info[:2]
        )
    )

import hashlib
import importlib.util
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
MARKER = VENV / "jixiao-environment.json"
REPORT = ROOT / "demo-report"
SHOWN = tuple(f"t1-fund-supervision.{kind}" for kind in ("docx", "xlsx", "xls", "html", "pdf", "scan.jpg"))
"""One of the examples in other formats: the same form must give the same findings. A .doc would need LibreOffice."""

HELP = """\
用法：python3 dev.py 命令 [参数…]

  demo              审核 examples/ 中的样表（其中一份有多种格式），把报告写入 demo-report/
  test [参数…]      运行全部测试并核对覆盖率下限；写了参数则原样转给 pytest
  lint              只做静态检查：代码规范、格式、类型、分层约束
  check             完整的质量关：lint 与 test
  handbook          按审核点登记表重新生成 docs/handbook/
  pictures 文件夹   给网上报送的每个页面拍照（空、常、满三种数据），并写下测出的毛病
  corpus            按语料和种入的错误重新生成 docs/quality.md（查准、查全）
  bench [参数…]     运行性能测量（参数转给 benchmarks/）
  read|score|simulate|audit|answer|explain|list|doctor …
  convert|annotate|review|template|narrate|package|publish …
  set-up|serve|step|verify-log|backup|restore|reset-password …
                    转给 jixiao 命令，例如：python3 dev.py read 自评表.txt
  wheels 文件夹 [参数…]
                    下载全部依赖包，供不能上网的机器使用（参数转给 pip download）
  lock              按 pyproject.toml 重新生成 requirements.lock（需要 uv）

首次运行会在 .venv 建立运行环境。不能上网时，先在能上网的机器上执行 wheels，
把文件夹带过来，再设置环境变量 JIXIAO_WHEELS=文件夹 后运行。
"""

# uv shall take the Python that runs this script, trust what the machine trusts, and give up soon so that pip gets its turn.
UV_DEFAULTS = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_HTTP_TIMEOUT": "20"}

JIXIAO_COMMANDS = (
    *("read", "score", "simulate", "audit", "answer", "explain", "list", "doctor"),
    *("convert", "annotate", "review", "template", "narrate", "package", "publish"),
    *("set-up", "serve", "step", "verify-log", "backup", "restore", "reset-password"),
)

Step = tuple[str, list[str]]
"""What a step of the gate is called, and its command."""
LINTS: tuple[Step, ...] = (
    ("代码规范", ["ruff", "check", "."]),
    ("代码格式", ["ruff", "format", "--check", "."]),
    ("类型检查", ["mypy", "--strict", "src"]),
    ("分层约束", ["lint-imports"]),
)
# In the browser only the whole way is gone again; the databases of releases and of backups are SQLite's; who may do what is
# decided without asking the database anything that the other tests do not ask it as well.
ELSEWHERE = (
    "--ignore-glob=*/browser/test_[!w]*.py",
    "--ignore=tests/web/reliability/test_released.py",
    "--ignore=tests/web/reliability/test_installation.py",
    "--ignore=tests/web/test_permissions.py",
)
# The tests start hundreds of processes; without what Python compiled before, each would compile the project anew.
COMPILED = "PYTHONDONTWRITEBYTECODE="
# Each process begins with tests that stand together, so that what they share is made once; whoever is done takes of the others'.
SHARED_OUT = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
TESTS: tuple[Step, ...] = (
    ("全部测试与总覆盖率", [COMPILED, "pytest", *SHARED_OUT, "--cov", "--cov-report=term"]),
    ("记分覆盖率", ["coverage", "report", "--include=src/jixiao/scoring/*", "--fail-under=100"]),
    ("程序库覆盖率", ["coverage", "report", "--include=src/jixiao/*", "--fail-under=95"]),
    ("网上报送覆盖率", ["coverage", "report", "--include=src/jixiao_web/*", "--fail-under=95"]),
)
# Runs beside the others: either waits often for servers, browsers and office programs.
POSTGRESQL: tuple[Step, ...] = (
    (
        "网上报送（PostgreSQL）",
        [COMPILED, "JIXIAO_TEST_DATABASE=postgresql", "pytest", "-p", "no:cacheprovider", "tests/web", *ELSEWHERE],
    ),
)


class SetupError(Exception):
    """The environment cannot be made; the message is a Chinese sentence for the person at the terminal."""


def program(name: str, venv: Path = VENV, platform: str = sys.platform) -> Path:
    """Where a virtual environment keeps a program: bin/ruff, or Scripts/ruff.exe on Windows."""
    return venv / "Scripts" / f"{name}.exe" if platform == "win32" else venv / "bin" / name


def fingerprint(lock: bytes, pyproject: str, root: Path = ROOT) -> dict[str, str]:
    """Describe what an environment is made from; when that differs it must be made anew."""
    metadata = {key: tomllib.loads(pyproject).get(key) for key in ("build-system", "project")}
    return {
        "lock": hashlib.sha256(lock).hexdigest(),
        "project": hashlib.sha256(json.dumps(metadata, sort_keys=True).encode()).hexdigest(),
        "python": sys.version,
        "base": sys.base_prefix,
        "platform": sys.platform,
        "folder": str(root),
    }


def is_current(marker: Path, wanted: dict[str, str], python: Path) -> bool:
    """Tell whether the environment is there, complete (the marker is written last) and made from the same things."""
    try:
        return python.exists() and json.loads(marker.read_text(encoding="utf-8")) == wanted
    except (OSError, ValueError):
        return False


def offline_options(environment: Mapping[str, str]) -> list[str]:
    """Options for pip and uv alike that take the packages from the folder named by JIXIAO_WHEELS.

    Raises SetupError when the folder is not there.
    """
    folder = environment.get("JIXIAO_WHEELS")
    if not folder:
        return []
    if not Path(folder).is_dir():
        message = f"环境变量 JIXIAO_WHEELS 指向的文件夹不存在：{folder}"
        raise SetupError(message)
    return ["--no-index", "--find-links", str(Path(folder).resolve())]


def usable_uv(environment: Mapping[str, str]) -> str | None:
    """Find uv; None when there is none, or when pip alone was told by its own variables where packages come from."""
    told = any(environment.get(f"PIP_{name}") for name in ("NO_INDEX", "INDEX_URL", "EXTRA_INDEX_URL"))
    return None if told else shutil.which("uv", path=environment.get("PATH"))


def uv_steps(uv: str, offline: Sequence[str]) -> list[list[str]]:
    """List the commands that make the environment with uv."""
    install = [uv, "pip", "install", "--quiet", "--python", str(program("python"))]
    return [
        [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)],
        [*install, "--no-deps", "--require-hashes", "--only-binary", ":all:", *offline, "-r", str(LOCK)],
        [*install, "--no-deps", "--no-build-isolation", "--offline", "-e", str(ROOT)],
    ]


def pip_steps(offline: Sequence[str]) -> list[list[str]]:
    """List the commands that make the environment with venv and pip."""
    install = [str(program("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [
        [sys.executable, "-m", "venv", str(VENV)],
        [*install, "--no-deps", "--require-hashes", "--only-binary", ":all:", *offline, "-r", str(LOCK)],
        [*install, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)],
    ]


def make_environment(environment: Mapping[str, str] = os.environ) -> None:
    """Make `.venv` unless it is current; raises SetupError when that cannot be done."""
    wanted = fingerprint(LOCK.read_bytes(), (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if is_current(MARKER, wanted, program("python")):
        return
    if Path(sys.prefix).resolve() == VENV:
        message = "运行环境 .venv 需要重建，但当前正用它里面的 Python 运行。请改用系统的 Python：python3 dev.py …"
        raise SetupError(message)
    offline = offline_options(environment)
    uv = usable_uv(environment)
    say("正在建立运行环境 .venv（首次约需一分钟）……")
    if uv and run_all(uv_steps(uv, offline), UV_DEFAULTS):
        MARKER.write_text(json.dumps(wanted), encoding="utf-8")
        return
    if uv:
        say("uv 未能完成，改用 pip。")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        message = (
            "这台机器的 Python 缺少 venv 模块，无法建立运行环境。"
            "Debian、Ubuntu、UOS 等系统请先安装软件包 python3-venv（例如：apt install python3-venv）；"
            "其他系统请安装 python.org 的完整版 Python。"
        )
        raise SetupError(message)
    if not run_all(pip_steps(offline), {}):
        message = (
            "运行环境没有建成，原因见上。若是不能上网：先在能上网的同类机器上执行 python3 dev.py wheels 文件夹，"
            "把文件夹带过来，设置环境变量 JIXIAO_WHEELS=文件夹 后再试。"
        )
        raise SetupError(message)
    MARKER.write_text(json.dumps(wanted), encoding="utf-8")


def run_all(steps: Sequence[Sequence[str]], defaults: Mapping[str, str]) -> bool:
    """Run the commands in order without a `.venv`; tell whether all succeeded. `defaults` hold for variables not set."""
    if VENV.exists():
        shutil.rmtree(VENV)
    return all(subprocess.run(step, env={**defaults, **os.environ}, check=False).returncode == 0 for step in steps)


def say(text: str) -> None:
    """Print at once, so that our lines stand in order with those of the programs we start."""
    print(text, flush=True)


def run(command: Sequence[str], folder: Path = ROOT, output: IO[bytes] | None = None) -> int:
    """Run a program of the environment in a folder, the root of the project if none is given; return its exit status.

    Words NAME=value before the program are put into its environment, as in a shell. What it says goes to `output` if that is given.
    """
    set_before = list(itertools.takewhile(re.compile("[A-Z_]+=").match, command))
    name, *arguments = command[len(set_before) :]
    environment = {**os.environ, "PYTHONUTF8": "1", **dict(word.split("=", 1) for word in set_before)}
    whole = [str(program(name)), *arguments]
    return subprocess.run(whole, cwd=folder, env=environment, stdout=output, stderr=output, check=False).returncode


def run_quietly(command: Sequence[str]) -> tuple[int, str]:
    """Run a program of the environment; return its exit status and what it said."""
    with tempfile.TemporaryFile() as output:
        status = run(command, output=output)
        output.seek(0)
        return status, output.read().decode(errors="replace")


def gate(steps: Sequence[Step], beside: Sequence[Step] = ()) -> int:
    """Run every step even after a failure, then say which failed; return 0 when none did.

    Those `beside` run at the same time, one after another, and what they said is said at the end.
    """
    failed = []
    with ThreadPoolExecutor(max_workers=1) as other:
        running = [other.submit(run_quietly, command) for _, command in beside]
        try:
            for title, command in steps:
                say(f"── {title}：{' '.join(command)}")
                if run(command) != 0:
                    failed.append(title)
            for (title, command), done in zip(beside, running, strict=True):
                status, said = done.result()
                say(f"── {title}：{' '.join(command)}\n{said}")
                if status != 0:
                    failed.append(title)
        except KeyboardInterrupt:
            other.shutdown(cancel_futures=True)
            raise
    say(f"未通过：{'、'.join(failed)}。" if failed else "全部通过。")
    return 1 if failed else 0


def demo(arguments: Sequence[str]) -> int:
    """Audit the examples, one of them in many formats, into one self-contained page and say where it lies."""
    REPORT.mkdir(exist_ok=True)
    page = REPORT / "index.html"
    page.unlink(missing_ok=True)
    shown = [*sorted((ROOT / "examples").glob("*.txt")), *(ROOT / "examples" / "formats" / name for name in SHOWN)]
    files = [str(file.relative_to(ROOT)) for file in shown]
    status = run(["jixiao", "audit", *files, "--format", "html", "--output", str(page), *arguments])
    # 1 means that there are findings, as there must be: some of the examples are faulty on purpose.
    if status not in {0, 1} or not page.exists():
        say("演示没有完成，原因见上。")
        return status or 2
    say(f"报告已生成，请用浏览器打开：{page}")
    return 0


def without_markers(lock: str) -> str:
    """Strip the conditions from a lock: pip holds them against the machine that downloads, not against the one that installs."""
    return re.sub(r"(?m)^([^\s#;]+) ;.*?( \\)?$", r"\1\2", lock)


def wheels(arguments: Sequence[str]) -> int:
    """Download every locked package into a folder; for another machine: --platform win_amd64 --python-version 3.12."""
    if not arguments:
        say("请写明存放的文件夹，例如：python3 dev.py wheels wheels")
        return 2
    folder, *options = arguments
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    with tempfile.TemporaryDirectory() as work:
        everything = Path(work) / LOCK.name
        everything.write_text(without_markers(LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(everything)]
        status = subprocess.run([*download, *locked, "-d", folder, *options], check=False).returncode
    if status == 0:
        say(f"依赖包已下载到 {Path(folder).resolve()}。")
    return status


def lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml into requirements.lock: all platforms, hashes, wheels only, no address of any index."""
    uv = shutil.which("uv")
    if uv is None:
        say("生成 requirements.lock 需要 uv，本机没有找到。")
        return 2
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:", "--quiet"]
    origin = ["--custom-compile-command", "python3 dev.py lock", "--output-file", LOCK.name]
    command = [
        uv,
        "pip",
        "compile",
        "pyproject.toml",
        *(part for extra in ("ocr", "web", "postgresql") for part in ("--extra", extra)),
        "--group",
        "dev",
        *options,
        *origin,
        *arguments,
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


# Commands that need the environment, and those that must work without it.
INSIDE: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": lambda arguments: run(["pytest", *arguments]) if arguments else gate(TESTS, POSTGRESQL),
    "lint": lambda _: gate(LINTS),
    "check": lambda _: gate(TESTS, [*LINTS, *POSTGRESQL]),
    "pictures": lambda arguments: run(["python", "-m", "tests.web.pictures", *arguments]),
    "handbook": lambda _: (
        run(["python", "-m", "jixiao.audit.handbook"]) or run(["python", "-m", "jixiao_web.workflow.handbook"])
    ),
    "corpus": lambda arguments: run(["python", "-m", "corpus.report", *arguments]),
    "bench": lambda arguments: run(["python", str(ROOT / "benchmarks" / "run.py"), *arguments], Path.cwd()),
}
OUTSIDE: dict[str, Callable[[Sequence[str]], int]] = {"wheels": wheels, "lock": lock}


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status, 2 for what cannot be understood or done."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        say(HELP)
        return 0 if arguments else 2
    name, *rest = arguments
    try:
        if name in OUTSIDE:
            return OUTSIDE[name](rest)
        if name in INSIDE or name in JIXIAO_COMMANDS:
            make_environment()
            # Paths that the person writes are meant from where the person stands.
            return INSIDE[name](rest) if name in INSIDE else run(["jixiao", *arguments], Path.cwd())
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print(f"没有名为“{name}”的命令。\n\n{HELP}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # output redirected on a Windows desk may not know Chinese
    sys.exit(main(sys.argv[1:]))
