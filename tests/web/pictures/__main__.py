"""Take a picture of every page, and measure what an eye may miss.

    python -m tests.web.pictures FOLDER [empty] [typical] [overfull] [--only=words in the name]

FOLDER gets the data folders, a picture of each page at 1366×768 and 1920×1080 (at 1024×768 and 768×1024 where a tablet is likely), the
whole length of each, and `faults.txt`: what axe-core finds serious, what sticks out or is cut off, what is said in English.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browser.chromium import CHROMIUM, OPTIONS, faults
from tests.web.serving import PASSWORD, Server

SIZES = ((1366, 768), (1920, 1080))
TABLET = ((1024, 768), (768, 1024))
_TALLEST = 4000
_ENGLISH = re.compile(r"\b[A-Za-z_]{3,}\b")
_KNOWN = {"Word", "Excel", "PDF", "Ctrl", "Shift", "Esc", "pdf", "docx", "xlsx", "txt", "png", "Jixiao"}
MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Fill, serve, look."""
    folder = Path(arguments[0])
    only = next((each.removeprefix("--only=") for each in arguments if each.startswith("--only=")), "")
    wanted = [each for each in arguments[1:] if not each.startswith("--")] or ["empty", "typical", "overfull"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*OPTIONS, "--lang=zh-CN"], env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        for how in wanted:
            told = list(_looked(browser, folder, how, only))
            (folder / f"{how}-faults.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
            sys.stdout.write(f"{how}: {len(told)}\n")


def _looked(browser: Browser, folder: Path, how: str, only: str) -> Iterator[str]:
    data, pictures = folder / f"{how}-data", folder / how
    pictures.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{how}.json"
    if not data.exists():
        filled = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.web.pictures.filling", str(data), how], check=True, capture_output=True
        )
        kept.write_bytes(filled.stdout)
    server = Server(data, "--demo").ready()
    try:
        places = [place for place in json.loads(kept.read_bytes()) if only in place["name"]]
        for who in dict.fromkeys(place["who"] for place in places):
            page = _signed_in(browser, server, who)
            for place in places:
                if place["who"] == who:
                    yield from _pictured(page, place, pictures)
            page.context.close()
    finally:
        server.stop()


def _signed_in(browser: Browser, server: Server, who: str) -> Page:
    page = browser.new_context(base_url=server.address, locale="zh-CN", reduced_motion="reduce").new_page()
    page.set_default_timeout(120_000)
    page.goto("/login")
    if who:
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
    return page


def _pictured(page: Page, place: dict[str, str], pictures: Path) -> Iterator[str]:
    name = place["name"]
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.goto(place["path"], wait_until="networkidle")
    for width, height in (*SIZES, *(TABLET if place["tablet"] else ())):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=pictures / f"{name}-{width}.png")
        yield from (f"{name} {width}：{each}" for each in page.evaluate(MEASURE))
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    tall = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    if tall > SIZES[0][1]:
        clip = {"x": 0, "y": 0, "width": SIZES[0][0], "height": tall}
        page.screenshot(path=pictures / f"{name}-whole.png", full_page=True, clip=clip)
    english = sorted(set(_ENGLISH.findall(page.inner_text("body"))) - _KNOWN)
    if english:
        yield f"{name}：外文 {' '.join(english[:20])}"
    if "original" not in place["path"]:
        yield from (f"{name}：{each}" for each in faults(page))
        yield f"{name}：标题 {page.title()}"


if __name__ == "__main__":
    main(sys.argv[1:])
