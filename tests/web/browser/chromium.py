"""The browser, and what axe-core finds on its pages; imports nothing of Django: pictures and benchmarks look from outside."""

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = Path(__file__).with_name("axe") / "axe.min.js"
GRAVE = ("serious", "critical")


def faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical, each with the first places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url} {each['id']}: {each['help']} – " + " | ".join(node["html"][:160] for node in each["nodes"][:3])
        for each in found["violations"]
        if each["impact"] in GRAVE
    ]
