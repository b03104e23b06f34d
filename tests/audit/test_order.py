"""Findings are told in the order in which a reader wants them: the gravest first, facts before form, doubts last."""

import msgspec
import pytest

from jixiao.audit import audit
from jixiao.findings import Certainty, Finding, Severity
from jixiao.forms import recognise
from jixiao.model import parse_notation
from tests.forms.generated import read_text

_ANY = Finding(
    code="FUN-01", name="any", title="某问题", severity=Severity.ERROR, certainty=Certainty.LIKELY, message="某句。"
)


def _like(code: str, certainty: str, severity: str = "error") -> Finding:
    return msgspec.structs.replace(_ANY, code=code, certainty=Certainty(certainty), severity=Severity(severity))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_like("STR-04", "possible", "fatal"), _like("SCO-10", "certain")),
        (_like("NAR-01", "likely"), _like("STR-04", "certain")),
        (_like("DEP-04", "likely"), _like("QLT-02", "certain")),
        (_like("FUN-05", "certain"), _like("NAR-01", "likely")),
        (_like("STR-04", "certain"), _like("SCO-12", "possible")),
    ],
)
def test_what_weighs_more_comes_first(first: Finding, second: Finding) -> None:
    assert sorted([second, first], key=lambda each: each.rank) == [first, second]


def test_a_hint_never_bears_a_title_that_accuses_of_more() -> None:
    _, findings = audit(
        parse_notation(
            "评价：transfer self_evaluation 2023 万元 转移支付区域绩效自评表\n"
            "指标：产出指标 / 数量指标 / 定点医药机构监督检查覆盖率 | 指标值 ≥90% | 实际值 100%\n"
        )
    )
    told = [finding for finding in findings if finding.code == "MED-12"]
    assert [finding.title for finding in told] == ["检查覆盖率无法核对"]


_PRINTED = (
    "项目支出绩效自评表\n（2023年度）\n项目名称\t业务档案整理\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t整理档案卷数\t≥720卷\t730卷\t30\t30\n"
    "\t\t质量指标\t\t\t\t\n"
    "\t时效指标\t归档及时率\t≥95%\t98%\t30\t30\n"
    "效益指标\t社会效益指标\t查询响应率\t≥95%\t97%\t30\t30\n"
    "满意度指标\t服务对象满意度指标\t查档群众满意度\t≥90%\t95%\t10\t10\n"
    "总分\t\t\t\t\t100\t100\n"
)


def test_a_level_that_is_printed_with_nothing_beside_it_is_told_of_so() -> None:
    submission = recognise(read_text(_PRINTED))
    assert [each.text for each in submission.unread] == ["质量指标"]
    told = [finding.message for finding in audit(submission)[1] if finding.code == "STR-05"]
    assert told == ["产出指标缺少质量指标、成本指标（共缺2类），也没有注明不适用；其中质量指标只印了名称，没有填指标。"]
