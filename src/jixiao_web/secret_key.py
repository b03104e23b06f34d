"""The secret key of an installation, made at its first start and kept in the data folder."""

import os
import secrets
from pathlib import Path

_NAME = "secret-key"


def kept_secret(folder: Path) -> str:
    """Return the key that is kept in a folder; the first call makes it, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAME
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(file, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(50)
        out.write(key)
    return key
