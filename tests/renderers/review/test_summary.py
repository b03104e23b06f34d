import io

import openpyxl
import pytest

from jixiao.papers import excel
from jixiao.renderers.review import summary_papers
from jixiao.renderers.review.deviations import deviations, limits
from tests.renderers.review.material import (
    MISSED,
    MONITORING,
    SOUND,
    TRANSFER,
    WITHOUT_FUNDS,
    all_of,
    audited,
    grid_of,
    material,
    texts,
)


def sheets(*forms: str) -> dict[str, object]:
    return {paper.name: paper for paper in summary_papers(material(*forms))}


def test_one_row_for_each_form_with_figures_and_the_gravest_finding() -> None:
    lines = grid_of(sheets(MISSED, SOUND)["差异汇总"])  # type: ignore[arg-type]
    assert lines[1][1:12] == [
        "白露市医疗保障事务中心", "白露市医疗保障局", "医保宣传进乡村", "2023", "25", "98", "84.5", "90.5", "-7.5", "优", "优或良",
    ]  # fmt: skip
    assert lines[1][12:17] == ["1", "2", "3", "0", "未达到目标却得满分"]
    assert lines[2][6:12] == ["100", "100.0", "100.0", "0.0", "优", "优"]
    assert lines[2][12:17] == ["0", "0", "0", "0", ""]


def test_forms_that_cannot_be_compared_say_why_and_are_in_no_sum() -> None:
    found = sheets(TRANSFER, WITHOUT_FUNDS, MISSED, MONITORING)
    lines = grid_of(found["差异汇总"])  # type: ignore[arg-type]
    assert [line[3] for line in lines[1:3]] == ["医保宣传进乡村", "医疗救助补助资金"]
    assert lines[2][5:10] == ["860", "", "", "", ""]
    assert lines[2][17] == "本表不设分值"
    assert lines[2][2] == "白露市医疗保障局"
    assert lines[3][17] == "表内未印总分，按得分相加"
    figures = {line[0]: line[1] for line in grid_of(found["统计"])}  # type: ignore[arg-type]
    assert figures["复核的自评表"] == "3"
    assert figures["其中可以比较总分的"] == "2"
    assert figures["自评总分在重算范围之外的"] == "1"
    assert figures["平均自评总分"] == "99.00"
    assert figures["平均重算总分下限"] == "92.25"
    assert figures["平均重算总分上限"] == "95.25"
    assert figures["至少相差合计"] == "-7.50"
    assert figures["没有列入复核的文件和表"] == "1"
    assert "未列入复核" in found


@pytest.mark.parametrize(
    ("printed", "other", "why"),
    [
        ("得分 98\n", "\n", ""),
        ("得分 30\n指标：产出指标 / 时效", "\n指标：产出指标 / 时效", "没有自评总分"),
        ("分值 30 | 指标值 ≥12场", "指标值 ≥12场", "有的行无法记分，总分未作比较"),
        ("分值 10 | 指标值 ≥90%", "分值 8 | 指标值 ≥90%", ""),
    ],
)
def test_totals_are_compared_only_where_that_is_fair(printed: str, other: str, why: str) -> None:
    form = MISSED.replace(printed, other)
    form = form.replace("得分 98\n", "\n") if why == "没有自评总分" else form
    assert material(form).forms[0].incomparable == why


def test_a_form_whose_weights_and_sums_are_off_is_not_compared() -> None:
    form = MISSED.replace("分值 10 | 指标值 ≥90%", "分值 8 | 指标值 ≥90%").replace("得分 98\n", "得分 97\n")
    assert material(form).forms[0].incomparable == "记分各行的分值合计98分，总分未作比较"


def test_units_and_supervisors_have_their_totals() -> None:
    found = sheets(MISSED, MISSED.replace("医保宣传进乡村", "医保宣传进社区"), SOUND)
    by_unit = grid_of(found["按实施单位"])  # type: ignore[arg-type]
    assert [line[1] for line in by_unit] == ["实施单位", "白露市医疗保障事务中心", "霜降县医疗保障局", "合计"]
    assert by_unit[1][2:] == ["2", "2", "2", "0", "98.00", "84.50", "90.50", "-15", "50", "2", "10", "0"]
    assert by_unit[3][2:] == ["3", "3", "2", "0", "98.67", "89.67", "93.67", "-15", "350", "2", "10", "0"]
    assert len(grid_of(found["按主管部门"])) == 2  # type: ignore[arg-type]


def test_changes_of_grade_and_kinds_of_findings_are_counted() -> None:
    paper = sheets(MISSED, SOUND)["统计"]
    assert grid_of(paper, 1)[1:] == [["优", "优", "1"], ["优", "优或良", "1"]]  # type: ignore[arg-type]
    assert grid_of(paper, 2)[1] == ["SCO-04", "未达到目标却得满分", "严重", "确定", "1"]  # type: ignore[arg-type]


def test_a_total_below_what_the_rules_give_is_counted_apart() -> None:
    low = SOUND.replace("得分 100\n", "得分 90\n").replace("900卷 | 得分 20", "900卷 | 得分 10")
    by_unit = grid_of(sheets(low)["按实施单位"])  # type: ignore[arg-type]
    assert by_unit[1][4:6] == ["0", "1"]


def test_deviations_are_listed_the_missed_first_and_the_farthest_of_each() -> None:
    over = (
        SOUND.replace("实际值 900卷", "实际值 1700卷")
        .replace("整理档案900卷", "整理档案1700卷")
        .replace("实际值 9分钟", "实际值 6分钟")
    )
    lines = grid_of(sheets(over, MISSED, TRANSFER)["目标完成偏离度"])[1:]  # type: ignore[arg-type]
    assert [(line[4], line[7], line[8], line[9]) for line in lines] == [
        ("救助人次", "-30.0", "未达到目标", "达到或超过30%"),
        ("宣传场次", "-25.0", "未达到目标", "达到或超过20%、不足30%"),
        ("档案卷数", "112.5", "超额完成", "达到或超过100%"),
        ("查询用时", "-40.0", "低于上限", "达到或超过30%"),
    ]
    assert lines[0][10] == "没有填写"


def test_what_cannot_be_compared_in_figures_has_no_deviation() -> None:
    form = MISSED.replace("≥12场 | 实际值 9场", "≥12场 | 实际值 完成").replace("2023年11月20日", "2023年12月30日")
    assert deviations(material(form).forms) == []
    doubtful = MISSED.replace("实际值 9场 | 得分 30", "实际值 9场 | 得分 30 | 存疑 actual")
    assert deviations(material(doubtful).forms) == []


def test_a_ratio_between_unlike_figures_is_no_deviation_from_the_target() -> None:
    """A target for each county answered by the total of all of them: DEV-08."""
    form = MISSED.replace(
        "宣传场次 | 分值 30 | 指标值 ≥12场 | 实际值 9场", "每个县（区）宣传场次 | 分值 30 | 指标值 ≥1场 | 实际值 25场"
    )
    (found,) = deviations(material(form).forms)
    assert (found.meaning, found.ratio) == ("口径或单位待核", 24)


def test_whose_limits_they_are_is_said() -> None:
    told = " ".join(texts(sheets(MISSED)["目标完成偏离度"], "small"))  # type: ignore[arg-type]
    assert "国家办法没有规定界限" in told
    assert all(limit.whose in told for limit in limits())
    assert [limit.at_least for limit in limits()] == sorted((limit.at_least for limit in limits()), reverse=True)


def test_in_a_spreadsheet_figures_are_numbers_and_the_list_can_be_filtered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel.write(summary_papers(material(MISSED, SOUND)))))
    sheet = book["差异汇总"]
    assert sheet.auto_filter.ref
    assert sheet.freeze_panes
    heading = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "自评总分")
    below = [sheet.cell(heading.row + step, heading.column).value for step in (1, 2)]
    assert below == [98, 100]
    assert book["统计"].auto_filter.ref is None


def test_two_files_of_one_name_are_told_apart_by_their_folders() -> None:
    results = [audited(MISSED, "/材料/甲县/自评表.txt"), audited(SOUND, "/材料/乙县/自评表.txt")]
    assert [form.source for form in all_of(results).forms] == ["甲县/自评表.txt，第1张表", "乙县/自评表.txt，第1张表"]
    assert [form.file for form in all_of(results[:1]).forms] == ["自评表.txt"]
