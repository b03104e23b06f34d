"""Saving a cell, and the log that tells of it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from jixiao_web.filings.addresses import Address, NoSuchCellError
from jixiao_web.filings.judging import judge
from jixiao_web.filings.models import Filing, Row
from jixiao_web.filings.saving import LONGEST, Saved, Stale, TooLongError, save_cell
from jixiao_web.people.models import Person
from jixiao_web.trail.models import AppendOnlyError, Entry
from jixiao_web.trail.verifying import verify

People = Callable[[str], Person]


def row(filing: Filing, name: str) -> Row:
    return next(row for row in filing.rows.filter(part="indicators") if row.values["name"] == name)


def computed(filing: Filing, of: Row) -> Decimal | None:
    score = judge(filing).scores[of.pk].computed
    return score and score.high


def test_a_cell_is_saved_scored_and_written_to_the_log(draft: Filing, person: People) -> None:
    sessions = row(draft, "政策宣传场次")
    assert computed(draft, sessions) == Decimal("7.5")
    address = Address("indicators", sessions.pk, "actual")
    saved = save_cell(draft, person("tianbao"), address, seen="9场", value="12场")
    assert saved == Saved(draft.version + 1, "9场")
    assert computed(draft, sessions) == Decimal(10)
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.path, entry.before, entry.after) == ("修改", str(address), "9场", "12场")
    assert verify().fault == ""


def test_a_change_on_an_older_state_is_refused_with_what_stands_there(draft: Filing, person: People) -> None:
    address = Address("indicators", row(draft, "政策宣传场次").pk, "actual")
    save_cell(draft, person("tianbao"), address, seen="9场", value="10场")
    assert save_cell(draft, person("caiwu"), address, seen="9场", value="11场") == Stale("10场", "田小禾")
    assert row(draft, "政策宣传场次").values["actual"] == "10场"


def test_what_stands_in_no_row_is_saved_as_well(draft: Filing, person: People) -> None:
    address = Address("head", None, "conclusion")
    save_cell(draft, person("tianbao"), address, seen="", value="良。宣传场次没有完成。")
    draft.refresh_from_db()
    assert draft.head["conclusion"] == "良。宣传场次没有完成。"
    save_cell(draft, person("tianbao"), address, seen="良。宣传场次没有完成。", value="")
    draft.refresh_from_db()
    assert "conclusion" not in draft.head


def test_a_row_that_is_gone_and_a_text_without_end_are_refused(draft: Filing, person: People) -> None:
    with pytest.raises(NoSuchCellError):
        save_cell(draft, person("tianbao"), Address("indicators", 10**9, "actual"), seen="", value="1")
    with pytest.raises(TooLongError):
        save_cell(draft, person("tianbao"), Address("head", None, "remark"), seen="", value="长" * (LONGEST + 1))


def test_findings_point_at_the_cells_they_quote(draft: Filing) -> None:
    judgement = judge(draft)
    score = Address("indicators", row(draft, "政策宣传场次").pk, "score")
    assert "SCO-04" in {finding.code for finding in judgement.at()[score]}


def test_the_log_can_only_grow(draft: Filing) -> None:
    entry = Entry.objects.get(object_id=draft.pk)
    for change in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="")):
        with pytest.raises(AppendOnlyError):
            change()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE trail_entry SET after = '改' WHERE id = (SELECT MIN(id) FROM trail_entry)", "被改动过"),
        ("DELETE FROM trail_entry WHERE id = (SELECT MIN(id) + 1 FROM trail_entry)", "接不上"),
        ("DELETE FROM trail_entry WHERE id = (SELECT MAX(id) FROM trail_entry)", "末尾有记录被删除"),
    ],
)
@pytest.mark.usefixtures("demo")
def test_whoever_reaches_past_the_application_is_found_out(statement: str, fault: str) -> None:
    assert verify().fault == ""
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert fault in verify().fault
