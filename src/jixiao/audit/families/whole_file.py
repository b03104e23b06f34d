"""STR, the whole file: whether its forms and its report are about the same projects and the same money."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jixiao import targets
from jixiao.audit.case import Case, SubmissionCase
from jixiao.audit.check import check
from jixiao.audit.faults import Fault
from jixiao.audit.figures import HUNDRED, ZERO, half_unit, places
from jixiao.audit.rows import FundRow
from jixiao.findings import Certainty, Quote, Severity
from jixiao.law import article
from jixiao.model import Fact
from jixiao.scoring import written
from jixiao.targets.quotation import quoted

_10 = "财预〔2020〕10号"
_WHOLE_DEPARTMENT = re.compile(
    r"(?:部门|单位)整体(?:支出)?[^。；]{0,12}(?:开展|进行|实施|组织)[^。；]{0,8}(?:自评|评价)"
)


def _self_evaluations(case: SubmissionCase) -> list[Case]:
    return [
        form
        for form in case.cases
        if form.evaluation.form == "self_evaluation" and form.evaluation.kind != "department"
    ]


def _facts(case: SubmissionCase, field: str) -> list[tuple[Fact, Decimal]]:
    """The facts of one field with their figures, amounts in yuan."""
    found = [fact for fact in case.narrative.facts if fact.field == field]
    return [(fact, value) for fact in found if (value := targets.amount(fact.value, fact.unit)) is not None]


def _quote(fact: Fact) -> Quote:
    return Quote(text=f"{fact.field}{fact.value}{fact.unit or ''}", place=fact.place)


@check(
    code="STR-02",
    name="forms-not-projects",
    title="自评表数量与报告所列项目数不符",
    severity=Severity.FATAL,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article(_10, 8),),
    definition="报告正文写明开展自评的项目数，与所附项目自评表的张数不一致。",
    why="单位自评要覆盖全部项目支出，少一张表就是少评一个项目。",
    remedy="对照项目清单补齐所缺的自评表，或改正正文的项目数。",
    faulty="叙述：本部门共对2个项目开展绩效自评。\n事实：- | 项目数 | 2 | 个",
    sound="叙述：本部门共对1个项目开展绩效自评。\n事实：- | 项目数 | 1 | 个",
)
def forms_not_projects(case: SubmissionCase) -> Iterator[Fault]:
    """STR-02: as many forms as projects; one number in the report that agrees is enough."""
    forms = _self_evaluations(case)
    told = _facts(case, "项目数")
    if not forms or not told or any(number == len(forms) for _, number in told):
        return
    fact, number = max(told, key=lambda pair: pair[1])
    named = {fact.subject for fact in case.narrative.facts if fact.field == "得分" and fact.subject}
    listed = f"，逐个说明的有{len(named)}个" if named else ""
    yield case.finding(
        message=f"报告正文写{written(number)}个项目{listed}，文件中有{len(forms)}张项目自评表。",
        quotes=[_quote(fact), *(form.quote("project_name") for form in forms)],
        figures={"正文项目数": written(number), "自评表张数": str(len(forms))},
        certainty=Certainty.POSSIBLE if len(forms) == 1 and number > 1 else None,
    )


@check(
    code="STR-03",
    name="budgets-not-total-told",
    title="各表预算合计与报告所写资金总额不符",
    severity=Severity.FATAL,
    scope="submission",
    basis=(article(_10, 8), article(_10, "第五章")),
    definition="报告正文写明自评涉及的资金总额，与各项目自评表年度资金总额之和不一致。",
    why="总额对不上，说明有项目漏评，或者正文与表取数口径不一。",
    remedy="对照预算批复核对每个项目的资金，补齐漏评项目或改正正文。",
    faulty="叙述：共涉及资金120万元。\n事实：- | 资金总额 | 120 | 万元",
    sound="叙述：共涉及资金100万元。\n事实：- | 资金总额 | 100 | 万元",
)
def budgets_not_total_told(case: SubmissionCase) -> Iterator[Fault]:
    """STR-03: the budgets of all forms make the total of the report, in 全年预算数 or in 年初预算数."""
    forms = _self_evaluations(case)
    told = _facts(case, "资金总额")
    if not told or not forms or any(form.budget is None or form.factor is None for form in forms):
        return
    sums = [sum((_yuan(form, column) for form in forms), ZERO) for column in ("adjusted", "initial")]
    if any(abs(total - value) <= _tolerance(fact) for fact, value in told for total in sums):
        return
    fact, value = told[0]
    unit = fact.unit or "元"
    factor = value / number if (number := targets.number(fact.value)) else Decimal(1)
    found = written(sums[0] / factor)
    count = [number for _, number in _facts(case, "项目数")]
    complete = not count or any(number == len(forms) for number in count)
    yield case.finding(
        message=(
            f"报告正文写资金总额{fact.value}{unit}，{len(forms)}张自评表的预算合计为{found}{unit}，"
            f"相差{written(abs(sums[0] - value) / factor)}{unit}{_gap_explained(case, len(forms), value - sums[0])}。"
        ),
        quotes=[
            _quote(fact),
            *(form.quote(total.path(_budget_column(total))) for form in forms if (total := form.fund_table.total)),
        ],
        figures={"正文总额": f"{fact.value}{unit}", "各表合计": f"{found}{unit}"},
        certainty=None if complete else Certainty.LIKELY,
    )


def _gap_explained(case: SubmissionCase, forms: int, missing: Decimal) -> str:
    """Say which project of the report makes the difference, where it is the budget of one that no form has."""
    taken = {_yuan(form, "adjusted") for form in _self_evaluations(case)}
    named = {
        fact.subject
        for fact in case.narrative.facts
        if fact.subject and "预算数" in fact.field and targets.amount(fact.value, fact.unit) == missing
    }
    told = {fact.subject for fact in case.narrative.facts if fact.subject}
    alone = len(named) == 1 and len(told) > forms and missing not in taken
    return f"，恰为{quoted(next(iter(named)))}的预算数" if alone else ""


def _budget_column(total: FundRow) -> str:
    return "initial" if total.adjusted is None else "adjusted"


def _yuan(form: Case, column: str) -> Decimal:
    total = form.fund_table.total
    value = None if total is None else (total.initial if column == "initial" else total.adjusted)
    return (form.budget or ZERO if value is None else value) * (form.factor or 1)


def _tolerance(fact: Fact) -> Decimal:
    number = targets.number(fact.value)
    yuan = targets.amount(fact.value, fact.unit)
    return half_unit(places(number)) * yuan / number if number and yuan else ZERO


@check(
    code="STR-12",
    name="form-split-or-repeated",
    title="同一项目的自评表重复或被拆开",
    severity=Severity.INFO,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article(_10, "第五章"),),
    definition="同一文件中有两张项目名称、单位、年度都相同的表：内容相同是重复，分值要合在一起才满分是一张表被拆开。",
    why="重复的表会使项目数和资金重复计算；拆开的表逐张核对时合计必然不符。",
    remedy="删去重复的表，或把拆开的表合并成一张后重新核对合计。",
    faulty="""
        评价：project self_evaluation 2023 万元 项目支出绩效自评表
        评价：project self_evaluation 2023 万元 项目支出绩效自评表
    """,
    sound="""
        评价：project self_evaluation 2023 万元 项目支出绩效自评表
        评价：project self_evaluation 2023 万元 项目支出绩效自评表
        项目名称：医保经办服务
    """,
)
def form_split_or_repeated(case: SubmissionCase) -> Iterator[Fault]:
    """STR-12: no two forms of a file are one, be it a copy or a continuation under a repeated header; each is told of once."""
    alike: dict[tuple[object, ...], list[Case]] = {}
    for second in case.cases:
        identity = _identity(second)
        if identity is None:
            continue
        related = ((first, how) for first in alike.get(identity, ()) if (how := _relation(first, second)) is not None)
        first, how = next(related, (None, ""))
        if first is not None:
            yield second.finding(
                message=f"第{second.index + 1}张表与第{first.index + 1}张表是同一项目{quoted(second.evaluation.project_name)}，{how}。",
                quotes=["project_name"],
                figures={"前一张": str(first.index + 1), "后一张": str(second.index + 1)},
            )
        alike.setdefault(identity, []).append(second)


def _identity(form: Case) -> tuple[object, ...] | None:
    evaluation = form.evaluation
    if evaluation.project_name is None:
        return None
    return evaluation.project_name, evaluation.implementer, evaluation.year, evaluation.form, evaluation.kind


def _relation(first: Case, second: Case) -> str | None:
    rows = [[(row.indicator.name, row.indicator.target) for row in form.rows] for form in (first, second)]
    if rows[0] == rows[1]:
        return "内容相同，疑为重复"
    sums = [sum((row.weight or ZERO for row in form.rows), ZERO) for form in (first, second)]
    execution = max((fund.weight or ZERO for form in (first, second) for fund in form.funds), default=ZERO)
    if sum(sums, execution) == HUNDRED and not set(rows[0]) & set(rows[1]):
        return f"两张表的分值{written(sums[0])}分和{written(sums[1])}分合起来才满{HUNDRED}分，疑为一张表被拆开"
    return None


@check(
    code="STR-15",
    name="templates-mixed",
    title="同一文件混用不同表式",
    severity=Severity.INFO,
    scope="submission",
    basis=(article(_10, "第五章"),),
    definition="同一文件中同类自评表用了不同的表式。",
    why="表式不同，项目之间的分值、口径不能直接比较，也说明没有按统一模板填报。",
    remedy="按本年度财政部门下发的统一表式重新填报。",
    faulty="""
        评价：project self_evaluation 2023 万元
        表式：standard
        评价：project self_evaluation 2023 万元
        表式：with-rules
        项目名称：医保经办服务
    """,
    sound="""
        评价：project self_evaluation 2023 万元
        表式：standard
        评价：project self_evaluation 2023 万元
        表式：standard
        项目名称：医保经办服务
    """,
)
def templates_mixed(case: SubmissionCase) -> Iterator[Fault]:
    """STR-15: the forms of one kind in a file are of one layout."""
    for kind in ("project", "transfer", "department"):
        forms: dict[str, list[Case]] = {}
        for form in case.cases:
            evaluation = form.evaluation
            if evaluation.kind == kind and evaluation.form == "self_evaluation" and evaluation.layout:
                forms.setdefault(evaluation.layout, []).append(form)
        if len(forms) > 1:
            groups = "；".join(
                f"第{'、'.join(str(form.index + 1) for form in alike)}张为一种" for alike in forms.values()
            )
            yield case.finding(
                message=f"自评表用了{len(forms)}种表式：{groups}。",
                quotes=[alike[0].quote("title") for alike in forms.values()],
                figures={"表式数": str(len(forms))},
            )


@check(
    code="STR-17",
    name="department-evaluation-not-attached",
    title="报告提到部门整体自评而未附表",
    severity=Severity.ERROR,
    certainty=Certainty.LIKELY,
    scope="submission",
    basis=(article(_10, "第五章"),),
    definition="报告正文写明对部门整体支出开展了绩效自评，文件中却没有部门整体自评表或报告。",
    why="只说开展了而没有结果，无法证明部门整体自评确已完成。",
    remedy="补附部门整体支出绩效自评表，或说明另行报送的情况。",
    faulty="叙述：本部门组织对2023年度部门整体支出开展绩效自评，完成情况良好。",
    sound="叙述：本部门组织对2023年度项目支出开展绩效自评，完成情况良好。",
)
def department_evaluation_not_attached(case: SubmissionCase) -> Iterator[Fault]:
    """STR-17: a department evaluation that the report speaks of is in the file."""
    if not case.cases or any(form.evaluation.kind == "department" for form in case.cases):
        return
    for passage in case.narrative.text:
        found = _WHOLE_DEPARTMENT.search(passage.text)
        if found:
            yield case.finding(
                message=f"报告正文写“{found.group()}”，文件中的{len(case.cases)}张表都不是部门整体自评表。",
                quotes=[Quote(text=found.group(), place=passage.place)],
                figures={"表数": str(len(case.cases))},
            )
            return
