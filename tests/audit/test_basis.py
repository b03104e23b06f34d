"""A finding rests on the rules that it was judged by: those of the rule pack in force, and on no local rule under another pack."""

import pytest

from jixiao.audit import audit, checks
from jixiao.audit.examples import example
from jixiao.scoring import packs

MISSED = (
    "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 9场 | 得分 19"
    " | 原因 有一场因场地维修推迟，下一步将提前落实场地\n总分：分值 100 | 得分 99"
)
COSTLY = (
    "指标：产出指标 / 成本指标 / 每场活动成本 | 分值 10 | 指标值 ≤9万元 | 实际值 15万元 | 得分 9"
    " | 原因 物价上涨，下一步将公开招标\n总分：分值 100 | 得分 99"
)
EXCEEDED = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 15场 | 得分 20"
UNSPENT = (
    "资金：年度资金总额 | 年初 100 | 全年 100 | 执行 86.44 | 分值 10 | 执行率 86.44% | 得分 {score}\n"
    "总分：分值 100 | 得分 9{score}\n字段：未执行原因 = 尾款因合同约定次年支付"
)
GRADED = "总分：分值 100 | 得分 100\n等级：良\n结论：良。"


@pytest.mark.parametrize(
    ("code", "form", "pack", "document"),
    [
        ("SCO-05", MISSED, "mof-2020-10", "财预〔2020〕10号"),
        ("SCO-05", MISSED, "mof-2021-101", "财预〔2021〕101号"),
        ("SCO-05", COSTLY, "module-reverse", "预算管理一体化绩效模块"),
        ("FUN-03", UNSPENT.format(score="9"), "mof-2021-101", "财预〔2021〕101号"),
        ("SCO-09", GRADED, "mof-2020-10", "财预〔2020〕10号"),
        ("SCO-09", GRADED, "module-reverse", "预算管理一体化绩效模块"),
        ("DEV-02", EXCEEDED, "mof-2020-10", "财预〔2020〕10号"),
        ("DEV-02", EXCEEDED, "explain-130", "广西一体化平台自评校验"),
    ],
)
def test_basis_is_that_of_the_pack_in_force(code: str, form: str, pack: str, document: str) -> None:
    _, findings = audit(example(form), packs[pack])
    (finding,) = (finding for finding in findings if finding.code == code)
    assert {article.document for article in finding.basis} == {document}


LOCAL = {
    "一体化平台操作手册（2022）",
    "广西一体化平台自评校验",
    "郫都区自评复核标准（2026）",
    "明光市自评表记分说明（2021）",
}


def test_no_check_cites_a_local_rule_for_everybody() -> None:
    # SCO-13 is about nothing but the caps of the manual and is silent under every other pack.
    citing = {check.code for check in checks for article in check.basis if article.document in LOCAL}
    assert citing == {"SCO-13"}


def test_points_that_another_pack_gives_are_no_certain_fault() -> None:
    certainties = {}
    for score in ("7", "9.5"):
        _, findings = audit(example(UNSPENT.format(score=score)), packs["mof-2020-10"])
        certainties[score] = next(finding.certainty for finding in findings if finding.code == "FUN-03")
    assert certainties == {"7": "likely", "9.5": "certain"}
