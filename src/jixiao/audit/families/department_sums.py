"""DEP, the sums of a department's report: basic and project spending make the total, current and other assets make the assets."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from jixiao import targets
from jixiao.audit.case import SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import ZERO, half_unit, places
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.scoring import written

_TRUE = (article("财预〔2013〕53号", "部门整体公式"), article("财预〔2020〕10号", "第五章"))
_AMOUNT = r"(?:为|是|共计?|合计|总计|安排|数|预算|决算|[:：])*(?P<{0}>\d[\d,]*(?:\.\d+)?)\s*(?P<{0}_unit>亿元|万元|元)"
_BASIC = re.compile(r"(?<!项目)基本支出" + _AMOUNT.format("amount"))
_PROJECT = re.compile(r"(?<!基本)项目支出" + _AMOUNT.format("amount"))
_TOTAL = re.compile(
    r"(?P<what>(?:支出|年初|调整后?|全年|部门|本年|总)[^，。；,;：:\d]{0,20}?|(?:支出)?(?:总计|合计|总额))(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<amount_unit>亿元|万元|元)"
)
_MORE = re.compile(r"(?:上缴上级|经营|对附属单位|事业单位经营|债务还本|结余分配|年末结转)[^，。；,;\d]{0,10}\d")
_SENTENCE = re.compile(r"[^。！？；;]+")


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """An amount in a sentence: in yuan, how far rounding may have moved it, as printed, and where it ends."""

    yuan: Decimal
    slack: Decimal
    text: str
    start: int


def _told(found: re.Match[str], name: str = "amount") -> _Told:
    digits, unit = found[name], found[f"{name}_unit"]
    number = targets.number(digits) or ZERO
    factor = targets.yuan_per(unit) or Decimal(1)
    return _Told(
        yuan=number * factor,
        slack=half_unit(places(number)) * factor if places(number) or factor != 1 else ZERO,
        text=f"{digits}{unit}",
        start=found.start(),
    )


@check(
    code="DEP-01",
    name="basic-plus-project-differs-from-total",
    title="基本支出加项目支出不等于支出总额",
    severity=Severity.FATAL,
    scope="submission",
    basis=_TRUE,
    definition=(
        "部门整体报告的一句话里写了支出总额、基本支出和项目支出（没有写其他支出），或部门整体自评表的资金行有基本支出、项目支出和总额，"
        "两者之和与总额不等；年初预算、调整预算、决算分别核对。"
    ),
    why="部门支出由基本支出和项目支出构成，加不起来说明收支数有误，其后所有比率都不可信。",
    remedy="对照部门预算、决算报表改正三个数；另有上缴上级、经营等支出的，一并写明。",
    faulty="叙述：本部门2023年支出年初预算1200万元，其中基本支出700万元，项目支出480万元。",
    sound="叙述：本部门2023年支出年初预算1200万元，其中基本支出700万元，项目支出500万元。",
)
def basic_plus_project_differs_from_total(case: SubmissionCase) -> Iterator[Fault]:
    """DEP-01: basic and project spending make the total, in every sentence that states all three and in the fund table."""
    for passage in case.narrative.text:
        if "基本支出" in passage.text and "项目支出" in passage.text:
            for sentence in _SENTENCE.finditer(passage.text):
                yield from _in_sentence(case, sentence.group(), Quote(text=sentence.group(), place=passage.place))
    yield from _in_fund_tables(case)


def _in_sentence(case: SubmissionCase, text: str, quote: Quote) -> Iterator[Fault]:
    basics, projects = list(_BASIC.finditer(text)), list(_PROJECT.finditer(text))
    if len(basics) != 1 or len(projects) != 1 or _MORE.search(text):
        return
    basic, project = _told(basics[0]), _told(projects[0])
    first = min(basic.start, project.start)
    before = [
        found
        for found in _TOTAL.finditer(text, 0, first)
        if "收入" not in text[max(found.start() - 8, 0) : found.end()]
    ]
    if not before or "其中" not in text[before[-1].end() : first]:
        return
    total = _told(before[-1])
    difference = total.yuan - basic.yuan - project.yuan
    if abs(difference) <= total.slack + basic.slack + project.slack:
        return
    yield case.finding(
        message=(
            f"报告正文写“{before[-1]['what']}{total.text}”，其中基本支出{basic.text}、项目支出{project.text}，"
            f"两项相加{_sum(basic, project)}，相差{_like(abs(difference), total)}。"
        ),
        quotes=[quote],
        figures={"支出总额": total.text, "基本支出": basic.text, "项目支出": project.text},
    )


def _sum(one: _Told, other: _Told) -> str:
    return _like(one.yuan + other.yuan, one)


def _like(yuan: Decimal, told: _Told) -> str:
    """Write an amount in the unit of another one."""
    unit = next(unit for unit in ("亿元", "万元", "元") if told.text.endswith(unit))
    return f"{written(yuan / (targets.yuan_per(unit) or 1))}{unit}"


def _in_fund_tables(case: SubmissionCase) -> Iterator[Fault]:
    for form in case.cases:
        basics = [row for row in form.funds if "基本支出" in row.label]
        projects = [row for row in form.funds if "项目支出" in row.label]
        total = form.fund_table.total
        if len(basics) != 1 or len(projects) != 1 or total is None or form.evaluation.kind != "department":
            continue
        for column, title in (("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "全年执行数")):
            parts = [getattr(basics[0], column), getattr(projects[0], column)]
            whole = getattr(total, column)
            if whole is None or None in parts or abs(whole - sum(parts)) <= form.fund_table.tolerance(column, 3):
                continue
            yield form.finding(
                message=(
                    f"{title}：基本支出{written(parts[0])}＋项目支出{written(parts[1])}＝{form.money(sum(parts))}，"
                    f"支出总额填{form.money(whole)}，相差{form.money(abs(whole - sum(parts)))}。"
                ),
                quotes=[row.path(column) for row in (total, basics[0], projects[0])],
                figures={"总额": written(whole), "基本支出": written(parts[0]), "项目支出": written(parts[1])},
                certainty=None if len(form.funds) == 3 else Certainty.LIKELY,
            )


_ASSETS = re.compile(r"资产(?:总额|总计|合计|总量)" + _AMOUNT.format("amount"))
_CURRENT = re.compile(r"(?<!非)流动资产(?:合计|总额)?" + _AMOUNT.format("amount"))
_FIXED = re.compile(r"非流动资产(?:合计|总额)?" + _AMOUNT.format("amount"))


@check(
    code="DEP-02",
    name="assets-do-not-add-up",
    title="流动资产加非流动资产不等于资产总额",
    severity=Severity.INFO,
    scope="submission",
    basis=(article("财预〔2020〕10号", "第五章"),),
    definition="部门整体报告同一段文字写了资产总额、流动资产和非流动资产，后两者之和与总额不等（四舍五入之内的不算）。",
    why="资产数取自决算报表，加不起来说明抄录有误，资产管理指标的基础数据不可靠。",
    remedy="对照资产负债表改正三个数。",
    faulty="叙述：截至年底资产总额为3660.15万元。流动资产214.44万元，非流动资产3411.49万元。",
    sound="叙述：截至年底资产总额为3625.93万元。流动资产214.44万元，非流动资产3411.49万元。",
)
def assets_do_not_add_up(case: SubmissionCase) -> Iterator[Fault]:
    """DEP-02: current and other assets make the assets, where one passage states all three once."""
    for passage in case.narrative.text:
        if "流动资产" not in passage.text:
            continue
        found = [list(pattern.finditer(passage.text)) for pattern in (_ASSETS, _CURRENT, _FIXED)]
        if any(len(each) != 1 for each in found):
            continue
        total, current, other = (_told(each[0]) for each in found)
        difference = total.yuan - current.yuan - other.yuan
        if abs(difference) <= total.slack + current.slack + other.slack:
            continue
        yield case.finding(
            message=(
                f"报告正文写资产总额{total.text}，流动资产{current.text}加非流动资产{other.text}为{_sum(current, other)}，"
                f"相差{_like(abs(difference), total)}。"
            ),
            quotes=[Quote(text=passage.text, place=passage.place)],
            figures={"资产总额": total.text, "流动资产": current.text, "非流动资产": other.text},
        )
