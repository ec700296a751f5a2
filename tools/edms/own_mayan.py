"""A real Mayan EDMS for tests: installed beside the portal, with its own PostgreSQL, removed when the test is over.

The folder `var/edms` keeps the virtual environment with Mayan and an archive of its database after the first set-up.
A run unpacks the archive into its own folder, so that every run starts with the same empty Mayan.
"""

import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.audit.own_portal import free_port

ROOT = Path(__file__).resolve().parents[2]
CACHE_FOLDER = ROOT / "var" / "edms"
RELEASE = "mayan-edms==4.12.2"
HOME = CACHE_FOLDER / RELEASE.replace("==", "-")
SETTINGS = Path(__file__).parent / "settings"
# The packages that build python-ldap and those that Mayan reads files with, each with a path or program that it installs.
PACKAGES = {
    "libldap2-dev": "/usr/include/ldap.h",
    "libsasl2-dev": "/usr/include/sasl/sasl.h",
    "gnupg": "gpg",
    "poppler-utils": "pdftoppm",
    "exiftool": "exiftool",
    "graphviz": "dot",
    "gcc": "cc",
    "libc6-dev": "/usr/include/stdio.h",
    "postgresql": "/usr/lib/postgresql",
}
ADMIN, PASSWORD = "admin", "admin-test"
PATIENCE_SECONDS = 300


class MayanStartFailed(Exception):
    """Mayan cannot be installed or does not start; the message has its output."""


def install() -> None:
    """Create the virtual environment with Mayan, once. Raises `MayanStartFailed`."""
    stamp = HOME / ".installed"
    if stamp.exists():
        return
    install_packages()
    shutil.rmtree(HOME, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(HOME)])
    run([str(HOME / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", RELEASE, "psycopg2-binary"])
    stamp.touch()


def install_packages() -> None:
    """Install the programs that Mayan needs and this machine lacks; only root can do it."""
    missing = [name for name, sign in PACKAGES.items() if not (Path(sign).exists() or shutil.which(sign))]
    if not missing:
        return
    if os.getuid():
        raise MayanStartFailed(f"Mayan needs programs that are not here: apt-get install {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], environment)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], environment)


def run(program: Sequence[str], environment: Mapping[str, str] | None = None, *, cwd: Path = ROOT) -> None:
    process = subprocess.run(program, env=environment and dict(environment), cwd=cwd, capture_output=True, text=True)
    if process.returncode:
        raise MayanStartFailed(f"{' '.join(program)}: {process.stdout[-2000:]}\n{process.stderr[-2000:]}")


@dataclass
class OwnMayan:
    """A Mayan that can be started and stopped, in a folder of its own."""

    place: Path
    port: str = field(default_factory=free_port)
    # The request rate of a user above which Mayan answers 429; its default is 20 a second.
    rate: str = "500/second"
    server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables of its programs."""
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "mayan",
            "USER": "vikno",
            "HOST": str(self.place),
        }
        return {
            "PATH": f"{HOME / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.place),
            "LANG": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "own_mayan_settings",
            "PYTHONPATH": str(SETTINGS),
            "MAYAN_MEDIA_ROOT": str(self.place / "media"),
            "MAYAN_DATABASES": repr({"default": database}),
            "MAYAN_CELERY_BROKER_URL": "memory://",
            # Text recognition and parsing take longer than everything that the tests check.
            "MAYAN_OCR_AUTO_OCR": "false",
            "MAYAN_DOCUMENT_PARSING_AUTO_PARSING": "false",
            "MAYAN_FILE_METADATA_AUTO_PROCESS": "false",
            "MAYAN_REST_API_THROTTLING_RATE_USER": self.rate,
            "MAYAN_ALLOWED_HOSTS": "['127.0.0.1','localhost']",
            "MAYAN_AUTOADMIN_USERNAME": ADMIN,
            "MAYAN_AUTOADMIN_PASSWORD": PASSWORD,
            "MAYAN_AUTOADMIN_EMAIL": "admin@example.invalid",
        }

    def prepare(self) -> None:
        """Create its database from the archive, or from scratch, which takes a minute."""
        if archive().exists():
            with tarfile.open(archive()) as tar:
                tar.extractall(self.place, filter="fully_trusted")  # noqa: S202 - our own, with its owners
            return
        database = self.place / "data"
        database.mkdir()
        give_to_owner(database)
        run(
            as_owner(
                [f"{postgres()}/initdb", "-D", str(database), "--auth=trust", "--username=vikno", "--encoding=UTF8"]
            )
        )
        (self.place / "media").mkdir()
        with self.database():
            run(as_owner([f"{postgres()}/createdb", "-h", str(self.place), "-U", "vikno", "mayan"]))
            run(
                [f"{HOME}/bin/mayan-edms.py", "common_initial_setup", "--no-dependencies", "--force"],
                self.environment,
                cwd=self.place,
            )
        unfinished = archive().with_suffix(".making")
        with tarfile.open(unfinished, "w") as tar:
            for name in ("data", "media"):
                tar.add(self.place / name, name)
        unfinished.rename(archive())

    @contextmanager
    def database(self) -> Iterator[None]:
        control = as_owner([f"{postgres()}/pg_ctl", "-D", str(self.place / "data"), "-w"])
        quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        options = f"-k {self.place} -c listen_addresses='' {quick}"
        run([*control, "-s", "-l", str(self.place / "data" / "log"), "-o", options, "start"], cwd=self.place)
        try:
            yield
        finally:
            run([*control, "-m", "fast", "stop"], cwd=self.place)

    def start(self) -> None:
        """Start the server and wait until it responds. Raises `MayanStartFailed`."""
        program = [f"{HOME}/bin/gunicorn", "mayan.wsgi:application", "-b", f"127.0.0.1:{self.port}"]
        with (self.place / "mayan.log").open("a") as log:
            self.server = subprocess.Popen(
                [*program, "-w", "1", "--threads", "4", "--timeout", "120", "--access-logfile", "-"],
                env=self.environment,
                cwd=self.place,
                stdout=log,
                stderr=log,
                # Its own process group, so that stop() also ends its workers.
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Kill the server as a power cut would, in the middle of its work."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(timeout=30)
            self.server = None

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                request = urllib.request.Request(f"{self.address}/api/v4/", headers={"Accept": "application/json"})
                urllib.request.urlopen(request, timeout=60).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise MayanStartFailed(f"Mayan does not answer: {(self.place / 'mayan.log').read_text()[-2000:]}")


@contextmanager
def own_mayan() -> Iterator[OwnMayan]:
    """Install what is missing, start Mayan with an empty archive of documents, and stop it at the end."""
    install()
    with tempfile.TemporaryDirectory(prefix="vikno-edms-") as folder:
        Path(folder).chmod(0o777)
        mayan = OwnMayan(place=Path(folder))
        mayan.prepare()
        with mayan.database():
            try:
                mayan.start()
                yield mayan
            finally:
                mayan.stop()


def archive() -> Path:
    """Return the archive of the database after the first set-up; each version of PostgreSQL has its own."""
    return CACHE_FOLDER / f"{RELEASE.replace('==', '-')}-{Path(postgres()).parent.name}.tar"


def postgres() -> str:
    """Return the folder of the newest PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise MayanStartFailed("Mayan needs PostgreSQL: apt-get install postgresql")
    return str(found[-1].parent)


def as_owner(program: Sequence[str]) -> list[str]:
    """Return the command that runs a program as the owner of the database: PostgreSQL refuses to run as root."""
    if os.getuid():
        return list(program)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=-all", *program]


def give_to_owner(folder: Path) -> None:
    if not os.getuid():
        shutil.chown(folder, "postgres", "postgres")
