"""指标口径: names tell what a row measures, and cells give their figure in the unit that is wanted or none at all."""

from decimal import Decimal

import pytest

from jixiao.audit.medical import Measure, measured, plain, printed_slack
from jixiao.audit.rows import Row
from jixiao.model import Indicator


def row(name: str | None, actual: str | None = None) -> Row:
    return Row(0, Indicator(level1=None, level2=None, name=name, actual=actual))


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("参保人数（万人）", Measure.INSURED),
        ("指标1：城乡居民参保人数", Measure.INSURED),
        ("资助参保人数", None),
        ("生育保险参保人数", None),
        ("虚报参保人数（人）", None),
        ("各级财政实际补助标准（元）", Measure.FISCAL_STANDARD),
        ("大病保险财政补助标准", None),
        ("参保居民个人缴费标准（元）", Measure.OWN_PAYMENT),
        ("以户籍人口数为基数计算的基本医保综合参保率（%）", Measure.RATE_REGISTERED),
        ("以常住人口数为基数计算的基本医保综合参保率（%）", Measure.RATE_RESIDENT),
        ("基金滚存结余可支配月数（月）", Measure.RESERVE_MONTHS),
        ("基金累计结余占筹集基金总额的比重", Measure.AID_BALANCE),
        ("住院按照DRG支付统筹基金费用占住院统筹基金总费用比例", Measure.PAYMENT_SPENDING),
        ("按病种（组）付费病种覆盖率", Measure.PAYMENT_GROUPS),
        ("DIP付费医疗机构覆盖率", Measure.PAYMENT_INSTITUTIONS),
        ("落实举报奖励数", Measure.REPORTS_REWARDED),
        ("奖励资金", Measure.REWARD_MONEY),
        ("开展全市定点医疗机构检查", Measure.INSPECTED),
        ("定点医药机构监督检查覆盖率", None),
        ("政策宣传场次", None),
        (None, None),
    ],
)
def test_measure(name: str | None, measure: Measure | None) -> None:
    assert measured(row(name)) is measure


@pytest.mark.parametrize(
    ("name", "actual", "base", "figure"),
    [
        ("参保人数", "216.5万人", "人", Decimal(2_165_000)),
        ("参保人数（万人）", "216.5", "人", Decimal(2_165_000)),
        ("补助标准（元）", "640", "元", Decimal(640)),
        ("补助标准（元/人·年）", "640", "元", Decimal(640)),
        ("补助标准", "640", "元", None),
        ("补助标准", "640人", "元", None),
        ("参保人数（万人）", "约216", "人", None),
        ("参保人数（万人）", "稳步增长", "人", None),
        ("按病种（组）付费家数", "5", "人", None),
    ],
)
def test_plain_figure(name: str, actual: str, base: str, figure: Decimal | None) -> None:
    assert plain(row(name, actual), row(name, actual).actual, base) == figure


def test_bounds_count_only_where_they_are_asked_for() -> None:
    told = row("补助标准（元）", "≥640")
    assert plain(told, told.actual, "元") is None
    assert plain(told, told.actual, "元", bound=True) == 640


@pytest.mark.parametrize(
    ("name", "actual", "slack"),
    [
        ("参保人数", "216.96万人", 50),
        ("参保人数（万人）", "217", 5000),
        ("参保人数", "2169600人", 0),
        ("参保人数", "很多", 0),
    ],
)
def test_what_rounding_hides(name: str, actual: str, slack: int) -> None:
    told = row(name, actual)
    assert printed_slack(told, told.actual) == slack
