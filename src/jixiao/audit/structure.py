"""STR: is the form complete and in one piece?"""

from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import Fault, check
from jixiao.findings import Severity
from jixiao.law import article

_10 = "财预〔2020〕10号"
_EVERY_FORM = ("target", "monitoring", "self_evaluation", "review")


@check(
    code="STR-01",
    name="head-field-missing",
    title="表头必填项缺失",
    severity=Severity.ERROR,
    basis=(article(_10, 11),),
    forms=_EVERY_FORM,
    definition="项目名称、年度、主管部门、实施单位四项中有空缺。",
    why="四项是把自评结果与批复的绩效目标、预算指标和下一年度比对的依据，缺一项就无法归集。",
    remedy="按预算批复补填所缺的表头项目。",
    faulty="主管部门：-",
    sound="主管部门：某市医疗保障局",
)
def head_field_missing(case: Case) -> Iterator[Fault]:
    """STR-01: 项目名称, 年度, 主管部门 and 实施单位 are on the form; a department's own form needs no project name."""
    evaluation = case.evaluation
    supervised = evaluation.supervisor or evaluation.local_supervisor
    present = {
        "项目名称": evaluation.kind == "department" or evaluation.project_name,
        "年度": evaluation.year,
        "主管部门": evaluation.kind == "department" or supervised,
        "实施单位": evaluation.implementer or (evaluation.kind == "transfer" and supervised),
    }
    missing = [label for label, value in present.items() if not value]
    if missing:
        yield case.finding(message=f"表头缺少{'、'.join(missing)}（共{len(missing)}项）。", figures={"缺项数": str(len(missing))})
