"""The report of a project: what it says depends on what the form says."""

from collections.abc import Callable

import pytest

Told = Callable[..., str]

HEAD = """\
评价：project self_evaluation 2023 万元 项目支出绩效自评表
项目名称：医保政策宣传
主管部门：青崖市医疗保障局
实施单位：青崖市医疗保障事务中心
"""
FUNDS = "资金：年度资金总额 | 年初 20 | 全年 20 | 执行 20 | 分值 10 | 执行率 100% | 得分 10\n"
GOAL = "目标：预期 全年开展医保政策宣传。 | 实际 全年开展医保政策宣传，群众知晓率有所提高。\n"
ROWS = """\
指标：产出指标 / 数量指标 / 宣传场次 | 分值 30 | 指标值 ≥12场 | 实际值 14场 | 得分 30
指标：产出指标 / 质量指标 / 宣传资料合格率 | 分值 20 | 指标值 ≥95% | 实际值 97% | 得分 20
指标：效益指标 / 社会效益指标 / 政策知晓率 | 分值 30 | 指标值 ≥85% | 实际值 88% | 得分 30
指标：满意度指标 / 服务对象满意度指标 / 参保人员满意度 | 分值 10 | 指标值 ≥90% | 实际值 93% | 得分 10
"""
TOTAL = "总分：分值 100 | 得分 100\n"
FORM = HEAD + FUNDS + GOAL + ROWS + TOTAL + "等级：优\n"


def test_a_project_that_reached_everything(told: Told) -> None:
    text = told(FORM)
    assert "全年预算20万元，与年初预算相同。" in text
    assert "全年执行20万元，执行率100%，预算全部执行。" in text
    assert "自评得分100分，等级为“优”。各类指标均得满分。" in text
    assert "4项绩效指标全部达到指标值。" in text
    assert "1．产出指标。共2项，全部达到指标值。数量指标：宣传场次为14场（指标值≥12场）。" in text
    assert "2．效益指标。政策知晓率为88%（指标值≥85%）。" in text
    assert "参保人员满意度为93%（指标值≥90%），比指标值高3个百分点。" in text
    for absent in ("偏离绩效目标", "扣", "重新计算", "其中，", "各类指标得分情况", "与上年", "表1　资金"):
        assert absent not in text


def test_what_the_form_does_not_say_is_a_gap_and_no_phrase(told: Told) -> None:
    text = told(HEAD)
    gaps = [line for line in text.splitlines() if line.startswith("【待填写：")]
    assert len(gaps) == 12
    assert "【待填写：资金安排情况：年初预算数、全年预算数及各项资金来源】" in gaps
    assert "【待填写：自评得分和等级】" in gaps
    assert "【待填写：年度总体目标的实际完成情况】" in gaps
    assert "【待填写：绩效指标完成情况】" in gaps
    assert not [line for line in text.splitlines() if line.endswith("。")][1:]


@pytest.mark.parametrize(
    ("funds", "said"),
    [
        ("年初 20 | 全年 24 | 执行 24", ["年初预算20万元，全年预算24万元，比年初预算增加4万元，增长20%。", "批准依据"]),
        ("年初 20 | 全年 15 | 执行 15", ["比年初预算减少5万元，下降25%。"]),
        ("年初 0 | 全年 15 | 执行 15", ["年初预算0万元，全年预算15万元，比年初预算增加15万元。"]),
        ("年初 20 | 执行 20", ["年初预算20万元。", "全年执行20万元，执行率100%，预算全部执行。"]),
        ("全年 20 | 执行 19", ["全年预算20万元。", "未执行1万元。", "预算没有全部执行的原因"]),
        ("全年 20 | 执行 22", ["超出全年预算2万元。", "执行数超出全年预算数的原因和资金来源"]),
        ("全年 20 | 执行 -", ["【待填写：资金执行情况：全年执行数、执行率】"]),
        ("全年 20 | 执行 18 | 执行率 95%", ["执行率95%", "计算，执行率为90%，与表中填报的95%不一致。"]),
        ("全年 0 | 执行 0", ["全年预算0万元。", "全年执行0万元，预算全部执行。"]),
        ("全年 20 | 执行 200000", ["核对预算数和执行数的金额单位后，填写执行率"]),
    ],
)
def test_funds_are_told_as_they_are(told: Told, funds: str, said: list[str]) -> None:
    text = told(HEAD + f"资金：年度资金总额 | {funds}\n")
    for words in said:
        assert words in text


def test_sources_are_told_where_there_are_several(told: Told) -> None:
    text = told(
        HEAD + "资金：年度资金总额 | 全年 30 | 执行 27\n资金：其中：财政拨款 | 全年 20 | 执行 18\n"
        "资金：其中：本级安排 | 全年 12 | 执行 10\n资金：上级补助 | 全年 8 | 执行 8\n资金：其他 | 全年 10 | 执行 9\n"
    )
    assert "按资金来源分，财政拨款20万元（其中本级安排12万元、上级补助8万元），其他资金10万元。" in text
    assert "其中，财政拨款执行18万元，执行率90%；其他资金执行9万元，执行率90%。" in text
    assert "年度资金总额 | 30 | 27 | 90%" in text
    assert "图1　各项资金执行率" in text


def test_one_source_is_told_in_a_word(told: Told) -> None:
    only = "资金：年度资金总额 | 全年 30 | 执行 30\n资金：其中：财政拨款 | 全年 30 | 执行 30\n"
    assert "资金全部来源于财政拨款。" in told(HEAD + only)
    assert "资金全部来源于财政拨款（均为本级安排）。" in told(HEAD + only + "资金：本级安排 | 全年 30 | 执行 30\n")


def test_an_unknown_unit_is_a_gap(told: Told) -> None:
    text = told((HEAD + FUNDS).replace("2023 万元", "2023 -"))
    assert "【待填写：自评表所列金额的单位】" in text
    assert "全年执行20，" in text


def test_amounts_in_yuan_keep_their_commas(told: Told) -> None:
    text = told((HEAD + FUNDS).replace("万元", "元").replace("20 |", "200,000.50 |"))
    assert "全年预算200,000.50元" in text


MISSED = ROWS.replace("14场 | 得分 30", "9场 | 得分 22.5")


def test_a_missed_target_is_told_with_its_distance_points_and_reason(told: Told) -> None:
    text = told(
        HEAD
        + FUNDS
        + GOAL
        + MISSED.replace("得分 22.5", "得分 22.5 | 原因 两场因场地维修取消；已改到次年三月。")
        + "总分：分值 100 | 得分 92.5\n"
    )
    assert "4项绩效指标中，3项达到指标值，1项未达到指标值。" in text
    assert "宣传场次为9场（指标值≥12场，未达到）" in text
    assert (
        "自评得分92.5分，对应等级为“优”。其中，产出指标得42.5分（满分50分），预算执行率、效益指标、满意度指标均得满分。"
        in text
    )
    assert "扣分的只有宣传场次，扣7.5分。" in text
    assert (
        "1．宣传场次。指标值≥12场，实际完成值9场，比指标值低3场，分值30分，得22.5分，扣7.5分。"
        "自评表说明：“两场因场地维修取消；已改到次年三月”。" in text
    )
    assert "未达到指标值的原因" not in text
    assert "图1　各类指标得分情况" in text


def test_a_missing_reason_and_one_that_says_nothing_are_gaps(told: Told) -> None:
    assert "【待填写：“宣传场次”未达到指标值的原因和改进措施】" in told(HEAD + MISSED)
    empty = told(HEAD + MISSED.replace("得分 22.5", "得分 22.5 | 原因 实际完成9场"))
    assert "【待填写：“宣传场次”未达到指标值的原因和改进措施（自评表只填写“实际完成9场”）】" in empty
    assert "自评表说明" not in empty


def test_many_losses_are_added_up(told: Told) -> None:
    rows = ROWS.replace("得分 30", "得分 28").replace("得分 20", "得分 19")
    text = told(HEAD + FUNDS + rows + "总分：分值 100 | 得分 95\n")
    assert "共扣5分：宣传场次扣2分、宣传资料合格率扣1分、政策知晓率扣2分。" in text
    assert "（一）其他扣分的指标" in text
    assert "【待填写：“政策知晓率”扣分的原因和改进措施】" in text
    more = "".join(
        f"指标：产出指标 / 数量指标 / 第{n}类宣传 | 分值 9 | 指标值 ≥1场 | 实际值 1场 | 得分 8\n" for n in range(10)
    )
    assert "共扣10分，涉及10项指标，各项得分见附表。" in told(
        HEAD + FUNDS + more.replace("分值 9", "分值 9") + "总分：得分 90\n"
    )


def test_points_that_do_not_add_up_are_said_to(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS + "总分：分值 100 | 得分 98\n")
    assert "【待核对：所列各项得分相加为100分，与自评总分98分相差2分】" in text
    assert "待核对" not in told(FORM)


def test_a_grade_that_is_not_the_one_of_the_total_is_said_to_be(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS + TOTAL + "等级：良\n")
    assert "【待核对：自评总分100分对应等级为“优”，与所填“良”不一致】" in text


def test_a_rate_of_a_source_that_its_amounts_do_not_give_is_said_to_be(told: Told) -> None:
    sources = (
        "资金：年度资金总额 | 全年 20 | 执行 19\n"
        "资金：{one} | 全年 15 | 执行 15 | 执行率 98%\n资金：{other} | 全年 5 | 执行 4 | 执行率 80%\n"
    )
    text = told(HEAD + sources.format(one="财政拨款", other="上年结转"))
    assert "【待核对：财政拨款的执行率，按所列全年执行数和预算数计算为100%，表中填报98%】" in text
    assert "待核对：上年结转" not in text
    assert "按资金来源分，财政拨款15万元，上年结转5万元。" in text
    by_purpose = told(HEAD + sources.format(one="基本支出", other="项目支出"))
    assert "其中，基本支出15万元，项目支出5万元。" in by_purpose
    assert "支出类别" in by_purpose
    assert "资金来源" not in by_purpose


def test_points_of_execution_without_a_weight_are_told_with_the_others(told: Told) -> None:
    text = told(HEAD + FUNDS.replace(" | 分值 10", "") + ROWS.replace("得分 20", "得分 18") + "总分：得分 98\n")
    assert "其中，预算执行率得10分、产出指标得48分（满分50分），效益指标、满意度指标均得满分。" in text


def test_a_blank_score_is_named_with_the_sum_of_the_others(told: Told) -> None:
    rows = ROWS.replace("实际值 88% | 得分 30", "实际值 88%")
    text = told(HEAD + FUNDS + rows + "总分：分值 100 | 得分 100\n")
    assert "【待核对：政策知晓率没有填写得分，所列各项得分相加为70分，与自评总分100分相差30分】" in text
    same = told(HEAD + FUNDS + rows + "总分：分值 100 | 得分 70\n")
    assert "【待核对：政策知晓率没有填写得分，所列各项得分相加为70分，与自评总分相同，请核对没有填写的得分】" in same


def test_weights_that_are_not_the_whole_are_said_to(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS.replace("分值 20", "分值 25") + "总分：分值 105 | 得分 100\n")
    assert "【待核对：各项分值相加为105分，与满分100分相差5分】" in text
    assert "据此，总分" not in text


def test_sources_that_do_not_make_the_total_are_said_to(told: Told) -> None:
    funds = FUNDS + "资金：其中：财政拨款 | 年初 12 | 全年 12 | 执行 12\n资金：其他资金 | 年初 8 | 全年 5 | 执行 8\n"
    text = told(HEAD + funds + ROWS + TOTAL)
    words = "全年预算数各项资金来源相加为17万元（财政拨款12万元＋其他资金5万元），与总额20万元相差3万元"
    assert f"【待核对：{words}】" in text
    assert text.count("待核对") == 1
    assert "待核对" not in told(HEAD + funds.replace("全年 5", "全年 8") + ROWS + TOTAL)


def test_points_that_the_rules_do_not_give_are_worked_out_again_with_the_reason(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS.replace("14场", "9场") + "总分：分值 100 | 得分 100\n")
    assert "按《项目支出绩效评价管理办法》（财预〔2020〕10号）重新计算，宣传场次自评得30分，按规定应得22.5分" in text
    assert "9场 ÷ 12场 × 30分 = 22.5分" in text
    assert "据此，总分为92.5分，等级为“优”。" in text
    assert "得30分，未扣分【待核对】。" in text


def test_the_points_of_the_execution_rate_are_worked_out_again_too(told: Told) -> None:
    text = told(HEAD + FUNDS.replace("执行 20", "执行 14").replace("100%", "70%") + ROWS + TOTAL)
    assert "预算执行率自评得10分，按规定应得7分" in text


def test_where_the_rules_leave_room_the_total_lies_between_two(told: Told) -> None:
    rows = ROWS.replace(
        "政策知晓率 | 分值 30 | 指标值 ≥85% | 实际值 88%", "服务能力 | 分值 30 | 指标值 提升 | 实际值 部分达成"
    )
    text = told(HEAD + FUNDS + rows + TOTAL)
    assert "服务能力自评得30分，按规定应得18～24分" in text
    assert "据此，总分为88～94分。" in text


def test_a_unit_lent_by_the_target_is_no_reason_to_pass_a_row_over(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS.replace("14场", "9") + "总分：分值 100 | 得分 100\n")
    assert "重新计算，宣传场次自评得30分，按规定应得22.5分（9场 ÷ 12场 × 30分 = 22.5分）。据此，总分为92.5分" in text


def test_the_total_is_that_of_the_scorer_with_the_room_of_rows_that_nobody_disputes(told: Told) -> None:
    rows = ROWS.replace("14场", "9场").replace(
        "政策知晓率 | 分值 30 | 指标值 ≥85% | 实际值 88% | 得分 30",
        "服务能力 | 分值 30 | 指标值 提升 | 实际值 部分达成 | 得分 20",
    )
    text = told(HEAD + FUNDS + rows + "总分：分值 100 | 得分 90\n")
    assert "服务能力自评得" not in text
    assert "据此，总分为80.5～86.5分，等级为“良”。" in text


def test_a_doubtful_row_is_not_named_and_leaves_the_total_out(told: Told) -> None:
    rows = ROWS.replace("14场", "9场").replace("实际值 88% | 得分 30", "实际值 80% | 得分 30 | 存疑 actual")
    text = told(HEAD + FUNDS + rows + "总分：分值 100 | 得分 100\n")
    assert "宣传场次自评得30分，按规定应得22.5分" in text
    assert "政策知晓率自评得" not in text
    assert "据此，总分" not in text


def test_full_points_are_not_said_of_a_level_with_a_disputed_row(told: Told) -> None:
    text = told(HEAD + FUNDS + ROWS.replace("14场", "9场") + "总分：分值 100 | 得分 100\n")
    assert "各类指标均得满分" not in text
    assert "产出指标得50分（满分50分）" in text


def test_a_target_exceeded_by_far_is_told_with_its_ratio(told: Told) -> None:
    text = told(HEAD + ROWS.replace("14场", "60场"))
    assert "（一）完成值高于指标值较多的指标" in text
    assert "1．宣传场次。指标值≥12场，实际完成值60场，为指标值的500%。" in text
    assert "【待填写：“宣传场次”完成值高于指标值较多的原因，指标值是否偏低】" in text


def test_blank_actuals_are_gaps_and_counted_as_such(told: Told) -> None:
    text = told(HEAD + ROWS.replace("实际值 88%", "实际值 -").replace("实际值 14场", "实际值 -"))
    assert "4项绩效指标中，2项达到指标值，2项没有填写完成值。" in text
    assert "【待填写：以下指标的实际完成值：宣传场次、政策知晓率】" in text
    assert "【待填写】" in text


def test_what_could_not_be_read_is_not_said_to_be_blank(told: Told) -> None:
    text = told(HEAD + ROWS.replace("实际值 14场 | 得分 30", "得分 30 | 存疑 actual"))
    assert "1项的完成值没有读出" in text
    assert "没有填写完成值" not in text


def test_values_read_with_doubt_are_marked_everywhere(told: Told) -> None:
    text = told(HEAD + FUNDS.replace("得分 10", "得分 10 | 存疑 executed") + ROWS + TOTAL)
    assert "全年执行20万元【待核对】" in text
    assert "预算全部执行" in text


def test_qualitative_rows_are_no_failures(told: Told) -> None:
    text = told(HEAD + ROWS.replace("≥85% | 实际值 88%", "有效 | 实际值 制度已经印发并开展培训"))
    assert "1项为定性指标，以文字说明完成情况" in text
    assert "政策知晓率“制度已经印发并开展培训”（指标值“有效”）" in text


def test_many_rows_stand_in_the_table(told: Told) -> None:
    rows = "".join(f"指标：产出指标 / 数量指标 / 第{n}类宣传 | 指标值 ≥2场 | 实际值 {n}场\n" for n in range(1, 18))
    text = told(HEAD + rows)
    assert (
        "1．产出指标。共17项，16项达到指标值，1项未达到指标值。数量指标：第1类宣传为1场（指标值≥2场，未达到）。其余指标见附表。"
        in text
    )
    assert text.index("附表\n") < text.index("正向定量指标完成值占指标值的比例")


def test_names_that_are_sentences_are_quoted(told: Told) -> None:
    text = told(HEAD + "指标：产出指标 / 数量指标 / 指标1：组织宣传,印发资料 | 指标值 ≥2次 | 实际值 >2次\n")
    assert "“组织宣传,印发资料”完成值>2次（指标值≥2次）。" in text


def test_several_goals_are_numbered_and_empty_ones_left_out(told: Told) -> None:
    text = told(HEAD + "目标：预期 目标1：规范经办服务。 目标2：加强基金监管 目标3： | 实际 已完成\n")
    assert "1．规范经办服务。\n2．加强基金监管。\n" in text
    assert "【待填写：年度总体目标的实际完成情况（自评表只填写“已完成”）】" in text


OWN = """\
结论：优。自评得分100分，宣传工作按计划完成。预算执行率为90%，原因是尾款在次年支付。通过问卷调查了解满意度，回收问卷300份。存在宣传形式单一的问题。下一步将增加线上宣传。
"""


def test_the_forms_own_words_go_to_their_chapters_and_stand_there_once(told: Told) -> None:
    text = told(
        HEAD + FUNDS.replace("执行 20", "执行 18").replace("100%", "90%").replace("得分 10", "得分 9") + ROWS + OWN
    )
    assert "对预算执行情况，自评表说明：“预算执行率为90%，原因是尾款在次年支付”。" in text
    assert "通过问卷调查了解满意度，回收问卷300份。" in text
    assert "存在的主要问题：存在宣传形式单一的问题。" in text
    assert "改进措施：下一步将增加线上宣传。" in text
    assert "\n宣传工作按计划完成。\n" in text
    assert text.count("尾款在次年支付") == 1
    assert "项目实施和管理中存在的问题" not in text


def test_fields_of_their_own_are_taken_up(told: Told) -> None:
    text = told(
        HEAD + "字段：存在问题 = 人员不足；系统老化。今后增加人员。\n字段：改进措施 = 增加人员\n字段：联系人 = 王某\n"
    )
    assert "存在的主要问题：人员不足；系统老化。" in text
    assert "改进措施：今后增加人员。增加人员。" in text
    assert "王某" not in text


def test_a_field_that_says_none_is_told_so(told: Told) -> None:
    text = told(HEAD + "字段：存在问题 = 无\n字段：改进措施 = 无\n")
    assert "自评表的“存在问题”填写为无。" in text
    assert "改进措施、责任单位" not in text


def test_the_report_around_the_forms_is_taken_up(told: Told) -> None:
    text = told(
        HEAD
        + "叙述：“医保政策宣传”项目：发现的主要问题及原因：宣传面不广；尾款因验收未支付。下一步改进措施：扩大宣传面。\n"
    )
    assert "存在的主要问题：宣传面不广。" in text
    assert "改进措施：扩大宣传面。" in text


def test_a_note_on_how_satisfaction_was_found_out_is_told(told: Told) -> None:
    text = told(HEAD + ROWS.replace("93% | 得分 10", "93% | 得分 10 | 备注 回访280份"))
    assert "回访280份。" in text
    assert "满意度的调查方式" not in text


def test_satisfaction_below_its_target(told: Told) -> None:
    text = told(HEAD + ROWS.replace("实际值 93%", "实际值 85%"))
    assert "参保人员满意度为85%（指标值≥90%，未达到），比指标值低5个百分点。" in text


def test_the_date_is_the_users_or_a_gap(told: Told) -> None:
    assert "青崖市医疗保障事务中心\n【待填写：报告日期】" in told(HEAD)
    assert "青崖市医疗保障事务中心\n2024年3月1日" in told(HEAD, date="2024年3月1日")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD, "项目主管部门为青崖市医疗保障局，实施单位为青崖市医疗保障事务中心。"),
        (HEAD.replace("事务中心", "局").replace("保障局局", "保障局"), "项目由青崖市医疗保障局组织实施。"),
        (HEAD.replace("主管部门：青崖市医疗保障局", "主管部门：-"), "项目由青崖市医疗保障事务中心组织实施。"),
        (HEAD.replace("主管部门：", "主管部门：[187]"), "项目主管部门为青崖市医疗保障局，"),
        ("评价：project self_evaluation - - -\n", "【待填写：项目主管部门和实施单位】"),
    ],
)
def test_units_are_told_as_the_form_has_them(told: Told, head: str, said: str) -> None:
    assert said in told(head)


def test_rows_without_names_are_not_passed_over(told: Told) -> None:
    text = told(
        HEAD + "指标：产出指标 / 数量指标 / - | 指标值 ≥2场 | 实际值 1场\n指标：- / - / - | 指标值 ≥2场 | 实际值 1场\n"
    )
    assert "数量指标（未填三级指标）" in text
    assert "\n2．绩效指标。" in text


def test_a_figure_noted_beside_a_phrase_is_told_with_it(told: Told) -> None:
    rows = ROWS.replace("≥85% | 实际值 88% | 得分 30", "≥85% | 实际值 达成预期指标 | 得分 30 | 备注 知晓率88%")
    text = told(HEAD + rows)
    assert "政策知晓率“达成预期指标”（指标值≥85%，自评表注明“知晓率88%”）" in text
    assert "其他有说明的指标" not in text


def test_a_reason_beside_a_reached_target_is_told_without_a_loss(told: Told) -> None:
    text = told(HEAD + ROWS.replace("88% | 得分 30", "88% | 得分 30 | 原因 受台风影响，宣传推迟到下半年集中开展。"))
    assert "（一）其他有说明的指标" in text
    assert "实际完成值88%，得30分，未扣分。自评表说明：“受台风影响，宣传推迟到下半年集中开展”。" in text
    assert "扣分的原因" not in text


def test_blanks_left_by_the_reading_are_no_part_of_the_words(told: Told) -> None:
    text = told(HEAD + ROWS.replace("14场", "14 场").replace("宣传场次", "宣传 场次（场）"))
    assert "宣传场次（场）为14场（指标值≥12场）" in text or "宣传场次为14场（指标值≥12场）" in text


def test_what_audits_found_is_no_problem_of_the_project(told: Told) -> None:
    text = told(HEAD + "备注：审计未发现资金使用方面的问题。\n")
    assert "\n审计未发现资金使用方面的问题。\n" in text
    assert "【待填写：项目实施和管理中存在的问题及其原因】" in text


@pytest.mark.parametrize("sentence", ["避免了延误治疗的问题。", "发现并纠正违规问题。", "及时解决群众困难。"])
def test_what_was_done_well_is_no_problem(told: Told, sentence: str) -> None:
    text = told(HEAD + f"结论：优。{sentence}\n")
    assert f"\n{sentence}\n" in text
    assert "存在的主要问题" not in text


def test_levels_that_were_missed_or_told_in_words_altogether(told: Told) -> None:
    rows = (
        "指标：产出指标 / 数量指标 / 宣传场次 | 指标值 ≥12场 | 实际值 9场\n指标：产出指标 / 质量指标 / 合格率 | 指标值 ≥95% | 实际值 90%\n"
        "指标：效益指标 / 社会效益指标 / 知晓率 | 指标值 ≥85% | 实际值 有所提高\n"
        "指标：效益指标 / 社会效益指标 / 办结时间 | 指标值 ≤5天 | 实际值 3场\n"
    )
    text = told(HEAD + rows)
    assert "1．产出指标。共2项，均未达到指标值。" in text
    assert "2．效益指标。共2项，完成值均不能与指标值直接比较。" in text


def test_names_with_quotation_marks_are_quoted_by_the_rule(told: Told) -> None:
    text = told(HEAD + "指标：产出指标 / 成本指标 / “三公”经费控制率 | 指标值 ≤100% | 实际值 106%\n")
    assert "【待填写：“‘三公’经费控制率”未达到指标值的原因和改进措施】" in text


def test_the_score_told_in_the_conclusion_is_not_told_twice(told: Told) -> None:
    text = told(HEAD + ROWS + TOTAL + "结论：本项目自评得分100分，等级为优，宣传目标基本实现。\n")
    assert "\n宣传目标基本实现。\n" in text


def test_an_actual_without_unit_is_told_in_that_of_its_target(told: Told) -> None:
    text = told(HEAD + "指标：产出指标 / 数量指标 / 选聘协管员 | 指标值 ≥200名 | 实际值 150\n")
    assert "选聘协管员为150名（指标值≥200名，未达到）" in text
    assert "实际完成值150名，比指标值低50" in text
    assert "≥200名 | 150 | 未达到" in text
