from collections.abc import Iterator

import pytest

from tests.dossiers import PLACE
from tests.integration.mayan.answers import Answers, answering
from tests.integration.mayan.little import Little
from vikno.integration.connectors.mayan import Mayan, MayanSettings

TOKEN = "0123456789abcdef"


@pytest.fixture
def server() -> Iterator[Answers]:
    with answering(Answers()) as answers:
        yield answers


@pytest.fixture
def mayan(server: Answers) -> Mayan:
    return Mayan(MayanSettings.model_validate({"url": server.address, "token": TOKEN}), PLACE)


@pytest.fixture
def little() -> Iterator[Little]:
    """A Mayan that is set up and empty."""
    with answering(Little()) as little:
        yield little


@pytest.fixture
def portal(little: Little) -> Mayan:
    """The connector to it."""
    return Mayan(MayanSettings.model_validate({"url": little.address, "token": TOKEN}), PLACE)
