import csv
import io
import json
from pathlib import Path

import pytest

from jixiao.audit import FAMILIES
from tests.cli.command_line import FAULTY, Run, codes


def test_audit_keeps_only_the_checks_asked_for(run: Run) -> None:
    assert codes(run("audit", "a.txt", "--format", "json", "--check", "sco-01", a=FAULTY)) == {"SCO-01"}
    families = {code[:3] for code in codes(run("audit", "a.txt", "--format", "json", "--check", "SCO,DEV"))}
    assert families <= {"SCO", "DEV"}
    assert "SCO-01" not in codes(run("audit", "a.txt", "--format", "json", "--ignore", "SCO-01"))


def test_audit_text_says_what_where_why_and_what_to_do(run: Run) -> None:
    shown = run("audit", "a.txt", a=FAULTY).stdout
    for told in ("总分与分项得分之和不符", "位置　原文第", "依据　《", "建议　", "共审核1个文件，发现", "\x1b"):
        assert (told in shown) == (told != "\x1b")


def test_audit_text_of_nothing_found_and_of_nothing_read(run: Run) -> None:
    sound = run("audit", "a.txt", "--ignore", ",".join(FAMILIES), a=FAULTY)
    assert sound.stdout.endswith("共审核1个文件，未发现问题。\n")
    broken = run("audit", "b.txt", b="")
    assert broken.stdout.endswith("共审核0个文件（另有1个未能处理）。\n")


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!DOCTYPE html>"), ("csv", "\ufeff文件,"), ("sarif", "{"), ("json", "{")]
)
def test_audit_writes_every_format_to_a_file(run: Run, folder: Path, form: str, start: str) -> None:
    (folder / "new").mkdir()
    result = run("audit", "a.txt", "--format", form, "-o", f"new/report.{form}", a=FAULTY)
    assert result.exit_code == 1
    assert result.stdout == ""
    written = (folder / "new" / f"report.{form}").read_bytes().decode("utf-8")
    assert written.lstrip("\n").startswith(start)


def test_audit_csv_reaches_standard_output_unchanged(run: Run) -> None:
    result = run("audit", "a.txt", "--format", "csv", a=FAULTY)
    rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == "文件"
    assert all(len(row) == len(rows[0]) for row in rows)


def test_audit_of_a_folder_on_several_processes_keeps_the_order(run: Run, folder: Path) -> None:
    for name in "dbca":
        (folder / "material" / name).mkdir(parents=True)
        (folder / "material" / name / "form.txt").write_text(FAULTY.replace("医保政策宣传", name), encoding="utf-8")
    files = json.loads(run("audit", "material", "--format", "json", "--jobs", "2").stdout)["files"]
    assert len(files) == 4
    one = json.loads(run("audit", "material", "--format", "json", "--jobs", "1").stdout)["files"]
    assert files == one
