import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest


def hearing_signals() -> None:
    """What is started in the background inherits deaf ears; the program under test shall hear."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有信号")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_being_told_to_end_leaves_nothing_behind(tmp_path: Path, number: str) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "jixiao", "audit", "-"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=hearing_signals,  # noqa: PLW1509 - no threads here
    ) as program:
        while not list(tmp_path.iterdir()):
            assert program.poll() is None
            sleep(0.01)
        sleep(0.5)  # until it waits for its input; between making a folder and knowing of it a program cannot clear up
        program.send_signal(getattr(signal, number))
        _, told = program.communicate(timeout=60)
    assert told.decode().strip() == "已中止。"
    assert program.returncode == 2
    assert list(tmp_path.iterdir()) == []
