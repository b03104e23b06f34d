"""The whole way by hand: upload, correct, submit, return with reasons, answer, approve, publish; and two people at one form."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.browser.chromium import faults
from tests.web.browser.conftest import Opened
from tests.web.browser.test_filling_in import cell, cells, due, enter, said

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "formats" / "t1-yuan-hotline.docx"


def step(page: Page, words: str, told: str) -> None:
    page.reload()
    page.locator(".bar").get_by_role("button", name=words, exact=True).click()
    expect(page.locator(".message")).to_contain_text(told)


def answer_all(page: Page) -> None:
    """Answer every finding that may be answered."""
    page.get_by_role("link", name="体检", exact=True).click()
    expect(page.locator("h1")).to_contain_text("体检")
    for number in range(page.locator("form.inline").count()):
        form = page.locator("form.inline").nth(number)
        form.locator("textarea").fill("已与业务科室核对，情况属实")
        form.get_by_role("button").click()
        expect(page.locator(".message")).to_contain_text("说明已保存")
    page.get_by_role("link", name="返回填报").click()


def test_a_document_becomes_a_form_beside_its_original(as_: Opened) -> None:
    page = as_("tianbao", "/cycles/")
    page.locator("main").get_by_role("link", name=re.compile("2025年度")).first.click()
    page.get_by_label("选择文件").set_input_files(EXAMPLE)
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("读到的内容")).to_be_visible(timeout=60_000)
    original = page.frame_locator("iframe[title='原件']")
    expect(original.locator("table").first).to_be_visible(timeout=60_000)
    page.get_by_label("已核对，确认采用").check()
    page.get_by_role("button", name="采用这张表").click()
    expect(page.locator(".message")).to_contain_text("已采用")
    first = cells(page, "actual")[0]
    before = cell(page, first).input_value()
    enter(page, first, "0")
    said(page, "已保存")
    enter(page, first, before)
    page.reload()
    expect(cell(page, first)).to_have_value(before)


def test_from_the_unit_to_publication_with_two_reasons_on_the_way(as_: Opened) -> None:
    city = as_("shenhe", "/filings/?state=submitted")
    city.locator("main").get_by_role("link", name="医保基金监督检查").click()
    address = city.url
    step(city, "受理", "已受理")
    columns = [city.locator("#indicators tbody tr").nth(row).locator("td[id$='/actual']") for row in (0, 1)]
    for column, reason in zip(columns, ("请附检查名册", "请说明口径"), strict=True):
        column.click()
        expect(city.locator("#about")).to_contain_text("· 实际完成值")
        city.get_by_label("退回意见").fill(reason)
        city.get_by_role("button", name="记下意见").click()
        expect(city.locator(".message")).to_contain_text("退回意见已记下")
    step(city, "退回", "已退回")

    unit = as_("liuquan", address)
    expect(unit.locator("#objections")).to_contain_text("请附检查名册")
    unit.locator(".bar").get_by_role("button", name="送单位审核").click()
    expect(unit.locator(".message")).to_contain_text("2条退回意见没有答复")
    for _ in range(2):
        form = unit.locator("#objections li.error form").first
        form.get_by_label("答复这条意见").fill("已补充，请审核")
        form.get_by_role("button", name="保存答复").click()
        expect(unit.locator(".message")).to_contain_text("答复已保存")
    step(unit, "送单位审核", "已送单位审核")
    answer_all(unit)
    step(unit, "提交", "已提交")

    city.reload()
    step(city, "受理", "已受理")
    reviewed = city.locator("textarea[name$='/reviewed_score']").first
    reviewed.fill("14")
    reviewed.press("Enter")
    said(city, "已保存")
    step(city, "完成复核", "已完成复核")
    treasury = as_("caizheng", address)
    step(treasury, "确定", "已确定")
    unit.reload()
    unit.locator(".bar").get_by_role("link", name="公开", exact=True).click()
    unit.get_by_role("button", name="已核对，确认公开").click()
    expect(unit.locator(".message")).to_contain_text("已公开")
    assert not faults(unit)
    expect(unit.get_by_role("link", name="下载公开包")).to_be_visible()
    unit.get_by_role("link", name="返回表").click()
    expect(unit.locator(".state").first).to_have_text("已公开")
    expect(unit.locator("#form textarea")).to_have_count(0)


def test_two_people_at_one_form_see_each_other_and_lose_nothing(as_: Opened) -> None:
    filler, finance = as_("tianbao", "/filings/?q=宣传&state=draft"), as_("caiwu", "/filings/?q=宣传&state=draft")
    for page in (filler, finance):
        page.locator("main").get_by_role("link", name="医保政策宣传").first.click()
        expect(page.locator("#indicators")).to_be_visible()
    first, second, *_ = cells(filler, "actual")
    cell(filler, first).click()
    expect(finance.locator(f"td[id='c-{first}']")).to_have_attribute("data-by", "田小禾", timeout=20_000)
    kept = cell(finance, second).input_value()
    enter(finance, second, "11300册")
    said(finance, "已保存")
    for choice, expected in (("改为我的内容", "11500册"), ("保留对方的内容", "11700册")):
        # 田小禾's page still shows what was there before: her change is held against what she saw.
        filler.evaluate(
            "([name, seen]) => { document.querySelector(`textarea[name='${name}']`).dataset.seen = seen; }",
            [second, kept],
        )
        enter(filler, second, "11500册")
        dialog = filler.get_by_role("dialog")
        expect(dialog).to_contain_text("蔡文")
        expect(dialog).to_contain_text("11500册")
        dialog.get_by_role("button", name=choice).click()
        expect(dialog).to_be_hidden()
        expect(cell(filler, second)).to_have_value(expected)
        filler.reload()
        expect(cell(filler, second)).to_have_value(expected)
        if expected == "11500册":
            finance.reload()
            expect(cell(finance, second)).to_have_value(expected)
            enter(finance, second, "11700册")
            said(finance, "已保存")


def test_by_keyboard_alone(as_: Opened) -> None:
    page = as_("", "/login")
    page.keyboard.type("tianbao")
    page.keyboard.press("Tab")
    page.keyboard.type("Jixiao-2026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "医保政策宣传":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#indicators")).to_be_visible()
    first, second, *_ = cells(page, "actual")
    while page.evaluate("document.activeElement.name") != first:
        page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("6场")
    page.keyboard.press("Enter")
    expect(due(page, first)).to_have_text("5")
    expect(cell(page, second)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(cell(page, first)).to_be_focused()
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    expect(cell(page, first)).to_have_value("6场")
