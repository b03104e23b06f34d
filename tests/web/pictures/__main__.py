"""Take a picture of every page, and measure what an eye may miss.

    python -m tests.web.pictures FOLDER [empty] [typical] [overfull] [--only=words in the name]

FOLDER gets the data folders, a picture of each page at 1366×768 and 1920×1080 (at 1024×768 and 820×1180 where a tablet is likely; some
printed, with forced colours and at 200 %), the whole length of each, and `…-faults.txt`: what axe-core finds serious, what sticks out or is
cut off, what is said in English.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.web.browser.chromium import CHROMIUM, OPTIONS, faults
from tests.web.pictures.acts import ACTS
from tests.web.serving import PASSWORD, Server

SIZES = ((1366, 768), (1920, 1080))
TABLET = ((1024, 768), (820, 1180))
DOUBLED = (683, 384)
"""What a window of 1366×768 shows at 200 %."""
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
    page.set_default_timeout(60_000)
    page.goto("/login")
    if who:
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
    return page


def _pictured(page: Page, place: dict[str, Any], pictures: Path) -> Iterator[str]:
    name, sizes = (
        place["name"],
        (*(() if place["only"] else SIZES), *(TABLET if place["tablet"] or place["only"] else ())),
    )
    _sized(page, sizes[0])
    page.goto(place["path"], wait_until="networkidle")
    if place["act"]:
        try:
            ACTS[place["act"]](page)
        except Error as error:  # the other pages are looked at all the same
            yield f"{name}：没有做成 {place['act']}：{error.message[:200]}"
    for width, height in sizes:
        _sized(page, (width, height))
        page.screenshot(path=pictures / f"{name}-{width}.png")
        yield from (f"{name} {width}：{each}" for each in page.evaluate(MEASURE))
    _sized(page, sizes[0])
    tall = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    if tall > sizes[0][1]:
        clip = {"x": 0, "y": 0, "width": sizes[0][0], "height": tall}
        page.screenshot(path=pictures / f"{name}-whole.png", full_page=True, clip=clip)
    english = sorted(set(_ENGLISH.findall(page.inner_text("body"))) - _KNOWN)
    if english:
        yield f"{name}：外文 {' '.join(english[:20])}"
    if "original" not in place["path"]:
        yield from (f"{name}：{each}" for each in faults(page))
        yield f"{name}：标题 {page.title()}"
    if place["looks"]:
        _otherwise(page, name, pictures)
    page.context.set_offline(False)


def _otherwise(page: Page, name: str, pictures: Path) -> None:
    """The page printed, with forced colours, and at 200 %."""
    page.pdf(path=pictures / f"{name}.pdf", prefer_css_page_size=True)
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        page.screenshot(path=pictures / f"{name}-forced-{scheme}.png")
    page.emulate_media(forced_colors="none", color_scheme="dark")
    page.screenshot(path=pictures / f"{name}-dark.png")
    page.emulate_media(color_scheme="light")
    _sized(page, DOUBLED)
    page.screenshot(path=pictures / f"{name}-doubled.png")
    page.screenshot(path=pictures / f"{name}-doubled-whole.png", full_page=True)


def _sized(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


if __name__ == "__main__":
    main(sys.argv[1:])
