"""STR-01, STR-08: does a form say what it is about, of which year and by whom, and did somebody sign it?"""

import re
from collections.abc import Iterator

from jixiao.audit.case import Case
from jixiao.audit.check import ANY_FORM, check
from jixiao.audit.faults import Fault
from jixiao.audit.rolling import SHOWN
from jixiao.findings import Certainty, Severity
from jixiao.law import article
from jixiao.targets.characters import key
from jixiao.targets.quotation import quoted
from jixiao.texts.organisations import is_organisation, may_be_organisation

_10 = "财预〔2020〕10号"
_HEAD_FIELDS = {"项目名称": "project_name", "年度": "year", "主管部门": "supervisor", "实施单位": "implementer"}
_UNITS = frozenset({"主管部门", "实施单位"})
_NO_UNIT = re.compile(r"填|申报|编|评价|复核|审核|盖章|人|[（(]")
"""In the label of a person, of who filled the form in or checked it, and of a column beside an indicator: 佐证材料（宣传场次）."""
_LONGEST_LABEL = 12
_UNIT_IN_TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|委员会|中心|厅|办公室)(?:本级|机关)?(?:20\d\d年度?)?(?:部门)?(?:预算)?整体"
)
"""A department's form may name its unit in its title only, or in the first heading of its report."""
_HEADINGS = 3
"""The passages at the beginning of a report that may be its heading."""
_BUREAU = re.compile(r"(?:[^，。；;、]*[^，。；;、区市县州盟旗])?[省区市县州盟旗](?:医疗保障|医保)局(?:本级|机关)?")
"""A bureau that is the department itself, with its place."""
_SHORT_NAME = re.compile(r"(?:[区市县州盟旗])?(?:医保|医疗保障)(?:局|中心|办|分局)(?:机关|本级)?|局机关|本级")
"""Names that any bureau may have."""


@check(
    code="STR-01",
    name="head-field-missing",
    title="表头必填项缺失",
    severity=Severity.ERROR,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition=(
        "项目名称、年度、主管部门、实施单位四项中有空缺；或主管部门、实施单位只写“医保局”一类简称，看不出是哪里的单位。"
        "部门整体表不要求项目名称和主管部门，标题写明单位的也不要求实施单位；转移支付表以主管部门代替实施单位；填报单位就是医疗保障局本身的，兼作主管部门和实施单位；"
        "实施单位就是医疗保障局本身、只缺主管部门的，表式可能没有这一栏，只作提示；"
        "别的栏目写着单位或科室名称的，可能就是所缺的单位，也只作提示。"
    ),
    why="四项是把自评结果与批复的绩效目标、预算指标和下一年度比对的依据，缺一项就无法归集。",
    remedy="按预算批复补填所缺的表头项目。",
    faulty="主管部门：-",
    sound="主管部门：某市医疗保障局",
)
def head_field_missing(case: Case) -> Iterator[Fault]:
    """STR-01: 项目名称, 年度, 主管部门 and 实施单位 are on the form; a department's own form needs no project name."""
    evaluation = case.evaluation
    department, transfer = evaluation.kind == "department", evaluation.kind == "transfer"
    supervised = evaluation.supervisor or evaluation.local_supervisor or _bureau_itself(case)
    present = {
        "项目名称": department or evaluation.project_name,
        "年度": evaluation.year,
        "主管部门": department or supervised,
        "实施单位": evaluation.implementer
        or _bureau_itself(case)
        or (transfer and supervised)
        or (department and (supervised or _unit_in_heading(case))),
    }
    missing = [label for label, value in present.items() if not value]
    own = missing == ["主管部门"] and bool(_BUREAU.fullmatch(key(evaluation.implementer or "")))
    if own:
        yield case.finding(
            message=f"表头没有写主管部门，实施单位{quoted(evaluation.implementer)}就是医疗保障局，可能自己就是主管部门。",
            title="表头没有写主管部门",
            quotes=["supervisor", "implementer"],
            figures={"缺项数": "1"},
            severity=Severity.INFO,
            certainty=Certainty.POSSIBLE,
            suggestion="表式有主管部门一栏的照填；没有这一栏的，不必改动。",
        )
    elif missing:
        elsewhere = _units_elsewhere(case)
        hinted = [label for label in missing if elsewhere and label in _UNITS]
        if certain := [label for label in missing if label not in hinted]:
            yield case.finding(
                message=f"表头缺少{'、'.join(certain)}（共{len(certain)}项）。",
                quotes=[_HEAD_FIELDS[label] for label in certain],
                figures={"缺项数": str(len(certain))},
                certainty=Certainty.LIKELY if case.damaged else None,
            )
        if hinted:
            named = "、".join(f"{quoted(label)}{quoted(value)}" for label, value, _ in elsewhere[:SHOWN])
            yield case.finding(
                message=f"表头没有读到{'、'.join(hinted)}，另有栏目写着单位名称（{named}），可能就是所缺的单位。",
                title="表头的单位写在别的栏目",
                quotes=[*(_HEAD_FIELDS[label] for label in hinted), *(path for *_, path in elsewhere[:SHOWN] if path)],
                figures={"缺项数": str(len(hinted))},
                severity=Severity.INFO,
                certainty=Certainty.POSSIBLE,
                suggestion="请核对：就是实施单位或主管部门的，按规定的栏目名称填写；不是的，补填所缺的单位。",
            )
    short = {
        label: field
        for label, field in (("主管部门", "supervisor"), ("实施单位", "implementer"))
        if (value := getattr(evaluation, field)) and _SHORT_NAME.fullmatch(key(value))
    }
    if short:
        named = "、".join(f"{label}{quoted(getattr(evaluation, field))}" for label, field in short.items())
        yield case.finding(
            message=f"{named}不是单位全称，看不出是哪里的单位。",
            quotes=list(short.values()),
            figures={"所填": named},
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            suggestion="按机构编制批复的全称填写（某市医疗保障局），全部表格用同一名称。",
        )


def _units_elsewhere(case: Case) -> list[tuple[str, str, str]]:
    """The labels of the head that this program does not know and whose values are units or offices: label, value and path.

    What was left unread counts, without a path; who filled the form in and what stands beside an indicator do not.
    """
    evaluation = case.evaluation
    known = {evaluation.implementer, evaluation.supervisor}
    found = [
        (field.label, field.value, f"fields/{index}/value")
        for index, field in enumerate(evaluation.fields)
        if field.value
        and field.value not in known
        and not _NO_UNIT.search(field.label)
        and may_be_organisation(field.value)
    ]
    for unread in case.unread:
        label, _, value = unread.text.replace("：", ":").replace("\u3000", ":").replace(" ", ":").partition(":")
        if value and len(label) <= _LONGEST_LABEL and is_organisation(value.strip(": ")):
            found.append((label, value.strip(": "), ""))
    return found


def _unit_in_heading(case: Case) -> bool:
    """Tell whether the title of a department's form, or the heading of the report it stands in, names the unit."""
    headings = [case.evaluation.title or "", *(passage.text for passage in case.narrative.text[:_HEADINGS])]
    return any(_UNIT_IN_TITLE.search(heading.replace(" ", "")) for heading in headings)


def _bureau_itself(case: Case) -> str | None:
    """The 填报单位 where it is the bureau itself: a department that reports its own project is its own 主管部门."""
    filler = case.field("填报单位", "填报部门")
    return filler if filler and _BUREAU.fullmatch(key(filler)) else None


_BY_HAND = re.compile(r"签|章")
"""What is written or stamped by hand is lost when a form becomes text, so that a blank here may be no blank on paper."""

_SIGNATURES = (
    "负责人",
    "签字",
    "填报时间",
    "填报日期",
    "填表日期",
    "填表时间",
    "填报人",
    "填表人",
    "联系人",
    "联系电话",
    "盖章",
)


@check(
    code="STR-08",
    name="signature-blank",
    title="签章、日期或联系人未填",
    severity=Severity.WARNING,
    basis=(article(_10, "第五章"),),
    forms=ANY_FORM,
    definition="表上印有负责人签字、填报日期、联系人等栏目，却没有填写；表式没有这些栏目的不算。",
    why="没有人签字、没有日期的自评表，结果由谁负责、何时形成都说不清。",
    remedy="补填签字、日期和联系人后重新报送。",
    faulty="字段：填报日期 = -",
    sound="字段：填报日期 = 2024-01-15",
)
def signature_blank(case: Case) -> Iterator[Fault]:
    """STR-08: whatever the form prints for signature, date and contact is filled in."""
    blank = [
        (index, field.label)
        for index, field in enumerate(case.evaluation.fields)
        if field.value is None and any(word in field.label for word in _SIGNATURES)
    ]
    if blank:
        labels = "、".join(label.strip(" :：") for _, label in blank)
        yield case.finding(
            message=f"{labels}没有填写（共{len(blank)}处）。",
            quotes=[f"fields/{index}/value" for index, _ in blank],
            figures={"未填处数": str(len(blank))},
            certainty=Certainty.LIKELY if case.damaged or any(_BY_HAND.search(label) for _, label in blank) else None,
        )
