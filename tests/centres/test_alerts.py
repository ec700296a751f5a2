"""Tests of alerts: which are current at a moment, and their texts in each language."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from vikno.centres.models import Alert, AlertSeverity, AlertTranslation, CentreTranslation
from vikno.centres.queries import current_alerts

pytestmark = pytest.mark.django_db

NOON = factories.NOON
HOUR = timedelta(hours=1)


def alert(title="Не працює реєстр", *, starts_at=NOON, **more) -> Alert:
    return Alert.objects.create(title=title, starts_at=starts_at, **more)


@pytest.mark.parametrize(
    ("hours", "stands"), [(-1, False), (0, True), (1, True), (2, False)], ids=["before", "begins", "in it", "ended"]
)
def test_an_alert_stands_from_its_beginning_to_its_end(hours, stands):
    alert(ends_at=NOON + 2 * HOUR)

    assert bool(current_alerts(at=NOON + hours * HOUR)) == stands


def test_danger_stands_first_and_then_the_latest():
    alert("відомо", severity=AlertSeverity.INFO)
    alert("давно", severity=AlertSeverity.WARNING, starts_at=NOON - HOUR)
    alert("щойно", severity=AlertSeverity.WARNING)
    alert("небезпека", severity=AlertSeverity.DANGER, starts_at=NOON - 2 * HOUR)

    assert [one.title for one in current_alerts(at=NOON)] == ["небезпека", "щойно", "давно", "відомо"]


def test_alerts_cost_two_queries_however_many_they_are(django_assert_num_queries):
    for number in range(20):
        AlertTranslation.objects.create(alert=alert(f"{number}"), language="en", title=f"{number}")

    with django_assert_num_queries(2):
        shown = current_alerts(at=NOON)
        assert [one.text_in_language("title", "en")[1] for one in shown] == ["en"] * 10


@pytest.mark.parametrize("broken", [{"ends_at": NOON}, {"severity": "loud"}])
def test_the_database_refuses_an_impossible_alert(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        alert(**broken)


def test_a_centre_says_in_a_language_what_is_translated_and_the_rest_in_its_own():
    centre = factories.CentreFactory(name="Центр", address="вул. Вербова, 1")
    CentreTranslation.objects.create(centre=centre, language="en", name="Centre")

    assert centre.text_in_language("name", "en") == ("Centre", "en")
    assert centre.text_in_language("address", "en") == ("вул. Вербова, 1", "uk")
    assert centre.text_in_language("name", "cs") == ("Центр", "uk")
    assert centre.text_in_language("name", "uk") == ("Центр", "uk")


def test_a_centre_has_each_language_once():
    centre = factories.CentreFactory()
    CentreTranslation.objects.create(centre=centre, language="en")

    with pytest.raises(IntegrityError), transaction.atomic():
        CentreTranslation.objects.create(centre=centre, language="en")
