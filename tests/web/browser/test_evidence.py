"""Evidence by keyboard alone, on a tablet, and beside the row for whoever reviews."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.browser.chromium import faults
from tests.web.browser.conftest import Opened

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "formats" / "t1-fund-supervision.pdf"


def tabbed_to(page: Page, words: str) -> None:
    """Press Tab until a link or button with these words has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == words:
            return
    raise AssertionError(words)


def test_a_row_gets_its_evidence_by_keyboard_and_the_reviewer_sees_it(as_: Opened) -> None:
    page = as_("tianbao", "/filings/?state=draft&q=宣传", width=768, height=1024)
    page.locator("main").get_by_role("link", name="医保政策宣传").first.click()
    page.wait_for_url("**/filings/*/")
    page.wait_for_load_state("load")  # the modules are there
    address = page.url
    row = page.locator("#indicators tbody tr").first
    row.locator("td[id$='/actual'] textarea").focus()
    page.locator("#drawer").focus()
    page.keyboard.press("Enter")
    link = page.locator("#explained").get_by_role("link", name="给这一行附材料")
    expect(link).to_have_count(1)
    number = row.get_attribute("data-row") or ""
    page.goto(link.get_attribute("href") or "")
    expect(page.get_by_label("附在")).to_have_value(number)
    page.get_by_label("说明").fill("检查名册")
    page.get_by_label("文件").set_input_files(EXAMPLE)
    page.get_by_label("文件").focus()
    tabbed_to(page, "附上")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_contain_text("已附上1份材料")
    assert not faults(page)
    tabbed_to(page, "更换、移除")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="移除“t1-fund")).to_be_visible()
    assert not faults(page)
    city = as_("shenhe", address)
    expect(city.get_by_role("link", name="佐证1份")).to_be_visible()
    city.locator("#indicators tbody tr").first.locator("td[id$='/actual']").click()
    with city.expect_download() as handed:
        city.locator("#explained").get_by_role("link", name="t1-fund-supervision.pdf").click()
    assert Path(handed.value.path()).read_bytes() == EXAMPLE.read_bytes()
    assert not faults(city)
