"""Broken and odd requests to every operation, made from the description: none ends in a fault, each answer is as described.

`make contract` sends many more of them.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import factories
from tests.api.partner_client import joined
from tests.api.portal_server import listening
from vikno.api.agency import openapi_document
from vikno.integration.models import Connection

# Threads of a server see only what is committed; the rest of the suite finds its database as it was.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "4"))
schema = schemathesis.openapi.from_dict(openapi_document())


@pytest.fixture
def program(transactional_db, settings):
    """A partner that may ask as often as it likes, has a case with a file, and has begun to send a result."""
    settings.API_PER_MINUTE = 10**9
    Connection.objects.get_or_create(code="workspace", defaults={"name": "Vikno", "connector": "workspace"})
    program = joined(factories.CentreFactory())
    program.case = program.given_with(factories.png())
    program.parts = {
        "number": program.case.number,
        "key": program.key(program.case),
        "upload": program.upload(program.case, b"%PDF-1.4").removeprefix("uploads/"),
    }
    return program


@pytest.fixture
def address(program):
    with listening() as address:
        yield address


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_a_fault_or_in_what_was_not_described(case, program, address):
    # What was made up would lead nowhere: the odd is in the query, the headers and the bodies.
    case.path_parameters = {name: program.parts[name] for name in case.path_parameters or {}}
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = program.etag(program.case)
    headers = {"Authorization": f"Bearer {program.token}"}
    case.call_and_validate(base_url=address, headers=headers, checks=CHECKS)
