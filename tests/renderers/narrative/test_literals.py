"""The words of the sections hold no figure, also those that no other test makes a report say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.renderers import narrative
from jixiao.renderers.narrative.figures import figures

FOLDER = Path(narrative.__file__).parent
OTHER_WORDS = {
    "annex.py",  # findings, not the report
    "chapters.py",  # patterns of headings
    "checking.py",  # what is said when a report fails
    "expressions.py",  # formulas of the data for machines
    "figures.py",
    "fragments.py",
    "forms.py",
    "own_words.py",  # patterns of what forms say
    "narrating.py",
}
UNITS = {"个百分点"}  # stands behind a bound figure
SECTIONS = sorted(path for path in FOLDER.glob("*.py") if path.name not in OTHER_WORDS)


def words(tree: ast.AST) -> Iterator[str]:
    """The string constants of a module that are neither docstrings nor patterns."""
    patterns = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    for pattern in patterns:
        pattern.args[0] = ast.Constant("")
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii():
            yield node.value


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_the_words_of_a_section_state_no_figure(path: Path) -> None:
    found = [text for text in words(ast.parse(path.read_text("utf-8"))) if text not in UNITS and any(figures(text))]
    assert not found
