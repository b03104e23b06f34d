"""Every pack that ships is sound in itself: bands without gap, monotone scales, weights of 100 points, grades for every total."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest

from jixiao.law import article, documents
from jixiao.scoring import DEFAULT_PACK, PackError, RulePack, pack_from_yaml, packs
from jixiao.scoring.library import packs as library
from jixiao.scoring.rule_packs import (
    Band,
    Cap,
    CapRule,
    CompletionRule,
    DutyRule,
    ExecutionRule,
    GradeLimit,
    GradeRule,
    OverAchievementRule,
    QualitativeRule,
    ReverseRule,
    RoundingRule,
    Rule,
    SatisfactionRule,
    Step,
    WeightRule,
    WeightTable,
)

every_pack = pytest.mark.parametrize("pack", list(packs), ids=lambda pack: pack.code)
BASIS = (article("财预〔2020〕10号", 16),)
COMMON = {"basis": BASIS, "explanation": "说明。"}
CENT = Decimal("0.01")


def sections(pack: RulePack) -> list[Rule]:
    values = [getattr(pack, field) for field in pack.__struct_fields__]
    return [value for value in values if isinstance(value, Rule)] + list(pack.duties)


def test_the_six_packs_of_the_foundation_are_there_and_the_national_one_comes_first() -> None:
    assert {pack.code for pack in packs} == {
        "mof-2020-10",
        "mof-2021-101",
        "manual-2022",
        "explain-130",
        "module-reverse",
        "mingguang-2021",
    }
    assert next(iter(packs)).code == DEFAULT_PACK == "mof-2020-10"
    assert library is packs


@every_pack
def test_every_rule_has_a_basis_that_resolves_and_an_explanation(pack: RulePack) -> None:
    assert pack.basis
    for section in sections(pack):
        assert section.basis
        assert all(article(cited.document, key_of(cited.document, cited.article)) == cited for cited in section.basis)
        assert section.explanation.strip()


def key_of(document: str, name: str) -> str:
    return next(key for key, text in documents()[document].articles.items() if text.name == name)


@every_pack
def test_weight_tables_sum_to_a_hundred(pack: RulePack) -> None:
    for table in pack.weights.tables:
        assert table.execution + sum(table.levels.values()) == 100
        assert {"产出指标", "效益指标"} <= set(table.levels)


@pytest.mark.parametrize("code", ["manual-2022", "explain-130", "mingguang-2021"])
def test_packs_that_follow_the_national_weights_offer_all_of_them(code: str) -> None:
    assert packs[code].weights == packs["mof-2020-10"].weights


def test_weights_of_cost_rest_on_the_guideline_that_has_them() -> None:
    cited = {basis.document for basis in packs["mof-2020-10"].weights.basis}
    assert cited == {"财预〔2020〕10号", "财预〔2021〕101号"}


@every_pack
def test_qualitative_bands_are_contiguous_from_full_points_to_nothing(pack: RulePack) -> None:
    bands = (pack.qualitative.reached, pack.qualitative.partly, pack.qualitative.missed)
    assert bands[0].high == 1
    assert bands[-1].low == 0
    assert all(upper.low == lower.high for upper, lower in pairwise(bands))


@every_pack
def test_scales_fall_with_the_ratio(pack: RulePack) -> None:
    for steps in (pack.execution.steps, pack.satisfaction.steps):
        assert all(upper.value >= lower.value for upper, lower in pairwise(steps))
        assert all(upper.at_least > lower.at_least for upper, lower in pairwise(steps))


@every_pack
def test_every_hundredth_of_a_point_belongs_to_exactly_one_grade(pack: RulePack) -> None:
    limits = pack.grades.limits
    for cents in range(10_001):
        total = cents * CENT
        homes = [
            limit.name
            for index, limit in enumerate(limits)
            if total >= limit.at_least and (index == 0 or total < limits[index - 1].at_least)
        ]
        assert homes == [pack.grades.grade(total)]


@every_pack
def test_grades_never_improve_as_the_total_falls_and_nothing_outside_0_to_100_has_a_grade(pack: RulePack) -> None:
    names = [limit.name for limit in pack.grades.limits]
    ranks = [names.index(pack.grades.grade(cents * CENT) or "") for cents in range(10_001)]
    assert all(lower >= upper for lower, upper in pairwise(ranks))
    assert pack.grades.grade(Decimal("-0.01")) is None
    assert pack.grades.grade(Decimal("100.01")) is None


@every_pack
def test_a_pack_says_when_it_is_valid_and_reads_well(pack: RulePack) -> None:
    assert pack.valid_to is None or pack.valid_from is None or pack.valid_from < pack.valid_to
    assert pack.title
    assert pack.description.endswith("。")


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_article_18_grade_limits(total: str, name: str) -> None:
    assert packs["mof-2020-10"].grades.grade(Decimal(total)) == name


@pytest.mark.parametrize(
    ("total", "name"), [("80", "优"), ("79.99", "良"), ("70", "良"), ("69.99", "中"), ("60", "中"), ("59.99", "差")]
)
def test_the_module_ships_with_80_70_60(total: str, name: str) -> None:
    assert packs["module-reverse"].grades.grade(Decimal(total)) == name


# --- what the types refuse ---------------------------------------------------------------------------------------------------


def step(at_least: str, value: str) -> Step:
    return Step(at_least=Decimal(at_least), value=Decimal(value))


EXECUTION = {"over_budget": "full", "zero_budget": "open", "indicator_row": "either", **COMMON}
BANDS = {
    "reached": Band(title="达成", low=Decimal("0.8"), high=Decimal(1)),
    "partly": Band(title="部分达成", low=Decimal("0.6"), high=Decimal("0.8")),
    "missed": Band(title="未达成", low=Decimal(0), high=Decimal("0.6")),
    "mostly": "either",
}
GAP = Band(title="部分达成", low=Decimal("0.6"), high=Decimal("0.79"))
ABOVE_ZERO = Band(title="未达成", low=Decimal("0.1"), high=Decimal("0.6"))
EMPTY = Band(title="部分达成", low=Decimal("0.8"), high=Decimal("0.8"))


@pytest.mark.parametrize(
    ("rule", "arguments", "words"),
    [
        (
            WeightTable,
            {"applies": "通用", "execution": Decimal(10), "levels": {"产出指标": Decimal(80)}},
            "合计不是100分",
        ),
        (WeightRule, {"tables": (), **COMMON}, "至少要有一张权重表"),
        (ExecutionRule, {"method": "intervals", **EXECUTION}, "最低一档必须从0开始"),
        (ExecutionRule, {"method": "intervals", "steps": (step("0.5", "1"),), **EXECUTION}, "最低一档必须从0开始"),
        (ExecutionRule, {"method": "intervals", "steps": (step("0", "1"), step("0", "0")), **EXECUTION}, "从高到低"),
        (ExecutionRule, {"method": "intervals", "steps": (step("1", "0"), step("0", "1")), **EXECUTION}, "不升高"),
        (ExecutionRule, {"method": "intervals", "steps": (step("0", "2"),), **EXECUTION}, "在0和1之间"),
        (ExecutionRule, {"method": "linear", "steps": (step("0", "1"),), **EXECUTION}, "不分档"),
        (CompletionRule, {"pass_line": Decimal(1), **COMMON}, "及格线"),
        (ReverseRule, {"method": "linear", **COMMON}, "减至零的倍数"),
        (ReverseRule, {"method": "inverse", "zero_at": Decimal(2), **COMMON}, "减至零的倍数"),
        (ReverseRule, {"method": "linear", "zero_at": Decimal(1), **COMMON}, "必须大于1"),
        (QualitativeRule, BANDS | {"partly": GAP} | COMMON, "首尾相接"),
        (QualitativeRule, BANDS | {"partly": EMPTY} | COMMON, "首尾相接"),
        (QualitativeRule, BANDS | {"missed": ABOVE_ZERO} | COMMON, "从100%到0"),
        (SatisfactionRule, {"method": "intervals", **COMMON}, "满意度的最低一档"),
        (SatisfactionRule, {"method": "completion", "steps": (step("0", "1"),), **COMMON}, "不分档"),
        (OverAchievementRule, {"policy": "reason", **COMMON}, "起点倍数"),
        (OverAchievementRule, {"policy": "none", "threshold": Decimal("1.3"), **COMMON}, "起点倍数"),
        (OverAchievementRule, {"policy": "flat", "threshold": Decimal("1.3"), **COMMON}, "扣几分"),
        (OverAchievementRule, {"policy": "reason", "threshold": Decimal(1), **COMMON}, "必须大于1倍"),
        (CapRule, {"caps": (), **COMMON}, "从宽到严"),
        (
            CapRule,
            {
                "caps": (Cap(below=Decimal("0.5"), total=Decimal(59)), Cap(below=Decimal("0.8"), total=Decimal(89))),
                **COMMON,
            },
            "从宽到严",
        ),
        (DutyRule, {"when": "over_achieved", **COMMON}, "起点"),
        (DutyRule, {"when": "missed", "at": Decimal(1), **COMMON}, "起点"),
        (GradeRule, {"limits": (), **COMMON}, "从0分开始"),
        (GradeRule, {"limits": (GradeLimit(name="优", at_least=Decimal(90)),), **COMMON}, "从0分开始"),
        (
            GradeRule,
            {
                "limits": (GradeLimit(name="优", at_least=Decimal(0)), GradeLimit(name="差", at_least=Decimal(0))),
                **COMMON,
            },
            "从高到低",
        ),
        (
            GradeRule,
            {
                "limits": (GradeLimit(name="优", at_least=Decimal(90)), GradeLimit(name="优", at_least=Decimal(0))),
                **COMMON,
            },
            "不得重复",
        ),
        (RoundingRule, {"places": 7, **COMMON}, "小数位数"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(rule: type, arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rule(**arguments)


def test_a_pack_cannot_end_before_it_begins() -> None:
    pack = packs["mingguang-2021"]
    with pytest.raises(ValueError, match="有效期"):
        msgspec.structs.replace(pack, valid_to=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("code", "year", "words"),
    [
        ("mingguang-2021", 2021, ""),
        ("mingguang-2021", 2020, ""),
        (
            "mingguang-2021",
            2022,
            "本表为2022年度，“明光市自评表记分说明口径（2021）”只适用到2021年12月31日，重算结果仅供对照。",
        ),
        (
            "mingguang-2021",
            2019,
            "本表为2019年度，“明光市自评表记分说明口径（2021）”自2021年1月1日起才适用，重算结果仅供对照。",
        ),
        ("mof-2020-10", 2019, ""),
        ("mof-2020-10", 2018, "“财政部项目支出绩效评价管理办法”自2020年2月25日起才适用"),
        ("mof-2020-10", 2030, ""),
        ("mof-2020-10", None, ""),
        ("explain-130", 2015, ""),
    ],
)
def test_a_form_of_a_year_outside_the_pack_s_time_is_scored_with_a_reservation(
    code: str, year: int | None, words: str
) -> None:
    said = packs[code].reservation(year)
    assert words in said
    assert bool(said) == bool(words)


@every_pack
def test_a_pack_is_verified_only_if_all_that_it_rests_on_is(pack: RulePack) -> None:
    assert pack.verified == all(basis.verified for basis in pack.basis)


@every_pack
def test_a_local_pack_is_the_law_of_one_issuer(pack: RulePack) -> None:
    local = {
        basis.document
        for section in sections(pack)
        for basis in section.basis
        if documents()[basis.document].scope == "local"
    }
    assert {documents()[number].issuer for number in local} <= {pack.issuer}


def test_no_rule_that_names_no_figure_makes_one_binding() -> None:
    hints = {pack.code for pack in packs for duty in pack.duties if duty.hint}
    national = {duty.when for duty in packs["mof-2020-10"].duties if not duty.hint}
    assert hints == {"mof-2020-10", "mof-2021-101", "mingguang-2021"}
    assert "over_achieved" not in national


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code: [", "x.yaml"),
        ("code: demo\nbasis: [没有这个文件 1]", "没有这个文件"),
        ("code: demo\ntitle: 样例", "missing required field"),
        ("code: demo\nunheard: 1", "unheard"),
        ("- 1", "object"),
    ],
)
def test_a_faulty_pack_file_is_refused_with_its_name(text: str, words: str) -> None:
    with pytest.raises(PackError, match=r"x\.yaml") as caught:
        pack_from_yaml(text, "x.yaml")
    assert words in str(caught.value)
