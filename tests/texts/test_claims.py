"""Claims and admissions: words of success and shortfall, and what negation does to them."""

import pytest

from jixiao.texts.claims import (
    admission,
    all_done,
    claims_everything,
    claims_of_one,
    says_nothing_wrong,
    states_no_problem,
    success,
)


@pytest.mark.parametrize(
    "clause",
    [
        "2个县尚未完成验收",
        "未按规定制定资金管理办法",
        "移动支付推广滞后",
        "网上可办率偏低",
        "追回金额低于年度目标",
        "窗口服务存在排队时间长的问题",
        "宣传力度不够",
        "参保形势严峻",
        "满意度未达到目标",
        "覆盖面有待扩大",
    ],
)
def test_admissions(clause: str) -> None:
    assert admission(clause)
    assert success(clause) is None


@pytest.mark.parametrize(
    "clause",
    [
        "未发现资金使用不规范的情况",
        "不存在截留挪用等问题",
        "未出现拨付不及时的情况",
        "解决了系统不完善的问题",
        "杜绝支付延误",
        "各项工作按计划开展",
        "起付标准低于全省平均",
        "参保率不低于95%",
    ],
)
def test_no_admissions(clause: str) -> None:
    assert admission(clause) is None


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("移动支付成效明显", True),
        ("激活率位居全省前列", True),
        ("全面完成宣传任务", True),
        ("服务水平不断提升", False),
        ("宣传11场", False),
        ("成效明显但覆盖面仍需扩大", False),
    ],
)
def test_success(clause: str, *, expected: bool) -> None:
    assert (success(clause) is not None) is expected


@pytest.mark.parametrize(
    "clause",
    [
        "各项指标均已完成",
        "年度绩效目标全部完成",
        "圆满完成全年各项目标任务",
        "达到了年初预定的绩效目标",
        "全面完成年初设定的绩效目标",
        "各项绩效指标均达到预期",
    ],
)
def test_all_done(clause: str) -> None:
    assert all_done(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "各项指标基本完成",
        "除宣传场次外，各项指标均已完成",
        "确保完成年度目标",
        "力争各项指标均达到预期",
        "部分指标全部完成",
        "完成宣传11场",
        "将按时完成全年目标",
    ],
)
def test_not_all_done(clause: str) -> None:
    assert all_done(clause) is None


@pytest.mark.parametrize("text", ["无", "无。", "暂无", "未发现问题", "不存在问题", "没有明显问题", "无问题"])
def test_nothing_wrong(text: str) -> None:
    assert says_nothing_wrong(text)


@pytest.mark.parametrize("text", [None, "", "无法按时完成", "无专人负责", "存在问题：宣传不够"])
def test_something_or_nothing_said(text: str | None) -> None:
    assert not says_nothing_wrong(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发现的主要问题及原因：无。下一步改进措施：无。", "发现的主要问题及原因：无"),
        ("存在的问题:没有", "存在的问题:没有"),
        ("发现的主要问题：无专人管理", None),
        ("检查中未发现问题。", None),
        ("发现的主要问题：预算执行慢", None),
    ],
)
def test_no_problem_stated(text: str, expected: str | None) -> None:
    assert states_no_problem(text) == expected


@pytest.mark.parametrize(
    "text", ["工作有序开展，不存在未完成的指标。", "本年度没有未完成的绩效目标", "无未达到目标的情况"]
)
def test_that_none_was_missed_claims_everything(text: str) -> None:
    assert claims_everything(text) is not None


@pytest.mark.parametrize("text", ["有无未完成的指标，见附表。", "对未完成的指标分析原因", "没有完成的指标有2项"])
def test_missed_indicators_spoken_of_claim_nothing(text: str) -> None:
    assert claims_everything(text) is None


def test_a_goal_met_in_one_work_is_told_with_that_work() -> None:
    assert list(claims_of_one("完成评估812人，超额完成年度目标。")) == [("完成评估812人", "超额完成年度目标")]
    assert not list(claims_of_one("完成评估812人，各项年度目标均已完成。"))
