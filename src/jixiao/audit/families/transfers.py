"""TRF: 转移支付 forms: are the seven rows of 资金管理情况 filled, was the money passed on within thirty days, is the user the right one?"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import missed
from jixiao.audit.rolling import SHOWN, shortened
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.dates import DATE, days
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses

_163 = "财预〔2015〕163号"
_FRAME = article("转移支付自评报告提纲", "全文")
_OPENING = "评价：transfer self_evaluation 2023 万元 转移支付区域绩效目标自评表"
_ROWS = (
    ("分配科学性", "分配"),
    ("下达及时性", "下达"),
    ("拨付合规性", "拨付"),
    ("使用规范性", "使用"),
    ("执行准确性", "执行"),
    ("预算绩效管理情况", "绩效"),
    ("支出责任履行情况", "责任"),
)
_FILLED = """
管理：分配科学性 | 情况 按参保人数和上年执行率测算分配 | 问题 无
管理：下达及时性 | 情况 收到文件后18日内分解下达到县 | 问题 无
管理：拨付合规性 | 情况 按国库集中支付制度拨付到用款单位 | 问题 无
管理：使用规范性 | 情况 用于信息化建设和基金监管，内部审计未见违规 | 问题 无
管理：执行准确性 | 情况 资金支出方向与下达的目标一致 | 问题 无
管理：预算绩效管理情况 | 情况 7月开展绩效监控，年度终了组织自评并抽查 | 问题 无
"""
_LAST = "管理：支出责任履行情况 | 情况 地方配套资金已在6月到位 | 问题 无"


@check(
    code="TRF-01",
    name="management-rows-not-filled",
    title="资金管理情况没有填全",
    severity=Severity.WARNING,
    basis=(_FRAME,),
    definition="转移支付自评表的七项资金管理情况缺行、情况说明空白，或存在执行率不足、未完成指标而“存在问题和改进措施”一栏全部空白。",
    why="资金管理情况是转移支付自评的主要内容，空白就看不出资金分配、下达、使用是否合规。",
    remedy="七项逐项写明做法和依据；有问题的写明问题和改进措施，没有问题的写“无”。",
    faulty=f"{_OPENING}\n{_FILLED}\n管理：支出责任履行情况 | 情况 - | 问题 无",
    sound=f"{_OPENING}\n{_FILLED}\n{_LAST}",
)
def management_rows_not_filled(case: Case) -> Iterator[Fault]:
    """TRF-01: seven rows, each with words, and a column of problems that is not blank where there are problems."""
    management = case.evaluation.fund_management
    if case.evaluation.kind != "transfer" or not management:
        return
    items = [re.sub(r"\s", "", row.item) for row in management]
    missing = [name for name, word in _ROWS if not any(word in item for item in items)]
    if missing and not case.incomplete:
        yield case.finding(
            message=f"资金管理情况缺少{'、'.join(missing)}（共缺{len(missing)}项）。", quotes=["fund_management/0/item"]
        )
    blank = [at for at, row in enumerate(management) if not row.description]
    if blank:
        yield case.finding(
            message=f"资金管理情况的{'、'.join(management[at].item for at in blank)}没有写情况说明（共{len(blank)}项）。",
            quotes=[f"fund_management/{at}/description" for at in blank[:SHOWN]],
            certainty=Certainty.POSSIBLE if case.incomplete else Certainty.CERTAIN,
        )
    if len(management) > 1 and not any(row.issue for row in management):
        yield from _no_problems(case)


def _no_problems(case: Case) -> Iterator[Fault]:
    """The column of problems is blank in every row: a fault where the form shows problems, a hint where it shows none."""
    count = len(case.evaluation.fund_management)
    shown = []
    rate = case.execution_rate
    if rate is not None and rate < Decimal("99.99"):
        shown.append(f"预算执行率{written(round(rate, 2))}%")
    short_of = [row for row in case.rows if missed(row)]
    if short_of:
        shown.append(f"{len(short_of)}项指标未达到目标（{'、'.join(row.name for row in short_of[:SHOWN])}）")
    if shown:
        yield case.finding(
            message=f"资金管理情况{count}项的“存在问题和改进措施”全部空白，而{'，'.join(shown)}。",
            quotes=["fund_management/0/issue", *(row.path("actual") for row in short_of[:SHOWN])],
            certainty=Certainty.LIKELY,
        )
    else:
        yield case.finding(
            message=f"资金管理情况{count}项的“存在问题和改进措施”全部空白，没有问题的也应写明“无”。",
            quotes=["fund_management/0/issue"],
            severity=Severity.INFO,
        )


_LATE = re.compile(
    r"(?:未|没有|没|未能)[^。；;]{0,24}?(?:30|三十)\s*(?:个工作|个自然)?[日天][^。；;]{0,16}|(?:超过|超出|晚于|突破)[^。；;]{0,12}?(?:30|三十)\s*(?:个工作|个自然)?[日天]"
    r"|(?:30|三十)\s*[日天](?:之?内|的?时限|规定)[^。；;]{0,10}?(?:未|没有|没)(?:能)?[^。；;]{0,6}"
)
_SLOW = re.compile(
    r"(?:收到|接到)[^。;；]{0,24}?(?:后|之日起|起)[^。;；\d]{0,6}(?P<days>\d{1,3})\s*(?:个自然)?[日天](?:之?内)?[^。;；]{0,8}?(?:下达|分解|分配|拨付)"
)
_DENIED = re.compile(r"未发生|未出现|不存在|没有出现|没有发生|未发现|避免|杜绝|防止")
_RECEIVED = re.compile(r"收到|收文|接到|下达我|省[^，。；;]{0,10}下达|上级[^，。；;]{0,10}下达")
_PASSED_ON = re.compile(
    r"分解下达|分配下达|下达(?:到|至|给)|下达(?:各|全部|所辖|辖区|有关|相关)*(?:市|州|县|区|乡|镇|盟|旗)|转下达|拨付(?:到|至)|分配(?:到|至)|下发(?:到|至)"
)
_THIRTY = 30
_TIMELY = re.compile(r"及时|按时|按规定(?:时限|时间)|在规定(?:时限|时间)")


@check(
    code="TRF-02",
    name="passed-on-after-thirty-days",
    title="资金未在30日内分解下达",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_163, "下达"),),
    definition="资金管理情况写明没有在收到资金30日内分解下达，或写明的收到日期与下达日期相隔超过30日；只写“及时下达”而没有日期和天数的，只作提示。",
    why="接收转移支付的地方应在三十日内分解下达，迟拨会影响当年执行和目标完成。",
    remedy="写明收到和下达的文号、日期和迟延原因，情况说明不再称“及时”；今后提前做好分配方案。",
    faulty=f"{_OPENING}\n{_FILLED.replace('收到文件后18日内分解下达到县', '2023年3月1日收到省级文件，4月20日分解下达到县')}\n{_LAST}",
    sound=f"{_OPENING}\n{_FILLED.replace('收到文件后18日内分解下达到县', '2023年3月1日收到省级文件，3月20日分解下达到县')}\n{_LAST}",
)
def passed_on_after_thirty_days(case: Case) -> Iterator[Fault]:
    """TRF-02: more than thirty days by the dates told, or by the form's own admission."""
    if case.evaluation.kind != "transfer":
        return
    for at, row in enumerate(case.evaluation.fund_management):
        for field, text in (("description", row.description), ("issue", row.issue)):
            if not text:
                continue
            path = f"fund_management/{at}/{field}"
            found = _LATE.search(text)
            if found and not _DENIED.search(text, max(0, found.start() - 12), found.end()):
                claimed = field == "issue" and _TIMELY.search(row.description or "")
                also = f"，情况说明却称{quoted(claimed.group())}" if claimed else ""
                yield case.finding(
                    message=f"{quoted(row.item)}写明{quoted(found.group())}{also}。",
                    quotes=[path, f"fund_management/{at}/description"] if claimed else [path],
                )
                continue
            slow = _SLOW.search(key(text))
            if slow and int(slow["days"]) > _THIRTY:
                yield case.finding(
                    message=f"{quoted(row.item)}写明收到后{slow['days']}日才分解下达，超过30日。",
                    quotes=[path],
                    figures={"相隔天数": slow["days"]},
                )
                continue
            gap = _gap(text, case.evaluation.year)
            if field == "description" and not row.issue and _no_day_told(row.item, text):
                yield case.finding(
                    message=f"{quoted(row.item)}只写{quoted(shortened(text))}，没有写收到和下达的日期或相隔天数，是否在30日内无法核对。",
                    quotes=[path],
                    severity=Severity.INFO,
                    certainty=Certainty.POSSIBLE,
                    title="看不出是否在30日内下达",
                )
            elif gap is not None and gap[2] > _THIRTY:
                yield case.finding(
                    message=f"{quoted(row.item)}写明{gap[0]}收到、{gap[1]}下达，相隔{gap[2]}天，超过30日。",
                    quotes=[path],
                    figures={"相隔天数": str(gap[2])},
                )


_DAYS = re.compile(r"[\d一二三四五六七八九十]\s*(?:个工作|个自然)?[日天]|\d\s*月|当[日天]|随文|同步")


def _no_day_told(item: str, text: str) -> bool:
    """Tell whether the row about passing on claims to be in time and names neither a day nor a number of days."""
    return "下达" in item and _TIMELY.search(text) is not None and not _DAYS.search(text)


def _gap(text: str, year: int | None) -> tuple[str, str, int] | None:
    """The first day of receipt and the first day of passing on after it, with the days between; None where either is not told."""
    received: tuple[str, date] | None = None
    for clause in clauses(text):
        day = _day(clause.text, year)
        if day is None:
            continue
        year = day[1].year
        if _RECEIVED.search(clause.text):
            received = day
        elif received and _PASSED_ON.search(clause.text):
            between = (day[1] - received[1]).days
            return (received[0], day[0], between) if between >= 0 else None
    return None


def _day(clause: str, year: int | None) -> tuple[str, date] | None:
    stated = [(found.group(), days(found)) for found in DATE.finditer(key(clause))]
    single = [(text, day) for text, day in stated if day is not None and day.first == day.last and "日" in text]
    if len(single) != 1 or (single[0][1].year or year) is None:
        return None
    text, day = single[0]
    try:
        return text, day.first.replace(year=day.year or year or day.first.year)
    except ValueError:  # the 29th of February of a year without one
        return None


_EVERYBODY = re.compile(r"省级|各(?:设区)?市|市[(（]州[)）]|县[(（]市?、?区[)）]|各县|各区|各盟")
_BARE_PLACE = re.compile(r"[一-鿿]{2,12}(?:省|市|州|盟|县|区|旗)")
_LOCAL = re.compile(r"[一-鿿]{2,}(?:市|州|盟|县|区|旗)(?:医疗保障|医保)局")


@check(
    code="TRF-03",
    name="user-unit-at-wrong-level",
    title="资金使用单位层级不对或不是单位",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_163, 3), _FRAME),
    definition="市、县填报的转移支付自评表，资金使用单位仍照抄上级模板的“省级、各市（州）”；只写行政区划名称、不是单位的作提醒。",
    why="资金使用单位是绩效责任主体；照抄模板或只写地名，就找不到对资金使用负责的单位。",
    remedy="填写本级实际使用资金的单位全称；有多个的逐一列出或写“某市医疗保障局及所辖县（区）医疗保障局”。",
    faulty=f"{_OPENING}\n{_FILLED}\n{_LAST}\n地方主管部门：清江市医疗保障局\n实施单位：省级、各市（州）医疗保障局",
    sound=f"{_OPENING}\n{_FILLED}\n{_LAST}\n地方主管部门：清江市医疗保障局\n实施单位：清江市医疗保障局及所辖县（区）医疗保障局",
)
def user_unit_at_wrong_level(case: Case) -> Iterator[Fault]:
    """TRF-03: who used the money is a unit, and one that belongs to whoever fills in the form."""
    form = case.evaluation
    user = re.sub(r"\s", "", form.implementer or "")
    if form.kind != "transfer" or not user:
        return
    local = re.sub(r"\s", "", form.local_supervisor or "")
    if _EVERYBODY.search(user) and "省级" in user and _LOCAL.search(local):
        yield case.finding(
            message=f"资金使用单位写{quoted(user)}，地方主管部门是{quoted(local)}，本级不管省级和其他市的资金，疑为照抄上级模板。",
            quotes=["implementer", "local_supervisor"],
        )
    elif _BARE_PLACE.fullmatch(user) and not re.search(r"局|中心|医院|社区|园区|办", user):
        yield case.finding(
            message=f"资金使用单位只写{quoted(user)}，是行政区划名称，不是单位。",
            quotes=["implementer"],
            severity=Severity.WARNING,
            certainty=Certainty.POSSIBLE,
        )
