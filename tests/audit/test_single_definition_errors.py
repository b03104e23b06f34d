"""Laws of the IND and QLT families: a form that is set up and answered soundly raises no alarm, and any single error in it is found."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.audit import audit
from jixiao.audit.examples import example
from jixiao.findings import Finding, Severity

RATES = (("质量指标", "资料合格率"), ("时效指标", "资料发放及时率"), ("质量指标", "信息登记准确率"))
COUNTS = (("数量指标", "举办宣传活动"), ("数量指标", "发放宣传资料"), ("数量指标", "走访参保群众"))
UNITS = ("场", "册", "人次", "户", "期")


class Row:
    """An indicator in figures that is reached, with its errors planted by the methods of the test."""

    def __init__(self, kind: tuple[str, str], unit: str, target: int, over: int) -> None:
        self.level2, self.name = kind
        self.unit = unit
        self.target = target
        self.actual = min(target + over, 100) if unit == "%" else target + over

    def notation(self, target: str | None = None, actual: str | None = None, **other: str) -> str:
        target = f"≥{self.target}{self.unit}" if target is None else target
        actual = f"{self.actual}{self.unit}" if actual is None else actual
        level2, name = other.get("level2", self.level2), other.get("name", self.name)
        return f"指标：产出指标 / {level2} / {name} | 分值 20 | 指标值 {target} | 实际值 {actual} | 得分 20"


ROWS = st.one_of(
    st.builds(Row, st.sampled_from(RATES), st.just("%"), st.integers(50, 99), st.integers(1, 20)),
    st.builds(Row, st.sampled_from(COUNTS), st.sampled_from(UNITS), st.integers(5, 5000), st.just(1)),
)
RATED = ROWS.filter(lambda row: row.unit == "%")
COUNTED = ROWS.filter(lambda row: row.unit != "%")


def found(fragment: str) -> list[Finding]:
    return [finding for finding in audit(example(fragment))[1] if finding.code[:3] in {"IND", "QLT", "AUD"}]


def codes(fragment: str) -> set[str]:
    return {finding.code for finding in found(fragment)}


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_a_sound_row_raises_no_alarm(row: Row) -> None:
    assert [finding.message for finding in found(row.notation()) if finding.severity.at_least(Severity.WARNING)] == []


ERRORS: dict[str, tuple[st.SearchStrategy[Row], Callable[[Row], str]]] = {
    "IND-01": (RATED, lambda row: row.notation(level2="数量指标" if row.level2 == "质量指标" else "成本指标")),
    "IND-02": (ROWS, lambda row: row.notation(target="有所提高", actual="有所提高", name="宣传人次")),
    "IND-03": (RATED, lambda row: row.notation(target=f"{row.target}{row.unit}")),
    "IND-04": (RATED, lambda row: row.notation(target=f"≤{row.target}%", actual=f"{row.target - 1}%")),
    "IND-05": (RATED, lambda row: row.notation(target=f"≥{100 + row.target}%")),
    "IND-06": (RATED, lambda row: row.notation(target=f"≥{row.target}")),
    "IND-14": (ROWS, lambda row: row.notation(target=f"{row.target}{row.unit}左右")),
    "QLT-02": (ROWS, lambda row: row.notation(actual=f"≥{row.actual}{row.unit}")),
    "QLT-03": (ROWS, lambda row: row.notation(actual="达成预期指标")),
    "QLT-06": (ROWS, lambda row: row.notation(actual=f"{row.actual}{row.unit}以上")),
    "QLT-10": (RATED, lambda row: row.notation(actual=f"{100 + row.target}%")),
    "QLT-11": (COUNTED, lambda row: row.notation(actual="98%")),
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ERRORS)).flatmap(lambda code: st.tuples(st.just(code), ERRORS[code][0])))
def test_a_single_error_is_found(planted: tuple[str, Row]) -> None:
    code, row = planted
    assert code in codes(ERRORS[code][1](row))


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(2, 9))
def test_repeats_are_told_once_with_their_number(row: Row, times: int) -> None:
    names = "甲乙丙丁戊己庚辛壬"[:times]
    form = "\n".join(row.notation(actual=f"≥{row.actual}{row.unit}", name=f"{name}类{row.name}") for name in names)
    told = [finding for finding in found(form) if finding.code == "QLT-02"]
    assert len(told) == 1
    assert told[0].figures == {"行数": str(times)}
    assert f"共{times}行" in told[0].message
    assert len(told[0].quotes) == 2 * min(times, 5)
    assert (f"另有{times - 5}处" in told[0].message) == (times > 5)
