"""A real Mayan for these tests: with a clerk, and a user for the portal who may do only what it must."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.case_dossiers import PLACE
from tests.edms.mayan_user import MayanUser
from tools.edms.own_mayan import ADMIN, PASSWORD, OwnMayan, own_mayan
from vikno.integration.connectors.mayan import MayanConnector, MayanSettings

# What docs/edms-mayan.md tells an operator to give: for every day, and for the setting up beside.
EVERY_DAY = (
    "documents.document_create",
    "documents.document_view",
    "documents.document_file_new",
    "documents.document_file_view",
    "document_downloads.document_file_download",
    "metadata.metadata_document_add",
    "metadata.metadata_document_edit",
    "metadata.metadata_document_view",
    "document_states.workflow_view",
    "document_states.workflow_transition",
    "comments.comment_create",
    "comments.comment_view",
    "documents_types.document_type_view",
    "metadata_setup.metadata_type_view",
    "events.events_view",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.edms)


@pytest.fixture(scope="session")
def mayan() -> Iterator[OwnMayan]:
    with own_mayan() as own:
        yield own


@pytest.fixture(scope="session")
def admin(mayan: OwnMayan) -> Iterator[MayanUser]:
    clerk = MayanUser(mayan.address, ADMIN, PASSWORD)
    yield clerk
    clerk.http.close()


@pytest.fixture(scope="session")
def is_set_up(mayan: OwnMayan, admin: MayanUser) -> list[str]:
    """Set Mayan up as its administrator; return what was made."""
    return connector(mayan, admin.token).set_up()


@pytest.fixture(scope="session")
def clerk(mayan: OwnMayan, admin: MayanUser, is_set_up: list[str]) -> Iterator[MayanUser]:
    hire(admin, "ivanenko", first_name="Іван", last_name="Іваненко", permissions=EVERY_DAY)
    clerk = MayanUser(mayan.address, "ivanenko", "of-a-test")
    yield clerk
    clerk.http.close()


@pytest.fixture(scope="session")
def token(mayan: OwnMayan, admin: MayanUser, is_set_up: list[str]) -> str:
    """Return the token of the portal's own user."""
    hire(admin, "vikno", permissions=EVERY_DAY)
    portal = MayanUser(mayan.address, "vikno", "of-a-test")
    portal.http.close()
    return portal.token


@pytest.fixture
def portal(mayan: OwnMayan, token: str) -> MayanConnector:
    return connector(mayan, token)


def connector(mayan: OwnMayan, token: str, **more: str) -> MayanConnector:
    return MayanConnector(MayanSettings.model_validate({"url": mayan.address, "token": token, **more}), PLACE)


def hire(admin: MayanUser, name: str, *, permissions: tuple[str, ...], **more: str) -> None:
    """Make a user of Mayan with a role that may do this."""
    user = admin.post("users/", {"username": name, "password": "of-a-test", **more})["id"]
    group = admin.post("groups/", {"name": name})["id"]
    role = admin.post("roles/", {"label": name})["id"]
    admin.post(f"groups/{group}/users/add/", {"user": user})
    admin.post(f"roles/{role}/groups/add/", {"group": group})
    for permission in permissions:
        admin.post(f"roles/{role}/permissions/add/", {"permission": permission})
