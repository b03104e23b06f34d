"""A PostgreSQL that the tests start for themselves: a cluster of its own in a folder that goes away, on a socket in that folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "120"}


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def remade(address: str, name: str, template: str = "template0") -> str:
    """Make a database of the cluster anew, empty or like another one; whoever is connected to it is cut off. Returns its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    return f"{address.rpartition('/')[0]}/{name}"


@contextmanager
def cluster() -> Iterator[str]:
    """Start PostgreSQL and yield the address of its database; as "nobody" where the tests run as root, whom it refuses."""
    folder = programs()
    assert folder, "PostgreSQL is not installed"
    with tempfile.TemporaryDirectory(prefix="jixiao-pg-") as made:
        home = Path(made)
        other = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if other:
            os.chown(home, other.pw_uid, other.pw_gid)

        def run(name: str, *arguments: str) -> None:
            subprocess.run(  # noqa: S603 - PostgreSQL's own programs
                [folder / name, "-D", home / "data", *arguments],
                check=True,
                cwd=home,
                stdout=subprocess.DEVNULL,
                user=other and other.pw_uid,
                group=other and other.pw_gid,
                extra_groups=[] if other else None,
            )

        run("initdb", "-U", "jixiao", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {name}={value}" for name, value in _QUICK.items())
        run("pg_ctl", "-w", "-l", str(home / "log"), "-o", f"-k {home} -h '' {options}", "start")
        try:
            yield f"postgresql://jixiao@{quote(str(home), safe='')}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
