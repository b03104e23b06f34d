"""Personal data is found, and nothing else is taken for it. All persons and numbers are made up."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.texts.personal import Kind, is_person, personal

PROVINCES = [11, 13, 32, 36, 43, 51, 52, 62, 64]


def found(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, text[each.start : each.end]) for each in personal(text)]


def checked(body: str) -> str:
    weights = [pow(2, 17 - index, 11) for index in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def luhn(body: str) -> str:
    for last in "0123456789":
        digits = [int(digit) for digit in body + last]
        doubled = [digit * 2 if index % 2 else digit for index, digit in enumerate(reversed(digits))]
        if sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0:
            return body + last
    raise AssertionError(body)


IDENTITY = checked("51010719930307221")
CARD = luhn("621700380000123456")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"经办人身份证号{IDENTITY}。", [("identity", IDENTITY)]),
        (
            f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
            [("identity", f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}")],
        ),
        (f"身份证编号：{IDENTITY}", [("identity", IDENTITY)]),
        ("证号：11010519491231002X", [("identity", "11010519491231002X")]),
        ("证号：11010519491231002x", [("identity", "11010519491231002x")]),
        ("身份证：510107930307221", [("identity", "510107930307221")]),
        ("身份证号：510107199313452219", [("identity", "510107199313452219")]),
        ("王建军，身份证号510107199303072210", [("contact", "王建军"), ("identity", "510107199303072210")]),
        (f"经办人李明（身份证号{IDENTITY}）未报送", [("contact", "李明"), ("identity", IDENTITY)]),
        (f"由负责人欧阳明（{IDENTITY}）签收", [("contact", "欧阳明"), ("identity", IDENTITY)]),
        ("联系人王建军，电话13800138000", [("contact", "王建军"), ("mobile", "13800138000")]),
        ("项目负责人王建军同志（13800138000）", [("contact", "王建军"), ("mobile", "13800138000")]),
        ("由经办人李明同志负责", [("contact", "李明")]),
        ("请与联系人王建军主任联系", [("contact", "王建军")]),
        ("居民身份证号码: 990107199303072210。", [("identity", "990107199303072210")]),
        ("公民身份号码　510107 19930307 2210", [("identity", "510107 19930307 2210")]),
        ("证件号码（本人）：51010719930307221Ｘ", [("identity", "51010719930307221Ｘ")]),
        ("证件号码为510107930399221", [("identity", "510107930399221")]),
        ("身份证号码：\n5 1 0 1 0 7 1 9 9 3 0 3 0 7 2 2 1 0", [("identity", "5 1 0 1 0 7 1 9 9 3 0 3 0 7 2 2 1 0")]),
        ("身份证号：5101071993030722101", [("identity", "5101071993030722101")]),
        ("电话13800138000", [("mobile", "13800138000")]),
        ("１３８００１３８０００", [("mobile", "１３８００１３８０００")]),
        ("+86 138-0013-8000", [("mobile", "+86 138-0013-8000")]),
        ("请联系张三丰，电话：139 0816 1234", [("contact", "张三丰"), ("mobile", "139 0816 1234")]),
        ("李明（13908161234）", [("contact", "李明"), ("mobile", "13908161234")]),
        ("填报：欧阳文静，联系电话：0816-2263456", [("contact", "欧阳文静"), ("landline", "0816-2263456")]),
        ("科室座机（028）86123456转801", [("landline", "（028）86123456转801")]),
        ("电话：2263456", [("landline", "2263456")]),
        ("联系电话：0000-1263456", [("landline", "0000-1263456")]),
        ("08162263456", [("landline", "08162263456")]),
        ("邮箱 zhang.san@example.gov.cn，", [("email", "zhang.san@example.gov.cn")]),
        (f"卡号：{CARD}", [("bank-card", CARD)]),
        (
            f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
            [("bank-card", f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}")],
        ),
        ("账号：4111 1111 1111 1111", [("bank-card", "4111 1111 1111 1111")]),
        ("联系人：王芳 电话：13800138000", [("contact", "王芳"), ("mobile", "13800138000")]),
        ("填表人: 诸葛明亮", [("contact", "诸葛明亮")]),
        ("姓名：买买提·艾力，", [("contact", "买买提·艾力")]),
        ("患者王小芳因肺部感染住院12天。", [("patient", "王小芳")]),
        ("参保人员李强，男，56岁，", [("patient", "李强")]),
        ("救助对象赵四身患尿毒症。", [("patient", "赵四")]),
        ("患者姓名：刘梅 确诊为糖尿病", [("patient", "刘梅")]),
        ("住院号：ZY20230815007", [("record", "ZY20230815007")]),
        ("QQ：123456789", [("chat", "123456789")]),
        ("见 C:\\Users\\wangfang\\Desktop\\自评表.docx", [("path", "C:\\Users\\wangfang\\Desktop\\自评表.docx")]),
        ("来自 /home/zhangsan/自评/a.docx。", [("path", "/home/zhangsan/自评/a.docx")]),
        ("\\\\fileserver\\医保\\自评表.xls", [("path", "\\\\fileserver\\医保\\自评表.xls")]),
    ],
)
def test_personal_data_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "51092322T000000431595",
        "51092322T000000431595-医疗服务与保障能力提升",
        "项目编码：5109232200000043159",
        "项目编码51000023000123456784",
        "统一社会信用代码：91510107MA6CABCD1X",
        "统一社会信用代码 125101004507181234",
        "财预〔2020〕10号",
        "川财社〔2023〕138号",
        "20230915",
        "2023年9月15日至2024年12月31日",
        "2023-09-15 10:30:00",
        "13800138000元",
        "138001.38000万元",
        "金额13800138000.00",
        "¥13800138000",
        "1,380,013,800.00",
        "13,800,138,000",
        "参保13800138000人次",
        "6217003800001234560万元",
        "信访举报电话：0816-12393",
        "医保服务热线12393",
        "咨询电话：0816-2263456",
        "监督举报电话（0816）2263456",
        "预算数123456789012345元",
        "报告编号：510107199303072213",
        "身份证号/统一社会信用代码：125101004507181234",
        "法人证件号码：125101004507181234",
        "证件号码（统一社会信用代码）：125101004507181234",
        "身份证办理123456789012345人次",
        "核验身份证1234567张",
        "身份证号：510107********2210",
        checked("51010719930307221")[:-1] + ("0" if IDENTITY[-1] != "0" else "1"),
        "完成率99.13800138000%",
        "患者满意度≥90%",
        "患者费用负担减轻，因病致贫减少",
        "患者和家属满意",
        "参保人员张贴宣传画",
        "患者高额医疗费用得到保障",
        "参保人员常见病、多发病在基层就诊",
        "患者时间成本下降，住院天数减少",
        "参保居民因病住院报销比例70%",
        "患者王某某因病住院",
        "患者李×因病住院",
        "联系人：",
        "联系人：电话：",
        "联系人：待遇保障科",
        "填报人：张某某",
        "微信公众号推送20期",
        "开展宣传/培训/督导",
        "http://example.com/home/index.html",
        "3/home/2",
        "参加人：30人",
        "参保人员高龄80岁以上",
        "参保人员常年患慢性病的，纳入门诊管理",
        "救助对象万一患大病",
        "低保对象全部因病住院报销",
        "接听电话1263456次",
        "受理电话1263456件",
        "受理电话1263456，",
        "发票号13800138000",
        f"项目编码{IDENTITY}",
        f"合同编号：{IDENTITY}",
        "负责人员：5人，一线人员：10人",
        "经办人员培训由科长主持，负责人高度重视",
        "经办人何时向局长报告由负责人管理",
        "负责人应当同志愿者一起走访",
        "负责人和主任签字，联系人方便主任联系",
        "0.13800138000",
        "2022-2023-12345678",
        "第010号2345678",
    ],
)
def test_what_is_no_personal_data_is_not_taken_for_it(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("value", "person"),
    [
        ("陈静", True),
        ("Anna", True),
        ("张某", False),
        ("待遇保障科", False),
        ("", False),
        ("0816-2263456", False),
        ("×××", False),
        ("王", False),
    ],
)
def test_a_field_for_a_person_may_name_none(value: str, *, person: bool) -> None:
    assert is_person(value) is person


def test_every_kind_has_a_chinese_word() -> None:
    assert all(kind.chinese for kind in Kind)
    assert len({kind.chinese for kind in Kind}) == len(Kind)


DAYS = st.dates(min_value=date(1920, 1, 1), max_value=date(2023, 12, 31))
SURROUNDINGS = st.sampled_from(["", "，", " ", "号", "。", "（", "、", "证件"])


@given(st.sampled_from(PROVINCES), st.integers(0, 9999), DAYS, st.integers(0, 999), SURROUNDINGS, SURROUNDINGS)
def test_every_identity_number_is_found(
    province: int, region: int, day: date, sequence: int, before: str, after: str
) -> None:
    number = checked(f"{province}{region:04}{day:%Y%m%d}{sequence:03}")
    assert ("identity", number) in found(f"{before}{number}{after}")
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert "identity" not in [kind for kind, _ in found(wrong)]


@given(st.text(alphabet="0123456789", min_size=13, max_size=16))
def test_every_unionpay_card_is_found(body: str) -> None:
    number = luhn("62" + body)
    assert found(f"收款{number}") in ([("bank-card", number)], [("identity", number)])


@given(st.integers(10**8, 10**9 - 1), st.integers(3, 9), SURROUNDINGS, SURROUNDINGS)
def test_every_mobile_number_is_found(rest: int, second: int, before: str, after: str) -> None:
    number = f"1{second}{rest}"
    assert [kind for kind, _ in found(f"{before}{number}{after}")] == ["mobile"]


CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(
    st.sampled_from("159"),
    st.sampled_from(PROVINCES),
    st.integers(0, 9999),
    st.text(alphabet=CREDIT, min_size=9, max_size=9),
)
def test_no_credit_code_that_is_called_one_is_taken_for_a_person(
    kind: str, province: int, region: int, body: str
) -> None:
    code = f"{kind}1{province}{region:04}{body}"
    total = sum(CREDIT.index(sign) * pow(3, index, 31) for index, sign in enumerate(code))
    code += CREDIT[(31 - total % 31) % 31]
    assert found(f"统一社会信用代码：{code}") == []
    if any(sign.isalpha() for sign in code[:17]):
        assert found(code) == []


@given(st.integers(11, 65), st.integers(0, 9999), st.integers(20, 26), st.integers(0, 10**12 - 1))
def test_no_project_code_is_taken_for_a_person(province: int, region: int, year: int, number: int) -> None:
    assert found(f"{province}{region:04}{year}T{number:012}-医保基金监管") == []


@given(
    st.decimals(0, 10**14, places=2, allow_nan=False),
    st.sampled_from(["元", "万元", "亿元", "人次", "人", "%", "件", " 万元"]),
    st.sampled_from(["", "下达资金", "其中：", "完成"]),
)
def test_no_amount_is_taken_for_a_person(amount: Decimal, unit: str, before: str) -> None:
    for printed in (f"{amount}", f"{amount:.0f}", f"{amount:,}"):
        assert found(f"{before}{printed}{unit}") == []


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["川财社", "医保发", "财预", "川医保规"]))
def test_no_date_or_document_number_is_taken_for_a_person(day: date, number: int, issuer: str) -> None:
    text = f"{issuer}〔{day.year}〕{number}号（{day.isoformat()}，{day:%Y%m%d}，{day.year}年{day.month}月{day.day}日）"
    assert found(text) == []


@given(st.text() | st.text(alphabet="1380-（）０ 62X张王患因：联系人@./\\", max_size=40))
def test_pieces_stand_in_order_and_apart_in_any_text(text: str) -> None:
    pieces = personal(text)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert all(before.end <= after.start for before, after in pairwise(pieces))
