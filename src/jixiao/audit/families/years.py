"""IND, XFM, LIF: a project's form held against that of the year before, and its targets against what its budget was worked out from."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao import targets
from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed
from jixiao.audit.faults import Fault
from jixiao.audit.figures import ZERO
from jixiao.audit.stages import Pair, aligned, years
from jixiao.facts import total_path
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.model import Evaluation, Indicator
from jixiao.scoring import written
from jixiao.targets import Direction, Outcome
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_88 = "财预〔2015〕88号"
_34 = "中发〔2018〕34号"
_MOST = 5
_HIGH_RATE = Decimal(85)
"""A rate asked for at so many percent cannot follow every better year: it ends at a hundred."""


def _last_year(pair: Pair) -> str:
    where = f"文件{quoted(pair.earlier.name)}的" if pair.earlier.file != pair.later.file else ""
    return f"{where}{pair.earlier.digest.year}年度自评表"


@check(
    code="IND-15",
    name="target-below-last-year",
    title="指标值低于上年实际完成值",
    severity=Severity.WARNING,
    certainty=Certainty.LIKELY,
    scope="files",
    forms=("target", "self_evaluation"),
    basis=(article(_10, 15), article(_88, "设定")),
    definition="同一单位同一项目的同一指标，今年的年度指标值比上年实际完成值还低（反向指标则更宽），且两年口径、单位相同；已在85%以上、又不低于上年指标值的比率不算。",
    why="上年已经做到的，今年的目标反而更低，目标就没有约束力；评价标准应当参考历史水平。",
    remedy="参照上年完成值重新设定指标值；确因政策或任务减少而降低的，写明原因。",
    faulty="""
        文件：今年.txt
        评价：project self_evaluation 2024 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20
        字段：填报日期 = 2025-01-15
        对照：上年.txt
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 18场 | 得分 20 | 原因 增加了乡镇场次
        指标：产出指标 / 质量指标 / - | 分值 10
        指标：产出指标 / 时效指标 / - | 分值 10
        指标：效益指标 / 社会效益指标 / - | 分值 15
        指标：效益指标 / 可持续影响指标 / - | 分值 15
        指标：满意度指标 / 服务对象满意度指标 / - | 分值 10
    """,
    sound="""
        文件：今年.txt
        评价：project self_evaluation 2024 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20
        对照：上年.txt
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥8场 | 实际值 9场 | 得分 20
        指标：产出指标 / 质量指标 / - | 分值 10
        指标：产出指标 / 时效指标 / - | 分值 10
        指标：效益指标 / 社会效益指标 / - | 分值 15
        指标：效益指标 / 可持续影响指标 / - | 分值 15
        指标：满意度指标 / 服务对象满意度指标 / - | 分值 10
    """,
)
def target_below_last_year(collection: Collection) -> Iterator[Fault]:
    """IND-15: what was reached last year is at least asked for this year; one finding for all rows of a form."""
    for pair in years(collection, frozenset({"self_evaluation", "target"})):
        old, new = pair.earlier.digest.evaluation.indicators, pair.later.digest.evaluation.indicators
        lower = [
            (row.later, row.earlier, inferred)
            for row in aligned(pair)
            if row.earlier is not None
            and row.later is not None
            and (inferred := _lower(new[row.later], old[row.earlier])) is not None
        ]
        if not lower:
            continue
        told = "；".join(
            f"{quoted(new[own].name)}指标值{quoted(new[own].target)}，上年完成{quoted(old[its].actual)}{_unchanged(new[own], old[its])}"
            for own, its, _ in lower[:_MOST]
        )
        more = f"；另有{len(lower) - _MOST}项" if len(lower) > _MOST else ""
        doubtful = any("target" in new[own].doubtful or "actual" in old[its].doubtful for own, its, _ in lower)
        yield collection.finding(
            at=pair.later,
            message=f"{len(lower)}项指标的年度指标值低于{_last_year(pair)}的实际完成值：{told}{more}。",
            quotes=[
                each
                for own, its, _ in lower[:_MOST]
                for each in ((pair.later, f"indicators/{own}/target"), (pair.earlier, f"indicators/{its}/actual"))
            ],
            figures={"指标数": str(len(lower))},
            certainty=Certainty.POSSIBLE if all(inferred for _, _, inferred in lower) else None,
            doubtful=doubtful,
        )


def _unchanged(this_year: Indicator, last_year: Indicator) -> str:
    return "，指标值与上年相同" if key(this_year.target or "") == key(last_year.target or "") else ""


def _near_its_limit(this_year: Indicator, last_year: Indicator) -> bool:
    """Tell whether the target is a rate so high that it need not rise every year, and not lower than the one of last year."""
    wanted, before = targets.parse(this_year.target or ""), targets.parse(last_year.target or "")
    if not isinstance(wanted, targets.Quantity) or not isinstance(before, targets.Quantity):
        return False
    rates = wanted.unit.base == before.unit.base == "%"
    upward = {wanted.operator, before.operator} <= {
        targets.Operator.GE,
        targets.Operator.GT,
        targets.Operator.BARE,
        targets.Operator.EQ,
    }
    return rates and upward and not (wanted.change or before.change) and wanted.value >= max(before.value, _HIGH_RATE)


def _lower(this_year: Indicator, last_year: Indicator) -> bool | None:
    """Whether this year's target asks for less than last year's actual: True where the direction was inferred, None where it does not."""
    if not this_year.target or not last_year.actual or _near_its_limit(this_year, last_year):
        return None
    wanted, given = targets.parse(this_year.target), targets.parse(last_year.actual)
    if not isinstance(wanted, targets.Quantity) or not isinstance(given, targets.Quantity):
        return None
    if (
        given.operator not in {targets.Operator.BARE, targets.Operator.EQ}
        or given.unit.base == "元"
        or given.change
        or given.word
    ):
        return None
    found = targets.compare(wanted, given, name=this_year.name or "", level2=this_year.level2 or "")
    if found.outcome is not Outcome.REACHED or found.assumed or found.target is None or found.actual is None:
        return None
    up = found.direction is Direction.POSITIVE and found.actual > found.target
    down = (
        found.direction is Direction.REVERSE
        and ZERO < found.actual < found.target
        and "成本" not in (this_year.level2 or "")
    )
    return found.inferred if up or down else None


_EACH = re.compile(
    r"(?:每人每年|每年每人|年人均|人均每年|每人)(?:补助|补贴|发放|标准)?(?:为|按|是)?"
    r"(?P<number>\d[\d,]*(?:\.\d+)?) ?(?P<unit>万?元)(?!以[上下内])"
    r"|(?P<also>\d[\d,]*(?:\.\d+)?) ?(?P<its>万?元)[/／](?:人[·.]?年|年[·.]?人|每人每年|人)"
)
_CEILING = re.compile(r"(?:≤|<|不超过|不高于|控制在|最高)[^，。；]{0,4}$")
_BENEFIT = re.compile(r"补助|补贴|标准|/人[·.]?年|每人每年")
_MONTHLY = re.compile(r"每月|月人均|/月|·月")


class _Standard(NamedTuple):
    yuan: Decimal
    path: str
    text: str


@check(
    code="XFM-04",
    name="target-not-from-budget-basis",
    title="指标值与预算测算人数不衔接",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_88, "设定"), article(_10, 15)),
    definition="项目按人均标准安排预算：用年初预算数除以表中写明的标准得出的人数，与人数指标的指标值相差5%以上。",
    why="预算按多少人测算，目标就应保障多少人；两者脱节，不是预算编多了，就是目标定低了。",
    remedy="按预算测算的人数设定指标值，或说明预算中其他支出的内容；人数变化的同步调整预算和目标。",
    faulty="""
        目标：预期 保障补助对象待遇 | 实际 按每人每年1万元标准拨付，补助人员全部到位
        指标：产出指标 / 数量指标 / 补助保障人数 | 分值 20 | 指标值 ≥80人 | 实际值 100人 | 得分 20
    """,
    sound="""
        目标：预期 保障补助对象待遇 | 实际 按每人每年1万元标准拨付，补助人员全部到位
        指标：产出指标 / 数量指标 / 补助保障人数 | 分值 20 | 指标值 ≥100人 | 实际值 100人 | 得分 20
    """,
)
def target_not_from_budget_basis(collection: Collection) -> Iterator[Fault]:
    """XFM-04: the persons that a budget was worked out for are the persons that its target asks for."""
    for form in collection.forms:
        evaluation = form.digest.evaluation
        if not form.audited or not form.digest.initial or evaluation.kind == "department":
            continue
        counted = _persons(evaluation)
        standards = list(_standards(evaluation)) if counted else []
        if len({standard.yuan for standard in standards}) != 1:
            continue
        standard = standards[0]
        persons = form.digest.initial / standard.yuan
        path = total_path(evaluation, "initial")
        for index, wanted in counted:
            # A budget for half as many or for twice as many holds other things besides.
            if path is None or not wanted / 2 <= persons <= wanted * 2 or persons != persons.to_integral_value():
                continue
            if abs(persons - wanted) <= wanted / 20:
                continue
            yield collection.finding(
                at=form,
                message=(
                    f"年初预算数按{standard.text}可保障{written(persons)}人（{written(form.digest.initial / 10000)}万元÷"
                    f"{written(standard.yuan / 10000)}万元），{quoted(evaluation.indicators[index].name)}的指标值却是"
                    f"{quoted(evaluation.indicators[index].target)}。"
                ),
                quotes=[(form, f"indicators/{index}/target"), (form, path), (form, standard.path)],
                figures={"按预算测算": f"{written(persons)}人"},
            )


def _persons(evaluation: Evaluation) -> list[tuple[int, Decimal]]:
    """The one row that counts persons, with its target; none where there are several."""
    found = []
    for index, row in enumerate(evaluation.indicators):
        value = targets.parse(row.target) if row.target else None
        if isinstance(value, targets.Quantity) and value.unit.base == "人" and value.number > 0 and not value.per:
            found.append((index, value.value))
    return found if len(found) == 1 else []


def _standards(evaluation: Evaluation) -> Iterator[_Standard]:
    """What one person gets in a year, wherever the form says it; ceilings of unit cost and monthly rates are none."""
    told: list[tuple[str, str | None]] = [("conclusion", evaluation.conclusion)]
    for index, row in enumerate(evaluation.indicators):
        told += [(f"indicators/{index}/note", row.note), (f"indicators/{index}/target", row.target)]
    for index, goal in enumerate(evaluation.goals):
        told += [(f"goals/{index}/expected", goal.expected), (f"goals/{index}/actual", goal.actual)]
    for path, text in told:
        plain = key(text or "")
        for found in _EACH.finditer(plain):
            if _MONTHLY.search(plain, max(found.start() - 4, 0), found.end() + 3) or _CEILING.search(
                plain[: found.start()]
            ):
                continue
            yuan = targets.amount((found["number"] or found["also"]) + (found["unit"] or found["its"]), None)
            if yuan and (found["number"] or _BENEFIT.search(plain)):
                yield _Standard(yuan, path, f"“{found.group().replace(' ', '')}”")


@check(
    code="LIF-03",
    name="problem-not-followed-up",
    title="上年的问题没有后续",
    severity=Severity.WARNING,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_34, "结果应用"), article(_10, 11)),
    definition="上年未完成的指标今年仍未完成，而今年的原因和措施没有提到上年的情况；或者今年的原因照抄上年。",
    why="评价发现的问题要整改、结果要应用；同一个问题年年出现、年年同样的理由，说明整改没有落实。",
    remedy="写明上年提出的措施落实到哪一步、为什么仍未完成、今年换用什么办法；目标确实不合理的按程序调整。",
    faulty="""
        文件：今年.txt
        评价：project self_evaluation 2024 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥20场 | 实际值 18场 | 得分 18 | 原因 场地紧张，下一步将提前协调场地
        总分：分值 100 | 得分 98
        字段：填报日期 = 2025-01-15
        对照：上年.txt
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥20场 | 实际值 16场 | 得分 16 | 原因 人手不足，下一步将增加宣传员
        指标：产出指标 / 质量指标 / - | 分值 10
        指标：产出指标 / 时效指标 / - | 分值 10
        指标：效益指标 / 社会效益指标 / - | 分值 15
        指标：效益指标 / 可持续影响指标 / - | 分值 15
        指标：满意度指标 / 服务对象满意度指标 / - | 分值 10
    """,
    sound="""
        文件：今年.txt
        评价：project self_evaluation 2024 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥20场 | 实际值 18场 | 得分 18 | 原因 上年提出的增员已落实，下一步再招1人
        总分：分值 100 | 得分 98
        对照：上年.txt
        评价：project self_evaluation 2023 万元
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥20场 | 实际值 16场 | 得分 16 | 原因 人手不足，下一步将增加宣传员
        指标：产出指标 / 质量指标 / - | 分值 10
        指标：产出指标 / 时效指标 / - | 分值 10
        指标：效益指标 / 社会效益指标 / - | 分值 15
        指标：效益指标 / 可持续影响指标 / - | 分值 15
        指标：满意度指标 / 服务对象满意度指标 / - | 分值 10
    """,
)
def problem_not_followed_up(collection: Collection) -> Iterator[Fault]:
    """LIF-03: a target missed two years running is told of as such."""
    for pair in years(collection):
        if _mentions_last_year(pair.later):
            continue
        old, new = pair.earlier.digest.evaluation.indicators, pair.later.digest.evaluation.indicators
        again = [
            (row.later, row.earlier)
            for row in aligned(pair)
            if row.earlier is not None
            and row.later is not None
            and _missed(old[row.earlier])
            and _missed(new[row.later])
        ]
        if not again:
            continue
        told = "；".join(
            f"{quoted(new[own].name)}上年{quoted(old[its].actual)}（指标值{quoted(old[its].target)}），今年{quoted(new[own].actual)}"
            f"（指标值{quoted(new[own].target)}）{_same_reason(new[own], old[its])}"
            for own, its in again[:_MOST]
        )
        yield collection.finding(
            at=pair.later,
            message=f"{len(again)}项指标上年（{_last_year(pair)}）未完成，今年仍未完成，没有说明上年措施的落实情况：{told}。",
            quotes=[
                each
                for own, its in again[:_MOST]
                for each in ((pair.later, f"indicators/{own}/actual"), (pair.earlier, f"indicators/{its}/actual"))
            ],
            figures={"指标数": str(len(again))},
            certainty=Certainty.LIKELY if any(_same_reason(new[own], old[its]) for own, its in again) else None,
            doubtful=pair.earlier.digest.doubtful or pair.later.digest.doubtful,
        )


_LAST_YEAR = re.compile(r"上年|去年|上一年|往年|连续|整改|仍未|仍然|仍缺|仍有")


def _mentions_last_year(form: Filed) -> bool:
    evaluation = form.digest.evaluation
    told = [evaluation.conclusion, evaluation.remark, *(field.value for field in evaluation.fields)]
    told += [text for row in evaluation.indicators for text in (row.note, row.remark)]
    told += [goal.actual for goal in evaluation.goals]
    year = (form.digest.year or 0) - 1
    named = re.compile(rf"[较比] ?{year} ?年|{year} ?年[^。；;]{{0,12}}(?:未|提出|措施|整改|问题)")
    return any(text and (_LAST_YEAR.search(text) or named.search(text)) for text in told)


def _missed(row: Indicator) -> bool:
    if not row.target or not row.actual:
        return False
    found = targets.compare(
        targets.parse(row.target), targets.parse(row.actual), name=row.name or "", level2=row.level2 or ""
    )
    return found.outcome is Outcome.MISSED and not found.inferred and not found.assumed


def _same_reason(one: Indicator, two: Indicator) -> str:
    left, right = (re.sub(r"\s", "", row.note or "") for row in (one, two))
    return "，原因与上年逐字相同" if left == right and len(left) > _MOST else ""
