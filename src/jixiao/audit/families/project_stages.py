"""XFM, WGT, LIF: a project on its way from the goal form over monitoring to the self-evaluation and what is published of it."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from jixiao import targets
from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed, Source
from jixiao.audit.faults import Fault
from jixiao.audit.odd_supervisors import odd_supervisors
from jixiao.audit.stages import Pair, aligned, stages
from jixiao.audit.told_projects import told_projects
from jixiao.facts import total_path, unit_likeness
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.model import Evaluation, Indicator
from jixiao.model.titles import FORMS
from jixiao.scoring import written
from jixiao.targets import weight_points
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_101 = "财预〔2021〕101号"
_136 = "财预〔2019〕136号"
_MOST = 5
"""Rows that a finding names; with more it says how many."""
_ADJUSTED = re.compile(
    r"(?:目标|指标|预算|分值|权重)[^。；，]{0,8}(?:调整|变更|修订|调剂)|(?:调整|变更|修订)[^。；，]{0,8}(?:目标|指标|分值|权重)|批复"
)


def _explained(form: Filed) -> bool:
    """Tell whether a form speaks of its goals having been adjusted, so that a difference may have been approved."""
    evaluation = form.digest.evaluation
    told = [row.note for row in evaluation.indicators] + [row.remark for row in evaluation.indicators]
    told += [evaluation.remark, evaluation.conclusion, *(field.value for field in evaluation.fields)]
    return any(text and _ADJUSTED.search(text) for text in told)


def _certainty(pair: Pair, best: Certainty = Certainty.LIKELY) -> Certainty:
    if pair.likeness.confidence < 0.9 or _explained(pair.later):
        return Certainty.POSSIBLE
    return best


def _matched_by(pair: Pair) -> str:
    return "" if pair.likeness.confidence >= 0.95 else f"（按名称推断为同一项目：{pair.likeness.how}）"


def _earlier(pair: Pair) -> str:
    form = pair.earlier.digest.evaluation.form
    other = pair.earlier.file != pair.later.file
    return f"{f'文件{quoted(pair.earlier.name)}的' if other else ''}{FORMS[form]}"


def _doubts(pair: Pair) -> bool:
    return pair.earlier.digest.doubtful or pair.later.digest.doubtful


class _Change(NamedTuple):
    """What became of a row: its sentence, and the cells that show it."""

    told: str
    quotes: tuple[Source, ...]


@check(
    code="XFM-06",
    name="indicators-not-those-approved",
    title="自评指标与目标表、监控表不一致",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, 13), article(_136, "内容")),
    definition="自评表的三级指标比批复的目标表或监控表少了、多了，或者年度指标值被改动，也没有说明经过调整。",
    why="自评要以批复预算时确定的指标为准；删掉难完成的指标、降低指标值，自评结果就没有可比性。",
    remedy="按批复的绩效目标表恢复指标和指标值；年中确经批准调整的，写明批准文号并附调整表。",
    faulty="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥16场
        总分：分值 90
    """,
    sound="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        总分：分值 90
    """,
)
def indicators_not_those_approved(collection: Collection) -> Iterator[Fault]:
    """XFM-06: a self-evaluation judges the indicators and targets that were approved, all of them and no others."""
    for pair in _latest(stages(collection)):
        rows = aligned(pair)
        old, new = pair.earlier.digest.evaluation.indicators, pair.later.digest.evaluation.indicators
        if not old or not new or sum(None not in row for row in rows) * 2 < min(len(old), len(new)):
            continue  # another set of indicators altogether: a form of another template, or another project
        changes = [change for row in rows if (change := _change(pair, row.earlier, row.later, old, new)) is not None]
        if not changes:
            continue
        more = f"；另有{len(changes) - _MOST}处" if len(changes) > _MOST else ""
        yield collection.finding(
            at=pair.later,
            message=(
                f"与{_earlier(pair)}相比有{len(changes)}处不同{_matched_by(pair)}："
                f"{'；'.join(change.told for change in changes[:_MOST])}{more}。"
            ),
            quotes=[each for change in changes[:_MOST] for each in change.quotes],
            figures={"不同处数": str(len(changes))},
            certainty=_certainty(pair),
            doubtful=_doubts(pair),
        )


def _latest(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """One pair for each self-evaluation: with its goal form, else with the last of its monitoring forms."""
    chosen: dict[int, Pair] = {}
    for pair in pairs:
        known = chosen.get(id(pair.later))
        if known is None or known.earlier.digest.form == "monitoring":
            chosen[id(pair.later)] = pair
    return chosen.values()


def _change(
    pair: Pair, before: int | None, after: int | None, old: tuple[Indicator, ...], new: tuple[Indicator, ...]
) -> _Change | None:
    if before is None and after is not None:
        if new[after].name is None or _of_execution(new[after]):
            return None
        return _Change(f"多了{quoted(new[after].name)}", ((pair.later, f"indicators/{after}/name"),))
    if before is not None and after is None:
        if old[before].name is None or _of_execution(old[before]):
            return None
        return _Change(f"少了{quoted(old[before].name)}", ((pair.earlier, f"indicators/{before}/name"),))
    if before is None or after is None:
        return None
    wanted, given = old[before].target, new[after].target
    if wanted is None or given is None or _same_target(wanted, given):
        return None
    return _Change(
        f"{quoted(new[after].name)}的指标值由{quoted(wanted)}改为{quoted(given)}",
        ((pair.later, f"indicators/{after}/target"), (pair.earlier, f"indicators/{before}/target")),
    )


def _of_execution(row: Indicator) -> bool:
    """Tell whether a row is the execution rate, which goal forms do not have."""
    return "执行率" in (row.name or "")


_SPACE = re.compile(r"[\s。;；,，]+")


def _same_target(one: str, two: str) -> bool:
    left, right = (_SPACE.sub("", key(text)) for text in (one, two))
    if left == right:
        return True
    first, second = targets.parse(one), targets.parse(two)
    if isinstance(first, targets.Quantity) and isinstance(second, targets.Quantity):
        bases = {first.unit.base, second.unit.base} - {""}
        same_sign = first.operator == second.operator or targets.Operator.BARE in {first.operator, second.operator}
        numbers = first.value == second.value or first.number == second.number
        return numbers and same_sign and len(bases) <= 1
    if isinstance(first, targets.Quantity) != isinstance(second, targets.Quantity):
        return False
    return left in right or right in left


@check(
    code="WGT-08",
    name="weights-changed-after-approval",
    title="分值与批复的目标表不一致",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_101, "指标权重"), article(_10, 13)),
    definition="同一指标在自评表中的分值与目标表不同，又不是全表按同一比例换算（目标表合计90分，自评表加执行率10分）。",
    why="年初定下的权重反映轻重；自评时把完成不好的指标分值改低，总分就失去意义。",
    remedy="恢复批复的分值重新计分；经批准调整的写明依据。",
    faulty="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 15 | 指标值 ≥10场
        指标：产出指标 / 质量指标 / 宣传资料验收合格率 | 分值 15 | 指标值 ≥95%
        总分：分值 90
    """,
    sound="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        总分：分值 90
    """,
)
def weights_changed_after_approval(collection: Collection) -> Iterator[Fault]:
    """WGT-08: the points of each indicator are those of the goal form, or all in one proportion."""
    for pair in stages(collection):
        if pair.earlier.digest.form != "target":
            continue
        rows = [row for row in aligned(pair) if None not in row]
        old, new = pair.earlier.digest.evaluation.indicators, pair.later.digest.evaluation.indicators
        weighed = [
            (row, before, after)
            for row in rows
            if row.earlier is not None
            and row.later is not None
            and (before := weight_points(old[row.earlier].weight))
            and (after := weight_points(new[row.later].weight))
        ]
        changed = [each for each in weighed if each[1] != each[2]]
        if not changed or _in_proportion([(before, after) for _, before, after in weighed]):
            continue
        told = "、".join(
            f"{quoted(new[row.later or 0].name)}由{written(before)}分改为{written(after)}分"
            for row, before, after in changed[:_MOST]
        )
        more = f"，另有{len(changed) - _MOST}项" if len(changed) > _MOST else ""
        yield collection.finding(
            at=pair.later,
            message=f"与{_earlier(pair)}相比，{len(changed)}项指标的分值被改动{_matched_by(pair)}：{told}{more}。",
            quotes=[
                each
                for row, _, _ in changed[:_MOST]
                for each in (
                    (pair.later, f"indicators/{row.later}/weight"),
                    (pair.earlier, f"indicators/{row.earlier}/weight"),
                )
            ],
            figures={"改动项数": str(len(changed))},
            certainty=_certainty(pair),
            doubtful=_doubts(pair),
        )


def _in_proportion(weights: list[tuple[Decimal, Decimal]]) -> bool:
    """Tell whether all points were multiplied by the same number, as from a scale of 100 to one of 90, rounded to half points."""
    before, after = sum(pair[0] for pair in weights), sum(pair[1] for pair in weights)
    if before == after:
        return False
    return all(abs(old * after / before - new) <= Decimal("0.5") for old, new in weights)


@check(
    code="XFM-03",
    name="project-named-otherwise",
    title="项目名称、编码或单位与目标表不一致",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, 13), article(_10, "第五章")),
    definition="自评表的项目名称、项目编码或实施单位，与同一项目的批复目标表、监控表写法不同；同一份材料里主管部门层级不一、同一资金分列两张表的，只作提示。",
    why="名称、编码、单位是各阶段材料对应的钥匙，写法不一就无法与预算项目库、决算衔接，也难判断评的是不是批复的项目。",
    remedy="以预算批复（项目库）的名称、编码和单位为准，统一各表。",
    faulty="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        项目编码：510800230000001
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        项目名称：医保待遇政策宣传推广
        项目编码：510800230000001
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        总分：分值 90
    """,
    sound="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        项目名称：医保政策宣传
        项目编码：510800230000001
        对照：目标.txt
        评价：project target 2023 万元 项目支出绩效目标申报表
        项目名称：2023年医保政策宣传经费
        项目编码：510800230000001
        目标：预期 组织政策宣传，使参保群众了解待遇政策
        资金：年度资金总额 | 年初 100
        总分：分值 90
    """,
)
def project_named_otherwise(collection: Collection) -> Iterator[Fault]:
    """XFM-03: name, code and unit of a project are those it was approved under; year, region and 经费 make no difference."""
    told: set[int] = set()
    for pair in stages(collection):
        later, earlier = pair.later.digest, pair.earlier.digest
        if id(pair.later) in told:
            continue
        differing: list[tuple[str, str, str, str]] = []
        if later.project_core and earlier.project_core and later.project_core != earlier.project_core:
            differing.append(("项目名称", "project_name", later.project, earlier.project))
        codes = later.evaluation.project_code, earlier.evaluation.project_code
        if codes[0] and codes[1] and codes[0] != codes[1]:
            differing.append(("项目编码", "project_code", codes[0], codes[1]))
        units = later.evaluation.implementer, earlier.evaluation.implementer
        if units[0] and units[1] and unit_likeness(*units).confidence < 0.8:
            differing.append(("实施单位", "implementer", units[0], units[1]))
        if not differing:
            continue
        told.add(id(pair.later))
        words = "；".join(
            f"{label}{quoted(own)}，{_earlier(pair)}为{quoted(other)}" for label, _, own, other in differing
        )
        yield collection.finding(
            at=pair.later,
            message=f"{words}{_matched_by(pair)}。",
            quotes=[each for _, path, _, _ in differing for each in ((pair.later, path), (pair.earlier, path))],
            figures={"不一致项数": f"{len(differing)}"} if len(differing) > _MOST else {},
            certainty=_certainty(pair),
            doubtful=False,
        )
    yield from odd_supervisors(collection)


@check(
    code="XFM-07",
    name="execution-differs-from-accounts",
    title="预算、执行数与其他材料不一致",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_10, "第五章"),),
    definition=(
        "决算公开文字、目标表或监控表中同一项目同一年度的预算数、执行数，与自评表的资金表不一致："
        "预算批复数不等于年初预算数，或年中监控的执行数已大于全年执行数。"
    ),
    why="自评的执行率建立在预算数和执行数上；与决算、批复对不上，执行率得分和公开数据都不可信。",
    remedy="以预算批复和国库支付（决算）数为准核对，改正有误的一处。",
    faulty="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：决算.txt
        评价：-
        叙述：某市医疗保障事务中心2023年度部门决算说明
        叙述：“医保政策宣传”项目全年预算数为100万元，执行数为92万元。
        事实：医保政策宣传 | 执行数 | 92 | 万元
    """,
    sound="""
        文件：自评.txt
        评价：project self_evaluation 2023 万元
        对照：决算.txt
        评价：-
        叙述：某市医疗保障事务中心2023年度部门决算说明
        叙述：“医保政策宣传”项目全年预算数为100万元，执行数为100万元。
        事实：医保政策宣传 | 执行数 | 100 | 万元
    """,
)
def execution_differs_from_accounts(collection: Collection) -> Iterator[Fault]:
    """XFM-07: budget and execution of a project are the same in its form, in the report and in the stages before."""
    yield from _told_otherwise(collection)
    for pair in stages(collection):
        yield from _money_of_stages(collection, pair)


def _told_otherwise(collection: Collection) -> Iterator[Fault]:
    """What another file says of a project's money; its own file's narrative is FUN-09's."""
    for told in told_projects(collection):
        form = told.form
        if form is None or not form.audited or told.by_money or told.file == form.file:
            continue
        for fact, column, value in (
            (told.budget, "adjusted", form.digest.budget),
            (told.executed, "executed", form.digest.executed),
        ):
            stated = None if fact is None else targets.amount(fact.value, fact.unit)
            if fact is None or stated is None or value is None or _near(stated, value, fact.value, stated):
                continue
            if (
                column == "adjusted"
                and form.digest.initial is not None
                and _near(stated, form.digest.initial, fact.value, stated)
            ):
                continue
            path = total_path(form.digest.evaluation, column) or total_path(form.digest.evaluation, "initial")
            label = "预算数" if column == "adjusted" else "执行数"
            yield collection.finding(
                at=form,
                message=(
                    f"{told.where(form)}称{quoted(told.name)}的{label}为{fact.value}{fact.unit}，"
                    f"自评表资金表为{written(value / 10000)}万元，两者不符{told.remark}。"
                ),
                quotes=[told.quote(fact), *([(form, path)] if path else [])],
                figures={"文字": f"{fact.value}{fact.unit}", "资金表": f"{written(value / 10000)}万元"},
                certainty=told.certainty,
            )


def _near(one: Decimal, two: Decimal, printed: str, amount: Decimal) -> bool:
    """Tell whether two amounts are the same within the rounding of the one that is printed."""
    number = targets.number(printed)
    decimals = len(printed.partition(".")[2])
    unit = amount / number if number else Decimal(1)
    return abs(one - two) <= max(unit * Decimal(5).scaleb(-decimals - 1), Decimal("0.5"))


def _money_of_stages(collection: Collection, pair: Pair) -> Iterator[Fault]:
    earlier, later = pair.earlier.digest, pair.later.digest
    spent = _path(earlier.evaluation, "executed")
    if earlier.form == "monitoring":
        amounts = earlier.executed, later.executed
        if spent and amounts[0] is not None and amounts[1] is not None and amounts[0] > amounts[1] + 1:
            yield _money(collection, pair, "执行数", "executed", spent, (amounts[0], amounts[1]), "已大于")
        return
    approved, started = earlier.initial or earlier.adjusted, later.initial
    if approved is None or started is None or earlier.form != "target":
        return
    path = _path(earlier.evaluation, "initial") or _path(earlier.evaluation, "adjusted")
    if path and abs(approved - started) > 1 and (later.adjusted is None or abs(approved - later.adjusted) > 1):
        yield _money(collection, pair, "预算数", "initial", path, (approved, started), "不等于")


def _path(evaluation: Evaluation, column: str) -> str | None:
    return total_path(evaluation, column)


def _money(
    collection: Collection,
    pair: Pair,
    label: str,
    column: str,
    path: str,
    amounts: tuple[Decimal, Decimal],
    relation: str,
) -> Fault:
    own = "全年执行数" if column == "executed" else "年初预算数"
    figures = tuple(f"{written(amount / 10000)}万元" for amount in amounts)
    its = _path(pair.later.digest.evaluation, column)
    return collection.finding(
        at=pair.later,
        message=f"{_earlier(pair)}的{label}{figures[0]}{relation}自评表的{own}{figures[1]}{_matched_by(pair)}。",
        quotes=[(pair.earlier, path), *([(pair.later, its)] if its else [])],
        figures={f"{FORMS[pair.earlier.digest.evaluation.form]}": figures[0], own: figures[1]},
        certainty=_certainty(pair, Certainty.LIKELY if column == "executed" else Certainty.POSSIBLE),
    )
