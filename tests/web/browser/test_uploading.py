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
    return doubted(as_("tianbao", "/cycles/"), server, "t1-fund-supervision.docx")


@pytest.fixture
def pictured(as_: Opened, server: Server) -> Page:
    """The same of a document whose pages are shown as pictures, wider than the place they have."""
    return doubted(as_("tianbao", "/cycles/"), server, "t1-fund-supervision.pdf")


def doubted(page: Page, server: Server, name: str) -> Page:
    """Upload an example, and put two cells of its first indicator in doubt."""
    page.get_by_role("link", name="青崖市2025年度").first.click()
    page.get_by_label("选择文件").set_input_files(EXAMPLES / name)
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


def seen_of(page: Page) -> tuple[float, float, float]:
    """How wide the picture of the first page is on the screen, the place for it, and what cannot be seen without scrolling across."""
    picture = page.frame_locator("#original").locator("svg.page").first
    expect(picture).to_be_visible()
    own, within, over = picture.evaluate("""each => { const all = document.scrollingElement;
        return [each.getBoundingClientRect().width, innerWidth, all.scrollWidth - all.clientWidth]; }""")
    room = page.locator(".framed").evaluate("each => each.clientWidth")
    scale = room / within
    return own * scale, room, over * scale


@pytest.mark.parametrize("width", [1366, 1920, 900])
def test_a_picture_of_a_page_fits_its_frame(pictured: Page, width: int) -> None:
    pictured.set_viewport_size({"width": width, "height": 768})
    expect(pictured.get_by_role("button", name="缩小")).to_be_disabled()
    shown, room, over = seen_of(pictured)
    assert over == 0
    assert room * 0.85 < shown < room


def test_a_picture_is_made_larger_and_smaller(pictured: Page) -> None:
    size = pictured.locator(".zoom output")
    fitting, (shown, _, _) = size.inner_text(), seen_of(pictured)
    pictured.get_by_role("button", name="放大").click()
    expect(size).not_to_have_text(fitting)
    larger, _, over = seen_of(pictured)
    assert larger == pytest.approx(shown * 1.25, rel=0.05)
    assert over > 0
    once = size.inner_text()
    pictured.keyboard.press("Equal")
    expect(size).not_to_have_text(once)
    pictured.keyboard.press("-")
    expect(size).to_have_text(once)
    pictured.get_by_role("button", name="适合宽度").click()
    expect(size).to_have_text(fitting)
    pictured.locator(".read textarea").first.click()
    pictured.keyboard.press("Alt+Equal")
    expect(size).to_have_text(once)
    pictured.keyboard.press("Alt+0")
    expect(size).to_have_text(fitting)
    pictured.locator(".framed").hover()
    pictured.keyboard.down("Control")
    pictured.mouse.wheel(0, -100)
    pictured.keyboard.up("Control")
    expect(size).to_have_text(once)
    assert not faults(pictured)


def test_the_box_of_a_doubtful_cell_is_marked_and_brought_into_view(pictured: Page) -> None:
    for _ in range(5):
        pictured.get_by_role("button", name="放大").click()
    pictured.get_by_role("button", name="下一处存疑").click()
    expect(pictured.locator("textarea:focus")).to_have_value("684家")
    box = pictured.frame_locator("#original").locator(":target")
    expect(box).to_contain_text("684家")
    expect(box).to_be_in_viewport(ratio=0.9)
    assert box.evaluate("each => getComputedStyle(each).stroke") == "rgb(221, 0, 0)"
    pictured.get_by_role("button", name="适合宽度").click()
    expect(box).to_be_in_viewport(ratio=0.9)
