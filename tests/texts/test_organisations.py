"""Which texts are names of units, of offices within one, and which are neither."""

import pytest

from jixiao.texts.organisations import is_organisation, may_be_organisation


@pytest.mark.parametrize(
    "text",
    ["柏川县医疗保障局", "柏川县医保 事务中心", "清河市医疗保障局（本级）", "某省医疗保障局办公室", "青岚县人民医院"],
)
def test_a_unit(text: str) -> None:
    assert is_organisation(text)
    assert may_be_organisation(text)


@pytest.mark.parametrize("text", ["基金监管科", "待遇保障股", "规划财务和法规处", "服务中心"])
def test_an_office_within_a_unit(text: str) -> None:
    assert not is_organisation(text)
    assert may_be_organisation(text)


@pytest.mark.parametrize(
    "text", ["周某", "2023年", "", "完成全年宣传任务", "业务台账", "≥95%", "中央资金", "2名工作人员。"]
)
def test_neither(text: str) -> None:
    assert not may_be_organisation(text)
