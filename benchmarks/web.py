"""How long a person waits for the score after leaving a cell: python3 dev.py bench web.

The application runs in a process of its own, as it is shipped. Measured are the server's answer to a save alone, and in Chromium the
time from leaving the cell to the score standing on the page. Nothing here is a test: machines differ.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.web.browser.chromium import CHROMIUM, OPTIONS
from tests.web.serving import PASSWORD, Server, Visitor

_SHOWN = """([address, value]) => new Promise((done) => {
  const area = document.querySelector(`textarea[name='${address}']`);
  const due = () => document.getElementById('due-' + address.split('/')[1]).textContent, before = due();
  area.focus();
  area.value = value;
  const start = performance.now();
  new MutationObserver((_, seen) => {
    if (due() === before) return;
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(document.getElementById('form'), { childList: true, characterData: true, subtree: true });
  area.blur();
})"""
"""Write into a cell and leave it; milliseconds until the row's score has changed and the next frame is drawn."""


class Spread(NamedTuple):
    """Half of the saves were quicker, 19 of 20 were; and how long the slowest took."""

    half: float
    most: float
    slowest: float


def spread(times: Iterable[float]) -> Spread:
    """Milliseconds of many saves."""
    held = sorted(times)
    parts = quantiles(held, n=20)
    return Spread(parts[9], parts[18], held[-1])


def values(count: int) -> Iterable[str]:
    """Actual values of which each gives another score than the one before."""
    return (f"{5 + number % 2}场" for number in range(count))


def served(server: Server, url: str, address: str, seen: str, count: int) -> tuple[Spread, float]:
    """The server's answers to saves on one connection, and the processor time of each."""
    times = []
    with Visitor(server.port, "tianbao") as visitor:
        before = cpu(server)
        for value in values(count):
            start = time.perf_counter()
            answer = visitor.post(f"{url}cell", {"address": address, "seen": seen, "value": value})
            times.append((time.perf_counter() - start) * 1000)
            if answer.status != 200:
                raise RuntimeError(answer.status)
            seen = value
    return spread(times), (cpu(server) - before) / count * 1000


def cpu(server: Server) -> float:
    """Seconds of processor time that the server has used."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="测量网上填报从离开一格到得分出现的时间")
    parser.add_argument("--count", type=int, default=100, help="保存的次数（默认 100）")
    count = parser.parse_args(arguments).count
    table = Table(
        title=f"保存一格到得分出现（毫秒，{count}次；系统负载{os.getloadavg()[0]:.1f}）", title_justify="left"
    )
    for heading in ("测量", "一半不超过", "95%不超过", "最慢", "处理器"):
        table.add_column(heading, justify="right")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data", "--demo").ready()
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            page = browser.new_page(base_url=server.address, viewport={"width": 1366, "height": 768})
            page.goto("/login")
            page.get_by_label("账号").fill("tianbao")
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.get_by_role("link", name="医保政策宣传").first.click()
            page.locator("#indicators").wait_for()
            url = re.sub(r"^https?://[^/]+", "", page.url)
            address = str(page.locator("textarea[name^='indicators/'][name$='/actual']").first.get_attribute("name"))
            times = [page.evaluate(_SHOWN, [address, value]) for value in values(count + 5)][5:]
            seen = page.locator(f"textarea[name='{address}']").input_value()
            shown = spread(times)
            browser.close()
            answered, used = served(server, url, address, seen, count)
        finally:
            server.stop()
    table.add_row("浏览器：离开一格到得分出现", *(f"{each:.0f}" for each in shown), "")
    table.add_row("服务器：一次保存的应答", *(f"{each:.0f}" for each in answered), f"{used:.0f}")
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
