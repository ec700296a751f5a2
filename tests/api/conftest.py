import pytest

from tests import factories
from tests.api.partner_client import PartnerProgram, joined


@pytest.fixture
def centre(db):
    return factories.CentreFactory()


@pytest.fixture
def edms(centre) -> PartnerProgram:
    """The program of a system that is given every case of a centre."""
    return joined(centre)


@pytest.fixture
def case(edms):
    """An application that the system has been given."""
    return edms.given()


@pytest.fixture
def stranger(db) -> PartnerProgram:
    """The program of a system at another centre."""
    return joined(factories.CentreFactory(), code="other")
