"""Write the demo out as a database of this release: python tests/web/released/freeze.py NAME."""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from tests.web.serving import Server  # noqa: E402 - found through the line above

with tempfile.TemporaryDirectory() as made:
    folder = Path(made) / "data"
    Server(folder, "--demo").ready().stop()
    with closing(sqlite3.connect(folder / "jixiao.sqlite3")) as connection:
        written = "\n".join(connection.iterdump())
(HERE / f"{sys.argv[1]}.sql").write_text(f"{written}\n", encoding="utf-8")
