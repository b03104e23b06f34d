"""SCO-01 to SCO-07: do the scores add up, do they follow from target, actual and rule, and is a score a score at all?"""

from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.lawful import (
    CENT,
    ScoredRow,
    certainty_of,
    decimals,
    has_figures,
    may_be_weight,
    missed,
    outcome,
    points,
    representable,
    same_text,
    score_decimals,
    scored_rows,
    span,
)
from jixiao.audit.rows import FundRow, Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import names_execution_rate, packs, written
from jixiao.scoring.rounding import rounded
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_ROW = "指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值"


def _sum(values: list[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


@check(
    code="SCO-01",
    name="total-not-sum",
    title="总分与分项得分之和不符",
    severity=Severity.FATAL,
    basis=(article(_10, 18), article(_10, "第五章")),
    definition="自评总分不等于各项指标得分与预算执行率得分之和；总分印两位小数的允许相差0.01，印一位的0.05，印整数的0.5。",
    why="总分决定等级和结果应用，加总不符说明某项得分或总分填错，整张表的结果就不可信。",
    remedy="逐行核对得分，重新加总后更正总分；总分改变等级的，同时更正等级和结论。",
    faulty="总分：分值 100 | 得分 96",
    sound="总分：分值 100 | 得分 100",
)
def total_not_sum(case: Case) -> Iterator[Fault]:
    """SCO-01: the total is the sum of the rows and of budget execution, which counts once; blank scores leave room."""
    total = case.total_score
    if total is None or not any(row.score is not None for row in case.rows):
        return
    rows = _sum([row.score for row in case.rows])
    fund = case.points_fund
    execution = fund.score if fund else None
    sums = _possible_sums(case, rows, execution)
    room = _room(case, fund)
    slack = {0: Decimal("0.5"), 1: Decimal("0.05")}.get(decimals(case.evaluation.total_score), CENT)
    if any(expected - slack <= total <= expected + room + slack for expected in sums):
        return
    bounds = [bound for expected in sums for bound in (expected, expected + room)]
    expected = min(bounds, key=lambda value: abs(total - value))
    counted = execution is not None and expected not in {rows, rows + room}
    added = f"，加预算执行率{written(execution)}分" if execution is not None and counted else ""
    hidden = f"，未填或未读出的得分最多{written(room)}分" if expected not in sums else ""
    limit = "至多" if hidden else "应"
    # What is added to nothing is said once: 相加应为, not 合计…分，应为…分.
    parts = f"合计{written(rows)}分{added}{hidden}，" if added or hidden else "相加"
    difference = abs(total - expected)
    message = (
        f"各项指标得分{parts}{limit}为{written(expected)}分，自评总分为{written(total)}分，相差{written(difference)}分"
    )
    alone = may_be_weight(case)
    if alone:
        message += "；该数恰等于分值合计，也可能印的是分值"
    yield case.finding(
        message=f"{message}。",
        quotes=["total_score"],
        rests_on=[
            *(row.path("score") for row in case.rows),
            *([fund.path("score")] if fund else []),
        ],
        figures={
            "指标得分合计": written(rows),
            "应为总分": written(expected),
            "自评总分": written(total),
            "相差": written(difference),
        },
        certainty=Certainty.POSSIBLE
        if alone or difference <= _rounding(case)
        else Certainty.LIKELY
        if room or _missing(case, fund)
        else Certainty.CERTAIN,
    )


def _weight(fund: FundRow | None) -> Decimal:
    return fund.weight or Decimal(0) if fund else Decimal(0)


def _possible_sums(case: Case, rows: Decimal, execution: Decimal | None) -> list[Decimal]:
    """The sums that the total may be: with the score of the fund block, and without it where the indicators alone make 100."""
    if execution is None:
        return [rows]
    weights = _sum([row.weight for row in case.rows])
    inside = any(names_execution_rate(row.indicator.name) and row.weight for row in case.rows)
    return [rows, rows + execution] if inside or weights == HUNDRED else [rows + execution]


def _room(case: Case, fund: FundRow | None) -> Decimal:
    """How many points may hide in scores that are blank or unreadable, and in rows that were not read.

    Weights missing from 100 stand for such rows only where something was not read for sure or no points of 预算执行率 are printed;
    else the form's own weights do not add up (WGT-01), and its scores must still add up to its total.
    """
    blank = _sum([row.weight for row in case.rows if row.score is None])
    if fund is not None and fund.score is None:
        blank += _weight(fund)
    return blank if _whole(case, fund) else blank + _missing(case, fund)


def _whole(case: Case, fund: FundRow | None) -> bool:
    """Tell whether all points were read: no doubt, no blank weight, the points of execution or a total that says the same."""
    if case.damaged or any(row.weight is None for row in case.rows):
        return False
    weights = _sum([row.weight for row in case.rows]) + _weight(fund)
    return (
        bool(_weight(fund))
        or any(names_execution_rate(row.indicator.name) for row in case.rows)
        or case.total_weight == weights
    )


def _missing(case: Case, fund: FundRow | None) -> Decimal:
    """How many points of weight are missing from 100."""
    return max(HUNDRED - _sum([row.weight for row in case.rows]) - _weight(fund), Decimal(0))


def _rounding(case: Case) -> Decimal:
    """How far rounded addends can shift a sum of unrounded ones; zero where scores are whole points."""
    places = score_decimals(case)
    broken = sum(1 for row in case.rows if decimals(row.indicator.score))
    return Decimal("0.5").scaleb(-places) * broken if places else Decimal(0)


@check(
    code="SCO-02",
    name="score-out-of-range",
    title="得分超出0至分值的范围",
    severity=Severity.FATAL,
    basis=(article(_10, 16), article(_10, 18)),
    definition="某行得分大于该行分值，或者为负数；预算执行率得分同样不得超过其分值；总分不得超过满分。",
    why="满分就是分值，超过分值的得分必有一处填错，并虚增总分。",
    remedy="核对该行的分值和得分，得分最高记到分值为止。",
    faulty=f"{_ROW} 11场 | 得分 22\n总分：分值 100 | 得分 102",
    sound=f"{_ROW} 11场 | 得分 20",
)
def score_out_of_range(case: Case) -> Iterator[Fault]:
    """SCO-02: no row has more points than its weight, or less than none; a rate that slipped into the column is SCO-07."""
    rows: list[Row | FundRow] = [*case.rows, *case.funds]
    for row in rows:
        if row.weight is None or row.score is None or 0 <= row.score <= row.weight:
            continue
        if isinstance(row, FundRow) and _is_rate(row):
            continue
        name = row.name if isinstance(row, Row) else "预算执行率"
        side = "为负数" if row.score < 0 else f"多出{written(row.score - row.weight)}分"
        yield case.finding(
            message=f"{quoted(name)}分值{written(row.weight)}分，得分{written(row.score)}分，{side}。",
            quotes=[row.path("score"), row.path("weight")],
            figures={"分值": written(row.weight), "得分": written(row.score)},
        )
    yield from _total_above_full(case)


_FULL_MARKS = Decimal(100)


def _total_above_full(case: Case) -> Iterator[Fault]:
    """A printed total above the sum of weights, which is 100 where the form prints none and its weights come to no more."""
    total = case.total_score
    rows: list[Row | FundRow] = [*case.rows, *case.funds]
    weights = sum((row.weight for row in rows if row.weight is not None), Decimal(0))
    full = case.total_weight or max(_FULL_MARKS, weights)
    if total is None or total - full <= CENT:
        return
    yield case.finding(
        message=f"总分{written(total)}分，超过满分{written(full)}分，多出{written(total - full)}分。",
        title="总分超过满分",
        quotes=["total_score", *(["total_weight"] if case.total_weight else [])],
        figures={"满分": written(full), "总分": written(total)},
        certainty=None if case.total_weight else Certainty.LIKELY,
        suggestion="核对各行得分，超过分值的记到分值为止，重新加总。",
    )


def _is_rate(fund: FundRow) -> bool:
    return fund.score is not None and fund.weight is not None and fund.score > fund.weight and fund.score == fund.rate


@check(
    code="SCO-03",
    name="reached-but-deducted",
    title="目标已达到而未得满分",
    severity=Severity.ERROR,
    basis=(article(_10, 16),),
    judged_by="该类指标记分",
    definition="定量指标的实际完成值达到或优于年度指标值，得分却低于分值。",
    why="达到目标值的应记满分；无端扣分说明完成值、指标值或得分有一处不实，也使各单位的得分失去可比性。",
    remedy="核对完成值与得分：确已达到的改记满分；另有扣分理由的，写明理由和扣分依据。",
    faulty=f"{_ROW} 11场 | 得分 17 | 原因 宣传效果不够，下一步将改进\n总分：分值 100 | 得分 97",
    sound=f"{_ROW} 11场 | 得分 20",
)
def reached_but_deducted(case: Case) -> Iterator[Fault]:
    """SCO-03: a figure that is reached earns full points, unless the rule pack lets points be taken off."""
    for scored in scored_rows(case):
        row, due = scored.row, scored.computed
        if outcome(row) is not targets.Outcome.REACHED or not has_figures(row) or same_text(row):
            continue
        if not scored.deducted or scored.may_reduce or scored.score < 0 or scored.admitted(scored.readings()):
            continue
        if scored.lawful_by_own:
            continue
        right = f"应得满分{written(scored.weight)}分"
        if due is not None and not due.is_exact:
            right = f"分值{written(scored.weight)}分，按{_title(case)}应得{span(due)}"
        yield case.finding(
            message=f"{quoted(row.name)}{row.compared}，已达到目标，{right}，{scored.own_words}实得{written(scored.score)}分。",
            quotes=[row.path("score"), row.path("target"), row.path("actual"), *scored.own_quotes],
            figures={"分值": written(scored.weight), "得分": written(scored.score)},
            certainty=certainty_of(row, scored.best_certainty),
            basis=scored.basis,
        )


@check(
    code="SCO-04",
    name="missed-but-full",
    title="未达到目标却得满分",
    severity=Severity.FATAL,
    basis=(article(_10, 16),),
    judged_by="该类指标记分",
    definition="实际完成值没有达到年度指标值（反向指标为超过指标值），得分却等于分值。",
    why="未达到目标的应按比例或按档次扣分；照得满分使自评流于形式，复核时必被扣回。",
    remedy="按完成比例或档次重新记分，更正总分和等级，并填写偏差原因和改进措施。",
    faulty=f"{_ROW} 9场 | 得分 20 | 原因 有一场因场地维修推迟，下一步将提前落实场地",
    sound=f"{_ROW} 9场 | 得分 18 | 原因 有一场因场地维修推迟，下一步将提前落实场地\n总分：分值 100 | 得分 98",
)
def missed_but_full(case: Case) -> Iterator[Fault]:
    """SCO-04: a target that is missed does not earn full points; undecided comparisons accuse nobody."""
    for scored in scored_rows(case):
        row = scored.row
        if not missed(row) or not scored.full or scored.lawful_by_own:
            continue
        best, remark = _full_by_other_standard(scored, case)
        if scored.computed is not None and scored.computed.admits(scored.weight):
            if scored.comparison.direction is not targets.Direction.EQUAL:
                continue
            best, remark = Certainty.POSSIBLE, "所用口径没有规定超出时如何记分，"
        yield case.finding(
            message=f"{quoted(row.name)}{row.compared}，未达到目标，{remark}实得满分{written(scored.score)}分。",
            quotes=[row.path("score"), row.path("target"), row.path("actual"), *scored.own_quotes],
            figures={"分值": written(scored.weight), "得分": written(scored.score)},
            certainty=certainty_of(row, best),
            basis=scored.basis,
        )


def _full_by_other_standard(scored: ScoredRow, case: Case) -> tuple[Certainty, str]:
    """How sure the fault is and what was due: full points may be right by the form's own 评分标准, or because 9.996 rounds to 10."""
    due, places = scored.computed, case.pack.rounding.places
    own = scored.own_words
    if scored.by_own_rule and not own:
        own = "本行另有评分标准，如按该标准为满分，则标准与指标值不一致，"
    if due is not None and rounded(due.high, places) >= scored.weight and not due.open_above:
        return Certainty.POSSIBLE, f"差距在四舍五入之内，{own}"
    if due is not None:
        own = f"按{_title(case)}应得{span(due)}，{own}"
    return scored.best_certainty, own


def _title(case: Case) -> str:
    return f"“{case.pack.title}”"


@check(
    code="SCO-05",
    name="partial-score-off-rule",
    title="未完成指标的得分与规则不符",
    severity=Severity.ERROR,
    basis=(article(_10, 16),),
    judged_by="该类指标记分",
    definition="定量指标未达到目标，得分与按完成比例等规则计算的结果不符，差距超出表内得分小数位数所允许的舍入。",
    why="得分不按规则计算就没有依据，多记的虚增总分，少记的说明算错或另有未写明的扣分。",
    remedy="按规则重新计算该行得分；采用其他记分方法的，在表内写明评分标准。",
    faulty=f"{_ROW} 9场 | 得分 16 | 原因 有一场因场地维修推迟，下一步将提前落实场地\n总分：分值 100 | 得分 96",
    sound=f"{_ROW} 9场 | 得分 18 | 原因 有一场因场地维修推迟，下一步将提前落实场地\n总分：分值 100 | 得分 98",
)
def partial_score_off_rule(case: Case) -> Iterator[Fault]:
    """SCO-05: points below full agree with the rule pack or with another reading that the rules leave open."""
    for scored in scored_rows(case):
        row, comparison = scored.row, scored.comparison
        if not missed(row) or scored.full or scored.score < 0:
            continue
        due = scored.computed
        if due is None or comparison.by_phrase or not has_figures(row) or scored.admitted(scored.readings()):
            continue
        if scored.lawful_by_own:
            continue
        best = Certainty.POSSIBLE if scored.admitted(scored.rare_readings()) else scored.best_certainty
        low = scored.score < due.low
        side = f"少记{points(due.low - scored.score)}分" if low else f"多记{points(scored.score - due.high)}分"
        yield case.finding(
            message=(
                f"{quoted(row.name)}{row.compared}，未达到目标，分值{written(scored.weight)}分，按{_title(case)}应得{span(due)}，"
                f"{scored.own_words}实得{written(scored.score)}分，{side}。"
            ),
            quotes=[row.path("score"), row.path("target"), row.path("actual"), row.path("weight"), *scored.own_quotes],
            figures={"分值": written(scored.weight), "应得": span(due), "实得": written(scored.score)},
            severity=Severity.WARNING if low else Severity.ERROR,
            certainty=certainty_of(row, best),
            basis=scored.basis,
        )


_LEVELS = {"reached": "达成", "partly": "部分达成", "missed": "未达成"}


@check(
    code="SCO-06",
    name="qualitative-score-outside-band",
    title="定性指标得分不在对应档次内",
    severity=Severity.ERROR,
    basis=(article(_10, 16),),
    judged_by="定性指标",
    definition="定性指标的完成情况写明达成、部分达成或未达成，得分却不在该档次的分值区间内（100%至80%、80%至60%、60%至0）。",
    why="档次与得分互相矛盾，必有一处不实；多数一体化平台会因此拒绝保存。",
    remedy="核实完成情况属于哪一档，按该档区间记分，或更正完成情况的表述。",
    faulty="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 部分达成 | 得分 14"
    " | 原因 偏远乡镇宣传不足，下一步将加强下乡宣传\n总分：分值 100 | 得分 99",
    sound="指标：效益指标 / 社会效益指标 / 参保群众获得感 | 分值 15 | 指标值 有效提升 | 实际值 部分达成 | 得分 11"
    " | 原因 偏远乡镇宣传不足，下一步将加强下乡宣传\n总分：分值 100 | 得分 96",
)
def qualitative_score_outside_band(case: Case) -> Iterator[Fault]:
    """SCO-06: the level stated in words and the share of the points agree; certain only outside the bands of every rule pack."""
    for scored in scored_rows(case):
        row = scored.row
        level = _level(row)
        if level is None or not 0 <= scored.score <= scored.weight:
            continue
        if (level != "reached" and scored.full) or scored.lawful_by_own:
            continue
        band = getattr(case.pack.qualitative, level)
        places = score_decimals(case)
        if _in_band(scored, band.low, band.high, places):
            continue
        elsewhere = any(
            _in_band(scored, other.low, other.high, places)
            for other in (getattr(pack.qualitative, level) for pack in packs)
        )
        share = points(scored.score / scored.weight * 100)
        low, high = points(band.low * scored.weight), points(band.high * scored.weight)
        best = Certainty.POSSIBLE if elsewhere else scored.best_certainty
        yield case.finding(
            message=(
                f"{quoted(row.name)}完成情况为{quoted(row.indicator.actual)}，属“{_LEVELS[level]}”档，"
                f"得分应在{low}至{high}分之间，{scored.own_words}实得{written(scored.score)}分（占分值的{share}%）。"
            ),
            quotes=[row.path("score"), row.path("actual"), row.path("weight"), *scored.own_quotes],
            figures={"档次下限": low, "档次上限": high, "实得": written(scored.score)},
            certainty=best,
            basis=case.pack.qualitative.basis,
        )


def _level(row: Row) -> str | None:
    """The level of a qualitative row whose actual is a phrase that names it; 基本达成 is read differently everywhere and left alone."""
    if has_figures(row) or same_text(row) or not isinstance(row.actual, targets.Achievement):
        return None
    return row.actual.level if row.actual.level in _LEVELS else None


def _in_band(scored: ScoredRow, low: Decimal, high: Decimal, places: int) -> bool:
    bottom, top = low * scored.weight, high * scored.weight
    slack = Decimal(0) if representable(bottom, top, places) else Decimal("0.5").scaleb(-places)
    return bottom - max(slack, CENT) <= scored.score <= top + max(slack, CENT)


@check(
    code="SCO-07",
    name="score-not-a-number",
    title="得分栏填的不是得分",
    severity=Severity.FATAL,
    basis=(article(_10, "第五章"),),
    definition="得分栏里是百分比、文字或执行率，通常是整行错位一格或把执行率填进了得分。",
    why="得分不是数就无法加总，说明填表错位，相邻各栏也可能都错。",
    remedy="对照表头逐栏核对该行，把执行率、完成值移回各自的栏，得分栏只填数。",
    faulty="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100.00% | 得分 100%",
    sound="资金：年度资金总额 | 年初 100 | 全年 100 | 执行 100 | 分值 10 | 执行率 100.00% | 得分 10",
)
def score_not_a_number(case: Case) -> Iterator[Fault]:
    """SCO-07: a score is a plain number, of a row, of the fund block or in total."""
    cells = [(row.name, row.indicator.score, row.path("score")) for row in case.rows]
    cells += [(fund.label, fund.fund.score, fund.path("score")) for fund in case.funds]
    cells.append(("总分", case.evaluation.total_score, "total_score"))
    rates = {fund.path("score") for fund in case.funds if _is_rate(fund)}
    for name, text, path in cells:
        if text is None:
            continue
        value = key(text).strip().removesuffix("分")
        if targets.number(value) is not None and path not in rates:
            continue
        rate = path in rates or (value.endswith("%") and targets.percentage(value) is not None)
        what = "是百分比而不是得分，疑为执行率等相邻栏的数填错了位置" if rate else "不是数"
        yield case.finding(
            message=f"{quoted(name)}的得分栏填的是{quoted(text)}，{what}。",
            quotes=[path],
            certainty=Certainty.CERTAIN if rate else Certainty.LIKELY,
        )
