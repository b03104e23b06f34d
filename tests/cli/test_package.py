import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from tests.renderers.publication.data_packages import faults

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 3次 | 得分 50
总分：分值 100 | 得分 99
字段：填报日期 = 2024-01-05
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one form, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(FORM, encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(jixiao, ["package", *args], prog_name="jixiao")


def test_a_folder_holds_a_sound_package(folder: Path) -> None:
    result = run("a.txt", "-o", "out", "--findings")
    assert (result.exit_code, result.stdout) == (0, "")
    files = {path.relative_to(folder / "out").as_posix(): path.read_bytes() for path in (folder / "out").rglob("*.*")}
    assert result.stderr == f"已写入“out”：数据包，1个材料的1张表，共{len(files)}个文件。\n"
    assert faults(files) == []
    assert b"SCO-" in files["data/findings.csv"]


def test_an_archive_holds_the_same_and_what_the_publisher_says(folder: Path) -> None:
    options = (
        "--title",
        "青崖市绩效自评",
        "--publisher",
        "青崖市医疗保障局",
        "--date",
        "2024-03-01",
        "--license",
        "CC-BY-4.0",
    )
    sources = ("--source", "部门决算", "--source", "https://example.cn/决算")
    assert run("a.txt", "-o", "out.zip", *options, *sources).exit_code == 0
    with zipfile.ZipFile(folder / "out.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert faults(files) == []
    told = json.loads(files["datapackage.json"])
    assert (told["title"], told["created"]) == ("青崖市绩效自评", "2024-03-01T00:00:00Z")
    assert told["licenses"] == [{"name": "CC-BY-4.0"}]
    assert told["sources"] == [
        {"title": "部门决算"},
        {"title": "https://example.cn/决算", "path": "https://example.cn/决算"},
    ]


def test_a_licence_may_be_an_address(folder: Path) -> None:
    assert run("a.txt", "-o", "out", "--license", "https://example.cn/许可").exit_code == 0
    told = json.loads((folder / "out" / "datapackage.json").read_bytes())
    assert told["licenses"] == [{"path": "https://example.cn/许可"}]


def test_personal_data_is_told_of(folder: Path) -> None:
    (folder / "b.txt").write_text(FORM + "字段：联系人 = 陈静\n", encoding="utf-8")
    result = run("b.txt", "-o", "out")
    assert result.exit_code == 0
    assert "数据包里有1处个人信息" in result.stderr
    assert "陈静" not in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("a.txt", "-o", "out.tar"), "可以是.zip"),
        (("a.txt", "-o", "out", "--date", "2024年3月"), "选项 --date 应为年-月-日"),
        (("a.txt",), "缺少参数“-o”"),
        (("nothing.txt", "-o", "out"), "没有一个文件能够读取"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, args: tuple[str, ...], told: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folder / "out").exists()


def test_what_must_be_written_is_said_in_chinese() -> None:
    told = "".join(run("--help").output.split())
    assert "（必须写）" in told
    assert "required" not in told


def test_prose_makes_no_package_and_stays_out_of_one(folder: Path) -> None:
    (folder / "散文.txt").write_text("今年春天来得早，院子里的花都开了。\n", encoding="utf-8")
    refused = run("散文.txt", "-o", "out")
    told = "没有在所给的文件里识别出绩效表，没有写数据包；请核对文件，可先用 jixiao read 查看读出的内容。\n"
    assert (refused.exit_code, refused.stderr) == (2, told)
    assert not (folder / "out").exists()
    result = run("a.txt", "散文.txt", "-o", "out", "--findings")
    told = result.stderr.splitlines()
    assert (result.exit_code, told[0]) == (0, "“散文.txt”里没有识别出绩效表，没有写入。")
    assert told[1].startswith("已写入“out”：数据包，1个材料的1张表，")
    files = {path.relative_to(folder / "out").as_posix(): path.read_bytes() for path in (folder / "out").rglob("*.*")}
    assert faults(files) == []
    assert not any("春天".encode() in content for content in files.values())
