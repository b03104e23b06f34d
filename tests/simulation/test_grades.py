"""距上一等级: what the plan asks for earns what it says, under every pack; nobody is told a way that does not lead there."""

import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.model import Evaluation, parse_notation
from jixiao.scoring import RulePack, packs, score
from jixiao.simulation import next_grade
from jixiao.simulation.losses import scored_rows

HEAD = "评价：project self_evaluation 2023 万元 自评表\n"


def form(text: str) -> Evaluation:
    return parse_notation(HEAD + text).evaluations[0]


def rows(first: str, *, executed: str = "100") -> Evaluation:
    return form(
        f"资金：年度资金总额 | 全年 100 | 执行 {executed} | 分值 10\n{first}\n"
        "指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 40 | 指标值 ≥80% | 实际值 85%"
    )


MOF, GUIDE, MANUAL, MODULE = (packs[code] for code in ("mof-2020-10", "mof-2021-101", "manual-2022", "module-reverse"))


@pytest.mark.parametrize(
    ("pack", "target", "actual", "grade", "needed"),
    [
        (MOF, "≥100场", "70场", "优", "完成值须由70场提高到80场"),
        (GUIDE, "≥100场", "90场", "优", "完成值须由90场提高到92场"),
        (MOF, "≤10万元", "20万元", "良", "完成值须由20万元降到16.66万元"),
        (MODULE, "≤10天", "19天", "中", "完成值须降到指标值的180%"),
        (MODULE, "≤10元", "19元", "中", "完成值须由19元降到18元"),
        (MOF, "=100场", "60场", "优", "完成值须由60场提高到80场"),
        (MOF, "=100场", "20场", "良", "完成值须由20场提高到60场"),
        (MOF, "6-9个月", "18个月", "良", "完成值须由18个月降到15个月"),
        (MOF, "逐步健全", "未达成预期指标", "良", "须比现在更接近年度指标值，规则没有给出可以计算的比例"),
    ],
)
def test_a_row_is_told_what_its_actual_would_have_to_be(
    pack: RulePack, target: str, actual: str, grade: str, needed: str
) -> None:
    evaluation = rows(f"指标：产出指标 / 数量指标 / 完成情况 | 分值 50 | 指标值 {target} | 实际值 {actual}")
    found = next_grade(evaluation, score(evaluation, pack), pack)
    assert found is not None
    assert (found.grade, found.steps[0].needed) == (grade, needed)


def test_the_best_grade_has_none_above_and_without_a_total_of_a_hundred_there_is_none() -> None:
    best = rows("指标：产出指标 / 数量指标 / 完成情况 | 分值 50 | 指标值 ≥1场 | 实际值 1场")
    assert next_grade(best, score(best, MOF), MOF) is None
    partial = form("指标：产出指标 / 数量指标 / 完成情况 | 分值 50 | 指标值 ≥10场 | 实际值 1场")
    assert next_grade(partial, score(partial, MOF), MOF) is None


def test_a_cap_on_the_total_is_named_as_what_stands_in_the_way() -> None:
    evaluation = rows("指标：产出指标 / 数量指标 / 完成情况 | 分值 50 | 指标值 ≥1场 | 实际值 1场", executed="65")
    found = next_grade(evaluation, score(evaluation, MANUAL), MANUAL)
    assert found is not None
    assert (found.grade, found.short, found.steps) == ("良", Decimal(1), ())
    assert found.hindrance == "执行率使总分不高于79分；执行率达到70%及以上才不受此限。"


@pytest.mark.parametrize(("pack", "needed"), [(MOF, "执行率须由5%提高到30%"), (GUIDE, "执行率须由5%提高到100%")])
def test_the_execution_rate_can_be_what_has_to_rise(pack: RulePack, needed: str) -> None:
    evaluation = form(
        "资金：年度资金总额 | 全年 100 | 执行 5 | 分值 10\n"
        "指标：产出指标 / 数量指标 / 完成情况 | 分值 80 | 指标值 ≥1场 | 实际值 1场\n"
        "指标：产出指标 / 数量指标 / 完成情况 | 分值 10 | 指标值 ≥100场 | 实际值 70场"
    )
    found = next_grade(evaluation, score(evaluation, pack), pack)
    assert found is not None
    assert needed in {step.needed for step in found.steps}


@given(
    pack=st.sampled_from(list(packs)),
    done=st.integers(1, 99),
    weight=st.integers(30, 60),
    reverse=st.booleans(),
)
def test_following_the_plan_earns_the_grade(*, pack: RulePack, done: int, weight: int, reverse: bool) -> None:
    target, actual = ("≤100元", f"{100 + done}元") if reverse else ("≥100场", f"{done}场")
    evaluation = form(
        "资金：年度资金总额 | 全年 100 | 执行 100 | 分值 10\n"
        f"指标：产出指标 / 质量指标 / 完成情况 | 分值 {weight} | 指标值 {target} | 实际值 {actual}\n"
        f"指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 {90 - weight} | 指标值 ≥80% | 实际值 85%"
    )
    found = next_grade(evaluation, score(evaluation, pack), pack)
    if found is None or found.hindrance:
        return
    [step] = found.steps
    assert step.indicator == 0
    [better] = re.findall(r"(?:提高|降)到([0-9.]+)", step.needed)
    row = msgspec.structs.replace(evaluation.indicators[0], actual=better + target[-1])
    improved = msgspec.structs.replace(evaluation, indicators=(row, evaluation.indicators[1]))
    total = score(improved, pack).total
    assert total.high is not None
    assert total.high >= found.at_least
    assert sum(each.computed is not None for each in scored_rows(score(improved, pack))) == 3
