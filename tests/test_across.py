"""Several files held against each other: from the pipeline, from the command line, and what each format shows of the other file."""

import csv
import io
import json
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jixiao import pipeline
from jixiao.audit.examples import completed
from jixiao.cli import jixiao
from jixiao.renderers import audit_to_json, report, sarif, spreadsheet
from jixiao.results import Audited, Failed

THIS = "评价：project self_evaluation 2024 万元\n指标：产出指标 / 数量指标 / 政策宣传场次 | 分值 20 | 指标值 ≥10场 | 实际值 11场 | 得分 20"
LAST = THIS.replace("2024", "2023").replace("实际值 11场", "实际值 18场")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This year's form and last year's, in two folders."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("今年/表.txt", THIS), ("上年/旧表.txt", LAST)):
        file = tmp_path / name
        file.parent.mkdir()
        file.write_text(completed(text), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(jixiao, list(arguments), prog_name="jixiao")


def codes(*arguments: str) -> list[tuple[str, str]]:
    files = json.loads(run("audit", *arguments, "--format", "json").stdout)["files"]
    return [(file["source"]["name"], finding["code"]) for file in files for finding in file["findings"]]


def test_files_given_together_are_held_against_each_other(folder: Path) -> None:
    assert ("表.txt", "IND-15") in codes(str(folder))
    assert "IND-15" not in {code for _, code in codes("今年")}


def test_files_compared_with_are_not_audited_themselves(folder: Path) -> None:
    found = codes("今年", "--against", "上年")
    assert ("表.txt", "IND-15") in found
    assert {name for name, _ in found} == {"表.txt"}
    assert folder.is_dir()


def test_a_file_that_is_audited_is_not_compared_with_itself(folder: Path) -> None:
    assert codes("今年", "--against", str(folder)) == codes("今年", "--against", "上年")


def test_a_file_to_compare_with_that_cannot_be_read_is_told_of(folder: Path) -> None:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    result = run("audit", "今年", "--against", "坏.pdf", "--format", "json")
    assert result.exit_code == 2
    assert "坏.pdf" in result.stderr
    assert [file["source"]["name"] for file in json.loads(result.stdout)["files"]] == ["表.txt", "坏.pdf"]


def test_checks_across_files_can_be_chosen_and_left_out(folder: Path) -> None:
    assert {code for _, code in codes(str(folder), "--check", "IND-15")} == {"IND-15"}
    assert "IND-15" not in {code for _, code in codes(str(folder), "--ignore", "IND")}


def compared(folder: Path, jobs: int | None = None) -> Audited:
    task = partial(pipeline.audit_one_of_many)
    audited = list(pipeline.work(task, [folder / "今年" / "表.txt"], jobs))
    against = list(pipeline.work(pipeline.digest_file, [folder / "上年" / "旧表.txt"], jobs))
    (result,) = pipeline.compared(audited, against)
    assert isinstance(result, Audited)
    return result


def test_findings_across_stand_with_their_form_and_digests_are_gone(folder: Path) -> None:
    result = compared(folder)
    assert result.digest is None
    assert [finding.evaluation for finding in result.findings] == sorted(
        finding.evaluation or 0 for finding in result.findings
    )
    (finding,) = (finding for finding in result.findings if finding.code == "IND-15")
    own, other = finding.quotes[:2]
    assert (own.text, own.file, own.path) == ("≥10场", None, "indicators/0/target")
    assert (other.text, other.path) == ("18场", None)
    assert other.file is not None
    assert other.file.endswith("旧表.txt")
    assert other.where.startswith("“")


def test_a_file_alone_is_held_against_itself_however_it_is_audited(folder: Path) -> None:
    path = folder / "今年" / "表.txt"
    alone = pipeline.audit(path)
    (among_many,) = pipeline.compared([pipeline.audit_one_of_many(path)])
    assert isinstance(among_many, Audited)
    assert among_many.findings == alone.findings


def test_what_failed_stays_in_its_place(folder: Path) -> None:
    failed = Failed(path="坏.pdf", message="读不了。")
    first, second = pipeline.compared([failed, pipeline.audit_one_of_many(folder / "今年" / "表.txt")], [failed])
    assert first is failed
    assert isinstance(second, Audited)


def test_every_format_names_the_other_file(folder: Path) -> None:
    result = compared(folder)
    (told,) = (each for each in audit_to_json([result])["files"][0]["findings"] if each["code"] == "IND-15")
    assert [Path(quote["file"]).name if quote["file"] else None for quote in told["quotes"][:2]] == [None, "旧表.txt"]
    rows = csv.DictReader(io.StringIO(spreadsheet([result]).removeprefix("\ufeff")))
    (row,) = (row for row in rows if row["审核点"] == "IND-15")
    assert "旧表.txt”原文第" in row["位置"]
    (entry,) = (each for each in sarif([result])["runs"][0]["results"] if each["ruleId"] == "IND-15")
    related = entry["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert related.endswith("%E6%97%A7%E8%A1%A8.txt")
    assert "旧表.txt”原文第" in report([result])
    assert "旧表.txt”原文第" in "".join(run("audit", "今年", "--against", "上年").stdout.split())
