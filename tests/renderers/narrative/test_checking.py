"""The last look: a report in which a figure stems from nothing, or from something else, is not handed out."""

from collections.abc import Callable

import msgspec
import pytest

from jixiao.papers import Grid, Line
from jixiao.renderers.narrative import Narrated, Report, UnboundFigureError, check, funds
from jixiao.renderers.narrative.composing import Composer

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：政策宣传
主管部门：青崖市医疗保障局
实施单位：青崖市医疗保障事务中心
资金：年度资金总额 | 年初 100 | 全年 120 | 执行 90 | 分值 10 | 执行率 75% | 得分 7.5
资金：其中：财政拨款 | 年初 80 | 全年 100 | 执行 75
资金：其他资金 | 年初 20 | 全年 20 | 执行 15
目标：预期 开展政策宣传。 | 实际 开展政策宣传，群众知晓率提高。
指标：产出指标 / 数量指标 / 宣传场次 | 分值 50 | 指标值 ≥8场 | 实际值 6场 | 得分 37.5
指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 30 | 指标值 ≥80% | 实际值 85% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 92% | 得分 10
总分：分值 100 | 得分 85
等级：良
"""

Write = Callable[..., Narrated]


def with_block(report: Report, number: int, block: Line | Grid) -> Report:
    blocks = list(report.paper.blocks)
    blocks[number] = block
    return msgspec.structs.replace(report, paper=msgspec.structs.replace(report.paper, blocks=tuple(blocks)))


def place_of(report: Report, words: str) -> int:
    return next(
        number for number, block in enumerate(report.paper.blocks) if isinstance(block, Line) and words in block.text
    )


def test_a_sound_report_passes(narrated: Write) -> None:
    made = narrated(FORM)
    check(made.reports[0], made.materials)


def test_a_figure_in_the_words_of_the_program_fails_the_build(narrated: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def sabotaged(composer: Composer, *_: object) -> None:
        composer.say("比上年增长两成。")

    monkeypatch.setattr(funds, "arrangement", sabotaged)
    with pytest.raises(UnboundFigureError, match="“比上年增长两成。”把数字“两成”写在了固定文字里"):
        narrated(FORM)


def test_a_line_that_goes_round_the_language_of_sentences_is_found(
    narrated: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sabotaged(composer: Composer, *_: object) -> None:
        composer._blocks.append(Line(text="全年执行95万元。"))

    monkeypatch.setattr(funds, "arrangement", sabotaged)
    with pytest.raises(UnboundFigureError, match="“全年执行95万元。”，其中的“95”没有来源"):
        narrated(FORM)


def test_a_figure_added_to_a_finished_paper_is_found(narrated: Write) -> None:
    made = narrated(FORM)
    report = made.reports[0]
    number = place_of(report, "自评得分")
    changed = with_block(report, number, Line(text=report.paper.blocks[number].text + "居全市第一。"))  # type: ignore[union-attr]
    with pytest.raises(UnboundFigureError, match="文字在编写之后被改动过"):
        check(changed, made.materials)


def test_a_changed_cell_of_a_table_is_found(narrated: Write) -> None:
    made = narrated(FORM)
    report = made.reports[0]
    number, grid = next((n, block) for n, block in enumerate(report.paper.blocks) if isinstance(block, Grid))
    cells = tuple(msgspec.structs.replace(cell, text="95") if cell.text == "90" else cell for cell in grid.cells)
    with pytest.raises(UnboundFigureError, match="被改动过"):
        check(with_block(report, number, msgspec.structs.replace(grid, cells=cells)), made.materials)


def test_a_form_that_says_another_thing_by_now_is_found(narrated: Write) -> None:
    report, other = narrated(FORM).reports[0], narrated(FORM.replace("执行 90", "执行 91")).materials
    with pytest.raises(UnboundFigureError, match="“90万元”与来源不符，应为“91万元”"):
        check(report, other)


def test_a_form_that_no_longer_says_anything_is_found(narrated: Write) -> None:
    report, other = narrated(FORM).reports[0], narrated(FORM.replace("执行 90", "执行 -")).materials
    with pytest.raises(UnboundFigureError, match="算不出"):
        check(report, other)


def test_the_figures_of_drawings_are_asked_for_again(narrated: Write) -> None:
    form = FORM.replace("执行 15", "执行 14")
    report = narrated(form).reports[0]
    captions = tuple(each for each in report.texts if each.part == "caption")
    drawings = msgspec.structs.replace(report, texts=captions, paper=msgspec.structs.replace(report.paper, blocks=()))
    assert report.drawn
    with pytest.raises(UnboundFigureError, match="各项资金执行率"):
        check(drawings, narrated(form.replace("执行 75", "执行 70")).materials)
