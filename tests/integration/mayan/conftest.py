from collections.abc import Iterator

import pytest

from tests.dossiers import PLACE
from tests.integration.mayan.answers import Answers, answering
from vikno.integration.connectors.mayan import Mayan, MayanSettings

TOKEN = "0123456789abcdef"


@pytest.fixture
def server() -> Iterator[Answers]:
    with answering() as answers:
        yield answers


@pytest.fixture
def mayan(server: Answers) -> Mayan:
    return Mayan(MayanSettings.model_validate({"url": server.address, "token": TOKEN}), PLACE)
