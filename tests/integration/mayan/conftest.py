from collections.abc import Iterator

import pytest

from tests.case_dossiers import PLACE
from tests.integration.mayan.canned_server import CannedResponses, answering
from tests.integration.mayan.fake_mayan import FakeMayan
from vikno.integration.connectors.mayan import MayanConnector, MayanSettings

TOKEN = "0123456789abcdef"


@pytest.fixture
def server() -> Iterator[CannedResponses]:
    with answering(CannedResponses()) as answers:
        yield answers


@pytest.fixture
def mayan(server: CannedResponses) -> MayanConnector:
    return MayanConnector(MayanSettings.model_validate({"url": server.address, "token": TOKEN}), PLACE)


@pytest.fixture
def little() -> Iterator[FakeMayan]:
    """A Mayan that is set up and empty."""
    with answering(FakeMayan()) as little:
        yield little


@pytest.fixture
def portal(little: FakeMayan) -> MayanConnector:
    """The connector to it."""
    return MayanConnector(MayanSettings.model_validate({"url": little.address, "token": TOKEN}), PLACE)
