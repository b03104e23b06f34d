from collections.abc import Callable

import msgspec
import pytest

from jixiao import pipeline
from jixiao.findings import Certainty, Finding, Quote, Severity
from jixiao.law import article
from jixiao.model import Unread, parse_notation
from jixiao.places import Place
from jixiao.results import Audited, Failed

FORM = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：清河市医疗保障局
实施单位：清河市医疗保障事务中心
资金：年度资金总额 | 年初 15 | 全年 15 | 执行 12 | 分值 10 | 执行率 80% | 得分 8
资金：其他资金 | 执行 -
管理：分配科学性 | 情况 按因素法分配 | 问题 无
目标：预期 完成宣传 | 实际 已完成
分值：产出指标 60
指标：产出指标 / 数量指标 / 培训次数 | 分值 30 | 指标值 ≥2次 | 实际值 3次 | 得分 30
指标：产出指标 / 数量指标 / 参保人数 | 分值 30 | 指标值 ≥200万人 | 实际值 190万人 | 得分 30 | 存疑 actual
指标：效益指标 / 社会效益指标 / 服务能力 | 分值 20 | 指标值 有所提升 | 实际值 有所提升 | 得分 18 | 原因 人手不足，将加强培训。
指标：满意度指标 / - / 群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 95% | 得分 11
总分：分值 100 | 得分 97
等级：良
结论：总体较好。
字段：填报日期 = 2024-01-05
叙述：共有三个项目。
事实：医保宣传 | 得分 | 97 | 分
"""


def make_finding(code: str, severity: Severity, *quotes: Quote, evaluation: int | None = 0, **more: object) -> Finding:
    return msgspec.convert(
        {
            "code": code,
            "name": "some-fault",
            "title": "得分超过分值",
            "severity": severity,
            "certainty": Certainty.CERTAIN,
            "message": f"{code} 的说明。",
            "evaluation": evaluation,
            "quotes": quotes,
            "basis": (article("财预〔2020〕10号", 16),),
            "suggestion": "请改正。",
            **more,
        },
        Finding,
        from_attributes=True,
    )


def make_quote(path: str | None, text: str | None = "30", line: int | None = 11) -> Quote:
    return Quote(text=text, path=path, place=None if line is None else Place(line=line))


@pytest.fixture
def form_text() -> str:
    """A form with a fault of every kind, in the notation."""
    return FORM


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """Make a finding: code, severity, quotes."""
    return make_finding


@pytest.fixture
def quote() -> Callable[..., Quote]:
    """Make a quote: path, text, line."""
    return make_quote


@pytest.fixture
def audited() -> Audited:
    """One file with one form, a finding of every severity, an unread text, and the scores of one pack."""
    plain = parse_notation(FORM, "自评表.txt")
    submission = msgspec.structs.replace(
        plain, unread=(Unread(text="联系电话处", why="看不出属于哪一栏。", place=Place(line=40)),)
    )
    return Audited(
        path="材料/自评表.txt",
        submission=submission,
        scorecards=pipeline.score(submission),
        findings=(
            make_finding("STR-02", Severity.WARNING, evaluation=None),
            make_finding(
                "SCO-04", Severity.FATAL, make_quote("indicators/1/actual", "190万人"), make_quote("indicators/1/score")
            ),
            make_finding("SCO-02", Severity.ERROR, make_quote("indicators/3/score", "11", 13), figures={"分值": "10"}),
            make_finding(
                "DEV-05", Severity.INFO, make_quote("indicators/3/note", None, 13), certainty=Certainty.POSSIBLE
            ),
        ),
    )


@pytest.fixture
def failed() -> Failed:
    return Failed(path="材料/坏文件.txt", message="文件“坏文件.txt”是空的；请提交含有绩效自评表内容的文件。")
