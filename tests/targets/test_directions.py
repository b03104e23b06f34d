"""The direction of a bare value comes from the indicator's name, its own verb or the second-level label, else from nowhere."""

import pytest

from jixiao.targets import Direction, compare


@pytest.mark.parametrize(
    ("name", "level2", "target", "direction"),
    [
        ("服务对象满意度", "", "95%", Direction.POSITIVE),
        ("指标1：在窗口办事方面,群众满意度超过95%", "", "95%", Direction.POSITIVE),
        ("医保电子凭证激活率", "", "90%", Direction.POSITIVE),
        ("投诉办结率", "", "90%", Direction.POSITIVE),
        ("投诉处理及时率", "", "90%", Direction.POSITIVE),
        ("困难职工大额费用在年度封顶线内二次补助比例", "", "70%", Direction.POSITIVE),
        ("医疗费用及时结算率", "", "95%", Direction.POSITIVE),
        ("经费到位率", "", "100%", Direction.POSITIVE),
        ("培训次数", "", "12次", Direction.POSITIVE),
        ("参保人数（万人）", "", "218", Direction.POSITIVE),
        ("检查定点机构", "数量指标", "300家", Direction.POSITIVE),
        ("资金安全", "满意度指标", "96", Direction.POSITIVE),
        ("合规", "质量指标", "96%", Direction.POSITIVE),
        ("审查检查相关费用", "", "15万元", Direction.REVERSE),
        ("三公经费控制率", "", "100%", Direction.REVERSE),
        ("群众投诉", "", "5起", Direction.REVERSE),
        ("投诉率", "", "5%", Direction.REVERSE),
        ("虚报参保人数（人）", "", "5", Direction.REVERSE),
        ("系统响应时间", "", "60分钟", Direction.REVERSE),
        ("数据非标率", "", "3%", Direction.REVERSE),
        ("人力", "成本指标", "100元", Direction.REVERSE),
        ("运维", "时效指标", "30分钟", Direction.REVERSE),
        ("参保住院率", "质量指标", "22%", Direction.LEVEL),
        ("参保居民个人缴费标准（元）", "数量指标", "350", Direction.LEVEL),
        ("专人管理", "质量指标", "1人", Direction.LEVEL),
        ("职工住院按DRG结算的费用占全部费用比例", "", "80%", Direction.POSITIVE),
        ("个人负担费用占总费用比例", "", "30%", Direction.LEVEL),
        ("人员相关支出占预算数", "", "96%", Direction.REVERSE),
        ("设立窗口乡镇数", "", "12个", Direction.POSITIVE),
        ("定点医院数", "", "30家", Direction.POSITIVE),
        ("建成服务站", "", "6个", Direction.POSITIVE),
        ("违规机构数", "", "3家", Direction.LEVEL),
        ("编制数", "", "12人", Direction.LEVEL),
        ("在职人员数", "", "30人", Direction.LEVEL),
        ("设立窗口乡镇数", "成本指标", "12个", Direction.LEVEL),
        ("", "", "95%", Direction.LEVEL),
    ],
)
def test_direction_of_a_bare_value(name: str, level2: str, target: str, direction: Direction) -> None:
    found = compare(target, target, name=name, level2=level2)
    assert found.direction == direction
    assert found.inferred


def test_a_printed_comparison_wins_over_the_name() -> None:
    found = compare("≥15万元", "16万元", name="项目成本", level2="成本指标")
    assert found.direction == Direction.POSITIVE
    assert not found.inferred
