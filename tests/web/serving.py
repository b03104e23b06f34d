"""The application as it is shipped: `jixiao serve` in a process of its own on a data folder of its own."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

PASSWORD = "Jixiao-2026"  # noqa: S105 - of the demo
_PATIENCE = 60
_DATABASE = "jixiao.sqlite3"
_PROGRAM = "import jixiao_web.commands.{}; from jixiao.cli.program import jixiao; jixiao()"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(name: str) -> list[str]:
    return [sys.executable, "-c", _PROGRAM.format(name.replace("-", "_")), name]


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "JIXIAO_"))}
    return {**inherited, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def asked(data: Path, name: str, *arguments: str) -> str:
    """What a command says of a data folder, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - the application itself
        [*_command(name), *arguments, "--data", str(data)],
        env=_environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


class Server:
    """A running server; `stop` ends it gently, `kill` does not."""

    def __init__(self, data: Path, *options: str, environment: Mapping[str, str] | None = None) -> None:
        self.data, self.port = data, free_port()
        self._log = data.parent / f"{data.name}.log"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the application itself
                [*_command("serve"), *options, "--data", str(data), "--port", str(self.port)],
                env={**_environment(), **(environment or {})},
                stdout=log,
                stderr=log,
            )

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What the server printed."""
        return self._log.read_text(encoding="utf-8")

    def ready(self) -> "Server":
        """Wait until it answers."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log
            try:
                with Visitor(self.port) as visitor:
                    if visitor.get("/healthz").status == 200:
                        return self
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(self.log)

    def reset(self, prepared: Path) -> None:
        """Put the database back to a prepared one while the server runs."""
        with (
            closing(sqlite3.connect(prepared / _DATABASE)) as source,
            closing(sqlite3.connect(self.data / _DATABASE, timeout=20)) as target,
        ):
            source.backup(target)

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """Kill -9."""
        self.process.kill()
        self.process.wait(timeout=20)


class Visitor:
    """A browser without a window: one connection, with its cookies."""

    def __init__(self, port: int, username: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=90)
        self.cookies: dict[str, str] = {}
        self.text = ""
        if username:
            self.get("/login")
            answer = self.post("/login", {"username": username, "password": PASSWORD})
            assert answer.status == 302, (answer.status, self.text[:500])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._connection.close()

    def get(self, path: str) -> HTTPResponse:
        """Ask for a page; its text is in `text`."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> HTTPResponse:
        """Send a form, with the token against forgery."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> HTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        self.text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


def copied(prepared: Path, folder: Path) -> Path:
    """A data folder like one that was prepared."""
    return Path(shutil.copytree(prepared, folder))
