"""Every expression of expressions.yaml means what its table says, whatever its width, and its tokens cover it exactly."""

from pathlib import Path
from typing import Any

import pytest

from jixiao import data, targets

TABLE: dict[str, list[list[Any]]] = data.parse((Path(__file__).parent / "expressions.yaml").read_text(encoding="utf-8"))
COLUMNS = {
    "quantity": ("operator", "number", "unit"),
    "range": ("low", "high", "unit"),
    "deadline": ("first", "last", "before"),
    "coverage": ("extent",),
    "trend": ("motion",),
    "relative": ("operator", "reference", "subject"),
    "achievement": ("level",),
    "absence": ("subject",),
    "compound": ("parts",),
    "text": (),
}
DETAILS = {
    "quantity": ("per", "change", "aim", "subject", "tail", "word"),
    "range": ("per", "change", "subject", "tail", "low_included", "high_included"),
    "deadline": ("every", "subject", "tail"),
    "trend": ("degree", "reference", "subject"),
}
CASES = [(kind, row) for kind, rows in TABLE.items() for row in rows]


def meaning(kind: str, value: targets.Value) -> dict[str, Any]:
    plain = targets.to_json(value)
    if kind == "compound":
        plain["parts"] = len(plain["parts"])
    if kind == "range":
        plain = {"low_included": False, "high_included": False} | plain
    return {name: plain[name] for name in (*COLUMNS[kind], *DETAILS.get(kind, ())) if plain.get(name) not in (None, "")}


def expected(kind: str, row: list[Any]) -> dict[str, Any]:
    columns = COLUMNS[kind]
    extra = row[-1] if isinstance(row[-1], dict) else {}
    printed = dict(zip(columns, row[1 : len(columns) + 1], strict=False))
    included = {"low_included": True, "high_included": True} if kind == "range" else {}
    return {
        name: content
        for name, content in (printed | included | extra).items()
        if content not in ("", False) or name in included
    }


def test_the_table_is_large_enough() -> None:
    assert len(CASES) >= 300
    assert len({row[0] for _, row in CASES}) == len(CASES)


@pytest.mark.parametrize(("kind", "row"), CASES, ids=[f"{kind}:{row[0]}" for kind, row in CASES])
def test_expression(kind: str, row: list[Any]) -> None:
    value = targets.parse(row[0])
    assert targets.to_json(value)["type"] == kind
    assert meaning(kind, value) == expected(kind, row)
    assert value.text == row[0]
    assert "".join(row[0][start:end] for start, end in value.spans) == row[0]


WIDE = str.maketrans("0123456789%<>=()/", "０１２３４５６７８９％＜＞＝（）／")


@pytest.mark.parametrize(("kind", "row"), CASES, ids=[f"{kind}:{row[0]}" for kind, row in CASES])
def test_full_width_means_the_same(kind: str, row: list[Any]) -> None:
    wide = targets.to_json(targets.parse(row[0].translate(WIDE)))
    plain = targets.to_json(targets.parse(row[0]))
    words = {"text", "subject", "tail", "reference", "parts"}
    assert {name: content for name, content in wide.items() if name not in words} == {
        name: content for name, content in plain.items() if name not in words
    }
    assert wide["type"] == kind
