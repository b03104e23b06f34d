"""Names and their variants: what means the same unit or project, and what must never be taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.facts import name_core, project_core, project_likeness, region_of, unit_core, unit_likeness

SAME_UNIT = [
    ("某市医疗保障局", "某市医疗保障局"),
    ("[187]青岭苗族侗族自治州医疗保障局", "青岭州医疗保障局"),
    ("某市医保局", "某市医疗保障局"),
    ("某市医疗保障局（本级）", "某市医疗保障局"),
    ("青山省甲峰市医疗保障局", "甲峰市医疗保障局"),
]
OTHER_UNIT = [
    ("甲峰市医疗保障局", "乙林市医疗保障局"),
    ("甲峰市医疗保障局", "甲峰市财政局"),
    ("青山区医疗保障局", "金山区医疗保障局"),
    ("甲峰市医疗保障局", None),
]


@pytest.mark.parametrize(("one", "two"), SAME_UNIT)
def test_variants_of_a_unit(one: str, two: str) -> None:
    assert unit_likeness(one, two).same
    assert unit_likeness(two, one).same


@pytest.mark.parametrize(("one", "two"), OTHER_UNIT)
def test_two_units(one: str, two: str | None) -> None:
    assert not unit_likeness(one, two).same
    assert not unit_likeness(two, one).same


def test_a_unit_without_its_region_is_likely_not_sure() -> None:
    found = unit_likeness("医保局", "某市医保局")
    assert 0.75 <= found.confidence < 0.9
    assert found.how == "一处没有写地区"


SAME_PROJECT = [
    ("2024年医疗保障信息系统运行维护项目", "医保信息系统运维经费"),
    ("“基金监督检查”", "基金监督检查专项经费"),
    ("某市医保政策宣传工作经费", "医保政策宣传"),
    ("510800230000001-档案数字化", "档案数字化项目"),
]
OTHER_PROJECT = [
    ("信息平台建设一期", "信息平台建设二期"),
    ("医疗服务与保障能力提升补助资金", "医疗服务与保障能力提升补助资金（医疗保障服务能力建设部分）"),
    ("医保政策宣传", "长期护理保险试点"),
    ("医保政策宣传", ""),
]


@pytest.mark.parametrize(("one", "two"), SAME_PROJECT)
def test_variants_of_a_project(one: str, two: str) -> None:
    assert project_likeness(one, two).same
    assert project_core(one) == project_core(two)


@pytest.mark.parametrize(("one", "two"), OTHER_PROJECT)
def test_two_projects(one: str, two: str) -> None:
    assert not project_likeness(one, two).same


def test_a_misread_character_leaves_a_likely_match_with_its_share() -> None:
    found = project_likeness("医保基金监督检查第三方服务", "医保基全监督检查第三方服务")
    assert 0.75 <= found.confidence < 0.95
    assert found.how == "92%的字相同"


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("某省某市医疗保障局", "某省某市"),
        ("[187]青岭苗族侗族自治州医疗保障局", "青岭州"),
        ("医疗保障局", ""),
        ("市级医疗保障局", ""),
        (None, ""),
    ],
)
def test_region(unit: str | None, region: str) -> None:
    assert region_of(unit) == region


def test_names_of_indicators_lose_numbering_points_and_unit() -> None:
    assert name_core("指标1：★参保人数（万人）") == "参保人数"
    assert name_core("离休、伤残干部满意度（%）") == name_core("离休伤残干部满意度")
    assert name_core(None) == ""


NAMES = st.text(st.sampled_from("某甲乙市县区医疗保障局项目经费资金一二（）2023年"), max_size=16)


@given(NAMES, NAMES)
def test_likeness_is_mutual_and_a_share(one: str, two: str) -> None:
    for likeness in (unit_likeness, project_likeness):
        there, back = likeness(one, two), likeness(two, one)
        assert 0 <= there.confidence <= 1
        assert abs(there.confidence - back.confidence) < 0.001


@given(NAMES.filter(str.strip))
def test_a_name_is_like_itself(name: str) -> None:
    if name.strip(" 　"):
        assert project_likeness(name, name).confidence == 1


@given(NAMES)
def test_cores_are_stable(name: str) -> None:
    assert unit_core(unit_core(name)) == unit_core(name)
    assert name_core(name_core(name)) == name_core(name)
