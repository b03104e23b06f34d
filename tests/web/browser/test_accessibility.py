"""axe-core finds nothing serious on any page."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.chromium import faults
from tests.web.browser.conftest import Opened

PAGES = {
    "": ["/login"],
    "tianbao": [
        "/",
        "/filings/",
        "draft",
        "draft/check",
        "draft/evidence",
        "/cycles/",
        "cycle",
        "/rectifications/",
        "/password",
        "/account",
        "/nothing",
        "/bodies/",
    ],
    "shenhe": ["/", "handed in", "/cycles/open", "/rectifications/"],
    "xitong": ["/bodies/", "body", "/people/new"],
    "anquan": ["/accounts/"],
    "rizhi": ["/trail/", "/trail/?verify=1"],
}


def find(page: Page, place: str) -> None:
    """Go where a place of PAGES says; what has a number of its own is found by links."""
    named = {
        "draft": ("/filings/?state=draft&q=宣传", "医保政策宣传"),
        "draft/check": ("/filings/?state=draft&q=宣传", "医保政策宣传"),
        "draft/evidence": ("/filings/?state=draft&q=宣传", "医保政策宣传"),
        "handed in": ("/filings/?state=submitted", "医保基金监督检查"),
        "cycle": ("/cycles/", "青崖市2025年度"),
        "body": ("/bodies/", "石门县医疗保障局"),
    }
    if place not in named:
        page.goto(place)
        return
    page.goto(named[place][0])
    page.locator("main").get_by_role("link", name=named[place][1]).first.click()
    expect(page.locator("h1")).to_be_visible()
    further = {"draft/check": "体检", "draft/evidence": "佐证材料"}.get(place)
    if further:
        page.get_by_role("link", name=further, exact=True).click()
        expect(page.locator("h1")).to_contain_text(further)


@pytest.mark.parametrize("who", PAGES)
def test_no_page_shuts_anybody_out(as_: Opened, who: str) -> None:
    page = as_(who, "/login")
    found = []
    for place in PAGES[who]:
        find(page, place)
        found += faults(page)
    assert not found, "\n".join(found)
