"""STR-14: a total row without a score, where only the report around the form states the total."""

from pathlib import Path

import pytest

from jixiao import pipeline
from jixiao.findings import Certainty, Finding, Severity

REPORT = """青崖市医疗保障局2023年度部门整体支出绩效自评报告
一、评价结论
{before}
二、主要成效
全年组织宣传12场。

部门整体支出绩效自评表
（2023年度）
单位名称	青崖市医疗保障局
一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
产出指标	数量指标	宣传场次	≥12场	12场	40	40
产出指标	质量指标	宣传资料合格率	≥95%	97%	20	20
效益指标	社会效益指标	政策知晓率	≥85%	88%	30	29
满意度指标	服务对象满意度指标	参保人员满意度	≥90%	93%	10	10
{total}
{after}
"""
STATED = "经综合评定，自评得分为99分，等级为优。"


def told(tmp_path: Path, *, before: str = STATED, total: str = "总分\t\t\t\t\t100\t", after: str = "") -> list[Finding]:
    file = tmp_path / "自评.txt"
    file.write_text(REPORT.format(before=before, total=total, after=after), encoding="utf-8")
    return [finding for finding in pipeline.audit(file).findings if finding.code == "STR-14"]


def test_total_told_in_the_report_only(tmp_path: Path) -> None:
    (finding,) = told(tmp_path)
    assert finding.message == "总分行填了分值100，没有填得分；总分99分只写在报告正文里。"
    assert (finding.severity, finding.certainty) == (Severity.INFO, Certainty.LIKELY)
    assert [quote.path for quote in finding.quotes] == ["total_weight", "total_score"]


@pytest.mark.parametrize(
    "form",
    [
        {"total": "总分\t\t\t\t\t100\t99"},
        {"total": "合计\t\t\t\t\t100\t99"},
        {"total": "总分\t\t\t\t\t\t99"},
        {"total": "总分\t99"},
        {"total": "自评总分\t99"},
        {"total": "总计\t\t\t\t\t100\t99", "before": "自评得分99分。"},
        {"total": "总分\t\t\t\t\t100\t99", "after": "自评结论\t自评得分99分，等级为优。"},
        {"total": "总分\t\t\t\t\t100\t99.0"},
        {"total": "总分\t\t\t\t\t100分\t99分"},
        {"total": "总分（100分）\t\t\t\t\t100\t99"},
    ],
)
def test_a_total_on_the_form_is_enough(tmp_path: Path, form: dict[str, str]) -> None:
    assert told(tmp_path, **form) == []
