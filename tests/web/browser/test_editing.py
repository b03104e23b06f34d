"""Filling in as people do it: taking back, coming back after a crash, two at once, keys, blocks of cells, small screens."""

import re
import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser.conftest import Opened
from tests.web.serving import Server


def opened(page: Page) -> Page:
    """医保政策宣传 of 石门县 on a page."""
    page.goto("/filings/?state=draft&q=宣传")
    page.locator("main").get_by_role("link", name="医保政策宣传").first.click()
    expect(page.locator("#indicators")).to_be_visible()
    page.wait_for_load_state()  # the table is seen before all of its rows have come: too early to scroll in it
    return page


@pytest.fixture
def form(as_: Opened) -> Page:
    return opened(as_("tianbao"))


def column(page: Page, field: str) -> list[str]:
    """The addresses of a column."""
    found = page.locator(f"#indicators td [name$='/{field}']")
    return [str(each.get_attribute("name")) for each in found.all()]


def cell(page: Page, address: str) -> Locator:
    return page.locator(f"td [name='{address}']").first


def row_of(page: Page, address: str) -> Locator:
    return page.locator(f"#r-{address.split('/')[1]}")


def enter(page: Page, address: str, value: str) -> None:
    cell(page, address).fill(value)
    with page.expect_response(re.compile("/cell$")):
        cell(page, address).press("Enter")


def do(page: Page, address: str, what: str) -> None:
    row_of(page, address).locator("summary").click()
    with page.expect_response(re.compile("/row$")):
        row_of(page, address).get_by_role("button", name=what).click()


def order(page: Page) -> list[str]:
    return [str(each.get_attribute("id")) for each in page.locator("#indicators tbody tr").all()]


def test_rows_come_back_where_they_were_with_ctrl_z(form: Page) -> None:
    names = column(form, "name")
    before = order(form)
    do(form, names[1], "删除这一行")
    expect(row_of(form, names[1])).to_have_count(0)
    do(form, names[0], "下移")
    expect(form.locator("#undo")).to_have_attribute("title", re.compile("下移“政策宣传场次”一行"))
    form.locator("#indicators h2, .tabletop h2").first.click()
    form.keyboard.press("Control+z")
    expect(form.locator("#undo")).to_have_attribute("title", re.compile("删除“发放宣传手册数量”一行"))
    form.locator("#undo").click()
    expect(row_of(form, names[1])).to_be_visible()
    assert order(form) == before
    expect(form.locator("#said")).to_have_text("已撤销：删除“发放宣传手册数量”一行")
    form.locator("#redo").click()
    expect(row_of(form, names[1])).to_have_count(0)


def test_a_paste_over_several_columns_and_below_the_last_row_is_one_step(form: Page) -> None:
    before, names, actual = order(form), column(form, "name"), column(form, "actual")
    first = cell(form, actual[-2]).input_value()
    form.evaluate("navigator.clipboard.writeText('90%\\t20\\r\\n95%\\t10\\r\\n3次\\t5\\r\\n')")
    cell(form, actual[-2]).click()
    form.keyboard.press("Control+v")
    form.get_by_role("button", name="增加1行并粘贴").click()
    expect(form.locator("#indicators tbody tr")).to_have_count(len(before) + 1)
    assert [cell(form, each).input_value() for each in column(form, "actual")[-3:]] == ["90%", "95%", "3次"]
    assert [cell(form, each).input_value() for each in column(form, "weight")[-3:]] == ["20", "10", "5"]
    form.locator("#undo").click()
    expect(form.locator("#indicators tbody tr")).to_have_count(len(before))
    expect(cell(form, actual[-2])).to_have_value(first)
    assert column(form, "name") == names


def test_unsaved_text_is_offered_again_after_a_crash_and_never_put_in_unasked(form: Page) -> None:
    note, other = column(form, "note")[0], column(form, "note")[1]
    cell(form, note).click()
    form.keyboard.type("汛期推迟了两场")
    twin = form.context.new_page()  # the first page is never left: nothing of it reaches the server
    twin.goto(form.url)
    expect(twin.locator("#drafts")).to_contain_text("汛期推迟了两场")
    expect(cell(twin, note)).to_have_value("")
    twin.get_by_role("button", name="恢复到格里").click()
    expect(cell(twin, note)).to_be_focused()
    expect(cell(twin, note)).to_have_value("汛期推迟了两场")
    with twin.expect_response(re.compile("/cell$")):
        cell(twin, other).click()
    twin.reload()
    expect(cell(twin, note)).to_have_value("汛期推迟了两场")
    expect(twin.locator("#drafts")).to_be_hidden()


def test_signing_out_forgets_what_was_not_saved(form: Page) -> None:
    note = column(form, "note")[0]
    form.evaluate(
        """([address]) => localStorage.setItem(
          `jixiao-draft/${document.getElementById('form').dataset.drafts}/${address}`,
          JSON.stringify({text: '半句话', at: Date.now()}))""",
        [note],
    )
    form.reload()
    expect(form.locator("#drafts")).to_contain_text("半句话")
    form.locator("header summary").click()
    form.get_by_role("button", name="退出登录").click()
    form.wait_for_url(re.compile("/login"))
    assert form.evaluate("Object.keys(localStorage).length") == 0


def test_two_people_see_each_other_and_what_the_other_does(as_: Opened, form: Page) -> None:
    finance = opened(as_("caiwu"))
    actual, names = column(form, "actual"), column(form, "name")
    cell(form, actual[0]).click()
    expect(finance.locator("#present")).to_contain_text("田小禾正在填“政策宣传场次 · 实际完成值”")
    expect(finance.locator(f"[id='c-{actual[0]}']")).to_have_attribute("data-by", "田小禾")
    cell(finance, actual[1]).click()
    expect(form.locator("#present")).to_contain_text("蔡文正在填“发放宣传手册数量 · 实际完成值”")
    form.keyboard.press("End")
    form.keyboard.type("半")
    enter(finance, actual[1], "11500册")
    do(finance, names[3], "删除这一行")
    do(finance, names[1], "在下面增加一行")
    expect(cell(form, actual[1])).to_have_value("11500册")
    expect(row_of(form, names[3])).to_have_count(0)
    expect(form.locator("#indicators tbody tr")).to_have_count(len(names))
    expect(cell(form, actual[0])).to_be_focused()
    expect(cell(form, actual[0])).to_have_value("9场半")
    finance.close()
    expect(form.locator("#present")).to_have_text("")


def test_a_row_deleted_under_somebodys_hands_stays_until_its_text_is_safe(as_: Opened, form: Page) -> None:
    finance = opened(as_("caiwu"))
    note = column(form, "note")[0]
    cell(form, note).click()
    form.keyboard.type("还没有写完")
    do(finance, note, "删除这一行")
    expect(row_of(form, note)).to_have_class(re.compile("gone"))
    expect(cell(form, note)).to_have_value("还没有写完")
    cell(form, column(form, "note")[1]).click()
    expect(form.locator("#said")).to_contain_text("这一行已被别人删除")


def test_the_head_of_the_table_and_merged_labels_stay_in_sight(form: Page) -> None:
    form.locator("#form").evaluate("region => { region.style.maxHeight = '260px'; region.scrollTop = 330; }")
    region = form.locator("#form").bounding_box()
    head = form.locator("#indicators thead th").first.bounding_box()
    label = form.locator("#indicators .level1 > span").first.bounding_box()
    assert region is not None
    assert head is not None
    assert label is not None
    assert abs(head["y"] - region["y"]) < 3
    assert label["y"] >= head["y"] + head["height"] - 3
    assert form.evaluate("scrollY") == 0


def test_twelve_rows_are_in_sight_at_1366_by_768(form: Page) -> None:
    names = column(form, "name")
    for _ in range(8):
        do(form, names[0], "在下面增加一行")
    form.reload()
    shown = """() => { const region = document.getElementById('form').getBoundingClientRect();
      return [...document.querySelectorAll('#indicators tbody tr')].filter((row) => {
        const at = row.getBoundingClientRect(); return at.top >= region.top && at.bottom <= region.bottom; }).length }"""
    assert form.evaluate(shown) >= 12


def test_keys_go_through_the_table_as_in_a_spreadsheet(form: Page) -> None:
    actual, target = column(form, "actual"), column(form, "target")
    cell(form, actual[0]).click()
    form.keyboard.press("Enter")
    expect(cell(form, actual[1])).to_be_focused()
    form.keyboard.press("ArrowLeft")
    expect(cell(form, target[1])).to_be_focused()
    form.keyboard.press("ArrowUp")
    expect(cell(form, target[0])).to_be_focused()
    before = cell(form, target[0]).input_value()
    form.keyboard.type("别的")
    expect(cell(form, target[0])).to_have_value("别的")
    form.keyboard.press("Escape")
    expect(cell(form, target[0])).to_have_value(before)
    form.keyboard.press("F2")
    form.keyboard.press("Shift+Enter")
    form.keyboard.type("补充")
    expect(cell(form, target[0])).to_have_value(f"{before}\n补充")
    form.keyboard.press("Escape")


def test_a_new_line_right_after_enter_keeps_the_text(form: Page) -> None:
    names = column(form, "name")
    cell(form, names[0]).click()
    form.keyboard.press("Enter")
    before = cell(form, names[1]).input_value()
    form.keyboard.press("Shift+Enter")
    form.keyboard.type("（册）")
    expect(cell(form, names[1])).to_have_value(f"{before}\n（册）")


def test_a_block_is_copied_for_excel_and_emptied_in_one_step(form: Page) -> None:
    target = column(form, "target")
    cell(form, target[0]).focus()
    form.keyboard.press("Shift+ArrowDown")
    form.keyboard.press("Shift+ArrowRight")
    expect(form.locator(".picked")).to_have_count(4)
    form.keyboard.press("Control+c")
    expect(form.locator("#said")).to_have_text("已复制2行×2列")
    assert form.evaluate("navigator.clipboard.readText()") == "≥12场\t9场\r\n≥11000册\t11200册"
    form.keyboard.press("Delete")
    expect(form.locator("#said")).to_have_text("已清空4格")
    expect(cell(form, target[0])).to_have_value("")
    form.locator("#undo").click()
    expect(cell(form, target[0])).to_have_value("≥12场")
    form.locator(f"[id='c-{target[0]}']").hover()
    form.mouse.down()
    form.locator(f"[id='c-{column(form, 'actual')[2]}']").hover()
    form.mouse.up()
    expect(form.locator(".picked")).to_have_count(6)


def test_findings_lead_to_their_cells_and_back(form: Page) -> None:
    link = form.locator("#findings a[data-goto]").first
    address = str(link.get_attribute("data-goto"))
    link.click()
    expect(cell(form, address)).to_be_focused()
    expect(form.locator("#findings li.here").first).to_be_visible()
    form.locator(f"[id='c-{address}'] .dot").click()
    expect(form.locator("#findings li.here").first).to_be_in_viewport()
    form.keyboard.press("F8")
    expect(cell(form, address)).not_to_be_focused()
    form.goto(f"{form.url.partition('#')[0]}#c-{address}")
    form.reload()
    expect(cell(form, address)).to_be_focused()


def test_the_derivation_stays_in_sight_beside_the_findings_and_follows_what_is_taken_back(form: Page) -> None:
    actual = column(form, "actual")[0]
    cell(form, actual).click()
    explained, found = form.locator("#explained .because"), form.locator("#findings li.here").first
    expect(explained).to_contain_text("9场")
    expect(explained).to_be_in_viewport()
    expect(found).to_be_in_viewport()
    cell(form, actual).fill("11场")
    with form.expect_response(re.compile("/cell$")):
        form.keyboard.press("Tab")
    expect(explained).to_contain_text("11场")
    form.locator("#undo").click()
    expect(cell(form, actual)).to_have_value("9场")
    expect(explained).to_contain_text("9场")
    expect(explained).not_to_contain_text("11场")


@pytest.mark.parametrize("width", [768, 1024, 1280, 1366, 1440])
def test_under_review_every_column_can_be_read_and_written_in(as_: Opened, server: Server, width: int) -> None:
    with closing(sqlite3.connect(server.data / "jixiao.sqlite3", timeout=20)) as held, held:
        held.execute("UPDATE filings_filing SET state = 'returned' WHERE last_year_id IS NOT NULL AND state = 'draft'")
    page = as_("tianbao", "/filings/?state=returned&q=宣传", width=width)
    page.locator("main").get_by_role("link", name="医保政策宣传").first.click()
    expect(page.locator("table.compared.reviewed")).to_be_visible()
    for field, least in (("note", 110), ("actual", 75), ("last", 60), ("reviewed_score", 60)):
        heading = page.locator(f"#indicators thead .{field}")
        assert heading.evaluate("(cell) => cell.clientWidth") > least
        assert heading.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth")
    # The first columns stay where they are beside each other while the others move under them: nothing is covered at the beginning.
    edges = page.locator("#indicators thead").evaluate(
        """(head) => ["level1", "level2", "name", "target"].map((field) => {
            const box = head.querySelector("." + field).getBoundingClientRect(); return [box.left, box.right];
        })"""
    )
    assert all(abs(one[1] - two[0]) < 1 for one, two in pairwise(edges))
    written = cell(page, column(page, "note")[0])
    written.click()
    written.fill("补充说明")
    with page.expect_response(re.compile("/cell$")):
        page.keyboard.press("Tab")
    expect(page.locator("#said")).to_have_text("已保存")


def test_whoever_may_take_no_step_gets_a_list_without_faults(as_: Opened) -> None:
    page = as_("shenji", "/filings/", width=1024)
    rows = page.locator("table.list tbody tr")
    expect(rows.first).to_be_visible()
    assert all(row.evaluate("(row) => row.clientHeight") < 60 for row in rows.all())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(1024, 768), (768, 1024)])
def test_on_a_tablet_the_side_is_a_drawer(as_: Opened, width: int, height: int) -> None:
    page = opened(as_("tianbao", width=width, height=height))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    side, button = page.locator("#side"), page.get_by_role("button", name="说明与问题")
    expect(side).to_be_hidden()
    button.click()
    expect(side).to_be_visible()
    expect(side.locator("#findings")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.locator("#findings a[data-goto]").first.click()
    expect(side).to_be_hidden()


def test_levels_are_edited_in_the_merged_cell_and_for_one_row(form: Page) -> None:
    merged = form.locator("th.level textarea[name$='/level2']").first
    merged.click()
    form.keyboard.press("Control+a")
    form.keyboard.type("数量")
    with form.expect_response(re.compile("/paste$")):
        cell(form, column(form, "note")[0]).click()
    expect(form.locator("th.level textarea[name$='/level2']").first).to_have_value("数量")
    second = column(form, "name")[1]
    row_of(form, second).locator("summary").click()
    row_of(form, second).get_by_label("本行二级指标").fill("质量指标")
    with form.expect_response(re.compile("/cell$")):
        form.keyboard.press("Enter")
    expect(row_of(form, second).locator("th.level.level2 textarea")).to_have_value("质量指标")


def test_a_step_waits_for_the_cell_that_was_just_left(form: Page) -> None:
    cell(form, column(form, "note")[0]).fill("台风影响，改到线上")
    form.get_by_role("button", name="送单位审核").click()
    expect(form.locator(".state").first).to_have_text("单位审核")


def test_the_rows_with_findings_alone_keep_their_headings_and_widths(form: Page) -> None:
    before = form.locator("#indicators thead .weight").bounding_box()
    form.locator("#deductions").check()
    expect(form.locator("#indicators thead .weight")).to_be_visible()
    after = form.locator("#indicators thead .weight").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == before["width"]
    lefts = form.evaluate(
        """() => [...document.querySelectorAll("#indicators tbody tr")].filter((row) => row.getBoundingClientRect().height > 0)
          .map((row) => Math.round(row.querySelector("td[id$='/weight']").getBoundingClientRect().left))"""
    )
    assert len(lefts) > 1
    assert set(lefts) == {round(after["x"])}
    assert form.locator("#indicators tbody tr:visible").count() < form.locator("#indicators tbody tr").count()


def test_what_was_refused_is_said_in_red(form: Page) -> None:
    field = cell(form, column(form, "note")[0])
    field.evaluate("(area) => { area.removeAttribute('maxlength'); area.value = '长'.repeat(20001); }")
    field.focus()
    field.blur()
    expect(form.locator("#said")).to_contain_text("没有保存")
    expect(form.locator("#said")).to_have_css("color", "rgb(179, 38, 30)")


def test_twelve_rows_of_indicators_are_seen_at_once_on_a_small_screen(form: Page) -> None:
    for _ in range(8):
        form.locator("#indicators .act summary").first.click()
        with form.expect_response(re.compile("/row$")):
            form.locator("#indicators .rowmenu:visible [data-do=add]").click()
        form.wait_for_timeout(100)
    form.locator("#indicators").evaluate("(table) => table.scrollIntoView()")
    seen = form.evaluate(
        """() => {
          const frame = document.getElementById("form").getBoundingClientRect();
          const head = document.querySelector("#indicators thead").getBoundingClientRect().height;
          return [...document.querySelectorAll("#indicators tbody tr")].map((row) => row.getBoundingClientRect())
            .filter((box) => box.top >= frame.top + head - 1 && box.bottom <= frame.bottom + 1).length;
        }"""
    )
    assert seen >= 12
