"""Start Vikno with its demo on this machine: what `make run` does once everything is installed.

Makes the secrets and the database on the first start, then runs the processes of the Procfile under one supervisor (honcho)
until Ctrl-C. The data stays in var/.
"""

import base64
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.db import connections
from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
PATIENCE_SECONDS = 240


def main() -> int:
    port = os.environ.get("PORT", "8000")
    if trouble := port_trouble(port):
        sys.stderr.write(f"{trouble}\n")
        return 1
    make_secrets()
    os.environ.update(environment(port))
    if is_demo():
        # The demo is told whom it trusts before it is filled.
        make_simulators_keys()
    django.setup()
    try:
        prepare()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return supervise(port)


def is_demo() -> bool:
    return os.environ["DEMO"] == "1"


def make_simulators_keys() -> None:
    """Make, once, the keys of the invented banks and of those who sign in with them."""
    subprocess.run([sys.executable, "-m", "simulators"], check=True, env=dict(os.environ))


def prepare() -> None:
    """Bring the database, the demo and the static files up to date."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if is_demo():
        call_command("load_demo")
    if static_changed():
        call_command("collectstatic", interactive=False, verbosity=0)
        (VAR / "static.stamp").write_text(static_digest())
    connections.close_all()


def port_trouble(port: str) -> str:
    """Return what is wrong with the port, in words, or nothing."""
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return f"PORT must be a number from 1 to 65535, not “{port}”."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            return f"Port {port} needs administrator rights. Choose a higher one: make run PORT=8001"
        except OSError:
            return f"Port {port} is taken by another program. Stop it, or choose another port: make run PORT={int(port) + 1}"
    return ""


def environment(port: str) -> dict[str, str]:
    """Return what all processes are told."""
    return {
        "DJANGO_SETTINGS_MODULE": "vikno.conf.settings",
        "DEMO": os.environ.get("DEMO", "1"),
        "VAR_DIR": str(VAR),
        "PORT": port,
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://localhost:{port}"),
        "SIMULATORS_PORT": simulators_port(port),
        "SIMULATORS_URL": f"http://localhost:{simulators_port(port)}",
        "SIMULATORS_PLACE": str(VAR / "simulators"),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def simulators_port(port: str) -> str:
    """Return where the counterparts of the demo answer: beside the portal."""
    return os.environ.get("SIMULATORS_PORT", str(int(port) + 90))


def make_secrets() -> None:
    """Make, once, what the settings read where the environment says nothing; only the owner can read it."""
    place = VAR / "secrets"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, prefix in (("secret-key", ""), ("data-keys", "first:"), ("index-key", "")):
        if not (place / name).exists():
            with os.fdopen(os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(prefix + base64.b64encode(secrets.token_bytes(32)).decode())


def static_digest() -> str:
    """Return what the collected static files depend on: what is installed, and our own files."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "src").glob("vikno/*/static/**/*")):
        if path.is_file():
            digest.update(str(path).encode() + str(path.stat().st_mtime_ns).encode())
    return digest.hexdigest()


def static_changed() -> bool:
    stamp = VAR / "static.stamp"
    return not stamp.exists() or stamp.read_text() != static_digest()


def processes() -> dict[str, str]:
    """Return the programs by name: the portal's own and, in a demo, the counterparts that it is joined to."""
    files = ["Procfile", "Procfile.demo"] if is_demo() else ["Procfile"]
    return {
        name: command for file in files for name, command in parse_procfile((ROOT / file).read_text()).processes.items()
    }


def supervise(port: str) -> int:
    """Run the processes of the Procfile until one of them ends or Ctrl-C is pressed, which is a good end."""
    manager = Manager()
    for name, command in processes().items():
        manager.add_process(name, command, env=dict(os.environ), cwd=str(ROOT))
    threading.Thread(target=welcome, args=(port,), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in (None, 0, 128 + signal.SIGINT) else 1


def welcome(port: str) -> None:
    """Print the address and the sign-ins once the server answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=PATIENCE_SECONDS).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            call_command("demo_welcome", port=port)
            return


if __name__ == "__main__":
    sys.exit(main())
