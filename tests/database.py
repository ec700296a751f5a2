"""A migrated database, kept and copied for each run: a file for SQLite, a template on the server for PostgreSQL.

Going through the migrations of every app takes longer than most tests together. What is kept is made anew whenever a migration
or a dependency changes.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
KEPT = settings.VAR_DIR / "tests"
NAME = "vikno_migrated_"


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def migrated() -> Path:
    """Return the file of an SQLite database with all migrations applied; make it when there is none for these migrations."""
    file = KEPT / f"migrated-{_digest()}.sqlite3"
    with alone("database"):
        if not file.exists():
            for old in KEPT.glob("migrated-*"):
                old.unlink()
            making = file.with_suffix(".making")
            _migrate(f"sqlite:///{making}")
            making.rename(file)
    return file


def template() -> str:
    """Return the name of such a database on the PostgreSQL server under test."""
    name = f"{NAME}{_digest()}"
    with alone("database"), psycopg.connect(server(), autocommit=True) as connection:
        kept = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name not in kept:
            for old in [*(one for one in kept if one.startswith(NAME)), f"{name}_making"]:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}_making"')
            _migrate(address(f"{name}_making"))
            connection.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return name


def server() -> str:
    """Return the address of the PostgreSQL under test."""
    return os.environ["DATABASE_URL"]


def address(name: str) -> str:
    """Return the address of another database of that server."""
    return urllib.parse.urlsplit(server())._replace(path=f"/{name}").geturl()


def _digest() -> str:
    """Return what changes whenever the migrated database may change."""
    sources = sorted((ROOT / "src").glob("**/migrations/*.py"))
    sources += [*sorted((ROOT / "src").glob("**/apps.py")), ROOT / "requirements.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


@contextmanager
def alone(at: str) -> Iterator[None]:
    """Let one process at a time in: the others find what it has made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{at}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    for command in ("migrate", "createcachetable"):
        program = [sys.executable, str(ROOT / "manage.py"), command, "--verbosity", "0"]
        done = subprocess.run(
            program, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
