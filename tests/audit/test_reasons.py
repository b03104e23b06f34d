"""Reasons: what counts as none, as an echo of the row, as cut off, as a measure."""

import pytest

from jixiao.audit.reasons import claims_success, copied_from, cut_off, given, names_measure, repeats_row
from jixiao.audit.rows import Row
from jixiao.model import Indicator


def row(note: str | None, actual: str = "9场", target: str = "≥10场", name: str = "政策宣传场次") -> Row:
    return Row(0, Indicator(level1=None, level2=None, name=name, target=target, actual=actual, note=note))


@pytest.mark.parametrize("note", [None, "", "无", "无。", " 暂无 ", "-", "——", "/", "不适用"])
def test_nothing_said(note: str | None) -> None:
    assert given(row(note)) == ""


@pytest.mark.parametrize(
    "note",
    [
        "9场",
        "实际9场",
        "实际完成9场，未达到10场",
        "未完成",
        "未达到年度指标值",
        "政策宣传场次9场",
        "只完成9场，低于目标值",
        "宣传场次不足",
    ],
)
def test_echoes(note: str) -> None:
    assert repeats_row(row(note))


@pytest.mark.parametrize(
    "note", ["场地维修", "9场，因疫情取消一场", "宣传人员不足", "宣传场次不足，原因是经费未到位", "群众外出"]
)
def test_reasons_that_say_something(note: str) -> None:
    assert not repeats_row(row(note))


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("方便群众“就近办、马", "引号"),
        ("场地维修（市民中心", "没有对应的"),
        ("场地维修，", "没有结束"),
        ("场地维修，由于", "没有结束"),
        ("未在规定时间内向各乡", "前一段"),
    ],
)
def test_cut_off(note: str, why: str) -> None:
    found = cut_off(row(note, actual="未在规定时间内向各乡镇拨付资金"))
    assert found is not None
    assert why in found


@pytest.mark.parametrize(
    "note", ["场地维修（市民中心），将改进", "“一站式”未上线", "场地维修。", "未在规定时间内向各乡镇拨付资金"]
)
def test_whole(note: str) -> None:
    assert cut_off(row(note, actual="未在规定时间内向各乡镇拨付资金")) is None


def test_copied_from_names_the_other_text() -> None:
    texts = {"goals/0/expected": "组织政策宣传，使参保群众了解待遇政策"}
    assert copied_from(row("使参保群众了解待遇政策"), texts) == "goals/0/expected"
    assert copied_from(row("场地维修，下一步将提前落实"), texts) is None
    assert copied_from(row("组织政策宣传"), texts) is None


@pytest.mark.parametrize("note", ["已完成", "已经全部完成。", "达到预期目标", "按期完成", "达标"])
def test_claims_of_success(note: str) -> None:
    assert claims_success(row(note))


@pytest.mark.parametrize("note", ["已完成9场，余1场因场地维修推迟", "未完成", "基本完成"])
def test_no_claims_of_success(note: str) -> None:
    assert not claims_success(row(note))


@pytest.mark.parametrize(
    "note",
    [
        "下步将结合实际精准编制预算",
        "加强宣传、征收力度",
        "今后提前落实场地",
        "督促医院改造",
        "拟于明年完成",
        "编码人员不足，已安排专题培训",
        "接通率偏低，增设坐席",
        "正与市级对接",
        "剩余点位上半年接入",
        "已修正接口，2025年起双重校验",
        "已申报债权",
        "已于次月重新招标",
        "外出务工人员多，开展返乡摸排",
        "尾款二季度前支付",
        "2025年将实行县聘乡用",
    ],
)
def test_measures(note: str) -> None:
    assert names_measure(row(note))


@pytest.mark.parametrize(
    "note",
    [
        "场地维修",
        "近半年人员外出",
        "将近一半群众外出",
        "受疫情影响",
        "项目负责人已退休",
        "已完成9场，1场因雨取消",
        "疫情期间无法开展线下宣传",
        "培训工作未开展",
        "采购开展较晚",
        "开展的场次偏少",
        "系统已于年中停用",
        "前期准备不足",
    ],
)
def test_no_measures(note: str) -> None:
    assert not names_measure(row(note))


def test_what_is_said_of_a_later_year_is_a_plan() -> None:
    assert names_measure(row("场地维修，余下1场在2024年3月举办"), 2023)
    assert not names_measure(row("场地维修，余下1场在2024年3月举办"), 2024)
    assert not names_measure(row("场地维修，余下1场在2024年3月举办"))
