"""The demo, loaded once for all tests of this folder by one worker; each test rolls back its own changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


@dataclass(frozen=True, kw_only=True)
class House:
    """The results of the load outside the database: the settings of its folders and the letters that it has sent."""

    folder_settings: dict[str, Any]
    letters: list[mail.EmailMessage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="package")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Load the demo inside a transaction that ends after the last test of this folder."""
    folder_settings = _folder_settings(tmp_path_factory.mktemp("demo"))
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True, PASSWORD_HASHERS=hashers, **folder_settings):
            call_command("load_demo", verbosity=0)
            letters = list(mail.outbox)
        yield House(folder_settings=folder_settings, letters=letters)
        transaction.set_rollback(True)


@pytest.fixture
def demo(house: House, db: None, settings: Any) -> None:
    settings.DEMO = True
    for name, value in house.folder_settings.items():
        setattr(settings, name, value)
    mail.outbox[:] = house.letters


def _folder_settings(folder: Path) -> dict[str, Any]:
    files = "django.core.files.storage.FileSystemStorage"
    return {
        "MEDIA_ROOT": folder / "media",
        "EMAIL_FILE_PATH": folder / "mail",
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "STORAGES": {
            "default": {"BACKEND": files},
            "sealed": {"BACKEND": files, "OPTIONS": {"location": str(folder / "sealed"), "base_url": None}},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    }
