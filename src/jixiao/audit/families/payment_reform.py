"""MED, payment: how far DRG or DIP reaches, and that a place has one of them."""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.medical import Measure, figures, measured, plain
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_PLAN = article("医保发〔2021〕48号", "全文")
_ASPECTS = {
    Measure.PAYMENT_SPENDING: ("spending", "住院医保基金支出占比"),
    Measure.PAYMENT_GROUPS: ("groups", "病种（病组）覆盖率"),
    Measure.PAYMENT_INSTITUTIONS: ("institutions", "符合条件的医疗机构覆盖率"),
}


@check(
    code="MED-08",
    name="payment-reform-behind-plan",
    title="DRG/DIP付费覆盖低于分年进度",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(_PLAN,),
    forms=ANY_FORM,
    definition="DRG/DIP付费的基金支出占比、病种（病组）覆盖率、医疗机构覆盖率的完成值或指标值，低于三年行动计划当年的进度（2022至2024年分别为：基金支出30%、50%、70%，病种70%、80%、90%，医疗机构40%、70%、100%）。",
    why="支付方式改革有全国统一的分年进度，目标低于进度等于放松要求，完成值低于进度应当说明。",
    remedy="对照行动计划和省级部署核定指标值；未达进度的写明原因和补进度的时间。",
    faulty="指标：产出指标 / 质量指标 / DRG付费基金支出占住院基金支出比例 | 分值 10 | 指标值 ≥40% | 实际值 42% | 得分 10",
    sound="指标：产出指标 / 质量指标 / DRG付费基金支出占住院基金支出比例 | 分值 10 | 指标值 ≥50% | 实际值 52% | 得分 10",
)
def payment_reform_behind_plan(case: Case) -> Iterator[Fault]:
    """MED-08: DRG or DIP reaches at the end of the year what the plan asks for that year."""
    plan = figures().payment_reform
    year = case.evaluation.year
    due = None if year is None else plan.by_year.get(year)
    if due is None:
        return
    for row in case.rows:
        measure = measured(row)
        aspect = None if measure is None else _ASPECTS.get(measure)
        if aspect is None:
            continue
        least = getattr(due, aspect[0])
        for field, title, value in (("actual", "实际完成值", row.actual), ("target", "年度指标值", row.target)):
            told = plain(row, value, "%", bound=True)
            if told is None or not 0 < told < least:
                continue
            yield case.finding(
                message=(
                    f"{quoted(row.name)}{title}{quoted(getattr(row.indicator, field))}，低于{year}年底{aspect[1]}"
                    f"{written(least)}%的进度{plan.caution}。"
                ),
                quotes=[row.path(field)],
                figures={title: f"{written(told)}%", f"{year}年进度": f"{written(least)}%"},
            )
            break


_BOTH = re.compile(
    r"DRG[^，。；,;]{0,12}(?:和|与|及|、|/|／)[^，。；,;]{0,14}DIP|DIP[^，。；,;]{0,12}(?:和|与|及|、|/|／)[^，。；,;]{0,14}DRG",
    re.IGNORECASE,
)
_WIDE = re.compile(r"省(?:医疗保障|医保|直|本级|级)|自治区|国家医疗保障局|各(?:地|市|统筹)|全省|全区各市")
_LOCAL = re.compile(r"[一-鿿]{2,}(?:市|州|盟|县|旗)(?!直)")
_ALTERNATIVE = re.compile(r"(?:DRG|DIP)(?:[)）]*\s*(?:或|或者))", re.IGNORECASE)


@check(
    code="MED-14",
    name="both-drg-and-dip",
    title="一个统筹地区同时写DRG和DIP",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(_PLAN,),
    forms=ANY_FORM,
    definition="市县的表中，一行指标把DRG和DIP并列为要实行的付费方式，而本表其他地方只写其中一种，或完成值只写其中一种。省级汇总各统筹地区的不算。",
    why="一个统筹地区只实行DRG或DIP中的一种；照抄上级模板写成两种，指标就无法考核。",
    remedy="按本统筹地区实际实行的付费方式改写指标名称、指标值和完成值。",
    faulty="""
        目标：预期 推进DRG付费，组织政策宣传 | 实际 DRG付费平稳运行，组织宣传11场
        指标：产出指标 / 质量指标 / 实行DRG和DIP付费的医疗机构比例 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
    """,
    sound="""
        目标：预期 推进DRG付费，组织政策宣传 | 实际 DRG付费平稳运行，组织宣传11场
        指标：产出指标 / 质量指标 / 实行DRG付费的医疗机构比例 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10
    """,
)
def both_drg_and_dip(case: Case) -> Iterator[Fault]:
    """MED-14: a row that asks for DRG and DIP stands in a form that otherwise knows one of them."""
    if not ("DRG" in case.joined_texts and "DIP" in case.joined_texts):
        return
    form = case.evaluation
    # A city's form may keep the implementers of the provincial template; its own title or authority then says whose it is.
    local = _LOCAL.search(f"{form.title or ''} {form.local_supervisor or ''} {form.supervisor or ''}")
    if not local and _WIDE.search(f"{form.implementer or ''} {form.title or ''}"):
        return
    for row in case.rows:
        path, asked = next(
            (
                (field, text)
                for field in ("target", "name")
                if (text := getattr(row.indicator, field)) and _BOTH.search(text) and not _ALTERNATIVE.search(text)
            ),
            (None, None),
        )
        if path is None or asked is None:
            continue
        # What counts is what is said apart from the names and targets that put the two side by side.
        elsewhere = [
            (other, text)
            for other, text in case.texts
            if not (other.endswith(("/name", "/target")) and _BOTH.search(text))
        ]
        said = [entry for entry in elsewhere if "DRG" in entry[1] or "DIP" in entry[1]]
        said = [entry for entry in said if entry[0] == row.path("actual")] or said
        known = {kind for _, text in said for kind in ("DRG", "DIP") if kind in text}
        if len(known) != 1:
            continue
        only = known.pop()
        yield case.finding(
            message=(
                f"{quoted(row.name)}把DRG和DIP并列为要实行的付费方式，本表其他地方只写{only}；一个统筹地区只实行其中一种，请按实际改写。"
            ),
            quotes=[row.path(path), said[0][0]],
            figures={"实际写明": only},
        )
