import json
from pathlib import Path

from jixiao.model import parse_notation, submission_from_json
from tests.cli.command_line import FAULTY, Run, codes


def test_read_writes_one_object_for_one_file(run: Run) -> None:
    result = run("read", "a.txt", a=FAULTY)
    assert result.exit_code == 0
    plain = json.loads(result.stdout)
    assert plain["schema"] == "jixiao.submission/1"
    assert plain["evaluations"][0]["indicators"][0]["typed"]["target"]
    assert submission_from_json(plain).evaluations == parse_notation(FAULTY).evaluations


def test_read_writes_an_array_for_several_files(run: Run) -> None:
    plain = json.loads(run("read", "a.txt", "b.txt", a=FAULTY, b=FAULTY).stdout)
    assert [one["source"]["name"] for one in plain] == ["a.txt", "b.txt"]


def test_read_writes_an_array_even_if_only_one_of_several_is_sound(run: Run) -> None:
    result = run("read", "a.txt", "b.txt", a=FAULTY, b="")
    assert result.exit_code == 2
    assert len(json.loads(result.stdout)) == 1


def test_read_writes_nothing_when_nothing_could_be_read(run: Run) -> None:
    result = run("read", "b.txt", b="")
    assert (result.exit_code, result.stdout) == (2, "")


def test_read_writes_a_file_each_into_a_folder_and_numbers_names_that_repeat(run: Run, folder: Path) -> None:
    for name in ("x", "y"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text(FAULTY, encoding="utf-8")
    assert run("read", "x", "y", "-o", "out").exit_code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a.txt-2.json", "a.txt.json"]
    assert json.loads((folder / "out" / "a.txt.json").read_text(encoding="utf-8"))["schema"] == "jixiao.submission/1"


def test_read_writes_one_file_into_a_folder_that_exists(run: Run, folder: Path) -> None:
    (folder / "out").mkdir()
    run("read", "a.txt", "-o", "out", "--format", "notation", a=FAULTY)
    assert parse_notation((folder / "out" / "a.txt.notation").read_text(encoding="utf-8")).evaluations


def test_what_read_writes_can_be_audited_again(run: Run) -> None:
    assert run("read", "a.txt", "-o", "a.json", a=FAULTY).exit_code == 0
    assert codes(run("audit", "a.json", "--format", "json")) == codes(run("audit", "a.txt", "--format", "json"))


def test_read_as_text_shows_the_forms(run: Run) -> None:
    shown = run("read", "a.txt", "--format", "text", a=FAULTY).stdout
    for told in ("医保政策宣传", "清河市医疗保障局", "知晓率", "≥90%", "年度资金总额"):
        assert told in shown


def test_read_as_notation_round_trips(run: Run) -> None:
    assert parse_notation(run("read", "a.txt", "--format", "notation", a=FAULTY).stdout).evaluations


def test_what_a_folder_holds_besides_is_told_of_and_changes_no_status(run: Run, folder: Path) -> None:
    (folder / "x").mkdir()
    (folder / "x" / "a.txt").write_text(FAULTY, encoding="utf-8")
    for number in range(6):
        (folder / "x" / f"{number}.dat").write_bytes(b"\0")
    result = run("read", "x")
    assert result.exit_code == 0
    assert "文件夹里另有6个文件不是能够处理的类型，没有处理：0.dat、1.dat、2.dat、3.dat、4.dat等；" in result.stderr
