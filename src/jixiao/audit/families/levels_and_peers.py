"""XFM: a higher level's form against those of the levels below it, and a form against its peers."""

import re
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from jixiao.audit.check import check
from jixiao.audit.collection import Collection, Filed, Told
from jixiao.audit.faults import Fault
from jixiao.audit.figures import ZERO
from jixiao.facts import region_of, total_path
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_FORM = "转移支付自评表填表说明"


class _Family(NamedTuple):
    """A form and those of the regions right below, of one fund and year."""

    parent: Filed
    children: tuple[Filed, ...]


def _roll_up(whole: str) -> str:
    """An example: a province and two of its cities, whose persons make 230,000."""
    return "\n".join(
        f"""
        文件：{name}.txt
        评价：transfer self_evaluation 2023 万元
        项目名称：医疗救助补助资金
        主管部门：国家医疗保障局
        地方主管部门：青山省医疗保障局
        实施单位：{unit}医疗保障局
        资金：年度资金总额 | 全年 {money} | 执行 {money} | 执行率 100%
        指标：-
        指标：产出指标 / 数量指标 / 资助参保人数 | 指标值 ≥{target} | 实际值 {persons}
        指标：产出指标 / 质量指标 / 救助对象参保率 | 指标值 ≥99% | 实际值 99.6%
        指标：产出指标 / 时效指标 / 救助资金拨付及时率 | 指标值 ≥90% | 实际值 96%
        指标：产出指标 / 成本指标 / 人均救助成本 | 指标值 ≤600元 | 实际值 560元
        指标：效益指标 / 社会效益指标 / 困难群众政策知晓率 | 指标值 ≥80% | 实际值 84%
        指标：满意度指标 / 服务对象满意度指标 / 救助对象满意度 | 指标值 ≥85% | 实际值 91%
        总分：-
        等级：-
        """
        for name, unit, money, target, persons in (
            ("省", "青山省", 300, "22.5万人", whole),
            ("甲市", "青山省甲峰市", 200, "12.5万人", "14万人"),
            ("乙市", "青山省乙林市", 100, "8万人", "9万人"),
        )
    )


@check(
    code="XFM-08",
    name="roll-up-not-sum",
    title="汇总表不等于下级各表之和",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="files",
    basis=(article(_FORM, "全文"),),
    definition=(
        "上级地区同一资金同一年度的自评表，其预算数、执行数或绝对值指标不等于所附下级各表之和（下级预算合计等于上级预算，即下级齐全时）；"
        "或者下级之和已超过上级。比例类指标应在下级的最低值与最高值之间。"
    ),
    why="逐级汇总时绝对值直接相加、相对值按资金加权；对不上，说明汇总时漏报、重报或口径不一。",
    remedy="核对各下级的报表是否齐全、是否有后来的更正，按规定的方法重新汇总。",
    faulty=_roll_up("29万人"),
    sound=_roll_up("23万人"),
)
def roll_up_not_sum(collection: Collection) -> Iterator[Fault]:
    """XFM-08: what is added up over regions is the sum of the regions, and a share lies among theirs."""
    for family in _families(collection):
        budgets = [child.digest.budget for child in family.children]
        whole = family.parent.digest.budget
        if whole is None or any(budget is None for budget in budgets):
            continue
        total = sum((budget for budget in budgets if budget is not None), ZERO)
        slack = max(whole / 1000, Decimal(10000))
        if total > whole + slack:
            yield from _money_above(collection, family, "预算数", "adjusted", whole, total)
        complete = abs(total - whole) <= slack
        spent = [child.digest.executed for child in family.children]
        executed = family.parent.digest.executed
        if executed is not None and all(value is not None for value in spent):
            sum_spent = sum((value for value in spent if value is not None), ZERO)
            if sum_spent > executed + slack or (complete and abs(sum_spent - executed) > slack):
                yield from _money_above(collection, family, "执行数", "executed", executed, sum_spent)
        yield from _rows(collection, family, complete=complete)


def _families(collection: Collection) -> Iterator[_Family]:
    """Forms that others name as the authority above them: by 地方主管部门, else by a region that contains theirs."""
    groups: dict[tuple[str, int | None], list[Filed]] = {}
    for form in collection.forms:
        if form.digest.form == "self_evaluation" and form.digest.project_core and form.digest.region:
            groups.setdefault((form.digest.project_core, form.digest.year), []).append(form)
    for forms in groups.values():
        parents: dict[str, Filed] = {}
        for form in forms:
            parents.setdefault(form.digest.region, form)
        below: dict[str, dict[str, Filed]] = {}
        for form in forms:
            above = _above(form)
            if above and above != form.digest.region and above in parents:
                below.setdefault(above, {}).setdefault(form.digest.region, form)
        for region, children in below.items():
            if len(children) > 1:
                yield _Family(parents[region], tuple(children.values()))


def _above(form: Filed) -> str:
    """The region right above that of a form, as far as it says so."""
    evaluation = form.digest.evaluation
    for authority in (evaluation.local_supervisor, evaluation.supervisor):
        region = region_of(authority)
        if region and region != form.digest.region:
            return region
    return ""


def _money_above(
    collection: Collection, family: _Family, label: str, column: str, whole: Decimal, total: Decimal
) -> Iterator[Fault]:
    parent = family.parent if family.parent.audited else next((form for form in family.children if form.audited), None)
    if parent is None:
        return
    figures = f"{written(total / 10000)}万元", f"{written(whole / 10000)}万元"
    paths = [
        (form, path)
        for form in (family.parent, *family.children[:5])
        if (path := total_path(form.digest.evaluation, column))
    ]
    yield collection.finding(
        at=parent,
        message=(
            f"{family.parent.called(parent)}的{label}为{figures[1]}，{len(family.children)}个下级地区合计{figures[0]}，"
            f"{'大于' if total > whole else '小于'}汇总数{written(abs(total - whole) / 10000)}万元。"
        ),
        quotes=paths,
        figures={"下级合计": figures[0], "汇总数": figures[1]},
    )


_RELATIVE = re.compile(r"均|每|单位|单价|标准|限额|占比|时间|时长|月数")
"""What is no sum over regions although it is counted in persons or yuan."""
_ADDED = frozenset(
    {"人", "人次", "家", "个", "户", "例", "件", "场", "次", "期", "元", "笔", "份", "台", "家次", "起", "册"}
)


def _rows(collection: Collection, family: _Family, *, complete: bool) -> Iterator[Fault]:
    held = [{told.statement.measure: told for told in _actuals(child)} for child in family.children]
    for told in _actuals(family.parent):
        said = told.statement
        below = [rows[said.measure] for rows in held if said.measure in rows]
        if len(below) < len(held) or any(each.statement.unit != said.unit for each in below):
            continue
        values = [each.statement.value for each in below]
        slack = said.tolerance + sum((each.statement.tolerance for each in below), ZERO)
        total = sum(values, ZERO)
        if said.unit == "%":
            if complete and not min(values) - slack <= said.value <= max(values) + slack:
                between = f"{written(min(values))}%～{written(max(values))}%"
                yield from _row(
                    collection,
                    family,
                    told,
                    below,
                    f"下级各表在{between}之间，按资金加权不会得出这个数",
                    {"下级": between},
                )
        elif said.unit in _ADDED and not said.per and not _RELATIVE.search(said.measure):
            short = complete and abs(total - said.value) > slack
            if total > said.value + slack or short:
                unit = f"万{said.unit}" if max(values) >= 10000 else said.unit
                shown = f"{written(total / 10000 if max(values) >= 10000 else total)}{unit}"
                relation = "大于" if total > said.value else "小于"
                yield from _row(
                    collection, family, told, below, f"下级各表合计{shown}，{relation}汇总数", {"下级合计": shown}
                )


def _actuals(form: Filed) -> list[Told]:
    return [
        Told(said, form.file, form) for said in form.digest.statements if said.origin == "actual" and not said.bound
    ]


def _row(
    collection: Collection, family: _Family, told: Told, below: list[Told], words: str, figures: dict[str, str]
) -> Iterator[Fault]:
    at = (
        family.parent
        if family.parent.audited
        else next((each.form for each in below if each.form and each.form.audited), None)
    )
    if at is not None:
        yield collection.finding(
            at=at,
            message=f"{family.parent.called(at)}的{quoted(told.statement.measure)}为{told.statement.printed}，{words}。",
            quotes=[told, *below[:5]],
            figures=figures,
            doubtful=told.statement.doubtful or any(each.statement.doubtful for each in below),
        )


@check(
    code="XFM-09",
    name="peer-outlier",
    title="完成值明显偏离同类单位",
    severity=Severity.INFO,
    certainty=Certainty.POSSIBLE,
    scope="files",
    basis=(article(_10, 15),),
    definition="同一年度同类项目的同名比例或单位成本指标有八个及以上单位填报，某单位的完成值远离其余各单位。",
    why="与同类单位相差悬殊的值，多是单位、小数点或口径有误；确实如此的也值得说明原因。",
    remedy="核对计算公式、单位和数据来源；无误的在备注说明与同类单位差异的原因。",
    faulty="\n".join(
        f"文件：{place}.txt\n评价：project self_evaluation 2023 万元\n实施单位：{place}县医疗保障局\n"
        f"指标：产出指标 / 质量指标 / 结算清单上传率 | 分值 10 | 指标值 ≥75% | 实际值 {value}% | 得分 10\n"
        f"指标：满意度指标 / 服务对象满意度指标 / {place}窗口满意度 | 分值 10 | 指标值 ≥85% | 实际值 9{number}% | 得分 10"
        for number, (place, value) in enumerate(zip("甲乙丙丁戊己庚辛", (97, 96, 97, 95, 97, 96, 97, 76), strict=True))
    ),
    sound="\n".join(
        f"文件：{place}.txt\n评价：project self_evaluation 2023 万元\n实施单位：{place}县医疗保障局\n"
        f"指标：产出指标 / 质量指标 / 结算清单上传率 | 分值 10 | 指标值 ≥75% | 实际值 {value}% | 得分 10"
        for place, value in zip("甲乙丙丁戊己庚辛", (97, 96, 97, 95, 97, 96, 97, 91), strict=True)
    ),
)
def peer_outlier(collection: Collection) -> Iterator[Fault]:
    """XFM-09: among eight peers and more a value does not stand far apart; one finding for all such rows of a form."""
    groups: dict[tuple[str, int | None, str, str, tuple[str, ...]], dict[str, Told]] = {}
    for told in collection.told:
        said = told.statement
        comparable = said.unit == "%" or (said.unit in {"元", "分钟", "月"} and (said.per or "均" in said.measure))
        if told.form is None or said.origin != "actual" or said.bound or said.doubtful or not comparable:
            continue
        key = told.form.digest.project_core, said.year, said.measure, said.unit, said.per
        groups.setdefault(key, {}).setdefault(told.form.key, told)
    found: dict[int, list[tuple[Told, Decimal, int]]] = {}
    for peers in groups.values():
        if len(peers) >= _PEERS:
            for told, middle in _outliers(list(peers.values())):
                found.setdefault(id(told.form), []).append((told, middle, len(peers)))
    for outliers in found.values():
        form = outliers[0][0].form
        if form is None or not form.audited:
            continue
        words = "；".join(
            f"{quoted(told.statement.measure)}{told.statement.printed}，{count}个单位的中位数为{written(middle)}{told.statement.unit}"
            for told, middle, count in outliers[:5]
        )
        yield collection.finding(
            at=form,
            message=f"与同类单位相比明显偏离：{words}。",
            quotes=[told for told, _, _ in outliers[:5]],
            figures={"中位数": written(outliers[0][1])},
        )


_PEERS = 8
_FAR = 8
"""Median deviations from the median beyond which a value stands apart."""
_LEAST = Decimal("0.15")
"""At least this share of the median it must be away, however close the others lie together."""


def _outliers(peers: list[Told]) -> Iterator[tuple[Told, Decimal]]:
    values = [told.statement.value for told in peers]
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    for told in peers:
        away = abs(told.statement.value - middle)
        if away > spread * _FAR and away > abs(middle) * _LEAST:
            yield told, middle
