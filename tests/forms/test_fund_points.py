"""分值 and 得分 of 预算执行率 in the fund table, under whatever words they stand."""

import pytest

from jixiao.audit import audit
from jixiao.forms import recognise
from jixiao.model import Fund, Submission
from jixiao.readers.choosing import read_bytes
from tests.forms.grids import document

FORM = """
项目支出绩效自评表
（2024年度）
| 项目名称 | 医保政策宣传 | < | < | < | < | < |
| 资金来源 | 全年预算数 | 全年执行数 | {one} | {two} | {three} | < |
| 年度资金总额 | 68.00 | 61.20 | {first} | {second} | {third} | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 宣传场次 | ≥12场 | 14场 | 50 | 50 |
| 效益指标 | 社会效益指标 | 政策知晓率 | ≥85% | 88% | 30 | 30 |
| 满意度指标 | 服务对象满意度指标 | 参保人员满意度 | ≥90% | 93% | 10 | 10 |
| 总分 | < | < | < | < | 100 | 99 |
"""
POINTS, RATE, SCORE = "10", "90%", "9"


def read(words: tuple[str, str, str], values: tuple[str, str, str]) -> Submission:
    names = dict(zip(("one", "two", "three", "first", "second", "third"), (*words, *values), strict=True))
    return recognise(document(FORM.format(**names)))


def total(submission: Submission) -> Fund:
    (form,) = submission.evaluations
    return form.funds[0]


@pytest.mark.parametrize(
    "words",
    [
        ("执行率分值", "预算执行率", "执行率得分"),
        ("支出进度权数", "支出进度", "支出进度得分"),
        ("预算执行率分值", "执行率", "预算执行率自评得分"),
        ("权数", "执行率", "自打分"),
        ("资金执行情况满分", "资金执行率", "资金执行情况评分"),
        # Words that nobody knows, told by what stands below them: nine of ten points for 90 %.
        ("占分", "执行率", "取分"),
        ("进度占比分", "支出进度", "进度实得"),
    ],
)
def test_points_of_execution_are_read_under_the_words_of_any_place(words: tuple[str, str, str]) -> None:
    weight, rate, score = words
    for order, values in ((words, (POINTS, RATE, SCORE)), ((rate, weight, score), (RATE, POINTS, SCORE))):
        submission = read(order, values)
        fund = total(submission)
        assert (fund.weight, fund.rate, fund.score) == (POINTS, RATE, SCORE)
        assert submission.evaluations[0].fields == ()
        assert not {"WGT-01", "FUN-02"} & {finding.code for finding in audit(submission)[1]}


@pytest.mark.parametrize("values", [(RATE, "10", "3"), (RATE, "9", "10"), (RATE, "40", "36")])
def test_figures_under_unknown_words_that_do_not_tie_are_no_points(values: tuple[str, str, str]) -> None:
    submission = read(("执行率", "占分", "取分"), values)
    fund = total(submission)
    assert (fund.weight, fund.score) == (None, None)
    assert [(field.label, field.value) for field in submission.evaluations[0].fields] == [
        ("占分", values[1]),
        ("取分", values[2]),
    ]


def test_a_figure_beside_the_funds_that_makes_a_hundred_is_no_lack_of_points() -> None:
    for points, codes in (("10", set()), ("7", {"WGT-01"})):
        findings = audit(read(("执行率", "占分", "取分"), (RATE, points, "3")))[1]
        assert {finding.code for finding in findings} & {"WGT-01"} == codes


LINES = """\
项目支出绩效自评表
（2024年度）
项目名称：医保政策宣传
{funds}
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
产出指标|数量指标|宣传场次|≥12场|14场|50|50
效益指标|社会效益指标|政策知晓率|≥85%|88%|30|30
满意度指标|服务对象满意度指标|参保人员满意度|≥90%|93%|10|10
总分|||||100|98
"""


@pytest.mark.parametrize(
    "funds",
    [
        "资金（万元）：年初预算数 30.00，全年预算数 32.50，全年执行数 26.00，执行率 80%，分值 10，得分 8",
        "资金情况（万元）：年初预算数30.00；全年预算数32.50；全年执行数26.00；执行率80%；分值10；得分8",
        "项目资金（万元）：年初预算：30.00，全年预算：32.50，实际支出：26.00，预算执行率：80%，权重：10，自评得分：8。",
    ],
)
def test_funds_told_in_one_line_of_text_have_their_points(funds: str) -> None:
    submission = recognise(read_bytes(LINES.format(funds=funds).encode(), "表.txt"))
    fund = total(submission)
    assert (fund.initial, fund.adjusted, fund.executed) == ("30.00", "32.50", "26.00")
    assert (fund.weight, fund.rate, fund.score) == (POINTS, "80%", "8")
    assert submission.unread == ()
    assert not {"WGT-01", "SCO-01", "FUN-02", "FUN-03"} & {finding.code for finding in audit(submission)[1]}
