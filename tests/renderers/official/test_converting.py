"""`jixiao convert`: files in, files out, and what became of the rest on standard error or as JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jixiao import pipeline
from jixiao.cli import jixiao
from jixiao.model import parse_notation
from jixiao.papers import fonts
from jixiao.renderers.official import convert

EXAMPLES = Path(__file__).parents[3] / "examples"
ONE = EXAMPLES / "t1-fund-supervision.txt"
TWO = EXAMPLES / "t5-two-forms-narrative.txt"


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(jixiao, ["convert", *map(str, arguments)], prog_name="jixiao")
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "txt", "pdf"])
def test_a_form_comes_out_in_the_format_that_the_name_asks_for(tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"out.{kind}"
    assert run(ONE, "-o", out)[0] == 0
    (form,) = pipeline.read(out).evaluations
    (source,) = pipeline.read(ONE).evaluations
    assert [row.score for row in form.indicators] == [row.score for row in source.indicators]
    assert form.layout == "T1"


def test_what_is_left_out_and_wanting_is_said_on_standard_error(tmp_path: Path) -> None:
    status, out, err = run(ONE, "--layout", "T2", "-o", tmp_path / "t2.docx")
    assert (status, out) == (0, "")
    first, *lines = err.splitlines()
    assert first == f"已写入“{tmp_path / 't2.docx'}”：1张表，33处原有内容没有写入，3处待补填或核对。"
    assert any(line.startswith("  没有写入以下") and line.endswith("处：目标表式没有这一栏。") for line in lines)
    assert "  待处理 中央主管部门：目标表式有这一栏，原表没有相应内容，已留空。" in lines


def test_what_is_left_out_and_wanting_as_json(tmp_path: Path) -> None:
    status, out, err = run(TWO, "--layout", "t11", "-o", tmp_path / "t11.xlsx", "--format", "json")
    told = json.loads(out)
    assert (status, err.count("\n"), told["schema"]) == (0, 1, "jixiao.conversion/1")
    assert err.startswith(f"已写入“{tmp_path / 't11.xlsx'}”：2张表，")
    (file,) = told["files"]
    assert [form["layout"] for form in file["forms"]] == ["T11", "T11"]
    assert file["passages_left_out"] > 0
    assert {"path", "label", "text", "why", "place"} <= set(file["forms"][0]["omitted"][0])


def test_what_was_not_understood_is_told_and_not_written(tmp_path: Path) -> None:
    form = tmp_path / "表.txt"
    form.write_text(ONE.read_text(encoding="utf-8").replace("总分", "甲乙丙丁戊\n总分", 1), encoding="utf-8")
    unread = pipeline.read(form).unread
    assert unread
    status, _, err = run(form, "--layout", "T1", "-o", tmp_path / "t1.docx")
    assert status == 0
    assert f"，{len(unread)}处没有读懂，没有写入" in err
    assert f"原文件有{len(unread)}处内容没有读入或没有读懂，没有写入：" in err
    assert "甲乙丙丁戊" in err
    assert json.loads(run(form, "-o", tmp_path / "t1.xlsx", "--format", "json")[1])["files"][0]["unread"]


def test_running_text_is_kept_in_the_form_s_own_layout_and_told_of_in_another(tmp_path: Path) -> None:
    assert run(TWO, "-o", tmp_path / "own.docx")[0] == 0
    own = pipeline.read(tmp_path / "own.docx")
    assert [passage.text for passage in own.narrative.text] == [
        passage.text for passage in pipeline.read(TWO).narrative.text
    ]
    assert "段，没有写入" in run(TWO, "--layout", "T1-成本", "-o", tmp_path / "other.docx")[2]


def test_the_accounts_of_all_forms_stand_under_one_title(tmp_path: Path) -> None:
    assert run(TWO, "--layout", "T5", "-o", tmp_path / "t5.docx")[0] == 0
    facts = pipeline.read(tmp_path / "t5.docx").narrative.facts
    assert [(fact.subject, fact.value) for fact in facts if fact.field == "得分"] == [
        ("DIP付费方式改革技术服务", "95.6"),
        ("医疗保障业务用房维修", "98.71"),
    ]


def test_several_files_go_into_a_folder_under_names_of_their_own(tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    (again / ONE.name).write_bytes(ONE.read_bytes())
    status, _, err = run(ONE, again / ONE.name, "-o", tmp_path / "out", "--to", "xlsx", "--layout", "T11")
    assert status == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "t1-fund-supervision-2.xlsx",
        "t1-fund-supervision.xlsx",
    ]
    assert f"由“{ONE}”转换，1张表" in err


def test_several_files_do_not_go_into_one(tmp_path: Path) -> None:
    status, _, err = run(ONE, TWO, "-o", tmp_path / "one.docx")
    assert status == 2
    assert "请用 -o 指定一个文件夹" in err


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.docx").write_text("不要动", encoding="utf-8")
    assert run(ONE, "-o", tmp_path / "out.docx")[0] == 2
    assert (tmp_path / "out.docx").read_text(encoding="utf-8") == "不要动"
    assert run(ONE, "-o", tmp_path / "out.docx", "--force")[0] == 0


def test_a_layout_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    status, _, err = run(ONE, "--layout", "T99", "-o", tmp_path / "out.docx")
    assert status == 2
    assert "T11" in err


def test_a_file_without_a_form_and_one_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("今天天气很好。\n", encoding="utf-8")
    status, _, err = run(tmp_path / "letter.txt", tmp_path / "none.txt", "-o", tmp_path / "out")
    assert status == 2
    assert "没有找到绩效自评表" in err
    assert "none.txt" in err


def test_missing_fonts_are_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        message = "缺少中文字体"
        raise fonts.MissingFontsError(message)

    monkeypatch.setattr("jixiao.papers.pdf.write", refuse)
    status, _, err = run(ONE, "-o", tmp_path / "out.pdf")
    assert (status, err.strip()) == (2, "缺少中文字体")


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        ("project self_evaluation", "T1"),
        ("transfer self_evaluation", "T2"),
        ("department self_evaluation", "T6"),
        ("project monitoring", "T7"),
        ("transfer monitoring", "T7-转移支付"),
        ("department monitoring", "T7-整体"),
        ("project target", "T8"),
        ("project review", "T10"),
    ],
)
def test_a_form_of_no_known_layout_goes_into_the_usual_one_of_its_kind(opening: str, code: str) -> None:
    text = f"评价：{opening} 2023 -\n指标：产出指标 / 数量指标 / 场次 | 指标值 3场\n"
    (form,) = convert(parse_notation(text)).forms
    assert form.layout.code == code


DEPARTMENT = """\
部门整体支出绩效自评表
（2024年度）
部门(单位)名称	梅岭市医疗保障局
预算执行情况（万元）		年初预算数	全年预算数	全年执行数	分值	执行率	得分
	年度资金总额	1860	1912.5	1874.25	10	98.00%	9.8
	其中：基本支出	1240	1262.5	1262.5		100.00%
	项目支出	620	650	611.75		94.12%
年度总体目标	预期目标	实际完成情况
	落实三重保障制度，参保率稳定在96%以上。	参保率96.4%。
一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分	偏差原因分析及改进措施
履职效能	重点工作	基本医保参保率	≥96%	96.4%	45	45
履职效能	重点工作	跨省异地就医直接结算率	≥85%	88%	45	45
总分					100	99.8
"""


def test_the_form_of_a_department_stays_one_with_its_money_and_goals(tmp_path: Path) -> None:
    source = tmp_path / "整体.txt"
    source.write_text(DEPARTMENT, encoding="utf-8")
    status, _, told = run(source, "-o", tmp_path / "整体.docx")
    assert status == 0
    assert "没有写入" not in told
    [form] = pipeline.read_file(tmp_path / "整体.docx").submission.evaluations
    assert (form.layout, form.project_name, form.implementer) == ("T6-整体", None, "梅岭市医疗保障局")
    assert [(fund.label, fund.executed) for fund in form.funds] == [
        ("年度资金总额", "1874.25"),
        ("其中：基本支出", "1262.5"),
        ("项目支出", "611.75"),
    ]
    assert form.goals[0].actual == "参保率96.4%。"
    assert [field.label for field in form.fields] == ["部门名称"]
