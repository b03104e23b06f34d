import json
from pathlib import Path

import click
import pytest

from jixiao import materials
from jixiao.audit import FAMILIES
from jixiao.cli.chinese import sentence
from tests.cli.command_line import FAULTY, Run


def test_status_is_1_when_a_finding_reaches_the_level(run: Run) -> None:
    result = run("audit", "a.txt", a=FAULTY)
    assert result.exit_code == 1
    assert "SCO-01" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("level", "ignored", "status"),
    [
        ("fatal", (), 1),
        ("never", (), 0),
        ("info", tuple(FAMILIES), 0),
    ],
)
def test_status_follows_the_chosen_level(run: Run, level: str, ignored: tuple[str, ...], status: int) -> None:
    ignore = [word for code in ignored for word in ("--ignore", code)]
    assert run("audit", "a.txt", "--fail-on", level, *ignore, a=FAULTY).exit_code == status


def test_status_is_2_when_a_file_fails_and_the_others_are_still_audited(run: Run) -> None:
    result = run("audit", "a.txt", "b.txt", "c.txt", "--format", "json", a=FAULTY, b="", c=FAULTY)
    assert result.exit_code == 2
    files = json.loads(result.stdout)["files"]
    assert ["error" in file for file in files] == [False, True, False]
    assert result.stderr.count("\n") == 1
    assert "b.txt" in result.stderr
    assert "空" in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["audit", "missing.txt"], "“missing.txt”不存在"),
        (["audit", "a.txt", "--rules", "nowhere"], "没有代码为“nowhere”的评价口径"),
        (["audit", "a.txt", "--check", "XYZ-99"], "没有代码为“XYZ-99”的审核点"),
        (["audit", "a.txt", "--ignore", "READ-99"], "没有代码为“READ-99”的审核点"),
        (["explain", "XYZ-99"], "没有代码为“XYZ-99”的审核点；可用的有：STR-01～STR-17、"),
        (
            ["explain", "TRF-99"],
            "没有代码为“TRF-99”的审核点；TRF 一类有：TRF-01、TRF-02、TRF-03；全部审核点用 jixiao list checks 查看。",
        ),
        (
            ["audit", "a.txt", "--format", "word"],
            "选项 --format 只能是text、json、html、csv、sarif之一，收到的是“word”。",
        ),
        (["audit", "a.txt", "--jobs", "0"], "选项 --jobs 应为不小于1的整数，收到的是“0”。"),
        (
            ["list", "nothing"],
            "参数“内容”只能是checks（审核点）、rules（评价口径）、layouts（表式）之一，收到的是“nothing”。",
        ),
        (["list"], "缺少参数“内容”，可以写checks（审核点）、rules（评价口径）、layouts（表式）之一。"),
        (["audit", "a.txt", "--check", "XYZ-99"], "READ-01～READ-07；全部审核点用 jixiao list checks 查看。"),
        (["audit"], "缺少参数“文件…”。"),
        (["audit", "a.txt", "--fromat", "json"], "没有“--fromat”这个选项。是不是要用 --format？"),
        (["audit", "a.txt", "--nonsense"], "没有“--nonsense”这个选项。（用 jixiao audit --help 查看用法）"),
        (["audit", "a.txt", "--rules"], "选项 --rules 后面要跟一个值。"),
        (["--version=1"], "选项 --version 后面不能跟值。"),
        (["explain", "SCO-01", "SCO-02"], "多出了参数“SCO-02”。"),
        (["adit", "a.txt"], "没有“adit”这个命令。"),
        (["read", "empty"], "里没有可以处理的文件"),
        (["doctor", "missing.txt"], "“missing.txt”不存在"),
        (["read", "empty"], "能够处理的类型有：Word（.docx"),
        (["audit", "a.txt", "--format", "html", "-o", "a.txt/b.html"], "文件夹“a.txt”是文件，不是文件夹"),
        (["audit", "a.txt", "-o", "nowhere/b.txt"], "文件夹“nowhere”不存在；请先建好文件夹"),
        (["read", "a.txt", "-o", "nowhere/b.json"], "文件夹“nowhere”不存在；请先建好文件夹"),
        (["audit", "a.txt", "-o", "empty"], "写不了“empty”（"),
        (["read", "a.txt", "empty/..", "-o", "a.txt/b"], "文件夹“a.txt”是文件，不是文件夹"),
        (["doctor", "a.txt", "-o", "nowhere/b.txt"], "文件夹“nowhere”不存在；请先建好文件夹"),
    ],
)
def test_status_is_2_with_one_chinese_sentence_when_it_cannot_be_done(
    run: Run, folder: Path, args: list[str], told: str
) -> None:
    (folder / "empty").mkdir()
    result = run(*args, a=FAULTY)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert "rror" not in result.stderr


def test_a_fault_of_the_program_is_told_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(_paths: object) -> list[Path]:
        raise KeyError

    monkeypatch.setattr(materials, "listed", fall)
    result = run("audit", "a.txt")
    assert result.exit_code == 2
    assert "程序内部出错（KeyError" in result.stderr
    monkeypatch.setenv("JIXIAO_DEBUG", "1")
    assert isinstance(run("audit", "a.txt").exception, KeyError)


def test_an_interruption_is_told_in_chinese(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_paths: object) -> list[Path]:
        raise KeyboardInterrupt

    monkeypatch.setattr(materials, "listed", interrupt)
    result = run("audit", "a.txt")
    assert (result.exit_code, result.stderr.strip()) == (2, "已中止。")


def test_errors_click_may_yet_invent_keep_their_words() -> None:
    assert sentence(click.UsageError("Something new.")) == "命令行有误：Something new.（用 jixiao --help 查看用法）"
