"""SAT: is satisfaction measured by a survey, of whom, and does its score follow from the result?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED
from jixiao.audit.lawful import points, tolerance
from jixiao.audit.levels import First, first_level
from jixiao.audit.once import once
from jixiao.audit.rolling import SHOWN, listed
from jixiao.audit.rows import Row
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.subjects import subjects

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"
_ROW = "指标：满意度指标 / 服务对象满意度指标 / 参保群众满意度 | 分值 10 | 指标值"
_ASKED = re.compile(r"满意|认可度|获得感|好评")


@once
def _satisfaction_rows(case: Case) -> tuple[Row, ...]:
    """The rows that ask for satisfaction, by their level or their own name."""
    return tuple(
        row for row in case.rows if first_level(row) is First.SATISFACTION or _ASKED.search(row.indicator.name or "")
    )


_SURVEY = re.compile(
    r"调查|问卷|测评|抽样|抽查|回访|访谈|座谈|评价器|好差评|评价系统|样本|电话(?:随访|访问|回访)|第三方(?:评估|测评|调查)|线上评价|短信评价|话后评价|有效评价|(?:上门|入户)走访|走访取得|服务评价|扫码评价|随访|暗访"
)
_NOT_DONE = re.compile(
    r"(?:未|没有|没|尚未|无)(?:专门|单独|能|及时|组织|开展|进行|实施|做)*(?:满意度)?(?:问卷|抽样)?(?:调查|测评|问卷)"
)
_VAGUE = re.compile(r"[≥>≤<]|以上|超过|不低于|左右|约")


def _row_texts(row: Row) -> str:
    indicator = row.indicator
    return " ".join(
        filter(
            None, (indicator.name, indicator.target, indicator.actual, indicator.note, indicator.remark, indicator.rule)
        )
    )


def _survey_told(case: Case) -> bool:
    """Tell whether the form or its report says anywhere that people were asked."""
    if _SURVEY.search(case.joined_texts) and any(
        _SURVEY.search(text) and (_ASKED.search(text) or "问卷" in text or path.endswith("/value"))
        for path, text in (*case.texts, *_row_lines(case), *_labelled(case))
        if not path.endswith("/label")
    ):
        return True
    return any(_SURVEY.search(passage.text) and _ASKED.search(passage.text) for passage in case.prose.report)


def _row_lines(case: Case) -> Iterator[tuple[str, str]]:
    yield from ((row.path("name"), _row_texts(row)) for row in _satisfaction_rows(case))


def _labelled(case: Case) -> Iterator[tuple[str, str]]:
    yield from (
        (f"fields/{index}/value", f"{field.label}{field.value}")
        for index, field in enumerate(case.evaluation.fields)
        if field.value
    )


@check(
    code="SAT-01",
    name="satisfaction-without-survey",
    title="满意度没有说明如何调查",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(article(_101, "取值"),),
    definition=(
        "满意度指标填了完成值，全表和报告都没有提到问卷、抽样、回访等调查方式、样本数和时间；"
        "表式没有自评结论、备注、说明一类栏目可写，完成值又不是100%、不恰好等于指标值的，不提；"
        "完成值只是“超过90%”一类说法或照抄指标值的，评分标准要求数值而只写“满意”的，为提醒；写明没有开展调查的为错误。"
    ),
    why="满意度要靠问卷调查取得；没有调查而填数字，复核时按没有佐证处理，可能不得分。",
    remedy="写明调查方式、发出和收回的份数、调查时间，并附汇总表；没有开展调查的，不得填写满意度数值。",
    faulty="备注：-",
    sound="备注：满意度为2023年12月问卷调查结果",
)
def satisfaction_without_survey(case: Case) -> Iterator[Fault]:
    """SAT-01: who was asked, how and when; one finding for all rows of a form."""
    rows = [row for row in _satisfaction_rows(case) if row.indicator.actual]
    if not rows:
        return
    refused = [row for row in rows if _NOT_DONE.search(_row_texts(row))]
    for row in refused:
        yield case.finding(
            message=f"{quoted(row.name)}填{quoted(row.indicator.actual)}，表中却写明没有开展满意度调查。",
            quotes=[row.path("actual"), row.path("remark" if row.indicator.remark else "note")],
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
        )
    rows = [row for row in rows if row not in refused]
    if not rows or refused:
        return
    if _survey_told(case):
        yield from _in_words_only(case, rows)
        return
    vague = [row for row in rows if _VAGUE.search(key(row.indicator.actual or "")) or _unmeasured(row)]
    names = listed([f"{row.name}（{row.indicator.actual}）" for row in rows], "项")
    if vague:
        bounds = "界限或文字" if any(map(_unmeasured, vague)) else "界限"
        yield case.finding(
            message=f"{names}没有说明调查方式、样本数和时间，其中{len(vague)}项完成值只写{bounds}、没有调查得出的数值。",
            quotes=[row.path("actual") for row in vague[:SHOWN]],
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
        )
    elif _could_tell(case) or any(_looks_set(row) for row in rows):
        yield case.finding(
            message=f"{names}没有说明调查方式、样本数和时间。", quotes=[row.path("actual") for row in rows[:SHOWN]]
        )


def _could_tell(case: Case) -> bool:
    """Tell whether the form has words, beside reasons and goals, in which a survey could have been told of."""
    form = case.evaluation
    beside = any(row.indicator.remark or row.indicator.rule for row in case.rows)
    fields = any(path.startswith("fields/") for path, _ in (*case.prose.results, *case.prose.problems))
    return bool(form.conclusion or form.remark or beside or fields or case.prose.report)


def _looks_set(row: Row) -> bool:
    """Tell whether a value looks as if nobody had been asked: 100 %, or just the target."""
    actual, target = row.actual, row.target
    if not isinstance(actual, targets.Quantity):
        return False
    return actual.number == HUNDRED or (isinstance(target, targets.Quantity) and actual.value == target.value)


_IN_WORDS = re.compile(
    r"(?:基本|比较|较|较为|很|非常|十分|总体|普遍|群众|服务对象)*满意(?:度)?(?:较高|高|良好|较好)?|良好|较好|较高"
)
_IN_FIGURES = re.compile(r"满意[^，。；;]{0,12}\d+(?:\.\d+)?%")


def _unmeasured(row: Row) -> bool:
    """Tell whether a row is answered 满意 where its own criteria ask for a rate; a target in figures is told of by QLT-03."""
    answer, rule = key(row.indicator.actual or "").strip("。"), key(row.indicator.rule or "")
    return not row.indicator.target and bool(_IN_WORDS.fullmatch(answer)) and bool(_IN_FIGURES.search(rule))


def _in_words_only(case: Case, rows: list[Row]) -> Iterator[Fault]:
    """A survey is told of, but not for the rows that give no rate."""
    bare = [row for row in rows if _unmeasured(row)]
    if bare:
        names = listed([f"{row.name}（{row.indicator.actual}）" for row in bare], "项")
        yield case.finding(
            message=f"{names}只写文字，评分标准要求的是满意度数值，没有调查得出的数值。",
            quotes=[path for row in bare[:SHOWN] for path in (row.path("actual"), row.path("rule"))],
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
        )


def _share(value: targets.Value | None) -> Decimal | None:
    """A satisfaction in percent, printed with or without the sign; None for bounds, words and anything else."""
    if not isinstance(value, targets.Quantity) or value.change or value.per:
        return None
    if value.unit.name == "%" or (not value.unit.name and 0 < value.number <= HUNDRED):
        return value.number
    return None


@check(
    code="SAT-02",
    name="satisfaction-equals-threshold",
    title="满意度恰好等于指标值",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    basis=(article(_101, "取值"),),
    definition="满意度指标的完成值与“不低于”类指标值的数值完全相同；指标值为100%或要求等于的不算。",
    why="调查结果很少恰好等于目标，这样的数值多半是照填目标而不是调查得来。",
    remedy="按调查汇总的实际结果填写，保留一至两位小数；确属巧合的，附调查汇总表。",
    faulty=f"{_ROW} ≥85% | 实际值 85% | 得分 10",
    sound=f"{_ROW} ≥85% | 实际值 91% | 得分 10",
)
def satisfaction_equals_threshold(case: Case) -> Iterator[Fault]:
    """SAT-02: a survey that gives just the threshold; one finding for all rows of a form."""
    rows = []
    for row in _satisfaction_rows(case):
        wanted, given = row.target, row.actual
        if not isinstance(wanted, targets.Quantity) or wanted.operator is not targets.Operator.GE:
            continue
        plain = isinstance(given, targets.Quantity) and given.operator is targets.Operator.BARE
        share = _share(given)
        if plain and share is not None and share == _share(wanted) != HUNDRED:
            rows.append(row)
    if rows:
        yield case.finding(
            message=f"{listed([row.name for row in rows], '项')}的完成值恰好等于指标值（{_values(rows)}），请核对调查汇总数据。",
            quotes=[path for row in rows[:SHOWN] for path in (row.path("actual"), row.path("target"))],
        )


def _values(rows: list[Row]) -> str:
    return "、".join(dict.fromkeys((row.indicator.actual or "").strip() for row in rows))


_COMPLAINTS = re.compile(
    r"(?:无|零|没有|未(?:收到|接到|发生|出现)|没有(?:收到|接到|发生))(?:任何|一起|相关|有效|群众|参保人员?|服务对象|的)*(?:投诉|信访|举报|上访|不满意|差评)|0投诉"
)


@check(
    code="SAT-04",
    name="no-complaint-taken-for-satisfaction",
    title="以无投诉代替满意度调查",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_101, "取值"),),
    definition="满意度指标的完成值、原因或备注以“无投诉”“未收到投诉”为依据，没有提到调查。",
    why="没有投诉不等于满意，满意度须由服务对象作出评价；复核时按未做调查处理。",
    remedy="开展问卷或回访，按结果填写满意度；投诉情况可另设指标。",
    faulty=f"{_ROW} ≥85% | 实际值 100% | 得分 10 | 备注 全年未收到投诉\n备注：-",
    sound=f"{_ROW} ≥85% | 实际值 91% | 得分 10 | 备注 12月问卷调查200人，全年未收到投诉\n备注：-",
    also=("SAT-01",),
)
def no_complaint_taken_for_satisfaction(case: Case) -> Iterator[Fault]:
    """SAT-04: silence of the public is no survey."""
    for row in _satisfaction_rows(case):
        asked = _ASKED.search(row.indicator.name or "")
        if not asked or "投诉" in (row.indicator.name or "") or not row.indicator.actual:
            continue
        texts = [(field, getattr(row.indicator, field)) for field in ("actual", "note", "remark", "rule")]
        found = next(
            ((field, hit.group()) for field, text in texts if text and (hit := _COMPLAINTS.search(text))), None
        )
        if found is None or _survey_told(case):
            continue
        yield case.finding(
            message=f"{quoted(row.name)}完成值{quoted(row.indicator.actual)}，依据只是{quoted(found[1])}，没有调查。",
            quotes=[row.path(found[0]), row.path("actual")] if found[0] != "actual" else [row.path("actual")],
        )


_TINY = Decimal(30)
_PERSONS = frozenset({"人", "名", "户", "家", "个"})


@check(
    code="SAT-05",
    name="perfect-satisfaction-of-a-tiny-group",
    title="满意度100%而服务对象很少",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    basis=(article(_101, "取值"),),
    definition="满意度为100%，而本表同一对象的数量指标完成值不足30人（户、家）。",
    why="对象太少时满意度不宜用百分比考核，100%也说明不了服务质量。",
    remedy="写明回访的人数和方式；对象少的改用逐人回访记录作佐证，或另设更有区分度的指标。",
    faulty="指标：产出指标 / 数量指标 / 离休干部医疗费结算人数 | 分值 20 | 指标值 ≥8人 | 实际值 8人 | 得分 20\n"
    "指标：满意度指标 / 服务对象满意度指标 / 离休干部满意度 | 分值 10 | 指标值 ≥90% | 实际值 100% | 得分 10",
    sound="指标：产出指标 / 数量指标 / 离休干部医疗费结算人数 | 分值 20 | 指标值 ≥80人 | 实际值 80人 | 得分 20\n"
    "指标：满意度指标 / 服务对象满意度指标 / 离休干部满意度 | 分值 10 | 指标值 ≥90% | 实际值 100% | 得分 10",
)
def perfect_satisfaction_of_a_tiny_group(case: Case) -> Iterator[Fault]:
    """SAT-05: 100 % of fewer than thirty; the group is told by a count of the same people on the same form."""
    counts = [
        row
        for row in case.rows
        if isinstance(row.actual, targets.Quantity)
        and row.actual.unit.name in _PERSONS
        and 0 < row.actual.value < _TINY
        and not row.actual.per
    ]
    for row in _satisfaction_rows(case) if counts else ():
        if _share(row.actual) != HUNDRED:
            continue
        people = subjects(_ASKED.sub("", row.indicator.name or ""))
        for count in counts:
            own = subjects(count.indicator.name or "")
            if count is not row and (people.terms & own.terms or len(people.pairs & own.pairs) >= 3):
                yield case.finding(
                    message=(
                        f"{quoted(row.name)}为{row.indicator.actual}，而服务对象只有{count.indicator.actual}"
                        f"（{quoted(count.name)}），不足30，百分比说明不了问题。"
                    ),
                    quotes=[row.path("actual"), count.path("actual")],
                    figures={"人数": count.indicator.actual or ""},
                )
                break


_BY_RATIO = re.compile(
    r"满意(?:度|率)?[^，。；;]{0,12}?(?:比例|比率|结果|实际值|完成值|百分比)?\s*[*×xX·乘]\s*(?:以)?\s*(?:本|该|指标)*(?:项|指标)?(?:权重|分值)"
)


@check(
    code="SAT-06",
    name="satisfaction-score-off-own-rule",
    title="满意度得分与本表评分标准不符",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    basis=(article(_10, 16), article(_101, "赋分规则")),
    definition="评分标准写明按满意度乘以权重计分，得分却不等于完成值乘以权重；完成值只写界限（超过90%）的，低于界限所得即不符。",
    why="评分标准是事先定好的，得分与它不符说明没有按标准打分。",
    remedy="按调查结果乘以权重重新计分；完成值写明具体数值。",
    faulty=f"{_ROW} ≥85% | 实际值 91% | 得分 8 | 评分标准 按满意度比例*权重计分 | 原因 窗口等候时间长，将增设窗口"
    "\n总分：分值 100 | 得分 98",
    sound=f"{_ROW} ≥85% | 实际值 91% | 得分 9.1 | 评分标准 按满意度比例*权重计分 | 原因 窗口等候时间长，将增设窗口"
    "\n总分：分值 100 | 得分 99.1",
    also=("SCO-03",),
)
def satisfaction_score_off_own_rule(case: Case) -> Iterator[Fault]:
    """SAT-06: satisfaction × weight, where the form itself says so; a bound gives the least that is due."""
    for row in _satisfaction_rows(case):
        rule, given = row.indicator.rule, row.actual
        if not rule or not row.weight or row.score is None or not _BY_RATIO.search(key(rule)):
            continue
        share = _share(given)
        if share is None or not isinstance(given, targets.Quantity):
            continue
        due = share / HUNDRED * row.weight
        slack = max(tolerance(case) if row.score == row.score.to_integral_value() else Decimal("0.05"), Decimal("0.01"))
        bound = given.operator.is_floor
        off = due - row.score if bound else abs(due - row.score)
        if given.operator not in {targets.Operator.BARE, targets.Operator.EQ} and not bound:
            continue
        if off <= (Decimal("0.05") if bound else slack):
            continue
        least = "至少" if bound else ""
        yield case.finding(
            message=(
                f"{quoted(row.name)}评分标准为按满意度乘以权重，完成值{quoted(row.indicator.actual)}，分值{written(row.weight)}分，"
                f"{least}应得{points(due)}分，实得{written(row.score)}分。"
            ),
            quotes=[row.path("score"), row.path("actual"), row.path("rule")],
            figures={"应得": points(due), "得分": written(row.score)},
        )


_NOT_SATISFACTION = re.compile(
    r"知晓|知悉|了解程度|参与率|覆盖|办结|响应|及时率|合格率|投诉|完成率|结算率|使用率|激活|参保率|准确率|到位率"
)


@check(
    code="SAT-07",
    name="satisfaction-level-holds-other-indicator",
    title="满意度指标下不是满意度",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    basis=(article(_101, "指标类型"),),
    definition="一级或二级指标是满意度，三级指标考核的却是知晓率、办结率、投诉率等，没有一处问满意不满意。",
    why="满意度的权重应当用来考核服务对象的评价，知晓率等属于效益指标，放在这里等于没有考核满意度。",
    remedy="把该指标移到社会效益指标，满意度指标改为服务对象满意度并开展调查。",
    faulty="指标：满意度指标 / 服务对象满意度指标 / 医保政策知晓率 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10",
    sound="指标：满意度指标 / 服务对象满意度指标 / 医保政策宣传满意度 | 分值 10 | 指标值 ≥85% | 实际值 91% | 得分 10",
)
def satisfaction_level_holds_other_indicator(case: Case) -> Iterator[Fault]:
    """SAT-07: what stands below satisfaction asks for it."""
    for row in case.rows:
        if first_level(row) is not First.SATISFACTION:
            continue
        found = _NOT_SATISFACTION.search(row.indicator.name or "")
        told = _ASKED.search(f"{row.indicator.name or ''}{row.indicator.target or ''}{row.indicator.actual or ''}")
        if found and not told:
            yield case.finding(
                message=f"满意度指标下的{quoted(row.name)}考核的是“{found.group()}”，不是满意度。",
                quotes=[row.path("name")],
            )
