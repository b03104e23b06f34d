"""MED-11: whether the money for 医保服务能力 is spent on what it is for."""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.findings import Certainty, Severity
from jixiao.law import article

_CAPACITY = re.compile(r"医疗服务与保障能力|医疗保障(?:服务)?能力(?:提升|建设)|医保服务能力(?:提升|建设)")
_OUTSIDE = (
    (
        "党建活动",
        re.compile(
            r"(?:讲|上)党课|红色教育|党员(?:干部)?(?:教育|活动|学习)|党建(?:活动|工作|经费|引领活动)|主题党日|党组织(?:活动|建设)|支部(?:活动|建设)"
        ),
    ),
    (
        "人员待遇",
        re.compile(
            r"(?:发放|支付|用于|列支)[^，。；,;]{0,8}(?:工资|津贴|补贴|奖金|福利)|(?:编外|聘用)人员(?:工资|薪酬)"
        ),
    ),
    (
        "基建和车辆",
        re.compile(r"(?:新建|改建|扩建|修建|购置)[^，。；,;]{0,8}(?:办公(?:楼|用房)|楼堂馆所|公务(?:用)?车|车辆)"),
    ),
    ("公务接待和出国", re.compile(r"(?<!不)(?:公务接待|因公出国)(?:费|支出|经费)")),
)
_DENIED = re.compile(r"(?:不得|严禁|禁止|未|没有|不|无)[^，。；,;]{0,16}$")
_OTHER_MONEY = re.compile(r"[^。；;]{0,20}?(?:由|使用|从)[^，。；,;]{0,8}(?:其他|本级|公用|党建)(?:资金|经费)")


@check(
    code="MED-11",
    name="capacity-fund-used-otherwise",
    title="服务能力提升资金疑用于规定用途之外",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article("医保服务能力提升补助资金", "全文"),),
    forms=ANY_FORM,
    definition="医疗保障服务能力提升补助资金的目标、完成情况或指标写有党建活动、人员待遇、基建和车辆、公务接待和出国等与医保服务能力无关的事项。",
    why="这笔资金用于医保信息化、基金监管、支付方式改革等；列入其他事项，审计会认定为扩大开支范围。",
    remedy="对照资金管理办法核对支出范围；确由其他经费安排的，从本表的目标和指标中删去或注明资金来源。",
    faulty="""
        项目名称：医疗服务与保障能力提升补助资金
        目标：预期 组织政策宣传，开展主题党日活动 | 实际 组织宣传11场，发放手册2100册
    """,
    sound="""
        项目名称：医疗服务与保障能力提升补助资金
        目标：预期 组织政策宣传，开展经办人员培训 | 实际 组织宣传11场，培训经办人员80人
    """,
)
def capacity_fund_used_otherwise(case: Case) -> Iterator[Fault]:
    """MED-11: goals and indicators of the capacity fund name nothing that this money is not for; once for each kind of use."""
    if not _CAPACITY.search(case.evaluation.project_name or ""):
        return
    for kind, words in _OUTSIDE:
        if not words.search(case.joined_texts):
            continue
        found = [
            (path, match.group())
            for path, text in case.texts
            if path.startswith(("goals/", "indicators/"))
            for match in words.finditer(text)
            if not _DENIED.search(text, 0, match.start()) and not _OTHER_MONEY.match(text, match.end())
        ]
        if found:
            named = "”“".join(dict.fromkeys(text for _, text in found))
            yield case.finding(
                message=f"医疗保障服务能力提升资金的自评表写有“{named}”，属{kind}，请核对是否在本项资金的支出范围之内。",
                quotes=list(dict.fromkeys(path for path, _ in found))[:5],
                figures={"事项": named},
            )
