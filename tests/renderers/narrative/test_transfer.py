"""The report of a transfer, in the chapters that such reports have."""

from collections.abc import Callable

import pytest

Told = Callable[..., str]

FORM = """\
评价：transfer self_evaluation 2023 万元 转移支付区域(项目)绩效目标自评表
项目名称：医疗救助补助资金
主管部门：国家医疗保障局
地方主管部门：清江市医疗保障局
实施单位：清江市医疗保障中心
资金：年度资金总额 | 全年 800 | 执行 760 | 执行率 95%
资金：其中：中央财政资金 | 全年 600 | 执行 570 | 执行率 95%
资金：地方财政资金 | 全年 200 | 执行 190 | 执行率 95%
管理：分配科学性 | 情况 按救助对象人数分配。 | 问题 无
管理：下达及时性
管理：执行准确性 | 情况 支出方向与目标一致。 | 问题 执行率为95%，原因是两个县结算跨年。
目标：预期 困难群众应救尽救。 | 实际 困难群众基本得到救助，负担有所减轻。
指标：产出指标 / 数量指标 / 救助人次 | 指标值 ≥1000人次 | 实际值 2600人次
指标：产出指标 / 质量指标 / 结算率 | 指标值 ≥95% | 实际值 90% | 原因 一县系统改造，将在三月完成。
指标：满意度指标 / 服务对象满意度指标 / 救助对象满意度 | 指标值 ≥85% | 实际值 91%
备注：审计未发现问题。
"""


def test_the_chapters_stand_in_their_order(told: Told) -> None:
    text = told(FORM)
    chapters = [
        "一、绩效目标分解下达情况",
        "（一）上级下达转移支付预算和绩效目标情况",
        "（二）分解下达预算和绩效目标情况",
        "二、绩效情况分析",
        "（一）资金投入情况分析",
        "（二）资金管理情况分析",
        "（三）总体绩效目标完成情况分析",
        "（四）绩效指标完成情况分析",
        "三、偏离绩效目标的原因和下一步改进措施",
        "四、绩效自评结果拟应用和公开情况",
        "五、其他需要说明的问题",
    ]
    places = [text.index(f"{chapter}\n") for chapter in chapters]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        ((), "中央主管部门为国家医疗保障局，地方主管部门为清江市医疗保障局，资金使用单位为清江市医疗保障中心。"),
        (("主管部门", "资金"), "地方主管部门为清江市医疗保障局，资金使用单位为清江市医疗保障中心。"),
        (("主管部门", "地方主管部门", "实施单位"), "【待填写：中央主管部门、地方主管部门、资金使用单位】"),
    ],
)
def test_the_units_are_named_by_their_rank(told: Told, lacking: tuple[str, ...], expected: str) -> None:
    kept = [line for line in FORM.splitlines() if not line.startswith(tuple(f"{label}：" for label in lacking))]
    assert expected in told("\n".join(kept))


def test_the_management_rows_are_told_one_by_one(told: Told) -> None:
    text = told(FORM)
    assert "1．分配科学性。按救助对象人数分配。" in text
    assert "2．下达及时性。\n【待填写：下达及时性的情况说明】" in text
    assert "3．执行准确性。支出方向与目标一致。\n存在问题和改进措施：执行率为95%，原因是两个县结算跨年。" in text
    assert "没有全部执行的原因见下文资金管理情况中的“执行准确性”。" in text
    assert "预算没有全部执行的原因" not in text


def test_what_was_missed_and_exceeded_is_told_without_points(told: Told) -> None:
    text = told(FORM)
    assert (
        "1．结算率。指标值≥95%，实际完成值90%，比指标值低5个百分点。自评表说明：“一县系统改造，将在三月完成”。" in text
    )
    assert "1．救助人次。指标值≥1000人次，实际完成值2600人次，为指标值的260%。" in text
    assert "3项绩效指标中，2项达到指标值，1项未达到指标值。" in text
    assert "2．满意度指标。救助对象满意度为91%" in text
    assert "审计未发现问题。" in text
    assert "得分" not in text


def test_without_management_rows_and_deviations_there_are_gaps(told: Told) -> None:
    kept = [line for line in FORM.splitlines() if not line.startswith(("管理", "备注", "指标：产出"))]
    text = told("\n".join(kept))
    assert "【待填写：资金管理情况：分配科学性、下达及时性" in text
    assert "绩效指标没有偏离指标值的情况。" in text
    assert "【待填写：下一步改进措施】" in text
    assert "【待填写：巡视、审计和财会监督" in text
    assert "【待填写：偏离绩效目标的原因】" in told("\n".join(kept).replace("实际值 91%", "实际值 -"))


def test_a_transfer_with_points_tells_them(told: Told) -> None:
    scored = FORM.replace("≥85%", "≥85% | 分值 100 | 得分 100") + "总分：得分 100\n结论：下一步将完善制度。\n"
    text = told(scored)
    assert "自评得分100分，对应等级为“优”。" in text
    assert "下一步将完善制度。" in text


def test_a_reason_beside_a_reached_target_is_told(told: Told) -> None:
    text = told(FORM.replace("91%", "91% | 原因 较上年略有下降，将加强服务。"))
    assert "（三）其他有说明的指标" in text


def test_last_year_is_compared(told: Told) -> None:
    text = told(FORM, last=(FORM.replace("2023", "2022").replace("91%", "88%"),))
    assert "（五）与上年比较" in text
    assert "救助对象满意度由88%变为91%，增加3个百分点" in text


def test_a_description_that_only_says_the_items_name_again_is_a_gap(told: Told) -> None:
    text = told(FORM.replace("按救助对象人数分配。", "科学分配"))
    assert "【待填写：分配科学性的情况说明（自评表只填写“科学分配”）】" in text


def test_the_unit_that_reports_is_a_single_one(told: Told) -> None:
    several = FORM.replace("实施单位：清江市医疗保障中心", "实施单位：清江市医疗保障局及所辖县（区）医疗保障局")
    assert "\n清江市医疗保障局\n【待填写：报告日期】" in told(several)
    none = several.replace("地方主管部门：清江市医疗保障局", "地方主管部门：省财政厅、省医保局")
    assert "【待填写：报送单位】" in told(none)


def test_items_of_the_management_that_the_form_lacks_are_a_gap(told: Told) -> None:
    assert "【待填写：资金管理情况：拨付合规性、使用规范性、预算绩效管理、支出责任履行】" in told(FORM)


def test_the_instructions_of_the_form_are_no_words_of_the_unit(told: Told) -> None:
    asked = "请在此处填写需要说明的事项，没有的不用展开。如没有请填无。"
    assert "五、其他需要说明的问题\n无。\n" in told(FORM.replace("备注：审计未发现问题。", f"备注：{asked}无。"))
    text = told(FORM.replace("备注：审计未发现问题。", f"备注：{asked}审计未发现问题。"))
    assert "五、其他需要说明的问题\n审计未发现问题。\n" in text
    assert "【待填写：巡视、审计和财会监督" in told(FORM.replace("备注：审计未发现问题。", f"备注：{asked}"))
    described = told(
        FORM.replace("按救助对象人数分配。", "请简要说明分配的办法和依据。").replace("问题 无", f"问题 {asked}")
    )
    assert "【待填写：分配科学性的情况说明】" in described
    assert "请" not in described
