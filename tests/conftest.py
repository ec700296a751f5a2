"""What every test may use: a fixed noon, a closed network, files in a folder of its own, people who signed in."""

import gc
import os
import shutil

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DEMO", "1")

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation
from hypothesis import settings as property_settings

from tests import database, factories
from vikno.pagecache.store import PAGE_STORE

if TYPE_CHECKING:
    from tests.simulator_server import SimulatorServer

# A busy machine is no fault of a test; what failed is told in full, so nothing is kept beside the code. The same examples
# each time: a change is judged by what it changes. HYPOTHESIS_SEARCH=1 looks for new ones.
searching = bool(os.environ.get("HYPOTHESIS_SEARCH"))
property_settings.register_profile("vikno", deadline=None, database=None, derandomize=not searching)
property_settings.load_profile("vikno")


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what stays to the end: walking it all takes a third of a second each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A copy of the migrated database is taken as it is, instead of being made from nothing."""
    return database.is_sqlite() or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = connections["default"].settings_dict["TEST"]
    if database.is_sqlite():
        copy = tmp_path_factory.mktemp("database") / "test.sqlite3"
        shutil.copy(database.migrated(), copy)
        asked["NAME"] = str(copy)
    else:
        asked["TEMPLATE"] = database.template()


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    """Files and letters of a test go to its own folder; nothing leaves the machine; hashing is quick; nobody speaks or seals."""
    translation.deactivate()
    settings.STORAGES = {
        **settings.STORAGES,
        "sealed": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "sealed"), "base_url": None},
        },
    }
    settings.SEAL_BY, settings.SEAL_KEY = "", str(tmp_path / "seal.p12")
    settings.MEDIA_ROOT = tmp_path / "media"
    PAGE_STORE.clear()
    # Whitenoise warns where nothing was collected yet, and a warning is an error here.
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }


@pytest.fixture
def noon() -> datetime:
    """A Monday noon in Kyiv."""
    return datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def resident(db):
    return factories.PersonFactory()


@pytest.fixture
def cabinet(resident) -> Client:
    """A browser in which the resident has signed in."""
    client = Client()
    client.force_login(resident)
    return client


@pytest.fixture
def officer(db):
    return factories.OfficerFactory()


@pytest.fixture
def workspace(officer) -> Client:
    """A browser in which the officer has signed in."""
    client = Client()
    client.force_login(officer.person)
    return client


@pytest.fixture(scope="session")
def simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator["SimulatorServer"]:
    """The counterparts of BankID, id.gov.ua, Diia and OpenID, on a port of their own."""
    from tests.simulator_server import running_bench

    with running_bench(tmp_path_factory) as bench:
        yield bench
