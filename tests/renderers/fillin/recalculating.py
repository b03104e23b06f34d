"""LibreOffice opens workbooks, calculates and saves them again, many with one start, in a profile of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = shutil.which("soffice")
needs_office = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""The setting that makes it calculate everything anew, whoever wrote the file."""


def saved_again(folder: Path, *, always: bool = False) -> Path:
    """Open and save all workbooks of a folder, whose names must be plain; returns the folder of what was saved, under the same names."""
    assert PROGRAM is not None
    made, profile = folder / "saved", folder / "profile"
    if always:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    books = sorted(map(str, folder.glob("*.xlsx")))
    subprocess.run(  # noqa: S603 - our own files
        [
            PROGRAM,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(made),
            *books,
        ],
        check=True,
        capture_output=True,
        timeout=120 + 10 * len(books),
        env={**os.environ, "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"},
    )
    return made
