from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from tests.cli.command_line import Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run a command line in the folder; files are written beforehand from keyword name=text."""

    def run(*args: str, **files: str) -> Result:
        for name, text in files.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return CliRunner().invoke(jixiao, list(args), prog_name="jixiao")

    return run
