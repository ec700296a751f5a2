"""Heads are told once that something is wrong in the exchange with another system."""

from datetime import timedelta

import pytest

from tests import factories
from tests.integration import stub_partner
from tests.integration.stub_partner import NOON
from vikno.centres.models import OfficerRole
from vikno.integration import operations
from vikno.integration.models import ConnectionAlert
from vikno.outbox.models import Event
from vikno.outbox.operations import deliver_due

pytestmark = pytest.mark.django_db

NO_ACK = ConnectionAlert.ConnectionAlertKind.NO_ACKNOWLEDGEMENT


@pytest.fixture
def connection(officer):
    return stub_partner.joined(officer.centre)


@pytest.fixture
def head(officer):
    return factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD)


def test_the_heads_are_written_to_and_nobody_else(connection, head, officer, mailoutbox):
    factories.OfficerFactory(role=OfficerRole.HEAD)
    operations.raise_alert(connection, NO_ACK, "2603-000001-1", at=NOON)

    deliver_due(at=NOON)

    assert [letter.to for letter in mailoutbox] == [[head.person.email]]
    assert "2603-000001-1" in mailoutbox[0].body
    assert "/workspace/exchange/alerts/" in mailoutbox[0].body


@pytest.mark.parametrize("kind", ConnectionAlert.ConnectionAlertKind)
def test_every_kind_of_alert_has_words(connection, head, mailoutbox, kind):
    operations.raise_alert(connection, kind, "subject", at=NOON)

    deliver_due(at=NOON)

    assert len(mailoutbox) == 1


def test_the_same_alert_is_told_once_and_many_of_a_kind_in_one_letter_an_hour(connection, head):
    for minutes, subject in ((0, "a"), (1, "a"), (2, "b"), (70, "c")):
        operations.raise_alert(connection, NO_ACK, subject, at=NOON + timedelta(minutes=minutes))

    told = Event.objects.filter(name="alert.raised").values_list("payload__subject", flat=True)
    assert list(told) == ["a", "c"]
    assert ConnectionAlert.objects.filter(told_at=None).count() == 1
