"""Start Vikno with its demo on this machine: what `make run` does once everything is installed.

Makes the secrets and the database on the first start, then runs the processes of the Procfile under one supervisor (honcho)
until Ctrl-C. The data stays in var/.
"""

import base64
import hashlib
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
PATIENCE_SECONDS = 60


def main() -> int:
    port = os.environ.get("PORT", "8000")
    if trouble := port_trouble(port):
        sys.stderr.write(f"{trouble}\n")
        return 1
    environment = prepare_environment(port)
    manage = [sys.executable, str(ROOT / "manage.py")]
    steps = [["migrate", "--verbosity", "0"], ["createcachetable"], ["load_demo"]]
    if static_changed():
        steps.append(["collectstatic", "--noinput", "--verbosity", "0"])
    for step in steps:
        if code := subprocess.run([*manage, *step], env=environment, cwd=ROOT).returncode:
            sys.stderr.write(f"The start stopped at: manage.py {step[0]}.\n")
            return code
    remember_static()
    return supervise(environment, port)


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


def prepare_environment(port: str) -> dict[str, str]:
    """Return the environment of all processes; the secrets are made once and kept readable by their owner only."""
    VAR.mkdir(parents=True, exist_ok=True)
    kept = {name: kept_secret(name) for name in ("secret-key", "data-key", "index-key")}
    return {
        **os.environ,
        "DEMO": os.environ.get("DEMO", "1"),
        "VAR_DIR": str(VAR),
        "PORT": port,
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://localhost:{port}"),
        "SECRET_KEY": kept["secret-key"],
        "DATA_KEYS": f"first:{kept['data-key']}",
        "INDEX_KEY": kept["index-key"],
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def kept_secret(name: str) -> str:
    path = VAR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


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


def remember_static() -> None:
    (VAR / "static.stamp").write_text(static_digest())


def supervise(environment: dict[str, str], port: str) -> int:
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=environment, cwd=str(ROOT))
    threading.Thread(target=welcome, args=(environment, port), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def welcome(environment: dict[str, str], port: str) -> None:
    """Print the address and the sign-ins once the server answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            command = [sys.executable, str(ROOT / "manage.py"), "demo_welcome", "--port", port]
            subprocess.run(command, env=environment, cwd=ROOT)
            return


if __name__ == "__main__":
    sys.exit(main())
