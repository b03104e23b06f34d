"""Which forms are told of in which report, what is compared with what, and what goes beside the report."""

from collections.abc import Callable

import msgspec
import pytest

from jixiao import pipeline
from jixiao.model import parse_notation
from jixiao.papers import Grid, Line
from jixiao.renderers.narrative import Narrated, NothingToTellError, annex, bindings_to_json, open_findings

Told = Callable[..., str]
Write = Callable[..., Narrated]

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
实施单位：青崖市医疗保障事务中心
资金：年度资金总额 | 全年 20 | 执行 18 | 分值 10 | 执行率 90% | 得分 9
指标：产出指标 / 数量指标 / 宣传场次 | 分值 50 | 指标值 ≥12场 | 实际值 12场 | 得分 50
指标：产出指标 / 时效指标 / 完成时间 | 分值 10 | 指标值 2023年11月底前 | 实际值 2023年11月20日 | 得分 10
指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 20 | 指标值 ≥85% | 实际值 88% | 得分 20
指标：满意度指标 / 服务对象满意度指标 / 群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 93% | 得分 10
总分：分值 100 | 得分 99
"""
LAST = FORM.replace("2023", "2022")


def test_every_project_has_a_report_of_its_own(narrated: Write) -> None:
    made = narrated(FORM + FORM.replace("宣传", "培训"))
    assert [report.paper.name for report in made.reports] == ["医保政策宣传", "医保政策培训"]


def test_transfers_are_told_as_such_unless_asked_otherwise(told: Told) -> None:
    assert "绩效目标分解下达情况" in told(FORM.replace("project", "transfer", 1))
    assert "绩效目标分解下达情况" in told(FORM, kind="transfer")
    assert "项目基本情况" in told(FORM.replace("project", "transfer", 1), kind="project")


def test_other_forms_are_left_out_and_named(narrated: Write) -> None:
    made = narrated(FORM + FORM.replace("self_evaluation", "monitoring", 1))
    assert made.notes == ("“医保政策宣传”是绩效监控表，不是自评表，没有写入报告。",)


def test_files_without_a_self_evaluation_have_nothing_to_tell(narrated: Write) -> None:
    with pytest.raises(NothingToTellError, match="没有绩效自评表"):
        narrated(FORM.replace("self_evaluation", "target", 1))


def test_last_year_is_compared_where_it_is_the_same_project(told: Told) -> None:
    last = (
        LAST.replace("执行 18", "执行 15")
        .replace("执行率 90%", "执行率 75%")
        .replace("得分 99", "得分 97.5")
        .replace("12场", "10场")
    )
    text = told(FORM, last=(last.replace("实际值 93%", "实际值 95%"),))
    assert "全年执行数由上年的15万元变为18万元，增长20%" in text
    assert "预算执行率由上年的75%变为90%，提高15个百分点" in text
    assert "自评得分由上年的97.5分变为99分，提高1.5分" in text
    assert "与上年同名的指标共4项。" in text
    assert "宣传场次由10场变为12场，增加2场" in text
    assert "群众满意度由95%变为93%，减少2个百分点" in text
    assert "；政策知晓率与上年相同。" in text
    assert "指标值有调整的：宣传场次由≥10场调整为≥12场。" in text
    assert "宣传场次 | ≥10场 | 10场 | ≥12场 | 12场 | 50 | 50" in text
    assert "　与上年比较" in text


def test_amounts_of_two_units_are_compared_in_one(told: Told) -> None:
    last = LAST.replace("万元", "元").replace("全年 20 | 执行 18", "全年 200000 | 执行 180000")
    assert "全年执行数18万元，与上年相同" in told(FORM, last=(last,))


def test_years_without_figures_are_compared_as_far_as_they_go(told: Told) -> None:
    bare = "\n".join(line for line in LAST.splitlines() if not line.startswith(("资金", "总分")))
    text = told(FORM, last=(bare,))
    assert "由上年的" not in text
    assert "与上年同名的指标共4项" in text
    other = told(FORM, last=("\n".join(LAST.splitlines()[:4]).replace("执行 18", "执行 0"),))
    assert "与上年的自评表没有同名指标，不作指标比较。" in other
    assert "全年执行数由上年的0万元变为18万元" in other


def test_many_common_rows_are_compared_in_the_table(told: Told) -> None:
    rows = "".join(f"指标：产出指标 / 数量指标 / 第{n}类宣传 | 指标值 ≥{n}场 | 实际值 {n}场\n" for n in range(1, 15))
    assert "与上年同名的指标共14项，见下表。" in told(FORM[:80] + "\n" + rows, last=(LAST[:80] + "\n" + rows,))


@pytest.mark.parametrize(
    "last",
    [
        LAST.replace("医保政策宣传", "业务档案整理"),
        LAST.replace("青崖市医疗保障事务中心", "丹霞县医疗保险站"),
        LAST.replace("2022", "2023"),
        LAST.replace("project", "transfer", 1),
        LAST.replace("self_evaluation", "target", 1),
    ],
)
def test_what_is_not_surely_the_same_project_of_an_earlier_year_is_not_compared(told: Told, last: str) -> None:
    assert "上年" not in told(FORM, last=(last,))


def test_the_best_match_of_last_year_is_taken(told: Told) -> None:
    text = told(FORM, last=(LAST.replace("医保政策宣传", "医保政策宣传项目").replace("得分 99", "得分 91"), LAST))
    assert "自评得分99分，与上年相同" in text


def test_every_figure_is_listed_with_its_formula_and_cells(narrated: Write) -> None:
    plain = bindings_to_json(narrated(FORM, date="2024年3月1日"))
    assert plain["schema"] == "jixiao.bindings/1"
    figures = {(each["text"], each["sentence"]): each for each in plain["reports"][0]["figures"] if "sentence" in each}
    rest = next(each for (text, _), each in figures.items() if text == "2万元")
    assert rest["formula"] == "20 － 18"
    assert [source["path"] for source in rest["sources"]] == ["funds/0/adjusted", "funds/0/executed"]
    assert [source["text"] for source in rest["sources"]] == ["20", "18"]
    assert rest["sources"][0]["where"] == "原文第4行"
    assert {each["kind"] for each in figures.values()} == {"figure", "words", "given"}
    assert any(each["part"] == "drawing" for each in plain["reports"][0]["figures"])


def test_points_worked_out_again_name_the_rule(narrated: Write) -> None:
    plain = bindings_to_json(narrated(FORM.replace("得分 9\n", "得分 10\n").replace("得分 99", "得分 100")))
    figures = plain["reports"][0]["figures"]
    assert any(each["kind"] == "law" for each in figures)
    again = next(each for each in figures if each["sources"] and each["sources"][0]["path"] == "execution")
    assert "18 ÷ 20" in again["formula"]


def test_open_findings_stand_on_a_paper_of_their_own(told: Told) -> None:
    result = pipeline.examine(parse_notation(FORM.replace("得分 99", "得分 97")))
    paper = annex([result])
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert grid.rows == 1 + len(list(open_findings([result])))
    assert any(cell.text.endswith("（SCO-01）") for cell in grid.cells)
    assert "SCO-01" not in told(FORM.replace("得分 99", "得分 97"))


def test_a_finding_about_the_file_names_the_file() -> None:
    result = pipeline.examine(parse_notation(FORM))
    finding = next(iter(pipeline.examine(parse_notation(FORM.replace("得分 99", "得分 97"))).findings))
    about = msgspec.structs.replace(finding, evaluation=None, quotes=(), suggestion=None)
    paper = annex([msgspec.structs.replace(result, findings=(about,), path="甲.txt")])
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells if cell.row == 1 and cell.column in {1, 5, 6}] == ["甲.txt", "—", "—"]


def test_nothing_open_is_said_so() -> None:
    result = msgspec.structs.replace(pipeline.examine(parse_notation(FORM)), findings=())
    assert Line(text="没有未处理的问题。") in annex([result]).blocks
