"""The data package holds to the standard whatever the forms say, and has the same bytes for the same forms."""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao import pipeline
from jixiao.model import Submission, submission_from_bytes
from jixiao.renderers.publication import About, checksums, package, zipped
from jixiao.results import Audited
from tests.model.submissions import SUBMISSIONS
from tests.renderers.publication.data_packages import faults

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
FULL = About(
    title="青崖市医疗保障局绩效自评数据",
    version="1.0.0",
    created="2024-03-01",
    publisher="青崖市医疗保障局",
    licenses=({"name": "CC-BY-4.0"},),
    sources=({"title": "青崖市2023年度部门决算"},),
)


def test_the_examples_make_a_sound_package() -> None:
    read = [pipeline.audit(path) for path in EXAMPLES]
    files = package([each.submission for each in read], FULL, [each.findings for each in read])
    assert faults(files) == []
    descriptor = json.loads(files["datapackage.json"])
    assert [resource["name"] for resource in descriptor["resources"]][:8] == [
        "files", "evaluations", "funds", "fund_management", "goals", "indicators", "fields", "findings",
    ]  # fmt: skip
    assert descriptor["created"] == "2024-03-01T00:00:00Z"
    assert descriptor["contributors"][0]["title"] == "青崖市医疗保障局"


def test_nothing_is_said_that_the_publisher_did_not_say(audited: Audited) -> None:
    descriptor = json.loads(package([audited.submission], About())["datapackage.json"])
    assert not {"created", "version", "licenses", "sources", "contributors"} & descriptor.keys()


@settings(max_examples=60)
@given(st.lists(SUBMISSIONS, max_size=3))
def test_any_forms_make_a_sound_package(several: list[Submission]) -> None:
    files = package(several, About())
    assert faults(files) == []
    assert files == package(several, About())
    for number, submission in enumerate(several, 1):
        assert submission_from_bytes(files[f"json/{number:03}.json"]) == submission


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda files: files.update({"data/funds.csv": files["data/funds.csv"] + b"9,1,x\r\n"}), "size or hash"),
        (lambda files: files.update({"data/more.csv": b""}), "no resource names"),
        (lambda files: files.pop("data/goals.csv"), "goals"),
        (lambda files: change(files, '"name": "jixiao-evaluations"', '"name": "绩效"'), "package name"),
        (lambda files: change(files, '"type": "number"', '"type": "decimal"'), "type of"),
        (lambda files: change(files, '"resource": "evaluations"', '"resource": "forms"'), "forms"),
    ],
)
def test_the_rules_of_the_standard_find_faults(
    audited: Audited, spoil: Callable[[dict[str, bytes]], None], fault: str
) -> None:
    files = package([audited.submission], About())
    spoil(files)
    try:
        told = " ".join(faults(files))
    except KeyError as error:
        told = str(error)
    assert fault in told


def change(files: dict[str, bytes], before: str, after: str) -> None:
    text = files["datapackage.json"].decode()
    assert before in text
    files["datapackage.json"] = text.replace(before, after).encode()


FILES = st.dictionaries(
    st.text(alphabet="ab表/", min_size=1, max_size=6).filter(lambda name: name[0] != "/"), st.binary()
)


@given(FILES)
def test_an_archive_has_the_same_bytes_for_the_same_files_in_any_order(files: dict[str, bytes]) -> None:
    content = zipped(files)
    assert content == zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.testzip() is None


def test_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    files = {"b.txt": b"2", "甲 乙.txt": b"1"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "SHA256SUMS").write_bytes(checksums(files))
    assert checksums(files).decode().splitlines()[0] == f"{hashlib.sha256(b'2').hexdigest()}  b.txt"
    try:
        done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, check=False, capture_output=True)  # noqa: S607 - the machine's own program
    except FileNotFoundError:
        pytest.skip("sha256sum is not installed")
    assert done.returncode == 0
