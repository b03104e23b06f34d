import json
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao, materials_given, standard_input
from tests.cli.command_line import FAULTY, TABLE, Run


def piped(*args: str, content: str) -> Result:
    return CliRunner().invoke(jixiao, list(args), input=content.encode(), prog_name="jixiao")


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_standard_input_is_a_file_like_any_other(run: Run, name: str) -> None:
    there = json.loads(run("audit", "a.txt", "--format", "json", a=FAULTY).stdout)["files"][0]
    result = piped("audit", name, "--format", "json", content=FAULTY)
    (file,) = json.loads(result.stdout)["files"]
    assert result.exit_code == 1
    assert file["source"]["name"] == "标准输入"
    assert [finding["message"] for finding in file["findings"]] == [finding["message"] for finding in there["findings"]]


def test_every_command_takes_standard_input(folder: Path) -> None:
    assert json.loads(piped("read", "-", content=FAULTY).stdout)["source"]["name"] == "标准输入"
    assert piped("score", "-", content=FAULTY).stdout.startswith("▍标准输入\n")
    assert piped("audit", "-", "-", content=FAULTY).stdout.startswith("▍标准输入　1张表")
    assert "文件 标准输入" in piped("doctor", "-", content=TABLE).stdout
    assert piped("read", "-", "-o", ".", content=FAULTY).exit_code == 0
    assert (folder / "标准输入.json").exists()


@pytest.mark.parametrize("command", ["read", "score", "audit", "doctor"])
def test_empty_standard_input_is_called_by_its_name(command: str) -> None:
    result = piped(command, "-", content="")
    assert result.exit_code == 2
    assert result.stderr == "文件“标准输入”是空的；请提交含有绩效自评表内容的文件。\n"


def test_broken_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_size: int) -> bytes:
        raise OSError(5, "Input/output error")

    def broken(_paths: object) -> tuple[list[Path], dict[str, str]]:
        monkeypatch.setattr(standard_input.sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(read=fall)))
        return put_aside([Path("-")])

    put_aside = standard_input.put_aside
    monkeypatch.setattr(materials_given, "put_aside", broken)
    result = piped("audit", "-", content="")
    assert (result.exit_code, result.stderr) == (2, "读不了“标准输入”（磁盘读写出错）；请检查管道前面的命令。\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_read_once_and_keeps_its_name(folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")
    writer = threading.Thread(target=lambda: (folder / "管道.txt").write_text(FAULTY, encoding="utf-8"))
    writer.start()
    result = CliRunner().invoke(jixiao, ["audit", "管道.txt"], prog_name="jixiao")
    writer.join()
    assert result.stdout.startswith("▍管道.txt　1张表")
