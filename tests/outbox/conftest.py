import pytest

from tests.outbox import consumers


@pytest.fixture(autouse=True)
def heard(settings):
    """Let every event go to one listening consumer; return what it heard."""
    settings.OUTBOX_CONSUMERS = {"listener": "tests.outbox.consumers.listen"}
    consumers.heard.clear()
    return consumers.heard


@pytest.fixture
def failing(settings):
    settings.OUTBOX_CONSUMERS = {"listener": "tests.outbox.consumers.fail"}


@pytest.fixture
def deadly(settings):
    settings.OUTBOX_CONSUMERS = {"listener": "tests.outbox.consumers.die"}
