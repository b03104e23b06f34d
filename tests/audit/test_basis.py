"""A finding rests on the rules that it was judged by: those of the rule pack in force, and on no local rule under another pack."""

from collections.abc import Iterator
from itertools import chain

import msgspec
import pytest

from jixiao.audit import audit, audit_files, checks
from jixiao.audit.examples import example, example_files
from jixiao.law import Article, article, documents
from jixiao.scoring import RulePack, packs

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


def citable(pack: RulePack) -> set[str]:
    """The documents that a finding may cite under a pack: all that hold everywhere, and what the pack itself rests on."""
    national = {number for number, document in documents().items() if document.scope == "national"}
    return national | {article.document for article in _articles(pack)}


def _articles(node: object) -> Iterator[Article]:
    if isinstance(node, Article):
        yield node
    elif isinstance(node, msgspec.Struct):
        for field in node.__struct_fields__:
            yield from _articles(getattr(node, field))
    elif isinstance(node, tuple):
        for each in node:
            yield from _articles(each)


@pytest.mark.no_cover  # the examples of all checks under every pack; under their own they are traced in test_registry
@pytest.mark.parametrize("pack", list(packs), ids=lambda pack: pack.code)
def test_no_finding_cites_a_local_rule_that_is_not_the_pack_s_own(pack: RulePack) -> None:
    for check in checks:
        files = example_files(check.faulty)
        for finding in chain.from_iterable(audit_files(files.audited, files.against, pack)):
            assert finding.basis, finding.code
            assert {article.document for article in finding.basis} <= citable(pack), finding.code


def test_a_check_cannot_cite_a_local_rule_for_everybody() -> None:
    with pytest.raises(ValueError, match="SCO-13 must not cite 一体化平台操作手册（2022）"):
        msgspec.structs.replace(checks["SCO-13"], basis=(article("一体化平台操作手册（2022）", "1.4"),))


def test_a_cap_is_cited_from_the_pack_that_sets_it() -> None:
    check = checks["SCO-13"]
    (finding,) = (each for each in audit(example(check.faulty), packs[check.pack])[1] if each.code == check.code)
    assert {article.document for article in finding.basis} == {"一体化平台操作手册（2022）"}


def test_a_check_that_depends_on_the_pack_says_so() -> None:
    assert checks["SCO-09"].basis_note == "依所用评价口径判断的，引用该口径关于等级的规定。"
    assert checks["FUN-01"].basis_note == ""


def test_points_that_another_pack_gives_are_no_certain_fault() -> None:
    certainties = {}
    for score in ("7", "9.5"):
        _, findings = audit(example(UNSPENT.format(score=score)), packs["mof-2020-10"])
        certainties[score] = next(finding.certainty for finding in findings if finding.code == "FUN-03")
    assert certainties == {"7": "likely", "9.5": "certain"}
