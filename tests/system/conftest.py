"""The portal as it really runs: its own server and worker with a database of their own, looked at through Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.system.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys go to one worker, which starts the portal once."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("VIKNO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found:
        return found
    if os.environ.get("VIKNO_BROWSER") == "required":
        pytest.fail("A Chromium is required here: apt-get install chromium")
    pytest.skip("no Chromium: apt-get install chromium, or set VIKNO_CHROMIUM")


@pytest.fixture(scope="session")
def portal(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the portal with its demo; return its address."""
    place = tmp_path_factory.mktemp("portal")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with own_database() as database:
        environment = {
            **os.environ,
            **database,
            "DEBUG": "0",
            "DEMO": "1",
            "SECRET_KEY": "only for this journey",
            "DATA_KEYS": "test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "INDEX_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "VAR_DIR": str(place),
            "PORT": port,
            "PUBLIC_URL": f"http://localhost:{port}",
            # Maps of our own host: nothing is asked of anybody, and their script is walked too.
            "VIKNO_MAP_TILES": "/static/dist/logo.svg?{z}/{x}/{y}",
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        for command in (["migrate"], ["createcachetable"], ["load_demo"], ["collectstatic", "--noinput"]):
            manage(command, environment)
        with running(environment, place, port):
            yield f"http://localhost:{port}"


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Give the portal a database beside the suite's: a new one on the PostgreSQL under test, or a file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {"DATABASE_URL": ""}
        return
    name = f"vikno_journeys_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urllib.parse.urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(command: list[str], environment: dict[str, str]) -> None:
    program = [sys.executable, str(ROOT / "manage.py"), *command]
    done = subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"


@contextmanager
def running(environment: dict[str, str], place: Path, port: str) -> Iterator[None]:
    """Run the web server and the worker of the Procfile until the journeys are over."""
    commands = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)
    with (place / "web.log").open("w") as web_log, (place / "worker.log").open("w") as worker_log:
        started = [
            subprocess.Popen(
                commands[name].replace("$PORT", port).split(), env=environment, cwd=ROOT, stdout=log, stderr=log
            )
            for name, log in (("web", web_log), ("worker", worker_log))
        ]
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", place)
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
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"The portal does not answer: {(place / 'web.log').read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would refuse its database to later tests of this worker.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def phone(browser: Browser, portal: str) -> Iterator[Visitor]:
    """A resident's phone, 360 px wide."""
    yield from visiting(browser, portal, width=360, height=740)


@pytest.fixture
def desk(browser: Browser, portal: str) -> Iterator[Visitor]:
    """An officer's screen, 1280 px wide."""
    yield from visiting(browser, portal, width=1280, height=900)


@pytest.fixture
def no_script(browser: Browser, portal: str) -> Iterator[Visitor]:
    """A phone whose browser runs no scripts of pages."""
    yield from visiting(browser, portal, width=360, height=740, scripts=False)


def visiting(browser: Browser, portal: str, *, width: int, height: int, scripts: bool = True) -> Iterator[Visitor]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="uk-UA",
        timezone_id="Europe/Kyiv",
        java_script_enabled=scripts,
    )
    visitor = Visitor(context.new_page(), portal, AXE.read_text() if scripts else "")
    yield visitor
    context.close()
    assert visitor.complaints == []
