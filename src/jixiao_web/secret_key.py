"""The secret key of an installation, made when it is first needed and kept in the data folder."""

import os
import secrets
from pathlib import Path

_NAME = "secret-key"


def kept_secret(folder: Path) -> str:
    """Return the key that is kept in a folder; the first call makes it, readable by its owner alone.

    It appears whole or not at all: of several processes that start at once all get the same, and one that is killed leaves none.
    """
    path = folder / _NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{_NAME}-{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
