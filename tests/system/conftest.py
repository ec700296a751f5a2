"""The portal as it really runs: its own server and worker with a database of their own, looked at through Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests import database
from tests.patience import PATIENCE_SECONDS
from tests.system.visitor import Visitor
from tools.audit import axe
from tools.audit.own_portal import OwnPortal, environment, manage, own_portal

# A busy machine is no fault of a page.
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
# Half of the walking, by how long it takes.
ONE_HALF = {"test_journey", "test_form_editor", "test_exchange"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys go to two workers: each starts a portal once, and while one waits for its page the other is served."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            half = "one" if item.path.stem in ONE_HALF else "other"
            item.add_marker(pytest.mark.xdist_group(f"browser-{half}"))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = axe.quick_chromium()
    if found:
        return found
    if os.environ.get("VIKNO_BROWSER") == "required":
        pytest.fail("A Chromium is required here: apt-get install chromium-headless-shell")
    pytest.skip("no Chromium: apt-get install chromium-headless-shell, or set VIKNO_CHROMIUM")


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the static files lie: collected once in a run, which takes longer than many a journey."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place, making = shared / "static", shared / "static.making"
    with database.alone("static"):
        if not place.exists():
            manage(["collectstatic", "--noinput"], {**environment(shared, "0", {}), "STATIC_ROOT": str(making)})
            making.rename(place)
    return place


@pytest.fixture(scope="session")
def own(chromium: str, collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPortal]:
    """Start the portal with its demo, and the counterparts that it is joined to."""
    # Maps of our own host: nothing is asked of anybody, and their script is walked too.
    tiles = {"VIKNO_MAP_TILES": "/static/dist/logo.svg?{z}/{x}/{y}"}
    with (
        own_database(tmp_path_factory.mktemp("database")) as address,
        own_portal(
            also={**tiles, "STATIC_ROOT": str(collected), "DATABASE_URL": address, "EXCHANGE_POLL_SECONDS": "1"},
            processes=["web", "worker", "exchange", "simulators"],
            # The database comes migrated, and what pages load is collected.
            filling=[["load_demo"]],
        ) as own,
    ):
        yield own


@pytest.fixture(scope="session")
def portal(own: OwnPortal) -> str:
    """Return the address of the portal."""
    return own.address


@pytest.fixture(scope="session")
def portal_told(own: OwnPortal) -> dict[str, str]:
    """Return what its programs are told."""
    return dict(own.environment)


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Give the portal a database beside the suite's: a new one on the PostgreSQL under test, or a file; return its address."""
    if database.is_sqlite():
        file = folder / "vikno.sqlite3"
        shutil.copy(database.migrated(), file)
        yield f"sqlite:///{file}"
        return
    name = f"vikno_journeys_{os.getpid()}"
    with psycopg.connect(database.server(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {database.template()}")
        try:
            yield database.address(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would refuse its database to later tests of this worker.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=axe.FLAGS)
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
    visitor = Visitor(context.new_page(), portal, axe.SOURCE.read_text() if scripts else "")
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "договір.jpg"
    Image.new("RGB", (600, 800), "white").save(path, "JPEG")
    return path


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "витяг.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(path)
    return path
