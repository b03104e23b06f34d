"""`jixiao narrate` from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from jixiao.cli.commands import narrate as command
from jixiao.papers.fonts import MissingFontsError
from jixiao.papers.formats import Format
from jixiao.renderers import narrative

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：清河市医疗保障局
实施单位：清河市医疗保障事务中心
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 15 | 分值 10 | 执行率 100% | 得分 10
目标：预期 完成宣传 | 实际 全年完成宣传，群众知晓率提高。
指标：产出指标 / 数量指标 / 培训次数 | 分值 50 | 指标值 ≥2次 | 实际值 2次 | 得分 50 | 存疑 actual
指标：效益指标 / 社会效益指标 / 知晓率 | 分值 30 | 指标值 ≥90% | 实际值 81% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 10
总分：分值 100 | 得分 99
叙述：全文
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder that holds 今年.txt, 上年.txt and 监控.txt."""
    monkeypatch.chdir(tmp_path)
    Path("今年.txt").write_text(FORM, encoding="utf-8")
    Path("上年.txt").write_text(FORM.replace("2023", "2022").replace("95%", "92%"), encoding="utf-8")
    Path("监控.txt").write_text(FORM.replace("self_evaluation", "monitoring", 1), encoding="utf-8")
    return lambda *args: CliRunner().invoke(jixiao, ["narrate", *args], prog_name="jixiao")


@pytest.mark.parametrize("suffix", ["docx", "html", "txt"])
def test_a_report_is_written_in_the_format_of_its_name(run: Run, suffix: str) -> None:
    done = run("今年.txt", "-o", f"报告.{suffix}")
    assert done.exit_code == 0, done.output
    assert Path(f"报告.{suffix}").stat().st_size > 1000
    assert done.stdout == ""
    assert "处标明【待填写】，须由单位补充。" in done.stderr
    assert "处标明【待核对】：原件没有读得确切，或者表内数字互不相符，须与原件核对。" in done.stderr
    assert "个审核问题没有处理，不写进报告：" in done.stderr
    assert "SCO-01 医保政策宣传：" in done.stderr


def test_the_text_is_that_of_the_report(run: Run) -> None:
    run("今年.txt", "-o", "报告.txt", "--date", "2024-03-01", "--last-year", "上年.txt")
    text = Path("报告.txt").read_text("utf-8")
    assert "自评得分99分，对应等级为“优”。" in text
    assert "2024年3月1日" in text
    assert "满意度由92%变为95%，增加3个百分点" in text


def test_a_date_in_other_words_stays_as_it_is(run: Run) -> None:
    run("今年.txt", "-o", "报告.txt", "--date", "2024年春")
    assert "2024年春" in Path("报告.txt").read_text("utf-8")


def test_the_kind_can_be_chosen(run: Run) -> None:
    assert run("今年.txt", "-o", "报告.txt", "--kind", "department").exit_code == 0
    assert "部门整体支出绩效自评报告" in Path("报告.txt").read_text("utf-8")
    assert run("今年.txt", "-o", "乙.txt", "--kind", "整体").exit_code == 2


def test_sources_of_the_figures_and_open_findings_are_written_aside(run: Run) -> None:
    done = run("今年.txt", "-o", "报告.docx", "--bindings", "来源.json", "--findings", "问题.xlsx")
    assert done.exit_code == 0, done.output
    assert json.loads(Path("来源.json").read_text("utf-8"))["schema"] == "jixiao.bindings/1"
    assert ZipFile("问题.xlsx").testzip() is None
    written = [line for line in done.stderr.splitlines() if line.startswith("已写入")]
    assert written[0].startswith("已写入“报告.docx”：1份绩效自评报告，")
    assert written[1] == "已写入“来源.json”：报告中每个数字的出处。"
    assert written[2].startswith("已写入“问题.xlsx”：未处理问题清单；自评表另有")
    assert written[2].endswith("），不写进报告。")
    assert "SCO-01" not in done.stderr


def test_forms_of_last_year_that_match_none_are_told_of(run: Run) -> None:
    words = "所给上年材料中没有同一单位、同一项目的自评表，没有写与上年比较一章。"
    assert words not in run("今年.txt", "-o", "甲.txt", "--last-year", "上年.txt").stderr
    other = FORM.replace("2023", "2022").replace("医保政策宣传", "信息系统运行维护")
    Path("别的.txt").write_text(other, encoding="utf-8")
    done = run("今年.txt", "-o", "乙.txt", "--last-year", "别的.txt")
    assert done.exit_code == 0, done.output
    assert words in done.stderr
    assert "与上年比较" not in Path("乙.txt").read_text("utf-8")
    Path("今年二.txt").write_text(other.replace("2022", "2023"), encoding="utf-8")
    done = run("今年.txt", "今年二.txt", "-o", "丙.txt", "--last-year", "别的.txt")
    assert "所给上年材料中没有“医保政策宣传”同一单位的自评表，没有写与上年比较一章。" in done.stderr


def test_a_list_without_findings_says_so() -> None:
    assert command._counted([]) == "自评表没有未处理的审核问题"


@pytest.mark.parametrize("name", ["报告.docx", "来源.json", "问题.docx"])
def test_nothing_is_written_over_another_file_without_force(run: Run, name: str) -> None:
    Path(name).write_text("原有", encoding="utf-8")
    args = ("今年.txt", "-o", "报告.docx", "--bindings", "来源.json", "--findings", "问题.docx")
    done = run(*args)
    assert done.exit_code == 2
    assert f"“{name}”已经存在，没有覆盖" in done.stderr
    assert [path.name for path in Path().iterdir() if path.suffix != ".txt"] == [name]
    assert run(*args, "--force").exit_code == 0
    assert Path(name).read_bytes() != "原有".encode()


def test_a_format_that_is_no_report_is_refused(run: Run) -> None:
    done = run("今年.txt", "-o", "报告.xlsx")
    assert done.exit_code == 2
    assert not Path("报告.xlsx").exists()


def test_a_file_without_a_self_evaluation_is_told_of(run: Run) -> None:
    done = run("监控.txt", "-o", "报告.docx")
    assert done.exit_code == 2
    assert "没有绩效自评表，不能编写自评报告" in done.stderr


def test_forms_left_out_and_files_that_failed_are_told_of(run: Run) -> None:
    Path("坏.txt").write_bytes(b"")
    done = run("今年.txt", "监控.txt", "坏.txt", "-o", "报告.docx")
    assert done.exit_code == 2
    assert "是绩效监控表，不是自评表，没有写入报告。" in done.stderr
    assert "坏.txt" in done.stderr
    assert Path("报告.docx").exists()
    assert run("坏.txt", "-o", "乙.docx").exit_code == 2
    assert not Path("乙.docx").exists()


def test_a_figure_without_a_source_writes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def sabotaged(*_: object) -> None:
        message = "报告中有一处数字不能与自评表对应，报告没有生成。"
        raise narrative.UnboundFigureError(message)

    monkeypatch.setattr(narrative, "narrate", sabotaged)
    done = run("今年.txt", "-o", "报告.docx")
    assert done.exit_code == 2
    assert "不能与自评表对应" in done.stderr
    assert not Path("报告.docx").exists()


def test_missing_fonts_are_told_of(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_fonts(*_: object) -> bytes:
        message = "没有中文字体，请安装 fonts-noto-cjk。"
        raise MissingFontsError(message)

    monkeypatch.setattr(Format, "write", without_fonts)
    done = run("今年.txt", "-o", "报告.pdf")
    assert done.exit_code == 2
    assert "fonts-noto-cjk" in done.stderr


def test_of_very_many_findings_the_first_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_MOST_LISTED", 1)
    assert "……其余的，请用 --findings 写成清单。" in run("今年.txt", "-o", "报告.docx").stderr
