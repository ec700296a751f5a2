"""The portal as it really runs, with a database of its own in a folder that goes away: for measuring and for walking through.

Production mode with the demo, so whoever uses this sees what visitors see. What was started is stopped again in every case.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[2]
FILLING = (["migrate"], ["createcachetable"], ["load_demo"], ["collectstatic", "--noinput"])
# A machine with other work needs many times the four seconds of a quiet one.
PATIENCE_SECONDS = 240


class PortalStartFailed(Exception):
    """The portal does not start, with what it said."""


@dataclass(frozen=True, kw_only=True)
class OwnPortal:
    """Where a running portal is, and what its programs are told."""

    address: str
    place: Path
    environment: Mapping[str, str]

    def manage(self, *command: str) -> str:
        """Run a command of `manage.py`; return what it says."""
        return manage(command, self.environment)


@contextmanager
def own_portal(
    *,
    also: Mapping[str, str] | None = None,
    processes: Sequence[str] = ("web",),
    filling: Sequence[Sequence[str]] = FILLING,
) -> Iterator[OwnPortal]:
    """Fill a database by these commands, start these processes of the Procfile, and stop them at the end."""
    with tempfile.TemporaryDirectory(prefix="vikno-") as folder:
        place, port = Path(folder), free_port()
        portal = OwnPortal(
            address=f"http://localhost:{port}", place=place, environment=environment(place, port, also or {})
        )
        # The demo is told whom it trusts before it is filled.
        start([sys.executable, "-m", "simulators"], portal.environment)
        for command in filling:
            portal.manage(*command)
        commands = procfile(portal.environment)
        with running({name: commands[name] for name in processes}, portal.environment, place):
            wait_for(f"{portal.address}/health/", place)
            yield portal


def stop_when_told() -> None:
    """Leave a program the orderly way when it is told to end, so that what it has started is stopped too."""
    signal.signal(signal.SIGTERM, lambda *_about: sys.exit(128 + signal.SIGTERM))


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(place: Path, port: str, also: Mapping[str, str]) -> dict[str, str]:
    simulators = free_port()
    return {
        **os.environ,
        "DATABASE_URL": "",
        "DEBUG": "0",
        "DEMO": "1",
        "SECRET_KEY": "only for this copy",
        "DATA_KEYS": "test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "INDEX_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "VAR_DIR": str(place),
        "PORT": port,
        "PUBLIC_URL": f"http://localhost:{port}",
        "SIMULATORS_PORT": simulators,
        "SIMULATORS_URL": f"http://localhost:{simulators}",
        "SIMULATORS_PLACE": str(place / "simulators"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        **also,
    }


def manage(command: Sequence[str], environment: Mapping[str, str]) -> str:
    return start([sys.executable, str(ROOT / "manage.py"), *command], environment)


def start(program: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a program to its end; return what it says. Raises `Broken`."""
    done = subprocess.run(program, env=dict(environment), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise PortalStartFailed(f"{' '.join(program)}: {done.stdout}\n{done.stderr}")
    return done.stdout


def procfile(environment: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the programs of the Procfile, and the counterparts of the demo."""
    lines = [line for file in ("Procfile", "Procfile.demo") for line in (ROOT / file).read_text().splitlines()]
    named = (line.split(": ", 1) for line in lines)
    return {name: Template(command).substitute(environment).split() for name, command in named}


@contextmanager
def running(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], place: Path) -> Iterator[None]:
    """Run programs; each writes to a log in the folder."""
    started = []
    try:
        for name, command in commands.items():
            with (place / f"{name}.log").open("w") as log:
                started.append(subprocess.Popen(command, env=dict(environment), cwd=ROOT, stdout=log, stderr=log))
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=20)


def wait_for(address: str, place: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE_SECONDS).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise PortalStartFailed(f"The portal does not answer: {(place / 'web.log').read_text()[-2000:]}")
