from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import forms, pipeline, readers
from jixiao.model import parse_notation
from jixiao.papers import Grid, excel, word
from jixiao.renderers.review import gather, recheck_papers
from jixiao.results import Failed
from tests.renderers.review.material import (
    MISSED,
    MONITORING,
    SOUND,
    TRANSFER,
    WITHOUT_FUNDS,
    all_of,
    audited,
    columns_of,
    everything,
    grid_of,
    material,
    texts,
)

HEADINGS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
    "权重",
    "自评完成值",
    "自评得分",
    "复核完成值",
    "复核得分",
]


def test_a_row_shows_what_was_reported_what_is_recomputed_and_why() -> None:
    (paper,) = recheck_papers(material(MISSED))
    lines = grid_of(paper, 1)
    assert lines[0][:11] == HEADINGS
    assert lines[2][:13] == [
        "产出指标", "数量指标", "宣传场次", "≥", "12", "场", "30", "9场", "30", "", "22.5", "-7.5", "-25%",
    ]  # fmt: skip
    why = lines[2][13]
    assert why.startswith("【定量指标】9场 ÷ 12场 × 30分 = 22.5分。依据财预〔2020〕10号第十六条。")
    assert "SCO-04未达到目标却得满分" in why
    assert "DEV-01" in why


def test_where_the_law_leaves_room_score_and_difference_are_intervals() -> None:
    lines = grid_of(recheck_papers(material(MISSED))[0], 1)
    assert lines[4][2:13] == ["服务能力", "定性", "有所提升", "", "30", "达成预期指标", "30", "", "24～30", "-6～0", ""]


def test_a_difference_leaves_out_what_the_score_leaves_out() -> None:
    partly = MISSED.replace("实际值 达成预期指标", "实际值 部分达成预期指标并具有一定效果")
    lines = grid_of(recheck_papers(material(partly))[0], 1)
    assert lines[4][10:12] == ["", "-12～-6（不含-6）"] or lines[4][10:12] == ["18～24（不含24）", "-12～-6（不含-6）"]


def test_the_execution_rate_stands_first_with_its_own_rule() -> None:
    lines = grid_of(recheck_papers(material(MISSED))[0], 1)
    assert lines[1][0] == "预算执行率"
    assert lines[1][5:12] == ["10", "80%", "8", "", "8", "0", "-20%"]
    assert lines[1][12].startswith("【预算执行率】执行率 20 ÷ 25 = 80%")


def test_the_totals_tie_and_the_grade_is_said_twice() -> None:
    lines = grid_of(recheck_papers(material(MISSED))[0], 1)
    by_label = {line[0]: line[1:] for line in lines}
    assert by_label["合计（逐行相加）"][:6] == ["100", "", "98", "", "84.5～90.5", "-13.5～-7.5"]
    assert by_label["总分"][:6] == ["100", "", "98", "", "84.5～90.5", "-13.5～-7.5"]
    assert by_label["等级"][2:5] == ["优", "", "优或良"]


def test_a_total_that_does_not_add_up_is_told_with_both_figures() -> None:
    wrong = MISSED.replace("得分 98\n", "得分 95\n")
    told = everything(recheck_papers(material(wrong)))
    assert "自评得分逐行相加为98分，表内总分为95分。" in told
    assert "SCO-01" in told


def test_a_difference_that_the_audit_does_not_reproach_is_left_to_the_reviewer() -> None:
    """Two thirds of 30 points, rounded by the form to one decimal, is a hundredth away from what the rules give."""
    rounded = MISSED.replace("实际值 9场 | 得分 30", "实际值 8.003场 | 得分 20").replace("得分 98\n", "得分 88\n")
    lines = columns_of(recheck_papers(material(rounded))[0], 1)
    assert (lines[2][10], lines[2][11]) == ("20.01", "0.01")
    assert "由复核人认定" in lines[2][13]
    assert "由复核人认定" not in lines[3][13]


def test_the_column_for_the_reviewer_is_blank_and_the_signatures_wait() -> None:
    (paper,) = recheck_papers(material(MISSED))
    assert all(line[9] == "" for line in columns_of(paper, 1)[2:6])
    assert [text for line in grid_of(paper, 2) for text in line if text] == [
        "复核人", "复核机构负责人", "复核日期", "复核认定总分", "复核认定等级", "被复核单位意见",
    ]  # fmt: skip


def test_unverified_wording_is_told_once() -> None:
    told = everything(recheck_papers(material(MISSED)))
    assert told.count("措辞尚未与官方文本核对") == 1
    assert "未经核对" not in told


def test_a_transfer_without_points_has_deviations_and_no_scores() -> None:
    (paper,) = recheck_papers(material(TRANSFER))
    lines = grid_of(paper, 1)
    assert lines[1][2:13] == ["救助人次", "≥", "1000", "人次", "", "700人次", "", "", "", "", "-30%"]
    assert "本表不设分值，不记分。" in lines[1][13]
    assert ["主管部门", "白露市医疗保障局", "实施单位", "白露市医疗保障局"] in grid_of(paper, 0)
    assert "本表不设分值" in lines[-2][-1]


def test_a_form_without_funds_has_no_fund_row_and_its_total_is_added_up() -> None:
    (paper,) = recheck_papers(material(WITHOUT_FUNDS))
    assert len(grid_of(paper, 0)) == 2
    lines = grid_of(paper, 1)
    assert lines[1][0] == "产出"
    assert lines[-2][:7] == ["总分", "", "", "", "", "100", "0"]
    assert "表内未印总分" in lines[-2][-1]


def test_a_cap_by_the_execution_rate_stands_between_the_sum_and_the_total() -> None:
    """一体化平台操作手册（2022）第1.4节: below 80 % at most 89, below 70 % at most 79."""
    slow = SOUND.replace("执行 300 | 分值 10 | 执行率 100% | 得分 10", "执行 195 | 分值 10 | 执行率 65% | 得分 6.5")
    result = pipeline.examine(parse_notation(slow, "表.txt"), ["manual-2022", "mof-2020-10"])
    lines = grid_of(recheck_papers(all_of([result]))[0], 1)
    by_label = {line[0]: line[1:] for line in lines}
    assert by_label["合计（逐行相加）"][4] == "96.5"
    assert by_label["总分"][4] == "79"
    assert "总分按执行率封顶，不高于79分（依据一体化平台操作手册（2022）第1.4节）。" in by_label["总分"][7]


def test_what_a_reviewer_entered_decides_the_score() -> None:
    entered = MISSED.replace("project self_evaluation", "project review").replace(
        "实际值 9场 | 得分 30", "实际值 9场 | 得分 30 | 复核值 6场 | 复核得分 20"
    )
    lines = columns_of(recheck_papers(material(entered))[0], 1)
    assert [lines[2][at] for at in (7, 8, 9, 10, 11, 12)] == ["9场", "30", "6场", "15", "-15", "-50%"]
    assert "6场 ÷ 12场 × 30分 = 15分" in lines[2][13]
    assert "复核得分按复核完成值计算。表内所填复核得分20分不在此范围。" in lines[2][13]
    assert lines[-2][10] == "77～83"


def test_a_score_that_a_reviewer_settled_stands_in_the_total_the_difference_and_the_grade() -> None:
    entered = MISSED.replace("实际值 9场 | 得分 30", "实际值 9场 | 得分 30 | 复核得分 12").replace(
        "实际值 达成预期指标 | 得分 30", "实际值 达成预期指标 | 得分 30 | 复核得分 25"
    )
    (paper,) = recheck_papers(gather([audited(entered)], entered=True))
    lines = columns_of(paper, 1)
    assert [lines[2][at] for at in (8, 10, 11)] == ["30", "12", "-18"]
    assert "复核人认定12分，按口径为22.5分。" in lines[2][13]
    assert [lines[4][at] for at in (8, 10, 11)] == ["30", "25", "-5"]
    assert "复核人认定25分。" in lines[4][13]
    assert [lines[-2][at] for at in (8, 10, 11)] == ["98", "75", "-23"]
    assert lines[-1][10] == "中"
    assert any("以认定的得分为准" in text for text in texts(paper, "small"))
    before = columns_of(recheck_papers(material(entered))[0], 1)
    assert before[2][10] == "22.5"


def test_a_score_beyond_the_weight_of_its_row_settles_nothing() -> None:
    entered = MISSED.replace("实际值 9场 | 得分 30", "实际值 9场 | 得分 30 | 复核得分 31")
    (paper,) = recheck_papers(gather([audited(entered)], entered=True))
    line = columns_of(paper, 1)[2]
    assert line[10] == "22.5"
    assert "表内所填复核得分31分不在此范围。" in line[13]
    assert not any("以认定的得分为准" in text for text in texts(paper, "small"))


def test_a_recheck_form_that_was_filled_in_comes_back_recomputed() -> None:
    (paper,) = recheck_papers(material(MISSED))
    blocks = [
        msgspec.structs.replace(
            block,
            cells=tuple(
                msgspec.structs.replace(cell, text="6场") if (cell.row, cell.column) == (2, 9) else cell
                for cell in block.cells
            ),
        )
        if isinstance(block, Grid) and len(block.widths) == 14
        else block
        for block in paper.blocks
    ]
    content = excel.write([msgspec.structs.replace(paper, blocks=tuple(blocks))])
    result = pipeline.examine(forms.recognise(readers.read_bytes(content, "复核表.xlsx")))
    again = columns_of(recheck_papers(all_of([result]))[0], 1)
    lines = {line.get(2): line for line in again}
    assert again[-2][10] == "77～83"
    assert [lines["宣传场次"][at] for at in (8, 9, 10, 11)] == ["30", "6场", "15", "-15"]
    assert "复核得分按复核完成值计算。" in lines["宣传场次"][13]


def test_other_forms_and_failed_files_are_listed_with_the_reason() -> None:
    gathered = all_of(
        [audited(MISSED), audited(MONITORING), audited("叙述：只有文字。\n"), Failed(path="坏.txt", message="打不开。")]
    )
    *_, left_out = recheck_papers(gathered)
    assert left_out.name == "未列入复核"
    reasons = [line[2:] for line in grid_of(left_out)[1:]]
    assert reasons[0] == ["热线服务", "本表是绩效监控表，不是自评表，没有自评得分可以复核。"]
    assert "没有识别出绩效自评表" in reasons[1][1]
    assert reasons[2][1] == "打不开。"


def test_deadlines_ranges_and_several_targets_have_their_own_deviation() -> None:
    form = MISSED.replace("≥12场 | 实际值 9场", "药品≥85%，耗材≥80% | 实际值 药品90%，耗材72%").replace(
        "2023年11月20日", "2023年12月20日"
    ).replace("有所提升 | 实际值 达成预期指标", "6-9个月 | 实际值 8个月")  # fmt: skip
    lines = columns_of(recheck_papers(material(form))[0], 1)
    assert [line[12] for line in lines[2:5]] == ["+5.88%；-10%", "至少迟20天", "0%"]
    assert lines[3][4] == "2023年11月底前"


def test_a_form_that_was_guessed_says_that_its_figures_settle_nothing() -> None:
    result = audited(MISSED)
    problem = forms.reading_problems["READ-07"].finding("本表没有把握读准。", evaluation=0)
    guessed = type(result)(
        path=result.path,
        submission=type(result.submission)(
            source=result.submission.source, evaluations=result.submission.evaluations, problems=(problem,)
        ),
        scorecards=result.scorecards,
        findings=(problem,),
    )
    (paper,) = recheck_papers(all_of([guessed]))
    assert any("没有把握" in text for text in texts(paper, "small"))
    assert grid_of(paper, 1)[-2][6] == ""


@pytest.mark.parametrize("write", [excel.write, word.write])
def test_what_is_written_is_read_back_as_a_review_form(write: object) -> None:
    content = write(recheck_papers(material(MISSED)))  # type: ignore[operator]
    document = readers.read_bytes(content, "复核表.xlsx" if write is excel.write else "复核表.docx")
    (evaluation,) = forms.recognise(document).evaluations
    assert evaluation.form == "review"
    named = {row.name: row for row in evaluation.indicators}
    row = named["宣传场次"]
    assert (row.target, row.actual, row.weight, row.score) == ("≥12场", "9场", "30", "30")
    assert (row.reviewed_actual, row.reviewed_score) == (None, "22.5")


weights = st.decimals(min_value=1, max_value=50, places=1)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(weights, st.integers(0, 20), st.sampled_from(["12场", "≥12场", "≤12场", "有所提升"])),
        min_size=1,
        max_size=8,
    )
)
def test_differences_of_the_rows_add_up_to_that_of_the_sum(rows: list[tuple[Decimal, int, str]]) -> None:
    lines = [MISSED.partition("指标：")[0]]
    for number, (weight, actual, target) in enumerate(rows):
        score = weight if actual > 9 else weight / 2
        done = "达成预期指标" if target == "有所提升" else f"{actual}场"
        lines.append(
            f"指标：产出指标 / 数量指标 / 指标{number} | 分值 {weight} | 指标值 {target} | 实际值 {done} | 得分 {score}\n"
        )
    (paper,) = recheck_papers(material("".join(lines)))
    grid = [block for block in paper.blocks if isinstance(block, Grid)][1]
    column = {cell.row: cell.text for cell in grid.cells if cell.column == 11 and cell.row > 0}
    spans = [_ends(column[row]) for row in range(1, len(rows) + 2)]
    assert (sum(low for low, _ in spans), sum(high for _, high in spans)) == _ends(column[len(rows) + 2])


def _ends(text: str) -> tuple[Decimal, Decimal]:
    low, _, high = text.partition("～")
    return Decimal(low), Decimal(high or low)
