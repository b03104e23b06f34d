from decimal import Decimal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.findings import Certainty, Severity
from jixiao.renderers.review import Plan, ReviewedForm, sample, sampling_papers
from jixiao.renderers.review.risk import PARTS, risks, weights
from tests.renderers.conftest import make_finding
from tests.renderers.review.material import (
    MISSED,
    MONITORING,
    SOUND,
    TRANSFER,
    all_of,
    answering,
    audited,
    everything,
    grid_of,
    material,
    texts,
)


def forms(count: int) -> tuple[ReviewedForm, ...]:
    """Sound forms of projects that differ in name and money."""
    return material(
        *(
            SOUND.replace("档案整理", f"档案整理之{number}").replace("300", str(10 * number))
            for number in range(1, count + 1)
        )
    ).forms


MANY = forms(14)


def parts(form: ReviewedForm, *others: ReviewedForm) -> dict[str, Decimal]:
    return {part.name: part.points for part in risks([form, *others])[0].parts}


def chosen(sampled: object) -> set[str]:
    return {member.place.candidate.identity for member in sampled.taken}  # type: ignore[attr-defined]


# --- risk ----------------------------------------------------------------------------------------------------------


def test_findings_count_by_severity_and_certainty_up_to_a_limit() -> None:
    form = msgspec.structs.replace(
        MANY[0],
        findings=(
            make_finding("SCO-01", Severity.FATAL),
            make_finding("DEV-01", Severity.ERROR, certainty=Certainty.LIKELY),
            make_finding("SAT-01", Severity.INFO, certainty=Certainty.POSSIBLE),
        ),
    )
    assert parts(form)["审核问题"] == Decimal("7.86")
    many = msgspec.structs.replace(form, findings=(make_finding("SCO-01", Severity.FATAL),) * 20)
    assert parts(many)["审核问题"] == weights().findings.at_most


def test_what_was_answered_counts_half() -> None:
    (form,) = all_of([answering(audited(MISSED), "SCO-04", "已更正。")]).forms
    assert parts(material(MISSED).forms[0])["审核问题"] - parts(form)["审核问题"] == 3


def test_a_total_too_high_weighs_more_than_one_too_low() -> None:
    assert parts(material(MISSED).forms[0])["得分差异"] == Decimal("20.0")
    low = SOUND.replace("得分 100\n", "得分 97\n").replace("900卷 | 得分 20", "900卷 | 得分 17")
    assert parts(material(low).forms[0])["得分差异"] == 3
    wrong_grade = SOUND.replace("等级：优", "等级：中")
    assert parts(material(wrong_grade).forms[0])["得分差异"] == 5


def test_money_counts_by_bands_and_unknown_money_is_no_excuse() -> None:
    assert parts(material(SOUND).forms[0])["资金规模"] == 6
    assert parts(material(SOUND.replace("300", "12000")).forms[0])["资金规模"] == 15
    assert parts(material(SOUND.replace("300 ", "- ")).forms[0])["资金规模"] == 3


def test_doubtful_cells_count_by_their_share() -> None:
    doubtful = SOUND.replace("实际值 900卷 | 得分 20", "实际值 900卷 | 得分 20 | 存疑 actual score")
    assert parts(material(doubtful).forms[0])["读数存疑"] == Decimal("2.86")


def test_a_form_that_was_guessed_must_be_checked() -> None:
    guessed = msgspec.structs.replace(MANY[0], relied_on=False)
    (risk,) = risks([guessed])
    assert risk.must
    assert "读数没有把握" in risk.reasons
    assert {part.name: part.points for part in risk.parts}["资金规模"] == weights().amount.unknown


def test_the_share_of_the_unit_counts_where_there_are_several() -> None:
    first, second = material(SOUND, MISSED.replace("全年 25 ", "全年 100 ")).forms
    assert parts(first)["单位份额"] == 0
    assert parts(first, second)["单位份额"] == Decimal("3.75")
    assert parts(second, first)["单位份额"] == Decimal("1.25")


def test_the_same_fault_in_the_same_project_a_year_before_counts() -> None:
    before = MISSED.replace("2023", "2022").replace("医保宣传进乡村", "2022年医保宣传进乡村项目")
    this, last = material(MISSED, before).forms
    assert parts(this, last)["连年重复"] == 9
    assert parts(last, this)["连年重复"] == 0
    assert parts(this, material(SOUND).forms[0])["连年重复"] == 0
    assert "上年同一项目也有" in risks([this, last])[0].reasons


def test_every_part_has_its_name_and_the_sum_is_the_risk() -> None:
    for risk in risks(MANY):
        assert tuple(part.name for part in risk.parts) == PARTS
        assert risk.points == sum(part.points for part in risk.parts) > 0


# --- the sample ----------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.integers(1, 20), st.text(max_size=5), st.randoms())
def test_order_changes_nothing_and_the_size_is_exact(size: int, seed: str, chance: object) -> None:
    shuffled = list(MANY)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    plan = Plan(size=size, seed=seed)
    one, other = sample(MANY, plan), sample(shuffled, plan)
    assert len(one.taken) == min(size, len(MANY))
    assert [member.form.name for member in one.taken] == [member.form.name for member in other.taken]
    assert one.fingerprint == other.fingerprint


def test_another_seed_gives_another_list_and_the_paths_do_not_matter() -> None:
    lists = {frozenset(chosen(sample(MANY, Plan(size=4, seed=str(seed))))) for seed in range(12)}
    assert len(lists) > 1
    moved = tuple(msgspec.structs.replace(form, file=f"别处/{form.file}") for form in MANY)
    assert chosen(sample(moved, Plan(size=4))) == chosen(sample(MANY, Plan(size=4)))


def test_a_share_is_rounded_up_and_a_fifth_if_nothing_is_said() -> None:
    assert len(sample(MANY, Plan(share=Decimal("0.1"))).taken) == 2
    assert len(sample(MANY, Plan()).taken) == 3
    assert sample((), Plan()).taken == ()


def test_forms_of_one_name_are_told_apart_even_if_they_are_the_same() -> None:
    twice = material(SOUND, SOUND, MISSED).forms
    sampled = sample(twice, Plan(size=3))
    assert len({member.place.candidate.identity for member in sampled.members}) == 3


def test_the_list_says_how_each_came_onto_it() -> None:
    worst = MISSED.replace("得分 98\n", "得分 99\n")
    papers = sampling_papers(
        material(worst, *(SOUND.replace("档案整理", f"整理{n}") for n in range(9)), MONITORING), Plan(size=3, seed="七")
    )
    assert [paper.name for paper in papers] == ["抽查清单", "风险评分", "抽取方法", "未列入复核"]
    lines = grid_of(papers[0])
    assert [line[1] for line in lines[1:]] == ["必查", "抽取", "抽取"]
    assert lines[1][9] == "100%"
    assert lines[2][9] == "22.22%"
    assert "审核问题严重" in lines[1][10]
    assert "从10张自评表中抽查3张：必查1张，抽取2张。种子：七" in texts(papers[0], "small")[0]
    ratings = grid_of(papers[1])
    assert len(ratings) == 11
    for line in ratings[1:]:
        assert sum(Decimal(text) for text in line[4:11]) == Decimal(line[11])
    assert "种子为“七”" in everything([papers[2]])


def test_more_that_must_be_checked_than_places_is_said() -> None:
    worst = [MISSED.replace("医保宣传进乡村", f"宣传{n}").replace("得分 98\n", "得分 99\n") for n in range(4)]
    papers = sampling_papers(material(*worst), Plan(size=3))
    assert "必查的有4张，多于抽查数，按风险分从高到低取足，其余1张未列入" in texts(papers[0], "small")[1]
    assert [line[-2] for line in grid_of(papers[1])[1:]].count("必查，未列入") == 1


def test_a_form_without_points_can_be_drawn() -> None:
    papers = sampling_papers(material(TRANSFER), Plan(size=1))
    assert grid_of(papers[0])[1][5:8] == ["860", "", ""]
