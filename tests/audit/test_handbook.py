"""The handbook is written from the registry and stands in docs/handbook as generated."""

from pathlib import Path

from jixiao.audit import FAMILIES, checks
from jixiao.audit.handbook import pages, write
from jixiao.forms import reading_problems

FOLDER = Path(__file__).parents[2] / "docs" / "handbook"


def test_pages_in_docs_are_as_generated() -> None:
    assert {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("[A-Z]*.md")} == pages(), (
        "renew them: python -m jixiao.audit.handbook"
    )


def test_every_check_has_its_section_and_its_line_in_the_index() -> None:
    written = pages()
    for check in checks:
        assert f"## {check.code} {check.title}\n" in written[f"{check.family}.md"]
        assert f"[{check.code}]({check.family}.md#{check.code.lower()})" in written["README.md"]
    assert set(written) == {"README.md", "READ.md", *(f"{check.family}.md" for check in checks)}
    assert {check.family for check in checks} <= set(FAMILIES)


def test_a_section_tells_all_about_a_check() -> None:
    check = checks["WGT-01"]
    text = pages()["WGT.md"]
    for told in (check.definition, check.why, check.remedy, check.title, "财预〔2020〕10号", "指标：满意度指标"):
        assert told in text


def test_problems_of_reading_have_their_page() -> None:
    written = pages()
    for problem in reading_problems:
        assert f"## {problem.code} {problem.title}\n" in written["READ.md"]
        assert f"[{problem.code}](READ.md#{problem.code.lower()})" in written["README.md"]


def test_writing_takes_old_pages_away(tmp_path: Path) -> None:
    folder = tmp_path / "handbook"
    write(folder)
    (folder / "OLD.md").write_text("gone", encoding="utf-8")
    write(folder)
    assert {file.name for file in folder.iterdir()} == set(pages())
