"""An upload beside its original: doubtful cells are put right or confirmed before the form is accepted."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.chromium import faults
from tests.web.browser.conftest import Opened
from tests.web.serving import Server

EXAMPLES = Path(__file__).parents[3] / "examples" / "formats"


@pytest.fixture
def read(as_: Opened, server: Server) -> Page:
    """The page of a document in which two cells of the first indicator are in doubt."""
    page = as_("tianbao", "/cycles/")
    page.get_by_role("link", name="青崖市2025年度").first.click()
    page.get_by_label("选择文件").set_input_files(EXAMPLES / "t1-fund-supervision.docx")
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator(".read")).to_be_visible(timeout=60_000)
    with closing(sqlite3.connect(server.data / "jixiao.sqlite3", timeout=20)) as connection, connection:
        number, content = connection.execute("SELECT id, content FROM uploads_upload ORDER BY id DESC").fetchone()
        plain = json.loads(content)
        plain["evaluations"][0]["indicators"][0]["doubtful"] = ["actual", "score"]
        connection.execute("UPDATE uploads_upload SET content = ? WHERE id = ?", (json.dumps(plain), number))
    page.reload()
    return page


def test_doubtful_cells_one_after_another(read: Page) -> None:
    expect(read.locator("#doubts")).to_contain_text("还有2格")
    assert not faults(read)
    read.get_by_role("button", name="下一处存疑").click()
    cell = read.locator("textarea:focus")
    expect(cell).to_have_value("684家")
    cell.fill("655家")
    read.get_by_role("button", name="下一处存疑").click()
    expect(read.locator("#doubts")).to_contain_text("还有1格")
    expect(read.get_by_text("读作：684家")).to_be_visible()
    read.get_by_role("button", name="无误").click()
    expect(read.locator("#doubts")).to_contain_text("没有存疑的格")
    expect(read.get_by_role("button", name="下一处存疑")).to_be_hidden()
    assert not faults(read)
    read.get_by_label("已核对，确认采用").check()
    read.get_by_role("button", name="采用这张表").click()
    expect(read.locator(".message")).to_contain_text("已采用")
    expect(read.locator("textarea[name$='/actual']").filter(has_text=re.compile("^655家$"))).to_have_count(1)


def test_the_original_shows_the_cell_that_is_looked_at(read: Page) -> None:
    read.locator("td[id='u-indicators/2/actual'] textarea").click()
    frame = read.frame_locator("#original")
    expect(frame.locator("td:target")).to_have_text("93.1%")
