"""The database: SQLite in the data folder, or PostgreSQL where an address is given."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;"
"""synchronous=FULL: what was acknowledged as saved is on the disk."""


def sqlite(folder: Path) -> dict[str, Any]:
    """SQLite with write-ahead log; a transaction takes the write lock at its beginning and waits for it."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "jixiao.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE},
        "CONN_MAX_AGE": None,
    }


def from_url(url: str) -> dict[str, Any]:
    """PostgreSQL from postgresql://user:password@host:port/name; raises ImproperlyConfigured, in Chinese, for anything else."""
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        message = "JIXIAO_DATABASE_URL 应为 postgresql://用户:密码@主机:端口/库名；请改正，或去掉它改用 SQLite。"
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
