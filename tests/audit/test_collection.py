"""What a check across files sees, and how its findings are put on the files they are about."""

from collections.abc import Iterator

import msgspec
import pytest

from jixiao.audit import Collection, Fault, audit_files, checks, compare, runner
from jixiao.audit.examples import example, example_files
from jixiao.facts import digest
from jixiao.findings import Quote

TWO = (
    "文件：甲.txt\n评价：project self_evaluation 2023 万元\n"
    "对照：乙.txt\n评价：project self_evaluation 2023 万元\n叙述：正文参保人数21万人"
)


def collection(fragment: str = TWO) -> Collection:
    files = example_files(fragment)
    return Collection([digest(file) for file in (*files.audited, *files.against)], audited=len(files.audited))


def test_forms_know_their_file_and_whether_they_are_audited() -> None:
    held = collection()
    assert [(form.file, form.name, form.audited) for form in held.forms] == [(0, "甲.txt", True), (1, "乙.txt", False)]
    first, second = held.forms
    assert first.called(first) == "表1“医保政策宣传”"
    assert second.called(first) == "文件“乙.txt”的表1“医保政策宣传”"
    assert first.key == second.key == "某市医疗保障事务中心"


def test_forms_without_a_unit_belong_to_the_one_of_their_file() -> None:
    held = collection(
        "评价：project self_evaluation 2023 万元\n主管部门：-\n实施单位：-\n评价：project self_evaluation 2023 万元\n项目名称：乙"
    )
    assert [form.key for form in held.forms] == ["某市医疗保障事务中心"] * 2
    alone = collection("评价：project self_evaluation 2023 万元\n主管部门：-\n实施单位：-")
    assert alone.forms[0].key == "文件0"


def test_a_quote_keeps_its_path_only_in_its_own_form() -> None:
    held = collection()
    first, second = held.forms
    fault = held.finding(
        at=first, message="甲。", quotes=[(first, "total_score"), (second, "total_score"), (1, Quote(text="正文"))]
    )
    assert [(quote.path, quote.file) for quote in fault.quotes] == [
        ("total_score", None),
        (None, "乙.txt"),
        (None, "乙.txt"),
    ]
    assert (fault.file, fault.evaluation, fault.doubtful) == (0, 0, False)
    whole = held.finding(at=0, message="甲。", quotes=[(first, "total_score"), (0, Quote(text="正文"))])
    assert [(quote.path, quote.file) for quote in whole.quotes] == [("total_score", None), (None, None)]
    assert whole.evaluation is None


def test_a_cell_read_with_doubt_weakens() -> None:
    held = collection(
        TWO.replace(
            "评价：project self_evaluation 2023 万元\n对照",
            "评价：project self_evaluation 2023 万元\n指标：产出指标 / 数量指标 / 甲 | 实际值 3场 | 存疑 actual\n对照",
        )
    )
    first = held.forms[0]
    assert held.finding(at=first, message="甲。", quotes=[(first, "indicators/0/actual")]).doubtful
    assert not held.finding(at=first, message="甲。", quotes=[(first, "indicators/0/name")]).doubtful
    told = next(each for each in held.told if each.statement.path == "indicators/0/actual")
    assert held.finding(at=first, message="甲。", quotes=[told]).doubtful


def test_findings_about_files_only_compared_with_are_dropped() -> None:
    files = [digest(file) for file in (*example_files(TWO).audited, *example_files(TWO).against)]
    assert all(file == 0 for file, _ in compare(files[:1], files[1:]))


def test_a_crash_across_files_is_reported_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashing(_: Collection) -> Iterator[Fault]:
        message = "坏了"
        raise ValueError(message)

    broken = msgspec.structs.replace(checks["XFM-05"], function=crashing)
    monkeypatch.setattr(runner, "checks", [broken])
    ((number, finding),) = compare([digest(example(""))])
    assert (number, finding.code) == (0, "AUDIT-00")
    assert "XFM-05" in finding.message


def test_each_file_gets_its_own_findings() -> None:
    files = example_files(checks["IND-15"].faulty)
    (found,) = audit_files(files.audited, files.against)
    assert "IND-15" in {finding.code for finding in found}
