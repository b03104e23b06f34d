"""撤销 and 重做: one step takes back whatever was done in one go, and never what a colleague wrote since."""

from collections.abc import Callable

import pytest
from django.test import Client

from jixiao_web.filings.addresses import Address, NoSuchCellError
from jixiao_web.filings.changes import reach
from jixiao_web.filings.models import Change, Filing, Row
from jixiao_web.filings.pasting import Copied, paste
from jixiao_web.filings.rows import add_row, move_row, remove_row
from jixiao_web.filings.saving import save_cell
from jixiao_web.filings.undoing import redo, undo
from jixiao_web.people.models import Person
from jixiao_web.trail.models import Entry
from jixiao_web.trail.verifying import verify

People = Callable[[str], Person]
SignedIn = Callable[[str], Client]


def anywhere(_address: Address) -> bool:
    return True


def rows(filing: Filing) -> list[Row]:
    return list(filing.rows.filter(part="indicators"))


def standing(filing: Filing) -> list[tuple[int, dict[str, str]]]:
    """The rows in their order with all that stands in them."""
    return [(row.pk, row.values) for row in filing.rows.all()]


@pytest.fixture
def actual(draft: Filing) -> Address:
    """The actual value of the first indicator, 9场."""
    return Address("indicators", rows(draft)[0].pk, "actual")


@pytest.fixture
def me(person: People) -> Person:
    return person("tianbao")


def back(filing: Filing, me: Person) -> str:
    done = undo(filing, me, anywhere)
    assert done is not None
    assert done.left == 0
    return done.words


def test_changes_of_cells_are_taken_back_and_done_again_one_after_another(
    draft: Filing, me: Person, actual: Address
) -> None:
    save_cell(draft, me, actual, seen="9场", value="10场")
    save_cell(draft, me, actual, seen="10场", value="11场")
    assert back(draft, me) == "修改“政策宣传场次 · 实际完成值”"
    assert rows(draft)[0].values["actual"] == "10场"
    back(draft, me)
    assert rows(draft)[0].values["actual"] == "9场"
    assert undo(draft, me, anywhere) is None
    for value in ("10场", "11场"):
        redo(draft, me, anywhere)
        assert rows(draft)[0].values["actual"] == value
    assert redo(draft, me, anywhere) is None
    assert verify().fault == ""


def test_after_a_new_change_nothing_is_done_again(draft: Filing, me: Person, actual: Address) -> None:
    save_cell(draft, me, actual, seen="9场", value="10场")
    back(draft, me)
    save_cell(draft, me, actual, seen="9场", value="12场")
    assert reach(draft, me).redo is None


def test_what_a_colleague_wrote_since_stays_and_is_told(
    draft: Filing, me: Person, person: People, actual: Address
) -> None:
    save_cell(draft, me, actual, seen="9场", value="10场")
    save_cell(draft, person("caiwu"), actual, seen="10场", value="11场")
    done = undo(draft, me, anywhere)
    assert done is not None
    assert (done.something, done.why) == (False, "这一格后来被蔡文改动")
    assert rows(draft)[0].values["actual"] == "11场"
    assert not Change.objects.filter(person=me).exists()


def test_rows_added_removed_and_moved_come_back_as_they_were(draft: Filing, me: Person) -> None:
    before = standing(draft)
    first, second, *_ = rows(draft)
    add_row(draft, me, "indicators", after=first.pk)
    remove_row(draft, me, second.pk)
    move_row(draft, me, first.pk, 1)
    remove_row(draft, me, draft.rows.filter(part="goals")[0].pk)
    after = standing(draft)
    assert [back(draft, me)[:2] for _ in range(4)] == ["删除", "下移", "删除", "增加"]
    assert standing(draft) == before
    for _ in range(4):
        redo(draft, me, anywhere)
    assert standing(draft) == after
    assert {"删除行（撤销）", "增加行（重做）"} <= set(Entry.objects.values_list("action", flat=True))


def test_a_row_that_comes_back_has_its_number_so_that_earlier_changes_are_taken_back_as_well(
    draft: Filing, me: Person, actual: Address
) -> None:
    save_cell(draft, me, actual, seen="9场", value="10场")
    remove_row(draft, me, rows(draft)[0].pk)
    back(draft, me)
    back(draft, me)
    assert rows(draft)[0].values["actual"] == "9场"


def test_a_new_row_in_which_a_colleague_wrote_is_not_taken_away(draft: Filing, me: Person, person: People) -> None:
    added = add_row(draft, me, "indicators")
    save_cell(draft, person("caiwu"), Address("indicators", added.pk, "name"), seen="", value="宣传栏更新次数")
    done = undo(draft, me, anywhere)
    assert done is not None
    assert not done.something
    assert Row.objects.filter(pk=added.pk).exists()


def test_a_row_is_not_moved_back_past_another(draft: Filing, me: Person, person: People) -> None:
    first, second, *_ = rows(draft)
    move_row(draft, me, first.pk, 1)
    remove_row(draft, person("caiwu"), second.pk)
    done = undo(draft, me, anywhere)
    assert done is not None
    assert done.why == "行的次序后来又有变动"


def test_a_paste_is_one_step_with_the_rows_it_made(draft: Filing, me: Person) -> None:
    before = standing(draft)
    first = rows(draft)[0].pk
    cells = [
        Copied(f"indicators/{first}/actual", "9场", "12场"),
        Copied(f"indicators/{first}/note", "", "按期完成"),
        Copied("indicators/+1/name", "", "宣传栏更新次数"),
        Copied("indicators/+1/target", "", "≥4次"),
        Copied("indicators/+2/name", "", "咨询点个数"),
    ]
    assert paste(draft, me, cells).rows == 2
    assert [row.values["name"] for row in rows(draft)[-2:]] == ["宣传栏更新次数", "咨询点个数"]
    assert rows(draft)[-1].values["level1"] == rows(draft)[-3].values["level1"]
    after = standing(draft)
    assert back(draft, me) == "粘贴5格（新增2行）"
    assert standing(draft) == before
    redo(draft, me, anywhere)
    assert standing(draft) == after


def test_a_paste_is_taken_back_but_for_what_a_colleague_changed(draft: Filing, me: Person, person: People) -> None:
    one, two = rows(draft)[:2]
    seen = two.values["actual"]
    paste(
        draft,
        me,
        [Copied(f"indicators/{one.pk}/actual", "9场", "1场"), Copied(f"indicators/{two.pk}/actual", seen, "2册")],
    )
    save_cell(draft, person("caiwu"), Address("indicators", two.pk, "actual"), seen="2册", value="3册")
    done = undo(draft, me, anywhere)
    assert done is not None
    assert (done.something, done.left) == (True, 1)
    assert [row.values["actual"] for row in rows(draft)[:2]] == ["9场", "3册"]
    redo(draft, me, anywhere)
    assert [row.values["actual"] for row in rows(draft)[:2]] == ["1场", "3册"]


def test_emptied_cells_are_called_so(draft: Filing, me: Person, actual: Address) -> None:
    paste(draft, me, [Copied(str(actual), "9场", "")])
    assert back(draft, me) == "清空1格"


def test_a_cell_that_one_may_no_longer_write_is_left(draft: Filing, me: Person, actual: Address) -> None:
    save_cell(draft, me, actual, seen="9场", value="10场")
    done = undo(draft, me, lambda _address: False)
    assert done is not None
    assert done.why == "现在不能填写这一格"
    assert rows(draft)[0].values["actual"] == "10场"


def test_what_is_no_cell_is_not_pasted(draft: Filing, me: Person, actual: Address) -> None:
    with pytest.raises(NoSuchCellError):
        paste(draft, me, [Copied(str(actual), "9场", "1场"), Copied("indicators/+1/place", "", "x")])
    assert rows(draft)[0].values["actual"] == "9场"


def test_the_page_says_what_would_be_taken_back(as_: SignedIn, draft: Filing, actual: Address) -> None:
    client, url = as_("tianbao"), f"/filings/{draft.pk}"
    assert "没有可以撤销的修改" in client.get(f"{url}/").content.decode()
    answer = client.post(f"{url}/cell", {"address": str(actual), "seen": "9场", "value": "10场"}).content.decode()
    assert "撤销：修改“政策宣传场次 · 实际完成值”" in answer
    answer = client.post(f"{url}/undo").content.decode()
    assert 'data-said="已撤销：修改“政策宣传场次 · 实际完成值”"' in answer
    assert 'id="redo"' in answer
    assert "已重做" in client.post(f"{url}/redo").content.decode()
    as_("caiwu").post(f"{url}/cell", {"address": str(actual), "seen": "10场", "value": "11场"})
    refused = client.post(f"{url}/undo")
    assert refused.status_code == 409
    assert "后来被蔡文改动" in refused.content.decode()


def test_a_reviewer_takes_back_own_scores_and_nothing_else(as_: SignedIn, draft: Filing, actual: Address) -> None:
    as_("tianbao").post(f"/filings/{draft.pk}/cell", {"address": str(actual), "seen": "9场", "value": "10场"})
    Filing.objects.filter(pk=draft.pk).update(state="in_review")
    reviewed = f"indicators/{actual.row}/reviewed_score"
    client = as_("shenhe")
    client.post(f"/filings/{draft.pk}/paste", {"address": [reviewed], "seen": [""], "value": ["6"]})
    assert rows(draft)[0].values["reviewed_score"] == "6"
    assert client.post(f"/filings/{draft.pk}/undo").status_code == 200
    assert "reviewed_score" not in rows(draft)[0].values
    assert client.post(f"/filings/{draft.pk}/undo").status_code == 409
    assert rows(draft)[0].values["actual"] == "10场"
