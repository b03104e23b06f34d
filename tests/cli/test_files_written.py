from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from jixiao.cli import jixiao, output
from tests.cli.command_line import FAULTY, Run


@pytest.mark.parametrize(
    "args",
    [
        ("audit", "a.txt", "-o", "out.csv"),
        ("score", "a.txt", "-o", "out.json"),
        ("simulate", "a.txt", "-o", "out.json"),
        ("read", "a.txt", "-o", "out.json"),
        ("doctor", "a.txt", "-o", "out.md"),
    ],
)
def test_no_file_is_overwritten_unless_told_so(run: Run, folder: Path, args: tuple[str, ...]) -> None:
    out = folder / args[-1]
    out.write_text("mine", encoding="utf-8")
    result = run(*args, a=FAULTY)
    assert result.exit_code == 2
    assert result.stderr == f"“{args[-1]}”已经存在，没有覆盖；请换一个文件名，确要覆盖的，加上 --force。\n"
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(*args, "--force").exit_code in {0, 1}
    assert out.read_text(encoding="utf-8") not in {"", "mine"}
    assert sorted(path.name for path in folder.iterdir()) == sorted(["a.txt", args[-1]])


def test_of_several_files_none_is_written_when_one_is_there(run: Run, folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "b.txt.json").write_text("mine", encoding="utf-8")
    result = run("read", "a.txt", "b.txt", "-o", "out", a=FAULTY, b=FAULTY)
    assert result.exit_code == 2
    assert "“out/b.txt.json”已经存在" in result.stderr
    assert [path.name for path in (folder / "out").iterdir()] == ["b.txt.json"]
    assert run("read", "a.txt", "b.txt", "-o", "out", "--force").exit_code == 0
    assert {path.name for path in (folder / "out").iterdir()} == {"a.txt.json", "b.txt.json"}


@pytest.mark.parametrize(
    ("args", "start"),
    [
        (("audit", "a.txt", "-o", "out.csv"), "\ufeff文件,"),
        (("audit", "a.txt", "-o", "out.HTM"), "<!doctype html>"),
        (("audit", "a.txt", "-o", "out.sarif"), "{"),
        (("audit", "a.txt", "-o", "out.csv", "--format", "json"), "{"),
        (("audit", "a.txt", "-o", "out"), "▍a.txt"),
        (("read", "a.txt", "-o", "out.notation"), "评价：project"),
        (("read", "a.txt", "-o", "out.txt"), "▍a.txt"),
    ],
)
def test_the_ending_of_the_output_says_its_format_where_no_option_does(
    run: Run, folder: Path, args: tuple[str, ...], start: str
) -> None:
    run(*args, a=FAULTY)
    assert (folder / args[3]).read_text(encoding="utf-8").lstrip().lower().startswith(start.lower())


@pytest.mark.parametrize("name", ["a.txt", "same.txt"])
def test_no_file_is_written_over_itself(run: Run, folder: Path, name: str) -> None:
    (folder / "same.txt").symlink_to(folder / "a.txt")
    for args in (("audit", "a.txt"), ("doctor", "a.txt"), ("read", "b.txt", "a.txt")):
        result = run(*args, "-o", name, "--force", a=FAULTY, b=FAULTY)
        assert result.exit_code == 2
        assert result.stderr == f"“{name}”是要处理的文件本身，不能写到它上面；请用 -o 另写一个文件名。\n"
        assert (folder / "a.txt").read_text(encoding="utf-8") == FAULTY


def test_every_command_that_writes_files_can_be_told_to_replace_them() -> None:
    context = click.Context(jixiao)
    options = {
        name: {word for param in command.params for word in param.opts}
        for name in jixiao.list_commands(context)
        if (command := jixiao.get_command(context, name))
    }
    assert {name for name, known in options.items() if "-o" in known} >= {"audit", "read", "package", "publish"}
    assert [name for name, known in options.items() if "-o" in known and "--force" not in known] == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("out.doc", "可以是.docx、.xlsx，而这个文件名后缀是“.doc”"),
        ("out", "没有后缀"),
        ("is", "（这是文件夹，这里要的是文件）"),
    ],
)
def test_an_output_in_no_format_is_refused_before_work_begins(folder: Path, name: str, told: str) -> None:
    @output.takes_output("docx", "xlsx")
    def never(output: output.Target | None) -> None:
        raise AssertionError(output)

    (folder / "is").mkdir()
    refused = CliRunner().invoke(click.command(never), ["-o", name])
    assert isinstance(refused.exception, SystemExit)
    assert told in refused.output


def test_the_format_that_the_name_asks_for_is_handed_on(folder: Path) -> None:
    @output.takes_output("docx", "html", folder=True)
    def told(output: output.Target | None) -> None:
        assert output is not None
        click.echo(f"{output.path} {output.format} {output.force}")

    command = click.command(told)
    assert CliRunner().invoke(command, ["-o", "a.htm", "--force"]).output == "a.htm html True\n"
    assert CliRunner().invoke(command, ["-o", str(folder)]).output == f"{folder}  False\n"
    assert isinstance(CliRunner().invoke(command, []).exception, AssertionError)
