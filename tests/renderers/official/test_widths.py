"""Columns are as wide as declared unless one long text would run over pages beside blank columns."""

import pytest

from jixiao.papers.measuring import lines, width
from jixiao.renderers.official.widths import fitted

_SHARES = (9.0, 20.0, 10.0, 6.0, 15.0)
_EMS = 60.0
_SHORT = ["产出指标", "宣传培训场次", "≥12场", "100", "无"]


def _widths(rows: list[list[str]]) -> list[float]:
    return [share / sum(_SHARES) * _EMS for share in fitted(_SHARES, rows, _EMS)]


def test_usual_texts_leave_the_declared_widths() -> None:
    assert fitted(_SHARES, [_SHORT, ["", *_SHORT[1:4], "原因" * 40]], _EMS) == list(_SHARES)


def test_a_long_text_takes_what_the_other_columns_can_do_without() -> None:
    long = "预算下达较晚，设备安装推迟。" * 100
    widths = _widths([[*_SHORT[:4], long], _SHORT])
    declared = [share / sum(_SHARES) * _EMS for share in _SHARES]
    assert sum(widths) == pytest.approx(_EMS)
    assert lines(long, widths[4] - 1) < 0.6 * lines(long, declared[4] - 1)
    assert all(own <= before for own, before in zip(widths[:4], declared[:4], strict=True))
    assert all(lines(text, own - 1) == 1 for text, own in zip(_SHORT[2:4], widths[2:4], strict=True))


def test_figures_and_other_long_texts_keep_their_room() -> None:
    rows = [["1,234,567,890.00", "面向参保单位的政策宣传培训场次" * 3, "≥12场", "100", "原因说明。" * 300]]
    widths = _widths(rows)
    declared = [share / sum(_SHARES) * _EMS for share in _SHARES]
    assert widths[0] >= min(width(rows[0][0]) + 1, declared[0])
    assert lines(rows[0][1], widths[1] - 1) <= 6


def test_columns_without_anything_to_give_stay() -> None:
    rows = [["很长的名称" * 60, "很长的名称" * 60]]
    assert fitted((10.0, 10.0), rows, 20.0) == [10.0, 10.0]


def test_two_long_columns_share_what_a_blank_one_beside_them_does_without() -> None:
    shares = (14.0, 22.0, 12.0, 13.0, 22.0)
    target = "所有三级、二级定点医疗机构均应支持医保电子凭证全流程应用，需至少包含挂号、就诊等业务环节。" * 2
    rows = [
        ["产出指标", "医保电子凭证全流程应用", target, target.replace("应", "已"), ""],
        ["", "查处违规机构数量", "≥3家", "4家", ""],
    ]
    declared = [share / sum(shares) * _EMS for share in shares]
    widths = [share / sum(shares) * _EMS for share in fitted(shares, rows, _EMS)]
    assert sum(widths) == pytest.approx(_EMS)
    assert widths[4] < declared[4]
    before, after = (max(lines(rows[0][at], own[at] - 1) for at in (2, 3)) for own in (declared, widths))
    assert after <= 0.8 * before


def test_a_figure_is_not_broken_where_other_columns_have_room() -> None:
    shares = (20.0, 20.0, 2.6, 2.6)
    rows = [["宣传场次", "≥12场", "100", "95.67"], ["政策知晓率", "≥85%", "1,234.5", "9"]]
    ems = sum(shares)
    widths = fitted(shares, rows, ems)
    assert sum(widths) == pytest.approx(ems)
    assert widths[3] >= width("95.67") * 1.12 + 1
    assert widths[2] >= width("1,234.5") * 1.12 + 1


def test_figures_get_what_there_is_where_there_is_too_little() -> None:
    widths = fitted((2.0, 2.0), [["宣传场次", "1,234.5"]], 4.0)
    assert sum(widths) == pytest.approx(4.0)
    assert widths[1] > 2.0


def test_no_heading_stands_with_one_character_below_the_other() -> None:
    headings = ("三级指标", "年度指标值", "复核\n（分）", "得分", "")
    rows = [["产出指标" * 30, "完成情况" * 40, "5", "5", "原因" * 200]]
    widths = [share / 50.0 * _EMS for share in fitted((9.0, 20.0, 4.0, 2.0, 15.0), rows, _EMS, headings)]
    assert sum(widths) == pytest.approx(_EMS)
    heights = [lines(heading, own - 1) for heading, own in zip(headings, widths, strict=True)]
    assert all(height <= most for height, most in zip(heights, (2, 2, 3, 1, 1), strict=True))
