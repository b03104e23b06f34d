"""Chromium: what a browser makes of a web page when somebody prints it to PDF."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.facsimiles.settling import settled_pdf

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def printed(page: bytes) -> bytes:
    """Print one web page to PDF; raises RuntimeError when the browser does not."""
    if PROGRAM is None:
        message = "chromium is not installed"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        given.write_bytes(page)
        command = [
            PROGRAM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--disable-pdf-tagging",  # tags are numbered otherwise each time
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={made}",
            given.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)  # noqa: S603 - our own page
        if not made.exists():
            message = f"chromium printed nothing: {done.stderr.decode(errors='replace')[-500:]}"
            raise RuntimeError(message)
        return settled_pdf(made.read_bytes())
