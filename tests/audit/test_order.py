"""Findings are told in the order in which a reader wants them: the gravest first, facts before form, doubts last."""

import msgspec
import pytest

from jixiao.audit import audit
from jixiao.findings import Certainty, Finding, Severity
from jixiao.model import parse_notation

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
