from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.integration import scripted_partner
from vikno.applications.models import Application
from vikno.integration import operations
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection


@pytest.fixture
def desk(monkeypatch) -> scripted_partner.ScriptedPartner:
    """Register a connector for tests, and return its other side, which has no cases yet."""
    monkeypatch.setitem(CONNECTORS, scripted_partner.ScriptedConnector.code, scripted_partner.ScriptedConnector)
    monkeypatch.setattr(scripted_partner, "DESK", scripted_partner.ScriptedPartner())
    return scripted_partner.DESK


@pytest.fixture
def connect(desk, officer, noon) -> Callable[..., Connection]:
    """A function that connects a trial system to the officer's centre."""

    def make(code: str = "trial", *, every_service: bool = True, leads: bool = True, **options: Any) -> Connection:
        connection = operations.connect(
            code=code,
            name="СЕД",
            connector="trial",
            centre=officer.centre,
            settings={},
            actor="test",
            at=noon,
            **options,
        )
        operations.add_routes(connection=connection, every_service=every_service, leads=leads)
        return connection

    return make


@pytest.fixture
def joined(connect) -> Connection:
    return connect()


@pytest.fixture
def case(joined, officer) -> Application:
    """A case that was handed in and has not gone out yet."""
    return factories.submitted(centre=officer.centre)


@pytest.fixture
def sent(case, noon) -> Application:
    """A case that the other side has."""
    operations.run_exchange_once(at=noon)
    return case
