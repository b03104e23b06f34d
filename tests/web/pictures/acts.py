"""What is done on a page before its picture is taken (动作): menus and dialogs opened, things typed, refused, sent."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.web.serving import PASSWORD

_WRONG = f"{PASSWORD}-不对"
_REASON = "指标值与年初批复的绩效目标表不一致，请核对批复文件后更正，并附批复文件扫描件。"


def _sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state("networkidle")


def wrong_password(page: Page) -> None:
    """A password that is wrong."""
    _sign_in(page, "meiyouzheren", _WRONG)


def locked_out(page: Page) -> None:
    """Wrong passwords until the account is locked."""
    for _ in range(6):
        if page.get_by_label("账号").count():
            _sign_in(page, "suoding", _WRONG)


def without_token(page: Page) -> None:
    """A form that is sent from a page gone stale."""
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => { each.value = 'x'.repeat(64); })"
    )
    page.get_by_label("用途").fill("对接")
    page.get_by_role("button", name="新建令牌").click()
    page.wait_for_load_state("networkidle")


def own_menu(page: Page) -> None:
    """The menu of the person."""
    page.locator(".who summary").click()


def downloads(page: Page) -> None:
    """The menu of the papers."""
    page.locator(".bar details summary").click()


def row_menu(page: Page) -> None:
    """The menu of a row."""
    page.locator("#indicators .act summary").nth(1).click()


def explained(page: Page) -> None:
    """A cell that the focus is in, with what is said about its row."""
    page.locator("#indicators [name$='/actual']").nth(1).click()
    page.wait_for_selector("#explained .because, #explained b")
    page.wait_for_timeout(400)


def edited(page: Page) -> None:
    """A cell that was changed, with everything that hangs on it."""
    field = page.locator("#indicators [name$='/actual']").first
    field.fill(f"{time.time_ns() % 7 + 3}场")
    field.press("Enter")
    page.locator("#said", has_text="已保存").wait_for()
    page.wait_for_timeout(600)


def stale(page: Page) -> None:
    """A cell that a colleague changed meanwhile: which of the two is to stand."""
    field = page.locator("#indicators [name$='/actual']").nth(2)
    page.evaluate(
        """([address, value]) => {
          const form = document.getElementById("form"), seen = document.querySelector(`[name="${address}"]`).dataset.seen;
          return fetch(form.dataset.cell, {method: "POST", headers: {"X-CSRFToken": form.dataset.token, "HX-Request": "true"},
            body: new URLSearchParams({address, seen, value, since: form.dataset.last})}).then((answer) => answer.text());
        }""",
        [field.get_attribute("name"), f"{time.time_ns() % 90 + 5}%"],
    )
    field.fill("88.5%（第三方调查）")
    field.press("Tab")
    page.wait_for_selector("#choice[open]")


def pasted(page: Page) -> None:
    """More rows out of a spreadsheet than the table has."""
    page.locator("#indicators [name$='/actual']").nth(1).click()
    page.evaluate(
        """() => {
          const held = new DataTransfer();
          held.setData("text/plain", Array.from({length: 90}, (_, at) => `${at}次\\t2`).join("\\n"));
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_selector("#choice[open]")


def too_long(page: Page) -> None:
    """A text longer than a cell holds."""
    field = page.locator("#t-tail [name='head/remark']")
    field.evaluate("(area) => { area.removeAttribute('maxlength'); area.value = '长'.repeat(20001); }")
    field.focus()
    field.press("End")
    field.evaluate("(area) => area.blur()")
    page.wait_for_selector("#said.fault")


def signed_out(page: Page) -> None:
    """A change after the session has ended."""
    held = page.context.cookies()
    page.context.clear_cookies()
    field = page.locator("#indicators [name$='/note']").first
    field.fill("会话结束以后写下的内容")
    field.press("Tab")
    page.wait_for_selector("#said.fault")
    page.context.add_cookies(held)


def disconnected(page: Page) -> None:
    """A change that the server could not be told."""
    page.context.set_offline(True)
    field = page.locator("#indicators [name$='/note']").first
    field.fill("断网时写下的内容：接口升级，历史数据逐条比对。")
    field.press("Tab")
    page.wait_for_selector("#said.fault")


def left_behind(page: Page) -> None:
    """What was typed and not saved is offered when the page is opened again."""
    page.evaluate(
        """() => {
          const of = document.getElementById("form").dataset.drafts, text = "上次写到一半的偏差原因。".repeat(4), at = Date.now();
          for (const field of [...document.querySelectorAll("#indicators [name$='/note']")].slice(0, 3))
            localStorage.setItem(`jixiao-draft/${of}/${field.name}`, JSON.stringify({text, at}));
        }"""
    )
    page.reload(wait_until="networkidle")
    page.wait_for_selector("#drafts:not([hidden])")
    page.evaluate("Object.keys(localStorage).forEach((key) => localStorage.removeItem(key))")


def drawer(page: Page) -> None:
    """The drawer of a small screen."""
    page.locator("#indicators td.figure").nth(1).click()
    page.locator("#drawer").click()
    page.wait_for_timeout(500)


def deductions(page: Page) -> None:
    """Only the rows that lose points or have a finding."""
    page.locator("#deductions").check()


def objecting(page: Page) -> None:
    """An objection to a cell that is being written."""
    page.locator("#indicators td[id$='/actual']").nth(3).click()
    page.get_by_label("退回意见").fill(_REASON)
    page.wait_for_timeout(500)


def objected(page: Page) -> None:
    """An objection that was written down."""
    objecting(page)
    page.get_by_role("button", name="记下意见").click()
    page.wait_for_load_state("networkidle")


def chosen_many(page: Page) -> None:
    """All forms of the page are chosen."""
    page.locator("[data-all]").check()


def took_many(page: Page) -> None:
    """A step with all forms of the page, with those that were refused."""
    chosen_many(page)
    page.locator("#bulk button").first.click()
    page.wait_for_load_state("networkidle")


def token_made(page: Page) -> None:
    """A token that was made, shown once."""
    page.get_by_label("用途").fill("与财政预算管理一体化系统对接")
    page.get_by_role("button", name="新建令牌").click()
    page.wait_for_selector(".secret")


def refused_password(page: Page) -> None:
    """A new password that is not good enough."""
    for field, text in zip(page.locator("main input[type=password]").all(), (PASSWORD, "12345", "12346"), strict=True):
        field.fill(text)
    page.get_by_role("button", name="保存新密码").click()
    page.wait_for_load_state("networkidle")


def refused_form(page: Page) -> None:
    """A form that is sent as it is, whatever the browser says of it."""
    page.evaluate("document.querySelectorAll('main form').forEach((form) => { form.noValidate = true; })")
    page.locator("main form button").last.click()
    page.wait_for_load_state("networkidle")


def hired(page: Page) -> None:
    """A person with an account, and the first password, shown once."""
    page.get_by_label("账号").fill(f"xinren{time.time_ns() % 10**6}")
    page.get_by_label("姓名").fill("辛仁")
    page.get_by_role("button", name="建立账号").click()
    page.wait_for_selector(".message")


def resetting(page: Page) -> None:
    """The question before a password is reset."""
    page.get_by_text("重置密码…").nth(2).click()


def disabling(page: Page) -> None:
    """The question before an account is disabled, in the last row of the page."""
    page.get_by_text("停用…").last.click()


def reset(page: Page) -> None:
    """A password that was reset, shown once."""
    page.get_by_text("重置密码…").last.click()
    page.get_by_role("button", name="确认重置").last.click()
    page.wait_for_selector(".message")


def too_large(page: Page) -> None:
    """A file larger than is taken."""
    page.locator("[name=file]").set_input_files(
        {"name": "自评表及全部佐证材料.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + bytes(33 << 20)}
    )
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_selector(".message")


def no_file(page: Page) -> None:
    """An empty file."""
    page.locator("[name=file]").set_input_files(
        {"name": "自评表.docx", "mimeType": "application/octet-stream", "buffer": b""}
    )
    page.get_by_role("button", name="上传并读取").click()
    page.wait_for_selector(".message")


def monitoring_chosen(page: Page) -> None:
    """What else is asked of a monitoring cycle."""
    page.get_by_label("类别").select_option("monitoring")
    page.wait_for_selector("[name=months]")


def reporting(page: Page) -> None:
    """The form in which a unit says what it put right."""
    page.get_by_text("填报整改情况").first.click()


ACTS: dict[str, Callable[[Page], None]] = {
    act.__name__: act
    for act in (
        wrong_password, locked_out, without_token, own_menu, downloads, row_menu, explained, edited, stale, pasted, too_long,
        signed_out, disconnected, left_behind, drawer, deductions, objecting, objected, chosen_many, took_many, token_made,
        refused_password, refused_form, hired, resetting, disabling, reset, too_large, no_file, monitoring_chosen, reporting,
    )
}  # fmt: skip
"""By the names that a Place gives."""
