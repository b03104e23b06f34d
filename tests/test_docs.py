"""The pages written by hand say what is so: paths exist, commands are understood, words are those of the code."""

import re
import shlex
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import jixiao
from jixiao.audit import audit
from jixiao.cli import jixiao as command_line
from jixiao.forms import recognise
from jixiao.model import Evaluation, Fact, Field, Fund, Goal, Indicator, Management, Narrative, Passage, Unread
from jixiao.places import Place, Source
from jixiao.readers.choosing import read_bytes
from jixiao.targets import compare

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "README.zh.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/glossary.md",
    "docs/interchange.md",
    "benchmarks/README.md",
)

FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TICKED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMES_A_PATH = re.compile(r"(src|tests|docs|examples|benchmarks|\.ci)/[\w./-]*|[\w/-]+(/|\.(py|md|toml|lock|yaml))")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def paths(page: str) -> Iterator[str]:
    """Yield what a page names as a path, from the root, from the page or from the library: links and ticked words."""
    yield from (link for link in LINK.findall(text(page)) if "://" not in link)
    for ticked in TICKED.findall(FENCE.sub("", text(page))):
        if NAMES_A_PATH.fullmatch(ticked):
            yield ticked


@pytest.mark.parametrize("page", PAGES)
def test_paths_named_exist(page: str) -> None:
    starts = (ROOT, (ROOT / page).parent, ROOT / "src" / "jixiao")
    missing = [path for path in paths(page) if not any((start / path).exists() for start in starts)]
    assert missing == []


def commands(start: str) -> list[tuple[str, list[str]]]:
    """List the commands shown on any page that begin so, as (page, arguments)."""
    found = []
    for page in PAGES:
        lines = "".join(FENCE.findall(text(page))).splitlines() + TICKED.findall(FENCE.sub("", text(page)))
        found += [(page, shlex.split(line.removeprefix(start))) for line in lines if line.startswith(start)]
    return found


def test_commands_of_dev_exist() -> None:
    source = text("dev.py")
    shown = commands("python3 dev.py ")
    assert len(shown) >= 8
    unknown = [(page, arguments[0]) for page, arguments in shown if f'"{arguments[0]}"' not in source]
    assert unknown == []


def test_commands_of_jixiao_are_understood() -> None:
    shown = [(page, arguments) for page, arguments in commands("jixiao ") if arguments]
    assert len(shown) >= 16
    for page, (name, *arguments) in shown:
        command = command_line.get_command(click.Context(command_line), name)
        assert command is not None, f"{page}: jixiao {name}"
        try:
            command.make_context(name, list(arguments))
        except click.MissingParameter:
            assert arguments == [], f"{page}: jixiao {name} {' '.join(arguments)}"  # only named, not shown in use
        except click.UsageError as error:
            pytest.fail(f"{page}: jixiao {name} {' '.join(arguments)}: {error.format_message()}")
        given = [argument for argument in arguments if argument.startswith("examples")]
        assert [path for path in given if not (ROOT / path).exists()] == [], page


def test_output_shown_is_what_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.search(r"^```console\n\$ jixiao (.*?)\n(.*?)^```$", text("README.md"), re.DOTALL | re.MULTILINE)
    assert shown is not None
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(command_line, shlex.split(shown[1])).stdout
    assert shown[2].strip() == printed.strip()


def outline(page: str) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(FENCE.sub("", text(page)))]


def test_both_readmes_hold_the_same() -> None:
    assert outline("README.md") == outline("README.zh.md")
    assert FENCE.findall(text("README.md")) == FENCE.findall(text("README.zh.md"))
    assert text("README.md").count("\n|") == text("README.zh.md").count("\n|")
    links = [set(LINK.findall(text(page))) - {"README.md", "README.zh.md"} for page in ("README.md", "README.zh.md")]
    assert links[0] == links[1]


def glossary() -> list[tuple[str, str, str]]:
    """List the glossary's words that say where they stand: 中文, identifier, file."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text("docs/glossary.md").splitlines()]
    return [(row[0], row[1].strip("`"), row[3].strip("`")) for row in rows if len(row) == 4 and "`" in row[3]]


def test_words_of_the_glossary_are_those_of_the_code() -> None:
    words = glossary()
    assert len(words) >= 50
    strayed = [word for word in words if not re.search(rf"\b{re.escape(word[1])}\b", text(word[2]))]
    assert strayed == []


def test_every_word_stands_once_in_the_glossary() -> None:
    identifiers = [identifier for _, identifier, _ in glossary()]
    assert len(identifiers) == len(set(identifiers))


def test_interchange_page_lists_the_fields_of_every_object() -> None:
    rows = [line.split("|")[1:3] for line in text("docs/interchange.md").splitlines() if line.startswith("| ")]
    told = {name.strip(): set(TICKED.findall(fields)) for name, fields in rows}
    objects = {
        "source": Source,
        "evaluation": Evaluation,
        "fund": Fund,
        "fund management": Management,
        "goal": Goal,
        "indicator": Indicator,
        "field": Field,
        "narrative": Narrative,
        "fact": Fact,
        "passage": Passage,
        "unread": Unread,
        "place": Place,
    }
    added = {"indicator": {"typed"}}  # made when writing, not part of the model
    assert {name: told.get(name) for name in objects} == {
        name: set(kind.__struct_fields__) | added.get(name, set()) for name, kind in objects.items()
    }


def test_architecture_tells_of_every_part() -> None:
    told = text("ARCHITECTURE.md")
    parts = {
        part.name + ("/" if part.is_dir() else "")
        for part in (ROOT / "src" / "jixiao").iterdir()
        if part.is_dir() or part.suffix == ".py"
    }
    assert {part for part in parts if not part.startswith("__") and f"`{part}`" not in told} == set()


def test_changelog_tells_of_this_version() -> None:
    assert re.search(rf"^## {re.escape(jixiao.__version__)} ", text("CHANGELOG.md"), re.MULTILINE)


def test_the_form_that_architecture_follows_goes_that_way() -> None:
    """The figures of the story are those of the program."""
    story = text("ARCHITECTURE.md")
    told = re.search(r"^```form\n(.*?)^```$", story, re.DOTALL | re.MULTILINE)
    assert told is not None
    submission = recognise(read_bytes(told[1].encode(), "story.txt"))
    (form,) = submission.evaluations
    row = form.indicators[0]
    assert (row.name, row.target, row.actual, row.weight, row.score) == ("宣传场次", "≥12场", "9场", "20", "20")
    comparison = compare(row.target, row.actual)
    assert (comparison.ratio, comparison.gap) == (Decimal("0.75"), Decimal(3))
    (scorecard,), findings = audit(submission)
    computed = scorecard.rows[0].computed
    assert computed is not None
    assert (computed.low, computed.high) == (Decimal(15), Decimal(15))
    assert {finding.code for finding in findings} == set(re.findall(r"[A-Z]{3}-\d\d", story))
    assert "indicators/0/score" in {quote.path for finding in findings for quote in finding.quotes}
