"""Where the file itself bounds the cells, a total that is wrong accuses the form and casts doubt on no cell."""

import msgspec
import pytest

from examples import make_facsimiles
from jixiao.audit import audit
from jixiao.documents import Document, Table
from jixiao.findings import Certainty
from jixiao.forms import recognise
from jixiao.model import Submission
from jixiao.readers.choosing import read_bytes

NAME = "t1-fund-supervision"
KINDS = ("docx", "xlsx", "html", "pdf")


def document(kind: str) -> Document:
    file = make_facsimiles.FILES / f"{NAME}.{kind}"
    return read_bytes(file.read_bytes(), file.name)


def changed(read: Document, fidelity: str) -> Submission:
    """Read a document whose printed total is five points less, with tables of the given fidelity."""
    form = recognise(read).evaluations[0]
    total, place = form.total_score, form.cells["total_score"]
    assert total is not None
    less = str(float(total) - 5)
    blocks = [
        msgspec.structs.replace(
            block,
            fidelity=fidelity,
            cells=tuple(
                msgspec.structs.replace(cell, text=less) if cell.place == place else cell for cell in block.cells
            ),
        )
        if isinstance(block, Table)
        else block
        for block in read.blocks
    ]
    submission = recognise(msgspec.structs.replace(read, blocks=tuple(blocks)))
    assert submission.evaluations[0].total_score == less
    return submission


def doubts(submission: Submission) -> list[str]:
    form = submission.evaluations[0]
    rows = (*form.indicators, *form.funds, *form.goals, *form.fund_management)
    return [*form.doubtful, *(field for row in rows for field in row.doubtful)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_total_in_a_table_with_cells_is_a_certain_error(kind: str) -> None:
    submission = changed(document(kind), "grid")
    assert not doubts(submission)
    found = {finding.code: finding.certainty for finding in audit(submission)[1]}
    assert found["SCO-01"] is Certainty.CERTAIN


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_cell_and_too_high_a_score_are_no_doubts_either(kind: str) -> None:
    read = document(kind)
    row = recognise(read).evaluations[0].indicators[0]
    texts = {row.cells["score"]: f"{row.weight}9", row.cells["actual"]: ""}
    blocks = [
        msgspec.structs.replace(
            block,
            cells=tuple(msgspec.structs.replace(cell, text=texts.get(cell.place, cell.text)) for cell in block.cells),
        )
        if isinstance(block, Table)
        else block
        for block in read.blocks
    ]
    submission = changed(msgspec.structs.replace(read, blocks=tuple(blocks)), "grid")
    assert submission.evaluations[0].indicators[0].score == f"{row.weight}9"
    assert not doubts(submission)
    found = {finding.code: finding.certainty for finding in audit(submission)[1]}
    assert found["SCO-02"] is Certainty.CERTAIN


def test_where_the_columns_are_only_hints_sums_that_do_not_close_still_cast_doubt() -> None:
    read = document("html")
    row = recognise(read).evaluations[0].indicators[0]
    blocks = [
        msgspec.structs.replace(block, cells=tuple(cell for cell in block.cells if cell.place != row.cells["actual"]))
        if isinstance(block, Table)
        else block
        for block in read.blocks
    ]
    assert doubts(changed(msgspec.structs.replace(read, blocks=tuple(blocks)), "ragged"))


def test_one_cell_recognised_from_a_picture_leaves_the_doubt() -> None:
    read = document("html")
    row = recognise(read).evaluations[0].indicators[0]
    blocks = [
        msgspec.structs.replace(
            block,
            cells=tuple(
                msgspec.structs.replace(cell, text=f"{row.weight}9", confidence=0.9)
                if cell.place == row.cells["score"]
                else cell
                for cell in block.cells
            ),
        )
        if isinstance(block, Table)
        else block
        for block in read.blocks
    ]
    assert "score" in doubts(changed(msgspec.structs.replace(read, blocks=tuple(blocks)), "grid"))
