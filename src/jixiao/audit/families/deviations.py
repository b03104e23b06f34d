"""DEV: are deviations from the target explained, and are some of them not deviations but slips of the pen?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.copied_reasons import copied_reason
from jixiao.audit.faults import Fault
from jixiao.audit.lawful import ScoredRow, certainty_of, has_figures, outcome, points, same_text, scored_rows
from jixiao.audit.per_unit import PER_UNIT, SURELY_TOTAL, counted_by, surely_in_total, times_target
from jixiao.audit.reasons import claims_success, copied_from, cut_off, given, is_slogan, names_measure, repeats_row
from jixiao.audit.repeats import Repeat, in_one
from jixiao.audit.rows import Row
from jixiao.audit.told_beside import beside
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.scoring.rule_packs import DutyRule
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.sentences import clauses

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值"
_MISSED = f"{_ROW} ≥10场 | 实际值 9场 | 得分 18"
_TOTAL = "总分：分值 100 | 得分 98"
_MEASURE = "有一场因场地维修推迟，下一步将提前落实场地"


def _uncertain(row: Row) -> bool:
    """Tell whether target or actual was read with doubt: a ratio of such figures hints at nothing but the reading."""
    return row.doubts("target") or row.doubts("actual")


def _missed(row: Row) -> bool:
    return outcome(row) is targets.Outcome.MISSED


def _deducted(case: Case) -> dict[int, Decimal]:
    """The rows that lost points, with the points lost."""
    return {scored.row.index: scored.weight - scored.score for scored in scored_rows(case) if scored.deducted}


def _explained_elsewhere(case: Case, row: Row) -> bool:
    """Tell whether another text of the form about reasons or problems names the indicator."""
    name = key(row.indicator.name or "")
    texts = [field.value for field in case.evaluation.fields if re.search("原因|问题|偏差|说明", field.label)]
    texts += [case.evaluation.remark, case.evaluation.conclusion]
    texts += [management.issue for management in case.evaluation.fund_management]
    return bool(name) and any(name in key(text) for text in texts if text)


def _unexplained(case: Case, row: Row) -> Certainty:
    """How sure it is that no reason is given for a row whose reason cell is blank."""
    if _explained_elsewhere(case, row):
        return Certainty.POSSIBLE
    return Certainty.CERTAIN if case.has_reason_column else Certainty.LIKELY


def _weaker(one: Certainty, other: Certainty) -> Certainty:
    order = list(Certainty)
    return max(one, other, key=order.index)


@check(
    code="DEV-01",
    name="missed-without-reason",
    title="未完成指标没有填写原因",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="实际完成值没有达到年度指标值，偏差原因分析及改进措施为空或只写“无”。",
    why="未完成的目标必须分析原因并提出改进措施，缺了它上级只能退回，整改也无从谈起。",
    remedy="写明未完成的具体原因，以及下一步由谁、何时、采取什么措施。",
    faulty=f"{_MISSED}\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def missed_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-01: a missed target has a reason; a decided miss only."""
    for row in case.rows:
        if _missed(row) and not given(row):
            lacking = "没有填写偏差原因和改进措施" if not row.reason else f"原因栏只写{quoted(row.reason)}"
            yield case.finding(
                message=f"{quoted(row.name)}{row.compared}，未达到目标，{lacking}。",
                quotes=[row.path("note"), row.path("target"), row.path("actual")],
                figures=_compared_figures(row),
                certainty=_weaker(_unexplained(case, row), certainty_of(row)),
            )


_THRESHOLD = Decimal("1.3")
"""From here on the published local rules ask for a reason; where no rule in force does, it is a hint."""

_DOUBLE, _HALF = Decimal(2), Decimal("0.5")
_FEW, _MANY_MORE = 3, 10
_SPENDING = re.compile(r"成本|费用|资金|经费|支出|预算|奖励|补助|补贴|采购")


def _above_budget(case: Case, row: Row) -> bool:
    """Tell whether a ceiling in money is above every budget of the form: FUN-11 tells of it, and what is left below it means nothing."""
    total, ceiling = case.fund_table.total, row.target
    if total is None or not isinstance(ceiling, targets.Quantity) or ceiling.unit.base != "元":
        return False
    budgets = [amount for amount in (total.initial, total.adjusted) if amount is not None]
    return bool(budgets) and ceiling.value > max(budgets) * (case.factor or 1)


@check(
    code="DEV-02",
    name="over-achieved-without-reason",
    title="明显超额完成而未说明原因",
    severity=Severity.ERROR,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, 16), article(_10, 11)),
    judged_by="超额完成须说明原因",
    definition=(
        "正向指标的实际完成值达到年度指标值的130%及以上，没有说明原因，或原因栏只重复数字、只说已经完成；所用口径写明该界限的为错误，没有写明的只作提示。"
        "反向指标低于上限不算超额，但成本类支出不到上限一半的也作提示。"
    ),
    why="超出目标较多往往是年初目标定得偏低，要分析原因，必要时调减得分并改进下年目标。",
    remedy="说明超额的原因；属目标偏低的，适度调减得分，并在下年提高目标值。",
    faulty=f"{_ROW} ≥10场 | 实际值 15场 | 得分 20",
    sound=f"{_ROW} ≥10场 | 实际值 15场 | 得分 20 | 原因 省局年中新增专项宣传任务，下年将相应提高目标值",
)
def over_achieved_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-02: 130 % of a positive target is explained; an error only where the rule pack in force sets the limit."""
    duty = _duty(case)
    threshold: Decimal = _THRESHOLD if duty is None or duty.at is None else duty.at
    low_targets: dict[Severity, list[Repeat]] = {Severity.WARNING: [], Severity.INFO: []}
    for row in case.rows:
        if (found := beside(row)) is not None and found.ratio is not None and _exceeds(found, threshold, duty):
            yield _over_achieved_beside(case, row, found.ratio)
            continue
        if row.comparison.outcome is targets.Outcome.UNDECIDED or _uncertain(row) or _explains(row):
            continue
        part = next((part for part in _measured(row) if _exceeds(part, threshold, duty)), None)
        if part is None:
            yield from _far_below_ceiling(case, row)
        elif _suspected_slip(case, row) is not None or surely_in_total(row):
            continue  # DEV-09 or DEV-08 tells of it: the ratio means nothing
        elif duty is not None:
            yield _over_achieved(case, row, part, duty, threshold)
        elif not _one_more(part):
            low_targets[_hinted(part)].append(_low_target(row, part))
    for severity, told in low_targets.items():
        yield from in_one(
            case,
            told,
            f"达到指标值的{points(threshold * 100)}%及以上而没有说明原因（这是通行的提示界限，所用口径没有规定界限），请核实目标是否偏低",
            severity=severity,
            certainty=Certainty.POSSIBLE,
        )


def _measured(row: Row) -> Iterator[targets.Comparison]:
    """The comparisons of a row that rest on figures of its own."""
    parts = row.comparison.parts or (row.comparison,)
    return (part for part in parts if not (part.by_phrase or part.restates))


def _far_below_ceiling(case: Case, row: Row) -> Iterator[Fault]:
    """A cost that needed less than half of its ceiling."""
    if given(row) or not _hardly_spent(row) or _above_budget(case, row):
        return
    ratio = points((row.comparison.ratio or Decimal(0)) * 100)
    yield case.finding(
        message=f"{quoted(row.name)}{row.compared}，只用到上限的{ratio}%，没有说明原因，请核实上限是否定得偏高。",
        quotes=[row.path("note"), row.path("target"), row.path("actual")],
        figures={"完成比例": f"{ratio}%"},
        severity=Severity.INFO,
        title="成本远低于上限而未说明原因",
        suggestion="说明实际支出远低于上限的原因，下年按实际需要编制成本目标。",
    )


def _explains(row: Row) -> bool:
    """Tell whether a reason is given that says more than the figures again or that the target was reached."""
    return bool(given(row)) and not repeats_row(row) and not claims_success(row)


def _duty(case: Case) -> DutyRule | None:
    """The duty to explain over-achievement that the rule pack in force really sets, with a figure of its own."""
    return next((duty for duty in case.pack.duties if duty.when == "over_achieved" and not duty.hint), None)


def _exceeds(part: targets.Comparison, threshold: Decimal, duty: DutyRule | None) -> bool:
    if part.direction not in {targets.Direction.POSITIVE, targets.Direction.EQUAL, targets.Direction.LEVEL}:
        return False
    if part.ratio is not None:
        return part.ratio >= threshold
    limit = None if duty is None else duty.at_zero_target
    return limit is not None and part.target == 0 and part.actual is not None and part.actual >= limit


def _hinted(part: targets.Comparison) -> Severity:
    """How much a ratio weighs where the rule pack sets no limit."""
    return Severity.WARNING if part.ratio is not None and part.ratio >= _DOUBLE and not _few(part) else Severity.INFO


def _low_target(row: Row, part: targets.Comparison) -> Repeat:
    """A row whose target looks low, where the rule pack asks for no reason."""
    share = "" if part.ratio is None else f"，达到{points(part.ratio * 100)}%"
    reason = f"，原因栏只写{quoted(row.reason)}" if given(row) else ""
    says = f"{quoted(row.name)}（指标值{quoted(row.indicator.target)}，完成值{quoted(row.indicator.actual)}{share}{reason}）"
    return Repeat(row, says, ("note", "target", "actual"))


def _one_more(part: targets.Comparison) -> bool:
    """Tell whether one thing more was done than aimed at: one training course too many shows no low target."""
    if part.target is None or part.actual is None or (part.unit or "%").endswith(("%", "元")):
        return False
    return part.actual - part.target <= 1


def _over_achieved(case: Case, row: Row, part: targets.Comparison, duty: DutyRule, threshold: Decimal) -> Fault:
    figures = {} if part.ratio is None else {"完成比例": f"{points(part.ratio * 100)}%"}
    reached = "指标值为0而完成值较大" if part.ratio is None else f"达到指标值的{figures['完成比例']}"
    demand = f"按“{case.pack.title}”达到{points(threshold * 100)}%的必须说明原因"
    severity, certainty = Severity.ERROR, _weaker(_unexplained(case, row), certainty_of(row))
    lacking = f"原因栏只写{quoted(row.reason)}，没有说明原因" if given(row) else "没有说明原因"
    return case.finding(
        message=f"{quoted(row.name)}{row.compared}，{reached}，{lacking}；{demand}。",
        quotes=[row.path("note"), row.path("target"), row.path("actual")],
        figures=figures,
        severity=severity,
        certainty=certainty,
        basis=duty.basis,
    )


def _over_achieved_beside(case: Case, row: Row, ratio: Decimal) -> Fault:
    """The same for a figure that stands in the remark, beside a bare claim that the target was reached."""
    share = f"{points(ratio * 100)}%"
    return case.finding(
        message=(
            f"{quoted(row.name)}{row.compared}，备注或原因栏写的{quoted(row.reason)}达到指标值的{share}，没有说明原因，请核实目标是否偏低。"
        ),
        quotes=[row.path(_reason_field(row)), row.path("target")],
        figures={"完成比例": share},
        severity=Severity.INFO,
        certainty=Certainty.POSSIBLE,
    )


def _few(part: targets.Comparison) -> bool:
    """Tell whether a few things more were done than the one or two aimed at: twice as many, but no sign of a low target."""
    if part.target is None or part.actual is None or (part.unit or "%").endswith(("%", "元")):
        return False
    return part.target <= _FEW and part.actual - part.target < _MANY_MORE


def _hardly_spent(row: Row) -> bool:
    comparison, actual = row.comparison, row.actual
    return (
        comparison.direction is targets.Direction.REVERSE
        and comparison.ratio is not None
        and 0 <= comparison.ratio <= _HALF
        and isinstance(actual, targets.Quantity)
        and actual.unit.base == "元"
        and bool(_SPENDING.search(f"{row.indicator.level2 or ''}{row.indicator.name or ''}"))
    )


def _compared_figures(row: Row) -> dict[str, str]:
    return {"指标值": row.indicator.target or "", "实际完成值": row.indicator.actual or ""}


def _owing(case: Case) -> Iterator[tuple[Row, str, dict[str, str]]]:
    """The rows that owe a reason and give one, each with why it is owed and the figures that say so."""
    deducted = _deducted(case)
    for row in case.rows:
        if not given(row):
            continue
        if _missed(row):
            yield row, f"{row.compared}，未达到目标", _compared_figures(row)
        elif row.index in deducted:
            off = written(deducted[row.index])
            yield row, f"扣{off}分", {"扣分": off}


@check(
    code="DEV-03",
    name="reason-repeats-the-figure",
    title="原因只是重复数字或指标",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标，原因栏只重复了指标名称、指标值、完成值，或只说“未完成”。",
    why="重复数字不是原因，看不出为什么没有完成、以后怎么办，等于没有填写。",
    remedy="写明造成偏差的具体事由和改进措施，不要重复表内已有的数字。",
    faulty=f"{_MISSED} | 原因 实际宣传9场，未达到10场\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_repeats_the_figure(case: Case) -> Iterator[Fault]:
    """DEV-03: a reason says more than the row itself."""
    for row, why, figures in _owing(case):
        if repeats_row(row) and cut_off(row) is None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏写的{quoted(row.reason)}只是重复指标或数字，没有说明原因。",
                quotes=[row.path(_reason_field(row)), row.path("actual")],
                figures=figures,
                certainty=_weaker(certainty_of(row) if _missed(row) else Certainty.CERTAIN, _repeating(row)),
            )


def _repeating(row: Row) -> Certainty:
    """How sure it is that a reason only repeats: figures and names are compared, slogans are understood."""
    return Certainty.LIKELY if is_slogan(row) else Certainty.CERTAIN


def _reason_field(row: Row) -> str:
    return "note" if row.indicator.note else "remark"


@check(
    code="DEV-04",
    name="reason-beside-the-point",
    title="原因残缺或答非所问",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标，原因栏文字中途截断，或照抄目标等其他栏的文字，或称已经完成；与另一类指标的原因大半逐字相同，或与毫不相干的指标的原因完全相同的，只作提示。",
    why="残缺或答非所问的原因不能说明偏差从何而来，复核时视同没有说明。",
    remedy="补全截断的文字；针对本指标重写原因和改进措施。",
    faulty=f"{_MISSED} | 原因 已全部完成\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_beside_the_point(case: Case) -> Iterator[Fault]:
    """DEV-04: a reason is whole and speaks of its own row."""
    texts = {path: text for path, text in case.texts if not path.startswith("indicators/")}
    for row, why, figures in _owing(case):
        cut = cut_off(row)
        field = _reason_field(row)
        if cut is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{quoted(row.reason)}似被截断：{cut}。",
                quotes=[row.path(field)],
                figures=figures,
            )
            continue
        if repeats_row(row):
            continue
        copied = copied_from(row, texts)
        if copied is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{quoted(row.reason)}照抄了本表其他栏的文字，没有针对本指标说明原因。",
                quotes=[row.path(field), copied],
                figures=figures,
            )
        elif _missed(row) and claims_success(row):
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏却写{quoted(row.reason)}。",
                quotes=[row.path(field), row.path("target"), row.path("actual")],
                figures=figures,
            )
        elif (other := _same_reason(case, row)) is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因与{quoted(other.name)}的大半逐字相同，看不出是本指标的原因。",
                quotes=[row.path(field), other.path(_reason_field(other))],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )

        elif (other := copied_reason(case, row)) is not None:
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因{quoted(row.reason)}与{quoted(other.name)}的逐字相同，两项指标说的不是一件事，请核对。",
                title="两项不相干的指标原因完全相同",
                quotes=[row.path(_reason_field(row)), other.path(_reason_field(other))],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
            )


_LONG_REASON, _MOST_OF_IT = 30, 0.6


def _same_reason(case: Case, row: Row) -> Row | None:
    """Another row, of another first level, whose reason has most of this row's longer reason word for word."""
    own = {clause.text for clause in clauses(given(row)) if len(clause.text) > _SHORTEST_CLAUSE}
    length = sum(map(len, own))
    if length < _LONG_REASON:
        return None
    for other in case.rows:
        if other is row or not other.reason or other.indicator.level1 == row.indicator.level1:
            continue
        shared = own & {clause.text for clause in clauses(given(other))}
        if sum(map(len, shared)) >= _MOST_OF_IT * length:
            return other
    return None


_SHORTEST_CLAUSE = 6


@check(
    code="DEV-05",
    name="deducted-without-reason",
    title="扣分而没有填写原因",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    definition="得分低于分值，原因栏为空；目标确未达到的归“未完成指标没有填写原因”。",
    why="扣分不写原因，别人无从判断扣得对不对，也就无从改进。",
    remedy="写明扣分的原因、依据和改进措施。",
    faulty="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 有所提升 | 得分 13"
    f"\n{_TOTAL}",
    sound="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 有所提升 | 得分 13"
    f" | 原因 偏远乡镇宣传不足，下一步将加强下乡宣传\n{_TOTAL}",
)
def deducted_without_reason(case: Case) -> Iterator[Fault]:
    """DEV-05: who takes points off says why."""
    deducted = _deducted(case)
    by_rule = {scored.row.index for scored in scored_rows(case) if _explained_by_own(scored)}
    for row in case.rows:
        if (
            row.index in deducted
            and row.index not in by_rule
            and not (given(row) or _missed(row) or surely_in_total(row))
        ):
            yield case.finding(
                message=(
                    f"{quoted(row.name)}分值{row.indicator.weight}分，得分{row.indicator.score}分，"
                    f"扣{written(deducted[row.index])}分，没有填写原因。"
                ),
                quotes=[row.path("note"), row.path("score"), row.path("weight")],
                figures={"扣分": written(deducted[row.index])},
                # Where the target is reached the score itself may be the slip, not the missing reason.
                certainty=_weaker(_unexplained(case, row), Certainty.LIKELY if _reached(row) else Certainty.CERTAIN),
            )


def _explained_by_own(scored: ScoredRow) -> bool:
    """Tell whether the row's own 评分标准 itself says why points are missing: it gives this score, or the rate as the score."""
    own = scored.own
    if own is not None:
        return scored.lawful_by_own and not own.undecided
    return scored.by_own_rule and scored.by_rate


def _reached(row: Row) -> bool:
    return outcome(row) is targets.Outcome.REACHED or same_text(row)


@check(
    code="DEV-06",
    name="reason-without-measure",
    title="有原因而没有改进措施",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 11),),
    definition="未完成或扣分的指标写了原因，但没有下一步的改进措施；原因和措施只有寥寥几个字的，只作提示。",
    why="自评的目的在于改进，只讲原因不讲措施，同样的偏差下年还会出现。",
    remedy="在原因之后补写改进措施、完成时限和责任科室。",
    faulty=f"{_MISSED} | 原因 有一场因场地维修推迟\n{_TOTAL}",
    sound=f"{_MISSED} | 原因 {_MEASURE}\n{_TOTAL}",
)
def reason_without_measure(case: Case) -> Iterator[Fault]:
    """DEV-06: a reason names a measure, in its own cell or in the form's field of measures."""
    if case.field("改进", "措施", "下一步") is not None:
        return
    for row, why, figures in _owing(case):
        measured = names_measure(row, case.evaluation.year)
        if measured and _says_too_little(row):
            yield case.finding(
                message=f"{quoted(row.name)}{why}，原因栏{quoted(row.reason)}过于简单，没有写差距从何而来、采取什么具体措施。",
                quotes=[row.path(_reason_field(row))],
                figures=figures,
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                title="原因和措施过于简单",
            )
        if measured or repeats_row(row) or cut_off(row) is not None or claims_success(row):
            continue
        yield case.finding(
            message=f"{quoted(row.name)}{why}，原因栏{quoted(row.reason)}没有写改进措施。",
            quotes=[row.path(_reason_field(row))],
            figures=figures,
        )


_SHORTEST_REASON = 15
_GENERAL = re.compile(
    r"(?:加强|加大|强化|做好|提高|继续)[一-龥、]{0,10}(?:力度|工作|宣传|管理|监督|沟通|协调|意识)[。]?$"
)


def _says_too_little(row: Row) -> bool:
    """Tell whether cause and measure are a few words, without a figure, that end in a promise such as 加强宣传力度."""
    text = given(row)
    words = sum("一" <= character <= "鿿" for character in text)
    return words < _SHORTEST_REASON and not any(map(str.isdigit, text)) and _GENERAL.search(text) is not None


@check(
    code="DEV-08",
    name="target-per-unit-actual-in-total",
    title="指标值按单位计而完成值按总量计",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, "第五章"), article("财预〔2021〕101号", "取值")),
    definition="指标名称或指标值按每县、每人、每月等计，完成值是总数，口径不同而数值相差一倍以上。",
    why="口径变了就无法判断目标是否达到，总数再大也不能说明每个单位都完成了。",
    remedy="按指标值的口径填写完成值，例如“每个县2个”，或另写达标单位数。",
    faulty="指标：产出指标 / 数量指标 / 每个县举办宣传活动场次 | 分值 20 | 指标值 ≥1场 | 实际值 25场 | 得分 20",
    sound="指标：产出指标 / 数量指标 / 每个县举办宣传活动场次 | 分值 20 | 指标值 ≥1场 | 实际值 每个县1场 | 得分 20",
)
def target_per_unit_actual_in_total(case: Case) -> Iterator[Fault]:
    """DEV-08: target and actual are of one calibre; a ratio below two could still be per unit."""
    for row in case.rows:
        times = times_target(row)
        if times is None or times < _DOUBLE or _uncertain(row):
            continue
        found = counted_by(row)
        if found is None or (times < SURELY_TOTAL and found.re is not PER_UNIT):
            continue  # a unit price exceeded a few times over may be just that, its unit left out
        ratio = points(times)
        yield case.finding(
            message=(
                f"{quoted(row.name)}的指标值{quoted(row.indicator.target)}按“{found.group()}”计，实际完成值{quoted(row.indicator.actual)}"
                f"是指标值的{ratio}倍，疑为总数，口径不一致。"
            ),
            quotes=[row.path("actual"), row.path("target"), row.path("name")],
            figures={"倍数": ratio},
            certainty=Certainty.LIKELY if times >= SURELY_TOTAL else Certainty.POSSIBLE,
        )


_SLIPS = (Decimal(10), Decimal(100), Decimal(1000), Decimal(10_000))
_NEAR = Decimal("0.08")
_SMALL_COUNT = Decimal(10)


@check(
    code="DEV-09",
    name="suspected-decimal-slip",
    title="完成值疑有小数点或单位错误",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_10, "第五章"),),
    definition="实际完成值约为年度指标值的10、100、1000、10000倍或其几分之一，疑为小数点错位或单位混用（元与万元、人与万人）。",
    why="差一个数量级多半是笔误，会使完成情况完全颠倒，也会被误当成超额完成或未完成。",
    remedy="对照原始统计核对完成值的小数点和单位；数值属实的，说明原因。",
    faulty="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 9.7% | 得分 1.02"
    " | 原因 部分资料未验收，下一步将加快验收\n总分：分值 100 | 得分 91.02",
    sound="指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 10 | 指标值 ≥95% | 实际值 97% | 得分 10",
)
def suspected_decimal_slip(case: Case) -> Iterator[Fault]:
    """DEV-09: a ratio near a power of ten is a slip unless the figure is a small count or the funds confirm it."""
    for row in case.rows:
        near = _suspected_slip(case, row)
        if near is None:
            continue
        large = (row.comparison.ratio or 0) >= 1
        share = f"约为指标值的{written(near)}{'倍' if large else '分之一'}"
        yield case.finding(
            message=f"{quoted(row.name)}{row.compared}，{share}，疑为小数点错位或单位混用，请核对。",
            quotes=[row.path("actual"), row.path("target")],
            figures={"倍数": written(near)},
        )


_LIMIT = re.compile(r"最高|上限|限额|封顶")


def _suspected_slip(case: Case, row: Row) -> Decimal | None:
    """The power of ten that lies between target and actual of a row, None where there is none or it is no slip."""
    comparison = row.comparison
    if not has_figures(row) or comparison.ratio is None or comparison.ratio <= 0 or _uncertain(row):
        return None
    if comparison.ratio < 1 and _LIMIT.search(row.name):
        return None  # what is highest in a year may lie far below the limit
    times = comparison.ratio if comparison.ratio >= 1 else 1 / comparison.ratio
    near = next((slip for slip in _SLIPS if abs(times / slip - 1) <= _NEAR), None)
    if (
        near is None
        or _small_count(comparison)
        or _confirmed_by_funds(case, row)
        or _per_unit(row)
        or surely_in_total(row)
    ):
        return None
    return near


def _small_count(comparison: targets.Comparison) -> bool:
    """Tell whether the smaller figure is a count below ten: ten times as many is then easily true."""
    if comparison.unit == "%" or comparison.target is None or comparison.actual is None:
        return False
    small = min(abs(comparison.target), abs(comparison.actual))
    return small < _SMALL_COUNT and small == small.to_integral_value()


def _confirmed_by_funds(case: Case, row: Row) -> bool:
    """Tell whether an actual in money stands in the 资金 table as well."""
    factor = case.factor
    if not isinstance(row.actual, targets.Quantity) or row.actual.unit.base != "元" or factor is None:
        return False
    amounts = [
        amount * factor for fund in case.funds for amount in (fund.executed, fund.adjusted) if amount is not None
    ]
    return row.actual.value in amounts


def _per_unit(row: Row) -> bool:
    """Tell whether the row is one of DEV-08, whose actual is a total."""
    texts = (row.indicator.name, row.indicator.target)
    return any(PER_UNIT.search(key(text)) for text in texts if text)
