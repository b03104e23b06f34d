"""`jixiao template` from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao.cli import jixiao
from tests.renderers.fillin.filling import opened, recognised

EXAMPLES = Path(__file__).parents[3] / "examples"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(jixiao, ["template", *map(str, arguments)], catch_exceptions=False)


def test_a_blank_workbook_of_a_layout(tmp_path: Path) -> None:
    made = tmp_path / "fill.xlsx"
    done = _run("--layout", "T11", "--year", "2025", "-o", made)
    told = f"已写入“{made}”：1张表，按“财政部项目支出绩效评价管理办法”计算。\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", told)
    [form] = recognised(made.read_bytes()).evaluations
    assert (form.layout, form.year, form.indicators) == ("T11", 2025, ())


def test_last_years_file_gives_its_layout_its_forms_and_the_next_year(tmp_path: Path) -> None:
    made = tmp_path / "fill.xlsx"
    done = _run("--from", EXAMPLES / "t5-two-forms-narrative.txt", "-o", made)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2张表，按“财政部项目支出绩效评价管理办法”计算，15个指标沿用原表。" in done.stderr
    forms = recognised(made.read_bytes()).evaluations
    assert [(form.layout, form.year, bool(form.indicators)) for form in forms] == [("T1", 2023, True)] * 2


def test_what_another_layout_cannot_hold_is_told(tmp_path: Path) -> None:
    done = _run("--from", EXAMPLES / "t4-archive-digitisation.txt", "--layout", "T1", "-o", tmp_path / "fill.xlsx")
    assert done.exit_code == 0
    assert "，3处原有内容本表式放不下，1处写明了其他年份，须核对（标成橙色）。\n" in done.stderr
    assert "没有写入指标“数字化加工档案数量”的评分标准" in done.stderr


def test_a_monitoring_form_is_about_the_months_that_are_wanted(tmp_path: Path) -> None:
    made = tmp_path / "fill.xlsx"
    assert _run("--layout", "T7", "--year", "2025", "--period", "1—9月", "-o", made).exit_code == 0
    texts = [str(cell.value) for sheet in opened(made.read_bytes()) for row in sheet.iter_rows() for cell in row]
    assert "1-9月执行情况" in texts
    assert not any("7月" in text for text in texts)
    [form] = recognised(made.read_bytes()).evaluations
    assert (form.layout, form.period) == ("T7", "1-9月")


def test_the_months_of_the_form_before_are_kept(tmp_path: Path) -> None:
    text = (EXAMPLES / "t7-monitoring-inspection.txt").read_text(encoding="utf-8")
    source, made = tmp_path / "last.txt", tmp_path / "fill.xlsx"
    months = next(months for months in ("1-7月", "1—7月", "1～7月") if months in text)
    source.write_text(text.replace(months, months.replace("7", "8")), encoding="utf-8")
    assert _run("--from", source, "-o", made).exit_code == 0
    [form] = recognised(made.read_bytes()).evaluations
    assert form.period == "1-8月"


def test_an_existing_file_is_not_overwritten_without_force(tmp_path: Path) -> None:
    made = tmp_path / "fill.xlsx"
    made.write_bytes(b"")
    assert "没有覆盖" in _run("-o", made).output
    assert made.read_bytes() == b""
    assert _run("-o", made, "--force", "--spare", "6").exit_code == 0
    assert made.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--layout", "T99"), "没有代码为“T99”的表式"),
        (("--layout", "T5"), "不能生成填报工作簿"),
        (("--year", "25"), "应为四位数的年份"),
        (("--layout", "T7", "--period", "13月"), "应为年初到某月的期间，如 1-9月，收到的是“13月”"),
        (("--layout", "T1", "--period", "1-9月"), "只用于绩效运行监控表"),
        (("--rules", "mof-2020-10,mof-2021-101"), "请只写一个"),
        (("--from", "没有这个文件.docx"), "不存在"),
        (("--from", EXAMPLES / "README.md"), "没有找到绩效自评表"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(tmp_path: Path, arguments: tuple[object, ...], told: str) -> None:
    made = tmp_path / "fill.xlsx"
    done = _run(*arguments, "-o", made)
    assert done.exit_code == 2
    assert told in done.output
    assert not made.exists()


def test_a_text_that_looks_like_the_markup_of_a_workbook_stays_what_it_is(tmp_path: Path) -> None:
    name = "<r><t>宣传</t></r>"
    form = (EXAMPLES / "t1-fund-supervision.txt").read_text(encoding="utf-8")
    given = tmp_path / "last.txt"
    given.write_text(form.replace("医疗保障基金监督检查专项经费", name), encoding="utf-8")
    made = tmp_path / "fill.xlsx"
    assert _run("--from", given, "-o", made).exit_code == 0
    assert recognised(made.read_bytes()).evaluations[0].project_name == name
