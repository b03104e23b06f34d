"""The figures of the running text: which project each belongs to, and how many projects there are."""

import pytest

from jixiao.documents import Cell, Document, Table
from jixiao.forms import recognise
from jixiao.places import Source
from tests.forms.generated import read_text


def facts(text: str) -> list[tuple[str | None, str, str]]:
    return [(fact.subject, fact.field, fact.value) for fact in recognise(read_text(text)).narrative.facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "其中“大厅运维”项目自评得分98.5分，“参保扩面”项目自评得分92.4分。\n",
            [("大厅运维", "得分", "98.5"), ("参保扩面", "得分", "92.4")],
        ),
        (
            "全局共涉及资金95.6万元，其中“大厅运维”项目得分98.5分。\n",
            [(None, "资金总额", "95.6"), ("大厅运维", "得分", "98.5")],
        ),
        (
            "“大厅运维”项目绩效自评综述：自评得分98.5分。全年预算数为10万元，执行数为9万元。\n",
            [("大厅运维", "得分", "98.5"), ("大厅运维", "全年预算数", "10"), ("大厅运维", "执行数", "9")],
        ),
        (
            "“大厅运维”项目得分98分，“参保扩面”项目得分92分。全年执行数50万元。\n",
            [("大厅运维", "得分", "98"), ("参保扩面", "得分", "92"), (None, "执行数", "50")],
        ),
        ("“大厅运维”“参保扩面”项目得分98分。\n", [(None, "得分", "98")]),
        ("“大厅运维”和“参保扩面”项目得分98分。\n", [(None, "得分", "98")]),
        ("“大厅运维”项目得分98分，\n全年执行数50万元\n", [("大厅运维", "得分", "98"), ("大厅运维", "执行数", "50")]),
        ("“大厅运维”项目得分98分。\n全年执行数50万元\n", [("大厅运维", "得分", "98"), (None, "执行数", "50")]),
        ("“大厅运维”得分98分，纳入“项目库”管理5个。\n", [("大厅运维", "得分", "98"), ("大厅运维", "管理", "5")]),
    ],
)
def test_a_figure_belongs_to_the_nearest_name_before_it(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("2023年我局开展绩效自评的项目共3个。\n", True),
        ("共对3个项目开展绩效自评。\n", True),
        ("纳入绩效评价范围的项目3个。\n", True),
        ("全年检查项目共3个。\n", False),
    ],
)
def test_projects_are_counted_whatever_the_order_of_words(text: str, *, counted: bool) -> None:
    assert ([field for _, field, _ in facts(text)] == ["项目数"]) is counted


def test_figures_of_neighbouring_cells_do_not_run_together() -> None:
    rows = (("合计", "30", "27", "90%"), ("上年", "28", "25", "89%"))
    cells = tuple(
        Cell(row=row, column=column, text=text) for row, texts in enumerate(rows) for column, text in enumerate(texts)
    )
    source = Source(name="表.html", sha256="", media_type="text/html", reader="html")
    narrative = recognise(Document(source=source, blocks=(Table(cells=cells, fidelity="grid"),))).narrative
    assert [fact.value + (fact.unit or "") for fact in narrative.facts] == ["90%", "89%"]
