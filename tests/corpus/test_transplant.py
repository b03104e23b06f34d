"""Planting: the change of an example is made to another form in that form's own words, years, weights and amounts."""

import msgspec
import pytest

from corpus.transplant import Unfit, plant
from jixiao.audit import checks
from jixiao.audit.examples import SOUND, example
from jixiao.model import Submission, parse_notation

HOST = parse_notation(
    """评价：project self_evaluation 2024 万元 项目支出绩效自评表
项目名称：医保经办大厅运行
主管部门：青河县医疗保障局
实施单位：青河县医疗保障事务中心
资金：年度资金总额 | 年初 250 | 全年 250 | 执行 250 | 分值 10 | 执行率 100.00% | 得分 10
目标：预期 保障大厅正常运行，受理业务5万件 | 实际 大厅正常运行，受理业务5.2万件
指标：产出指标 / 数量指标 / 受理业务件数 | 分值 20 | 指标值 ≥5万件 | 实际值 5.2万件 | 得分 20
指标：产出指标 / 质量指标 / 业务办理准确率 | 分值 15 | 指标值 ≥98% | 实际值 99% | 得分 15
指标：产出指标 / 时效指标 / 业务按时办结率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
指标：产出指标 / 成本指标 / 单件业务成本 | 分值 5 | 指标值 ≤50元 | 实际值 48元 | 得分 5
指标：效益指标 / 社会效益指标 / 网上办理率 | 分值 15 | 指标值 ≥60% | 实际值 64% | 得分 15
指标：效益指标 / 可持续影响指标 / 窗口持续服务天数 | 分值 15 | 指标值 ≥240天 | 实际值 248天 | 得分 15
指标：满意度指标 / 服务对象满意度指标 / 办事群众满意度 | 分值 10 | 指标值 ≥90% | 实际值 94% | 得分 10
总分：分值 100 | 得分 100
等级：优
结论：优。本年度得分100分。办事群众满意度由现场问卷取得，收回有效问卷310份。
字段：填报日期 = 2025-01-15
字段：联系人 = 财务科"""
)


def other(name: str) -> Submission:
    """A host of another project, whose rows are about other things."""
    form = HOST.evaluations[0]
    rows = tuple(msgspec.structs.replace(row, name=f"{name}{row.name}") for row in form.indicators)
    return msgspec.structs.replace(
        HOST, evaluations=(msgspec.structs.replace(form, project_name=name, indicators=rows),)
    )


@pytest.mark.parametrize(
    "code",
    ["SCO-01", "SCO-04", "FUN-02", "FUN-05", "WGT-01", "DEV-01", "STR-07", "QLT-02", "FUN-10", "TIM-01"],
)
def test_an_error_is_found_in_another_form(code: str) -> None:
    planted = plant(checks[code], [HOST])
    assert planted.found
    assert planted.besides == ()


def test_the_sound_form_itself_takes_every_error_of_one_project() -> None:
    refused = {}
    for check in checks:
        if check.scope != "files" and check.forms == ("self_evaluation",):
            try:
                assert plant(check, [example(SOUND)]).found, check.code
            except Unfit as unfit:
                refused[check.code] = str(unfit)
    assert all("not enough hosts" in why or "the host is a" in why for why in refused.values()), refused


def test_an_unsound_host_is_refused() -> None:
    form = HOST.evaluations[0]
    missed = [
        msgspec.structs.replace(row, actual="90%") if row.level2 == "时效指标" else row for row in form.indicators
    ]
    unsound = msgspec.structs.replace(HOST, evaluations=(msgspec.structs.replace(form, indicators=tuple(missed)),))
    with pytest.raises(Unfit, match=r"already unsound with the change put right: .*SCO-04"):
        plant(checks["QLT-02"], [unsound])


def test_an_example_of_several_projects_needs_as_many_hosts() -> None:
    with pytest.raises(Unfit, match="not enough hosts"):
        plant(checks["FUN-14"], [HOST])
    assert plant(checks["FUN-14"], [HOST, other("医保稽核"), other("医保宣传")]).found


def test_a_host_of_another_kind_is_refused() -> None:
    transfer = msgspec.structs.replace(
        HOST, evaluations=(msgspec.structs.replace(HOST.evaluations[0], kind="transfer"),)
    )
    with pytest.raises(Unfit, match="the host is a transfer"):
        plant(checks["SCO-01"], [transfer])


def test_a_host_without_year_or_rows_of_the_kind_is_refused() -> None:
    form = HOST.evaluations[0]
    timeless = msgspec.structs.replace(HOST, evaluations=(msgspec.structs.replace(form, year=None),))
    with pytest.raises(Unfit):
        plant(checks["IND-15"] if "IND-15" in checks else checks["XFM-01"], [timeless])
    bare = msgspec.structs.replace(HOST, evaluations=(msgspec.structs.replace(form, indicators=form.indicators[-1:]),))
    with pytest.raises(Unfit):
        plant(checks["DEV-01"], [bare])
