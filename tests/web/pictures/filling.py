"""A data folder to look at: nothing filed yet (empty), a form of every kind in every state (typical), or overfull.

    python -m tests.web.pictures.filling FOLDER empty|typical|overfull

prints, as JSON, the pages to look at: their names, who opens them, their addresses.
"""

import sys
from pathlib import Path

import msgspec

from jixiao_web.commands.serve import started


def main(folder: str, how: str) -> None:
    """Fill the folder and print its places."""
    started(Path(folder))
    from jixiao_web.demo.loading import load  # noqa: PLC0415 - Django must be set up first
    from tests.web.pictures import crowds  # noqa: PLC0415

    load()
    fill = {"empty": crowds.empty, "typical": crowds.typical, "overfull": crowds.overfull}
    sys.stdout.write(msgspec.json.encode([place._asdict() for place in fill[how]()]).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
