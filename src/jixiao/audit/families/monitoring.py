"""MON: does a monitoring form (双监控) say of every red light why, whether the target can still be reached, and what is done about it?"""

import re
from collections.abc import Iterator

import msgspec

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.printed import told_reason
from jixiao.audit.reasons import given, names_measure
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.monitoring import Light
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_136 = "财预〔2019〕136号"
_FORM = """\
评价：project monitoring 2025 万元 项目支出绩效运行监控表
期间：1-7月
资金：年度资金总额 | 年初 100 | 执行 58 | 执行率 58.00%
目标：预期 组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传，发放手册2100册
总分：-
等级：-
结论：-
备注：-
指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 指标值 ≥95% | 实际值 97%
指标：产出指标 / 时效指标 / 宣传活动按时完成率 | 指标值 ≥90% | 实际值 96%
指标：产出指标 / 成本指标 / 每场活动成本 | 指标值 ≤9万元 | 实际值 8.6万元
指标：效益指标 / 社会效益指标 / 参保群众政策知晓率 | 指标值 ≥80% | 实际值 84%
指标：效益指标 / 可持续影响指标 / -
指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 指标值 ≥85% | 实际值 91%
"""
_RED = f"{_FORM}指标：产出指标 / 数量指标 / 政策宣传场次 | 指标值 ≥12场 | 实际值 2场 |"
_SLOW = (
    f"{_FORM.replace('执行 58 | 执行率 58.00%', '执行 8 | 执行率 8.00%')}"
    "指标：产出指标 / 数量指标 / 政策宣传场次 | 指标值 ≥12场 | 实际值 7场"
)
_CAUSE = "原因 经费保障：补助资金六月才下达，已列入八月宣传计划，由宣传科每月补办2场"
_CATEGORIES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
_ONLY_CATEGORY = re.compile(rf"(?:{'|'.join(_CATEGORIES)})[:：]?")
_OF_BUDGET = re.compile("资金|经费|预算|支付|支出|执行|拨付|结算|付款|尾款")
_TO_BE_DONE = re.compile("将|拟|计划|下一步|已|加快|督促|调整|调减|收回|月底|月前|(?:(?<!年)四|下一?)季度[^，。；;]")


class _RedRow(msgspec.Struct, frozen=True):
    """A row with a red light, and the arithmetic of the light."""

    row: Row
    because: str

    @property
    def reason(self) -> str:
        """偏差原因 in more than the category of the cause; empty where there is none."""
        told = given(self.row)
        return "" if _ONLY_CATEGORY.fullmatch(told) else told

    def finding(self, case: Case, lacks: str, *fields: str) -> Fault:
        """Say what the row lacks; `fields` are those of its cells that show it."""
        return case.finding(
            message=f"{quoted(self.row.name)}亮红灯（{self.because.rstrip('。')}），{lacks}。",
            quotes=map(self.row.path, fields),
            rests_on=[self.row.path("target"), self.row.path("actual")],
        )


def _red_rows(case: Case) -> Iterator[_RedRow]:
    card = case.watched
    for light in card.rows if card else ():
        if light.light is Light.RED and light.indicator is not None:
            yield _RedRow(case.rows[light.indicator], light.because)


@check(
    code="MON-01",
    name="red-light-without-outlook",
    title="亮红灯的指标没有判断能否完成目标",
    severity=Severity.ERROR,
    basis=(article(_136, "内容"),),
    forms=("monitoring",),
    definition="指标亮红灯，却没有填写全年预计完成值，或没有填写完成目标可能性。",
    why="双监控既监控目标完成情况，也监控趋势；红灯之后不判断全年能否完成，就不能决定继续、调整还是停止。",
    remedy="按目前进度预计全年完成值，在“完成目标可能性”中选“确定能”“有可能”或“完全不可能”。",
    faulty=f"{_RED} {_CAUSE}",
    sound=f"{_RED} 预计 12场 | 可能性 有可能 | {_CAUSE}",
)
def red_light_without_outlook(case: Case) -> Iterator[Fault]:
    """MON-01: every row with a red light says what the year will come to and how likely the target is."""
    words = {"forecast": "全年预计完成值", "likelihood": "完成目标可能性"}
    for red in _red_rows(case):
        missing = [field for field in words if not getattr(red.row.indicator, field)]
        if missing:
            named = "、".join(words[field] for field in missing)
            yield red.finding(case, f"没有填写{named}", "actual", *missing)


@check(
    code="MON-02",
    name="red-light-unexplained",
    title="亮红灯的指标没有说明偏差原因",
    severity=Severity.ERROR,
    basis=(article(_136, "内容"),),
    forms=("monitoring",),
    definition="指标亮红灯，偏差原因却是空白，或只选了原因类别（经费保障、制度保障等）而没有说明。",
    why="不知道为什么偏离，就不知道该由谁、用什么办法纠正；只有类别没有事实，等于没有说明。",
    remedy="选定原因类别，写明发生了什么、何时发生、对进度有什么影响。",
    faulty=f"{_RED} 预计 12场 | 可能性 有可能",
    sound=f"{_RED} 预计 12场 | 可能性 有可能 | {_CAUSE}",
)
def red_light_unexplained(case: Case) -> Iterator[Fault]:
    """MON-02: every row with a red light says why, in more than the category of the cause."""
    for red in _red_rows(case):
        if not red.reason:
            category = told_reason(red.row)
            lacks = f"只有类别{category}，没有说明" if given(red.row) else "没有说明偏差原因"
            yield red.finding(case, lacks, "actual", "note")


@check(
    code="MON-03",
    name="red-light-not-handled",
    title="亮红灯的指标没有写明处理措施",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_136, "处置"),),
    forms=("monitoring",),
    definition="指标亮红灯，说了原因，却没有写明正在或将要采取什么措施。",
    why="监控是为了及时纠正；只有原因没有措施，年底就只剩一个没有完成的目标。",
    remedy="写明措施、责任科室和完成时间；客观上已不能完成的，写明拟申请调整目标和预算。",
    faulty=f"{_RED} 预计 12场 | 可能性 有可能 | 原因 经费保障：补助资金六月才下达",
    sound=f"{_RED} 预计 12场 | 可能性 有可能 | {_CAUSE}",
)
def red_light_not_handled(case: Case) -> Iterator[Fault]:
    """MON-03: every row with a red light whose reason is given says what is done about it as well."""
    for red in _red_rows(case):
        if red.reason and not names_measure(red.row) and not _TO_BE_DONE.search(red.reason):
            yield red.finding(case, f"偏差原因{told_reason(red.row)}中没有处理措施", "note", "actual")


@check(
    code="MON-04",
    name="red-budget-light-unexplained",
    title="预算执行亮红灯，没有说明原因和措施",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_136, "内容"), article(_136, "处置")),
    forms=("monitoring",),
    definition="预算执行进度亮红灯，而各行偏差原因、备注和其他栏目都没有说到资金支出为什么慢、怎样加快。",
    why="执行进度明显落后于时间进度的，年底多半结转；不说明原因，财政部门无从决定继续、调减还是收回。",
    remedy="在备注中写明执行慢的原因、后几个月的支出计划；确实用不完的，写明拟调减的数额。",
    faulty=_SLOW,
    sound=_SLOW.replace("备注：-", "备注：补助资金六月才下达，计划九月底前支付宣传费60万元。"),
)
def red_budget_light_unexplained(case: Case) -> Iterator[Fault]:
    """MON-04: a red light of the budget is explained somewhere in the form."""
    card, total = case.watched, case.fund_table.total
    if card is None or total is None or card.budget.light is not Light.RED:
        return
    texts = [
        case.evaluation.remark,
        case.evaluation.conclusion,
        *(field.value for field in case.evaluation.fields),
        *(row.reason for row in case.rows),
        *(each.issue or each.description for each in case.evaluation.fund_management),
    ]
    told = [key(text) for text in texts if text]
    if not any(_OF_BUDGET.search(text) and _TO_BE_DONE.search(text) for text in told):
        yield case.finding(
            message=f"预算执行亮红灯（{card.budget.because.rstrip('。')}），表中没有说明原因和加快执行的措施。",
            quotes=[f"funds/{total.index}/executed", "remark"],
            rests_on=[f"funds/{total.index}/executed"],
        )
