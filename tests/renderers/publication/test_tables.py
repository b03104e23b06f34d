"""The twin says what is printed, untouched, and beside it figures only where they are exact."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao import targets
from jixiao.model import Evaluation, Fund, Indicator, Submission
from jixiao.places import Source
from jixiao.renderers.publication.columns import Table
from jixiao.renderers.publication.datapackage import written
from jixiao.renderers.publication.tables import file_name, tables
from jixiao.results import Audited
from jixiao.texts.formulas import unmarked
from tests.model.submissions import SUBMISSIONS

ROOT = Path(__file__).resolve().parents[3]


def read(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(table).decode(), newline="")))


def named(made: tuple[Table, ...], name: str) -> Table:
    return next(table for table in made if table.name == name)


def of(evaluation: Evaluation) -> Submission:
    source = Source(name="表.txt", sha256="0" * 64, media_type="text/plain", reader="text")
    return Submission(source=source, evaluations=(evaluation,))


def fund(unit: str | None = "万元", **fields: str | None) -> dict[str, str]:
    row = Fund(label="年度资金总额", **fields)  # type: ignore[arg-type] # names of fields
    return read(named(tables([of(Evaluation(amount_unit=unit, funds=(row,)))]), "funds"))[0]


def indicator(**fields: object) -> dict[str, str]:
    row = msgspec.convert({"level1": None, "level2": None, "name": "培训次数", **fields}, Indicator)
    return read(named(tables([of(Evaluation(indicators=(row,)))]), "indicators"))[0]


@pytest.mark.parametrize(
    ("unit", "printed", "yuan"),
    [
        ("万元", "15", "150000"),
        ("元", "1,300,848.16", "1300848.16"),
        (None, "25.5万元", "255000.0"),
        (None, "15", ""),
        ("万美元", "15", ""),
        ("万元", "约15", ""),
        ("万元", "15（含上年结转）", ""),
        ("万元", "", ""),
    ],
)
def test_money_is_in_yuan_where_its_unit_is_known(unit: str | None, printed: str, yuan: str) -> None:
    row = fund(unit, adjusted=printed)
    assert row["adjusted"] == printed
    assert row["adjusted_yuan"] == yuan


def test_a_figure_read_with_doubt_is_not_typed() -> None:
    row = msgspec.structs.replace(Fund(label="合计"), executed="15", score="10", doubtful=("executed",))
    made = read(named(tables([of(Evaluation(amount_unit="元", funds=(row,)))]), "funds"))[0]
    assert (made["executed"], made["executed_yuan"]) == ("15", "")
    assert (made["score"], made["score_points"]) == ("10", "10")
    assert made["doubtful"] == "executed"


@pytest.mark.parametrize(
    ("printed", "percent"), [("89.89%", "89.89"), ("100％", "100"), ("0.8989", ""), ("100", ""), ("约90%", "")]
)
def test_a_rate_is_typed_only_with_its_sign(printed: str, percent: str) -> None:
    assert fund(rate=printed)["rate_percent"] == percent


@pytest.mark.parametrize(
    ("printed", "operator", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("30场", "", "30", "场"),
        ("≥200万人", "≥", "200", "万人"),
        ("约30场", "", "", ""),
        ("药品≥85%，耗材≥75%", "", "", ""),
        ("有所提升", "", "", ""),
        ("同比增长5%", "", "", ""),
        ("2023年11月底前", "", "", ""),
        ("无", "", "", ""),
        ("≥30元/人", "", "", ""),
    ],
)
def test_a_target_is_typed_only_where_it_is_one_plain_figure(
    printed: str, operator: str, number: str, unit: str
) -> None:
    row = indicator(target=printed, actual=printed)
    for side in ("target", "actual"):
        assert row[side] == printed
        assert [row[f"{side}_{part}"] for part in ("operator", "number", "unit")] == [operator, number, unit]
    doubtful = indicator(target=printed, doubtful=["target"])
    assert [doubtful[f"target_{part}"] for part in ("operator", "number", "unit")] == ["", "", ""]


@pytest.mark.parametrize(
    "name", ["C:\\Users\\chen\\自评表.docx", "/home/chen/自评表.docx", "上报/自评表.docx", "自评表.docx"]
)
def test_a_file_is_named_without_its_folders(name: str) -> None:
    assert file_name(Source(name=name, sha256="", media_type="", reader="")) == "自评表.docx"


def test_findings_point_to_their_file_and_form(audited: Audited) -> None:
    two = [audited.submission, audited.submission]
    table = read(named(tables(two, [audited.findings, audited.findings]), "findings"))
    assert [row["finding"] for row in table] == [str(number) for number in range(1, len(table) + 1)]
    half = len(table) // 2
    assert {(row["file"], row["evaluation"]) for row in table[half:]} == {("2", ""), ("2", "2")}
    assert {(row["file"], row["evaluation"]) for row in table[:half]} == {("1", ""), ("1", "1")}
    assert any("财预〔2020〕10号" in row["basis"] for row in table)
    assert "findings" not in [table.name for table in tables(two)]


def test_what_is_printed_keeps_its_chinese_name_of_the_glossary() -> None:
    entries = re.findall(
        r"^\| ([^|]+) \| `(\w+)` \|", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    words: dict[str, set[str]] = {}
    for chinese, identifier in entries:
        words.setdefault(identifier, set()).update(re.split(r"[、/ （）]+", chinese))
    columns = [column for table in tables([], []) for column in table.columns if column.name in words]
    assert len(columns) > 25
    assert [(c.name, c.title) for c in columns if c.title not in words[c.name] and c.name not in OTHERWISE] == []


OTHERWISE = {"name", "title", "file", "evaluation", "note", "kind", "rule", "basis", "actual", "form", "rate"}
"""Words that mean one thing as a column of one table and another in the glossary, or are shortened here."""


@given(st.lists(SUBMISSIONS, max_size=3))
def test_no_printed_text_is_lost_or_changed(several: list[Submission]) -> None:
    made = tables(several)
    keys = [row["evaluation"] for row in read(named(made, "evaluations"))]
    forms = [evaluation for submission in several for evaluation in submission.evaluations]
    assert keys == [str(number) for number in range(1, len(forms) + 1)]
    for name in ("funds", "fund_management", "goals", "indicators", "fields"):
        rows = read(named(made, name))
        parts = [part for form in forms for part in getattr(form, name)]
        assert len(rows) == len(parts)
        for row, part in zip(rows, parts, strict=True):
            for field in part.__struct_fields__:
                value = getattr(part, field)
                if isinstance(value, str) and field in row and field != "doubtful":
                    assert unmarked(row[field]) == value.encode("utf-8", "replace").decode()


@given(st.decimals(0, 10**9, places=2, allow_nan=False), st.sampled_from(["元", "万元"]))
def test_typed_money_is_exact(amount: Decimal, unit: str) -> None:
    row = fund(unit, executed=f"{amount:,}")
    assert Decimal(row["executed_yuan"]) == amount * (targets.yuan_per(unit) or 1)
