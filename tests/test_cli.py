import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from time import sleep
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result
from msoffcrypto.format.ooxml import OOXMLFile

from jixiao import __version__, materials, outputs, pipeline
from jixiao.audit import FAMILIES, checks
from jixiao.cli import jixiao, main, materials_given, output, standard_input
from jixiao.cli.chinese import CannotDoError, ChineseFormatter, sentence
from jixiao.cli.commands import audit as audit_command
from jixiao.cli.commands import score as score_command
from jixiao.forms import reading_problems
from jixiao.model import parse_notation, submission_from_json
from jixiao.scoring import packs

FAULTY = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：清河市医疗保障局
实施单位：清河市医疗保障事务中心
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
目标：预期 完成宣传 | 实际 已完成
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 3次 | 得分 50
指标：效益指标 / 社会效益指标 / 知晓率 | 分值 30 | 指标值 ≥90% | 实际值 81% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 99
等级：优
叙述：全文
"""

Run = Callable[..., Result]


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


def codes(result: Result) -> set[str]:
    return {finding["code"] for file in json.loads(result.stdout)["files"] for finding in file["findings"]}


# --- exit status ---------------------------------------------------------------------------------------------------


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
        (["explain", "XYZ-99"], "没有代码为“XYZ-99”的审核点；可用的有："),
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
        (["audit", "a.txt", "--check", "XYZ-99"], "READ-01、READ-02、READ-03、READ-04、READ-05、READ-06、READ-07。"),
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


# --- help ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["read", "score", "simulate", "audit", "answer", "explain", "list", "doctor"])
def test_help_is_chinese_through_and_through(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"用法：jixiao {command} [选项] ")
    assert "参数：" in result.stdout
    assert "选项：" in result.stdout
    for english in ("Usage", "Options", "Commands", "Show this message", "required", "OPTIONS", "default"):
        assert english not in result.stdout


def test_the_first_help_lists_the_commands_in_order_of_use(run: Run) -> None:
    for result in (run("--help"), run()):
        told = result.stdout
        assert told.startswith("用法：jixiao [选项] 命令 [参数]…")
        lines = told.partition("命令（")[2].splitlines()
        listed = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
        first = ["read", "score", "simulate", "audit", "answer", "explain", "list", "doctor"]
        assert [name for name in listed if name in first] == first
        packages = map(import_module, ("jixiao.cli.commands", "jixiao_web.commands"))
        modules = {each.name.replace("_", "-") for package in packages for each in iter_modules(package.__path__)}
        assert set(listed) == modules
    assert run("--help").exit_code == 0
    assert run().exit_code == 2


def test_columns_of_help_line_up_in_cells_not_characters() -> None:
    formatter = ChineseFormatter(width=60)
    formatter.write_dl([("-o 文件", "甲" * 40), ("--check", "乙"), ("-" * 40, "丙")])
    lines = formatter.getvalue().splitlines()
    assert lines[0].startswith("-o 文件   ")
    assert lines[1].startswith(" " * 36 + "甲")
    assert lines[-1] == " " * 36 + "丙"


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"绩效自评审核程序 jixiao {__version__}\n"


# --- read ----------------------------------------------------------------------------------------------------------


def test_read_writes_one_object_for_one_file(run: Run) -> None:
    result = run("read", "a.txt", a=FAULTY)
    assert result.exit_code == 0
    plain = json.loads(result.stdout)
    assert plain["schema"] == "jixiao.submission/1"
    assert plain["evaluations"][0]["indicators"][0]["typed"]["target"]
    assert submission_from_json(plain).evaluations == parse_notation(FAULTY).evaluations


def test_read_writes_an_array_for_several_files(run: Run) -> None:
    plain = json.loads(run("read", "a.txt", "b.txt", a=FAULTY, b=FAULTY).stdout)
    assert [one["source"]["name"] for one in plain] == ["a.txt", "b.txt"]


def test_read_writes_an_array_even_if_only_one_of_several_is_sound(run: Run) -> None:
    result = run("read", "a.txt", "b.txt", a=FAULTY, b="")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)) == 1


def test_read_writes_nothing_when_nothing_could_be_read(run: Run) -> None:
    result = run("read", "b.txt", b="")
    assert (result.exit_code, result.stdout) == (2, "")


def test_read_writes_a_file_each_into_a_folder_and_numbers_names_that_repeat(run: Run, folder: Path) -> None:
    for name in ("x", "y"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(FAULTY, encoding="utf-8")
    assert run("read", "x", "y", "-o", "out").exit_code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a.txt-2.json", "a.txt.json"]
    assert json.loads((folder / "out" / "a.txt.json").read_text(encoding="utf-8"))["schema"] == "jixiao.submission/1"


def test_read_writes_one_file_into_a_folder_that_exists(run: Run, folder: Path) -> None:
    (folder / "out").mkdir()
    run("read", "a.txt", "-o", "out", "--format", "notation", a=FAULTY)
    assert parse_notation((folder / "out" / "a.txt.notation").read_text(encoding="utf-8")).evaluations


def test_what_read_writes_can_be_audited_again(run: Run) -> None:
    assert run("read", "a.txt", "-o", "a.json", a=FAULTY).exit_code == 0
    assert codes(run("audit", "a.json", "--format", "json")) == codes(run("audit", "a.txt", "--format", "json"))


def test_read_as_text_shows_the_forms(run: Run) -> None:
    shown = run("read", "a.txt", "--format", "text", a=FAULTY).stdout
    for told in ("医保政策宣传", "清河市医疗保障局", "知晓率", "≥90%", "年度资金总额"):
        assert told in shown


def test_read_as_notation_round_trips(run: Run) -> None:
    assert parse_notation(run("read", "a.txt", "--format", "notation", a=FAULTY).stdout).evaluations


# --- score ---------------------------------------------------------------------------------------------------------


def test_score_shows_packs_side_by_side(run: Run) -> None:
    result = run("score", "a.txt", "--rules", "mof-2020-10，MOF-2021-101,mof-2020-10", a=FAULTY)
    assert result.exit_code == 0
    (row,) = [line for line in result.stdout.splitlines() if "知晓率" in line]
    assert row.split() == ["2", "知晓率", "30", "30", "27", "22.5"]
    assert "推导" not in result.stdout


def test_score_shows_the_derivations_when_asked(run: Run) -> None:
    shown = run("score", "a.txt", "--trace", a=FAULTY).stdout
    assert "推导" in shown
    assert "财预〔2020〕10号" in shown


def test_score_as_json_has_every_pack_and_no_findings(run: Run) -> None:
    result = run("score", "a.txt", "--rules", "mof-2020-10,module-reverse", "--format", "json", a=FAULTY)
    (file,) = json.loads(result.stdout)["files"]
    assert [card["rule_pack"] for card in file["scorecards"]] == ["mof-2020-10", "module-reverse"]
    assert file["findings"] == []


def test_score_tells_of_broken_files_and_of_files_without_scores(run: Run) -> None:
    result = run("score", "a.txt", "b.txt", a="评价：project target 2023 - 目标表\n", b="")
    assert result.exit_code == 2
    assert "没有可以记分的自评表" in result.stdout
    assert "✗" in result.stdout


# --- audit ---------------------------------------------------------------------------------------------------------


def test_audit_keeps_only_the_checks_asked_for(run: Run) -> None:
    assert codes(run("audit", "a.txt", "--format", "json", "--check", "sco-01", a=FAULTY)) == {"SCO-01"}
    families = {code[:3] for code in codes(run("audit", "a.txt", "--format", "json", "--check", "SCO,DEV"))}
    assert families <= {"SCO", "DEV"}
    assert "SCO-01" not in codes(run("audit", "a.txt", "--format", "json", "--ignore", "SCO-01"))


def test_audit_text_says_what_where_why_and_what_to_do(run: Run) -> None:
    shown = run("audit", "a.txt", a=FAULTY).stdout
    for told in ("总分与分项得分之和不符", "位置　原文第", "依据　《", "建议　", "共审核1个文件，发现", "\x1b"):
        assert (told in shown) == (told != "\x1b")


def test_audit_text_of_nothing_found_and_of_nothing_read(run: Run) -> None:
    sound = run("audit", "a.txt", "--ignore", ",".join(FAMILIES), a=FAULTY)
    assert sound.stdout.endswith("共审核1个文件，未发现问题。\n")
    broken = run("audit", "b.txt", b="")
    assert broken.stdout.endswith("共审核0个文件（另有1个未能处理）。\n")


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!DOCTYPE html>"), ("csv", "\ufeff文件,"), ("sarif", "{"), ("json", "{")]
)
def test_audit_writes_every_format_to_a_file(run: Run, folder: Path, form: str, start: str) -> None:
    (folder / "new").mkdir()
    result = run("audit", "a.txt", "--format", form, "-o", f"new/report.{form}", a=FAULTY)
    assert result.exit_code == 1
    assert result.stdout == ""
    written = (folder / "new" / f"report.{form}").read_bytes().decode("utf-8")
    assert written.lstrip("\n").startswith(start)


def test_audit_csv_reaches_standard_output_unchanged(run: Run) -> None:
    result = run("audit", "a.txt", "--format", "csv", a=FAULTY)
    rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == "文件"
    assert all(len(row) == len(rows[0]) for row in rows)


def test_audit_of_a_folder_on_several_processes_keeps_the_order(run: Run, folder: Path) -> None:
    for name in "dbca":
        (folder / "material" / name).mkdir(parents=True)
        (folder / "material" / name / "form.txt").write_text(FAULTY.replace("医保政策宣传", name), encoding="utf-8")
    files = json.loads(run("audit", "material", "--format", "json", "--jobs", "2").stdout)["files"]
    assert len(files) == 4
    one = json.loads(run("audit", "material", "--format", "json", "--jobs", "1").stdout)["files"]
    assert files == one


# --- explain, list, doctor -----------------------------------------------------------------------------------------


def test_explain_tells_all_about_every_check(run: Run) -> None:
    for check in checks:
        shown = run("explain", check.code.lower()).stdout
        assert check.title in shown
        assert ("条文措辞未经核对" in "".join(shown.split())) == any(not article.verified for article in check.basis)
        for heading in ("定义", "为什么要紧", "怎么改", "依据", "有问题的例子"):
            assert heading in shown


def test_explain_tells_of_the_problems_of_reading_too(run: Run) -> None:
    for problem in reading_problems:
        shown = run("explain", problem.code.lower()).stdout
        assert problem.title in shown
        assert problem.remedy[:10] in "".join(shown.split())


def test_list_names_everything_there_is(run: Run) -> None:
    shown = run("list", "checks").stdout
    assert all(check.code in shown for check in checks)
    assert all(problem.code in shown for problem in reading_problems)
    rules = run("list", "rules").stdout
    assert all(pack.code in rules for pack in packs)
    assert "T1" in run("list", "layouts").stdout


def test_doctor_shows_every_stage_of_our_own_format(run: Run) -> None:
    shown = run("doctor", "a.txt", a=FAULTY).stdout
    for told in (
        "一、读取",
        "二、识别",
        "三、记分",
        "四、审核",
        "不经过文档识别",
        "表式未定",
        "数量 数值90 比较≥ 单位%",
    ):
        assert told in shown


TABLE = """\
项目支出绩效自评表
（2023年度）
项目名称\t医保政策宣传
一级指标\t二级指标\t三级指标\t分值\t年度指标值\t实际完成值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t培训次数\t50\t≥2次\t3次\t50\t
效益指标\t社会效益指标\t政策知晓率\t50\t≥90%\t\t50\t
总分\t\t\t100\t\t\t100\t
"""


def test_doctor_shows_blocks_layout_and_confidence_of_a_document(run: Run) -> None:
    shown = run("doctor", "a.txt", a=TABLE).stdout
    for told in ("段落", "表格", "行可信、列仅供参考", "表式 T1", "培训次数", "（空白）", "可信度"):
        assert told in shown


def test_doctor_reads_and_recognises_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    for module, name in ((pipeline.readers, "read"), (pipeline.forms, "trace")):
        real = getattr(module, name)

        def counted(*given: object, real: Callable[..., object] = real, name: str = name) -> object:
            worked.append(name)
            return real(*given)

        monkeypatch.setattr(module, name, counted)
    path = tmp_path / "a.txt"
    path.write_text(TABLE, encoding="utf-8")
    assert pipeline.look(path).traced.traces
    assert worked == ["read", "trace"]


def test_doctor_draws_what_it_saw(run: Run) -> None:
    drawn = run("doctor", "a.txt", "--format", "html", a=TABLE).stdout
    assert drawn.lstrip().startswith("<!DOCTYPE html>")
    assert "读取图示：a.txt" in drawn


def test_doctor_has_nothing_to_draw_of_our_own_format(run: Run) -> None:
    refused = run("doctor", "a.txt", "--format", "html", a=FAULTY)
    assert refused.exit_code == 2
    assert "没有可以画的页面" in refused.stderr


def test_doctor_says_when_there_is_no_form(run: Run) -> None:
    assert "没有识别出绩效自评表" in run("doctor", "a.txt", a="通知\n各科室：\n").stdout


# --- standard input -------------------------------------------------------------------------------------------------


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


# --- output --------------------------------------------------------------------------------------------------------


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


# --- passwords ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the examples, encrypted as Word encrypts."""
    plain = Path(__file__).parents[1] / "examples" / "formats" / "t1-fund-supervision.docx"
    path = tmp_path_factory.mktemp("locked") / "自评表.docx"
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("医保2024", target)
    return path


@pytest.mark.parametrize(
    ("options", "told"),
    [([], "请用 --password 给出密码后重试"), (["--password", "别的"], "密码不对"), (["--password", "医保2024"], "")],
)
def test_an_encrypted_file_is_opened_with_its_password_alone(locked: Path, options: list[str], told: str) -> None:
    result = CliRunner().invoke(jixiao, ["read", str(locked), *options], prog_name="jixiao")
    assert told in result.stderr
    assert (result.exit_code == 0) == (not told)
    assert ("医疗保障基金监督检查专项经费" in result.stdout) == (not told)


def read_locked(locked: Path, *options: str, environment: str | None = None) -> str:
    """What reading the encrypted example says when it fails; nothing when it is opened."""
    variables = {"JIXIAO_PASSWORD": environment}
    result = CliRunner().invoke(jixiao, ["read", str(locked), *options], prog_name="jixiao", env=variables)
    assert (result.exit_code == 0) == (not result.stderr)
    return result.stderr


@pytest.mark.parametrize(
    "content",
    [
        "医保2024".encode(),
        "医保2024\n".encode(),
        "医保2024\r\n第二行不用\n".encode(),
        b"\xef\xbb\xbf" + "医保2024".encode(),
        "医保2024".encode("gb18030"),
    ],
)
def test_a_password_in_a_file_does_not_show_in_the_list_of_processes(
    locked: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes(content)
    assert not read_locked(locked, "--password-file", str(path))


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "第一行是空的"), (b"\nabc", "第一行是空的"), (b"a" * 5000, "不像密码文件"), (None, "读不到密码文件")],
)
def test_a_file_without_a_password_is_told_of(locked: Path, tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "密码.txt"
    if content is not None:
        path.write_bytes(content)
    message = read_locked(locked, "--password-file", str(path))
    assert told in message
    assert message.rstrip().endswith("。")


def test_the_environment_holds_the_password_when_no_option_does(locked: Path, tmp_path: Path) -> None:
    (tmp_path / "密码.txt").write_text("别的", encoding="utf-8")
    assert not read_locked(locked, environment="医保2024")
    assert not read_locked(locked, "--password", "医保2024", environment="别的")
    assert "密码不对" in read_locked(locked, "--password-file", str(tmp_path / "密码.txt"), environment="医保2024")
    assert "请用 --password" in read_locked(locked, environment="")


def test_two_passwords_are_one_too_many(locked: Path, tmp_path: Path) -> None:
    assert "只能用一个" in read_locked(locked, "--password", "a", "--password-file", str(tmp_path / "b"))


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


# --- messages -------------------------------------------------------------------------------------------------------


def test_the_covering_note_of_a_message_is_told_and_audited_with_the_form(tmp_path: Path) -> None:
    sent = EmailMessage()
    sent["From"], sent["To"], sent["Subject"] = "a@example.cn", "b@example.cn", "报送"
    sent.set_content("附件为自评表，另附说明：第三季度数据尚未核定。")
    sent.add_attachment(FAULTY.encode(), maintype="text", subtype="plain", filename="自评表.txt")
    path = tmp_path / "报送.eml"
    path.write_bytes(sent.as_bytes())
    audited = json.loads(CliRunner().invoke(jixiao, ["audit", str(path), "--format", "json"]).stdout)
    (file,) = audited["files"]
    (told,) = [finding for finding in file["findings"] if finding["code"] == "READ-05"]
    assert "第三季度数据尚未核定" in told["quotes"][0]["text"]
    plain = json.loads(CliRunner().invoke(jixiao, ["read", str(path)]).stdout)
    assert [problem["code"] for problem in plain["problems"]] == ["READ-05"]
    scored = json.loads(CliRunner().invoke(jixiao, ["score", str(path), "--format", "json"]).stdout)
    assert "READ-05" not in str(scored)


# --- files that are written ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("audit", "a.txt", "-o", "out.csv"),
        ("score", "a.txt", "-o", "out.json"),
        ("simulate", "a.txt", "-o", "out.json"),
        ("read", "a.txt", "-o", "out.json"),
        ("doctor", "a.txt", "-o", "out.md"),
    ],
)
def test_no_file_is_overwritten_unless_told_so(run: Run, folder: Path, args: tuple[str, ...]) -> None:
    out = folder / args[-1]
    out.write_text("mine", encoding="utf-8")
    result = run(*args, a=FAULTY)
    assert result.exit_code == 2
    assert result.stderr == f"“{args[-1]}”已经存在，没有覆盖；请换一个文件名，确要覆盖的，加上 --force。\n"
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(*args, "--force").exit_code in {0, 1}
    assert out.read_text(encoding="utf-8") not in {"", "mine"}
    assert sorted(path.name for path in folder.iterdir()) == sorted(["a.txt", args[-1]])


def test_of_several_files_none_is_written_when_one_is_there(run: Run, folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "b.txt.json").write_text("mine", encoding="utf-8")
    result = run("read", "a.txt", "b.txt", "-o", "out", a=FAULTY, b=FAULTY)
    assert result.exit_code == 2
    assert "“out/b.txt.json”已经存在" in result.stderr
    assert [path.name for path in (folder / "out").iterdir()] == ["b.txt.json"]
    assert run("read", "a.txt", "b.txt", "-o", "out", "--force").exit_code == 0
    assert {path.name for path in (folder / "out").iterdir()} == {"a.txt.json", "b.txt.json"}


@pytest.mark.parametrize(
    ("args", "start"),
    [
        (("audit", "a.txt", "-o", "out.csv"), "\ufeff文件,"),
        (("audit", "a.txt", "-o", "out.HTM"), "<!doctype html>"),
        (("audit", "a.txt", "-o", "out.sarif"), "{"),
        (("audit", "a.txt", "-o", "out.csv", "--format", "json"), "{"),
        (("audit", "a.txt", "-o", "out"), "▍a.txt"),
        (("read", "a.txt", "-o", "out.notation"), "评价：project"),
        (("read", "a.txt", "-o", "out.txt"), "▍a.txt"),
    ],
)
def test_the_ending_of_the_output_says_its_format_where_no_option_does(
    run: Run, folder: Path, args: tuple[str, ...], start: str
) -> None:
    run(*args, a=FAULTY)
    assert (folder / args[3]).read_text(encoding="utf-8").lstrip().lower().startswith(start.lower())


@pytest.mark.parametrize("name", ["a.txt", "same.txt"])
def test_no_file_is_written_over_itself(run: Run, folder: Path, name: str) -> None:
    (folder / "same.txt").symlink_to(folder / "a.txt")
    for args in (("audit", "a.txt"), ("doctor", "a.txt"), ("read", "b.txt", "a.txt")):
        result = run(*args, "-o", name, "--force", a=FAULTY, b=FAULTY)
        assert result.exit_code == 2
        assert result.stderr == f"“{name}”是要处理的文件本身，不能写到它上面；请用 -o 另写一个文件名。\n"
        assert (folder / "a.txt").read_text(encoding="utf-8") == FAULTY


def test_every_command_that_writes_files_can_be_told_to_replace_them() -> None:
    context = click.Context(jixiao)
    options = {
        name: {word for param in command.params for word in param.opts}
        for name in jixiao.list_commands(context)
        if (command := jixiao.get_command(context, name))
    }
    assert {name for name, known in options.items() if "-o" in known} >= {"audit", "read", "package", "publish"}
    assert [name for name, known in options.items() if "-o" in known and "--force" not in known] == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("out.doc", "可以是.docx、.xlsx，而这个文件名后缀是“.doc”"),
        ("out", "没有后缀"),
        ("is", "（这是文件夹，这里要的是文件）"),
    ],
)
def test_an_output_in_no_format_is_refused_before_work_begins(folder: Path, name: str, told: str) -> None:
    @output.takes_output("docx", "xlsx")
    def never(output: output.Target | None) -> None:
        raise AssertionError(output)

    (folder / "is").mkdir()
    refused = CliRunner().invoke(click.command(never), ["-o", name])
    assert isinstance(refused.exception, SystemExit)
    assert told in refused.output


def test_the_format_that_the_name_asks_for_is_handed_on(folder: Path) -> None:
    @output.takes_output("docx", "html", folder=True)
    def told(output: output.Target | None) -> None:
        assert output is not None
        click.echo(f"{output.path} {output.format} {output.force}")

    command = click.command(told)
    assert CliRunner().invoke(command, ["-o", "a.htm", "--force"]).output == "a.htm html True\n"
    assert CliRunner().invoke(command, ["-o", str(folder)]).output == f"{folder}  False\n"
    assert isinstance(CliRunner().invoke(command, []).exception, AssertionError)
