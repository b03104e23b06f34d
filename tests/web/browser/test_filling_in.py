"""Filling in a form by hand: saving, scores at once, pasting, undo, colleagues."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Opened

SAVED = re.compile("已保存|已粘贴|已撤销")


@pytest.fixture
def form(as_: Opened) -> Page:
    """医保政策宣传 of 石门县, opened by its filler from the desk."""
    page = as_("tianbao")
    page.get_by_role("link", name="医保政策宣传").first.click()
    expect(page.locator("#indicators")).to_be_visible()
    return page


def cells(page: Page, field: str, part: str = "indicators") -> list[str]:
    """The addresses of a column."""
    found = page.locator(f"textarea[name^='{part}/'][name$='/{field}']")
    return [str(each.get_attribute("name")) for each in found.all()]


def cell(page: Page, address: str):  # noqa: ANN201 - Playwright's locator
    return page.locator(f"textarea[name='{address}']")


def due(page: Page, address: str):  # noqa: ANN201 - Playwright's locator
    return page.locator(f"#due-{address.split('/')[1]}")


def enter(page: Page, address: str, value: str) -> None:
    """Write into a cell, leave it with Enter, and wait until the server has answered."""
    cell(page, address).fill(value)
    with page.expect_response(lambda answer: answer.url.endswith("/cell")):
        cell(page, address).press("Enter")


def said(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_contain_text(words)


def test_a_cell_is_saved_as_it_is_left_and_score_strip_and_findings_follow(form: Page) -> None:
    first, second, *_ = cells(form, "actual")
    total = form.locator("#strip dd").nth(1)
    before, found = total.inner_text(), form.locator("#findings").inner_text()
    assert due(form, first).inner_text() == "7.5"
    enter(form, first, "6场")
    expect(cell(form, second)).to_be_focused()
    expect(due(form, first)).to_have_text("5")
    said(form, "已保存")
    expect(total).not_to_have_text(before)
    enter(form, first, "12场")
    expect(due(form, first)).to_have_text("10")
    expect(form.locator("#findings")).not_to_have_text(found)
    form.reload()
    expect(cell(form, first)).to_have_value("12场")


def test_a_column_out_of_a_spreadsheet_is_pasted_and_taken_back(form: Page) -> None:
    actual = cells(form, "actual")[:3]
    before = [cell(form, each).input_value() for each in actual]
    form.evaluate("navigator.clipboard.writeText('12场\\r\\n\"11800\\n册\"\\r\\n97%\\r\\n')")
    cell(form, actual[0]).click()
    form.keyboard.press("ControlOrMeta+a")
    form.keyboard.press("ControlOrMeta+v")
    said(form, "已粘贴3格")
    assert [cell(form, each).input_value() for each in actual] == ["12场", "11800\n册", "97%"]
    expect(due(form, actual[0])).to_have_text("10")
    form.reload()
    assert [cell(form, each).input_value() for each in actual] == ["12场", "11800\n册", "97%"]
    form.get_by_role("button", name="撤销").click()
    said(form, "已撤销：粘贴3格")
    for address, value in zip(actual, before, strict=True):
        expect(cell(form, address)).to_have_value(value)
