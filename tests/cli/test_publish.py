import getpass
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from jixiao.papers.fonts import MissingFontsError
from tests.renderers.publication.data_packages import faults

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
实施单位：青崖市医疗保障事务中心
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
目标：预期 完成宣传 | 实际 已完成
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 3次 | 得分 50 | 原因 陈静（13900001234）负责
总分：分值 100 | 得分 99
字段：填报日期 = 2024-01-05
"""
CONTACT = "字段：联系人 = 陈静\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a form, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "自评表.txt").write_text(FORM + CONTACT, encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(jixiao, ["publish", *args], prog_name="jixiao")


def held(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_personal_data_refuses_the_package_and_is_listed(folder: Path) -> None:
    result = run("自评表.txt", "-o", "out.zip")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert lines[0] == "查出个人信息3处："
    assert "联系人等姓名“陈静”　第1个文件“医保政策宣传”" in lines[1]
    assert "手机号码“13900001234”　第1个文件“医保政策宣传”" in lines[2]
    assert "联系人等姓名“陈静”" in lines[3]
    assert lines[4].startswith("没有写公开包：查出3处个人信息没有处理。")
    assert not (folder / "out.zip").exists()


def test_blanked_forms_are_published_in_every_format(folder: Path) -> None:
    result = run("自评表.txt", "-o", "out.zip", "--redact", "--to", "docx,html,txt", "--publisher", "青崖市医疗保障局")
    assert result.exit_code == 0
    assert result.stderr.startswith("已遮盖3处：\n")
    files = held(folder / "out.zip")
    assert {"表/001-自评表.docx", "表/001-自评表.html", "表/001-自评表.txt", "说明.txt", "SHA256SUMS"} < set(files)
    assert (
        faults({name.removeprefix("数据/"): content for name, content in files.items() if name.startswith("数据/")})
        == []
    )
    for name, content in files.items():
        text = unpacked(content) if name.endswith(".docx") else content.decode("utf-8")
        assert not any(word in text for word in ("陈静", "13900001234")), name
        assert not any(word in text for word in (str(folder), str(Path.home() / "x")[:-1], "/tmp/")), name  # noqa: S108 - looked for, not used
    assert "■■" in files["表/001-自评表.txt"].decode()
    properties = properties_of(files["表/001-自评表.docx"])
    assert getpass.getuser() not in properties
    assert "creator" not in properties


def unpacked(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def properties_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("docProps/"))


def test_the_same_forms_give_the_same_bytes(folder: Path) -> None:
    for name in ("a.zip", "b.zip"):
        assert run("自评表.txt", "-o", name, "--redact", "--to", "docx,xlsx,html").exit_code == 0
    assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()


def test_a_piece_is_kept_for_a_reason(folder: Path) -> None:
    refused = run("自评表.txt", "-o", "out.zip", "--to", "txt")
    key = next(line.split("　")[0].strip() for line in refused.stderr.splitlines() if "手机" in line)
    result = run(
        "自评表.txt", "-o", "out.zip", "--to", "txt", "--allow", f"{key}=本人同意公开", "--allow", "contact＝公开岗位"
    )
    assert result.exit_code == 0
    assert "按所写理由保留3处：" in result.stderr
    files = held(folder / "out.zip")
    assert "理由：本人同意公开" in files["说明.txt"].decode("utf-8-sig")
    assert "13900001234" in files["表/001-自评表.txt"].decode()


def test_forms_may_be_put_into_one_layout(folder: Path) -> None:
    assert run("自评表.txt", "-o", "out.zip", "--redact", "--to", "txt", "--layout", "T11").exit_code == 0
    assert "度量单位" in held(folder / "out.zip")["表/001-自评表.txt"].decode()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("-o", "out.docx"), "可以是.zip"),
        (("-o", "out.zip", "--to", "doc"), "没有代码为“doc”的文件格式"),
        (("-o", "out.zip", "--layout", "T99"), "没有代码为“T99”的"),
        (("-o", "out.zip", "--allow", "contact"), "选项 --allow 应为“代码=理由”"),
        (("-o", "out.zip", "--allow", "contact= "), "选项 --allow 应为“代码=理由”"),
        (("-o", "out.zip", "--allow", "mobile/000000=理由"), "既不是查出的某处的代码"),
        (("missing.txt", "-o", "out.zip", "--redact"), "没有写公开包"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, args: tuple[str, ...], told: str) -> None:
    result = run("自评表.txt", *args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folder / "out.zip").exists()


def test_a_form_without_personal_data_needs_no_decision(folder: Path) -> None:
    (folder / "b.txt").write_text(FORM.replace(" | 原因 陈静（13900001234）负责", ""), encoding="utf-8")
    result = run("b.txt", "-o", "out.zip", "--to", "txt")
    with zipfile.ZipFile("out.zip") as package:
        count = len(package.namelist())
    told = f"已写入“out.zip”：公开包，1个材料的1张表，共{count}个文件。\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", told)


@pytest.mark.usefixtures("folder")
def test_a_machine_without_fonts_is_told_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.papers.pdf.write", missing)
    result = run("自评表.txt", "-o", "out.zip", "--redact", "--to", "pdf")
    assert result.exit_code == 2
    assert "fonts-noto-cjk" in result.stderr


def missing(_papers: object) -> bytes:
    message = "本机没有中文字体；请安装 fonts-noto-cjk。"
    raise MissingFontsError(message)


def test_prose_makes_no_package_and_stays_out_of_one(folder: Path) -> None:
    (folder / "散文.txt").write_text("今年春天来得早，院子里的花都开了。\n", encoding="utf-8")
    refused = run("散文.txt", "-o", "out.zip")
    told = "没有在所给的文件里识别出绩效表，没有写公开包；请核对文件，可先用 jixiao read 查看读出的内容。\n"
    assert (refused.exit_code, refused.stderr) == (2, told)
    assert not (folder / "out.zip").exists()
    result = run("散文.txt", "自评表.txt", "-o", "out.zip", "--redact", "--to", "txt")
    assert result.exit_code == 0
    assert result.stderr.startswith("“散文.txt”里没有识别出绩效表，没有写入。\n已遮盖3处：\n")
    files = held(folder / "out.zip")
    assert "表/001-自评表.txt" in files
    assert not any("春天" in content.decode("utf-8", "replace") for content in files.values())
