from datetime import timedelta

import pytest

from tests import factories
from vikno.notifications.models import Notification
from vikno.outbox.operations import deliver_due

DAY = timedelta(days=1)


@pytest.fixture
def reader(db):
    """A resident who reads English, so that a test reads the words that stand in the code."""
    return factories.PersonFactory(language="en", email="reader@example.com")


@pytest.fixture
def told(noon, mailoutbox):
    """Hand the outbox to its consumers, and return the last message and the last letter."""

    def deliver(at=None):
        deliver_due(at=at or noon + 40 * DAY)
        return Notification.objects.order_by("pk").last(), mailoutbox[-1] if mailoutbox else None

    return deliver
