"""A migrated SQLite database, kept beside the project's data and copied for each run.

Going through the migrations of every app takes longer than most tests together. The copy is made anew whenever a migration or
a dependency changes. PostgreSQL goes through the migrations each time.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
KEPT = settings.VAR_DIR / "tests"


def is_used() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def migrated() -> Path:
    """Return the file of a database with all migrations applied; make it when there is none for these migrations."""
    file = KEPT / f"migrated-{_digest()}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone():
        if not file.exists():
            for old in KEPT.glob("migrated-*"):
                old.unlink()
            _migrate(file)
    return file


def _digest() -> str:
    """Return what changes whenever the migrated database may change."""
    sources = sorted((ROOT / "src").glob("**/migrations/*.py"))
    sources += [*sorted((ROOT / "src").glob("**/apps.py")), ROOT / "requirements.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time in: the others find what it has made."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(file: Path) -> None:
    made = file.with_suffix(".making")
    made.unlink(missing_ok=True)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{made}"}
    for command in ("migrate", "createcachetable"):
        program = [sys.executable, str(ROOT / "manage.py"), command, "--verbosity", "0"]
        done = subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    made.rename(file)
