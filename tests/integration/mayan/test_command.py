"""`manage.py edms`: what an operator does with a connection."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import NOON, CentreFactory
from tests.integration.mayan.canned_server import CannedResponse, CannedResponses, rows
from tests.integration.mayan.conftest import TOKEN
from vikno.integration import operations
from vikno.integration.connectors.mayan import schema

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(server: CannedResponses):
    return operations.connect(
        code="archive",
        name="Mayan",
        connector="mayan",
        centre=CentreFactory(),
        settings={"url": server.address, "token": TOKEN},
        actor="person:test",
        at=NOON,
    )


@pytest.fixture
def is_set_up(server: CannedResponses) -> None:
    """Mayan has what the plan says, and three cases in work."""
    states = [{"id": key, "label": state.label} for key, state in enumerate(schema.STATES)]
    server.at("document_types/", rows({"id": 2, "label": schema.DOCUMENT_TYPE}))
    server.at(
        "document_types/2/metadata_types/",
        rows(*({"metadata_type": {"id": 1, "name": mark.name}} for mark in schema.PORTAL_METADATA)),
    )
    server.at("workflow_templates/", rows({"id": 1, "internal_name": schema.WORKFLOW_NAME}))
    server.at("workflow_templates/1/states/", rows(*states))
    for state in states:
        count = 3 if state["label"] == schema.IN_WORK.label else 0
        server.at(
            f"workflow_templates/1/states/{state['id']}/documents/", CannedResponse({"count": count, "results": []})
        )


def run(act: str, code: str = "archive") -> str:
    out = StringIO()
    call_command("edms", act, code, stdout=out)
    return out.getvalue()


def test_it_says_that_all_is_in_place(is_set_up: None):
    assert run("check").strip()


def test_it_counts_the_cases_by_state(is_set_up: None):
    counted = json.loads(run("figures"))

    assert counted["В роботі"] == 3
    assert sum(counted.values()) == 3


def test_it_fails_where_nothing_is_set_up_yet(server: CannedResponses):
    server.at("document_types/", rows())

    with pytest.raises(CommandError):
        run("check")
    with pytest.raises(CommandError, match="Заява з порталу"):
        run("figures")


def test_it_fails_where_mayan_is_away(server: CannedResponses):
    server.at("document_types/", CannedResponse({}, status=503))

    with pytest.raises(CommandError, match="503"):
        run("set_up")


def test_it_knows_no_connection_that_is_not_there():
    with pytest.raises(CommandError, match="elsewhere"):
        run("check", "elsewhere")


def test_the_workspace_has_nothing_to_set_up():
    with pytest.raises(CommandError):
        run("set_up", "workspace")
