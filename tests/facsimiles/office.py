"""LibreOffice: many files from one format to another with one start, in a profile of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.facsimiles.settling import settled_pdf

PROGRAM = shutil.which("soffice")

_FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "xls": "xls:MS Excel 97",
    "pdf": "pdf",
}
_SECONDS_TO_START = 90
_SECONDS_A_FILE = 10


def converted(files: Mapping[str, bytes], suffix: str, target: str) -> dict[str, bytes]:
    """Convert files of one suffix (docx) to another format (doc, rtf, xls, pdf); keys are names without suffix.

    Raises RuntimeError when LibreOffice leaves one out.
    """
    if PROGRAM is None:
        message = "soffice is not installed"
        raise RuntimeError(message)
    if not files:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder, "given"), Path(folder, "made")
        given.mkdir()
        numbered = {f"{index:05d}": name for index, name in enumerate(files)}
        for number, name in numbered.items():
            (given / f"{number}.{suffix}").write_bytes(files[name])
        command = [
            PROGRAM,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            _FILTERS[target],
            "--outdir",
            str(made),
            *map(str, sorted(given.iterdir())),
        ]
        # The language of the glyphs that stand in for fonts which are not installed follows the locale.
        environment = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}
        limit = _SECONDS_TO_START + _SECONDS_A_FILE * len(files)
        done = subprocess.run(  # noqa: S603 - our own files
            command, capture_output=True, check=False, timeout=limit, env=environment
        )
        missing = [name for number, name in numbered.items() if not (made / f"{number}.{target}").exists()]
        if missing:
            message = f"soffice made no {target} of {missing}: {done.stderr.decode(errors='replace')[-500:]}"
            raise RuntimeError(message)
        contents = {name: (made / f"{number}.{target}").read_bytes() for number, name in numbered.items()}
    return {name: settled_pdf(content) for name, content in contents.items()} if target == "pdf" else contents
