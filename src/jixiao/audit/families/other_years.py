"""TIM-01, TIM-02, TIM-04: do targets, figures and texts speak of the year of the form? No clock is asked, only what is printed."""

import re
from collections.abc import Iterator

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.printed import deadlines
from jixiao.audit.prose import Chapter, chapters
from jixiao.audit.rolling import SHOWN, listed, shortened
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.periods import plans, years
from jixiao.texts.sentences import clauses, sentences

_10 = "财预〔2020〕10号"
_TRUE = article(_10, "第五章")
_TIMELY = "指标：产出指标 / 时效指标 / 宣传活动完成时间 | 分值 10 | 指标值"
_COMPARED = re.compile(r"(?:较|比|与|同|自|从)$")
_COMPARES = re.compile(r"增|提高|下降|降低|减|相比|基础|水平|以来|起|结转|结余")
_PLAIN = {"", "到", "于", "在", "完成", "完工", "前完成"}
"""Words around a date that leave it a plain limit."""


def _compares(limit: targets.Deadline) -> bool:
    """Tell whether a date only serves comparison: 较2022年底增加."""
    return bool(_COMPARED.search(limit.subject or "") or _COMPARES.match(limit.tail or ""))


_LIMIT = re.compile(r"(?<!较)(?<!比)(20\d\d)年(?:\d{1,2}月)?(?:份)?(?:底|末|内)?(?:之前|以前|前|底|末)")
"""A limit inside a sentence that says more than the date."""


@check(
    code="TIM-01",
    name="target-of-another-year",
    title="指标值的年份不是本年度",
    severity=Severity.FATAL,
    basis=(article(_10, 13),),
    definition="年度指标值是带年份的时限，年份早于本表年度；晚于本表年度的（跨年项目）只作提醒。",
    why="指标以批复预算时确定的为准；留着别的年度的时限，多半是照搬旧表，本年度的时效就没有目标可比。",
    remedy="对照批复的绩效目标，把时限改为本年度的日期；上年未完项目结转的，写明本年度的完成时限并说明。",
    faulty=f"{_TIMELY} 2022年12月底前 | 实际值 2022年12月20日 | 得分 10",
    sound=f"{_TIMELY} 2023年12月底前 | 实际值 2023年12月20日 | 得分 10",
)
def target_of_another_year(case: Case) -> Iterator[Fault]:
    """TIM-01: the year printed in a deadline is the year of the form."""
    year = case.evaluation.year
    if year is None:
        return
    for row in case.rows:
        limits = [limit for limit in deadlines(row.target) if limit.year and not _compares(limit)]
        plain = isinstance(row.target, targets.Deadline) and all(
            (limit.subject or "") + (limit.tail or "") in _PLAIN for limit in limits
        )
        printed = {limit.year or 0 for limit in limits}
        if not limits and isinstance(row.target, targets.FreeText):
            printed, plain = {int(found[1]) for found in _LIMIT.finditer(key(row.indicator.target or ""))}, False
        others = sorted(printed - {year})
        if not others or year in printed:
            continue
        other = others[0]
        earlier = other < year
        yield case.finding(
            message=f"{quoted(row.name)}的指标值{quoted(row.indicator.target)}写的是{other}年，本表是{year}年度。",
            quotes=[row.path("target"), row.path("actual")],
            figures={"指标值年份": str(other), "本表年度": str(year)},
            severity=None if earlier else Severity.WARNING,
            certainty=(Certainty.CERTAIN if plain else Certainty.LIKELY) if earlier else Certainty.POSSIBLE,
            suggestion=None if earlier else "跨年项目请写明本年度应完成的部分和时限；属笔误的改为本年度日期。",
        )


_AFTER_EVENT = re.compile(r"[^，。；;]{0,40}\d")
_FIGURE = re.compile(r"\d")
_PRINTED_YEAR = re.compile(r"20\d\d")
_SIGNED = re.compile(
    r"(?:[^，。；;\d]{0,40}(?:局|中心|委员会|委|办公室|办|政府|公司|医院|单位|厅|处|科|股|室|分局|本级|组)(?:[（(]?(?:盖章|公章|章|印章)[）)]?)?[\s:：]*"
    r"|[^，。；;\d]{0,30}(?:填报|填表|填制|报告|编制|编报|落款|报送|出具|成文|印发|签字|签章|盖章|负责人|联系人|日期)[^，。；;\d]{0,20})?"
    r"\s*20\d\d\s*(?:年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|[-./]\d{1,2}[-./]\d{1,2})\s*"
)
"""A date by itself or below a unit's name, as at the end of a report: it tells when it was written, not what was done."""


@check(
    code="TIM-02",
    name="data-outside-period",
    title="引用评价年度以外的数据",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(_TRUE,),
    definition="完成值、完成情况或报告正文用评价年度之后的数据说明本年度情况，或完成值写的是以前年度的数据；比较、结转、文号和下年计划不算；时限在本年度而完成日期在年度开始之前的也算，早不了多少的只作提示。完成情况写“预计……万元”一类预计数的，只作提示。",
    why="评价的是本年度，混入其他年度的数据会使完成情况失真，也说明材料是后来改写或照搬的。",
    remedy="改用本年度的数据；确需引用其他年度作比较的，写明是比较。",
    faulty="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 2022年为97% | 得分 10",
    sound="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97%，2022年为96% | 得分 10",
)
def data_outside_period(case: SubmissionCase) -> Iterator[Fault]:
    """TIM-02: what is told as done is of the year of the form; plans, comparisons and documents of other years may be named."""
    for form in case.cases:
        if form.evaluation.form == "self_evaluation" and form.evaluation.year is not None:
            yield from _outside_in_form(form, form.evaluation.year)
    printed = {form.evaluation.year for form in case.cases if form.evaluation.form == "self_evaluation"}
    year = next(iter(printed)) if len(printed) == 1 else None
    if year is not None:
        yield from _outside_in_report(case, year)


_MUCH_EARLIER = 270
"""Days before its limit from which on a completion in an earlier year is no early one but a date of that year."""


def _done_before_the_year(form: Case, year: int) -> Iterator[Fault]:
    """2024年11月底前, finished on 2023年11月20日: what the year was to bring cannot have been done before it began."""
    for row in form.rows:
        done = next(iter(deadlines(row.actual)), None)
        if not isinstance(row.actual, targets.Deadline) or done is None or done.year is None or done.last.year >= year:
            continue
        limits = deadlines(row.target)
        told = [
            int(found) for found in _PRINTED_YEAR.findall(f"{row.indicator.name or ''} {row.indicator.target or ''}")
        ]
        timed = limits or "时效" in (row.indicator.level2 or "")
        if done.before or not timed or any(limit.every for limit in limits) or (told and min(told) < year):
            continue
        early = [(limit.last.replace(year=year, day=1) - done.last.replace(day=1)).days for limit in limits]
        much = bool(early) and min(early) >= _MUCH_EARLIER
        yield form.finding(
            message=(
                f"{quoted(row.name)}{row.compared}，完成日期在{year}年度开始之前，不是本年度完成的工作，或者年份写错。"
            ),
            title="完成日期在年度开始之前",
            quotes=[row.path("actual"), row.path("target")],
            figures={"完成日期": row.indicator.actual or "", "本表年度": str(year)},
            severity=None if much else Severity.INFO,
            certainty=None if much else Certainty.POSSIBLE,
            suggestion="核对实际完成日期：年份写错的改正；确在以前年度完成的，不得作为本年度的完成情况记分。",
        )


def _outside_in_form(form: Case, year: int) -> Iterator[Fault]:
    yield from _done_before_the_year(form, year)
    for row in form.rows:
        told = years(row.indicator.actual or "")
        others = {each.year for each in told}
        if not others or year in others or max(others) > year or isinstance(row.actual, targets.Deadline):
            continue
        if {each.year for each in years(f"{row.indicator.name or ''}，{row.indicator.target or ''}")} & others:
            continue
        start = told[0].start
        if start > 2 or not _AFTER_EVENT.match((row.indicator.actual or "")[told[0].end :]):
            continue
        other = "、".join(f"{each}年" for each in sorted(others))
        yield form.finding(
            message=f"{quoted(row.name)}的实际完成值{quoted(shortened(row.indicator.actual or ''))}是{other}的数据，本表是{year}年度。",
            quotes=[row.path("actual")],
            figures={"数据年份": other, "本表年度": str(year)},
        )
    for path, text in form.prose.results:
        hoped = _hoped(text)
        if hoped:
            yield form.finding(
                message=f"完成情况写的{listed(hoped)}是预计数，年度已经结束，应写实际数。",
                quotes=[path],
                suggestion=_COUNT_UP,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )
    for path, text in (*form.prose.results, *form.prose.conclusions):
        late = _late(text, year)
        if late:
            yield form.finding(
                message=f"{listed(late)}说的是{year}年之后的情况，本表评价的是{year}年度。",
                quotes=[path],
                figures={"本表年度": str(year)},
            )


_HOPED = re.compile(
    r"(?:预计|预估|预期|有望)(?:全?年|每年|年|本年|可|将|为|能|共|累计|全市|全县|全区|全州)*[^，。；;、]{0,16}?\d"
)
_LATER = re.compile(r"下一?年|次年|明年|20\d\d年|预计(?:不|总|发生)|比预[计期]|较预[计期]|预[计期](?:目标|指标|值|数)")


_COUNT_UP = "改写为年度终了时统计的实际数；只能估算的，写明估算的方法和依据。"


def _hoped(text: str) -> list[str]:
    """The clauses that tell as a result what is only expected, in figures; what is expected of later years is a plan."""
    if "预" not in text and "有望" not in text:
        return []
    return [clause.text for clause in clauses(text) if _HOPED.search(clause.text) and not _LATER.search(clause.text)]


_DUE_LATER = re.compile(
    r"约定[^，。；已]{0,10}20\d\d年[^，。；已]{0,16}(?:支付|付清|拨付|结清|付款)"
    r"|20\d\d年[^，。；已]{0,12}(?:验收|审计|审定|决算|结算|期满|到期)(?:合格|通过)?后再?[^，。；已]{0,4}(?:支付|付清|拨付|结清|付款)"
)
"""A payment that falls due in a later year is a plan: 按合同约定于2026年1月验收后支付."""


def _late(text: str, year: int) -> list[str]:
    """The sentences that give figures of a year after that of the form as facts."""
    if not any(int(printed) > year for printed in _PRINTED_YEAR.findall(text)):
        return []
    return [
        sentence.text
        for sentence in sentences(text)
        for told in years(sentence.text)[-1:]
        if told.year > year
        and not plans(sentence.text)
        and not _DUE_LATER.search(sentence.text)
        and _FIGURE.search(sentence.text, told.end)
        and not _SIGNED.fullmatch(sentence.text)
    ]


def _outside_in_report(case: SubmissionCase, year: int) -> Iterator[Fault]:
    found = [
        (sentence, passage.quote)
        for passage in chapters(case.narrative)
        if passage.chapter in {Chapter.RESULTS, Chapter.PROBLEMS}
        for sentence in _late(passage.text, year)
    ]
    hoped = [
        (clause, passage.quote)
        for passage in chapters(case.narrative)
        if passage.chapter is Chapter.RESULTS
        for clause in _hoped(passage.text)
    ]
    if hoped:
        yield case.finding(
            message=f"报告正文写的{listed([clause for clause, _ in hoped])}是预计数，{year}年度已经结束，应写实际数。",
            quotes=list(dict.fromkeys(quote for _, quote in hoped))[:SHOWN],
            suggestion=_COUNT_UP,
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
        )
    if found:
        yield case.finding(
            message=f"报告评价的是{year}年度，{listed([sentence for sentence, _ in found])}却用了{year}年之后的数据。",
            quotes=[quote for _, quote in found[:SHOWN]],
            figures={"评价年度": str(year)},
        )


_OWN_TIME = re.compile(r"^[^，。；;0-9]{0,6}$")


@check(
    code="TIM-04",
    name="text-of-another-year",
    title="目标或完成情况写的是别的年度",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 13), _TRUE),
    definition="年度总体目标、完成情况或自评结论以别的年度开头叙述，该段没有提到本年度；中长期目标（到2025年）、比较和结转不算。",
    why="年份不对多半是照搬上年的目标或总结，没有反映本年度的要求和完成情况。",
    remedy="按本年度批复的目标和实际完成情况重写，核对文中的每一个年份。",
    faulty="目标：预期 2022年组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册",
    sound="目标：预期 2023年组织政策宣传，使参保群众了解待遇政策 | 实际 组织宣传11场，发放手册2100册",
)
def text_of_another_year(case: Case) -> Iterator[Fault]:
    """TIM-04: a goal, result or conclusion that opens with a year opens with that of the form."""
    year = case.evaluation.year
    if year is None or "20" not in case.joined_texts:
        return
    for path, text in (*case.prose.goals, *case.prose.results, *case.prose.conclusions):
        if str(year) in text:
            continue
        found = [
            (told.year, sentence.text)
            for sentence in sentences(text)
            for told in years(sentence.text)[:1]
            if told.year < year and _OWN_TIME.match(sentence.text[: told.start])
        ]
        if found:
            other = found[0][0]
            yield case.finding(
                message=f"{quoted(shortened(found[0][1]))}写的是{other}年，该段没有提到{year}年，本表是{year}年度。",
                quotes=[path],
                figures={"文中年份": str(other), "本表年度": str(year)},
            )
